/*
 * headroom report: everything in one step.
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/load.h"
#include "cli/report_output.h"
#include "cli/stage.h"

#define DEFAULT_FOLDER "headroom-report"

static enum hr_err report(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	struct hr_report_targets targets = { 0 };
	struct hr_job job;
	struct hr_run run;
	json_t *document = NULL;
	enum hr_err code = hr_report_targets_parse(settings, &targets, err);

	if (code != HR_OK) {
		hr_report_targets_release(&targets);
		return code;
	}
	code = hr_job_init(&job, settings, err);
	if (code == HR_OK) {
		code = hr_load_run(&job, &run, err);
		if (code == HR_OK) {
			document = hr_document_new(&run, &job.document);
			code = hr_stages_run(&job, &run, document, HR_STAGES_ALL, err);
		}
		if (code == HR_OK)
			code = hr_report_emit(document, settings, &targets, err);
		if (code == HR_OK && settings->save)
			code = hr_report_save(&job, document, err);
		if (code == HR_OK)
			*status = hr_stage_status(&job, &run, document, NULL);
		if (code == HR_OK && job.config.alerts.channels.count > 0)
			code = hr_report_tell(&job, document, status, err);
		json_decref(document);
		hr_run_release(&run);
	}
	hr_job_release(&job);
	hr_report_targets_release(&targets);
	return code;
}

const struct hr_command hr_command_report = {
	.name = "report",
	.summary = "everything in one step: read, summarise, check, render",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(DECLARED) | HR_GROUP(CHECK) |
	          HR_GROUP(SLO) | HR_GROUP(OUTPUT) | HR_GROUP(RENDER) | HR_GROUP(REPORT) |
	          HR_GROUP(STORE) | HR_GROUP(COMPARE),
	.folder = DEFAULT_FOLDER,
	.details = "Writes the folder given by -o (default " DEFAULT_FOLDER
	           "/): index.html, headroom.css, headroom.js,\n"
	           "report.json and data/*.csv; the text form goes to stdout.\n",
	.run = report,
};
