#include <config.h>
#include "analyse/declared.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "config/config_declared.h"

#define ROWS_MAX           2000
#define COUNT_TOLERANCE    0.01 /* of requests: what a stopped thread may leave out */
#define RATE_TOLERANCE     0.05
#define DURATION_TOLERANCE 0.10
#define MIX_TOLERANCE      0.05 /* of all requests */
#define NEARLY_ALL         0.95 /* of the users */

const char *hr_agreement_name(enum hr_agreement agreement)
{
	static const char *const names[] = { [HR_AGREES] = "agrees",
		                             [HR_DEVIATES] = "deviates",
		                             [HR_NOT_COMPARED] = "not_compared" };

	return names[agreement];
}

/* Borrowed until the next one; NULL when there is no room. */
static struct hr_declared_row *add_row(struct hr_declared *out, const char *what,
                                       const char *subject, const char *unit, double declared,
                                       double observed)
{
	if (out->count == ROWS_MAX)
		return NULL;
	out->rows = hr_grow(out->rows, out->count, &out->capacity, sizeof(*out->rows));
	out->rows[out->count] = (struct hr_declared_row){ .what = what,
		                                          .subject = hr_strdup(subject),
		                                          .unit = unit,
		                                          .declared = declared,
		                                          .observed = observed,
		                                          .agreement = HR_NOT_COMPARED };
	return &out->rows[out->count++];
}

static void judge(struct hr_declared_row *row, bool deviates, const char *note)
{
	if (row == NULL || isnan(row->declared) || isnan(row->observed))
		return;
	row->agreement = deviates ? HR_DEVIATES : HR_AGREES;
	if (deviates && note != NULL)
		row->note = hr_strdup(note);
}

void hr_declared_release(struct hr_declared *declared)
{
	for (size_t i = 0; i < declared->count; i++) {
		free(declared->rows[i].subject);
		free(declared->rows[i].note);
	}
	free(declared->rows);
	*declared = (struct hr_declared){ 0 };
}

/* --- what the plans add up to --- */

struct sums {
	double threads;    /* most at once; NaN */
	double full_s;     /* until all have started */
	double duration_s; /* of the whole test */
	double rate_per_s; /* by timers over whole groups */
	bool timed;        /* every group ends by the clock */
};

/* The tightest timer over all of a group; NaN. */
static double group_rate(const struct hr_plan *plan, const char *group)
{
	double rate = NAN;

	for (size_t i = 0; i < plan->timer_count; i++) {
		const struct hr_plan_timer *timer = &plan->timers[i];

		if (timer->sampler == NULL && isfinite(timer->rate_per_s) &&
		    (timer->group[0] == '\0' || strcmp(timer->group, group) == 0))
			rate = isnan(rate) ? timer->rate_per_s : fmin(rate, timer->rate_per_s);
	}
	return rate;
}

static void add_group(const struct hr_plan *plan, const struct hr_plan_group *group,
                      struct sums *sums)
{
	double threads = group->threads >= 0 ? (double)group->threads : (double)NAN;

	if (plan->one_by_one) {
		sums->threads = fmax(sums->threads, threads);
		sums->full_s = NAN;
		sums->duration_s += group->duration_s;
	} else {
		sums->threads += threads;
		sums->full_s = fmax(sums->full_s, group->delay_s + group->ramp_s);
		if (isnan(group->delay_s + group->ramp_s))
			sums->full_s = NAN;
		sums->duration_s = isnan(group->duration_s)
		                           ? (double)NAN
		                           : fmax(sums->duration_s, group->duration_s);
	}
	if (isnan(threads))
		sums->threads = NAN;
	if (isnan(group->duration_s)) {
		sums->duration_s = NAN;
		sums->timed = false;
	}
	sums->rate_per_s += isfinite(group->arrivals_per_s) ? (double)NAN
	                                                    : group_rate(plan, group->name);
}

static struct sums sums_of(const struct hr_run *run)
{
	struct sums sums = { .timed = true };
	size_t groups = 0;

	for (size_t p = 0; p < run->plans.count; p++) {
		const struct hr_plan *plan = &run->plans.items[p];

		for (size_t i = 0; i < plan->group_count; i++) {
			if (plan->groups[i].phase != HR_PLAN_MAIN)
				continue;
			add_group(plan, &plan->groups[i], &sums);
			groups++;
		}
	}
	if (groups == 0)
		return (struct sums){ NAN, NAN, NAN, NAN, false };
	return sums;
}

/* Load generators that name themselves: each has followed the plan. */
static double generators(const struct hr_run *run)
{
	size_t named = 0;

	for (size_t i = 0; i < run->users.count; i++)
		named += run->users.tracks[i].length > 0;
	return named > 1 ? (double)named : 1;
}

double hr_declared_rate(const struct hr_run *run, const struct hr_declared_options *options,
                        bool *of_plan)
{
	*of_plan = false;
	if (options->rate_per_s > 0)
		return options->rate_per_s;
	if (options->declared->rate_per_s > 0)
		return options->declared->rate_per_s;
	*of_plan = true;
	return sums_of(run).rate_per_s * generators(run);
}

/* --- rows --- */

static double users_full_after_s(const struct hr_run *run, const struct hr_run_intervals *intervals,
                                 double users)
{
	for (size_t i = 0; i < intervals->count; i++)
		if (intervals->users[i] >= NEARLY_ALL * users)
			return hr_span_s(run->start_ns,
			                 hr_run_intervals_start_ns(intervals, run, i)) +
			       intervals->step_s;
	return NAN;
}

static void compare_users(const struct hr_run *run, const struct hr_run_intervals *intervals,
                          const struct hr_declared_options *options, const struct sums *sums,
                          struct hr_declared *out)
{
	double declared = options->declared->users > 0 ? options->declared->users
	                                               : sums->threads * generators(run);
	double observed = intervals->users_max;
	struct hr_declared_row *row;

	if (isnan(declared))
		return;
	row = add_row(out, "users", "", "1", declared, observed);
	/* Threads with few loops end before the last has started, which is no deviation. */
	if (observed > declared || sums->timed || options->declared->users > 0)
		judge(row, fabs(observed - declared) > 0.5,
		      observed < declared ? "so many were never active at once"
		                          : "more were active than declared");
	if (options->windowed || isnan(sums->full_s) || !(observed >= NEARLY_ALL * declared))
		return;
	row = add_row(out, "ramp", "", "s", sums->full_s,
	              users_full_after_s(run, intervals, declared));
	if (row != NULL)
		judge(row, row->observed > 1.5 * sums->full_s + 2 * intervals->step_s + 1,
		      "the users were slower to start");
}

static void compare_duration(const struct hr_run *run, const struct hr_run_intervals *intervals,
                             const struct hr_declared_options *options, const struct sums *sums,
                             struct hr_declared *out)
{
	double declared = options->declared->duration_ns > 0
	                          ? (double)options->declared->duration_ns / (double)HR_NS_PER_S
	                          : sums->duration_s;
	double observed = hr_span_s(run->start_ns, run->end_ns);
	double slack = fmax(DURATION_TOLERANCE * declared, 2 * intervals->step_s);

	if (options->windowed || isnan(declared))
		return;
	judge(add_row(out, "duration", "", "s", declared, observed),
	      fabs(observed - declared) > slack,
	      observed < declared ? "the run ended early" : "the run went on for longer");
}

static void compare_rate(const struct hr_run *run, const struct hr_label *total,
                         const struct hr_declared_options *options, struct hr_declared *out)
{
	bool of_plan;
	double declared = hr_declared_rate(run, options, &of_plan);
	double span_s = hr_label_span_s(total);
	double observed = span_s > 0 ? (double)hr_label_count(total) / span_s : (double)NAN;

	if (isnan(declared))
		return;
	judge(add_row(out, "rate", "", "1/s", declared, observed),
	      observed < (1 - RATE_TOLERANCE) * declared, "the rate was not reached");
}

static const struct hr_plan_group *group_of(const struct hr_plan *plan,
                                            const struct hr_plan_sampler *sampler)
{
	for (size_t i = 0; i < plan->group_count; i++)
		if (strcmp(plan->groups[i].name, sampler->group) == 0)
			return &plan->groups[i];
	return NULL;
}

/* Requests that a sampler makes in all; NaN when that depends on the run. */
static double expected_count(const struct hr_plan *plan, const struct hr_plan_sampler *sampler)
{
	const struct hr_plan_group *group = group_of(plan, sampler);

	if (group == NULL || group->threads < 0 || isfinite(group->duration_s))
		return NAN;
	if (sampler->once)
		return (double)group->threads;
	if (group->forever || group->loops < 0)
		return NAN;
	return (double)group->threads * (double)group->loops * sampler->per_iteration;
}

static bool is_known_name(const char *name)
{
	return name[0] != '\0' && strstr(name, "${") == NULL;
}

static const struct hr_label *find_label(const struct hr_run *run, const char *name)
{
	const struct hr_label *label = hr_run_find(run, hr_slice_of(name), HR_SAMPLE_REQUEST);

	return label != NULL ? label : hr_run_find(run, hr_slice_of(name), HR_SAMPLE_TRANSACTION);
}

/* Of all samplers of that name; the first of them makes the row. */
static bool is_first_of_name(const struct hr_run *run, size_t p, size_t i)
{
	const char *name = run->plans.items[p].samplers[i].name;

	for (size_t q = 0; q <= p; q++)
		for (size_t k = 0; k < run->plans.items[q].sampler_count; k++) {
			if (q == p && k == i)
				return true;
			if (strcmp(run->plans.items[q].samplers[k].name, name) == 0)
				return false;
		}
	return true;
}

static double expected_of_name(const struct hr_run *run, const char *name)
{
	double sum = 0;

	for (size_t p = 0; p < run->plans.count; p++)
		for (size_t i = 0; i < run->plans.items[p].sampler_count; i++) {
			const struct hr_plan_sampler *sampler = &run->plans.items[p].samplers[i];

			if (strcmp(sampler->name, name) == 0)
				sum += expected_count(&run->plans.items[p], sampler);
		}
	return sum;
}

static void compare_sampler(const struct hr_run *run, const struct hr_declared_options *options,
                            const char *name, struct hr_declared *out)
{
	const struct hr_label *label = find_label(run, name);
	double observed = label != NULL ? (double)hr_label_count(label) : 0;
	double declared = options->windowed ? (double)NAN
	                                    : expected_of_name(run, name) * generators(run);
	struct hr_declared_row *row = add_row(out, isnan(declared) ? "label" : "requests", name,
	                                      "1", declared, observed);

	if (row == NULL)
		return;
	if (label == NULL) {
		row->agreement = HR_DEVIATES;
		row->note = hr_strdup("declared, but never recorded");
	} else if (isnan(declared)) {
		row->agreement = HR_AGREES;
	} else {
		judge(row, fabs(observed - declared) > fmax(COUNT_TOLERANCE * declared, 0.5),
		      observed < declared ? "fewer than threads x loops"
		                          : "more than threads x loops");
	}
}

static bool is_declared(const struct hr_run *run, const char *name)
{
	for (size_t p = 0; p < run->plans.count; p++)
		for (size_t i = 0; i < run->plans.items[p].sampler_count; i++)
			if (strcmp(run->plans.items[p].samplers[i].name, name) == 0)
				return true;
	return false;
}

static void compare_labels(const struct hr_run *run, const struct hr_declared_options *options,
                           struct hr_declared *out)
{
	bool all_known = run->plans.count > 0;

	if (options->selected)
		return;
	for (size_t p = 0; p < run->plans.count; p++)
		for (size_t i = 0; i < run->plans.items[p].sampler_count; i++) {
			const char *name = run->plans.items[p].samplers[i].name;

			if (!is_known_name(name))
				all_known = false;
			else if (is_first_of_name(run, p, i))
				compare_sampler(run, options, name, out);
		}
	for (size_t i = 0; all_known && i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];
		struct hr_declared_row *row;

		if (label->sub_result || label->kind != HR_SAMPLE_REQUEST ||
		    is_declared(run, label->name))
			continue;
		row = add_row(out, "label", label->name, "1", NAN, (double)hr_label_count(label));
		if (row != NULL) {
			row->agreement = HR_DEVIATES;
			row->note = hr_strdup("recorded, but not declared");
		}
	}
}

/* --- the mix --- */

static void add_mix_row(struct hr_declared *out, const char *subject, double share, double observed)
{
	judge(add_row(out, "mix", subject, "ratio", share, observed),
	      fabs(observed - share) > MIX_TOLERANCE, "the share of requests is not as declared");
}

/* Shares of labels by the first pattern that matches each. */
static void compare_given_mix(const struct hr_run *run, const struct hr_config_mix *mix,
                              struct hr_declared *out)
{
	double *counts = hr_zalloc(mix->count, sizeof(*counts));
	double all = 0, weights = 0;

	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];

		for (size_t k = 0; label->kind == HR_SAMPLE_REQUEST && k < mix->count; k++) {
			if (!hr_pattern_match(mix->items[k].pattern,
			                      (struct hr_slice){ label->name, label->length }))
				continue;
			counts[k] += (double)hr_label_count(label);
			all += (double)hr_label_count(label);
			break;
		}
	}
	for (size_t k = 0; k < mix->count; k++)
		weights += mix->items[k].weight;
	for (size_t k = 0; k < mix->count; k++)
		add_mix_row(out, hr_pattern_text(mix->items[k].pattern),
		            mix->items[k].weight / weights,
		            all > 0 ? counts[k] / all : (double)NAN);
	free(counts);
}

/* A plan of one group says how often each iteration runs what: that is a mix. */
static void compare_plan_mix(const struct hr_run *run, struct hr_declared *out)
{
	const struct hr_plan *plan = run->plans.count == 1 ? &run->plans.items[0] : NULL;
	double weights = 0, all = 0;
	bool varied = false;

	if (plan == NULL || plan->group_count != 1)
		return;
	for (size_t i = 0; i < plan->sampler_count; i++) {
		const struct hr_plan_sampler *sampler = &plan->samplers[i];
		const struct hr_label *label = find_label(run, sampler->name);

		if (sampler->transaction)
			continue;
		if (isnan(sampler->per_iteration) || sampler->once ||
		    !is_known_name(sampler->name) || !is_first_of_name(run, 0, i))
			return;
		weights += sampler->per_iteration;
		all += label != NULL ? (double)hr_label_count(label) : 0;
		varied = varied || sampler->per_iteration > 1 || sampler->per_iteration < 1;
	}
	for (size_t i = 0; varied && weights > 0 && all > 0 && i < plan->sampler_count; i++) {
		const struct hr_plan_sampler *sampler = &plan->samplers[i];
		const struct hr_label *label = find_label(run, sampler->name);

		if (!sampler->transaction)
			add_mix_row(out, sampler->name, sampler->per_iteration / weights,
			            label != NULL ? (double)hr_label_count(label) / all : 0);
	}
}

/* Hosts that are declared: recordings do not say where requests went. */
static void list_hosts(const struct hr_run *run, struct hr_declared *out)
{
	size_t first = out->count;

	for (size_t p = 0; p < run->plans.count; p++)
		for (size_t i = 0; i < run->plans.items[p].sampler_count; i++) {
			const char *host = run->plans.items[p].samplers[i].host;
			bool known = host == NULL;

			for (size_t k = first; k < out->count && !known; k++)
				known = strcmp(out->rows[k].subject, host) == 0;
			if (!known)
				add_row(out, "host", host, "1", NAN, NAN);
		}
}

void hr_declared_compare(const struct hr_run *run, const struct hr_label *total,
                         const struct hr_run_intervals *intervals,
                         const struct hr_declared_options *options, struct hr_declared *out)
{
	struct sums sums = sums_of(run);

	*out = (struct hr_declared){ 0 };
	compare_users(run, intervals, options, &sums, out);
	compare_duration(run, intervals, options, &sums, out);
	compare_rate(run, total, options, out);
	compare_labels(run, options, out);
	if (options->declared->mix.count > 0)
		compare_given_mix(run, &options->declared->mix, out);
	else if (!options->selected)
		compare_plan_mix(run, out);
	list_hosts(run, out);
}
