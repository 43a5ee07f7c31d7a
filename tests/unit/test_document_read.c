#include <config.h>
#include "base/instant.h"
#include "base/pattern.h"
#include "document/document.h"

#include <string.h>

#include "sample_run.h"
#include "stats/quantile.h"
#include "unit.h"

/* Every wrong value is refused, with its JSON pointer. @path ends in a member or index. */
static const struct {
	const char *path, *value, *pointer, *part;
} wrong[] = {
	{ "run", "3", "/run:", "found a number, expected an object" },
	{ "run/labels", "{}", "/run/labels:", "expected an array" },
	{ "run/labels/0/label", "null", "/run/labels/0/label:", "found null, expected a text" },
	{ "run/labels/0/source", "\"guess\"", "/run/labels/0/source:", "found 'guess'" },
	{ "run/labels/0/exact/count", "-1", "/run/labels/0/exact/count:", "found -1" },
	{ "run/labels/0/exact/count", "1.5", "/run/labels/0/exact/count:", "an integer" },
	{ "run/labels/0/exact/errors", "1000000", "/run/labels/0/exact:", "more errors" },
	{ "run/labels/0/exact/ok/sum_ns", "\"12x\"", "/run/labels/0/exact/ok/sum_ns:", "'12x'" },
	{ "run/labels/0/exact/ok/sum_ns", "\"340282366920938463463374607431768211456\"",
	  "/run/labels/0/exact/ok/sum_ns:", "2^128" },
	{ "run/labels/0/exact/ok/count", "99", "/run/labels/0/histogram/ok:", "expected 99" },
	{ "run/labels/0/exact/ok/min_ns", "99999999999999",
	  "/run/labels/0/exact/ok/max_ns:", "expected a number from" },
	/* 2^53 + 1 is the first whole number that JSON does not carry exactly; one value of 100000
	 * s at most; more times than requests */
	{ "run/labels/0/exact/count", "9007199254740993", "/run/labels/0/exact/count:",
	  "found 9007199254740993, expected a number from 0 to 9007199254740992" },
	{ "run/labels/0/exact/ok/sum_ns", "\"340282366920938463463374607431768211455\"",
	  "/run/labels/0/exact/ok:", "more than so many durations can have" },
	{ "run/labels/0/exact/received/bytes", "\"340282366920938463463374607431768211455\"",
	  "/run/labels/0/exact/received:", "more bytes than so many requests can have" },
	{ "run/labels/0/exact/received/count", "41",
	  "/run/labels/0/exact:", "41 times or sizes of 40 requests" },
	{ "run/labels/0/exact/latency/count", "41",
	  "/run/labels/0/exact:", "41 times or sizes of 40 requests" },
	{ "run/labels/0/histogram/ok", "\"!\"", "/run/labels/0/histogram/ok:", "no coded" },
	{ "run/labels/0/histogram", "null", "/run/labels/0/histogram:", "found null" },
	{ "run/labels/0/exact/started", "\"yesterday\"",
	  "/run/labels/0/exact/started:", "ISO 8601" },
	{ "run/labels/0/exact/codes/counts", "[]",
	  "/run/labels/0/exact/codes/counts:", "as many counts" },
	{ "run/labels/0/exact/aggregate", "{}", "/run/labels/0/exact/aggregate:", "source" },
	{ "run/labels/1/label", "\"\"", "/run/labels/1:", "twice" },
	{ "run/intervals/step_s", "0", "/run/intervals/step_s:", "found 0" },
	{ "run/intervals/step_s", "3", "/run/intervals/step_s:", "power of two" },
	{ "run/intervals/start", "null", "/run/intervals/start:", "multiple" },
	{ "run/intervals/count", "2001", "/run/intervals:", "than any run has" },
	{ "run/intervals/labels/0/label", "\"nobody\"", "/run/intervals/labels/0:", "no label" },
	{ "run/intervals/labels/0/kind", "\"x\"", "/run/intervals/labels/0/kind:", "request" },
	{ "run/intervals/labels/0/cells", "100000", "/run/intervals/labels/0/cells:", "found" },
	{ "run/intervals/labels/0/count", "\"A\"", "/run/intervals/labels/0/count:", "breaks off" },
	{ "run/intervals/labels/0/errors", "\"___\"",
	  "/run/intervals/labels/0/errors:", "breaks off" },
	{ "run/intervals/labels/0/count", "\"*\"", "/run/intervals/labels/0/count:", "breaks off" },
	/* Numbers that columns must not hold: 2^63, 2^64, more than are counted, 2^128, 1e14 + 1,
	 * an end before its beginning. */
	{ "run/intervals/labels/0/count", "\"ggggggggggggI\"",
	  "/run/intervals/labels/0/count:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/count", "\"ggggggggggggQ\"",
	  "/run/intervals/labels/0/count:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/errors", "\"ggggggggggggE\"",
	  "/run/intervals/labels/0/errors:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/untimed", "\"ggggggggggggE\"",
	  "/run/intervals/labels/0/untimed:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/min", "\"hgw0nos-6C\"",
	  "/run/intervals/labels/0/min:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/latency_count", "\"ggggggggggggQ\"",
	  "/run/intervals/labels/0/latency_count:", "the value of cell 0 is out of range" },
	/* more than are counted, and a sum below that of the shortest */
	{ "run/intervals/labels/0/latency_count", "\"ggggggggggggE\"",
	  "/run/intervals/labels/0/latency_count:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/connect_count", "\"ggggggggggggE\"",
	  "/run/intervals/labels/0/connect_count:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/sum", "\"\"",
	  "/run/intervals/labels/0/max:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/received_bytes", "\"ggggggggggggI\"",
	  "/run/intervals/labels/0/received_bytes:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/sum", "\"gggggggggggggggggggggggggI\"",
	  "/run/intervals/labels/0/sum:", "breaks off at cell 0" },
	{ "run/intervals/labels/0/sum", "\"g\"",
	  "/run/intervals/labels/0/sum:", "breaks off at cell 0" },
	{ "run/intervals/labels/0/max", "\"\"",
	  "/run/intervals/labels/0/max:", "the value of cell 0 is out of range" },
	{ "run/intervals/labels/0/sketches", "\"B\"",
	  "/run/intervals/labels/0/sketches:", "no coded sketch" },
	{ "run/intervals/labels/0/sketches", "\"\"",
	  "/run/intervals/labels/0/sketches:", "the sketch of cell 0 holds 0 values, expected" },
	/* one more request in the first interval, 2^53 + 1 responses of a code */
	{ "run/intervals/labels/0/latency_sum", "\"gggggggggggggggggE\"",
	  "/run/intervals/labels/0/latency_sum:", "the value of cell 0 is out of range" },
	{ "run/intervals/codes/0/values", "\"hgggggggggQ\"",
	  "/run/intervals/codes/0/values:", "no coded" },
	{ "run/observations", "100", "/run/resources:", "101 values of 100 observations" },
	{ "run/intervals/codes/0/values", "\"*\"", "/run/intervals/codes/0/values:", "no coded" },
	{ "run/intervals/codes/0/text", "null", "/run/intervals/codes/0:", "last track" },
	{ "run/resources/0/kind", "\"meter\"", "/run/resources/0:", "gauge or counter" },
	{ "run/resources/0/step_s", "3", "/run/resources/0/step_s:", "power of two" },
	{ "run/resources/0/points", "\"AA\"", "/run/resources/0/points:", "point 0" },
	{ "run/resources/0/count", "1", "/run/resources/0/points:", "more points" },
	{ "run/diagnostics/0/severity", "\"bad\"", "/run/diagnostics/0/severity:", "note" },
	{ "run/inputs/0/path", "7", "/run/inputs/0/path:", "a text" },
	{ "run/events/0/start", "5", "/run/events/0/start:", "a text" },
	{ "run/samples", "366", "/run/samples:", "found 366, but the labels count 365" },
	{ "run/samples", "0", "/run/samples:", "found 0, but the labels count 365" },
	{ "run/samples", "\"5\"", "/run/samples:", "found a text, expected an integer" },
};

static void replace(json_t *document, const char *path, json_t *value)
{
	json_t *parent = NULL, *at = document;
	char key[64] = "";

	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		ck_assert_uint_lt(n, sizeof(key));
		memcpy(key, path, n);
		key[n] = '\0';
		parent = at;
		at = json_is_array(at) ? json_array_get(at, (size_t)(key[0] - '0'))
		                       : json_object_get(at, key);
		ck_assert_msg(at != NULL, "%s", key);
		path += n + (path[n] == '/');
	}
	if (json_is_array(parent))
		json_array_set_new(parent, (size_t)(key[0] - '0'), value);
	else
		json_object_set_new(parent, key, value);
}

START_TEST(refuses_with_a_pointer)
{
	struct hr_document_options options = sample_options();
	struct hr_error err = { 0 };
	struct hr_run run, back;
	json_t *document;

	sample_run_fill(&run);
	document = hr_document_new(&run, &options);
	replace(document, wrong[_i].path, json_loads(wrong[_i].value, JSON_DECODE_ANY, NULL));
	ck_assert_int_eq(hr_document_run(document, &back, &err), HR_EPARSE);
	ck_assert_msg(strncmp(err.text, wrong[_i].pointer, strlen(wrong[_i].pointer)) == 0,
	              "%s: %s", wrong[_i].path, err.text);
	ck_assert_msg(strstr(err.text, wrong[_i].part) != NULL, "%s", err.text);
	ck_assert_uint_eq(back.label_count, 0);
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

static const struct {
	const char *text;
	enum hr_err code;
	const char *part;
} unreadable[] = {
	{ "", HR_EPARSE, "" },
	{ "[]", HR_EPARSE, "no headroom document" },
	{ "{}", HR_EPARSE, "no headroom document" },
	{ "{\"schema\": \"headroom/2\"}", HR_EPARSE, "this version reads \"headroom/1\"" },
	{ "{\"schema\": 1}", HR_EPARSE, "no headroom document" },
	{ "{\"schema\": \"headroom/1\", \"schema\": \"headroom/1\"}", HR_EPARSE, "duplicate" },
	{ "{\"schema\": \"headroom/1\"", HR_EPARSE, "" },
	{ "{\"schema\": \"headroom/1\", \"x\": \"\xff\"}", HR_EPARSE, "unable to decode" },
};

START_TEST(refuses_texts)
{
	struct hr_error err = { 0 };
	json_t *document;

	ck_assert_int_eq(
	        hr_document_parse(hr_slice_of(unreadable[_i].text), "x.json", &document, &err),
	        unreadable[_i].code);
	ck_assert_ptr_null(document);
	ck_assert_str_eq(err.source, "x.json");
	ck_assert_msg(strstr(err.text, unreadable[_i].part) != NULL, "%s", err.text);
}
END_TEST

START_TEST(sniffs)
{
	ck_assert(hr_document_sniff(HR_SLICE_LITERAL("{\n  \"schema\": \"headroom/1\"")));
	ck_assert(hr_document_sniff(HR_SLICE_LITERAL("{\"schema\":\"headroom/9\"}")));
	ck_assert(!hr_document_sniff(HR_SLICE_LITERAL("{\"metric\":\"http_reqs\"}")));
	ck_assert(!hr_document_sniff(HR_SLICE_LITERAL("{\"schema\"")));
	ck_assert(!hr_document_sniff(HR_SLICE_LITERAL("timeStamp,elapsed")));
	ck_assert(!hr_document_sniff((struct hr_slice){ NULL, 0 }));
}
END_TEST

START_TEST(records_its_options)
{
	struct hr_pattern *pattern;
	struct hr_apdex_rule rule = { .satisfied_ns = 250 * HR_NS_PER_MS + 1,
		                      .tolerated_ns = HR_NS_PER_S };
	struct hr_document_options options = sample_options(), back;
	struct hr_error err = { 0 };
	struct hr_zone *zone;
	struct hr_run run;
	json_t *document;

	ck_assert_int_eq(hr_pattern_compile(HR_SLICE_LITERAL("api-*"), &pattern, NULL), HR_OK);
	rule.pattern = pattern;
	options.method = HR_QUANTILE_R7;
	options.sub_results_apart = true;
	options.apdex_satisfied_ns = 500 * HR_NS_PER_MS;
	options.apdex_tolerated_ns = 2 * HR_NS_PER_S;
	options.apdex_rules = &rule;
	options.apdex_rule_count = 1;
	options.mask_queries = true;
	options.window_from_ns = SAMPLE_T0;
	options.window_snapped = true;
	options.seed = 42;
	hr_run_init(&run, 0);
	document = hr_document_new(&run, &options);
	ck_assert_msg(hr_document_options(document, &back, &zone, &err) == HR_OK, "%s", err.text);
	ck_assert_int_eq(back.method, HR_QUANTILE_R7);
	ck_assert(back.sub_results_apart && back.mask_queries && back.window_snapped);
	ck_assert_int_eq(back.apdex_satisfied_ns, options.apdex_satisfied_ns);
	ck_assert_int_eq(back.apdex_tolerated_ns, options.apdex_tolerated_ns);
	ck_assert_uint_eq(back.apdex_rule_count, 1);
	ck_assert_int_eq(back.apdex_rules[0].satisfied_ns, rule.satisfied_ns);
	ck_assert_str_eq(hr_pattern_text(back.apdex_rules[0].pattern), "api-*");
	ck_assert_int_eq(back.window_from_ns, SAMPLE_T0);
	ck_assert_int_eq(back.window_to_ns, HR_INSTANT_NONE);
	ck_assert_uint_eq(back.seed, 42);
	ck_assert_str_eq(hr_zone_name(back.zone), "UTC");
	hr_document_options_release(&back);
	hr_zone_free(zone);
	hr_pattern_free(pattern);
	hr_run_release(&run);
	json_decref(document);
}
END_TEST

/* The pattern of the rule is compiled before its threshold is refused: checkers of leaks look. */
START_TEST(releases_rules_after_a_failure)
{
	struct hr_document_options options = sample_options(), back;
	struct hr_apdex_rule rule = { .satisfied_ns = HR_NS_PER_S, .tolerated_ns = HR_NS_PER_S };
	struct hr_error err = { 0 };
	struct hr_pattern *pattern;
	struct hr_zone *zone;
	struct hr_run run;
	json_t *document;

	ck_assert_int_eq(hr_pattern_compile(HR_SLICE_LITERAL("api-*"), &pattern, NULL), HR_OK);
	rule.pattern = pattern;
	options.apdex_rules = &rule;
	options.apdex_rule_count = 1;
	hr_run_init(&run, 0);
	document = hr_document_new(&run, &options);
	replace(document, "settings/summarize/apdex/labels/0/tolerated_ms", json_integer(-1));
	ck_assert_int_eq(hr_document_options(document, &back, &zone, &err), HR_EPARSE);
	ck_assert_uint_eq(back.apdex_rule_count, 1);
	hr_document_options_release(&back);
	hr_zone_free(zone);
	hr_pattern_free(pattern);
	hr_run_release(&run);
	json_decref(document);
}
END_TEST

static Suite *document_read_suite(void)
{
	Suite *suite = suite_create("document/read");
	TCase *tcase = tcase_create("read");

	HR_ADD_ROWS(tcase, refuses_with_a_pointer, wrong);
	HR_ADD_ROWS(tcase, refuses_texts, unreadable);
	tcase_add_test(tcase, sniffs);
	tcase_add_test(tcase, records_its_options);
	tcase_add_test(tcase, releases_rules_after_a_failure);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(document_read_suite)
