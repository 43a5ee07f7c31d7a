/*
 * All numbers of a row of JTL CSV at once: six figures of one to eight digits, and the time stamp
 * of thirteen as its first eight and its last five. Nothing depends on how long they are. Method:
 * eight digits in a word become a number in three multiplications (D. Lemire, "Quickly parsing
 * eight digits", 2018); with AVX2 eight words at a time (W. Mula, "SIMD-ized parsing of series of
 * integers", 2018).
 */
#ifndef HR_READ_JTL_NUMBERS_H
#define HR_READ_JTL_NUMBERS_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define HR_JTL_NUMBERS 8 /* six figures, head and tail of the time */
#define HR_JTL_HEAD    6
#define HR_JTL_TAIL    7

#define HR_JTL_TIME_DIGITS 13 /* epoch milliseconds from 2001 on */

/*
 * @time     where the time stamp begins, which has HR_JTL_TIME_DIGITS bytes
 * @ends     where the fields of the row end in @bytes
 * @columns  of the six figures, none of them 0
 * @quote    1 when each field is in quotes, else 0
 * False when one of them is anything but 1 to 8 digits. Eight bytes in front of each field's end
 * are read.
 */
static inline __attribute__((always_inline)) bool hr_jtl_numbers(const char *bytes, uint32_t time,
                                                                 const uint32_t *ends,
                                                                 const uint32_t *columns,
                                                                 uint32_t quote,
                                                                 uint32_t out[HR_JTL_NUMBERS])
{
	const uint64_t zeros = UINT64_C(0x3030303030303030), low = UINT64_C(0x000000ff000000ff);
	uint64_t bad = 0;

	for (int i = 0; i < HR_JTL_NUMBERS; i++) {
		uint32_t end, length;
		uint64_t word;
		unsigned empty;

		if (i >= HR_JTL_HEAD) {
			end = time + (i == HR_JTL_HEAD ? 8 : HR_JTL_TIME_DIGITS);
			length = i == HR_JTL_HEAD ? 8 : HR_JTL_TIME_DIGITS - 8;
		} else {
			end = ends[columns[i]] - quote;
			length = end - ends[columns[i] - 1] - 1 - quote;
		}
		empty = (8 - length) * 8 & 63;
		bad |= (length - 1) & ~7u;
		word = (le64toh(hr_load64(bytes + end - 8)) ^ zeros) >> empty << empty;
		bad |= ((word + UINT64_C(0x7676767676767676)) | word) &
		       UINT64_C(0x8080808080808080);
		word = word * 10 + (word >> 8);
		out[i] = (uint32_t)(((word & low) * (100 + (UINT64_C(1000000) << 32)) +
		                     ((word >> 16) & low) * (1 + (UINT64_C(10000) << 32))) >>
		                    32);
	}
	return bad == 0;
}

#if defined(__x86_64__) && defined(__GNUC__)
#define HR_JTL_NUMBERS_AVX2 1
#define HR_AVX2             __attribute__((target("avx2,bmi,bmi2,popcnt")))

#include <immintrin.h>

/* Four fields, each from the end of the one before it to its own end, to digits with zeros in
 * front; what is set in *bad is wrong. @pairs  both ends, low and high; @missing  8 more than lie
 * between two ends besides digits */
HR_AVX2 static inline __m256i hr_jtl_digits_avx2(__m256i words, __m256i pairs, __m256i missing,
                                                 __m256i *bad)
{
	const __m256i low = _mm256_set1_epi64x(0xffffffff);
	__m256i empty = _mm256_sub_epi64(_mm256_add_epi64(_mm256_and_si256(pairs, low), missing),
	                                 _mm256_srli_epi64(pairs, 32));
	__m256i shift = _mm256_slli_epi64(empty, 3);

	words = _mm256_xor_si256(words, _mm256_set1_epi8('0'));
	words = _mm256_sllv_epi64(_mm256_srlv_epi64(words, shift), shift);
	*bad = _mm256_or_si256(*bad, _mm256_andnot_si256(_mm256_set1_epi64x(7), empty));
	*bad = _mm256_or_si256(*bad, _mm256_subs_epu8(words, _mm256_set1_epi8(9)));
	return words;
}

/* Digits to numbers of four. */
HR_AVX2 static inline __m256i hr_jtl_fours_avx2(__m256i digits)
{
	__m256i twos = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(1 << 8 | 10));

	return _mm256_madd_epi16(twos, _mm256_set1_epi32(1 << 16 | 100));
}

HR_AVX2 static inline __attribute__((always_inline)) bool hr_jtl_numbers_avx2(
        const char *bytes, uint32_t time, const uint32_t *ends, const uint32_t *columns,
        uint32_t quote, uint32_t out[HR_JTL_NUMBERS])
{
	/* head and tail of the time as if they were fields of their own */
	const long long around = 1 + 2 * (long long)quote;
	const long long head = (8 + around) << 32, tail = (HR_JTL_TIME_DIGITS - 8 + around) << 32;
	const uint32_t *end = ends - 1; /* of the field before */
	const char *word = bytes - 8 - quote;
	__m256i missing = _mm256_set1_epi64x(8 + around);
	__m256i bad = _mm256_setzero_si256(), pairs_a, pairs_b, words_a, words_b, numbers;

#define PAIR(i) (long long)hr_load64((const char *)(end + columns[i]))
#define WORD(i) (long long)hr_load64(word + ends[columns[i]])
	/* in the order in which packing puts out 0 to 7 */
	pairs_a = _mm256_set_epi64x(PAIR(5), PAIR(4), PAIR(1), PAIR(0));
	pairs_b = _mm256_set_epi64x(tail, head, PAIR(3), PAIR(2));
	words_a = _mm256_set_epi64x(WORD(5), WORD(4), WORD(1), WORD(0));
	words_b = _mm256_set_epi64x((long long)hr_load64(bytes + time + HR_JTL_TIME_DIGITS - 8),
	                            (long long)hr_load64(bytes + time), WORD(3), WORD(2));
#undef PAIR
#undef WORD
	words_a = hr_jtl_fours_avx2(hr_jtl_digits_avx2(words_a, pairs_a, missing, &bad));
	words_b = hr_jtl_fours_avx2(hr_jtl_digits_avx2(words_b, pairs_b, missing, &bad));
	numbers = _mm256_madd_epi16(_mm256_packus_epi32(words_a, words_b),
	                            _mm256_set1_epi32(1 << 16 | 10000));
	_mm256_storeu_si256((__m256i *)out, numbers);
	return _mm256_testz_si256(bad, bad) != 0;
}

#endif

#endif
