/*
 * headroom summarize and headroom merge: inputs in, run document out.
 */
#include <config.h>
#include "cli/commands.h"

#include "base/output.h"
#include "cli/job.h"
#include "cli/load.h"
#include "cli/stage.h"

static enum hr_err write_document(const json_t *document, const char *path, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code;

	hr_document_dump(document, &text);
	code = hr_output_file(path != NULL ? path : "-", hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err summarize(const struct hr_settings *settings, enum hr_exit *status,
                             struct hr_error *err)
{
	struct hr_job job;
	struct hr_run run;
	json_t *document = NULL;
	enum hr_err code;

	code = hr_job_init(&job, settings, err);
	if (code != HR_OK) {
		hr_job_release(&job);
		return code;
	}
	code = hr_load_run(&job, &run, err);
	if (code == HR_OK) {
		document = hr_document_new(&run, &job.document);
		code = hr_stages_run(&job, &run, document, HR_STAGES_OF_RUN, err);
	}
	if (code == HR_OK)
		code = write_document(document, settings->output, err);
	if (code == HR_OK)
		*status = hr_stage_end(&job, &run, document, NULL);
	json_decref(document);
	hr_run_release(&run);
	hr_job_release(&job);
	return code;
}

#define SUMMARIZE_GROUPS                                                                           \
	(HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |               \
	 HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(DECLARED) | HR_GROUP(CHECK) |          \
	 HR_GROUP(OUTPUT_PATH))

const struct hr_command hr_command_summarize = {
	.name = "summarize",
	.summary = "recorded files to one run document",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = SUMMARIZE_GROUPS,
	.run = summarize,
};

const struct hr_command hr_command_merge = {
	.name = "merge",
	.summary = "run documents (and recordings) to one run document",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = SUMMARIZE_GROUPS,
	.run = summarize,
};
