/*
 * Charts: SVG drawn by us from a scene. Colours stand as attributes and as classes, so a chart is
 * right without any style sheet and follows one where it exists. One file per chart, one row each
 * in render/charts.c.
 */
#ifndef HR_RENDER_CHART_H
#define HR_RENDER_CHART_H

#include <stdbool.h>

#include "base/str.h"
#include "base/unit.h"
#include "render/scene.h"

struct hr_chart {
	const char *name;  /* "percentiles-over-time"; templates write {{{chart.NAME}}} */
	const char *title; /* "Response time over time" */
	const char *note;  /* how to read it, one sentence */
	/* A second sentence, where the first is not all; NULL: never. Gives NULL where it is. */
	const char *(*note_more)(const struct hr_scene *scene);
	bool wide; /* full width of the page rather than half */
	bool (*has_data)(const struct hr_scene *scene);
	/* Does it say more in a page than what stands beside it? NULL: wherever it has data. */
	bool (*in_page)(const struct hr_scene *scene);
	void (*draw)(const struct hr_scene *scene, const struct hr_chart *chart,
	             struct hr_str *svg);
};

extern const struct hr_chart *const hr_charts[];        /* NULL-terminated, in page order */
const struct hr_chart *hr_chart_find(const char *name); /* NULL when unknown */
/* A file of its own: the chart with an XML prolog, name space and a <style> with a dark-mode query.
 */
void hr_chart_standalone(const struct hr_scene *scene, const struct hr_chart *chart,
                         struct hr_str *svg);

/* What several charts ask of a scene and write. */

/* Requests of the total that carry an elapsed time. */
uint64_t hr_chart_total_timed(const struct hr_scene *scene);
/* Exact extremes of the total's elapsed times; false when there are none. */
bool hr_chart_total_extremes(const struct hr_scene *scene, int64_t *min_ns, int64_t *max_ns);

/* Text of a value for people, as hr_unit_format gives it, appended. */
void hr_chart_value(struct hr_str *out, double value, enum hr_quantity quantity);

#endif
