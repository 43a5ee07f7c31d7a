/*
 * Output forms: document in, bytes out. One file per form, one row each in render/forms.c.
 */
#ifndef HR_RENDER_FORM_H
#define HR_RENDER_FORM_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "render/scene.h"

/* The template that the html form begins with. */
#define HR_PAGE_TEMPLATE "report.html.mustache"

struct hr_render_options {
	const char *template_dir; /* NULL: user's and installed ones only */
	bool standalone;          /* html: carry the style inside */
	bool pages;               /* html: a folder of several pages (render/pages.h) */
	bool colour;              /* text: ANSI colours */
	bool unicode;             /* text: marks and sparklines beyond ASCII */
	unsigned columns;         /* text: width, 0 = 80 */
	const char *report_path;  /* text: the page to point to in the last line, or NULL */
	const char *profile;      /* html: what the page begins with; NULL: as the document says */
	bool strict_templates;    /* a name the view model lacks is an error */
};

struct hr_form {
	const char *name; /* for --format */
	const char *title;
	/* Appends the whole output. */
	enum hr_err (*render)(const struct hr_scene *scene, const struct hr_render_options *options,
	                      struct hr_str *out, struct hr_error *err);
};

extern const struct hr_form hr_forms[];
extern const size_t hr_form_count;
const struct hr_form *hr_form_find(const char *name);

/* The view model of a page so rendered, a reference; see render/model.h. */
json_t *hr_form_html_model(const struct hr_scene *scene, const struct hr_render_options *options);
/* The page of such a model, appended. */
enum hr_err hr_form_html_page(const struct hr_scene *scene, const struct hr_render_options *options,
                              const json_t *model, struct hr_str *out,
                              struct hr_error *err) HR_MUST_CHECK;
/* Does a page answer the unescaped {{{@name}}}: chart.NAME of a chart there is, or asset.css? */
bool hr_form_html_knows(const char *name);
/* What a page links to and finds beside index.html: the style sheet, then the script. */
extern const char *const hr_form_assets[]; /* NULL-terminated */
enum hr_err hr_form_asset(const char *name, const struct hr_render_options *options,
                          struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;

#endif
