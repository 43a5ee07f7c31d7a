#include <config.h>
#include "base/digest.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "unit.h"

static void fill(unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)(i * 7 + i / 251);
}

/* XXH3_64bits of these texts as other implementations of the algorithm publish it. */
START_TEST(matches_xxhsum)
{
	ck_assert_uint_eq(hr_digest64(HR_SLICE_LITERAL("")), UINT64_C(0x2d06800538d394c2));
	ck_assert_uint_eq(hr_digest64(HR_SLICE_LITERAL("abc")), UINT64_C(0x78af5f94892f3950));
}
END_TEST

/* The definition in the header, spelled out. */
START_TEST(hashes_the_hashes_of_blocks)
{
	size_t length = 2 * HR_DIGEST_BLOCK_BYTES + 12345;
	unsigned char *bytes = hr_alloc(length);
	struct hr_digest *digest = hr_digest_new();
	unsigned char values[3 * 8];
	uint64_t expected;

	fill(bytes, length);
	for (size_t block = 0; block < 3; block++) {
		size_t from = block * HR_DIGEST_BLOCK_BYTES;
		size_t n = block < 2 ? HR_DIGEST_BLOCK_BYTES : length - from;
		uint64_t value = hr_digest64((struct hr_slice){ (const char *)bytes + from, n });

		for (int i = 0; i < 8; i++)
			values[block * 8 + i] = (unsigned char)(value >> (56 - 8 * i));
	}
	expected = hr_digest64((struct hr_slice){ (const char *)values, sizeof(values) });
	hr_digest_update(digest, bytes, length);
	ck_assert_uint_eq(hr_digest_value(digest), expected);
	hr_digest_free(digest);
	free(bytes);
}
END_TEST

START_TEST(does_not_depend_on_the_pieces)
{
	static const size_t pieces[] = { 1009, 65536, HR_DIGEST_BLOCK_BYTES,
		                         HR_DIGEST_BLOCK_BYTES + 1, 3 * HR_DIGEST_BLOCK_BYTES };
	size_t length = 3 * HR_DIGEST_BLOCK_BYTES;
	unsigned char *bytes = hr_alloc(length);
	struct hr_digest *whole = hr_digest_new();

	fill(bytes, length);
	hr_digest_update(whole, bytes, length);
	for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++) {
		struct hr_digest *parts = hr_digest_new();

		for (size_t at = 0; at < length; at += pieces[p]) {
			size_t n = length - at < pieces[p] ? length - at : pieces[p];

			hr_digest_update(parts, bytes + at, n);
			/* Asking in between must not end the stream. */
			(void)hr_digest_value(parts);
		}
		ck_assert_uint_eq(hr_digest_value(parts), hr_digest_value(whole));
		hr_digest_free(parts);
	}
	hr_digest_free(whole);
	free(bytes);
}
END_TEST

START_TEST(of_nothing_is_that_of_no_blocks)
{
	struct hr_digest *digest = hr_digest_new();

	ck_assert_uint_eq(hr_digest_value(digest), hr_digest64(HR_SLICE_LITERAL("")));
	hr_digest_free(digest);
	hr_digest_free(NULL);
}
END_TEST

static Suite *digest_suite(void)
{
	Suite *suite = suite_create("base/digest");
	TCase *tcase = tcase_create("digest");

	tcase_add_test(tcase, matches_xxhsum);
	tcase_add_test(tcase, hashes_the_hashes_of_blocks);
	tcase_add_test(tcase, does_not_depend_on_the_pieces);
	tcase_add_test(tcase, of_nothing_is_that_of_no_blocks);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(digest_suite)
