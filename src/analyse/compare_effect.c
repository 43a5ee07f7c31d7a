/*
 * What a comparison says of whole distributions: shift function, Cliff's delta, largest distance.
 */
#include <config.h>
#include "analyse/compare_part.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "stats/cliffs_delta.h"
#include "stats/ks_distance.h"
#include "stats/woodruff.h"

/* All that a name's runs measured; NULL where there is nothing. */
static struct hr_hist *pooled(const struct hr_figures *figures, size_t count, enum hr_row_kind kind,
                              const char *name)
{
	struct hr_hist *sum = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct hr_figure_row *row = hr_figures_find(&figures[i], kind, name);

		if (row == NULL || row->elapsed == NULL || hr_hist_count(row->elapsed) == 0)
			continue;
		if (sum == NULL)
			sum = hr_hist_new();
		hr_hist_merge(sum, row->elapsed);
	}
	return sum;
}

/* A quantile that too few requests lie beyond is none. */
static void find_shift(const struct hr_hist *old, const struct hr_hist *now,
                       struct hr_compare_effect *effect)
{
	double fewest = fmin((double)hr_hist_count(old), (double)hr_hist_count(now));

	hr_shift_function(old, now, 0, 0, effect->shift);
	for (size_t i = 0; i < HR_SHIFT_POINTS; i++)
		if (fewest < hr_quantile_count_needed(effect->shift[i].p))
			effect->shift[i] = (struct hr_shift_point){ effect->shift[i].p, (double)NAN,
				                                    (double)NAN, (double)NAN };
}

static bool find_effect(const struct hr_compare_input *input, const struct hr_figure_row *row,
                        struct hr_compare_effect *effect, struct hr_hist **baseline)
{
	struct hr_hist *now = pooled(input->runs, input->run_count, row->kind, row->name);
	struct hr_hist *old = pooled(input->baselines, input->baseline_count, row->kind, row->name);
	int64_t at_ns = 0;
	bool both = now != NULL && old != NULL;

	if (both) {
		effect->row = row;
		effect->cliffs_delta = hr_cliffs_delta(old, now);
		effect->ks_distance = hr_ks_distance(old, now, &at_ns);
		effect->ks_at_ms = (double)at_ns / (double)HR_NS_PER_MS;
		find_shift(old, now, effect);
	}
	if (both && baseline != NULL) {
		*baseline = old;
		old = NULL;
	}
	hr_hist_free(now);
	hr_hist_free(old);
	return both;
}

/* Changes of a row stand together, the rows that take the most time first. */
static const struct hr_figure_row *next_row(const struct hr_comparison *comparison, size_t *at)
{
	while (*at < comparison->count) {
		const struct hr_change *change = &comparison->changes[(*at)++];

		if (!change->presence && change->row->kind != HR_ROW_RESOURCE &&
		    (*at < 2 || change[-1].row != change->row))
			return change->row;
	}
	return NULL;
}

void hr_compare_effects(const struct hr_compare_input *input, struct hr_comparison *out)
{
	const struct hr_figure_row *row;
	size_t at = 0;

	out->effect = (struct hr_compare_effect){ .cliffs_delta = (double)NAN,
		                                  .ks_distance = (double)NAN,
		                                  .ks_at_ms = (double)NAN };
	out->label_effects = hr_alloc_array(HR_COMPARE_EFFECTS_MAX, sizeof(*out->label_effects));
	while (out->label_effect_count < HR_COMPARE_EFFECTS_MAX &&
	       (row = next_row(out, &at)) != NULL) {
		if (row->kind == HR_ROW_TOTAL)
			find_effect(input, row, &out->effect, &out->baseline);
		else
			out->label_effect_count += find_effect(
			        input, row, &out->label_effects[out->label_effect_count], NULL);
	}
}
