/*
 * GitHub workflow commands: an annotation for every check that did not pass, and one for the
 * verdict; and the outputs of a step. The markdown form is what belongs into a step summary.
 */
#include <config.h>

#include <string.h>

#include "document/jsonx.h"
#include "render/escape.h"
#include "render/exported.h"
#include "render/form_part.h"
#include "render/model_part.h"

#define ANNOTATIONS_MAX 50 /* the service shows few; what is left out is counted */

static const struct level {
	const char *verdict, *command;
} levels[] = {
	{ "fail", "error" },
	{ "warn", "warning" },
	{ "inconclusive", "notice" },
};

static const char *command_of(const char *verdict)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (verdict != NULL && strcmp(verdict, levels[i].verdict) == 0)
			return levels[i].command;
	}
	return NULL;
}

/* One line without controls, and the runner's own escapes: in a property, ':' and ',' too. */
static void put_escaped(struct hr_str *out, const char *text, bool property)
{
	struct hr_str line = { 0 };

	hr_escape_terminal(hr_slice_of(text), &line);
	for (size_t i = 0; i < line.length; i++) {
		char c = line.data[i];

		if (c == '%' || (property && (c == ':' || c == ',')))
			hr_str_printf(out, "%%%02X", (unsigned char)c);
		else
			hr_str_putc(out, c);
	}
	hr_str_release(&line);
}

static void put_annotation(struct hr_str *out, const char *command, const char *title,
                           const char *message)
{
	hr_str_printf(out, "::%s title=", command);
	put_escaped(out, title, true);
	hr_str_puts(out, "::");
	put_escaped(out, message, false);
	hr_str_putc(out, '\n');
}

static void put_check(const json_t *check, const char *command, struct hr_str *out)
{
	const char *message = hr_json_text_at(check, "message");
	struct hr_str title = { 0 };

	hr_check_put_name(check, &title);
	put_annotation(out, command, hr_str_text(&title), message != NULL ? message : "");
	hr_str_release(&title);
}

/* Errors before warnings before notices, each in the order of the document. */
static size_t put_checks(const json_t *checks, struct hr_str *out)
{
	const json_t *check;
	size_t shown = 0, left_out = 0, i;

	for (size_t l = 0; l < sizeof(levels) / sizeof(levels[0]); l++) {
		json_array_foreach(checks, i, check)
		{
			const char *command = command_of(hr_json_text_at(check, "verdict"));

			if (command == NULL || strcmp(command, levels[l].command) != 0)
				continue;
			if (shown == ANNOTATIONS_MAX) {
				left_out++;
				continue;
			}
			put_check(check, command, out);
			shown++;
		}
	}
	return left_out;
}

enum hr_err hr_form_github(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err)
{
	const json_t *checks = json_object_get(scene->document, "checks");
	const char *verdict = hr_document_verdict(scene->document);
	struct hr_str text = { 0 };
	size_t left_out;

	(void)options;
	(void)err;
	left_out = put_checks(checks, out);
	hr_str_printf(&text, "verdict %s, ", verdict);
	hr_put_count(&text, json_array_size(checks), "check", "checks");
	if (left_out > 0)
		hr_str_printf(&text, "; %zu more in the report", left_out);
	put_annotation(out, strcmp(verdict, "fail") == 0 ? "error" : "notice",
	               hr_exported_suite(scene), hr_str_text(&text));
	hr_str_release(&text);
	return HR_OK;
}

static void put_count(struct hr_str *out, const json_t *verdict, const char *name)
{
	hr_str_printf(out, "%s=%lld\n", name,
	              (long long)json_integer_value(json_object_get(verdict, name)));
}

/* name=value, to be appended to the file $GITHUB_OUTPUT: every value is one line of ours. */
enum hr_err hr_form_github_output(const struct hr_scene *scene,
                                  const struct hr_render_options *options, struct hr_str *out,
                                  struct hr_error *err)
{
	static const char *const counts[] = { "checks", "failed", "warned", "inconclusive",
		                              "passed" };
	json_t *verdict = hr_model_verdict(scene);

	(void)options;
	(void)err;
	hr_str_printf(out, "verdict=%s\nexit=%d\n", hr_document_verdict(scene->document),
	              hr_document_exit(scene->document));
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		put_count(out, verdict, counts[i]);
	hr_str_puts(out, "summary=");
	hr_escape_terminal(hr_slice_of(hr_json_text_at(verdict, "summary")), out);
	hr_str_putc(out, '\n');
	json_decref(verdict);
	return HR_OK;
}
