/*
 * The section "trend" of a document as renderers look at it: series with what happened to them.
 */
#ifndef HR_RENDER_TREND_VIEW_H
#define HR_RENDER_TREND_VIEW_H

#include <jansson.h>

#include "base/unit.h"
#include "render/scene.h"

struct hr_trend_view {
	const json_t *trend, *runs; /* borrowed from the document */
	const json_t **series;      /* what changed first, then the total's, then the others */
	size_t count;
};

/* False (and nothing to release) when the document has no trend of two runs. */
bool hr_trend_view_init(struct hr_trend_view *view, const struct hr_scene *scene);
void hr_trend_view_release(struct hr_trend_view *view);
/* The event a series' verdict stands on; NULL when there is none. */
const json_t *hr_trend_view_event(const struct hr_trend_view *view, const json_t *series);
/* "2026-11-17, version 4.11" of an event, appended. */
void hr_trend_view_put_since(const json_t *event, struct hr_str *out);
/* Values by run, NaN where there is none, and unless @all where one was set aside; NULL when the
 * document kept none. free(). */
double *hr_trend_view_values(const struct hr_trend_view *view, const json_t *series, bool all);
enum hr_quantity hr_trend_view_quantity(const json_t *series);
/* Start of a run; HR_INSTANT_NONE. */
int64_t hr_trend_view_start(const struct hr_trend_view *view, size_t run);
/* "p95 of Checkout", appended. */
void hr_trend_view_name(const json_t *series, struct hr_str *out);

#endif
