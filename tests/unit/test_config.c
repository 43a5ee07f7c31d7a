#include <config.h>
#include "base/instant.h"
#include "config/config.h"

#include <unistd.h>

#include "base/pattern.h"
#include "unit.h"

struct parsed {
	struct hr_config config;
	struct hr_config_errors errors;
	struct hr_error error;
	enum hr_err result;
};

static void parse(struct parsed *parsed, const char *text)
{
	*parsed = (struct parsed){ .result = HR_OK };
	parsed->result = hr_config_parse(hr_slice_of(text), "c.json", &parsed->config,
	                                 &parsed->errors, &parsed->error);
}

static void release(struct parsed *parsed)
{
	hr_config_errors_release(&parsed->errors);
	hr_config_release(&parsed->config);
}

static const char full[] =
        "{\n"
        "  \"name\": \"nightly\", \"environment\": \"staging\", \"version\": \"1.2\",\n"
        "  \"workload\": \"50 users\",\n"
        "  \"inputs\": [\"results/*.jtl\",\n"
        "    {\"path\": \"m.csv\", \"format\": \"csv\", \"mapping\": \"host\"}],\n"
        "  \"mappings\": {\n"
        "    \"host\": {\"columns\": {\"time\": \"when\", \"name\": \"metric\", \"value\": "
        "\"v\"},\n"
        "      \"units\": {\"time\": \"us\"}, \"timezone\": \"+02:00\", \"time_marks\": \"end\",\n"
        "      \"delimiter\": \"tab\", \"header\": false},\n"
        "    \"app\": {\"columns\": {\"elapsed\": \"took\", \"success\": \"state\"},\n"
        "      \"units\": {\"elapsed\": \"s\", \"latency\": \"us\", \"connect\": \"ns\"},\n"
        "      \"time_format\": \"yyyy-MM-dd HH:mm:ss\", \"success_value\": \"yes\",\n"
        "      \"label\": \"all\", \"delimiter\": \";\"}},\n"
        "  \"checks\": [\"p95 of checkout < 800ms\", \"error_ratio <= 1%\"],\n"
        "  \"interval\": \"10s\", \"quantile\": \"R7\",\n"
        "  \"apdex\": {\"satisfied\": \"500ms\", \"tolerated\": \"1.5s\",\n"
        "    \"labels\": {\"GET *\": [\"1s\", \"4s\"], \"*\": [\"2s\", \"2s\"]}},\n"
        "  \"labels\": {\"map\": {\"~^/item/[0-9]+\": \"/item/N\"}, \"include\": [\"a*\", \"b\"],\n"
        "    \"exclude\": [\"debug*\"], \"transactions\": [\"T *\"]},\n"
        "  \"timezone\": \"+01:00\"\n"
        "}\n";

START_TEST(reads_every_key)
{
	struct parsed parsed;
	const struct hr_config *config = &parsed.config;

	parse(&parsed, full);
	ck_assert_msg(parsed.result == HR_OK, "%u: %s", (unsigned)parsed.error.line,
	              parsed.error.text);
	ck_assert_str_eq(config->path, "c.json");
	ck_assert_str_eq(config->name, "nightly");
	ck_assert_str_eq(config->environment, "staging");
	ck_assert_str_eq(config->version, "1.2");
	ck_assert_str_eq(config->workload, "50 users");
	ck_assert_str_eq(hr_zone_name(config->zone), "+01:00");
	ck_assert_int_eq(config->interval_ns, INT64_C(10000000000));
	ck_assert(config->has_quantile);
	ck_assert_int_eq(config->quantile, HR_QUANTILE_R7);
	ck_assert_uint_eq(config->checks.count, 2);
	ck_assert_str_eq(config->checks.items[0].text, "p95 of checkout < 800ms");
	ck_assert_int_eq(config->apdex.satisfied_ns, INT64_C(500000000));
	ck_assert_int_eq(config->apdex.tolerated_ns, INT64_C(1500000000));
	ck_assert_uint_eq(config->apdex.labels.count, 2);
	ck_assert_str_eq(hr_pattern_text(config->apdex.labels.items[0].pattern), "GET *");
	ck_assert_int_eq(config->apdex.labels.items[0].tolerated_ns, INT64_C(4000000000));
	ck_assert_uint_eq(config->labels.map.count, 1);
	ck_assert_str_eq(config->labels.map.items[0].name, "/item/N");
	ck_assert(hr_pattern_match(config->labels.map.items[0].pattern, hr_slice_of("/item/17")));
	ck_assert_uint_eq(config->labels.include.count, 2);
	ck_assert_uint_eq(config->labels.exclude.count, 1);
	ck_assert_uint_eq(config->labels.transactions.count, 1);
	ck_assert_str_eq(hr_pattern_text(config->labels.include.items[1]), "b");
	release(&parsed);
}
END_TEST

START_TEST(reads_trend)
{
	struct parsed parsed;
	const struct hr_config_trend *trend = &parsed.config.trend;

	parse(&parsed, "{\"trend\": {\"metrics\": [\"response_time_p95\", \"throughput\"],\n"
	               "\"min_effect\": \"3%\", \"reference\": \"1.2\", \"control\": \"ping\"}}");
	ck_assert_int_eq(parsed.result, HR_OK);
	ck_assert_uint_eq(trend->metrics.count, 2);
	ck_assert_str_eq(trend->metrics.items[0], "p95");
	ck_assert_str_eq(trend->metrics.items[1], "throughput");
	ck_assert_double_eq_tol(trend->min_effect, 0.03, 1e-12);
	ck_assert_str_eq(trend->reference, "1.2");
	ck_assert_str_eq(trend->control, "ping");
	release(&parsed);
}
END_TEST

START_TEST(reads_inputs_and_mappings)
{
	struct parsed parsed;
	const struct hr_config *config = &parsed.config;
	const struct hr_mapping *host, *app;
	int64_t instant;

	parse(&parsed, full);
	ck_assert_uint_eq(config->inputs.count, 2);
	ck_assert_str_eq(config->inputs.items[0].path, "results/*.jtl");
	ck_assert_ptr_null(config->inputs.items[0].mapping);
	ck_assert_str_eq(config->inputs.items[1].format, "csv");
	host = hr_config_find_mapping(config, "host");
	app = hr_config_find_mapping(config, "app");
	ck_assert_ptr_eq(config->inputs.items[1].mapping, host);
	ck_assert_ptr_null(hr_config_find_mapping(config, "none"));
	ck_assert(hr_mapping_is_series(host) && !hr_mapping_is_series(app));
	ck_assert_str_eq(host->columns[HR_FIELD_NAME], "metric");
	ck_assert_int_eq(host->time_marks, HR_STAMP_END);
	ck_assert_int_eq(host->delimiter, '\t');
	ck_assert(!host->has_header && app->has_header);
	ck_assert(hr_time_format_parse(host->time_format, hr_slice_of("1500000"), hr_zone_utc(),
	                               &instant));
	ck_assert_int_eq(instant, INT64_C(1500000000));
	ck_assert_str_eq(hr_zone_name(host->zone), "+02:00");
	ck_assert_int_eq(app->shift[HR_FIELD_ELAPSED], 9);
	ck_assert_int_eq(app->shift[HR_FIELD_LATENCY], 3);
	ck_assert_int_eq(app->shift[HR_FIELD_CONNECT], 0);
	ck_assert_int_eq(host->shift[HR_FIELD_ELAPSED], 6);
	ck_assert_str_eq(app->success_value, "yes");
	ck_assert_str_eq(app->constant_label, "all");
	ck_assert_int_eq(app->delimiter, ';');
	ck_assert_str_eq(app->time_format_text, "yyyy-MM-dd HH:mm:ss");
	release(&parsed);
}
END_TEST

/* Each fault alone: what is reported, with its place. */
static const struct fault {
	const char *text, *reported;
} faults[] = {
	{ "{\"nane\": 1}", "c.json:1:2: /nane: unknown key \"nane\", did you mean \"name\"?\n" },
	{ "{\n\t\"labels\": {\"\xc3\xa4\": 1}, \"name\":\n  7}",
	  "c.json:2:13: /labels/\xc3\xa4: unknown key \"\xc3\xa4\", expected one of: map, include, "
	  "exclude, transactions\n"
	  "c.json:3:3: /name: found the number 7, expected a text\n" },
	{ "{\"name\": \"\"}", "c.json:1:10: /name: found an empty text\n" },
	{ "[1]", "c.json:1:1: found a list, expected an object of sections, in JSON or YAML\n" },
	{ "", "c.json:1:1: not valid JSON: '[' or '{' expected near end of file\n" },
	{ "{\n  \"name\": \"x\",\n  \"checks\": [,]\n}",
	  "c.json:3:14: not valid JSON: unexpected token near ','\n" },
	{ "{\"name\": \"a\",\n \"name\": \"b\"}",
	  "c.json:2:7: not valid JSON: duplicate object key near '\"name\"'\n" },
	{ "{\"inputs\": {}}", "c.json:1:12: /inputs: found an object, expected a list of files\n" },
	{ "{\"inputs\": [\"a\", {\"paht\": \"b\"}]}",
	  "c.json:1:18: /inputs/1: found no \"path\", expected a file or glob\n"
	  "c.json:1:19: /inputs/1/paht: unknown key \"paht\", did you mean \"path\"?\n" },
	{ "{\"inputs\": [{\"path\": \"a\", \"format\": \"jtl-cvs\"}]}",
	  "c.json:1:37: /inputs/0/format: unknown format \"jtl-cvs\", did you mean "
	  "\"jtl-csv\"?\n" },
	{ "{\"inputs\": [{\"path\": \"a\", \"mapping\": \"hots\"}],\n"
	  " \"mappings\": {\"host\": {\"columns\": {\"elapsed\": \"e\"}}}}",
	  "c.json:1:38: /inputs/0/mapping: there is no mapping \"hots\" in \"mappings\", did you "
	  "mean \"host\"?\n" },
	{ "{\"mappings\": {\"a/b~\": {}}}",
	  "c.json:1:23: /mappings/a~1b~0: found no \"columns\", expected an object of fields\n" },
	{ "{\"mappings\": {\"m\": {\"columns\": {\"elapsd\": \"a\", \"label\": \"b\"}}}}",
	  "c.json:1:20: /mappings/m: found no column for elapsed, time, success or value, expected "
	  "at least one\n"
	  "c.json:1:33: /mappings/m/columns/elapsd: unknown field \"elapsd\", did you mean "
	  "\"elapsed\"?\n" },
	{ "{\"mappings\": {\"m\": {\"columns\": {\"value\": \"a\"}}}}",
	  "c.json:1:20: /mappings/m: a series (with a column for value) needs one for time\n" },
	{ "{\"mappings\": {\"m\": {\"columns\": {\"time\": \"a\"}, \"units\": {\"time\": \"s\"},\n"
	  "\"time_format\": \"iso\"}}}",
	  "c.json:1:20: /mappings/m: found both a unit of time and a time_format, expected one of "
	  "them\n" },
	{ "{\"mappings\": {\"m\": {\"columns\": {\"time\": \"a\"},\n\"units\": {\"elapsed\": "
	  "\"h\", "
	  "\"label\": \"s\"}, \"delimiter\": \"::\",\n\"header\": 1, \"time_marks\": \"begin\"}}}",
	  "c.json:2:22: /mappings/m/units/elapsed: found the text \"h\", expected \"s\", \"ms\", "
	  "\"us\" or \"ns\"\n"
	  "c.json:2:27: /mappings/m/units/label: the field \"label\" has no unit; units are for "
	  "time, elapsed, latency and connect\n"
	  "c.json:2:55: /mappings/m/delimiter: found the text \"::\", expected one character, or "
	  "\"tab\"\n"
	  "c.json:3:11: /mappings/m/header: found the number 1, expected true or false\n"
	  "c.json:3:28: /mappings/m/time_marks: found the text \"begin\", expected \"start\" or "
	  "\"end\"\n" },
	{ "{\"checks\": [\"p95 < 1s\", {}]}",
	  "c.json:1:25: /checks/1: found an object, expected a criterion such as \"p95 of checkout "
	  "< 800ms\"\n" },
	{ "{\"interval\": \"1500ms\"}",
	  "c.json:1:14: /interval: found the text \"1500ms\", expected a whole number of seconds, "
	  "at least \"1s\"\n" },
	{ "{\"interval\": 10}",
	  "c.json:1:14: /interval: found the number 10, expected a duration with its unit, such as "
	  "\"500ms\"\n" },
	{ "{\"apdex\": {\"satisfied\": \"1s\"}}",
	  "c.json:1:11: /apdex: found one threshold, expected both satisfied and tolerated\n" },
	{ "{\"apdex\": {\"satisfied\": \"2s\", \"tolerated\": \"1s\"}}",
	  "c.json:1:11: /apdex: the thresholds must be above 0, and tolerated not below "
	  "satisfied\n" },
	{ "{\"apdex\": {\"labels\": {\"a\": [\"1s\"], \"b\": [\"0s\", \"1s\"]}}}",
	  "c.json:1:28: /apdex/labels/a: found a list, expected two durations, [satisfied, "
	  "tolerated]: [\"500ms\", \"1.5s\"]\n"
	  "c.json:1:41: /apdex/labels/b: the thresholds must be above 0, and tolerated not below "
	  "satisfied\n" },
	{ "{\"trend\": {\"metrics\": [\"p95\", \"p96\", \"p59\", 1], \"min_effect\": 0,\n"
	  "\"controll\": \"x\"}}",
	  "c.json:1:31: /trend/metrics/1: documents do not hold p96\n"
	  "c.json:1:38: /trend/metrics/2: documents do not hold p59\n"
	  "c.json:1:45: /trend/metrics/3: found the number 1, expected the name of a metric\n"
	  "c.json:1:63: /trend/min_effect: found the number 0, expected a share above 0 such as "
	  "\"15%\" or 0.15\n"
	  "c.json:2:1: /trend/controll: unknown key \"controll\", did you mean \"control\"?\n" },
	{ "{\"capacity\": {\"models\": [\"auto\", \"auto\", \"auto\", \"auto\", \"auto\", "
	  "\"auto\", \"auto\", "
	  "\"auto\", \"auto\", \"auto\", \"auto\", \"auto\", \"auto\"]}}",
	  "c.json:1:25: /capacity/models: found 13 elements, at most 12 are read\n" },
	{ "{\"alerts\": {\"escalation\": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}}",
	  "c.json:1:27: /alerts/escalation: found 21 elements, at most 20 are read\n" },
	{ "{\"capacity\": {\"horizon\": \"3650d\", \"season\": \"3651d\"}}",
	  "c.json:1:45: /capacity/season: at most 3650d are planned\n" },
	{ "{\"trend\": {\"metrics\": \"p95\"}}",
	  "c.json:1:23: /trend/metrics: found the text \"p95\", expected a list of metrics, "
	  "[\"p95\", \"throughput\"]\n" },
	{ "{\"labels\": {\"include\": \"x\", \"exclude\": [null], \"map\": {\"a\": 1.5}}}",
	  "c.json:1:24: /labels/include: found the text \"x\", expected a list of label patterns\n"
	  "c.json:1:41: /labels/exclude/0: found null, expected a label pattern\n"
	  "c.json:1:61: /labels/map/a: found the number 1.5, expected a text\n" },
};

START_TEST(reports_each_fault_with_its_place)
{
	struct hr_str reported = { 0 };
	struct parsed parsed;

	parse(&parsed, faults[_i].text);
	hr_config_errors_format(&parsed.errors, "c.json", &reported);
	ck_assert_str_eq(hr_str_text(&reported), faults[_i].reported);
	ck_assert_int_eq(parsed.result, HR_ECONFIG);
	ck_assert_uint_eq(parsed.error.line, parsed.errors.items[0].line);
	ck_assert_uint_eq(parsed.error.column, parsed.errors.items[0].column);
	hr_str_release(&reported);
	release(&parsed);
}
END_TEST

/* Messages of other modules are passed on with the place of the value. */
START_TEST(places_what_others_find)
{
	static const struct {
		const char *text;
		uint64_t line, column;
	} values[] = {
		{ "{\"checks\": [\n\"p95 < 3 parsecs\"]}", 2, 1 },
		{ "{\"quantile\": \"R9\"}", 1, 14 },
		{ "{\"timezone\": \"Nowhere/Atall\"}", 1, 14 },
		{ "{\"labels\": {\"include\": [\"~(\"]}}", 1, 25 },
		{ "{\"labels\": {\"map\": {\"~(\": \"a\"}}}", 1, 27 },
		{ "{\"apdex\": {\"satisfied\": \"1\", \"tolerated\": \"2s\"}}", 1, 25 },
		{ "{\"mappings\": {\"m\": {\"columns\": {\"time\": \"t\"}, \"timezone\": \"x\"}}}",
		  1, 59 },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct parsed parsed;

		parse(&parsed, values[i].text);
		ck_assert_uint_eq(parsed.errors.count, 1);
		ck_assert_uint_eq(parsed.errors.items[0].line, values[i].line);
		ck_assert_msg(parsed.errors.items[0].column == values[i].column, "%s: column %u",
		              values[i].text, (unsigned)parsed.errors.items[0].column);
		ck_assert_uint_gt(strlen(parsed.errors.items[0].text), 10);
		release(&parsed);
	}
}
END_TEST

START_TEST(keeps_what_is_right_beside_faults)
{
	struct parsed parsed;

	parse(&parsed, "{\"name\": \"x\", \"checks\": [\"p95 < 1s\", 3, \"max < 2s\"], \"inputs\": "
	               "[1, \"a\"]}");
	ck_assert_int_eq(parsed.result, HR_ECONFIG);
	ck_assert_uint_eq(parsed.errors.count, 2);
	ck_assert_str_eq(parsed.config.name, "x");
	ck_assert_uint_eq(parsed.config.checks.count, 2);
	ck_assert_double_eq(parsed.config.checks.items[1].limit, 2000);
	ck_assert_uint_eq(parsed.config.inputs.count, 2);
	ck_assert_ptr_null(parsed.config.inputs.items[0].path);
	release(&parsed);
}
END_TEST

START_TEST(lists_no_end_of_faults)
{
	struct hr_str text = { 0 }, reported = { 0 };
	struct parsed parsed;

	hr_str_puts(&text, "{\"checks\": [0");
	for (int i = 1; i < 150; i++)
		hr_str_puts(&text, ", 0");
	hr_str_puts(&text, "]}");
	parse(&parsed, hr_str_text(&text));
	ck_assert_uint_eq(parsed.errors.count, HR_CONFIG_ERRORS_MAX);
	ck_assert_uint_eq(parsed.errors.omitted, 50);
	hr_config_errors_format(&parsed.errors, "c.json", &reported);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&reported), "c.json: 50 more errors\n"));
	hr_str_release(&text);
	hr_str_release(&reported);
	release(&parsed);
}
END_TEST

static void load(struct parsed *parsed, const char *path)
{
	*parsed = (struct parsed){ .result = HR_OK };
	parsed->result = hr_config_load(path, &parsed->config, &parsed->errors, &parsed->error);
}

START_TEST(loads_files)
{
	char path[] = "test_config.XXXXXX";
	int fd = mkstemp(path);
	struct parsed parsed;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, full, strlen(full)), strlen(full));
	load(&parsed, path);
	ck_assert_int_eq(parsed.result, HR_OK);
	ck_assert_str_eq(parsed.config.path, path);
	ck_assert_str_eq(parsed.config.name, "nightly");
	release(&parsed);
	ck_assert_int_eq(write(fd, "}", 1), 1);
	close(fd);
	load(&parsed, path);
	ck_assert_int_eq(parsed.result, HR_ECONFIG);
	ck_assert_str_eq(parsed.error.source, path);
	release(&parsed);
	unlink(path);
	load(&parsed, path);
	ck_assert_int_eq(parsed.result, HR_EIO);
	ck_assert_uint_eq(parsed.errors.count, 0);
	release(&parsed);
}
END_TEST

static Suite *config_suite(void)
{
	Suite *suite = suite_create("config/config");
	TCase *tcase = tcase_create("config");

	tcase_add_test(tcase, reads_every_key);
	tcase_add_test(tcase, reads_trend);
	tcase_add_test(tcase, reads_inputs_and_mappings);
	HR_ADD_ROWS(tcase, reports_each_fault_with_its_place, faults);
	tcase_add_test(tcase, places_what_others_find);
	tcase_add_test(tcase, keeps_what_is_right_beside_faults);
	tcase_add_test(tcase, lists_no_end_of_faults);
	tcase_add_test(tcase, loads_files);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(config_suite)
