#include <config.h>
#include "render/scale.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "render/axis.h"
#include "unit.h"

/* Steps 1-2-5: worked out by hand from the definition. */
static const struct {
	double span;
	size_t most;
	double step;
} steps[] = {
	{ 10, 10, 1 },   { 10, 5, 2 },        { 10, 3, 5 },      { 10, 1, 10 },
	{ 0.7, 5, 0.2 }, { 1234567, 4, 5e5 }, { 3e-7, 3, 1e-7 }, { 7, 7, 1 },
};

START_TEST(finds_round_steps)
{
	ck_assert_double_eq_tol(hr_scale_step(steps[_i].span, steps[_i].most), steps[_i].step,
	                        steps[_i].step * 1e-9);
}
END_TEST

START_TEST(linear_ticks_are_multiples)
{
	double ticks[HR_TICKS_MAX];
	size_t n = hr_scale_linear_ticks(-0.3, 0.9, 0.3, ticks);

	ck_assert_uint_eq(n, 5);
	ck_assert_double_eq_tol(ticks[0], -0.3, 1e-12);
	ck_assert_double_eq(ticks[1], 0);
	ck_assert_double_eq_tol(ticks[4], 0.9, 1e-12);
	ck_assert_uint_eq(hr_scale_linear_ticks(0, 1e6, 1, ticks), HR_TICKS_MAX);
}
END_TEST

static const struct {
	double low, high;
	size_t most, count;
	double first, second;
} logs[] = {
	{ 10, 1000, 7, 7, 10, 20 },      /* 10 20 50 100 200 500 1000 */
	{ 10, 1000, 6, 5, 10, 30 },      /* 10 30 100 300 1000 */
	{ 10, 1000, 4, 3, 10, 100 },     /* decades */
	{ 1e-6, 1e3, 6, 5, 1e-6, 1e-4 }, /* every other decade */
	{ 0.2, 0.5, 9, 2, 0.2, 0.5 },
};

START_TEST(log_ticks_thin_out_by_decades)
{
	double ticks[HR_TICKS_MAX];
	size_t n = hr_scale_log_ticks(logs[_i].low, logs[_i].high, logs[_i].most, ticks);

	ck_assert_uint_eq(n, logs[_i].count);
	ck_assert_double_eq_tol(ticks[0], logs[_i].first, logs[_i].first * 1e-9);
	ck_assert_double_eq_tol(ticks[1], logs[_i].second, logs[_i].second * 1e-9);
	for (size_t i = 0; i < n; i++) {
		ck_assert(ticks[i] >= logs[_i].low * (1 - 1e-9));
		ck_assert(ticks[i] <= logs[_i].high * (1 + 1e-9));
	}
}
END_TEST

START_TEST(log_ends_enclose_their_values)
{
	static const double values[] = { 1, 1.0001, 2, 3, 5, 7, 9.99, 10, 123, 0.00042, 5e8 };

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		double low = values[i], high = values[i];

		hr_scale_log_ends(&low, &high);
		ck_assert(low <= values[i] * (1 + 1e-9));
		ck_assert(high >= values[i] * (1 - 1e-9));
		ck_assert(high > low);
		ck_assert(high / low <= 5 + 1e-9);
	}
}
END_TEST

START_TEST(maps_ends_and_middle)
{
	struct hr_scale linear = { HR_SCALE_LINEAR, 0, 10, 100, 0 };
	struct hr_scale log = { HR_SCALE_LOG, 1, 100, 0, 200 };
	struct hr_scale nines = { HR_SCALE_NINES, 0, 0.999, 0, 300 };
	struct hr_scale flat = { HR_SCALE_LINEAR, 5, 5, 0, 80 };

	ck_assert_double_eq(hr_scale_at(&linear, 0), 100);
	ck_assert_double_eq(hr_scale_at(&linear, 2.5), 75);
	ck_assert_double_eq_tol(hr_scale_at(&log, 10), 100, 1e-9);
	/* What has no logarithm lies at the low end. */
	ck_assert_double_eq(hr_scale_at(&log, 0), 0);
	ck_assert_double_eq_tol(hr_scale_at(&nines, 0.9), 100, 1e-6);
	ck_assert_double_eq_tol(hr_scale_at(&nines, 0.99), 200, 1e-6);
	ck_assert(isfinite(hr_scale_at(&nines, 1)));
	ck_assert_double_eq(hr_scale_at(&flat, 5), 40);
}
END_TEST

static const struct {
	double span_s;
	size_t most;
	int64_t step_s;
} times[] = {
	{ 9, 10, 1 },
	{ 55, 12, 5 },
	{ 3600, 12, 300 },
	{ 3601, 12, 600 },
	{ 86400, 8, 10800 },
	{ 86400 * 30., 10, 604800 },
	{ 86400 * 14., 5, 345600 }, /* a week would leave one */
	{ 86400 * 4000., 10, 28 * 86400 * 16 },
};

START_TEST(time_steps_follow_clocks)
{
	ck_assert_int_eq(hr_scale_time_step(times[_i].span_s, times[_i].most), times[_i].step_s);
}
END_TEST

START_TEST(time_ticks_stand_at_local_hours)
{
	/* 2026-03-29: Berlin's clocks go from 02:00 CET to 03:00 CEST at 01:00 UTC; the day has 23
	 * hours (tz database). */
	struct hr_zone *berlin = NULL;
	const int64_t midnight = INT64_C(1774738800); /* date -d '2026-03-29 00:00+01:00' +%s */
	int64_t ticks[HR_TICKS_MAX];
	size_t n;

	if (hr_zone_open(HR_SLICE_LITERAL("Europe/Berlin"), &berlin, NULL) != HR_OK)
		return; /* no tz database here */
	n = hr_scale_time_ticks((double)midnight, (double)(midnight + 23 * 3600), 21600, berlin,
	                        ticks);
	ck_assert_uint_eq(n, 5);
	ck_assert_int_eq(ticks[0], midnight);
	ck_assert_int_eq(ticks[1], midnight + 5 * 3600); /* 06:00 CEST */
	ck_assert_int_eq(ticks[4], midnight + 23 * 3600);
	hr_zone_free(berlin);
}
END_TEST

/* Weeks begin on Mondays (ISO 8601-1, 3.1.1.23); the instants are those of `date -u -d DATE +%s`.
 */
static const struct {
	int64_t from_s, to_s, step_s;
	size_t count;
	int64_t first_s, last_s;
} weeks[] = {
	/* 2026-11-01 to 2026-11-30: from Monday 2 to Monday 30 November */
	{ 1793491200, 1795996800, 7 * 86400, 5, 1793577600, 1795996800 },
	/* the same in steps of two weeks: 9 and 23 November */
	{ 1793491200, 1795996800, 14 * 86400, 2, 1794182400, 1795392000 },
	/* 1969-12-20 to 1970-01-06: 22 and 29 December, 5 January */
	{ -1036800, 432000, 7 * 86400, 3, -864000, 345600 },
	/* Steps of days count from the epoch: 1 November is its day 20,758 */
	{ 1793491200, 1793836800, 2 * 86400, 3, 1793491200, 1793836800 },
};

START_TEST(weeks_begin_on_mondays)
{
	int64_t ticks[HR_TICKS_MAX];
	size_t n = hr_scale_time_ticks((double)weeks[_i].from_s, (double)weeks[_i].to_s,
	                               weeks[_i].step_s, hr_zone_utc(), ticks);

	ck_assert_uint_eq(n, weeks[_i].count);
	ck_assert_int_eq(ticks[0], weeks[_i].first_s);
	ck_assert_int_eq(ticks[n - 1], weeks[_i].last_s);
}
END_TEST

START_TEST(weeks_begin_at_local_midnight)
{
	/* 2026-10-25: Berlin's clocks go back, so its Mondays begin at 22:00 UTC, then at 23:00. */
	struct hr_zone *berlin = NULL;
	int64_t ticks[HR_TICKS_MAX];
	size_t n;

	if (hr_zone_open(HR_SLICE_LITERAL("Europe/Berlin"), &berlin, NULL) != HR_OK)
		return; /* no tz database here */
	n = hr_scale_time_ticks(1792274400, 1793000000, 7 * 86400, berlin, ticks);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(ticks[0], 1792360800); /* TZ=Europe/Berlin date -d 2026-10-19 +%s */
	ck_assert_int_eq(ticks[1], 1792969200); /* 2026-10-26 */
	hr_zone_free(berlin);
}
END_TEST

START_TEST(nines_have_ticks_of_their_own)
{
	double ticks[HR_TICKS_MAX];

	ck_assert_uint_eq(hr_scale_nines_ticks(0.9995, ticks), 5);
	ck_assert_double_eq(ticks[1], 0.5);
	ck_assert_double_eq_tol(ticks[4], 0.999, 1e-12);
}
END_TEST

static const struct {
	double low, high;
	enum hr_quantity quantity;
	const char *unit, *last;
} axes[] = {
	{ 0, 230, HR_QUANTITY_DURATION_MS, "ms", "250" },
	{ 0, 2300, HR_QUANTITY_DURATION_MS, "s", "2.5" },
	{ 0, 0.0023, HR_QUANTITY_DURATION_MS, "\xc2\xb5s", "2.5" },
	{ 0, 9000, HR_QUANTITY_PER_S, "/s",
	  "10\xe2\x80\xaf"
	  "000" },
	{ 0, 0.031, HR_QUANTITY_RATIO, "%", "4" },
	{ 0, 5 * 1048576., HR_QUANTITY_BYTES, "MiB", "6" },
	{ 0, 1, HR_QUANTITY_COUNT, "", "2" },
	{ 0, 0, HR_QUANTITY_PER_S, "/s", "1.2" },
};

START_TEST(linear_axes_choose_one_unit)
{
	struct hr_axis axis = { 0 };

	hr_axis_linear(&axis, axes[_i].low, axes[_i].high, axes[_i].quantity, 6);
	ck_assert_str_eq(axis.unit, axes[_i].unit);
	ck_assert_str_eq(axis.ticks[0].text, "0");
	ck_assert_str_eq(axis.ticks[axis.tick_count - 1].text, axes[_i].last);
	ck_assert(axis.scale.high > axes[_i].high);
	ck_assert_double_eq(axis.scale.low, 0);
}
END_TEST

START_TEST(below_zero_has_a_true_minus)
{
	struct hr_axis axis = { 0 };

	hr_axis_linear(&axis, -30, 10, HR_QUANTITY_NUMBER, 5);
	ck_assert_str_eq(axis.ticks[0].text, "\xe2\x88\x92"
	                                     "30");
}
END_TEST

START_TEST(log_axes_name_units_at_each_tick)
{
	struct hr_axis axis = { 0 };

	hr_axis_log(&axis, 0.9, 90000, HR_QUANTITY_DURATION_MS, 8);
	ck_assert_str_eq(axis.unit, "");
	ck_assert_str_eq(axis.ticks[0].text, "1 ms");
	ck_assert_str_eq(axis.ticks[axis.tick_count - 1].text, "100 s");
	/* A constant gets room on both sides. */
	hr_axis_log(&axis, 100, 100, HR_QUANTITY_DURATION_MS, 8);
	ck_assert(axis.scale.low < 100 && axis.scale.high > 100);
	ck_assert_uint_ge(axis.tick_count, 2);
}
END_TEST

/* A minute to a day: no "1 000 s". */
START_TEST(log_axes_count_long_times_as_people_do)
{
	struct hr_axis axis = { 0 };

	hr_axis_log(&axis, 50e3, 14e6, HR_QUANTITY_DURATION_MS, 5);
	ck_assert_uint_ge(axis.tick_count, 3);
	ck_assert_str_eq(axis.ticks[0].text, "1 min");
	ck_assert_double_eq(axis.ticks[0].at, 60e3);
	ck_assert_str_eq(axis.ticks[axis.tick_count - 1].text, "3 h");
	/* and below a minute as before */
	hr_axis_log(&axis, 1, 43200e3, HR_QUANTITY_DURATION_MS, 8);
	ck_assert_str_eq(axis.ticks[0].text, "1 ms");
	ck_assert_str_eq(axis.ticks[axis.tick_count - 1].text, "12 h");
	for (size_t i = 1; i < axis.tick_count; i++)
		ck_assert_double_gt(axis.ticks[i].at, axis.ticks[i - 1].at);
}
END_TEST

START_TEST(time_axes_thin_out_and_name_days)
{
	struct hr_axis axis = { 0 };
	const int64_t noon = INT64_C(1795176000) * HR_NS_PER_S; /* 2026-11-20T12:00:00Z */

	hr_axis_place(&axis, 0, 500);
	hr_axis_time(&axis, noon, noon + 86400 * HR_NS_PER_S, hr_zone_utc());
	ck_assert_str_eq(axis.unit, "UTC");
	ck_assert_str_eq(axis.ticks[0].text, "12:00");
	ck_assert_str_eq(axis.ticks[2].text, "21 Nov");
	ck_assert_double_eq_tol(axis.ticks[2].at, 250, 1e-6);
	hr_axis_place(&axis, 0, 30);
	hr_axis_time(&axis, noon, noon + 86400 * HR_NS_PER_S, hr_zone_utc());
	ck_assert_uint_le(axis.tick_count, 1);
}
END_TEST

/* "1 Jan" three times over would be three different days. */
START_TEST(time_axes_over_years_name_them)
{
	struct hr_axis axis = { 0 };
	const int64_t noon = INT64_C(1795176000) * HR_NS_PER_S; /* 2026-11-20T12:00:00Z */
	size_t named[3] = { 0 };

	hr_axis_place(&axis, 0, 1000);
	hr_axis_time(&axis, noon, noon + 700 * 86400 * HR_NS_PER_S, hr_zone_utc());
	ck_assert_uint_ge(axis.tick_count, 5);
	for (size_t i = 0; i < axis.tick_count; i++) {
		named[0] += strstr(axis.ticks[i].text, " 2026") != NULL;
		named[1] += strstr(axis.ticks[i].text, " 2027") != NULL;
		named[2] += strstr(axis.ticks[i].text, " 2028") != NULL;
	}
	ck_assert_uint_le(named[0], 1);
	ck_assert_uint_eq(named[1], 1);
	ck_assert_uint_eq(named[2], 1);
	hr_axis_time(&axis, noon, noon + 20 * 86400 * HR_NS_PER_S, hr_zone_utc());
	for (size_t i = 0; i < axis.tick_count; i++)
		ck_assert_ptr_null(strstr(axis.ticks[i].text, "2026"));
}
END_TEST

START_TEST(zones_without_a_name_show_their_offset)
{
	struct hr_zone *zone = NULL;
	char text[HR_TICK_TEXT_SIZE];

	ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("+05:30"), &zone, NULL), HR_OK);
	hr_axis_zone_text(0, zone, text);
	ck_assert_str_eq(text, "UTC+05:30");
	hr_zone_free(zone);
}
END_TEST

static Suite *scale_suite(void)
{
	Suite *suite = suite_create("render/scale");
	TCase *tcase = tcase_create("scale");

	HR_ADD_ROWS(tcase, finds_round_steps, steps);
	tcase_add_test(tcase, linear_ticks_are_multiples);
	HR_ADD_ROWS(tcase, log_ticks_thin_out_by_decades, logs);
	tcase_add_test(tcase, log_ends_enclose_their_values);
	tcase_add_test(tcase, maps_ends_and_middle);
	HR_ADD_ROWS(tcase, time_steps_follow_clocks, times);
	tcase_add_test(tcase, time_ticks_stand_at_local_hours);
	HR_ADD_ROWS(tcase, weeks_begin_on_mondays, weeks);
	tcase_add_test(tcase, weeks_begin_at_local_midnight);
	tcase_add_test(tcase, nines_have_ticks_of_their_own);
	HR_ADD_ROWS(tcase, linear_axes_choose_one_unit, axes);
	tcase_add_test(tcase, below_zero_has_a_true_minus);
	tcase_add_test(tcase, log_axes_name_units_at_each_tick);
	tcase_add_test(tcase, log_axes_count_long_times_as_people_do);
	tcase_add_test(tcase, time_axes_thin_out_and_name_days);
	tcase_add_test(tcase, time_axes_over_years_name_them);
	tcase_add_test(tcase, zones_without_a_name_show_their_offset);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(scale_suite)
