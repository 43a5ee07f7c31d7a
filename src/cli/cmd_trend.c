/*
 * headroom trend: did it get worse over time?
 */
#include <config.h>
#include "cli/commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli/history_folder.h"
#include "cli/stage.h"
#include "cli/trend_input.h"

/* FILEs alone, unless a history is named; without FILEs the history. */
static enum hr_err collect(struct hr_trend_input *input, const struct hr_settings *settings,
                           const struct hr_job *job, bool as_table, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (settings->operands.count == 0 && !hr_window_is_open(&job->window))
		return hr_error_set(err, HR_EINVAL,
		                    "--from, --to, --skip and --last cut recordings; the runs of a "
		                    "history are whole");
	if (settings->operands.count == 0 || settings->history != NULL) {
		struct hr_store *store = hr_history_open(job);

		code = hr_trend_input_store(input, store, NULL, err);
		if (code == HR_OK && input->history.run_count == 0)
			hr_log(HR_LOG_WARNING, "no runs in %s", hr_store_folder(store));
		hr_store_close(store);
	}
	for (size_t i = 0; code == HR_OK && i < settings->operands.count; i++)
		code = hr_trend_input_file(input, job, settings->operands.items[i], as_table, err);
	if (code == HR_OK)
		code = hr_trend_input_control(input, job, err);
	if (code == HR_OK)
		hr_trend_input_finish(input, job);
	return code;
}

static enum hr_err analyse(struct hr_trend_input *input, const struct hr_job *job,
                           enum hr_exit *status, struct hr_error *err)
{
	struct hr_checks checks = { 0 };
	struct hr_run rows; /* carries the rejected rows of tables to the exit status */
	enum hr_err code = hr_trend_apply(input, job, input->newest, &checks, err);

	if (code == HR_OK) {
		hr_document_set_checks(input->newest, hr_stage_trend.kinds, &checks);
		code = hr_stage_emit(input->newest, job->settings, err);
	}
	hr_checks_release(&checks);
	if (code != HR_OK)
		return code;
	hr_run_init(&rows, 0);
	hr_diag_merge(&rows.diag, &input->diag);
	/* Without runs that has been said already. */
	*status = input->history.run_count > 0
	                  ? hr_stage_end(job, &rows, input->newest, &hr_stage_trend)
	                  : hr_stage_status(job, &rows, input->newest, &hr_stage_trend);
	hr_run_release(&rows);
	return HR_OK;
}

static enum hr_err trend(const struct hr_settings *settings, enum hr_exit *status,
                         struct hr_error *err)
{
	struct hr_settings plain = *settings;
	bool as_table = settings->input_format != NULL &&
	                strcmp(settings->input_format, HR_TREND_TABLE) == 0;
	struct hr_trend_input input = { 0 };
	struct hr_job job;
	enum hr_err code;

	if (as_table)
		plain.input_format = NULL;
	/* its FILEs are runs of their own, not the inputs of one */
	code = hr_job_init_settings(&job, &plain, err);
	if (code == HR_OK)
		code = hr_trend_input_init(&input, &job, err);
	input.asked = true;
	if (code == HR_OK)
		code = collect(&input, settings, &job, as_table, err);
	if (code == HR_OK)
		code = analyse(&input, &job, status, err);
	hr_job_release(&job);
	hr_trend_input_release(&input);
	return code;
}

const struct hr_command hr_command_trend = {
	.name = "trend",
	.summary = "history of runs: change points, drift, the newest runs",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(READ) | HR_GROUP(SELECT) |
	          HR_GROUP(STATISTICS) | HR_GROUP(IDENTITY) | HR_GROUP(STORE) | HR_GROUP(TREND) |
	          HR_GROUP(CHECK) | HR_GROUP(OUTPUT) | HR_GROUP(RENDER),
	.details = "Every FILE is one run; a table of runs (--input-format history) is many.\n"
	           "Without FILEs the runs of the history are looked at.\n",
	.run = trend,
};
