/* Spikes of load. */
#include <config.h>
#include "analyse/spike.h"

#include <math.h>
#include <stdlib.h>

#include "analyse/chaos_part.h"
#include "analyse/course.h"
#include "analyse/run_intervals.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "stats/array.h"
#include "stats/quantile.h"

#define USERS_FACTOR    1.5
#define REQUESTS_FACTOR 2.0
#define STRETCH_LEAST   5 /* intervals: fewer are noise */
#define NAME            "spike"
#define DEFAULT_LIMIT   "error_rate < 5%"

const char *hr_spike_source_name(enum hr_spike_source source)
{
	static const char *const names[] = { [HR_SPIKE_NONE] = "none",
		                             [HR_SPIKE_GIVEN] = "given",
		                             [HR_SPIKE_USERS] = "users",
		                             [HR_SPIKE_REQUESTS] = "requests" };

	return names[source];
}

/* --- where it is --- */

struct stretch {
	size_t from, to; /* intervals; from == to: none */
};

/* The longest stretch above @threshold. */
static struct stretch longest_above(const double *values, size_t count, double threshold)
{
	struct stretch best = { 0, 0 }, now = { 0, 0 };

	for (size_t i = 0; i <= count; i++) {
		if (i < count && values[i] > threshold) {
			now.to = i + 1;
			continue;
		}
		if (now.to > now.from && now.to - now.from > best.to - best.from)
			best = now;
		now = (struct stretch){ i + 1, i + 1 };
	}
	return best;
}

/* Intervals of which nothing is known have no load. */
static double median_of(const double *values, size_t count)
{
	double *known = hr_alloc_array(count + 1, sizeof(*known)), median;

	for (size_t i = 0; i < count; i++)
		known[i] = isfinite(values[i]) ? values[i] : 0;
	median = hr_doubles_median(known, count);
	free(known);
	return median;
}

/* A spike has a before and an after; what rises and stays is a step. */
static bool stands_out(const double *values, size_t count, double factor, size_t margin,
                       struct stretch *out, double *usual, double *peak)
{
	*usual = median_of(values, count);
	*peak = 0;
	for (size_t i = 0; i < count; i++)
		*peak = fmax(*peak, values[i]);
	if (!(*usual > 0) || *peak < factor * *usual)
		return false;
	*out = longest_above(values, count, (*usual + *peak) / 2);
	return out->to - out->from >= STRETCH_LEAST && out->from >= margin &&
	       count - out->to >= margin;
}

static bool find_by_load(const struct hr_run *run, const struct hr_label *total,
                         const struct hr_config_spike *config, struct hr_spike *out)
{
	struct hr_run_intervals intervals;
	struct stretch found = { 0, 0 };
	size_t margin = (size_t)(config->stable_for_ns / run->grid.step_ns) + 1;
	bool any = false;

	hr_run_intervals_init(&intervals, run, total);
	if (intervals.count > 0 && isfinite(intervals.users_max)) {
		out->source = HR_SPIKE_USERS;
		any = stands_out(intervals.users, intervals.count, USERS_FACTOR, margin, &found,
		                 &out->load_before, &out->load_peak);
	} else if (intervals.count > 0) {
		out->source = HR_SPIKE_REQUESTS;
		any = stands_out(intervals.requests, intervals.count, REQUESTS_FACTOR, margin,
		                 &found, &out->load_before, &out->load_peak);
		out->load_before /= intervals.step_s;
		out->load_peak /= intervals.step_s;
	}
	if (any) {
		out->experiment.from = (struct hr_chaos_time){
			HR_CHAOS_INSTANT, hr_run_intervals_start_ns(&intervals, run, found.from),
			NULL
		};
		out->experiment.to = (struct hr_chaos_time){
			HR_CHAOS_INSTANT, hr_run_intervals_start_ns(&intervals, run, found.to), NULL
		};
	}
	hr_run_intervals_release(&intervals);
	return any;
}

/* --- what is expected --- */

static void add_criterion(struct hr_config_checks *list, size_t room, const char *text)
{
	if (list->items == NULL)
		list->items = hr_zalloc(room, sizeof(*list->items));
	if (hr_criterion_parse(hr_slice_of(text), &list->items[list->count], NULL) == HR_OK)
		list->count++;
}

/* Criteria of their own, so that each list can be released. */
static void copy_limits(const struct hr_config_checks *limits, struct hr_config_checks *out)
{
	for (size_t i = 0; i < limits->count; i++)
		add_criterion(out, limits->count + 2, limits->items[i].text);
	if (limits->count == 0)
		add_criterion(out, 2, DEFAULT_LIMIT);
}

/* As fast as before: of single intervals some are always slower, so three in a row count. */
static void add_recovery(const struct hr_run *run, const struct hr_config_spike *config,
                         struct hr_spike *out)
{
	struct hr_config_checks *hypothesis = &out->experiment.hypothesis;
	double lasting_s = 3 * (double)run->grid.step_ns / (double)HR_NS_PER_S;
	struct hr_str text = { 0 };

	if (!isfinite(out->before_ms))
		return;
	hr_str_printf(&text, "mean <= %.6gms for %.0fs",
	              out->before_ms * (1 + config->tolerance_ratio), lasting_s);
	add_criterion(hypothesis, hypothesis->count + 1, hr_str_text(&text));
	hr_str_release(&text);
}

/* The mean of all requests before. */
static double mean_before(const struct hr_run *run, const struct hr_label *total,
                          const struct hr_chaos_result *windows)
{
	int64_t from_ns = windows->before_ns, to_ns = windows->start_ns;
	struct hr_criterion mean;
	struct hr_subject *subject; /* the total, which is always there */
	size_t count;
	double value;

	if (hr_criterion_parse(HR_SLICE_LITERAL("mean > 0ms"), &mean, NULL) != HR_OK)
		return (double)NAN;
	hr_course_clip(run, &from_ns, &to_ns);
	subject = hr_subjects_find(run, total, &mean, &count);
	value = hr_course_figure(run, subject, &mean, from_ns, to_ns, HR_QUANTILE_R6);
	hr_subjects_free(subject, count);
	hr_criterion_release(&mean);
	return value;
}

void hr_spike_find(const struct hr_run *run, const struct hr_label *total,
                   const struct hr_config_spike *config, const struct hr_zone *zone,
                   struct hr_spike *out)
{
	struct hr_chaos_experiment *experiment = &out->experiment;
	struct hr_chaos_result windows = { .experiment = experiment };

	*out = (struct hr_spike){ .load_before = (double)NAN,
		                  .load_peak = (double)NAN,
		                  .before_ms = (double)NAN };
	hr_chaos_experiment_init(experiment);
	experiment->before_ns = config->before_ns;
	experiment->after_ns = config->after_ns;
	experiment->recovery_within_ns = config->recovery_within_ns;
	experiment->stable_for_ns = config->stable_for_ns;
	if (config->from.kind != HR_CHAOS_UNSET) {
		out->source = HR_SPIKE_GIVEN;
		experiment->from = config->from;
		experiment->to = config->to;
		experiment->from.marker = experiment->to.marker = NULL;
		if (config->from.marker != NULL)
			experiment->from.marker = hr_strdup(config->from.marker);
		if (config->to.marker != NULL)
			experiment->to.marker = hr_strdup(config->to.marker);
	} else if (run->grid.step_ns <= 0 || !find_by_load(run, total, config, out)) {
		out->source = HR_SPIKE_NONE;
		return;
	}
	experiment->name = hr_strdup(NAME);
	if (hr_chaos_find_windows(run, &windows))
		out->before_ms = mean_before(run, total, &windows);
	copy_limits(&config->limits, &experiment->hypothesis);
	copy_limits(&config->limits, &experiment->tolerance);
	add_recovery(run, config, out);
	hr_chaos_verify(run, total, experiment, zone, &out->result);
}

void hr_spike_release(struct hr_spike *spike)
{
	hr_chaos_result_release(&spike->result);
	free(spike->experiment.name);
	hr_chaos_time_release(&spike->experiment.from);
	hr_chaos_time_release(&spike->experiment.to);
	hr_config_checks_release(&spike->experiment.hypothesis);
	hr_config_checks_release(&spike->experiment.tolerance);
	*spike = (struct hr_spike){ 0 };
}
