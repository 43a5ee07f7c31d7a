#include <config.h>
#include "render/multiples.h"

#define ROW_GAP 10.0 /* px between the texts of an axis and the next head row */

double hr_multiples_height(const struct hr_multiples *multiples)
{
	size_t rows = (multiples->count + multiples->columns - 1) / multiples->columns;

	return multiples->top + (double)rows * multiples->row_height - ROW_GAP;
}

void hr_multiples_place(const struct hr_multiples *multiples, double width, size_t i,
                        struct hr_panel *panel)
{
	double gaps = multiples->gap * (double)(multiples->columns - 1);
	double each = (width - multiples->left - gaps) / (double)multiples->columns;
	size_t column = i % multiples->columns, row = i / multiples->columns;

	panel->left = multiples->left + (double)column * (each + multiples->gap);
	panel->right = panel->left + each;
	panel->outer_left = column == 0 ? 0 : panel->left;
	panel->outer_right = panel->right;
	panel->top = multiples->top + (double)row * multiples->row_height + HR_PLOT_HEAD;
	panel->bottom = multiples->top + (double)(row + 1) * multiples->row_height - HR_PLOT_FOOT -
	                ROW_GAP;
}
