/*
 * The CSV index: where fields and rows of a stretch of bytes end, found 64 bytes at a time.
 *
 * Method: for each block the bit masks of delimiters, line feeds, quotes and carriage returns
 * (csv_masks.h). A running exclusive or over the quotes' bits tells what lies inside quotes; the
 * separators there are none. What remains is written out as positions, and each row is marked with
 * what it holds besides plain text. The index supposes that quotes come in pairs. Whoever reads a
 * row with quotes must see whether that holds for it, let libcsv decide where not, and build the
 * index again from where libcsv says that the row ends.
 * Source of the method: G. Langdale, D. Lemire, "Parsing gigabytes of JSON per second" (2019).
 */
#ifndef HR_READ_CSV_INDEX_H
#define HR_READ_CSV_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "read/bit_places.h"
#include "read/instruction_set.h"

/* The longest stretch. A build may ask for a shorter one, down to a kilobyte: that of the fuzzer
 * does, so that small inputs are several stretches too and none needs a megabyte. */
#ifndef HR_CSV_INDEX_BYTES
#define HR_CSV_INDEX_BYTES 32768
#endif

struct hr_csv_index_row {
	uint32_t end;    /* ends[end] is the place of its line feed */
	uint32_t quotes; /* how many it holds */
	uint32_t breaks; /* line feeds inside quotes */
	bool returns;    /* a carriage return that no line feed follows */
	/* Of a row with quotes: some separator has no quote at a side where it has a field (a
	 * carriage return may stand between). Without, and with two quotes a field, all fields are
	 * quoted whole if the first begins with a quote. */
	bool loose;
};

struct hr_csv_stretch {
	const char *bytes;
	size_t length;
	char delimiter;
	char filler; /* a byte that means nothing: it may be thought to follow the stretch */
};

struct hr_csv_index;
typedef void hr_csv_index_fn(struct hr_csv_index *index, const struct hr_csv_stretch *stretch);

struct hr_csv_index {
	hr_csv_index_fn *build;
	struct hr_bit_places places;
	size_t row_count;
	struct hr_csv_index_row rows[HR_CSV_INDEX_BYTES];
	/* Places of the separators, those of all rows one after the other. Room for what is written
	 * beyond the last one. */
	uint32_t ends[HR_CSV_INDEX_BYTES + HR_BLOCK_BYTES];
};

/* Before the first use; nothing else in it needs a value.
 * @set  one that runs here: all give the same index */
void hr_csv_index_init(struct hr_csv_index *index, enum hr_instruction_set set);
/*
 * hr_csv_index_build - index the whole rows at the start of @bytes.
 * @bytes   begins with a row
 * @length  at most HR_CSV_INDEX_BYTES
 * A row that is not complete is left out. A carriage return as the last byte is taken for a lone
 * one. Cost: about a third of a nanosecond a byte.
 */
void hr_csv_index_build(struct hr_csv_index *index, const char *bytes, size_t length,
                        char delimiter);

#endif
