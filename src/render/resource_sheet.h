/*
 * Resource series sorted into panels: one a unit, the highest lines of each.
 */
#ifndef HR_RENDER_RESOURCE_SHEET_H
#define HR_RENDER_RESOURCE_SHEET_H

#include "base/unit.h"
#include "record/run.h"

#define HR_RESOURCE_PANELS_MAX 8
#define HR_RESOURCE_LINES_MAX  6

struct hr_resource_line {
	const struct hr_series *series;
	char *name;    /* what tells it from the others of its panel; owned */
	double *x, *y; /* seconds since the sheet's start, values; NaN = gap; owned */
	size_t count;
	double high, mean;
	int64_t high_ns; /* when */
};

struct hr_resource_panel {
	char *title; /* the common name, or the unit; owned */
	char *unit;  /* behind a value, "" when the quantity brings its own; owned */
	enum hr_quantity quantity;
	double factor; /* from the series' values to the quantity's base */
	struct hr_resource_line lines[HR_RESOURCE_LINES_MAX];
	size_t count, all; /* shown, and how many there are */
};

struct hr_resource_sheet {
	int64_t start_ns, end_ns;
	struct hr_resource_panel panels[HR_RESOURCE_PANELS_MAX];
	size_t count;
};

/* Panels in order of the series' names. */
void hr_resource_sheet_init(struct hr_resource_sheet *sheet, const struct hr_run *run);
void hr_resource_sheet_release(struct hr_resource_sheet *sheet);

#endif
