#include <config.h>
#include "analyse/stress_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/criteria.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"
#include "model/queueing.h"
#include "record/words.h"
#include "stats/quantile.h"
#include "summarize/cut.h"

const char *hr_stress_state_name(enum hr_stress_state state)
{
	static const char *const names[] = { [HR_STRESS_NO_STEPS] = "no_steps",
		                             [HR_STRESS_NONE_DETECTED] = "none_detected",
		                             [HR_STRESS_FOUND] = "found",
		                             [HR_STRESS_BROKEN_FROM_START] = "broken_from_start" };

	return names[state];
}

/* --- steps --- */

/* What the criteria said of one step; of each list in its own. */
struct judgement {
	struct hr_checks break_if, meets;
};

static double metric_of(const struct hr_label *label, const char *name,
                        enum hr_quantile_method method)
{
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(name), &made);

	return metric->value(label, metric, method);
}

static void measure(const struct hr_run *run, const struct hr_load_step *from,
                    const struct hr_label *total, const struct hr_stress_options *options,
                    struct hr_stress_step *step)
{
	int64_t step_ns = run->grid.step_ns, intervals = 0;
	enum hr_quantile_method method = options->method;

	for (size_t i = 0; i < from->span_count; i++)
		intervals += from->spans[i].last - from->spans[i].first + 1;
	*step = (struct hr_stress_step){
		.name = from->name != NULL ? hr_strdup(from->name) : NULL,
		.load = from->load,
		.start_ns = from->spans[0].first * step_ns,
		.end_ns = (from->spans[from->span_count - 1].last + 1) * step_ns,
		.covered_s = (double)intervals * (double)step_ns / 1e9,
		.count = total->count,
		.errors = total->errors,
		.error_ratio = metric_of(total, "error_rate", method),
		.mean_ms = metric_of(total, "mean", method),
		.p50_ms = metric_of(total, "p50", method),
		.p95_ms = metric_of(total, "p95", method),
		.p99_ms = metric_of(total, "p99", method),
	};
	step->throughput_per_s = (double)step->count / step->covered_s;
	step->success_per_s = (double)(step->count - step->errors) / step->covered_s;
	step->in_system = hr_little_in_system(step->throughput_per_s, step->mean_ms / 1e3);
}

/* The messages of criteria speak of what is required; here what holds is what breaks. */
static void reword(const struct hr_criterion *criterion, struct hr_check *check)
{
	struct hr_str message = { 0 };

	if (check->verdict == HR_VERDICT_INCONCLUSIVE)
		return;
	hr_words_put_figure(&message, check->metric, check->subject_kind, check->subject);
	hr_str_printf(&message, " is %s (rule: %s)", hr_shown_in(check->observed, check->unit).text,
	              criterion->text);
	free(check->message);
	check->message = hr_str_detach(&message);
}

static double evidence_of(const struct hr_check *check, const char *name)
{
	for (size_t i = 0; i < check->evidence_count; i++)
		if (strcmp(check->evidence[i].name, name) == 0)
			return check->evidence[i].value;
	return (double)NAN;
}

/* What is about pieces of time holds when any of them does, or with "for" when they did for so long
 * without a break: when the opposite was missed. */
static bool is_of_pieces(const struct hr_criterion *rule)
{
	return rule->for_ns > 0 || (rule->resource != NULL && rule->figure == HR_RESOURCE_EVERY);
}

static void check_rule_of_pieces(const struct hr_run *part, const struct hr_label *total,
                                 const struct hr_stress_options *options,
                                 const struct hr_criterion *rule, struct hr_checks *out)
{
	struct hr_criterion opposite = *rule;
	size_t before = out->count;

	opposite.op = hr_operator_opposite(rule->op);
	hr_criteria_check(&opposite, 1, part, total, options->method, out);
	for (size_t i = before; i < out->count; i++) {
		struct hr_check *check = &out->items[i];
		struct hr_str message = { 0 };

		if (check->verdict == HR_VERDICT_INCONCLUSIVE)
			continue;
		check->verdict = check->verdict == HR_VERDICT_FAIL ? HR_VERDICT_PASS
		                                                   : HR_VERDICT_FAIL;
		if (rule->for_ns == 0) {
			reword(rule, check);
			continue;
		}
		hr_words_put_figure(&message, check->metric, check->subject_kind, check->subject);
		hr_str_printf(&message, " met the rule %s: for %s", rule->text,
		              hr_shown_seconds(evidence_of(check, "longest_s")).text);
		free(check->message);
		check->message = hr_str_detach(&message);
	}
}

/* Of a break rule, over all steps. */
struct rule_state {
	bool known; /* a step has a figure for it */
	char *why;  /* else what the first step said; owned */
};

/* From the checks of one step, which begin at @before. */
static void note_rule(struct rule_state *rule, const struct hr_checks *checks, size_t before)
{
	for (size_t i = before; i < checks->count; i++) {
		if (checks->items[i].verdict != HR_VERDICT_INCONCLUSIVE)
			rule->known = true;
		else if (rule->why == NULL)
			rule->why = hr_strdup(checks->items[i].message);
	}
}

static void judge_break(const struct judgement *judged, struct hr_stress_step *step)
{
	for (size_t i = 0; i < judged->break_if.count && !step->breaks; i++) {
		const struct hr_check *check = &judged->break_if.items[i];

		if (check->verdict != HR_VERDICT_PASS)
			continue;
		step->breaks = true;
		step->reason = hr_strdup(check->message);
	}
}

/* What cannot be judged neither meets nor misses; a step that breaks meets nothing. */
static void judge_objectives(const struct judgement *judged, struct hr_stress_step *step)
{
	step->meets = true;
	for (size_t i = 0; i < judged->meets.count; i++) {
		const struct hr_check *check = &judged->meets.items[i];

		if (check->verdict == HR_VERDICT_INCONCLUSIVE)
			continue;
		step->judged = true;
		if (check->verdict == HR_VERDICT_PASS)
			continue;
		step->meets = false;
		if (step->reason == NULL)
			step->reason = hr_strdup(check->message);
	}
	if (!step->judged || step->breaks)
		step->meets = false;
}

static void judge_step(const struct hr_run *run, const struct hr_load_step *from,
                       const struct hr_stress_options *options, struct hr_stress_step *step,
                       struct judgement *judged, struct rule_state *rules)
{
	struct hr_run part;
	struct hr_label *total;

	hr_run_extract(run, from->spans, from->span_count, &part);
	total = hr_run_total(&part,
	                     options->sub_results_apart ? HR_TOTAL_WITHOUT_SUBS : HR_TOTAL_REQUESTS,
	                     HR_TOTAL_ROW);
	measure(run, from, total, options, step);
	for (size_t i = 0; i < options->break_if.count; i++) {
		const struct hr_criterion *criterion = &options->break_if.items[i];
		size_t before = judged->break_if.count;

		if (is_of_pieces(criterion))
			check_rule_of_pieces(&part, total, options, criterion, &judged->break_if);
		else
			hr_criteria_check(criterion, 1, &part, total, options->method,
			                  &judged->break_if);
		for (size_t k = before; !is_of_pieces(criterion) && k < judged->break_if.count; k++)
			reword(criterion, &judged->break_if.items[k]);
		note_rule(&rules[i], &judged->break_if, before);
	}
	for (size_t i = 0; i < 2; i++)
		hr_criteria_check(options->meets[i].items, options->meets[i].count, &part, total,
		                  options->method, &judged->meets);
	hr_stress_check_slos(run, from, options, &part, total, &judged->meets);
	judge_break(judged, step);
	judge_objectives(judged, step);
	hr_label_free(total);
	hr_run_release(&part);
}

/* --- borders --- */

static const struct hr_check *find_check(const struct hr_checks *checks, const char *id)
{
	for (size_t i = 0; i < checks->count; i++)
		if (strcmp(checks->items[i].id, id) == 0)
			return &checks->items[i];
	return NULL;
}

/* Share of the way from @good to @bad at which the value of @bad's check meets its limit: a
 * straight line between two steps. Without a value at @good, all of the way is lost. */
static double crossing(const struct hr_checks *good, const struct hr_check *bad)
{
	const struct hr_check *before = find_check(good, bad->id);
	double share;

	if (before == NULL || !isfinite(before->observed) || !isfinite(bad->observed))
		return 0;
	share = (bad->limit - before->observed) / (bad->observed - before->observed);
	return isfinite(share) ? fmin(fmax(share, 0), 1) : 0;
}

/* The first criterion of @bad with the verdict that ends the holding, and where. */
static double first_crossing(const struct hr_checks *good, const struct hr_checks *bad,
                             enum hr_verdict ending, const struct hr_check **limiting)
{
	double share = 1;

	*limiting = NULL;
	for (size_t i = 0; i < bad->count; i++) {
		double at;

		if (bad->items[i].verdict != ending)
			continue;
		at = crossing(good, &bad->items[i]);
		if (*limiting == NULL || at < share) {
			*limiting = &bad->items[i];
			share = at;
		}
	}
	return *limiting != NULL ? share : 0;
}

static double between(double from, double to, double share)
{
	return from + (to - from) * share;
}

/*
 * Steps ascend by load: the border lies below the first bad one, whatever comes above it.
 * @is_bad  by step
 */
static void find_border(const struct hr_stress *stress, const bool *is_bad,
                        struct hr_stress_border *border)
{
	*border = (struct hr_stress_border){ .last_good = HR_STRESS_NONE,
		                             .first_bad = HR_STRESS_NONE,
		                             .load = (double)NAN,
		                             .throughput_per_s = (double)NAN };
	for (size_t i = 0; i < stress->count && border->first_bad == HR_STRESS_NONE; i++) {
		if (is_bad[i])
			border->first_bad = i;
		else
			border->last_good = i;
	}
	border->state = stress->count == 0                    ? HR_STRESS_NO_STEPS
	                : border->first_bad == HR_STRESS_NONE ? HR_STRESS_NONE_DETECTED
	                : border->last_good == HR_STRESS_NONE ? HR_STRESS_BROKEN_FROM_START
	                                                      : HR_STRESS_FOUND;
	if (border->last_good != HR_STRESS_NONE) {
		border->load = stress->steps[border->last_good].load;
		border->throughput_per_s = stress->steps[border->last_good].success_per_s;
	}
}

static const struct hr_checks *list_of(const struct judgement *judged, bool objectives)
{
	return objectives ? &judged->meets : &judged->break_if;
}

static void refine_border(const struct hr_stress *stress, const struct judgement *judged,
                          bool objectives, struct hr_stress_border *border)
{
	enum hr_verdict ending = objectives ? HR_VERDICT_FAIL : HR_VERDICT_PASS;
	static const struct hr_checks nothing = { 0 };
	const struct hr_stress_step *good, *bad;
	const struct hr_check *limiting;
	double share;

	if (border->first_bad == HR_STRESS_NONE)
		return;
	share = first_crossing(border->last_good == HR_STRESS_NONE
	                               ? &nothing
	                               : list_of(&judged[border->last_good], objectives),
	                       list_of(&judged[border->first_bad], objectives), ending, &limiting);
	if (limiting != NULL)
		border->limiting = hr_strdup(limiting->message);
	if (border->last_good == HR_STRESS_NONE)
		return;
	good = &stress->steps[border->last_good];
	bad = &stress->steps[border->first_bad];
	border->load = between(good->load, bad->load, share);
	border->throughput_per_s = between(good->success_per_s, bad->success_per_s, share);
}

static void find_borders(struct hr_stress *stress, const struct judgement *judged)
{
	bool *broken = hr_zalloc(stress->count + 1, sizeof(*broken));
	bool *missed = hr_zalloc(stress->count + 1, sizeof(*missed));
	bool judgeable = false;

	for (size_t i = 0; i < stress->count; i++) {
		broken[i] = stress->steps[i].breaks;
		missed[i] = stress->steps[i].breaks ||
		            (stress->steps[i].judged && !stress->steps[i].meets);
		judgeable = judgeable || stress->steps[i].judged;
	}
	find_border(stress, broken, &stress->broken);
	refine_border(stress, judged, false, &stress->broken);
	find_border(stress, missed, &stress->met);
	refine_border(stress, judged, true, &stress->met);
	stress->has_objectives = judgeable;
	free(missed);
	free(broken);
}

/* Does the broken system still do its work? At least the ratio of the best throughput before. */
static void judge_grace(struct hr_stress *stress, double ratio)
{
	size_t bad = stress->broken.first_bad;
	double best = 0;

	stress->graceful = -1;
	if (bad == HR_STRESS_NONE || bad == 0)
		return;
	for (size_t i = 0; i < bad; i++)
		best = fmax(best, stress->steps[i].success_per_s);
	stress->graceful = stress->steps[bad].success_per_s >= ratio * best;
}

/* --- scaling --- */

static void note_fit(struct hr_stress *stress)
{
	struct hr_str note = { 0 };
	double peak = hr_usl_peak(&stress->usl);

	if (stress->usl.points < HR_USL_POINTS_GOOD)
		hr_str_printf(&note, "only %zu steps: the intervals are wide", stress->usl.points);
	if (!isfinite(peak))
		hr_str_printf(&note, "%sno fall of throughput can be seen, so no peak is stated",
		              note.length > 0 ? "; " : "");
	else if (peak > stress->usl.n_max)
		hr_str_printf(&note, "%sthe peak lies beyond what was measured",
		              note.length > 0 ? "; " : "");
	stress->usl_note = note.length > 0 ? hr_str_detach(&note) : NULL;
	hr_str_release(&note);
}

static void fit_scaling(struct hr_stress *stress)
{
	struct hr_usl_point *points = hr_alloc_array(stress->count + 1, sizeof(*points));
	struct hr_error error = { 0 };

	for (size_t i = 0; i < stress->count; i++)
		points[i] = (struct hr_usl_point){ stress->steps[i].load,
			                           stress->steps[i].success_per_s };
	stress->has_usl = hr_usl_fit(points, stress->count, &stress->usl, &error) == HR_OK;
	if (stress->has_usl)
		note_fit(stress);
	else
		stress->usl_note = hr_strdup(error.text);
	free(points);
}

static void summarise(struct hr_stress *stress)
{
	stress->max_tested = (double)NAN;
	stress->little_mismatch = (double)NAN;
	stress->best = HR_STRESS_NONE;
	for (size_t i = 0; i < stress->count; i++) {
		const struct hr_stress_step *step = &stress->steps[i];
		double mismatch = fabs(step->in_system / step->load - 1);

		stress->max_tested = step->load;
		if (stress->best == HR_STRESS_NONE ||
		    step->success_per_s > stress->steps[stress->best].success_per_s)
			stress->best = i;
		if (!(mismatch <= stress->little_mismatch))
			stress->little_mismatch = isnan(mismatch) ? stress->little_mismatch
			                                          : mismatch;
	}
}

/* What nobody could have seen break has not held. */
/* Releases @states. */
static char *list_unknown(const struct hr_stress_criteria *rules, struct rule_state *states)
{
	struct hr_str list = { 0 };

	for (size_t i = 0; i < rules->count; i++) {
		if (!states[i].known)
			hr_str_printf(&list, "%s%s", list.length > 0 ? ", " : "",
			              rules->items[i].text);
		if (!states[i].known && states[i].why != NULL)
			hr_str_printf(&list, " (%s)", states[i].why);
		free(states[i].why);
	}
	free(states);
	return list.length > 0 ? hr_str_detach(&list) : NULL;
}

void hr_stress_find(const struct hr_run *run, const struct hr_stress_options *options,
                    struct hr_stress *out)
{
	struct hr_load_steps steps;
	struct judgement *judged;
	struct rule_state *rules = hr_zalloc(options->break_if.count + 1, sizeof(*rules));

	*out = (struct hr_stress){ .graceful = -1 };
	hr_load_steps_find(run, options->phases, options->phase_count, options->settle_ns, &steps);
	out->source = steps.source;
	out->count = steps.count;
	out->steps = hr_zalloc(steps.count + 1, sizeof(*out->steps));
	judged = hr_zalloc(steps.count + 1, sizeof(*judged));
	for (size_t i = 0; i < steps.count; i++)
		judge_step(run, &steps.items[i], options, &out->steps[i], &judged[i], rules);
	out->unknown_rules = list_unknown(&options->break_if, rules);
	find_borders(out, judged);
	out->not_judged = hr_stress_uncounted(run, options->slos);
	judge_grace(out, options->graceful_ratio);
	summarise(out);
	fit_scaling(out);
	for (size_t i = 0; i < steps.count; i++) {
		hr_checks_release(&judged[i].break_if);
		hr_checks_release(&judged[i].meets);
	}
	free(judged);
	hr_load_steps_release(&steps);
}

static void release_border(struct hr_stress_border *border)
{
	free(border->limiting);
}

void hr_stress_release(struct hr_stress *stress)
{
	for (size_t i = 0; i < stress->count; i++) {
		free(stress->steps[i].name);
		free(stress->steps[i].reason);
	}
	free(stress->steps);
	free(stress->usl_note);
	free(stress->unknown_rules);
	free(stress->not_judged);
	release_border(&stress->broken);
	release_border(&stress->met);
	*stress = (struct hr_stress){ 0 };
}
