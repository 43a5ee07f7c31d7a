/* The forecast of demand by days. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <stdlib.h>

#include "base/mem.h"

static const char *const default_models[] = { "trend", "auto" };

static void forecast_days(struct hr_capacity_demand *demand, const struct hr_history *history,
                          const struct hr_config_capacity *config, uint64_t seed)
{
	size_t horizon = hr_capacity_days_of(config->horizon_ns);
	size_t season = demand->trends.status == HR_TREND_OK ? demand->trends.trends[0].season : 1;
	bool given = config->model_count > 0;

	demand->has_model = hr_demand_model_new(
	        history, season, horizon,
	        given ? (const char *const *)config->models : default_models,
	        given ? config->model_count : sizeof(default_models) / sizeof(default_models[0]),
	        seed, &demand->model);
	if (!demand->has_model)
		return;
	demand->day_count = horizon;
	demand->days = hr_zalloc(horizon + 1, sizeof(*demand->days));
	for (size_t i = 0; i < horizon; i++)
		hr_capacity_copy_day(&demand->daily, demand->model.mean, demand->model.bounds, i,
		                     &demand->days[i]);
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
	hr_quality_check(&history, &demand->quality, lows);
	if (demand->known)
		forecast_days(demand, &history, config, capacity->seed);
	free(lows);
	free(peaks);
}
