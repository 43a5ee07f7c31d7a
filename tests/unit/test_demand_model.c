#include <config.h>
#include "model/demand_model.h"

#include "stats/random.h"
#include "unit.h"

#define DAYS 120

static double values[DAYS];
static struct hr_demand_model model;

/* A line with weekends and noise: what continues it beats what repeats the last value. */
static void fill(double per_day, double weekend, double noise)
{
	struct hr_random random;

	hr_random_seed(&random, 11);
	for (int i = 0; i < DAYS; i++)
		values[i] = 100 + per_day * i - (i % 7 >= 5 ? weekend : 0) +
		            noise * hr_random_normal(&random);
}

static bool forecast(size_t days, size_t horizon, const char *const *names, size_t count)
{
	struct hr_history history = { .values = values, .count = days, .seasons = { 7 } };

	return hr_demand_model_new(&history, 7, horizon, names, count, 0, &model);
}

START_TEST(the_smaller_error_wins)
{
	static const char *const names[] = { "naive", "linear", "ses" };

	fill(0.5, 30, 1);
	ck_assert(forecast(DAYS, 60, names, 3));
	ck_assert_uint_eq(model.chosen, 1);
	ck_assert_uint_eq(model.origins, 3);
	ck_assert_double_lt(model.candidates[1].mase, 0.5);
	ck_assert_double_gt(model.candidates[0].mase, 2 * model.candidates[1].mase);
	/* Day 179 is a working day: 100 + 0.5 * 179. */
	ck_assert_double_eq_tol(model.mean[59], 100 + 0.5 * 179, 2);
	for (size_t h = 0; h < 60; h++) {
		ck_assert(model.bounds[0][h] < model.bounds[2][h] &&
		          model.bounds[2][h] < model.bounds[4][h] &&
		          model.bounds[4][h] < model.mean[h] &&
		          model.mean[h] < model.bounds[5][h] &&
		          model.bounds[5][h] < model.bounds[3][h] &&
		          model.bounds[3][h] < model.bounds[1][h]);
	}
	hr_demand_model_release(&model);
}
END_TEST

START_TEST(noise_without_a_trend_stays_level)
{
	static const char *const names[] = { "trend" };

	fill(0, 0, 5);
	ck_assert(forecast(DAYS, 90, names, 1));
	ck_assert_double_eq_tol(model.mean[0], 100, 2);
	ck_assert_double_eq(model.mean[0], model.mean[89]);
	hr_demand_model_release(&model);
}
END_TEST

START_TEST(little_history_has_no_forecast)
{
	static const char *const names[] = { "trend", "auto" };

	fill(0.5, 30, 1);
	ck_assert(!forecast(13, 30, names, 2));
	ck_assert(!forecast(0, 30, names, 2));
	ck_assert(forecast(14, 30, names, 2)); /* no origin: the first that can */
	ck_assert_uint_eq(model.chosen, 0);
	ck_assert_double_nan(model.candidates[0].mase);
	hr_demand_model_release(&model);
	for (int i = 0; i < DAYS; i++)
		values[i] = 42;
	ck_assert(forecast(DAYS, 30, names, 2));
	ck_assert_double_eq(model.mean[29], 42);
	ck_assert_double_eq(model.bounds[1][29], 42);
	hr_demand_model_release(&model);
}
END_TEST

START_TEST(knows_names)
{
	ck_assert(hr_demand_model_is_known("trend") && hr_demand_model_is_known("linear") &&
	          hr_demand_model_is_known("holt-winters") && hr_demand_model_is_known("ses") &&
	          hr_demand_model_is_known("auto"));
	ck_assert(!hr_demand_model_is_known("crystal-ball") && !hr_demand_model_is_known(""));
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("demand_model");
	TCase *tests = tcase_create("demand_model");

	tcase_add_test(tests, the_smaller_error_wins);
	tcase_add_test(tests, noise_without_a_trend_stays_level);
	tcase_add_test(tests, little_history_has_no_forecast);
	tcase_add_test(tests, knows_names);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(make_suite)
