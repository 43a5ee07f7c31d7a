/*
 * Durations: int64 nanoseconds, written with a unit: "250ms", "5m", "1h30m", "2.5s", "30d", "1w".
 */
#ifndef HR_BASE_DURATION_H
#define HR_BASE_DURATION_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

/* Units ns us µs ms s m min h d w, combinable in falling order; a blank before the unit is allowed.
 * No unit is an error unless the value is 0. Negative is an error. */
enum hr_err hr_duration_parse(struct hr_slice text, int64_t *out,
                              struct hr_error *err) HR_MUST_CHECK;

#endif
