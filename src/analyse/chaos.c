/* Before, during, after. */
#include <config.h>
#include "analyse/chaos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/chaos_part.h"
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

static void look_at_clock(const struct hr_zone *zone, struct hr_chaos_result *result)
{
	const struct hr_chaos_experiment *experiment = result->experiment;
	struct hr_civil civil;

	hr_instant_civil(result->start_ns, zone, &civil);
	for (size_t i = 0; i < experiment->restricted_count; i++)
		result->restricted |= hr_chaos_hours_hold(&experiment->restricted[i],
		                                          civil.hour * 60 + civil.minute);
}

/* --- the conclusion: the first of these questions that has an answer --- */

static void put_value(struct hr_str *out, const struct hr_chaos_criterion *row, double value)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format_in(value, row->subject.unit, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

/* "p95 of api* < 500ms did not hold before the fault (api-1: 612 ms)"; with "for" it is a stretch
 * of intervals that missed, but the figure of the window says how far. */
static void put_miss(struct hr_str *out, const struct hr_chaos_criterion *row, double value,
                     const char *when)
{
	const char *label = row->criterion->label;
	bool several = label != NULL ? strcmp(label, row->subject.name) != 0
	                             : row->subject.series != NULL;

	hr_str_printf(out, "%s did not hold %s (", row->criterion->text, when);
	if (several)
		hr_str_printf(out, "%s: ", row->subject.name);
	put_value(out, row, value);
	hr_str_putc(out, ')');
}

static bool is_known(const struct hr_chaos_criterion *row, double value, size_t count)
{
	return hr_chaos_can_judge(row) &&
	       (row->criterion->for_ns > 0 ? count > 0 : isfinite(value));
}

static bool lacks_figures(const struct hr_run *run, const struct hr_chaos_result *result,
                          struct hr_str *reason)
{
	for (size_t i = 0; i < result->criterion_count; i++) {
		const struct hr_chaos_criterion *row = &result->criteria[i];

		if (row->role == HR_CHAOS_STEADY &&
		    !is_known(row, row->before, row->before_count)) {
			hr_chaos_put_missing(run, row, result->before_ns, result->start_ns,
			                     "before the fault", reason);
			return true;
		}
		if (hr_chaos_counts_during(result, row) &&
		    !is_known(row, row->during, row->during_count)) {
			hr_chaos_put_missing(run, row, result->start_ns, result->end_ns,
			                     "during the fault", reason);
			return true;
		}
	}
	return false;
}

static bool was_unsteady(const struct hr_chaos_result *result, struct hr_str *reason)
{
	for (size_t i = 0; i < result->criterion_count; i++) {
		const struct hr_chaos_criterion *row = &result->criteria[i];

		if (row->role == HR_CHAOS_STEADY && !row->held_before) {
			hr_str_puts(reason, "it was not in steady state: ");
			put_miss(reason, row, row->before, "before the fault");
			return true;
		}
	}
	return false;
}

static bool was_missed(const struct hr_chaos_result *result, struct hr_str *reason)
{
	for (size_t i = 0; i < result->criterion_count; i++) {
		const struct hr_chaos_criterion *row = &result->criteria[i];

		if (hr_chaos_counts_during(result, row) && !row->held_during) {
			put_miss(reason, row, row->during, "during the fault");
			return true;
		}
	}
	return false;
}

static bool was_denied(const struct hr_chaos_result *result, struct hr_str *reason)
{
	const struct hr_chaos_experiment *experiment = result->experiment;

	for (size_t i = 0; i < experiment->observation_count; i++) {
		if (experiment->observations[i].value == HR_CHAOS_FALSE) {
			hr_str_printf(reason, "it was observed that %s did not hold",
			              experiment->observations[i].name);
			return true;
		}
	}
	return false;
}

static enum hr_chaos_outcome conclude_recovery(const struct hr_chaos_result *result,
                                               struct hr_str *reason)
{
	const struct hr_chaos_experiment *experiment = result->experiment;

	if (!result->recovered && result->observed_ns < experiment->stable_for_ns) {
		hr_str_printf(reason,
		              "%g s were recorded after the fault, too few to tell whether it "
		              "recovered for %g s",
		              hr_length_s(result->observed_ns),
		              hr_length_s(experiment->stable_for_ns));
		return HR_CHAOS_INCONCLUSIVE;
	}
	if (!result->recovered) {
		hr_str_printf(reason, "it did not recover in the %g s recorded after the fault",
		              hr_length_s(result->observed_ns));
		return HR_CHAOS_DEVIATED;
	}
	if (result->recovery_ns > experiment->recovery_within_ns) {
		hr_str_printf(reason, "it took %g s to recover, allowed are %g s",
		              hr_length_s(result->recovery_ns),
		              hr_length_s(experiment->recovery_within_ns));
		return HR_CHAOS_DEVIATED;
	}
	hr_str_puts(reason, experiment->tolerance.count > 0 ? "it stayed within tolerance"
	                                                    : "the hypothesis held");
	return HR_CHAOS_VERIFIED;
}

static void conclude(const struct hr_run *run, struct hr_chaos_result *result)
{
	struct hr_str reason = { 0 };

	if (lacks_figures(run, result, &reason))
		result->outcome = HR_CHAOS_INCONCLUSIVE;
	else if (was_unsteady(result, &reason))
		result->outcome = HR_CHAOS_INVALID;
	else if (was_missed(result, &reason) || was_denied(result, &reason))
		result->outcome = HR_CHAOS_DEVIATED;
	else
		result->outcome = conclude_recovery(result, &reason);
	result->reason = hr_str_detach(&reason);
}

void hr_chaos_verify(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_chaos_experiment *experiment, const struct hr_zone *zone,
                     struct hr_chaos_result *out)
{
	*out = (struct hr_chaos_result){ .experiment = experiment,
		                         .outcome = HR_CHAOS_INCONCLUSIVE,
		                         .recovery_ns = HR_INSTANT_NONE,
		                         .aborted_at_ns = HR_INSTANT_NONE,
		                         .before_ns = HR_INSTANT_NONE,
		                         .after_ns = HR_INSTANT_NONE };
	if (!hr_chaos_find_windows(run, out)) {
		out->reason = hr_strdup(
		        experiment->from.kind == HR_CHAOS_UNSET
		                ? "the time of the fault is not known: give \"during\", or the "
		                  "journal of the tool among the inputs"
		                : "the time of the fault is not known: no such marker, or it ends "
		                  "before it begins");
		return;
	}
	hr_chaos_find_probes(run, out);
	hr_chaos_judge(run, total, out);
	hr_chaos_trace(run, out);
	hr_chaos_find_recovery(run, out);
	hr_chaos_find_abort(run, total, out);
	look_at_clock(zone, out);
	conclude(run, out);
}

void hr_chaos_result_release(struct hr_chaos_result *result)
{
	for (size_t i = 0; i < result->criterion_count; i++) {
		free(result->criteria[i].course);
		hr_subject_release(&result->criteria[i].subject);
	}
	for (size_t i = 0; i < result->abort_count; i++) {
		free(result->aborts[i].subject);
		free(result->aborts[i].unseen);
	}
	free(result->reason);
	free(result->criteria);
	free(result->aborts);
	free(result->probes);
	*result = (struct hr_chaos_result){ 0 };
}
