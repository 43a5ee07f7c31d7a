#include <config.h>
#include "analyse/burn.h"

#include "slo_scene.h"
#include "unit.h"

/* Shares meant for 30 days: 10 % in 3 d are a pace of 0.23 over 7 d, and 2 % in 1 h of 0.02 over an
 * hour, where half of the budget would page. A threshold that was given is taken as it is. */
static const struct {
	const char *window, *rules;
	enum hr_burn_state first, last;
	double threshold; /* of the first */
} paces[] = {
	{ "28d", "", HR_BURN_CALM, HR_BURN_NOT_EVALUABLE, 13.44 },
	{ "7d", "", HR_BURN_CALM, HR_BURN_NOT_EVALUABLE, 3.36 },
	{ "1d", "", HR_BURN_CALM, HR_BURN_TOO_LONG, 1 },
	{ "1h", "", HR_BURN_CALM, HR_BURN_TOO_LONG, 1 },
	{ "30m", "", HR_BURN_TOO_LONG, HR_BURN_TOO_LONG, 1 },
	{ "1h",
	  "], \"error_budget_policy\": {\"burn_rate_alerts\": [{\"window\": \"1h\", "
	  "\"threshold\": 0.02}, {\"window\": \"30m\", \"threshold\": 0.6}]}, \"x-rest\": [",
	  HR_BURN_FIRING, HR_BURN_CALM, 0.02 },
};

START_TEST(does_not_page_within_the_pace)
{
	struct slo_scene scene = { 0 };
	const struct hr_slo_result *result;
	char text[512];

	snprintf(text, sizeof(text),
	         "{\"name\": \"a\", \"target\": \"99%%\", \"window\": \"%s\"}%s", paces[_i].window,
	         paces[_i].rules);
	slo_scene_open(&scene, text);
	/* one error in 200, half of what is allowed, for two hours */
	for (int64_t s = 0; s < 7200; s++)
		slo_scene_add(&scene, START + s, 1, s % 200 == 199 ? 0 : 1);
	result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	ck_assert_int_eq(result->burns[0].state, paces[_i].first);
	ck_assert_double_eq_tol(hr_fraction_value(result->burns[0].threshold), paces[_i].threshold,
	                        1e-14);
	ck_assert_int_eq(result->burns[result->burn_count - 1].state, paces[_i].last);
	slo_scene_close(&scene);
}
END_TEST

/* Three minutes of 60 events, p = 0.1, six errors a minute expected: (12 - 6)^2 + (6 - 6)^2 + (0 -
 * 6)^2 over p (1 - p) 180 = 16.2; and nothing over it where each minute has its six. */
START_TEST(measures_how_errors_cluster)
{
	for (int even = 0; even <= 1; even++) {
		struct slo_scene scene = { 0 };
		const struct hr_slo_result *result;

		slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"90%\"}");
		for (int s = 0; s < 180; s++)
			slo_scene_add(&scene, START + s, 1, (even ? s % 10 == 9 : s < 18) ? 0 : 1);
		result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
		ck_assert_double_eq_tol(result->budget.design_effect,
		                        even ? 0 : (144.0 + 36 + 36) / 16.2, 1e-12);
		slo_scene_close(&scene);
	}
}
END_TEST

/* An event a second for two hours, one in twenty of the second hour bad at 90 %: a burn rate of
 * 0.5, a quarter of what two hours allow is used. Over a rolling day three quarters of it last 1.5
 * days more. Of a run, with as many events a day for the 30 days of a projection: 60 days, less the
 * two hours that 180 errors in 7200 events stand for. */
START_TEST(foresees_the_end_of_the_budget)
{
	static const struct {
		const char *slo;
		double in_s;
	} cases[] = {
		{ "\"window\": \"1d\"", 1.5 * DAY },
		{ "\"window\": \"run\", \"expected_events_per_day\": 86400",
		  60.0 * DAY - 180 / 0.025 },
	};

	for (size_t i = 0; i < 2; i++) {
		struct slo_scene scene = { 0 };
		const struct hr_slo_result *result;
		char slo[160];

		snprintf(slo, sizeof(slo), "{\"name\": \"a\", \"target\": \"90%%\", %s}",
		         cases[i].slo);
		slo_scene_open(&scene, slo);
		for (int s = 0; s < 7200; s++)
			slo_scene_add(&scene, START + s, 1, s >= 3600 && s % 20 == 19 ? 0 : 1);
		result = slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
		ck_assert_double_eq_tol(result->recent_rate, 0.5, 1e-12);
		ck_assert_double_eq_tol(result->budget.remaining, 0.75, 1e-12);
		ck_assert_double_eq_tol(result->exhausted_in_s, cases[i].in_s, 1e-6);
		slo_scene_close(&scene);
	}
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("burn");
	TCase *tcase = tcase_create("burn");

	HR_ADD_ROWS(tcase, does_not_page_within_the_pace, paces);
	tcase_add_test(tcase, measures_how_errors_cluster);
	tcase_add_test(tcase, foresees_the_end_of_the_budget);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
