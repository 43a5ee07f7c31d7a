/*
 * A lane: an array over consecutive interval numbers that grows at either end, with spare room at
 * both so that times out of order and even in reverse cost little.
 */
#ifndef HR_RECORD_LANE_H
#define HR_RECORD_LANE_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialised is empty. */
struct hr_lane {
	void *items; /* of intervals first .. first + count - 1 */
	int64_t first;
	size_t count;
	size_t before;   /* spare items in front of items[0] */
	size_t capacity; /* from items[0] to the end of the memory */
};

/* Make it hold @interval; new items are zero bytes. @size  bytes of an item */
void hr_lane_cover(struct hr_lane *lane, int64_t interval, size_t size);

/* Interval numbers round down, before the epoch too. @step > 0 */
static inline int64_t hr_floor_div(int64_t value, int64_t step)
{
	int64_t quotient = value / step;

	return quotient - (value % step < 0);
}

#endif
