/*
 * Encoded histograms byte by byte. The layout is that of HdrHistogram's AbstractHistogram
 * (encodeIntoByteBuffer) and ZigZagEncoding; one digit resolves 2 * 10 values, in 32 sub-buckets.
 */
#include <config.h>
#include "read/hdr_payload.h"

#include "base/str.h"
#include "record/sample.h"
#include "unit.h"

#define V0       0x1c849308u
#define V1       0x1c849301u
#define V2       0x1c849303u
#define WORDS(n) ((unsigned)(n) << 4)
#define ONE      UINT64_C(0x3ff0000000000000) /* 1.0 */
#define THOUSAND UINT64_C(0x408f400000000000) /* 1000.0 */

static void put(struct hr_str *out, uint64_t value, unsigned bytes)
{
	while (bytes-- > 0)
		hr_str_putc(out, (char)(value >> (8 * bytes) & 0xff));
}

struct payload {
	uint32_t cookie, length, digits;
	uint64_t lowest, ratio;
	const char *counts;
	size_t bytes; /* of counts */
};

static void encode(const struct payload *p, struct hr_str *out)
{
	bool first = (p->cookie & ~0xf0u) == V0;

	put(out, p->cookie, 4);
	put(out, first ? p->digits : p->length, 4);
	put(out, first ? p->lowest : 0, first ? 8 : 4);
	if (first) {
		put(out, 1 << 20, 8);
		put(out, 0, 8);
	} else {
		put(out, p->digits, 4);
		put(out, p->lowest, 8);
		put(out, 1 << 20, 8);
		put(out, p->ratio, 8);
	}
	hr_str_add(out, p->counts, p->bytes);
}

static enum hr_err decode(struct hr_slice bytes, struct hr_hdr_values *out, struct hr_error *err)
{
	*out = (struct hr_hdr_values){ .hist = hr_hist_new(), .min_ns = HR_UNKNOWN };
	return hr_hdr_decode(bytes, out, err);
}

static const struct {
	struct payload payload;
	uint64_t count;
	int64_t min_ns, max_ns;
} good[] = {
	/* one value of 3 */
	{ { V1 | WORDS(2), 8, 1, 1, ONE, "\0\0\0\0\0\0\0\1", 8 }, 1, 3, 3 },
	{ { V0 | WORDS(2), 0, 1, 1, ONE, "\0\0\0\0\0\0\0\1", 8 }, 1, 3, 3 },
	{ { V1 | WORDS(4), 8, 1, 1, ONE, "\0\0\0\0\0\0\1\0", 8 }, 256, 1, 1 },
	{ { V1 | WORDS(8), 8, 1, 1, ONE, "\0\0\0\0\0\0\0\5", 8 }, 5, 0, 0 },
	/* 32 empty ones, then one: the 33rd holds 32 and 33; zig-zag of -32 is 63, of 1 is 2 */
	{ { V2, 2, 1, 1, ONE, "\x3f\x02", 2 }, 1, 32, 33 },
	/* the unit is 2^3, of 300 (zig-zag 600 in two bytes) values at 0 */
	{ { V2, 2, 1, 8, ONE, "\xd8\x04", 2 }, 300, 0, 7 },
	/* recorded in another unit than kept */
	{ { V2, 2, 1, 1, THOUSAND, "\x05\x02", 2 }, 1, 3000, 3000 },
	/* a ratio that is none counts as 1 */
	{ { V2, 2, 1, 1, UINT64_C(0x7ff8000000000000), "\x05\x02", 2 }, 1, 3, 3 },
	{ { V2, 0, 1, 1, ONE, "", 0 }, 0, HR_UNKNOWN, 0 },
};

START_TEST(reads_counts)
{
	struct hr_str bytes = { 0 };
	struct hr_hdr_values got;
	struct hr_error err = { 0 };

	encode(&good[_i].payload, &bytes);
	ck_assert_msg(decode(hr_str_slice(&bytes), &got, &err) == HR_OK, "%s", err.text);
	ck_assert_uint_eq(hr_hist_count(got.hist), good[_i].count);
	ck_assert_int_eq(got.min_ns, good[_i].min_ns);
	ck_assert_int_eq(got.max_ns, good[_i].max_ns);
	hr_hist_free(got.hist);
	hr_str_release(&bytes);
}
END_TEST

static const struct {
	struct payload payload;
	size_t cut; /* bytes that stay; 0 = all */
	const char *text;
} bad[] = {
	{ { V1, 0, 1, 1, ONE, "", 0 }, 3, "no encoded histogram of HdrHistogram (V0, V1 or V2)" },
	{ { V1 + 4, 0, 1, 1, ONE, "", 0 },
	  0,
	  "no encoded histogram of HdrHistogram (V0, V1 or V2)" },
	{ { V0 | WORDS(2), 0, 1, 1, ONE, "", 0 }, 31, "the histogram's header is cut off" },
	{ { V2, 0, 1, 1, ONE, "", 0 }, 39, "the histogram's header is cut off" },
	{ { V2, 0, 6, 1, ONE, "", 0 }, 0, "the histogram's precision or unit is out of range" },
	{ { V0 | WORDS(2), 0, 6, 1, ONE, "", 0 },
	  0,
	  "the histogram's precision or unit is out of range" },
	{ { V2, 0, 1, 0, ONE, "", 0 }, 0, "the histogram's precision or unit is out of range" },
	{ { V1 | WORDS(3), 3, 1, 1, ONE, "\0\0\1", 3 },
	  0,
	  "counts of 3 bytes, expected 2, 4 or 8" },
	{ { V2, 3, 1, 1, ONE, "\x05\x02", 2 }, 0, "the histogram's counts are cut off" },
	{ { V2, 1, 1, 1, ONE, "\x80", 1 }, 0, "the histogram's counts are cut off" },
	/* -2^40 empty ones; 2^30, and then one; 2^63 - 1 values */
	{ { V2, 6, 1, 1, ONE, "\xff\xff\xff\xff\xff\x3f", 6 },
	  0,
	  "the histogram's counts are absurd" },
	{ { V2, 6, 1, 1, ONE, "\xff\xff\xff\xff\x07\x02", 6 },
	  0,
	  "the histogram counts values beyond 2^62" },
	{ { V1 | WORDS(8), 8, 1, 1, ONE, "\x7f\xff\xff\xff\xff\xff\xff\xff", 8 },
	  0,
	  "the histogram's counts are absurd" },
};

START_TEST(says_what_is_wrong)
{
	struct hr_str bytes = { 0 };
	struct hr_hdr_values got;
	struct hr_error err = { 0 };
	struct hr_slice given;

	encode(&bad[_i].payload, &bytes);
	given = hr_str_slice(&bytes);
	if (bad[_i].cut > 0)
		given.length = bad[_i].cut;
	ck_assert_int_eq(decode(given, &got, &err), HR_EPARSE);
	ck_assert_str_eq(err.text, bad[_i].text);
	hr_hist_free(got.hist);
	hr_str_release(&bytes);
}
END_TEST

static Suite *hdr_payload_suite(void)
{
	Suite *suite = suite_create("read/hdr_payload");
	TCase *tcase = tcase_create("hdr_payload");

	HR_ADD_ROWS(tcase, reads_counts, good);
	HR_ADD_ROWS(tcase, says_what_is_wrong, bad);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(hdr_payload_suite)
