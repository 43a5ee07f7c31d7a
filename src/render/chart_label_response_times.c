#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/label_rank.h"
#include "render/lines.h"
#include "render/multiples.h"
#include "render/time_chart.h"

#define LABELS_MAX 8
#define ROW_HEIGHT 158.0
#define STRETCHES  50
#define LOG_FROM   30.0
#define TOTAL_ID   "label-response-times-all"

struct sheet {
	struct hr_timeline timeline;
	struct hr_ranked_label labels[LABELS_MAX];
	size_t count, all;
	double *x;
	double *p95[LABELS_MAX]; /* per stretch */
	double *total;
	struct hr_axis y;             /* shared */
	double first_left, first_top; /* of the first panel */
};

static bool has_data(const struct hr_scene *scene)
{
	struct hr_ranked_label one;

	return hr_time_chart_has_data(scene) && hr_chart_total_timed(scene) >= 2 &&
	       hr_label_rank(&scene->run, HR_RANK_TOTAL_TIME, scene->options.method, &one, 1,
	                     NULL) > 0;
}

static void measure(struct sheet *sheet, const struct hr_scene *scene)
{
	size_t n = sheet->timeline.count;
	double low = INFINITY, high = -INFINITY;

	sheet->count = hr_label_rank(&scene->run, HR_RANK_TOTAL_TIME, scene->options.method,
	                             sheet->labels, LABELS_MAX, &sheet->all);
	sheet->x = hr_alloc_array(n, sizeof(double));
	sheet->total = hr_alloc_array(n, sizeof(double));
	for (size_t i = 0; i < n; i++)
		sheet->x[i] = hr_timeline_x(&sheet->timeline, i);
	hr_timeline_quantiles(&sheet->timeline, scene->total, 0.95, sheet->total);
	hr_lines_extent(sheet->total, n, &low, &high);
	for (size_t k = 0; k < sheet->count; k++) {
		sheet->p95[k] = hr_alloc_array(n, sizeof(double));
		hr_timeline_quantiles(&sheet->timeline, sheet->labels[k].label, 0.95,
		                      sheet->p95[k]);
		hr_lines_extent(sheet->p95[k], n, &low, &high);
	}
	if (!(high >= low))
		low = high = 0;
	if (low > 0 && high / low >= LOG_FROM)
		hr_axis_log(&sheet->y, low, high, HR_QUANTITY_DURATION_MS, 5);
	else
		hr_axis_linear(&sheet->y, 0, high, HR_QUANTITY_DURATION_MS, 4);
}

static void release(struct sheet *sheet)
{
	for (size_t k = 0; k < sheet->count; k++)
		free(sheet->p95[k]);
	free(sheet->x);
	free(sheet->total);
}

static void describe_label(const struct sheet *sheet, size_t k, struct hr_str *out)
{
	hr_timeline_describe(&sheet->timeline, hr_label_title(sheet->labels[k].label),
	                     sheet->p95[k], HR_QUANTITY_DURATION_MS, out);
}

/* The line of all requests: drawn once, shown again in every other panel. */
static void draw_total(struct hr_plot *plot, const struct hr_panel *panel, struct sheet *sheet,
                       size_t k)
{
	struct hr_line total = { NULL, HR_ROLE_BASE, HR_DASH_SHORT, 1, sheet->total };
	struct hr_svg *svg = &plot->svg;

	if (k == 0) {
		sheet->first_left = panel->left;
		sheet->first_top = panel->top;
		hr_str_puts(svg->out, "<g id=\"" TOTAL_ID "\">");
		hr_line_draw(plot, panel, &total, sheet->x, sheet->timeline.count,
		             sheet->timeline.count);
		hr_svg_end(svg, "g");
		return;
	}
	hr_svg_begin(svg, "use");
	hr_svg_attr(svg, "href", "#" TOTAL_ID);
	hr_svg_attr_number(svg, "x", panel->left - sheet->first_left);
	hr_svg_attr_number(svg, "y", panel->top - sheet->first_top);
	hr_svg_empty(svg);
}

static void draw_label(struct hr_plot *plot, struct hr_panel *panel, struct sheet *sheet, size_t k)
{
	size_t n = sheet->timeline.count;
	struct hr_line line = { NULL, HR_ROLE_CUR, HR_DASH_SOLID, 1.5, sheet->p95[k] };
	struct hr_str text = { 0 };

	hr_axis_place(&panel->y, panel->bottom, panel->top);
	hr_timeline_axis(&sheet->timeline, &panel->x, panel->left, panel->right);
	/* Too small for a crosshair, and what a panel says of its time would be the bytes of a
	 * label. */
	panel->x.is_time = false;
	if (k + 1 < sheet->count)
		panel->x.unit[0] = '\0';
	panel->y.unit[0] = '\0';
	hr_panel_frame(plot, panel, "", "");
	hr_plot_name(plot, panel->left, panel->top - 7, HR_ANCHOR_START, HR_ROLE_TEXT,
	             hr_slice_of(hr_label_title(sheet->labels[k].label)),
	             panel->right - panel->left);
	if (sheet->count > 1)
		draw_total(plot, panel, sheet, k);
	hr_line_draw(plot, panel, &line, sheet->x, n, n);
	hr_tips_begin(plot);
	describe_label(sheet, k, &text);
	hr_tip(plot, panel->left, panel->top, panel->right - panel->left,
	       panel->bottom - panel->top, hr_str_slice(&text));
	hr_tips_end(plot);
	hr_str_release(&text);
}

static void draw_sheet(struct hr_plot *plot, struct sheet *sheet, struct hr_multiples *multiples)
{
	struct hr_str title = { 0 };
	double used;

	hr_str_puts(&title, "95th percentile");
	if (sheet->y.unit[0] != '\0')
		hr_str_printf(&title, ", %s", sheet->y.unit);
	hr_str_puts(&title, " \xc2\xb7 every ");
	hr_timeline_length(&sheet->timeline, &title);
	if (sheet->count > 1)
		hr_str_puts(&title, " \xc2\xb7 dashed: all requests");
	used = hr_plot_text(plot, 0, 11, HR_ANCHOR_START, HR_ROLE_MUTED, hr_str_slice(&title),
	                    plot->width);
	plot->tip_room = plot->width - used - 18;
	hr_str_release(&title);
	multiples->left = fmax(hr_axis_widest(&sheet->y) + 6, 26);
	for (size_t k = 0; k < sheet->count; k++) {
		struct hr_panel panel = { .y = sheet->y };

		hr_multiples_place(multiples, plot->width, k, &panel);
		panel.bare_y = k % multiples->columns != 0;
		draw_label(plot, &panel, sheet, k);
	}
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct sheet sheet = { 0 };
	struct hr_multiples multiples = { .row_height = ROW_HEIGHT, .gap = 20, .top = 18 };
	struct hr_plot plot;
	struct hr_str desc = { 0 };

	if (!hr_timeline_init(&sheet.timeline, scene,
	                      hr_timeline_stretches(scene->total, STRETCHES)))
		return;
	measure(&sheet, scene);
	multiples.count = sheet.count;
	multiples.columns = sheet.count > 4 || sheet.count == 0 ? 4 : sheet.count;
	if (sheet.count > 4 && sheet.count <= 6)
		multiples.columns = 3;
	hr_str_puts(&desc, "95th percentile of the labels that took most time together.");
	for (size_t k = 0; k < sheet.count && k < 2; k++) {
		hr_str_putc(&desc, ' ');
		describe_label(&sheet, k, &desc);
		hr_str_putc(&desc, '.');
	}
	if (sheet.all > sheet.count)
		hr_str_printf(&desc, " Shown are %zu of %zu labels.", sheet.count, sheet.all);
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	draw_sheet(&plot, &sheet, &multiples);
	hr_plot_end(&plot);
	hr_str_release(&desc);
	release(&sheet);
}

const struct hr_chart hr_chart_label_response_times = {
	.name = "label-response-times",
	.title = "Endpoints over time",
	.note = "95th percentile of the labels that took most time together, "
	        "all on the same scale.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
