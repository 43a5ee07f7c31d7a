/*
 * Exact shares: targets and thresholds as people write them ("99.9") are fractions of integers, and
 * counts are compared with them by 128-bit products. Binary floating point is wrong at the border:
 * 1/1000 against 1 - 0.999 is not 1.
 */
#ifndef HR_BASE_FRACTION_H
#define HR_BASE_FRACTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define HR_FRACTION_DIGITS_MAX 15 /* of a decimal, and places after its point */

/* In lowest terms, @den > 0. */
struct hr_fraction {
	uint64_t num, den;
};

/*
 * hr_fraction_parse - a decimal without sign or exponent, divided by 10^@shift: ("99.9", 2) is
 * 999/1000. False when it is no such text or has more than HR_FRACTION_DIGITS_MAX digits.
 */
bool hr_fraction_parse(struct hr_slice decimal, int shift, struct hr_fraction *out);
/* num/den in lowest terms; @den > 0 */
struct hr_fraction hr_fraction_of(uint64_t num, uint64_t den);
/* 1 - @fraction, which is at most 1. */
struct hr_fraction hr_fraction_complement(struct hr_fraction fraction);
/* False when the product does not fit 64-bit terms. */
bool hr_fraction_multiply(struct hr_fraction a, struct hr_fraction b, struct hr_fraction *out);
/* Less than, equal to or greater than 0 as @part/@whole is to @fraction; @whole > 0. Exact. */
int hr_fraction_compare(uint64_t part, uint64_t whole, struct hr_fraction fraction);
double hr_fraction_value(struct hr_fraction fraction);

#endif
