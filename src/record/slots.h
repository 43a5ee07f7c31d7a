/*
 * A hash index over an array that somebody else owns: 64-bit hash in, candidate positions out. The
 * hash of a text from an input is hr_table_hash(): of others an input could make all alike. The low
 * half of each hash is kept beside the position, so growing and removing never look at the array.
 * Linear probing, at most half full, removal by shifting back (Knuth, TAOCP 3, 6.4 R).
 */
#ifndef HR_RECORD_SLOTS_H
#define HR_RECORD_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hr_slot {
	uint32_t tag;   /* low half of the hash */
	uint32_t place; /* position in the array + 1; 0 = free */
};

/* Zero-initialised is empty. */
struct hr_slots {
	struct hr_slot *slots;
	uint32_t mask; /* number of slots - 1 */
	uint32_t used;
};

/* A search: *@at starts as the low half of the hash. Gives one candidate after the other. */
static inline bool hr_slots_next(const struct hr_slots *slots, uint64_t hash, uint32_t *at,
                                 size_t *position)
{
	uint32_t tag = (uint32_t)hash;

	if (slots->slots == NULL)
		return false;
	for (;;) {
		struct hr_slot slot = slots->slots[*at & slots->mask];

		if (slot.place == 0)
			return false;
		++*at;
		if (slot.tag == tag) {
			*position = slot.place - 1;
			return true;
		}
	}
}

/* @position below 2^31, not in the index yet. */
void hr_slots_put(struct hr_slots *slots, uint64_t hash, size_t position);
/* @position was put in under @hash. */
void hr_slots_remove(struct hr_slots *slots, uint64_t hash, size_t position);
/* Forget all, keep the memory. */
void hr_slots_clear(struct hr_slots *slots);
void hr_slots_release(struct hr_slots *slots);

#endif
