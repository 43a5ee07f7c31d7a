#include <config.h>
#include "record/filter.h"

#include "base/pattern.h"

static bool matches_any(struct hr_pattern *const *patterns, size_t count, struct hr_slice label)
{
	for (size_t i = 0; i < count; i++)
		if (hr_pattern_match(patterns[i], label))
			return true;
	return false;
}

bool hr_filter_label(const struct hr_filter *filter, struct hr_slice label)
{
	if (filter->include_count > 0 &&
	    !matches_any(filter->include, filter->include_count, label))
		return false;
	return !matches_any(filter->exclude, filter->exclude_count, label);
}

bool hr_filter_time(const struct hr_filter *filter, int64_t start_ns)
{
	if (!hr_filter_has_window(filter))
		return true;
	if (start_ns == HR_INSTANT_NONE)
		return false;
	if (filter->from_ns != HR_INSTANT_NONE && start_ns < filter->from_ns)
		return false;
	return filter->to_ns == HR_INSTANT_NONE || start_ns < filter->to_ns;
}
