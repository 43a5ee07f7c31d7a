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
	ck_assert_int_eq(steps.step.step_ns, 60 * SECOND);
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
	ck_assert_int_eq(steps.step.months, 1);
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
	double cycle[N], trend[N], noise[N], both[N], halves[N];
	uint64_t state = 1;

	for (size_t i = 0; i < N; i++) {
		state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
		noise[i] = (double)(state >> 40) / 16777216.0;
		cycle[i] = 10 * sin(2 * M_PI * (double)i / 24) + noise[i];
		trend[i] = (double)i + noise[i];
		both[i] = cycle[i] + 0.5 * (double)i;
		/* of its changes r(12) is (0.217 - 0.068) / 0.285 = 0.52, r(24) is 1 */
		halves[i] = sin(2 * M_PI * (double)i / 24) + 0.9 * sin(2 * M_PI * (double)i / 12);
	}
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = cycle, .count = N }),
	                  24);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = both, .count = N }), 24);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = halves, .count = N }),
	                  24);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = noise, .count = N }), 1);
	ck_assert_uint_eq(hr_season_detect(&(struct hr_history){ .values = trend, .count = N }), 1);
	ck_assert(hr_history_has_season(&(struct hr_history){ .values = both, .count = N }, 24));
	ck_assert(!hr_history_has_season(&(struct hr_history){ .values = trend, .count = N }, 24));
	ck_assert_uint_eq(hr_season_usual(3600 * SECOND), 24);
	ck_assert_uint_eq(hr_season_usual(7 * SECOND), 1);
}
END_TEST

/* Many readings are added up as they come, and give what held ones give: the same steps, the same
 * means, whatever the order of gauges. */
static void push_many(struct hr_readings *readings, bool backwards)
{
	enum { N = 4000 };

	for (int i = 0; i < N; i++) {
		int64_t k = backwards ? N - 1 - i : i;

		push(readings, "", "cpu", k * 15 * SECOND, (double)(k * 7919 % 101),
		     HR_SERIES_GAUGE);
		push(readings, "", "count", (int64_t)i * 20 * SECOND, (double)(i % 1000 * 3),
		     HR_SERIES_COUNTER);
	}
}

static void check_same(struct hr_readings_series *left, struct hr_readings_series *right,
                       int64_t wish_ns)
{
	struct hr_resampled a, b;

	ck_assert_int_eq(hr_resample(left, wish_ns, &a, NULL), HR_OK);
	ck_assert_int_eq(hr_resample(right, wish_ns, &b, NULL), HR_OK);
	ck_assert_int_eq(a.step.step_ns, b.step.step_ns);
	ck_assert_uint_eq(a.count, b.count);
	ck_assert_int_eq(a.first, b.first);
	ck_assert_uint_eq(a.merged, b.merged);
	for (size_t i = 0; i < a.count; i++)
		ck_assert((isnan(a.values[i]) && isnan(b.values[i])) ||
		          fabs(a.values[i] - b.values[i]) < 1e-9);
	hr_resampled_release(&a);
	hr_resampled_release(&b);
}

START_TEST(test_added_up_as_held)
{
	const int64_t wishes_ns[] = { 0, 300 * SECOND, 7 * SECOND };
	struct hr_readings held, streamed;

	hr_readings_init(&held);
	hr_readings_init(&streamed);
	held.step_ns = streamed.step_ns = wishes_ns[_i / 2];
	streamed.held_max = 1000;
	push_many(&held, _i % 2 == 1);
	push_many(&streamed, _i % 2 == 1);
	ck_assert(!held.is_full);
	ck_assert(streamed.is_full);
	ck_assert_ptr_null(streamed.series[0].items);
	ck_assert_uint_eq(streamed.late, 0);
	check_same(&held.series[0], &streamed.series[0], wishes_ns[_i / 2]);
	check_same(&held.series[1], &streamed.series[1], wishes_ns[_i / 2]);
	hr_readings_release(&held);
	hr_readings_release(&streamed);
}
END_TEST

/* A year of seconds takes the room of the steps that are kept; the newest are. */
START_TEST(test_bounded)
{
	enum { N = 1000000 };
	struct hr_readings readings;
	struct hr_resampled steps;

	hr_readings_init(&readings);
	readings.held_max = 1000;
	for (int i = 0; i < N; i++)
		push(&readings, "", "cpu", (int64_t)i * SECOND, i, HR_SERIES_GAUGE);
	ck_assert_uint_le(readings.series[0].sums.capacity, 2 * HR_RESAMPLED_MAX);
	/* and one from long ago is too old to count */
	push(&readings, "", "cpu", SECOND, 1, HR_SERIES_GAUGE);
	ck_assert_int_eq(hr_resample(&readings.series[0], 0, &steps, NULL), HR_OK);
	ck_assert_uint_eq(steps.count, HR_RESAMPLED_MAX);
	ck_assert_uint_eq(steps.cut, N - HR_RESAMPLED_MAX);
	ck_assert_double_eq(steps.values[0], N - HR_RESAMPLED_MAX);
	ck_assert_double_eq(steps.values[HR_RESAMPLED_MAX - 1], N - 1);
	hr_resampled_release(&steps);
	hr_readings_release(&readings);
}
END_TEST

/* Beyond what is held a counter's past cannot be put in order any more: that is counted. */
START_TEST(test_late_counter)
{
	struct hr_readings readings;
	struct hr_resampled steps;

	hr_readings_init(&readings);
	readings.held_max = 300;
	for (int i = 0; i < 600; i++)
		push(&readings, "", "count", (int64_t)i * 10 * SECOND, i * 50.0, HR_SERIES_COUNTER);
	push(&readings, "", "count", 5 * SECOND, 25, HR_SERIES_COUNTER);
	ck_assert_uint_eq(readings.late, 1);
	ck_assert_int_eq(hr_resample(&readings.series[0], 0, &steps, NULL), HR_OK);
	ck_assert_uint_eq(steps.count, 599);
	for (size_t i = 0; i < steps.count; i++)
		ck_assert_double_eq(steps.values[i], 5);
	hr_resampled_release(&steps);
	hr_readings_release(&readings);
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
	tcase_add_loop_test(test, test_added_up_as_held, 0, 6);
	tcase_add_test(test, test_bounded);
	tcase_add_test(test, test_late_counter);
	suite_add_tcase(suite, test);
	return suite;
}

HR_UNIT_MAIN(suite)
