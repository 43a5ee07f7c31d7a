#include <config.h>
#include "render/time_chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "record/event_kinds.h"
#include "render/text_width.h"

/* Bytes are what a report is short of: so many read-outs keep a chart below 12 kB. */
#define TIP_BYTES_MAX  2600
#define TIPS_MAX       60
#define TIP_MARKUP     100
#define EVENT_WIDTH    200.0 /* px of the text of an event */
#define STEADY_NAME    "steady state"
#define STEADY_ROOM    80.0 /* px of its name */
#define NAME_STEP      12.0 /* px between places that are tried for it */
#define NAME_CLEAR     3.0  /* px around it */
#define STEADY_ALL     0.97 /* of the time: a shade over all says nothing */
#define LOG_FROM_RATIO 50.0 /* a linear axis hides the low lines beyond this */

bool hr_time_chart_init(struct hr_time_chart *chart, const struct hr_scene *scene, size_t stretches)
{
	*chart = (struct hr_time_chart){ 0 };
	return hr_timeline_init(&chart->timeline, scene, stretches);
}

bool hr_time_chart_has_data(const struct hr_scene *scene)
{
	struct hr_timeline timeline;

	return hr_timeline_init(&timeline, scene, 1);
}

double *hr_time_chart_line(struct hr_time_chart *chart, const char *name, enum hr_role role,
                           enum hr_dash dash)
{
	struct hr_line *line;
	double *values;

	if (chart->line_count == HR_TIME_LINES_MAX)
		return NULL;
	values = hr_zalloc(chart->timeline.count, sizeof(*values));
	line = &chart->lines[chart->line_count];
	chart->values[chart->line_count++] = values;
	*line = (struct hr_line){ name, role, dash, 1.5, values };
	return values;
}

void hr_time_chart_release(struct hr_time_chart *chart)
{
	while (chart->line_count > 0)
		free(chart->values[--chart->line_count]);
	free(chart->low);
	free(chart->high);
	hr_str_release(&chart->desc);
}

void hr_time_chart_shade(struct hr_time_chart *chart, const struct hr_label *label,
                         enum hr_per_stretch what)
{
	if (chart->timeline.per == 1)
		return;
	chart->low = hr_alloc_array(chart->timeline.count, sizeof(*chart->low));
	chart->high = hr_alloc_array(chart->timeline.count, sizeof(*chart->high));
	hr_timeline_range(&chart->timeline, label, what, chart->low, chart->high);
}

const char *hr_time_chart_shade_note(const struct hr_scene *scene)
{
	struct hr_timeline timeline;

	if (!hr_timeline_init(&timeline, scene, HR_STRETCHES_HALF) || timeline.per == 1)
		return NULL;
	return "A point joins several intervals of the recording; the shade spans them.";
}

static void choose_y(const struct hr_time_chart *chart, struct hr_axis *axis)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < chart->line_count; i++)
		hr_lines_extent(chart->lines[i].values, chart->timeline.count, &low, &high);
	if (chart->high != NULL)
		hr_lines_extent(chart->high, chart->timeline.count, &low, &high);
	if (!(high >= low))
		low = high = 0;
	if (chart->may_be_log && low > 0 && high / low >= LOG_FROM_RATIO)
		hr_axis_log(axis, low, high, chart->quantity, 7);
	else
		hr_axis_linear(axis, low, high, chart->quantity, 5);
}

static void draw_lines(const struct hr_time_chart *chart, struct hr_plot *plot,
                       const struct hr_panel *panel)
{
	size_t n = chart->timeline.count;
	double *x = hr_alloc_array(n, sizeof(*x));

	for (size_t i = 0; i < n; i++)
		x[i] = hr_timeline_x(&chart->timeline, i);
	if (chart->high != NULL)
		hr_shade_draw(plot, panel, chart->lines[0].role, x, chart->low, chart->high, n);
	for (size_t i = chart->line_count; i-- > 0;)
		hr_line_draw(plot, panel, &chart->lines[i], x, n, n);
	free(x);
}

static void draw_names(const struct hr_time_chart *chart, struct hr_plot *plot,
                       const struct hr_panel *panel)
{
	struct hr_name names[HR_TIME_LINES_MAX];

	for (size_t i = 0; i < chart->line_count; i++)
		names[i] = (struct hr_name){
			chart->lines[i].name,
			hr_line_end(panel, &chart->lines[i], chart->timeline.count),
			chart->lines[i].role,
		};
	hr_names_draw(plot, panel, names, chart->line_count);
}

static double names_room(const struct hr_time_chart *chart)
{
	struct hr_name names[HR_TIME_LINES_MAX];

	for (size_t i = 0; i < chart->line_count; i++)
		names[i] = (struct hr_name){ .text = chart->lines[i].name };
	return hr_names_room(names, chart->line_count);
}

static void tip_text(const struct hr_time_chart *chart, size_t i, struct hr_str *out)
{
	hr_timeline_when(&chart->timeline, i, out);
	for (size_t k = 0; k < chart->line_count; k++) {
		char value[HR_UNIT_TEXT_SIZE];

		if (!isfinite(chart->lines[k].values[i]))
			continue;
		hr_unit_format(chart->lines[k].values[i], chart->quantity, HR_STYLE_UNICODE, value);
		hr_str_printf(out, " \xc2\xb7 %s %s", chart->lines[k].name, value);
	}
}

/* Where in [from, to) the key line stands out most. */
static size_t peak_of(const struct hr_time_chart *chart, size_t from, size_t to)
{
	const double *values = chart->lines[chart->key].values;
	size_t best = from;

	for (size_t i = from; i < to; i++) {
		if (isfinite(values[i]) && (!isfinite(values[best]) || values[i] > values[best]))
			best = i;
	}
	return best;
}

static size_t band_count(const struct hr_time_chart *chart)
{
	struct hr_str text = { 0 };
	size_t n;

	tip_text(chart, chart->timeline.count / 2, &text);
	n = TIP_BYTES_MAX / (TIP_MARKUP + text.length);
	hr_str_release(&text);
	if (n > TIPS_MAX)
		n = TIPS_MAX;
	return n > chart->timeline.count ? chart->timeline.count : n;
}

void hr_time_chart_tips(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct hr_time_chart *chart)
{
	size_t n = chart->timeline.count, bands = band_count(chart);
	double all = (double)chart->timeline.intervals * (double)chart->timeline.step_ns / 1e9;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t band = 0; band < bands; band++) {
		size_t from = band * n / bands, to = (band + 1) * n / bands;
		double left = hr_scale_at(&panel->x.scale, all * (double)from / (double)n);
		double right = hr_scale_at(&panel->x.scale, all * (double)to / (double)n);

		hr_str_truncate(&text, 0);
		tip_text(chart, peak_of(chart, from, to), &text);
		hr_tip(plot, left, panel->top, right - left, panel->bottom - panel->top,
		       hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void event_text(struct hr_plot *plot, double x, double y, struct hr_slice text, double room)
{
	hr_plot_halo_begin(plot);
	hr_plot_text(plot, x, y, HR_ANCHOR_START, HR_ROLE_WARN, text, room);
	hr_plot_halo_end(plot);
}

/* What the section about experiments tells: of these the fault alone is a mark. */
static bool is_detail(const char *kind)
{
	static const char *const kinds[] = { HR_EVENT_EXPERIMENT, HR_EVENT_ACTION,
		                             HR_EVENT_ROLLBACK, HR_EVENT_PROBE_PASSED,
		                             HR_EVENT_PROBE_FAILED };

	for (size_t i = 0; kind != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

void hr_time_chart_events(struct hr_plot *plot, const struct hr_panel *panel,
                          const struct hr_scene *scene)
{
	double free_from = panel->left;

	for (size_t i = 0; i < scene->run.event_count; i++) {
		const struct hr_run_event *event = &scene->run.events[i];
		double at_s = hr_span_s(panel->x.origin_ns, event->start_ns);
		double x = hr_scale_at(&panel->x.scale, at_s), width;
		struct hr_slice text = hr_slice_of(event->text);
		struct hr_path path = { 0 };

		if (is_detail(event->kind))
			continue;
		if (!(at_s >= 0 && at_s <= panel->x.scale.high) || x < free_from)
			continue;
		if (text.length == 0)
			text = hr_slice_of(event->kind);
		width = fmin(hr_text_width(text, HR_SVG_FONT_SIZE), panel->right - x - 8);
		hr_path_move(&path, x, panel->top);
		hr_path_line(&path, x, panel->bottom);
		hr_svg_begin(&plot->svg, "path");
		hr_svg_stroke(&plot->svg, HR_ROLE_WARN, HR_DASH_SHORT, 1);
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
		hr_path_release(&path);
		if (width > 30)
			event_text(plot, x + 4, panel->top + 9, text, fmin(width + 1, EVENT_WIDTH));
		free_from = x + fmin(width, EVENT_WIDTH) + 12;
	}
}

/* Does a mark of an event, or its text, lie between two places? */
static bool has_event(const struct hr_panel *panel, const struct hr_scene *scene, double left,
                      double right)
{
	for (size_t i = 0; i < scene->run.event_count; i++) {
		const struct hr_run_event *event = &scene->run.events[i];
		double x = hr_scale_at(&panel->x.scale,
		                       hr_span_s(panel->x.origin_ns, event->start_ns));

		if (x > left - EVENT_WIDTH && x < right)
			return true;
	}
	return false;
}

/* The window that was found steady, within the panel. False when it is nearly all of the run, or
 * too narrow for its name. */
static bool find_steady(const struct hr_panel *panel, const struct hr_scene *scene, double *left,
                        double *right)
{
	int64_t from_ns, to_ns;

	if (!hr_scene_steady(scene, &from_ns, &to_ns))
		return false;
	*left = hr_scale_at(&panel->x.scale, hr_span_s(panel->x.origin_ns, from_ns));
	*right = hr_scale_at(&panel->x.scale, hr_span_s(panel->x.origin_ns, to_ns));
	*left = fmax(*left, panel->left);
	*right = fmin(*right, panel->right);
	return *right - *left >= STEADY_ROOM &&
	       *right - *left <= STEADY_ALL * (panel->right - panel->left);
}

static void shade_steady(struct hr_plot *plot, const struct hr_panel *panel,
                         const struct hr_scene *scene)
{
	double left, right;

	if (!find_steady(panel, scene, &left, &right))
		return;
	hr_svg_begin(&plot->svg, "rect");
	hr_svg_fill(&plot->svg, HR_ROLE_GOOD);
	hr_svg_attr(&plot->svg, "fill-opacity", ".07");
	hr_svg_attr_number(&plot->svg, "x", left);
	hr_svg_attr_number(&plot->svg, "y", panel->top);
	hr_svg_attr_number(&plot->svg, "width", right - left);
	hr_svg_attr_number(&plot->svg, "height", panel->bottom - panel->top);
	hr_svg_inside(&plot->svg);
	hr_svg_title(&plot->svg, HR_SLICE_LITERAL(STEADY_NAME));
	hr_svg_end(&plot->svg, "rect");
}

/* Is a text with its base line at (*x, y) free of lines and events, or can it be moved along the
 * band, before @right, to where it is? */
static bool has_room(const struct hr_time_chart *chart, const struct hr_panel *panel,
                     const struct hr_scene *scene, const double *values_x, double right, double y,
                     double *x)
{
	double width = hr_text_width(HR_SLICE_LITERAL(STEADY_NAME), HR_SVG_FONT_SIZE);
	double from = *x;

	for (size_t step = 0; from + (double)step * NAME_STEP + width + 4 <= right; step++) {
		double at = from + (double)step * NAME_STEP;

		if (has_event(panel, scene, at, at + width) ||
		    !hr_lines_leave_free(panel, chart->lines, chart->line_count, values_x,
		                         chart->timeline.count, at - NAME_CLEAR,
		                         y - HR_SVG_FONT_SIZE, at + width + NAME_CLEAR,
		                         y + NAME_CLEAR))
			continue;
		*x = at;
		return true;
	}
	return false;
}

/* A shade that nothing explains is a riddle: its name stands in it where no line passes, at the
 * top, else at the bottom, else between; at the top over the lines where there is no such place. */
static void place_steady(const struct hr_time_chart *chart, const struct hr_panel *panel,
                         const struct hr_scene *scene, double right, double *at, double *y)
{
	double top = panel->top + 10, bottom = panel->bottom - 5;
	double *x = hr_alloc_array(chart->timeline.count, sizeof(*x));
	double tried = top;
	bool found;

	for (size_t i = 0; i < chart->timeline.count; i++)
		x[i] = hr_timeline_x(&chart->timeline, i);
	found = has_room(chart, panel, scene, x, right, tried, at);
	if (!found) {
		tried = bottom;
		found = has_room(chart, panel, scene, x, right, tried, at);
	}
	for (size_t step = 1; !found && top + (double)step * NAME_STEP < bottom; step++) {
		tried = top + (double)step * NAME_STEP;
		found = has_room(chart, panel, scene, x, right, tried, at);
	}
	*y = found ? tried : top;
	free(x);
}

static void name_steady(const struct hr_time_chart *chart, struct hr_plot *plot,
                        const struct hr_panel *panel, const struct hr_scene *scene)
{
	double left, right, at, y;

	if (!find_steady(panel, scene, &left, &right))
		return;
	at = left + 4;
	place_steady(chart, panel, scene, right, &at, &y);
	hr_plot_halo_begin(plot);
	hr_plot_text(plot, at, y, HR_ANCHOR_START, HR_ROLE_GOOD, HR_SLICE_LITERAL(STEADY_NAME),
	             right - at - 4);
	hr_plot_halo_end(plot);
}

/* The name of the axis says how long a stretch is, where it is not an interval of the run. */
void hr_time_chart_frame(const struct hr_time_chart *chart, struct hr_plot *plot,
                         struct hr_panel *panel)
{
	struct hr_str every = { 0 };

	if (chart->timeline.count > 1) {
		hr_str_puts(&every, " \xc2\xb7 every ");
		hr_timeline_length(&chart->timeline, &every);
	}
	hr_panel_frame(plot, panel, chart->y_title, hr_str_text(&every));
	hr_str_release(&every);
}

void hr_time_chart_finish(struct hr_time_chart *chart, const struct hr_scene *scene,
                          const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_plot plot;
	struct hr_panel panel = { 0 };
	double height = chart->height > 0 ? chart->height : about->wide ? 260 : 220;

	hr_plot_begin(&plot, about, height, hr_str_slice(&chart->desc), svg);
	if (chart->line_count > 0) {
		choose_y(chart, &panel.y);
		hr_panel_whole(&plot, &panel, names_room(chart));
		hr_panel_place_y(&panel);
		hr_timeline_axis(&chart->timeline, &panel.x, panel.left, panel.right);
		hr_time_chart_frame(chart, &plot, &panel);
		shade_steady(&plot, &panel, scene);
		draw_lines(chart, &plot, &panel);
		name_steady(chart, &plot, &panel, scene);
		hr_time_chart_events(&plot, &panel, scene);
		draw_names(chart, &plot, &panel);
		hr_time_chart_tips(&plot, &panel, chart);
	}
	hr_plot_end(&plot);
	hr_time_chart_release(chart);
}
