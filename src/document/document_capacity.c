#include <config.h>
#include "document/document_capacity.h"

#include <math.h>

#include "analyse/cost.h"
#include "base/instant.h"
#include "base/num.h"
#include "document/document_forecast.h"
#include "document/document_stress.h"
#include "document/jsonx.h"
#include "model/scenario.h"

static json_t *write_date(const struct hr_limit_date *date)
{
	json_t *out = json_object();

	hr_json_set(out, "state", json_string(hr_crossing_state_name(date->state)));
	hr_json_set(out, "earliest", hr_json_instant(date->earliest_ns));
	hr_json_set(out, "expected", hr_json_instant(date->expected_ns));
	hr_json_set(out, "latest", hr_json_instant(date->latest_ns));
	hr_json_set(out, "since", hr_json_instant(date->since_ns));
	hr_json_set(out, "probability", hr_json_real(date->probability));
	hr_json_set(out, "passed_by_p10", hr_json_instant(date->p10_ns));
	hr_json_set(out, "passed_by_p50", hr_json_instant(date->p50_ns));
	hr_json_set(out, "passed_by_p90", hr_json_instant(date->p90_ns));
	return out;
}

/* [day, largest hour] */
static void append_peak(json_t *out, int64_t day, double peak)
{
	json_t *point;

	if (isnan(peak))
		return;
	point = json_array();
	hr_json_append(point, hr_json_instant(day * 86400 * HR_NS_PER_S));
	hr_json_append(point, hr_json_real(peak));
	hr_json_append(out, point);
}

static json_t *write_history(const struct hr_daily *daily)
{
	size_t skip = daily->count > HR_CAPACITY_HISTORY_DAYS
	                      ? daily->count - HR_CAPACITY_HISTORY_DAYS
	                      : 0;
	json_t *out = json_array();

	for (size_t i = skip; i < daily->count; i++)
		append_peak(out, daily->first + (int64_t)i, (double)daily->peaks[i]);
	return out;
}

static json_t *write_past(const struct hr_capacity_fan *fan)
{
	json_t *out = json_array();

	for (size_t i = 0; i < fan->count; i++)
		append_peak(out, fan->first_day + (int64_t)i, fan->history[i]);
	return out;
}

/* [day, mean, low50, high50, low80, high80, low95, high95] */
static json_t *write_forecast(const struct hr_capacity_day *days, size_t count)
{
	json_t *out = json_array();

	for (size_t i = 0; i < count; i++) {
		const struct hr_capacity_day *day = &days[i];
		const double values[] = { day->mean,   day->low50, day->high50, day->low80,
			                  day->high80, day->low95, day->high95 };
		json_t *point = json_array();

		hr_json_append(point, hr_json_instant(day->at_ns));
		for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++)
			hr_json_append(point, hr_json_real(values[k]));
		hr_json_append(out, point);
	}
	return out;
}

static json_t *write_row(const struct hr_capacity_row *row)
{
	json_t *out = json_object();

	hr_json_set(out, "resource", hr_json_text(row->resource));
	hr_json_set(out, "metric", hr_json_text(row->metric));
	hr_json_set(out, "host", hr_json_text(row->host));
	hr_json_set(out, "unit", hr_json_text(row->unit));
	hr_json_set(out, "limit", hr_json_real(row->limit));
	hr_json_set(out, "warn", hr_json_real(row->warn));
	hr_json_set(out, "days", hr_json_u64(row->days));
	hr_json_set(out, "ended", hr_json_instant(row->end_ns));
	hr_json_set(out, "p95", hr_json_real(row->p95));
	hr_json_set(out, "peak", hr_json_real(row->peak));
	hr_json_set(out, "headroom_ratio", hr_json_real(row->headroom_ratio));
	hr_json_set(out, "slope_per_month", hr_json_real(row->slope_per_month));
	hr_json_set(out, "form", hr_json_text(row->form));
	hr_json_set(out, "shifts", hr_json_u64(row->shifts));
	hr_json_set(out, "at_limit", write_date(&row->at_limit));
	hr_json_set(out, "at_warn", write_date(&row->at_warn));
	hr_json_set(out, "order_by", hr_json_instant(row->order_by_ns));
	hr_json_set(out, "saturation_risk", json_string(hr_risk_name(row->saturation)));
	hr_json_set(out, "tier", json_string(hr_tier_name(row->tier)));
	hr_json_set(out, "likelihood", json_string(hr_risk_name(row->likelihood)));
	hr_json_set(out, "risk", json_string(hr_risk_name(row->risk)));
	hr_json_set(out, "history", row->fan != NULL ? write_past(row->fan) : json_null());
	hr_json_set(out, "forecast",
	            row->fan != NULL ? write_forecast(row->fan->days, row->fan->day_count)
	                             : json_null());
	return out;
}

static json_t *write_fleet(const struct hr_capacity *capacity)
{
	json_t *out = json_object(), *matrix = json_object();

	hr_json_set(out, "series", hr_json_u64(capacity->row_count));
	hr_json_set(out, "without_limit", hr_json_u64(capacity->unmatched));
	for (int i = 0; i <= HR_CROSSING_ALREADY; i++)
		hr_json_set(out, hr_crossing_state_name((enum hr_crossing_state)i),
		            hr_json_u64(capacity->states[i]));
	for (int i = 0; i < 3; i++) {
		json_t *line = json_object();

		for (int k = 0; k < 3; k++)
			hr_json_set(line, hr_tier_name((enum hr_tier)k),
			            hr_json_u64(capacity->risks[i][k]));
		hr_json_set(matrix, hr_risk_name((enum hr_risk)i), line);
	}
	hr_json_set(out, "likelihood_by_tier", matrix);
	return out;
}

static json_t *write_models(const struct hr_capacity_demand *demand)
{
	json_t *out = json_array();

	for (size_t i = 0; i < demand->model.count; i++) {
		const struct hr_demand_candidate *candidate = &demand->model.candidates[i];
		json_t *row = json_object();

		hr_json_set(row, "name", hr_json_text(candidate->name));
		hr_json_set(row, "mase", hr_json_real(candidate->mase));
		hr_json_set(row, "smape_ratio", hr_json_real(candidate->smape));
		hr_json_set(row, "coverage_ratio", hr_json_real(candidate->coverage));
		hr_json_set(row, "chosen",
		            json_boolean(demand->has_model && i == demand->model.chosen));
		hr_json_append(out, row);
	}
	return out;
}

static json_t *write_demand(const struct hr_capacity *capacity)
{
	const struct hr_capacity_demand *demand = &capacity->demand;
	const struct hr_level_trend *trend = &demand->trends.trends[0];
	bool fitted = demand->trends.status == HR_TREND_OK;
	json_t *out;

	if (!demand->known)
		return json_null();
	out = json_object();
	hr_json_set(out, "metric", hr_json_text(demand->daily.name));
	hr_json_set(out, "unit", hr_json_text(demand->daily.unit));
	hr_json_set(out, "form",
	            fitted ? json_string(hr_trend_form_name(trend->form)) : json_null());
	hr_json_set(out, "has_trend",
	            fitted ? json_boolean(hr_crossing_has_trend(&demand->trends)) : json_null());
	hr_json_set(out, "season_days", fitted ? hr_json_u64(trend->season) : json_null());
	hr_json_set(out, "shifts", fitted ? hr_json_u64(trend->shift_count) : json_null());
	hr_json_set(out, "widening", hr_json_real(fitted ? trend->widening : (double)NAN));
	hr_json_set(out, "models", write_models(demand));
	hr_json_set(out, "naive_mase", hr_json_real(demand->model.naive.mase));
	hr_json_set(out, "origins", hr_json_u64(demand->model.origins));
	hr_json_set(out, "quality", hr_document_quality(&demand->quality));
	hr_json_set(out, "history", write_history(&demand->daily));
	hr_json_set(out, "forecast", write_forecast(demand->days, demand->day_count));
	return out;
}

/* Throughput by the number of units. What is infinite is null: no peak is not a large one. */
static json_t *write_law(const struct hr_capacity_units *units)
{
	json_t *out;

	if (!units->scales)
		return json_null();
	out = json_object();
	hr_json_set(out, "gamma_per_s", hr_json_real(units->law.gamma.value));
	hr_json_set(out, "alpha", hr_json_real(units->law.alpha.value));
	hr_json_set(out, "beta", hr_json_real(units->law.beta.value));
	hr_json_set(out, "peak_units", hr_json_real(units->peak_units));
	hr_json_set(out, "peak_per_s", hr_json_real(units->peak_per_s));
	hr_json_set(out, "measured_units",
	            units->law.n_max > 0 ? hr_json_real(units->law.n_max) : json_null());
	return out;
}

static json_t *write_units(const struct hr_capacity *capacity,
                           const struct hr_config_capacity *config)
{
	const struct hr_capacity_units *units = &capacity->units;
	json_t *out = json_object();

	hr_json_set(out, "name",
	            hr_json_text(config->unit.name != NULL ? config->unit.name : "unit"));
	hr_json_set(out, "count", hr_json_real(config->unit.count));
	hr_json_set(out, "source", json_string(hr_unit_source_name(units->source)));
	hr_json_set(out, "capacity_per_s", hr_json_real(units->per_unit_per_s));
	hr_json_set(out, "capacity_low_per_s", hr_json_real(units->per_unit_low));
	hr_json_set(out, "capacity_high_per_s", hr_json_real(units->per_unit_high));
	hr_json_set(out, "total_per_s", hr_json_real(units->total_per_s));
	hr_json_set(out, "scaling", write_law(units));
	hr_json_set(out, "max_utilization_ratio", hr_json_real(config->unit.max_utilization));
	hr_json_set(out, "note", hr_json_text(units->note));
	return out;
}

static json_t *money(int64_t micro)
{
	return micro == INT64_MIN ? json_null() : hr_json_real((double)micro / 1e6);
}

static json_t *write_items(const struct hr_config_cost *cost, double units)
{
	json_t *out = json_array();
	struct hr_cost month;

	if (cost == NULL || !cost->given || isnan(units))
		return out;
	hr_cost_month(cost, units, &month);
	for (size_t i = 0; i < cost->price_count; i++) {
		json_t *item = json_object();

		hr_json_set(item, "resource", hr_json_text(cost->prices[i].resource));
		hr_json_set(item, "amount", money(month.items_micro[i]));
		hr_json_append(out, item);
	}
	hr_cost_release(&month);
	return out;
}

static json_t *write_month(const struct hr_capacity_month *month, const struct hr_config_cost *cost)
{
	json_t *out = json_object();

	hr_json_set(out, "started", hr_json_instant(month->start_ns));
	hr_json_set(out, "demand_per_s", hr_json_real(month->demand));
	hr_json_set(out, "demand_high_per_s", hr_json_real(month->demand_high));
	hr_json_set(out, "probability", hr_json_real(month->probability));
	hr_json_set(out, "units", hr_json_real(month->units));
	hr_json_set(out, "units_high", hr_json_real(month->units_high));
	hr_json_set(out, "cost", money(month->cost_micro));
	hr_json_set(out, "cost_low", money(month->cost_low_micro));
	hr_json_set(out, "cost_high", money(month->cost_high_micro));
	hr_json_set(out, "items", write_items(cost, month->units));
	return out;
}

static json_t *write_queue(const struct hr_capacity_queue *queue)
{
	json_t *out;

	if (!queue->known)
		return json_null();
	out = json_object();
	hr_json_set(out, "service_s", hr_json_real(queue->service_s));
	hr_json_set(out, "arrival_per_s", hr_json_real(queue->arrival_per_s));
	hr_json_set(out, "units", hr_json_real(queue->units));
	hr_json_set(out, "servers", hr_json_u64(queue->mmc.servers));
	hr_json_set(out, "utilization_ratio", hr_json_real(queue->mmc.utilization));
	hr_json_set(out, "wait_ratio", hr_json_real(queue->mmc.wait_ratio));
	hr_json_set(out, "response_s", hr_json_real(queue->mmc.response_s));
	hr_json_set(out, "wait_p95_s", hr_json_real(queue->wait_p95_s));
	hr_json_set(out, "in_system", hr_json_real(queue->mmc.in_system));
	return out;
}

static json_t *write_scenario(const struct hr_capacity_scenario *plan, size_t days,
                              const struct hr_config_cost *cost)
{
	static const char *const kinds[] = { "growth", "event", "viral" };
	json_t *out = json_object(), *months = json_array(), *factors = json_array();

	for (size_t i = 0; i < days; i++)
		hr_json_append(factors, hr_json_real(plan->factors[i]));

	for (size_t i = 0; i < plan->month_count; i++)
		hr_json_append(months, write_month(&plan->months[i], cost));
	hr_json_set(out, "name", hr_json_text(plan->scenario->name));
	hr_json_set(out, "type", json_string(kinds[plan->scenario->kind]));
	hr_json_set(out, "growth_per_month_ratio", hr_json_real(plan->scenario->growth_per_month));
	hr_json_set(out, "peak_per_s", hr_json_real(plan->peak));
	hr_json_set(out, "peak_at", hr_json_instant(plan->peak_ns));
	hr_json_set(out, "breach", write_date(&plan->breach));
	hr_json_set(out, "order_by", hr_json_instant(plan->order_by_ns));
	hr_json_set(out, "units_state", json_string(hr_units_state_name(plan->units_state)));
	hr_json_set(out, "units_max", hr_json_real(plan->units_max));
	hr_json_set(out, "cost_max", money(plan->cost_max_micro));
	hr_json_set(out, "likelihood", json_string(hr_risk_name(plan->likelihood)));
	hr_json_set(out, "risk", json_string(hr_risk_name(plan->risk)));
	hr_json_set(out, "factors", factors);
	hr_json_set(out, "queue", write_queue(&plan->queue));
	hr_json_set(out, "months", months);
	return out;
}

static json_t *write_autoscale(const struct hr_autoscale *autoscale)
{
	json_t *out;

	if (!autoscale->known)
		return json_null();
	out = json_object();
	hr_json_set(out, "target_ratio", hr_json_real(autoscale->target_ratio));
	hr_json_set(out, "scale_up_ratio", hr_json_real(autoscale->scale_up_ratio));
	hr_json_set(out, "scale_down_ratio", hr_json_real(autoscale->scale_down_ratio));
	hr_json_set(out, "min_units", hr_json_real(autoscale->min_units));
	hr_json_set(out, "max_units", hr_json_real(autoscale->max_units));
	hr_json_set(out, "cooldown_s", hr_json_real(autoscale->cooldown_s));
	hr_json_set(out, "up_factor", hr_json_real(autoscale->up_factor));
	hr_json_set(out, "down_factor", hr_json_real(autoscale->down_factor));
	hr_json_set(out, "limited_by_ramp", json_boolean(autoscale->limited_by_ramp));
	return out;
}

/* Of the present units: list price, each saving in its turn, what is left. */
static json_t *write_cost(const struct hr_config_capacity *config,
                          const struct hr_config_cost *cost)
{
	json_t *out, *savings;
	struct hr_cost month;

	if (cost == NULL || !cost->given)
		return json_null();
	out = json_object();
	savings = json_array();
	hr_cost_month(cost, config->unit.count, &month);
	for (size_t i = 0; i < cost->saving_count; i++) {
		json_t *saving = json_object();

		hr_json_set(saving, "name", hr_json_text(cost->savings[i].name));
		hr_json_set(saving, "amount", money(month.saved_micro[i]));
		hr_json_append(savings, saving);
	}
	hr_json_set(out, "currency", hr_json_text(cost->currency));
	hr_json_set(out, "budget",
	            cost->budget_micro >= 0 ? money(cost->budget_micro) : json_null());
	hr_json_set(out, "list", money(month.list_micro));
	hr_json_set(out, "savings", savings);
	hr_json_set(out, "total", money(month.total_micro));
	hr_json_set(out, "items", write_items(cost, config->unit.count));
	hr_cost_release(&month);
	return out;
}

json_t *hr_document_capacity(const struct hr_capacity *capacity,
                             const struct hr_config_capacity *config,
                             const struct hr_config_cost *cost)
{
	json_t *out = json_object(), *rows = json_array(), *scenarios = json_array();

	for (size_t i = 0; i < capacity->row_count && i < HR_CAPACITY_WORST; i++)
		hr_json_append(rows, write_row(&capacity->rows[i]));
	for (size_t i = 0; i < capacity->scenario_count; i++)
		hr_json_append(scenarios, write_scenario(&capacity->scenarios[i],
		                                         capacity->demand.day_count, cost));
	hr_json_set(out, "as_of", hr_json_instant(capacity->as_of_ns));
	hr_json_set(out, "horizon_days", hr_json_real((double)capacity->horizon_ns / 86400e9));
	hr_json_set(out, "fleet", write_fleet(capacity));
	hr_json_set(out, "rows", rows);
	hr_json_set(out, "demand", write_demand(capacity));
	hr_json_set(out, "unit", write_units(capacity, config));
	hr_json_set(out, "scenarios", scenarios);
	hr_json_set(out, "cost", write_cost(config, cost));
	hr_json_set(out, "autoscale", write_autoscale(&capacity->autoscale));
	return out;
}

json_t *hr_document_advice(const struct hr_advice *advice)
{
	json_t *out = json_array();

	for (size_t i = 0; i < advice->count; i++) {
		const struct hr_advice_item *item = &advice->items[i];
		json_t *row = json_object();

		hr_json_set(row, "rule", hr_json_text(item->rule->id));
		hr_json_set(row, "kind",
		            json_string(hr_rule_kind_name((enum hr_rule_kind)item->rule->kind)));
		hr_json_set(row, "priority", json_string(hr_rule_priority_name(item->rule)));
		hr_json_set(row, "subject", hr_json_text(item->subject));
		hr_json_set(row, "check", hr_json_text(item->check));
		hr_json_set(row, "by", hr_json_instant(item->by_ns));
		hr_json_set(row, "text", hr_json_text(item->text));
		hr_json_append(out, row);
	}
	return out;
}

json_t *hr_document_capacity_settings(const struct hr_config_capacity *config, uint64_t seed)
{
	json_t *out = json_object();

	hr_json_set(out, "history_days", hr_json_real((double)config->history_ns / 86400e9));
	hr_json_set(out, "horizon_days", hr_json_real((double)config->horizon_ns / 86400e9));
	hr_json_set(out, "season_days", hr_json_real((double)config->season_ns / 86400e9));
	hr_json_set(out, "lead_time_days", hr_json_real((double)config->lead_time_ns / 86400e9));
	hr_json_set(out, "safety_margin_ratio", hr_json_real(config->safety_margin));
	hr_json_set(out, "redundancy", hr_json_real(config->redundancy));
	hr_json_set(out, "scaling", json_string(hr_unit_scaling_name(config->unit.scaling)));
	hr_json_set(out, "seed", hr_json_u64(seed));
	hr_json_set(out, "resources", hr_json_u64(config->resource_count));
	hr_json_set(out, "demand", hr_json_text(config->demand_text));
	return out;
}

static double load_of(const json_t *stress, const char *border, const char *key)
{
	double load = hr_json_number_at(json_object_get(stress, border), key);
	const json_t *steps = json_object_get(stress, "steps"), *step;
	size_t i;

	json_array_foreach(steps, i, step)
	{
		double at = hr_json_number_at(step, "load");

		if (at >= load && at <= load)
			return hr_json_number_at(step, "success_per_s");
	}
	return (double)NAN;
}

struct hr_capacity_measured hr_document_capacity_measured(const json_t *document)
{
	const json_t *stress = json_object_get(document, "stress");
	/* What meets every objective, else what does not break. */
	const char *border = json_is_object(json_object_get(stress, "objectives")) ? "objectives"
	                                                                           : "break";

	struct hr_capacity_measured out = {
		.stress_per_s = hr_json_number_at(json_object_get(stress, border),
		                                  "throughput_per_s"),
		.stress_low_per_s = load_of(stress, border, "last_good_load"),
		.stress_high_per_s = load_of(stress, border, "first_bad_load"),
		.usl_peak_per_s = hr_json_number_at(json_object_get(stress, "usl"),
		                                    "peak_throughput_per_s"),
		.service_s = hr_json_number_at(json_array_get(json_object_get(stress, "steps"), 0),
		                               "mean_ms") /
		             1e3,
	};

	out.has_usl = hr_document_stress_usl(stress, &out.usl);
	return out;
}
