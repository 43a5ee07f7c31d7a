#include <config.h>
#include "read/csv_masks.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_X86 1
#include <immintrin.h>
#endif

static bool always(void)
{
	return true;
}

/*
 * Portable: eight bytes in a word. A byte is zero after the exclusive or with its pattern exactly
 * when neither its low seven bits carry into the highest nor that is set itself; a multiplication
 * gathers the eight highest bits. (H. S. Warren, Hacker's Delight, 6-1.)
 */
#define LOW_BITS  UINT64_C(0x7f7f7f7f7f7f7f7f)
#define EACH_BYTE UINT64_C(0x0101010101010101)
#define GATHER    UINT64_C(0x0002040810204081)

static uint64_t equal_bytes(uint64_t word, char c)
{
	uint64_t rest = word ^ (EACH_BYTE * (unsigned char)c);
	uint64_t zeros = ~(((rest & LOW_BITS) + LOW_BITS) | rest | LOW_BITS);

	return ((zeros >> 7) * (GATHER << 7)) >> 56;
}

static uint64_t read_word(const char *bytes)
{
	const unsigned char *c = (const unsigned char *)bytes;

	return (uint64_t)c[0] | (uint64_t)c[1] << 8 | (uint64_t)c[2] << 16 | (uint64_t)c[3] << 24 |
	       (uint64_t)c[4] << 32 | (uint64_t)c[5] << 40 | (uint64_t)c[6] << 48 |
	       (uint64_t)c[7] << 56;
}

static void masks_portable(const char *bytes, size_t blocks, char delimiter,
                           struct hr_csv_masks *out)
{
	for (size_t i = 0; i < blocks; i++) {
		struct hr_csv_masks masks = { 0 };

		for (unsigned at = 0; at < HR_CSV_BLOCK_BYTES; at += 8) {
			uint64_t word = read_word(bytes + i * HR_CSV_BLOCK_BYTES + at);

			masks.delimiters |= equal_bytes(word, delimiter) << at;
			masks.newlines |= equal_bytes(word, '\n') << at;
			masks.quotes |= equal_bytes(word, '"') << at;
			masks.returns |= equal_bytes(word, '\r') << at;
		}
		out[i] = masks;
	}
}

#ifdef HAVE_X86

static inline uint64_t equal_sse2(const __m128i part[4], char c)
{
	const __m128i wanted = _mm_set1_epi8(c);
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++)
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[i], wanted))
		        << (16 * i);
	return mask;
}

static void masks_sse2(const char *bytes, size_t blocks, char delimiter, struct hr_csv_masks *out)
{
	for (size_t i = 0; i < blocks; i++) {
		__m128i part[4];

		memcpy(part, bytes + i * HR_CSV_BLOCK_BYTES, sizeof(part));
		out[i] = (struct hr_csv_masks){ equal_sse2(part, delimiter), equal_sse2(part, '\n'),
			                        equal_sse2(part, '"'), equal_sse2(part, '\r') };
	}
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline uint64_t equal_avx2(__m256i low, __m256i high, __m256i wanted)
{
	uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
	uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));

	return first | (uint64_t)second << 32;
}

AVX2 static void masks_avx2(const char *bytes, size_t blocks, char delimiter,
                            struct hr_csv_masks *out)
{
	const __m256i delimiters = _mm256_set1_epi8(delimiter), newlines = _mm256_set1_epi8('\n');
	const __m256i quotes = _mm256_set1_epi8('"'), returns = _mm256_set1_epi8('\r');

	for (size_t i = 0; i < blocks; i++) {
		__m256i low, high;

		memcpy(&low, bytes + i * HR_CSV_BLOCK_BYTES, sizeof(low));
		memcpy(&high, bytes + i * HR_CSV_BLOCK_BYTES + sizeof(low), sizeof(high));
		out[i] = (struct hr_csv_masks){ equal_avx2(low, high, delimiters),
			                        equal_avx2(low, high, newlines),
			                        equal_avx2(low, high, quotes),
			                        equal_avx2(low, high, returns) };
	}
}

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}

#define AVX512 __attribute__((target("avx512bw")))

AVX512 static void masks_avx512(const char *bytes, size_t blocks, char delimiter,
                                struct hr_csv_masks *out)
{
	const __m512i delimiters = _mm512_set1_epi8(delimiter), newlines = _mm512_set1_epi8('\n');
	const __m512i quotes = _mm512_set1_epi8('"'), returns = _mm512_set1_epi8('\r');

	for (size_t i = 0; i < blocks; i++) {
		__m512i block;

		memcpy(&block, bytes + i * HR_CSV_BLOCK_BYTES, sizeof(block));
		out[i] = (struct hr_csv_masks){ _mm512_cmpeq_epi8_mask(block, delimiters),
			                        _mm512_cmpeq_epi8_mask(block, newlines),
			                        _mm512_cmpeq_epi8_mask(block, quotes),
			                        _mm512_cmpeq_epi8_mask(block, returns) };
	}
}

static bool has_avx512(void)
{
	return __builtin_cpu_supports("avx512bw") != 0;
}

#endif

const struct hr_csv_masks_variant hr_csv_masks_variants[] = {
#ifdef HAVE_X86
	{ "avx512", masks_avx512, has_avx512 }, { "avx2", masks_avx2, has_avx2 },
	{ "sse2", masks_sse2, always },
#endif
	{ "portable", masks_portable, always }, { NULL, NULL, NULL },
};

hr_csv_masks_fn *hr_csv_masks_best(void)
{
	const struct hr_csv_masks_variant *variant = hr_csv_masks_variants;

	while (!variant->supported())
		variant++;
	return variant->masks;
}
