#include <config.h>
#include "render/charts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "render/time_chart.h"

#define CODES_SHOWN 6 /* the others are one line */

struct ranked {
	const struct hr_track *track;
	uint64_t total;
};

static bool has_data(const struct hr_scene *scene)
{
	return scene->run.codes.count > 0 && hr_time_chart_has_data(scene);
}

static int by_total(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;

	if (left->total != right->total)
		return left->total < right->total ? 1 : -1;
	return strcmp(left->track->text, right->track->text);
}

static const char *name_of(const struct hr_track *track)
{
	return track->length > 0 ? track->text : "no code";
}

/* By the class of an HTTP status; what is none is looked at as a failure. */
static enum hr_role role_of(const struct hr_track *track)
{
	static const enum hr_role classes[] = { HR_ROLE_BASE, HR_ROLE_CUR, HR_ROLE_GOOD,
		                                HR_ROLE_WARN, HR_ROLE_BAD };

	if (track->length == 3 && track->text[0] >= '1' && track->text[0] <= '5')
		return classes[track->text[0] - '1'];
	return track->length == 0 ? HR_ROLE_BASE : HR_ROLE_ALT;
}

/* @beyond counts the codes that the run's own cap folded. */
static void draw_ranked(struct hr_time_chart *chart, const struct ranked *ranked, size_t count,
                        const struct hr_track *beyond)
{
	const enum hr_dash dashes[] = { HR_DASH_SOLID, HR_DASH_LONG, HR_DASH_SHORT };
	unsigned used[HR_ROLE_ALT + 1] = { 0 };
	double *rest = NULL;

	for (size_t i = 0; i < count; i++) {
		enum hr_role role = role_of(ranked[i].track);

		double *values = i < CODES_SHOWN
		                         ? hr_time_chart_line(chart, name_of(ranked[i].track), role,
		                                              dashes[used[role]++ % 3])
		                         : rest;

		if (values == NULL)
			values = rest = hr_time_chart_line(chart, "others", HR_ROLE_BASE,
			                                   HR_DASH_DOT);
		hr_timeline_track(&chart->timeline, ranked[i].track, values);
	}
	if (beyond->count > 0 && rest == NULL)
		rest = hr_time_chart_line(chart, "others", HR_ROLE_BASE, HR_DASH_DOT);
	if (beyond->count > 0)
		hr_timeline_track(&chart->timeline, beyond, rest);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	const struct hr_tracks *codes = &scene->run.codes;
	struct hr_time_chart chart;
	struct ranked *ranked;
	uint64_t all = 0;

	if (!hr_time_chart_init(&chart, scene, HR_STRETCHES_HALF))
		return;
	chart.y_title = "Responses";
	chart.quantity = HR_QUANTITY_PER_S;
	ranked = hr_alloc_array(codes->count + 1, sizeof(*ranked));
	for (size_t i = 0; i < codes->count; i++) {
		ranked[i] = (struct ranked){ &codes->tracks[i], 0 };
		for (size_t k = 0; k < codes->tracks[i].count; k++)
			ranked[i].total += codes->tracks[i].values[k];
		all += ranked[i].total;
	}
	qsort(ranked, codes->count, sizeof(*ranked), by_total);
	for (size_t k = 0; k < codes->rest.count; k++)
		all += codes->rest.values[k];
	draw_ranked(&chart, ranked, codes->count, &codes->rest);
	for (size_t i = 0; i < codes->count && i < 3; i++) {
		if (i > 0)
			hr_str_puts(&chart.desc, ", ");
		hr_str_puts(&chart.desc, name_of(ranked[i].track));
		hr_str_puts(&chart.desc, i == 0 ? " makes up " : " ");
		hr_chart_value(&chart.desc, all > 0 ? (double)ranked[i].total / (double)all : 0,
		               HR_QUANTITY_RATIO);
	}
	hr_str_puts(&chart.desc, " of all responses.");
	free(ranked);
	hr_time_chart_finish(&chart, scene, about, svg);
}

const struct hr_chart hr_chart_codes = {
	.name = "codes",
	.title = "Response codes",
	.note = "Responses per second by code; the most frequent ones by name.",
	.has_data = has_data,
	.draw = draw,
};
