#include <config.h>
#include "analyse/capacity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/capacity_part.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "stats/random.h"
#include "model/trend_paths.h"

#define RECENT_DAYS   30
#define HIGH_HEADROOM 0.2 /* below: high risk of saturation */
#define SOME_HEADROOM 0.4
#define KEPT_MAX      200

const char *hr_risk_name(enum hr_risk risk)
{
	static const char *const names[] = { "low", "medium", "high" };

	return names[risk];
}

/* --- limits --- */

/* A ratio is of what was given, else of 100 where the unit says per cent, else of 1. */
static double amount_of(double value, bool is_ratio, double of, const char *unit)
{
	if (!is_ratio)
		return value;
	if (!isnan(of))
		return value * of;
	return strcmp(unit, "%") == 0 || strcmp(unit, "percent") == 0 ? value * 100 : value;
}

static const struct hr_capacity_resource *resource_of(const struct hr_config_capacity *config,
                                                      const struct hr_daily *daily)
{
	for (size_t i = 0; i < config->resource_count; i++) {
		const struct hr_capacity_resource *resource = &config->resources[i];

		if (resource->metric != NULL &&
		    hr_pattern_match(resource->metric, hr_slice_of(daily->name)))
			return resource;
	}
	return NULL;
}

/* --- dates --- */

static void state_date(const struct hr_daily *daily, const struct hr_crossing *crossing,
                       struct hr_limit_date *out)
{
	*out = (struct hr_limit_date)HR_LIMIT_DATE_UNKNOWN;
	out->state = crossing->state;
	if (crossing->state == HR_CROSSING_ALREADY)
		out->since_ns = hr_capacity_instant(daily, -crossing->since);
	if (crossing->state != HR_CROSSING_EXPECTED)
		return;
	out->earliest_ns = hr_capacity_instant(daily, crossing->earliest);
	out->expected_ns = hr_capacity_instant(daily, crossing->expected);
	out->latest_ns = hr_capacity_instant(daily, crossing->latest);
}

/* What is far from its limit needs no simulation: a fleet is mostly that. */
static void simulate(const struct hr_capacity *capacity, const struct hr_daily *daily,
                     const struct hr_crossing_trends *trends, double limit,
                     struct hr_limit_date *out)
{
	size_t horizon = hr_capacity_days_of(capacity->horizon_ns);
	struct hr_trend_futures futures;
	struct hr_passing passing;
	struct hr_random random;
	double *path;

	if (horizon == 0 || !hr_trend_futures_open(trends, &futures))
		return;
	hr_passing_init(&passing, horizon);
	if (hr_trend_may_pass(&futures, limit, horizon)) {
		path = hr_alloc_array(horizon, sizeof(*path));
		/* Of the names, so that the order of the series does not matter. */
		hr_random_seed(&random, capacity->seed ^ hr_digest64(hr_slice_of(daily->name)) ^
		                                3 * hr_digest64(hr_slice_of(daily->host)));
		for (size_t i = 0; i < HR_CAPACITY_PATHS; i++) {
			hr_trend_path(&futures, &random, horizon, limit, path);
			hr_passing_add(&passing, path, NULL, limit, true);
		}
		free(path);
	}
	hr_capacity_state_chances(daily, &passing, out);
	hr_passing_release(&passing);
}

static void date_limit(const struct hr_config_capacity *config, const struct hr_daily *daily,
                       const struct hr_history *history, const struct hr_crossing_trends *trends,
                       double limit, struct hr_limit_date *out)
{
	struct hr_crossing crossing;

	hr_crossing_find(history, trends, limit, (double)hr_capacity_days_of(config->horizon_ns),
	                 &crossing);
	state_date(daily, &crossing, out);
	if (crossing.state == HR_CROSSING_ALREADY)
		out->probability = 1;
}

/* --- rows --- */

static enum hr_risk raised(enum hr_risk risk)
{
	return risk == HR_RISK_HIGH ? risk : (enum hr_risk)(risk + 1);
}

static bool is_within_lead(const struct hr_capacity_row *row)
{
	return row->at_limit.state == HR_CROSSING_ALREADY ||
	       (row->at_limit.state == HR_CROSSING_EXPECTED &&
	        row->at_limit.earliest_ns - row->end_ns <= row->lead_time_ns);
}

static void judge_row(struct hr_capacity_row *row)
{
	enum hr_crossing_state limit = row->at_limit.state, warn = row->at_warn.state;

	row->saturation = row->headroom_ratio < HIGH_HEADROOM   ? HR_RISK_HIGH
	                  : row->headroom_ratio < SOME_HEADROOM ? HR_RISK_MEDIUM
	                                                        : HR_RISK_LOW;
	if (is_within_lead(row))
		row->saturation = raised(row->saturation);
	row->likelihood = hr_capacity_likelihood(row->at_limit.probability);
	row->risk = hr_capacity_risk(row->likelihood, row->tier);
	if (limit == HR_CROSSING_EXPECTED)
		row->order_by_ns = row->at_limit.earliest_ns - row->lead_time_ns;
	row->verdict = is_within_lead(row)                         ? HR_VERDICT_FAIL
	               : limit == HR_CROSSING_INSUFFICIENT_HISTORY ? HR_VERDICT_INCONCLUSIVE
	               : limit == HR_CROSSING_EXPECTED             ? HR_VERDICT_WARN
	               : warn == HR_CROSSING_ALREADY               ? HR_VERDICT_WARN
	                                                           : HR_VERDICT_PASS;
}

static void describe_trend(const struct hr_crossing_trends *trends, struct hr_capacity_row *row)
{
	const struct hr_level_trend *trend = &trends->trends[0];

	if (trends->status != HR_TREND_OK)
		return;
	row->form = hr_trend_form_name(trend->form);
	row->shifts = trend->shift_count;
	row->slope_per_month = hr_level_trend_peak(trend, RECENT_DAYS) -
	                       hr_level_trend_peak(trend, 0);
}

static void fill_row(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                     const struct hr_capacity_resource *resource, const struct hr_daily *daily,
                     struct hr_capacity_row *row)
{
	double *peaks = hr_alloc_array(daily->count + 1, sizeof(*peaks));
	size_t n = hr_daily_peaks(daily, hr_capacity_days_of(config->history_ns), peaks);
	struct hr_history history = { .values = peaks, .count = n };
	struct hr_crossing_trends trends;
	size_t recent = n < RECENT_DAYS ? n : RECENT_DAYS;

	row->days = hr_history_known(&history);
	row->p95 = hr_capacity_quantile(peaks + n - recent, recent, 0.95);
	row->peak = hr_capacity_quantile(peaks, n, 1);
	row->headroom_ratio = row->limit > 0 ? (row->limit - row->p95) / row->limit : (double)NAN;
	hr_crossing_fit(&history, hr_capacity_season(config, peaks, n), &trends);
	describe_trend(&trends, row);
	date_limit(config, daily, &history, &trends, row->limit, &row->at_limit);
	date_limit(config, daily, &history, &trends, row->warn, &row->at_warn);
	if (row->at_limit.state != HR_CROSSING_ALREADY)
		simulate(capacity, daily, &trends, row->limit, &row->at_limit);
	row->tier = resource->has_tier ? resource->tier : config->tier;
	row->lead_time_ns = resource->lead_time_ns >= 0 ? resource->lead_time_ns
	                                                : config->lead_time_ns;
	judge_row(row);
	hr_capacity_keep_fan(capacity, capacity->row_count - 1, daily, &trends);
	free(peaks);
}

static void keep(struct hr_capacity *capacity, const struct hr_daily *daily, double limit)
{
	struct hr_capacity_kept *kept;

	if (capacity->kept_count == KEPT_MAX)
		return;
	capacity->kept = hr_grow(capacity->kept, capacity->kept_count, &capacity->kept_capacity,
	                         sizeof(*capacity->kept));
	kept = &capacity->kept[capacity->kept_count++];
	hr_daily_init(&kept->daily, daily->name, daily->host, daily->unit);
	hr_daily_sum(&kept->daily, daily);
	kept->limit = limit;
}

static void add_row(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                    const struct hr_capacity_resource *resource, const struct hr_daily *daily)
{
	struct hr_capacity_row *row;

	capacity->rows = hr_grow(capacity->rows, capacity->row_count, &capacity->row_capacity,
	                         sizeof(*capacity->rows));
	row = &capacity->rows[capacity->row_count++];
	*row = (struct hr_capacity_row){
		.resource = hr_strdup(resource->name != NULL ? resource->name : daily->name),
		.metric = hr_strdup(daily->name),
		.host = hr_strdup(daily->host),
		.unit = hr_strdup(daily->unit),
		.limit = amount_of(resource->limit, resource->limit_is_ratio, resource->of,
		                   daily->unit),
		.warn = amount_of(resource->warn, resource->warn_is_ratio, resource->of,
		                  daily->unit),
		.end_ns = daily->end_ns,
		.slope_per_month = (double)NAN,
		.order_by_ns = HR_INSTANT_NONE,
	};
	fill_row(capacity, config, resource, daily, row);
	if (config->unit.source == HR_UNIT_FROM_REGRESSION)
		keep(capacity, daily, row->limit);
}

void hr_capacity_begin(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                       uint64_t seed)
{
	*capacity = (struct hr_capacity){ .as_of_ns = HR_INSTANT_NONE,
		                          .seed = seed,
		                          .horizon_ns = config->horizon_ns };
	hr_daily_init(&capacity->demand.daily,
	              config->demand_text != NULL ? config->demand_text : "", "", "");
}

void hr_capacity_add(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                     const struct hr_daily *daily)
{
	const struct hr_capacity_resource *resource = resource_of(config, daily);
	bool is_demand = config->demand != NULL &&
	                 hr_pattern_match(config->demand, hr_slice_of(daily->name));

	if (daily->count == 0)
		return;
	if (daily->end_ns > capacity->as_of_ns)
		capacity->as_of_ns = daily->end_ns;
	if (resource != NULL)
		add_row(capacity, config, resource, daily);
	else if (!is_demand)
		capacity->unmatched++;
	if (is_demand) {
		capacity->demand.known = true;
		hr_daily_sum(&capacity->demand.daily, daily);
		if (capacity->demand.daily.unit[0] == '\0') {
			free(capacity->demand.daily.unit);
			capacity->demand.daily.unit = hr_strdup(daily->unit);
		}
	}
}

/* --- the end --- */

void hr_capacity_end(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                     const struct hr_config_cost *cost, const struct hr_capacity_measured *measured)
{
	if (capacity->row_count > 0)
		qsort(capacity->rows, capacity->row_count, sizeof(*capacity->rows),
		      hr_capacity_compare_rows);
	for (size_t i = 0; i < capacity->row_count; i++) {
		const struct hr_capacity_row *row = &capacity->rows[i];

		capacity->states[row->at_limit.state]++;
		capacity->risks[row->likelihood][row->tier]++;
	}
	hr_capacity_forecast_demand(capacity, config);
	hr_capacity_measure_unit(capacity, config, measured);
	hr_capacity_plan_scenarios(capacity, config, cost);
	hr_capacity_check_queues(capacity, measured);
	hr_capacity_plan_autoscale(capacity, config);
}

void hr_capacity_release(struct hr_capacity *capacity)
{
	for (size_t i = 0; i < capacity->row_count; i++) {
		hr_capacity_fan_free(capacity->rows[i].fan);
		free(capacity->rows[i].resource);
		free(capacity->rows[i].metric);
		free(capacity->rows[i].host);
		free(capacity->rows[i].unit);
	}
	free(capacity->rows);
	for (size_t i = 0; i < capacity->scenario_count; i++) {
		free(capacity->scenarios[i].months);
		free(capacity->scenarios[i].factors);
	}
	free(capacity->scenarios);
	for (size_t i = 0; i < capacity->kept_count; i++)
		hr_daily_release(&capacity->kept[i].daily);
	free(capacity->kept);
	hr_daily_release(&capacity->demand.daily);
	hr_demand_model_release(&capacity->demand.model);
	free(capacity->demand.days);
	free(capacity->units.note);
	*capacity = (struct hr_capacity){ 0 };
}
