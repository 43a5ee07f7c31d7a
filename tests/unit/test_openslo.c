#include <config.h>
#include "config/config.h"

#include "config_faults.h"
#include "unit.h"

static enum hr_err parse(const char *text, const char *path, struct hr_config *config,
                         struct hr_config_errors *errors)
{
	*errors = (struct hr_config_errors){ 0 };
	return hr_config_parse(hr_slice_of(text), path, config, errors, NULL);
}

/* All seven kinds, those referred to behind those that refer. */
static const char full[] =
        "[{\"apiVersion\": \"openslo/v1\", \"kind\": \"SLO\", \"metadata\": {\"name\": \"up\",\n"
        " \"displayName\": \"Requests that succeed\", \"labels\": {\"team\": [\"a\"]}},\n"
        " \"spec\": {\"service\": \"shop\", \"indicator\": {\"metadata\": {\"name\": \"i\"}, "
        "\"spec\": {\"ratioMetric\": {\"counter\": true,\n"
        "  \"bad\": {\"metricSource\": {\"metricSourceRef\": \"files\", \"spec\": {\"filter\": "
        "\"status >= 500\"}}},\n"
        "  \"total\": {\"metricSource\": {\"type\": \"headroom\", \"spec\": {\"filter\": \"label "
        "!= "
        "'warmup'\"}}}}}},\n"
        " \"timeWindow\": [{\"duration\": \"4w\", \"isRolling\": true}], \"budgetingMethod\": "
        "\"Occurrences\",\n"
        " \"objectives\": [{\"displayName\": \"strict\", \"target\": 0.9995}, "
        "{\"targetPercent\": 99}],\n"
        " \"alertPolicies\": [{\"alertPolicyRef\": \"fast\"}, \"fast\"]}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"SLO\", \"metadata\": {\"name\": \"quick\"}, "
        "\"spec\": {\"description\": \"Checkout is quick\", \"indicatorRef\": \"times\",\n"
        " \"timeWindow\": [{\"duration\": \"1Q\", \"isRolling\": false, \"calendar\": "
        "{\"startTime\": "
        "\"2026-04-01 00:00:00\", \"timeZone\": \"Europe/Berlin\"}}],\n"
        " \"budgetingMethod\": \"Timeslices\", \"objectives\": [{\"op\": \"lt\", \"value\": 0.3, "
        "\"target\": 0.99, \"timeSliceTarget\": 0.95, \"timeSliceWindow\": 5}]}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"SLO\", \"metadata\": {\"name\": \"rate\"}, "
        "\"spec\": {\"indicator\": {\"spec\": {\"thresholdMetric\": {\"metricSource\": {\"type\": "
        "\"headroom\",\n"
        " \"spec\": {\"metric\": \"throughput\"}}}}}, \"budgetingMethod\": \"Timeslices\", "
        "\"objectives\": [{\"op\": \"gte\", \"value\": 2.5, \"target\": 0.9, \"timeSliceWindow\": "
        "\"30m\"}]}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"SLO\", \"metadata\": {\"name\": \"fresh\"}, "
        "\"spec\": {\"indicator\": {\"spec\": {\"thresholdMetric\": {\"metricSource\": {\"type\": "
        "\"headroom\",\n"
        " \"spec\": {\"metric\": \"age\", \"filter\": \"label == 'feed'\"}}}}}, "
        "\"budgetingMethod\": \"Timeslices\", \"objectives\": [{\"op\": \"lte\", \"value\": 300, "
        "\"target\": 0.9}]}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"SLI\", \"metadata\": {\"name\": \"times\"}, "
        "\"spec\": {\"thresholdMetric\": {\"metricSource\": {\"type\": \"headroom\", \"spec\": "
        "{\"metric\": \"latency\", \"filter\": \"label == 'Checkout'\", \"unit\": \"s\"}}}}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"AlertPolicy\", \"metadata\": {\"name\": "
        "\"fast\"}, \"spec\": {\"alertWhenBreaching\": true, \"conditions\": [{\"conditionRef\": "
        "\"burn\"}],\n"
        " \"notificationTargets\": [{\"targetRef\": \"pager\"}]}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"AlertCondition\", \"metadata\": {\"name\": "
        "\"burn\"}, \"spec\": {\"severity\": \"page\", \"condition\": {\"kind\": \"burnrate\", "
        "\"op\": \"gte\",\n"
        " \"threshold\": 14.4, \"lookbackWindow\": \"1h\", \"alertAfter\": \"5m\"}}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"AlertNotificationTarget\", \"metadata\": "
        "{\"name\": \"pager\"}, \"spec\": {\"target\": \"pagerduty\"}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"DataSource\", \"metadata\": {\"name\": "
        "\"files\"}, \"spec\": {\"type\": \"headroom\", \"connectionDetails\": {\"any\": 1}}},\n"
        "{\"apiVersion\": \"openslo/v1\", \"kind\": \"Service\", \"metadata\": {\"name\": "
        "\"shop\"}, \"spec\": {\"description\": \"d\"}}]\n";

static void check_ratio(const struct hr_config *config)
{
	const struct hr_config_slo *slo = &config->slos.items[0];

	ck_assert_str_eq(slo->name, "up: strict");
	ck_assert_str_eq(slo->description, "Requests that succeed");
	ck_assert_str_eq(slo->definition,
	                 "requests; valid: label != 'warmup'; good: not (status >= 500)");
	ck_assert_uint_eq(slo->target.num, 1999);
	ck_assert_uint_eq(slo->target.den, 2000);
	ck_assert_int_eq(slo->window.length_s, 28 * 86400);
	ck_assert_int_eq(slo->method, HR_BUDGET_OCCURRENCES);
	ck_assert_uint_eq(slo->rule_count, 2);
	ck_assert_int_eq(slo->rules[0].long_s, 3600);
	ck_assert_int_eq(slo->rules[0].short_s, 3600);
	ck_assert_int_eq(slo->rules[0].for_s, 300);
	ck_assert_uint_eq(slo->rules[0].threshold.num, 72);
	ck_assert_uint_eq(slo->rules[0].threshold.den, 5);
	ck_assert(slo->rules[0].or_equal);
	ck_assert_str_eq(slo->rules[0].severity, "page");
	slo = &config->slos.items[1];
	ck_assert_str_eq(slo->name, "up: 2");
	ck_assert_uint_eq(slo->target.den, 100);
}

START_TEST(becomes_objectives)
{
	struct hr_config config;
	struct hr_config_errors errors;
	const struct hr_config_slo *slo;

	ck_assert_msg(parse(full, "o.json", &config, &errors) == HR_OK, "%s",
	              errors.count > 0 ? errors.items[0].text : "");
	ck_assert_uint_eq(config.slos.count, 5);
	ck_assert_str_eq(config.name, "shop");
	check_ratio(&config);
	slo = &config.slos.items[2];
	ck_assert_str_eq(slo->definition,
	                 "requests; valid: label == 'Checkout'; good: success && latency < 0.3s");
	ck_assert_int_eq(slo->window.kind, HR_SLO_WINDOW_CALENDAR);
	ck_assert_int_eq(slo->window.unit, HR_CALENDAR_QUARTER);
	ck_assert_str_eq(hr_zone_name(slo->zone), "Europe/Berlin");
	ck_assert_int_eq(slo->method, HR_BUDGET_TIMESLICES);
	ck_assert_int_eq(slo->slice_s, 300);
	ck_assert_uint_eq(slo->slice_target.num, 19);
	ck_assert_uint_eq(slo->slice_target.den, 20);
	ck_assert_uint_eq(slo->rule_count, 0);
	slo = &config.slos.items[3];
	ck_assert_int_eq(slo->type, HR_SLI_THROUGHPUT);
	ck_assert_uint_eq(slo->min_per_s.num, 5);
	ck_assert_uint_eq(slo->min_per_s.den, 2);
	ck_assert_int_eq(slo->slice_s, 1800);
	ck_assert_int_eq(slo->window.kind, HR_SLO_WINDOW_RUN);
	slo = &config.slos.items[4];
	ck_assert_int_eq(slo->type, HR_SLI_FRESHNESS);
	ck_assert_int_eq(slo->max_age_s, 300);
	/* of what has no effect here: whom to tell */
	ck_assert_uint_eq(errors.warning_count, 1);
	ck_assert_uint_eq(errors.warnings[0].line, 21);
	ck_assert(strstr(errors.warnings[0].text, "channels") != NULL);
	hr_config_release(&config);
	hr_config_errors_release(&errors);
}
END_TEST

#ifdef HAVE_LIBYAML

/* A file with every fault once, and each at its place. */
static const char faulty[] =
        "apiVersion: openslo/v1alpha\n"                                              /* 1 */
        "kind: Service\n"                                                            /* 2 */
        "metadata: {name: a}\n"                                                      /* 3 */
        "spec: {}\n"                                                                 /* 4 */
        "---\n"                                                                      /* 5 */
        "apiVersion: openslo/v1\n"                                                   /* 6 */
        "kind: SLOs\n"                                                               /* 7 */
        "metadata: {name: b}\n"                                                      /* 8 */
        "spec: {}\n"                                                                 /* 9 */
        "---\n"                                                                      /* 10 */
        "apiVersion: openslo/v1\n"                                                   /* 11 */
        "kind: DataSource\n"                                                         /* 12 */
        "metadata: {name: prom}\n"                                                   /* 13 */
        "spec: {type: Prometheus}\n"                                                 /* 14 */
        "---\n"                                                                      /* 15 */
        "apiVersion: openslo/v1\n"                                                   /* 16 */
        "kind: SLI\n"                                                                /* 17 */
        "metadata: {name: queries}\n"                                                /* 18 */
        "spec:\n"                                                                    /* 19 */
        "  ratioMetric:\n"                                                           /* 20 */
        "    good: {metricSource: {type: Datadog, spec: {query: q}}}\n"              /* 21 */
        "    total: {metricSource: {metricSourceRef: prom}}\n"                       /* 22 */
        "---\n"                                                                      /* 23 */
        "apiVersion: openslo/v1\n"                                                   /* 24 */
        "kind: SLI\n"                                                                /* 25 */
        "metadata: {name: more}\n"                                                   /* 26 */
        "spec:\n"                                                                    /* 27 */
        "  ratioMetric:\n"                                                           /* 28 */
        "    rawType: success\n"                                                     /* 29 */
        "    raw: {metricSource: {type: headroom}}\n"                                /* 30 */
        "---\n"                                                                      /* 31 */
        "apiVersion: openslo/v1\n"                                                   /* 32 */
        "kind: AlertCondition\n"                                                     /* 33 */
        "metadata: {name: low}\n"                                                    /* 34 */
        "spec:\n"                                                                    /* 35 */
        "  severity: page\n"                                                         /* 36 */
        "  condition: {kind: burnrate, op: lte, threshold: 2, lookbackWindow: 1M}\n" /* 37 */
        "---\n"                                                                      /* 38 */
        "apiVersion: openslo/v1\n"                                                   /* 39 */
        "kind: SLO\n"                                                                /* 40 */
        "metadata: {name: slo}\n"                                                    /* 41 */
        "spec:\n"                                                                    /* 42 */
        "  indicatorRef: querys\n"                                                   /* 43 */
        "  timeWindow: [{duration: 1M, isRolling: true}]\n"                          /* 44 */
        "  budgetingMethod: Occurences\n"                                            /* 45 */
        "  objectives:\n"                                                            /* 46 */
        "    - {target: 1}\n"                                                        /* 47 */
        "    - {target: 0.9, targetPercent: 90}\n"                                   /* 48 */
        "    - {targt: 0.9}\n"                                                       /* 49 */
        "  alertPolicies: [{alertPolicyRef: none}]\n"                                /* 50 */
        "---\n"                                                                      /* 51 */
        "apiVersion: openslo/v1\n"                                                   /* 52 */
        "kind: SLO\n"                                                                /* 53 */
        "metadata: {name: slo}\n"                                                    /* 54 */
        "spec: {}\n"                                                                 /* 55 */
        "---\n"                                                                      /* 56 */
        "apiVersion: openslo/v1\n"                                                   /* 57 */
        "kind: SLO\n"                                                                /* 58 */
        "metadata: {name: noon}\n"                                                   /* 59 */
        "spec:\n"                                                                    /* 60 */
        "  indicator: {spec: {thresholdMetric: {metricSource: {type: headroom,\n"    /* 61 */
        "    spec: {metric: throughput, filter: statsu < 500}}}}}\n"                 /* 62 */
        "  timeWindow: [{duration: 1w, calendar: {startTime: 2026-01-01 12:00:00, timeZone: X}}]\n"
        "  budgetingMethod: Timeslices\n"                     /* 64 */
        "  objectives: [{op: lte, value: 1, target: 0.9}]\n"; /* 65 */

static const struct config_fault faults[] = {
	{ 1, 13, "/apiVersion", "expected \"openslo/v1\"" },
	{ 7, 7, "/kind", "\"DataSource\"" },
	{ 21, 33, "/spec/ratioMetric/good/metricSource/type", "cannot be asked of recorded data" },
	{ 22, 45, "/spec/ratioMetric/total/metricSource/metricSourceRef", "\"Prometheus\"" },
	{ 30, 10, "/spec/ratioMetric/raw", "made elsewhere" },
	{ 37, 35, "/spec/condition/op", "no alarm" },
	{ 37, 70, "/spec/condition/lookbackWindow", "m, h, d or w" },
	{ 43, 17, "/spec/indicatorRef", "did you mean \"queries\"?" },
	{ 44, 27, "/spec/timeWindow/0/duration", "no one length" },
	{ 45, 20, "/spec/budgetingMethod", "\"Occurrences\"" },
	{ 47, 16, "/spec/objectives/0/target", "a ratio such as 0.999" },
	{ 48, 7, "/spec/objectives/1", "found both" },
	{ 49, 7, "/spec/objectives/2", "found neither" },
	{ 49, 8, "/spec/objectives/2/targt", "did you mean \"target\"?" },
	{ 50, 36, "/spec/alertPolicies/0/alertPolicyRef", "no AlertPolicy \"none\"" },
	{ 54, 18, "/metadata/name", "second SLO called \"slo\"" },
	{ 62, 40, "/spec/indicator/spec/thresholdMetric/metricSource/spec/filter",
	  "did you mean status?" },
	{ 63, 53, "/spec/timeWindow/0/calendar/startTime", "midnight of a Monday" },
	{ 63, 84, "/spec/timeWindow/0/calendar/timeZone", "X" },
};

START_TEST(names_what_cannot_be_meant)
{
	config_faults_check(faulty, "o.yaml", faults, sizeof(faults) / sizeof(faults[0]));
}
END_TEST

/* Any configuration may be YAML: the same text in both languages. */
START_TEST(yaml_is_as_good_as_json)
{
	static const char json[] =
	        "{\"name\": \"n\", \"timezone\": \"Europe/Berlin\", \"slos\": [{\"name\": \"a\", "
	        "\"sli\": {\"good\": \"status < 500\"}, \"target\": \"99.9%\", \"window\": "
	        "\"30d\", \"exclude\": [{\"start\": \"2026-03-29T01:00:00\", \"end\": "
	        "\"2026-03-29T03:00:00\", \"rrule\": \"FREQ=WEEKLY\"}]}], \"checks\": [\"p95 < "
	        "500ms\"]}";
	static const char yaml[] = "name: n\n"
	                           "slos:\n"
	                           "  - name: a\n"
	                           "    sli: {good: status < 500}\n"
	                           "    target: 99.9%\n"
	                           "    window: 30d\n"
	                           "    exclude:\n"
	                           "      - start: 2026-03-29T01:00:00\n"
	                           "        end: 2026-03-29T03:00:00\n"
	                           "        rrule: FREQ=WEEKLY\n"
	                           "timezone: Europe/Berlin\n"
	                           "checks: [p95 < 500ms]\n";
	struct hr_config one, other;
	struct hr_config_errors errors;
	const struct hr_config_slo *a, *b;

	ck_assert_int_eq(parse(json, "c", &one, &errors), HR_OK);
	ck_assert_msg(parse(yaml, "c", &other, &errors) == HR_OK, "%s",
	              errors.count > 0 ? errors.items[0].text : "");
	a = &one.slos.items[0];
	b = &other.slos.items[0];
	ck_assert_str_eq(one.name, other.name);
	ck_assert_str_eq(a->definition, b->definition);
	ck_assert_uint_eq(a->target.num, b->target.num);
	ck_assert_uint_eq(a->target.den, b->target.den);
	ck_assert_int_eq(a->window.length_s, b->window.length_s);
	ck_assert_int_eq(a->exclusions[0].start_s, b->exclusions[0].start_s);
	/* 01:00 CET to 03:00 CEST: one hour, since the clock goes forward between */
	ck_assert_int_eq(b->exclusions[0].end_s - b->exclusions[0].start_s, 3600);
	ck_assert(b->exclusions[0].repeats);
	ck_assert_str_eq(one.checks.items[0].text, other.checks.items[0].text);
	hr_config_release(&one);
	hr_config_release(&other);
}
END_TEST

#endif

START_TEST(needs_an_slo)
{
	struct hr_config config;
	struct hr_config_errors errors;

	ck_assert_int_eq(parse("{\"apiVersion\": \"openslo/v1\", \"kind\": \"Service\", "
	                       "\"metadata\": {\"name\": \"a\"}, \"spec\": {}}",
	                       "c", &config, &errors),
	                 HR_ECONFIG);
	ck_assert(strstr(errors.items[0].text, "no object of kind SLO") != NULL);
	hr_config_release(&config);
	hr_config_errors_release(&errors);
	ck_assert_int_eq(parse("{} {}", "c", &config, &errors), HR_ECONFIG);
	ck_assert_uint_eq(errors.items[0].column, 4);
	hr_config_release(&config);
	hr_config_errors_release(&errors);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("openslo");
	TCase *tcase = tcase_create("openslo");

	tcase_add_test(tcase, becomes_objectives);
	tcase_add_test(tcase, needs_an_slo);
#ifdef HAVE_LIBYAML
	tcase_add_test(tcase, names_what_cannot_be_meant);
	tcase_add_test(tcase, yaml_is_as_good_as_json);
#endif
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
