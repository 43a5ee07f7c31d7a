#include <config.h>
#include "analyse/compare_policy.h"

#include <math.h>

#include "base/pattern.h"
#include "base/slice.h"
#include "record/metric.h"

#define ERROR_FLOOR    0.001 /* a tenth of a percentage point */
#define WHOLE_MS_FLOOR 1.0   /* ms */

/* The defaults of the thresholds; throughput may fall by 10 %. */
static const double thresholds[HR_FIGURES] = {
	[HR_FIGURE_MEAN] = 0.15,       [HR_FIGURE_P50] = 0.10,       [HR_FIGURE_P90] = 0.10,
	[HR_FIGURE_P95] = 0.20,        [HR_FIGURE_P99] = 0.25,       [HR_FIGURE_P999] = 0.10,
	[HR_FIGURE_ERROR_RATIO] = 0.5, [HR_FIGURE_THROUGHPUT] = 0.1, [HR_FIGURE_RECEIVED] = 0.1,
	[HR_FIGURE_SENT] = 0.1,
};
#define RESOURCE_THRESHOLD 0.1

void hr_compare_policy_init(struct hr_compare_policy *policy)
{
	*policy = (struct hr_compare_policy){
		.run_variation = 0.02,
		.confidence = 0.95,
		.alpha = 0.005,
		.min_effect = 0.05,
		.false_discovery = 0.05,
	};
	for (size_t i = 0; i < HR_FIGURES; i++)
		policy->fixed[i] = NAN;
}

static double default_floor(const struct hr_figure_row *row, enum hr_figure figure)
{
	if (figure == HR_FIGURE_ERROR_RATIO)
		return ERROR_FLOOR;
	return row->whole_ms && figure <= HR_FIGURE_P999 && row->kind != HR_ROW_RESOURCE
	               ? WHOLE_MS_FLOOR
	               : 0;
}

static void apply(const struct hr_compare_rule_entry *entry, struct hr_compare_limits *limits)
{
	if (!isnan(entry->threshold))
		limits->threshold = entry->threshold;
	if (!isnan(entry->floor))
		limits->floor = entry->floor;
	if (entry->critical >= 0)
		limits->critical = entry->critical;
	if (entry->ignore >= 0)
		limits->ignore = entry->ignore;
}

struct hr_compare_limits hr_compare_limits_of(const struct hr_compare_policy *policy,
                                              const struct hr_figure_row *row,
                                              enum hr_figure figure)
{
	bool resource = row->kind == HR_ROW_RESOURCE;
	struct hr_compare_limits limits = {
		.threshold = resource ? RESOURCE_THRESHOLD : thresholds[figure],
		.floor = default_floor(row, figure),
		.higher_is_better = resource ? hr_resource_higher_is_better(row->name)
		                             : hr_figure_metric(figure)->better == HR_BETTER_HIGHER,
	};

	for (size_t i = 0; i < policy->entry_count; i++) {
		const struct hr_compare_rule_entry *entry = &policy->entries[i];

		if (entry->figure == figure &&
		    (entry->label == NULL ||
		     hr_pattern_match(entry->label, hr_slice_of(row->name))))
			apply(entry, &limits);
	}
	return limits;
}
