#include <config.h>
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const struct {
	const char *text;
	bool ok;
	uint64_t value;
} u64_cases[] = {
	{ "0", true, 0 },
	{ "007", true, 7 },
	{ "18446744073709551615", true, UINT64_MAX },
	{ "18446744073709551616", false, 0 },
	{ "99999999999999999999", false, 0 },
	{ "", false, 0 },
	{ "+1", false, 0 },
	{ "-1", false, 0 },
	{ " 1", false, 0 },
	{ "1 ", false, 0 },
	{ "1x", false, 0 },
	{ "0x10", false, 0 },
	{ "1.0", false, 0 },
	{ "\xd9\xa1", false, 0 }, /* ARABIC-INDIC DIGIT ONE */
};

START_TEST(reads_unsigned)
{
	uint64_t value = 4711;
	bool ok = hr_parse_u64(hr_slice_of(u64_cases[_i].text), &value);

	ck_assert_msg(ok == u64_cases[_i].ok, "'%s'", u64_cases[_i].text);
	ck_assert_uint_eq(value, ok ? u64_cases[_i].value : 4711);
}
END_TEST

/* Digits of every length, then each byte that is no digit in each of their places. The text is as
 * long as the memory it lies in, so that a read beyond its ends shows under a checker. */
START_TEST(reads_unsigned_of_each_length)
{
	size_t length = (size_t)_i;
	char *text = malloc(length);
	uint64_t expected = 0, value;

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < length; i++) {
		unsigned digit = (unsigned)(7 * i + 9) % 10; /* 9 6 3 0 7 4 1 8 5 2 */

		text[i] = (char)('0' + digit);
		expected = expected * 10 + digit;
	}
	ck_assert(hr_parse_u64((struct hr_slice){ text, length }, &value));
	ck_assert_uint_eq(value, expected);
	for (size_t i = 0; i < length; i++) {
		char kept = text[i];

		for (int c = 0; c < 256; c++) {
			bool digit = c >= '0' && c <= '9';

			text[i] = (char)c;
			ck_assert(hr_parse_u64((struct hr_slice){ text, length }, &value) == digit);
		}
		text[i] = kept;
	}
	free(text);
}
END_TEST

static const struct {
	const char *text;
	bool ok;
	int64_t value;
} i64_cases[] = {
	{ "-0", true, 0 },
	{ "+5", true, 5 },
	{ "-17", true, -17 },
	{ "9223372036854775807", true, INT64_MAX },
	{ "9223372036854775808", false, 0 },
	{ "-9223372036854775808", true, INT64_MIN },
	{ "-9223372036854775809", false, 0 },
	{ "-", false, 0 },
	{ "+", false, 0 },
	{ "--1", false, 0 },
	{ "+-1", false, 0 },
	{ "1e3", false, 0 },
	{ "", false, 0 },
};

START_TEST(reads_signed)
{
	int64_t value = 4711;
	bool ok = hr_parse_i64(hr_slice_of(i64_cases[_i].text), &value);

	ck_assert_msg(ok == i64_cases[_i].ok, "'%s'", i64_cases[_i].text);
	ck_assert_int_eq(value, ok ? i64_cases[_i].value : 4711);
}
END_TEST

START_TEST(reads_and_writes_128_bits)
{
	const char *largest = "340282366920938463463374607431768211455"; /* 2^128 - 1 */
	char text[HR_U128_TEXT_SIZE];
	hr_u128 value = 0;

	ck_assert(hr_parse_u128(hr_slice_of(largest), &value));
	ck_assert(value == ~(hr_u128)0);
	ck_assert_uint_eq(hr_format_u128(value, text), strlen(largest));
	ck_assert_str_eq(text, largest);
	ck_assert(!hr_parse_u128(HR_SLICE_LITERAL("340282366920938463463374607431768211456"),
	                         &value));
	ck_assert(!hr_parse_u128(HR_SLICE_LITERAL("-1"), &value));
	ck_assert_uint_eq(hr_format_u128(0, text), 1);
	ck_assert_str_eq(text, "0");
}
END_TEST

/* Values from the C compiler's own conversion of the same literal; the hard cases are David Gay's
 * and Vern Paxson's ("A Program for Testing IEEE Decimal-Binary Conversion"). */
static const struct {
	const char *text;
	bool ok;
	double value;
} double_cases[] = {
	{ "0", true, 0.0 },
	{ "1.5", true, 1.5 },
	{ ".5", true, 0.5 },
	{ "5.", true, 5.0 },
	{ "+2", true, 2.0 },
	{ "1e3", true, 1e3 },
	{ "1E-3", true, 1e-3 },
	{ "0.1", true, 0.1 },
	{ "123456789012345678", true, 123456789012345678.0 },
	{ "1234567890123456789", true, 1234567890123456789.0 },
	{ "9007199254740993", true, 9007199254740993.0 },
	{ "9007199254740993.0000000000000000000000000001", true, 9007199254740994.0 },
	{ "1.7976931348623157e308", true, DBL_MAX },
	{ "1.7976931348623159e308", false, 0 },
	{ "2.2250738585072011e-308", true, 2.2250738585072011e-308 },
	{ "5e-324", true, 4.9406564584124654e-324 },
	{ "2e-324", true, 0.0 },
	{ "1e-400", true, 0.0 },
	{ "0e999999999999999999999", true, 0.0 },
	{ "0.000000000000000000000000000000000000001e39", true, 1.0 },
	{ "5e125", true, 5e125 },
	{ "9e-265", true, 9e-265 },
	{ "8e26", true, 8e26 },
	{ "6.9294956446009195e15", true, 6929495644600919.5 },
	{ "1e400", false, 0 },
	{ "1e99999999999999999999", false, 0 },
	{ "", false, 0 },
	{ ".", false, 0 },
	{ "-", false, 0 },
	{ "e5", false, 0 },
	{ "1e", false, 0 },
	{ "1e+", false, 0 },
	{ "1.5.2", false, 0 },
	{ "1,5", false, 0 },
	{ " 1", false, 0 },
	{ "1 ", false, 0 },
	{ "1f", false, 0 },
	{ "0x1p3", false, 0 },
	{ "nan", false, 0 },
	{ "inf", false, 0 },
	{ "Infinity", false, 0 },
};

START_TEST(reads_doubles)
{
	double value = 4711;
	bool ok = hr_parse_double(hr_slice_of(double_cases[_i].text), &value);

	ck_assert_msg(ok == double_cases[_i].ok, "'%s'", double_cases[_i].text);
	/* Correct rounding is a promise of equality, not of closeness. */
	ck_assert_msg(value == (ok ? double_cases[_i].value : 4711), "'%s' gave %.17g",
	              double_cases[_i].text, value);
}
END_TEST

START_TEST(keeps_the_sign_of_zero)
{
	double value = 1;

	ck_assert(hr_parse_double(HR_SLICE_LITERAL("-0"), &value));
	ck_assert(value == 0 && signbit(value) != 0);
	ck_assert(hr_parse_double(HR_SLICE_LITERAL("-0.000e5"), &value));
	ck_assert(value == 0 && signbit(value) != 0);
}
END_TEST

/* 1 + 2^-53 lies half way between 1 and the next double; whether a digit follows far behind
 * decides. */
START_TEST(sees_digits_beyond_its_buffer)
{
	static const char half[] = "1.00000000000000011102230246251565404236316680908203125";
	char text[3000];
	double value = 0;

	memset(text, '0', sizeof(text));
	memcpy(text, half, sizeof(half) - 1);
	ck_assert(hr_parse_double((struct hr_slice){ text, sizeof(text) }, &value));
	ck_assert(value == 1.0);
	text[sizeof(text) - 1] = '1';
	ck_assert(hr_parse_double((struct hr_slice){ text, sizeof(text) }, &value));
	ck_assert(value == 1.0 + DBL_EPSILON);
}
END_TEST

static const struct {
	const char *text;
	int shift;
	bool ok;
	int64_t value;
} scaled_cases[] = {
	{ "1.25", 3, true, 1250 },
	{ "1.25", 1, true, 13 }, /* half away from zero */
	{ "-1.25", 1, true, -13 },
	{ "1.2499999", 1, true, 12 },
	{ "0.5", 0, true, 1 },
	{ "-0.5", 0, true, -1 },
	{ "0.4999999999999999999999999999", 0, true, 0 },
	{ "0.05", 0, true, 0 },
	{ "0.95", 0, true, 1 },
	{ ".5", 3, true, 500 },
	{ "5.", 3, true, 5000 },
	{ "1e3", 0, true, 1000 },
	{ "1.5e3", 6, true, 1500000000 },
	{ "1500e-3", 3, true, 1500 },
	{ "25e-1", 0, true, 3 },
	{ "12345", -2, true, 123 },
	{ "12350", -2, true, 124 },
	{ "99", -2, true, 1 },
	{ "49", -2, true, 0 },
	{ "99", -3, true, 0 },
	{ "1700000000.123456789", 9, true, INT64_C(1700000000123456789) },
	{ "1700000000.1234567895", 9, true, INT64_C(1700000000123456790) },
	{ "9.223372036854775807", 18, true, INT64_MAX },
	{ "9.223372036854775808", 18, false, 0 },
	{ "-9.223372036854775808", 18, true, INT64_MIN },
	{ "9223372036854775807.5", 0, false, 0 },
	{ "9223372036854775807.4", 0, true, INT64_MAX },
	{ "0e999999999999", 9, true, 0 },
	{ "0.000000000000000000000000000001e30", 0, true, 1 },
	{ "1e-999999999999", 9, true, 0 },
	{ "1e999999999999", -9, false, 0 },
	{ "1e19", 0, false, 0 },
	{ "-0", 9, true, 0 },
	{ "1.5x", 3, false, 0 },
	{ "", 3, false, 0 },
	{ "nan", 3, false, 0 },
	{ "9223372036", 9, true, 9223372036000000000 },
	{ "9223372037", 9, false, 0 },
	{ "9223372036.85", 8, true, 922337203685000000 },
	{ "1795132800123", 6, true, 1795132800123000000 },
	{ "9223372036854775807", 0, true, INT64_MAX },
	{ "9223372036854775808", 0, false, 0 },
	{ "9999999999999999999", 0, false, 0 },
};

/* Short texts are read another way than long ones, which zeros in front make of them. */
START_TEST(reads_short_scaled_as_long)
{
	static const char bytes[] = "0123456789..-+e ";
	uint32_t state = 5;

	for (int round = 0; round < 200000; round++) {
		char text[40] = "00000000000000000000";
		size_t length = 1 + (size_t)(round % 19), zeros = 20;
		int64_t a = 4711, b = 4711;
		int shift = round % 11;

		for (size_t i = 0; i < length; i++) {
			state = state * 1103515245u + 12345u;
			text[zeros + i] = bytes[(state >> 16) % (i == 0 ? 10 : 16)];
			if (round % 4 != 0 && text[zeros + i] > '9')
				text[zeros + i] = '7';
		}
		ck_assert_int_eq(
		        hr_parse_scaled((struct hr_slice){ text + zeros, length }, shift, &a),
		        hr_parse_scaled((struct hr_slice){ text, zeros + length }, shift, &b));
		ck_assert_msg(a == b, "%s", text);
	}
}
END_TEST

START_TEST(reads_scaled)
{
	int64_t value = 4711;
	bool ok = hr_parse_scaled(hr_slice_of(scaled_cases[_i].text), scaled_cases[_i].shift,
	                          &value);

	ck_assert_msg(ok == scaled_cases[_i].ok, "'%s'", scaled_cases[_i].text);
	ck_assert_int_eq(value, ok ? scaled_cases[_i].value : 4711);
}
END_TEST

static const struct {
	double value;
	const char *text;
} format_cases[] = {
	{ 0.0, "0" },
	{ -0.0, "-0" },
	{ 1.0, "1" },
	{ -17.0, "-17" },
	{ 1.21, "1.21" },
	{ 0.1, "0.1" },
	{ 0.1 + 0.2, "0.30000000000000004" },
	{ 1.0 / 3, "0.3333333333333333" },
	{ 1e30, "1e+30" },
	{ 1.5e-7, "1.5e-07" },
	{ 0.0001, "0.0001" },
	{ 0.00012, "0.00012" },
	{ 0.00001, "1e-05" },
	{ 123456.789, "123456.789" },
	{ 999999999999999.0, "999999999999999" },
	{ 1e15, "1000000000000000" },
	{ 1e16, "10000000000000000" },
	{ 1e17, "1e+17" },
	{ 9007199254740992.0, "9007199254740992" },
	{ 9007199254740994.0, "9007199254740994" },
	{ DBL_MAX, "1.7976931348623157e+308" },
	{ DBL_MIN, "2.2250738585072014e-308" },
	{ 4.9406564584124654e-324, "5e-324" },
	{ INFINITY, "inf" },
	{ -INFINITY, "-inf" },
	{ NAN, "nan" },
};

START_TEST(writes_shortest_text)
{
	char text[32];
	size_t n = hr_format_double(format_cases[_i].value, text, sizeof(text));
	double back;

	ck_assert_str_eq(text, format_cases[_i].text);
	ck_assert_uint_eq(n, strlen(text));
	if (isfinite(format_cases[_i].value)) {
		ck_assert(hr_parse_double(hr_slice_of(text), &back));
		ck_assert(back == format_cases[_i].value);
	}
}
END_TEST

/* Any bit pattern comes back; the C library's "%.17g" of it, too. */
START_TEST(round_trips_any_double)
{
	uint64_t state = 88172645463325252u;

	for (int i = 0; i < 20000; i++) {
		char text[32];
		double value, back;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		memcpy(&value, &state, sizeof(value));
		if (!isfinite(value))
			continue;
		hr_format_double(value, text, sizeof(text));
		ck_assert(hr_parse_double(hr_slice_of(text), &back));
		ck_assert_msg(memcmp(&back, &value, sizeof(value)) == 0, "%.17g: %s", value, text);
		snprintf(text, sizeof(text), "%.17g", value);
		ck_assert(hr_parse_double(hr_slice_of(text), &back));
		ck_assert_msg(memcmp(&back, &value, sizeof(value)) == 0, "%s", text);
	}
}
END_TEST

START_TEST(refuses_a_buffer_too_small)
{
	char text[4];

	ck_assert_uint_eq(hr_format_double(1.2345, text, sizeof(text)), 0);
	ck_assert_uint_eq(hr_format_double(1.2345, text, 0), 0);
}
END_TEST

START_TEST(rounds_to_15_digits)
{
	ck_assert(hr_round15(0.1 + 0.2) == 0.3);
	ck_assert(hr_round15(-(0.1 + 0.2)) == -0.3);
	ck_assert(hr_round15(1.0 / 3) == 0.333333333333333);
	ck_assert(hr_round15(123456789012345.67) == 123456789012346.0);
	ck_assert(hr_round15(42.0) == 42.0);
	ck_assert(hr_round15(DBL_MAX) == DBL_MAX || isfinite(hr_round15(DBL_MAX)));
	ck_assert(isnan(hr_round15(NAN)));
	ck_assert(signbit(hr_round15(-0.0)) != 0);
}
END_TEST

static Suite *num_suite(void)
{
	Suite *suite = suite_create("base/num");
	TCase *tcase = tcase_create("num");

	HR_ADD_ROWS(tcase, reads_unsigned, u64_cases);
	tcase_add_loop_test(tcase, reads_unsigned_of_each_length, 1, 19 + 1);
	HR_ADD_ROWS(tcase, reads_signed, i64_cases);
	tcase_add_test(tcase, reads_and_writes_128_bits);
	HR_ADD_ROWS(tcase, reads_doubles, double_cases);
	tcase_add_test(tcase, keeps_the_sign_of_zero);
	tcase_add_test(tcase, sees_digits_beyond_its_buffer);
	HR_ADD_ROWS(tcase, reads_scaled, scaled_cases);
	HR_ADD_ROWS(tcase, writes_shortest_text, format_cases);
	tcase_add_test(tcase, reads_short_scaled_as_long);
	tcase_add_test(tcase, round_trips_any_double);
	tcase_add_test(tcase, refuses_a_buffer_too_small);
	tcase_add_test(tcase, rounds_to_15_digits);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(num_suite)
