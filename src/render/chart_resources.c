#include <config.h>
#include "record/series.h"
#include "render/charts.h"

#include <math.h>
#include <string.h>

#include "render/lines.h"
#include "render/multiples.h"
#include "render/resource_sheet.h"
#include "render/scene.h"
#include "render/text_width.h"

#define ROW_HEIGHT    190.0
#define POINTS_MAX    700 /* of all lines together */
#define NAMES_MAX     120.0
#define DESCRIBED_MAX 3

static bool has_data(const struct hr_scene *scene)
{
	struct hr_resource_sheet sheet;
	bool any;

	hr_resource_sheet_init(&sheet, &scene->run);
	any = sheet.count > 0;
	hr_resource_sheet_release(&sheet);
	return any;
}

/* A value each has no course: the table below says it all. */
static bool has_course(const struct hr_scene *scene)
{
	for (size_t i = 0; i < scene->run.series_count; i++)
		if (scene->run.series[i].count > 1)
			return true;
	return false;
}

static const struct hr_zone *zone_of(const struct hr_scene *scene)
{
	return scene->zone != NULL ? scene->zone : hr_zone_utc();
}

static void add_value(struct hr_str *out, const struct hr_resource_panel *panel, double value)
{
	hr_chart_value(out, value, panel->quantity);
	if (panel->unit[0] != '\0')
		hr_str_printf(out, "%s%s", panel->unit[0] == '/' ? "" : "\xe2\x80\xaf",
		              panel->unit);
}

static void title_of(const struct hr_resource_panel *panel, const char *axis_unit,
                     struct hr_str *out)
{
	const char *unit = panel->unit[0] != '\0' ? panel->unit : axis_unit;

	if (strcmp(unit, "/s") == 0)
		unit = "per second";
	hr_str_puts(out, panel->title);
	if (unit[0] != '\0')
		hr_str_printf(out, "%s%s", panel->title[0] != '\0' ? ", " : "", unit);
	if (panel->all > panel->count)
		hr_str_printf(out, " (highest %zu of %zu)", panel->count, panel->all);
}

/* "cpu web-1 reaches 92 % at 02:24:10 UTC" */
static void describe_line(const struct hr_resource_panel *panel,
                          const struct hr_resource_line *line, const struct hr_zone *zone,
                          struct hr_str *out)
{
	char when[HR_TICK_TEXT_SIZE], zone_text[HR_TICK_TEXT_SIZE];

	hr_str_puts(out, line->series->name);
	if (line->series->host[0] != '\0')
		hr_str_printf(out, " %s", line->series->host);
	hr_str_puts(out, " is at most ");
	add_value(out, panel, line->high);
	hr_axis_time_text(line->high_ns, zone, 1, true, when);
	hr_axis_zone_text(line->high_ns, zone, zone_text);
	hr_str_printf(out, " (%s %s), on average ", when, zone_text);
	add_value(out, panel, line->mean);
}

static void describe(const struct hr_resource_sheet *sheet, const struct hr_zone *zone,
                     struct hr_str *out)
{
	for (size_t i = 0; i < sheet->count && i < DESCRIBED_MAX; i++) {
		const struct hr_resource_panel *panel = &sheet->panels[i];

		if (i > 0)
			hr_str_puts(out, "; ");
		describe_line(panel, &panel->lines[0], zone, out);
	}
	hr_str_putc(out, '.');
}

static void choose_y(const struct hr_resource_panel *panel, struct hr_axis *axis)
{
	double low = 0, high = 0;

	for (size_t k = 0; k < panel->count; k++)
		hr_lines_extent(panel->lines[k].y, panel->lines[k].count, &low, &high);
	hr_axis_linear(axis, low, high, panel->quantity, 5);
}

static void draw_tip(struct hr_plot *plot, const struct hr_panel *panel,
                     const struct hr_resource_panel *data, const struct hr_zone *zone)
{
	struct hr_str text = { 0 };

	for (size_t k = 0; k < data->count && k < 2; k++) {
		hr_str_puts(&text, k > 0 ? "; " : "");
		describe_line(data, &data->lines[k], zone, &text);
	}
	hr_tips_begin(plot);
	hr_tip(plot, panel->left, panel->top, panel->right - panel->left,
	       panel->bottom - panel->top, hr_str_slice(&text));
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void draw_lines(struct hr_plot *plot, struct hr_panel *panel,
                       const struct hr_resource_panel *data, size_t columns)
{
	static const struct {
		enum hr_role role;
		enum hr_dash dash;
	} styles[HR_RESOURCE_LINES_MAX] = {
		{ HR_ROLE_CUR, HR_DASH_SOLID },  { HR_ROLE_ALT, HR_DASH_LONG },
		{ HR_ROLE_GOOD, HR_DASH_SOLID }, { HR_ROLE_WARN, HR_DASH_LONG },
		{ HR_ROLE_BASE, HR_DASH_SHORT }, { HR_ROLE_CUR, HR_DASH_DOT },
	};
	struct hr_name names[HR_RESOURCE_LINES_MAX];

	for (size_t k = data->count; k-- > 0;) {
		const struct hr_resource_line *line = &data->lines[k];
		struct hr_line drawn = { line->name, styles[k].role, styles[k].dash, 1.5, line->y };

		hr_line_draw(plot, panel, &drawn, line->x, line->count, columns);
		names[k] = (struct hr_name){ line->name, hr_line_end(panel, &drawn, line->count),
			                     styles[k].role };
	}
	hr_names_draw(plot, panel, names, data->count);
}

static double names_room(const struct hr_resource_sheet *sheet)
{
	double room = 0;

	for (size_t i = 0; i < sheet->count; i++) {
		for (size_t k = 0; k < sheet->panels[i].count; k++)
			room = fmax(room, hr_text_width(hr_slice_of(sheet->panels[i].lines[k].name),
			                                HR_SVG_FONT_SIZE));
	}
	return fmin(room, NAMES_MAX) + 8;
}

static void draw_panel(struct hr_plot *plot, const struct hr_resource_sheet *sheet, size_t i,
                       struct hr_panel *panel, const struct hr_zone *zone)
{
	const struct hr_resource_panel *data = &sheet->panels[i];
	struct hr_str title = { 0 };
	size_t lines = 0;

	for (size_t k = 0; k < sheet->count; k++)
		lines += sheet->panels[k].count;
	choose_y(data, &panel->y);
	panel->outer_left = panel->left;
	panel->right -= names_room(sheet);
	hr_panel_place_y(panel);
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_time(&panel->x, sheet->start_ns, sheet->end_ns, zone);
	title_of(data, panel->y.unit, &title);
	panel->y.unit[0] = '\0';
	hr_panel_frame(plot, panel, hr_str_text(&title), "");
	draw_lines(plot, panel, data, POINTS_MAX / 2 / lines);
	plot->tip_y = 11;
	plot->tip_room = plot->width;
	draw_tip(plot, panel, data, zone);
	hr_str_release(&title);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_multiples multiples = {
		.columns = 2, .row_height = ROW_HEIGHT, .gap = 24, .top = 18
	};
	struct hr_resource_sheet sheet;
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	hr_resource_sheet_init(&sheet, &scene->run);
	multiples.count = sheet.count;
	if (sheet.count == 1)
		multiples.columns = 1;
	describe(&sheet, zone_of(scene), &desc);
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	for (size_t i = 0; i < sheet.count; i++) {
		struct hr_panel panel = { 0 };

		hr_multiples_place(&multiples, plot.width, i, &panel);
		draw_panel(&plot, &sheet, i, &panel, zone_of(scene));
	}
	hr_plot_end(&plot);
	hr_resource_sheet_release(&sheet);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_resources = {
	.name = "resources",
	.title = "Resources",
	.note = "One panel a unit; counters as rates per second. "
	        "Interruptions are gaps in the recording.",
	.wide = true,
	.has_data = has_data,
	.in_page = has_course,
	.draw = draw,
};
