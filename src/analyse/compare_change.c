/*
 * One metric of one row: estimate, then verdict.
 */
#include <config.h>
#include "analyse/compare_estimate.h"
#include "analyse/compare_part.h"

#include <math.h>
#include <stdlib.h>

#include "analyse/compare_policy.h"
#include "base/mem.h"
#include "record/metric.h"
#include "stats/distribution.h"
#include "stats/woodruff.h"

#define POWER             0.8 /* of the detectable change */
#define MEAN_COUNT_MIN    30  /* requests that a mean needs */
#define RUNS_NEEDED_MAX   1000
#define MINOR_TO_MAJOR    1.5 /* thresholds */
#define MAJOR_TO_CRITICAL 3

static const char few_requests[] = "too few requests";
static const char not_known[] = "the run does not know it";
static const char near_threshold[] = "the interval reaches over the threshold";
static const char one_run[] = "one run only: a second one must agree";
static const char became_zero[] = "it became zero";

void hr_change_conclude(struct hr_change *change, enum hr_change_verdict verdict,
                        const char *reason)
{
	change->verdict = verdict;
	change->reason = reason;
}

enum hr_change_severity hr_compare_severity(double ratio, bool certain, bool critical)
{
	enum hr_change_severity severity = ratio > MAJOR_TO_CRITICAL ? HR_SEVERITY_CRITICAL
	                                   : ratio > MINOR_TO_MAJOR  ? HR_SEVERITY_MAJOR
	                                                             : HR_SEVERITY_MINOR;

	if (critical)
		return HR_SEVERITY_CRITICAL;
	if (!certain && severity > HR_SEVERITY_MINOR)
		severity--;
	return severity;
}

/* --- the sides --- */

static void init_side(struct hr_estimate_side *side, const struct hr_figure_row **rows,
                      size_t count, enum hr_figure figure)
{
	side->logs = hr_alloc_array(count + 1, sizeof(*side->logs));
	side->errors = hr_alloc_array(count + 1, sizeof(*side->errors));
	side->count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct hr_figure_value *value;

		if (rows[i] == NULL)
			continue;
		value = &rows[i]->figures[figure];
		if (!(value->value > 0) || !isfinite(value->value))
			continue;
		side->logs[side->count] = log(value->value);
		side->errors[side->count++] = value->error > 0 ? value->error : 0;
	}
}

static void release_side(struct hr_estimate_side *side)
{
	free(side->logs);
	free(side->errors);
}

/* Median of the known values; NaN when there is none. @zeros counts those that are 0. */
static double middle(const struct hr_figure_row **rows, size_t count, enum hr_figure figure,
                     size_t *known, size_t *zeros)
{
	double sum = 0;

	*known = *zeros = 0;
	for (size_t i = 0; i < count; i++) {
		double value = rows[i] != NULL ? rows[i]->figures[figure].value : (double)NAN;

		if (!isfinite(value))
			continue;
		sum += value;
		(*known)++;
		*zeros += !(value > 0);
	}
	return *known > 0 ? sum / (double)*known : (double)NAN;
}

/* The fewest requests of any row that is there. */
static double fewest(const struct hr_figure_row **rows, size_t count)
{
	double least = INFINITY;

	for (size_t i = 0; i < count; i++)
		if (rows[i] != NULL && (double)rows[i]->count < least)
			least = (double)rows[i]->count;
	return least;
}

static double count_needed(enum hr_figure figure)
{
	double p = hr_figure_metric(figure)->p;

	if (p > 0)
		return hr_quantile_count_needed(p);
	return figure == HR_FIGURE_MEAN ? MEAN_COUNT_MIN : 2;
}

static bool has_enough(const struct hr_compare_rows *rows, enum hr_figure figure)
{
	const struct hr_compare_input *input = rows->input;
	double needed = count_needed(figure);

	return rows->kind == HR_ROW_RESOURCE ||
	       (fewest(rows->runs, input->run_count) >= needed &&
	        fewest(rows->baselines, input->baseline_count) >= needed);
}

/* --- noise from run to run --- */

static void learn_variation(const struct hr_compare_rows *rows, enum hr_figure figure,
                            struct hr_estimate_options *options, const char **source)
{
	const struct hr_compare_policy *policy = rows->input->policy;
	struct hr_estimate_side history;
	double variation;

	init_side(&history, rows->history, rows->input->history_count, figure);
	variation = hr_estimate_variation(history.logs, history.count);
	*options = (struct hr_estimate_options){ .variation = policy->run_variation,
		                                 .confidence = policy->confidence,
		                                 .alpha = policy->alpha };
	*source = "assumed";
	if (!isnan(variation)) {
		options->variation = variation;
		options->variation_runs = history.count;
		*source = "history";
	}
	release_side(&history);
}

/* --- estimate --- */

static bool estimate_pairs(const struct hr_compare_rows *rows, enum hr_figure figure,
                           const struct hr_estimate_options *options, struct hr_estimate *out)
{
	size_t pairs = rows->input->run_count, n = 0;
	double *ratios = hr_alloc_array(pairs + 1, sizeof(*ratios));

	for (size_t i = 0; i < pairs && i < rows->input->baseline_count; i++) {
		double a = rows->baselines[i] != NULL ? rows->baselines[i]->figures[figure].value
		                                      : (double)NAN;
		double b = rows->runs[i] != NULL ? rows->runs[i]->figures[figure].value
		                                 : (double)NAN;

		if (a > 0 && b > 0 && isfinite(a) && isfinite(b))
			ratios[n++] = log(b / a);
	}
	if (n >= 2)
		*out = hr_estimate_pairs(ratios, n, options);
	free(ratios);
	return n >= 2;
}

static bool estimate(const struct hr_compare_rows *rows, enum hr_figure figure,
                     const struct hr_estimate_options *options, struct hr_estimate *out)
{
	const struct hr_compare_input *input = rows->input;
	double fixed = rows->kind == HR_ROW_TOTAL ? log(input->policy->fixed[figure]) : (double)NAN;
	struct hr_estimate_side now, old;
	bool good = true;

	init_side(&now, rows->runs, input->run_count, figure);
	init_side(&old, rows->baselines, input->baseline_count, figure);
	if (now.count == 0 || (old.count == 0 && isnan(fixed)))
		good = false;
	else if (input->paired && estimate_pairs(rows, figure, options, out))
		;
	else if (old.count < HR_ESTIMATE_BASELINE_MIN)
		*out = hr_estimate_few(&now, &old, fixed, options);
	else if (now.count < HR_ESTIMATE_BASELINE_MIN)
		*out = hr_estimate_prediction(&now, &old, options);
	else
		*out = hr_estimate_ranks(&now, &old, options);
	release_side(&now);
	release_side(&old);
	return good;
}

/* What the control did is the machine's: it is taken off, with its own uncertainty. */
static void take_off_control(const struct hr_compare_rows *rows, enum hr_figure figure,
                             const struct hr_estimate_options *options, struct hr_estimate *out)
{
	struct hr_estimate control;
	double half;

	if (rows->control == NULL || rows->control == rows || rows->kind == HR_ROW_RESOURCE ||
	    !estimate(rows->control, figure, options, &control))
		return;
	half = hypot((out->high - out->low) / 2, (control.high - control.low) / 2);
	out->shift -= control.shift;
	out->error = hypot(out->error, control.error);
	out->low = out->shift - half;
	out->high = out->shift + half;
	out->p = hr_student_two_sided(out->shift / out->error, out->freedom);
}

/* --- verdict --- */

/* The estimate turned so that positive is bad. */
struct turned {
	double shift, low, high; /* logarithms */
	double bad, good;        /* borders, > 0; good may be INFINITY */
	double min_effect;
};

static double log_rise(double ratio)
{
	return log1p(ratio);
}

static double log_fall(double ratio)
{
	return ratio < 1 ? -log1p(-ratio) : (double)INFINITY;
}

static struct turned turn(const struct hr_estimate *estimate, double threshold, double min_effect,
                          bool higher_is_better)
{
	if (higher_is_better)
		return (struct turned){ -estimate->shift,    -estimate->high,
			                -estimate->low,      log_fall(threshold),
			                log_rise(threshold), log_fall(min_effect) };
	return (struct turned){ estimate->shift,     estimate->low,       estimate->high,
		                log_rise(threshold), log_fall(threshold), log_rise(min_effect) };
}

/* Beyond what runs of the baseline do, though perhaps less than the threshold. */
static bool is_unusual(const struct hr_estimate *estimate, const struct turned *turned)
{
	return (!isnan(estimate->limit) && fabs(estimate->shift) > estimate->limit &&
	        fabs(turned->shift) >= turned->min_effect) ||
	       (estimate->agree && fabs(turned->shift) >= turned->min_effect);
}

static void judge(const struct hr_estimate *estimate, const struct turned *turned,
                  struct hr_change *change)
{
	if (turned->low > turned->bad) {
		hr_change_conclude(change, HR_CHANGE_REGRESSED, NULL);
	} else if (turned->high < -turned->good) {
		hr_change_conclude(change, HR_CHANGE_IMPROVED, NULL);
	} else if (is_unusual(estimate, turned)) {
		if (turned->shift < 0)
			hr_change_conclude(change, HR_CHANGE_IMPROVED, NULL);
		else if (estimate->agree)
			hr_change_conclude(change, HR_CHANGE_REGRESSED, NULL);
		else
			hr_change_conclude(change, HR_CHANGE_SUSPECT, one_run);
	} else if (turned->high < turned->bad && turned->low > -turned->good) {
		hr_change_conclude(change, HR_CHANGE_UNCHANGED, NULL);
	} else {
		hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE, near_threshold);
	}
}

/* The plain rule: the estimate alone, strictly beyond, computed as anyone would check it. */
static void judge_plain(double ratio, bool higher_is_better, struct hr_change *change)
{
	double bad = higher_is_better ? -ratio : ratio;

	if (bad > change->threshold)
		hr_change_conclude(change, HR_CHANGE_REGRESSED, NULL);
	else if (bad < -change->threshold)
		hr_change_conclude(change, HR_CHANGE_IMPROVED, NULL);
	else
		hr_change_conclude(change, HR_CHANGE_UNCHANGED, NULL);
}

static double runs_needed(double deviation, double border, double confidence)
{
	double z = hr_normal_quantile((1 + confidence) / 2) + hr_normal_quantile(POWER);
	double runs = ceil(2 * pow(z * deviation / border, 2));

	return fmin(fmax(runs, 2), RUNS_NEEDED_MAX);
}

static void describe(const struct hr_estimate *estimate, const struct turned *turned,
                     const struct hr_estimate_options *options, struct hr_change *change)
{
	double z = hr_normal_quantile((1 + options->confidence) / 2) + hr_normal_quantile(POWER);
	double within = estimate->error_run > 0 ? estimate->error_run : 0;
	double deviation = isnan(estimate->error_run) ? estimate->error_between
	                                              : hypot(options->variation, within);

	change->change = expm1(estimate->shift);
	change->low = expm1(estimate->low);
	change->high = expm1(estimate->high);
	change->error = estimate->error;
	change->error_run = estimate->error_run;
	change->error_baseline = estimate->error_baseline;
	change->error_between = estimate->error_between;
	change->degrees = estimate->freedom;
	change->p_value = estimate->p;
	change->tested = true;
	change->limit = isnan(estimate->limit) ? (double)NAN : expm1(estimate->limit);
	change->detectable = expm1(z * estimate->error);
	change->runs_needed = runs_needed(deviation, turned->bad, options->confidence);
	change->run_variation = options->variation;
}

/* Cases in which no logarithm can be taken. True when the verdict is made. */
static bool judge_zeros(size_t zeros_now, size_t now, size_t zeros_old, size_t old,
                        const struct hr_compare_limits *limits, struct hr_change *change)
{
	double difference = change->observed - change->baseline;

	if (zeros_now < now && (old == 0 || zeros_old < old))
		return false;
	change->change = change->baseline > 0 ? difference / change->baseline : (double)NAN;
	if (fabs(difference) <= limits->floor) {
		hr_change_conclude(change, HR_CHANGE_UNCHANGED, NULL);
	} else if (limits->higher_is_better && zeros_now == now) {
		hr_change_conclude(change, HR_CHANGE_REGRESSED, became_zero);
		change->severity = HR_SEVERITY_CRITICAL;
	} else if (limits->higher_is_better) {
		hr_change_conclude(change, HR_CHANGE_NO_BASELINE, "the baseline is zero");
	} else if (zeros_now == now) {
		hr_change_conclude(change, HR_CHANGE_SUSPECT, became_zero);
	} else {
		hr_change_conclude(change, HR_CHANGE_REGRESSED, "the baseline is zero");
		change->severity = limits->critical ? HR_SEVERITY_CRITICAL : HR_SEVERITY_MAJOR;
	}
	return true;
}

/* Values, and the verdicts that need no estimate. True when the verdict is made. */
static bool judge_presence(const struct hr_compare_rows *rows, struct hr_change *change)
{
	const struct hr_compare_input *input = rows->input;
	const struct hr_compare_limits limits = hr_compare_limits_of(input->policy, change->row,
	                                                             change->figure);
	size_t now, zeros_now, old, zeros_old;

	change->observed = middle(rows->runs, input->run_count, change->figure, &now, &zeros_now);
	change->baseline = middle(rows->baselines, input->baseline_count, change->figure, &old,
	                          &zeros_old);
	change->runs = now;
	change->baseline_runs = old;
	if (old == 0 && rows->kind == HR_ROW_TOTAL)
		change->baseline = input->policy->fixed[change->figure];
	if (now == 0)
		hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE, not_known);
	else if (isnan(change->baseline))
		hr_change_conclude(change, HR_CHANGE_NO_BASELINE, "the baseline does not know it");
	else if (judge_zeros(zeros_now, now, zeros_old, old, &limits, change))
		;
	else if (!has_enough(rows, change->figure))
		hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE, few_requests);
	else
		return false;
	return true;
}

void hr_change_clear(struct hr_change *change)
{
	*change = (struct hr_change){
		.row = change->row,
		.figure = change->figure,
		.baseline = NAN,
		.observed = NAN,
		.change = NAN,
		.low = NAN,
		.high = NAN,
		.detectable = NAN,
		.runs_needed = NAN,
		.p_value = NAN,
		.error = NAN,
		.error_run = NAN,
		.error_baseline = NAN,
		.error_between = NAN,
		.degrees = NAN,
		.limit = NAN,
		.run_variation = NAN,
		.variation_source = "",
	};
}

static void judge_estimate(const struct hr_compare_rows *rows,
                           const struct hr_compare_limits *limits, struct hr_change *change)
{
	const struct hr_compare_policy *policy = rows->input->policy;
	struct hr_estimate_options options;
	struct hr_estimate result, plain;
	struct turned turned;
	double least, ratio = (change->observed - change->baseline) / change->baseline;

	learn_variation(rows, change->figure, &options, &change->variation_source);
	if (!estimate(rows, change->figure, &options, &result)) {
		hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE, not_known);
		return;
	}
	if (isnan(result.error_run))
		change->variation_source = "runs";
	plain = result;
	take_off_control(rows, change->figure, &options, &result);
	change->control = expm1(plain.shift - result.shift);
	if (!isnan(result.centre) && change->baseline_runs > 1)
		change->baseline = exp(result.centre);
	/* A difference that never counts is a threshold, too. */
	least = change->baseline > 0 ? change->floor / change->baseline : 0;
	change->threshold = fmax(change->threshold, least);
	turned = turn(&result, change->threshold, fmax(policy->min_effect, least),
	              limits->higher_is_better);
	describe(&result, &turned, &options, change);
	if (policy->rule == HR_RULE_THRESHOLD) {
		judge_plain(ratio, limits->higher_is_better, change);
		change->tested = false;
	} else {
		judge(&result, &turned, change);
	}
	if (change->verdict == HR_CHANGE_REGRESSED || change->verdict == HR_CHANGE_SUSPECT)
		change->severity = hr_compare_severity(turned.shift / turned.bad,
		                                       turned.low > turned.bad ||
		                                               policy->rule == HR_RULE_THRESHOLD,
		                                       limits->critical);
}

bool hr_compare_change(const struct hr_compare_rows *rows, struct hr_change *change)
{
	const struct hr_compare_limits limits = hr_compare_limits_of(rows->input->policy,
	                                                             change->row, change->figure);

	/* A baseline of fixed values says nothing about what it does not name. */
	if (limits.ignore ||
	    (rows->input->baseline_count == 0 && isnan(rows->input->policy->fixed[change->figure])))
		return false;
	hr_change_clear(change);
	change->threshold = limits.threshold;
	change->floor = limits.floor;
	if (judge_presence(rows, change))
		return change->runs + change->baseline_runs > 0;
	judge_estimate(rows, &limits, change);
	return true;
}
