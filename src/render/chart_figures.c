#include <config.h>
#include "render/chart.h"

uint64_t hr_chart_total_timed(const struct hr_scene *scene)
{
	return scene->total->ok.moments.count + scene->total->failed.moments.count;
}

bool hr_chart_total_extremes(const struct hr_scene *scene, int64_t *min_ns, int64_t *max_ns)
{
	const struct hr_moments *parts[] = { &scene->total->ok.moments,
		                             &scene->total->failed.moments };
	bool any = false;

	for (size_t i = 0; i < 2; i++) {
		if (parts[i]->count == 0)
			continue;
		if (!any || parts[i]->min_ns < *min_ns)
			*min_ns = parts[i]->min_ns;
		if (!any || parts[i]->max_ns > *max_ns)
			*max_ns = parts[i]->max_ns;
		any = true;
	}
	return any;
}

void hr_chart_value(struct hr_str *out, double value, enum hr_quantity quantity)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(value, quantity, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}
