/* Scenarios over the forecast: peaks, dates, units and cost by months; autoscaling. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>
#include <stdlib.h>

#include "analyse/cost.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/zone.h"
#include "model/scenario.h"

#define COOLDOWN_S 300.0

static enum hr_units_state units_for(const struct hr_capacity *capacity,
                                     const struct hr_config_capacity *config, double demand,
                                     double *count)
{
	double borne = demand * (1 + config->safety_margin) / config->unit.max_utilization;
	enum hr_units_state state = hr_capacity_units_for(&capacity->units, borne, count);

	*count += config->redundancy;
	return state;
}

/* --- months --- */

static bool same_month(int64_t a_ns, int64_t b_ns)
{
	struct hr_civil a, b;

	hr_instant_civil(a_ns, hr_zone_utc(), &a);
	hr_instant_civil(b_ns, hr_zone_utc(), &b);
	return a.year == b.year && a.month == b.month;
}

static struct hr_capacity_month *month_of(struct hr_capacity_scenario *plan, int64_t at_ns)
{
	struct hr_capacity_month *last = plan->month_count > 0
	                                         ? &plan->months[plan->month_count - 1]
	                                         : NULL;

	if (last != NULL && same_month(last->start_ns, at_ns))
		return last;
	if (plan->month_count == HR_CAPACITY_MONTHS_MAX)
		return last;
	last = &plan->months[plan->month_count++];
	*last = (struct hr_capacity_month){ .start_ns = at_ns,
		                            .probability = (double)NAN,
		                            .cost_micro = INT64_MIN,
		                            .cost_high_micro = INT64_MIN,
		                            .cost_low_micro = INT64_MIN };
	return last;
}

static int64_t cost_of(const struct hr_config_cost *cost, double units)
{
	struct hr_cost month;
	int64_t total;

	if (cost == NULL || !cost->given || isnan(units))
		return INT64_MIN;
	hr_cost_month(cost, units, &month);
	total = month.total_micro;
	hr_cost_release(&month);
	return total;
}

static void price_months(const struct hr_capacity *capacity,
                         const struct hr_config_capacity *config, const struct hr_config_cost *cost,
                         const double *lows, struct hr_capacity_scenario *plan)
{
	bool whole = plan->month_count > 0;

	plan->units_max = (double)NAN;
	plan->cost_max_micro = INT64_MIN;
	for (size_t i = 0; i < plan->month_count; i++) {
		struct hr_capacity_month *month = &plan->months[i];

		enum hr_units_state state = units_for(capacity, config, month->demand,
		                                      &month->units);
		double units_low;

		units_for(capacity, config, month->demand_high, &month->units_high);
		units_for(capacity, config, lows[i], &units_low);
		month->cost_micro = cost_of(cost, month->units);
		month->cost_high_micro = cost_of(cost, month->units_high);
		month->cost_low_micro = cost_of(cost, units_low);
		if (!(plan->units_max >= month->units))
			plan->units_max = month->units;
		if (month->cost_micro > plan->cost_max_micro)
			plan->cost_max_micro = month->cost_micro;
		if (state == HR_UNITS_UNREACHABLE)
			plan->units_state = state;
		whole = whole && state == HR_UNITS_KNOWN;
	}
	if (whole)
		plan->units_state = HR_UNITS_KNOWN;
	else /* the worst month has no number */
		plan->units_max = (double)NAN;
	if (!whole)
		plan->cost_max_micro = INT64_MIN;
}

/* --- when the present units do not suffice --- */

static double *factors_of(const struct hr_capacity *capacity, const struct hr_scenario *scenario)
{
	const struct hr_capacity_demand *demand = &capacity->demand;
	double *factors = hr_alloc_array(demand->day_count + 1, sizeof(*factors));

	for (size_t i = 0; i < demand->day_count; i++)
		factors[i] = hr_scenario_factor(scenario, capacity->as_of_ns,
		                                demand->days[i].at_ns);
	return factors;
}

/* What was passed by the last day of each month. */
static void note_months(const struct hr_capacity *capacity, const struct hr_passing *passing,
                        struct hr_capacity_scenario *plan)
{
	double *chances = hr_alloc_array(passing->horizon + 1, sizeof(*chances));
	size_t month = 0;

	hr_passing_probability(passing, chances);
	for (size_t i = 0; i < capacity->demand.day_count; i++) {
		int64_t at_ns = capacity->demand.days[i].at_ns;

		while (month + 1 < plan->month_count && at_ns >= plan->months[month + 1].start_ns)
			month++;
		plan->months[month].probability = chances[i];
	}
	free(chances);
}

/*
 * The date of a scenario is that of the first day on which the units do not suffice, of simulated
 * futures: half of them have passed by the expected one, 95 % pass between the others.
 */
static void find_breach(const struct hr_capacity *capacity, const double *factors,
                        struct hr_capacity_scenario *plan)
{
	const struct hr_capacity_demand *demand = &capacity->demand;
	const struct hr_demand_model *model = &demand->model;
	struct hr_limit_date *out = &plan->breach;
	double limit = capacity->units.total_per_s;
	struct hr_passing passing;

	*out = (struct hr_limit_date)HR_LIMIT_DATE_UNKNOWN;
	if (demand->day_count == 0 || !(limit > 0))
		return;
	hr_passing_init(&passing, demand->day_count);
	for (size_t i = 0; i < model->path_count; i++)
		hr_passing_add(&passing, model->paths + i * model->horizon, factors, limit, true);
	hr_capacity_state_chances(&demand->daily, &passing, out);
	out->earliest_ns = hr_capacity_instant(&demand->daily, hr_passing_step(&passing, 0.025));
	out->expected_ns = out->p50_ns;
	out->latest_ns = hr_capacity_instant(&demand->daily, hr_passing_step(&passing, 0.975));
	note_months(capacity, &passing, plan);
	hr_passing_release(&passing);
	out->state = out->earliest_ns != HR_INSTANT_NONE ? HR_CROSSING_EXPECTED
	                                                 : HR_CROSSING_NOT_IN_HORIZON;
	if (hr_level_trend_peak(&demand->trends.trends[0], 0) > limit) {
		out->state = HR_CROSSING_ALREADY;
		out->since_ns = capacity->as_of_ns;
	}
}

static void plan_scenario(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                          const struct hr_config_cost *cost, const struct hr_scenario *scenario,
                          struct hr_capacity_scenario *plan)
{
	const struct hr_capacity_demand *demand = &capacity->demand;
	double *lows = hr_zalloc(HR_CAPACITY_MONTHS_MAX + 1, sizeof(*lows));
	double *factors = factors_of(capacity, scenario);

	*plan = (struct hr_capacity_scenario){ .scenario = scenario,
		                               .peak = (double)NAN,
		                               .peak_ns = HR_INSTANT_NONE,
		                               .order_by_ns = HR_INSTANT_NONE };
	plan->factors = factors;
	plan->months = hr_zalloc(HR_CAPACITY_MONTHS_MAX, sizeof(*plan->months));
	for (size_t i = 0; i < demand->day_count; i++) {
		const struct hr_capacity_day *day = &demand->days[i];
		double factor = factors[i];
		struct hr_capacity_month *month = month_of(plan, day->at_ns);
		double *low = &lows[plan->month_count - 1];

		if (!(plan->peak >= day->mean * factor)) {
			plan->peak = day->mean * factor;
			plan->peak_ns = day->at_ns;
		}
		month->demand = fmax(month->demand, day->mean * factor);
		month->demand_high = fmax(month->demand_high, day->high95 * factor);
		*low = fmax(*low, day->low95 * factor);
	}
	find_breach(capacity, factors, plan);
	if (plan->breach.state == HR_CROSSING_EXPECTED)
		plan->order_by_ns = plan->breach.earliest_ns - config->lead_time_ns;
	else if (plan->breach.state == HR_CROSSING_ALREADY)
		plan->order_by_ns = capacity->as_of_ns;
	plan->likelihood = hr_capacity_likelihood(plan->breach.probability);
	plan->risk = hr_capacity_risk(plan->likelihood, config->tier);
	price_months(capacity, config, cost, lows, plan);
	free(lows);
}

void hr_capacity_plan_scenarios(struct hr_capacity *capacity,
                                const struct hr_config_capacity *config,
                                const struct hr_config_cost *cost)
{
	if (!capacity->demand.known)
		return;
	capacity->scenarios = hr_zalloc(config->scenario_count + 1, sizeof(*capacity->scenarios));
	for (size_t i = 0; i < config->scenario_count; i++)
		plan_scenario(capacity, config, cost, &config->scenarios[i],
		              &capacity->scenarios[capacity->scenario_count++]);
}

/* --- autoscaling --- */

/* Scale-up and scale-down factors, least and most units: common policies as a start. */
static const struct {
	double up, down, least, most;
} presets[] = {
	[HR_AUTOSCALE_BALANCED] = { 1.5, 0.7, 1, 1e6 },
	[HR_AUTOSCALE_AGGRESSIVE] = { 2.0, 0.5, 2, 100 },
	[HR_AUTOSCALE_CONSERVATIVE] = { 1.5, 0.8, 3, 50 },
};

static double worst_units(const struct hr_capacity *capacity)
{
	double most = 0;

	for (size_t i = 0; i < capacity->scenario_count; i++)
		for (size_t k = 0; k < capacity->scenarios[i].month_count; k++)
			most = fmax(most, capacity->scenarios[i].months[k].units_high);
	return most;
}

void hr_capacity_plan_autoscale(struct hr_capacity *capacity,
                                const struct hr_config_capacity *config)
{
	struct hr_autoscale *out = &capacity->autoscale;
	double startup_s = (double)config->startup_ns / 1e9;
	double by_ramp = 1 / (1 + capacity->demand.daily.ramp_per_s * startup_s);
	double least, most = worst_units(capacity);

	*out = (struct hr_autoscale){ 0 };
	units_for(capacity, config, capacity->demand.p5_low, &least);
	if (!capacity->demand.known || isnan(least) || !(most > 0))
		return;
	out->known = true;
	out->limited_by_ramp = by_ramp < config->unit.max_utilization;
	out->target_ratio = fmin(config->unit.max_utilization, by_ramp);
	/* Between the target and what is left of it, so that the two never chase each other. */
	out->scale_up_ratio = fmin(1, out->target_ratio * 1.1);
	out->scale_down_ratio = out->target_ratio * presets[config->preset].down * 0.9;
	out->up_factor = presets[config->preset].up;
	out->down_factor = presets[config->preset].down;
	out->min_units = fmax(least, presets[config->preset].least);
	out->max_units = fmax(fmin(most, presets[config->preset].most), out->min_units);
	out->cooldown_s = fmax(COOLDOWN_S, 2 * startup_s);
}
