/*
 * A writer of SVG: elements, escaped text, short numbers, paths. It knows colour roles and nothing
 * of charts.
 */
#ifndef HR_RENDER_SVG_H
#define HR_RENDER_SVG_H

#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"
#include "render/palette.h"

#define HR_SVG_FONT_SIZE 11.0 /* px, of all text in charts */

struct hr_svg {
	struct hr_str *out; /* borrowed; everything is appended */
};

enum hr_anchor { HR_ANCHOR_START, HR_ANCHOR_MIDDLE, HR_ANCHOR_END };

/* A tag: begin, attributes, then either inside .. end, or empty. Names are literals of the caller.
 */
void hr_svg_begin(struct hr_svg *svg, const char *element);
void hr_svg_attr(struct hr_svg *svg, const char *name, const char *value); /* escaped */
void hr_svg_attr_number(struct hr_svg *svg, const char *name, double value);
void hr_svg_inside(struct hr_svg *svg);
void hr_svg_end(struct hr_svg *svg, const char *element);
void hr_svg_empty(struct hr_svg *svg);

/* Attributes of a role, in an open tag. */
void hr_svg_fill(struct hr_svg *svg, enum hr_role role);
void hr_svg_text_fill(struct hr_svg *svg, enum hr_role role);
/* Stroke without fill: for lines. */
void hr_svg_stroke(struct hr_svg *svg, enum hr_role role, enum hr_dash dash, double width);

/* Attributes of grid lines. */
void hr_svg_grid(struct hr_svg *svg);

/* Escaped character data. */
void hr_svg_chars(struct hr_svg *svg, struct hr_slice text);
/* <title>..</title>: what a pointer shows without any style sheet. */
void hr_svg_title(struct hr_svg *svg, struct hr_slice text);
/* x, y, anchor of a text in an open <text>; the base line is at @y. */
void hr_svg_text_at(struct hr_svg *svg, double x, double y, enum hr_anchor anchor);
/* A whole text in a role; @full, when it differs, becomes its <title>. */
void hr_svg_text(struct hr_svg *svg, double x, double y, enum hr_anchor anchor, enum hr_role role,
                 struct hr_slice text);

/* A number with at most one decimal: "12", "3.4", "-0.5"; 0 for one that is not finite. */
void hr_svg_number(struct hr_str *out, double value);

/*
 * Path data. Coordinates are rounded to tenths once and then written as differences, so errors do
 * not add up. Zero-initialise; release the string.
 */
struct hr_path {
	struct hr_str data;
	int64_t x, y; /* current point, in tenths */
};

void hr_path_move(struct hr_path *path, double x, double y);
void hr_path_line(struct hr_path *path, double x, double y);
void hr_path_close(struct hr_path *path);
void hr_path_rect(struct hr_path *path, double x, double y, double width, double height);
/* A disc; an almost closed arc, which is the shortest form. */
void hr_path_disc(struct hr_path *path, double x, double y, double radius);
void hr_path_release(struct hr_path *path);

/* d="..." in an open tag. */
void hr_svg_path_data(struct hr_svg *svg, const struct hr_path *path);

#endif
