#include <config.h>
#include "base/digest.h"

#include <inttypes.h>
#include <stdlib.h>
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

/* Texts of 240 bytes, 16 from each row and 16 more: XXH3 without a seed adds up the products of
 * their halves of 8 bytes (each exclusive-or 8 bytes of its secret), and those of a row are the
 * same. */
static void write_colliding(unsigned number, char out[240])
{
	static const char pieces[14][2][17] = {
		{ "`Gb:aEd.4aV;G'M{", "xvE&t+a>-MS6q&qh" },
		{ "F68wdmq\\zTD/D*p2", "5JM{'MtC2nc<(Is7" },
		{ "Cy8GdlJ{Zx7T5|}=", "[eEP[t4xNF@A-.7_" },
		{ " ;8r]'Dk 5ogiM6r", "LcbsL-tr`s)Bk5Jt" },
		{ "|:O]@u}hP|Y=V!bG", "<YZ@u[ZyN#ilj@hr" },
		{ "!1O\\[u!6 UkzrA7_", "1 $56 T.&FJM{Y.q" },
		{ " ZA6su<~a^geyv$X", "x4K5CVvwEtB?V\\5#" },
		{ "*C^C. 8'([k+`[\\o", "*bHR5(C7(N1[pUqM" },
		{ "apv'8.m0\\%!($Y>N", "iYrN~OJ dCl?8%UJ" },
		{ "1ho$M~X;DG+l?h>]", "5no6\\Lo+deQk_~o6" },
		{ "Nw0GC8=}m_dAU).A", "Nh+f7zn71bKT6UTC" },
		{ "tL@j.D[V&A;pa?cG", "t]Y%'uQ$Fl;cT!DE" },
		{ "3f.Q7C5Rkgt[$nvY", "c6gpbfqw+m%q5/R{" },
		{ "O8GA/~4[F/FO6/}M", "gF_I}v+'Fv|5(;iC" },
	};

	for (size_t i = 0; i < 14; i++)
		memcpy(out + 16 * i, pieces[i][number >> i & 1], 16);
	memset(out + 224, 'x', 16);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Of 16384 texts with one digest no two have one hash, in 32 bits not more than chance has it: 1/32
 * of a pair is expected, ten in less than one of 10^15 runs. */
START_TEST(tables_tell_apart_what_digests_do_not)
{
	enum { COUNT = 16384 };
	uint64_t *hashes = hr_alloc_array(COUNT, sizeof(*hashes));
	unsigned alike = 0;
	uint64_t digest;
	char text[240];

	write_colliding(0, text);
	digest = hr_digest64((struct hr_slice){ text, sizeof(text) });
	for (unsigned i = 0; i < COUNT; i++) {
		write_colliding(i, text);
		ck_assert_uint_eq(hr_digest64((struct hr_slice){ text, sizeof(text) }), digest);
		hashes[i] = hr_table_hash((struct hr_slice){ text, sizeof(text) }) & UINT32_MAX;
	}
	qsort(hashes, COUNT, sizeof(*hashes), by_value);
	for (unsigned i = 1; i < COUNT; i++)
		alike += hashes[i] == hashes[i - 1];
	ck_assert_uint_lt(alike, 10);
	free(hashes);
}
END_TEST

START_TEST(tables_find_a_text_again)
{
	ck_assert_uint_eq(hr_table_hash(HR_SLICE_LITERAL("abc")),
	                  hr_table_hash(HR_SLICE_LITERAL("abc")));
	ck_assert_uint_eq(hr_table_hash((struct hr_slice){ NULL, 0 }),
	                  hr_table_hash(HR_SLICE_LITERAL("")));
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
	tcase_add_test(tcase, tables_tell_apart_what_digests_do_not);
	tcase_add_test(tcase, tables_find_a_text_again);
	tcase_add_test(tcase, hashes_the_hashes_of_blocks);
	tcase_add_test(tcase, does_not_depend_on_the_pieces);
	tcase_add_test(tcase, of_nothing_is_that_of_no_blocks);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(digest_suite)
