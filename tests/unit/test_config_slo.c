#include <config.h>
#include "config/config.h"

#include "config_faults.h"
#include "unit.h"

static enum hr_err parse(const char *text, struct hr_config *config,
                         struct hr_config_errors *errors)
{
	*errors = (struct hr_config_errors){ 0 };
	return hr_config_parse(hr_slice_of(text), "c.json", config, errors, NULL);
}

static const char full[] =
        "{ \"$schema\": \"headroom.schema.json\", \"x-team\": 7,\n"
        "\"slos\": [\n"
        " {\"name\": \"availability\", \"sli\": {\"type\": \"ratio\", \"valid\": \"label != "
        "'warmup'\", \"good\": \"success && status < 500\"},\n"
        "  \"target\": \"99.9%\", \"window\": \"30d\", \"method\": \"occurrences\", \"no_data\": "
        "\"ignore\", \"expected_events_per_day\": 2000000},\n"
        " {\"name\": \"checkout\", \"sli\": {\"type\": \"latency\", \"valid\": \"label == "
        "'checkout'\", \"threshold\": \"300ms\", \"count_failures\": \"exclude\"},\n"
        "  \"target\": 0.99, \"window\": \"month\", \"min_coverage\": \"50%\"},\n"
        " {\"name\": \"rate\", \"sli\": {\"type\": \"throughput\", \"min\": \"90/min\", "
        "\"slice\": \"10s\"}, \"target\": 99, \"window\": \"5m\"},\n"
        " {\"name\": \"fresh\", \"sli\": {\"type\": \"freshness\", \"max_age\": \"5m\"}, "
        "\"target\": \"100%\", \"window\": \"7d\",\n"
        "  \"exclude\": [{\"start\": \"2026-11-20T02:00:00Z\", \"end\": "
        "\"2026-11-20T03:00:00Z\"}]}],\n"
        "\"slas\": [{\"name\": \"response-time-p95\", \"metric\": \"response_time_p95\", "
        "\"objective\": {\"target\": 500, \"operator\": \"<\", \"unit\": \"ms\"}, "
        "\"severity\": \"warning\"}],\n"
        "\"error_budget_policy\": {\"burn_rate_alerts\": [{\"window\": \"1h\", \"threshold\": "
        "14.4, \"severity\": \"critical\", \"action\": \"page\"}],\n"
        " \"error_budget_exhaustion\": {\"thresholds\": [{\"remaining\": 10, \"action\": \"a\"}, "
        "{\"remaining\": \"0%\", \"action\": \"b\"}]},\n"
        " \"deployment_gates\": {\"require_error_budget\": {\"minimum_remaining\": 20, "
        "\"exceptions\": [\"x\"]}}},\n"
        "\"alerts\": {\"dedup\": \"5m\", \"rules\": [{\"name\": \"High\", \"metric\": "
        "\"error_rate\", \"condition\": \"above\", \"threshold\": \"5%\", \"for\": \"10m\"}]}}";

START_TEST(reads_every_key)
{
	struct hr_config config;
	struct hr_config_errors errors;
	const struct hr_config_slo *slo;
	const struct hr_budget_policy *policy = &config.budget_policy;

	ck_assert_msg(parse(full, &config, &errors) == HR_OK, "%s",
	              errors.count > 0 ? errors.items[0].text : "");
	ck_assert_uint_eq(config.slos.count, 5);
	slo = &config.slos.items[0];
	ck_assert_str_eq(slo->definition,
	                 "requests; valid: label != 'warmup'; good: success && status < 500");
	ck_assert_uint_eq(slo->target.num, 999);
	ck_assert_uint_eq(slo->target.den, 1000);
	ck_assert_int_eq(slo->window.kind, HR_SLO_WINDOW_ROLLING);
	ck_assert_int_eq(slo->window.length_s, 30 * 86400);
	slo = &config.slos.items[1];
	ck_assert_str_eq(slo->definition, "requests; valid: (label == 'checkout') && success; "
	                                  "good: success && elapsed <= 300ms");
	ck_assert_uint_eq(slo->target.den, 100);
	ck_assert_int_eq(slo->window.unit, HR_CALENDAR_MONTH);
	ck_assert_uint_eq(slo->min_coverage.den, 2);
	slo = &config.slos.items[2];
	ck_assert_int_eq(slo->method, HR_BUDGET_TIMESLICES);
	ck_assert_int_eq(slo->slice_s, 10);
	ck_assert_uint_eq(slo->min_per_s.num, 3);
	ck_assert_uint_eq(slo->min_per_s.den, 2);
	ck_assert_int_eq(slo->no_data, HR_NO_DATA_BAD);
	slo = &config.slos.items[3];
	ck_assert_uint_eq(slo->target.num, slo->target.den);
	ck_assert_int_eq(slo->exclusions[0].end_s - slo->exclusions[0].start_s, 3600);
	slo = &config.slos.items[4];
	ck_assert_int_eq(slo->type, HR_SLI_THRESHOLD);
	ck_assert_str_eq(slo->criterion.text, "response_time_p95 < 500ms");
	ck_assert_str_eq(slo->criterion.metric.name, "p95");
	ck_assert_uint_eq(policy->rule_count, 1);
	ck_assert_int_eq(policy->rules[0].short_s, 300);
	ck_assert_uint_eq(policy->rules[0].threshold.num, 72);
	ck_assert_str_eq(policy->steps[0].action, "b"); /* the least remaining first */
	ck_assert_uint_eq(policy->gate.minimum_remaining.den, 5);
	ck_assert_str_eq(policy->gate.exceptions[0], "x");
	ck_assert_str_eq(config.alerts.rules.items[0].criterion.text, "error_rate <= 5%");
	ck_assert_int_eq(config.alerts.rules.items[0].criterion.for_ns, INT64_C(600000000000));
	hr_config_release(&config);
	hr_config_errors_release(&errors);
}
END_TEST

START_TEST(has_defaults)
{
	struct hr_config config;
	struct hr_config_errors errors;

	ck_assert_int_eq(parse("{}", &config, &errors), HR_OK);
	ck_assert_uint_eq(config.budget_policy.rule_count, 4);
	ck_assert_uint_eq(config.budget_policy.step_count, 3);
	ck_assert(!config.budget_policy.given);
	hr_config_release(&config);
}
END_TEST

/* Each on a line of its own: the place and what the message must hold. */
static const char faulty[] =
        "{\n"
        "\"slos\": [\n"
        "{\"name\": \"a\", \"sli\": {\"good\": \"statsu < 500\"}, \"target\": \"99%\"},\n"
        "{\"name\": \"b\", \"sli\": {}, \"target\": 999},\n"
        "{\"name\": \"c\", \"target\": 1},\n"
        "{\"name\": \"d\", \"target\": \"99%\", \"windw\": \"30d\"},\n"
        "{\"name\": \"e\", \"target\": \"99%\", \"window\": \"1Z\"},\n"
        "{\"name\": \"f\", \"sli\": {\"type\": \"ration\"}, \"target\": \"99%\"},\n"
        "{\"name\": \"g\", \"sli\": {\"type\": \"latency\"}, \"target\": \"99%\"},\n"
        "{\"name\": \"h\", \"sli\": {\"type\": \"throughput\", \"min\": 1000}, \"target\": "
        "\"99%\"},\n"
        "{\"name\": \"i\", \"target\": \"99%\", \"confidence\": \"100%\"},\n"
        "{\"name\": \"a\", \"target\": \"0%\"},\n"
        "{\"target\": \"99%\"},\n"
        "{\"name\": \"k\", \"target\": \"99%\", \"exclude\": [{\"start\": \"yesterday\", \"end\": "
        "\"2026-01-01\"}]}],\n"
        "\"slas\": [\n"
        "{\"name\": \"l\", \"metric\": \"cpu_usage\", \"objective\": {\"target\": 80, "
        "\"operator\": \"~\"}},\n"
        "{\"name\": \"m\", \"metric\": \"p95\", \"objective\": {\"target\": 5, \"unit\": "
        "\"kg\"}},\n"
        "{\"name\": \"n\", \"metric\": \"trougput\", \"objective\": {\"target\": 5}}],\n"
        "\"error_budget_policy\": {\"burn_rate_alerts\": [\n"
        "{\"window\": \"1h\"},\n"
        "{\"window\": \"1h\", \"threshold\": 14.4, \"budget\": \"2%\"},\n"
        "{\"window\": \"1h\", \"short\": \"2h\", \"budget\": \"2%\"}],\n"
        "\"error_budget_exhaustion\": {\"thresholds\": [{\"remaining\": \"10\", \"action\": "
        "\"a\"}]}},\n"
        "\"alerts\": {\"rulez\": []}\n"
        "}\n";

static const struct config_fault faults[] = {
	{ 3, 31, "/slos/0/sli/good", "did you mean status?" },
	{ 4, 36, "/slos/1/target", "did you mean 99.9?" },
	{ 5, 25, "/slos/2/target", "write \"1%\" or \"100%\"" },
	{ 6, 32, "/slos/3/windw", "did you mean \"window\"?" },
	{ 7, 42, "/slos/4/window", "\"30d\"" },
	{ 8, 31, "/slos/5/sli/type", "expected \"ratio\"" },
	{ 9, 1, "/slos/6", "\"threshold\"" },
	{ 10, 52, "/slos/7/sli/min", "\"1000/s\"" },
	{ 11, 46, "/slos/8/confidence", "\"point\"" },
	{ 12, 10, "/slos/9/name", "second objective called \"a\"" },
	{ 12, 25, "/slos/9/target", "not above 0" },
	{ 13, 1, "/slos/10", "\"name\"" },
	{ 14, 54, "/slos/11/exclude/0/start", "yesterday" },
	{ 16, 78, "/slas/0/objective/operator", "expected \"<\"" },
	{ 17, 1, "/slas/1", "expected a duration" },
	{ 18, 25, "/slas/2/metric", "did you mean throughput?" },
	{ 20, 1, "/error_budget_policy/burn_rate_alerts/0", "neither" },
	{ 21, 1, "/error_budget_policy/burn_rate_alerts/1", "both" },
	{ 22, 1, "/error_budget_policy/burn_rate_alerts/2", "longer than" },
	{ 23, 58, "/error_budget_policy/error_budget_exhaustion/thresholds/0/remaining",
	  "a percentage from 0 to 100" },
	{ 24, 12, "/alerts/rulez", "did you mean \"rules\"?" },
};

START_TEST(names_every_fault_with_its_place)
{
	ck_assert_uint_eq(sizeof(faults) / sizeof(faults[0]), 21);
	config_faults_check(faulty, "c.json", faults, sizeof(faults) / sizeof(faults[0]));
}
END_TEST

/* As many steps as are read, and one more. */
START_TEST(caps_lists)
{
	for (int more = 0; more <= 1; more++) {
		struct hr_config_errors errors = { 0 };
		struct hr_config config;
		struct hr_str text = { 0 };

		hr_str_puts(&text, "{\"error_budget_policy\": {\"error_budget_exhaustion\": "
		                   "{\"thresholds\": [");
		for (int i = 0; i < HR_BUDGET_STEPS_MAX + more; i++)
			hr_str_printf(&text, "%s{\"remaining\": \"%d%%\", \"action\": \"a\"}",
			              i > 0 ? ", " : "", i);
		hr_str_puts(&text, "]}}}");
		ck_assert_int_eq(hr_config_parse(hr_str_slice(&text), "c.json", &config, &errors,
		                                 NULL) == HR_OK,
		                 more == 0);
		ck_assert_uint_eq(errors.count, more);
		if (more == 1)
			ck_assert_msg(strstr(errors.items[0].text, "at most") != NULL, "%s",
			              errors.items[0].text);
		hr_config_release(&config);
		hr_config_errors_release(&errors);
		hr_str_release(&text);
	}
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("config_slo");
	TCase *tcase = tcase_create("config_slo");

	tcase_add_test(tcase, reads_every_key);
	tcase_add_test(tcase, has_defaults);
	tcase_add_test(tcase, names_every_fault_with_its_place);
	tcase_add_test(tcase, caps_lists);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
