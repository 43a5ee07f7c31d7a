#include <config.h>
#include "stats/mann_kendall.h"

#include <math.h>

#include "stats/array.h"
#include "stats/drift.h"
#include "stats/false_discovery.h"
#include "stats/theil_sen.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* R, datasets::Nile: flow at Aswan, 1871-1970. */
static const double nile[] = {
	1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
	960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
	874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
	1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
	781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
	1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
	1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740
};
static const double rising[] = { 3.2, 3.9, 4.1, 3.8, 4.6, 5.0, 4.1, 5.3, 5.9, 5.5, 6.1, 6.0 };

static void count_up(double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = (double)i;
}

/* All 66 pairs counted; variance 18 times 3810 for a pair of ties. */
START_TEST(counts_pairs)
{
	static const double same[5] = { 2, 2, 2, 2, 2 };
	struct hr_mann_kendall test = hr_mann_kendall(rising, COUNT(rising));

	ck_assert_double_eq(test.s, 53);
	ck_assert_double_eq_tol(test.variance, 3810.0 / 18, 1e-12);
	ck_assert_double_eq_tol(test.tau, 53.0 / 66, 1e-14);
	ck_assert_double_eq_tol(test.p, 0.00035131958615863823, 1e-15);
	test = hr_mann_kendall(same, COUNT(same));
	ck_assert_double_eq(test.s, 0);
	ck_assert_double_eq(test.p, 1);
	ck_assert_double_nan(hr_mann_kendall(rising, 1).tau);
}
END_TEST

/* R 4.2.2: the median of the slopes of all pairs of Nile is -2.6. The other by all pairs, ranks 18
 * and 49 of 66 as in Gilbert (16.6). */
START_TEST(takes_the_median_slope)
{
	static const double same[3] = { 1, 1, 1 };
	double x[COUNT(nile)];
	struct hr_theil_sen fit;

	count_up(x, COUNT(nile));
	fit = hr_theil_sen(x, nile, COUNT(nile), 0.95);
	ck_assert_double_eq_tol(fit.slope, -2.6, 1e-12);
	ck_assert(fit.low < -2.6 && fit.high > -2.6 && fit.high < 0);
	fit = hr_theil_sen(x, rising, COUNT(rising), 0.95);
	ck_assert_double_eq_tol(fit.slope, 0.25, 1e-12);
	ck_assert_double_eq_tol(fit.intercept, 3.575, 1e-12);
	ck_assert_double_eq_tol(fit.low, 0.18, 1e-12);
	ck_assert_double_eq_tol(fit.high, 0.32857142857142857, 1e-12);
	ck_assert_double_infinite(hr_theil_sen(x, rising, 3, 0.95).high);
	ck_assert_double_nan(hr_theil_sen(x, rising, 1, 0.95).slope);
	ck_assert_double_nan(hr_theil_sen(same, rising, 3, 0.95).slope);
}
END_TEST

/* Benjamini and Hochberg (1995), section 3.2: at 0.05 four are rejected; Bonferroni three. */
START_TEST(controls_false_discoveries)
{
	static const double p[] = { .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
		                    .0459, .3240, .4262, .5719, .6528, .7590, 1.0 };
	double adjusted[COUNT(p)], shuffled[COUNT(p) + 2];
	size_t rejected = 0;

	ck_assert_uint_eq(hr_false_discovery(p, COUNT(p), adjusted), 15);
	for (size_t i = 0; i < COUNT(p); i++)
		rejected += adjusted[i] <= 0.05;
	ck_assert_uint_eq(rejected, 4);
	ck_assert_double_eq_tol(adjusted[3], 0.035625, 1e-12);
	ck_assert_double_eq_tol(adjusted[5], 0.0298 * 15 / 7, 1e-12); /* the minimum from above */
	/* backwards, and with what is no test among them */
	for (size_t i = 0; i < COUNT(p); i++)
		shuffled[i + 1] = p[COUNT(p) - 1 - i];
	shuffled[0] = shuffled[COUNT(p) + 1] = (double)NAN;
	ck_assert_uint_eq(hr_false_discovery(shuffled, COUNT(shuffled), shuffled), 15);
	ck_assert_double_nan(shuffled[0]);
	for (size_t i = 0; i < COUNT(p); i++)
		ck_assert_double_eq(shuffled[i + 1], adjusted[COUNT(p) - 1 - i]);
	ck_assert_uint_eq(hr_false_discovery(NULL, 0, NULL), 0);
}
END_TEST

/* An exact line costs nothing; without one the line pays for its slope. */
START_TEST(tells_drift_from_rest)
{
	double line[30], rest[30];
	struct hr_drift drift;

	for (size_t i = 0; i < COUNT(line); i++) {
		rest[i] = (double)(i * 7 % 11) - 5;
		line[i] = 100 + 3 * (double)i + rest[i];
	}
	drift = hr_drift(line, COUNT(line), 1);
	ck_assert_double_eq_tol(drift.slope, 3, 0.1);
	ck_assert_double_lt(drift.line_criterion, drift.flat_criterion - 2);
	drift = hr_drift(rest, COUNT(rest), 1);
	ck_assert_double_gt(drift.line_criterion, drift.flat_criterion);
}
END_TEST

/* Against sorting. */
START_TEST(selects)
{
	double values[101], sorted[101], copy[101];

	for (size_t n = 1; n <= COUNT(values); n += 4) {
		for (size_t i = 0; i < n; i++)
			sorted[i] = values[i] = (double)(i * 31 % (n / 2 + 1));
		hr_doubles_sort(sorted, n);
		for (size_t k = 0; k < n; k++) {
			for (size_t i = 0; i < n; i++)
				copy[i] = values[i];
			ck_assert_double_eq(hr_doubles_select(copy, n, k), sorted[k]);
		}
		ck_assert_double_eq(hr_doubles_median(values, n),
		                    (sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
	}
	ck_assert_double_nan(hr_doubles_median(values, 0));
	/* R: mad(c(1, 2, 4, 8, 16), constant = 1) is 3 */
	static const double powers[] = { 1, 2, 4, 8, 16 };
	ck_assert_double_eq(hr_doubles_mad(powers, 5), 3);
}
END_TEST

static Suite *trend_tests_suite(void)
{
	Suite *suite = suite_create("stats/trend_tests");
	TCase *tcase = tcase_create("trend_tests");

	tcase_add_test(tcase, counts_pairs);
	tcase_add_test(tcase, takes_the_median_slope);
	tcase_add_test(tcase, controls_false_discoveries);
	tcase_add_test(tcase, tells_drift_from_rest);
	tcase_add_test(tcase, selects);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(trend_tests_suite)
