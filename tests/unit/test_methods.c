/*
 * Every forecasting method through the common interface: values from R for two series that are
 * printed here, exact fits of planted curves, and short or odd histories.
 */
#include <config.h>

#include <math.h>

#include "classic_series.h"
#include "model/accuracy.h"
#include "model/forecast.h"
#include "model/holt_winters.h"
#include "model/line.h"
#include "model/methods.h"
#include "model/naive.h"
#include "model/saturation.h"
#include "model/seasonal_regression.h"
#include "model/smoothing.h"
#include "model/theta.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct hr_history of_nile = { .values = nile, .count = COUNT(nile) };
static const struct hr_history of_johnson = { .values = johnson,
	                                      .count = COUNT(johnson),
	                                      .seasons = { 4 } };

/* R 4.2.2, forecast 8.20, ses(Nile): SSE 2038674.44, forecast 805.0, sigma^2 20802.8. */
START_TEST(test_ses_nile)
{
	struct hr_fit fit;
	double mean[2], high[2];

	ck_assert_int_eq(hr_fit_new(&hr_method_ses, &of_nile, &fit), HR_FIT_OK);
	ck_assert_double_le(fit.sse, 2038674.44 * 1.0001);
	ck_assert_double_eq_tol(fit.sigma2, 20802.80, 1);
	ck_assert_double_eq_tol(fit.aicc, 1459.03, 0.01);
	hr_fit_mean(&fit, 2, mean);
	ck_assert_double_eq_tol(mean[0], 805.05, 0.3);
	hr_fit_quantile(&fit, 2, 0.975, high);
	ck_assert_double_eq_tol(high[0] - mean[0], 1.959964 * sqrt(20802.80), 0.1);
	ck_assert_str_eq(fit.label, "ETS(A,N,N)");
	hr_fit_release(&fit);
}
END_TEST

/* R 4.2.2, lm(Nile ~ t): slope -2.714305 (0.521554), twelfth forecast 752.4202 [445.49, 1059.35].
 */
START_TEST(test_line_nile)
{
	struct hr_fit fit;
	double mean[12], low[12], high[12];

	ck_assert_int_eq(hr_fit_new(&hr_method_line, &of_nile, &fit), HR_FIT_OK);
	ck_assert_double_eq_tol(fit.slope, -2.71430543054305, 1e-12);
	ck_assert_double_eq_tol(fit.slope_se, 0.521554090157457, 1e-12);
	hr_fit_mean(&fit, 12, mean);
	hr_fit_quantile(&fit, 12, 0.025, low);
	hr_fit_quantile(&fit, 12, 0.975, high);
	ck_assert_double_eq_tol(mean[11], 752.420216021602, 1e-9);
	ck_assert_double_eq_tol(low[11], 445.491302757492, 1e-6);
	ck_assert_double_eq_tol(high[11], 1059.34912928571, 1e-6);
	hr_fit_release(&fit);
}
END_TEST

/* R 4.2.2, HoltWinters(JohnsonJohnson): SSE 15.405887 additive, 14.353179 multiplicative. */
/*
 * Prometheus, promql/promqltest/testdata/functions.test: a counter every 300 s that is reset in the
 * middle; predict_linear 3600 s after the last sample is 76.8181818, 12 steps on.
 */
START_TEST(test_line_predicts_as_prometheus)
{
	static const double counter[] = { 0, 10, 20, 30, 40, 0, 10, 20, 30, 40, 50 };
	struct hr_history history = { .values = counter, .count = 11 };
	double mean[12];
	struct hr_fit fit;

	ck_assert_int_eq(hr_fit_new(&hr_method_line, &history, &fit), HR_FIT_OK);
	hr_fit_mean(&fit, 12, mean);
	ck_assert_double_eq_tol(fit.slope / 300, 0.010606060606, 1e-12);
	ck_assert_double_eq_tol(mean[11], 76.8181818, 1e-7);
	hr_fit_release(&fit);
}
END_TEST

START_TEST(test_holt_winters_johnson)
{
	struct hr_fit fit;

	ck_assert_int_eq(hr_fit_new(&hr_method_hw_additive, &of_johnson, &fit), HR_FIT_OK);
	ck_assert_double_le(fit.sse, 15.4058866 * 1.0001);
	hr_fit_release(&fit);
	ck_assert_int_eq(hr_fit_new(&hr_method_hw_multiplicative, &of_johnson, &fit), HR_FIT_OK);
	ck_assert_double_le(fit.sse, 14.3531785 * 1.0001);
	hr_fit_release(&fit);
}
END_TEST

/* Standard Theta is smoothing with a drift of half the slope of the line (Hyndman and Billah 2003):
 * successive forecasts of non-seasonal values differ by what that drift adds. */
START_TEST(test_theta_is_smoothing_with_drift)
{
	struct hr_fit fit;
	double mean[40];

	ck_assert_int_eq(hr_fit_new(&hr_method_theta, &of_nile, &fit), HR_FIT_OK);
	hr_fit_mean(&fit, 40, mean);
	for (size_t h = 1; h < 40; h++)
		ck_assert_double_eq_tol(mean[h] - mean[h - 1], -2.71430543054305 / 2, 1e-9);
	hr_fit_release(&fit);
}
END_TEST

START_TEST(test_exact_fits)
{
	double straight[60], seasonal[60], growing[60], mean[6];
	struct hr_fit fit;

	for (size_t i = 0; i < 60; i++) {
		straight[i] = 100 + 2.5 * (double)i;
		seasonal[i] = straight[i] + (i % 6 == 2 ? 40 : 0) - (i % 4 == 1 ? 9 : 0);
		growing[i] = 50 * pow(1.03, (double)i);
	}
	ck_assert_int_eq(hr_fit_new(&hr_method_holt,
	                            &(struct hr_history){ .values = straight, .count = 60 }, &fit),
	                 HR_FIT_OK);
	hr_fit_mean(&fit, 6, mean);
	ck_assert_double_eq_tol(mean[5], 100 + 2.5 * 65, 1e-3);
	hr_fit_release(&fit);
	/* two cycles that do not divide each other */
	ck_assert_int_eq(hr_fit_new(&hr_method_seasonal_regression,
	                            &(struct hr_history){
	                                    .values = seasonal, .count = 60, .seasons = { 4, 6 } },
	                            &fit),
	                 HR_FIT_OK);
	hr_fit_mean(&fit, 6, mean);
	for (size_t h = 0; h < 6; h++) {
		size_t i = 60 + h;

		ck_assert_double_eq_tol(
		        mean[h],
		        100 + 2.5 * (double)i + (i % 6 == 2 ? 40 : 0) - (i % 4 == 1 ? 9 : 0), 1e-6);
	}
	ck_assert_double_eq_tol(fit.slope, 2.5, 1e-8);
	hr_fit_release(&fit);
	ck_assert_int_eq(hr_fit_new(&hr_method_growth,
	                            &(struct hr_history){ .values = growing, .count = 60 }, &fit),
	                 HR_FIT_OK);
	hr_fit_mean(&fit, 6, mean);
	ck_assert_double_eq_tol(mean[5] / (50 * pow(1.03, 65)), 1, 1e-9);
	hr_fit_release(&fit);
}
END_TEST

/* example(SSlogis) of R: ChickWeight, chick 1: Asym 937.0214, xmid 35.2229, scal 11.4052. Its days
 * 0, 2 .. 20, 21 as steps 1 .. 22 with gaps. */
START_TEST(test_logistic_chick)
{
	static const double weight[] = { 42, 51, 59, 64, 76, 93, 106, 125, 149, 171, 199 };
	double values[22];
	struct hr_fit fit;

	for (size_t i = 0; i < 22; i++)
		values[i] = i % 2 == 0 ? weight[i / 2] : NAN;
	values[21] = 205;
	ck_assert_int_eq(hr_fit_new(&hr_method_logistic,
	                            &(struct hr_history){ .values = values, .count = 22 }, &fit),
	                 HR_FIT_OK);
	ck_assert_double_eq_tol(hr_fit_logistic(&fit)->ceiling, 937.0214, 0.05);
	ck_assert_double_eq_tol(hr_fit_logistic(&fit)->middle - 1, 35.2229, 0.005);
	ck_assert_double_eq_tol(hr_fit_logistic(&fit)->scale, 11.4052, 0.001);
	hr_fit_release(&fit);
}
END_TEST

START_TEST(test_bass_planted)
{
	static const struct hr_bass truth = { 5000, 0.03, 0.38 };
	double values[20];
	struct hr_fit fit;

	for (size_t i = 0; i < 20; i++)
		values[i] = hr_bass_value(&truth, (double)(i + 1));
	/* F(1) = (1 - e^-0.41) / (1 + 0.38/0.03 e^-0.41), by hand */
	ck_assert_double_eq_tol(values[0], 5000 * 0.0357582, 0.01);
	ck_assert_int_eq(hr_fit_new(&hr_method_bass,
	                            &(struct hr_history){ .values = values, .count = 20 }, &fit),
	                 HR_FIT_OK);
	ck_assert_double_eq_tol(hr_fit_bass(&fit)->ceiling, 5000, 1);
	ck_assert_double_eq_tol(hr_fit_bass(&fit)->p, 0.03, 1e-5);
	ck_assert_double_eq_tol(hr_fit_bass(&fit)->q, 0.38, 1e-4);
	hr_fit_release(&fit);
}
END_TEST

/* Doubling in 7 steps from 100, at most 5000: 200 x (1 - a little) after 7, below the ceiling. */
/* Before it has turned, a logistic curve through 1000 is not told from any other; with its ceiling
 * it is: exact values of 1000 / (1 + exp(-(t - 60) / 8)), t = 1 .. 40. */
START_TEST(test_known_ceiling)
{
	double values[40], mean[200];
	struct hr_history history = { .values = values, .count = 40, .ceiling = 1000 };
	struct hr_forecast_options options = { .horizon = 200, .method = &hr_method_logistic };
	struct hr_forecast forecast;
	struct hr_fit fit;

	for (int t = 0; t < 40; t++)
		values[t] = 1000 / (1 + exp(-(t + 1 - 60) / 8.0));
	ck_assert_int_eq(hr_fit_new(&hr_method_logistic, &history, &fit), HR_FIT_OK);
	ck_assert_double_eq_tol(hr_fit_logistic(&fit)->ceiling, 1000, 1e-9);
	ck_assert_double_eq_tol(hr_fit_logistic(&fit)->middle, 60, 1e-3);
	ck_assert_double_eq_tol(hr_fit_logistic(&fit)->scale, 8, 1e-4);
	hr_fit_mean(&fit, 200, mean);
	ck_assert_double_eq_tol(mean[19], 500, 0.1);
	ck_assert_double_eq_tol(mean[199], 1000, 0.1);
	hr_fit_release(&fit);
	hr_forecast_new(&history, &options, &forecast);
	hr_forecast_quantile(&forecast, 0.999, mean);
	for (int h = 0; h < 200; h++)
		ck_assert(forecast.mean[h] <= 1000 && mean[h] <= 1000);
	hr_forecast_release(&forecast);
}
END_TEST

START_TEST(test_viral)
{
	struct hr_logistic curve = hr_logistic_viral(100, 7, 5000);

	ck_assert_double_eq_tol(hr_logistic_value(&curve, 0), 100, 1e-9);
	ck_assert_double_eq_tol(hr_logistic_value(&curve, 7), 10000.0 / 51, 1e-9);
	ck_assert_double_le(hr_logistic_value(&curve, 1000), 5000);
}
END_TEST

/* What every method keeps to, whatever it is given. */
static void check_sane(const struct hr_method *method, const struct hr_history *history,
                       const char *what)
{
	struct hr_fit fit;
	enum hr_fit_status status = hr_fit_new(method, history, &fit);
	double mean[30], sd[30], low[30], high[30], path[30];
	struct hr_random random;

	if (status == HR_FIT_OK) {
		hr_random_seed(&random, 1);
		hr_fit_mean(&fit, 30, mean);
		hr_fit_deviation(&fit, 30, sd);
		hr_fit_quantile(&fit, 30, 0.1, low);
		hr_fit_quantile(&fit, 30, 0.9, high);
		hr_fit_path(&fit, &random, 30, path);
		for (size_t h = 0; h < 30; h++) {
			ck_assert_msg(isfinite(mean[h]) && isfinite(sd[h]) && sd[h] >= 0,
			              "%s of %s: step %zu is %g +- %g", method->name, what, h + 1,
			              mean[h], sd[h]);
			ck_assert_msg(isfinite(low[h]) && isfinite(high[h]) && low[h] <= high[h] &&
			                      isfinite(path[h]),
			              "%s of %s: step %zu in %g..%g, path %g", method->name, what,
			              h + 1, low[h], high[h], path[h]);
		}
		ck_assert_uint_eq(fit.count, history->count);
	}
	hr_fit_release(&fit);
}

START_TEST(test_odd_histories)
{
	double constant[50], zeros[50], gaps[60], negative[60], huge[60], shifted[60], outlier[60];
	const struct {
		const char *name;
		const double *values;
		size_t count;
	} cases[] = {
		{ "a constant", constant, 50 }, { "zeros", zeros, 50 },
		{ "gaps", gaps, 60 },           { "negative values", negative, 60 },
		{ "large offset", huge, 60 },   { "a level shift", shifted, 60 },
		{ "an outlier", outlier, 60 },  { "Johnson", johnson, COUNT(johnson) },
	};

	for (size_t i = 0; i < 60; i++) {
		double noise = sin((double)(i * i)) * 3 + (double)(i % 4);

		if (i < 50) {
			constant[i] = 7;
			zeros[i] = 0;
		}
		gaps[i] = i % 5 == 3 ? NAN : 20 + noise;
		negative[i] = noise - 2;
		huge[i] = 1e15 + noise;
		shifted[i] = 20 + noise + (i >= 40 ? 100 : 0);
		outlier[i] = i == 30 ? 2000 : 20 + noise;
	}
	for (size_t m = 0; hr_methods[m] != NULL; m++) {
		for (size_t c = 0; c < COUNT(cases); c++) {
			/* every length, too: one, two, one season, two seasons ... */
			for (size_t n = 1; n <= cases[c].count; n += n < 14 ? 1 : 9) {
				struct hr_history history = { .values = cases[c].values,
					                      .count = n,
					                      .seasons = { 4 } };

				check_sane(hr_methods[m], &history, cases[c].name);
			}
			check_sane(hr_methods[m],
			           &(struct hr_history){ .values = cases[c].values,
			                                 .count = cases[c].count },
			           cases[c].name);
		}
	}
}
END_TEST

START_TEST(test_nothing_known)
{
	static const double none[3] = { NAN, NAN, NAN };
	const struct hr_history history = { .values = none, .count = 3 };

	for (size_t m = 0; hr_methods[m] != NULL; m++) {
		struct hr_fit fit;

		ck_assert_int_eq(hr_fit_new(hr_methods[m], &history, &fit), HR_FIT_TOO_SHORT);
		hr_fit_release(&fit);
	}
}
END_TEST

/* Simulated paths have the mean and the spread of the formulas. */
START_TEST(test_paths_agree)
{
	static const struct hr_method *const methods[] = { &hr_method_ets, &hr_method_holt,
		                                           &hr_method_naive, &hr_method_line,
		                                           &hr_method_theta };
	enum { PATHS = 4000, STEPS = 8 };

	for (size_t m = 0; m < COUNT(methods); m++) {
		double mean[STEPS], sd[STEPS], sum[STEPS] = { 0 }, squares[STEPS] = { 0 };
		struct hr_random random;
		struct hr_fit fit;

		hr_random_seed(&random, 7);
		ck_assert_int_eq(hr_fit_new(methods[m], &of_johnson, &fit), HR_FIT_OK);
		hr_fit_mean(&fit, STEPS, mean);
		hr_fit_deviation(&fit, STEPS, sd);
		for (size_t i = 0; i < PATHS; i++) {
			double path[STEPS];

			hr_fit_path(&fit, &random, STEPS, path);
			for (size_t h = 0; h < STEPS; h++) {
				sum[h] += path[h] - mean[h];
				squares[h] += (path[h] - mean[h]) * (path[h] - mean[h]);
			}
		}
		for (size_t h = 0; h < STEPS; h++) {
			ck_assert_double_eq_tol(sum[h] / PATHS / sd[h], 0, 0.07);
			ck_assert_double_eq_tol(sqrt(squares[h] / PATHS) / sd[h], 1, 0.05);
		}
		hr_fit_release(&fit);
	}
}
END_TEST

/* By hand: errors of 10 on 100, 10 on 50, 0 on 0 and 5 on 20; the intervals hold three of the four,
 * one of them by its border; what is missing is no step. */
START_TEST(accuracy_is_measured_by_m4)
{
	double values[] = { 1, 3, 2, (double)NAN, 6, 7 };
	const struct hr_history history = { .values = values, .count = 6 };
	struct hr_accuracy got = { 0 };

	ck_assert_double_nan(hr_accuracy_smape(&got));
	hr_accuracy_add(&got, 100, 110, 90, 120);
	hr_accuracy_add(&got, 50, 40, 40, 50);
	hr_accuracy_add(&got, 0, 0, 0, 0);
	hr_accuracy_add(&got, 20, 25, 20.5, 30);
	hr_accuracy_add(&got, (double)NAN, 25, 20, 30);
	ck_assert_uint_eq(got.steps, 4);
	ck_assert_double_eq_tol(hr_accuracy_smape(&got),
	                        (20 / 210.0 + 20 / 90.0 + 0 + 10 / 45.0) / 4, 1e-15);
	ck_assert_double_eq_tol(hr_accuracy_coverage(&got), 0.75, 1e-15);
	/* |3 - 1|, |2 - 3|, |7 - 6| */
	ck_assert_double_eq_tol(hr_accuracy_scale(&history), 4.0 / 3, 1e-15);
	ck_assert_double_eq_tol(hr_accuracy_mase(&got, 4.0 / 3), 25.0 / 4 / (4.0 / 3), 1e-15);
	ck_assert_double_nan(hr_accuracy_mase(&got, 0));
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("methods");
	TCase *test = tcase_create("methods");

	tcase_set_timeout(test, 120);
	tcase_add_test(test, test_ses_nile);
	tcase_add_test(test, test_line_nile);
	tcase_add_test(test, test_line_predicts_as_prometheus);
	tcase_add_test(test, test_holt_winters_johnson);
	tcase_add_test(test, test_theta_is_smoothing_with_drift);
	tcase_add_test(test, test_exact_fits);
	tcase_add_test(test, test_logistic_chick);
	tcase_add_test(test, test_bass_planted);
	tcase_add_test(test, test_known_ceiling);
	tcase_add_test(test, test_viral);
	tcase_add_test(test, test_odd_histories);
	tcase_add_test(test, test_nothing_known);
	tcase_add_test(test, test_paths_agree);
	tcase_add_test(test, accuracy_is_measured_by_m4);
	suite_add_tcase(suite, test);
	return suite;
}

HR_UNIT_MAIN(suite)
