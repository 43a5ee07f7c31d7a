/*
 * Axes: a scale with the texts of its ticks, in one unit. No drawing.
 */
#ifndef HR_RENDER_AXIS_H
#define HR_RENDER_AXIS_H

#include <stdbool.h>

#include "base/unit.h"
#include "base/zone.h"
#include "render/scale.h"

#define HR_TICK_TEXT_SIZE 40

struct hr_tick {
	double at; /* pixel */
	char text[HR_TICK_TEXT_SIZE];
};

struct hr_axis {
	struct hr_scale scale;
	struct hr_tick ticks[HR_TICKS_MAX];
	size_t tick_count;
	char unit[HR_TICK_TEXT_SIZE]; /* that all texts are in; "" when each carries its own */
	bool is_time;                 /* values are seconds since origin_ns */
	int64_t origin_ns;
};

/*
 * hr_axis_linear - values from 0 (or below, when @low is) up to the round value beyond @high, with
 * some room above it.
 * @most  ticks wanted at most
 */
void hr_axis_linear(struct hr_axis *axis, double low, double high, enum hr_quantity quantity,
                    size_t most);
/* Between the 1-2-5 values around [low, high], both > 0; each text carries its unit. */
void hr_axis_log(struct hr_axis *axis, double low, double high, enum hr_quantity quantity,
                 size_t most);
/* [from, to] as they are; texts are clock times, days at local midnight. At most as many ticks as
 * have room. */
void hr_axis_time(struct hr_axis *axis, int64_t from_ns, int64_t to_ns, const struct hr_zone *zone);
/* Percentiles 0 .. @high < 1. */
void hr_axis_nines(struct hr_axis *axis, double high);

/* Set the pixels of the ends; ticks follow. To be called before hr_axis_time. */
void hr_axis_place(struct hr_axis *axis, double from, double to);
double hr_axis_widest(const struct hr_axis *axis); /* of the texts, in pixels */
/* Leave out ticks of a horizontal axis whose texts would meet. */
void hr_axis_thin(struct hr_axis *axis);

/* "02:24", "02:24:10", "21 Nov", "21 Nov 02:24" by what @step_s and @dated ask for. */
void hr_axis_time_text(int64_t instant_ns, const struct hr_zone *zone, int64_t step_s, bool dated,
                       char out[HR_TICK_TEXT_SIZE]);
/* "UTC", "CEST", "UTC+05:30". */
void hr_axis_zone_text(int64_t instant_ns, const struct hr_zone *zone, char out[HR_TICK_TEXT_SIZE]);

#endif
