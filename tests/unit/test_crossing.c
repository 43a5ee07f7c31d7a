/*
 * Planted truths: series with known growth, season, level shift, outage and date of the limit. The
 * stated 95 % interval must hold the true date in at least 90 % of the cases, and flat noise must
 * give a date in at most 2 %. HEADROOM_CASES says how many (make check-capacity: 500).
 */
#include <config.h>
#include "model/crossing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/passing.h"
#include "stats/random.h"
#include "model/trend_paths.h"
#include "unit.h"

#define DAYS_MAX      400
#define CASES_DEFAULT 100

struct planted {
	double values[DAYS_MAX];
	size_t days;
	double limit, truth; /* days after the last value */
};

static double between(struct hr_random *random, double low, double high)
{
	return low + (high - low) * hr_random_unit(random);
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static size_t cases(void)
{
	const char *text = getenv("HEADROOM_CASES");

	return text != NULL ? (size_t)atol(text) : CASES_DEFAULT;
}

/* Level at @day without season and noise. */
struct course {
	double start, per_day, rate; /* rate != 0: start * (1 + rate)^(day / 30) */
	size_t shift_day;
	double shift;
};

static double level_at(const struct course *course, double day)
{
	double level = course->rate > 0 ? course->start * pow(1 + course->rate, day / 30)
	                                : course->start + course->per_day * day;

	if (day < (double)course->shift_day)
		return level;
	return course->rate > 0 ? level * (1 + course->shift)
	                        : level + course->start * course->shift;
}

/* Growth of one kind or the other, every fourth with a shift up or down. */
static struct course draw_course(struct hr_random *random, uint64_t seed, size_t days)
{
	struct course course = { .start = 100, .shift_day = SIZE_MAX };

	if (seed % 2 == 0)
		course.rate = between(random, 0.03, 0.2);
	else
		course.per_day = between(random, 0.1, 0.6);
	if (seed % 4 == 1) {
		course.shift_day = (size_t)between(random, 0.2 * days, 0.8 * days);
		course.shift = between(random, 0.15, 0.4) * (seed % 8 == 1 ? 1 : -0.7);
	}
	return course;
}

/* The season is in proportion to what grows at a rate, and added to a line. */
static double with_season(const struct course *course, double level, double effect)
{
	return course->rate > 0 ? level * exp(effect) : level + 100 * effect;
}

static void plant(uint64_t seed, bool flat, struct planted *out)
{
	struct course course = { .start = 100, .shift_day = SIZE_MAX };
	struct hr_random random;
	double season[7], busiest = -INFINITY, noise, correlation, e = 0;
	size_t gap;

	hr_random_seed(&random, seed);
	out->days = (size_t)between(&random, 60, DAYS_MAX);
	noise = between(&random, 0.5, 6);
	correlation = seed % 3 == 0 ? between(&random, 0, 0.6) : 0;
	if (!flat)
		course = draw_course(&random, seed, out->days);
	for (int i = 0; i < 7; i++) {
		season[i] = seed % 5 == 0 ? 0 : between(&random, -0.1, 0.1);
		busiest = fmax(busiest, season[i]);
	}
	gap = seed % 3 == 1 ? (size_t)between(&random, 10, out->days - 20) : SIZE_MAX;
	for (size_t i = 0; i < out->days; i++) {
		e = correlation * e +
		    hr_random_normal(&random) * noise * sqrt(1 - correlation * correlation);
		out->values[i] = with_season(&course, level_at(&course, (double)i), season[i % 7]) +
		                 e;
		if (gap != SIZE_MAX && i >= gap && i < gap + 8)
			out->values[i] = NAN;
	}
	out->truth = between(&random, 10, 150);
	out->limit = with_season(&course, level_at(&course, (double)out->days - 1 + out->truth),
	                         busiest);
	if (flat)
		out->limit += between(&random, 2, 30);
}

static void find(const struct planted *planted, struct hr_crossing *out)
{
	struct hr_history history = { .values = planted->values,
		                      .count = planted->days,
		                      .seasons = { 7 } };
	struct hr_crossing_trends trends;

	hr_crossing_fit(&history, 7, &trends);
	hr_crossing_find(&history, &trends, planted->limit, 365, out);
}

START_TEST(intervals_hold_the_true_date)
{
	size_t n = cases(), held = 0, dated = 0;
	double width = 0;

	for (size_t i = 0; i < n; i++) {
		struct planted planted;
		struct hr_crossing crossing;

		plant(i + 1, false, &planted);
		find(&planted, &crossing);
		if (crossing.state != HR_CROSSING_EXPECTED)
			continue;
		dated++;
		width += isfinite(crossing.latest)
		                 ? (crossing.latest - crossing.earliest) / planted.truth
		                 : 0;
		if (planted.truth >= crossing.earliest && planted.truth <= crossing.latest)
			held++;
	}
	printf("# %zu of %zu dates stated, %zu hold the truth, mean width %.2f of the time left\n",
	       dated, n, held, width / dated);
	ck_assert_uint_ge(dated * 10, n * 9);
	ck_assert_uint_ge(held * 10, n * 9); /* of all cases, not only of the dated */
}
END_TEST

START_TEST(flat_noise_has_no_date)
{
	size_t n = cases() * 2, dated = 0;

	for (size_t i = 0; i < n; i++) {
		struct planted planted;
		struct hr_crossing crossing;

		plant(100000 + i, true, &planted);
		find(&planted, &crossing);
		dated += crossing.state == HR_CROSSING_EXPECTED;
	}
	printf("# %zu of %zu flat series were given a date\n", dated, n);
	ck_assert_uint_le(dated * 50, n);
}
END_TEST

static struct hr_crossing crossing_of(const double *values, size_t n, double limit, double horizon)
{
	struct hr_history history = { .values = values, .count = n, .seasons = { 7 } };
	struct hr_crossing_trends trends;
	struct hr_crossing crossing;

	hr_crossing_fit(&history, 7, &trends);
	hr_crossing_find(&history, &trends, limit, horizon, &crossing);
	return crossing;
}

START_TEST(names_every_state)
{
	double values[60];
	struct hr_crossing crossing;

	for (int i = 0; i < 60; i++)
		values[i] = 50 + i * 0.5 + (i % 2 ? 0.1 : -0.1);
	crossing = crossing_of(values, 60, 100, 90);
	ck_assert_int_eq(crossing.state, HR_CROSSING_EXPECTED);
	/* (100 - 79.5) / 0.5 */
	ck_assert_double_eq_tol(crossing.expected, 41, 0.5);
	ck_assert(crossing.earliest <= crossing.expected && crossing.expected <= crossing.latest);
	/* it is the earliest date that has to lie within */
	ck_assert_double_lt(crossing.earliest, crossing.expected - 0.1);
	ck_assert_int_eq(crossing_of(values, 60, 100, crossing.expected - 0.1).state,
	                 HR_CROSSING_EXPECTED);
	ck_assert_int_eq(crossing_of(values, 60, 100, crossing.earliest - 0.1).state,
	                 HR_CROSSING_NOT_IN_HORIZON);
	ck_assert_int_eq(crossing_of(values, 60, 1000, 90).state, HR_CROSSING_NOT_IN_HORIZON);
	crossing = crossing_of(values, 60, 70, 90);
	ck_assert_int_eq(crossing.state, HR_CROSSING_ALREADY);
	ck_assert_double_eq(crossing.since,
	                    18); /* 70.1 on day 40, 19.9 below by noise never after */
	ck_assert_int_eq(crossing_of(values, 13, 100, 90).state, HR_CROSSING_INSUFFICIENT_HISTORY);
	ck_assert_int_eq(crossing_of(values, 0, 100, 90).state, HR_CROSSING_INSUFFICIENT_HISTORY);
	/* One busy day a week, the last of them today: it has been beyond 85 since the 31st (85.5,
	 * the week before 82), the other six never are. */
	for (int i = 0; i < 60; i++)
		values[i] = 50 + i * 0.5 + (i % 7 == 3 ? 20 : 0);
	crossing = crossing_of(values, 60, 85, 90);
	ck_assert_int_eq(crossing.state, HR_CROSSING_ALREADY);
	ck_assert_double_eq(crossing.since, 59 - 31);
	for (int i = 0; i < 60; i++)
		values[i] = 42;
	ck_assert_int_eq(crossing_of(values, 60, 100, 90).state, HR_CROSSING_NO_SIGNIFICANT_TREND);
	ck_assert_int_eq(crossing_of(values, 60, 42, 90).state, HR_CROSSING_ALREADY);
	for (int i = 0; i < 60; i++)
		values[i] = 0;
	ck_assert_int_eq(crossing_of(values, 60, 100, 90).state, HR_CROSSING_NO_SIGNIFICANT_TREND);
	for (int i = 0; i < 60; i++)
		values[i] = NAN;
	ck_assert_int_eq(crossing_of(values, 60, 100, 90).state, HR_CROSSING_INSUFFICIENT_HISTORY);
	for (int i = 0; i < 60; i++)
		values[i] = 100 - i + (i % 3);
	ck_assert_int_eq(crossing_of(values, 60, 200, 90).state, HR_CROSSING_NO_SIGNIFICANT_TREND);
	/* Two values, 60 days apart. */
	for (int i = 0; i < 60; i++)
		values[i] = i == 0 || i == 59 ? i : NAN;
	ck_assert_int_eq(crossing_of(values, 60, 100, 90).state, HR_CROSSING_INSUFFICIENT_HISTORY);
}
END_TEST

/* Values that lie on a line but for rounding: the date is where the line meets the limit, and
 * nothing is uncertain about it. */
START_TEST(exact_lines_have_exact_dates)
{
	for (size_t n = 1; n <= 1200; n++) {
		struct hr_crossing_trends trends;
		struct hr_crossing got;
		double values[30], truth = (0.9 - (double)n / 2000 - 0.029) / 0.001;
		struct hr_history history = { .values = values, .count = 30 };

		for (size_t i = 0; i < 30; i++)
			values[i] = (double)n / 2000 + 0.001 * (double)i;
		hr_crossing_fit(&history, 1, &trends);
		hr_crossing_find(&history, &trends, 0.9, 60, &got);
		ck_assert_int_eq(got.state, HR_CROSSING_NOT_IN_HORIZON);
		ck_assert_double_eq_tol(got.expected, truth, 1e-6);
		ck_assert_double_eq_tol(got.earliest, truth, 1e-3);
		ck_assert_double_eq_tol(got.latest, truth, 1e-3);
	}
}
END_TEST

START_TEST(sees_a_shift_of_level)
{
	struct hr_random random;
	double values[100];
	struct hr_history history = { .values = values, .count = 100, .seasons = { 7 } };
	struct hr_trend_options options = { .form = HR_TREND_LINE, .season = 7 };
	struct hr_level_trend trend;

	hr_random_seed(&random, 7);
	for (int i = 0; i < 100; i++)
		values[i] = (i < 60 ? 50 : 80) + hr_random_normal(&random) * 2;
	ck_assert_int_eq(hr_level_trend_fit(&history, &options, &trend), HR_TREND_OK);
	ck_assert_uint_eq(trend.shift_count, 1);
	ck_assert_uint_eq(trend.shifts[0], 60);
	ck_assert_double_eq_tol(trend.shift_sizes[0], 30, 3);
	ck_assert_uint_eq(trend.season, 1);
	ck_assert_double_eq_tol(trend.level, 80, 3);
	/* A step is no growth. */
	ck_assert_int_eq(crossing_of(values, 100, 100, 90).state, HR_CROSSING_NO_SIGNIFICANT_TREND);
}
END_TEST

/* Simulated single values have the quantiles of the trend that they come from. */
START_TEST(futures_agree_with_quantiles)
{
	enum { PATHS = 20000, HORIZON = 60 };
	static double at[PATHS];
	static const double ps[] = { 0.025, 0.25, 0.5, 0.75, 0.975 };
	struct planted planted;
	struct hr_history history = { .values = planted.values, .seasons = { 7 } };
	struct hr_crossing_trends trends;
	struct hr_trend_futures futures;

	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct hr_random random;
		double path[HORIZON], width;

		plant(seed, false, &planted);
		history.count = planted.days;
		hr_crossing_fit(&history, 7, &trends);
		trends.count = 1; /* quantiles are of the best alone */
		ck_assert(hr_trend_futures_open(&trends, &futures));
		hr_random_seed(&random, seed);
		for (size_t i = 0; i < PATHS; i++) {
			hr_trend_path(&futures, &random, HORIZON, INFINITY, path);
			at[i] = path[HORIZON - 1];
		}
		qsort(at, PATHS, sizeof(at[0]), compare_doubles);
		width = hr_level_trend_quantile(&trends.trends[0], HORIZON, 0.975) -
		        hr_level_trend_quantile(&trends.trends[0], HORIZON, 0.025);
		for (size_t k = 0; k < 5; k++)
			ck_assert_double_eq_tol(
			        at[(size_t)(ps[k] * PATHS)],
			        hr_level_trend_quantile(&trends.trends[0], HORIZON, ps[k]),
			        0.03 * width);
	}
}
END_TEST

START_TEST(probabilities_rise_with_time)
{
	struct planted planted;
	struct hr_history history = { .values = planted.values, .seasons = { 7 } };
	struct hr_crossing_trends trends;
	struct hr_trend_futures futures;
	struct hr_passing passing;
	struct hr_random random;
	double path[400], chance[400];

	plant(3, false, &planted);
	history.count = planted.days;
	hr_crossing_fit(&history, 7, &trends);
	ck_assert(hr_trend_futures_open(&trends, &futures));
	ck_assert(hr_trend_may_pass(&futures, planted.limit, 400));
	ck_assert(!hr_trend_may_pass(&futures, 1e9, 400));
	hr_passing_init(&passing, 400);
	hr_random_seed(&random, 1);
	for (int i = 0; i < 500; i++) {
		hr_trend_path(&futures, &random, 400, planted.limit, path);
		hr_passing_add(&passing, path, NULL, planted.limit, true);
	}
	hr_passing_probability(&passing, chance);
	for (int day = 1; day < 400; day++)
		ck_assert(chance[day] >= chance[day - 1] && chance[day] <= 1);
	ck_assert_double_gt(chance[399], 0.97);
	ck_assert_double_le(hr_passing_step(&passing, 0.1), hr_passing_step(&passing, 0.5));
	/* A day passes before its level does. */
	ck_assert_double_le(hr_passing_step(&passing, 0.5), planted.truth + 10);
	hr_passing_release(&passing);
}
END_TEST

/* By hand: of three futures one passes at step 2, one at step 4, one never. */
START_TEST(passing_is_counted_once)
{
	static const double paths[3][4] = { { 1, 9, 1, 9 }, { 1, 2, 3, 8 }, { 1, 1, 1, 7 } };
	static const double twice[] = { 1, 1, 1, 2 };
	struct hr_passing passing;
	double chance[4];

	hr_passing_init(&passing, 4);
	for (int i = 0; i < 3; i++)
		hr_passing_add(&passing, paths[i], NULL, 7, true);
	hr_passing_probability(&passing, chance);
	ck_assert_double_eq(chance[0], 0);
	ck_assert_double_eq_tol(chance[1], 1 / 3.0, 1e-12);
	ck_assert_double_eq_tol(chance[3], 2 / 3.0, 1e-12);
	ck_assert_double_eq(hr_passing_step(&passing, 0.1), 2);
	ck_assert_double_eq(hr_passing_step(&passing, 0.5), 4);
	ck_assert(isinf(hr_passing_step(&passing, 0.9)));
	hr_passing_release(&passing);
	hr_passing_init(&passing, 4);
	hr_passing_add(&passing, paths[2], twice, 7, true);
	hr_passing_add(&passing, paths[2], NULL, 7, false);
	hr_passing_probability(&passing, chance);
	ck_assert_double_eq(chance[0], 0.5); /* below 7 at once */
	ck_assert_double_eq(chance[3], 1);
	hr_passing_release(&passing);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("crossing");
	TCase *tests = tcase_create("crossing");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, intervals_hold_the_true_date);
	tcase_add_test(tests, flat_noise_has_no_date);
	tcase_add_test(tests, names_every_state);
	tcase_add_test(tests, exact_lines_have_exact_dates);
	tcase_add_test(tests, sees_a_shift_of_level);
	tcase_add_test(tests, futures_agree_with_quantiles);
	tcase_add_test(tests, probabilities_rise_with_time);
	tcase_add_test(tests, passing_is_counted_once);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(make_suite)
