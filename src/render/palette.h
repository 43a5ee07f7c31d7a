/*
 * Colour roles of charts. Every colour is written twice: as an attribute (the light one, so that a
 * chart is right without any style sheet) and as a class that a style sheet may override.
 *
 * Classes used in charts, for whoever writes a style sheet (variables as in headroom.css):
 *
 *   chart            the <svg> itself: max-width:100%; height:auto
 *   s-ROLE           stroke of lines                 .s-cur{stroke:var(--cur)}
 *   f-ROLE           fill of bars, dots, areas       .f-cur{fill:var(--cur)}
 *   t-ROLE           fill of text                    .t-cur{fill:var(--cur)}
 *                    ROLE is one of: text muted base cur bad warn good alt
 *                    (paths that are lines carry fill="none": do not set fill on .s-ROLE)
 *   ax               text of axes: fill var(--muted)
 *   grid             grid lines: stroke var(--grid)
 *   h1 .. h9         the heat ramp, from few to many: fill var(--h1) ..; reversed in dark mode
 *   halo             outline behind text that lies over data: stroke var(--bg)
 *   hit              a hover group: a transparent <rect> and a tip
 *                    .hit:hover>rect{fill-opacity:.08} .hit:hover>*{visibility:visible}
 *   tip              the read-out of a hover group, a <text> in the head row of its chart, hidden
 *                    by an attribute of the groups' parent; pointer-events:none
 *
 * No other classes, no style attribute, no <style> but in hr_chart_standalone().
 */
#ifndef HR_RENDER_PALETTE_H
#define HR_RENDER_PALETTE_H

#include "base/str.h"

enum hr_role {
	HR_ROLE_TEXT,
	HR_ROLE_MUTED,
	HR_ROLE_BASE, /* baseline, reference; with a dash */
	HR_ROLE_CUR,  /* this run */
	HR_ROLE_BAD,  /* failures */
	HR_ROLE_WARN,
	HR_ROLE_GOOD,
	HR_ROLE_ALT, /* one more series */
};

#define HR_HEAT_LEVELS 9

/* The dash that goes with a place in a list of lines, so that none is told by colour alone. */
enum hr_dash { HR_DASH_SOLID, HR_DASH_LONG, HR_DASH_SHORT, HR_DASH_DOT };

const char *hr_role_name(enum hr_role role);   /* "cur" */
const char *hr_role_colour(enum hr_role role); /* on white: "#0a4a73" */
const char *hr_dash_array(enum hr_dash dash);  /* of stroke-dasharray; NULL when solid */
const char *hr_grid_colour(void);              /* of grid lines, on white */
const char *hr_heat_colour(int level);         /* 1 .. HR_HEAT_LEVELS, on white */

/* The rules of a style sheet for all classes above: light, and dark under a media query. What a
 * chart carries when it is a file of its own. */
void hr_palette_style(struct hr_str *out);

#endif
