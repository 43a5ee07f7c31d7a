/* Counts by text, the smallest hashes kept. */
#include <config.h>
#include "record/tally.h"

#include <stdlib.h>

#include "base/count.h"
#include "base/digest.h"
#include "base/mem.h"
#include "record/clean.h"

#define UNKNOWN SIZE_MAX

static struct hr_slice text_of(const struct hr_tally_entry *entry)
{
	return (struct hr_slice){ entry->text, entry->length };
}

static int compare_keys(uint64_t hash_a, struct hr_slice a, uint64_t hash_b, struct hr_slice b)
{
	if (hash_a != hash_b)
		return hash_a < hash_b ? -1 : 1;
	return hr_text_compare(a, b);
}

void hr_tally_init(struct hr_tally *tally, size_t cap)
{
	*tally = (struct hr_tally){ .cap = cap, .largest = UNKNOWN };
}

static void find_largest(struct hr_tally *tally)
{
	tally->largest = 0;
	for (size_t i = 1; i < tally->count; i++) {
		const struct hr_tally_entry *a = &tally->entries[i];
		const struct hr_tally_entry *b = &tally->entries[tally->largest];

		if (compare_keys(a->hash, text_of(a), b->hash, text_of(b)) > 0)
			tally->largest = i;
	}
}

/* @text is clean and not among the entries; @place  hr_table_hash() of it. */
static void insert(struct hr_tally *tally, uint64_t place, struct hr_slice text, uint64_t count)
{
	struct hr_tally_entry *entry;
	size_t at = tally->count;
	uint64_t hash;

	if (tally->cap == 0) {
		tally->rest = hr_count_add(tally->rest, count);
		return;
	}
	hash = hr_digest64(text);
	if (tally->count < tally->cap) {
		tally->entries = hr_grow(tally->entries, tally->count, &tally->capacity,
		                         sizeof(*tally->entries));
		tally->count++;
	} else {
		if (tally->largest == UNKNOWN)
			find_largest(tally);
		at = tally->largest;
		entry = &tally->entries[at];
		if (compare_keys(hash, text, entry->hash, text_of(entry)) > 0) {
			tally->rest = hr_count_add(tally->rest, count);
			return;
		}
		tally->rest = hr_count_add(tally->rest, entry->count);
		hr_slots_remove(&tally->slots, hr_table_hash(text_of(entry)), at);
		free(entry->text);
	}
	tally->largest = UNKNOWN;
	tally->last = at;
	entry = &tally->entries[at];
	entry->hash = hash;
	entry->count = count;
	entry->text = hr_strndup(text.ptr, text.length);
	entry->length = text.length;
	hr_slots_put(&tally->slots, place, at);
}

static void add_clean(struct hr_tally *tally, struct hr_slice text, uint64_t count)
{
	uint64_t place = hr_table_hash(text);
	uint32_t at = (uint32_t)place;
	size_t i;

	while (hr_slots_next(&tally->slots, place, &at, &i))
		if (hr_slice_equal(text_of(&tally->entries[i]), text)) {
			tally->entries[i].count = hr_count_add(tally->entries[i].count, count);
			tally->last = i;
			return;
		}
	insert(tally, place, text, count);
}

void hr_tally_add(struct hr_tally *tally, struct hr_slice text, size_t max_bytes, uint64_t count)
{
	struct hr_str scratch = { 0 };

	/* Most samples of a label say the same as the one before; what is kept is clean. */
	if (tally->last < tally->count &&
	    hr_slice_equal(text_of(&tally->entries[tally->last]), text)) {
		struct hr_tally_entry *last = &tally->entries[tally->last];

		last->count = hr_count_add(last->count, count);
		return;
	}
	text = hr_clean_text(text, max_bytes, &scratch);
	add_clean(tally, text, count);
	hr_str_release(&scratch);
}

void hr_tally_merge(struct hr_tally *into, const struct hr_tally *from)
{
	for (size_t i = 0; i < from->count; i++)
		add_clean(into, text_of(&from->entries[i]), from->entries[i].count);
	into->rest = hr_count_add(into->rest, from->rest);
}

static int smallest_key_first(const void *left, const void *right)
{
	const struct hr_tally_entry *a = left, *b = right;

	return compare_keys(a->hash, text_of(a), b->hash, text_of(b));
}

void hr_tally_trim(struct hr_tally *tally, size_t most)
{
	if (tally->count <= most)
		return;
	qsort(tally->entries, tally->count, sizeof(*tally->entries), smallest_key_first);
	hr_slots_clear(&tally->slots);
	for (size_t i = most; i < tally->count; i++) {
		tally->rest = hr_count_add(tally->rest, tally->entries[i].count);
		free(tally->entries[i].text);
	}
	tally->count = most;
	for (size_t i = 0; i < most; i++)
		hr_slots_put(&tally->slots, hr_table_hash(text_of(&tally->entries[i])), i);
	tally->largest = UNKNOWN;
	tally->last = 0;
}

static int most_frequent_first(const void *left, const void *right)
{
	const struct hr_tally_entry *a = *(const struct hr_tally_entry *const *)left;
	const struct hr_tally_entry *b = *(const struct hr_tally_entry *const *)right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return hr_text_compare(text_of(a), text_of(b));
}

const struct hr_tally_entry **hr_tally_sorted(const struct hr_tally *tally)
{
	const struct hr_tally_entry **sorted = hr_alloc_array(tally->count, sizeof(*sorted));

	for (size_t i = 0; i < tally->count; i++)
		sorted[i] = &tally->entries[i];
	qsort(sorted, tally->count, sizeof(*sorted), most_frequent_first);
	return sorted;
}

void hr_tally_release(struct hr_tally *tally)
{
	for (size_t i = 0; i < tally->count; i++)
		free(tally->entries[i].text);
	free(tally->entries);
	hr_slots_release(&tally->slots);
	hr_tally_init(tally, tally->cap);
}
