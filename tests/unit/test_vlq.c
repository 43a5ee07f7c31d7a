#include <config.h>
#include "base/vlq.h"

#include "unit.h"

/* The alphabet puts values 0..31 on A..f; by hand from the definition in the header. */
static const struct {
	uint64_t value;
	const char *text;
} cases[] = {
	{ 0, "A" },     { 1, "B" },      { 25, "Z" },      { 26, "a" },
	{ 31, "f" },    { 32, "gB" },    { 33, "hB" },     { 63, "_B" },
	{ 1023, "_f" }, { 1024, "ggB" }, { 32767, "__f" }, { UINT64_MAX, "____________P" },
};

START_TEST(writes_and_reads)
{
	struct hr_str str = { 0 };
	struct hr_vlq_reader reader;
	uint64_t value;

	hr_vlq_put(&str, cases[_i].value);
	ck_assert_str_eq(hr_str_text(&str), cases[_i].text);
	reader.rest = hr_str_slice(&str);
	ck_assert(hr_vlq_get_u64(&reader, &value));
	ck_assert_uint_eq(value, cases[_i].value);
	ck_assert(hr_vlq_at_end(&reader));
	hr_str_release(&str);
}
END_TEST

START_TEST(round_trips_every_width)
{
	struct hr_str str = { 0 };
	struct hr_vlq_reader reader;
	hr_u128 value;

	for (int bit = 0; bit < 128; bit++) {
		hr_vlq_put(&str, (hr_u128)1 << bit);
		hr_vlq_put(&str, ((hr_u128)1 << bit) - 1);
		hr_vlq_put(&str, ~(hr_u128)0 >> bit);
	}
	reader.rest = hr_str_slice(&str);
	for (int bit = 0; bit < 128; bit++) {
		ck_assert(hr_vlq_get(&reader, &value) && value == (hr_u128)1 << bit);
		ck_assert(hr_vlq_get(&reader, &value) && value == ((hr_u128)1 << bit) - 1);
		ck_assert(hr_vlq_get(&reader, &value) && value == ~(hr_u128)0 >> bit);
	}
	ck_assert(hr_vlq_at_end(&reader));
	hr_str_release(&str);
}
END_TEST

START_TEST(round_trips_signed)
{
	static const int64_t values[] = { 0, -1, 1, -2, 2, 1000, -1000, INT64_MAX, INT64_MIN };
	struct hr_str str = { 0 };
	struct hr_vlq_reader reader;
	int64_t value;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		hr_vlq_put_signed(&str, values[i]);
	ck_assert(hr_slice_starts(hr_str_slice(&str), "ABCDE"));
	reader.rest = hr_str_slice(&str);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		ck_assert(hr_vlq_get_i64(&reader, &value));
		ck_assert_int_eq(value, values[i]);
	}
	ck_assert(hr_vlq_at_end(&reader));
	hr_str_release(&str);
}
END_TEST

/* As many as wanted, or as there are before what is no number of 64 bits. */
START_TEST(reads_many)
{
	struct hr_vlq_reader reader = { HR_SLICE_LITERAL("BgBAC*D") };
	struct hr_vlq_reader longer = { HR_SLICE_LITERAL("B____________QC") };
	uint64_t values[4] = { 0, 0, 0, 4711 };
	hr_u128 wide;

	ck_assert_uint_eq(hr_vlq_get_each(&reader, values, 0), 0);
	ck_assert_uint_eq(hr_vlq_get_each(&reader, values, 3), 3);
	ck_assert_uint_eq(values[0], 1);
	ck_assert_uint_eq(values[1], 32);
	ck_assert_uint_eq(values[2], 0);
	ck_assert_uint_eq(values[3], 4711);
	ck_assert_uint_eq(hr_vlq_get_each(&reader, values, 4), 1);
	ck_assert_uint_eq(values[0], 2);
	ck_assert(hr_slice_is(reader.rest, "*D"));
	ck_assert_uint_eq(hr_vlq_get_each(&longer, values, 4), 1);
	ck_assert(hr_vlq_get(&longer, &wide));
	ck_assert_uint_eq(hr_vlq_get_each(&longer, values, 4), 1);
	ck_assert_uint_eq(hr_vlq_get_each(&longer, values, 4), 0);
	ck_assert(hr_vlq_at_end(&longer));
}
END_TEST

static const char *const damaged[] = {
	"",
	"g",
	"____",
	"=",
	"g=",
	"\xff",
	" A",
	"____________Q",              /* 2^64 and more: passes 64 bits */
	"gggggggggggggggggggggggggI", /* 2^128 */
	"gggggggggggggggggggggggggggggggA",
};

START_TEST(refuses_damage)
{
	struct hr_vlq_reader reader = { hr_slice_of(damaged[_i]) };
	uint64_t value = 4711;

	ck_assert(!hr_vlq_get_u64(&reader, &value));
	ck_assert_uint_eq(value, 4711);
	ck_assert_uint_eq(reader.rest.length, hr_slice_of(damaged[_i]).length);
}
END_TEST

START_TEST(knows_the_limits_of_128_bits)
{
	struct hr_vlq_reader last = { HR_SLICE_LITERAL("gggggggggggggggggggggggggE") };
	struct hr_vlq_reader over = { HR_SLICE_LITERAL("gggggggggggggggggggggggggI") };
	hr_u128 value;

	ck_assert(hr_vlq_get(&last, &value));
	ck_assert(value == (hr_u128)1 << 127);
	ck_assert(!hr_vlq_get(&over, &value));
}
END_TEST

static Suite *vlq_suite(void)
{
	Suite *suite = suite_create("base/vlq");
	TCase *tcase = tcase_create("vlq");

	HR_ADD_ROWS(tcase, writes_and_reads, cases);
	tcase_add_test(tcase, round_trips_every_width);
	tcase_add_test(tcase, round_trips_signed);
	tcase_add_test(tcase, reads_many);
	HR_ADD_ROWS(tcase, refuses_damage, damaged);
	tcase_add_test(tcase, knows_the_limits_of_128_bits);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(vlq_suite)
