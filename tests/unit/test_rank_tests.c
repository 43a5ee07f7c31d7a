#include <config.h>
#include "stats/mann_whitney.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "real_file.h"
#include "stats/array.h"
#include "stats/hodges_lehmann.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* R, ?wilcox.test: permeability constants of M. Hollander and D. A. Wolfe (1973), p. 69. */
static const double at_term[] = { .80, .83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, .73, 1.46 };
static const double at_weeks[] = { 1.15, .88, .90, .74, 1.21 };
/* R, airquality: Ozone of May and of August, without NA. */
static const double may[] = { 41, 36, 12, 18, 28, 23, 19, 8, 7,  16, 11, 14,  18,
	                      14, 34, 6,  30, 11, 1,  11, 4, 32, 23, 45, 115, 37 };
static const double august[] = { 39, 9,  16, 78, 35, 66, 122, 89,  110, 44, 28,  65, 22,
	                         59, 23, 31, 44, 21, 9,  45,  168, 73,  76, 118, 84, 85 };

/* wilcox.test(x, y, alternative = "g"): W = 35, p-value = 0.1272; the others by counting all 3,003
 * arrangements. */
START_TEST(counts_as_r_does)
{
	struct hr_mann_whitney test = hr_mann_whitney(at_term, COUNT(at_term), at_weeks,
	                                              COUNT(at_weeks));

	ck_assert_double_eq(test.u, 35);
	ck_assert(test.exact);
	ck_assert_double_eq_tol(test.p_greater, 382.0 / 3003, 1e-15);
	ck_assert_double_eq_tol(test.p_less, 2693.0 / 3003, 1e-15);
	ck_assert_double_eq_tol(test.p, 764.0 / 3003, 1e-15);
}
END_TEST

/* wilcox.test(Ozone ~ Month, data = airquality, subset = Month %in% c(5, 8)): W = 127.5,
 * p-value = 0.0001208. */
START_TEST(corrects_for_ties_as_r_does)
{
	struct hr_mann_whitney test = hr_mann_whitney(may, COUNT(may), august, COUNT(august));

	ck_assert_double_eq(test.u, 127.5);
	ck_assert(!test.exact);
	ck_assert_double_eq_tol(test.p, 0.0001208, 5e-8);
}
END_TEST

/* R 4.2.2: x <- rep(1:3, c(20, 15, 5)); y <- rep(1:3, c(5, 15, 22)); wilcox.test(x, y, exact =
 * FALSE), and with alternative = "less" and "greater": nearly everything is tied. */
START_TEST(corrects_for_many_ties_as_r_does)
{
	static const size_t counts[2][3] = { { 20, 15, 5 }, { 5, 15, 22 } };
	double values[2][42];
	size_t n[2] = { 0, 0 };
	struct hr_mann_whitney test;

	for (size_t side = 0; side < 2; side++)
		for (size_t value = 0; value < 3; value++)
			for (size_t i = 0; i < counts[side][value]; i++)
				values[side][n[side]++] = (double)value + 1;
	test = hr_mann_whitney(values[0], n[0], values[1], n[1]);
	ck_assert_double_eq(test.u, 392.5);
	ck_assert_double_eq_tol(test.p, 1.0694806433212693e-05, 1e-15);
	ck_assert_double_eq_tol(test.p_less, 5.3474032166063465e-06, 1e-15);
	ck_assert_double_eq_tol(test.p_greater, 0.99999489024461263, 1e-14);
}
END_TEST

/* By counting all arrangements of the midranks. */
START_TEST(counts_ties)
{
	static const double a[] = { 1, 2, 2, 3, 5 }, b[] = { 2, 3, 3, 4, 6, 7 },
	                    c[] = { 3, 3, 3, 1 }, d[] = { 3, 3, 4, 4 }, e[] = { 1, 1 },
	                    f[] = { 1, 1, 1 };
	struct hr_mann_whitney test = hr_mann_whitney(a, COUNT(a), b, COUNT(b));

	ck_assert_double_eq(test.u, 7);
	ck_assert_double_eq_tol(test.p_less, 40.0 / 462, 1e-15);
	ck_assert_double_eq_tol(test.p_greater, 434.0 / 462, 1e-15);
	test = hr_mann_whitney(c, COUNT(c), d, COUNT(d));
	ck_assert_double_eq(test.u, 3);
	ck_assert_double_eq_tol(test.p, 20.0 / 70, 1e-15);
	test = hr_mann_whitney(e, COUNT(e), f, COUNT(f));
	ck_assert(test.exact);
	ck_assert_double_eq(test.p, 1);
}
END_TEST

/* The smallest p of n against n is 2 / choose(2n, n). */
START_TEST(has_a_smallest_p)
{
	static const double smallest[] = { 1.0 / 3,   1.0 / 10,  1.0 / 35,
		                           1.0 / 126, 1.0 / 462, 1.0 / 1716 };

	for (size_t n = 2; n <= 7; n++) {
		double low[7], high[7];

		for (size_t i = 0; i < n; i++) {
			low[i] = (double)i;
			high[i] = 100 + (double)i;
		}
		ck_assert_double_eq_tol(hr_mann_whitney(low, n, high, n).p, smallest[n - 2], 1e-15);
		ck_assert_double_eq_tol(hr_mann_whitney(high, n, low, n).p, smallest[n - 2], 1e-15);
	}
}
END_TEST

START_TEST(knows_nothing_from_nothing)
{
	static const double same[60];
	struct hr_mann_whitney test = hr_mann_whitney(at_term, 0, at_weeks, 5);

	ck_assert_double_eq(test.p, 1);
	ck_assert_double_eq(test.p_less, 1);
	test = hr_mann_whitney(same, 30, same + 30, 30);
	ck_assert(!test.exact);
	ck_assert_double_eq(test.p, 1);
}
END_TEST

/* At the border the exact and the normal p agree to a few percent. */
START_TEST(changes_over_smoothly)
{
	double x[26], y[25];

	for (size_t i = 0; i < COUNT(x); i++)
		x[i] = (double)(i * 37 % 101);
	for (size_t i = 0; i < COUNT(y); i++)
		y[i] = (double)(i * 41 % 103) + 20.5;
	ck_assert(hr_mann_whitney(x, 25, y, 25).exact);
	ck_assert(!hr_mann_whitney(x, 26, y, 25).exact);
	ck_assert_double_eq_tol(hr_mann_whitney(x, 25, y, 25).p, hr_mann_whitney(x, 26, y, 25).p,
	                        0.01);
}
END_TEST

/* The values of one benchmark of a file in the form of `go test -bench`. */
static size_t load_benchmark(const char *path, const char *name, double *values, size_t max)
{
	struct hr_str text = { 0 };
	size_t n = 0;

	real_file_need(path, &text);
	for (const char *at = hr_str_text(&text); n < max && (at = strstr(at, name)) != NULL;) {
		char count[32], value[32];

		at += strlen(name);
		if (sscanf(at, "%31s %31s ns/op", count, value) == 2 &&
		    hr_parse_double(hr_slice_of(value), &values[n]))
			n++;
	}
	hr_str_release(&text);
	return n;
}

/* golang/perf cmd/benchstat/testdata/csvOldNew.stdout: "-17.20%,p=0.000 n=10" and "~,p=0.446 n=10",
 * medians 1718 and 1422.5 ns, 3065.5 and 3070 ns. */
START_TEST(agrees_with_benchstat)
{
	static const struct {
		const char *name;
		double old_median, new_median, change_percent, p;
	} want[] = {
		{ "BenchmarkEncode/format=json-48", 1718, 1422.5, -17.20, 0.000 },
		{ "BenchmarkEncode/format=gob-48", 3065.5, 3070, 0.15, 0.446 },
	};
	struct hr_str probe = { 0 };

	if (!real_file_load("golang-perf/old.txt", &probe))
		return;
	hr_str_release(&probe);
	for (size_t i = 0; i < COUNT(want); i++) {
		double before[16], after[16], a, b;
		size_t n = load_benchmark("golang-perf/old.txt", want[i].name, before, 16),
		       m = load_benchmark("golang-perf/new.txt", want[i].name, after, 16);

		ck_assert_uint_eq(n, 10);
		ck_assert_uint_eq(m, 10);
		a = hr_doubles_median(before, n);
		b = hr_doubles_median(after, m);
		ck_assert_double_eq(a, want[i].old_median);
		ck_assert_double_eq(b, want[i].new_median);
		ck_assert_double_eq_tol(100 * (b / a - 1), want[i].change_percent, 0.005);
		ck_assert_double_eq_tol(hr_mann_whitney(before, n, after, m).p, want[i].p, 0.0005);
	}
}
END_TEST

/*
 * wilcox.test(x, y, conf.int = TRUE): estimate 0.305; the interval of Hollander and Wolfe is
 * (-0.15, 0.76) with confidence 0.96: P(U <= 8) = 60 / 3003.
 */
START_TEST(estimates_shifts)
{
	struct hr_shift shift = hr_hodges_lehmann(at_term, COUNT(at_term), at_weeks,
	                                          COUNT(at_weeks), 0.95);

	ck_assert_double_eq_tol(shift.estimate, 0.305, 1e-12);
	ck_assert_double_eq_tol(shift.low, -0.15, 1e-12);
	ck_assert_double_eq_tol(shift.high, 0.76, 1e-12);
	ck_assert_double_eq_tol(shift.confidence, 1 - 120.0 / 3003, 1e-12);
	shift = hr_hodges_lehmann(at_term, 3, at_weeks, 3, 0.95);
	ck_assert_double_infinite(shift.low);
	ck_assert_double_infinite(shift.high);
	shift = hr_hodges_lehmann(at_term, 4, at_weeks, 4, 0.95);
	ck_assert(isfinite(shift.low) && isfinite(shift.high));
	shift = hr_hodges_lehmann(at_term, 0, at_weeks, 4, 0.95);
	ck_assert_double_nan(shift.estimate);
}
END_TEST

START_TEST(estimates_ratios)
{
	static const double before[] = { 100, 102, 98, 101, 99 },
	                    after[] = { 110, 112.2, 107.8, 111.1, 108.9 };
	struct hr_shift ratio = hr_hodges_lehmann_ratio(after, 5, before, 5, 0.95), mirrored;

	ck_assert_double_eq_tol(ratio.estimate, 1.1, 1e-12);
	ck_assert(ratio.low < 1.1 && ratio.low > 1.05 && ratio.high > 1.1 && ratio.high < 1.15);
	mirrored = hr_hodges_lehmann_ratio(before, 5, after, 5, 0.95);
	ck_assert_double_eq_tol(mirrored.low, 1 / ratio.high, 1e-12);
	ck_assert_double_eq_tol(mirrored.high, 1 / ratio.low, 1e-12);
}
END_TEST

/* The normal takes over beyond 50 values; counted exactly, the quantiles are 221 and 435. */
START_TEST(has_quantiles_of_large_samples)
{
	double tail;

	ck_assert_uint_eq(hr_mann_whitney_quantile(10, 5, 0.025, &tail), 9);
	ck_assert_double_eq_tol(tail, 60.0 / 3003, 1e-15);
	ck_assert_uint_eq(hr_mann_whitney_quantile(3, 3, 0.025, &tail), 0);
	ck_assert_double_eq(tail, 0);
	/* P(U <= 0) is a half of 1 and 1 values, a quarter of 3 and 1: exactly p is enough */
	ck_assert_uint_eq(hr_mann_whitney_quantile(1, 1, 0.5, &tail), 0);
	ck_assert_uint_eq(hr_mann_whitney_quantile(3, 1, 0.25, &tail), 0);
	ck_assert_uint_eq(hr_mann_whitney_quantile(3, 1, 0.5, &tail), 1);
	ck_assert_double_eq(tail, 0.25);
	ck_assert_uint_eq(hr_mann_whitney_quantile(25, 25, 0.025, NULL), 212);
	ck_assert_uint_eq(hr_mann_whitney_quantile(26, 25, 0.025, NULL), 221);
	ck_assert_uint_eq(hr_mann_whitney_quantile(40, 30, 0.025, &tail), 435);
	ck_assert_double_eq_tol(tail, 0.024535, 3e-4);
}
END_TEST

static Suite *rank_tests_suite(void)
{
	Suite *suite = suite_create("stats/rank_tests");
	TCase *tcase = tcase_create("rank_tests");

	tcase_add_test(tcase, counts_as_r_does);
	tcase_add_test(tcase, corrects_for_ties_as_r_does);
	tcase_add_test(tcase, corrects_for_many_ties_as_r_does);
	tcase_add_test(tcase, counts_ties);
	tcase_add_test(tcase, has_a_smallest_p);
	tcase_add_test(tcase, knows_nothing_from_nothing);
	tcase_add_test(tcase, changes_over_smoothly);
	tcase_add_test(tcase, agrees_with_benchstat);
	tcase_add_test(tcase, estimates_shifts);
	tcase_add_test(tcase, estimates_ratios);
	tcase_add_test(tcase, has_quantiles_of_large_samples);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(rank_tests_suite)
