/*
 * Sets of instructions that an index of text may be built by (byte_masks.h), and which of them the
 * processor at hand runs. An index has a table of functions, one for each set it was compiled for,
 * and is told the set when it is made: the best, or, in tests, any.
 */
#ifndef HR_READ_INSTRUCTION_SET_H
#define HR_READ_INSTRUCTION_SET_H

#include <stdbool.h>

#include "read/byte_masks.h"

/* Fastest first; the last one runs everywhere. */
enum hr_instruction_set {
	HR_INSTRUCTIONS_AVX512,
	HR_INSTRUCTIONS_AVX2,
	HR_INSTRUCTIONS_SSE2,
	HR_INSTRUCTIONS_PORTABLE,
	HR_INSTRUCTION_SETS
};

/* The functions BUILD_avx512 to BUILD_portable by their sets, for the initialiser of a table. */
#ifdef HR_MASKS_X86
#define HR_INSTRUCTION_TABLE(build)                                                                \
	{                                                                                          \
		[HR_INSTRUCTIONS_AVX512] = build##_avx512, [HR_INSTRUCTIONS_AVX2] = build##_avx2,  \
		[HR_INSTRUCTIONS_SSE2] = build##_sse2,                                             \
		[HR_INSTRUCTIONS_PORTABLE] = build##_portable                                      \
	}
#else
#define HR_INSTRUCTION_TABLE(build)                                                                \
	{                                                                                          \
		[HR_INSTRUCTIONS_PORTABLE] = build##_portable                                      \
	}
#endif

/* "avx512", "avx2", "sse2", "portable" */
const char *hr_instruction_set_name(enum hr_instruction_set set);
/* Was this program compiled for it, and does the processor have it? */
bool hr_instruction_set_runs(enum hr_instruction_set set);
/* The fastest that runs. */
enum hr_instruction_set hr_instruction_set_best(void);

#endif
