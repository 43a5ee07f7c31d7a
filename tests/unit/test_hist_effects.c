#include <config.h>
#include "stats/batches.h"
#include "stats/hist_pair.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "base/instant.h"
#include "stats/array.h"
#include "stats/cliffs_delta.h"
#include "stats/harrell_davis.h"
#include "stats/ks_distance.h"
#include "stats/moments.h"
#include "stats/shift_function.h"
#include "stats/woodruff.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct hr_hist *hist_of(const double *ms, size_t n)
{
	struct hr_hist *hist = hr_hist_new();

	for (size_t i = 0; i < n; i++)
		hr_hist_add(hist, (int64_t)(ms[i] * 1e6), 1);
	return hist;
}

/* By rational arithmetic: with whole shapes the beta weights are sums of binomial terms. The first
 * set is that of R. R. Wilcox's examples (self-awareness data). */
START_TEST(meets_harrell_and_davis)
{
	static const double nine[] = { 77, 87, 88, 114, 151, 210, 219, 246, 253 },
	                    primes[] = { 2,  3,  5,  7,  11, 13, 17, 19, 23, 29,
		                         31, 37, 41, 43, 47, 53, 59, 61, 67 };
	struct hr_hist *hist = hist_of(nine, COUNT(nine));
	struct hr_harrell_davis got = hr_harrell_davis(hist, 0.5, 0);

	ck_assert_double_eq_tol(got.estimate_ms, 157.36413072102647, 1e-9);
	ck_assert_double_eq_tol(got.error_ms, 49.1517341692954, 1e-9);
	hr_hist_free(hist);
	hist = hist_of(primes, COUNT(primes));
	got = hr_harrell_davis(hist, 0.25, 0);
	ck_assert_double_eq_tol(got.estimate_ms, 11.401822988006488, 1e-9);
	ck_assert_double_eq_tol(got.error_ms, 5.522629112326974, 1e-9);
	got = hr_harrell_davis(hist, 0.75, 19);
	ck_assert_double_eq_tol(got.estimate_ms, 47.395782023874396, 1e-9);
	ck_assert_double_eq_tol(got.error_ms, 7.944573159834599, 1e-9);
	/* fewer independent values leave the estimate alone and widen its error */
	ck_assert_double_gt(hr_harrell_davis(hist, 0.75, 5).error_ms, got.error_ms);
	ck_assert_double_eq(hr_harrell_davis(hist, 0.75, 5).estimate_ms, got.estimate_ms);
	ck_assert_double_nan(hr_harrell_davis(NULL, 0.5, 0).estimate_ms);
	hr_hist_free(hist);
}
END_TEST

/* Against the sums over all pairs, by rational arithmetic: 8/21 and 17/42 at 3 ms. */
START_TEST(compares_two_histograms)
{
	static const double a[] = { 1, 2, 2, 3, 5, 8, 9 }, b[] = { 2, 4, 5, 5, 10, 12 };
	struct hr_hist *of_a = hist_of(a, COUNT(a)), *of_b = hist_of(b, COUNT(b)),
	               *empty = hr_hist_new();
	int64_t at_ns;

	ck_assert_double_eq_tol(hr_cliffs_delta(of_a, of_b), 8.0 / 21, 1e-14);
	ck_assert_double_eq_tol(hr_cliffs_delta(of_b, of_a), -8.0 / 21, 1e-14);
	ck_assert_double_eq_tol(hr_ks_distance(of_a, of_b, &at_ns), 17.0 / 42, 1e-14);
	ck_assert_int_eq(at_ns, 3 * HR_NS_PER_MS);
	ck_assert_double_eq(hr_cliffs_delta(of_a, of_a), 0);
	ck_assert_double_eq(hr_ks_distance(of_a, of_a, NULL), 0);
	ck_assert_double_nan(hr_cliffs_delta(of_a, empty));
	ck_assert_double_nan(hr_ks_distance(NULL, of_b, NULL));
	hr_hist_free(of_a);
	hr_hist_free(of_b);
	hr_hist_free(empty);
}
END_TEST

/* Romano and others (2006). */
START_TEST(names_effects)
{
	ck_assert_str_eq(hr_cliffs_delta_word(0.1), "negligible");
	ck_assert_str_eq(hr_cliffs_delta_word(-0.2), "small");
	ck_assert_str_eq(hr_cliffs_delta_word(0.4), "medium");
	ck_assert_str_eq(hr_cliffs_delta_word(-0.9), "large");
	ck_assert_str_eq(hr_cliffs_delta_word((double)NAN), "");
}
END_TEST

/* Exact and log-linear buckets interleave in the order of their values. */
START_TEST(walks_in_order)
{
	struct hr_hist *a = hr_hist_new(), *b = hr_hist_new();
	struct hr_hist_pair pair;
	int64_t value_ns, last_ns = -1;
	uint64_t counts[2], sums[2] = { 0, 0 };

	for (int64_t i = 1; i <= 300; i++) {
		hr_hist_add(a, i * HR_NS_PER_MS, 2);
		hr_hist_add(b, i * 333333, 3);
	}
	hr_hist_pair_init(&pair, a, b);
	while (hr_hist_pair_next(&pair, &value_ns, counts)) {
		ck_assert_int_gt(value_ns, last_ns);
		ck_assert_uint_gt(counts[0] + counts[1], 0);
		last_ns = value_ns;
		sums[0] += counts[0];
		sums[1] += counts[1];
	}
	ck_assert_uint_eq(sums[0], 600);
	ck_assert_uint_eq(sums[1], 900);
	hr_hist_free(a);
	hr_hist_free(b);
}
END_TEST

/* 100 ms later everywhere. */
START_TEST(finds_a_constant_shift)
{
	struct hr_hist *a = hr_hist_new(), *b = hr_hist_new();
	struct hr_shift_point points[HR_SHIFT_POINTS];

	for (int64_t i = 1; i <= 5000; i++) {
		hr_hist_add(a, i * HR_NS_PER_MS, 1);
		hr_hist_add(b, (i + 100) * HR_NS_PER_MS, 1);
	}
	hr_shift_function(a, b, 0, 0, points);
	for (size_t i = 0; i < HR_SHIFT_POINTS; i++) {
		ck_assert_double_eq(points[i].p, hr_shift_quantiles[i]);
		ck_assert_double_eq_tol(points[i].b_ms - points[i].a_ms, 100, 1e-6);
		/* of a uniform sample: sqrt(p (1 - p) / n) of the range, twice */
		ck_assert_double_eq_tol(points[i].error_ms,
		                        5000 * sqrt(2 * points[i].p * (1 - points[i].p) / 5000),
		                        0.15 * points[i].error_ms);
	}
	hr_shift_function(a, NULL, 0, 0, points);
	ck_assert_double_nan(points[0].b_ms);
	ck_assert(!isnan(points[0].a_ms));
	hr_hist_free(a);
	hr_hist_free(b);
}
END_TEST

/* By rational arithmetic: ratio 76/33, sqrt(5/4 sum (s - r c)^2) / 33. */
START_TEST(joins_windows)
{
	static const double sums[] = { 10, 12, 9, 15, 30 }, counts[] = { 5, 6, 4, 8, 10 };
	struct hr_batch_ratio got = hr_batch_ratio(sums, counts, 5);
	double many_sums[100], many_counts[100], coarse_sums[10], coarse_counts[10];

	ck_assert_double_eq_tol(got.ratio, 76.0 / 33, 1e-14);
	ck_assert_double_eq_tol(got.error, 0.2751336945984777, 1e-13);
	ck_assert_uint_eq(got.batches, 5);
	/* R: qt(0.975, 4) is 2.776445 */
	ck_assert_double_eq_tol(hr_batch_half_width(&got, 0.95), 2.776445 * got.error, 1e-6);
	got = hr_batch_ratio(sums, counts, 4);
	ck_assert_double_nan(got.error);
	ck_assert_double_nan(hr_batch_half_width(&got, 0.95));
	/* a hundred windows are ten batches of ten; empty windows among them change nothing */
	for (int i = 0; i < 100; i++) {
		many_sums[i] = i % 7 + i / 10;
		many_counts[i] = 1 + i % 3;
		coarse_sums[i / 10] = (i % 10 == 0 ? 0 : coarse_sums[i / 10]) + many_sums[i];
		coarse_counts[i / 10] = (i % 10 == 0 ? 0 : coarse_counts[i / 10]) + many_counts[i];
	}
	got = hr_batch_ratio(many_sums, many_counts, 100);
	ck_assert_uint_eq(got.batches, 10);
	ck_assert_double_eq_tol(got.error, hr_batch_ratio(coarse_sums, coarse_counts, 10).error,
	                        1e-14);
	ck_assert_double_nan(hr_batch_ratio(sums, counts, 0).ratio);
}
END_TEST

/*
 * The point of it: a level that wanders within the run (AR(1), 0.95 a window). Of 200 runs a
 * nominal 95 % interval must cover the truth in most; that of independent requests covers a third.
 */
START_TEST(covers_although_requests_depend)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int covered = 0, naive = 0;

	gsl_rng_set(rng, 20211004);
	for (int run = 0; run < 200; run++) {
		enum { WINDOWS = 600, A_WINDOW = 40 };
		static double below[WINDOWS], counts[WINDOWS], values[WINDOWS * A_WINDOW];
		struct hr_hist *hist = hr_hist_new();
		double level = 0, median;
		struct hr_woodruff got;
		size_t n = 0;

		for (int w = 0; w < WINDOWS; w++) {
			level = 0.95 * level + gsl_ran_gaussian(rng, 3);
			for (int i = 0; i < A_WINDOW; i++) {
				values[n] = round(1000 + level + gsl_ran_gaussian(rng, 30));
				hr_hist_add(hist, (int64_t)values[n++] * HR_NS_PER_MS, 1);
			}
		}
		median = hr_doubles_median(values, n);
		for (int w = 0; w < WINDOWS; w++) {
			below[w] = 0;
			counts[w] = A_WINDOW;
			for (int i = 0; i < A_WINDOW; i++)
				below[w] += values[w * A_WINDOW + i] <= median;
		}
		got = hr_woodruff(hist, 0.5, below, counts, WINDOWS, 0.95, HR_QUANTILE_R6, 0,
		                  HR_DURATION_MAX_NS);
		covered += got.low_ms <= 1000 && got.high_ms >= 1000;
		naive += fabs(median - 1000) <= 1.96 * 1.2533 * 31.5 / sqrt((double)n);
		ck_assert_double_lt(got.n_effective, (double)n);
		hr_hist_free(hist);
	}
	ck_assert_int_ge(covered, 172); /* 0.86 */
	ck_assert_int_le(naive, 100);
	gsl_rng_free(rng);
}
END_TEST

START_TEST(says_what_is_too_few)
{
	static const double below[4] = { 1, 1, 1, 1 }, counts[4] = { 2, 2, 2, 2 };
	struct hr_hist *hist = hist_of(counts, 4);
	struct hr_woodruff got = hr_woodruff(hist, 0.5, below, counts, 4, 0.95, HR_QUANTILE_R6, 0,
	                                     HR_DURATION_MAX_NS);

	ck_assert_double_nan(got.low_ms);
	ck_assert_double_eq(hr_quantile_count_needed(0.5), 20);
	ck_assert_double_eq(hr_quantile_count_needed(0.99), 1000);
	ck_assert_double_eq(hr_quantile_count_needed(0.999), 10000);
	hr_hist_free(hist);
}
END_TEST

static Suite *hist_effects_suite(void)
{
	Suite *suite = suite_create("stats/hist_effects");
	TCase *tcase = tcase_create("hist_effects");

	gsl_set_error_handler_off(); /* as main does */
	tcase_add_test(tcase, meets_harrell_and_davis);
	tcase_add_test(tcase, compares_two_histograms);
	tcase_add_test(tcase, names_effects);
	tcase_add_test(tcase, walks_in_order);
	tcase_add_test(tcase, finds_a_constant_shift);
	tcase_add_test(tcase, joins_windows);
	tcase_add_test(tcase, covers_although_requests_depend);
	tcase_add_test(tcase, says_what_is_too_few);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(hist_effects_suite)
