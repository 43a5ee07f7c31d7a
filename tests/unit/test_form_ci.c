/* The forms for CI systems, monitoring and trackers. Shapes: OpenMetrics 1.0 (specification),
 * GitHub workflow commands, github-action-benchmark's README, Bencher Metric Format. */
#include <config.h>
#include "render/form.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <string.h>

#include "render/exported.h"
#include "render_fixture.h"
#include "unit.h"

static void render(const struct fixture *fixture, const char *name, struct hr_str *out)
{
	const struct hr_render_options options = { 0 };
	const struct hr_form *form = hr_form_find(name);
	struct hr_error err = { 0 };

	ck_assert_ptr_nonnull(form);
	hr_str_truncate(out, 0);
	ck_assert_int_eq(form->render(&fixture->scene, &options, out, &err), HR_OK);
}

/* name{label="...",...} value; names and values without blanks. False with anything else. */
static bool is_sample(const char *line)
{
	const char *at = line + strspn(line, "abcdefghijklmnopqrstuvwxyz_");
	bool quoted = false;

	if (at == line || *at != '{')
		return false;
	for (; *at != '\0' && (quoted || *at != '}'); at++) {
		if (quoted && *at == '\\' && at[1] != '\0')
			at++;
		else if (*at == '"')
			quoted = !quoted;
	}
	if (at[0] != '}' || at[1] != ' ' || at[2] == '\0')
		return false;
	return strspn(at + 2, "0123456789.e+-") == strlen(at + 2);
}

static size_t check_exposition(struct hr_str *text, bool openmetrics)
{
	char *save = NULL;
	size_t samples = 0;
	bool ended = false;

	hr_str_text(text);
	for (char *line = strtok_r(text->data, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		ck_assert_msg(!ended, "after the end: %s", line);
		if (strcmp(line, "# EOF") == 0)
			ended = true;
		else if (strncmp(line, "# ", 2) != 0)
			ck_assert_msg(is_sample(line), "%s", line);
		samples += line[0] != '#';
	}
	ck_assert_int_eq(ended, openmetrics);
	return samples;
}

START_TEST(expositions_are_well_formed)
{
	struct hr_str text = { 0 };
	struct fixture fixture;

	fixture_make(&fixture, (enum fixture_kind)_i);
	fixture_add_checks(&fixture);
	render(&fixture, "openmetrics", &text);
	ck_assert_uint_gt(check_exposition(&text, true), 0);
	render(&fixture, "gitlab", &text);
	check_exposition(&text, true);
	render(&fixture, "prom", &text);
	ck_assert_ptr_null(strstr(hr_str_text(&text), "# UNIT"));
	check_exposition(&text, false);
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

/* Figures that are no numbers, or none that a factor leaves finite, are left out. */
START_TEST(expositions_lack_what_is_no_number)
{
	struct hr_str text = { 0 };
	struct fixture fixture;
	json_t *run, *label;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	run = json_object_get(fixture.document, "run");
	label = json_array_get(json_object_get(run, "labels"), 0);
	json_object_set_new(json_object_get(run, "total"), "count", json_string("x"));
	json_object_set_new(label, "count", json_array());
	json_object_set_new(label, "mean_ms", json_real(1e308));
	json_object_set_new(label, "sent_kib_per_s", json_real(1e308));
	json_object_del(run, "started");
	render(&fixture, "openmetrics", &text);
	ck_assert_uint_gt(check_exposition(&text, true), 0);
	render(&fixture, "prom", &text);
	check_exposition(&text, false);
	fixture_add_checks(&fixture);
	render(&fixture, "ndjson", &text);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&text), "\"started\":null"));
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

START_TEST(json_forms_parse)
{
	static const char *const names[] = { "benchmark-action", "benchmark-action-bigger",
		                             "bencher", "grafana" };
	struct hr_str text = { 0 };
	struct fixture fixture;

	fixture_make(&fixture, (enum fixture_kind)_i);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		json_t *value;

		render(&fixture, names[i], &text);
		value = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
		ck_assert_msg(value != NULL, "%s of %s", names[i], fixture_names[_i]);
		json_decref(value);
	}
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

static size_t count_of(const char *text, char c)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == c;
	return n;
}

START_TEST(checks_are_one_a_line)
{
	size_t checks;
	struct hr_str text = { 0 };
	struct fixture fixture;

	fixture_make(&fixture, (enum fixture_kind)_i);
	fixture_add_checks(&fixture);
	checks = json_array_size(json_object_get(fixture.document, "checks"));
	render(&fixture, "tsv", &text);
	ck_assert_uint_eq(count_of(hr_str_text(&text), '\n'), checks + 1);
	ck_assert_uint_eq(count_of(hr_str_text(&text), '\t'), 12 * (checks + 1));
	render(&fixture, "ndjson", &text);
	ck_assert_uint_eq(count_of(hr_str_text(&text), '\n'), checks);
	/* One annotation a check that did not pass (two of five did), one for the verdict. */
	render(&fixture, "github", &text);
	ck_assert_uint_eq(count_of(hr_str_text(&text), '\n'), checks - 2 + 1);
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

static size_t occurrences(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		n++;
		text += strlen(part);
	}
	return n;
}

/* Well formed, says libxml2; a case a check (two failed, one has no verdict). */
START_TEST(junit_is_xml_with_a_case_a_check)
{
	struct hr_str text = { 0 };
	struct fixture fixture;
	xmlDoc *document;

	fixture_make(&fixture, (enum fixture_kind)_i);
	fixture_add_checks(&fixture);
	render(&fixture, "junit", &text);
	document = xmlReadMemory(hr_str_text(&text), (int)text.length, "junit.xml", NULL,
	                         XML_PARSE_NONET);
	ck_assert_msg(document != NULL, "%s", fixture_names[_i]);
	xmlFreeDoc(document);
	ck_assert_uint_eq(occurrences(hr_str_text(&text), "<testcase "), 5);
	ck_assert_uint_eq(occurrences(hr_str_text(&text), "<failure "), 2);
	ck_assert_uint_eq(occurrences(hr_str_text(&text), "<skipped "), 1);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&text), "tests=\"5\" failures=\"2\""));
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

/* 65,536 characters are what a comment takes; 1,000 labels do not fit and are cut at a row. */
START_TEST(markdown_fits_a_comment)
{
	struct hr_str text = { 0 };
	struct fixture fixture;
	char *save = NULL;

	fixture_make(&fixture, (enum fixture_kind)_i);
	fixture_add_checks(&fixture);
	render(&fixture, "md", &text);
	ck_assert_uint_le(text.length, 65536);
	ck_assert_int_eq(strncmp(hr_str_text(&text), "<!-- headroom:", 14), 0);
	ck_assert_uint_eq(occurrences(text.data, "<details>"),
	                  occurrences(text.data, "</details>"));
	if (_i == FIXTURE_MANY)
		ck_assert_ptr_nonnull(strstr(text.data, " more in the report."));
	for (char *line = strtok_r(text.data, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		ck_assert_msg(line[0] != '|' || line[strlen(line) - 1] == '|', "%s", line);
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

START_TEST(a_label_called_like_the_total_is_told_apart)
{
	struct hr_exported exported;
	struct fixture fixture;

	fixture_begin(&fixture);
	fixture_add(&fixture, "all", 0, 10, true);
	fixture_add(&fixture, "b", 10, 20, true);
	fixture_end(&fixture);
	hr_exported_init(&exported, &fixture.scene);
	ck_assert_uint_eq(exported.count, 3);
	ck_assert_str_eq(exported.rows[0].name, "all");
	ck_assert_str_eq(exported.rows[1].name, "all (endpoint)");
	ck_assert_str_eq(exported.rows[2].name, "b");
	hr_exported_release(&exported);
	fixture_release(&fixture);
}
END_TEST

START_TEST(cardinality_is_bounded)
{
	struct hr_exported exported;
	struct fixture fixture;

	fixture_make(&fixture, FIXTURE_MANY);
	hr_exported_init(&exported, &fixture.scene);
	ck_assert_uint_eq(exported.count, 1 + HR_EXPORTED_LABELS);
	ck_assert_uint_gt(exported.left_out, 0);
	hr_exported_release(&exported);
	fixture_release(&fixture);
}
END_TEST

/* 123456 ms: 123.456 s, which GitLab would call changed at the next run. */
START_TEST(gitlab_gets_three_digits)
{
	struct hr_str text = { 0 };
	struct fixture fixture;

	fixture_begin(&fixture);
	fixture_add(&fixture, "a", 0, 123456, true);
	fixture_end(&fixture);
	render(&fixture, "gitlab", &text);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&text), "quantile=\"0.5\"} 123\n"));
	render(&fixture, "openmetrics", &text);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&text), "quantile=\"0.5\"} 123.456\n"));
	hr_str_release(&text);
	fixture_release(&fixture);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("render/form_ci");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, expositions_are_well_formed, 0, FIXTURE_KINDS);
	tcase_add_test(all, expositions_lack_what_is_no_number);
	tcase_add_loop_test(all, json_forms_parse, 0, FIXTURE_KINDS);
	tcase_add_loop_test(all, checks_are_one_a_line, 0, FIXTURE_KINDS);
	tcase_add_loop_test(all, junit_is_xml_with_a_case_a_check, 0, FIXTURE_KINDS);
	tcase_add_loop_test(all, markdown_fits_a_comment, 0, FIXTURE_KINDS);
	tcase_add_test(all, a_label_called_like_the_total_is_told_apart);
	tcase_add_test(all, cardinality_is_bounded);
	tcase_add_test(all, gitlab_gets_three_digits);
	suite_add_tcase(suite, all);
	return suite;
}

HR_UNIT_MAIN(make_suite)
