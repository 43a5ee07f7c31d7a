/*
 * What the charts over the steps of a load test share: the steps as arrays, the axis of load, the
 * band in which the system breaks.
 */
#ifndef HR_RENDER_LOAD_CURVE_H
#define HR_RENDER_LOAD_CURVE_H

#include "render/plot.h"

#define HR_LOAD_CURVE_MAX 200

struct hr_load_curve {
	size_t count;
	double load[HR_LOAD_CURVE_MAX]; /* ascending */
	double success_per_s[HR_LOAD_CURVE_MAX];
	double p50_ms[HR_LOAD_CURVE_MAX], p95_ms[HR_LOAD_CURVE_MAX], p99_ms[HR_LOAD_CURVE_MAX];
	double error_ratio[HR_LOAD_CURVE_MAX];
	bool breaks[HR_LOAD_CURVE_MAX];
	double last_good, first_bad; /* loads; NaN = none */
};

/* False when the document has no two steps of load. */
bool hr_load_curve_init(struct hr_load_curve *curve, const struct hr_scene *scene);
/* The horizontal axis from 0 to @high users, placed in the panel, its name below the texts: panels
 * need HR_LOAD_AXIS_ROOM px more below. */
#define HR_LOAD_AXIS_ROOM 16.0
void hr_load_axis(struct hr_panel *panel, double high);
void hr_load_axis_name(struct hr_plot *plot, const struct hr_panel *panel);
/* Shade from the last good to the first bad load, or mark the first bad one. */
void hr_load_curve_break(struct hr_plot *plot, const struct hr_panel *panel,
                         const struct hr_load_curve *curve);
/* Hover bands around the steps: all figures of each. */
void hr_load_curve_tips(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct hr_load_curve *curve);

#endif
