#include <config.h>
#include "base/fraction.h"

#include "unit.h"

static const struct {
	const char *text;
	int shift;
	uint64_t num, den; /* 0/0 = refused */
} texts[] = {
	{ "99.9", 2, 999, 1000 },
	{ "0.999", 0, 999, 1000 },
	{ "99.950", 2, 1999, 2000 },
	{ "100", 2, 1, 1 },
	{ "14.4", 0, 72, 5 },
	{ "0", 0, 0, 1 },
	{ "000.5", 0, 1, 2 },
	{ ".5", 0, 1, 2 },
	{ "5.", 0, 5, 1 },
	{ "99.9999999999", 2, UINT64_C(999999999999), UINT64_C(1000000000000) },
	{ "", 0, 0, 0 },
	{ ".", 0, 0, 0 },
	{ "1.2.3", 0, 0, 0 },
	{ "-1", 0, 0, 0 },
	{ "1e3", 0, 0, 0 },
	{ "1234567890123456", 0, 0, 0 },
	{ "0.12345678901234", 2, 0, 0 },
};

START_TEST(reads_decimals)
{
	struct hr_fraction got = { 0, 0 };
	bool good = hr_fraction_parse(hr_slice_of(texts[_i].text), texts[_i].shift, &got);

	ck_assert_msg(good == (texts[_i].den != 0), "%s", texts[_i].text);
	ck_assert_uint_eq(got.num, texts[_i].num);
	ck_assert_uint_eq(got.den, texts[_i].den);
}
END_TEST

/* Doubles are wrong at each of these borders: 1/1000 / (1 - 0.999) is 0.99999999999999911, 0.0144
 * / 0.001 is 14.399999999999999, 0.1 / (100 - 99.9) is 1.0000000000000568 (IEEE 754, checked with
 * Python). */
START_TEST(is_exact_at_borders)
{
	struct hr_fraction target, burn, limit;

	ck_assert(hr_fraction_parse(hr_slice_of("99.9"), 2, &target));
	ck_assert_int_eq(hr_fraction_compare(1, 1000, hr_fraction_complement(target)), 0);
	ck_assert_int_eq(hr_fraction_compare(999, 1000, target), 0);
	ck_assert_int_gt(hr_fraction_compare(2, 1000, hr_fraction_complement(target)), 0);
	ck_assert(hr_fraction_parse(hr_slice_of("14.4"), 0, &burn));
	ck_assert(hr_fraction_multiply(burn, hr_fraction_complement(target), &limit));
	ck_assert_int_eq(hr_fraction_compare(144, 10000, limit), 0);
	ck_assert_int_gt(hr_fraction_compare(145, 10000, limit), 0);
	ck_assert_int_lt(hr_fraction_compare(UINT64_MAX / 1000, UINT64_MAX, limit), 0);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("fraction");
	TCase *tcase = tcase_create("fraction");

	HR_ADD_ROWS(tcase, reads_decimals, texts);
	tcase_add_test(tcase, is_exact_at_borders);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
