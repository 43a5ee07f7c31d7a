/* The section "chaos". */
#include <config.h>
#include "document/document_chaos.h"

#include "document/jsonx.h"

static json_t *seconds(int64_t length_ns)
{
	return length_ns == HR_INSTANT_NONE ? json_null()
	                                    : hr_json_real((double)length_ns / (double)HR_NS_PER_S);
}

static json_t *write_criterion(const struct hr_chaos_criterion *one)
{
	json_t *out = json_object();

	hr_json_set(out, "criterion", hr_json_text(one->criterion->text));
	hr_json_set(out, "limit", hr_json_real(one->criterion->limit));
	hr_json_set(out, "before", hr_json_real(one->before));
	hr_json_set(out, "during", hr_json_real(one->during));
	hr_json_set(out, "after", hr_json_real(one->after));
	hr_json_set(out, "worst", hr_json_real(one->worst));
	hr_json_set(out, "out_of_tolerance_s", seconds(one->out_ns));
	hr_json_set(out, "held_before", json_boolean(one->held_before));
	hr_json_set(out, "held_during", json_boolean(one->held_during));
	return out;
}

static json_t *write_result(const struct hr_chaos_result *result)
{
	json_t *out = json_object(), *criteria = json_array();

	hr_json_set(out, "name", hr_json_text(result->experiment->name));
	hr_json_set(out, "outcome", json_string(hr_chaos_outcome_name(result->outcome)));
	hr_json_set(out, "reason", hr_json_text(result->reason));
	hr_json_set(out, "before", hr_json_instant(result->before_ns));
	hr_json_set(out, "start", hr_json_instant(result->start_ns));
	hr_json_set(out, "end", hr_json_instant(result->end_ns));
	hr_json_set(out, "after", hr_json_instant(result->after_ns));
	for (size_t i = 0; i < result->criterion_count; i++)
		hr_json_append(criteria, write_criterion(&result->criteria[i]));
	hr_json_set(out, "hypothesis", criteria);
	hr_json_set(out, "recovered", json_boolean(result->recovered));
	hr_json_set(out, "recovery_s", seconds(result->recovery_ns));
	hr_json_set(out, "recovery_within_s", seconds(result->experiment->recovery_within_ns));
	hr_json_set(out, "abort_condition_at", hr_json_instant(result->aborted_at_ns));
	hr_json_set(out, "ran_on_s",
	            result->aborted_at_ns == HR_INSTANT_NONE ? json_null()
	                                                     : seconds(result->ran_on_ns));
	hr_json_set(out, "in_restricted_hours", json_boolean(result->restricted));
	return out;
}

json_t *hr_document_chaos(const struct hr_chaos_result *results, size_t count)
{
	json_t *out = json_object(), *experiments = json_array();

	for (size_t i = 0; i < count; i++)
		hr_json_append(experiments, write_result(&results[i]));
	hr_json_set(out, "experiments", experiments);
	return out;
}
