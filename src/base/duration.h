/*
 * Durations: int64 nanoseconds, written with a unit: "250ms", "5m", "1h30m", "2.5s", "30d", "1w".
 */
#ifndef HR_BASE_DURATION_H
#define HR_BASE_DURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

/* Units ns us µs ms s m min h d w, combinable in falling order; a blank before the unit is allowed.
 * No unit is an error unless the value is 0. Negative is an error. */
enum hr_err hr_duration_parse(struct hr_slice text, int64_t *out,
                              struct hr_error *err) HR_MUST_CHECK;
/* A number without a unit that, as an epoch, would be a day of 1970 to 1973 (fewer than nine
 * digits): a length whose unit was forgotten. For texts that may be an instant or a duration. */
bool hr_duration_lacks_unit(struct hr_slice text);
/* Whole seconds in the largest unit of d, h, m and s that they are a multiple of: "90m", "3d". What
 * Prometheus reads as well. */
void hr_duration_put(struct hr_str *out, int64_t seconds);

#endif
