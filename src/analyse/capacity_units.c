/* What units bear, one and many, and how many are needed. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/unit.h"

const char *hr_units_state_name(enum hr_units_state state)
{
	static const char *const names[] = { [HR_UNITS_UNKNOWN] = "unknown",
		                             [HR_UNITS_KNOWN] = "known",
		                             [HR_UNITS_UNREACHABLE] = "unreachable" };

	return names[state];
}

/* --- many --- */

double hr_capacity_borne(const struct hr_capacity_units *units, double count)
{
	if (!units->scales)
		return units->per_unit_per_s * count;
	return count > 0 ? hr_usl_throughput(&units->law, count) : 0;
}

enum hr_units_state hr_capacity_units_for(const struct hr_capacity_units *units, double per_s,
                                          double *count)
{
	*count = (double)NAN;
	if (!isfinite(per_s) || !(units->per_unit_per_s > 0))
		return HR_UNITS_UNKNOWN;
	if (!(per_s > 0)) {
		*count = 0;
		return HR_UNITS_KNOWN;
	}
	*count = units->scales ? ceil(hr_usl_at_throughput(&units->law, per_s))
	                       : ceil(per_s / units->per_unit_per_s);
	/* Rounded up past the peak there may be less again. */
	if (!isnan(*count) && (!units->scales || *count <= units->peak_units ||
	                       hr_usl_throughput(&units->law, *count) >= per_s))
		return HR_UNITS_KNOWN;
	*count = (double)NAN;
	return HR_UNITS_UNREACHABLE;
}

/* --- what one bears --- */

/* Demand at which a resource meets its limit, by a line of its daily peaks over those of demand. */
static double demand_at_limit(const struct hr_daily *demand, const struct hr_daily *resource,
                              double limit)
{
	double sx = 0, sy = 0, sxx = 0, sxy = 0, slope, intercept;
	size_t n = 0;

	for (size_t i = 0; i < resource->count; i++) {
		int64_t at = resource->first + (int64_t)i - demand->first;
		double x, y;

		if (at < 0 || (size_t)at >= demand->count)
			continue;
		x = (double)demand->peaks[at];
		y = (double)resource->peaks[i];
		if (isnan(x) || isnan(y))
			continue;
		sx += x;
		sy += y;
		sxx += x * x;
		sxy += x * y;
		n++;
	}
	if (n < HR_TREND_POINTS_MIN || !(sxx - sx * sx / (double)n > 0))
		return (double)NAN;
	slope = (sxy - sx * sy / (double)n) / (sxx - sx * sx / (double)n);
	intercept = (sy - slope * sx) / (double)n;
	/* A resource that demand does not move says nothing. */
	return slope > 0 && limit > intercept ? (limit - intercept) / slope : (double)NAN;
}

static void read_regression(struct hr_capacity *capacity, double count)
{
	struct hr_capacity_units *units = &capacity->units;
	const char *which = NULL;
	double least = INFINITY;
	struct hr_str note = { 0 };

	for (size_t i = 0; i < capacity->kept_count; i++) {
		double at = demand_at_limit(&capacity->demand.daily, &capacity->kept[i].daily,
		                            capacity->kept[i].limit);

		if (at < least) {
			least = at;
			which = capacity->kept[i].daily.name;
		}
	}
	if (which != NULL) {
		units->per_unit_per_s = least / count;
		hr_str_printf(&note,
		              "demand at which %s meets its limit, by a line through the "
		              "daily peaks of both, shared by %g units",
		              which, count);
	} else {
		hr_str_puts(&note, "no resource with a limit rises with demand");
	}
	units->note = hr_str_detach(&note);
}

/* --- how they scale --- */

static void put_count(struct hr_str *out, double value)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(value, HR_QUANTITY_NUMBER, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

static void note_law(struct hr_capacity_units *units)
{
	struct hr_str note = { 0 };

	hr_str_printf(&note, "%s; ", units->note);
	if (isfinite(units->peak_units)) {
		hr_str_puts(&note, "throughput peaks at ");
		put_count(&note, units->peak_per_s);
		hr_str_puts(&note, "/s with ");
		put_count(&note, units->peak_units);
		hr_str_puts(&note, " units");
	} else if (isfinite(units->peak_per_s)) {
		hr_str_puts(&note, "throughput stays below ");
		put_count(&note, units->peak_per_s);
		hr_str_puts(&note, "/s");
	} else {
		hr_str_puts(&note, "throughput grows with the units");
	}
	if (units->law.n_max > 0) {
		hr_str_puts(&note, ", measured up to ");
		put_count(&note, units->law.n_max);
	}
	free(units->note);
	units->note = hr_str_detach(&note);
}

/* The law of the stress test counts units; a known contention and coherency go with what one unit
 * bears. What is given for one unit wins over what the law says. */
static void set_law(const struct hr_capacity_unit *unit,
                    const struct hr_capacity_measured *measured, struct hr_capacity_units *units)
{
	bool own = unit->source == HR_UNIT_NONE || unit->source == HR_UNIT_FROM_USL;

	if (unit->scaling == HR_SCALING_FROM_USL) {
		units->law = measured->usl;
		if (own) {
			units->per_unit_per_s = measured->has_usl
			                                ? hr_usl_throughput(&measured->usl, 1)
			                                : (double)NAN;
			free(units->note);
			units->note = hr_strdup(measured->has_usl
			                                ? "of one by the scalability law of a "
			                                  "stress test in units"
			                                : "the document has no scalability law");
		} else if (!measured->has_usl) {
			units->per_unit_per_s = (double)NAN;
		}
	} else {
		units->law.alpha.value = unit->alpha;
		units->law.beta.value = unit->beta;
	}
	if (!(units->per_unit_per_s > 0))
		return;
	units->law.gamma.value = units->per_unit_per_s;
	units->scales = true;
	units->peak_units = hr_usl_peak(&units->law);
	units->peak_per_s = hr_usl_peak_throughput(&units->law);
	note_law(units);
}

void hr_capacity_measure_unit(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                              const struct hr_capacity_measured *measured)
{
	const struct hr_capacity_unit *unit = &config->unit;
	struct hr_capacity_units *units = &capacity->units;
	double tested = unit->tested > 0 ? unit->tested : 1;

	*units = (struct hr_capacity_units){ .source = unit->source,
		                             .per_unit_per_s = (double)NAN,
		                             .per_unit_low = (double)NAN,
		                             .per_unit_high = (double)NAN,
		                             .peak_units = (double)INFINITY,
		                             .peak_per_s = (double)INFINITY };
	switch (unit->source) {
	case HR_UNIT_NONE:
		units->note = hr_strdup("no capacity of a unit is configured");
		break;
	case HR_UNIT_GIVEN:
		units->per_unit_per_s = unit->capacity_per_s;
		units->note = hr_strdup("given");
		break;
	case HR_UNIT_FROM_STRESS:
		units->per_unit_per_s = measured->stress_per_s / tested;
		units->per_unit_low = measured->stress_low_per_s / tested;
		units->per_unit_high = measured->stress_high_per_s / tested;
		units->note = hr_strdup(isnan(measured->stress_per_s)
		                                ? "the document has no stress test"
		                                : "the largest load that a stress test bore");
		break;
	case HR_UNIT_FROM_USL:
		units->per_unit_per_s = measured->usl_peak_per_s / tested;
		units->note = hr_strdup(isnan(measured->usl_peak_per_s)
		                                ? "the document has no scalability law with a peak"
		                                : "peak of the fitted scalability law");
		break;
	case HR_UNIT_FROM_REGRESSION:
		read_regression(capacity, unit->count > 0 ? unit->count : 1);
		break;
	}
	if (unit->scaling != HR_SCALING_LINEAR)
		set_law(unit, measured, units);
	units->total_per_s = hr_capacity_borne(units, unit->count);
}
