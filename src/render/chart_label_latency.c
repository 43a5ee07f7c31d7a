#include <config.h>
#include "render/charts.h"

#include <math.h>

#include "render/label_rank.h"
#include "render/lines.h"
#include "render/text_width.h"

#define LABELS_MAX 15
#define ROW        22.0
#define NAMES_MAX  320.0 /* px for the longest name */
#define NUMBERS    72.0  /* px for p99 at the right */

static bool has_data(const struct hr_scene *scene)
{
	struct hr_ranked_label one;

	return hr_label_rank(&scene->run, HR_RANK_P95, scene->options.method, &one, 1, NULL) > 0;
}

/* One label alone is the line of the table over it. */
static bool has_several(const struct hr_scene *scene)
{
	struct hr_ranked_label two[2];

	return hr_label_rank(&scene->run, HR_RANK_P95, scene->options.method, two, 2, NULL) > 1;
}

/* Shapes as well as colours: a disc, a diamond, an upright bar. */
static void add_disc(struct hr_path *path, double x, double y)
{
	hr_path_disc(path, x, y, 4);
}

static void add_diamond(struct hr_path *path, double x, double y)
{
	hr_path_move(path, x, y - 5.5);
	hr_path_line(path, x + 5.5, y);
	hr_path_line(path, x, y + 5.5);
	hr_path_line(path, x - 5.5, y);
	hr_path_close(path);
}

static void add_bar(struct hr_path *path, double x, double y)
{
	hr_path_rect(path, x - 1.5, y - 6, 3, 12);
}

static const struct {
	const char *name;
	enum hr_role role;
	void (*add)(struct hr_path *path, double x, double y);
} marks[] = {
	{ "p50", HR_ROLE_GOOD, add_disc },
	{ "p95", HR_ROLE_CUR, add_diamond },
	{ "p99", HR_ROLE_ALT, add_bar },
};

#define MARKS (sizeof(marks) / sizeof(marks[0]))

static double value_of(const struct hr_ranked_label *label, size_t mark)
{
	return mark == 0 ? label->p50_ms : mark == 1 ? label->p95_ms : label->p99_ms;
}

/* A logarithmic axis has none for the 0 ms of a refused connection. */
static bool has_place(double value)
{
	return value > 0 && isfinite(value);
}

static void path_element(struct hr_svg *svg, const struct hr_path *path, enum hr_role role)
{
	if (path->data.length == 0)
		return;
	hr_svg_begin(svg, "path");
	hr_svg_fill(svg, role);
	hr_svg_path_data(svg, path);
	hr_svg_empty(svg);
}

static double row_y(const struct hr_panel *panel, size_t i)
{
	return panel->top + ((double)i + 0.5) * ROW;
}

static void draw_marks(struct hr_plot *plot, const struct hr_panel *panel,
                       const struct hr_ranked_label *labels, size_t n)
{
	struct hr_path ranges = { 0 };

	for (size_t i = 0; i < n; i++) {
		double low = INFINITY, high = -INFINITY;

		for (size_t mark = 0; mark < MARKS; mark++) {
			double value = value_of(&labels[i], mark);

			if (has_place(value))
				hr_lines_extent(&value, 1, &low, &high);
		}
		if (!(high >= low))
			continue;
		hr_path_move(&ranges, hr_scale_at(&panel->x.scale, low), row_y(panel, i));
		hr_path_line(&ranges, hr_scale_at(&panel->x.scale, high), row_y(panel, i));
	}
	if (ranges.data.length > 0) {
		hr_svg_begin(&plot->svg, "path");
		hr_svg_stroke(&plot->svg, HR_ROLE_BASE, HR_DASH_SOLID, 2);
		hr_svg_path_data(&plot->svg, &ranges);
		hr_svg_empty(&plot->svg);
	}
	hr_path_release(&ranges);
	for (size_t mark = 0; mark < MARKS; mark++) {
		struct hr_path path = { 0 };

		for (size_t i = 0; i < n; i++) {
			double value = value_of(&labels[i], mark);

			if (has_place(value))
				marks[mark].add(&path, hr_scale_at(&panel->x.scale, value),
				                row_y(panel, i));
		}
		path_element(&plot->svg, &path, marks[mark].role);
		hr_path_release(&path);
	}
}

static bool is_drawn(const struct hr_ranked_label *labels, size_t n, size_t mark)
{
	for (size_t i = 0; i < n; i++)
		if (has_place(value_of(&labels[i], mark)))
			return true;
	return false;
}

/* Of the marks that are there: another tool may have recorded but one percentile. */
static void draw_key(struct hr_plot *plot, const struct hr_ranked_label *labels, size_t n, double x)
{
	for (size_t mark = 0; mark < MARKS; mark++) {
		struct hr_path path = { 0 };

		if (!is_drawn(labels, n, mark))
			continue;
		marks[mark].add(&path, x + 5, 7);
		path_element(&plot->svg, &path, marks[mark].role);
		hr_path_release(&path);
		x += 14 + hr_plot_text(plot, x + 14, 11, HR_ANCHOR_START, HR_ROLE_MUTED,
		                       hr_slice_of(marks[mark].name), 60);
		x += 14;
	}
	plot->tip_room = plot->width - NUMBERS - x - 12;
}

static void draw_rows(struct hr_plot *plot, const struct hr_panel *panel,
                      const struct hr_ranked_label *labels, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct hr_str number = { 0 };
		struct hr_slice name = hr_slice_of(hr_label_title(labels[i].label));

		hr_plot_name(plot, panel->left - 10, row_y(panel, i) + 4, HR_ANCHOR_END,
		             HR_ROLE_TEXT, name, panel->left - 10);
		hr_chart_value(&number, labels[i].p95_ms, HR_QUANTITY_DURATION_MS);
		hr_svg_text(&plot->svg, plot->width, row_y(panel, i) + 4, HR_ANCHOR_END,
		            HR_ROLE_CUR, hr_str_slice(&number));
		hr_str_release(&number);
	}
	hr_svg_text(&plot->svg, plot->width, 11, HR_ANCHOR_END, HR_ROLE_MUTED,
	            HR_SLICE_LITERAL("p95"));
}

static void draw_grid(struct hr_plot *plot, const struct hr_panel *panel)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_path path = { 0 };

	for (size_t i = 0; i < panel->x.tick_count; i++) {
		const struct hr_tick *tick = &panel->x.ticks[i];

		hr_path_move(&path, tick->at, panel->top);
		hr_path_line(&path, tick->at, panel->bottom);
		hr_svg_text(svg, tick->at, panel->bottom + 16, HR_ANCHOR_MIDDLE, HR_ROLE_MUTED,
		            hr_slice_of(tick->text));
	}
	hr_svg_begin(svg, "path");
	hr_svg_grid(svg);
	hr_svg_path_data(svg, &path);
	hr_svg_empty(svg);
	hr_path_release(&path);
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel,
                      const struct hr_ranked_label *labels, size_t n)
{
	struct hr_str text = { 0 };

	plot->tip_x -= NUMBERS;
	hr_tips_begin(plot);
	for (size_t i = 0; i < n; i++) {
		hr_str_truncate(&text, 0);
		for (size_t mark = 0; mark < MARKS; mark++) {
			hr_str_puts(&text, mark > 0 ? " \xc2\xb7 " : "");
			hr_str_puts(&text, marks[mark].name);
			hr_str_putc(&text, ' ');
			hr_chart_value(&text, value_of(&labels[i], mark), HR_QUANTITY_DURATION_MS);
		}
		hr_tip(plot, panel->left, row_y(panel, i) - ROW / 2, panel->right - panel->left,
		       ROW, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void describe(const struct hr_ranked_label *labels, size_t n, size_t all, struct hr_str *out)
{
	if (n == 0)
		return;
	hr_str_puts(out, "The slowest is ");
	hr_str_puts(out, hr_label_title(labels[0].label));
	hr_str_puts(out, ": half of its requests take over ");
	hr_chart_value(out, labels[0].p50_ms, HR_QUANTITY_DURATION_MS);
	hr_str_puts(out, ", one in twenty over ");
	hr_chart_value(out, labels[0].p95_ms, HR_QUANTITY_DURATION_MS);
	hr_str_puts(out, ", one in a hundred over ");
	hr_chart_value(out, labels[0].p99_ms, HR_QUANTITY_DURATION_MS);
	hr_str_putc(out, '.');
	if (all > n)
		hr_str_printf(out, " Shown are the slowest %zu of %zu.", n, all);
}

static void extent(const struct hr_ranked_label *labels, size_t n, double *low, double *high)
{
	*low = INFINITY;
	*high = -INFINITY;
	for (size_t i = 0; i < n; i++) {
		for (size_t mark = 0; mark < MARKS; mark++) {
			double value = value_of(&labels[i], mark);

			if (has_place(value))
				hr_lines_extent(&value, 1, low, high);
		}
	}
	if (!(*high >= *low))
		*low = *high = 1;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_ranked_label labels[LABELS_MAX];
	struct hr_panel panel = { 0 };
	struct hr_plot plot;
	struct hr_str desc = { 0 };
	double low, high, widest = 60;
	size_t all, n = hr_label_rank(&scene->run, HR_RANK_P95, scene->options.method, labels,
	                              LABELS_MAX, &all);

	describe(labels, n, all, &desc);
	extent(labels, n, &low, &high);
	hr_plot_begin(&plot, about, HR_PLOT_HEAD + ROW * (double)n + HR_PLOT_FOOT,
	              hr_str_slice(&desc), svg);
	for (size_t i = 0; i < n; i++)
		widest = fmax(widest, hr_text_width(hr_slice_of(hr_label_title(labels[i].label)),
		                                    HR_SVG_FONT_SIZE));
	panel.top = HR_PLOT_HEAD;
	panel.bottom = plot.height - HR_PLOT_FOOT;
	panel.left = fmin(widest, NAMES_MAX) + 12;
	panel.right = plot.width - NUMBERS;
	hr_axis_log(&panel.x, low, high, HR_QUANTITY_DURATION_MS, 12);
	hr_axis_place(&panel.x, panel.left + 8, panel.right - 8);
	hr_axis_thin(&panel.x);
	draw_grid(&plot, &panel);
	draw_key(&plot, labels, n, panel.left);
	draw_marks(&plot, &panel, labels, n);
	draw_rows(&plot, &panel, labels, n);
	draw_tips(&plot, &panel, labels, n);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_label_latency = {
	.name = "label-latency",
	.title = "Slowest endpoints",
	.note = "Median, 95th and 99th percentile of each label, slowest first, "
	        "on a logarithmic axis.",
	.wide = true,
	.has_data = has_data,
	.in_page = has_several,
	.draw = draw,
};
