/*
 * A fan: the past of something by days, its forecast in shades of 50, 80 and 95 %, the limit, and
 * the date on which the two meet.
 */
#ifndef HR_RENDER_FAN_H
#define HR_RENDER_FAN_H

#include <jansson.h>

#include "base/unit.h"
#include "base/zone.h"
#include "render/plot.h"

#define HR_FAN_BANDS 3

struct hr_fan {
	size_t past, ahead; /* points of history and forecast */
	int64_t from_ns, to_ns;
	double *x, *y;                                  /* history: seconds since from_ns; owned */
	double *fx, *mean;                              /* forecast; owned */
	double *low[HR_FAN_BANDS], *high[HR_FAN_BANDS]; /* 95, 80, 50; owned */
	double limit;                                   /* NaN = none */
	double high_value;                              /* that is shown */
	int64_t date_ns; /* expected or else earliest; HR_INSTANT_NONE */
	bool date_is_earliest;
};

/* What a fan is read from; borrowed. */
struct hr_fan_source {
	const json_t *history;  /* [[day, value]] */
	const json_t *forecast; /* [[day, mean, low50, high50, low80, high80, low95, high95]] */
	const json_t *factors;  /* of each day of the forecast, or NULL */
	const json_t *date;     /* object with "expected" and "earliest", or NULL */
	double limit;
};

/* How its values are written. */
struct hr_fan_words {
	const char *title; /* of the vertical axis */
	const char *limit; /* before its value: "units in use bear " */
	const char *unit;  /* behind a value, "" = the quantity has its own */
	enum hr_quantity quantity;
};

/* False, with nothing to release, when there are not two points of each. */
bool hr_fan_read(const struct hr_fan_source *source, struct hr_fan *out);
void hr_fan_release(struct hr_fan *fan);
/* Into a panel that has its room; places its axes. */
void hr_fan_draw(struct hr_plot *plot, struct hr_panel *panel, const struct hr_fan *fan,
                 const struct hr_fan_words *words, const struct hr_zone *zone);
/* "expected at 616/s on 2027-02-17; units in use bear 924/s, passed on ..." */
void hr_fan_describe(const struct hr_fan *fan, const struct hr_fan_words *words,
                     const struct hr_zone *zone, struct hr_str *out);
void hr_fan_put_value(struct hr_str *out, double value, const struct hr_fan_words *words);

#endif
