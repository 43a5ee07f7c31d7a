/* The forecast of demand by days, and what one unit bears. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"

static const char *const default_models[] = { "trend", "auto" };

static void copy_day(const struct hr_daily *daily, const struct hr_demand_model *model, size_t at,
                     struct hr_capacity_day *out)
{
	double *const bounds[HR_DEMAND_BOUNDS] = { &out->low95,  &out->high95, &out->low80,
		                                   &out->high80, &out->low50,  &out->high50 };

	out->at_ns = hr_capacity_instant(daily, (double)(at + 1));
	out->mean = fmax(0, model->mean[at]);
	for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
		*bounds[b] = fmax(0, model->bounds[b][at]);
}

static void forecast_days(struct hr_capacity_demand *demand, const struct hr_history *history,
                          const struct hr_config_capacity *config)
{
	size_t horizon = hr_capacity_days_of(config->horizon_ns);
	size_t season = demand->trends.status == HR_TREND_OK ? demand->trends.trends[0].season : 1;
	bool given = config->model_count > 0;

	demand->has_model = hr_demand_model_new(
	        history, season, horizon,
	        given ? (const char *const *)config->models : default_models,
	        given ? config->model_count : sizeof(default_models) / sizeof(default_models[0]),
	        &demand->model);
	if (!demand->has_model)
		return;
	demand->day_count = horizon;
	demand->days = hr_zalloc(horizon + 1, sizeof(*demand->days));
	for (size_t i = 0; i < horizon; i++)
		copy_day(&demand->daily, &demand->model, i, &demand->days[i]);
}

void hr_capacity_forecast_demand(struct hr_capacity *capacity,
                                 const struct hr_config_capacity *config)
{
	struct hr_capacity_demand *demand = &capacity->demand;
	const struct hr_daily *daily = &demand->daily;
	double *peaks = hr_alloc_array(daily->count + 1, sizeof(*peaks));
	double *lows = hr_alloc_array(daily->count + 1, sizeof(*lows));
	size_t n = hr_daily_peaks(daily, hr_capacity_days_of(config->history_ns), peaks);
	struct hr_history history = { .values = peaks, .count = n };

	for (size_t i = 0; i < daily->count; i++)
		lows[i] = (double)daily->lows[i];
	demand->p5_low = hr_capacity_quantile(lows, daily->count, 0.05);
	hr_crossing_fit(&history, hr_capacity_season(config, peaks, n), &demand->trends);
	if (demand->known)
		forecast_days(demand, &history, config);
	free(lows);
	free(peaks);
}

/* --- what a unit bears --- */

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

void hr_capacity_measure_unit(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                              const struct hr_capacity_measured *measured)
{
	const struct hr_capacity_unit *unit = &config->unit;
	struct hr_capacity_units *units = &capacity->units;
	double tested = unit->tested > 0 ? unit->tested : 1;

	*units = (struct hr_capacity_units){ .source = unit->source,
		                             .per_unit_per_s = (double)NAN,
		                             .per_unit_low = (double)NAN,
		                             .per_unit_high = (double)NAN };
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
	units->total_per_s = units->per_unit_per_s * unit->count;
}
