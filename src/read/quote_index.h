/*
 * The quote index: where quotes stand in a stretch of text in which they come in pairs around plain
 * text, found 64 bytes at a time like the CSV index (csv_index.h). It ends where something else
 * stands between two of them that belong together: a byte that is not printable ASCII, '&' or '<'.
 * So what lies between a pair means what it says in XML, whatever the reader.
 */
#ifndef HR_READ_QUOTE_INDEX_H
#define HR_READ_QUOTE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/bit_places.h"
#include "read/instruction_set.h"

#define HR_QUOTE_INDEX_BYTES 32768 /* longest stretch */

struct hr_quote_index;
typedef void hr_quote_index_fn(struct hr_quote_index *index, const char *bytes, size_t length);

struct hr_quote_index {
	hr_quote_index_fn *build;
	struct hr_bit_places places;
	size_t count;
	bool complete; /* it did not end before the stretch did */
	/* Places of the quotes. Room for what is written beyond the last one. */
	uint32_t at[HR_QUOTE_INDEX_BYTES + HR_BLOCK_BYTES];
};

/* Before the first use; nothing else in it needs a value.
 * @set  one that runs here: all give the same index */
void hr_quote_index_init(struct hr_quote_index *index, enum hr_instruction_set set);
/* The quotes of @length bytes, at most HR_QUOTE_INDEX_BYTES, the first of which opens a pair. */
void hr_quote_index_build(struct hr_quote_index *index, const char *bytes, size_t length);

#endif
