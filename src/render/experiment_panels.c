/* Panels of experiments. */
#include <config.h>
#include "render/experiment_panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "document/jsonx.h"
#include "record/words.h"
#include "render/chart.h"
#include "render/lines.h"
#include "render/model_part.h"
#include "render/multiples.h"

#define PANELS_MAX  6
#define LIMITS_MAX  3
#define NS_MAX      9.2e18 /* of an instant, with room for the rounding of doubles */
#define ROW_HEIGHT  200.0
#define TIPS_MAX    40
#define LOG_FROM    50.0
#define LIMIT_NAMES 100.0 /* px at the right for the texts of limits */
#define MARK_ROOM   120.0

/* What a panel shows: a figure of an experiment with all limits that were set for it. */
struct sheet {
	const json_t *experiment;
	const json_t *criteria[LIMITS_MAX]; /* the first has the course */
	size_t count;
	bool mirrored; /* shares of successes are drawn as shares of failures: from 0 up */
	double *x, *y; /* seconds since the start; owned */
	size_t points;
	int64_t start_ns, step_ns;
};

/* --- what there is --- */

static int rank_of(const json_t *experiment)
{
	static const char *const order[] = { "deviated", "inconclusive", "invalid", "verified" };
	const char *outcome = hr_json_text_at(experiment, "outcome");

	for (int i = 0; i < 4; i++)
		if (outcome != NULL && strcmp(outcome, order[i]) == 0)
			return i;
	return 4;
}

static bool is_of_successes(const json_t *criterion)
{
	const char *metric = hr_json_text_at(criterion, "metric");

	return metric != NULL && strcmp(metric, "success_ratio") == 0;
}

/* The figure that is drawn, and of what. */
static bool same_figure(const json_t *a, const json_t *b)
{
	static const char *const keys[] = { "metric", "subject" };

	for (size_t i = 0; i < 2; i++) {
		const char *x = hr_json_text_at(a, keys[i]), *y = hr_json_text_at(b, keys[i]);

		if (i == 0 && is_of_successes(a))
			x = "error_ratio";
		if (i == 0 && is_of_successes(b))
			y = "error_ratio";
		if (x == NULL || y == NULL || strcmp(x, y) != 0)
			return false;
	}
	return hr_subject_kind_of(a) == hr_subject_kind_of(b);
}

/* Of the steady state and of the tolerance. */
static bool same_limit(const json_t *a, const json_t *b)
{
	return !(fabs(hr_stat(a, "limit") - hr_stat(b, "limit")) > 0) &&
	       json_is_true(json_object_get(a, "upper_limit")) ==
	               json_is_true(json_object_get(b, "upper_limit"));
}

/* A document may lack anything, and hold any time: the axis needs all of the course in 64 bits. */
static bool can_be_drawn(const json_t *experiment, const json_t *criterion)
{
	const json_t *about = json_object_get(experiment, "course");
	size_t points = json_array_size(json_object_get(criterion, "course"));
	int64_t start_ns = hr_instant_at(about, "start");
	double length_ns = hr_stat(about, "step_s") * 1e9 * (double)points;

	return points >= 2 && hr_json_text_at(criterion, "metric") != NULL &&
	       start_ns != HR_INSTANT_NONE && length_ns > 0 &&
	       (double)start_ns + length_ns < NS_MAX;
}

static void add_criterion(struct sheet *sheets, size_t first, size_t *count,
                          const json_t *experiment, const json_t *criterion)
{
	if (!can_be_drawn(experiment, criterion))
		return;
	for (size_t i = first; i < *count; i++) {
		if (!same_figure(sheets[i].criteria[0], criterion))
			continue;
		for (size_t k = 0; k < sheets[i].count; k++)
			if (same_limit(sheets[i].criteria[k], criterion))
				return;
		if (sheets[i].count < LIMITS_MAX)
			sheets[i].criteria[sheets[i].count++] = criterion;
		return;
	}
	if (*count < PANELS_MAX)
		sheets[(*count)++] = (struct sheet){ .experiment = experiment,
			                             .criteria = { criterion },
			                             .count = 1 };
}

/* Gives how many panels. */
static size_t sheets_of(const json_t *experiments, struct sheet sheets[PANELS_MAX])
{
	static const char *const lists[] = { "tolerance", "hypothesis" };
	const json_t *experiment;
	size_t i, k, count = 0;

	for (int rank = 0; rank <= 4; rank++) {
		json_array_foreach(experiments, i, experiment)
		{
			size_t first = count;

			if (rank_of(experiment) != rank)
				continue;
			for (size_t l = 0; l < 2; l++) {
				const json_t *criterion;

				json_array_foreach(json_object_get(experiment, lists[l]), k,
				                   criterion)
				        add_criterion(sheets, first, &count, experiment, criterion);
			}
		}
	}
	return count;
}

bool hr_experiment_panels_any(const json_t *experiments)
{
	struct sheet sheets[PANELS_MAX];

	return sheets_of(experiments, sheets) > 0;
}

/* --- values --- */

static double drawn(const struct sheet *sheet, double value)
{
	return sheet->mirrored ? 1 - value : value;
}

/* A limit in what the panel draws. */
static double limit_of(const json_t *criterion)
{
	double limit = hr_stat(criterion, "limit");

	return is_of_successes(criterion) ? 1 - limit : limit;
}

static bool is_upper(const json_t *criterion)
{
	return json_is_true(json_object_get(criterion, "upper_limit")) !=
	       is_of_successes(criterion);
}

static enum hr_quantity quantity_of(const struct sheet *sheet)
{
	return hr_quantity_of_unit(hr_json_text_at(sheet->criteria[0], "unit"));
}

static void sheet_load(struct sheet *sheet)
{
	const json_t *course = json_object_get(sheet->criteria[0], "course");
	const json_t *about = json_object_get(sheet->experiment, "course");
	double step_s = hr_stat(about, "step_s");

	sheet->mirrored = is_of_successes(sheet->criteria[0]);
	sheet->start_ns = hr_instant_at(about, "start");
	sheet->step_ns = (int64_t)(step_s * 1e9);
	sheet->points = json_array_size(course);
	sheet->x = hr_alloc_array(sheet->points, sizeof(double));
	sheet->y = hr_alloc_array(sheet->points, sizeof(double));
	for (size_t i = 0; i < sheet->points; i++) {
		const json_t *value = json_array_get(course, i);

		sheet->x[i] = ((double)i + 0.5) * (double)sheet->step_ns / 1e9;
		sheet->y[i] = json_is_number(value) ? drawn(sheet, json_number_value(value))
		                                    : (double)NAN;
	}
}

static double seconds_at(const struct sheet *sheet, const char *key)
{
	return hr_span_s(sheet->start_ns, hr_instant_at(sheet->experiment, key));
}

/* --- drawing --- */

static double x_of(const struct hr_panel *panel, double seconds)
{
	return fmin(fmax(hr_scale_at(&panel->x.scale, seconds), panel->left), panel->right);
}

static void draw_shade(struct hr_plot *plot, enum hr_role role, const char *opacity, double x,
                       double y, double width, double height)
{
	struct hr_path path = { 0 };

	if (!(width > 0) || !(height > 0))
		return;
	hr_path_rect(&path, x, y, width, height);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_fill(&plot->svg, role);
	hr_svg_attr(&plot->svg, "fill-opacity", opacity);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void draw_stroke(struct hr_plot *plot, enum hr_role role, enum hr_dash dash, double x0,
                        double y0, double x1, double y1)
{
	struct hr_path path = { 0 };

	hr_path_move(&path, x0, y0);
	hr_path_line(&path, x1, y1);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, role, dash, 1.2);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void choose_y(const struct sheet *sheet, struct hr_axis *axis)
{
	double low = (double)INFINITY, high = -(double)INFINITY;

	hr_lines_extent(sheet->y, sheet->points, &low, &high);
	for (size_t i = 0; i < sheet->count; i++) {
		double limit = limit_of(sheet->criteria[i]);

		hr_lines_extent(&limit, 1, &low, &high);
	}
	if (!(high >= low))
		low = high = 0;
	if (low > 0 && high / low >= LOG_FROM && quantity_of(sheet) == HR_QUANTITY_DURATION_MS)
		hr_axis_log(axis, low, high, quantity_of(sheet), 5);
	else
		hr_axis_linear(axis, low, high, quantity_of(sheet), 4);
}

/* What was allowed: the side of the first limit on which it should be. */
static void draw_limits(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct sheet *sheet)
{
	struct hr_name names[LIMITS_MAX];
	char texts[LIMITS_MAX][HR_UNIT_TEXT_SIZE + 16];

	for (size_t i = 0; i < sheet->count; i++) {
		const json_t *criterion = sheet->criteria[i];
		double limit = limit_of(criterion);
		double y = hr_scale_at(&panel->y.scale, limit);
		char value[HR_UNIT_TEXT_SIZE];

		y = fmin(fmax(y, panel->top), panel->bottom);
		if (i == 0 && is_upper(criterion))
			draw_shade(plot, HR_ROLE_GOOD, ".08", panel->left, y,
			           panel->right - panel->left, panel->bottom - y);
		else if (i == 0)
			draw_shade(plot, HR_ROLE_GOOD, ".08", panel->left, panel->top,
			           panel->right - panel->left, y - panel->top);
		draw_stroke(plot, HR_ROLE_WARN, i == 0 ? HR_DASH_LONG : HR_DASH_DOT, panel->left, y,
		            panel->right, y);
		hr_unit_format_in(limit, hr_json_text_at(sheet->criteria[0], "unit"),
		                  HR_STYLE_UNICODE, value);
		snprintf(texts[i], sizeof(texts[i]), "%s %s",
		         is_upper(criterion) ? "at most" : "at least", value);
		names[i] = (struct hr_name){ texts[i], y, HR_ROLE_WARN };
	}
	hr_names_draw(plot, panel, names, sheet->count);
}

static void draw_mark(struct hr_plot *plot, const struct hr_panel *panel, double x, double line,
                      enum hr_role role, const char *text)
{
	bool left = panel->right - x < MARK_ROOM;

	hr_plot_halo_begin(plot);
	hr_plot_text(plot, left ? x - 4 : x + 4, panel->top + 10 + line * 13,
	             left ? HR_ANCHOR_END : HR_ANCHOR_START, role, hr_slice_of(text), MARK_ROOM);
	hr_plot_halo_end(plot);
}

static void draw_fault(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct sheet *sheet, const char *mark)
{
	double left = x_of(panel, seconds_at(sheet, "start"));
	double right = x_of(panel, seconds_at(sheet, "end"));
	double recovery_s = hr_stat(sheet->experiment, "recovery_s");

	draw_shade(plot, HR_ROLE_BAD, ".10", left, panel->top, fmax(right - left, 1),
	           panel->bottom - panel->top);
	draw_stroke(plot, HR_ROLE_BAD, HR_DASH_SHORT, left, panel->top, left, panel->bottom);
	draw_stroke(plot, HR_ROLE_BAD, HR_DASH_SHORT, right, panel->top, right, panel->bottom);
	draw_mark(plot, panel, left, 0, HR_ROLE_BAD, mark);
	if (isfinite(recovery_s) && recovery_s > 0) {
		double x = x_of(panel, seconds_at(sheet, "end") + recovery_s);
		struct hr_str text = { 0 };

		draw_stroke(plot, HR_ROLE_GOOD, HR_DASH_SOLID, x, panel->top, x, panel->bottom);
		hr_str_puts(&text, "back after ");
		hr_chart_value(&text, recovery_s * 1000, HR_QUANTITY_DURATION_MS);
		draw_mark(plot, panel, x, 1, HR_ROLE_GOOD, hr_str_text(&text));
		hr_str_release(&text);
	}
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct sheet *sheet,
                      const struct hr_zone *zone)
{
	size_t bands = sheet->points < TIPS_MAX ? sheet->points : TIPS_MAX;
	double all_s = (double)sheet->points * (double)sheet->step_ns / 1e9;
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t band = 0; band < bands; band++) {
		size_t from = band * sheet->points / bands, to = (band + 1) * sheet->points / bands;
		double left = x_of(panel, all_s * (double)from / (double)sheet->points);
		double right = x_of(panel, all_s * (double)to / (double)sheet->points);
		char when[HR_TICK_TEXT_SIZE];
		size_t best = from;

		for (size_t i = from; i < to; i++)
			if (isfinite(sheet->y[i]) &&
			    !(isfinite(sheet->y[best]) && sheet->y[best] >= sheet->y[i]))
				best = i;
		hr_axis_time_text(sheet->start_ns + (int64_t)best * sheet->step_ns, zone, 1, false,
		                  when);
		hr_str_truncate(&text, 0);
		hr_str_printf(&text, "%s \u00b7 ", when);
		hr_chart_value(&text, sheet->y[best], quantity_of(sheet));
		hr_tip(plot, left, panel->top, right - left, panel->bottom - panel->top,
		       hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

/* "p95 of checkout" */
static void title_of(const struct sheet *sheet, struct hr_str *out)
{
	const char *subject = hr_text_or(sheet->criteria[0], "subject", "total");
	const char *metric = sheet->mirrored ? "error_ratio"
	                                     : hr_name_at(sheet->criteria[0], "metric");

	hr_put_cut(out, hr_metric_words(metric), 60);
	if (strcmp(metric, subject) == 0)
		return; /* a resource without a host */
	hr_str_puts(out, " of ");
	hr_put_cut(out, hr_subject_words(hr_subject_kind_of(sheet->criteria[0]), subject), 30);
}

static void draw_panel(struct hr_plot *plot, struct sheet *sheet, struct hr_panel *panel,
                       const char *mark, bool named, const struct hr_zone *zone)
{
	struct hr_line line = { "", HR_ROLE_CUR, HR_DASH_SOLID, 1.5, NULL };
	struct hr_str title = { 0 }, name = { 0 };

	sheet_load(sheet);
	line.values = sheet->y;
	choose_y(sheet, &panel->y);
	panel->outer_left = panel->left;
	panel->right -= LIMIT_NAMES;
	hr_panel_place_y(panel);
	hr_axis_place(&panel->x, panel->left, panel->right);
	hr_axis_time(&panel->x, sheet->start_ns,
	             sheet->start_ns + (int64_t)sheet->points * sheet->step_ns, zone);
	title_of(sheet, &title);
	hr_panel_spell_unit(panel);
	if (named) {
		hr_str_puts(&name, " \u00b7 ");
		hr_put_cut(&name, hr_name_at(sheet->experiment, "name"), 40);
	}
	hr_panel_frame(plot, panel, hr_str_text(&title), hr_str_text(&name));
	draw_limits(plot, panel, sheet);
	draw_fault(plot, panel, sheet, mark);
	hr_line_draw(plot, panel, &line, sheet->x, sheet->points, sheet->points);
	plot->tip_y = 11;
	plot->tip_room = plot->width;
	draw_tips(plot, panel, sheet, zone);
	hr_str_release(&title);
	hr_str_release(&name);
	free(sheet->x);
	free(sheet->y);
}

static void describe(const struct sheet *sheet, const char *mark, struct hr_str *out)
{
	double recovery_s = hr_stat(sheet->experiment, "recovery_s");

	hr_put_cut(out, hr_name_at(sheet->experiment, "name"), 60);
	hr_str_printf(out, " is %s: %s; the %s lasted ", hr_word_at(sheet->experiment, "outcome"),
	              hr_word_at(sheet->experiment, "reason"), mark);
	hr_chart_value(out,
	               hr_span_s(hr_instant_at(sheet->experiment, "start"),
	                         hr_instant_at(sheet->experiment, "end")) *
	                       1000,
	               HR_QUANTITY_DURATION_MS);
	if (isfinite(recovery_s)) {
		hr_str_puts(out, ", and it was back ");
		hr_chart_value(out, recovery_s * 1000, HR_QUANTITY_DURATION_MS);
		hr_str_puts(out, " after it");
	}
	hr_str_putc(out, '.');
}

void hr_experiment_panels_draw(const struct hr_scene *scene, const json_t *experiments,
                               const char *mark, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_multiples multiples = {
		.columns = 2, .row_height = ROW_HEIGHT, .gap = 24, .top = 18
	};
	struct sheet sheets[PANELS_MAX];
	struct hr_str desc = { 0 };
	struct hr_plot plot;

	multiples.count = sheets_of(experiments, sheets);
	if (multiples.count == 0)
		return;
	if (multiples.count == 1)
		multiples.columns = 1;
	describe(&sheets[0], mark, &desc);
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	for (size_t i = 0; i < multiples.count; i++) {
		struct hr_panel panel = { 0 };

		hr_multiples_place(&multiples, plot.width, i, &panel);
		draw_panel(&plot, &sheets[i], &panel, mark, json_array_size(experiments) > 1,
		           hr_scene_zone(scene));
	}
	hr_plot_end(&plot);
	hr_str_release(&desc);
}
