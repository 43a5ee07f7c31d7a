#include <config.h>
#include "analyse/burn.h"
#include "analyse/gate.h"

#include <string.h>

#include "slo_scene.h"
#include "unit.h"

static const struct gate_case {
	uint32_t bad; /* of 10,000 */
	const char *type;
	bool allow_partial, whole;
	enum hr_gate_decision decision;
	const char *reason;
} gates[] = {
	{ 10, NULL, false, true, HR_GATE_ALLOW, "sufficient" },
	{ 95, NULL, false, true, HR_GATE_DENY,
	  "insufficient error budget of a: 5\u202f% remaining" },
	/* 10 % remaining is enough: the border is exact */
	{ 90, NULL, false, true, HR_GATE_ALLOW, "sufficient" },
	{ 91, NULL, false, true, HR_GATE_DENY, "insufficient" },
	{ 200, "security_patches", false, true, HR_GATE_ALLOW, "emergency" },
	{ 200, "feature", false, true, HR_GATE_DENY, "insufficient" },
	{ 10, NULL, false, false, HR_GATE_INCONCLUSIVE, "of the window of a was observed" },
	{ 10, NULL, true, false, HR_GATE_ALLOW, "sufficient" },
};

START_TEST(opens_and_closes)
{
	const struct gate_case *test = &gates[_i];
	char name[] = "security_patches", *exceptions[] = { name };
	struct slo_scene scene = { 0 };
	struct hr_gate_options options = { .deployment_type = test->type,
		                           .allow_partial = test->allow_partial };
	struct hr_budget_policy policy;
	struct hr_gate gate;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99%\", \"window\": \"10000s\"}");
	for (uint32_t s = 0; s < 10000; s++)
		slo_scene_add(&scene, START + s, 1, s % 50 == 0 && s / 50 < test->bad ? 0 : 1);
	slo_scene_evaluate(&scene, NULL, test->whole ? HR_SLI_SECOND_NONE : START + 15000);
	policy = scene.config.budget_policy;
	policy.gate.exceptions = exceptions;
	policy.gate.exception_count = 1;
	policy.rule_count = 0;
	options.policy = &policy;
	/* the rules are another test's business */
	for (size_t i = 0; i < scene.results.items[0].burn_count; i++)
		hr_burn_result_release(&scene.results.items[0].burns[i]);
	scene.results.items[0].burn_count = 0;
	hr_gate_decide(&scene.results, &options, &gate);
	ck_assert_msg(gate.decision == test->decision, "%s", gate.reason);
	ck_assert_msg(strstr(gate.reason, test->reason) != NULL, "%s", gate.reason);
	hr_gate_release(&gate);
	free(scene.results.items[0].burns);
	scene.results.items[0].burns = NULL;
	slo_scene_close(&scene);
}
END_TEST

START_TEST(closes_while_a_rule_fires)
{
	struct slo_scene scene = { 0 };
	struct hr_gate_options options = { 0 };
	struct hr_gate gate;

	slo_scene_open(&scene, "{\"name\": \"a\", \"target\": \"99.9%\", \"window\": \"1d\"}");
	for (int64_t s = 0; s < DAY; s++)
		slo_scene_add(&scene, START + s, 1000, s >= DAY - 600 ? 900 : 1000);
	slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE);
	options.policy = &scene.config.budget_policy;
	ck_assert(scene.results.items[0].budget.remaining > 0.1);
	hr_gate_decide(&scene.results, &options, &gate);
	ck_assert_int_eq(gate.decision, HR_GATE_DENY);
	ck_assert_msg(strstr(gate.reason, "burn rate") != NULL, "%s", gate.reason);
	hr_gate_release(&gate);
	slo_scene_close(&scene);
}
END_TEST

/* Of 10,000 events at 99 % a hundred may be bad: with 75 of them a quarter remains, which is what
 * the second step begins with. */
START_TEST(takes_the_step_that_begins_there)
{
	static const struct {
		uint32_t bad;
		const char *action;
	} cases[] = { { 74, NULL },     { 75, "be careful" }, { 89, "be careful" },
		      { 90, "freeze" }, { 100, "freeze" },    { 200, "freeze" } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slo_scene scene = { 0 };
		const struct hr_budget_step *step;

		slo_scene_open(
		        &scene,
		        "{\"name\": \"a\", \"target\": \"99%\"}], \"error_budget_policy\": "
		        "{\"error_budget_exhaustion\": {\"thresholds\": [{\"remaining\": \"25%\", "
		        "\"action\": \"be careful\"}, {\"remaining\": \"10%\", \"action\": "
		        "\"freeze\"}]}}, \"x-rest\": [");
		for (uint32_t s = 0; s < 10000; s++)
			slo_scene_add(&scene, START + s, 1, s < cases[i].bad ? 0 : 1);
		step = hr_gate_step(&scene.config.budget_policy,
		                    slo_scene_evaluate(&scene, NULL, HR_SLI_SECOND_NONE));
		ck_assert_int_eq(step != NULL, cases[i].action != NULL);
		if (step != NULL)
			ck_assert_str_eq(step->action, cases[i].action);
		slo_scene_close(&scene);
	}
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("gate");
	TCase *tcase = tcase_create("gate");

	HR_ADD_ROWS(tcase, opens_and_closes, gates);
	tcase_add_test(tcase, closes_while_a_rule_fires);
	tcase_add_test(tcase, takes_the_step_that_begins_there);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
