#include <config.h>
#include "document/baseline.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/input.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/str.h"
#include "document/document.h"
#include "document/json_place.h"
#include "document/jsonx.h"

#define TEXT_BYTES      4096
#define ERRORS_MAX      0.05 /* of the requests, of a run that may be a baseline */
#define ERRORS_FAST_MAX 0.01 /* the same when failures are faster than successes */

void hr_baseline_release(struct hr_baseline *baseline)
{
	for (size_t i = 0; i < baseline->count; i++) {
		free(baseline->runs[i].id);
		free(baseline->runs[i].started);
		free(baseline->runs[i].version);
	}
	free(baseline->runs);
	free(baseline->name);
	free(baseline->created);
	free(baseline->environment);
	free(baseline->workload);
	free(baseline->reason);
	*baseline = (struct hr_baseline){ 0 };
}

bool hr_baseline_is_provisional(const struct hr_baseline *baseline)
{
	return baseline->count < HR_BASELINE_PROVISIONAL;
}

static struct hr_baseline_run *new_run(struct hr_baseline *baseline)
{
	struct hr_baseline_run *run;

	baseline->runs = hr_grow(baseline->runs, baseline->count, &baseline->capacity,
	                         sizeof(*baseline->runs));
	run = &baseline->runs[baseline->count++];
	*run = (struct hr_baseline_run){ 0 };
	return run;
}

static void read_digest(const struct hr_json_place *object, const char *key, char out[17])
{
	struct hr_json_place place = hr_place_member(object, key);
	struct hr_slice text = { 0 };

	if (!hr_place_is_null(&place))
		text = hr_place_text(&place, 16);
	if (text.length > 0)
		memcpy(out, text.ptr, text.length);
	out[text.length] = '\0';
}

static void read_member(const struct hr_json_place *place, struct hr_baseline *out)
{
	struct hr_baseline_run *run = new_run(out);

	run->id = hr_member_copy(place, "id", HR_STORE_NAME_BYTES);
	if (!hr_place_failed(place) && (run->id == NULL || !hr_store_is_name(run->id)))
		hr_place_fail(place, "the id of a stored run is expected");
	read_digest(place, "digest", run->digest);
	run->started = hr_member_copy(place, "started", TEXT_BYTES);
	run->version = hr_member_copy(place, "version", TEXT_BYTES);
}

enum hr_err hr_baseline_read(const json_t *value, const char *source, struct hr_baseline *out,
                             struct hr_error *err)
{
	struct hr_json_read read = { .err = err };
	struct hr_json_place root = hr_place_root(&read, value);
	struct hr_json_place runs = hr_place_member(&root, "runs");
	struct hr_json_place schema = hr_place_member(&root, "schema");
	struct hr_slice found = hr_place_text(&schema, 64);
	size_t n;

	*out = (struct hr_baseline){ 0 };
	if (!hr_place_failed(&root) && !hr_slice_is(found, HR_BASELINE_SCHEMA))
		hr_place_fail(&schema, "found \"%s\", expected \"%s\"", hr_quoted_slice(found).text,
		              HR_BASELINE_SCHEMA);
	out->name = hr_member_copy(&root, "name", HR_STORE_NAME_BYTES);
	out->created = hr_member_copy(&root, "created", TEXT_BYTES);
	out->environment = hr_member_copy(&root, "environment", TEXT_BYTES);
	out->workload = hr_member_copy(&root, "workload", TEXT_BYTES);
	out->reason = hr_member_copy(&root, "reason", TEXT_BYTES);
	read_digest(&root, "parent", out->parent);
	n = hr_place_array(&runs, HR_BASELINE_RUNS_MAX);
	for (size_t i = 0; i < n && !hr_place_failed(&root); i++) {
		struct hr_json_place item = hr_place_item(&runs, i);

		read_member(&item, out);
	}
	hr_error_locate(err, source);
	if (read.status != HR_OK)
		hr_baseline_release(out);
	return read.status;
}

enum hr_err hr_baseline_load(const struct hr_store *store, const char *name,
                             struct hr_baseline *out, struct hr_error *err)
{
	json_t *value = NULL;
	char *path = hr_store_path(store, HR_STORE_BASELINES, name);
	enum hr_err code = hr_store_load(store, HR_STORE_BASELINES, name, &value, err);

	*out = (struct hr_baseline){ 0 };
	if (code == HR_OK)
		code = hr_baseline_read(value, path, out, err);
	json_decref(value);
	free(path);
	return code;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The key of the first member is the baseline's; later ones must have the same. */
static enum hr_err settle_key(struct hr_baseline *baseline, const char *what, char **key,
                              const char *value, const char *id, struct hr_error *err)
{
	if (baseline->count == 0 && *key == NULL) {
		*key = value != NULL ? hr_strdup(value) : NULL;
		return HR_OK;
	}
	if (same_text(*key, value))
		return HR_OK;
	return hr_error_set(err, HR_EINVAL,
	                    "the %s of run %s is %s%s%s, that of the baseline %s%s%s: runs of one "
	                    "baseline must agree",
	                    what, id, value != NULL ? "'" : "", value != NULL ? value : "not set",
	                    value != NULL ? "'" : "", *key != NULL ? "'" : "",
	                    *key != NULL ? *key : "not set", *key != NULL ? "'" : "");
}

enum hr_err hr_baseline_add(struct hr_baseline *baseline, const char *id, const json_t *run,
                            const char digest[17], struct hr_error *err)
{
	const char *started = hr_json_text_at(run, "run.started");
	const char *version = hr_json_text_at(run, "run.version");
	struct hr_baseline_run *member;
	enum hr_err code;

	for (size_t i = 0; i < baseline->count; i++)
		if (strcmp(baseline->runs[i].id, id) == 0)
			return HR_OK;
	code = settle_key(baseline, "environment", &baseline->environment,
	                  hr_json_text_at(run, "run.environment"), id, err);
	if (code == HR_OK)
		code = settle_key(baseline, "workload", &baseline->workload,
		                  hr_json_text_at(run, "run.workload"), id, err);
	if (code == HR_OK && baseline->count == HR_BASELINE_RUNS_MAX)
		code = hr_error_set(err, HR_ELIMIT, "a baseline has at most %d runs",
		                    HR_BASELINE_RUNS_MAX);
	if (code != HR_OK)
		return code;
	member = new_run(baseline);
	member->id = hr_strdup(id);
	memcpy(member->digest, digest, sizeof(member->digest));
	member->started = started != NULL ? hr_strdup(started) : NULL;
	member->version = version != NULL ? hr_strdup(version) : NULL;
	return HR_OK;
}

/* The message of the first check that failed; NULL without. */
static const char *failed_check(const json_t *document)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		const char *verdict = json_string_value(json_object_get(check, "verdict"));

		if (verdict != NULL && strcmp(verdict, "fail") == 0)
			return json_string_value(json_object_get(check, "message"));
	}
	return NULL;
}

enum hr_err hr_baseline_check_run(const json_t *document, const char *source, struct hr_error *err)
{
	const char *verdict = hr_json_text_at(document, "verdict");
	double errors_ratio = hr_json_number_at(document, "run.total.error_ratio");
	double ok_ms = hr_json_number_at(document, "run.total.ok_ms.mean");
	double failed_ms = hr_json_number_at(document, "run.total.failed_ms.mean");
	const char *why = failed_check(document);

	if (verdict != NULL && strcmp(verdict, "fail") == 0)
		return hr_error_at(err, HR_EINVAL, source, 0, 0,
		                   "its checks failed (%s), so it is no standard for others; "
		                   "--force takes it all the same",
		                   why != NULL ? why : "verdict fail");
	if (errors_ratio > ERRORS_MAX || (errors_ratio > ERRORS_FAST_MAX && failed_ms < ok_ms))
		return hr_error_at(err, HR_EINVAL, source, 0, 0,
		                   "%.3g %% of its requests failed%s, so it is no standard for "
		                   "others; --force takes it all the same",
		                   errors_ratio * 100,
		                   failed_ms < ok_ms ? ", and failed faster than they succeed"
		                                     : "");
	return HR_OK;
}

static json_t *write_member(const struct hr_baseline_run *run)
{
	json_t *out = json_object();

	hr_json_set(out, "id", hr_json_text(run->id));
	hr_json_set(out, "digest", hr_json_text(run->digest));
	hr_json_set(out, "started", hr_json_text(run->started));
	hr_json_set(out, "version", hr_json_text(run->version));
	return out;
}

static json_t *write_baseline(const struct hr_baseline *baseline)
{
	json_t *out = json_object(), *tool = json_object(), *runs = json_array();

	hr_json_set(tool, "name", json_string(PACKAGE_NAME));
	hr_json_set(tool, "version", json_string(PACKAGE_VERSION));
	for (size_t i = 0; i < baseline->count; i++)
		hr_json_append(runs, write_member(&baseline->runs[i]));
	hr_json_set(out, "schema", json_string(HR_BASELINE_SCHEMA));
	hr_json_set(out, "tool", tool);
	hr_json_set(out, "name", hr_json_text(baseline->name));
	hr_json_set(out, "created", hr_json_text(baseline->created));
	hr_json_set(out, "environment", hr_json_text(baseline->environment));
	hr_json_set(out, "workload", hr_json_text(baseline->workload));
	hr_json_set(out, "provisional", json_boolean(hr_baseline_is_provisional(baseline)));
	hr_json_set(out, "parent",
	            hr_json_text(baseline->parent[0] != '\0' ? baseline->parent : NULL));
	hr_json_set(out, "reason", hr_json_text(baseline->reason));
	hr_json_set(out, "runs", runs);
	return out;
}

enum hr_err hr_store_digest(const struct hr_store *store, enum hr_store_kind kind, const char *name,
                            char out[17], struct hr_error *err)
{
	char *path = hr_store_path(store, kind, name);
	struct hr_str text = { 0 };
	struct hr_input *input = NULL;
	bool found;
	enum hr_err code = hr_store_find(store, kind, name, &found, err);

	out[0] = '\0';
	if (code == HR_OK && !found)
		code = hr_error_at(err, HR_ENODATA, path, 0, 0, "no such file");
	if (code == HR_OK) {
		code = hr_input_open(path, &input, err);
		if (code == HR_OK)
			code = hr_input_read_all(input, HR_DOCUMENT_BYTES_MAX, "a file", &text,
			                         err);
		hr_input_close(input);
	}
	if (code == HR_OK)
		snprintf(out, 17, "%016" PRIx64, hr_digest64(hr_str_slice(&text)));
	hr_str_release(&text);
	free(path);
	return code;
}

enum hr_err hr_baseline_save(struct hr_store *store, struct hr_baseline *baseline,
                             struct hr_error *err)
{
	char now[HR_INSTANT_TEXT_SIZE];
	int64_t now_ns = hr_instant_now();
	struct hr_str text = { 0 };
	json_t *value;
	bool found;
	enum hr_err code = hr_store_find(store, HR_STORE_BASELINES, baseline->name, &found, err);

	if (code == HR_OK && found)
		code = hr_store_digest(store, HR_STORE_BASELINES, baseline->name, baseline->parent,
		                       err);
	if (code != HR_OK)
		return code;
	hr_instant_format(now_ns - now_ns % HR_NS_PER_S, hr_zone_utc(), now);
	free(baseline->created);
	baseline->created = hr_strdup(now);
	value = write_baseline(baseline);
	hr_document_dump(value, &text);
	code = hr_store_write(store, HR_STORE_BASELINES, baseline->name, hr_str_slice(&text), err);
	json_decref(value);
	hr_str_release(&text);
	return code;
}
