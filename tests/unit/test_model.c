#include <config.h>
#include "render/model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/chart.h"
#include "render/model_part.h"
#include "render_fixture.h"
#include "unit.h"

static const json_t *group_named(const json_t *model, const char *name)
{
	const json_t *groups = json_object_get(json_object_get(model, "labels"), "groups");
	size_t i;

	for (i = 0; i < json_array_size(groups); i++)
		if (strcmp(hr_json_text_at(json_array_get(groups, i), "name"), name) == 0)
			return json_array_get(groups, i);
	return NULL;
}

START_TEST(shows_fixed_decimals)
{
	static const struct {
		double value;
		int decimals;
		const char *text;
	} cases[] = {
		{ 0, 0, "0" },
		{ 1234567.5, 1, "1\u202f234\u202f567.5" },
		{ 999, 0, "999" },
		{ 1000, 2, "1\u202f000.00" },
		{ -12.34, 1, "\u221212.3" },
		{ -0.001, 1, "0.0" },
		{ NAN, 2, "\u2013" },
		{ INFINITY, 0, "\u2013" },
	};
	struct hr_str text = { 0 };

	hr_put_fixed(&text, cases[_i].value, cases[_i].decimals);
	ck_assert_str_eq(hr_str_text(&text), cases[_i].text);
	hr_str_release(&text);
}
END_TEST

START_TEST(chooses_decimals_for_a_column)
{
	static const struct {
		double values[3];
		int decimals;
	} cases[] = {
		{ { 1, 20, 30000 }, 0 },       { { 0, 0, 0 }, 0 },
		{ { 10.5, 200.25, NAN }, 0 },  { { 1.5, 20, 30 }, 1 },
		{ { 0.31, 2.5, 12 }, 2 },      { { 0.02, 0.5, 611.25 }, 2 },
		{ { 0.02, 0.5, 12345.5 }, 0 }, { { 0.004, 0.5, 0.75 }, 3 },
	};

	ck_assert_int_eq(hr_decimals_for(cases[_i].values, 3), cases[_i].decimals);
}
END_TEST

START_TEST(cuts_at_characters)
{
	struct hr_str text = { 0 };

	hr_put_cut(&text, "größer", 4);
	ck_assert_str_eq(hr_str_text(&text), "größ…");
	hr_str_truncate(&text, 0);
	hr_put_cut(&text, "größ", 4);
	ck_assert_str_eq(hr_str_text(&text), "größ");
	hr_str_release(&text);
}
END_TEST

/* Sections that have data, by kind of run; everything else is null. */
START_TEST(has_only_sections_with_data)
{
	static const struct {
		const char *section;
		bool present[FIXTURE_KINDS];
	} sections[] = {
		/* empty, one, typical, resources, aggregates, many, hostile */
		{ "tiles", { false, true, true, false, false, true, true } },
		{ "checks", { false, false, false, false, false, false, false } },
		{ "labels", { false, true, true, false, true, true, true } },
		{ "failed", { false, false, true, false, false, true, true } },
		{ "errors", { false, false, true, false, false, true, true } },
		{ "resources", { false, false, true, true, false, false, false } },
		{ "validity", { false, false, true, false, false, false, true } },
		{ "method", { true, true, true, true, true, true, true } },
	};
	struct fixture fixture;
	json_t *model;
	size_t s;

	fixture_make(&fixture, (enum fixture_kind)_i);
	model = hr_model_new(&fixture.scene);
	ck_assert_int_eq(json_integer_value(json_object_get(model, "model")), 1);
	for (s = 0; s < sizeof(sections) / sizeof(sections[0]); s++) {
		const json_t *section = json_object_get(model, sections[s].section);

		ck_assert_msg(section != NULL && json_is_null(section) != sections[s].present[_i],
		              "%s: %s", fixture_names[_i], sections[s].section);
	}
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

/* A run of a table of runs, of which nobody knows how long it took. */
START_TEST(tells_a_start_alone)
{
	struct fixture fixture;
	json_t *run;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture.scene.run.end_ns = HR_INSTANT_NONE;
	run = hr_model_run(&fixture.scene);
	ck_assert(json_is_object(json_object_get(run, "started")));
	ck_assert(json_is_null(json_object_get(run, "ended")));
	ck_assert(json_is_null(json_object_get(run, "duration")));
	json_decref(run);
	fixture_release(&fixture);
}
END_TEST

START_TEST(says_the_verdict_without_checks)
{
	static const struct {
		const char *word, *begin;
	} expected[FIXTURE_KINDS] = {
		{ "NO DATA", "the inputs hold neither" },
		{ "NO CHECKS", "1 request, no errors, p95 120\u202fms" },
		{ "NO CHECKS", "24\u202f000 requests, " },
		{ "NO CHECKS", "2 resource series, no requests" },
		{ "NO CHECKS", "figures of another tool" },
		{ "NO CHECKS", "3\u202f000 requests, " },
		{ "NO CHECKS", "10 requests, 50\u202f% errors" },
	};
	struct fixture fixture;
	json_t *model;
	const char *summary;

	fixture_make(&fixture, (enum fixture_kind)_i);
	model = hr_model_new(&fixture.scene);
	ck_assert_str_eq(hr_json_text_at(model, "verdict.word"), expected[_i].word);
	summary = hr_json_text_at(model, "verdict.summary");
	ck_assert_msg(strncmp(summary, expected[_i].begin, strlen(expected[_i].begin)) == 0,
	              "%s: %s", fixture_names[_i], summary);
	ck_assert_ptr_nonnull(strstr(hr_json_text_at(model, "title"), expected[_i].word));
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

START_TEST(says_the_verdict_of_checks)
{
	struct fixture fixture;
	json_t *model;
	const json_t *findings;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture_add_checks(&fixture);
	model = hr_model_new(&fixture.scene);
	ck_assert_str_eq(hr_json_text_at(model, "verdict.word"), "FAIL");
	ck_assert_str_eq(hr_json_text_at(model, "verdict.cls"), "bad");
	ck_assert_str_eq(hr_json_text_at(model, "verdict.summary"),
	                 "2 of 5 checks failed, 1 inconclusive");
	ck_assert_ptr_eq(
	        strstr(hr_json_text_at(model, "title"), "FAIL: checkout-nightly, 2026-11-01"),
	        hr_json_text_at(model, "title"));
	findings = json_object_get(model, "findings");
	ck_assert_uint_eq(json_array_size(findings), 2);
	ck_assert_str_eq(hr_json_text_at(json_array_get(findings, 0), "subject"),
	                 "p95 of all requests");
	ck_assert_str_eq(hr_json_text_at(json_array_get(findings, 0), "text"),
	                 " is 380 ms, limit 300 ms");
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

START_TEST(orders_checks_by_gravity)
{
	static const char *const words[] = { "failed", "failed", "inconclusive", "passed",
		                             "passed" };
	struct fixture fixture;
	json_t *model;
	const json_t *rows;
	size_t i;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture_add_checks(&fixture);
	model = hr_model_new(&fixture.scene);
	rows = json_object_get(json_object_get(model, "checks"), "rows");
	ck_assert_uint_eq(json_array_size(rows), 5);
	for (i = 0; i < 5; i++)
		ck_assert_str_eq(hr_json_text_at(json_array_get(rows, i), "verdict.word"),
		                 words[i]);
	ck_assert_str_eq(hr_json_text_at(json_array_get(rows, 0), "observed.text"), "380\u202fms");
	ck_assert_double_eq(hr_json_number_at(json_array_get(rows, 0), "limit.raw"), 300);
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

/* The comparison and the history list their checks themselves; the table says how many failed. */
START_TEST(says_where_other_failed_checks_stand)
{
	static const struct {
		const char *kind, *verdict;
	} others[] = { { "trend", "fail" },
		       { "trend", "fail" },
		       { "trend", "pass" },
		       { "regression", "fail" },
		       { "regression", "warn" } };
	static const char *const expected[][2] = { { "1 under Comparison", "comparison" },
		                                   { "2 under History", "trend" } };
	struct fixture fixture;
	json_t *section, *checks;
	const json_t *list;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture_add_checks(&fixture);
	section = hr_model_checks(&fixture.scene);
	ck_assert(json_is_false(json_object_get(section, "has_elsewhere")));
	ck_assert_uint_eq(json_array_size(json_object_get(section, "elsewhere")), 0);
	json_decref(section);

	checks = json_object_get(fixture.document, "checks");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		json_array_append_new(
		        checks, json_pack("{s:s, s:s, s:s, s:s}", "kind", others[i].kind, "verdict",
		                          others[i].verdict, "metric", "p95", "subject", "total"));
	json_object_set_new(fixture.document, "trend", json_pack("{s:[{}, {}]}", "runs"));
	json_object_set_new(fixture.document, "comparison", json_pack("{s:[{}]}", "changes"));
	section = hr_model_checks(&fixture.scene);
	ck_assert(json_is_true(json_object_get(section, "has_elsewhere")));
	ck_assert_uint_eq(json_array_size(json_object_get(section, "rows")), 5);
	list = json_object_get(section, "elsewhere");
	ck_assert_uint_eq(json_array_size(list), 2);
	for (size_t i = 0; i < 2; i++) {
		const json_t *item = json_array_get(list, i);

		ck_assert_str_eq(hr_json_text_at(item, "text"), expected[i][0]);
		ck_assert_str_eq(hr_json_text_at(item, "href"), expected[i][1]);
		ck_assert_str_eq(hr_json_text_at(item, "page"), "");
	}
	json_decref(section);
	fixture_release(&fixture);
}
END_TEST

START_TEST(finds_the_notable_without_checks)
{
	struct fixture fixture;
	json_t *findings;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	findings = hr_model_findings(&fixture.scene);
	ck_assert_uint_eq(json_array_size(findings), 3);
	ck_assert_str_eq(hr_json_text_at(json_array_get(findings, 0), "subject"), "POST /checkout");
	ck_assert_ptr_nonnull(strstr(hr_json_text_at(json_array_get(findings, 0), "text"),
	                             "“503/Service Unavailable”"));
	ck_assert_str_eq(hr_json_text_at(json_array_get(findings, 1), "subject"), "POST /checkout");
	/* The fixture is slow from 150 s to 175 s. */
	ck_assert_ptr_nonnull(strstr(hr_json_text_at(json_array_get(findings, 2), "subject"),
	                             "2026-11-01 02:02:"));
	json_decref(findings);
	fixture_release(&fixture);
}
END_TEST

START_TEST(keeps_figures_of_the_document)
{
	struct fixture fixture;
	json_t *model;
	const json_t *tiles;
	size_t i;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	model = hr_model_new(&fixture.scene);
	tiles = json_object_get(model, "tiles");
	ck_assert_uint_eq(json_array_size(tiles), 6);
	for (i = 0; i < json_array_size(tiles); i++) {
		static const char *const keys[] = { "p50_ms",           "p95_ms",      "p99_ms",
			                            "throughput_per_s", "error_ratio", "apdex" };
		const json_t *tile = json_array_get(tiles, i);
		const json_t *total = hr_json_at(fixture.document, "run.total");

		ck_assert_double_eq(hr_json_number_at(tile, "value.raw"), hr_stat(total, keys[i]));
		ck_assert_ptr_nonnull(hr_json_text_at(tile, "spark"));
	}
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

START_TEST(numbers_lists)
{
	struct fixture fixture;
	json_t *tiles;
	size_t i;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	tiles = hr_model_tiles(&fixture.scene);
	for (i = 0; i < json_array_size(tiles); i++) {
		const json_t *tile = json_array_get(tiles, i);

		ck_assert_int_eq(json_is_true(json_object_get(tile, "first")), i == 0);
		ck_assert_int_eq(json_is_true(json_object_get(tile, "last")),
		                 i + 1 == json_array_size(tiles));
		ck_assert_int_eq(json_integer_value(json_object_get(tile, "index")), (int)i + 1);
	}
	json_decref(tiles);
	fixture_release(&fixture);
}
END_TEST

START_TEST(groups_labels)
{
	static const struct {
		const char *name;
		size_t rows;
	} groups[] = { { "requests", 5 }, { "subs", 1 }, { "transactions", 1 } };
	struct fixture fixture;
	json_t *model;
	const json_t *rows;
	size_t g, i;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	model = hr_model_new(&fixture.scene);
	for (g = 0; g < 3; g++) {
		const json_t *group = group_named(model, groups[g].name);

		ck_assert_ptr_nonnull(group);
		ck_assert_uint_eq(json_array_size(json_object_get(group, "rows")), groups[g].rows);
	}
	rows = json_object_get(group_named(model, "requests"), "rows");
	for (i = 1; i < json_array_size(rows); i++)
		ck_assert_double_le(hr_json_number_at(json_array_get(rows, i), "p95.raw"),
		                    hr_json_number_at(json_array_get(rows, i - 1), "p95.raw"));
	ck_assert_str_eq(hr_json_text_at(group_named(model, "requests"), "total.label.text"),
	                 "all requests");
	ck_assert(json_is_null(json_object_get(group_named(model, "subs"), "total")));
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

/* " a3 b5 d2": the digits in base 6 of one order, whose letters are @letters. */
static unsigned rank_of(const char *ranks, const char *letters)
{
	unsigned rank = 0;

	for (; *ranks != '\0'; ranks++) {
		const char *letter = *ranks == ' ' ? strchr(letters, ranks[1]) : NULL;
		unsigned place = 1;

		if (letter == NULL || ranks[1] == '\0')
			continue;
		ck_assert(ranks[2] >= '1' && ranks[2] <= '5');
		ck_assert(ranks[3] == ' ' || ranks[3] == '\0');
		for (; letter[1] != '\0'; letter++)
			place *= 6;
		rank += (unsigned)(ranks[2] - '0') * place;
	}
	return rank;
}

START_TEST(ranks_and_caps_a_thousand_labels)
{
	struct fixture fixture;
	json_t *model;
	const json_t *group, *rows;
	bool seen[3][HR_MODEL_ROWS_MAX] = { 0 };
	size_t i, o;

	fixture_make(&fixture, FIXTURE_MANY);
	model = hr_model_new(&fixture.scene);
	group = group_named(model, "requests");
	rows = json_object_get(group, "rows");
	ck_assert_uint_eq(json_array_size(rows), HR_MODEL_ROWS_MAX);
	ck_assert_double_eq(hr_json_number_at(group, "left_out.raw"), 1000 - HR_MODEL_ROWS_MAX);
	for (i = 0; i < HR_MODEL_ROWS_MAX; i++) {
		const char *ranks = hr_json_text_at(json_array_get(rows, i), "ranks");

		for (o = 0; o < 3; o++) {
			static const char *const letters[] = { "abc", "def", "gij" };
			unsigned rank = rank_of(ranks, letters[o]);

			ck_assert_uint_lt(rank, HR_MODEL_ROWS_MAX);
			ck_assert(!seen[o][rank]);
			seen[o][rank] = true;
		}
	}
	json_decref(model);
	fixture_release(&fixture);
}
END_TEST

START_TEST(shows_what_is_bad_about_the_input)
{
	struct fixture fixture;
	json_t *section;
	const json_t *entries;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	section = hr_model_validity(&fixture.scene);
	entries = json_object_get(section, "entries");
	ck_assert_str_eq(hr_json_text_at(section, "summary"),
	                 "1 row rejected, 1 row counted in totals only");
	ck_assert_uint_eq(json_array_size(entries), 3);
	ck_assert_str_eq(hr_json_text_at(json_array_get(entries, 0), "word"), "rejected");
	ck_assert_str_eq(
	        hr_json_text_at(
	                json_array_get(json_object_get(json_array_get(entries, 0), "lines"), 0),
	                "place.text"),
	        "results/checkout.jtl:4812");
	json_decref(section);
	fixture_release(&fixture);
}
END_TEST

static struct hr_str file_of(const char *variable, const char *name)
{
	const char *folder = getenv(variable);
	struct hr_str path = { 0 }, text = { 0 };
	FILE *file;
	int c;

	ck_assert_msg(folder != NULL, "%s is not set", variable);
	hr_str_printf(&path, "%s/%s", folder, name);
	file = fopen(hr_str_text(&path), "r");
	ck_assert_msg(file != NULL, "%s", hr_str_text(&path));
	while ((c = getc(file)) != EOF)
		hr_str_putc(&text, (char)c);
	fclose(file);
	hr_str_release(&path);
	return text;
}

/* The page and the partials it names. */
static struct hr_str whole_page(void)
{
	struct hr_str text = file_of("HEADROOM_TEMPLATES", "page.html.mustache");
	const char *at = hr_str_text(&text);

	while ((at = strstr(at, "{{> ")) != NULL) {
		size_t offset = (size_t)(at - hr_str_text(&text)) + 4;
		struct hr_str name = { 0 }, part;

		hr_str_printf(&name, "%.*s.mustache", (int)strcspn(at + 4, "}"), at + 4);
		part = file_of("HEADROOM_TEMPLATES", hr_str_text(&name));
		hr_str_puts(&text, hr_str_text(&part));
		hr_str_release(&part);
		hr_str_release(&name);
		at = hr_str_text(&text) + offset;
	}
	return text;
}

/* A chart nobody placed would never be seen. */
/* The chart of a single label repeats the table's one line: it can be asked for, no more. */
START_TEST(has_no_chart_of_one_endpoint)
{
	const enum fixture_kind kinds[] = { FIXTURE_ONE, FIXTURE_TYPICAL };

	for (int several = 0; several < 2; several++) {
		struct fixture fixture;
		json_t *model;

		fixture_make(&fixture, kinds[several]);
		model = hr_model_new(&fixture.scene);
		ck_assert(hr_chart_find("label-latency")->has_data(&fixture.scene));
		ck_assert_int_eq(json_is_object(json_object_get(json_object_get(model, "charts"),
		                                                "label-latency")),
		                 several);
		json_decref(model);
		fixture_release(&fixture);
	}
}
END_TEST

START_TEST(places_every_chart_in_the_page)
{
	struct hr_str text = whole_page();
	const struct hr_chart *const *chart;

	for (chart = hr_charts; *chart != NULL; chart++) {
		struct hr_str tag = { 0 };

		hr_str_printf(&tag, "{{{chart.%s}}}", (*chart)->name);
		ck_assert_msg(strstr(hr_str_text(&text), hr_str_text(&tag)) != NULL, "%s",
		              (*chart)->name);
		hr_str_release(&tag);
	}
	hr_str_release(&text);
}
END_TEST

/* Names of members, all the way down, but for those of charts; labels and texts are values. */
static void check_documented(const json_t *value, const char *manual)
{
	const char *key;
	json_t *member;
	size_t i;

	for (i = 0; i < json_array_size(value); i++)
		check_documented(json_array_get(value, i), manual);
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
	{
		ck_assert_msg(strstr(manual, key) != NULL, "headroom-model(5) lacks '%s'", key);
		if (strcmp(key, "charts") != 0)
			check_documented(member, manual);
	}
}

START_TEST(is_documented)
{
	struct hr_str manual = file_of("top_srcdir", "man/headroom-model.5");
	struct fixture fixture;
	json_t *model;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture_add_checks(&fixture);
	model = hr_model_new(&fixture.scene);
	check_documented(model, hr_str_text(&manual));
	json_decref(model);
	hr_str_release(&manual);
	fixture_release(&fixture);
}
END_TEST

/* The latency of an objective is the ratio of the requests that were fast enough. */
START_TEST(shows_a_check_in_its_unit)
{
	json_t *check = json_pack("{s:s, s:s, s:f}", "metric", "latency", "unit", "ratio",
	                          "observed", 0.985);
	json_t *value = hr_check_value(check, "observed");

	ck_assert_str_eq(hr_value_get_text(value), "98.5\xe2\x80\xaf%");
	json_decref(value);
	json_decref(check);
}
END_TEST

static Suite *model_suite(void)
{
	Suite *suite = suite_create("render/model");
	TCase *tcase = tcase_create("model");

	tcase_add_loop_test(tcase, shows_fixed_decimals, 0, 8);
	tcase_add_loop_test(tcase, chooses_decimals_for_a_column, 0, 8);
	tcase_add_test(tcase, cuts_at_characters);
	tcase_add_test(tcase, tells_a_start_alone);
	tcase_add_test(tcase, shows_a_check_in_its_unit);
	tcase_add_loop_test(tcase, has_only_sections_with_data, 0, FIXTURE_KINDS);
	tcase_add_loop_test(tcase, says_the_verdict_without_checks, 0, FIXTURE_KINDS);
	tcase_add_test(tcase, says_the_verdict_of_checks);
	tcase_add_test(tcase, orders_checks_by_gravity);
	tcase_add_test(tcase, says_where_other_failed_checks_stand);
	tcase_add_test(tcase, finds_the_notable_without_checks);
	tcase_add_test(tcase, keeps_figures_of_the_document);
	tcase_add_test(tcase, numbers_lists);
	tcase_add_test(tcase, groups_labels);
	tcase_add_test(tcase, ranks_and_caps_a_thousand_labels);
	tcase_add_test(tcase, shows_what_is_bad_about_the_input);
	tcase_add_test(tcase, has_no_chart_of_one_endpoint);
	tcase_add_test(tcase, places_every_chart_in_the_page);
	tcase_add_test(tcase, is_documented);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(model_suite)
