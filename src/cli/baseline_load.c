#include <config.h>
#include "cli/baseline_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/history_folder.h"
#include "cli/load.h"
#include "document/baseline.h"
#include "document/document_figures.h"
#include "document/jsonx.h"

#define HISTORY_MAX 30 /* newest runs from which noise is learnt */

void hr_figure_list_release(struct hr_figure_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		hr_figures_release(&list->items[i]);
	free(list->items);
	*list = (struct hr_figure_list){ 0 };
}

void hr_loaded_baseline_release(struct hr_loaded_baseline *loaded)
{
	hr_figure_list_release(&loaded->runs);
	hr_figure_list_release(&loaded->history);
	free(loaded->name);
	free(loaded->missing);
	*loaded = (struct hr_loaded_baseline){ 0 };
}

enum hr_err hr_figure_list_add(struct hr_figure_list *list, const json_t *document,
                               const char *source, bool histograms, struct hr_error *err)
{
	enum hr_err code;

	list->items = hr_grow(list->items, list->count, &list->capacity, sizeof(*list->items));
	code = hr_document_figures(document, source, histograms, &list->items[list->count], err);
	list->count += code == HR_OK;
	return code;
}

enum hr_err hr_figure_list_add_own(struct hr_figure_list *list, const struct hr_job *job,
                                   const json_t *document, bool histograms, struct hr_error *err)
{
	const char *source = job->input_count == 1 ? job->inputs[0].path : "the run";

	return hr_figure_list_add(list, document, source, histograms, err);
}

/* --- baselines of the history --- */

static enum hr_err add_member(const struct hr_store *store, const struct hr_baseline_run *member,
                              struct hr_loaded_baseline *out, struct hr_error *err)
{
	char digest[17];
	json_t *document = NULL;
	bool found;
	enum hr_err code = hr_store_find(store, HR_STORE_RUNS, member->id, &found, err);

	if (code != HR_OK)
		return code;
	if (!found) {
		hr_log(HR_LOG_WARNING, "run %s of the baseline %s is not in %s any more",
		       member->id, out->name, hr_store_folder(store));
		return HR_OK;
	}
	code = hr_store_digest(store, HR_STORE_RUNS, member->id, digest, err);
	if (code == HR_OK && member->digest[0] != '\0' && strcmp(digest, member->digest) != 0)
		hr_log(HR_LOG_WARNING, "run %s has changed since the baseline %s was saved",
		       member->id, out->name);
	if (code == HR_OK)
		code = hr_store_load(store, HR_STORE_RUNS, member->id, &document, err);
	if (code == HR_OK)
		code = hr_figure_list_add(&out->runs, document, member->id, true, err);
	json_decref(document);
	return code;
}

static enum hr_err add_members(const struct hr_store *store, const struct hr_baseline *baseline,
                               struct hr_loaded_baseline *out, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (baseline->name != NULL && out->name == NULL)
		out->name = hr_strdup(baseline->name);
	if (out->name == NULL)
		out->name = hr_strdup("");
	out->provisional = hr_baseline_is_provisional(baseline);
	for (size_t i = 0; code == HR_OK && i < baseline->count; i++)
		code = add_member(store, &baseline->runs[i], out, err);
	return code;
}

static enum hr_err add_named(const struct hr_store *store, const char *name,
                             struct hr_loaded_baseline *out, struct hr_error *err)
{
	struct hr_baseline baseline;
	struct hr_str missing = { 0 };
	bool found;
	enum hr_err code = hr_store_find(store, HR_STORE_BASELINES, name, &found, err);

	if (code != HR_OK)
		return code;
	if (!found) {
		hr_str_printf(&missing,
		              "%sno baseline '%s' in %s: headroom baseline save %s makes one",
		              strchr(name, '.') != NULL ? "there is no such file, and " : "", name,
		              hr_store_folder(store), name);
		free(out->missing);
		out->missing = hr_str_detach(&missing);
		return HR_OK;
	}
	code = hr_baseline_load(store, name, &baseline, err);
	if (code == HR_OK)
		code = add_members(store, &baseline, out, err);
	hr_baseline_release(&baseline);
	return code;
}

/* --- files --- */

/* A baseline's own file begins with its schema, like a document. */
static enum hr_err is_baseline(const char *path, bool *out, struct hr_error *err)
{
	static const char schema[] = "\"" HR_BASELINE_SCHEMA "\"";
	struct hr_input *input;
	const char *head;
	size_t length;
	enum hr_err code;

	*out = false;
	if (strcmp(path, "-") == 0)
		return HR_OK;
	code = hr_input_open(path, &input, err);
	if (code != HR_OK)
		return code;
	code = hr_input_peek(input, &head, &length, err);
	if (code == HR_OK)
		*out = memmem(head, length < 128 ? length : 128, schema, sizeof(schema) - 1) !=
		       NULL;
	hr_input_close(input);
	return code;
}

/* Its runs lie where it does: beside the folder it is in. */
static enum hr_err add_baseline_file(const char *path, struct hr_loaded_baseline *out,
                                     struct hr_error *err)
{
	const char *slash = strrchr(path, '/');
	struct hr_str folder = { 0 };
	const char *file = slash != NULL ? slash + 1 : path;
	size_t length = strlen(file);
	struct hr_store *store;
	char *name;
	enum hr_err code;

	hr_str_printf(&folder, "%.*s/..", slash != NULL ? (int)(slash - path) : 1,
	              slash != NULL ? path : ".");
	store = hr_store_open(hr_str_text(&folder));
	name = hr_strndup(file, length > 5 ? length - 5 : 0);
	code = add_named(store, name, out, err);
	free(name);
	hr_store_close(store);
	hr_str_release(&folder);
	return code;
}

static enum hr_err add_file(const struct hr_job *job, const char *path,
                            struct hr_loaded_baseline *out, struct hr_error *err)
{
	json_t *document = NULL;
	bool baseline;
	enum hr_err code = is_baseline(path, &baseline, err);

	if (code == HR_OK && baseline)
		return add_baseline_file(path, out, err);
	if (code == HR_OK)
		code = hr_load_one(job, path, false, &document, err);
	if (code == HR_OK)
		code = hr_figure_list_add(&out->runs, document, path, true, err);
	json_decref(document);
	return code;
}

/* --- what is named --- */

static const char *configured_name(const struct hr_job *job, const char *environment)
{
	const struct hr_config_regression *regression = &job->config.regression;

	for (size_t i = 0; environment != NULL && i < regression->environments.count; i++)
		if (strcmp(regression->environments.items[i].environment, environment) == 0)
			return regression->environments.items[i].name;
	return regression->baseline;
}

bool hr_baseline_is_named(const struct hr_job *job, const char *environment)
{
	return job->settings->baselines.count > 0 || configured_name(job, environment) != NULL ||
	       job->config.regression.fixed.count > 0;
}

static enum hr_err add_one(const struct hr_job *job, const struct hr_store *store, const char *text,
                           struct hr_loaded_baseline *out, struct hr_error *err)
{
	if (hr_history_is_file(text))
		return add_file(job, text, out, err);
	return add_named(store, text, out, err);
}

/* --- noise --- */

static bool same_key(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static enum hr_err add_history(const struct hr_store *store, const struct hr_figures *run,
                               const char *run_id, struct hr_figure_list *out, struct hr_error *err)
{
	struct hr_store_names names;
	enum hr_err code = hr_store_list(store, HR_STORE_RUNS, &names, err);
	size_t first = names.count > HISTORY_MAX ? names.count - HISTORY_MAX : 0;

	for (size_t i = first; code == HR_OK && i < names.count; i++) {
		json_t *document = NULL;

		if (strcmp(names.items[i], run_id) == 0)
			continue;
		code = hr_store_load(store, HR_STORE_RUNS, names.items[i], &document, err);
		if (code == HR_OK &&
		    same_key(run->environment, hr_json_text_at(document, "run.environment")) &&
		    same_key(run->workload, hr_json_text_at(document, "run.workload")))
			code = hr_figure_list_add(out, document, names.items[i], false, err);
		json_decref(document);
	}
	hr_store_names_release(&names);
	return code;
}

enum hr_err hr_baseline_load_all(const struct hr_job *job, const struct hr_figures *run,
                                 const char *run_id, struct hr_loaded_baseline *out,
                                 struct hr_error *err)
{
	const struct hr_texts *given = &job->settings->baselines;
	const char *configured = configured_name(job, run->environment);
	struct hr_store *store = hr_history_open(job);
	enum hr_err code = HR_OK;

	*out = (struct hr_loaded_baseline){ 0 };
	for (size_t i = 0; code == HR_OK && i < given->count; i++)
		code = add_one(job, store, given->items[i], out, err);
	if (given->count == 0 && configured != NULL)
		code = add_one(job, store, configured, out, err);
	if (code == HR_OK && out->runs.count > 0)
		code = add_history(store, run, run_id, &out->history, err);
	hr_store_close(store);
	return code;
}
