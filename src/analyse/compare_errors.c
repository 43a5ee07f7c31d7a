/*
 * Error ratios: counts of failures against counts of requests. Changes are differences of ratios.
 */
#include <config.h>
#include "analyse/compare_part.h"

#include <math.h>
#include <stdlib.h>

#include "analyse/compare_policy.h"
#include "base/mem.h"
#include "stats/binomial.h"
#include "stats/distribution.h"
#include "stats/wilson.h"

#define EXACT_ALPHA 0.005 /* of the exact test against a baseline without errors, one-sided */

/* Failures and requests of one side, and how much more they vary than independent ones: within runs
 * over time, and from run to run. */
static struct hr_proportion pool(const struct hr_figure_row **rows, size_t count, size_t *runs)
{
	uint64_t *errors = hr_alloc_array(count + 1, sizeof(*errors));
	uint64_t *counts = hr_alloc_array(count + 1, sizeof(*counts));
	struct hr_proportion sum = { .dispersion = 1 };
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (rows[i] == NULL || rows[i]->count == 0)
			continue;
		errors[n] = rows[i]->errors;
		counts[n++] = rows[i]->count;
		sum.successes += rows[i]->errors;
		sum.trials += rows[i]->count;
		sum.dispersion = fmax(sum.dispersion, rows[i]->dispersion);
	}
	if (n > 1)
		sum.dispersion = fmax(sum.dispersion, hr_dispersion(errors, counts, n));
	*runs = n;
	free(errors);
	free(counts);
	return sum;
}

static double ratio(const struct hr_proportion *p)
{
	return p->trials > 0 ? (double)p->successes / (double)p->trials : (double)NAN;
}

/* Bursts count as often as independent failures would have to occur to say as much. */
static uint64_t thinned(uint64_t count, double dispersion)
{
	return (uint64_t)llround((double)count / dispersion);
}

/* Two-sided: twice the smaller tail. */
static double exact_p(const struct hr_proportion *old, const struct hr_proportion *now)
{
	double dispersion = fmax(old->dispersion, now->dispersion);
	uint64_t old_errors = thinned(old->successes, dispersion);
	uint64_t old_count = thinned(old->trials, dispersion);
	uint64_t errors = thinned(now->successes, dispersion);
	uint64_t count = thinned(now->trials, dispersion);

	return fmin(1, 2 * fmin(hr_binomial_compare(old_errors, old_count, errors, count),
	                        hr_binomial_compare(errors, count, old_errors, old_count)));
}

static void judge_plain(struct hr_change *change)
{
	if (change->change > change->threshold)
		hr_change_conclude(change, HR_CHANGE_REGRESSED, NULL);
	else if (change->change < -change->threshold)
		hr_change_conclude(change, HR_CHANGE_IMPROVED, NULL);
	else
		hr_change_conclude(change, HR_CHANGE_UNCHANGED, NULL);
}

static void judge(const struct hr_proportion *old, struct hr_change *change)
{
	if (change->low > change->threshold ||
	    (old->successes == 0 && change->change > change->threshold &&
	     change->p_value < 2 * EXACT_ALPHA))
		hr_change_conclude(change, HR_CHANGE_REGRESSED, NULL);
	else if (change->high < -change->threshold)
		hr_change_conclude(change, HR_CHANGE_IMPROVED, NULL);
	else if ((change->high < change->threshold && change->low > -change->threshold) ||
	         !(change->observed > 0))
		/* Without failures nothing got worse, however few requests there were. */
		hr_change_conclude(change, HR_CHANGE_UNCHANGED, NULL);
	else
		hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE,
		                   "the interval reaches over the threshold");
}

static void judge_fixed(double fixed, const struct hr_proportion *now,
                        const struct hr_compare_policy *policy, struct hr_change *change)
{
	struct hr_bounds bounds = hr_wilson(*now, policy->confidence);
	uint64_t errors = thinned(now->successes, now->dispersion);
	uint64_t count = thinned(now->trials, now->dispersion);

	change->low = bounds.low - fixed;
	change->high = bounds.high - fixed;
	change->p_value = fmin(1, 2 * fmin(hr_binomial_at_least(errors, count, fixed),
	                                   hr_binomial_at_most(errors, count, fixed)));
}

bool hr_compare_errors(const struct hr_compare_rows *rows, struct hr_change *change)
{
	const struct hr_compare_input *input = rows->input;
	const struct hr_compare_policy *policy = input->policy;
	const struct hr_compare_limits limits = hr_compare_limits_of(policy, change->row,
	                                                             HR_FIGURE_ERROR_RATIO);
	struct hr_proportion now, old;
	double fixed = rows->kind == HR_ROW_TOTAL ? policy->fixed[HR_FIGURE_ERROR_RATIO]
	                                          : (double)NAN;

	hr_change_clear(change);
	now = pool(rows->runs, input->run_count, &change->runs);
	old = pool(rows->baselines, input->baseline_count, &change->baseline_runs);
	if (limits.ignore || (input->baseline_count == 0 && isnan(fixed)) ||
	    (now.trials == 0 && old.trials == 0 && isnan(fixed)))
		return false;
	change->observed = ratio(&now);
	change->baseline = old.trials > 0 ? ratio(&old) : fixed;
	change->floor = limits.floor;
	change->variation_source = "runs";
	if (now.trials == 0) {
		hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE, "there are no requests");
		return true;
	}
	if (isnan(change->baseline)) {
		hr_change_conclude(change, HR_CHANGE_NO_BASELINE, "the baseline has no requests");
		return true;
	}
	change->threshold = fmax(limits.floor, limits.threshold * change->baseline);
	change->change = change->observed - change->baseline;
	if (old.trials > 0) {
		struct hr_difference difference = hr_newcombe(old, now, policy->confidence);

		change->low = difference.low;
		change->high = difference.high;
		change->p_value = exact_p(&old, &now);
	} else {
		judge_fixed(fixed, &now, policy, change);
	}
	change->error = (change->high - change->low) /
	                (2 * hr_normal_quantile((1 + policy->confidence) / 2));
	change->detectable = change->error * (hr_normal_quantile((1 + policy->confidence) / 2) +
	                                      hr_normal_quantile(0.8));
	change->tested = policy->rule != HR_RULE_THRESHOLD;
	if (change->tested)
		judge(&old, change);
	else
		judge_plain(change);
	if (change->verdict == HR_CHANGE_REGRESSED)
		change->severity = hr_compare_severity(change->change / change->threshold,
		                                       change->low > change->threshold,
		                                       limits.critical);
	return true;
}
