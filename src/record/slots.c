#include <config.h>
#include "record/slots.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define SLOTS_FIRST 16u

static void place(struct hr_slots *slots, struct hr_slot slot)
{
	uint32_t at = slot.tag & slots->mask;

	while (slots->slots[at].place != 0)
		at = (at + 1) & slots->mask;
	slots->slots[at] = slot;
}

static void grow(struct hr_slots *slots)
{
	struct hr_slots bigger = { .used = slots->used };
	size_t count = slots->slots != NULL ? ((size_t)slots->mask + 1) * 2 : SLOTS_FIRST;

	bigger.slots = hr_zalloc(count, sizeof(*bigger.slots));
	bigger.mask = (uint32_t)(count - 1);
	for (size_t i = 0; slots->slots != NULL && i <= slots->mask; i++)
		if (slots->slots[i].place != 0)
			place(&bigger, slots->slots[i]);
	free(slots->slots);
	*slots = bigger;
}

void hr_slots_put(struct hr_slots *slots, uint64_t hash, size_t position)
{
	if (slots->slots == NULL || slots->used > slots->mask / 2)
		grow(slots);
	place(slots, (struct hr_slot){ (uint32_t)hash, (uint32_t)position + 1 });
	slots->used++;
}

void hr_slots_remove(struct hr_slots *slots, uint64_t hash, size_t position)
{
	uint32_t mask = slots->mask, hole = (uint32_t)hash & mask;

	while (slots->slots[hole].place != position + 1) {
		assert(slots->slots[hole].place != 0);
		hole = (hole + 1) & mask;
	}
	/* Close the gap with what could not get its own place because of it. */
	for (uint32_t at = (hole + 1) & mask; slots->slots[at].place != 0; at = (at + 1) & mask) {
		uint32_t home = slots->slots[at].tag & mask;

		if (((at - home) & mask) >= ((at - hole) & mask)) {
			slots->slots[hole] = slots->slots[at];
			hole = at;
		}
	}
	slots->slots[hole] = (struct hr_slot){ 0 };
	slots->used--;
}

void hr_slots_clear(struct hr_slots *slots)
{
	if (slots->slots != NULL)
		memset(slots->slots, 0, ((size_t)slots->mask + 1) * sizeof(*slots->slots));
	slots->used = 0;
}

void hr_slots_release(struct hr_slots *slots)
{
	free(slots->slots);
	*slots = (struct hr_slots){ 0 };
}
