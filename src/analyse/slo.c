/* Objectives. */
#include <config.h>
#include "analyse/slo.h"

#include <math.h>
#include <stdlib.h>

#include "analyse/burn.h"
#include "analyse/criteria.h"
#include "analyse/slices.h"
#include "base/calendar.h"
#include "base/instant.h"
#include "base/mem.h"

#define RECENT_S 3600

const char *hr_slo_verdict_name(enum hr_slo_verdict verdict)
{
	static const char *const names[] = { [HR_SLO_MET] = "met",
		                             [HR_SLO_MISSED] = "missed",
		                             [HR_SLO_INCONCLUSIVE] = "inconclusive" };

	return names[verdict];
}

const char *hr_slo_state_name(enum hr_slo_state state)
{
	static const char *const names[] = { [HR_SLO_JUDGED] = "judged",
		                             [HR_SLO_NOT_COUNTED] = "not_counted",
		                             [HR_SLO_PART_COUNTED] = "part_counted",
		                             [HR_SLO_NO_DATA] = "no_data",
		                             [HR_SLO_PARTIAL] = "partial" };

	return names[state];
}

int64_t hr_slo_budget_window_s(const struct hr_config_slo *slo, const struct hr_slo_span *span)
{
	static const int64_t usual_days[] = { [HR_CALENDAR_DAY] = 1,
		                              [HR_CALENDAR_WEEK] = 7,
		                              [HR_CALENDAR_MONTH] = 30,
		                              [HR_CALENDAR_QUARTER] = 91,
		                              [HR_CALENDAR_YEAR] = 365 };

	switch (slo->window.kind) {
	case HR_SLO_WINDOW_ROLLING:
		return slo->window.length_s;
	case HR_SLO_WINDOW_CALENDAR:
		return span != NULL ? span->period_end_s - span->start_s
		                    : usual_days[slo->window.unit] * HR_SECONDS_PER_DAY;
	case HR_SLO_WINDOW_RUN:
		break;
	}
	return slo->projection_s;
}

/* --- one objective --- */

/* Met and missed need the bounds; a target of 100 % is missed by one bad event. */
static enum hr_slo_verdict judge(const struct hr_config_slo *slo, const struct hr_budget *budget)
{
	double target = hr_fraction_value(slo->target);

	if (budget->state == HR_BUDGET_NO_DATA)
		return HR_SLO_INCONCLUSIVE;
	if (slo->confidence <= 0 || budget->state == HR_BUDGET_ZERO)
		return budget->met ? HR_SLO_MET : HR_SLO_MISSED;
	if (budget->bounds.low >= target && budget->met)
		return HR_SLO_MET;
	if (budget->bounds.high < target && !budget->met)
		return HR_SLO_MISSED;
	return HR_SLO_INCONCLUSIVE;
}

/* The pace of one hour against what is left. Of a run only with the events that a day will have. */
static void foresee(struct hr_slo_result *result, const struct hr_sli_series *series)
{
	const struct hr_config_slo *slo = result->slo;
	const struct hr_budget *budget = &result->budget;
	int64_t window_s = hr_slo_budget_window_s(slo, &result->span);
	int64_t recent_s = budget->span_s < RECENT_S ? budget->span_s : RECENT_S;

	result->recent_rate = hr_burn_rate(series, slo->target, result->span.end_s, recent_s);
	result->exhausted_in_s = (double)NAN;
	if (budget->state != HR_BUDGET_OPEN || !(result->recent_rate > 0))
		return;
	if (slo->window.kind != HR_SLO_WINDOW_RUN)
		result->exhausted_in_s = budget->remaining * (double)window_s / result->recent_rate;
	else if (slo->expected_events_per_day > 0 && slo->method == HR_BUDGET_OCCURRENCES)
		result->exhausted_in_s = (double)window_s / result->recent_rate -
		                         (double)budget->bad / budget->scale /
		                                 (slo->expected_events_per_day /
		                                  (double)HR_SECONDS_PER_DAY) /
		                                 (1 - budget->ratio);
}

static void project(struct hr_slo_result *result)
{
	const struct hr_budget *budget = &result->budget;
	struct hr_fraction allowed = hr_fraction_complement(result->slo->target);

	/* Products first, as everywhere: whole rates come out whole. */
	result->projected_rate = (double)(budget->bad * allowed.den) /
	                         (double)(budget->judged * allowed.num);
	result->burn_rate = result->projected_rate;
	result->projected_lasts_s = budget->bad == 0 ? (double)INFINITY
	                                             : (double)result->slo->projection_s /
	                                                       result->projected_rate;
	if (allowed.num == 0)
		result->burn_rate = result->projected_rate = result->projected_lasts_s = (double)
		        NAN;
}

static void replay_rules(struct hr_slo_result *result, const struct hr_budget_policy *policy,
                         const struct hr_sli_series *series)
{
	int64_t window_s = hr_slo_budget_window_s(result->slo, &result->span);
	size_t count;
	const struct hr_burn_rule *rules = hr_config_slo_rules(result->slo, policy, &count);

	if (result->slo->target.num == result->slo->target.den)
		return; /* no budget */
	result->burns = hr_zalloc(count + 1, sizeof(*result->burns));
	for (size_t i = 0; i < count; i++)
		hr_burn_replay(&rules[i], series, result->slo->target, window_s,
		               &result->burns[result->burn_count++]);
}

/* The course over the window's recorded part. */
static void trace(struct hr_slo_result *result, const struct hr_sli_series *series)
{
	const struct hr_config_slo *slo = result->slo;
	const struct hr_budget *budget = &result->budget;
	int64_t from_s = result->span.start_s > series->start_s ? result->span.start_s
	                                                        : series->start_s;
	int64_t step_s, length_s = result->span.end_s - from_s;
	struct hr_sli_sum so_far = { 0 };
	double total = hr_fraction_value(hr_fraction_complement(slo->target)) *
	               (double)budget->whole / budget->scale;

	if (series->slice_s > 0)
		total *= HR_SLICE_PARTS;
	if (length_s <= 0 || !(total > 0))
		return;
	step_s = (length_s + HR_SLO_POINTS_MAX - 1) / HR_SLO_POINTS_MAX;
	if (series->slice_s > 0) /* whole slices, which begin at multiples of their length */
		step_s = (step_s + series->slice_s - 1) / series->slice_s * series->slice_s;
	result->points = hr_zalloc(HR_SLO_POINTS_MAX + 1, sizeof(*result->points));
	for (int64_t s = from_s; s < result->span.end_s; s += step_s) {
		int64_t end_s = s + step_s < result->span.end_s ? s + step_s : result->span.end_s;
		struct hr_sli_sum part = hr_sli_series_sum(series, s, end_s);

		so_far.valid += part.valid;
		so_far.good += part.good;
		result->points[result->point_count++] = (struct hr_slo_point){
			.end_s = end_s,
			.remaining = 1 - (double)(so_far.valid - so_far.good) / total,
			.rate = hr_burn_rate(series, slo->target, end_s, end_s - s),
		};
	}
}

/* Its pace, by events or by slices, as its budget is counted. */
static void follow(struct hr_slo_result *result, const struct hr_budget_policy *policy,
                   const struct hr_sli_series *events)
{
	struct hr_sli_series slices = { 0 };
	const struct hr_sli_series *series = events;

	if (result->slo->method != HR_BUDGET_OCCURRENCES) {
		hr_slice_series_init(&slices, result->slo, events, result->span);
		series = &slices;
	}
	foresee(result, series);
	project(result);
	replay_rules(result, policy, series);
	trace(result, series);
	hr_sli_series_release(&slices);
}

/* Events of the scope that the run holds: counters that saw fewer were not there from the start. */
static uint64_t recorded_events(const struct hr_run *run, enum hr_sample_kind scope)
{
	uint64_t count = 0;

	for (size_t i = 0; i < run->label_count; i++)
		if (run->labels[i]->kind == scope)
			count += hr_label_count(run->labels[i]);
	return count;
}

static void evaluate_events(const struct hr_run *run, const struct hr_slo_options *options,
                            int64_t first_s, int64_t as_of_s, struct hr_slo_result *result)
{
	const struct hr_config_slo *slo = result->slo;
	const struct hr_sli *sli = hr_slis_find(&run->slis, slo->definition);
	struct hr_sli_series series;

	result->verdict = HR_SLO_INCONCLUSIVE;
	result->recorded = recorded_events(run, slo->scope);
	result->counted = sli != NULL ? sli->all.seen : 0;
	result->span = hr_slo_span(&slo->window, first_s, as_of_s,
	                           slo->zone != NULL ? slo->zone : options->zone);
	result->budget.ratio = result->budget.consumed = result->budget.remaining = (double)NAN;
	result->burn_rate = result->recent_rate = result->exhausted_in_s = (double)NAN;
	result->projected_rate = result->projected_lasts_s = (double)NAN;
	if (sli == NULL || result->counted != result->recorded) {
		result->state = result->counted == 0 && result->recorded > 0 ? HR_SLO_NOT_COUNTED
		                : result->recorded == 0                      ? HR_SLO_NO_DATA
		                                                             : HR_SLO_PART_COUNTED;
		return;
	}
	/* All that was recorded, also before the window: rules are replayed over it. */
	hr_sli_series_init(&series, sli, first_s, as_of_s, slo);
	hr_budget_compute(slo, &series, result->span, &result->budget);
	result->verdict = judge(slo, &result->budget);
	result->state = result->budget.state == HR_BUDGET_NO_DATA ? HR_SLO_NO_DATA
	                : slo->window.kind != HR_SLO_WINDOW_RUN &&
	                                result->budget.coverage <
	                                        hr_fraction_value(slo->min_coverage)
	                        ? HR_SLO_PARTIAL
	                        : HR_SLO_JUDGED;
	if (result->budget.state != HR_BUDGET_NO_DATA) {
		follow(result, options->policy, &series);
	}
	hr_sli_series_release(&series);
}

/* A threshold is a criterion over the whole run: it has no budget. */
static void evaluate_threshold(const struct hr_run *run, const struct hr_slo_options *options,
                               struct hr_slo_result *result)
{
	const struct hr_criterion *criterion = &result->slo->criterion;
	struct hr_checks checks = { 0 };
	const struct hr_check *decisive = NULL;
	enum hr_slo_verdict verdict = HR_SLO_MET;

	hr_criteria_check(criterion, 1, run, options->total, options->method, &checks);
	result->share = (double)NAN;
	for (size_t i = 0; i < checks.count; i++) {
		const struct hr_check *check = &checks.items[i];

		if (check->verdict == HR_VERDICT_INCONCLUSIVE && result->why == NULL)
			result->why = hr_strdup(check->message);
		if (check->verdict == HR_VERDICT_INCONCLUSIVE && verdict == HR_SLO_MET)
			verdict = HR_SLO_INCONCLUSIVE;
		if (check->verdict == HR_VERDICT_FAIL)
			verdict = HR_SLO_MISSED;
		/* of several labels the one that misses most, else the first */
		if (i == 0 || (check->verdict == HR_VERDICT_FAIL &&
		               !(fabs(check->observed - check->limit) <=
		                 fabs(decisive->observed - decisive->limit))))
			decisive = check;
	}
	if (decisive != NULL) {
		result->observed = decisive->observed;
		result->limit = decisive->limit;
		result->unit = hr_strdup(decisive->unit);
	}
	if (criterion->metric.p > 0 && criterion->label == NULL && criterion->resource == NULL) {
		struct hr_timing all = hr_label_elapsed(options->total);

		if (all.hist != NULL && hr_hist_count(all.hist) > 0)
			result->share = (double)hr_hist_count_at_most(
			                        all.hist, (int64_t)(criterion->limit *
			                                            (double)HR_NS_PER_MS)) /
			                (double)hr_hist_count(all.hist);
		hr_timing_release(&all);
	}
	result->verdict = verdict;
	result->state = verdict == HR_SLO_INCONCLUSIVE ? HR_SLO_NO_DATA : HR_SLO_JUDGED;
	result->budget.ratio = result->budget.consumed = result->budget.remaining = (double)NAN;
	hr_checks_release(&checks);
}

/* --- all --- */

/* First and last second of all events of the run's objectives. */
static bool span_of_run(const struct hr_run *run, int64_t *first_s, int64_t *end_s)
{
	int64_t first, last;
	bool any = false;

	for (size_t i = 0; i < run->slis.count; i++) {
		if (!hr_sli_span(run->slis.items[i], &first, &last))
			continue;
		*first_s = any && *first_s < first ? *first_s : first;
		*end_s = any && *end_s > last + 1 ? *end_s : last + 1;
		any = true;
	}
	return any;
}

void hr_slo_evaluate(const struct hr_run *run, const struct hr_slo_options *options,
                     struct hr_slo_results *out)
{
	int64_t first_s = 0, end_s = 0;
	bool any = span_of_run(run, &first_s, &end_s);

	if (any && options->as_of_s != HR_SLI_SECOND_NONE)
		end_s = options->as_of_s;
	*out = (struct hr_slo_results){ .as_of_s = any ? end_s : HR_SLI_SECOND_NONE };
	out->items = hr_zalloc(options->slos->count + 1, sizeof(*out->items));
	for (size_t i = 0; i < options->slos->count; i++) {
		struct hr_slo_result *result = &out->items[out->count++];

		result->slo = &options->slos->items[i];
		result->observed = result->limit = result->share = (double)NAN;
		if (result->slo->type == HR_SLI_THRESHOLD)
			evaluate_threshold(run, options, result);
		else
			evaluate_events(run, options, first_s, end_s, result);
	}
}

void hr_slo_results_release(struct hr_slo_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		struct hr_slo_result *result = &results->items[i];

		for (size_t j = 0; j < result->burn_count; j++)
			hr_burn_result_release(&result->burns[j]);
		free(result->burns);
		free(result->points);
		free(result->unit);
		free(result->why);
	}
	free(results->items);
	*results = (struct hr_slo_results){ 0 };
}
