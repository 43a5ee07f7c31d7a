#include <config.h>
#include "analyse/slo_suggest.h"

#include <math.h>

#include "base/instant.h"
#include "sample_run.h"
#include "stats/quantile.h"
#include "unit.h"

#define DAY_NS (INT64_C(86400) * HR_NS_PER_S)
#define START  (INT64_C(1774483200) * HR_NS_PER_S) /* 2026-03-26 00:00 UTC */

/* Requests every five minutes from one to nine in the evening, 240 a day, of which @errors a day
 * fail, in the morning. */
static void add_days(struct hr_run *run, int days, const int *errors, const int *ms)
{
	struct hr_label *label;

	hr_run_init(run, 0);
	label = hr_run_label(run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST);
	for (int day = 0; day < days; day++)
		for (int i = 0; i < 240; i++)
			sample_count(run, label,
			             START + day * DAY_NS + (3600 + (int64_t)i * 300) * HR_NS_PER_S,
			             ms[day % 10] * HR_NS_PER_MS,
			             i < 100 || i >= 100 + errors[day % 10]);
}

/* Ten days: the ratios sort to 216/240 = 0.9 for the worst; nine of ten days reached the next, by
 * nearest rank ceil(0.1 x 10) = 1: the smallest is what all but the ten percent below it reach. */
START_TEST(goes_by_days)
{
	static const int errors[10] = { 0, 1, 0, 2, 0, 24, 0, 3, 0, 0 };
	static const int ms[10] = { 100, 110, 120, 130, 140, 150, 160, 170, 900, 180 };
	struct hr_run run;
	struct hr_suggest_units units;
	struct hr_slo_suggestion suggestion;

	add_days(&run, 10, errors, ms);
	hr_suggest_days(&run, run.labels[0], hr_zone_utc(), &units);
	ck_assert_uint_eq(units.count, 10);
	ck_assert_double_eq_tol(units.items[3].ratio, 238.0 / 240, 1e-12);
	hr_slo_suggest(&units, run.labels[0], HR_QUANTILE_R6, &suggestion);
	ck_assert_uint_eq(suggestion.units, 10);
	ck_assert_double_eq_tol(suggestion.ratio, 0.9, 1e-12);
	ck_assert_str_eq(suggestion.target, "90%");
	/* the ninth of ten is 180 ms, within the sketch's 3.2 %; a tenth more, two digits up */
	ck_assert_double_eq_tol(suggestion.p95_ms, 180, 180 * HR_SKETCH_RELATIVE_ERROR);
	ck_assert(suggestion.threshold_ms >= 190 && suggestion.threshold_ms <= 210);
	ck_assert(fmod(suggestion.threshold_ms, 10) == 0);
	hr_suggest_units_release(&units);
	hr_run_release(&run);
}
END_TEST

/* Days are those of the zone: the clock of Berlin goes forward on 2026-03-29, a day of 23 hours. */
START_TEST(days_follow_the_zone)
{
	static const int none[10] = { 0 }, ms[10] = { 50, 50, 50, 50, 50, 50, 50, 50, 50, 50 };
	struct hr_run run;
	struct hr_zone *zone;
	struct hr_suggest_units units;

	add_days(&run, 6, none, ms);
	ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("Europe/Berlin"), &zone, NULL), HR_OK);
	hr_suggest_days(&run, run.labels[0], zone, &units);
	/* 26 March 01:00 local to 1 April 02:00 local; the last day's 20 requests are too few */
	ck_assert_uint_eq(units.count, 6);
	hr_suggest_units_release(&units);
	hr_zone_free(zone);
	hr_run_release(&run);
}
END_TEST

/* Too few days: the exact lower bound of all. R: qbeta(0.025, 479, 2) = 0.9884475 for 479 of 480.
 */
START_TEST(goes_by_the_whole)
{
	static const int errors[10] = { 1 }, ms[10] = { 95, 95 };
	struct hr_run run;
	struct hr_suggest_units units;
	struct hr_slo_suggestion suggestion;

	add_days(&run, 2, errors, ms);
	hr_suggest_days(&run, run.labels[0], hr_zone_utc(), &units);
	hr_slo_suggest(&units, run.labels[0], HR_QUANTILE_R6, &suggestion);
	ck_assert_uint_eq(suggestion.units, 0);
	ck_assert_double_eq_tol(suggestion.ratio, 0.9884475, 1e-6);
	ck_assert_str_eq(suggestion.target, "98%");
	ck_assert_double_eq(suggestion.p95_ms, 95);
	ck_assert_double_eq(suggestion.threshold_ms, 110); /* 104.5, two digits, up */
	hr_suggest_units_release(&units);
	hr_run_release(&run);
}
END_TEST

static void put(struct hr_run_table *table, const char *metric, enum hr_quantity quantity,
                const double *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hr_run_table_put(table, i,
		                 &(struct hr_table_key){
		                         .label = "total", .metric = metric, .quantity = quantity },
		                 values[i], 1000);
}

START_TEST(goes_by_runs)
{
	static const double errors[] = { 0, 0.0004, 0, 0.0001, 0, 0 };
	static const double p95[] = { 200, 210, 205, 220, 215, 211 };
	struct hr_run_table table = { 0 };
	struct hr_suggest_units units;
	struct hr_slo_suggestion suggestion;

	for (int i = 0; i < 6; i++)
		hr_run_table_add(&table, START + i * DAY_NS, NULL, NULL, NULL, NULL);
	put(&table, "error_ratio", HR_QUANTITY_RATIO, errors, 6);
	put(&table, "p95", HR_QUANTITY_DURATION_MS, p95, 6);
	hr_suggest_runs(&table, "total", &units);
	hr_slo_suggest(&units, NULL, HR_QUANTILE_R6, &suggestion);
	ck_assert_uint_eq(suggestion.units, 6);
	ck_assert_double_eq_tol(suggestion.ratio, 0.9996, 1e-12);
	ck_assert_str_eq(suggestion.target, "99.95%"); /* never scaled up */
	ck_assert_double_eq(suggestion.p95_ms, 220);   /* rank ceil(0.9 x 6) = 6 */
	ck_assert_double_eq(suggestion.threshold_ms, 250);
	hr_suggest_units_release(&units);
	hr_run_table_release(&table);
}
END_TEST

START_TEST(suggests_nothing_of_nothing)
{
	struct hr_suggest_units units = { .name = "days" };
	struct hr_slo_suggestion suggestion;

	hr_slo_suggest(&units, NULL, HR_QUANTILE_R6, &suggestion);
	ck_assert_ptr_null(suggestion.target);
	ck_assert(isnan(suggestion.threshold_ms));
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("slo_suggest");
	TCase *tcase = tcase_create("slo_suggest");

	tcase_add_test(tcase, goes_by_days);
	tcase_add_test(tcase, days_follow_the_zone);
	tcase_add_test(tcase, goes_by_the_whole);
	tcase_add_test(tcase, goes_by_runs);
	tcase_add_test(tcase, suggests_nothing_of_nothing);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
