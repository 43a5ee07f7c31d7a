#include <config.h>
#include "analyse/reliability.h"

#include <math.h>

#include "stats/mtbf.h"
#include "unit.h"

/* Two-sided 95 % lower bounds after 1000 units of time, from chi-square quantiles (R: 2 * 1000 /
 * qchisq(.975, 2 * n + 2)); one-sided without failures: 2000 / qchisq(.95, 2). */
static const struct {
	uint64_t failures;
	double low;
} bounds[] = { { 0, 271.085 }, { 1, 179.480 }, { 2, 138.414 }, { 5, 85.702 } };

START_TEST(bounds_the_mean_time)
{
	struct hr_bounds got = hr_mtbf_bounds(1000, bounds[_i].failures, 0.95);

	ck_assert_double_eq_tol(got.low, bounds[_i].low, 5e-4);
	/* one failure is no infinity, none has no upper bound */
	ck_assert(bounds[_i].failures > 0 ? isfinite(got.high) : isinf(got.high));
}
END_TEST

static void evaluate(struct hr_incident *incidents, size_t count, struct hr_reliability *out)
{
	struct hr_config_reliability config = HR_CONFIG_RELIABILITY_INIT;
	struct hr_slo_results none = { 0 };

	config.incidents = incidents;
	config.incident_count = count;
	hr_reliability_evaluate(&config, &none, NULL, 0, 10000, out);
}

#define NONE HR_INCIDENT_UNKNOWN

/* The upper ones: 2 U over the lower quantile at 0.025 with 2 n degrees of freedom, as the table of
 * the NIST/SEMATECH e-Handbook, section 1.3.6.7.4, gives it to three decimals. */
static const struct {
	uint64_t failures;
	double quantile;
} upper[] = { { 1, 0.051 }, { 2, 0.484 }, { 5, 3.247 }, { 10, 9.591 } };

START_TEST(bounds_from_above)
{
	struct hr_bounds got = hr_mtbf_bounds(1000, upper[_i].failures, 0.95);

	ck_assert_double_eq_tol(2000 / got.high, upper[_i].quantile, 5e-4);
}
END_TEST

START_TEST(bounds_one_side)
{
	ck_assert_double_eq_tol(hr_mtbf_at_least(1000, 0, 0.95), 333.808, 5e-4);
}
END_TEST

/* Overlapping incidents count once, parts outside the window do not, one is still open. */
START_TEST(unites_incidents)
{
	struct hr_incident incidents[] = {
		{ .start_s = 1000, .detected_s = 1010, .acknowledged_s = 1060, .end_s = 1300 },
		{ .start_s = 1200, .detected_s = NONE, .acknowledged_s = NONE, .end_s = 1500 },
		{ .start_s = -500, .detected_s = NONE, .acknowledged_s = -400, .end_s = 100 },
		{ .start_s = 9800, .detected_s = NONE, .acknowledged_s = NONE, .end_s = NONE },
	};
	struct hr_reliability got;

	evaluate(incidents, 4, &got);
	ck_assert_uint_eq(got.outage_count, 3);
	ck_assert_int_eq(got.down_s, 100 + 500 + 200);
	ck_assert_int_eq(got.up_s, 9200);
	ck_assert_uint_eq(got.finished, 2);
	ck_assert_double_eq_tol(got.mttr_s, 300, 1e-9);
	ck_assert_double_eq_tol(got.mtbf_s, 9200.0 / 3, 1e-9);
	ck_assert_double_eq_tol(got.mtta_s, 80, 1e-9);
	ck_assert_double_eq_tol(got.mttd_s, 10, 1e-9);
	ck_assert_double_eq_tol(got.availability, 0.92, 1e-12);
	hr_reliability_release(&got);
}
END_TEST

/* A = MTBF / (MTBF + MTTR) when every outage is over. */
/* One that begins when the other ends goes on with it; a second later it is another. */
START_TEST(joins_what_touches)
{
	for (int64_t gap_s = 0; gap_s <= 1; gap_s++) {
		struct hr_incident incidents[] = {
			{ .start_s = 100,
			  .detected_s = NONE,
			  .acknowledged_s = NONE,
			  .end_s = 200 },
			{ .start_s = 200 + gap_s,
			  .detected_s = NONE,
			  .acknowledged_s = NONE,
			  .end_s = 300 },
		};
		struct hr_reliability got;

		evaluate(incidents, 2, &got);
		ck_assert_uint_eq(got.outage_count, gap_s == 0 ? 1 : 2);
		ck_assert_int_eq(got.down_s, 200 - gap_s);
		hr_reliability_release(&got);
	}
}
END_TEST

START_TEST(keeps_the_identity)
{
	struct hr_incident incidents[] = {
		{ .start_s = 10, .detected_s = NONE, .acknowledged_s = NONE, .end_s = 17 },
		{ .start_s = 500, .detected_s = NONE, .acknowledged_s = NONE, .end_s = 731 },
	};
	struct hr_reliability got;

	evaluate(incidents, 2, &got);
	ck_assert_double_eq_tol(got.availability, got.mtbf_s / (got.mtbf_s + got.mttr_s), 1e-15);
	hr_reliability_release(&got);
	evaluate(incidents, 0, &got);
	ck_assert(isnan(got.mtbf_s) && isnan(got.mttr_s));
	ck_assert_double_eq(got.availability, 1);
	ck_assert_int_eq(got.score.grade, '-');
	hr_reliability_release(&got);
}
END_TEST

START_TEST(finds_outages_in_traffic)
{
	struct hr_config_reliability config = HR_CONFIG_RELIABILITY_INIT;
	struct hr_slo_results none = { 0 };
	struct hr_slis slis = { 0 };
	struct hr_sli *sli = hr_slis_get(&slis, "n", "d", HR_SAMPLE_REQUEST);
	struct hr_sli_series series;
	struct hr_reliability got;

	/* 40 s out, 20 s well, 30 s out: one outage; later 10 s, which are too short; silence from
	 * 600 to 700 says nothing */
	for (uint32_t s = 0; s < 1000; s++) {
		bool out = (s >= 100 && s < 140) || (s >= 160 && s < 190) || (s >= 400 && s < 410);

		if (s < 600 || s >= 700)
			hr_sli_add(sli, s, (struct hr_sli_second){ 10, 10, out ? 4 : 10 });
	}
	hr_sli_series_init(&series, sli, 0, 1000, NULL);
	hr_reliability_evaluate(&config, &none, &series, 0, 1000, &got);
	ck_assert_uint_eq(got.outage_count, 1);
	ck_assert_int_eq(got.outages[0].start_s, 100);
	ck_assert_int_eq(got.outages[0].end_s, 190);
	hr_reliability_release(&got);
	hr_sli_series_release(&series);
	hr_slis_release(&slis);
}
END_TEST

/* By default outages last 30 s, and those with at most 60 s between them are one. */
START_TEST(holds_outages_to_the_second)
{
	static const struct {
		uint32_t first, well, second; /* seconds */
		size_t count;
		int64_t down_s;
	} cases[] = {
		{ 29, 200, 29, 0, 0 },  { 30, 200, 29, 1, 30 }, { 30, 61, 30, 2, 60 },
		{ 30, 60, 30, 1, 120 }, { 10, 60, 10, 1, 80 },  { 10, 61, 10, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hr_config_reliability config = HR_CONFIG_RELIABILITY_INIT;
		struct hr_slo_results none = { 0 };
		struct hr_slis slis = { 0 };
		struct hr_sli *sli = hr_slis_get(&slis, "n", "d", HR_SAMPLE_REQUEST);
		uint32_t again = 100 + cases[i].first + cases[i].well;
		struct hr_sli_series series;
		struct hr_reliability got;

		for (uint32_t s = 0; s < 1000; s++) {
			bool out = (s >= 100 && s < 100 + cases[i].first) ||
			           (s >= again && s < again + cases[i].second);

			hr_sli_add(sli, s, (struct hr_sli_second){ 10, 10, out ? 4 : 10 });
		}
		hr_sli_series_init(&series, sli, 0, 1000, NULL);
		hr_reliability_evaluate(&config, &none, &series, 0, 1000, &got);
		ck_assert_uint_eq(got.outage_count, cases[i].count);
		ck_assert_int_eq(got.down_s, cases[i].down_s);
		hr_reliability_release(&got);
		hr_sli_series_release(&series);
		hr_slis_release(&slis);
	}
}
END_TEST

/* Just met is 50; a part without data drops out and the weights of the rest grow. */
START_TEST(weighs_the_score)
{
	struct hr_config_reliability config = HR_CONFIG_RELIABILITY_INIT;
	struct hr_incident incident = {
		.start_s = 0, .detected_s = NONE, .acknowledged_s = NONE, .end_s = 900
	};
	struct hr_config_slo ratio = { .type = HR_SLI_RATIO }, latency = { .type = HR_SLI_LATENCY };
	struct hr_slo_result items[] = {
		{ .slo = &ratio, .state = HR_SLO_JUDGED, .budget = { .consumed = 1 } },
		{ .slo = &latency, .state = HR_SLO_JUDGED, .budget = { .consumed = 0.4 } },
	};
	struct hr_slo_results slos = { items, 2, 0 };
	struct hr_reliability got;

	config.incidents = &incident;
	config.incident_count = 1;
	hr_reliability_evaluate(&config, &slos, NULL, 0, 10000, &got);
	ck_assert_double_eq_tol(got.score.value[HR_SCORE_AVAILABILITY], 50, 1e-12);
	ck_assert_double_eq_tol(got.score.value[HR_SCORE_PERFORMANCE], 80, 1e-12);
	ck_assert(isnan(got.score.value[HR_SCORE_QUALITY]));
	/* 900 s of a target of 1800 s: 100 (1 - 900 / 3600) */
	ck_assert_double_eq_tol(got.score.value[HR_SCORE_RECOVERY], 75, 1e-12);
	ck_assert_double_eq_tol(got.score.weight[HR_SCORE_AVAILABILITY], 0.5, 1e-12);
	ck_assert_double_eq_tol(got.score.total, 0.5 * 50 + 0.375 * 80 + 0.125 * 75, 1e-9);
	ck_assert_int_eq(got.score.grade, 'A');
	hr_reliability_release(&got);
	items[0].verdict = HR_SLO_MISSED;
	hr_reliability_evaluate(&config, &slos, NULL, 0, 10000, &got);
	ck_assert_int_eq(got.score.grade, 'D');
	hr_reliability_release(&got);
}
END_TEST

START_TEST(holds_incidents_against_their_severity)
{
	struct hr_incident incident = { .severity = (char[]){ "SEV-2" },
		                        .start_s = 0,
		                        .detected_s = NONE,
		                        .acknowledged_s = 901,
		                        .end_s = 4 * 3600 };
	struct hr_response got = hr_incident_response(&incident, 100000);

	ck_assert_int_eq(got.respond_s, 900);
	ck_assert_int_eq(got.responded, HR_VERDICT_FAIL);
	ck_assert_int_eq(got.resolved, HR_VERDICT_PASS);
	incident.end_s = NONE;
	ck_assert_int_eq(hr_incident_response(&incident, 3600).resolved, HR_VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(hr_incident_response(&incident, 100000).resolved, HR_VERDICT_FAIL);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("reliability");
	TCase *tcase = tcase_create("reliability");

	HR_ADD_ROWS(tcase, bounds_the_mean_time, bounds);
	HR_ADD_ROWS(tcase, bounds_from_above, upper);
	tcase_add_test(tcase, bounds_one_side);
	tcase_add_test(tcase, unites_incidents);
	tcase_add_test(tcase, keeps_the_identity);
	tcase_add_test(tcase, joins_what_touches);
	tcase_add_test(tcase, finds_outages_in_traffic);
	tcase_add_test(tcase, holds_outages_to_the_second);
	tcase_add_test(tcase, weighs_the_score);
	tcase_add_test(tcase, holds_incidents_against_their_severity);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
