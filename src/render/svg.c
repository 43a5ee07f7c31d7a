#include <config.h>
#include "render/svg.h"

#include <inttypes.h>
#include <math.h>

#include "render/escape.h"

/* Far beyond any canvas; keeps tenths inside an integer. */
#define COORDINATE_MAX 1e7

static int64_t tenths(double value)
{
	if (!isfinite(value))
		return 0;
	return (int64_t)llround(fmin(fmax(value, -COORDINATE_MAX), COORDINATE_MAX) * 10.0);
}

static void add_tenths(struct hr_str *out, int64_t value)
{
	uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value;

	if (value < 0)
		hr_str_putc(out, '-');
	if (size >= 10 || size == 0)
		hr_str_printf(out, "%" PRIu64, size / 10);
	if (size % 10 != 0)
		hr_str_printf(out, ".%" PRIu64, size % 10);
}

void hr_svg_number(struct hr_str *out, double value)
{
	add_tenths(out, tenths(value));
}

void hr_svg_begin(struct hr_svg *svg, const char *element)
{
	hr_str_putc(svg->out, '<');
	hr_str_puts(svg->out, element);
}

void hr_svg_attr(struct hr_svg *svg, const char *name, const char *value)
{
	hr_str_putc(svg->out, ' ');
	hr_str_puts(svg->out, name);
	hr_str_puts(svg->out, "=\"");
	hr_escape_html(hr_slice_of(value), svg->out);
	hr_str_putc(svg->out, '"');
}

void hr_svg_attr_number(struct hr_svg *svg, const char *name, double value)
{
	hr_str_putc(svg->out, ' ');
	hr_str_puts(svg->out, name);
	hr_str_puts(svg->out, "=\"");
	hr_svg_number(svg->out, value);
	hr_str_putc(svg->out, '"');
}

void hr_svg_inside(struct hr_svg *svg)
{
	hr_str_putc(svg->out, '>');
}

void hr_svg_end(struct hr_svg *svg, const char *element)
{
	hr_str_puts(svg->out, "</");
	hr_str_puts(svg->out, element);
	hr_str_putc(svg->out, '>');
}

void hr_svg_empty(struct hr_svg *svg)
{
	hr_str_puts(svg->out, "/>");
}

void hr_svg_fill(struct hr_svg *svg, enum hr_role role)
{
	hr_str_printf(svg->out, " class=\"f-%s\" fill=\"%s\"", hr_role_name(role),
	              hr_role_colour(role));
}

void hr_svg_text_fill(struct hr_svg *svg, enum hr_role role)
{
	hr_str_printf(svg->out, " class=\"t-%s\" fill=\"%s\"", hr_role_name(role),
	              hr_role_colour(role));
}

void hr_svg_stroke(struct hr_svg *svg, enum hr_role role, enum hr_dash dash, double width)
{
	const char *array = hr_dash_array(dash);

	hr_str_printf(svg->out, " class=\"s-%s\" stroke=\"%s\" fill=\"none\"", hr_role_name(role),
	              hr_role_colour(role));
	hr_svg_attr_number(svg, "stroke-width", width);
	if (array != NULL)
		hr_svg_attr(svg, "stroke-dasharray", array);
}

void hr_svg_grid(struct hr_svg *svg)
{
	hr_str_printf(svg->out, " class=\"grid\" stroke=\"%s\"", hr_grid_colour());
}

void hr_svg_chars(struct hr_svg *svg, struct hr_slice text)
{
	hr_escape_html(text, svg->out);
}

void hr_svg_title(struct hr_svg *svg, struct hr_slice text)
{
	hr_str_puts(svg->out, "<title>");
	hr_escape_html(text, svg->out);
	hr_str_puts(svg->out, "</title>");
}

void hr_svg_text_at(struct hr_svg *svg, double x, double y, enum hr_anchor anchor)
{
	static const char *const names[] = { NULL, "middle", "end" };

	hr_svg_attr_number(svg, "x", x);
	hr_svg_attr_number(svg, "y", y);
	if (names[anchor] != NULL)
		hr_svg_attr(svg, "text-anchor", names[anchor]);
}

void hr_svg_text(struct hr_svg *svg, double x, double y, enum hr_anchor anchor, enum hr_role role,
                 struct hr_slice text)
{
	hr_svg_begin(svg, "text");
	hr_svg_text_at(svg, x, y, anchor);
	hr_svg_text_fill(svg, role);
	hr_svg_inside(svg);
	hr_svg_chars(svg, text);
	hr_svg_end(svg, "text");
}

/* "12-3", "1.2.3" and "1 2": a separator only where the sign does not stand for one. (A leading dot
 * could too, but not all readers of SVG agree.) */
static void add_pair(struct hr_str *out, int64_t x, int64_t y)
{
	add_tenths(out, x);
	if (y >= 0)
		hr_str_putc(out, ' ');
	add_tenths(out, y);
}

void hr_path_move(struct hr_path *path, double x, double y)
{
	path->x = tenths(x);
	path->y = tenths(y);
	hr_str_putc(&path->data, 'M');
	add_pair(&path->data, path->x, path->y);
}

void hr_path_line(struct hr_path *path, double x, double y)
{
	int64_t dx = tenths(x) - path->x, dy = tenths(y) - path->y;

	if (dy == 0) {
		hr_str_putc(&path->data, 'h');
		add_tenths(&path->data, dx);
	} else if (dx == 0) {
		hr_str_putc(&path->data, 'v');
		add_tenths(&path->data, dy);
	} else {
		hr_str_putc(&path->data, 'l');
		add_pair(&path->data, dx, dy);
	}
	path->x += dx;
	path->y += dy;
}

void hr_path_close(struct hr_path *path)
{
	hr_str_putc(&path->data, 'z');
}

void hr_path_rect(struct hr_path *path, double x, double y, double width, double height)
{
	hr_path_move(path, x, y);
	hr_path_line(path, x + width, y);
	hr_path_line(path, x + width, y + height);
	hr_path_line(path, x, y + height);
	hr_path_close(path);
}

void hr_path_disc(struct hr_path *path, double x, double y, double radius)
{
	hr_path_move(path, x, y - radius);
	hr_str_putc(&path->data, 'a');
	hr_svg_number(&path->data, radius);
	hr_str_putc(&path->data, ' ');
	hr_svg_number(&path->data, radius);
	hr_str_puts(&path->data, " 0 1 0 .1 0z");
}

void hr_path_release(struct hr_path *path)
{
	hr_str_release(&path->data);
}

void hr_svg_path_data(struct hr_svg *svg, const struct hr_path *path)
{
	hr_str_puts(svg->out, " d=\"");
	hr_str_add_slice(svg->out, hr_str_slice(&path->data));
	hr_str_putc(svg->out, '"');
}
