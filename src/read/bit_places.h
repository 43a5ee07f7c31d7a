/*
 * From bits to places, the second step of an index of text: where in a stretch is each byte whose
 * bit is set in a mask of 64 (byte_masks.h)?
 */
#ifndef HR_READ_BIT_PLACES_H
#define HR_READ_BIT_PLACES_H

#include "read/byte_masks.h"

/* Byte i of an entry is the place of the i-th bit that is set in its number. */
struct hr_bit_places {
	uint64_t of[256];
};

void hr_bit_places_init(struct hr_bit_places *places);

/* Each bit becomes the exclusive or of itself and all lower ones: of quotes, what lies behind an
 * opening one, that included, and before its closing one. */
static inline uint64_t hr_bits_running_xor(uint64_t bits)
{
	for (unsigned shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

static inline uint32_t hr_bits_count(uint64_t bits)
{
	return (uint32_t)__builtin_popcountll(bits);
}

/* Of 0 any number. */
static inline uint32_t hr_bits_lowest(uint64_t bits)
{
	return (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

/* Writes the bits of @set as places behind @base; @out has room for HR_BLOCK_BYTES more than there
 * are. */
typedef void hr_bit_places_fn(const struct hr_bit_places *places, uint32_t *out, uint32_t base,
                              uint64_t set);

/* Eight at a time whether there are as many or not: the loop then has no end to guess for most
 * blocks. */
static inline void hr_bit_places_write(const struct hr_bit_places *places, uint32_t *out,
                                       uint32_t base, uint64_t set)
{
	(void)places;

	for (; set != 0; out += 8) {
#pragma GCC unroll 8
		for (int i = 0; i < 8; i++) {
			out[i] = base + hr_bits_lowest(set);
			set &= set - 1;
		}
	}
}

#ifdef HR_MASKS_X86
/* Eight bits at a time: a table knows the places of each. Nothing is left to guess. Gives where the
 * next ones belong. */
HR_MASKS_AVX2 static inline uint32_t *hr_bit_places_half_avx2(const struct hr_bit_places *places,
                                                              uint32_t *out, uint32_t base,
                                                              uint32_t set)
{
	__m256i from = _mm256_set1_epi32((int)base);

#pragma GCC unroll 4
	for (int i = 0; i < 4; i++) {
		uint32_t bits = set >> (8 * i) & 0xff;
		__m128i eight = _mm_loadl_epi64((const __m128i *)(const void *)&places->of[bits]);

		_mm256_storeu_si256((__m256i *)(void *)out,
		                    _mm256_add_epi32(_mm256_cvtepu8_epi32(eight), from));
		from = _mm256_add_epi32(from, _mm256_set1_epi32(8));
		out += hr_bits_count(bits);
	}
	return out;
}

/* By halves, which leaves registers for what the loop keeps. */
HR_MASKS_AVX2 static inline void hr_bit_places_write_avx2(const struct hr_bit_places *places,
                                                          uint32_t *out, uint32_t base,
                                                          uint64_t set)
{
	out = hr_bit_places_half_avx2(places, out, base, (uint32_t)set);
	hr_bit_places_half_avx2(places, out, base + 32, (uint32_t)(set >> 32));
}
#endif

#endif
