/*
 * The first step of the CSV index: where in 64 bytes are delimiters, line feeds, quotes and
 * carriage returns? One function per instruction set gives the same bits; which one runs is decided
 * by the processor at hand, once. Everything behind it is portable C.
 */
#ifndef HR_READ_CSV_MASKS_H
#define HR_READ_CSV_MASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HR_CSV_BLOCK_BYTES 64

/* Bit i is byte i of a block. */
struct hr_csv_masks {
	uint64_t delimiters, newlines, quotes, returns;
};

/* Masks of @blocks whole blocks. */
typedef void hr_csv_masks_fn(const char *bytes, size_t blocks, char delimiter,
                             struct hr_csv_masks *out);

struct hr_csv_masks_variant {
	const char *name; /* "avx512", "avx2", "sse2", "portable" */
	hr_csv_masks_fn *masks;
	bool (*supported)(void); /* by the processor at hand */
};

/* Fastest first, the last one runs everywhere; ends with a NULL name. */
extern const struct hr_csv_masks_variant hr_csv_masks_variants[];
/* The fastest the processor has. */
hr_csv_masks_fn *hr_csv_masks_best(void);

#endif
