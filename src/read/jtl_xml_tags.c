#include <config.h>
#include "read/jtl_xml_tags.h"

#include <endian.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/csv_index.h"
#include "read/instruction_set.h"
#include "read/quote_index.h"

#define TAGS_MAX   128 /* pushed at once */
#define WINDOW_MIN 1024

void hr_jtl_xml_tags_release(struct hr_jtl_xml_tags *tags)
{
	hr_jtl_plain_release(&tags->plain);
	free(tags->index);
}

/* ---- what is expected ---- */

static void add_gap(struct hr_jtl_xml_gaps *gaps, struct hr_slice name)
{
	size_t i = gaps->count++, length = name.length + 3;
	size_t used = length < sizeof(uint64_t) ? length : sizeof(uint64_t);
	char word[sizeof(uint64_t)] = { 0 }, *text = gaps->texts[i];

	text[0] = ' ';
	memcpy(text + 1, name.ptr, name.length);
	memcpy(text + 1 + name.length, "=\"", 2);
	memcpy(word, text + length - used, used);
	gaps->words[i] = le64toh(hr_load64(word));
	gaps->lengths[i] = (uint32_t)length;
	gaps->shifts[i] = (uint8_t)(8 * (sizeof(word) - used));
	if (length > used)
		gaps->longs[gaps->long_count++] = (uint8_t)i;
}

static void learn(struct hr_jtl_xml_tags *tags, const struct hr_jtl_xml_shape *shape,
                  struct hr_slice host)
{
	struct hr_jtl_columns columns = { .count = 2 * shape->count };

	tags->gaps.count = tags->gaps.long_count = 0;
	for (size_t i = 0; i < HR_JTL_COLUMN_COUNT; i++)
		columns.at[i] = HR_JTL_ABSENT;
	for (size_t i = 0; i < shape->count; i++) {
		int column = shape->attributes[i].column;

		add_gap(&tags->gaps, (struct hr_slice){ shape->attributes[i].name,
		                                        shape->attributes[i].length });
		if (column != HR_JTL_ABSENT)
			columns.at[column] = (int16_t)(2 * i + 1);
	}
	tags->known = shape->changes;
	hr_jtl_plain_init(&tags->plain, &columns, true, host); /* "<sample t=" is long enough */
	if (tags->plain.usable && tags->index == NULL) {
		tags->index = hr_alloc(sizeof(*tags->index));
		hr_quote_index_init(tags->index, hr_instruction_set_best());
	}
}

void hr_jtl_xml_tags_learn(struct hr_jtl_xml_tags *tags, const struct hr_jtl_xml_shape *shape,
                           struct hr_slice host)
{
	if (tags->seen == shape->changes && tags->known != shape->changes)
		learn(tags, shape, host);
	tags->seen = shape->changes;
}

/* ---- tags as rows ---- */

/* Tags that are as expected, as rows of the places of their quotes. */
struct batch {
	size_t count;
	struct hr_csv_index_row rows[TAGS_MAX];
	uint64_t lines[TAGS_MAX]; /* up to each of them */
};

static inline size_t name_length(const char *text)
{
	if (memcmp(text, "<httpSample ", 12) == 0)
		return 11;
	return memcmp(text, "<sample ", 8) == 0 ? 7 : 0;
}

static inline bool are_long_gaps(const struct hr_jtl_xml_gaps *gaps, const char *text,
                                 const uint32_t *quotes)
{
	for (size_t i = 0; i < gaps->long_count; i++) {
		size_t at = gaps->longs[i], length = gaps->lengths[at];

		if (!hr_bytes_equal(text + quotes[2 * at] + 1 - length, gaps->texts[at], length))
			return false;
	}
	return true;
}

/* Is what lies between the quotes as expected, and what follows the last one? @at  the end of the
 * element's name */
static inline bool is_expected(const struct hr_jtl_xml_gaps *gaps, const char *text,
                               const uint32_t *quotes, size_t at)
{
	uint32_t last = (uint32_t)at - 1;
	uint64_t differences = 0;

	for (size_t i = 0; i < gaps->count; i++) {
		uint32_t quote = quotes[2 * i];
		uint64_t word = le64toh(hr_load64(text + quote + 1 - sizeof(word)));

		differences |= (word >> gaps->shifts[i]) ^ gaps->words[i];
		differences |= (quote - last) ^ gaps->lengths[i];
		last = quotes[2 * i + 1];
	}
	return differences == 0 && text[last + 1] == '/' && text[last + 2] == '>' &&
	       are_long_gaps(gaps, text, quotes);
}

static inline bool is_blank(char c)
{
	return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

/* The first tags from @at on, whose quotes @quotes are, that are as expected. */
static void gather(const struct hr_jtl_xml_tags *tags, size_t at, const uint32_t *quotes,
                   struct batch *batch)
{
	size_t fields = 2 * tags->gaps.count, left = tags->index->count - tags->next;
	const char *text = tags->indexed.ptr;
	uint64_t lines = 0;
	size_t i;

	for (i = 0; i < TAGS_MAX && left >= fields; i++, left -= fields, quotes += fields) {
		size_t length;

		/* a quote and two bytes more are there, so that nothing else is beyond the end */
		if (quotes[fields - 1] + 2 >= tags->indexed.length)
			break;
		for (; is_blank(text[at]); at++)
			lines += text[at] == '\n';
		if (at + 12 > quotes[fields - 1])
			break;
		length = name_length(text + at);
		if (length == 0 || !is_expected(&tags->gaps, text, quotes, at + length))
			break;
		at = quotes[fields - 1] + 3;
		batch->rows[i].end = (uint32_t)((i + 1) * fields - 1);
		batch->lines[i] = lines;
	}
	batch->count = i;
}

/* ---- the index ---- */

void hr_jtl_xml_tags_forget(struct hr_jtl_xml_tags *tags)
{
	tags->indexed = (struct hr_slice){ NULL, 0 };
	tags->window = WINDOW_MIN;
}

/* Few bytes first, and ever more: where much is unusual, most of an index goes unused. */
static void index_text(struct hr_jtl_xml_tags *tags, struct hr_slice text)
{
	if (text.length > tags->window)
		text.length = tags->window;
	hr_quote_index_build(tags->index, text.ptr, text.length);
	tags->indexed = text;
	tags->next = 0;
	if (tags->window < HR_QUOTE_INDEX_BYTES)
		tags->window *= 2;
}

/* Where @text begins in the stretch; the quotes before it are passed. */
static size_t find_place(struct hr_jtl_xml_tags *tags, struct hr_slice text)
{
	const struct hr_quote_index *index = tags->index;
	size_t place = 0;

	if (tags->indexed.ptr == NULL || text.ptr >= tags->indexed.ptr + tags->indexed.length)
		index_text(tags, text);
	else
		place = (size_t)(text.ptr - tags->indexed.ptr);
	while (tags->next < index->count && index->at[tags->next] < place)
		tags->next++;
	return place;
}

/* The tags from @place on in the stretch; gives where they end. */
static size_t take_indexed(struct hr_jtl_xml_tags *tags, size_t place,
                           struct hr_read_context *context, uint64_t *lines)
{
	size_t fields = 2 * tags->gaps.count, taken;
	struct batch batch;

	do {
		struct hr_csv_plain rows = {
			.bytes = tags->indexed.ptr,
			.begin = (uint32_t)place,
			.ends = tags->index->at + tags->next,
			.rows = batch.rows,
		};

		gather(tags, place, rows.ends, &batch);
		rows.count = batch.count;
		taken = hr_jtl_plain_take(&tags->plain, &rows, context);
		if (taken > 0) {
			*lines += batch.lines[taken - 1];
			tags->next += taken * fields;
			place = tags->index->at[tags->next - 1] + 3;
		}
	} while (taken == TAGS_MAX);
	return place;
}

/* Did the tags end because the stretch did, and is there more than could be seen? */
static bool may_go_on(const struct hr_jtl_xml_tags *tags, struct hr_slice rest)
{
	const struct hr_quote_index *index = tags->index;
	const char *end = tags->indexed.ptr + tags->indexed.length;
	size_t fields = 2 * tags->gaps.count, left = index->count - tags->next;
	bool is_cut = left < fields ||
	              index->at[tags->next + fields - 1] + 2 >= tags->indexed.length;

	return index->complete && is_cut && end < rest.ptr + rest.length &&
	       (rest.ptr > tags->indexed.ptr || tags->window > tags->indexed.length);
}

size_t hr_jtl_xml_tags_take(struct hr_jtl_xml_tags *tags, struct hr_slice text,
                            struct hr_read_context *context, uint64_t *lines)
{
	struct hr_slice rest = text;
	size_t place;

	*lines = 0;
	if (!tags->plain.usable || text.length == 0)
		return 0;
	place = find_place(tags, text);
	for (;;) {
		size_t length = take_indexed(tags, place, context, lines) - place;

		rest.ptr += length;
		rest.length -= length;
		if (!may_go_on(tags, rest))
			return (size_t)(rest.ptr - text.ptr);
		index_text(tags, rest);
		place = 0;
	}
}
