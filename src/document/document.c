#include <config.h>
#include "document/document.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "document/document_part.h"
#include "document/json_parse.h"
#include "document/jsonx.h"
#include "document/mask_run.h"

void hr_document_set(json_t *document, const char *key, json_t *value)
{
	hr_json_set(document, key, value);
	hr_document_order(document);
}

void hr_document_set_identity(json_t *document, const struct hr_run *run)
{
	json_t *to = json_object_get(document, "run");

	hr_json_set(to, "name", hr_json_text(run->name));
	hr_json_set(to, "environment", hr_json_text(run->environment));
	hr_json_set(to, "version", hr_json_text(run->version));
	hr_json_set(to, "workload", hr_json_text(run->workload));
}

void hr_document_set_settings(json_t *document, const char *stage, json_t *value)
{
	json_t *sorted = json_object(), *settings = json_object_get(document, "settings");

	if (!json_is_object(settings)) {
		settings = json_object();
		hr_document_set(document, "settings", settings);
	}
	hr_json_set(settings, stage, value);
	hr_document_move_sorted(settings, sorted);
	json_object_update(settings, sorted);
	json_decref(sorted);
}

json_t *hr_document_new(const struct hr_run *run, const struct hr_document_options *options)
{
	static const char *const none[] = { NULL };
	struct hr_checks checks = { 0 };
	struct hr_run masked;
	bool mask = hr_mask_run_needed(run, options->mask_queries);
	int64_t now_ns = hr_instant_now();
	json_t *document = json_object(), *tool = json_object();

	hr_json_set(tool, "name", json_string(PACKAGE_NAME));
	hr_json_set(tool, "version", json_string(PACKAGE_VERSION));
	hr_json_set(document, "schema", json_string(HR_DOCUMENT_SCHEMA));
	hr_json_set(document, "tool", tool);
	/* Whole seconds say enough, and are what SOURCE_DATE_EPOCH can say. */
	hr_json_set(document, "generated", hr_json_instant(now_ns - now_ns % HR_NS_PER_S));
	hr_json_set(document, "seed", hr_json_u64(options->seed));
	hr_document_set_settings(document, "summarize", hr_document_write_settings(options));
	if (mask)
		hr_mask_run(run, options->mask_queries, &masked);
	hr_json_set(document, "run", hr_document_write_run(mask ? &masked : run, options));
	if (mask)
		hr_run_release(&masked);
	hr_document_set_checks(document, none, &checks);
	return document;
}

/* A document begins with an object whose first member is "schema": "headroom/...". */
bool hr_document_sniff(struct hr_slice head)
{
	static const char *const tokens[] = { "{", "\"schema\"", ":", "\"headroom/" };
	size_t at = 0;

	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
		size_t n = strlen(tokens[i]);

		while (at < head.length && strchr(" \t\r\n", head.ptr[at]) != NULL &&
		       head.ptr[at] != '\0')
			at++;
		if (head.length - at < n || memcmp(head.ptr + at, tokens[i], n) != 0)
			return false;
		at += n;
	}
	return true;
}

static enum hr_err check_schema(const json_t *document, const char *source, struct hr_error *err)
{
	const char *schema = json_string_value(json_object_get(document, "schema"));

	if (schema == NULL)
		return hr_error_at(err, HR_EPARSE, source, 0, 0,
		                   "/schema: this JSON is no headroom document (expected \"%s\")",
		                   HR_DOCUMENT_SCHEMA);
	if (strcmp(schema, HR_DOCUMENT_SCHEMA) != 0)
		return hr_error_at(err, HR_EPARSE, source, 0, 0,
		                   "/schema: found \"%s\", this version reads \"%s\"",
		                   hr_quoted(schema).text, HR_DOCUMENT_SCHEMA);
	return HR_OK;
}

static bool begins_as_object(struct hr_slice text)
{
	text = hr_slice_trim(text);
	return text.length > 0 && text.ptr[0] == '{';
}

enum hr_err hr_document_parse(struct hr_slice text, const char *source, json_t **out,
                              struct hr_error *err)
{
	json_error_t json;
	json_t *document;

	*out = NULL;
	if (text.length > HR_DOCUMENT_BYTES_MAX)
		return hr_error_at(err, HR_ELIMIT, source, 0, 0,
		                   "the document has %zu bytes, at most %zu are read", text.length,
		                   HR_DOCUMENT_BYTES_MAX);
	document = hr_json_parse(text, &json);
	if (document == NULL && !begins_as_object(text))
		return hr_error_at(err, HR_EPARSE, source, 0, 0,
		                   "%s, not a headroom document: headroom summarize makes "
		                   "one from recordings",
		                   text.length == 0 ? "this is empty"
		                                    : "this is a recording or something else");
	if (document == NULL)
		return hr_error_at(err, HR_EPARSE, source, json.line > 0 ? (uint64_t)json.line : 0,
		                   json.column > 0 ? (uint64_t)json.column : 0, "%s", json.text);
	if (check_schema(document, source, err) != HR_OK) {
		json_decref(document);
		return HR_EPARSE;
	}
	*out = document;
	return HR_OK;
}
