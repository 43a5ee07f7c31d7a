/*
 * Experiments over time, as charts of faults and of spikes of load draw them: a panel a figure that
 * something was expected of, with what was allowed shaded, the time of the fault, and when the
 * service was back. The worst experiments first.
 */
#ifndef HR_RENDER_EXPERIMENT_PANELS_H
#define HR_RENDER_EXPERIMENT_PANELS_H

#include "render/chart.h"

/* @experiments  as in chaos.experiments of the document; may be NULL */
bool hr_experiment_panels_any(const json_t *experiments);
/* @mark  what the time between before and after is called: "fault" */
void hr_experiment_panels_draw(const struct hr_scene *scene, const json_t *experiments,
                               const char *mark, const struct hr_chart *about, struct hr_str *svg);

#endif
