/*
 * When rules would have fired, on burn rates and on figures: a row a rule, a bar a firing.
 */
#include <config.h>
#include "render/charts.h"

#include <inttypes.h>
#include <math.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/bar_rows.h"
#include "render/model_part.h"
#include "render/timeline.h"

#define ROWS_MAX 8
#define BARS_MAX 200
#define TIPS_MAX 12

static size_t add_fired(const json_t *rules, const json_t *rows[ROWS_MAX], size_t count)
{
	const json_t *rule;
	size_t i;

	json_array_foreach(rules, i, rule)
	{
		if (json_array_size(json_object_get(rule, "firings")) > 0 && count < ROWS_MAX)
			rows[count++] = rule;
	}
	return count;
}

/* Rules that fired; gives how many of at most ROWS_MAX. */
static size_t rows_of(const struct hr_scene *scene, const json_t *rows[ROWS_MAX])
{
	size_t count = add_fired(hr_json_at(scene->document, "alerts.burn_rate"), rows, 0);

	return add_fired(hr_json_at(scene->document, "alerts.rules"), rows, count);
}

static bool has_data(const struct hr_scene *scene)
{
	const json_t *rows[ROWS_MAX];
	struct hr_timeline timeline;

	return rows_of(scene, rows) > 0 && hr_timeline_init(&timeline, scene, 1);
}

/* Seconds since the start of the timeline. */
static double seconds_at(const struct hr_timeline *timeline, const char *text, double missing)
{
	int64_t instant_ns;

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &instant_ns, NULL) != HR_OK)
		return missing;
	return hr_span_s(hr_timeline_ns(timeline, 0), instant_ns);
}

static void tip_text(const json_t *firing, double from_s, double to_s, struct hr_str *out)
{
	double used = hr_stat(firing, "budget_used_ratio");

	hr_str_puts(out,
	            json_is_null(json_object_get(firing, "end")) ? "fires on, for " : "fires for ");
	hr_put_seconds(out, to_s - from_s);
	if (isfinite(used)) {
		hr_str_puts(out, ", ");
		hr_chart_value(out, used, HR_QUANTITY_RATIO);
		hr_str_puts(out, " of the budget used at its start");
	}
}

struct sheet {
	const struct hr_scene *scene;
	struct hr_timeline timeline;
	struct hr_bar_rows rows;
};

/* Of an objective's rule its long window tells which it is. */
static void put_name(struct hr_str *out, const json_t *rule)
{
	if (json_object_get(rule, "slo") == NULL) {
		hr_put_cut(out, hr_name_at(rule, "name"), 28);
		return;
	}
	hr_put_cut(out, hr_name_at(rule, "slo"), 24);
	hr_str_putc(out, ' ');
	hr_put_seconds(out, hr_stat(rule, "window_s"));
}

static void span_of(const struct sheet *sheet, const json_t *firing, double *from_s, double *to_s)
{
	double end_s = hr_span_s(hr_timeline_ns(&sheet->timeline, 0), sheet->timeline.end_ns);

	*from_s = seconds_at(&sheet->timeline, hr_json_text_at(firing, "start"), 0);
	*to_s = seconds_at(&sheet->timeline, hr_json_text_at(firing, "end"), end_s);
}

static void draw_row(struct sheet *sheet, const json_t *rule, size_t row)
{
	const json_t *firing;
	struct hr_path path = { 0 };
	struct hr_str name = { 0 };
	size_t i;

	put_name(&name, rule);
	hr_bar_rows_name(&sheet->rows, row, hr_str_slice(&name));
	hr_str_release(&name);
	json_array_foreach(json_object_get(rule, "firings"), i, firing)
	{
		double from_s, to_s;

		if (i == BARS_MAX)
			break;
		span_of(sheet, firing, &from_s, &to_s);
		hr_bar_rows_add(&sheet->rows, &path, row, from_s, to_s);
	}
	hr_bar_rows_put(&sheet->rows, &path, HR_ROLE_BAD);
}

static void draw_tips(struct sheet *sheet, const json_t *rule, size_t row)
{
	const json_t *firing;
	size_t i;

	json_array_foreach(json_object_get(rule, "firings"), i, firing)
	{
		struct hr_str text = { 0 };
		double from_s, to_s;

		if (i == TIPS_MAX)
			break;
		span_of(sheet, firing, &from_s, &to_s);
		tip_text(firing, from_s, to_s, &text);
		hr_bar_rows_tip(&sheet->rows, row, from_s, to_s, hr_str_slice(&text));
		hr_str_release(&text);
	}
}

static void describe(const json_t *const *rows, size_t count, struct hr_str *out)
{
	double fired = 0;

	for (size_t i = 0; i < count; i++) {
		double all = hr_stat(rows[i], "fired");

		fired += isfinite(all)
		                 ? all
		                 : (double)json_array_size(json_object_get(rows[i], "firings"));
	}
	hr_chart_value(out, fired, HR_QUANTITY_COUNT);
	hr_str_printf(out, " %s of %zu %s.", fired > 1 ? "firings" : "firing", count,
	              count == 1 ? "rule" : "rules");
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct sheet sheet = { .scene = scene };
	const json_t *rows[ROWS_MAX];
	size_t count = rows_of(scene, rows);
	struct hr_str desc = { 0 };
	struct hr_panel *panel;

	if (!hr_timeline_init(&sheet.timeline, scene, 1000))
		return;
	describe(rows, count, &desc);
	hr_bar_rows_begin(&sheet.rows, about, count, hr_str_slice(&desc), svg);
	panel = &sheet.rows.panel;
	hr_timeline_axis(&sheet.timeline, &panel->x, panel->left, panel->right);
	hr_bar_rows_frame(&sheet.rows);
	for (size_t i = 0; i < count; i++)
		draw_row(&sheet, rows[i], i);
	hr_tips_begin(&sheet.rows.plot);
	for (size_t i = 0; i < count; i++)
		draw_tips(&sheet, rows[i], i);
	hr_tips_end(&sheet.rows.plot);
	hr_plot_end(&sheet.rows.plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_alert_timeline = {
	.name = "alert-timeline",
	.title = "When alerts would have fired",
	.note = "A row a rule, of burn rates by objective and long window; a bar a firing.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
