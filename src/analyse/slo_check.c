/* What objectives conclude, in words. */
#include <config.h>
#include "analyse/burn.h"
#include "analyse/slo.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "analyse/gate.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/shown.h"
#include "base/str.h"

static enum hr_verdict verdict_of(enum hr_slo_verdict verdict)
{
	return verdict == HR_SLO_MET      ? HR_VERDICT_PASS
	       : verdict == HR_SLO_MISSED ? HR_VERDICT_FAIL
	                                  : HR_VERDICT_INCONCLUSIVE;
}

/* Decimals of per cent that show three digits of a ratio; at least one, at most six. */
static int decimals_of(double ratio)
{
	double decimals = ratio > 0 ? 2 - floor(log10(100 * ratio)) : 1;

	return (int)fmin(fmax(decimals, 1), 6);
}

/* A share with as many digits as show its failures and tell it from @target: "99.987 %". Not
 * rounded up to either: a target that is missed must not look met. */
static void put_share(struct hr_str *out, double share, double target)
{
	int decimals = decimals_of(1 - share), others = decimals_of(fabs(share - target));
	double scale = pow(10, others > decimals ? others : decimals);
	double exact = hr_round15(share * 100 * scale), shown = round(exact);
	char text[32];

	if ((share < target && shown >= target * 100 * scale) ||
	    (share < 1 && shown >= 100 * scale))
		shown = floor(exact);
	hr_format_double(hr_round15(shown / scale), text, sizeof(text));
	hr_str_printf(out, "%s\u202f%%", text);
}

static void put_target(struct hr_str *out, double target)
{
	char text[32];

	hr_format_double(hr_round15(floor(target * 1e8) / 1e6), text, sizeof(text));
	hr_str_printf(out, "%s\u202f%%", text);
}

static void put_percent(struct hr_str *out, double ratio)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(ratio, HR_QUANTITY_RATIO, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

static void put_count(struct hr_str *out, uint64_t count)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format((double)count, HR_QUANTITY_COUNT, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

static const char *unit_of(const struct hr_slo_result *result)
{
	if (result->slo->method == HR_BUDGET_OCCURRENCES)
		return result->slo->scope == HR_SAMPLE_TRANSACTION ? "transactions" : "requests";
	return "slices of time";
}

static void put_doubt(struct hr_str *out, const struct hr_slo_result *result)
{
	const struct hr_budget *budget = &result->budget;
	double target = hr_fraction_value(result->slo->target);
	uint64_t needed = hr_budget_events_needed(target, result->slo->confidence);
	uint64_t judged = result->slo->method == HR_BUDGET_OCCURRENCES ? budget->events.valid
	                                                               : budget->slices;

	hr_str_puts(out, "; with so few ");
	hr_str_puts(out, unit_of(result));
	hr_str_puts(out, " it may truly be ");
	put_share(out, budget->bounds.low, target);
	hr_str_puts(out, " to ");
	put_share(out, budget->bounds.high, target);
	if (judged >= needed || needed == UINT64_MAX)
		return;
	hr_str_puts(out, ", and ");
	put_count(out, needed);
	hr_str_puts(out, " without a failure are needed to show the target");
}

static void put_budget(struct hr_str *out, const struct hr_slo_result *result)
{
	const struct hr_budget *budget = &result->budget;

	if (budget->state == HR_BUDGET_ZERO) {
		hr_str_puts(out, budget->bad == 0
		                         ? "; a target of 100\u202f% leaves no error budget"
		                         : "; a target of 100\u202f% allows no failure at all");
		return;
	}
	if (budget->remaining >= 0) {
		hr_str_puts(out, ", ");
		put_percent(out, budget->remaining);
		hr_str_puts(out, " of the error budget is left");
	} else {
		hr_str_puts(out, ", ");
		put_percent(out, budget->consumed);
		hr_str_puts(out, " of the error budget is used");
	}
	if (result->state == HR_SLO_PARTIAL) {
		hr_str_puts(out, " (of the ");
		put_percent(out, budget->coverage);
		hr_str_puts(out, " of the window that was observed)");
	}
}

static void put_state(struct hr_str *out, const struct hr_slo_result *result)
{
	switch (result->state) {
	case HR_SLO_NOT_COUNTED:
		hr_str_puts(out, "was not counted when the run was summarised: summarise the "
		                 "recording again with -c");
		break;
	case HR_SLO_PART_COUNTED:
		hr_str_printf(out,
		              "was counted over %" PRIu64 " of %" PRIu64
		              " %s: parts of the run were summarised without it, or hold no single "
		              "ones; summarise the recordings again with -c",
		              result->counted, result->recorded, unit_of(result));
		break;
	default:
		hr_str_puts(out, "cannot be judged: no valid event in its window");
		break;
	}
}

static void write_message(const struct hr_slo_result *result, struct hr_str *out)
{
	const struct hr_budget *budget = &result->budget;

	hr_str_printf(out, "%s ", result->slo->name);
	if (result->state != HR_SLO_JUDGED && result->state != HR_SLO_PARTIAL) {
		put_state(out, result);
		return;
	}
	hr_str_puts(out, "is ");
	put_share(out, budget->ratio, hr_fraction_value(result->slo->target));
	hr_str_puts(out, " of ");
	put_count(out, result->slo->method == HR_BUDGET_OCCURRENCES ? budget->events.valid
	                                                            : budget->slices);
	hr_str_printf(out, " %s, target ", unit_of(result));
	put_target(out, hr_fraction_value(result->slo->target));
	put_budget(out, result);
	if (result->verdict == HR_SLO_INCONCLUSIVE)
		put_doubt(out, result);
}

static void add_evidence(struct hr_check *check, const struct hr_slo_result *result)
{
	const struct hr_budget *budget = &result->budget;
	const struct {
		const char *name;
		double value;
	} numbers[] = {
		{ "valid", (double)budget->events.valid },
		{ "good", (double)budget->events.good },
		{ "excluded", (double)(budget->events.seen - budget->events.valid) },
		{ "slices", (double)budget->slices },
		{ "slices_good", (double)budget->slices_good },
		{ "target", hr_fraction_value(result->slo->target) },
		{ "budget", budget->total },
		{ "consumed", budget->consumed },
		{ "remaining", budget->remaining },
		{ "low", budget->bounds.low },
		{ "high", budget->bounds.high },
		{ "confidence", result->slo->confidence },
		{ "coverage", budget->coverage },
		{ "burn_rate", result->burn_rate },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		hr_check_add_evidence(check, numbers[i].name, numbers[i].value);
}

static void check_budget(const struct hr_slo_result *result, struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, "slo", hr_sli_type_name(result->slo->type),
	                                       result->slo->name);
	struct hr_str message = { 0 };

	check->verdict = result->state == HR_SLO_PARTIAL && result->verdict == HR_SLO_MET
	                         ? HR_VERDICT_INCONCLUSIVE
	                         : verdict_of(result->verdict);
	check->severity = hr_strdup(result->slo->severity != NULL ? result->slo->severity
	                                                          : "error");
	check->unit = hr_strdup("ratio");
	check->observed = result->budget.ratio;
	check->limit = hr_fraction_value(result->slo->target);
	add_evidence(check, result);
	write_message(result, &message);
	check->message = hr_str_detach(&message);
}

static void check_threshold(const struct hr_slo_result *result, struct hr_checks *checks)
{
	const struct hr_criterion *criterion = &result->slo->criterion;
	struct hr_check *check = hr_checks_add(checks, "slo", criterion->metric.name,
	                                       result->slo->name);
	struct hr_str message = { 0 };
	char value[HR_UNIT_TEXT_SIZE];

	check->verdict = verdict_of(result->verdict);
	check->severity = hr_strdup(result->slo->severity != NULL ? result->slo->severity
	                                                          : "error");
	check->observed = result->observed;
	check->limit = result->limit;
	check->unit = hr_strdup(result->unit);
	hr_unit_format_in(result->observed, result->unit, HR_STYLE_UNICODE, value);
	hr_str_printf(&message, "%s: %s, objective %s", result->slo->name,
	              isfinite(result->observed) ? value : "no figure", criterion->text);
	if (result->why != NULL)
		hr_str_printf(&message, " (%s)", result->why);
	if (isfinite(result->share)) {
		hr_str_puts(&message, "; ");
		put_share(&message, result->share, 1);
		hr_str_puts(&message, " of requests are within the limit");
		hr_check_add_evidence(check, "share_within", result->share);
	}
	hr_check_add_evidence(check, "observed", result->observed);
	hr_check_add_evidence(check, "limit", result->limit);
	check->message = hr_str_detach(&message);
}

static void check_burn(const struct hr_slo_result *result, const struct hr_burn_result *burn,
                       struct hr_checks *checks)
{
	struct hr_str subject = { 0 }, message = { 0 };
	char threshold[32];
	struct hr_check *check;

	hr_str_printf(&subject, "%s ", result->slo->name);
	hr_duration_put(&subject, burn->rule->long_s);
	hr_str_putc(&subject, '/');
	hr_duration_put(&subject, burn->rule->short_s);
	check = hr_checks_add(checks, "alert", "burn_rate", hr_str_text(&subject));
	check->verdict = burn->state == HR_BURN_FIRING ? hr_gate_closes(burn->rule->severity)
	                                                         ? HR_VERDICT_FAIL
	                                                         : HR_VERDICT_WARN
	                                               : HR_VERDICT_PASS;
	check->severity = hr_strdup(burn->rule->severity != NULL ? burn->rule->severity
	                                                         : "warning");
	check->unit = hr_strdup("1");
	check->observed = burn->long_rate;
	check->limit = hr_fraction_value(burn->threshold);
	hr_format_double(hr_round15(check->limit), threshold, sizeof(threshold));
	hr_str_printf(&message, "burn rate of %s ", hr_str_text(&subject));
	if (isfinite(burn->long_rate) && isfinite(burn->short_rate))
		hr_str_printf(&message, "is %s and %s",
		              hr_shown(burn->long_rate, HR_QUANTITY_NUMBER).text,
		              hr_shown(burn->short_rate, HR_QUANTITY_NUMBER).text);
	else
		hr_str_puts(&message, "has no recent events");
	hr_str_printf(&message, " at the end, threshold %s; the rule fires %" PRIu64 " %s",
	              threshold, burn->fired, burn->fired == 1 ? "time" : "times");
	hr_check_add_evidence(check, "long_rate", burn->long_rate);
	hr_check_add_evidence(check, "short_rate", burn->short_rate);
	hr_check_add_evidence(check, "threshold", check->limit);
	hr_check_add_evidence(check, "fired", (double)burn->fired);
	check->message = hr_str_detach(&message);
	hr_str_release(&subject);
}

void hr_slo_check(const struct hr_slo_results *results, struct hr_checks *checks)
{
	for (size_t i = 0; i < results->count; i++) {
		const struct hr_slo_result *result = &results->items[i];

		if (result->slo->type == HR_SLI_THRESHOLD) {
			check_threshold(result, checks);
			continue;
		}
		check_budget(result, checks);
		for (size_t j = 0; j < result->burn_count; j++)
			if (hr_burn_was_replayed(result->burns[j].state))
				check_burn(result, &result->burns[j], checks);
	}
}
