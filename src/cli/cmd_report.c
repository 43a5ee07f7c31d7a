/*
 * headroom report: everything in one step.
 */
#include <config.h>
#include "cli/commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "cli/deliver_document.h"
#include "cli/emit.h"
#include "cli/load.h"
#include "cli/history_folder.h"
#include "cli/stage.h"

#define DEFAULT_FOLDER "headroom-report"

/* One output of the report. */
struct target {
	const struct hr_form *form;
	char *path;
};

struct targets {
	struct target *items;
	size_t count, capacity;
	bool takes_stdout; /* one of them goes to "-" */
};

static void add_target(struct targets *targets, const struct hr_form *form, const char *path)
{
	targets->items = hr_grow(targets->items, targets->count, &targets->capacity,
	                         sizeof(*targets->items));
	targets->items[targets->count++] = (struct target){ form, hr_strdup(path) };
	if (strcmp(path, "-") == 0)
		targets->takes_stdout = true;
}

static void release_targets(struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		free(targets->items[i].path);
	free(targets->items);
}

/* --report NAME=PATH, as often as given. */
static enum hr_err parse_targets(const struct hr_settings *settings, struct targets *targets,
                                 struct hr_error *err)
{
	bool html_elsewhere = false;
	const struct hr_form *html;
	enum hr_err code = hr_emit_find_form("html", &html, err);

	if (settings->output != NULL && strcmp(settings->output, "-") == 0)
		return hr_error_set(err, HR_EINVAL,
		                    "a report is a folder; --report html=- prints the page");
	for (size_t i = 0; code == HR_OK && i < settings->reports.count; i++) {
		const char *text = settings->reports.items[i];
		const char *equals = strchr(text, '=');
		const struct hr_form *form = NULL;
		char *name;

		if (equals == NULL || equals[1] == '\0')
			return hr_error_set(err, HR_EINVAL, "--report takes NAME=PATH, not '%s'",
			                    text);
		name = hr_strndup(text, (size_t)(equals - text));
		code = hr_emit_find_form(name, &form, err);
		free(name);
		if (code != HR_OK)
			break;
		if (targets->takes_stdout && strcmp(equals + 1, "-") == 0)
			return hr_error_set(err, HR_EINVAL, "only one --report can go to stdout");
		html_elsewhere = html_elsewhere || form == html;
		add_target(targets, form, equals + 1);
	}
	if (code == HR_OK && (settings->output != NULL || !html_elsewhere)) {
		struct hr_str folder = { 0 };

		hr_str_puts(&folder, settings->output != NULL ? settings->output : DEFAULT_FOLDER);
		if (folder.length > 0 && folder.data[folder.length - 1] != '/')
			hr_str_putc(&folder, '/');
		add_target(targets, html, hr_str_text(&folder));
		hr_str_release(&folder);
	}
	return code;
}

static enum hr_err emit_target(const struct hr_scene *scene, const struct target *target,
                               const struct hr_render_options *options, struct hr_str *page,
                               struct hr_error *err)
{
	bool is_html = strcmp(target->form->name, "html") == 0;
	size_t length = strlen(target->path);

	if (!is_html || !hr_emit_is_folder(target->path)) {
		if (is_html && page->length == 0 && strcmp(target->path, "-") != 0)
			hr_str_puts(page, target->path);
		return hr_emit_form(scene, target->form, options, target->path, err);
	}
	while (length > 1 && target->path[length - 1] == '/')
		length--;
	if (page->length == 0)
		hr_str_printf(page, "%.*s/index.html", (int)length, target->path);
	return hr_emit_folder(scene, options, target->path, err);
}

/* The text form, and where the page is. */
static enum hr_err print_text(const struct hr_scene *scene, const struct hr_settings *settings,
                              const struct hr_render_options *options, const struct hr_str *page,
                              struct hr_error *err)
{
	struct hr_render_options pointing = *options;
	struct hr_str text = { 0 };
	const struct hr_form *form;
	enum hr_err code = hr_emit_find_form(settings->form != NULL ? settings->form : "text",
	                                     &form, err);

	pointing.report_path = page->length > 0 ? hr_str_text(page) : NULL;
	if (code == HR_OK)
		code = form->render(scene, &pointing, &text, err);
	if (code == HR_OK)
		code = hr_output_file("-", hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err emit_all(const json_t *document, const struct hr_settings *settings,
                            const struct targets *targets, struct hr_error *err)
{
	struct hr_render_options options;
	struct hr_scene scene;
	struct hr_str page = { 0 };
	enum hr_err code = hr_scene_init(&scene, document, err);

	if (code != HR_OK)
		return code;
	hr_emit_options(settings, &options);
	for (size_t i = 0; code == HR_OK && i < targets->count; i++)
		code = emit_target(&scene, &targets->items[i], &options, &page, err);
	if (code == HR_OK && !targets->takes_stdout)
		code = print_text(&scene, settings, &options, &page, err);
	hr_str_release(&page);
	hr_scene_release(&scene);
	return code;
}

/* The run into the history, once everything else has been written. */
static enum hr_err save(const struct hr_job *job, const json_t *document, struct hr_error *err)
{
	struct hr_store *store = hr_history_open(job);
	char id[HR_STORED_RUN_ID_BYTES];
	bool known;
	enum hr_err code = hr_stored_run_add(store, document, id, &known, err);

	if (code == HR_OK)
		hr_log(HR_LOG_DETAIL, "run %s is in %s", id, hr_store_folder(store));
	hr_store_close(store);
	return code;
}

/* The channels of the configuration hear of it last, when there is a page to point to. */
static enum hr_err tell(const struct hr_job *job, const json_t *document, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_scene scene;
	enum hr_err code = hr_scene_init(&scene, document, err);

	if (code != HR_OK)
		return code;
	code = hr_deliver_document(&job->config.alerts, &scene, job->settings, status, err);
	hr_scene_release(&scene);
	return code;
}

static enum hr_err report(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	struct targets targets = { 0 };
	struct hr_job job;
	struct hr_run run;
	json_t *document = NULL;
	enum hr_err code = parse_targets(settings, &targets, err);

	if (code != HR_OK) {
		release_targets(&targets);
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
			code = emit_all(document, settings, &targets, err);
		if (code == HR_OK && settings->save)
			code = save(&job, document, err);
		if (code == HR_OK)
			*status = hr_stage_status(&job, &run, document, NULL);
		if (code == HR_OK && job.config.alerts.channels.count > 0)
			code = tell(&job, document, status, err);
		json_decref(document);
		hr_run_release(&run);
	}
	hr_job_release(&job);
	release_targets(&targets);
	return code;
}

const struct hr_command hr_command_report = {
	.name = "report",
	.summary = "everything in one step: read, summarise, check, render",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(DECLARED) | HR_GROUP(CHECK) |
	          HR_GROUP(OUTPUT) | HR_GROUP(RENDER) | HR_GROUP(REPORT) | HR_GROUP(STORE) |
	          HR_GROUP(COMPARE),
	.details = "Writes the folder given by -o (default " DEFAULT_FOLDER
	           "/): index.html, headroom.css, headroom.js,\n"
	           "report.json and data/*.csv; the text form goes to stdout.\n",
	.run = report,
};
