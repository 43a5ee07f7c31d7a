/*
 * headroom render: a document to any output form, or one chart of it.
 */
#include <config.h>
#include "cli/commands.h"

#include <string.h>

#include "base/output.h"
#include "base/suggest.h"
#include "cli/emit.h"
#include "cli/load.h"
#include "cli/output_clash.h"
#include "document/json_print.h"
#include "render/chart.h"

static enum hr_err unknown_chart(const char *name, struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };

	for (size_t i = 0; hr_charts[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_charts[i]->name);
	return hr_error_set(err, HR_EINVAL, "unknown chart '%s'%s", name,
	                    hr_suggest_hint(&suggestion, "headroom help charts"));
}

static enum hr_err render_chart(const struct hr_scene *scene, const struct hr_settings *settings,
                                struct hr_error *err)
{
	const struct hr_chart *chart = hr_chart_find(settings->chart);
	struct hr_str svg = { 0 };
	enum hr_err code;

	if (chart == NULL)
		return unknown_chart(settings->chart, err);
	if (!chart->has_data(scene))
		return hr_error_set(err, HR_ENODATA,
		                    "the document holds no data for the chart '%s'", chart->name);
	hr_chart_standalone(scene, chart, &svg);
	code = hr_output_file(settings->output != NULL ? settings->output : "-", hr_str_slice(&svg),
	                      err);
	hr_str_release(&svg);
	return code;
}

/* What the page's template gets, for other template engines and for looking at. */
static enum hr_err dump_model(const struct hr_scene *scene, const struct hr_settings *settings,
                              struct hr_error *err)
{
	struct hr_render_options options;
	struct hr_str text = { 0 };
	json_t *model;
	enum hr_err code;

	hr_emit_options(settings, &options);
	model = hr_form_html_model(scene, &options);
	hr_json_print(model, 2, &text);
	hr_str_putc(&text, '\n');
	code = hr_output_file(settings->output != NULL ? settings->output : "-",
	                      hr_str_slice(&text), err);
	hr_str_release(&text);
	json_decref(model);
	return code;
}

static enum hr_err render_scene(const struct hr_scene *scene, const struct hr_settings *settings,
                                struct hr_error *err)
{
	const char *path = settings->output != NULL ? settings->output : "-";
	bool folder = hr_emit_is_folder(path);
	struct hr_render_options options;
	const struct hr_form *form;
	enum hr_err code;

	if (settings->dump_model)
		return dump_model(scene, settings, err);
	if (settings->chart != NULL)
		return render_chart(scene, settings, err);
	code = hr_emit_find_form(settings->form != NULL ? settings->form
	                         : folder               ? "html"
	                                                : "text",
	                         &form, err);
	if (code != HR_OK)
		return code;
	hr_emit_options(settings, &options);
	if (!folder)
		return hr_emit_form(scene, form, &options, path, err);
	if (strcmp(form->name, "html") != 0)
		return hr_error_set(err, HR_EINVAL, "the form %s is one file, but %s is a folder",
		                    form->name, path);
	return hr_emit_folder(scene, &options, path, err);
}

static enum hr_err render(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	const char *path = settings->operands.count > 0 ? settings->operands.items[0] : "-";
	struct hr_scene scene;
	json_t *document;
	enum hr_err code = hr_outputs_spare_document(settings, path, "text", err);

	if (code == HR_OK)
		code = hr_load_document(path, &document, err);
	if (code != HR_OK)
		return code;
	code = hr_scene_init(&scene, document, err);
	hr_error_locate(err, path);
	if (code == HR_OK) {
		code = render_scene(&scene, settings, err);
		hr_scene_release(&scene);
	}
	if (code == HR_OK && settings->exit_verdict)
		*status = (enum hr_exit)hr_document_exit(document);
	json_decref(document);
	return code;
}

const struct hr_command hr_command_render = {
	.name = "render",
	.summary = "a document to any output form, or one chart",
	.operands = "[DOCUMENT]",
	.operands_max = 1,
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT) | HR_GROUP(RENDER) | HR_GROUP(CHART),
	.details = "Without DOCUMENT, or with -, it is read from stdin. An output path that ends "
	           "with / makes\n"
	           "a report folder.\n",
	.run = render,
};
