/*
 * The course of error budgets as charts see it: figures of the document's objectives at the
 * stretches of a timeline.
 */
#ifndef HR_RENDER_SLO_SERIES_H
#define HR_RENDER_SLO_SERIES_H

#include "render/timeline.h"

/* Objectives with a name and a course of at least two points, most urgent (least remaining) first;
 * gives how many of at most @max. Borrowed from the document. */
size_t hr_slo_series(const struct hr_scene *scene, const json_t **out, size_t max);
/* A figure of the course of @objective, 1 = remaining, 2 = burn rate, at each stretch: its last
 * point that has ended by then; NaN before the first. */
void hr_slo_series_values(const json_t *objective, int figure, const struct hr_timeline *timeline,
                          double *values);
/* Whether a rule of alerts.burn_rate means something for its objective, and some traffic would make
 * it fire: others would only fill charts and rule files. */
bool hr_burn_rule_can_fire(const json_t *rule);

#endif
