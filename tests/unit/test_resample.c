/*
 * Readings to equal steps, counters to rates, cycles that nobody named.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "analyse/readings.h"
#include "analyse/resample.h"
#include "base/calendar.h"
#include "model/season.h"
#include "unit.h"

#define SECOND INT64_C(1000000000)
#define DAY    (86400 * SECOND)

static void push(struct hr_readings *readings, const char *host, const char *name, int64_t time_ns,
                 double value, enum hr_series_kind kind)
{
	struct hr_observation observation = { .time_ns = time_ns,
		                              .value_micro = (int64_t)llround(value * 1e6),
		                              .kind = kind,
		                              .name = hr_slice_of(name),
		                              .host = hr_slice_of(host),
		                              .unit = hr_slice_of("%") };

	hr_sink_observation(&readings->sink, &observation);
}

START_TEST(test_minutes_with_a_gap)
{
	struct hr_readings readings;
	struct hr_resampled steps;

	hr_readings_init(&readings);
	/* about every minute, some seconds late, out of order, nothing in minute 3 */
	push(&readings, "a", "cpu", 65 * SECOND, 2, HR_SERIES_GAUGE);
	push(&readings, "a", "cpu", 1 * SECOND, 1, HR_SERIES_GAUGE);
	push(&readings, "b", "cpu", 1 * SECOND, 9, HR_SERIES_GAUGE);
	push(&readings, "a", "cpu", 122 * SECOND, 3, HR_SERIES_GAUGE);
	push(&readings, "a", "cpu", 170 * SECOND, 5, HR_SERIES_GAUGE);
	push(&readings, "a", "cpu", 245 * SECOND, 7, HR_SERIES_GAUGE);
	ck_assert_uint_eq(readings.count, 2);
	ck_assert_str_eq(readings.series[0].id, "a/cpu");
	ck_assert_int_eq(hr_resample(&readings.series[0], 0, &steps, NULL), HR_OK);
	ck_assert_int_eq(steps.step_ns, 60 * SECOND);
	ck_assert_uint_eq(steps.count, 5);
	ck_assert_double_eq(steps.values[0], 1);
	ck_assert_double_eq(steps.values[2], 4);
	ck_assert(isnan(steps.values[3]));
	ck_assert_double_eq(steps.values[4], 7);
	ck_assert_uint_eq(steps.merged, 2);
	ck_assert_int_eq(hr_resampled_time(&steps, 5), 300 * SECOND);
	hr_resampled_release(&steps);
	hr_readings_release(&readings);
}
END_TEST

/* A counter of 10 a second that is reset, as Prometheus's rate() would see it. */
START_TEST(test_counter)
{
	struct hr_readings readings;
	struct hr_resampled steps;
	static const double totals[] = { 1000, 1600, 2200, 300, 900 };

	hr_readings_init(&readings);
	for (size_t i = 0; i < 5; i++)
		push(&readings, "", "requests", (int64_t)i * 60 * SECOND, totals[i],
		     HR_SERIES_COUNTER);
	ck_assert_int_eq(hr_resample(&readings.series[0], 0, &steps, NULL), HR_OK);
	ck_assert_uint_eq(steps.count, 4);
	ck_assert_double_eq(steps.values[0], 10);
	ck_assert_double_eq(steps.values[2], 5);
	ck_assert_double_eq(steps.values[3], 10);
	hr_resampled_release(&steps);
	hr_readings_release(&readings);
}
END_TEST

/* The first of each month: steps of the calendar, over a leap year. */
START_TEST(test_months)
{
	struct hr_readings readings;
	struct hr_resampled steps;

	hr_readings_init(&readings);
	for (int i = 0; i < 15; i++)
		push(&readings, "", "disk",
		     hr_calendar_days(2023 + (10 + i) / 12, (10 + i) % 12 + 1, 1) * DAY, i,
		     HR_SERIES_GAUGE);
	ck_assert_int_eq(hr_resample(&readings.series[0], 0, &steps, NULL), HR_OK);
	ck_assert_int_eq(steps.months, 1);
	ck_assert_uint_eq(steps.count, 15);
	for (size_t i = 0; i < 15; i++)
		ck_assert_double_eq(steps.values[i], (double)i);
	ck_assert_int_eq(hr_resampled_time(&steps, 3), hr_calendar_days(2024, 2, 1) * DAY);
	ck_assert_int_eq(hr_resampled_time(&steps, 15), hr_calendar_days(2025, 2, 1) * DAY);
	hr_resampled_release(&steps);
	hr_readings_release(&readings);
}
END_TEST

START_TEST(test_nothing)
{
	struct hr_readings_series empty = { .id = (char[]){ "x" } };
	struct hr_resampled steps;

	ck_assert_int_eq(hr_resample(&empty, 0, &steps, NULL), HR_ENODATA);
}
END_TEST

START_TEST(test_season_detect)
{
	enum { N = 300 };
	double cycle[N], trend[N], noise[N], both[N];
	uint64_t state = 1;

	for (size_t i = 0; i < N; i++) {
		state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
		noise[i] = (double)(state >> 40) / 16777216.0;
		cycle[i] = 10 * sin(2 * M_PI * (double)i / 24) + noise[i];
		trend[i] = (double)i + noise[i];
		both[i] = cycle[i] + 0.5 * (double)i;
	}
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = cycle, .count = N }),
	                  24);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = both, .count = N }), 24);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = noise, .count = N }), 1);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = trend, .count = N }), 1);
	ck_assert(hr_history_has_season(&(struct hr_history){ .values = both, .count = N }, 24));
	ck_assert(!hr_history_has_season(&(struct hr_history){ .values = trend, .count = N }, 24));
	ck_assert_uint_eq(hr_season_usual(3600 * SECOND), 24);
	ck_assert_uint_eq(hr_season_usual(7 * SECOND), 1);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("resample");
	TCase *test = tcase_create("resample");

	tcase_add_test(test, test_minutes_with_a_gap);
	tcase_add_test(test, test_counter);
	tcase_add_test(test, test_months);
	tcase_add_test(test, test_nothing);
	tcase_add_test(test, test_season_detect);
	suite_add_tcase(suite, test);
	return suite;
}

HR_UNIT_MAIN(suite)
