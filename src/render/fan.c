#include <config.h>
#include "render/fan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "render/chart.h"
#include "render/lines.h"

#define POINTS_MAX 4096
#define TIPS_MAX   60
#define DATE_ROOM  34.0 /* px between the limit and the axis */

static int64_t instant_of(const json_t *value)
{
	int64_t at_ns = HR_INSTANT_NONE;
	const char *text = json_string_value(value);

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &at_ns, NULL) != HR_OK)
		return HR_INSTANT_NONE;
	return at_ns;
}

static double number_at(const json_t *point, size_t i)
{
	const json_t *value = json_array_get(point, i);

	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

void hr_fan_release(struct hr_fan *fan)
{
	free(fan->x);
	free(fan->y);
	free(fan->fx);
	free(fan->mean);
	for (size_t b = 0; b < HR_FAN_BANDS; b++) {
		free(fan->low[b]);
		free(fan->high[b]);
	}
}

static size_t capped_size(const json_t *list)
{
	size_t n = json_array_size(list);

	return n < POINTS_MAX ? n : POINTS_MAX;
}

static void read_history(struct hr_fan *fan, const json_t *history)
{
	for (size_t i = 0; i < fan->past; i++) {
		const json_t *point = json_array_get(history, i);
		int64_t at_ns = instant_of(json_array_get(point, 0));

		fan->x[i] = hr_span_s(fan->from_ns, at_ns);
		fan->y[i] = at_ns == HR_INSTANT_NONE ? (double)NAN : number_at(point, 1);
	}
}

static void read_forecast(struct hr_fan *fan, const json_t *forecast, const json_t *factors)
{
	/* [day, mean, low50, high50, low80, high80, low95, high95] */
	for (size_t i = 0; i < fan->ahead; i++) {
		const json_t *point = json_array_get(forecast, i);
		int64_t at_ns = instant_of(json_array_get(point, 0));
		double factor;

		fan->fx[i] = hr_span_s(fan->from_ns, at_ns);
		factor = factors != NULL ? number_at(factors, i) : 1;
		fan->mean[i] = number_at(point, 1) * factor;
		for (size_t b = 0; b < HR_FAN_BANDS; b++) {
			fan->low[b][i] = number_at(point, 6 - 2 * b) * factor;
			fan->high[b][i] = number_at(point, 7 - 2 * b) * factor;
		}
	}
}

static void read_date(struct hr_fan *fan, const json_t *date)
{
	fan->date_ns = instant_of(json_object_get(date, "expected"));
	if (fan->date_ns != HR_INSTANT_NONE)
		return;
	fan->date_ns = instant_of(json_object_get(date, "earliest"));
	fan->date_is_earliest = true;
}

/* A limit far above everything would flatten the rest; then only its value is told. */
static void find_extent(struct hr_fan *fan)
{
	double least = INFINITY;

	fan->high_value = -INFINITY;
	hr_lines_extent(fan->y, fan->past, &least, &fan->high_value);
	hr_lines_extent(fan->low[0], fan->ahead, &least, &fan->high_value);
	hr_lines_extent(fan->high[0], fan->ahead, &least, &fan->high_value);
	if (fan->limit > 0 && fan->limit < 4 * fan->high_value)
		fan->high_value = fmax(fan->high_value, fan->limit);
}

static void alloc_values(struct hr_fan *fan)
{
	fan->x = hr_alloc_array(fan->past, sizeof(double));
	fan->y = hr_alloc_array(fan->past, sizeof(double));
	fan->fx = hr_alloc_array(fan->ahead, sizeof(double));
	fan->mean = hr_alloc_array(fan->ahead, sizeof(double));
	for (size_t b = 0; b < HR_FAN_BANDS; b++) {
		fan->low[b] = hr_alloc_array(fan->ahead, sizeof(double));
		fan->high[b] = hr_alloc_array(fan->ahead, sizeof(double));
	}
}

bool hr_fan_read(const struct hr_fan_source *source, struct hr_fan *out)
{
	*out = (struct hr_fan){ .past = capped_size(source->history),
		                .ahead = capped_size(source->forecast),
		                .limit = source->limit };
	if (out->past < 2 || out->ahead < 2)
		return false;
	out->from_ns = instant_of(json_array_get(json_array_get(source->history, 0), 0));
	out->to_ns = instant_of(
	        json_array_get(json_array_get(source->forecast, out->ahead - 1), 0));
	if (out->from_ns == HR_INSTANT_NONE || out->to_ns <= out->from_ns)
		return false;
	alloc_values(out);
	read_history(out, source->history);
	read_forecast(out, source->forecast, source->factors);
	read_date(out, source->date);
	find_extent(out);
	if (isfinite(out->high_value))
		return true;
	hr_fan_release(out);
	return false;
}

void hr_fan_put_value(struct hr_str *out, double value, const struct hr_fan_words *words)
{
	hr_chart_value(out, value, words->quantity);
	if (words->unit[0] != '\0')
		hr_str_printf(out, "%s%s", words->unit[0] == '/' ? "" : "\u202f", words->unit);
}

static void put_day(struct hr_str *out, int64_t at_ns, const struct hr_zone *zone)
{
	char text[HR_INSTANT_TEXT_SIZE];

	hr_instant_format(at_ns, zone, text);
	hr_str_add(out, text, 10);
}

static void draw_mark(struct hr_plot *plot, double x1, double y1, double x2, double y2,
                      enum hr_dash dash)
{
	struct hr_path path = { 0 };

	hr_path_move(&path, x1, y1);
	hr_path_line(&path, x2, y2);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, HR_ROLE_BAD, dash, 1.5);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void name_limit(struct hr_plot *plot, const struct hr_panel *panel, const struct hr_fan *fan,
                       const struct hr_fan_words *words, double y)
{
	struct hr_str text = { 0 };

	hr_str_puts(&text, words->limit);
	hr_fan_put_value(&text, fan->limit, words);
	hr_plot_text(plot, panel->left + 6, y - 5, HR_ANCHOR_START, HR_ROLE_BAD,
	             hr_str_slice(&text), (panel->right - panel->left) / 2);
	hr_str_release(&text);
}

/* Down from the limit to the axis, or up where there is no room for a text below it. */
static void mark_date(struct hr_plot *plot, const struct hr_panel *panel, const struct hr_fan *fan,
                      const struct hr_zone *zone, double y)
{
	double x = hr_scale_at(&panel->x.scale, hr_span_s(fan->from_ns, fan->date_ns));
	bool left = x > (panel->left + panel->right) / 2, up = panel->bottom - y < DATE_ROOM;
	struct hr_str text = { 0 };

	put_day(&text, fan->date_ns, zone);
	if (fan->date_is_earliest)
		hr_str_puts(&text, " at the earliest");
	draw_mark(plot, x, y, x, up ? panel->top : panel->bottom, HR_DASH_SHORT);
	hr_plot_text(plot, left ? x - 6 : x + 6, up ? panel->top + 12 : panel->bottom - 6,
	             left ? HR_ANCHOR_END : HR_ANCHOR_START, HR_ROLE_BAD, hr_str_slice(&text), 200);
	hr_str_release(&text);
}

static void draw_limit(struct hr_plot *plot, const struct hr_panel *panel, const struct hr_fan *fan,
                       const struct hr_fan_words *words, const struct hr_zone *zone)
{
	double y = hr_scale_at(&panel->y.scale, fan->limit);

	if (!(fan->limit > 0) || fan->limit > panel->y.scale.high)
		return;
	draw_mark(plot, panel->left, y, panel->right, y, HR_DASH_LONG);
	hr_plot_halo_begin(plot);
	name_limit(plot, panel, fan, words, y);
	if (fan->date_ns != HR_INSTANT_NONE && fan->date_ns >= fan->from_ns &&
	    fan->date_ns <= fan->to_ns)
		mark_date(plot, panel, fan, zone, y);
	hr_plot_halo_end(plot);
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct hr_fan *fan,
                      const struct hr_fan_words *words, const struct hr_zone *zone)
{
	size_t stride = fan->ahead / TIPS_MAX + 1;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t i = 0; i < fan->ahead; i += stride) {
		size_t next = i + stride < fan->ahead ? i + stride : fan->ahead - 1;
		double left = hr_scale_at(&panel->x.scale, fan->fx[i]);

		if (!isfinite(fan->fx[i]) || !isfinite(fan->fx[next]))
			continue;
		hr_str_truncate(&text, 0);
		put_day(&text, hr_instant_after(fan->from_ns, fan->fx[i]), zone);
		hr_str_puts(&text, ": ");
		hr_fan_put_value(&text, fan->mean[i], words);
		hr_str_puts(&text, ", 95\u202f% ");
		hr_fan_put_value(&text, fan->low[0][i], words);
		hr_str_puts(&text, " to ");
		hr_fan_put_value(&text, fan->high[0][i], words);
		hr_tip(plot, left, panel->top, hr_scale_at(&panel->x.scale, fan->fx[next]) - left,
		       panel->bottom - panel->top, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

/* "Demand, per second" */
static void put_title(struct hr_str *out, const char *unit, const struct hr_fan_words *words)
{
	hr_str_puts(out, words->title);
	if (strcmp(unit, "/s") == 0)
		hr_str_puts(out, ", per second");
	else if (unit[0] != '\0')
		hr_str_printf(out, ", %s", unit);
}

void hr_fan_draw(struct hr_plot *plot, struct hr_panel *panel, const struct hr_fan *fan,
                 const struct hr_fan_words *words, const struct hr_zone *zone)
{
	struct hr_line past = { "", HR_ROLE_CUR, HR_DASH_SOLID, 1.5, fan->y };
	struct hr_line mean = { "", HR_ROLE_CUR, HR_DASH_LONG, 1.5, fan->mean };
	struct hr_str title = { 0 };

	hr_axis_linear(&panel->y, 0, fan->high_value, words->quantity, 5);
	hr_panel_place_y(panel);
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_time(&panel->x, fan->from_ns, fan->to_ns, zone);
	put_title(&title, panel->y.unit, words);
	panel->y.unit[0] = '\0';
	hr_panel_frame(plot, panel, hr_str_text(&title), "");
	hr_str_release(&title);
	for (size_t b = 0; b < HR_FAN_BANDS; b++)
		hr_shade_draw(plot, panel, HR_ROLE_CUR, fan->fx, fan->low[b], fan->high[b],
		              fan->ahead);
	hr_line_draw(plot, panel, &past, fan->x, fan->past, 400);
	hr_line_draw(plot, panel, &mean, fan->fx, fan->ahead, 400);
	draw_limit(plot, panel, fan, words, zone);
	draw_tips(plot, panel, fan, words, zone);
}

void hr_fan_describe(const struct hr_fan *fan, const struct hr_fan_words *words,
                     const struct hr_zone *zone, struct hr_str *out)
{
	hr_str_puts(out, "expected at ");
	hr_fan_put_value(out, fan->mean[fan->ahead - 1], words);
	hr_str_puts(out, " on ");
	put_day(out, fan->to_ns, zone);
	if (fan->limit > 0) {
		hr_str_printf(out, "; %s", words->limit);
		hr_fan_put_value(out, fan->limit, words);
	}
	if (fan->date_ns != HR_INSTANT_NONE) {
		hr_str_puts(out, ", passed on ");
		put_day(out, fan->date_ns, zone);
		hr_str_puts(out, fan->date_is_earliest ? " at the earliest" : "");
	}
}
