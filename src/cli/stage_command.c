#include <config.h>
#include "cli/stage.h"

#include <unistd.h>

#include "cli/emit.h"
#include "cli/load.h"

/* Documents for the next stage of a pipe, the text form for people. */
static const char *form_name(const struct hr_settings *settings)
{
	if (settings->form != NULL)
		return settings->form;
	return settings->output == NULL && isatty(STDOUT_FILENO) == 1 ? "text" : "json";
}

enum hr_err hr_stage_emit(const json_t *document, const struct hr_settings *settings,
                          struct hr_error *err)
{
	struct hr_render_options options;
	const struct hr_form *form;
	struct hr_scene scene;
	enum hr_err code = hr_emit_find_form(form_name(settings), &form, err);

	if (code == HR_OK)
		code = hr_scene_init(&scene, document, err);
	if (code != HR_OK)
		return code;
	hr_emit_options(settings, &options);
	code = hr_emit_form(&scene, form, &options,
	                    settings->output != NULL ? settings->output : "-", err);
	hr_scene_release(&scene);
	return code;
}

enum hr_err hr_stage_command(const struct hr_stage *stage, const struct hr_settings *settings,
                             enum hr_exit *status, struct hr_error *err)
{
	struct hr_job job;
	struct hr_run run;
	json_t *document = NULL;
	enum hr_err code = hr_job_init(&job, settings, err);

	if (code != HR_OK) {
		hr_job_release(&job);
		return code;
	}
	code = hr_load_for_stage(&job, &run, &document, err);
	if (code == HR_OK && document == NULL) {
		document = hr_document_new(&run, &job.document);
		code = hr_stages_run(&job, &run, document, HR_STAGES_OF_RUN, err);
	}
	if (code == HR_OK)
		code = hr_stage_run(stage, &job, &run, document, err);
	if (code == HR_OK)
		code = hr_stage_emit(document, settings, err);
	if (code == HR_OK)
		*status = hr_stage_status(&job, &run, document, stage);
	json_decref(document);
	hr_run_release(&run);
	hr_job_release(&job);
	return code;
}
