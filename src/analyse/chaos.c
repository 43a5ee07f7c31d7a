/* Before, during, after. */
#include <config.h>
#include "analyse/chaos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/excursion.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"

const char *hr_chaos_outcome_name(enum hr_chaos_outcome outcome)
{
	static const char *const names[] = { [HR_CHAOS_VERIFIED] = "verified",
		                             [HR_CHAOS_DEVIATED] = "deviated",
		                             [HR_CHAOS_INVALID] = "invalid",
		                             [HR_CHAOS_INCONCLUSIVE] = "inconclusive" };

	return names[outcome];
}

/* --- windows --- */

static int64_t instant_of(const struct hr_run *run, const struct hr_chaos_time *time, bool end)
{
	switch (time->kind) {
	case HR_CHAOS_INSTANT:
		return time->ns;
	case HR_CHAOS_OFFSET:
		return run->start_ns != HR_INSTANT_NONE ? run->start_ns + time->ns
		                                        : HR_INSTANT_NONE;
	case HR_CHAOS_MARKER:
		for (size_t i = 0; i < run->event_count; i++) {
			const struct hr_run_event *event = &run->events[i];

			if ((event->text != NULL && strcmp(event->text, time->marker) == 0) ||
			    (event->kind != NULL && strcmp(event->kind, time->marker) == 0))
				return end ? event->end_ns : event->start_ns;
		}
		break;
	case HR_CHAOS_UNSET:
		break;
	}
	return HR_INSTANT_NONE;
}

static const struct hr_label *label_of(const struct hr_run *run, const struct hr_label *total,
                                       const struct hr_criterion *criterion)
{
	if (criterion->label == NULL)
		return total;
	return hr_run_find(run, hr_slice_of(criterion->label), HR_SAMPLE_REQUEST);
}

/* The cells of whole intervals in [from, to) joined; false when none has a request. */
static bool join(const struct hr_run *run, const struct hr_label *label, int64_t from_ns,
                 int64_t to_ns, struct hr_cell *out, int64_t *length_ns)
{
	*out = (struct hr_cell){ 0 };
	*length_ns = 0;
	for (int64_t k = run->grid.first; k <= run->grid.last; k++) {
		const struct hr_cell *cell = hr_cells_peek(&label->cells, k);

		if (k * run->grid.step_ns < from_ns || (k + 1) * run->grid.step_ns > to_ns)
			continue;
		*length_ns += run->grid.step_ns;
		if (cell != NULL)
			hr_cell_merge(out, cell);
	}
	return *length_ns > 0;
}

static double figure(const struct hr_run *run, const struct hr_label *label,
                     const struct hr_criterion *criterion, int64_t from_ns, int64_t to_ns)
{
	struct hr_cell cell;
	int64_t length_ns;
	double value = (double)NAN;

	if (join(run, label, from_ns, to_ns, &cell, &length_ns))
		value = hr_interval_metric(&criterion->metric, &cell, length_ns);
	hr_sketch_release(&cell.sketch);
	return value;
}

/* --- one criterion --- */

static bool holds(const struct hr_criterion *criterion, double value)
{
	return isfinite(value) && hr_operator_holds(criterion->op, value, criterion->limit);
}

static bool judge(const struct hr_run *run, const struct hr_label *total,
                  const struct hr_chaos_result *result, struct hr_chaos_criterion *out)
{
	const struct hr_criterion *criterion = out->criterion;
	const struct hr_label *label = label_of(run, total, criterion);
	struct hr_excursions excursions;

	out->before = out->during = out->after = out->worst = (double)NAN;
	if (label == NULL)
		return false;
	out->before = figure(run, label, criterion, result->before_ns, result->start_ns);
	out->during = figure(run, label, criterion, result->start_ns, result->end_ns);
	out->after = figure(run, label, criterion, result->end_ns, result->after_ns);
	hr_excursions_find(run, label, criterion, result->start_ns, result->end_ns, &excursions);
	out->worst = excursions.worst;
	out->out_ns = excursions.total_ns;
	hr_excursions_release(&excursions);
	out->held_before = holds(criterion, out->before);
	out->held_during = holds(criterion, out->during);
	return isfinite(out->before) && isfinite(out->during);
}

/* --- recovery --- */

/* The first interval from which on every criterion holds for so long. */
static void find_recovery(const struct hr_run *run, const struct hr_label *total,
                          struct hr_chaos_result *result)
{
	const struct hr_chaos_experiment *experiment = result->experiment;
	int64_t step_ns = run->grid.step_ns, candidate_ns = result->end_ns;
	int64_t last_ns = (run->grid.last + 1) * step_ns;

	if (result->after_ns < last_ns)
		last_ns = result->after_ns;
	for (size_t i = 0; i < experiment->hypothesis.count; i++) {
		const struct hr_criterion *criterion = &experiment->hypothesis.items[i];
		const struct hr_label *label = label_of(run, total, criterion);
		struct hr_excursions excursions;
		bool moved = false;

		if (label == NULL)
			return;
		hr_excursions_find(run, label, criterion, result->end_ns, last_ns, &excursions);
		for (size_t j = 0; j < excursions.count; j++) {
			const struct hr_excursion *one = &excursions.items[j];

			if (one->start_ns < candidate_ns + experiment->stable_for_ns &&
			    one->end_ns > candidate_ns) {
				candidate_ns = one->end_ns;
				moved = true;
			}
		}
		hr_excursions_release(&excursions);
		/* A later start must stand the test of the criteria before, too. */
		if (moved)
			i = (size_t)-1;
	}
	result->recovered = candidate_ns + experiment->stable_for_ns <= last_ns;
	if (result->recovered)
		result->recovery_ns = candidate_ns - result->end_ns;
}

/* --- safety --- */

/* "error_rate > 10%" holds where "error_rate <= 10%" is missed. */
static enum hr_operator opposite(enum hr_operator op)
{
	static const enum hr_operator opposites[] = {
		[HR_OP_LESS] = HR_OP_AT_LEAST,   [HR_OP_AT_MOST] = HR_OP_MORE,
		[HR_OP_MORE] = HR_OP_AT_MOST,    [HR_OP_AT_LEAST] = HR_OP_LESS,
		[HR_OP_EQUAL] = HR_OP_NOT_EQUAL, [HR_OP_NOT_EQUAL] = HR_OP_EQUAL,
	};

	return opposites[op];
}

static void find_abort(const struct hr_run *run, const struct hr_label *total,
                       struct hr_chaos_result *result)
{
	const struct hr_config_checks *abort_if = &result->experiment->abort_if;

	for (size_t i = 0; i < abort_if->count; i++) {
		struct hr_criterion criterion = abort_if->items[i];
		const struct hr_label *label = label_of(run, total, &criterion);
		struct hr_excursions excursions;

		if (label == NULL)
			continue;
		criterion.op = opposite(criterion.op);
		hr_excursions_find(run, label, &criterion, result->start_ns, result->end_ns,
		                   &excursions);
		for (size_t j = 0; j < excursions.count; j++) {
			const struct hr_excursion *one = &excursions.items[j];

			if (one->end_ns - one->start_ns < criterion.for_ns)
				continue;
			if (result->aborted_at_ns == HR_INSTANT_NONE ||
			    one->start_ns < result->aborted_at_ns)
				result->aborted_at_ns = one->start_ns;
			break;
		}
		hr_excursions_release(&excursions);
	}
	if (result->aborted_at_ns != HR_INSTANT_NONE)
		result->ran_on_ns = result->end_ns - result->aborted_at_ns;
}

static void look_at_clock(const struct hr_zone *zone, struct hr_chaos_result *result)
{
	const struct hr_chaos_experiment *experiment = result->experiment;
	struct hr_civil civil;

	hr_instant_civil(result->start_ns, zone, &civil);
	for (size_t i = 0; i < experiment->restricted_count; i++)
		result->restricted |= hr_chaos_hours_hold(&experiment->restricted[i],
		                                          civil.hour * 60 + civil.minute);
}

/* --- the whole --- */

static void conclude(struct hr_chaos_result *result, bool known)
{
	bool steady = true, held = true;

	for (size_t i = 0; i < result->criterion_count; i++) {
		steady &= result->criteria[i].held_before;
		held &= result->criteria[i].held_during;
	}
	result->outcome = HR_CHAOS_INCONCLUSIVE;
	if (!known) {
		result->reason = "a figure is missing before or during the fault";
	} else if (!steady) {
		result->outcome = HR_CHAOS_INVALID;
		result->reason = "it was not in steady state before";
	} else if (!held) {
		result->outcome = HR_CHAOS_DEVIATED;
		result->reason = "the hypothesis did not hold during the fault";
	} else if (!result->recovered) {
		result->outcome = HR_CHAOS_DEVIATED;
		result->reason = "it did not recover in the time recorded";
	} else if (result->recovery_ns > result->experiment->recovery_within_ns) {
		result->outcome = HR_CHAOS_DEVIATED;
		result->reason = "it recovered too late";
	} else {
		result->outcome = HR_CHAOS_VERIFIED;
		result->reason = "the hypothesis held";
	}
}

void hr_chaos_verify(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_chaos_experiment *experiment, const struct hr_zone *zone,
                     struct hr_chaos_result *out)
{
	bool known = true;

	*out = (struct hr_chaos_result){ .experiment = experiment,
		                         .outcome = HR_CHAOS_INCONCLUSIVE,
		                         .recovery_ns = HR_INSTANT_NONE,
		                         .aborted_at_ns = HR_INSTANT_NONE,
		                         .before_ns = HR_INSTANT_NONE,
		                         .after_ns = HR_INSTANT_NONE };
	out->start_ns = instant_of(run, &experiment->from, false);
	out->end_ns = instant_of(run, &experiment->to, true);
	if (out->start_ns == HR_INSTANT_NONE || out->end_ns == HR_INSTANT_NONE ||
	    out->end_ns <= out->start_ns) {
		out->reason = "the time of the fault is not known: no such marker, or it ends "
		              "before it begins";
		return;
	}
	out->before_ns = out->start_ns - experiment->before_ns;
	out->after_ns = out->end_ns + experiment->after_ns;
	out->criteria = hr_zalloc(experiment->hypothesis.count + 1, sizeof(*out->criteria));
	for (size_t i = 0; i < experiment->hypothesis.count; i++) {
		struct hr_chaos_criterion *one = &out->criteria[out->criterion_count++];

		one->criterion = &experiment->hypothesis.items[i];
		known = judge(run, total, out, one) && known;
	}
	find_recovery(run, total, out);
	find_abort(run, total, out);
	look_at_clock(zone, out);
	conclude(out, known);
}

void hr_chaos_result_release(struct hr_chaos_result *result)
{
	free(result->criteria);
	*result = (struct hr_chaos_result){ 0 };
}

void hr_chaos_check(const struct hr_chaos_result *result, struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, "chaos", "hypothesis",
	                                       result->experiment->name);
	struct hr_str message = { 0 };

	check->severity = hr_strdup("error");
	check->unit = hr_strdup("s");
	check->verdict = result->outcome == HR_CHAOS_VERIFIED   ? HR_VERDICT_PASS
	                 : result->outcome == HR_CHAOS_DEVIATED ? HR_VERDICT_FAIL
	                                                        : HR_VERDICT_INCONCLUSIVE;
	check->limit = (double)result->experiment->recovery_within_ns / (double)HR_NS_PER_S;
	if (result->recovered)
		check->observed = (double)result->recovery_ns / (double)HR_NS_PER_S;
	hr_str_printf(&message, "%s: %s, %s", result->experiment->name,
	              hr_chaos_outcome_name(result->outcome), result->reason);
	if (result->recovered)
		hr_str_printf(&message, "; recovered %.6g s after the fault", check->observed);
	if (result->aborted_at_ns != HR_INSTANT_NONE)
		hr_str_printf(&message, "; it should have been stopped, and ran on for %.6g s",
		              (double)result->ran_on_ns / (double)HR_NS_PER_S);
	if (result->restricted)
		hr_str_puts(&message, "; it was started in restricted hours");
	check->message = hr_str_detach(&message);
}
