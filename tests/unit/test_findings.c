/* The first screen: what checks are called, which of them are told, what holds when none failed. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render_fixture.h"
#include "unit.h"

static const struct {
	const char *kind, *metric, *subject, *message, *name, *rest;
} named[] = {
	{ "criterion", "p999", "total", "p99.9 of all requests is 2\u202fs",
	  "p99.9 of all requests", " is 2\u202fs" },
	{ "criterion", "error_ratio", "Checkout", "anything", "error ratio of Checkout",
	  ": anything" },
	{ "criterion", "queue", "queue", "queue is 7, limit 5", "queue", " is 7, limit 5" },
	{ "slo", "latency", "fast", "fast is 90\u202f% of 10 requests", "objective fast",
	  " is 90\u202f% of 10 requests" },
	{ "chaos", "hypothesis", "stop one", "stop one: verified", "experiment stop one",
	  ": verified" },
	{ "capacity", "scenario", "high", "scenario high: demand", "scenario high", ": demand" },
	{ "capacity", "budget", "high", "scenario high costs up to 5", "budget of scenario high",
	  ": costs up to 5" },
	{ "capacity", "limit", "none", "nothing", "capacity", ": nothing" },
	{ "stress", "breaking_load", "total", "breaks at 5 users", "breaking load",
	  ": breaks at 5 users" },
	{ "regression", "presence", "Login", "Login is gone", "Login", " is gone" },
	/* a word that only begins like the name is not the name */
	{ "regression", "presence", "Log", "Login is gone", "Log", ": Login is gone" },
};

START_TEST(names_checks)
{
	json_t *check = json_pack("{s:s, s:s, s:s}", "kind", named[_i].kind, "metric",
	                          named[_i].metric, "subject", named[_i].subject);
	struct hr_str name = { 0 }, rest = { 0 };

	hr_check_put_name(check, &name);
	hr_check_put_rest(check, named[_i].message, &rest);
	ck_assert_str_eq(hr_str_text(&name), named[_i].name);
	ck_assert_str_eq(hr_str_text(&rest), named[_i].rest);
	hr_str_release(&name);
	hr_str_release(&rest);
	json_decref(check);
}
END_TEST

/* The kind of its subject tells the total from a label that is called so; documents of before it
 * was told have the name alone. */
static const struct {
	const char *kind, *name;
} totals[] = {
	{ "total", "p95 of all requests" },
	{ "request", "p95 of total" },
	{ "transaction", "p95 of total" },
	{ NULL, "p95 of all requests" },
};

START_TEST(tells_the_total_from_a_label)
{
	json_t *check = json_pack("{s:s, s:s, s:s, s:s*}", "kind", "criterion", "metric", "p95",
	                          "subject", "total", "subject_kind", totals[_i].kind);
	struct hr_str name = { 0 };

	hr_check_put_name(check, &name);
	ck_assert_str_eq(hr_str_text(&name), totals[_i].name);
	hr_str_release(&name);
	json_decref(check);
}
END_TEST

/* --- errors --- */

/* The first of two errors that are equally frequent is an example, not the most frequent one. */
static const struct {
	const char *codes[3], *said;
} most_frequent[] = {
	{ { "500", "503", NULL }, "2 of 3 requests failed (66.7\u202f%), such as \u201c500\u201d" },
	{ { "500", "500", "503" },
	  "3 of 4 requests failed (75\u202f%), most often \u201c500\u201d" },
	{ { "503", "503", NULL },
	  "2 of 3 requests failed (66.7\u202f%), most often \u201c503\u201d" },
};

START_TEST(says_which_error_is_most_frequent)
{
	struct fixture fixture;
	json_t *findings;
	const char *text;

	fixture_begin(&fixture);
	fixture_add(&fixture, "cart", 0, 100, true);
	for (size_t i = 0; i < 3 && most_frequent[_i].codes[i] != NULL; i++) {
		const struct hr_sample failed = {
			.label = HR_SLICE_LITERAL("cart"),
			.start_ns = FIXTURE_START_NS + (int64_t)i * HR_NS_PER_S,
			.elapsed_ns = 100 * HR_NS_PER_MS,
			.latency_ns = HR_UNKNOWN,
			.connect_ns = HR_UNKNOWN,
			.received_bytes = HR_UNKNOWN,
			.sent_bytes = HR_UNKNOWN,
			.active_users = HR_UNKNOWN,
			.weight = 1,
			.failed = 1,
			.code = hr_slice_of(most_frequent[_i].codes[i]),
		};

		fixture_add_sample(&fixture, &failed);
	}
	fixture_end(&fixture);
	findings = hr_model_findings(&fixture.scene);
	text = hr_json_text_at(json_array_get(findings, 0), "text");
	ck_assert_msg(strstr(text, most_frequent[_i].said) != NULL, "%s", text);
	json_decref(findings);
	fixture_release(&fixture);
}
END_TEST

/* --- which are told --- */

struct told {
	const char *kind, *metric, *subject, *verdict, *severity;
};

static json_t *findings_of(const struct told *checks, size_t count, const char *verdict,
                           const char *section, const char *content)
{
	struct fixture fixture;
	json_t *list = json_array(), *found;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "kind",
		                                      checks[i].kind, "metric", checks[i].metric,
		                                      "subject", checks[i].subject, "verdict",
		                                      checks[i].verdict, "severity",
		                                      checks[i].severity, "message", "said"));
	json_object_set_new(fixture.document, "checks", list);
	json_object_set_new(fixture.document, "verdict", json_string(verdict));
	if (section != NULL) {
		json_t *value = json_loads(content, 0, NULL);

		ck_assert_ptr_nonnull(value);
		json_object_set_new(fixture.document, section, value);
	}
	found = hr_model_findings(&fixture.scene);
	fixture_release(&fixture);
	return found;
}

static void expect_subjects(json_t *findings, const char *const *subjects, size_t count)
{
	ck_assert_uint_eq(json_array_size(findings), count);
	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(hr_json_text_at(json_array_get(findings, i), "subject"),
		                 subjects[i]);
	json_decref(findings);
}

START_TEST(tells_different_things)
{
	static const struct told checks[] = {
		{ "criterion", "p95", "total", "fail", "error" },
		{ "regression", "mean", "Checkout", "fail", "critical" },
		{ "regression", "p50", "Checkout", "fail", "critical" },
		{ "regression", "p99", "total", "fail", "major" },
		{ "slo", "latency", "fast", "fail", "error" },
	};
	static const char *const subjects[] = { "mean of Checkout", "p95 of all requests",
		                                "p99 of all requests" };

	expect_subjects(findings_of(checks, 5, "fail", NULL, NULL), subjects, 3);
}
END_TEST

START_TEST(tells_traffic_last)
{
	static const struct told checks[] = {
		{ "regression", "received_kib_per_s", "Home", "fail", "critical" },
		{ "regression", "throughput", "Home", "fail", "critical" },
		{ "regression", "throughput", "total", "fail", "critical" },
	};
	static const char *const subjects[] = { "throughput of all requests", "throughput of Home",
		                                "data received of Home" };

	expect_subjects(findings_of(checks, 3, "fail", NULL, NULL), subjects, 3);
}
END_TEST

/* Whoever opens a plan wants to know how long it lasts, whatever else there is. */
START_TEST(tells_how_long_the_capacity_lasts)
{
	static const struct told checks[] = {
		{ "capacity", "scenario", "baseline", "pass", "warning" },
		{ "capacity", "budget", "viral", "warn", "warning" },
		{ "capacity", "scenario", "high", "warn", "warning" },
		{ "capacity", "scenario", "viral", "warn", "warning" },
	};
	static const char *const subjects[] = { "scenario high", "scenario viral",
		                                "The capacity lasts" };

	expect_subjects(
	        findings_of(checks, 4, "pass", "capacity",
	                    "{\"horizon_days\": 90, \"scenarios\": [ { \"name\": \"baseline\","
	                    " \"breach\": { \"state\": \"not_in_horizon\" } } ] }"),
	        subjects, 3);
}
END_TEST

/* The sooner of two, whichever is configured first. */
START_TEST(tells_in_which_scenario_it_does_not)
{
	static const struct told checks[] = {
		{ "capacity", "scenario", "baseline", "pass", "warning" },
	};
	json_t *findings = findings_of(
	        checks, 1, "pass", "capacity",
	        "{\"horizon_days\": 90, \"scenarios\": ["
	        " { \"name\": \"baseline\", \"breach\": { \"state\": \"not_in_horizon\" } },"
	        " { \"name\": \"high\", \"breach\": { \"state\": \"expected\","
	        " \"expected\": \"2027-02-11T00:00:00Z\" } },"
	        " { \"name\": \"viral\", \"breach\": { \"state\": \"expected\","
	        " \"expected\": \"2026-11-26T00:00:00Z\" } } ] }");
	const char *text = hr_json_text_at(json_array_get(findings, 0), "text");

	ck_assert_ptr_nonnull(strstr(text, "; not in scenario viral (2026-11-26) and 1 other"));
	json_decref(findings);
}
END_TEST

/* How much is left is told of what is met, not of what cannot be told. */
START_TEST(tells_which_objectives_are_met)
{
	static const struct told checks[] = {
		{ "slo", "latency", "fast", "inconclusive", "error" },
		{ "slo", "availability", "up", "pass", "error" },
	};
	static const char slo[] =
	        "{\"objectives\": ["
	        " { \"name\": \"fast\", \"budget\": { \"remaining_ratio\": 0.5 } },"
	        " { \"name\": \"up\", \"budget\": { \"remaining_ratio\": 0.9 } } ] }";
	json_t *findings = findings_of(checks, 2, "pass", "slo", slo);
	const json_t *first = json_array_get(findings, 0);

	ck_assert_str_eq(hr_json_text_at(first, "subject"), "1 of 2 objectives");
	ck_assert_str_eq(hr_json_text_at(first, "text"), " is met, the rest cannot be told");
	json_decref(findings);
	findings = findings_of(checks + 1, 1, "pass", "slo", slo);
	ck_assert_str_eq(hr_json_text_at(json_array_get(findings, 0), "text"),
	                 " is met; fast has 50\u202f% of its error budget left");
	json_decref(findings);
}
END_TEST

/* What cannot be told is no news on a page that passes. */
START_TEST(says_that_nothing_got_worse)
{
	static const struct told checks[] = {
		{ "regression", "mean", "total", "pass", "none" },
		{ "regression", "p99", "total", "inconclusive", "none" },
	};
	json_t *findings = findings_of(
	        checks, 2, "pass", "comparison",
	        "{\"summary\": { \"unchanged\": 1, \"inconclusive\": 1 },"
	        " \"baseline\": { \"runs\": [ { \"source\": \"a/b.jtl\" } ] } }");
	const json_t *first = json_array_get(findings, 0);

	ck_assert_str_eq(hr_json_text_at(first, "subject"), "Nothing got worse");
	ck_assert_str_eq(hr_json_text_at(first, "text"),
	                 ": 2 figures against b.jtl, 1 unchanged, 1 too uncertain to tell");
	ck_assert_str_eq(hr_json_text_at(first, "href"), "comparison");
	json_decref(findings);
}
END_TEST

/* The same error everywhere is no fault of the label that comes first. */
START_TEST(blames_no_label_for_all)
{
	struct fixture fixture;
	json_t *findings;

	fixture_begin(&fixture);
	for (int i = 0; i < 40; i++)
		fixture_add(&fixture, i % 2 ? "one" : "two", i * 100, 50, i >= 4);
	fixture_end(&fixture);
	findings = hr_model_findings(&fixture.scene);
	ck_assert_uint_eq(json_array_size(findings), 1); /* both are as fast as all */
	ck_assert_str_eq(hr_json_text_at(json_array_get(findings, 0), "subject"), "Errors");
	ck_assert_ptr_nonnull(strstr(hr_json_text_at(json_array_get(findings, 0), "text"),
	                             ": 4 of 40 requests failed (10\u202f%)"));
	json_decref(findings);
	fixture_release(&fixture);
}
END_TEST

/* Times of experiments and outages are lengths, whatever their document counts them in. */
START_TEST(shows_seconds_as_lengths)
{
	static const struct {
		double seconds;
		const char *text;
	} rows[] = { { 0, "0\u202fs" }, { 120, "2\u202fmin" }, { 1.5, "1.5\u202fs" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *check = json_pack("{s:s, s:f}", "unit", "s", "limit", rows[i].seconds);
		json_t *value = hr_check_value(check, "limit");

		ck_assert_str_eq(hr_value_get_text(value), rows[i].text);
		ck_assert_double_eq(hr_json_number_at(value, "raw"), rows[i].seconds);
		json_decref(value);
		json_decref(check);
	}
}
END_TEST

/* A document may say anything of its figures. */
START_TEST(counts_any_figure)
{
	static const struct {
		double count;
		const char *text;
	} rows[] = { { 1, "1 day" }, { 90, "90 days" }, { (double)NAN, "\u2013 days" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hr_str text = { 0 };

		hr_put_figure_count(&text, rows[i].count, "day", "days");
		ck_assert_str_eq(hr_str_text(&text), rows[i].text);
		hr_str_release(&text);
	}
}
END_TEST

static Suite *findings_suite(void)
{
	Suite *suite = suite_create("render/findings");
	TCase *tcase = tcase_create("findings");

	HR_ADD_ROWS(tcase, names_checks, named);
	HR_ADD_ROWS(tcase, tells_the_total_from_a_label, totals);
	HR_ADD_ROWS(tcase, says_which_error_is_most_frequent, most_frequent);
	tcase_add_test(tcase, tells_different_things);
	tcase_add_test(tcase, tells_traffic_last);
	tcase_add_test(tcase, tells_how_long_the_capacity_lasts);
	tcase_add_test(tcase, tells_in_which_scenario_it_does_not);
	tcase_add_test(tcase, tells_which_objectives_are_met);
	tcase_add_test(tcase, says_that_nothing_got_worse);
	tcase_add_test(tcase, blames_no_label_for_all);
	tcase_add_test(tcase, shows_seconds_as_lengths);
	tcase_add_test(tcase, counts_any_figure);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(findings_suite)
