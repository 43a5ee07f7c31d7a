#include <config.h>
#include "stats/wilson.h"

#include <gsl/gsl_errno.h>
#include <math.h>

#include "stats/beta.h"
#include "stats/binomial.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* R, ?binom.test (W. J. Conover 1971, p. 97): binom.test(682, 925, p = 0.75), interval 0.7076683
 * 0.7654066; without a failure the rule of three: 1 - (0.025)^(1/n). */
START_TEST(meets_clopper_and_pearson)
{
	struct hr_bounds bounds = hr_binomial_interval(682, 925, 0.95);

	ck_assert_double_eq_tol(bounds.low, 0.7076683, 5e-8);
	ck_assert_double_eq_tol(bounds.high, 0.7654066, 5e-8);
	bounds = hr_binomial_interval(0, 100, 0.95);
	ck_assert_double_eq(bounds.low, 0);
	ck_assert_double_eq_tol(bounds.high, 1 - pow(0.025, 0.01), 1e-12);
	bounds = hr_binomial_interval(100, 100, 0.95);
	ck_assert_double_eq_tol(bounds.low, pow(0.025, 0.01), 1e-12);
	ck_assert_double_eq(bounds.high, 1);
	bounds = hr_binomial_interval(0, 0, 0.95);
	ck_assert_double_eq(bounds.low, 0);
	ck_assert_double_eq(bounds.high, 1);
}
END_TEST

/* Sums of choose(10, k) / 1024: 176 for k <= 3, 386 for k >= 6. */
START_TEST(adds_binomial_tails)
{
	ck_assert_double_eq_tol(hr_binomial_at_most(3, 10, 0.5), 176.0 / 1024, 1e-14);
	ck_assert_double_eq_tol(hr_binomial_at_least(6, 10, 0.5), 386.0 / 1024, 1e-14);
	ck_assert_double_eq(hr_binomial_at_least(0, 10, 0.5), 1);
	ck_assert_double_eq(hr_binomial_at_least(11, 10, 0.5), 0);
	ck_assert_double_eq(hr_binomial_at_least(1, 10, 0), 0);
	ck_assert_double_eq(hr_binomial_at_most(9, 10, 1), 0);
	ck_assert_double_eq(hr_binomial_at_most(10, 10, 1), 1);
	/* beyond 32 bits, where GSL has no answer: half of the mass on either side */
	ck_assert_double_eq_tol(
	        hr_binomial_at_most(UINT64_C(5000000000), UINT64_C(10000000000), 0.5), 0.5, 1e-4);
}
END_TEST

/* Where GSL's inverse fails: what comes out goes back in; b = 1 has the closed form p^(1/a), and 3
 * of 10^12 are Poisson: R, qgamma(0.025, 3) is 0.6186721. */
START_TEST(inverts_any_size)
{
	static const double shapes[][2] = { { 11, 99990 }, { 101, 999900 }, { 5e6, 5e6 },
		                            { 1e9, 1e9 },  { 1, 1e9 },      { 0.5, 0.5 } };

	for (size_t i = 0; i < COUNT(shapes); i++) {
		double a = shapes[i][0], b = shapes[i][1], x = hr_beta_quantile(0.025, a, b);

		ck_assert_double_eq_tol(hr_beta_below(x, a, b), 0.025, 1e-8);
		ck_assert_double_eq_tol(hr_beta_above(x, a, b), 0.975, 1e-8);
	}
	ck_assert_double_eq_tol(hr_beta_quantile(0.025, 500, 1), pow(0.025, 1.0 / 500), 1e-13);
	ck_assert_double_eq_tol(hr_beta_quantile(0.025, 3, 1e12) * 1e12, 0.6186721, 5e-8);
	ck_assert_double_eq(hr_beta_below(0, 2, 2), 0);
	ck_assert_double_eq(hr_beta_above(1, 2, 2), 0);
}
END_TEST

/* On both sides of the switch to the normal approximation. */
START_TEST(approximates_smoothly)
{
	for (double z = -3; z <= 3; z += 0.5) {
		double n = 1e6, m = 4e6;

		ck_assert_double_eq_tol(hr_beta_below(0.5 + z / (2 * sqrt(n)), n / 2, n / 2),
		                        hr_beta_below(0.5 + z / (2 * sqrt(m)), m / 2, m / 2), 1e-6);
	}
	ck_assert_double_eq_tol(hr_binomial_compare(100000, 1000000, 101000, 1000000), 0.0094005,
	                        1e-7);
}
END_TEST

/* Hypergeometric sums by rational arithmetic; 5 of 200 all in one half:
 * choose(100,5)/choose(200,5). */
START_TEST(compares_proportions_exactly)
{
	ck_assert_double_eq_tol(hr_binomial_compare(0, 100, 5, 100), 0.029691605234293292, 1e-12);
	ck_assert_double_eq_tol(hr_binomial_compare(3, 40, 9, 35), 0.03285564059510182, 1e-12);
	ck_assert_double_eq(hr_binomial_compare(3, 40, 0, 35), 1);
	ck_assert_double_eq(hr_binomial_compare(0, 0, 2, 35), 1);
	/* the limit: the same as a fair coin five times */
	ck_assert_double_eq_tol(hr_binomial_compare(0, UINT64_C(1) << 40, 5, UINT64_C(1) << 40),
	                        1.0 / 32, 1e-9);
}
END_TEST

/* R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3. */
static const struct {
	uint64_t successes, trials;
	double low, high;
} singles[] = {
	{ 81, 263, .2553, .3662 },
	{ 15, 148, .0624, .1605 },
	{ 0, 20, .0000, .1611 },
	{ 1, 29, .0061, .1718 },
};

START_TEST(meets_wilson)
{
	struct hr_proportion proportion = { singles[_i].successes, singles[_i].trials, 1 };
	struct hr_bounds bounds = hr_wilson(proportion, 0.95);

	ck_assert_double_eq_tol(bounds.low, singles[_i].low, 5e-5);
	ck_assert_double_eq_tol(bounds.high, singles[_i].high, 5e-5);
}
END_TEST

/* R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10. */
static const struct {
	struct hr_proportion b, a;
	double low, high;
} pairs[] = {
	{ { 56, 70, 1 }, { 48, 80, 1 }, .0524, .3339 },
	{ { 9, 10, 1 }, { 3, 10, 1 }, .1705, .8090 },
	{ { 5, 56, 1 }, { 0, 29, 1 }, -.0381, .1926 },
	{ { 0, 10, 1 }, { 0, 20, 1 }, -.1611, .2775 },
	{ { 10, 10, 1 }, { 0, 20, 1 }, .6791, 1.0000 },
};

START_TEST(meets_newcombe)
{
	struct hr_difference difference = hr_newcombe(pairs[_i].a, pairs[_i].b, 0.95);

	ck_assert_double_eq_tol(difference.low, pairs[_i].low, 5e-5);
	ck_assert_double_eq_tol(difference.high, pairs[_i].high, 5e-5);
}
END_TEST

/* A dispersion of 4 is a quarter of the trials: the width about doubles. */
START_TEST(widens_with_dispersion)
{
	struct hr_bounds plain = hr_wilson((struct hr_proportion){ 500, 10000, 1 }, 0.95),
	                 wide = hr_wilson((struct hr_proportion){ 500, 10000, 4 }, 0.95),
	                 fewer = hr_wilson((struct hr_proportion){ 125, 2500, 0 }, 0.95);

	ck_assert_double_eq_tol((wide.high - wide.low) / (plain.high - plain.low), 2, 0.01);
	ck_assert_double_eq_tol(wide.low, fewer.low, 1e-12);
	ck_assert_double_eq_tol(wide.high, fewer.high, 1e-12);
	ck_assert_double_nan(hr_newcombe((struct hr_proportion){ 0, 0, 1 },
	                                 (struct hr_proportion){ 1, 2, 1 }, 0.95)
	                             .estimate);
}
END_TEST

/* By rational arithmetic: chi square over 3 degrees of freedom. */
START_TEST(measures_bursts)
{
	static const uint64_t bursts[] = { 0, 0, 12, 1 }, trials[] = { 100, 100, 100, 50 }, none[4],
	                      even[] = { 2, 2, 2, 1 };

	ck_assert_double_eq_tol(hr_dispersion(bursts, trials, 4), 9.107509700981511, 1e-12);
	ck_assert_double_eq(hr_dispersion(even, trials, 4), 1);
	ck_assert_double_eq(hr_dispersion(none, trials, 4), 1);
	ck_assert_double_eq(hr_dispersion(bursts, trials, 0), 1);
	ck_assert_double_eq(hr_dispersion(bursts + 2, trials, 1), 1);
}
END_TEST

static Suite *proportions_suite(void)
{
	Suite *suite = suite_create("stats/proportions");
	TCase *tcase = tcase_create("proportions");

	gsl_set_error_handler_off(); /* as main does */
	tcase_add_test(tcase, meets_clopper_and_pearson);
	tcase_add_test(tcase, adds_binomial_tails);
	tcase_add_test(tcase, inverts_any_size);
	tcase_add_test(tcase, approximates_smoothly);
	tcase_add_test(tcase, compares_proportions_exactly);
	HR_ADD_ROWS(tcase, meets_wilson, singles);
	HR_ADD_ROWS(tcase, meets_newcombe, pairs);
	tcase_add_test(tcase, widens_with_dispersion);
	tcase_add_test(tcase, measures_bursts);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(proportions_suite)
