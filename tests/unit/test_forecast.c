/*
 * The forecast as a whole: named states, invariances, odd histories, paths, claims of a trend.
 */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "classic_series.h"
#include "model/forecast.h"
#include "model/line.h"
#include "model/methods.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define STEPS        24

static struct hr_forecast make(const double *values, size_t count, size_t season)
{
	const struct hr_history history = { .values = values,
		                            .count = count,
		                            .seasons = { season } };
	const struct hr_forecast_options options = { .horizon = STEPS, .seed = 5 };
	struct hr_forecast forecast;

	hr_forecast_new(&history, &options, &forecast);
	return forecast;
}

/* Finite, in order, whatever came in. */
static void check_sane(const struct hr_forecast *forecast, const char *what)
{
	double low[STEPS], high[STEPS], crossing[STEPS], before = 0;

	hr_forecast_quantile(forecast, 0.025, low);
	hr_forecast_quantile(forecast, 0.975, high);
	hr_forecast_crossing(forecast, 50, forecast->mean[0] + 1, true, crossing);
	for (size_t h = 0; h < STEPS; h++) {
		ck_assert_msg(isfinite(forecast->mean[h]) && isfinite(low[h]) && isfinite(high[h]),
		              "%s: step %zu is %g, %g..%g", what, h + 1, forecast->mean[h], low[h],
		              high[h]);
		ck_assert_double_le(low[h], forecast->mean[h]);
		ck_assert_double_ge(high[h], forecast->mean[h]);
		ck_assert_double_ge(crossing[h], before);
		ck_assert_double_le(crossing[h], 1 + 1e-9);
		before = crossing[h];
	}
}

START_TEST(test_states)
{
	static const double none[] = { NAN, NAN }, two[] = { 3, 4 }, same[] = { 7, 7, 7, 7, 7, 7 },
	                    zero[12] = { 0 }, five[] = { 3, 5, 4, 6, 5 },
	                    gaps[] = { NAN, 1, NAN, 2, NAN, 3, NAN };
	static const struct {
		const char *name;
		const double *values;
		size_t count, season;
		enum hr_forecast_state state;
	} cases[] = {
		{ "nothing at all", none, 0, 1, HR_FORECAST_NO_DATA },
		{ "nothing known", none, 2, 1, HR_FORECAST_NO_DATA },
		{ "one value", two, 1, 1, HR_FORECAST_INSUFFICIENT },
		{ "two values", two, 2, 12, HR_FORECAST_INSUFFICIENT },
		{ "three values in gaps", gaps, 7, 1, HR_FORECAST_INSUFFICIENT },
		{ "a constant", same, 6, 1, HR_FORECAST_CONSTANT },
		{ "zeros", zero, 12, 4, HR_FORECAST_CONSTANT },
		{ "five values", five, 5, 1, HR_FORECAST_UNTESTED },
		{ "Nile", nile, COUNT(nile), 1, HR_FORECAST_OK },
		{ "Johnson", johnson, COUNT(johnson), 4, HR_FORECAST_OK },
		{ "one season", johnson, 4 + 1, 4, HR_FORECAST_UNTESTED },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct hr_forecast forecast = make(cases[i].values, cases[i].count,
		                                   cases[i].season);

		ck_assert_msg(forecast.state == cases[i].state, "%s: %s", cases[i].name,
		              hr_forecast_state_name(forecast.state));
		check_sane(&forecast, cases[i].name);
		hr_forecast_release(&forecast);
	}
}
END_TEST

START_TEST(test_every_length)
{
	for (size_t n = 1; n <= COUNT(johnson); n += n < 30 ? 1 : 7) {
		struct hr_forecast forecast = make(johnson, n, 4);

		check_sane(&forecast, "Johnson");
		hr_forecast_release(&forecast);
	}
}
END_TEST

START_TEST(test_odd_histories)
{
	enum { N = 400 };
	double values[7][N];

	for (size_t i = 0; i < N; i++) {
		double noise = sin((double)(i * i)) * 3 + (double)(i % 12);

		values[0][i] = i % 5 == 3 ? NAN : 20 + noise; /* gaps of 20 % */
		values[1][i] = noise - 6;                     /* negative */
		values[2][i] = 1e15 + noise;                  /* a large offset */
		values[3][i] = 20 + noise + (i > 2 * N / 3 ? 500 : 0);
		values[4][i] = i % 40 == 0 ? 3 : 0; /* mostly zeros */
		values[5][i] = 1e-12 * (20 + noise);
		values[6][i] = exp((double)i / 3); /* explosive */
	}
	for (size_t c = 0; c < COUNT(values); c++) {
		char name[32];
		struct hr_forecast forecast = make(values[c], N, 12);

		snprintf(name, sizeof(name), "case %zu", c);
		check_sane(&forecast, name);
		hr_forecast_release(&forecast);
	}
}
END_TEST

/* Units must not matter: kibibytes or bytes, the same picture. */
START_TEST(test_scale_does_not_matter)
{
	static const double factors[] = { 1e-6, 1e3, 1e9 };
	struct hr_forecast one = make(johnson, COUNT(johnson), 4);

	for (size_t f = 0; f < COUNT(factors); f++) {
		double scaled[COUNT(johnson)];
		struct hr_forecast other;

		for (size_t i = 0; i < COUNT(johnson); i++)
			scaled[i] = johnson[i] * factors[f];
		other = make(scaled, COUNT(johnson), 4);
		for (size_t h = 0; h < STEPS; h++) {
			double width = one.deviation[h];

			ck_assert_double_eq_tol(other.mean[h] / factors[f], one.mean[h],
			                        0.01 * width);
			ck_assert_double_eq_tol(other.deviation[h] / factors[f] / width, 1, 0.01);
		}
		hr_forecast_release(&other);
	}
	hr_forecast_release(&one);
}
END_TEST

/* One value 100 times too large moves the forecast by at most a tenth of the interval. */
START_TEST(test_outlier)
{
	struct hr_forecast clean = make(johnson, COUNT(johnson), 4);
	static const size_t at[] = { 10, 40, 70 };

	for (size_t k = 0; k < COUNT(at); k++) {
		double dirty[COUNT(johnson)];
		struct hr_forecast other;

		memcpy(dirty, johnson, sizeof(dirty));
		dirty[at[k]] *= 100;
		other = make(dirty, COUNT(johnson), 4);
		ck_assert_uint_eq(other.quality.outliers, 1);
		ck_assert_uint_eq(other.quality.outlier_at[0], at[k]);
		for (size_t h = 0; h < STEPS; h++)
			ck_assert_double_le(fabs(other.mean[h] - clean.mean[h]),
			                    0.1 * 2 * 1.96 * clean.deviation[h]);
		hr_forecast_release(&other);
	}
	hr_forecast_release(&clean);
}
END_TEST

START_TEST(test_same_seed_same_paths)
{
	struct hr_forecast a = make(johnson, COUNT(johnson), 4),
	                   b = make(johnson, COUNT(johnson), 4);
	double first[10 * STEPS], second[10 * STEPS];

	hr_forecast_paths(&a, 10, first);
	hr_forecast_paths(&b, 10, second);
	ck_assert_mem_eq(first, second, sizeof(first));
	b.seed = 6;
	hr_forecast_paths(&b, 10, second);
	ck_assert_mem_ne(first, second, sizeof(first));
	hr_forecast_release(&a);
	hr_forecast_release(&b);
}
END_TEST

/* The share of paths above a quantile at the last step is what the quantile says. */
START_TEST(test_paths_fit_quantiles)
{
	enum { PATHS = 4000 };
	struct hr_forecast forecast = make(nile, COUNT(nile), 1);
	double *paths = hr_alloc_array(PATHS * STEPS, sizeof(*paths)), high[STEPS];
	size_t above = 0;

	hr_forecast_quantile(&forecast, 0.9, high);
	hr_forecast_paths(&forecast, PATHS, paths);
	for (size_t i = 0; i < PATHS; i++)
		above += paths[i * STEPS + STEPS - 1] > high[STEPS - 1];
	ck_assert_double_eq_tol((double)above / PATHS, 0.1, 0.025);
	free(paths);
	hr_forecast_release(&forecast);
}
END_TEST

/* Flat noise has no trend: of 500 series at most 2 % are said to have one; a clear one is found. */
START_TEST(test_trend_claims)
{
	enum { N = 60, SERIES = 500 };
	struct hr_random random;
	size_t claims = 0, dependent = 0, found = 0;

	hr_random_seed(&random, 3);
	for (size_t s = 0; s < SERIES; s++) {
		double flat[N], follows[N], rising[N], last = 0;
		struct hr_slope trend;

		for (size_t i = 0; i < N; i++) {
			flat[i] = 37 + hr_random_normal(&random);
			last = 0.6 * last + hr_random_normal(&random);
			follows[i] = 37 + last;
			rising[i] = flat[i] + 0.05 * (double)i;
		}
		hr_trend_test(&(struct hr_history){ .values = flat, .count = N }, 0.99, &trend);
		claims += trend.significant;
		hr_trend_test(&(struct hr_history){ .values = follows, .count = N }, 0.99, &trend);
		dependent += trend.significant;
		hr_trend_test(&(struct hr_history){ .values = rising, .count = N }, 0.99, &trend);
		found += trend.significant && trend.low <= 0.05 && trend.high >= 0.05;
	}
	ck_assert_uint_le(claims, SERIES * 2 / 100);
	ck_assert_uint_le(dependent, SERIES * 5 / 100);
	ck_assert_uint_ge(found, SERIES * 95 / 100);
}
END_TEST

START_TEST(test_level_shift)
{
	enum { N = 90 };
	double values[N];
	struct hr_random random;
	struct hr_forecast forecast;

	hr_random_seed(&random, 11);
	for (size_t i = 0; i < N; i++)
		values[i] = (i >= 60 ? 80 : 40) + hr_random_normal(&random);
	forecast = make(values, N, 1);
	ck_assert_uint_eq(forecast.quality.shifts, 1);
	ck_assert_uint_eq(forecast.quality.shift_at[0], 60);
	/* and the shift is no trend */
	ck_assert(forecast.trend_known && !forecast.trend.significant);
	ck_assert_double_eq_tol(forecast.mean[STEPS - 1], 80, 3);
	hr_forecast_release(&forecast);
}
END_TEST

START_TEST(test_given_method)
{
	const struct hr_history history = { .values = nile, .count = COUNT(nile) };
	struct hr_forecast_options options = { .horizon = 12, .method = &hr_method_line };
	struct hr_forecast forecast;

	hr_forecast_new(&history, &options, &forecast);
	ck_assert_double_eq_tol(forecast.mean[11], 752.420216021602, 1e-9); /* R, lm */
	ck_assert_double_eq(forecast.members[0].weight, 1);
	hr_forecast_release(&forecast);
	options.method = hr_method_find(HR_SLICE_LITERAL("hw-additive"));
	hr_forecast_new(&history, &options, &forecast);
	ck_assert_int_eq(forecast.state, HR_FORECAST_UNFIT);
	ck_assert_int_eq(forecast.reason, HR_FIT_NO_SEASON);
	hr_forecast_release(&forecast);
}
END_TEST

/* Minutes of ten years: the latest part is used, in bounded time. */
START_TEST(test_long_history)
{
	enum { N = 1000000 };
	double *values = hr_alloc_array(N, sizeof(*values));
	struct hr_forecast forecast;

	for (size_t i = 0; i < N; i++)
		values[i] = 100 + 30 * sin((double)i * 2 * M_PI / 1440) + (double)(i % 7);
	forecast = make(values, N, 1440);
	ck_assert_uint_eq(forecast.used, HR_FORECAST_VALUES);
	check_sane(&forecast, "minutes");
	hr_forecast_release(&forecast);
	free(values);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("forecast");
	TCase *test = tcase_create("forecast");

	tcase_set_timeout(test, 120);
	tcase_add_test(test, test_states);
	tcase_add_test(test, test_every_length);
	tcase_add_test(test, test_odd_histories);
	tcase_add_test(test, test_scale_does_not_matter);
	tcase_add_test(test, test_outlier);
	tcase_add_test(test, test_same_seed_same_paths);
	tcase_add_test(test, test_paths_fit_quantiles);
	tcase_add_test(test, test_trend_claims);
	tcase_add_test(test, test_level_shift);
	tcase_add_test(test, test_given_method);
	tcase_add_test(test, test_long_history);
	suite_add_tcase(suite, test);
	return suite;
}

HR_UNIT_MAIN(suite)
