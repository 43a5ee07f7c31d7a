#include <config.h>
#include "cli/stage.h"

#include <string.h>
#include <unistd.h>

#include "base/output.h"
#include "cli/emit.h"
#include "cli/load.h"

/* Documents for the next stage of a pipe, the text form for people. */
static const char *form_name(const struct hr_settings *settings)
{
	if (settings->form != NULL)
		return settings->form;
	return settings->output == NULL && isatty(STDOUT_FILENO) == 1 ? "text" : "json";
}

/* The document itself needs no scene, which would decode the whole run once more. */
static enum hr_err emit_document(const json_t *document, const char *path, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code;

	hr_document_dump(document, &text);
	code = hr_output_file(path, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

/* As report does: the pages into the folder, and the text form, which says where, to stdout. */
static enum hr_err emit_folder(const json_t *document, const struct hr_settings *settings,
                               struct hr_error *err)
{
	struct hr_render_options options;
	const struct hr_form *form;
	struct hr_scene scene;
	struct hr_str page = { 0 };
	enum hr_err code = hr_emit_find_form(settings->form != NULL ? settings->form : "text",
	                                     &form, err);

	if (code == HR_OK)
		code = hr_scene_init(&scene, document, err);
	if (code != HR_OK)
		return code;
	hr_emit_options(settings, &options);
	code = hr_emit_folder(&scene, &options, settings->output, err);
	hr_str_puts(&page, settings->output);
	hr_str_puts(&page, page.data[page.length - 1] == '/' ? "index.html" : "/index.html");
	options.report_path = hr_str_text(&page);
	if (code == HR_OK)
		code = hr_emit_form(&scene, form, &options, "-", err);
	hr_str_release(&page);
	hr_scene_release(&scene);
	return code;
}

enum hr_err hr_stage_emit(const json_t *document, const struct hr_settings *settings,
                          struct hr_error *err)
{
	const char *path = settings->output != NULL ? settings->output : "-";
	struct hr_render_options options;
	const struct hr_form *form;
	struct hr_scene scene;
	enum hr_err code;

	if (hr_emit_is_folder(path))
		return emit_folder(document, settings, err);
	code = hr_emit_find_form(form_name(settings), &form, err);
	if (code == HR_OK && strcmp(form->name, "json") == 0)
		return emit_document(document, path, err);
	if (code == HR_OK)
		code = hr_scene_init(&scene, document, err);
	if (code != HR_OK)
		return code;
	hr_emit_options(settings, &options);
	code = hr_emit_form(&scene, form, &options, path, err);
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
