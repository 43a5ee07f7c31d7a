/* What is said of an experiment in a line. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "analyse/chaos.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"

static void add_evidence(const struct hr_chaos_result *result, struct hr_check *check)
{
	double out_s = 0;

	for (size_t i = 0; i < result->criterion_count; i++)
		out_s = fmax(out_s, hr_length_s(result->criteria[i].out_ns));
	if (result->before_ns == HR_INSTANT_NONE)
		return;
	hr_check_add_evidence(check, "fault_s", hr_length_s(result->end_ns - result->start_ns));
	hr_check_add_evidence(check, "longest_out_of_tolerance_s", out_s);
	hr_check_add_evidence(check, "stable_for_s",
	                      hr_length_s(result->experiment->stable_for_ns));
	hr_check_add_evidence(check, "recorded_after_s", hr_length_s(result->observed_ns));
}

static void check_hypothesis(const struct hr_chaos_result *result, struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, "chaos", "hypothesis",
	                                       result->experiment->name);
	struct hr_str message = { 0 };

	check->severity = hr_strdup("error");
	check->unit = hr_strdup("s");
	check->verdict = result->outcome == HR_CHAOS_VERIFIED   ? HR_VERDICT_PASS
	                 : result->outcome == HR_CHAOS_DEVIATED ? HR_VERDICT_FAIL
	                                                        : HR_VERDICT_INCONCLUSIVE;
	check->limit = hr_length_s(result->experiment->recovery_within_ns);
	if (result->recovered)
		check->observed = hr_length_s(result->recovery_ns);
	hr_str_printf(&message, "%s: %s, %s", result->experiment->name,
	              hr_chaos_outcome_name(result->outcome), result->reason);
	if (result->recovered && check->observed > 0)
		hr_str_printf(&message, "; recovered %s after the fault",
		              hr_shown_seconds(check->observed).text);
	else if (result->recovered)
		hr_str_puts(&message, "; recovered at once");
	add_evidence(result, check);
	check->message = hr_str_detach(&message);
}

static const struct hr_chaos_abort *first_abort(const struct hr_chaos_result *result)
{
	for (size_t i = 0; i < result->abort_count; i++)
		if (result->aborts[i].at_ns != HR_INSTANT_NONE &&
		    result->aborts[i].at_ns == result->aborted_at_ns)
			return &result->aborts[i];
	return NULL;
}

/* Of a pattern, or of a resource on all hosts: the text does not say who. */
static bool is_of_several(const struct hr_chaos_abort *abort)
{
	const struct hr_criterion *criterion = abort->criterion;

	return criterion->label != NULL ? strcmp(criterion->label, abort->subject) != 0
	                                : criterion->resource != NULL &&
	                                          strcmp(criterion->resource, abort->subject) != 0;
}

/* Why conditions could not have been seen, in a row; appended. */
static bool put_unwatched(const struct hr_chaos_result *result, struct hr_str *out)
{
	bool any = false;

	for (size_t i = 0; i < result->abort_count; i++) {
		if (result->aborts[i].watched)
			continue;
		hr_str_printf(out, "%s%s", any ? "; " : "", result->aborts[i].unseen);
		any = true;
	}
	return any;
}

static void check_safety(const struct hr_chaos_result *result, struct hr_checks *checks)
{
	const struct hr_chaos_experiment *experiment = result->experiment;
	const struct hr_chaos_abort *abort = first_abort(result);
	struct hr_check *check;
	struct hr_str message = { 0 }, unwatched = { 0 };

	if (result->before_ns == HR_INSTANT_NONE ||
	    (experiment->abort_if.count == 0 && experiment->restricted_count == 0))
		return;
	check = hr_checks_add(checks, "chaos", "safety", experiment->name);
	check->severity = hr_strdup("warning");
	check->unit = hr_strdup("s");
	check->observed = abort != NULL ? hr_length_s(result->ran_on_ns) : 0;
	check->verdict = abort != NULL || result->restricted ? HR_VERDICT_WARN : HR_VERDICT_PASS;
	hr_str_printf(&message, "%s: ", experiment->name);
	if (abort != NULL)
		hr_str_printf(&message, "%s was met%s%s, and it ran on for %s",
		              abort->criterion->text, is_of_several(abort) ? " by " : "",
		              is_of_several(abort) ? abort->subject : "",
		              hr_shown_seconds(hr_length_s(result->ran_on_ns)).text);
	if (result->restricted)
		hr_str_printf(&message, "%sit was started in restricted hours",
		              abort != NULL ? "; " : "");
	if (check->verdict == HR_VERDICT_PASS && put_unwatched(result, &unwatched)) {
		check->verdict = HR_VERDICT_INCONCLUSIVE;
		check->observed = (double)NAN;
		hr_str_printf(&message, "whether it should have been stopped is not known: %s",
		              hr_str_text(&unwatched));
	}
	if (check->verdict == HR_VERDICT_PASS)
		hr_str_puts(&message,
		            "no condition to stop it was met, and it was started when it may be");
	hr_str_release(&unwatched);
	check->message = hr_str_detach(&message);
}

void hr_chaos_check(const struct hr_chaos_result *result, struct hr_checks *checks)
{
	check_hypothesis(result, checks);
	check_safety(result, checks);
}
