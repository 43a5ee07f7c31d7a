#include <config.h>
#include "record/lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void move(struct hr_lane *lane, size_t before, size_t capacity, size_t size)
{
	char *memory = hr_alloc_array(before + capacity, size);

	if (lane->count > 0)
		memcpy(memory + before * size, lane->items, lane->count * size);
	if (lane->items != NULL)
		free((char *)lane->items - lane->before * size);
	lane->items = memory + before * size;
	lane->before = before;
	lane->capacity = capacity;
}

void hr_lane_cover(struct hr_lane *lane, int64_t interval, size_t size)
{
	size_t more;

	if (lane->count == 0)
		lane->first = interval;
	if (interval < lane->first) {
		more = (size_t)(lane->first - interval);
		if (more > lane->before)
			move(lane, more + lane->count / 2, lane->capacity, size);
		lane->items = (char *)lane->items - more * size;
		lane->before -= more;
		lane->capacity += more;
		lane->count += more;
		lane->first = interval;
		memset(lane->items, 0, more * size);
	} else if ((size_t)(interval - lane->first) >= lane->count) {
		more = (size_t)(interval - lane->first) + 1 - lane->count;
		if (lane->count + more > lane->capacity)
			move(lane, lane->before, lane->count + more + lane->count / 2, size);
		memset((char *)lane->items + lane->count * size, 0, more * size);
		lane->count += more;
	}
}
