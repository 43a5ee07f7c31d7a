/*
 * Counts by text with a cap that merges exactly: when there are more than @cap texts, those with
 * the smallest hash (ties: smaller bytes) are kept and the counts of the others go to the rest.
 * The kept set is the same for any order and grouping of the input.
 */
#ifndef HR_RECORD_TALLY_H
#define HR_RECORD_TALLY_H

#include <stdint.h>

#include "base/slice.h"
#include "record/slots.h"

struct hr_tally_entry {
	uint64_t hash;
	uint64_t count;
	char *text; /* valid UTF-8, terminated, owned */
	size_t length;
};

/* Initialise with hr_tally_init. */
struct hr_tally {
	struct hr_tally_entry *entries; /* heap or table order: use hr_tally_sorted to print */
	size_t count, capacity, cap;
	struct hr_slots slots; /* over entries */
	size_t last;           /* the entry added to last, a guess at the next one */
	size_t largest;        /* the entry that goes next, SIZE_MAX unknown */
	uint64_t rest;         /* counts of texts beyond the cap */
};

void hr_tally_init(struct hr_tally *tally, size_t cap);
/* @text: any bytes; repaired and cut to @max_bytes at a character border before it is compared.
 * Allocates only for new texts and for those that needed repair. */
void hr_tally_add(struct hr_tally *tally, struct hr_slice text, size_t max_bytes, uint64_t count);
void hr_tally_merge(struct hr_tally *into, const struct hr_tally *from);
/* Keep the @most texts of the smallest hash, as if that had been the cap from the start. Exact also
 * when runs are trimmed before they merge, as long as later trims are not wider. */
void hr_tally_trim(struct hr_tally *tally, size_t most);
/* Pointers to the entries, most frequent first, ties by text. Gives an array of tally->count
 * pointers (free()). */
const struct hr_tally_entry **hr_tally_sorted(const struct hr_tally *tally);
void hr_tally_release(struct hr_tally *tally);

#endif
