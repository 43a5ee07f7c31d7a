/*
 * When a service was down: a row of outages, and a row an incident with its stamps.
 */
#include <config.h>
#include "render/charts.h"

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/bar_rows.h"
#include "render/model_part.h"

#define ROWS_MAX 12
#define BARS_MAX 500
#define TIPS_MAX 40

struct sheet {
	const json_t *section, *incidents;
	const struct hr_zone *zone;
	int64_t start_ns, end_ns;
	struct hr_bar_rows rows;
};

static const json_t *outages_of(const struct hr_scene *scene)
{
	return hr_json_at(scene->document, "reliability.outages");
}

static bool has_data(const struct hr_scene *scene)
{
	const json_t *section = json_object_get(scene->document, "reliability");
	int64_t start_ns = hr_instant_at(section, "start"), end_ns = hr_instant_at(section, "end");

	return json_array_size(outages_of(scene)) > 0 && start_ns != HR_INSTANT_NONE &&
	       end_ns > start_ns;
}

/* Seconds since the axis begins. */
static double seconds_at(const struct sheet *sheet, int64_t at_ns)
{
	return hr_span_s(sheet->start_ns, at_ns);
}

/* What has no end is not over. */
static int64_t end_of(const struct sheet *sheet, const json_t *item)
{
	int64_t end_ns = hr_instant_at(item, "end");

	return end_ns != HR_INSTANT_NONE ? end_ns : sheet->end_ns;
}

static void draw_bar(const struct sheet *sheet, struct hr_path *path, const json_t *item,
                     size_t row)
{
	hr_bar_rows_add(&sheet->rows, path, row, seconds_at(sheet, hr_instant_at(item, "start")),
	                seconds_at(sheet, end_of(sheet, item)));
}

static void put_name(struct sheet *sheet, size_t row, const char *name)
{
	struct hr_str text = { 0 };

	hr_put_cut(&text, name, 40);
	hr_bar_rows_name(&sheet->rows, row, hr_str_slice(&text));
	hr_str_release(&text);
}

/* Acknowledged: a line through the bar. */
static void draw_stamp(struct sheet *sheet, const json_t *incident, size_t row)
{
	int64_t at_ns = hr_instant_at(incident, "acknowledged");
	double x = hr_bar_rows_x(&sheet->rows, seconds_at(sheet, at_ns));
	double y = hr_bar_rows_y(&sheet->rows, row);
	struct hr_svg *svg = &sheet->rows.plot.svg;
	struct hr_path path = { 0 };

	if (at_ns == HR_INSTANT_NONE || at_ns < sheet->start_ns || at_ns > sheet->end_ns)
		return;
	hr_path_move(&path, x, y - 3);
	hr_path_line(&path, x, y + HR_BAR_HEIGHT + 3);
	hr_svg_begin(svg, "path");
	hr_svg_stroke(svg, HR_ROLE_TEXT, HR_DASH_SOLID, 1.5);
	hr_svg_path_data(svg, &path);
	hr_svg_empty(svg);
	hr_path_release(&path);
}

static void draw_tip(struct sheet *sheet, const json_t *item, const char *name, size_t row)
{
	int64_t start_ns = hr_instant_at(item, "start"), end_ns = end_of(sheet, item);
	char when[HR_TICK_TEXT_SIZE];
	struct hr_str text = { 0 };

	hr_put_cut(&text, name, 60);
	hr_axis_time_text(start_ns, sheet->zone, 1, true, when);
	hr_str_printf(&text, " from %s, ", when);
	hr_chart_value(&text, hr_span_s(start_ns, end_ns) * 1000, HR_QUANTITY_DURATION_MS);
	if (hr_instant_at(item, "end") == HR_INSTANT_NONE)
		hr_str_puts(&text, ", not over");
	hr_bar_rows_tip(&sheet->rows, row, seconds_at(sheet, start_ns), seconds_at(sheet, end_ns),
	                hr_str_slice(&text));
	hr_str_release(&text);
}

/* Incidents that touch the window; gives how many of at most ROWS_MAX. */
static size_t incidents_of(const struct sheet *sheet, const json_t *out[ROWS_MAX])
{
	const json_t *incident;
	size_t i, count = 0;

	json_array_foreach(sheet->incidents, i, incident)
	{
		if (count < ROWS_MAX && hr_instant_at(incident, "start") < sheet->end_ns &&
		    end_of(sheet, incident) > sheet->start_ns)
			out[count++] = incident;
	}
	return count;
}

static void describe(const struct sheet *sheet, struct hr_str *out)
{
	size_t count = json_array_size(json_object_get(sheet->section, "outages"));

	hr_chart_value(out, (double)count, HR_QUANTITY_COUNT);
	hr_str_puts(out, count == 1 ? " outage, " : " outages, ");
	hr_chart_value(out, hr_stat(sheet->section, "down_s") * 1000, HR_QUANTITY_DURATION_MS);
	hr_str_puts(out, " down of ");
	hr_chart_value(out, hr_span_s(sheet->start_ns, sheet->end_ns) * 1000,
	               HR_QUANTITY_DURATION_MS);
	hr_str_putc(out, '.');
}

static void draw_rows(struct sheet *sheet, const json_t *const *incidents, size_t count)
{
	const json_t *outage;
	struct hr_path down = { 0 };
	size_t i;

	put_name(sheet, 0, "down");
	json_array_foreach(json_object_get(sheet->section, "outages"), i, outage)
	{
		if (i < BARS_MAX)
			draw_bar(sheet, &down, outage, 0);
	}
	hr_bar_rows_put(&sheet->rows, &down, HR_ROLE_BAD);
	for (i = 0; i < count; i++) {
		struct hr_path bar = { 0 };

		put_name(sheet, i + 1, hr_json_text_at(incidents[i], "name"));
		draw_bar(sheet, &bar, incidents[i], i + 1);
		hr_bar_rows_put(&sheet->rows, &bar, HR_ROLE_WARN);
		draw_stamp(sheet, incidents[i], i + 1);
	}
}

static void draw_tips(struct sheet *sheet, const json_t *const *incidents, size_t count)
{
	const json_t *outage;
	size_t i;

	hr_tips_begin(&sheet->rows.plot);
	json_array_foreach(json_object_get(sheet->section, "outages"), i, outage)
	{
		if (i < TIPS_MAX)
			draw_tip(sheet, outage, "outage", 0);
	}
	for (i = 0; i < count; i++)
		draw_tip(sheet, incidents[i], hr_json_text_at(incidents[i], "name"), i + 1);
	hr_tips_end(&sheet->rows.plot);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct sheet sheet = { .section = json_object_get(scene->document, "reliability"),
		               .incidents = json_object_get(scene->document, "incidents"),
		               .zone = hr_scene_zone(scene) };
	const json_t *incidents[ROWS_MAX];
	struct hr_str desc = { 0 };
	struct hr_panel *panel;
	size_t count;

	if (!has_data(scene))
		return;
	sheet.start_ns = hr_instant_at(sheet.section, "start");
	sheet.end_ns = hr_instant_at(sheet.section, "end");
	count = incidents_of(&sheet, incidents);
	describe(&sheet, &desc);
	hr_bar_rows_begin(&sheet.rows, about, count + 1, hr_str_slice(&desc), svg);
	panel = &sheet.rows.panel;
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_time(&panel->x, sheet.start_ns, sheet.end_ns, sheet.zone);
	hr_bar_rows_frame(&sheet.rows);
	draw_rows(&sheet, incidents, count);
	draw_tips(&sheet, incidents, count);
	hr_plot_end(&sheet.rows.plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_incidents = {
	.name = "incidents",
	.title = "Outages and incidents",
	.note = "The first row is the time down, in which overlapping incidents count once; a line "
	        "through a bar is when it was acknowledged.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
