/* Rules over courses. */
#include <config.h>
#include "analyse/alert_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/course.h"
#include "analyse/excursion.h"
#include "analyse/figures.h"
#include "analyse/gate.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "config/config_regression.h"
#include "record/series.h"
#include "stats/array.h"

/* Times the baseline, beyond which a rule without a severity of its own is critical. */
#define FAR_ABOVE   1.5
#define FAR_BELOW   0.5
#define FAR_CHANGED 0.5

const char *hr_alert_state_name(enum hr_alert_state state)
{
	static const char *const names[] = { [HR_ALERT_OK] = "ok",
		                             [HR_ALERT_PENDING] = "pending",
		                             [HR_ALERT_FIRING] = "firing",
		                             [HR_ALERT_NO_DATA] = "no_data",
		                             [HR_ALERT_NO_SUBJECT] = "no_subject",
		                             [HR_ALERT_NO_BASELINE] = "no_baseline",
		                             [HR_ALERT_UNIT] = "unit_mismatch" };

	return names[state];
}

/* --- baselines --- */

static const struct hr_figure_row *row_of(const struct hr_figures *run,
                                          const struct hr_subject *subject)
{
	struct hr_str name = { 0 };
	const struct hr_figure_row *row;

	if (subject->series != NULL) {
		hr_str_puts(&name, subject->series->name);
		if (subject->series->host[0] != '\0')
			hr_str_printf(&name, " %s", subject->series->host);
		row = hr_figures_find(run, HR_ROW_RESOURCE, hr_str_text(&name));
		hr_str_release(&name);
		return row;
	}
	if (strcmp(subject->name, subject->label->name) != 0)
		return hr_figures_find(run, HR_ROW_TOTAL, "total");
	return hr_figures_find(run,
	                       subject->label->kind == HR_SAMPLE_TRANSACTION ? HR_ROW_TRANSACTION
	                                                                     : HR_ROW_REQUEST,
	                       subject->name);
}

/* Of a resource the mean is known, in the series' own unit. */
static double figure_of(const struct hr_figures *run, const struct hr_subject *subject,
                        const struct hr_criterion *criterion)
{
	const struct hr_figure_row *row = row_of(run, subject);

	if (row == NULL)
		return (double)NAN;
	if (subject->series != NULL)
		return row->figures[HR_FIGURE_MEAN].value * subject->factor;
	for (enum hr_figure i = 0; i < HR_FIGURES; i++)
		if (strcmp(hr_figure_metric(i)->name, criterion->metric.name) == 0)
			return row->figures[i].value;
	if (strcmp(criterion->metric.name, "success_ratio") == 0)
		return 1 - row->figures[HR_FIGURE_ERROR_RATIO].value;
	return (double)NAN;
}

static double median_of_runs(const struct hr_alert_baselines *from,
                             const struct hr_subject *subject, const struct hr_criterion *criterion)
{
	double *values = hr_alloc_array(from->count + 1, sizeof(*values)), median;
	size_t n = 0;

	for (size_t i = 0; i < from->count; i++) {
		double value = figure_of(&from->runs[i], subject, criterion);

		if (isfinite(value))
			values[n++] = value;
	}
	median = hr_doubles_median(values, n);
	free(values);
	return median;
}

static double fixed_of(const struct hr_config_fixed *fixed, const struct hr_criterion *criterion)
{
	for (size_t i = 0; i < fixed->count; i++)
		if (strcmp(fixed->items[i].metric, criterion->metric.name) == 0)
			return fixed->items[i].value;
	return (double)NAN;
}

static double find_baseline(const struct hr_alert_rule *rule, const struct hr_subject *subject,
                            const struct hr_alert_baselines *from)
{
	double value = (double)NAN;

	if (rule->reference.text != NULL)
		return hr_subject_limit(subject, &rule->reference);
	if (from == NULL)
		return value;
	if (from->count > 0)
		value = median_of_runs(from, subject, &rule->criterion);
	if (isnan(value) && from->fixed != NULL && subject->series == NULL &&
	    rule->criterion.label == NULL)
		value = fixed_of(from->fixed, &rule->criterion);
	return value;
}

bool hr_alerts_need_baseline(const struct hr_config_alert_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		if (rules->items[i].reference.text == NULL &&
		    (rules->items[i].condition == HR_ALERT_CHANGE ||
		     rules->items[i].severity == NULL))
			return true;
	return false;
}

/* --- replay --- */

/* How far from the baseline, as a ratio of it; from 0 everything else is infinitely far. */
static double change_from(double baseline, double value)
{
	double change = fabs(value - baseline) / fabs(baseline);

	return isnan(change) && isfinite(value) ? 0 : change;
}

static void follow(const struct hr_run *run, const struct hr_alert_result *result,
                   struct hr_excursions *out)
{
	const struct hr_alert_rule *rule = result->rule;
	struct hr_course course;
	int64_t from_ns, to_ns;

	hr_course_whole(run, &result->subject, &from_ns, &to_ns);
	hr_course_init(&course, run, &result->subject, &rule->criterion, from_ns, to_ns);
	for (size_t i = 0; rule->condition == HR_ALERT_CHANGE && i < course.count; i++)
		course.pieces[i].value = change_from(result->baseline, course.pieces[i].value);
	if (rule->condition == HR_ALERT_CHANGE)
		hr_excursions_find(&course, HR_OP_AT_MOST, rule->change, out);
	else
		hr_excursions_find(&course, rule->criterion.op, result->subject.limit, out);
	hr_course_release(&course);
}

static bool is_far(const struct hr_alert_result *result, double worst)
{
	double baseline = result->baseline;

	switch (result->rule->condition) {
	case HR_ALERT_ABOVE:
		return worst > baseline * FAR_ABOVE;
	case HR_ALERT_BELOW:
		return worst < baseline * FAR_BELOW;
	case HR_ALERT_CHANGE:
		break;
	}
	return worst > FAR_CHANGED;
}

/* Of a rule that says none: by how far the worst firing was from the baseline. */
static const char *severity_of(const struct hr_alert_result *result)
{
	if (result->rule->severity != NULL)
		return result->rule->severity;
	for (size_t i = 0; isfinite(result->baseline) && i < result->firing_count; i++)
		if (is_far(result, result->firings[i].worst))
			return "critical";
	return "warning";
}

static void replay(const struct hr_run *run, struct hr_alert_result *result)
{
	int64_t for_ns = result->rule->criterion.for_ns;
	struct hr_excursions excursions;

	follow(run, result, &excursions);
	result->state = excursions.judged > 0 ? HR_ALERT_OK : HR_ALERT_NO_DATA;
	result->firings = hr_zalloc(excursions.count + 1, sizeof(*result->firings));
	for (size_t i = 0; i < excursions.count; i++) {
		const struct hr_excursion *one = &excursions.items[i];
		bool open = excursions.open && i + 1 == excursions.count;

		if (open)
			result->state = HR_ALERT_PENDING;
		if (one->end_ns - one->start_ns < for_ns)
			continue;
		if (open)
			result->state = HR_ALERT_FIRING;
		result->firings[result->firing_count++] = (struct hr_alert_firing){
			.start_ns = one->start_ns + for_ns,
			.end_ns = open ? HR_INSTANT_NONE : one->end_ns,
			.worst = one->worst,
		};
	}
	hr_excursions_release(&excursions);
}

/* A rule for one label keeps its own name; of several each has the subject's behind it. */
static char *name_of(const struct hr_alert_rule *rule, const struct hr_subject *subject)
{
	const struct hr_criterion *criterion = &rule->criterion;
	bool one = criterion->label != NULL
	                   ? strcmp(criterion->label, subject->name) == 0
	                   : subject->series == NULL || subject->series->host[0] == '\0';
	struct hr_str name = { 0 };

	hr_str_puts(&name, rule->name);
	if (!one)
		hr_str_printf(&name, " %s", subject->name);
	return hr_str_detach(&name);
}

static struct hr_alert_result *add(struct hr_alert_results *out, const struct hr_alert_rule *rule,
                                   struct hr_subject subject, char *name)
{
	struct hr_alert_result *result;

	out->items = hr_grow(out->items, out->count, &out->capacity, sizeof(*out->items));
	result = &out->items[out->count++];
	*result = (struct hr_alert_result){
		.rule = rule, .subject = subject, .name = name, .baseline = (double)NAN
	};
	return result;
}

static void replay_rule(const struct hr_run *run, const struct hr_label *total,
                        const struct hr_alert_rule *rule,
                        const struct hr_alert_baselines *baselines, struct hr_alert_results *out)
{
	size_t count;
	struct hr_subject *subjects = hr_subjects_find(run, total, &rule->criterion, &count);

	for (size_t i = 0; i < count; i++) {
		struct hr_alert_result *result = add(out, rule, subjects[i],
		                                     name_of(rule, &subjects[i]));

		result->baseline = find_baseline(rule, &result->subject, baselines);
		if (!result->subject.fits)
			result->state = HR_ALERT_UNIT;
		else if (rule->condition == HR_ALERT_CHANGE && !isfinite(result->baseline))
			result->state = HR_ALERT_NO_BASELINE;
		else
			replay(run, result);
		result->severity = severity_of(result);
	}
	free(subjects); /* each was taken */
	if (count == 0) {
		struct hr_alert_result *result = add(out, rule, hr_subject_nobody(&rule->criterion),
		                                     hr_strdup(rule->name));

		result->state = HR_ALERT_NO_SUBJECT;
		result->severity = severity_of(result);
	}
}

void hr_alerts_replay(const struct hr_run *run, const struct hr_label *total,
                      const struct hr_config_alert_rules *rules,
                      const struct hr_alert_baselines *baselines, struct hr_alert_results *out)
{
	*out = (struct hr_alert_results){ 0 };
	for (size_t i = 0; i < rules->count; i++)
		replay_rule(run, total, &rules->items[i], baselines, out);
}

void hr_alert_results_release(struct hr_alert_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		hr_subject_release(&results->items[i].subject);
		free(results->items[i].name);
		free(results->items[i].firings);
	}
	free(results->items);
	*results = (struct hr_alert_results){ 0 };
}

/* --- checks --- */

static bool was_replayed(const struct hr_alert_result *result)
{
	return result->state == HR_ALERT_OK || result->state == HR_ALERT_PENDING ||
	       result->state == HR_ALERT_FIRING;
}

static void put_value(struct hr_str *out, double value, const char *unit)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format_in(value, unit, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

static void put_why_not(struct hr_str *out, const struct hr_run *run,
                        const struct hr_alert_result *result)
{
	const struct hr_criterion *criterion = &result->rule->criterion;

	switch (result->state) {
	case HR_ALERT_NO_SUBJECT:
		hr_subject_put_missing(run, criterion, out);
		break;
	case HR_ALERT_UNIT:
		hr_subject_put_unfit(&result->subject, criterion, out);
		break;
	case HR_ALERT_NO_BASELINE:
		hr_str_puts(out, "no baseline to have changed from: give one by -b or in the rule");
		break;
	default:
		if (hr_course_known(criterion))
			hr_str_puts(out, "no figure in any interval");
		else
			hr_str_printf(out, "%s is not kept interval by interval",
			              criterion->metric.name);
		break;
	}
}

static void put_firings(struct hr_str *out, const struct hr_alert_result *result)
{
	bool change = result->rule->condition == HR_ALERT_CHANGE;

	hr_str_printf(out, "%s at the end, fired %zu %s", hr_alert_state_name(result->state),
	              result->firing_count, result->firing_count == 1 ? "time" : "times");
	if (result->firing_count == 0)
		return;
	hr_str_puts(out, change ? ", the largest change of the last " : ", the worst of the last ");
	put_value(out, result->firings[result->firing_count - 1].worst,
	          change ? "ratio" : result->subject.unit);
	if (isfinite(result->baseline)) {
		hr_str_puts(out, ", baseline ");
		put_value(out, result->baseline, result->subject.unit);
	}
}

static void check_one(const struct hr_alert_result *result, const struct hr_run *run,
                      struct hr_checks *checks)
{
	const struct hr_alert_rule *rule = result->rule;
	bool change = rule->condition == HR_ALERT_CHANGE;
	struct hr_check *check = hr_checks_add(checks, "alert", rule->criterion.metric.name,
	                                       result->name);
	struct hr_str message = { 0 };

	check->severity = hr_strdup(result->severity);
	check->unit = hr_strdup(change ? "ratio" : result->subject.unit);
	check->limit = change ? rule->change : result->subject.limit;
	if (result->state == HR_ALERT_UNIT)
		check->limit = (double)NAN;
	check->verdict = !was_replayed(result)              ? HR_VERDICT_INCONCLUSIVE
	                 : result->state != HR_ALERT_FIRING ? HR_VERDICT_PASS
	                 : hr_gate_closes(result->severity) ? HR_VERDICT_FAIL
	                                                    : HR_VERDICT_WARN;
	check->baseline = result->baseline;
	if (result->firing_count > 0 && isfinite(result->firings[result->firing_count - 1].worst))
		check->observed = result->firings[result->firing_count - 1].worst;
	hr_str_printf(&message, "%s (%s): ", result->name, rule->criterion.text);
	if (was_replayed(result))
		put_firings(&message, result);
	else
		put_why_not(&message, run, result);
	hr_check_add_evidence(check, "fired", (double)result->firing_count);
	check->message = hr_str_detach(&message);
}

void hr_alerts_check(const struct hr_alert_results *results, const struct hr_run *run,
                     struct hr_checks *checks)
{
	for (size_t i = 0; i < results->count; i++)
		check_one(&results->items[i], run, checks);
}
