/*
 * Where plain text ends: the first byte that is one of three, or not printable ASCII. Values of
 * attributes and strings are short, so that this is about few steps, not about bandwidth.
 */
#ifndef HR_READ_TEXT_END_H
#define HR_READ_TEXT_END_H

#include <endian.h>

#include "base/slice.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes of a word that end plain text, each as its highest bit; the lowest bit set is right, higher
 * ones may be too many. (A. Mycroft's test for a zero byte.) */
static inline uint64_t hr_text_ends8(uint64_t word, char a, char b, char c)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t of_a = word ^ ones * (unsigned char)a, of_b = word ^ ones * (unsigned char)b;
	uint64_t of_c = word ^ ones * (unsigned char)c;

	return ((((of_a - ones) & ~of_a) | ((of_b - ones) & ~of_b) | ((of_c - ones) & ~of_c) |
	         ((word - ones * 0x20) & ~word)) &
	        highs) |
	       (word & highs);
}

/* @end when all of it is plain. */
static inline const char *hr_text_end(const char *at, const char *end, char a, char b, char c)
{
#ifdef __SSE2__
	const __m128i of_a = _mm_set1_epi8(a), of_b = _mm_set1_epi8(b), of_c = _mm_set1_epi8(c);

	for (; end - at >= 16; at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
		/* signed: from 128 on bytes are less, too */
		__m128i ends = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
		unsigned mask;

		ends = _mm_or_si128(ends, _mm_cmpeq_epi8(bytes, of_a));
		ends = _mm_or_si128(ends, _mm_cmpeq_epi8(bytes, of_b));
		ends = _mm_or_si128(ends, _mm_cmpeq_epi8(bytes, of_c));
		mask = (unsigned)_mm_movemask_epi8(ends);
		if (mask != 0)
			return at + __builtin_ctz(mask);
	}
#endif
	for (; end - at >= 8; at += 8) {
		uint64_t ends = hr_text_ends8(le64toh(hr_load64(at)), a, b, c);

		if (ends != 0)
			return at + __builtin_ctzll(ends) / 8;
	}
	while (at < end && *at != a && *at != b && *at != c && (signed char)*at >= 0x20)
		at++;
	return at;
}

#endif
