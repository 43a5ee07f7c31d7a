/*
 * headroom history: runs kept over time.
 */
#include <config.h>
#include "cli/commands.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "cli/action.h"
#include "cli/history_export.h"
#include "cli/history_folder.h"
#include "cli/load.h"
#include "document/baseline.h"
#include "document/jsonx.h"
#include "document/stored_run.h"
#include "render/escape.h"
#include "render/text_table.h"

#define LIST_WIDTH 120 /* ids are long, and lists are read by programs, too */

static enum hr_err print(const struct hr_settings *settings, struct hr_str *text,
                         struct hr_error *err)
{
	enum hr_err code = hr_output_file(settings->output != NULL ? settings->output : "-",
	                                  hr_str_slice(text), err);

	hr_str_release(text);
	return code;
}

/* --- add --- */

static enum hr_err add_one(const struct hr_job *job, struct hr_store *store, const char *path,
                           struct hr_str *out, struct hr_error *err)
{
	json_t *document = NULL;
	char id[HR_STORED_RUN_ID_BYTES];
	bool known;
	enum hr_err code = hr_load_one(job, path, true, &document, err);

	if (code == HR_OK)
		code = hr_stored_run_add(store, document, id, &known, err);
	hr_error_locate(err, path);
	if (code == HR_OK && known)
		hr_log(HR_LOG_WARNING, "%s: the history has this run already", path);
	if (code == HR_OK)
		hr_str_printf(out, "%s\n", id);
	json_decref(document);
	return code;
}

static enum hr_err add(const struct hr_settings *settings, enum hr_exit *status,
                       struct hr_error *err)
{
	struct hr_str out = { 0 };
	struct hr_store *store = NULL;
	struct hr_job job;
	enum hr_err code = hr_job_init(&job, settings, err);

	(void)status;
	if (code == HR_OK)
		store = hr_history_open(&job);
	for (size_t i = 0; code == HR_OK && i < job.input_count; i++)
		code = add_one(&job, store, job.inputs[i].path, &out, err);
	hr_store_close(store);
	hr_job_release(&job);
	if (code == HR_OK)
		return print(settings, &out, err);
	hr_str_release(&out);
	return code;
}

/* --- the other actions take no recordings --- */

struct session {
	struct hr_job job;
	struct hr_store *store;
	struct hr_store_names runs;
};

static enum hr_err open_session(struct session *session, const struct hr_settings *settings,
                                struct hr_error *err)
{
	enum hr_err code;

	*session = (struct session){ 0 };
	code = hr_job_init_settings(&session->job, settings, err);
	if (code == HR_OK) {
		session->store = hr_history_open(&session->job);
		code = hr_store_list(session->store, HR_STORE_RUNS, &session->runs, err);
	}
	return code;
}

static void close_session(struct session *session)
{
	hr_store_names_release(&session->runs);
	hr_store_close(session->store);
	hr_job_release(&session->job);
}

/* --- list --- */

static void number_text(double value, enum hr_quantity quantity, char out[HR_UNIT_TEXT_SIZE])
{
	hr_unit_format(value, quantity, HR_STYLE_ASCII, out);
}

static const char *text_or_dash(const json_t *run, const char *path)
{
	const char *text = hr_json_text_at(run, path);

	return text != NULL ? text : "-";
}

static void list_row(struct hr_text_table *table, const char *id, const json_t *document)
{
	char count[HR_UNIT_TEXT_SIZE], errors[HR_UNIT_TEXT_SIZE], p95[HR_UNIT_TEXT_SIZE];
	static const char *const paths[] = { "run.version", "run.environment", "run.workload" };
	struct hr_str texts[3] = { 0 };
	const char *cells[7];

	number_text(hr_json_number_at(document, "run.total.count"), HR_QUANTITY_COUNT, count);
	number_text(hr_json_number_at(document, "run.total.error_ratio"), HR_QUANTITY_RATIO,
	            errors);
	number_text(hr_json_number_at(document, "run.total.p95_ms"), HR_QUANTITY_DURATION_MS, p95);
	for (size_t i = 0; i < 3; i++) {
		hr_escape_terminal(hr_slice_of(text_or_dash(document, paths[i])), &texts[i]);
		cells[i] = hr_str_text(&texts[i]);
	}
	cells[3] = count;
	cells[4] = errors;
	cells[5] = p95;
	cells[6] = text_or_dash(document, "verdict");
	hr_text_table_add(table, id, cells);
	for (size_t i = 0; i < 3; i++)
		hr_str_release(&texts[i]);
}

static void add_row(void *context, const char *id, const json_t *document)
{
	list_row(context, id, document);
}

static void add_entry(void *context, const char *id, const json_t *document)
{
	static const char *const texts[] = { "started", "name", "version", "environment",
		                             "workload" };
	static const char *const numbers[] = { "count",   "errors", "error_ratio",
		                               "mean_ms", "p95_ms", "throughput_per_s" };
	const json_t *run = json_object_get(document, "run"),
	             *total = json_object_get(run, "total");
	json_t *entry = json_object(), *list = context;

	hr_json_set(entry, "run", hr_json_text(id));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		hr_json_set(entry, texts[i], hr_json_text(hr_json_text_at(run, texts[i])));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		json_t *value = json_object_get(total, numbers[i]);

		hr_json_set(entry, numbers[i], value != NULL ? json_incref(value) : json_null());
	}
	hr_json_set(entry, "verdict", hr_json_text(hr_json_text_at(document, "verdict")));
	hr_json_append(list, entry);
}

/* @take  gets each run of the session */
static enum hr_err each_run(const struct session *session,
                            void (*take)(void *context, const char *id, const json_t *document),
                            void *context, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < session->runs.count; i++) {
		json_t *document = NULL;

		code = hr_store_load(session->store, HR_STORE_RUNS, session->runs.items[i],
		                     &document, err);
		if (code == HR_OK)
			take(context, session->runs.items[i], document);
		json_decref(document);
	}
	return code;
}

static enum hr_err list_text(const struct session *session, struct hr_str *out,
                             struct hr_error *err)
{
	static const struct hr_text_column columns[] = {
		{ "version", 4 }, { "environment", 6 }, { "workload", 7 }, { "requests", 3 },
		{ "errors", 1 },  { "p95", 2 },         { "verdict", 5 },
	};
	struct hr_text_table *table = hr_text_table_new(columns,
	                                                sizeof(columns) / sizeof(columns[0]));
	enum hr_err code = each_run(session, add_row, table, err);

	if (code == HR_OK && session->runs.count > 0)
		hr_text_table_put(table, LIST_WIDTH, "...", out);
	hr_text_table_free(table);
	return code;
}

static enum hr_err list_json(const struct session *session, struct hr_str *out,
                             struct hr_error *err)
{
	json_t *list = json_array();
	enum hr_err code = each_run(session, add_entry, list, err);

	if (code == HR_OK)
		hr_document_dump(list, out);
	json_decref(list);
	return code;
}

static enum hr_err list(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	const char *form = settings->form != NULL ? settings->form : "text";
	bool json = strcmp(form, "json") == 0;
	struct session session;
	struct hr_str out = { 0 };
	enum hr_err code = open_session(&session, settings, err);

	(void)status;
	if (code == HR_OK && !json && strcmp(form, "text") != 0)
		code = hr_error_set(err, HR_EINVAL, "history list writes text or json, not '%s'",
		                    form);
	if (code == HR_OK)
		code = hr_history_since_names(&session.job, settings, &session.runs, err);
	if (code == HR_OK)
		code = json ? list_json(&session, &out, err) : list_text(&session, &out, err);
	if (code == HR_OK && session.runs.count == 0)
		hr_log(HR_LOG_WARNING, "no runs in %s", hr_store_folder(session.store));
	close_session(&session);
	if (code == HR_OK)
		return print(settings, &out, err);
	hr_str_release(&out);
	return code;
}

/* --- show --- */

static enum hr_err show(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct session session;
	struct hr_str out = { 0 };
	json_t *document = NULL;
	enum hr_err code = open_session(&session, settings, err);

	(void)status;
	if (code == HR_OK && settings->operands.count != 1)
		code = hr_error_set(err, HR_EINVAL,
		                    "history show takes the id of one run; 'headroom history "
		                    "list' shows them");
	if (code == HR_OK)
		code = hr_store_load(session.store, HR_STORE_RUNS, settings->operands.items[0],
		                     &document, err);
	if (code == HR_OK)
		hr_document_dump_rows(document, &out);
	json_decref(document);
	close_session(&session);
	if (code == HR_OK)
		return print(settings, &out, err);
	return code;
}

/* --- prune --- */

/* Runs that a baseline stands on stay whatever their age. Gives the names, sorted. */
static enum hr_err members_of_baselines(const struct hr_store *store, struct hr_texts *out,
                                        struct hr_error *err)
{
	struct hr_store_names names;
	enum hr_err code = hr_store_list(store, HR_STORE_BASELINES, &names, err);

	for (size_t i = 0; code == HR_OK && i < names.count; i++) {
		struct hr_baseline baseline;

		code = hr_baseline_load(store, names.items[i], &baseline, err);
		for (size_t k = 0; code == HR_OK && k < baseline.count; k++)
			hr_texts_add(out, hr_strdup(baseline.runs[k].id));
		hr_baseline_release(&baseline);
	}
	hr_store_names_release(&names);
	return code;
}

static bool has_text(const struct hr_texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (strcmp(texts->items[i], text) == 0)
			return true;
	return false;
}

/* Ids begin with the start, so the limit is compared as text; "undated" runs are never old. */
static enum hr_err prune_before(struct session *session, int64_t limit_ns, struct hr_error *err)
{
	struct hr_texts kept = { 0 };
	char limit[HR_HISTORY_DATE_BYTES];
	size_t removed = 0, held = 0;
	enum hr_err code = members_of_baselines(session->store, &kept, err);

	hr_history_date(limit_ns, limit);
	for (size_t i = 0; code == HR_OK && i < session->runs.count; i++) {
		const char *id = session->runs.items[i];

		if (strcmp(id, limit) >= 0)
			break;
		if (has_text(&kept, id)) {
			held++;
			continue;
		}
		code = hr_store_remove(session->store, HR_STORE_RUNS, id, err);
		removed += code == HR_OK;
	}
	if (code == HR_OK)
		hr_log(HR_LOG_DETAIL, "%zu of %zu runs removed", removed, session->runs.count);
	if (held > 0)
		hr_log(HR_LOG_WARNING, "%zu older %s kept, because baselines stand on %s", held,
		       held == 1 ? "run" : "runs", held == 1 ? "it" : "them");
	hr_texts_release(&kept);
	return code;
}

static enum hr_err prune(const struct hr_settings *settings, enum hr_exit *status,
                         struct hr_error *err)
{
	struct session session;
	int64_t limit_ns = HR_INSTANT_NONE;
	enum hr_err code = open_session(&session, settings, err);

	(void)status;
	if (code == HR_OK && settings->keep == NULL)
		code = hr_error_set(err, HR_EINVAL,
		                    "history prune needs --keep, such as --keep 90d");
	if (code == HR_OK)
		code = hr_history_since(&session.job, settings->keep, "--keep", &limit_ns, err);
	if (code == HR_OK)
		code = hr_store_lock(session.store, err);
	if (code == HR_OK) {
		/* Listed anew: another writer may have been waited for. */
		hr_store_names_release(&session.runs);
		code = hr_store_list(session.store, HR_STORE_RUNS, &session.runs, err);
	}
	if (code == HR_OK)
		code = prune_before(&session, limit_ns, err);
	close_session(&session);
	return code;
}

/* --- export --- */

static enum hr_err export_runs(const struct hr_settings *settings, enum hr_exit *status,
                               struct hr_error *err)
{
	struct session session;
	struct hr_str out = { 0 };
	enum hr_err code = open_session(&session, settings, err);

	(void)status;
	if (code == HR_OK)
		code = hr_history_since_names(&session.job, settings, &session.runs, err);
	if (code == HR_OK && session.runs.count == 0)
		hr_log(HR_LOG_WARNING, "no runs in %s", hr_store_folder(session.store));
	if (code == HR_OK)
		code = hr_history_export(session.store, &session.runs, settings, &out, err);
	close_session(&session);
	if (code == HR_OK)
		return print(settings, &out, err);
	hr_str_release(&out);
	return code;
}

static const struct hr_action actions[] = {
	{ "add", add, false },    { "list", list, true },          { "show", show, false },
	{ "prune", prune, true }, { "export", export_runs, true }, { NULL, NULL, false },
};

const struct hr_command hr_command_history = {
	.name = "history",
	.summary = "keep runs, list, show, export and prune them",
	.operands = "add FILE ... | list | show ID | prune | export",
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(OUTPUT) | HR_GROUP(STORE) |
	          HR_GROUP(HISTORY),
	.details =
	        "add takes recordings or documents, each a run of its own, and prints their ids.\n",
	.actions = actions,
};
