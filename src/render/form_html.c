/*
 * The page: the view model through the template report.html, charts drawn on demand.
 */
#include <config.h>

#include <string.h>

#include "mustache/mustache.h"
#include "render/chart.h"
#include "render/escape.h"
#include "render/form_part.h"
#include "render/model.h"
#include "render/template_store.h"

#define CHART_PREFIX "chart."
#define STYLE_NAME   "asset.css"

const char *const hr_form_assets[] = { "headroom.css", "headroom.js", NULL };

struct context {
	const struct hr_scene *scene;
	const json_t *model;
	struct hr_template_store *store;
	bool strict;
	struct hr_error *err; /* of the first missing name when strict */
	bool failed;
};

static bool find_partial(void *context, const char *name, struct hr_slice *out)
{
	struct context *page = context;
	struct hr_error cause = { 0 };
	enum hr_err rc = hr_template_store_get(page->store, name, out, &cause);

	/* A partial that does not exist is empty, by the specification; one that cannot be read is
	 * trouble. */
	if (rc != HR_OK && rc != HR_ENODATA) {
		page->failed = true;
		hr_error_at(page->err, rc, cause.source, 0, 0, "%s", cause.text);
	}
	return rc == HR_OK;
}

/* NULL when it is no name of a chart. */
static const struct hr_chart *chart_named(const char *name)
{
	size_t prefix = strlen(CHART_PREFIX);

	return strncmp(name, CHART_PREFIX, prefix) == 0 ? hr_chart_find(name + prefix) : NULL;
}

bool hr_form_html_knows(const char *name)
{
	return strcmp(name, STYLE_NAME) == 0 || chart_named(name) != NULL;
}

/* As wide as the model has room for it. */
static void draw_chart(const struct context *page, const struct hr_chart *chart, struct hr_str *out)
{
	const json_t *charts = json_object_get(page->model, "charts");
	const json_t *item = json_object_get(charts, chart->name);
	struct hr_chart placed = *chart;

	placed.wide = chart->wide || json_is_true(json_object_get(item, "wide"));
	chart->draw(page->scene, &placed, out);
}

static bool find_text(void *context, const char *name, struct hr_str *out)
{
	struct context *page = context;
	const struct hr_chart *chart;

	if (strcmp(name, STYLE_NAME) == 0) {
		struct hr_error ignored = { 0 };
		struct hr_slice style;

		if (hr_template_store_get(page->store, hr_form_assets[0], &style, &ignored) !=
		    HR_OK)
			return false;
		hr_str_add_slice(out, style);
		return true;
	}
	chart = chart_named(name);
	if (chart == NULL)
		return false;
	if (chart->has_data(page->scene))
		draw_chart(page, chart, out);
	return true;
}

static void note_missing(void *context, const char *template_name, uint64_t line, uint64_t column,
                         const char *name)
{
	struct context *page = context;

	if (!page->strict)
		return;
	page->failed = true;
	hr_error_at(page->err, HR_EPARSE, template_name, line, column,
	            "the view model has no value called '%s'", name);
}

enum hr_err hr_form_asset(const char *name, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err)
{
	struct hr_template_store *store = hr_template_store_new(options->template_dir);
	struct hr_slice asset;
	enum hr_err rc = hr_template_store_get(store, name, &asset, err);

	if (rc == HR_OK)
		hr_str_add_slice(out, asset);
	hr_template_store_free(store);
	return rc;
}

json_t *hr_form_html_model(const struct hr_scene *scene, const struct hr_render_options *options)
{
	json_t *model = hr_model_new(scene);

	json_object_set_new(model, "standalone", json_boolean(options->standalone));
	if (options->profile != NULL)
		hr_model_set_profile(model, options->profile);
	return model;
}

enum hr_err hr_form_html_page(const struct hr_scene *scene, const struct hr_render_options *options,
                              const json_t *model, struct hr_str *out, struct hr_error *err)
{
	struct context page = {
		.scene = scene,
		.model = model,
		.store = hr_template_store_new(options->template_dir),
		.strict = options->strict_templates,
		.err = err,
	};
	struct hr_mustache_options mustache = {
		.name = HR_PAGE_TEMPLATE,
		.escape = hr_escape_html,
		.partial = find_partial,
		.lookup = find_text,
		.missing = note_missing,
		.context = &page,
	};
	struct hr_slice text;
	enum hr_err rc = hr_template_store_get(page.store, HR_PAGE_TEMPLATE, &text, err);

	if (rc == HR_OK) {
		rc = hr_mustache_render(text, model, &mustache, out, err);
		if (rc == HR_OK && page.failed)
			rc = HR_EPARSE;
	}
	hr_template_store_free(page.store);
	return rc;
}

enum hr_err hr_form_html(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err)
{
	json_t *model = hr_form_html_model(scene, options);
	enum hr_err rc = hr_form_html_page(scene, options, model, out, err);

	json_decref(model);
	return rc;
}
