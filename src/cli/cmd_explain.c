/*
 * headroom explain: the arithmetic behind a check.
 */
#include <config.h>
#include "cli/commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/output.h"
#include "base/suggest.h"
#include "render/explain_regression.h"
#include "render/explain_steps.h"
#include "cli/load.h"
#include "cli/output_clash.h"
#include "document/jsonx.h"
#include "render/escape.h"

static const json_t *find_check(const json_t *document, const char *id)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		const char *text = hr_json_text_at(check, "id");

		if (text != NULL && strcmp(text, id) == 0)
			return check;
	}
	return NULL;
}

static enum hr_err no_such_check(const json_t *document, const char *id, struct hr_error *err)
{
	struct hr_suggestion nearest = { .wrong = hr_slice_of(id) };
	const json_t *checks = json_object_get(document, "checks"), *check;
	size_t i;

	json_array_foreach(checks, i, check)
	{
		const char *text = hr_json_text_at(check, "id");

		if (text != NULL)
			hr_suggest_try(&nearest, text);
	}
	if (json_array_size(checks) == 0)
		return hr_error_set(err, HR_ENODATA, "the document has no checks");
	return hr_error_set(err, HR_ENODATA,
	                    "the document has no check '%s'%s; explain without a name lists them",
	                    id, nearest.best != NULL ? hr_suggest_hint(&nearest, NULL) : "");
}

static void put_line(struct hr_str *out, const char *name, const char *text)
{
	struct hr_str safe = { 0 };

	if (text == NULL)
		return;
	hr_escape_terminal(hr_slice_of(text), &safe);
	hr_str_printf(out, "%-22s %s\n", name, hr_str_text(&safe));
	hr_str_release(&safe);
}

static void put_number(struct hr_str *out, const char *name, const json_t *value)
{
	char text[32];

	if (!json_is_number(value))
		return;
	hr_format_double(hr_round15(json_number_value(value)), text, sizeof(text));
	put_line(out, name, text);
}

static void put_check(const json_t *check, const char *method, struct hr_str *out)
{
	static const char *const texts[] = { "id", "verdict", "severity", "message", "since" };
	static const char *const numbers[] = { "observed", "limit", "baseline", "change" };
	const json_t *interval = json_object_get(check, "interval");
	json_t *evidence = json_object_get(check, "evidence"), *value;
	const char *key;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		put_line(out, texts[i], hr_json_text_at(check, texts[i]));
	put_line(out, "unit", hr_json_text_at(check, "unit"));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		put_number(out, numbers[i], json_object_get(check, numbers[i]));
	put_number(out, "interval from", json_array_get(interval, 0));
	put_number(out, "interval to", json_array_get(interval, 1));
	if (json_object_size(evidence) > 0)
		hr_str_puts(out, "\nevidence\n");
	json_object_foreach(evidence, key, value)
	{
		struct hr_str name = { 0 };

		hr_str_printf(&name, "  %s", key);
		put_number(out, hr_str_text(&name), value);
		hr_str_release(&name);
	}
	hr_explain_regression(check, out);
	hr_explain_steps(check, method, out);
}

static void put_list(const json_t *document, struct hr_str *out)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		put_line(out, hr_json_text_at(check, "verdict"), hr_json_text_at(check, "id"));
	}
}

/* "explain ID [DOCUMENT]"; a lone operand that is a file is the document. */
static bool is_id(const json_t *document, const char *text)
{
	return find_check(document, text) != NULL;
}

static enum hr_err explain(const struct hr_settings *settings, enum hr_exit *status,
                           struct hr_error *err)
{
	size_t n = settings->operands.count;
	const char *id = n > 0 ? settings->operands.items[0] : NULL;
	const char *path = n > 1 ? settings->operands.items[1] : "-";
	struct hr_str out = { 0 };
	json_t *document;
	enum hr_err code;

	(void)status;
	/* An id has two slashes and is no file. */
	if (n == 1 && (strchr(id, '/') == NULL || access(id, F_OK) == 0)) {
		path = id;
		id = NULL;
	}
	code = hr_outputs_spare(settings, path, err);
	if (code == HR_OK)
		code = hr_load_document(path, &document, err);
	if (code != HR_OK)
		return code;
	if (id == NULL)
		put_list(document, &out);
	else if (is_id(document, id))
		put_check(find_check(document, id),
		          hr_json_text_at(document, "run.quantile_method"), &out);
	else
		code = no_such_check(document, id, err);
	if (code == HR_OK)
		code = hr_output_file(settings->output != NULL ? settings->output : "-",
		                      hr_str_slice(&out), err);
	hr_str_release(&out);
	json_decref(document);
	return code;
}

const struct hr_command hr_command_explain = {
	.name = "explain",
	.summary = "the arithmetic behind a check",
	.operands = "[CHECK-ID] [DOCUMENT]",
	.operands_max = 2,
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT_PATH),
	.details =
	        "Without CHECK-ID, the ids of all checks. Without DOCUMENT, or with -, it is read\n"
	        "from stdin.\n",
	.run = explain,
};
