#include <config.h>
#include "cli/report_output.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "cli/deliver_document.h"
#include "cli/emit.h"
#include "cli/history_folder.h"
#include "document/store.h"
#include "document/stored_run.h"

static void add_target(struct hr_report_targets *targets, const struct hr_form *form,
                       const char *path)
{
	targets->items = hr_grow(targets->items, targets->count, &targets->capacity,
	                         sizeof(*targets->items));
	targets->items[targets->count++] = (struct hr_report_target){ form, hr_strdup(path) };
	if (strcmp(path, "-") == 0)
		targets->takes_stdout = true;
}

void hr_report_targets_release(struct hr_report_targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		free(targets->items[i].path);
	free(targets->items);
}

const char *hr_report_folder(const struct hr_settings *settings)
{
	if (settings->output != NULL || settings->folder == NULL)
		return settings->output;
	for (size_t i = 0; i < settings->reports.count; i++)
		if (hr_slice_starts(hr_slice_of(settings->reports.items[i]), "html="))
			return NULL;
	return settings->folder[0] != '\0' ? settings->folder : NULL;
}

/* --report NAME=PATH, as often as given. */
enum hr_err hr_report_targets_parse(const struct hr_settings *settings,
                                    struct hr_report_targets *targets, struct hr_error *err)
{
	const char *folder_path = hr_report_folder(settings);
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
			return hr_error_set(
			        err, HR_EINVAL,
			        "--report takes NAME=PATH, such as junit=junit.xml, not '%s'",
			        text);
		name = hr_strndup(text, (size_t)(equals - text));
		code = hr_emit_find_form(name, &form, err);
		free(name);
		if (code != HR_OK)
			break;
		add_target(targets, form, equals + 1);
	}
	if (code == HR_OK && folder_path != NULL) {
		struct hr_str folder = { 0 };

		hr_str_puts(&folder, folder_path);
		if (folder.length > 0 && folder.data[folder.length - 1] != '/')
			hr_str_putc(&folder, '/');
		add_target(targets, html, hr_str_text(&folder));
		hr_str_release(&folder);
	}
	return code;
}

static enum hr_err emit_target(const struct hr_scene *scene, const struct hr_report_target *target,
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
static enum hr_err make_text(const struct hr_scene *scene, const struct hr_settings *settings,
                             const struct hr_render_options *options, const struct hr_str *page,
                             struct hr_str *text, struct hr_error *err)
{
	struct hr_render_options pointing = *options;
	const struct hr_form *form;
	enum hr_err code = hr_emit_find_form(settings->form != NULL ? settings->form : "text",
	                                     &form, err);

	pointing.report_path = page->length > 0 ? hr_str_text(page) : NULL;
	return code == HR_OK ? form->render(scene, &pointing, text, err) : code;
}

enum hr_err hr_report_write(const json_t *document, const struct hr_settings *settings,
                            const struct hr_report_targets *targets, struct hr_str *text,
                            struct hr_error *err)
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
		code = make_text(&scene, settings, &options, &page, text, err);
	hr_str_release(&page);
	hr_scene_release(&scene);
	return code;
}

enum hr_err hr_report_emit(const json_t *document, const struct hr_settings *settings,
                           const struct hr_report_targets *targets, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = hr_report_write(document, settings, targets, &text, err);

	if (code == HR_OK && !targets->takes_stdout)
		code = hr_output_file("-", hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

enum hr_err hr_report_save(const struct hr_job *job, const json_t *document, struct hr_error *err)
{
	struct hr_store *store;
	char id[HR_STORED_RUN_ID_BYTES];
	bool known;
	enum hr_err code;

	if (!hr_document_has_data(document)) {
		hr_log(HR_LOG_WARNING, "not saved: the run holds nothing to keep");
		return HR_OK;
	}
	store = hr_history_open(job);
	code = hr_stored_run_add(store, document, id, &known, err);
	if (code == HR_OK)
		hr_log(HR_LOG_DETAIL, "run %s is in %s", id, hr_store_folder(store));
	hr_store_close(store);
	return code;
}

enum hr_err hr_report_tell(const struct hr_job *job, const json_t *document, enum hr_exit *status,
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
