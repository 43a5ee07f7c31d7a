/*
 * JUnit XML: a test case a check, in the form that Jenkins, GitLab and GitHub read. They tell cases
 * apart by class and name, so neither holds a measured number.
 */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "document/jsonx.h"
#include "base/utf8.h"
#include "render/escape.h"
#include "render/exported.h"
#include "render/form_part.h"
#include "render/model_part.h"

#define MS_PER_S      1000.0
#define SECOND_LENGTH (sizeof("2026-11-20T02:00:00") - 1)

/* How many checks of each outcome. */
struct tally {
	size_t all, failed, skipped;
};

static void put_attribute(struct hr_str *out, const char *name, const char *value)
{
	hr_str_printf(out, " %s=\"", name);
	hr_escape_html(hr_slice_of(value != NULL ? value : ""), out);
	hr_str_putc(out, '"');
}

static bool has_verdict(const json_t *check, const char *verdict)
{
	const char *text = hr_json_text_at(check, "verdict");

	return text != NULL && strcmp(text, verdict) == 0;
}

static struct tally count(const json_t *checks)
{
	struct tally tally = { 0 };
	const json_t *check;
	size_t i;

	json_array_foreach(checks, i, check)
	{
		tally.all++;
		tally.failed += has_verdict(check, "fail");
		tally.skipped += has_verdict(check, "inconclusive");
	}
	return tally;
}

/* Both levels carry the same figures: some readers look at the one, some at the other. */
static void put_figures(const struct hr_scene *scene, const struct tally *tally, struct hr_str *out)
{
	double duration_s = hr_json_number_at(scene->document, "run.duration_s");
	const char *started = hr_json_text_at(scene->document, "run.started");

	hr_str_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\"",
	              tally->all, tally->failed, tally->skipped);
	hr_str_printf(out, " time=\"%.3f\"", isfinite(duration_s) ? duration_s : 0);
	/* Schemas of JUnit know seconds without a zone. */
	if (started != NULL && strlen(started) >= SECOND_LENGTH) {
		hr_str_puts(out, " timestamp=\"");
		hr_escape_html(hr_utf8_cut(hr_slice_of(started), SECOND_LENGTH), out);
		hr_str_putc(out, '"');
	}
}

static void put_properties(const struct hr_scene *scene, struct hr_str *out)
{
	static const char *const names[] = { "environment", "version" };
	const json_t *run = json_object_get(scene->document, "run");
	bool open = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = hr_json_text_at(run, names[i]);

		if (value == NULL)
			continue;
		hr_str_puts(out, open ? "" : "  <properties>\n");
		open = true;
		hr_str_puts(out, "   <property");
		put_attribute(out, "name", names[i]);
		put_attribute(out, "value", value);
		hr_str_puts(out, "/>\n");
	}
	hr_str_puts(out, open ? "  </properties>\n" : "");
}

/* A time is what was observed where that is a time; trends of it are worth drawing. */
static double time_of(const json_t *check)
{
	const char *unit = hr_json_text_at(check, "unit");
	double observed = hr_stat(check, "observed");

	if (unit == NULL || strcmp(unit, "ms") != 0 || !isfinite(observed))
		return 0;
	return observed / MS_PER_S;
}

static void put_message(const json_t *check, const char *element, struct hr_str *out)
{
	hr_str_printf(out, "\n   <%s", element);
	if (strcmp(element, "failure") == 0)
		put_attribute(out, "type", hr_json_text_at(check, "kind"));
	put_attribute(out, "message", hr_json_text_at(check, "message"));
	hr_str_puts(out, "/>\n  ");
}

static void put_details(const json_t *check, struct hr_str *out)
{
	if (has_verdict(check, "fail")) {
		put_message(check, "failure", out);
	} else if (has_verdict(check, "inconclusive")) {
		put_message(check, "skipped", out);
	} else if (has_verdict(check, "warn")) {
		hr_str_puts(out, "\n   <system-out>");
		hr_escape_html(hr_slice_of(hr_json_text_at(check, "message")), out);
		hr_str_puts(out, "</system-out>\n  ");
	}
}

/* Dots part packages from classes for readers, so a suite's own must not. */
static void put_class(const char *suite, const json_t *check, struct hr_str *out)
{
	const char *kind = hr_json_text_at(check, "kind");
	struct hr_str name = { 0 };

	hr_str_puts(&name, "headroom.");
	for (; *suite != '\0'; suite++)
		hr_str_putc(&name, *suite == '.' ? '_' : *suite);
	hr_str_printf(&name, ".%s", kind != NULL ? kind : "check");
	put_attribute(out, "classname", hr_str_text(&name));
	hr_str_release(&name);
}

static void put_case(const char *suite, const json_t *check, struct hr_str *out)
{
	struct hr_str name = { 0 };

	hr_check_put_name(check, &name);
	hr_str_puts(out, "  <testcase");
	put_class(suite, check, out);
	put_attribute(out, "name", hr_str_text(&name));
	hr_str_printf(out, " time=\"%.6f\">", time_of(check));
	put_details(check, out);
	hr_str_puts(out, "</testcase>\n");
	hr_str_release(&name);
}

enum hr_err hr_form_junit(const struct hr_scene *scene, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err)
{
	const json_t *checks = json_object_get(scene->document, "checks"), *check;
	const char *suite = hr_exported_suite(scene);
	struct tally tally = count(checks);
	size_t i;

	(void)options;
	(void)err;
	hr_str_puts(out,
	            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"headroom\"");
	put_figures(scene, &tally, out);
	hr_str_puts(out, ">\n <testsuite");
	put_attribute(out, "name", suite);
	put_figures(scene, &tally, out);
	hr_str_puts(out, ">\n");
	put_properties(scene, out);
	json_array_foreach(checks, i, check)
	{
		put_case(suite, check, out);
	}
	hr_str_puts(out, " </testsuite>\n</testsuites>\n");
	return HR_OK;
}
