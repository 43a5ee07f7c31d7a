/* The sections "slo", "alerts" and "gate". */
#include <config.h>
#include "document/document_slo.h"

#include <math.h>

#include "analyse/burn.h"
#include "analyse/subject.h"
#include "base/instant.h"
#include "document/jsonx.h"
#include "record/predicate.h"

static json_t *second(int64_t second_s)
{
	if (second_s == HR_SLI_SECOND_NONE)
		return json_null();
	return hr_json_instant(second_s * HR_NS_PER_S);
}

static json_t *fraction(struct hr_fraction value)
{
	return value.den > 0 ? hr_json_real(hr_fraction_value(value)) : json_null();
}

/* --- one objective --- */

static json_t *write_sli(const struct hr_config_slo *slo)
{
	json_t *out = json_object();

	hr_json_set(out, "type", json_string(hr_sli_type_name(slo->type)));
	if (slo->type == HR_SLI_THRESHOLD) {
		hr_json_set(out, "criterion", hr_json_text(slo->criterion.text));
		return out;
	}
	hr_json_set(out, "valid", hr_json_text(slo->valid.text));
	hr_json_set(out, "good", hr_json_text(slo->good.text));
	if (slo->type == HR_SLI_LATENCY)
		hr_json_set(out, "threshold_ms",
		            hr_json_real((double)slo->threshold_ns / (double)HR_NS_PER_MS));
	if (slo->type == HR_SLI_THROUGHPUT)
		hr_json_set(out, "min_per_s", fraction(slo->min_per_s));
	if (slo->type == HR_SLI_FRESHNESS)
		hr_json_set(out, "max_age_s", json_integer(slo->max_age_s));
	return out;
}

static json_t *write_window(const struct hr_slo_result *result)
{
	static const char *const kinds[] = { "run", "rolling", "calendar" };
	json_t *out = json_object();

	hr_json_set(out, "text", hr_json_text(result->slo->window.text));
	hr_json_set(out, "kind", json_string(kinds[result->slo->window.kind]));
	hr_json_set(out, "start", second(result->span.start_s));
	hr_json_set(out, "end", second(result->span.end_s));
	hr_json_set(out, "period_end", second(result->span.period_end_s));
	hr_json_set(out, "coverage", hr_json_real(result->budget.coverage));
	hr_json_set(out, "observed_s", json_integer(result->budget.observed_s));
	return out;
}

static json_t *write_events(const struct hr_budget *budget)
{
	json_t *out = json_object();

	hr_json_set(out, "valid", hr_json_u64(budget->events.valid));
	hr_json_set(out, "good", hr_json_u64(budget->events.good));
	hr_json_set(out, "bad", hr_json_u64(budget->events.valid - budget->events.good));
	hr_json_set(out, "excluded",
	            hr_json_u64(budget->events.seen - budget->events.valid - budget->maintenance));
	hr_json_set(out, "maintenance", hr_json_u64(budget->maintenance));
	return out;
}

static json_t *write_slices(const struct hr_slo_result *result)
{
	const struct hr_budget *budget = &result->budget;
	json_t *out;

	if (result->slo->method == HR_BUDGET_OCCURRENCES)
		return json_null();
	out = json_object();
	hr_json_set(out, "slice_s", json_integer(result->slo->slice_s));
	hr_json_set(out, "slice_target", fraction(result->slo->slice_target));
	hr_json_set(out, "counted", hr_json_u64(budget->slices));
	hr_json_set(out, "good", hr_json_u64(budget->slices_good));
	hr_json_set(out, "bad", hr_json_u64(budget->slices_bad));
	hr_json_set(out, "without_data", hr_json_u64(budget->slices_empty));
	hr_json_set(out, "of_period", hr_json_u64(budget->period_slices));
	return out;
}

/* Minutes make sense of budgets of time only. */
static json_t *write_budget(const struct hr_slo_result *result,
                            const struct hr_budget_policy *policy)
{
	const struct hr_budget *budget = &result->budget;
	const struct hr_budget_step *step = hr_gate_step(policy, result);
	bool of_time = result->slo->method != HR_BUDGET_OCCURRENCES;
	double minutes = (double)result->slo->slice_s / 60;
	json_t *out = json_object();

	hr_json_set(out, "state", json_string(hr_budget_state_name(budget->state)));
	hr_json_set(out, "total", hr_json_real(budget->total));
	hr_json_set(out, "consumed", hr_json_real((double)budget->bad / budget->scale));
	hr_json_set(out, "remaining",
	            hr_json_real(budget->total - (double)budget->bad / budget->scale));
	hr_json_set(out, "total_minutes",
	            of_time ? hr_json_real(budget->total * minutes) : json_null());
	hr_json_set(out, "consumed_ratio", hr_json_real(budget->consumed));
	hr_json_set(out, "remaining_ratio", hr_json_real(budget->remaining));
	hr_json_set(out, "estimated_consumed_ratio", hr_json_real(budget->estimated_consumed));
	hr_json_set(out, "exhausted_at", second(budget->spent_at_s));
	hr_json_set(out, "exhausted_in_s", hr_json_real(result->exhausted_in_s));
	hr_json_set(out, "step", hr_json_text(step != NULL ? step->action : NULL));
	hr_json_set(out, "step_message", hr_json_text(step != NULL ? step->message : NULL));
	return out;
}

static json_t *write_evidence(const struct hr_slo_result *result)
{
	const struct hr_budget *budget = &result->budget;
	double target = hr_fraction_value(result->slo->target);
	uint64_t needed = hr_budget_events_needed(target, result->slo->confidence);
	json_t *out = json_object();

	hr_json_set(out, "confidence", hr_json_real(result->slo->confidence));
	hr_json_set(out, "low", hr_json_real(budget->bounds.low));
	hr_json_set(out, "high", hr_json_real(budget->bounds.high));
	hr_json_set(out, "events_needed",
	            needed < UINT64_MAX && result->slo->confidence > 0 ? hr_json_u64(needed)
	                                                               : json_null());
	hr_json_set(out, "design_effect", hr_json_real(budget->design_effect));
	return out;
}

static json_t *write_projection(const struct hr_slo_result *result)
{
	json_t *out = json_object();

	hr_json_set(out, "window_s", json_integer(result->slo->projection_s));
	hr_json_set(out, "burn_rate", hr_json_real(result->projected_rate));
	hr_json_set(out, "lasts_s", hr_json_real(result->projected_lasts_s));
	return out;
}

static json_t *write_points(const struct hr_slo_result *result)
{
	json_t *out = json_array();

	for (size_t i = 0; i < result->point_count; i++) {
		json_t *point = json_array();

		hr_json_append(point, second(result->points[i].end_s));
		hr_json_append(point, hr_json_real(result->points[i].remaining));
		hr_json_append(point, hr_json_real(result->points[i].rate));
		hr_json_append(out, point);
	}
	return out;
}

/* "healthy" goes by the point alone, the verdict by the bounds. */
static const char *status_of(const struct hr_slo_result *result)
{
	if (result->state != HR_SLO_JUDGED && result->state != HR_SLO_PARTIAL)
		return "unknown";
	if (result->slo->type == HR_SLI_THRESHOLD)
		return result->verdict == HR_SLO_MET ? "healthy" : "unhealthy";
	return result->budget.met ? "healthy" : "unhealthy";
}

static void write_threshold(const struct hr_slo_result *result, json_t *out)
{
	hr_json_set(out, "observed", hr_json_real(result->observed));
	hr_json_set(out, "limit", hr_json_real(result->limit));
	hr_json_set(out, "unit", hr_json_text(result->unit));
	hr_json_set(out, "share_within", hr_json_real(result->share));
}

static json_t *write_objective(const struct hr_slo_result *result,
                               const struct hr_budget_policy *policy)
{
	const struct hr_config_slo *slo = result->slo;
	json_t *out = json_object();

	hr_json_set(out, "name", hr_json_text(slo->name));
	hr_json_set(out, "description", hr_json_text(slo->description));
	hr_json_set(out, "severity", hr_json_text(slo->severity));
	hr_json_set(out, "sli", write_sli(slo));
	hr_json_set(out, "state", json_string(hr_slo_state_name(result->state)));
	hr_json_set(out, "status", json_string(status_of(result)));
	hr_json_set(out, "verdict", json_string(hr_slo_verdict_name(result->verdict)));
	if (slo->type == HR_SLI_THRESHOLD) {
		write_threshold(result, out);
		return out;
	}
	hr_json_set(out, "method", json_string(hr_budget_method_name(slo->method)));
	hr_json_set(out, "target", fraction(slo->target));
	hr_json_set(out, "ratio", hr_json_real(result->budget.ratio));
	hr_json_set(out, "window", write_window(result));
	hr_json_set(out, "events", write_events(&result->budget));
	hr_json_set(out, "slices", write_slices(result));
	hr_json_set(out, "budget", write_budget(result, policy));
	hr_json_set(out, "evidence", write_evidence(result));
	hr_json_set(out, "burn_rate", hr_json_real(result->burn_rate));
	hr_json_set(out, "recent_burn_rate", hr_json_real(result->recent_rate));
	hr_json_set(out, "projection", write_projection(result));
	hr_json_set(out, "series", write_points(result));
	return out;
}

json_t *hr_document_slo(const struct hr_slo_results *results, const struct hr_budget_policy *policy)
{
	json_t *out = json_object(), *objectives = json_array();

	hr_json_set(out, "as_of", second(results->as_of_s));
	for (size_t i = 0; i < results->count; i++)
		hr_json_append(objectives, write_objective(&results->items[i], policy));
	hr_json_set(out, "objectives", objectives);
	return out;
}

/* --- alerts --- */

static json_t *write_firings(const struct hr_burn_result *burn)
{
	json_t *out = json_array();

	for (size_t i = 0; i < burn->firing_count; i++) {
		const struct hr_burn_firing *firing = &burn->firings[i];
		json_t *entry = json_object();

		hr_json_set(entry, "start", second(firing->start_s));
		hr_json_set(entry, "end", second(firing->end_s));
		hr_json_set(entry, "delay_s", json_integer(firing->delay_s));
		hr_json_set(entry, "budget_used_ratio", hr_json_real(firing->budget_used));
		hr_json_set(entry, "peak_burn_rate", hr_json_real(firing->peak));
		hr_json_append(out, entry);
	}
	return out;
}

static json_t *write_burn(const struct hr_slo_result *result, const struct hr_burn_result *burn)
{
	const struct hr_burn_rule *rule = burn->rule;
	json_t *out = json_object();

	hr_json_set(out, "slo", hr_json_text(result->slo->name));
	hr_json_set(out, "window_s", json_integer(rule->long_s));
	hr_json_set(out, "short_s", json_integer(rule->short_s));
	hr_json_set(out, "threshold", fraction(burn->threshold));
	hr_json_set(out, "budget_ratio", fraction(rule->budget));
	hr_json_set(out, "for_s", json_integer(rule->for_s));
	hr_json_set(out, "min_events", hr_json_u64(rule->min_events));
	hr_json_set(out, "severity", hr_json_text(rule->severity));
	hr_json_set(out, "action", hr_json_text(rule->action));
	hr_json_set(out, "state", json_string(hr_burn_state_name(burn->state)));
	hr_json_set(out, "burn_rate", hr_json_real(burn->long_rate));
	hr_json_set(out, "short_burn_rate", hr_json_real(burn->short_rate));
	hr_json_set(out, "fired", hr_json_u64(burn->fired));
	hr_json_set(out, "firing_s", json_integer(burn->firing_s));
	hr_json_set(out, "firings", write_firings(burn));
	return out;
}

static json_t *write_rule(const struct hr_alert_result *result)
{
	static const char *const conditions[] = {
		[HR_ALERT_ABOVE] = "above", [HR_ALERT_BELOW] = "below", [HR_ALERT_CHANGE] = "change"
	};
	const struct hr_alert_rule *rule = result->rule;
	bool change = rule->condition == HR_ALERT_CHANGE;
	json_t *out = json_object(), *firings = json_array();

	hr_json_set(out, "name", hr_json_text(result->name));
	hr_json_set(out, "criterion", hr_json_text(rule->criterion.text));
	hr_json_set(out, "condition", json_string(conditions[rule->condition]));
	hr_json_set(out, "metric", hr_json_text(rule->criterion.metric.name));
	hr_json_set(out, "subject", hr_json_text(result->subject.name));
	hr_json_set(out, "unit", hr_json_text(result->subject.unit));
	hr_json_set(out, "threshold",
	            hr_json_real(change                           ? rule->change
	                         : result->state == HR_ALERT_UNIT ? (double)NAN
	                                                          : result->subject.limit));
	hr_json_set(out, "baseline", hr_json_real(result->baseline));
	hr_json_set(out, "for_s", hr_json_real(hr_length_s(rule->criterion.for_ns)));
	hr_json_set(out, "severity", hr_json_text(result->severity));
	hr_json_set(out, "summary", hr_json_text(rule->summary));
	hr_json_set(out, "description", hr_json_text(rule->description));
	hr_json_set(out, "state", json_string(hr_alert_state_name(result->state)));
	for (size_t i = 0; i < result->firing_count; i++) {
		json_t *entry = json_object();

		hr_json_set(entry, "start", hr_json_instant(result->firings[i].start_ns));
		hr_json_set(entry, "end", hr_json_instant(result->firings[i].end_ns));
		hr_json_set(entry, "worst", hr_json_real(result->firings[i].worst));
		hr_json_append(firings, entry);
	}
	hr_json_set(out, "firings", firings);
	return out;
}

json_t *hr_document_alerts(const struct hr_slo_results *results,
                           const struct hr_alert_results *rules)
{
	json_t *out = json_object(), *burns = json_array(), *list = json_array();

	for (size_t i = 0; i < results->count; i++)
		for (size_t j = 0; j < results->items[i].burn_count; j++)
			hr_json_append(burns,
			               write_burn(&results->items[i], &results->items[i].burns[j]));
	hr_json_set(out, "burn_rate", burns);
	for (size_t i = 0; i < rules->count; i++)
		hr_json_append(list, write_rule(&rules->items[i]));
	hr_json_set(out, "rules", list);
	return out;
}

/* --- the gate --- */

static json_t *write_gate_alerts(const struct hr_slo_results *results)
{
	json_t *out = json_array();

	for (size_t i = 0; i < results->count; i++) {
		const struct hr_slo_result *result = &results->items[i];

		for (size_t j = 0; j < result->burn_count; j++) {
			const struct hr_burn_result *burn = &result->burns[j];
			json_t *entry;

			if (burn->state != HR_BURN_FIRING)
				continue;
			entry = json_object();
			hr_json_set(entry, "slo", hr_json_text(result->slo->name));
			hr_json_set(entry, "window_s", json_integer(burn->rule->long_s));
			hr_json_set(entry, "burn_rate", hr_json_real(burn->long_rate));
			hr_json_set(entry, "threshold", fraction(burn->threshold));
			hr_json_set(entry, "severity", hr_json_text(burn->rule->severity));
			hr_json_append(out, entry);
		}
	}
	return out;
}

json_t *hr_document_gate(const struct hr_gate *gate, const struct hr_gate_options *options,
                         const struct hr_slo_results *results)
{
	json_t *out = json_object();

	hr_json_set(out, "can_deploy",
	            gate->decision == HR_GATE_INCONCLUSIVE
	                    ? json_null()
	                    : json_boolean(gate->decision == HR_GATE_ALLOW));
	hr_json_set(out, "decision", json_string(hr_gate_decision_name(gate->decision)));
	hr_json_set(out, "deployment_type", hr_json_text(gate->type));
	hr_json_set(out, "reason", hr_json_text(gate->reason));
	hr_json_set(out, "recommended_action",
	            hr_json_text(gate->action[0] != '\0' ? gate->action : NULL));
	hr_json_set(out, "slo",
	            hr_json_text(gate->decisive != NULL ? gate->decisive->slo->name : NULL));
	hr_json_set(out, "budget_remaining", hr_json_real(gate->remaining));
	hr_json_set(out, "minimum_remaining", fraction(options->policy->gate.minimum_remaining));
	hr_json_set(out, "step", hr_json_text(gate->step != NULL ? gate->step->action : NULL));
	hr_json_set(out, "burn_rate_alerts", write_gate_alerts(results));
	return out;
}
