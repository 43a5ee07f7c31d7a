#include <config.h>
#include "cli/trend_input.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/instant.h"
#include "base/log.h"
#include "cli/history_folder.h"
#include "cli/history_table.h"
#include "cli/load.h"
#include "cli/output_clash.h"
#include "cli/table_run.h"
#include "document/document_history.h"
#include "document/stored_run.h"
#include "record/metric.h"

static enum hr_err take_metric(struct hr_trend_input *input, size_t n, const char *name,
                               struct hr_error *err)
{
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(name), &made);
	const char *nearest = hr_metric_suggest(hr_slice_of(name));

	if (metric == NULL || metric == &made)
		return hr_error_set(err, HR_EINVAL, "--metric: %s '%s'%s%s%s",
		                    metric == NULL ? "unknown metric" : "documents do not hold",
		                    name, nearest != NULL ? "; did you mean " : "",
		                    nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
	input->metrics[n] = metric->name;
	return HR_OK;
}

enum hr_err hr_trend_input_init(struct hr_trend_input *input, const struct hr_job *job,
                                struct hr_error *err)
{
	const struct hr_texts *asked = &job->settings->metrics;
	const struct hr_config_texts *configured = &job->config.trend.metrics;
	enum hr_err code = HR_OK;
	size_t n = 0;

	*input = (struct hr_trend_input){ .newest_ns = HR_INSTANT_NONE };
	for (; code == HR_OK && n < asked->count && n < HR_TREND_METRICS_MAX; n++)
		code = take_metric(input, n, asked->items[n], err);
	for (; asked->count == 0 && n < configured->count && n < HR_TREND_METRICS_MAX; n++)
		input->metrics[n] = configured->items[n];
	for (size_t i = 0; n == 0 && hr_trend_metrics[i] != NULL; i++)
		input->metrics[i] = hr_trend_metrics[i];
	return code;
}

const char *hr_trend_control(const struct hr_job *job)
{
	if (job->settings->control != NULL)
		return job->settings->control;
	return job->config.trend.control != NULL ? job->config.trend.control
	                                         : job->config.regression.control;
}

void hr_trend_input_release(struct hr_trend_input *input)
{
	hr_run_table_release(&input->history);
	hr_run_table_release(&input->control);
	hr_diag_release(&input->diag);
	json_decref(input->newest);
	*input = (struct hr_trend_input){ 0 };
}

static void take_newest(struct hr_trend_input *input, json_t *document, int64_t started_ns)
{
	json_decref(input->newest);
	input->newest = json_incref(document);
	input->newest_ns = started_ns;
}

static int64_t start_of_last(const struct hr_trend_input *input)
{
	return input->history.runs[input->history.run_count - 1].started_ns;
}

/* Runs without a start are newer than those before them, as they were given. */
static void note_newest(struct hr_trend_input *input, json_t *document)
{
	int64_t started_ns = start_of_last(input);

	if (input->newest == NULL || started_ns == HR_INSTANT_NONE ||
	    started_ns >= input->newest_ns)
		take_newest(input, document, started_ns);
}

/* The newest run is read first, before all the one that is judged: where there are more series than
 * a table holds, as of machines that live for a night, those of the oldest runs are left out. */
enum hr_err hr_trend_input_store(struct hr_trend_input *input, const struct hr_store *store,
                                 json_t *current, struct hr_error *err)
{
	char id[HR_STORED_RUN_ID_BYTES] = "";
	struct hr_store_names names;
	enum hr_err code = hr_store_list(store, HR_STORE_RUNS, &names, err);

	if (code == HR_OK && current != NULL) {
		hr_stored_run_id(current, id);
		hr_document_to_history(current, id, input->metrics, &input->history);
		take_newest(input, current, start_of_last(input));
	}
	for (size_t i = names.count; code == HR_OK && i-- > 0;) {
		json_t *document = NULL;

		if (strcmp(names.items[i], id) == 0)
			continue;
		code = hr_store_load(store, HR_STORE_RUNS, names.items[i], &document, err);
		if (code == HR_OK) {
			hr_document_to_history(document, names.items[i], input->metrics,
			                       &input->history);
			if (input->newest == NULL || start_of_last(input) > input->newest_ns)
				take_newest(input, document, start_of_last(input));
		}
		json_decref(document);
	}
	hr_run_table_reverse(&input->history);
	hr_store_names_release(&names);
	return code;
}

static bool has_run(const struct hr_run_table *history, const char *id)
{
	for (size_t i = 0; i < history->run_count; i++)
		if (history->runs[i].id != NULL && strcmp(history->runs[i].id, id) == 0)
			return true;
	return false;
}

void hr_trend_input_document(struct hr_trend_input *input, json_t *document)
{
	char id[HR_STORED_RUN_ID_BYTES];

	hr_stored_run_id(document, id);
	if (has_run(&input->history, id))
		return;
	hr_document_to_history(document, id, input->metrics, &input->history);
	note_newest(input, document);
}

static enum hr_err read_table(struct hr_trend_input *input, struct hr_input *from,
                              const struct hr_job *job, struct hr_run_table *history,
                              struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = hr_outputs_spare(job->settings, hr_input_path(from), err);

	if (code == HR_OK)
		code = hr_input_read_all(from, HR_HISTORY_TABLE_BYTES, "a table of runs", &text,
		                         err);
	if (code == HR_OK)
		code = hr_history_table_read(hr_str_slice(&text), hr_input_path(from), job->zone,
		                             input->metrics, history, &input->diag, err);
	hr_str_release(&text);
	return code;
}

enum hr_err hr_trend_input_file(struct hr_trend_input *input, const struct hr_job *job,
                                const char *path, bool as_table, struct hr_error *err)
{
	struct hr_input *from;
	json_t *document = NULL;
	const char *bytes;
	size_t length;
	enum hr_err code;

	/* stdin is read once, so it is told from its option alone */
	if (as_table || strcmp(path, "-") != 0) {
		code = hr_input_open(path, &from, err);
		if (code == HR_OK)
			code = hr_input_peek(from, &bytes, &length, err);
		if (code != HR_OK)
			return code;
		as_table = as_table || hr_history_table_sniff((struct hr_slice){ bytes, length });
		if (as_table)
			code = read_table(input, from, job, &input->history, err);
		hr_input_close(from);
		if (as_table || code != HR_OK)
			return code;
	}
	code = hr_load_one(job, path, true, &document, err);
	if (code == HR_OK) {
		size_t runs = input->history.run_count;

		hr_trend_input_document(input, document);
		if (runs == input->history.run_count)
			hr_log(HR_LOG_WARNING, "%s: the same run was given already", path);
	}
	json_decref(document);
	return code;
}

enum hr_err hr_trend_input_control(struct hr_trend_input *input, const struct hr_job *job,
                                   struct hr_error *err)
{
	const char *path = hr_trend_control(job);
	struct hr_input *from;
	enum hr_err code;

	if (path == NULL || !hr_history_is_file(path))
		return HR_OK;
	code = hr_input_open(path, &from, err);
	if (code != HR_OK)
		return code;
	code = read_table(input, from, job, &input->control, err);
	hr_input_close(from);
	hr_run_table_sort(&input->control);
	input->has_control = true;
	return code;
}

static json_t *document_of_last(const struct hr_run_table *history, const struct hr_diag *diag,
                                const struct hr_job *job)
{
	struct hr_run run;
	json_t *document;

	hr_table_run(history, &run);
	hr_diag_merge(&run.diag, diag);
	hr_run_classify(&run);
	document = hr_document_new(&run, &job->document);
	hr_run_release(&run);
	return document;
}

void hr_trend_input_finish(struct hr_trend_input *input, const struct hr_job *job)
{
	hr_run_table_sort(&input->history);
	if (input->history.dropped > 0)
		hr_log(HR_LOG_WARNING,
		       "the history is larger than a trend holds (%d series, %d values): %zu "
		       "values of the oldest runs are left out; headroom history prune --keep "
		       "removes such runs",
		       HR_RUN_TABLE_SERIES_MAX, HR_RUN_TABLE_CELLS_MAX, input->history.dropped);
	if (input->newest == NULL)
		input->newest = document_of_last(&input->history, &input->diag, job);
}
