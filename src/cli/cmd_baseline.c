/*
 * headroom baseline: which runs are the standard.
 */
#include <config.h>
#include "cli/commands.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "cli/action.h"
#include "cli/history_folder.h"
#include "cli/load.h"
#include "document/baseline.h"
#include "document/stored_run.h"

static enum hr_err print(struct hr_str *text, struct hr_error *err)
{
	enum hr_err code = hr_output_file("-", hr_str_slice(text), err);

	hr_str_release(text);
	return code;
}

/* A job without inputs and its store; NULL on error. */
static enum hr_err start(struct hr_job *job, const struct hr_settings *settings,
                         struct hr_store **store, struct hr_error *err)
{
	enum hr_err code = hr_job_init_settings(job, settings, err);

	*store = code == HR_OK ? hr_history_open(job) : NULL;
	return code;
}

/* --- save and promote --- */

/* What is no file may be a run; what is neither may have been meant as either. */
static enum hr_err load_stored(const struct hr_store *store, const char *operand, json_t **out,
                               struct hr_error *err)
{
	struct hr_error missing = { 0 };
	enum hr_err code = hr_store_load(store, HR_STORE_RUNS, operand, out, &missing);

	if (code == HR_ENODATA)
		return hr_error_set(err, code, "there is no file '%s', and %s", operand,
		                    missing.text);
	if (code != HR_OK && err != NULL)
		*err = missing;
	return code;
}

/* One operand: a recording or document that becomes a stored run, or the id of one. */
static enum hr_err add_member(const struct hr_job *job, struct hr_store *store,
                              struct hr_baseline *baseline, const char *operand,
                              struct hr_error *err)
{
	char id[HR_STORED_RUN_ID_BYTES], digest[17];
	json_t *document = NULL;
	bool known;
	enum hr_err code;

	if (hr_history_is_file(operand)) {
		code = hr_load_one(job, operand, true, &document, err);
		if (code == HR_OK && !job->settings->force)
			code = hr_baseline_check_run(document, operand, err);
		if (code == HR_OK)
			code = hr_stored_run_add(store, document, id, &known, err);
		hr_error_locate(err, operand);
	} else {
		code = load_stored(store, operand, &document, err);
		if (code == HR_OK && !job->settings->force)
			code = hr_baseline_check_run(document, operand, err);
		if (code == HR_OK)
			hr_stored_run_id(document, id);
	}
	if (code == HR_OK)
		code = hr_store_digest(store, HR_STORE_RUNS, id, digest, err);
	if (code == HR_OK)
		code = hr_baseline_add(baseline, id, document, digest, err);
	json_decref(document);
	return code;
}

static enum hr_err write_baseline(const struct hr_settings *settings, bool promote,
                                  struct hr_error *err)
{
	struct hr_baseline baseline = { 0 };
	struct hr_settings rest = *settings;
	struct hr_store *store = NULL;
	struct hr_job job;
	size_t members;
	const char *name;
	enum hr_err code;

	if (settings->operands.count < 2)
		return hr_error_set(err, HR_EINVAL,
		                    "baseline %s takes a name, then files or ids of stored runs "
		                    "('headroom history list' shows them)",
		                    promote ? "promote" : "save");
	name = settings->operands.items[0];
	rest.operands.items++;
	rest.operands.count--;
	code = hr_job_init(&job, &rest, err);
	if (code == HR_OK)
		store = hr_history_open(&job);
	if (code == HR_OK)
		code = hr_store_lock(store, err);
	if (code == HR_OK && promote)
		code = hr_baseline_load(store, name, &baseline, err);
	if (code == HR_OK && !promote)
		baseline.name = hr_strdup(name);
	members = baseline.count;
	if (code == HR_OK && settings->reason != NULL) {
		free(baseline.reason);
		baseline.reason = hr_strdup(settings->reason);
	}
	for (size_t i = 0; code == HR_OK && i < rest.operands.count; i++)
		code = add_member(&job, store, &baseline, rest.operands.items[i], err);
	/* Promoting a run again, as after a power failure, is no event of its own. */
	if (code == HR_OK && (baseline.count > members || settings->reason != NULL))
		code = hr_baseline_save(store, &baseline, err);
	if (code == HR_OK && hr_baseline_is_provisional(&baseline))
		hr_log(HR_LOG_WARNING, "baseline %s has %zu %s: it is provisional until it has %d",
		       name, baseline.count, baseline.count == 1 ? "run" : "runs",
		       HR_BASELINE_PROVISIONAL);
	hr_baseline_release(&baseline);
	hr_store_close(store);
	hr_job_release(&job);
	return code;
}

static enum hr_err save(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	(void)status;
	return write_baseline(settings, false, err);
}

static enum hr_err promote(const struct hr_settings *settings, enum hr_exit *status,
                           struct hr_error *err)
{
	(void)status;
	return write_baseline(settings, true, err);
}

/* --- the others --- */

static const char *text_or_dash(const char *text)
{
	return text != NULL ? text : "-";
}

static void list_baseline(const struct hr_baseline *baseline, struct hr_str *out)
{
	hr_str_printf(out, "%s\t%zu %s%s\t%s\t%s\t%s\n", baseline->name, baseline->count,
	              baseline->count == 1 ? "run" : "runs",
	              hr_baseline_is_provisional(baseline) ? ", provisional" : "",
	              text_or_dash(baseline->environment), text_or_dash(baseline->workload),
	              text_or_dash(baseline->created));
}

static enum hr_err list(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_store_names names = { 0 };
	struct hr_str out = { 0 };
	struct hr_store *store;
	struct hr_job job;
	enum hr_err code = start(&job, settings, &store, err);

	(void)status;
	if (code == HR_OK)
		code = hr_store_list(store, HR_STORE_BASELINES, &names, err);
	for (size_t i = 0; code == HR_OK && i < names.count; i++) {
		struct hr_baseline baseline;

		code = hr_baseline_load(store, names.items[i], &baseline, err);
		if (code == HR_OK)
			list_baseline(&baseline, &out);
		hr_baseline_release(&baseline);
	}
	hr_store_names_release(&names);
	hr_store_close(store);
	hr_job_release(&job);
	if (code == HR_OK)
		return print(&out, err);
	hr_str_release(&out);
	return code;
}

static enum hr_err one_name(const struct hr_settings *settings, const char *action,
                            struct hr_error *err)
{
	if (settings->operands.count == 1)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL,
	                    "baseline %s takes the name of one baseline; "
	                    "'headroom baseline list' shows them",
	                    action);
}

static enum hr_err show(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_str out = { 0 };
	struct hr_store *store = NULL;
	struct hr_job job;
	json_t *value = NULL;
	enum hr_err code = start(&job, settings, &store, err);

	(void)status;
	if (code == HR_OK)
		code = one_name(settings, "show", err);
	if (code == HR_OK)
		code = hr_store_load(store, HR_STORE_BASELINES, settings->operands.items[0], &value,
		                     err);
	if (code == HR_OK)
		hr_document_dump(value, &out);
	json_decref(value);
	hr_store_close(store);
	hr_job_release(&job);
	if (code == HR_OK)
		return print(&out, err);
	return code;
}

static enum hr_err remove_baseline(const struct hr_settings *settings, enum hr_exit *status,
                                   struct hr_error *err)
{
	struct hr_store *store = NULL;
	struct hr_job job;
	json_t *value = NULL;
	enum hr_err code = start(&job, settings, &store, err);

	(void)status;
	if (code == HR_OK)
		code = one_name(settings, "remove", err);
	if (code == HR_OK)
		code = hr_store_lock(store, err);
	/* Loaded first, so that a misspelt name is an error. */
	if (code == HR_OK)
		code = hr_store_load(store, HR_STORE_BASELINES, settings->operands.items[0], &value,
		                     err);
	if (code == HR_OK)
		code = hr_store_remove(store, HR_STORE_BASELINES, settings->operands.items[0], err);
	json_decref(value);
	hr_store_close(store);
	hr_job_release(&job);
	return code;
}

static const struct hr_action actions[] = {
	{ "save", save, false }, { "promote", promote, false },        { "list", list, true },
	{ "show", show, false }, { "remove", remove_baseline, false }, { NULL, NULL, false },
};

const struct hr_command hr_command_baseline = {
	.name = "baseline",
	.summary = "name the runs that later ones are compared with",
	.operands = "save NAME FILE|ID ... | promote NAME FILE|ID ... "
	            "| list | show NAME | remove NAME",
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(STORE) | HR_GROUP(BASELINE),
	.details =
	        "save begins a baseline anew, promote accepts further runs into it. A text that\n"
	        "names no file is the id of a run in the history.\n",
	.actions = actions,
};
