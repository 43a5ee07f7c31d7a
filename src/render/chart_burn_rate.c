/*
 * How fast the most urgent error budget burns, against the pace it allows and the thresholds of its
 * rules.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/slo_series.h"
#include "render/time_chart.h"

#define THRESHOLDS_MAX 4
#define NAME_BYTES     48
#define LEAST          0.1 /* drawn */
#define FAR            1.5 /* thresholds further above the line than this would flatten it */

static bool has_data(const struct hr_scene *scene)
{
	const json_t *objective;

	return hr_time_chart_has_data(scene) && hr_slo_series(scene, &objective, 1) > 0;
}

/* A logarithmic axis has no zero. */
static void raise(double *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (values[i] < LEAST)
			values[i] = LEAST;
}

static void fill(double *values, size_t count, double value)
{
	for (size_t i = 0; values != NULL && i < count; i++)
		values[i] = value;
}

/* Thresholds of the rules of an objective, each once. */
static size_t thresholds_of(const struct hr_scene *scene, const char *name,
                            double out[THRESHOLDS_MAX])
{
	const json_t *rule;
	size_t i, count = 0;

	json_array_foreach(hr_json_at(scene->document, "alerts.burn_rate"), i, rule)
	{
		const char *slo = hr_json_text_at(rule, "slo");
		double threshold = hr_stat(rule, "threshold");
		bool known = false;

		for (size_t j = 0; j < count; j++)
			known |= !(fabs(out[j] - threshold) > 0);
		if (slo != NULL && strcmp(slo, name) == 0 && hr_burn_rule_can_fire(rule) &&
		    !known && fabs(threshold - 1) > 0 && count < THRESHOLDS_MAX)
			out[count++] = threshold;
	}
	return count;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	char names[THRESHOLDS_MAX][NAME_BYTES];
	double thresholds[THRESHOLDS_MAX], low = (double)INFINITY, high = -(double)INFINITY;
	const json_t *objective;
	struct hr_time_chart chart = { 0 };
	const char *name;
	size_t count;

	if (hr_slo_series(scene, &objective, 1) == 0 ||
	    !hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	name = hr_json_text_at(objective, "name");
	chart.y_title = "Burn rate";
	chart.quantity = HR_QUANTITY_NUMBER;
	hr_slo_series_values(objective, 2, &chart.timeline,
	                     hr_time_chart_line(&chart, name, HR_ROLE_CUR, HR_DASH_SOLID));
	raise(chart.values[0], chart.timeline.count);
	chart.may_be_log = true;
	hr_lines_extent(chart.values[0], chart.timeline.count, &low, &high);
	fill(hr_time_chart_line(&chart, "pace 1", HR_ROLE_BASE, HR_DASH_SHORT),
	     chart.timeline.count, 1);
	count = thresholds_of(scene, name, thresholds);
	for (size_t i = 0; i < count; i++) {
		if (thresholds[i] > fmax(high, 1) * FAR)
			continue;
		snprintf(names[i], sizeof(names[i]), "alert at %.3g", thresholds[i]);
		fill(hr_time_chart_line(&chart, names[i], HR_ROLE_BAD, HR_DASH_LONG),
		     chart.timeline.count, thresholds[i]);
	}
	hr_str_puts(&chart.desc, "The error budget of ");
	hr_put_cut(&chart.desc, name, 60);
	hr_str_puts(&chart.desc, " burns at most at ");
	hr_chart_value(&chart.desc, high, HR_QUANTITY_NUMBER);
	hr_str_puts(&chart.desc, " times the pace that would use it up over its window.");
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_burn_rate = {
	.name = "burn-rate",
	.title = "Burn rate",
	.note = "Of the objective with the least budget left: "
	        "1 is the pace that uses it up over its window; less than 0.1 is drawn as 0.1.",
	.has_data = has_data,
	.draw = draw,
};
