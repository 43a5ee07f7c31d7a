/*
 * How wide a text becomes on the page, so that charts can leave room for it: a table of one sans
 * font, the widest of the usual ones, hence an upper bound for the others.
 */
#ifndef HR_RENDER_TEXT_WIDTH_H
#define HR_RENDER_TEXT_WIDTH_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

/* Width in pixels of valid UTF-8 at a font size in pixels. Cost: one step a character. */
double hr_text_width(struct hr_slice text, double size);
/* Appends the text, or as much of its start as fits @room together with an ellipsis. False when it
 * was cut. */
bool hr_text_fit(struct hr_slice text, double size, double room, struct hr_str *out);
/* The same of names, which differ in their ends more often than in their starts: a quarter is their
 * start, then comes the ellipsis, so that two paths below one folder stay apart. */
bool hr_text_fit_name(struct hr_slice text, double size, double room, struct hr_str *out);

#endif
