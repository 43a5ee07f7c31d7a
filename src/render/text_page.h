/*
 * A page of the text form: what its sections share. Each section is a function that prints nothing
 * when the document has nothing of its kind.
 */
#ifndef HR_RENDER_TEXT_PAGE_H
#define HR_RENDER_TEXT_PAGE_H

#include <jansson.h>

#include "base/unit.h"
#include "render/text_table.h"

struct hr_render_options;
struct hr_scene;

struct hr_text_page {
	const struct hr_scene *scene;
	const struct hr_render_options *options;
	size_t width; /* columns */
	struct hr_str *out;
};

/* Terminal-safe, and without characters beyond ASCII where the terminal has none; a new text. */
char *hr_text_plain(const struct hr_text_page *page, const char *text);
/* What ends a text that was cut. */
const char *hr_text_ellipsis(const struct hr_text_page *page);
/* Cut to @width columns. */
void hr_text_put(const struct hr_text_page *page, const char *text, size_t width);
void hr_text_line(const struct hr_text_page *page, const char *text);
/* Columns that @text takes, near enough: its characters. */
size_t hr_text_columns(const char *text);
/* Broken at blanks into lines of the page's width; those behind the first are indented. */
void hr_text_paragraph(const struct hr_text_page *page, const char *text);
/* The same behind @column columns that are already written; what follows is indented as far. A word
 * that is longer than a line is cut. */
void hr_text_continue(const struct hr_text_page *page, const char *text, size_t column);
/* A number with unit, in the characters the terminal has. */
void hr_text_value(const struct hr_text_page *page, double value, enum hr_quantity quantity,
                   char out[HR_UNIT_TEXT_SIZE]);

/* A column of a table that rows of the view model fill. */
struct hr_text_field {
	struct hr_text_column column;
	const char *key; /* of a text, or of a value */
};
/* The table of @rows, called by their "name" and, unless NULL, what stands at @second; nothing
 * without rows. */
void hr_text_rows(const struct hr_text_page *page, const json_t *rows,
                  const struct hr_text_field *fields, size_t count, const char *second);

/* Sections. */
void hr_text_comparison(const struct hr_text_page *page);
void hr_text_capacity(const struct hr_text_page *page);
void hr_text_slo(const struct hr_text_page *page);
void hr_text_quality(const struct hr_text_page *page);
void hr_text_trend(const struct hr_text_page *page);
void hr_text_reliability(const struct hr_text_page *page);
void hr_text_stability(const struct hr_text_page *page);
void hr_text_chaos(const struct hr_text_page *page);
void hr_text_stress(const struct hr_text_page *page);

#endif
