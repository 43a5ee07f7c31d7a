/*
 * The pieces that times in text are made of. Each takes its piece from the front of @text and
 * returns true, or returns false and leaves @text in an undefined state.
 */
#ifndef HR_BASE_CLOCK_TEXT_H
#define HR_BASE_CLOCK_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

bool hr_clock_take_char(struct hr_slice *text, char c);
/* At least @min and at most @max (<= 9) decimal digits. */
bool hr_clock_take_digits(struct hr_slice *text, size_t min, size_t max, int *out);
/* One digit or more after the decimal point; what lies beyond nanoseconds is cut off, as clocks do.
 */
bool hr_clock_take_fraction(struct hr_slice *text, int32_t *nanosecond);
/* "Z", "z", +hh, +hhmm, +hh:mm or +hh:mm:ss. */
bool hr_clock_take_offset(struct hr_slice *text, int32_t *offset_s);

#endif
