#include <config.h>
#include "render/plot.h"

#include <math.h>
#include <stdio.h>

#include "render/text_width.h"

#define TEXT_GAP  6.0  /* px between a panel and the texts beside it */
#define BASE_LINE 11.0 /* px from the top to the base line of the head row */

void hr_plot_begin(struct hr_plot *plot, const struct hr_chart *chart, double height,
                   struct hr_slice desc, struct hr_str *out)
{
	struct hr_svg *svg = &plot->svg;

	svg->out = out;
	plot->width = chart->wide ? HR_PLOT_WIDE : HR_PLOT_HALF;
	plot->height = height;
	plot->tip_x = plot->width;
	plot->tip_y = BASE_LINE;
	plot->tip_room = plot->width;
	hr_str_printf(out, "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\"", plot->width, height);
	hr_svg_attr_number(svg, "width", plot->width);
	hr_svg_attr_number(svg, "height", height);
	hr_str_printf(out, " role=\"img\" aria-labelledby=\"%s-t %s-d\"", chart->name, chart->name);
	hr_svg_attr(svg, "font-family", "system-ui,sans-serif");
	hr_svg_attr_number(svg, "font-size", HR_SVG_FONT_SIZE);
	hr_svg_inside(svg);
	hr_str_printf(out, "<title id=\"%s-t\">", chart->name);
	hr_svg_chars(svg, hr_slice_of(chart->title));
	hr_str_printf(out, "</title><desc id=\"%s-d\">", chart->name);
	hr_svg_chars(svg, desc);
	hr_str_puts(out, "</desc>");
}

void hr_plot_end(struct hr_plot *plot)
{
	hr_svg_end(&plot->svg, "svg");
}

void hr_panel_whole(const struct hr_plot *plot, struct hr_panel *panel, double label_room)
{
	panel->outer_left = 0;
	panel->outer_right = plot->width;
	panel->top = HR_PLOT_HEAD;
	panel->bottom = plot->height - HR_PLOT_FOOT;
	panel->right = plot->width - fmax(label_room, TEXT_GAP);
}

void hr_panel_place_y(struct hr_panel *panel)
{
	/* Half of the first text below may stand left of the panel: room for "02:24:10". */
	panel->left = panel->outer_left + fmax(hr_axis_widest(&panel->y) + TEXT_GAP, 26);
	hr_axis_place(&panel->y, panel->bottom, panel->top);
}

static void grid_lines(struct hr_plot *plot, const struct hr_panel *panel)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_path path = { 0 };

	for (size_t i = 0; i < panel->y.tick_count; i++) {
		if (panel->y.ticks[i].at > panel->bottom - 1)
			continue;
		hr_path_move(&path, panel->left, panel->y.ticks[i].at);
		hr_path_line(&path, panel->right, panel->y.ticks[i].at);
	}
	if (path.data.length > 0) {
		hr_svg_begin(svg, "path");
		hr_svg_grid(svg);
		hr_svg_path_data(svg, &path);
		hr_svg_empty(svg);
	}
	hr_str_truncate(&path.data, 0);
	hr_path_move(&path, panel->left, panel->bottom);
	hr_path_line(&path, panel->right, panel->bottom);
	for (size_t i = 0; i < panel->x.tick_count; i++) {
		hr_path_move(&path, panel->x.ticks[i].at, panel->bottom);
		hr_path_line(&path, panel->x.ticks[i].at, panel->bottom + 4);
	}
	hr_svg_begin(svg, "path");
	hr_svg_stroke(svg, HR_ROLE_BASE, HR_DASH_SOLID, 1);
	hr_svg_path_data(svg, &path);
	hr_svg_empty(svg);
	hr_path_release(&path);
}

static void open_axis_texts(struct hr_svg *svg, const char *anchor)
{
	hr_svg_begin(svg, "g");
	hr_str_printf(svg->out, " class=\"ax\" fill=\"%s\"", hr_role_colour(HR_ROLE_MUTED));
	hr_svg_attr(svg, "text-anchor", anchor);
}

static void begin_axis_texts(struct hr_svg *svg, const char *anchor)
{
	open_axis_texts(svg, anchor);
	hr_svg_inside(svg);
}

/* What the page's script needs for a crosshair: left, top, right, bottom, and the times of the left
 * and right edge in seconds since the epoch. */
static void put_time(struct hr_svg *svg, const struct hr_panel *panel)
{
	const double from_s = (double)panel->x.origin_ns / 1e9;

	if (panel->x.is_time)
		hr_str_printf(svg->out, " data-time=\"%.1f %.0f %.1f %.0f %.13g %.13g\"",
		              panel->left, panel->top, panel->right, panel->bottom, from_s,
		              from_s + panel->x.scale.high);
}

static void plain_text(struct hr_svg *svg, double x, double y, const char *text)
{
	hr_svg_begin(svg, "text");
	hr_svg_text_at(svg, x, y, HR_ANCHOR_START);
	hr_svg_inside(svg);
	hr_svg_chars(svg, hr_slice_of(text));
	hr_svg_end(svg, "text");
}

static double half_width(const char *text)
{
	return hr_text_width(hr_slice_of(text), HR_SVG_FONT_SIZE) / 2;
}

/* Texts below, as far as they stay within the outer edges and off the unit at the right end. */
static void x_texts(struct hr_plot *plot, struct hr_panel *panel)
{
	double end = panel->outer_right;
	double y = panel->bottom + 16;

	if (panel->x.unit[0] != '\0') {
		begin_axis_texts(&plot->svg, "end");
		plain_text(&plot->svg, end, y, panel->x.unit);
		hr_svg_end(&plot->svg, "g");
		end -= 2 * half_width(panel->x.unit) + TEXT_GAP;
	}
	open_axis_texts(&plot->svg, "middle");
	put_time(&plot->svg, panel);
	hr_svg_inside(&plot->svg);
	for (size_t i = 0; i < panel->x.tick_count; i++) {
		const struct hr_tick *tick = &panel->x.ticks[i];
		double half = half_width(tick->text);

		if (tick->at - half >= panel->outer_left && tick->at + half <= end)
			plain_text(&plot->svg, tick->at, y, tick->text);
	}
	hr_svg_end(&plot->svg, "g");
}

void hr_panel_spell_unit(struct hr_panel *panel)
{
	if (strcmp(panel->y.unit, "/s") == 0)
		snprintf(panel->y.unit, sizeof(panel->y.unit), "per second");
}

void hr_panel_frame(struct hr_plot *plot, struct hr_panel *panel, const char *y_title,
                    const char *more)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_str title = { 0 };
	double used;

	grid_lines(plot, panel);
	if (!panel->bare_y) {
		begin_axis_texts(svg, "end");
		for (size_t i = 0; i < panel->y.tick_count; i++)
			plain_text(svg, panel->left - TEXT_GAP, panel->y.ticks[i].at + 4,
			           panel->y.ticks[i].text);
		hr_svg_end(svg, "g");
	}
	x_texts(plot, panel);
	hr_str_puts(&title, y_title);
	if (panel->y.unit[0] != '\0')
		hr_str_printf(&title, "%s%s", panel->y.unit[0] == '/' ? "" : ", ", panel->y.unit);
	hr_str_puts(&title, more);
	used = hr_plot_text(plot, panel->outer_left, panel->top - HR_PLOT_HEAD + BASE_LINE,
	                    HR_ANCHOR_START, HR_ROLE_MUTED, hr_str_slice(&title),
	                    panel->outer_right - panel->outer_left);
	if (panel->top <= HR_PLOT_HEAD)
		plot->tip_room = plot->width - (panel->outer_left + used + 3 * TEXT_GAP);
	hr_str_release(&title);
}

/* @fit  how a text that is too long is cut */
static double put_text(struct hr_plot *plot, double x, double y, enum hr_anchor anchor,
                       enum hr_role role, struct hr_slice text, double room,
                       bool (*fit)(struct hr_slice, double, double, struct hr_str *))
{
	struct hr_svg *svg = &plot->svg;
	struct hr_str shown = { 0 };
	bool whole = fit(text, HR_SVG_FONT_SIZE, room, &shown);
	double width = hr_text_width(hr_str_slice(&shown), HR_SVG_FONT_SIZE);

	hr_svg_begin(svg, "text");
	hr_svg_text_at(svg, x, y, anchor);
	hr_svg_text_fill(svg, role);
	hr_svg_inside(svg);
	hr_svg_chars(svg, hr_str_slice(&shown));
	if (!whole)
		hr_svg_title(svg, text);
	hr_svg_end(svg, "text");
	hr_str_release(&shown);
	return width;
}

double hr_plot_text(struct hr_plot *plot, double x, double y, enum hr_anchor anchor,
                    enum hr_role role, struct hr_slice text, double room)
{
	return put_text(plot, x, y, anchor, role, text, room, hr_text_fit);
}

double hr_plot_name(struct hr_plot *plot, double x, double y, enum hr_anchor anchor,
                    enum hr_role role, struct hr_slice name, double room)
{
	return put_text(plot, x, y, anchor, role, name, room, hr_text_fit_name);
}

void hr_plot_halo_begin(struct hr_plot *plot)
{
	hr_str_puts(plot->svg.out, "<g class=\"halo\" stroke=\"#ffffff\" stroke-width=\"3\""
	                           " stroke-linejoin=\"round\" paint-order=\"stroke\">");
}

void hr_plot_halo_end(struct hr_plot *plot)
{
	hr_svg_end(&plot->svg, "g");
}

/* Insertion: few names, and equal ones must keep their order. */
static void sort_names(struct hr_name *names, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct hr_name name = names[i];
		size_t at = i;

		for (; at > 0 && names[at - 1].y > name.y; at--)
			names[at] = names[at - 1];
		names[at] = name;
	}
}

#define NAME_LINE     14.0
#define NAME_ROOM_MAX 120.0 /* px; longer names are cut */

size_t hr_names_spread(struct hr_name *names, size_t count, double top, double bottom)
{
	size_t room = (size_t)((bottom - top) / NAME_LINE) + 1;

	/* The first are the most important: what has no room is dropped from the end. */
	if (count > room)
		count = room;
	sort_names(names, count);
	for (size_t i = 0; i < count; i++)
		names[i].y = fmax(names[i].y, i == 0 ? top : names[i - 1].y + NAME_LINE);
	for (size_t i = count; i-- > 0;)
		names[i].y = fmin(names[i].y, i + 1 == count ? bottom : names[i + 1].y - NAME_LINE);
	return count;
}

double hr_names_room(const struct hr_name *names, size_t count)
{
	double room = 0;

	for (size_t i = 0; i < count; i++)
		room = fmax(room, 2 * half_width(names[i].text));
	return fmin(room, NAME_ROOM_MAX) + TEXT_GAP + 2;
}

void hr_names_draw(struct hr_plot *plot, const struct hr_panel *panel, struct hr_name *names,
                   size_t count)
{
	count = hr_names_spread(names, count, panel->top + 4, panel->bottom - 2);
	for (size_t i = 0; i < count; i++)
		hr_plot_name(plot, panel->right + TEXT_GAP, names[i].y + 4, HR_ANCHOR_START,
		             names[i].role, hr_slice_of(names[i].text),
		             panel->outer_right - panel->right - TEXT_GAP);
}

void hr_tips_begin(struct hr_plot *plot)
{
	struct hr_svg *svg = &plot->svg;

	hr_str_printf(svg->out, "<g class=\"hits t-%s\" fill=\"%s\"", hr_role_name(HR_ROLE_TEXT),
	              hr_role_colour(HR_ROLE_TEXT));
	/* Hidden, and yet under the pointer: "all" asks for no paint. */
	hr_svg_attr(svg, "visibility", "hidden");
	hr_svg_attr(svg, "pointer-events", "all");
	hr_svg_attr(svg, "text-anchor", "end");
	/* Read-outs are many and all in one place: it is the origin of the group. */
	hr_str_printf(svg->out, " transform=\"translate(%.0f %.0f)\"", plot->tip_x, plot->tip_y);
	hr_svg_inside(svg);
}

void hr_tip(struct hr_plot *plot, double x, double y, double width, double height,
            struct hr_slice text)
{
	struct hr_svg *svg = &plot->svg;
	struct hr_str shown = { 0 };

	bool whole = hr_text_fit(text, HR_SVG_FONT_SIZE, plot->tip_room, &shown);

	/* Bands are the commonest thing in a page: no class of their own, and whole pixels, which
	 * still meet each other. */
	hr_str_puts(svg->out, "<g><rect");
	hr_svg_attr_number(svg, "x", round(x) - round(plot->tip_x));
	hr_svg_attr_number(svg, "y", round(y) - round(plot->tip_y));
	hr_svg_attr_number(svg, "width", round(x + width) - round(x));
	hr_svg_attr_number(svg, "height", round(y + height) - round(y));
	hr_svg_empty(svg);
	/* Where the read-out says it all, a second copy in a box over the marks would only be in
	 * the way. */
	if (!whole)
		hr_svg_title(svg, text);
	hr_str_puts(svg->out, "<text>");
	hr_svg_chars(svg, hr_str_slice(&shown));
	hr_str_puts(svg->out, "</text></g>");
	hr_str_release(&shown);
}

void hr_tips_end(struct hr_plot *plot)
{
	hr_svg_end(&plot->svg, "g");
}
