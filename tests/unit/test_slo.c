#include <config.h>
#include "analyse/burn.h"
#include "analyse/slo.h"

#include <math.h>
#include <time.h>

#include "slo_scene.h"
#include "unit.h"

/* --- occurrences --- */

static const struct {
	const char *target;
	uint32_t good, valid;
	double consumed;
	bool met;
	enum hr_slo_verdict verdict;
	enum hr_budget_state state;
	double tolerance;
} counts[] = {
	/* Kibana, compute_error_budget.test.ts */
	{ "\"95%\"", 97, 100, 0.6, true, HR_SLO_INCONCLUSIVE, HR_BUDGET_OPEN, 1e-15 },
	{ "\"99.9%\"", 770, 777, 9.009009009, false, HR_SLO_MISSED, HR_BUDGET_SPENT, 1e-9 },
	{ "\"99.9%\"", 0, 100, 1000, false, HR_SLO_MISSED, HR_BUDGET_SPENT, 0 },
	/* the border: consumed exactly 1, not missed */
	{ "\"99.9%\"", 999, 1000, 1, true, HR_SLO_INCONCLUSIVE, HR_BUDGET_SPENT, 0 },
	{ "99.9", 998, 1000, 2, false, HR_SLO_INCONCLUSIVE, HR_BUDGET_SPENT, 0 },
	{ "0.999", 999999, 1000000, 0.001, true, HR_SLO_MET, HR_BUDGET_OPEN, 1e-18 },
	/* slo-generator, tests/unit/test_report.py: half is bad; .991 of .99 burns at .9 */
	{ "\"99%\"", 5, 10, 50, false, HR_SLO_MISSED, HR_BUDGET_SPENT, 0 },
	{ "\"99%\"", 991, 1000, 0.9, true, HR_SLO_INCONCLUSIVE, HR_BUDGET_OPEN, 1e-15 },
	/* one event says next to nothing */
	{ "\"99%\"", 1, 1, 0, true, HR_SLO_INCONCLUSIVE, HR_BUDGET_OPEN, 0 },
	{ "\"99%\"", 0, 1, 100, false, HR_SLO_MISSED, HR_BUDGET_SPENT, 0 },
	/* a target of 100 % */
	{ "\"100%\"", 50, 50, 0, true, HR_SLO_MET, HR_BUDGET_ZERO, 0 },
	{ "\"100%\"", 49, 50, NAN, false, HR_SLO_MISSED, HR_BUDGET_ZERO, 0 },
};

START_TEST(counts_occurrences)
{
	struct slo_scene scene = { 0 };
	char slo[200];
	const struct hr_slo_result *result;

	snprintf(slo, sizeof(slo), "{\"name\": \"a\", \"target\": %s}", counts[_i].target);
	slo_scene_open(&scene, slo);
	slo_scene_add(&scene, START, counts[_i].valid, counts[_i].good);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_int_eq(result->state, HR_SLO_JUDGED);
	ck_assert_int_eq(result->budget.state, counts[_i].state);
	if (isnan(counts[_i].consumed))
		ck_assert(isnan(result->budget.consumed));
	else if (counts[_i].tolerance > 0)
		ck_assert_double_eq_tol(result->budget.consumed, counts[_i].consumed,
		                        counts[_i].tolerance);
	else
		ck_assert_double_eq(result->budget.consumed, counts[_i].consumed);
	ck_assert_double_eq(result->budget.ratio, (double)counts[_i].good / counts[_i].valid);
	ck_assert_int_eq(result->budget.met, counts[_i].met);
	ck_assert_msg(result->verdict == counts[_i].verdict, "%u of %u: %s", counts[_i].good,
	              counts[_i].valid, hr_slo_verdict_name(result->verdict));
	slo_scene_close(&scene);
}
END_TEST

/* R: qbeta(c(.025, .975), c(999, 1000), c(2, 1)) and qbeta(c(.025, .975), c(97, 98), c(4, 3)) */
START_TEST(has_exact_bounds)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\"}");
	slo_scene_add(&scene, START, 1000, 999);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq_tol(result->budget.bounds.low, 0.994441, 5e-7);
	ck_assert_double_eq_tol(result->budget.bounds.high, 0.999975, 5e-7);
	slo_scene_close(&scene);
	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"95%\"}");
	slo_scene_add(&scene, START, 100, 97);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq_tol(result->budget.bounds.low, 0.914824, 5e-7);
	ck_assert_double_eq_tol(result->budget.bounds.high, 0.993770, 5e-7);
	slo_scene_close(&scene);
	/* ceil(ln .05 / ln T) */
	ck_assert_uint_eq(hr_budget_events_needed(0.99, 0.95), 299);
	ck_assert_uint_eq(hr_budget_events_needed(0.995, 0.95), 598);
	ck_assert_uint_eq(hr_budget_events_needed(0.999, 0.95), 2995);
	ck_assert_uint_eq(hr_budget_events_needed(0.9995, 0.95), 5990);
	ck_assert_uint_eq(hr_budget_events_needed(0.9999, 0.95), 29956);
}
END_TEST

START_TEST(judges_by_the_point_when_asked)
{
	struct slo_scene scene = { 0 };

	slo_scene_open(&scene,
	               "{\"name\": \"a\", \"target\": \"99.9%\", \"confidence\": \"point\"}");
	slo_scene_add(&scene, START, 1000, 999);
	ck_assert_int_eq(slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->verdict, HR_SLO_MET);
	slo_scene_close(&scene);
}
END_TEST

/* --- methods --- */

/* Nobl9, gist a1a55d97: the first value; the others from the definitions. */
static const struct {
	const char *method;
	double ratio, consumed;
} methods[] = {
	{ "occurrences", 111.0 / 118, 7 / (118 * 0.05) },
	{ "timeslices", 0.6, 8 },
	{ "ratio-timeslices", 0.915714286, 1.68571429 },
};

START_TEST(has_three_methods)
{
	static const uint32_t good[] = { 2, 10, 12, 13, 13, 12, 13, 13, 12, 11 };
	static const uint32_t valid[] = { 4, 10, 12, 13, 14, 15, 14, 13, 12, 11 };
	struct slo_scene scene = { 0 };
	char slo[200];
	const struct hr_slo_result *result;

	snprintf(slo, sizeof(slo),
	         "{\"name\": \"a\", \"target\": \"95%%\", \"method\": \"%s\", \"slice\": \"1s\"}",
	         methods[_i].method);
	slo_scene_open(&scene, slo);
	for (int i = 0; i < 10; i++)
		slo_scene_add(&scene, START + i, valid[i], good[i]);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq_tol(result->budget.ratio, methods[_i].ratio, 1e-9);
	ck_assert_double_eq_tol(result->budget.consumed, methods[_i].consumed, 1e-8);
	slo_scene_close(&scene);
}
END_TEST

/* Grafana SLO documentation, time-based SLI: 10/10 four times, then 20/40. */
START_TEST(tells_events_from_time)
{
	static const char *const names[] = { "occurrences", "ratio-timeslices" };
	static const double ratios[] = { 0.75, 0.90 };

	for (int m = 0; m < 2; m++) {
		struct slo_scene scene = { 0 };
		char slo[200];

		snprintf(slo, sizeof(slo),
		         "{\"name\": \"a\", \"target\": \"70%%\", \"method\": \"%s\"}", names[m]);
		slo_scene_open(&scene, slo);
		for (int i = 0; i < 4; i++)
			slo_scene_add(&scene, START + 60 * i, 10, 10);
		slo_scene_add(&scene, START + 240, 40, 20);
		slo_scene_add(&scene, START + 299, 0, 0);
		ck_assert_double_eq_tol(slo_scene_evaluate(&scene, NULL, START + 300)->budget.ratio,
		                        ratios[m], 1e-12);
		slo_scene_close(&scene);
	}
}
END_TEST

/* Kibana, compute_error_budget.test.ts: 93 of 10,080 minutes bad over 7 days. */
START_TEST(counts_rolling_slices)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"95%\", \"method\": \"timeslices\", "
	                       "\"window\": \"7d\"}");
	for (int i = 0; i < 10080; i++)
		slo_scene_add(&scene, START + 60 * i, 10, i % 100 == 0 && i < 9300 ? 0 : 10);
	result = slo_scene_evaluate(&scene, NULL, START + 7 * DAY);
	ck_assert_uint_eq(result->budget.slices, 10080);
	ck_assert_uint_eq(result->budget.slices_bad, 93);
	ck_assert_double_eq_tol(result->budget.consumed, 0.184524, 5e-7);
	slo_scene_close(&scene);
}
END_TEST

/* The same place, corrected: 57 of 2,880 minutes of a week of 10,080 (the fixture counts 10,079).
 */
START_TEST(counts_slices_of_a_calendar_week)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"95%\", \"method\": \"timeslices\", "
	                       "\"window\": \"week\"}");
	for (int i = 0; i < 2880; i++)
		slo_scene_add(&scene, START + 60 * i, 1, i < 57 ? 0 : 1);
	result = slo_scene_evaluate(&scene, NULL, START + 2 * DAY);
	ck_assert_uint_eq(result->budget.period_slices, 10080);
	ck_assert_uint_eq(result->budget.slices_bad, 57);
	ck_assert_double_eq_tol(result->budget.consumed, 0.113095, 5e-7);
	slo_scene_close(&scene);
	/* OpenSLO, treat-low-traffic example: 99.95 % of a week is 5 minutes 2.4 seconds */
	slo_scene_open(&scene,
	               "{\"name\": \"a\", \"target\": \"99.95%\", \"method\": \"timeslices\", "
	               "\"window\": \"week\"}");
	slo_scene_add(&scene, START, 1, 1);
	result = slo_scene_evaluate(&scene, NULL, START + 60);
	ck_assert_double_eq_tol(result->budget.total * 60, 302.4, 1e-9);
	slo_scene_close(&scene);
}
END_TEST

/* OpenSLO, budgeting-method example: 2 weeks at 95 %, an attack leaves 1 % of requests good. All of
 * the budget: 1,008 minutes of slices, 822.857 minutes of ratios (normal minutes lose 1 %). */
START_TEST(burns_by_method)
{
	static const char *const names[] = { "timeslices", "ratio-timeslices" };
	static const int minutes[] = { 1008, 823 };

	for (int m = 0; m < 2; m++) {
		struct slo_scene scene = { 0 };
		char slo[200];
		const struct hr_slo_result *result;

		snprintf(slo, sizeof(slo),
		         "{\"name\": \"a\", \"target\": \"95%%\", \"method\": \"%s\", \"window\": "
		         "\"14d\"}",
		         names[m]);
		slo_scene_open(&scene, slo);
		for (int i = 0; i < 20160; i++)
			slo_scene_add(&scene, START + 60 * i, 100, i < minutes[m] ? 1 : 99);
		result = slo_scene_evaluate(&scene, NULL, START + 14 * DAY);
		/* (0.05 x 20160 - 0.01 x 20160) / (0.99 - 0.01) = 822.857 */
		if (m == 0)
			ck_assert_double_eq_tol(result->budget.consumed, 1, 1e-12);
		else
			ck_assert_double_eq_tol(result->budget.consumed,
			                        (823 * 0.99 + (20160 - 823) * 0.01) / 1008, 1e-9);
		slo_scene_close(&scene);
	}
}
END_TEST

/* --- throughput, freshness, silence --- */

START_TEST(sees_silence_as_missing_throughput)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"sli\": {\"type\": \"throughput\", \"min\": "
	                       "\"2/s\", \"slice\": \"10s\"}, \"target\": \"50%\"}");
	for (int i = 0; i < 10; i++)
		slo_scene_add(&scene, START + i, 2, 2);
	slo_scene_add(&scene, START + 10, 19, 19);
	slo_scene_add(&scene, START + 39, 20, 20); /* two slices of nothing in between */
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_uint_eq(result->budget.slices, 4);
	ck_assert_uint_eq(result->budget.slices_good, 2);
	ck_assert_uint_eq(result->budget.slices_empty, 0);
	slo_scene_close(&scene);
}
END_TEST

START_TEST(measures_freshness)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"sli\": {\"type\": \"freshness\", \"max_age\": "
	                       "\"5m\"}, \"target\": \"50%\"}");
	slo_scene_add(&scene, START, 1, 1);
	for (int i = 1; i < 10; i++)
		slo_scene_add(&scene, START + 60 * i, 1, 0);
	result = slo_scene_evaluate(&scene, NULL, START + 600);
	/* at the ends of minutes 1 to 5 the success is 59 to 299 s old */
	ck_assert_uint_eq(result->budget.slices, 10);
	ck_assert_uint_eq(result->budget.slices_good, 5);
	slo_scene_close(&scene);
}
END_TEST

/* --- windows --- */

static const struct {
	const char *window, *zone;
	int64_t as_of_s, start_s, period_end_s;
} windows[] = {
	{ "run", "UTC", START + 100, START, START + 100 },
	{ "30d", "UTC", START + 100, START + 100 - 30 * DAY, START + 100 },
	{ "week", "UTC", START + 100, START, START + 7 * DAY },
	{ "week", "UTC", START, START - 7 * DAY, START },
	{ "month", "UTC", START, START - 4 * DAY, START + 27 * DAY },
	{ "1Q", "UTC", START, START - 4 * DAY, START + 86 * DAY },
	{ "1Y", "UTC", START, START - 4 * DAY, START + 361 * DAY },
	/* days of 23 and 25 hours: date -d 'TZ="Europe/Berlin" 2026-03-29' +%s and so on */
	{ "day", "Europe/Berlin", 1774771200, 1774738800, 1774738800 + 23 * 3600 },
	{ "day", "Europe/Berlin", 1792922400, 1792879200, 1792879200 + 25 * 3600 },
	{ "day", "America/New_York", START + 3600, START - 19 * 3600, START + 5 * 3600 },
};

START_TEST(finds_windows)
{
	struct hr_slo_window window;
	struct hr_zone *zone;
	struct hr_slo_span span;

	ck_assert_int_eq(hr_slo_window_parse(windows[_i].window, &window, NULL), HR_OK);
	ck_assert_int_eq(hr_zone_open(hr_slice_of(windows[_i].zone), &zone, NULL), HR_OK);
	span = hr_slo_span(&window, START, windows[_i].as_of_s, zone);
	ck_assert_int_eq(span.start_s, windows[_i].start_s);
	ck_assert_int_eq(span.end_s, windows[_i].as_of_s);
	ck_assert_int_eq(span.period_end_s, windows[_i].period_end_s);
	hr_zone_free(zone);
}
END_TEST

/* A window seen in part is said to be, and calendar periods are estimated as such. */
START_TEST(shows_coverage)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"90%\", \"window\": \"1d\", "
	                       "\"max_gap\": \"10m\"}");
	for (int i = 0; i < 360; i++)
		slo_scene_add(&scene, START + 60 * i, 10, 10);
	for (int i = 1000; i < 1360; i++)
		slo_scene_add(&scene, START + 60 * i, 10, 10);
	result = slo_scene_evaluate(&scene, NULL, START + DAY);
	ck_assert_int_eq(result->state, HR_SLO_PARTIAL);
	/* two stretches of 359 minutes and a second */
	ck_assert_int_eq(result->budget.observed_s, 2 * (359 * 60 + 1));
	slo_scene_close(&scene);
	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"90%\", \"window\": \"month\", "
	                       "\"expected_events_per_day\": 86400}");
	for (int64_t i = 0; i < DAY; i += 60)
		slo_scene_add(&scene, START - 4 * DAY + i, 60, 54);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_double_eq(result->budget.consumed, 1);
	ck_assert_double_eq_tol(result->budget.estimated_consumed, 1.0 / 31, 1e-12);
	slo_scene_close(&scene);
}
END_TEST

START_TEST(leaves_maintenance_out)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene,
	               "{\"name\": \"a\", \"target\": \"90%\", \"exclude\": [{\"start\": "
	               "\"2026-01-05T00:01:00Z\", \"end\": \"2026-01-05T00:02:00Z\"}, {\"start\": "
	               "\"2026-01-05T00:01:30Z\", \"end\": \"2026-01-05T00:02:00Z\"}]}");
	for (int i = 0; i < 180; i++)
		slo_scene_add(&scene, START + i, 1, i < 60 || i >= 120 ? 1 : 0);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_uint_eq(result->budget.events.valid, 120);
	ck_assert_uint_eq(result->budget.maintenance, 60);
	ck_assert_double_eq(result->budget.ratio, 1);
	slo_scene_close(&scene);
}
END_TEST

/* Nothing is never 100 %. */
START_TEST(says_that_there_is_nothing)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;
	struct hr_checks checks = { 0 };

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99%\"}");
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_int_eq(result->state, HR_SLO_NO_DATA);
	ck_assert(isnan(result->budget.ratio) && isnan(result->budget.consumed) &&
	          isnan(result->burn_rate));
	ck_assert_int_eq(result->verdict, HR_SLO_INCONCLUSIVE);
	hr_slo_check(&scene.results, &checks);
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_INCONCLUSIVE);
	hr_checks_release(&checks);
	hr_slo_results_release(&scene.results);
	/* requests that were not counted */
	scene.label->count = 10;
	ck_assert_int_eq(slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->state,
	                 HR_SLO_NOT_COUNTED);
	hr_slo_results_release(&scene.results);
	slo_scene_add(&scene, START, 5, 5);
	ck_assert_int_eq(slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->state,
	                 HR_SLO_PART_COUNTED);
	slo_scene_close(&scene);
}
END_TEST

/* SRE Workbook, chapter 5: at 99.9 % over 30 days a burn rate of 1, 2, 10 and 1000. */
START_TEST(projects_a_test)
{
	static const struct {
		uint32_t bad;
		double lasts_s;
	} rates[] = { { 1, 30.0 * DAY }, { 2, 15.0 * DAY }, { 10, 3.0 * DAY }, { 1000, 2592 } };

	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		struct slo_scene scene = { 0 };

		slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\"}");
		slo_scene_add(&scene, START, 1000, 1000 - rates[i].bad);
		ck_assert_double_eq_tol(
		        slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->projected_lasts_s,
		        rates[i].lasts_s, 1e-6);
		slo_scene_close(&scene);
	}
}
END_TEST

/* --- burn rates --- */

/* sloth, internal/alert/alert_test.go */
static const struct {
	int64_t window_s, long_s;
	uint64_t budget_permille;
	double threshold;
} thresholds[] = {
	{ 30 * DAY, 3600, 20, 14.4 },  { 30 * DAY, 21600, 50, 6 },
	{ 30 * DAY, DAY, 100, 3 },     { 30 * DAY, 3 * DAY, 100, 1 },
	{ 28 * DAY, 3600, 20, 13.44 }, { 28 * DAY, 21600, 50, 5.6 },
	{ 28 * DAY, DAY, 100, 2.8 },   { 28 * DAY, 3 * DAY, 100, 0.9333333333333333 },
	{ 7 * DAY, 3600, 80, 13.44 },  { 7 * DAY, 21600, 125, 3.5 },
	{ 7 * DAY, DAY, 200, 1.4 },    { 7 * DAY, 3 * DAY, 420, 0.98 },
	{ 7 * DAY, 3 * DAY, 100, 1 }, /* 0.233 is a pace that the budget allows */
};

START_TEST(scales_thresholds)
{
	struct hr_burn_rule rule = { .long_s = thresholds[_i].long_s,
		                     .budget = hr_fraction_of(thresholds[_i].budget_permille,
		                                              1000) };

	ck_assert_double_eq_tol(
	        hr_fraction_value(hr_burn_threshold(&rule, thresholds[_i].window_s)),
	        thresholds[_i].threshold, 1e-15);
}
END_TEST

/* The default rules at 99.9 % over 30 days: a fault that breaks @e of 1000 requests a second is
 * detected after long x threshold x 0.001 / e (chapter 5), strictly above, so one second later when
 * that is whole. 0 = never. */
static const struct {
	uint32_t bad;
	int64_t after_s[4];
} detections[] = {
	{ 1000, { 52, 130, 260, 260 } },
	{ 100, { 519, 1297, 2593, 2593 } },
	{ 10, { 0, 12961, 25921, 25921 } },
	{ 2, { 0, 0, 0, 129601 } },
};

START_TEST(detects_faults)
{
	static const double used[] = { 0.02, 0.05, 0.10, 0.10 };
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;
	const int64_t calm_s = 3 * DAY, fault_s = 2 * DAY;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\", \"window\": \"30d\"}");
	for (int64_t s = 0; s < calm_s + fault_s; s++)
		slo_scene_add(&scene, START + s, 1000,
		              s < calm_s ? 1000 : 1000 - detections[_i].bad);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_uint_eq(result->burn_count, 4);
	for (int i = 0; i < 4; i++) {
		const struct hr_burn_result *burn = &result->burns[i];

		if (detections[_i].after_s[i] == 0) {
			ck_assert_uint_eq(burn->fired, 0);
			continue;
		}
		ck_assert_uint_eq(burn->fired, 1);
		ck_assert_int_eq(burn->firings[0].start_s - START - calm_s + 1,
		                 detections[_i].after_s[i]);
		ck_assert_double_eq_tol(burn->firings[0].budget_used, used[i], used[i] * 0.01);
		ck_assert_int_eq(burn->state, HR_BURN_FIRING);
	}
	slo_scene_close(&scene);
}
END_TEST

/* The short window ends an alert soon after the fault: not a whole long window later. */
START_TEST(resolves_by_the_short_window)
{
	struct slo_scene scene = { 0 };
	const struct hr_burn_result *burn;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\", \"window\": \"30d\"}");
	for (int64_t s = 0; s < 2 * 3600; s++)
		slo_scene_add(&scene, START + s, 100, s >= 3600 && s < 3600 + 600 ? 0 : 100);
	burn = &slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->burns[0];
	ck_assert_uint_eq(burn->fired, 1);
	/* 300 s x 0.0144 = 4.32: with 5 bad seconds left it is above, with 4 not */
	ck_assert_int_eq(burn->firings[0].end_s, START + 3600 + 600 + 300 - 5);
	ck_assert_int_eq(burn->state, HR_BURN_CALM);
	/* a total outage burns at 1 / (1 - target), however long it lasts */
	ck_assert_double_eq_tol(burn->firings[0].peak, 600.0 / 3600 * 1000, 1e-9);
	slo_scene_close(&scene);
}
END_TEST

/* Budgets of time burn by slices. At 99 % over 30 days the first rule, 14.4 in 1 h, fires with more
 * than 8.64 bad minutes of 60: in the last second of the ninth, when its verdict is known. The
 * short window ends it when the last bad minute leaves it: 1 of 5 is above 0.72, 0 is not. Bad are
 * minutes in which half of the requests fail, and minutes without a good one for a minute. */
static const struct {
	const char *objective;
	uint32_t good; /* of 10, during ten minutes */
} slicings[] = {
	{ "\"sli\": {\"type\": \"ratio\"}, \"method\": \"timeslices\", \"slice\": \"1m\", "
	  "\"slice_target\": \"90%\"",
	  5 },
	{ "\"sli\": {\"type\": \"freshness\", \"max_age\": \"59s\", \"slice\": \"1m\"}", 0 },
	{ "\"sli\": {\"type\": \"throughput\", \"min\": \"8/s\", \"slice\": \"1m\"}", 5 },
	{ "\"sli\": {\"type\": \"ratio\"}, \"method\": \"ratio-timeslices\", \"slice\": \"1m\"",
	  0 },
};

START_TEST(burns_by_slices)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;
	const struct hr_burn_result *burn;
	char slo[300];
	const int64_t fault_s = START + 7200, end_s = START + 3 * 3600;

	snprintf(slo, sizeof(slo),
	         "{\"name\": \"a\", \"target\": \"99%%\", \"window\": \"30d\", %s}",
	         slicings[_i].objective);
	slo_scene_open(&scene, slo);
	for (int64_t s = START; s < end_s; s++)
		slo_scene_add(&scene, s, 10,
		              s >= fault_s && s < fault_s + 600 ? slicings[_i].good : 10);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	burn = &result->burns[0];
	ck_assert_uint_eq(burn->fired, 1);
	ck_assert_int_eq(burn->firings[0].start_s, fault_s + 9 * 60 - 1);
	ck_assert_int_eq(burn->firings[0].end_s, fault_s + 599 + 300);
	/* the course ends where the budget does: 10 of 1.8 */
	ck_assert_uint_gt(result->point_count, 1);
	ck_assert_double_eq_tol(result->points[result->point_count - 1].remaining, 1 - 10 / 1.8,
	                        1e-9);
	ck_assert_double_eq_tol(result->budget.remaining, 1 - 10 / 1.8, 1e-9);
	/* 10 bad of the last 60 minutes */
	ck_assert_double_eq_tol(result->recent_rate, 10 / 60. / 0.01, 1e-9);
	slo_scene_close(&scene);
}
END_TEST

/* Of a quarter of an hour the 5 minutes of the short window know nothing. */
START_TEST(needs_slices_within_the_short_window)
{
	struct slo_scene scene = { 0 };

	slo_scene_open(&scene,
	               "{\"name\": \"a\", \"target\": \"99%\", \"window\": \"30d\", \"method\": "
	               "\"timeslices\", \"slice\": \"15m\", \"slice_target\": \"90%\"}");
	for (int64_t s = START; s < START + 2 * 3600; s++)
		slo_scene_add(&scene, s, 1, 0);
	ck_assert_int_eq(slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE)->burns[0].state,
	                 HR_BURN_NOT_EVALUABLE);
	slo_scene_close(&scene);
}
END_TEST

/* Ten requests an hour and one error: a burn rate of 100, but no page on so little. */
START_TEST(does_not_page_on_low_traffic)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\", \"window\": \"30d\"}");
	for (int64_t s = 0; s < 2 * DAY; s += 360)
		slo_scene_add(&scene, START + s, 1, s == DAY ? 0 : 1);
	result = slo_scene_evaluate(&scene, NULL, START + DAY + 300);
	ck_assert_double_eq_tol(result->burns[0].long_rate, 100, 1e-9);
	ck_assert_uint_eq(result->burns[0].fired, 0);
	slo_scene_close(&scene);
}
END_TEST

START_TEST(knows_what_cannot_fire)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"90%\", \"window\": \"30d\"}");
	for (int64_t s = 0; s < 7200; s++)
		slo_scene_add(&scene, START + s, 1, 1);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	/* at most 1 / 0.1 = 10 can be burnt */
	ck_assert_int_eq(result->burns[0].state, HR_BURN_UNREACHABLE);
	ck_assert_int_eq(result->burns[1].state, HR_BURN_NOT_EVALUABLE);
	slo_scene_close(&scene);
}
END_TEST

/* Exactly the threshold is not above it: doubles would say 14.399999999999999. */
START_TEST(is_strict_and_exact)
{
	struct hr_burn_rule rule = { .long_s = 10000,
		                     .short_s = 10000,
		                     .threshold = hr_fraction_of(144, 10) };
	struct hr_fraction target = hr_fraction_of(999, 1000);
	struct hr_slis slis = { 0 };
	struct hr_sli *sli = hr_slis_get(&slis, "n", "d", HR_SAMPLE_REQUEST);

	for (uint32_t bad = 144; bad <= 145; bad++) {
		struct hr_sli_series series;
		struct hr_burn_result result;

		hr_slis_release(&slis);
		sli = hr_slis_get(&slis, "n", "d", HR_SAMPLE_REQUEST);
		for (uint32_t s = 0; s < 10000; s++)
			hr_sli_add(sli, s, (struct hr_sli_second){ 1, 1, s < bad ? 0 : 1 });
		hr_sli_series_init(&series, sli, 0, 10000, NULL);
		hr_burn_replay(&rule, &series, target, 30 * DAY, &result);
		ck_assert_int_eq(result.state == HR_BURN_FIRING, bad == 145);
		hr_burn_result_release(&result);
		hr_sli_series_release(&series);
	}
	hr_slis_release(&slis);
}
END_TEST

START_TEST(waits_for_the_time_asked)
{
	struct hr_burn_rule rule = {
		.long_s = 60, .short_s = 5, .for_s = 30, .threshold = hr_fraction_of(2, 1)
	};
	struct hr_fraction target = hr_fraction_of(9, 10);
	struct hr_slis slis = { 0 };
	struct hr_sli *sli = hr_slis_get(&slis, "n", "d", HR_SAMPLE_REQUEST);
	struct hr_sli_series series;
	struct hr_burn_result result;

	for (uint32_t s = 0; s < 400; s++)
		hr_sli_add(sli, s,
		           (struct hr_sli_second){
		                   1, 1, (s >= 100 && s < 140) || (s >= 200 && s < 300) ? 0 : 1 });
	hr_sli_series_init(&series, sli, 0, 400, NULL);
	hr_burn_replay(&rule, &series, target, 30 * DAY, &result);
	/* above from second 112 on (13 of 60 bad); the first fault ends (short window) at 143 */
	ck_assert_uint_eq(result.fired, 2);
	ck_assert_int_eq(result.firings[0].start_s, 142);
	ck_assert_int_eq(result.firings[1].start_s, 242);
	/* the short window has been beyond the pace since the first fault, at 100 and at 200 */
	ck_assert_int_eq(result.firings[0].delay_s, 142 - 99);
	ck_assert_int_eq(result.firings[1].delay_s, 242 - 199);
	hr_burn_result_release(&result);
	/* an event a second: the long window has 60, never 61 */
	for (rule.min_events = 60; rule.min_events <= 61; rule.min_events++) {
		hr_burn_replay(&rule, &series, target, 30 * DAY, &result);
		ck_assert_uint_eq(result.fired, rule.min_events == 60 ? 2 : 0);
		hr_burn_result_release(&result);
	}
	hr_sli_series_release(&series);
	hr_slis_release(&slis);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("slo");
	TCase *tcase = tcase_create("slo");

	tcase_set_timeout(tcase, 60);
	HR_ADD_ROWS(tcase, counts_occurrences, counts);
	tcase_add_test(tcase, has_exact_bounds);
	tcase_add_test(tcase, judges_by_the_point_when_asked);
	tcase_add_loop_test(tcase, has_three_methods, 0, 3);
	tcase_add_test(tcase, tells_events_from_time);
	tcase_add_test(tcase, counts_rolling_slices);
	tcase_add_test(tcase, counts_slices_of_a_calendar_week);
	tcase_add_test(tcase, burns_by_method);
	tcase_add_test(tcase, sees_silence_as_missing_throughput);
	tcase_add_test(tcase, measures_freshness);
	HR_ADD_ROWS(tcase, finds_windows, windows);
	tcase_add_test(tcase, shows_coverage);
	tcase_add_test(tcase, leaves_maintenance_out);
	tcase_add_test(tcase, says_that_there_is_nothing);
	tcase_add_test(tcase, projects_a_test);
	HR_ADD_ROWS(tcase, scales_thresholds, thresholds);
	HR_ADD_ROWS(tcase, detects_faults, detections);
	tcase_add_test(tcase, resolves_by_the_short_window);
	HR_ADD_ROWS(tcase, burns_by_slices, slicings);
	tcase_add_test(tcase, needs_slices_within_the_short_window);
	tcase_add_test(tcase, does_not_page_on_low_traffic);
	tcase_add_test(tcase, knows_what_cannot_fire);
	tcase_add_test(tcase, is_strict_and_exact);
	tcase_add_test(tcase, waits_for_the_time_asked);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
