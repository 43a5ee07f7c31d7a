/*
 * Small multiples: panels of equal size in rows below one head row.
 */
#ifndef HR_RENDER_MULTIPLES_H
#define HR_RENDER_MULTIPLES_H

#include "render/plot.h"

struct hr_multiples {
	size_t count, columns;
	double row_height; /* with head and foot */
	double left;       /* room for texts of y at the left of the first column (shared axes) */
	double gap;        /* between columns */
	double top;        /* px above the first row */
};

double hr_multiples_height(const struct hr_multiples *multiples);
/* Edges of panel @i; its axes are left alone. */
void hr_multiples_place(const struct hr_multiples *multiples, double width, size_t i,
                        struct hr_panel *panel);

#endif
