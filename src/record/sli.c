/* Counts per second, in blocks. */
#include <config.h>
#include "record/sli.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/count.h"
#include "base/mem.h"

/* --- one definition --- */

static uint32_t saturating(uint32_t a, uint32_t b)
{
	uint32_t sum;

	return __builtin_add_overflow(a, b, &sum) ? UINT32_MAX : sum;
}

static void add_second(struct hr_sli_second *into, struct hr_sli_second counts)
{
	into->seen = saturating(into->seen, counts.seen);
	into->valid = saturating(into->valid, counts.valid);
	into->good = saturating(into->good, counts.good);
}

static void merge_sum(struct hr_sli_sum *into, const struct hr_sli_sum *from)
{
	into->seen = hr_count_add(into->seen, from->seen);
	into->valid = hr_count_add(into->valid, from->valid);
	into->good = hr_count_add(into->good, from->good);
}

static void add_sum(struct hr_sli_sum *into, struct hr_sli_second counts)
{
	const struct hr_sli_sum sum = { counts.seen, counts.valid, counts.good };

	merge_sum(into, &sum);
}

/* Index of the first block whose number is not below. */
static size_t position(const struct hr_sli *sli, int64_t number, size_t hint)
{
	size_t low = 0, high = sli->block_count;

	if (hint < high && sli->blocks[hint]->number == number)
		return hint;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sli->blocks[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* NULL when the block is older than all that are kept. */
static struct hr_sli_block *block_of(struct hr_sli *sli, int64_t number)
{
	size_t at = position(sli, number, sli->block_last);
	struct hr_sli_block *block;

	if (at < sli->block_count && sli->blocks[at]->number == number) {
		sli->block_last = at;
		return sli->blocks[at];
	}
	if (sli->block_count == HR_SLI_BLOCKS_MAX) {
		if (at == 0)
			return NULL;
		block = sli->blocks[0];
		at--;
		memmove(&sli->blocks[0], &sli->blocks[1], at * sizeof(*sli->blocks));
		memset(block, 0, sizeof(*block));
	} else {
		sli->blocks = hr_grow(sli->blocks, sli->block_count, &sli->block_capacity,
		                      sizeof(*sli->blocks));
		memmove(&sli->blocks[at + 1], &sli->blocks[at],
		        (sli->block_count - at) * sizeof(*sli->blocks));
		sli->block_count++;
		block = hr_zalloc(1, sizeof(*block));
	}
	block->number = number;
	sli->blocks[at] = block;
	sli->block_last = at;
	return block;
}

void hr_sli_add(struct hr_sli *sli, int64_t second, struct hr_sli_second counts)
{
	struct hr_sli_block *block;

	add_sum(&sli->all, counts);
	if (second == HR_SLI_SECOND_NONE) {
		add_sum(&sli->untimed, counts);
		return;
	}
	block = block_of(sli, hr_floor_div(second, HR_SLI_BLOCK_S));
	if (block != NULL)
		add_second(&block->seconds[hr_floor_rest(second, HR_SLI_BLOCK_S)], counts);
}

struct hr_sli_second hr_sli_at(const struct hr_sli *sli, int64_t second, size_t *hint)
{
	int64_t number = hr_floor_div(second, HR_SLI_BLOCK_S);

	*hint = position(sli, number, *hint);
	if (*hint >= sli->block_count || sli->blocks[*hint]->number != number)
		return (struct hr_sli_second){ 0 };
	return sli->blocks[*hint]->seconds[hr_floor_rest(second, HR_SLI_BLOCK_S)];
}

int64_t hr_sli_next(const struct hr_sli *sli, int64_t second, size_t *hint)
{
	*hint = position(sli, hr_floor_div(second, HR_SLI_BLOCK_S), *hint);
	for (size_t at = *hint; at < sli->block_count; at++) {
		const struct hr_sli_block *block = sli->blocks[at];
		int64_t start = block->number * HR_SLI_BLOCK_S;

		for (int64_t i = second > start ? second - start : 0; i < HR_SLI_BLOCK_S; i++)
			if (block->seconds[i].seen > 0) {
				*hint = at;
				return start + i;
			}
	}
	return INT64_MAX;
}

bool hr_sli_span(const struct hr_sli *sli, int64_t *first, int64_t *last)
{
	size_t hint = 0;

	*first = hr_sli_next(sli, INT64_MIN / 2, &hint);
	for (size_t at = sli->block_count; at-- > 0;) {
		const struct hr_sli_block *block = sli->blocks[at];

		for (int64_t i = HR_SLI_BLOCK_S; i-- > 0;)
			if (block->seconds[i].seen > 0) {
				*last = block->number * HR_SLI_BLOCK_S + i;
				return true;
			}
	}
	return false;
}

static void free_blocks(struct hr_sli *sli)
{
	for (size_t i = 0; i < sli->block_count; i++)
		free(sli->blocks[i]);
	free(sli->blocks);
	sli->blocks = NULL;
	sli->block_count = sli->block_capacity = sli->block_last = 0;
}

/* Counts of seconds outside become zero, sums are taken anew. */
static void cut(struct hr_sli *sli, int64_t from_s, int64_t to_s)
{
	sli->all = sli->untimed = (struct hr_sli_sum){ 0 };
	for (size_t at = 0; at < sli->block_count; at++) {
		struct hr_sli_block *block = sli->blocks[at];

		for (int64_t i = 0; i < HR_SLI_BLOCK_S; i++) {
			int64_t second = block->number * HR_SLI_BLOCK_S + i;

			if (second < from_s || second >= to_s)
				block->seconds[i] = (struct hr_sli_second){ 0 };
			add_sum(&sli->all, block->seconds[i]);
		}
	}
}

static void merge(struct hr_sli *into, const struct hr_sli *from)
{
	for (size_t at = 0; at < from->block_count; at++) {
		const struct hr_sli_block *source = from->blocks[at];
		struct hr_sli_block *block = block_of(into, source->number);

		for (size_t i = 0; block != NULL && i < HR_SLI_BLOCK_S; i++)
			add_second(&block->seconds[i], source->seconds[i]);
	}
	merge_sum(&into->all, &from->all);
	merge_sum(&into->untimed, &from->untimed);
}

/* --- all of a run --- */

/* Where the definition stands or would stand. */
static size_t find(const struct hr_slis *slis, const char *definition, bool *found)
{
	size_t at = 0;
	int order = -1;

	while (at < slis->count) {
		order = strcmp(slis->items[at]->definition, definition);
		if (order >= 0)
			break;
		at++;
	}
	*found = at < slis->count && order == 0;
	return at;
}

static void use_smaller_name(struct hr_sli *sli, const char *name)
{
	if (strcmp(name, sli->name) >= 0)
		return;
	free(sli->name);
	sli->name = hr_strdup(name);
}

struct hr_sli *hr_slis_get(struct hr_slis *slis, const char *name, const char *definition,
                           enum hr_sample_kind scope)
{
	bool found;
	size_t at = find(slis, definition, &found);
	struct hr_sli *sli;

	if (found) {
		use_smaller_name(slis->items[at], name);
		return slis->items[at];
	}
	if (slis->count == HR_SLIS_MAX)
		return NULL;
	sli = hr_zalloc(1, sizeof(*sli));
	sli->name = hr_strdup(name);
	sli->definition = hr_strdup(definition);
	sli->scope = scope;
	slis->items = hr_grow(slis->items, slis->count, &slis->capacity, sizeof(*slis->items));
	memmove(&slis->items[at + 1], &slis->items[at], (slis->count - at) * sizeof(*slis->items));
	slis->items[at] = sli;
	slis->count++;
	return sli;
}

const struct hr_sli *hr_slis_find(const struct hr_slis *slis, const char *definition)
{
	bool found;
	size_t at = find(slis, definition, &found);

	return found ? slis->items[at] : NULL;
}

void hr_slis_merge(struct hr_slis *into, const struct hr_slis *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct hr_sli *sli = from->items[i];
		struct hr_sli *other = hr_slis_get(into, sli->name, sli->definition, sli->scope);

		if (other != NULL)
			merge(other, sli);
	}
}

void hr_slis_cut(struct hr_slis *slis, int64_t from_s, int64_t to_s)
{
	for (size_t i = 0; i < slis->count; i++)
		cut(slis->items[i], from_s, to_s);
}

void hr_slis_release(struct hr_slis *slis)
{
	for (size_t i = 0; i < slis->count; i++) {
		free_blocks(slis->items[i]);
		free(slis->items[i]->name);
		free(slis->items[i]->definition);
		free(slis->items[i]);
	}
	free(slis->items);
	*slis = (struct hr_slis){ 0 };
}
