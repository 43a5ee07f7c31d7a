/* The gate. */
#include <config.h>
#include "analyse/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/burn.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"

#define NORMAL "normal"

const char *hr_gate_decision_name(enum hr_gate_decision decision)
{
	static const char *const names[] = { [HR_GATE_ALLOW] = "allow",
		                             [HR_GATE_DENY] = "deny",
		                             [HR_GATE_INCONCLUSIVE] = "inconclusive" };

	return names[decision];
}

bool hr_gate_closes(const char *severity)
{
	return severity != NULL && (strcmp(severity, "critical") == 0 ||
	                            strcmp(severity, "high") == 0 || strcmp(severity, "page") == 0);
}

/* Sign of what remains of a budget against a part of it: remaining is 1 - bad / (whole allowed). */
static int compare_remaining(const struct hr_slo_result *result, struct hr_fraction part)
{
	const struct hr_budget *budget = &result->budget;
	struct hr_fraction allowed = hr_fraction_complement(result->slo->target), used;
	hr_u128 left, right;

	if (allowed.num == 0)
		return budget->bad > 0 ? -1 : 1;
	if (!hr_fraction_multiply(hr_fraction_complement(part), allowed, &used))
		used = allowed;
	left = budget->bad * used.den;
	right = budget->whole * used.num;
	return (right > left) - (right < left);
}

static bool has_budget(const struct hr_slo_result *result)
{
	return result->slo->type != HR_SLI_THRESHOLD && result->budget.judged > 0;
}

const struct hr_budget_step *hr_gate_step(const struct hr_budget_policy *policy,
                                          const struct hr_slo_result *result)
{
	if (!has_budget(result))
		return NULL;
	for (size_t i = 0; i < policy->step_count; i++)
		if (compare_remaining(result, policy->steps[i].remaining) <= 0)
			return &policy->steps[i];
	return NULL;
}

static bool is_exception(const struct hr_gate_options *options)
{
	const struct hr_budget_gate *gate = &options->policy->gate;

	for (size_t i = 0; options->deployment_type != NULL && i < gate->exception_count; i++)
		if (strcmp(gate->exceptions[i], options->deployment_type) == 0)
			return true;
	return false;
}

/* Least remaining, of all; and the most severe step. */
static void survey(const struct hr_slo_results *results, const struct hr_gate_options *options,
                   struct hr_gate *out)
{
	out->remaining = (double)NAN;
	for (size_t i = 0; i < results->count; i++) {
		const struct hr_slo_result *result = &results->items[i];
		const struct hr_budget_step *step = hr_gate_step(options->policy, result);

		if (step != NULL && (out->step == NULL || step < out->step))
			out->step = step;
		if (has_budget(result) && !(out->remaining <= result->budget.remaining))
			out->remaining = result->budget.remaining;
	}
}

static void decide(struct hr_gate *out, enum hr_gate_decision decision,
                   const struct hr_slo_result *decisive, struct hr_str *reason, const char *action)
{
	out->decision = decision;
	out->decisive = decisive;
	out->reason = hr_str_detach(reason);
	out->action = hr_strdup(action);
}

static bool decide_on_data(const struct hr_slo_results *results,
                           const struct hr_gate_options *options, struct hr_gate *out)
{
	struct hr_str reason = { 0 };
	size_t budgets = 0;

	for (size_t i = 0; i < results->count; i++) {
		const struct hr_slo_result *result = &results->items[i];
		bool partial = result->state == HR_SLO_PARTIAL;

		if (result->slo->type == HR_SLI_THRESHOLD)
			continue;
		budgets++;
		if (result->state == HR_SLO_JUDGED || (partial && options->allow_partial))
			continue;
		if (partial)
			hr_str_printf(&reason, "only %s of the window of %s was observed",
			              hr_shown(result->budget.coverage, HR_QUANTITY_RATIO).text,
			              result->slo->name);
		else
			hr_str_printf(&reason, "no data for %s", result->slo->name);
		decide(out, HR_GATE_INCONCLUSIVE, result, &reason,
		       partial ? "give it the recordings of the whole window, or --allow-partial"
		       : result->state == HR_SLO_NO_DATA
		               ? "give it recordings that hold valid requests"
		               : "summarise the recordings again with -c");
		return true;
	}
	if (budgets > 0)
		return false;
	hr_str_puts(&reason, "no objective with an error budget is configured");
	decide(out, HR_GATE_INCONCLUSIVE, NULL, &reason, "add \"slos\" to the configuration");
	return true;
}

static bool decide_on_budgets(const struct hr_slo_results *results,
                              const struct hr_gate_options *options, struct hr_gate *out)
{
	struct hr_fraction minimum = options->policy->gate.minimum_remaining;
	struct hr_str reason = { 0 };

	for (size_t i = 0; i < results->count; i++) {
		const struct hr_slo_result *result = &results->items[i];
		double remaining = result->budget.remaining;

		if (!has_budget(result) || compare_remaining(result, minimum) >= 0)
			continue;
		if (isfinite(remaining))
			hr_str_printf(&reason,
			              "insufficient error budget of %s: %s remaining, %s required",
			              result->slo->name,
			              hr_shown(remaining, HR_QUANTITY_RATIO).text,
			              hr_shown(hr_fraction_value(minimum), HR_QUANTITY_RATIO).text);
		else
			hr_str_printf(&reason, "%s allows no failure and has some",
			              result->slo->name);
		decide(out, HR_GATE_DENY, result, &reason,
		       options->policy->gate.exception_count > 0
		               ? "wait for the budget to recover, or deploy as one of the "
		                 "exceptions"
		               : "wait for the budget to recover");
		return true;
	}
	return false;
}

static bool decide_on_alerts(const struct hr_slo_results *results, struct hr_gate *out)
{
	const struct hr_slo_result *first = NULL;
	struct hr_str reason = { 0 };

	for (size_t i = 0; i < results->count; i++) {
		const struct hr_slo_result *result = &results->items[i];

		for (size_t j = 0; j < result->burn_count; j++) {
			if (result->burns[j].state != HR_BURN_FIRING ||
			    !hr_gate_closes(result->burns[j].rule->severity))
				continue;
			out->firing++;
			if (first == NULL)
				first = result;
		}
	}
	if (first == NULL)
		return false;
	hr_str_printf(&reason, "high error budget burn rate of %s: %zu %s", first->slo->name,
	              out->firing, out->firing == 1 ? "rule fires" : "rules fire");
	decide(out, HR_GATE_DENY, first, &reason, "find what burns the budget before you deploy");
	return true;
}

void hr_gate_decide(const struct hr_slo_results *results, const struct hr_gate_options *options,
                    struct hr_gate *out)
{
	struct hr_str reason = { 0 };

	*out = (struct hr_gate){ .type = options->deployment_type != NULL ? options->deployment_type
		                                                          : NORMAL };
	survey(results, options, out);
	if (is_exception(options)) {
		hr_str_printf(&reason, "emergency deployment type: %s", out->type);
		decide(out, HR_GATE_ALLOW, NULL, &reason, "");
		return;
	}
	if (decide_on_data(results, options, out) || decide_on_budgets(results, options, out) ||
	    decide_on_alerts(results, out))
		return;
	hr_str_puts(&reason, "sufficient error budget available");
	decide(out, HR_GATE_ALLOW, NULL, &reason, "");
}

void hr_gate_check(const struct hr_gate *gate, const struct hr_gate_options *options,
                   struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, "gate", "error_budget", gate->type);
	struct hr_str message = { 0 };

	check->verdict = gate->decision == HR_GATE_ALLOW  ? HR_VERDICT_PASS
	                 : gate->decision == HR_GATE_DENY ? HR_VERDICT_FAIL
	                                                  : HR_VERDICT_INCONCLUSIVE;
	check->required = true;
	check->severity = hr_strdup("error");
	check->unit = hr_strdup("ratio");
	check->observed = gate->remaining;
	check->limit = hr_fraction_value(options->policy->gate.minimum_remaining);
	hr_check_add_evidence(check, "remaining", gate->remaining);
	hr_check_add_evidence(check, "minimum_remaining", check->limit);
	hr_check_add_evidence(check, "firing", (double)gate->firing);
	hr_str_printf(&message, "%s: %s",
	              gate->decision == HR_GATE_ALLOW  ? "the gate is open"
	              : gate->decision == HR_GATE_DENY ? "the gate is closed"
	                                               : "the gate cannot decide",
	              gate->reason);
	if (gate->action[0] != '\0')
		hr_str_printf(&message, "; %s", gate->action);
	check->message = hr_str_detach(&message);
}

void hr_gate_release(struct hr_gate *gate)
{
	free(gate->reason);
	free(gate->action);
	*gate = (struct hr_gate){ 0 };
}
