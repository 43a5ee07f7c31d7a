#include <config.h>
#include "render/template_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "unit.h"

static char folder[64];

static void set_up(void)
{
	snprintf(folder, sizeof(folder), "/tmp/test_template_check.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	setenv("XDG_CONFIG_HOME", folder, 1);
	unsetenv("HEADROOM_TEMPLATES");
}

static void tear_down(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static void put(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

static const char model_text[] =
        "{\"title\": \"t\", \"flag\": false, \"nothing\": null, \"none\": [],"
        " \"p95\": {\"raw\": 1, \"text\": \"1 ms\"}, \"run\": {\"name\": \"r\"},"
        " \"labels\": [{\"name\": \"a\", \"errors\": []},"
        "              {\"name\": \"b\", \"errors\": [{\"text\": \"e\"}], \"extra\": 1}]}";

static bool known(void *context, const char *name)
{
	(void)context;
	return strcmp(name, "chart.heat") == 0;
}

struct example {
	const char *text;
	const char *expected; /* findings, one per line */
};

static const struct example examples[] = {
	{ "{{title}}{{run.name}}{{p95.text}}{{nothing}}{{nothing.x}}{{{chart.heat}}}", "" },
	{ "{{#labels}}{{name}}{{extra}}{{#errors}}{{text}}{{title}}{{/errors}}{{/labels}}", "" },
	{ "{{#none}}{{whatever}}{{/none}}{{#nothing}}{{whatever}}{{/nothing}}", "" },
	{ "{{#flag}}{{title}}{{/flag}}{{^flag}}{{title}}{{/flag}}", "" },
	{ "{{#labels}}{{#.}}{{.}}{{/.}}{{/labels}}", "" },
	{ "\n  {{titel}}",
	  "warning main:2:3: the model has no 'titel': did you mean 'title' for 'titel'?\n" },
	{ "{{run.nmae}}",
	  "warning main:1:1: the model has no 'run.nmae': did you mean 'name' for 'nmae'?\n" },
	{ "{{#labels}}{{nmae}}{{/labels}}",
	  "warning main:1:12: the model has no 'nmae': did you mean 'name' for 'nmae'?\n" },
	{ "{{#flag}}{{zzzzzz}}{{/flag}}", "warning main:1:10: the model has no 'zzzzzz'\n" },
	{ "{{#flagg}}{{anything}}{{/flagg}}",
	  "warning main:1:1: the model has no 'flagg': did you mean 'flag' for 'flagg'?\n" },
	{ "{{^zzzzzz}}{{zzzzzz}}{{/zzzzzz}}", "warning main:1:1: the model has no 'zzzzzz'\n"
	                                      "warning main:1:12: the model has no 'zzzzzz'\n" },
	{ "{{p95}}", "warning main:1:1: 'p95' is an object, which has no text of its own: did you "
	             "mean 'p95.text'?\n" },
	{ "{{labels}}", "warning main:1:1: 'labels' is a list, which has no text\n" },
	{ "{{{title}}}{{&title}}",
	  "warning main:1:1: 'title' is inserted unescaped: a label could become markup; write "
	  "{{title}}\n"
	  "warning main:1:12: 'title' is inserted unescaped: a label could become markup; write "
	  "{{title}}\n" },
	{ "{{{chart.haet}}}", "warning main:1:1: the model has no 'chart.haet'\n" },
	{ "{{#title}}", "error main:1:1: 'title' is opened here and never closed\n" },
	/* partials, once for each place in them */
	{ "{{>part}}{{#labels}}{{>part}}{{/labels}}",
	  "warning part:2:1: the model has no 'zzzzzz'\n" },
	{ "{{>broken}}{{>broken}}", "error broken:1:4: tag is not closed: expected '}}'\n" },
	{ "{{>circle}}", "" },
	/* overrides are judged where the block stands, and told where they are written */
	{ "{{<layout}}{{$row}}{{name}}{{zzzzzz}}{{/row}}{{/layout}}",
	  "warning main:1:28: the model has no 'zzzzzz'\n" },
	{ "{{<layout}}{{$rwo}}{{/rwo}}{{/layout}}",
	  "warning main:1:12: no block 'rwo' in 'layout' to override: did you mean 'row'?\n" },
	{ "{{<layout}}{{$inner}}x{{/inner}}{{/layout}}", "" },
};

static void put_templates(const char *text)
{
	put("main", text);
	put("part.mustache", "{{title}}\n{{zzzzzz}}");
	put("broken", "ok {{");
	put("circle", "{{title}}{{#labels}}{{>circle}}{{/labels}}");
	put("layout", "{{#labels}}{{$row}}{{$inner}}{{/inner}}{{/row}}{{/labels}}");
}

static void collect(const struct hr_template_findings *findings, struct hr_str *out)
{
	for (size_t i = 0; i < findings->count; i++)
		hr_str_printf(out, "%s %s:%u:%u: %s\n",
		              findings->items[i].is_error ? "error" : "warning",
		              findings->items[i].template_name, (unsigned)findings->items[i].line,
		              (unsigned)findings->items[i].column, findings->items[i].message);
}

START_TEST(finds)
{
	json_t *model = json_loads(model_text, 0, NULL);
	const struct hr_template_check_options options = { .model = model, .known = known };
	struct hr_template_findings findings = { 0 };
	struct hr_template_store *store = hr_template_store_new(folder);
	struct hr_str out = { 0 };

	put_templates(examples[_i].text);
	ck_assert_int_eq(hr_template_check(store, "main", &options, &findings, NULL), HR_OK);
	collect(&findings, &out);
	ck_assert_str_eq(hr_str_text(&out), examples[_i].expected);
	hr_str_release(&out);
	hr_template_findings_release(&findings);
	hr_template_store_free(store);
	json_decref(model);
}
END_TEST

START_TEST(strict_makes_errors)
{
	json_t *model = json_loads(model_text, 0, NULL);
	const struct hr_template_check_options options = { .model = model, .strict = true };
	struct hr_template_findings findings = { 0 };
	struct hr_template_store *store = hr_template_store_new(folder);

	put_templates("{{{title}}}{{titel}}{{p95}}{{{chart.any}}}{{{asset.css}}}{{<layout}}{{$x}}{{"
	              "/x}}{{/layout}}");
	ck_assert_int_eq(hr_template_check(store, "main", &options, &findings, NULL), HR_OK);
	ck_assert_uint_eq(findings.count, 4);
	ck_assert_uint_eq(findings.errors, 4);
	hr_template_findings_release(&findings);
	hr_template_store_free(store);
	json_decref(model);
}
END_TEST

START_TEST(without_a_model_names_pass)
{
	const struct hr_template_check_options options = { 0 };
	struct hr_template_findings findings = { 0 };
	struct hr_template_store *store = hr_template_store_new(folder);
	struct hr_error err = { 0 };

	put_templates("{{a}}{{#b}}{{c.d}}{{#.}}{{/.}}{{/b}}{{>nowhere}}{{>../up}}");
	ck_assert_int_eq(hr_template_check(store, "main", &options, &findings, NULL), HR_OK);
	ck_assert_uint_eq(findings.count, 2);
	ck_assert_uint_eq(findings.errors, 2);
	ck_assert_ptr_nonnull(strstr(findings.items[0].message, "no template 'nowhere'"));
	ck_assert_ptr_nonnull(strstr(findings.items[1].message, "is no name of a template"));
	hr_template_findings_release(&findings);
	ck_assert_int_eq(hr_template_check(store, "absent", &options, &findings, &err), HR_ENODATA);
	ck_assert_uint_eq(findings.count, 0);
	hr_template_store_free(store);
}
END_TEST

START_TEST(findings_and_work_are_bounded)
{
	const struct hr_template_check_options options = { 0 };
	struct hr_template_findings findings = { 0 };
	struct hr_template_store *store = hr_template_store_new(folder);
	struct hr_str text = { 0 };

	for (int i = 0; i < HR_TEMPLATE_FINDINGS_MAX + 1; i++)
		hr_str_puts(&text, "{{{x}}}");
	put_templates(hr_str_text(&text));
	ck_assert_int_eq(hr_template_check(store, "main", &options, &findings, NULL), HR_OK);
	ck_assert_uint_eq(findings.count, HR_TEMPLATE_FINDINGS_MAX);
	ck_assert(findings.more);
	hr_template_findings_release(&findings);
	for (int i = 0; i < 12; i++) {
		char name[16];

		hr_str_truncate(&text, 0);
		for (int k = 0; k < 12; k++)
			hr_str_printf(&text, "{{>t%d}}", i + 1);
		snprintf(name, sizeof(name), "t%d", i);
		put(name, hr_str_text(&text));
	}
	put("t12", "");
	ck_assert_int_eq(hr_template_check(store, "t0", &options, &findings, NULL), HR_OK);
	ck_assert(findings.more);
	hr_template_findings_release(&findings);
	hr_template_store_free(store);
	hr_str_release(&text);
}
END_TEST

static Suite *template_check_suite(void)
{
	Suite *suite = suite_create("render/template_check");
	TCase *tcase = tcase_create("template_check");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	HR_ADD_ROWS(tcase, finds, examples);
	tcase_add_test(tcase, strict_makes_errors);
	tcase_add_test(tcase, without_a_model_names_pass);
	tcase_add_test(tcase, findings_and_work_are_bounded);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(template_check_suite)
