/*
 * Windows as users give them: --from, --to, --skip, --last; absolute, or offsets from the earliest
 * start (+) or latest end (-) of the whole input.
 */
#ifndef HR_SUMMARIZE_WINDOW_H
#define HR_SUMMARIZE_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/zone.h"
#include "record/filter.h"

struct hr_window {
	const char *from, *to, *skip, *last; /* option texts or NULL; borrowed */
};

/* Offsets need the span of the input (two passes over files, a spool for pipes). */
bool hr_window_needs_span(const struct hr_window *window);
bool hr_window_is_open(const struct hr_window *window);
/*
 * hr_window_resolve - into filter->from_ns and to_ns. "+2m" from the start, "-1m" before the end,
 * else an instant; skip D = from +D; last D = from -D. Several narrow the window.
 * Errors: HR_EPARSE, HR_EINVAL with the option as source; HR_ENODATA when an offset has no span to
 * count from; HR_EINVAL when nothing can be inside.
 * @start_ns, @end_ns  span of the input; unused unless hr_window_needs_span()
 */
enum hr_err hr_window_resolve(const struct hr_window *window, int64_t start_ns, int64_t end_ns,
                              const struct hr_zone *zone, struct hr_filter *filter,
                              struct hr_error *err) HR_MUST_CHECK;

#endif
