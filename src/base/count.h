/*
 * Counters that documents carry. JSON holds whole numbers exactly up to 2^53 (RFC 8259, section 6),
 * so no counter of a run goes beyond: what a run is about (requests, values of resources) is
 * refused there, what is told beside it stays at the bound.
 */
#ifndef HR_BASE_COUNT_H
#define HR_BASE_COUNT_H

#include <stdint.h>

#define HR_COUNT_MAX (UINT64_C(1) << 53)

/* The sum, at most HR_COUNT_MAX: the same in any order and grouping. */
static inline uint64_t hr_count_add(uint64_t a, uint64_t b)
{
	uint64_t sum;

	if (__builtin_add_overflow(a, b, &sum) || sum > HR_COUNT_MAX)
		return HR_COUNT_MAX;
	return sum;
}

#endif
