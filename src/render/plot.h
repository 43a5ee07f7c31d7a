/*
 * The frame of a chart: the <svg> with its accessible name, panels with grid and axes, texts that
 * stay within their room, hover bands. Charts put their marks into it.
 */
#ifndef HR_RENDER_PLOT_H
#define HR_RENDER_PLOT_H

#include "render/axis.h"
#include "render/chart.h"
#include "render/svg.h"

#define HR_PLOT_WIDE 1040.0 /* px, of charts over the whole page */
#define HR_PLOT_HALF 510.0
#define HR_PLOT_HEAD 24.0 /* px above a panel: name of the axis, read-out */
#define HR_PLOT_FOOT 20.0 /* px below: texts of the axis */

struct hr_plot {
	struct hr_svg svg;
	double width, height;
	/* Where read-outs stand: the end of their base line, and px before it that are free. */
	double tip_x, tip_y, tip_room;
};

/* Opens the <svg>. @desc states what the chart shows, with numbers; borrowed for the call. */
void hr_plot_begin(struct hr_plot *plot, const struct hr_chart *chart, double height,
                   struct hr_slice desc, struct hr_str *out);
void hr_plot_end(struct hr_plot *plot);

/* A rectangle with axes. outer_left and outer_right bound its texts. */
struct hr_panel {
	double left, top, right, bottom;
	double outer_left, outer_right;
	bool bare_y; /* no texts at the left: a neighbour has the same */
	struct hr_axis x, y;
};

/* Room of a whole chart with one panel; @label_room px are left at the right for names of lines. */
void hr_panel_whole(const struct hr_plot *plot, struct hr_panel *panel, double label_room);
/* Left edge behind the widest text of y, then pixels of y. x is placed by the caller afterwards,
 * between panel->left and panel->right. */
void hr_panel_place_y(struct hr_panel *panel);
/* The unit of y as words, "per s": for titles that no "/s" can follow, "throughput of Browse". */
void hr_panel_spell_unit(struct hr_panel *panel);
/* Grid, base line, texts of both axes, and above it @y_title with the unit of y and @more. A panel
 * at the top gives what its head row leaves to the read-outs. */
void hr_panel_frame(struct hr_plot *plot, struct hr_panel *panel, const char *y_title,
                    const char *more);
/* A text cut to @room px; when cut, the whole one is its <title>. Gives the width drawn. */
double hr_plot_text(struct hr_plot *plot, double x, double y, enum hr_anchor anchor,
                    enum hr_role role, struct hr_slice text, double room);
/* The same of a name, whose middle is cut. */
double hr_plot_name(struct hr_plot *plot, double x, double y, enum hr_anchor anchor,
                    enum hr_role role, struct hr_slice name, double room);
/* Texts between these have a halo: for texts over data. */
void hr_plot_halo_begin(struct hr_plot *plot);
void hr_plot_halo_end(struct hr_plot *plot);

/* Names beside the ends of lines, moved apart where they would meet. */
struct hr_name {
	const char *text; /* borrowed */
	double y;         /* wanted, px */
	enum hr_role role;
};

/*
 * hr_names_spread - make neighbours in @names at least a line apart within [top, bottom], in order
 * of y, moving each as little as a greedy pass does. Sorts the array. Gives how many fit; the rest
 * is at its end.
 */
size_t hr_names_spread(struct hr_name *names, size_t count, double top, double bottom);
void hr_names_draw(struct hr_plot *plot, const struct hr_panel *panel, struct hr_name *names,
                   size_t count);
/* Room they need beside the panel. */
double hr_names_room(const struct hr_name *names, size_t count);

/* Hover bands: begin, any number of bands, end. */
void hr_tips_begin(struct hr_plot *plot);
void hr_tip(struct hr_plot *plot, double x, double y, double width, double height,
            struct hr_slice text);
void hr_tips_end(struct hr_plot *plot);

#endif
