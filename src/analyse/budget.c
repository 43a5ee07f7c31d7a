/* Error budgets. */
#include <config.h>
#include "analyse/budget.h"

#include <math.h>

#include "analyse/slices.h"
#include "base/calendar.h"

#define BURST_S 60 /* slices in which the spread of errors is measured */

const char *hr_budget_state_name(enum hr_budget_state state)
{
	static const char *const names[] = { [HR_BUDGET_NO_DATA] = "no_data",
		                             [HR_BUDGET_OPEN] = "open",
		                             [HR_BUDGET_SPENT] = "spent",
		                             [HR_BUDGET_ZERO] = "zero_budget" };

	return names[state];
}

/* --- slices --- */

static void add_parts(const struct hr_time_slice *slice, struct hr_budget *out)
{
	if (slice->empty)
		out->bad += slice->verdict == HR_SLICE_BAD ? HR_BUDGET_UNIT : 0;
	else
		out->bad += ((hr_u128)(slice->sum.valid - slice->sum.good) * HR_BUDGET_UNIT +
		             slice->sum.valid / 2) /
		            slice->sum.valid;
}

static void count_slices(const struct hr_config_slo *slo, const struct hr_sli_series *series,
                         struct hr_slo_span span, struct hr_budget *out)
{
	bool parts = slo->method == HR_BUDGET_RATIO_TIMESLICES;
	int64_t period_s = span.period_end_s - span.start_s;
	struct hr_slicing slicing;
	struct hr_time_slice slice;

	hr_slicing_begin(&slicing, slo, series, span);
	while (hr_slicing_next(&slicing, &slice)) {
		out->slices_empty += slice.empty;
		if (slice.verdict == HR_SLICE_EMPTY)
			continue;
		out->slices++;
		out->slices_good += slice.verdict == HR_SLICE_GOOD;
		out->slices_bad += slice.verdict == HR_SLICE_BAD;
		if (parts)
			add_parts(&slice, out);
	}
	out->period_slices = slo->window.kind == HR_SLO_WINDOW_CALENDAR
	                             ? (uint64_t)(period_s / slo->slice_s)
	                             : out->slices;
	if (!parts)
		out->bad = out->slices_bad;
	out->judged = (hr_u128)out->slices * (parts ? HR_BUDGET_UNIT : 1);
	out->whole = (hr_u128)out->period_slices * (parts ? HR_BUDGET_UNIT : 1);
	out->scale = parts ? (double)HR_BUDGET_UNIT : 1;
}

/* --- the figures --- */

/* Like hr_fraction_compare(), of wider numbers. The whole stays below 2^77, a target's terms below
 * 2^50. */
static int compare(hr_u128 part, hr_u128 whole, struct hr_fraction fraction)
{
	hr_u128 left = part * fraction.den, right = whole * fraction.num;

	return (left > right) - (left < right);
}

static void set_consumed(const struct hr_config_slo *slo, struct hr_budget *out)
{
	struct hr_fraction allowed = hr_fraction_complement(slo->target);
	double bad = (double)out->bad / out->scale, whole = (double)out->whole / out->scale;

	if (out->judged == 0) {
		out->state = HR_BUDGET_NO_DATA;
		out->ratio = out->total = out->consumed = out->remaining = (double)NAN;
		return;
	}
	out->ratio = 1 - (double)out->bad / (double)out->judged;
	if (slo->method == HR_BUDGET_OCCURRENCES)
		out->ratio = (double)out->events.good / (double)out->events.valid;
	else if (slo->method == HR_BUDGET_TIMESLICES)
		out->ratio = (double)out->slices_good / (double)out->slices;
	out->met = compare(out->bad, out->judged, allowed) <= 0;
	out->total = whole * (double)allowed.num / (double)allowed.den;
	if (allowed.num == 0) {
		out->state = HR_BUDGET_ZERO;
		out->consumed = out->bad == 0 ? 0 : (double)NAN;
		out->remaining = out->bad == 0 ? 1 : (double)NAN;
		return;
	}
	out->state = compare(out->bad, out->whole, allowed) >= 0 ? HR_BUDGET_SPENT : HR_BUDGET_OPEN;
	/* One division of integers: 1 event of 1000 at 99.9 % is exactly 1. */
	out->consumed = (double)(out->bad * allowed.den) / (double)(out->whole * allowed.num);
	out->remaining = 1 - out->consumed;
	if (bad > 0 && out->state == HR_BUDGET_SPENT && out->remaining > 0)
		out->remaining = 0;
}

/* The second that used up the budget of the window as it is now. */
static void find_spent(const struct hr_config_slo *slo, const struct hr_sli_series *series,
                       struct hr_slo_span span, struct hr_budget *out)
{
	struct hr_fraction allowed = hr_fraction_complement(slo->target);
	uint64_t bad = 0;

	out->spent_at_s = HR_SLI_SECOND_NONE;
	if (out->bad == 0 || (out->state != HR_BUDGET_SPENT && out->state != HR_BUDGET_ZERO))
		return;
	if (slo->method != HR_BUDGET_OCCURRENCES)
		return; /* a slice is not bad at a second */
	for (size_t i = 0; i < series->count; i++) {
		int64_t s = series->start_s + (int64_t)i;

		if (s < span.start_s || s >= span.end_s)
			continue;
		bad += series->bad[i];
		if (bad > 0 && compare(bad, out->whole, allowed) >= 0) {
			out->spent_at_s = s;
			return;
		}
	}
}

/* Of a calendar period that goes on: against the events that the whole period will have. */
static void estimate(const struct hr_config_slo *slo, struct hr_slo_span span,
                     struct hr_budget *out)
{
	double allowed = hr_fraction_value(hr_fraction_complement(slo->target));
	double period_s = (double)(span.period_end_s - span.start_s);
	double expected = slo->expected_events_per_day * period_s / (double)HR_SECONDS_PER_DAY;

	out->estimated_consumed = (double)NAN;
	if (slo->method != HR_BUDGET_OCCURRENCES || out->judged == 0 || !(allowed > 0) ||
	    span.period_end_s <= span.end_s)
		return;
	if (!(expected > 0))
		expected = (double)out->events.valid * period_s / (double)out->span_s;
	out->estimated_consumed = (double)out->bad / (expected * allowed);
}

/* The variance of errors in slices against that of independent errors at the same ratio. */
static double design_effect(const struct hr_sli_series *series, struct hr_slo_span span,
                            const struct hr_budget *budget)
{
	double valid = (double)budget->events.valid;
	double p = valid > 0 ? 1 - (double)budget->events.good / valid : 0, sum = 0;

	if (!(p > 0) || !(p < 1))
		return (double)NAN;
	for (int64_t s = span.start_s; s < span.end_s; s += BURST_S) {
		int64_t end_s = s + BURST_S < span.end_s ? s + BURST_S : span.end_s;
		struct hr_sli_sum part = hr_sli_series_sum(series, s, end_s);
		double bad = (double)(part.valid - part.good);
		double expected = p * (double)part.valid;

		sum += (bad - expected) * (bad - expected);
	}
	return sum / (p * (1 - p) * valid);
}

/* A share of whole slices stands for parts of slices: the variance of a ratio within [0, 1] is at
 * most that of a yes or no (Bhatia and Davis), so these bounds are never too narrow. */
static struct hr_bounds bounds_of(const struct hr_config_slo *slo, const struct hr_budget *budget)
{
	double confidence = slo->confidence > 0 ? slo->confidence : 0.95;
	uint64_t good = budget->events.good, whole = budget->events.valid;

	if (slo->method != HR_BUDGET_OCCURRENCES) {
		whole = budget->slices;
		good = slo->method == HR_BUDGET_TIMESLICES
		               ? budget->slices_good
		               : (uint64_t)((budget->judged - budget->bad) / HR_BUDGET_UNIT);
	}
	return hr_binomial_interval(good, whole, confidence);
}

void hr_budget_compute(const struct hr_config_slo *slo, const struct hr_sli_series *series,
                       struct hr_slo_span span, struct hr_budget *out)
{
	*out = (struct hr_budget){ .scale = 1, .spent_at_s = HR_SLI_SECOND_NONE };
	out->events = hr_sli_series_sum(series, span.start_s, span.end_s);
	out->maintenance = series->maintenance;
	out->span_s = span.end_s - span.start_s;
	out->observed_s = hr_sli_series_observed_s(series, span.start_s, span.end_s,
	                                           slo->max_gap_s);
	out->coverage = out->span_s > 0 ? (double)out->observed_s / (double)out->span_s : 0;
	if (slo->method == HR_BUDGET_OCCURRENCES) {
		out->bad = out->events.valid - out->events.good;
		out->judged = out->whole = out->events.valid;
	} else if (out->events.seen > 0) {
		count_slices(slo, series, span, out);
	}
	set_consumed(slo, out);
	find_spent(slo, series, span, out);
	estimate(slo, span, out);
	out->bounds = bounds_of(slo, out);
	out->design_effect = design_effect(series, span, out);
}

uint64_t hr_budget_events_needed(double target, double confidence)
{
	return target < 1 ? (uint64_t)ceil(log(1 - confidence) / log(target)) : UINT64_MAX;
}
