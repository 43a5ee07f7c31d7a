/*
 * Counters that a file writes as increments: a series of this kind holds the total so far.
 */
#ifndef HR_READ_INCREMENTS_H
#define HR_READ_INCREMENTS_H

#include <stdint.h>

#include "read/reader.h"

struct hr_increments;

/* @context is borrowed until free; totals are pushed through it. */
struct hr_increments *hr_increments_new(struct hr_read_context *context);
void hr_increments_free(struct hr_increments *increments);
/*
 * hr_increments_add - count a counter up and push its new total; before the first, a total of 0.
 * @name, @unit  of the series
 * @time_ns      not HR_INSTANT_NONE
 * @micro        the increment in millionths of the unit; totals end at INT64_MAX
 * Increments come a little out of order, which must not look like a counter that was reset; much
 * earlier ones are another run appended, which counts from 0.
 * Returns NULL, or why the increment counts nowhere: it is negative, or of one counter too many.
 * Cost: no allocation but for the first increment of a counter.
 */
const char *hr_increments_add(struct hr_increments *increments, struct hr_slice name,
                              struct hr_slice unit, int64_t time_ns, int64_t micro);

#endif
