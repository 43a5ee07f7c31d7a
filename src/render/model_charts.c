/*
 * Which charts have something to show: charts.NAME is {name, title, note, wide}, present only then.
 * The pictures themselves are drawn when a template asks for {{{chart.NAME}}}.
 */
#include <config.h>

#include "render/chart.h"
#include "render/model_part.h"

json_t *hr_model_charts(const struct hr_scene *scene)
{
	json_t *section = json_object();
	const struct hr_chart *const *chart;

	for (chart = hr_charts; *chart != NULL; chart++) {
		json_t *item;

		if (!(*chart)->has_data(scene))
			continue;
		item = json_object();
		hr_object_put_text(item, "name", (*chart)->name);
		hr_object_put_text(item, "title", (*chart)->title);
		hr_object_put_text(item, "note", (*chart)->note);
		json_object_set_new(item, "wide", json_boolean((*chart)->wide));
		json_object_set_new(section, (*chart)->name, item);
	}
	return section;
}
