/*
 * What the forms for monitoring and trackers export of a document: the total and the labels where
 * the time went, and for each the same few metrics.
 */
#ifndef HR_RENDER_EXPORTED_H
#define HR_RENDER_EXPORTED_H

#include "render/scene.h"

#define HR_EXPORTED_LABELS 100 /* series are dear in a monitoring system */
#define HR_EXPORTED_TOTAL  "all"

/* One row of figures. */
struct hr_exported_row {
	const char *name;    /* HR_EXPORTED_TOTAL, or the label */
	const json_t *stats; /* STATS of the document; borrowed */
};

struct hr_exported {
	struct hr_exported_row *rows; /* owned; the total first, then labels by name */
	size_t count;
	size_t left_out; /* labels beyond HR_EXPORTED_LABELS */
};

/* The quantiles of STATS: 0.5 under "p50_ms" and so on. */
struct hr_exported_quantile {
	double p;
	const char *key, *name; /* "p50_ms", "p50" */
};
#define HR_EXPORTED_QUANTILES 5
extern const struct hr_exported_quantile hr_exported_quantiles[HR_EXPORTED_QUANTILES];

/* Nothing when the document holds no samples. End with hr_exported_release(). */
void hr_exported_init(struct hr_exported *exported, const struct hr_scene *scene);
void hr_exported_release(struct hr_exported *exported);
/* Name of the run for a label of a series: its name, else "run". Borrowed. */
const char *hr_exported_suite(const struct hr_scene *scene);

#endif
