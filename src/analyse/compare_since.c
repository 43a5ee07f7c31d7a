/*
 * Since when a figure is as it is now: the newest change of its history, this run included.
 */
#include <config.h>
#include "analyse/compare_part.h"

#include <math.h>
#include <stdlib.h>

#include "analyse/compare_policy.h"
#include "analyse/trend_series.h"
#include "base/instant.h"
#include "base/mem.h"

/* Runs that were there before this one, in order of time, and last this one. */
struct timeline {
	const struct hr_figures **runs;
	size_t count;
	double *values;
};

static void init_timeline(struct timeline *timeline, const struct hr_compare_input *input)
{
	const struct hr_figures *now = &input->runs[0];

	*timeline = (struct timeline){
		.runs = hr_alloc_array(input->timeline_count + 1, sizeof(*timeline->runs)),
		.values = hr_alloc_array(input->timeline_count + 1, sizeof(double)),
	};
	for (size_t i = 0; i < input->timeline_count; i++) {
		const struct hr_figures *old = &input->timeline[i];

		if (now->start_ns == HR_INSTANT_NONE || old->start_ns == HR_INSTANT_NONE ||
		    old->start_ns < now->start_ns)
			timeline->runs[timeline->count++] = old;
	}
	timeline->runs[timeline->count++] = now;
}

static double value_in(const struct hr_figures *figures, const struct hr_change *change)
{
	const struct hr_figure_row *row = hr_figures_find(figures, change->row->kind,
	                                                  change->row->name);

	return row != NULL ? row->figures[change->figure].value : (double)NAN;
}

/* The run that began what @change saw, when a change the same way is the newest of the series. */
static const struct hr_figures *since_of(const struct timeline *timeline,
                                         const struct hr_change *change,
                                         const struct hr_trend_series_options *options)
{
	double *counts = hr_alloc_array(timeline->count, sizeof(*counts));
	struct hr_table_series about = { .quantity = HR_QUANTITY_NUMBER, .counts = counts };
	const struct hr_figures *since = NULL;
	struct hr_trend_series series;

	for (size_t i = 0; i < timeline->count; i++) {
		timeline->values[i] = value_in(timeline->runs[i], change);
		counts[i] = (double)NAN;
	}
	hr_trend_series_analyse(&about, timeline->values, timeline->count, options, &series);
	if (series.n >= HR_TREND_RUNS_MIN && series.count > 0) {
		const struct hr_trend_change *newest = &series.changes[series.count - 1];

		if ((newest->change > 0) == (change->change > 0))
			since = timeline->runs[series.rows[newest->index]];
	}
	hr_trend_series_release(&series);
	free(counts);
	return since;
}

void hr_compare_since(const struct hr_compare_input *input, struct hr_comparison *out)
{
	const struct hr_trend_series_options options = { input->policy->min_effect,
		                                         input->policy->alpha };
	struct timeline timeline;

	if (input->timeline_count + 1 < HR_TREND_RUNS_MIN || input->run_count != 1)
		return;
	init_timeline(&timeline, input);
	for (size_t i = 0; i < out->count; i++) {
		struct hr_change *change = &out->changes[i];

		if (!change->presence &&
		    (change->verdict == HR_CHANGE_REGRESSED ||
		     change->verdict == HR_CHANGE_SUSPECT || change->verdict == HR_CHANGE_IMPROVED))
			change->since = since_of(&timeline, change, &options);
	}
	free(timeline.runs);
	free(timeline.values);
}
