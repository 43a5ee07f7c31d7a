/* Recordings or runs to a configuration. */
#include <config.h>
#include "cli/suggest_objectives.h"

#include "base/output.h"
#include "cli/config_init.h"
#include "cli/history_folder.h"
#include "cli/load.h"
#include "cli/trend_input.h"
#include "document/document.h"

/* Of the runs of the history. */
static enum hr_err suggest_of_history(const struct hr_job *job, json_t **out, enum hr_exit *status,
                                      struct hr_error *err)
{
	struct hr_trend_input input;
	struct hr_store *store = hr_history_open(job);
	enum hr_err code = hr_trend_input_init(&input, job, err);

	if (code == HR_OK)
		code = hr_trend_input_store(&input, store, NULL, err);
	if (code == HR_OK) {
		*status = input.history.run_count > 0 ? HR_EXIT_PASS : HR_EXIT_INCONCLUSIVE;
		*out = hr_config_init_history(job, &input.history);
	}
	hr_trend_input_release(&input);
	hr_store_close(store);
	return code;
}

static enum hr_err suggest_of_run(struct hr_job *job, json_t **out, enum hr_exit *status,
                                  struct hr_error *err)
{
	struct hr_run run;
	enum hr_err code = hr_load_run(job, &run, err);

	if (code == HR_OK) {
		*status = run.sample_count > 0 ? HR_EXIT_PASS : HR_EXIT_INCONCLUSIVE;
		*out = hr_config_init(job, &run);
	}
	hr_run_release(&run);
	return code;
}

enum hr_err hr_suggest_objectives(const struct hr_settings *settings, enum hr_exit *status,
                                  struct hr_error *err)
{
	struct hr_job job;
	struct hr_str text = { 0 };
	json_t *config = NULL;
	bool of_history = settings->operands.count == 0 && settings->history != NULL;
	enum hr_err code = hr_job_init(&job, settings, err);

	if (code == HR_OK)
		code = of_history ? suggest_of_history(&job, &config, status, err)
		                  : suggest_of_run(&job, &config, status, err);
	if (code == HR_OK) {
		hr_document_dump(config, &text);
		code = hr_output_file(settings->output != NULL ? settings->output : "-",
		                      hr_str_slice(&text), err);
	}
	json_decref(config);
	hr_str_release(&text);
	hr_job_release(&job);
	return code;
}
