/*
 * How much of each error budget is left, as the run goes on.
 */
#include <config.h>
#include "render/charts.h"

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/slo_series.h"
#include "render/time_chart.h"

#define OBJECTIVES_MAX 5

static bool has_data(const struct hr_scene *scene)
{
	const json_t *objectives[OBJECTIVES_MAX];

	return hr_time_chart_has_data(scene) &&
	       hr_slo_series(scene, objectives, OBJECTIVES_MAX) > 0;
}

static void describe(const json_t *objective, struct hr_str *out)
{
	hr_str_puts(out, "Of the error budget of ");
	hr_put_cut(out, hr_name_at(objective, "name"), 60);
	hr_str_putc(out, ' ');
	hr_chart_value(out, hr_json_number_at(objective, "budget.remaining_ratio"),
	               HR_QUANTITY_RATIO);
	hr_str_puts(out, " is left at the end.");
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	static const struct {
		enum hr_role role;
		enum hr_dash dash;
	} looks[OBJECTIVES_MAX] = { { HR_ROLE_CUR, HR_DASH_SOLID },
		                    { HR_ROLE_ALT, HR_DASH_LONG },
		                    { HR_ROLE_BASE, HR_DASH_SHORT },
		                    { HR_ROLE_GOOD, HR_DASH_DOT },
		                    { HR_ROLE_WARN, HR_DASH_LONG } };
	const json_t *objectives[OBJECTIVES_MAX];
	size_t count = hr_slo_series(scene, objectives, OBJECTIVES_MAX);
	struct hr_time_chart chart = { 0 };

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Budget left";
	chart.quantity = HR_QUANTITY_RATIO;
	for (size_t i = 0; i < count; i++)
		hr_slo_series_values(objectives[i], 1, &chart.timeline,
		                     hr_time_chart_line(&chart,
		                                        hr_json_text_at(objectives[i], "name"),
		                                        looks[i].role, looks[i].dash));
	if (count > 0)
		describe(objectives[0], &chart.desc);
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_error_budget = {
	.name = "error-budget",
	.title = "Error budget left",
	.note = "Of the budget of the whole window; below zero it is overspent. "
	        "The least first, at most five.",
	.has_data = has_data,
	.draw = draw,
};
