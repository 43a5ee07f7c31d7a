#include <config.h>
#include "render/pages.h"

#include <stdio.h>
#include <string.h>

#include "document/document_label.h"
#include "document/jsonx.h"
#include "render/model_part.h"

#define NAME_BYTES 40

/* Which page a section of the view model is on, and the anchor that findings know it by. What
 * stands in no row is on index.html, or, like the tables of "labels", goes where its section is. */
static const struct part {
	const char *section, *anchor, *file, *title;
} parts[] = {
	{ "trend", "trend", "history.html", "History" },
	{ "slo", "objectives", "objectives.html", "Objectives" },
	{ "reliability", "reliability", "objectives.html", "Objectives" },
	{ "chaos", "chaos", "objectives.html", "Objectives" },
	{ "capacity", "capacity", "capacity.html", "Capacity" },
	{ "charts.load", "load", "load.html", "Load" },
	{ "stability", "stability", "load.html", "Load" },
	{ "stress", "stress", "load.html", "Load" },
	{ "resources", "resources", "load.html", "Load" },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

#define INDEX "index.html"
/* Of index.html alone. */
static const char *const index_sections[] = {
	"checks",        "comparison", "charts.latency", "labels", "failed",
	"charts.labels", "errors",     "validity",       "method", "findings",
	"has_findings",  "tiles",      "has_tiles",
};
#define INDEX_SECTIONS (sizeof(index_sections) / sizeof(index_sections[0]))

#define LABEL_PREFIX "label-"
#define LABEL_SUFFIX ".html"

/* Those of a page follow each other. */
static bool repeats_file(size_t part)
{
	return part > 0 && strcmp(parts[part].file, parts[part - 1].file) == 0;
}

const char *hr_pages_file(size_t index)
{
	if (index == 0)
		return INDEX;
	for (size_t i = 0; i < PARTS; i++)
		if (!repeats_file(i) && --index == 0)
			return parts[i].file;
	return NULL;
}

bool hr_pages_is_label(const char *file)
{
	size_t place = strlen(LABEL_PREFIX), digits;

	if (strncmp(file, LABEL_PREFIX, place) != 0)
		return false;
	digits = strspn(file + place, "0123456789");
	return digits > 0 && strcmp(file + place + digits, LABEL_SUFFIX) == 0;
}

struct pages {
	const struct hr_scene *scene;
	const struct hr_render_options *options;
	hr_page_put *put;
	void *context;
	json_t *model; /* of everything */
};

static bool has_section(const json_t *model, const char *section)
{
	const json_t *value = hr_json_at(model, section);

	return json_is_object(value) || json_is_true(value);
}

/* A section, in a model that shares nothing with others on the way to it. */
static void drop_section(json_t *model, const char *section)
{
	const char *dot = strchr(section, '.');
	json_t *parent = dot != NULL ? json_object_get(model, "charts") : model;

	json_object_set_new(parent, dot != NULL ? dot + 1 : section,
	                    dot != NULL || strncmp(section, "has_", 4) == 0 ? json_false()
	                                                                    : json_null());
}

/* {file, title, current} of each page, @file being the one shown; NULL for none of them. */
static json_t *list_of(const struct pages *pages, const char *file)
{
	json_t *list = json_array();

	json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "file", INDEX, "title", "Summary",
	                                      "current", file != NULL && strcmp(file, INDEX) == 0));
	for (size_t i = 0; i < PARTS; i++) {
		const json_t *last = json_array_get(list, json_array_size(list) - 1);

		if (has_section(pages->model, parts[i].section) &&
		    strcmp(hr_json_text_at(last, "file"), parts[i].file) != 0)
			json_array_append_new(
			        list, json_pack("{s:s, s:s, s:b}", "file", parts[i].file, "title",
			                        parts[i].title, "current",
			                        file != NULL && strcmp(file, parts[i].file) == 0));
	}
	hr_list_finish(list);
	return list;
}

static void set_list(const struct pages *pages, json_t *model, const char *file)
{
	json_object_set_new(model, "pages", list_of(pages, file));
	json_object_set_new(model, "has_pages", json_true());
}

/* A copy of the model with the sections of @file alone. */
static json_t *model_of(const struct pages *pages, const char *file)
{
	bool is_index = strcmp(file, INDEX) == 0;
	json_t *model = json_copy(pages->model);

	json_object_set_new(model, "charts", json_copy(json_object_get(model, "charts")));
	for (size_t i = 0; i < PARTS; i++)
		if (strcmp(parts[i].file, file) != 0)
			drop_section(model, parts[i].section);
	for (size_t i = 0; !is_index && i < INDEX_SECTIONS; i++)
		drop_section(model, index_sections[i]);
	/* The name of the page says as much as a list of its one or two sections. */
	json_object_set_new(model, "has_sections", json_boolean(is_index));
	set_list(pages, model, file);
	return model;
}

static enum hr_err put_page(const struct pages *pages, const struct hr_scene *scene,
                            const json_t *model, const char *name, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = hr_form_html_page(scene, pages->options, model, &text, err);

	if (code == HR_OK)
		code = pages->put(pages->context, name, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err put_sections(const struct pages *pages, const char *file, struct hr_error *err)
{
	json_t *model = model_of(pages, file);
	enum hr_err code = put_page(pages, pages->scene, model, file, err);

	json_decref(model);
	return code;
}

/* Links of @list lead to where their section is now. */
static void link_items(const json_t *list)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		for (size_t p = 0; p < PARTS; p++)
			if (strcmp(hr_json_text_at(item, "href"), parts[p].anchor) == 0)
				hr_object_put_text(item, "page", parts[p].file);
	}
}

/* Place of a label in the document, from 1; 0 when it is not there. */
static size_t place_of(const json_t *document, const char *label, bool transaction)
{
	const json_t *run = json_object_get(document, "run"), *stats;
	const json_t *requests = json_object_get(run, "labels");
	const json_t *list = transaction ? json_object_get(run, "transactions") : requests;
	size_t i;

	json_array_foreach(list, i, stats)
	{
		const char *name = hr_json_text_at(stats, "label");

		if (name != NULL && strcmp(name, label) == 0)
			return (transaction ? json_array_size(requests) : 0) + i + 1;
	}
	return 0;
}

static enum hr_err put_label(const struct pages *pages, const char *label, bool transaction,
                             const char *name, struct hr_error *err)
{
	json_t *document = hr_document_of_label(pages->scene->document, label, transaction);
	struct hr_scene scene;
	enum hr_err code = hr_scene_init(&scene, document, err);

	if (code == HR_OK) {
		json_t *model = hr_form_html_model(&scene, pages->options);

		drop_section(model, "validity");
		drop_section(model, "method");
		set_list(pages, model, NULL);
		code = put_page(pages, &scene, model, name, err);
		json_decref(model);
		hr_scene_release(&scene);
	}
	json_decref(document);
	return code;
}

/* Pages of the rows of one table, which are linked to them. */
static enum hr_err put_group(const struct pages *pages, const json_t *group, struct hr_error *err)
{
	bool transaction = strcmp(hr_json_text_at(group, "name"), "transactions") == 0;
	enum hr_err code = HR_OK;
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(group, "rows"), i, row)
	{
		const char *label = hr_json_text_at(row, "label.raw");
		size_t place = place_of(pages->scene->document, label, transaction);
		char name[NAME_BYTES];

		if (code != HR_OK || place == 0)
			break;
		(void)snprintf(name, sizeof(name), LABEL_PREFIX "%zu" LABEL_SUFFIX, place);
		hr_object_put_text(row, "page", name);
		code = put_label(pages, label, transaction, name, err);
	}
	return code;
}

enum hr_err hr_pages_render(const struct hr_scene *scene, const struct hr_render_options *options,
                            hr_page_put *put, void *context, struct hr_error *err)
{
	struct pages pages = { scene, options, put, context, hr_form_html_model(scene, options) };
	const json_t *group;
	const char *last = NULL;
	enum hr_err code = HR_OK;
	size_t i;

	link_items(json_object_get(pages.model, "findings"));
	link_items(hr_json_at(pages.model, "checks.elsewhere"));
	json_array_foreach(hr_json_at(pages.model, "labels.groups"), i, group)
	{
		if (code == HR_OK)
			code = put_group(&pages, group, err);
	}
	for (i = 0; code == HR_OK && i < PARTS; i++) {
		if (!has_section(pages.model, parts[i].section) ||
		    (last != NULL && strcmp(last, parts[i].file) == 0))
			continue;
		last = parts[i].file;
		code = put_sections(&pages, last, err);
	}
	if (code == HR_OK)
		code = put_sections(&pages, INDEX, err);
	json_decref(pages.model);
	return code;
}
