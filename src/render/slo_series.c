/* Points of objectives on a timeline. */
#include <config.h>
#include "render/slo_series.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"

static double remaining_of(const json_t *objective)
{
	return hr_json_number_at(objective, "budget.remaining_ratio");
}

size_t hr_slo_series(const struct hr_scene *scene, const json_t **out, size_t max)
{
	const json_t *objective;
	size_t i, count = 0;

	json_array_foreach(hr_json_at(scene->document, "slo.objectives"), i, objective)
	{
		size_t at = count;

		if (hr_json_text_at(objective, "name") == NULL ||
		    json_array_size(json_object_get(objective, "series")) < 2 ||
		    !isfinite(remaining_of(objective)))
			continue;
		while (at > 0 && remaining_of(objective) < remaining_of(out[at - 1])) {
			if (at < max)
				out[at] = out[at - 1];
			at--;
		}
		if (at < max) {
			out[at] = objective;
			count += count < max;
		}
	}
	return count;
}

static int64_t end_of(const json_t *point)
{
	const char *text = json_string_value(json_array_get(point, 0));
	int64_t instant_ns;

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &instant_ns, NULL) != HR_OK)
		return INT64_MAX;
	return instant_ns;
}

void hr_slo_series_values(const json_t *objective, int figure, const struct hr_timeline *timeline,
                          double *values)
{
	const json_t *points = json_object_get(objective, "series");
	size_t at = 0, count = json_array_size(points);
	double last = (double)NAN;

	for (size_t i = 0; i < timeline->count; i++) {
		/* one second more, for points that end with the run */
		int64_t until_ns = hr_timeline_ns(timeline, i) +
		                   (int64_t)timeline->per * timeline->step_ns + HR_NS_PER_S;

		for (; at < count && end_of(json_array_get(points, at)) <= until_ns; at++) {
			const json_t *value = json_array_get(json_array_get(points, at),
			                                     (size_t)figure);

			if (json_is_number(value))
				last = json_number_value(value);
		}
		values[i] = last;
	}
}

bool hr_burn_rule_can_fire(const json_t *rule)
{
	const char *state = hr_json_text_at(rule, "state");

	return isfinite(hr_json_number_at(rule, "threshold")) &&
	       (state == NULL ||
	        (strcmp(state, "unreachable") != 0 && strcmp(state, "too_long") != 0));
}
