/*
 * Sparklines: a series in the room of a word, as an SVG path or as block characters.
 */
#ifndef HR_RENDER_SPARKLINE_H
#define HR_RENDER_SPARKLINE_H

#include <stddef.h>

#include "base/str.h"

/*
 * Reduce a series to at most @max points, each the largest of its group, so that peaks stay (NaN
 * when a group holds nothing else). @out holds @max doubles; returns how many were written.
 */
size_t hr_sparkline_reduce(const double *values, size_t count, double *out, size_t max);

/*
 * hr_sparkline_path - path data ("M0 12L4 9...") in a box of @width x @height user units, from 0 at
 * the bottom to the largest value at the top. Gaps (NaN) break the line. Appends nothing when fewer
 * than two values are finite.
 */
void hr_sparkline_path(const double *values, size_t count, double width, double height,
                       struct hr_str *out);
/* One of eight block characters a value; a blank for NaN. */
void hr_sparkline_text(const double *values, size_t count, struct hr_str *out);

#endif
