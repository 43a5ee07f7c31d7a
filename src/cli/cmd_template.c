/*
 * headroom template: list, show, copy and check templates.
 */
#include <config.h>
#include "cli/commands.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/output.h"
#include "cli/action.h"
#include "document/document.h"
#include "render/form.h"
#include "render/model.h"
#include "render/scene.h"
#include "render/template_check.h"
#include "render/template_store.h"

static enum hr_err list(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_template_store *store = hr_template_store_new(settings->template_dir);
	char **names = hr_template_store_list(store);
	struct hr_str text = { 0 };
	enum hr_err code;

	(void)status;
	for (size_t i = 0; names[i] != NULL; i++) {
		const char *where = hr_template_store_where(store, names[i]);

		hr_str_printf(&text, "%s\t%s\n", names[i], where != NULL ? where : "");
		free(names[i]);
	}
	free(names);
	hr_template_store_free(store);
	code = hr_output_file("-", hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err show(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	struct hr_template_store *store;
	struct hr_slice text;
	enum hr_err code;

	(void)status;
	if (settings->operands.count != 1)
		return hr_error_set(err, HR_EINVAL,
		                    "template show takes the name of one template; 'headroom "
		                    "template list' shows them");
	store = hr_template_store_new(settings->template_dir);
	code = hr_template_store_get(store, settings->operands.items[0], &text, err);
	if (code == HR_OK)
		code = hr_output_file(settings->output != NULL ? settings->output : "-", text, err);
	hr_template_store_free(store);
	return code;
}

/* The name a template has on disk, ending included. */
static enum hr_err copy_one(struct hr_template_store *store, const char *name, const char *folder,
                            struct hr_error *err)
{
	struct hr_str path = { 0 };
	struct hr_slice text;
	enum hr_err code = hr_template_store_get(store, name, &text, err);

	if (code == HR_OK) {
		hr_str_printf(&path, "%s/%s", folder, name);
		code = hr_output_file(hr_str_text(&path), text, err);
		hr_str_release(&path);
	}
	return code;
}

static enum hr_err copy(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	const char *folder = settings->output != NULL ? settings->output : "templates";
	struct hr_template_store *store;
	enum hr_err code;

	(void)status;
	if (settings->operands.count == 0)
		return hr_error_set(err, HR_EINVAL,
		                    "template copy takes the names of templates; 'headroom "
		                    "template list' shows them");
	code = hr_output_make_folder(folder, err);
	store = hr_template_store_new(settings->template_dir);
	for (size_t i = 0; code == HR_OK && i < settings->operands.count; i++)
		code = copy_one(store, settings->operands.items[i], folder, err);
	hr_template_store_free(store);
	return code;
}

/* The names a page can use, from the document of an example run. */
static json_t *example_model(struct hr_error *err)
{
	static const struct hr_document_options options = {
		.apdex_satisfied_ns = 500 * HR_NS_PER_MS,
		.apdex_tolerated_ns = 1500 * HR_NS_PER_MS,
		.window_from_ns = HR_INSTANT_NONE,
		.window_to_ns = HR_INSTANT_NONE,
	};
	struct hr_run run;
	struct hr_scene scene;
	json_t *document;
	json_t *model = NULL;

	hr_run_init(&run, 0);
	document = hr_document_new(&run, &options);
	if (hr_scene_init(&scene, document, err) == HR_OK) {
		model = hr_model_new(&scene);
		hr_scene_release(&scene);
	}
	json_decref(document);
	hr_run_release(&run);
	return model;
}

static bool knows_name(void *context, const char *name)
{
	(void)context;
	return hr_form_html_knows(name);
}

static void print_findings(const struct hr_template_findings *findings, struct hr_str *out)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct hr_template_finding *finding = &findings->items[i];

		hr_str_puts(out, finding->template_name);
		if (finding->line > 0)
			hr_str_printf(out, ":%" PRIu64 ":%" PRIu64, finding->line, finding->column);
		hr_str_printf(out, ": %s: %s\n", finding->is_error ? "error" : "warning",
		              finding->message);
	}
	if (findings->more)
		hr_str_puts(out, "more findings were left out\n");
}

static enum hr_err check_names(struct hr_template_store *store, const struct hr_texts *names,
                               const struct hr_template_check_options *options, bool *faulty,
                               struct hr_error *err)
{
	struct hr_template_findings findings = { 0 };
	struct hr_str text = { 0 };
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < names->count; i++)
		code = hr_template_check(store, names->items[i], options, &findings, err);
	*faulty = findings.errors > 0;
	print_findings(&findings, &text);
	if (code == HR_OK)
		code = hr_output_file("-", hr_str_slice(&text), err);
	hr_str_release(&text);
	hr_template_findings_release(&findings);
	return code;
}

/* The named templates, or the page, with all it includes. */
static void collect_names(const struct hr_settings *settings, struct hr_texts *names)
{
	for (size_t i = 0; i < settings->operands.count; i++)
		hr_texts_add(names, hr_strdup(settings->operands.items[i]));
	if (names->count == 0)
		hr_texts_add(names, hr_strdup(HR_PAGE_TEMPLATE));
}

static enum hr_err check(const struct hr_settings *settings, enum hr_exit *status,
                         struct hr_error *err)
{
	struct hr_template_store *store = hr_template_store_new(settings->template_dir);
	struct hr_texts names = { 0 };
	json_t *model = example_model(err);
	const struct hr_template_check_options options = {
		.model = model,
		.strict = settings->strict,
		.known = knows_name,
	};
	bool faulty = false;
	enum hr_err code = model != NULL ? HR_OK : HR_EINVAL;

	collect_names(settings, &names);
	if (code == HR_OK)
		code = check_names(store, &names, &options, &faulty, err);
	if (faulty)
		*status = HR_EXIT_FAIL;
	hr_texts_release(&names);
	json_decref(model);
	hr_template_store_free(store);
	return code;
}

static const struct hr_action actions[] = {
	{ "list", list, true },    { "show", show, false }, { "copy", copy, false },
	{ "check", check, false }, { NULL, NULL, false },
};

const struct hr_command hr_command_template = {
	.name = "template",
	.summary = "list, show, copy and check templates",
	.operands = "list | show NAME | copy NAME ... | check [NAME ...]",
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(TEMPLATE),
	.actions = actions,
};
