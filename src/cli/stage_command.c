#include <config.h>
#include "cli/stage.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
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

static bool shows_verdict(const struct hr_settings *settings)
{
	return strcmp(form_name(settings), "text") == 0 &&
	       (settings->output == NULL || strcmp(settings->output, "-") == 0);
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

static const char *text_of(const json_t *check, const char *key)
{
	const char *text = json_string_value(json_object_get(check, key));

	return text != NULL ? text : "";
}

static bool is_of(const struct hr_stage *stage, const json_t *check)
{
	for (size_t i = 0; stage != NULL && stage->kinds[i] != NULL; i++)
		if (strcmp(text_of(check, "kind"), stage->kinds[i]) == 0)
			return true;
	return stage == NULL;
}

static void tell_why(const json_t *document, const struct hr_stage *stage)
{
	const json_t *check, *first = NULL;
	struct hr_str reason = { 0 };
	size_t i, count = 0;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		if (strcmp(text_of(check, "verdict"), "inconclusive") != 0 || !is_of(stage, check))
			continue;
		first = first == NULL ? check : first;
		count++;
	}
	if (!hr_document_has_data(document)) {
		hr_document_put_no_data(document, &reason);
		hr_log(HR_LOG_WARNING, "no verdict: %s", hr_str_text(&reason));
	} else if (count == 1) {
		hr_log(HR_LOG_WARNING, "no verdict: %s", text_of(first, "message"));
	} else if (count > 1) {
		hr_log(HR_LOG_WARNING, "no verdict on %zu checks, such as: %s", count,
		       text_of(first, "message"));
	}
	hr_str_release(&reason);
}

enum hr_exit hr_stage_end(const struct hr_job *job, const struct hr_run *run,
                          const json_t *document, const struct hr_stage *stage)
{
	enum hr_exit status = hr_stage_status(job, run, document, stage);

	if (status == HR_EXIT_INCONCLUSIVE && !shows_verdict(job->settings))
		tell_why(document, stage);
	return status;
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
		*status = hr_stage_end(&job, &run, document, stage);
	json_decref(document);
	hr_run_release(&run);
	hr_job_release(&job);
	return code;
}
