/*
 * What may become of demand: a factor on its forecast, by time.
 */
#ifndef HR_MODEL_SCENARIO_H
#define HR_MODEL_SCENARIO_H

#include <stdint.h>

enum hr_scenario_kind {
	HR_SCENARIO_GROWTH, /* compound growth beyond the forecast; 0: the forecast itself */
	HR_SCENARIO_EVENT,  /* times as much for some days, with a ramp before and after */
	HR_SCENARIO_VIRAL,  /* logistic: doubles at first, up to a ceiling */
};

struct hr_scenario {
	char *name; /* owned by whoever made it */
	enum hr_scenario_kind kind;
	double growth_per_month; /* a month is 30 days */
	double multiplier;       /* of an event */
	int64_t start_ns;        /* of an event, or of viral growth; HR_INSTANT_NONE: at once */
	int64_t duration_ns, ramp_ns;
	int64_t doubling_ns;
	double cap; /* of viral growth, as a multiple */
};

/*
 * hr_scenario_factor - by what the forecast is multiplied at @at_ns.
 * @now_ns  the end of the data: growth counts from there; nothing changes before
 * Always finite and >= 0. Growth multiplies with the event or the viral curve.
 */
double hr_scenario_factor(const struct hr_scenario *scenario, int64_t now_ns, int64_t at_ns);

#endif
