/*
 * A chart of lines over the time of a run: one panel, names beside the lines, a read-out for every
 * place. Most charts are one of these with their own lines and finding.
 */
#ifndef HR_RENDER_TIME_CHART_H
#define HR_RENDER_TIME_CHART_H

#include "render/lines.h"
#include "render/timeline.h"

#define HR_TIME_LINES_MAX 8

struct hr_time_chart {
	struct hr_timeline timeline;
	const char *y_title;
	enum hr_quantity quantity;
	bool may_be_log;                         /* latencies: logarithmic when they span decades */
	double height;                           /* px; 0 = the usual */
	struct hr_line lines[HR_TIME_LINES_MAX]; /* the most important first: it is drawn on top */
	double *values[HR_TIME_LINES_MAX];       /* of the lines; owned */
	size_t line_count;
	double *low, *high; /* of the shade behind the key line, or NULL; owned */
	size_t key;         /* of the line whose extremes the read-outs pick */
	struct hr_str desc; /* owned */
};

#define HR_STRETCHES_WIDE 150
#define HR_STRETCHES_HALF 100

/* In at most @stretches. False (and nothing to release) when the run has no intervals. */
bool hr_time_chart_init(struct hr_time_chart *chart, const struct hr_scene *scene,
                        size_t stretches);
/* A line with room for its values, zeroed; owned by the chart. NULL beyond HR_TIME_LINES_MAX. */
double *hr_time_chart_line(struct hr_time_chart *chart, const char *name, enum hr_role role,
                           enum hr_dash dash);
/* Shade what the single intervals did behind line 0, when a stretch is several of them. */
void hr_time_chart_shade(struct hr_time_chart *chart, const struct hr_label *label,
                         enum hr_per_stretch what);
/* What hr_time_chart_shade() adds to a chart of half the width, in words; NULL when nothing. */
const char *hr_time_chart_shade_note(const struct hr_scene *scene);
void hr_time_chart_release(struct hr_time_chart *chart);
/* Draw and release. */
void hr_time_chart_finish(struct hr_time_chart *chart, const struct hr_scene *scene,
                          const struct hr_chart *about, struct hr_str *svg);

/* has_data of charts over time. */
bool hr_time_chart_has_data(const struct hr_scene *scene);

/* Vertical marks for the events of a run, with their texts where these have room. */
void hr_time_chart_events(struct hr_plot *plot, const struct hr_panel *panel,
                          const struct hr_scene *scene);
/* hr_panel_frame with the length of a stretch behind the name of the axis. */
void hr_time_chart_frame(const struct hr_time_chart *chart, struct hr_plot *plot,
                         struct hr_panel *panel);
/* Hover bands over a panel: @text appends what stands at interval @i, the place of the key line's
 * peak within the band. */
void hr_time_chart_tips(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct hr_time_chart *chart);

#endif
