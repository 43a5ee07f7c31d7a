/*
 * Which samples count: label patterns and a window of start times.
 */
#ifndef HR_RECORD_FILTER_H
#define HR_RECORD_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/slice.h"

struct hr_pattern;

struct hr_filter {
	struct hr_pattern **include; /* borrowed; none = all */
	size_t include_count;
	struct hr_pattern **exclude;
	size_t exclude_count;
	int64_t from_ns, to_ns; /* [from, to); HR_INSTANT_NONE = open */
};

bool hr_filter_label(const struct hr_filter *filter, struct hr_slice label);
/* A sample without a usable time is outside every window. */
bool hr_filter_time(const struct hr_filter *filter, int64_t start_ns);
static inline bool hr_filter_has_window(const struct hr_filter *filter)
{
	return filter->from_ns != HR_INSTANT_NONE || filter->to_ns != HR_INSTANT_NONE;
}

#endif
