/*
 * A page of the text form: what its sections share. Each section is a function that prints nothing
 * when the document has nothing of its kind.
 */
#ifndef HR_RENDER_TEXT_PAGE_H
#define HR_RENDER_TEXT_PAGE_H

#include "render/form.h"

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
/* Broken at blanks into lines of the page's width; those behind the first are indented. */
void hr_text_paragraph(const struct hr_text_page *page, const char *text);
/* A number with unit, in the characters the terminal has. */
void hr_text_value(const struct hr_text_page *page, double value, enum hr_quantity quantity,
                   char out[HR_UNIT_TEXT_SIZE]);

/* Sections. */
void hr_text_comparison(const struct hr_text_page *page);
void hr_text_capacity(const struct hr_text_page *page);
void hr_text_slo(const struct hr_text_page *page);
void hr_text_quality(const struct hr_text_page *page);
void hr_text_trend(const struct hr_text_page *page);
void hr_text_stress(const struct hr_text_page *page);

#endif
