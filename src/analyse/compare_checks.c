/*
 * What a comparison concludes, as checks and sentences.
 */
#include <config.h>
#include "analyse/compare.h"

#include <math.h>
#include <string.h>

#include "analyse/compare_policy.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"
#include "base/unit.h"
#include "record/metric.h"
#include "record/words.h"

#define KIND       "regression"
#define CHECKS_MAX 2000 /* beyond them only what is not plainly unchanged */

static enum hr_verdict verdict_of(enum hr_change_verdict verdict)
{
	switch (verdict) {
	case HR_CHANGE_REGRESSED:
		return HR_VERDICT_FAIL;
	case HR_CHANGE_SUSPECT:
	case HR_CHANGE_VANISHED:
		return HR_VERDICT_WARN;
	case HR_CHANGE_IMPROVED:
	case HR_CHANGE_UNCHANGED:
		return HR_VERDICT_PASS;
	case HR_CHANGE_INCONCLUSIVE:
	case HR_CHANGE_NO_BASELINE:
	case HR_CHANGE_NOT_COMPARABLE:
	case HR_CHANGE_NEW:
	case HR_CHANGES:
		break;
	}
	return HR_VERDICT_INCONCLUSIVE;
}

static const char *metric_name(const struct hr_change *change)
{
	if (change->presence)
		return "presence";
	return change->row->kind == HR_ROW_RESOURCE ? "mean"
	                                            : hr_figure_metric(change->figure)->name;
}

static const char *unit_of(const struct hr_change *change)
{
	const struct hr_metric *metric = hr_figure_metric(change->figure);

	if (change->presence)
		return NULL;
	if (change->row->kind == HR_ROW_RESOURCE)
		return change->row->unit;
	if (metric->quantity == HR_QUANTITY_DURATION_MS)
		return "ms";
	if (metric->quantity == HR_QUANTITY_RATIO)
		return "ratio";
	return metric->quantity == HR_QUANTITY_PER_S ? "1/s" : "KiB/s";
}

/* --- sentences --- */

static void add_value(struct hr_str *out, const struct hr_change *change, double value)
{
	enum hr_quantity quantity = change->row->kind == HR_ROW_RESOURCE
	                                    ? HR_QUANTITY_NUMBER
	                                    : hr_figure_metric(change->figure)->quantity;
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(value, quantity, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
	if (change->row->kind == HR_ROW_RESOURCE && change->row->unit[0] != '\0')
		hr_str_printf(out, "\u202f%s", change->row->unit);
	else if (quantity == HR_QUANTITY_NUMBER)
		hr_str_puts(out, "\u202fKiB/s");
}

/* "50 %", "0.3 pt", of differences of ratios, with a true minus. */
static void add_amount(struct hr_str *out, const struct hr_change *change, double value, bool sign)
{
	bool points = change->figure == HR_FIGURE_ERROR_RATIO &&
	              change->row->kind != HR_ROW_RESOURCE;
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(fabs(value) * 100, HR_QUANTITY_NUMBER, HR_STYLE_UNICODE, text);
	if (sign)
		hr_str_puts(out, value < 0 ? "\xe2\x88\x92" : "+");
	hr_str_printf(out, "%s\u202f%s", text, points ? "pt" : "%");
}

static const char *direction(const struct hr_change *change)
{
	bool up = change->change > 0;

	if (change->row->kind == HR_ROW_RESOURCE || change->figure > HR_FIGURE_P999)
		return up ? "more" : "less";
	return up ? "slower" : "faster";
}

static void add_interval(struct hr_str *out, const struct hr_change *change)
{
	if (!isfinite(change->low) || !isfinite(change->high))
		return;
	hr_str_puts(out, "; 95\u202f% interval ");
	add_amount(out, change, change->low, true);
	hr_str_puts(out, " to ");
	add_amount(out, change, change->high, true);
}

static void add_change(struct hr_str *out, const struct hr_change *change)
{
	if (isnan(change->change)) {
		hr_str_puts(out, ", the baseline ");
		add_value(out, change, change->baseline);
		return;
	}
	hr_str_puts(out, ", ");
	if (change->verdict == HR_CHANGE_UNCHANGED) {
		hr_str_puts(out, "unchanged against the baseline (");
	} else if (!(fabs(change->change) > 0)) {
		hr_str_puts(out, "the same as the baseline (");
	} else {
		add_amount(out, change, change->change, false);
		hr_str_printf(out, " %s than the baseline (", direction(change));
	}
	add_value(out, change, change->baseline);
	add_interval(out, change);
	hr_str_putc(out, ')');
}

static void add_since(struct hr_str *out, const struct hr_change *change)
{
	if (change->since == NULL || change->since->started == NULL)
		return;
	/* the day says enough in a sentence */
	hr_str_printf(out, ", since %s", hr_shown_day(change->since->started).text);
	if (change->since->version != NULL)
		hr_str_printf(out, " (version %s)", change->since->version);
}

static void add_reason(struct hr_str *out, const struct hr_change *change)
{
	if (change->reason != NULL)
		hr_str_printf(out, ": %s", change->reason);
	if (change->verdict != HR_CHANGE_INCONCLUSIVE || isnan(change->detectable))
		return;
	hr_str_puts(out, "; ");
	add_amount(out, change, change->detectable, false);
	hr_str_puts(out, " would show");
	if (!isnan(change->runs_needed))
		hr_str_printf(out, ", %.0f runs on each side would settle %s", change->runs_needed,
		              hr_shown(change->threshold, HR_QUANTITY_RATIO).text);
}

enum hr_subject_kind hr_change_subject_kind(const struct hr_change *change)
{
	static const enum hr_subject_kind kinds[] = {
		[HR_ROW_TOTAL] = HR_SUBJECT_TOTAL,
		[HR_ROW_REQUEST] = HR_SUBJECT_REQUEST,
		[HR_ROW_TRANSACTION] = HR_SUBJECT_TRANSACTION,
		[HR_ROW_RESOURCE] = HR_SUBJECT_RESOURCE,
	};

	return kinds[change->row->kind];
}

char *hr_change_sentence(const struct hr_change *change)
{
	struct hr_str out = { 0 };

	if (change->presence) {
		hr_str_printf(&out, "%s is %s", change->row->name,
		              change->verdict == HR_CHANGE_NEW
		                      ? "new: the baseline does not have it"
		                      : "gone: only the baseline has it");
		return hr_str_detach(&out);
	}
	hr_words_put_figure(&out, metric_name(change), hr_change_subject_kind(change),
	                    change->row->name);
	hr_str_puts(&out, " is ");
	if (isnan(change->observed))
		hr_str_puts(&out, "not known");
	else
		add_value(&out, change, change->observed);
	if (!isnan(change->observed) && !isnan(change->baseline))
		add_change(&out, change);
	if (change->verdict == HR_CHANGE_INCONCLUSIVE || change->verdict == HR_CHANGE_SUSPECT ||
	    change->verdict == HR_CHANGE_NO_BASELINE)
		hr_str_printf(&out, ", %s", hr_change_verdict_name(change->verdict));
	add_since(&out, change);
	add_reason(&out, change);
	return hr_str_detach(&out);
}

/* --- checks --- */

static void add_evidence(struct hr_check *check, const struct hr_change *change,
                         const struct hr_compare_policy *policy)
{
	const struct {
		const char *name;
		double value;
	} evidence[] = {
		{ "baseline", change->baseline },
		{ "observed", change->observed },
		{ "change", change->change },
		{ "low", change->low },
		{ "high", change->high },
		{ "threshold", change->threshold },
		{ "floor", change->floor },
		{ "runs", (double)change->runs },
		{ "baseline_runs", (double)change->baseline_runs },
		{ "count", (double)change->row->count },
		{ "errors", (double)change->row->errors },
		{ "error", change->error },
		{ "error_run", change->error_run },
		{ "error_baseline", change->error_baseline },
		{ "error_between", change->error_between },
		{ "run_variation", change->run_variation },
		{ "degrees_of_freedom", change->degrees },
		{ "limit", change->limit },
		{ "control", change->control },
		{ "p_value", change->p_value },
		{ "false_discovery_rate", policy->false_discovery },
		{ "rejected", change->tested ? change->rejected : (double)NAN },
		{ "detectable", change->detectable },
		{ "runs_needed", change->runs_needed },
		{ "confidence", policy->confidence },
	};

	for (size_t i = 0; i < sizeof(evidence) / sizeof(evidence[0]); i++)
		if (!isnan(evidence[i].value))
			hr_check_add_evidence(check, evidence[i].name, evidence[i].value);
}

static double bad_limit(const struct hr_change *change, const struct hr_compare_policy *policy)
{
	const struct hr_compare_limits limits = hr_compare_limits_of(policy, change->row,
	                                                             change->figure);

	if (change->figure == HR_FIGURE_ERROR_RATIO && change->row->kind != HR_ROW_RESOURCE)
		return change->baseline + change->threshold;
	return change->baseline *
	       (limits.higher_is_better ? 1 - change->threshold : 1 + change->threshold);
}

static void add_check(const struct hr_change *change, const struct hr_compare_policy *policy,
                      struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, KIND, metric_name(change),
	                                       change->row->name);
	const char *unit = unit_of(change);

	hr_check_set_subject_kind(check, hr_change_subject_kind(change));
	check->verdict = verdict_of(change->verdict);
	check->severity = hr_strdup(hr_change_severity_name(change->severity));
	check->unit = unit != NULL ? hr_strdup(unit) : NULL;
	check->message = hr_change_sentence(change);
	if (change->presence)
		return;
	check->observed = change->observed;
	check->baseline = change->baseline;
	check->change = change->change;
	check->interval_low = isfinite(change->low) ? change->low : (double)NAN;
	check->interval_high = isfinite(change->high) ? change->high : (double)NAN;
	check->limit = bad_limit(change, policy);
	if (change->since != NULL && change->since->started != NULL)
		check->since = hr_strdup(change->since->started);
	add_evidence(check, change, policy);
}

void hr_comparison_check(const struct hr_comparison *comparison,
                         const struct hr_compare_input *input, struct hr_checks *checks)
{
	if (comparison->refusal != NULL) {
		struct hr_check *check = hr_checks_add_total(checks, KIND, "baseline");

		check->severity = hr_strdup(hr_change_severity_name(HR_SEVERITY_NONE));
		check->message = hr_strdup(comparison->refusal);
		return;
	}
	for (size_t i = 0; i < comparison->count; i++) {
		const struct hr_change *change = &comparison->changes[i];

		if (checks->count < CHECKS_MAX || change->verdict == HR_CHANGE_REGRESSED ||
		    change->verdict == HR_CHANGE_SUSPECT)
			add_check(change, input->policy, checks);
	}
}
