/* The section "chaos". */
#include <config.h>
#include "document/document_chaos.h"

#include "base/instant.h"
#include "document/jsonx.h"
#include "stats/cliffs_delta.h"

static json_t *seconds(int64_t length_ns)
{
	return length_ns == HR_INSTANT_NONE ? json_null() : hr_json_real(hr_length_s(length_ns));
}

/* Figures of the intervals during the fault against those before. */
static json_t *write_test(const struct hr_chaos_criterion *row)
{
	const char *word = hr_cliffs_delta_word(row->effect);
	json_t *out;

	if (row->before_count == 0 || row->during_count == 0)
		return json_null();
	out = json_object();
	hr_json_set(out, "intervals_before", hr_json_u64(row->before_count));
	hr_json_set(out, "intervals_during", hr_json_u64(row->during_count));
	hr_json_set(out, "u", hr_json_real(row->test.u));
	hr_json_set(out, "p", hr_json_real(row->test.p));
	hr_json_set(out, "effect", hr_json_real(row->effect));
	hr_json_set(out, "effect_word", hr_json_text(word[0] != '\0' ? word : NULL));
	hr_json_set(out, "shift", hr_json_real(row->shift.estimate));
	hr_json_set(out, "shift_low", hr_json_real(row->shift.low));
	hr_json_set(out, "shift_high", hr_json_real(row->shift.high));
	return out;
}

static json_t *write_course(const struct hr_chaos_result *result,
                            const struct hr_chaos_criterion *row)
{
	json_t *out;

	if (row->course == NULL)
		return json_null();
	out = json_array();
	for (size_t i = 0; i < result->course_count; i++)
		hr_json_append(out, hr_json_real(row->course[i]));
	return out;
}

static json_t *write_criterion(const struct hr_chaos_result *result,
                               const struct hr_chaos_criterion *one)
{
	json_t *out = json_object();

	hr_json_set(out, "criterion", hr_json_text(one->criterion->text));
	hr_json_set(out, "subject", hr_json_text(one->subject.name));
	hr_json_set(out, "subject_kind", hr_json_text(hr_subject_kind_name(one->subject.kind)));
	hr_json_set(out, "metric", hr_json_text(one->criterion->metric.name));
	hr_json_set(out, "unit", hr_json_text(one->subject.unit));
	hr_json_set(out, "upper_limit",
	            json_boolean(one->criterion->op == HR_OP_LESS ||
	                         one->criterion->op == HR_OP_AT_MOST));
	hr_json_set(out, "limit", hr_json_real(one->subject.limit));
	hr_json_set(out, "before", hr_json_real(one->before));
	hr_json_set(out, "during", hr_json_real(one->during));
	hr_json_set(out, "after", hr_json_real(one->after));
	hr_json_set(out, "worst", hr_json_real(one->worst));
	hr_json_set(out, "out_of_tolerance_s", seconds(one->out_ns));
	hr_json_set(out, "held_before", json_boolean(one->held_before));
	hr_json_set(out, "held_during", json_boolean(one->held_during));
	hr_json_set(out, "test", write_test(one));
	hr_json_set(out, "course", write_course(result, one));
	return out;
}

static json_t *write_criteria(const struct hr_chaos_result *result, enum hr_chaos_role role)
{
	json_t *out = json_array();

	for (size_t i = 0; i < result->criterion_count; i++)
		if (result->criteria[i].role == role)
			hr_json_append(out, write_criterion(result, &result->criteria[i]));
	return out;
}

static json_t *write_aborts(const struct hr_chaos_result *result)
{
	json_t *out = json_array();

	for (size_t i = 0; i < result->abort_count; i++) {
		const struct hr_chaos_abort *abort = &result->aborts[i];
		json_t *entry = json_object();

		hr_json_set(entry, "criterion", hr_json_text(abort->criterion->text));
		hr_json_set(entry, "subject", hr_json_text(abort->subject));
		hr_json_set(entry, "met_at", hr_json_instant(abort->at_ns));
		hr_json_set(entry, "watched", json_boolean(abort->watched));
		hr_json_set(entry, "unseen", hr_json_text(abort->unseen));
		hr_json_append(out, entry);
	}
	return out;
}

static json_t *write_probes(const struct hr_chaos_result *result)
{
	json_t *out = json_array();

	for (size_t i = 0; i < result->probe_count; i++) {
		json_t *entry = json_object();

		hr_json_set(entry, "name", hr_json_text(result->probes[i].name));
		hr_json_set(entry, "at", hr_json_instant(result->probes[i].at_ns));
		hr_json_set(entry, "passed", json_boolean(result->probes[i].passed));
		hr_json_append(out, entry);
	}
	return out;
}

/* null: what cannot be told from data, and nobody has. */
static json_t *write_observations(const struct hr_chaos_experiment *experiment)
{
	json_t *out = json_array();

	for (size_t i = 0; i < experiment->observation_count; i++) {
		const struct hr_chaos_observation *one = &experiment->observations[i];
		json_t *entry = json_object();

		hr_json_set(entry, "name", hr_json_text(one->name));
		hr_json_set(entry, "value",
		            one->value == HR_CHAOS_UNKNOWN
		                    ? json_null()
		                    : json_boolean(one->value == HR_CHAOS_TRUE));
		hr_json_append(out, entry);
	}
	return out;
}

json_t *hr_document_experiment(const struct hr_chaos_result *result)
{
	const struct hr_chaos_experiment *experiment = result->experiment;
	bool known = result->before_ns != HR_INSTANT_NONE;
	json_t *out = json_object(), *course = json_object();

	hr_json_set(out, "name", hr_json_text(experiment->name));
	hr_json_set(out, "outcome", json_string(hr_chaos_outcome_name(result->outcome)));
	hr_json_set(out, "reason", hr_json_text(result->reason));
	hr_json_set(out, "told", hr_json_text(result->told));
	hr_json_set(out, "before", hr_json_instant(result->before_ns));
	hr_json_set(out, "start", hr_json_instant(known ? result->start_ns : HR_INSTANT_NONE));
	hr_json_set(out, "end", hr_json_instant(known ? result->end_ns : HR_INSTANT_NONE));
	hr_json_set(out, "after", hr_json_instant(result->after_ns));
	hr_json_set(course, "start",
	            hr_json_instant(result->course_count > 0 ? result->course_start_ns
	                                                     : HR_INSTANT_NONE));
	hr_json_set(course, "step_s", seconds(result->course_step_ns));
	hr_json_set(out, "course", course);
	hr_json_set(out, "hypothesis", write_criteria(result, HR_CHAOS_STEADY));
	hr_json_set(out, "tolerance", write_criteria(result, HR_CHAOS_TOLERANCE));
	hr_json_set(out, "recovered",
	            result->recovery_known ? json_boolean(result->recovered) : json_null());
	hr_json_set(out, "recovery_s", seconds(result->recovery_ns));
	hr_json_set(out, "recovery_within_s", seconds(experiment->recovery_within_ns));
	hr_json_set(out, "stable_for_s", seconds(experiment->stable_for_ns));
	hr_json_set(out, "recorded_after_s", seconds(result->observed_ns));
	hr_json_set(out, "abort_conditions", write_aborts(result));
	hr_json_set(out, "abort_condition_at", hr_json_instant(result->aborted_at_ns));
	hr_json_set(out, "ran_on_s",
	            result->aborted_at_ns == HR_INSTANT_NONE ? json_null()
	                                                     : seconds(result->ran_on_ns));
	hr_json_set(out, "in_restricted_hours", json_boolean(result->restricted));
	hr_json_set(out, "probes", write_probes(result));
	hr_json_set(out, "observations", write_observations(experiment));
	return out;
}

json_t *hr_document_chaos(const struct hr_chaos_result *results, size_t count)
{
	json_t *out = json_object(), *experiments = json_array();

	for (size_t i = 0; i < count; i++)
		hr_json_append(experiments, hr_document_experiment(&results[i]));
	hr_json_set(out, "experiments", experiments);
	return out;
}
