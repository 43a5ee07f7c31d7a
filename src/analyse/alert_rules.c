/* Rules over intervals. */
#include <config.h>
#include "analyse/alert_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/criterion_labels.h"
#include "analyse/gate.h"
#include "base/mem.h"
#include "base/str.h"

const char *hr_alert_state_name(enum hr_alert_state state)
{
	static const char *const names[] = { [HR_ALERT_OK] = "ok",
		                             [HR_ALERT_PENDING] = "pending",
		                             [HR_ALERT_FIRING] = "firing",
		                             [HR_ALERT_NO_DATA] = "no_data" };

	return names[state];
}

/* A rule is about one label: the first that its criterion names. */
static const struct hr_label *label_of(const struct hr_run *run, const struct hr_label *total,
                                       const struct hr_criterion *criterion)
{
	size_t count;
	const struct hr_label **labels = hr_criterion_labels(run, total, criterion, &count);
	const struct hr_label *first = count > 0 ? labels[0] : NULL;

	free(labels);
	return first;
}

void hr_alert_replay(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_alert_rule *rule, struct hr_alert_result *out)
{
	const struct hr_label *label = label_of(run, total, &rule->criterion);
	struct hr_excursions excursions = { 0 };
	int64_t for_ns = rule->criterion.for_ns;

	*out = (struct hr_alert_result){ .rule = rule, .state = HR_ALERT_NO_DATA };
	if (label == NULL)
		return;
	hr_excursions_find(run, label, &rule->criterion, INT64_MIN, INT64_MAX, &excursions);
	if (excursions.judged > 0)
		out->state = HR_ALERT_OK;
	out->firings = hr_zalloc(excursions.count + 1, sizeof(*out->firings));
	for (size_t i = 0; i < excursions.count; i++) {
		const struct hr_excursion *one = &excursions.items[i];
		bool open = one->end_ns == excursions.end_ns;

		if (open)
			out->state = HR_ALERT_PENDING;
		if (one->end_ns - one->start_ns < for_ns)
			continue;
		if (open)
			out->state = HR_ALERT_FIRING;
		out->firings[out->firing_count++] = (struct hr_alert_firing){
			.start_ns = one->start_ns + for_ns,
			.end_ns = open ? HR_INSTANT_NONE : one->end_ns,
			.worst = one->worst,
		};
	}
	hr_excursions_release(&excursions);
}

void hr_alert_result_release(struct hr_alert_result *result)
{
	free(result->firings);
	*result = (struct hr_alert_result){ 0 };
}

void hr_alert_check(const struct hr_alert_result *result, struct hr_checks *checks)
{
	const struct hr_alert_rule *rule = result->rule;
	struct hr_check *check = hr_checks_add(checks, "alert", rule->criterion.metric.name,
	                                       rule->name);
	struct hr_str message = { 0 };

	check->severity = hr_strdup(rule->severity != NULL ? rule->severity : "warning");
	check->limit = rule->criterion.limit;
	check->verdict = result->state == HR_ALERT_NO_DATA  ? HR_VERDICT_INCONCLUSIVE
	                 : result->state != HR_ALERT_FIRING ? HR_VERDICT_PASS
	                 : hr_gate_closes(rule->severity)   ? HR_VERDICT_FAIL
	                                                    : HR_VERDICT_WARN;
	if (result->firing_count > 0)
		check->observed = result->firings[result->firing_count - 1].worst;
	hr_str_printf(&message, "%s (%s): ", rule->name, rule->criterion.text);
	if (result->state == HR_ALERT_NO_DATA)
		hr_str_puts(&message, "no figure in any interval");
	else
		hr_str_printf(&message, "%s at the end, fired %zu %s",
		              hr_alert_state_name(result->state), result->firing_count,
		              result->firing_count == 1 ? "time" : "times");
	hr_check_add_evidence(check, "fired", (double)result->firing_count);
	check->message = hr_str_detach(&message);
}
