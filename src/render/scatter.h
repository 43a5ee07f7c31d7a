/*
 * A scatter chart: the 95th percentile of stretches of time against what else was so then, one dot
 * a stretch, light for early and dark for late.
 */
#ifndef HR_RENDER_SCATTER_H
#define HR_RENDER_SCATTER_H

#include "render/chart.h"

enum hr_scatter_x { HR_SCATTER_RATE, HR_SCATTER_USERS };

/* Draws the whole chart. Its description says what p95 is where x is lowest and where it is
 * highest. */
void hr_scatter_draw(const struct hr_scene *scene, const struct hr_chart *about,
                     enum hr_scatter_x of, struct hr_str *svg);

#endif
