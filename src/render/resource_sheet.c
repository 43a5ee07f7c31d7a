#include <config.h>
#include "render/resource_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "record/resource.h"

static bool same_panel(const struct hr_series *a, const struct hr_series *b)
{
	/* Without a unit only the name says what can share an axis. */
	if (a->unit[0] == '\0' && b->unit[0] == '\0')
		return a->kind == b->kind && strcmp(a->name, b->name) == 0;
	return a->kind == b->kind && strcmp(a->unit, b->unit) == 0;
}

static void set_unit(struct hr_resource_panel *panel, const struct hr_series *series)
{
	struct hr_resource_unit known;
	struct hr_str unit = { 0 };

	if (!hr_resource_unit(series, &known)) {
		hr_str_puts(&unit, series->unit);
		if (series->kind == HR_SERIES_COUNTER)
			hr_str_puts(&unit, "/s");
	}
	panel->quantity = known.quantity;
	panel->factor = known.factor;
	panel->unit = hr_str_detach(&unit);
}

static int64_t point_ns(const struct hr_series *series, size_t i)
{
	return series->points[i].interval * series->step_ns;
}

/* Points as a line: a NaN stands where more is missing than the usual distance explains. */
static void trace(struct hr_resource_line *line, const struct hr_resource_panel *panel,
                  int64_t start_ns)
{
	const struct hr_series *series = line->series;
	int64_t usual = hr_series_usual_ns(series);
	double sum = 0;
	size_t n = 0, finite = 0;

	line->x = hr_alloc_array(2 * series->count + 1, sizeof(*line->x));
	line->y = hr_alloc_array(2 * series->count + 1, sizeof(*line->y));
	line->high = (double)NAN;
	for (size_t i = 0; i < series->count; i++) {
		int64_t at = point_ns(series, i);

		if (i > 0 && at - point_ns(series, i - 1) > HR_SERIES_GAP * usual) {
			line->x[n] = hr_span_s(start_ns, at) - (double)usual / 1e9;
			line->y[n++] = (double)NAN;
		}
		line->x[n] = hr_span_s(start_ns, at);
		line->y[n] = hr_series_value(series, i) * panel->factor;
		if (isfinite(line->y[n])) {
			sum += line->y[n];
			finite++;
			if (!(line->high >= line->y[n])) {
				line->high = line->y[n];
				line->high_ns = at;
			}
		}
		n++;
	}
	line->count = n;
	line->mean = finite > 0 ? sum / (double)finite : (double)NAN;
}

static void release_line(struct hr_resource_line *line)
{
	free(line->name);
	free(line->x);
	free(line->y);
}

/* The run's order of series: by name, then host. So one host looks the same in all panels. */
static int by_place(const void *a, const void *b)
{
	const struct hr_resource_line *left = a, *right = b;

	return (left->series > right->series) - (left->series < right->series);
}

/* Highest mean first. */
static int by_mean(const void *a, const void *b)
{
	const struct hr_resource_line *left = a, *right = b;

	if (left->mean != right->mean)
		return left->mean < right->mean ? 1 : -1;
	return by_place(a, b);
}

static void name_lines(struct hr_resource_panel *panel)
{
	bool names_differ = false, hosts_differ = false;

	for (size_t i = 1; i < panel->count; i++) {
		const struct hr_series *first = panel->lines[0].series;
		const struct hr_series *other = panel->lines[i].series;

		names_differ = names_differ || strcmp(first->name, other->name) != 0;
		hosts_differ = hosts_differ || strcmp(first->host, other->host) != 0;
	}
	for (size_t i = 0; i < panel->count; i++) {
		const struct hr_series *series = panel->lines[i].series;
		struct hr_str name = { 0 };

		if (names_differ || series->host[0] == '\0')
			hr_str_puts(&name, series->name);
		if (hosts_differ || !names_differ)
			hr_str_printf(&name, "%s%s",
			              name.length > 0 && series->host[0] != '\0' ? " " : "",
			              series->host);
		panel->lines[i].name = hr_str_detach(&name);
	}
	panel->title = hr_strdup(!names_differ || panel->lines[0].series->unit[0] == '\0'
	                                 ? panel->lines[0].series->name
	                                 : "");
}

static void fill_panel(struct hr_resource_panel *panel, const struct hr_run *run,
                       const struct hr_series *first, int64_t start_ns)
{
	struct hr_resource_line *lines = hr_zalloc(run->series_count, sizeof(*lines));
	size_t n = 0;

	set_unit(panel, first);
	for (const struct hr_series *series = first; series < run->series + run->series_count;
	     series++) {
		if (series->count == 0 || !same_panel(series, first))
			continue;
		lines[n].series = series;
		trace(&lines[n], panel, start_ns);
		if (isfinite(lines[n].mean))
			n++;
		else
			release_line(&lines[n]);
	}
	qsort(lines, n, sizeof(*lines), by_mean);
	panel->all = n;
	for (size_t i = 0; i < n; i++) {
		if (i < HR_RESOURCE_LINES_MAX)
			panel->lines[panel->count++] = lines[i];
		else
			release_line(&lines[i]);
	}
	free(lines);
	qsort(panel->lines, panel->count, sizeof(panel->lines[0]), by_place);
	if (panel->count > 0) {
		name_lines(panel);
	} else {
		free(panel->unit);
		panel->unit = NULL;
	}
}

static bool seen_before(const struct hr_run *run, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (run->series[k].count > 0 && same_panel(&run->series[k], &run->series[i]))
			return true;
	}
	return false;
}

void hr_resource_sheet_init(struct hr_resource_sheet *sheet, const struct hr_run *run)
{
	bool any = false;

	*sheet = (struct hr_resource_sheet){ 0 };
	for (size_t i = 0; i < run->series_count; i++) {
		const struct hr_series *series = &run->series[i];
		int64_t from, to;

		if (series->count == 0)
			continue;
		from = point_ns(series, 0);
		to = point_ns(series, series->count - 1) + series->step_ns;
		sheet->start_ns = any && sheet->start_ns < from ? sheet->start_ns : from;
		sheet->end_ns = any && sheet->end_ns > to ? sheet->end_ns : to;
		any = true;
	}
	for (size_t i = 0; i < run->series_count && sheet->count < HR_RESOURCE_PANELS_MAX; i++) {
		struct hr_resource_panel *panel = &sheet->panels[sheet->count];

		if (run->series[i].count == 0 || seen_before(run, i))
			continue;
		fill_panel(panel, run, &run->series[i], sheet->start_ns);
		sheet->count += panel->count > 0 ? 1 : 0;
	}
}

void hr_resource_sheet_release(struct hr_resource_sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		struct hr_resource_panel *panel = &sheet->panels[i];

		for (size_t k = 0; k < panel->count; k++)
			release_line(&panel->lines[k]);
		free(panel->title);
		free(panel->unit);
	}
	*sheet = (struct hr_resource_sheet){ 0 };
}
