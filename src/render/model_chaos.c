/*
 * The section about experiments: for each its outcome, the windows, every criterion before, during
 * and after, and what else is to be known.
 */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/model_part.h"

#define EXPERIMENTS_MAX 20
#define ROWS_MAX        40

/* A figure of a window as a value whose class says whether the criterion held there. */
static json_t *figure(const json_t *row, const char *key, const char *held_key)
{
	json_t *value = hr_value_in(hr_stat(row, key), hr_json_text_at(row, "unit"));

	if (held_key != NULL && isfinite(hr_stat(row, key)))
		hr_value_set_class(value,
		                   json_is_true(json_object_get(row, held_key)) ? "good" : "bad");
	return value;
}

static void put_p(struct hr_str *out, double p)
{
	if (isnan(p))
		hr_str_puts(out, "p not known");
	else if (p < 0.001)
		hr_str_puts(out, "p < 0.001");
	else
		hr_str_printf(out, "p = %.3f", p);
}

/* "+15 ms, small, p = 0.03": intervals during the fault against those before. */
static json_t *difference(const json_t *row)
{
	const json_t *test = json_object_get(row, "test");
	const char *word = hr_json_text_at(test, "effect_word");
	double shift = hr_stat(test, "shift");
	struct hr_str text = { 0 };
	json_t *value;

	if (!json_is_object(test))
		return hr_value_text(NULL);
	if (isfinite(shift)) {
		hr_str_puts(&text, shift > 0 ? "+" : "");
		hr_put_value_in(&text, shift, hr_json_text_at(row, "unit"));
		hr_str_puts(&text, ", ");
	}
	hr_str_printf(&text, "%s, ", word != NULL ? word : "");
	put_p(&text, hr_stat(test, "p"));
	value = hr_value_text(hr_str_text(&text));
	hr_str_release(&text);
	return value;
}

static json_t *criterion_row(const json_t *criterion, bool decides, bool tolerance)
{
	bool held = json_is_true(json_object_get(criterion, "held_during"));
	bool known = isfinite(hr_stat(criterion, "during"));
	const char *subject = hr_json_text_at(criterion, "subject");
	const char *text = hr_json_text_at(criterion, "criterion");
	json_t *row = json_object();
	struct hr_str name = { 0 };

	hr_put_cut(&name, text, 120);
	/* of several labels or hosts which this is */
	if (subject != NULL && hr_subject_kind_of(criterion) != HR_SUBJECT_TOTAL &&
	    strstr(text, subject) == NULL) {
		hr_str_puts(&name, ", ");
		hr_put_cut(&name, subject, 60);
	}
	hr_object_put_text(row, "name", hr_str_text(&name));
	hr_object_put_text(row, "role", tolerance ? "tolerance" : "steady state");
	hr_object_put(row, "before", figure(criterion, "before", tolerance ? NULL : "held_before"));
	hr_object_put(row, "during", figure(criterion, "during", decides ? "held_during" : NULL));
	hr_object_put(row, "after", figure(criterion, "after", NULL));
	hr_object_put(row, "worst", figure(criterion, "worst", NULL));
	hr_object_put(row, "out",
	              !isfinite(hr_stat(criterion, "worst")) ? hr_value_text(NULL)
	              : hr_stat(criterion, "out_of_tolerance_s") > 0
	                      ? hr_value_seconds(criterion, "out_of_tolerance_s")
	                      : hr_value_text("never"));
	hr_object_put(row, "difference", difference(criterion));
	hr_object_put_text(row, "verdict",
	                   !known     ? "not known"
	                   : !decides ? "not required"
	                   : held     ? "held"
	                              : "did not hold");
	hr_object_put_text(row, "icon",
	                   !known     ? "?"
	                   : !decides ? NULL
	                   : held     ? "\u2714"
	                              : "\u2716");
	hr_object_put_text(row, "cls", !known || !decides ? "neutral" : held ? "good" : "bad");
	hr_str_release(&name);
	return row;
}

/* A document may lack anything; a row without its criterion says nothing. */
static void add_rows(json_t *rows, const json_t *criteria, bool decide, bool tolerance)
{
	const json_t *criterion;
	size_t i;

	json_array_foreach(criteria, i, criterion)
	{
		if (json_array_size(rows) < ROWS_MAX &&
		    hr_json_text_at(criterion, "criterion") != NULL)
			json_array_append_new(rows, criterion_row(criterion, decide, tolerance));
	}
}

json_t *hr_model_criteria(const json_t *experiment)
{
	const json_t *tolerance = json_object_get(experiment, "tolerance");
	json_t *rows = json_array();

	add_rows(rows, json_object_get(experiment, "hypothesis"), json_array_size(tolerance) == 0,
	         false);
	add_rows(rows, tolerance, true, true);
	hr_list_finish(rows);
	return rows;
}

/* --- sentences --- */

static void tell_windows(const struct hr_scene *scene, json_t *list, const json_t *experiment)
{
	int64_t start_ns = hr_instant_at(experiment, "start");
	int64_t end_ns = hr_instant_at(experiment, "end");
	struct hr_str text = { 0 };
	char when[HR_INSTANT_TEXT_SIZE];

	if (start_ns == HR_INSTANT_NONE || end_ns == HR_INSTANT_NONE)
		return;
	hr_instant_format_human(start_ns, hr_scene_zone(scene), when);
	hr_str_printf(&text, "The fault lasted ");
	hr_put_seconds(&text, hr_span_s(start_ns, end_ns));
	hr_str_printf(&text, " from %s; it is compared with ", when);
	hr_put_seconds(&text, hr_span_s(hr_instant_at(experiment, "before"), start_ns));
	hr_str_puts(&text, " before and ");
	hr_put_seconds(&text, hr_span_s(end_ns, hr_instant_at(experiment, "after")));
	hr_str_puts(&text, " after, as far as these were recorded.");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void tell_recovery(json_t *list, const json_t *experiment)
{
	double recovery_s = hr_stat(experiment, "recovery_s");
	struct hr_str text = { 0 };

	if (isfinite(recovery_s)) {
		hr_str_puts(&text, recovery_s > 0 ? "It was back " : "It was back at once");
		if (recovery_s > 0) {
			hr_put_seconds(&text, recovery_s);
			hr_str_puts(&text, " after the fault");
		}
	} else if (!(hr_stat(experiment, "recorded_after_s") > 0)) {
		hr_str_puts(&text, "Nothing was recorded after the fault");
	} else if (json_is_null(json_object_get(experiment, "recovered"))) {
		hr_str_puts(&text, "Whether it was back is not known, "
		                   "as not all of the hypothesis could be judged");
	} else {
		hr_str_puts(&text, "It was not back in the ");
		hr_put_seconds(&text, hr_stat(experiment, "recorded_after_s"));
		hr_str_puts(&text, " recorded after the fault");
	}
	hr_str_puts(&text, " (allowed ");
	hr_put_seconds(&text, hr_stat(experiment, "recovery_within_s"));
	hr_str_puts(&text, ", steady for ");
	hr_put_seconds(&text, hr_stat(experiment, "stable_for_s"));
	hr_str_puts(&text, ").");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void tell_safety(json_t *list, const json_t *experiment)
{
	const json_t *abort;
	struct hr_str text = { 0 };
	size_t i;

	json_array_foreach(json_object_get(experiment, "abort_conditions"), i, abort)
	{
		int64_t met_ns = hr_instant_at(abort, "met_at");

		if (json_is_false(json_object_get(abort, "watched"))) {
			hr_str_printf(&text,
			              "Whether it should have been stopped is not known: %s.",
			              hr_text_or(abort, "unseen", hr_name_at(abort, "criterion")));
			hr_list_add_sentence(list, &text);
		}
		if (met_ns == HR_INSTANT_NONE)
			continue;
		hr_str_printf(&text, "It should have been stopped: %s was met ",
		              hr_name_at(abort, "criterion"));
		hr_put_seconds(&text, hr_span_s(hr_instant_at(experiment, "start"), met_ns));
		hr_str_puts(&text, " into the fault, which went on for another ");
		hr_put_seconds(&text, hr_span_s(met_ns, hr_instant_at(experiment, "end")));
		hr_str_putc(&text, '.');
		hr_list_add_sentence(list, &text);
	}
	if (json_is_true(json_object_get(experiment, "in_restricted_hours"))) {
		hr_str_puts(&text, "It was started in restricted hours.");
		hr_list_add_sentence(list, &text);
	}
	hr_str_release(&text);
}

static void tell_probes(json_t *list, const json_t *experiment)
{
	const json_t *probes = json_object_get(experiment, "probes"), *probe;
	const char *told = hr_json_text_at(experiment, "told");
	struct hr_str text = { 0 };
	size_t i, failed = 0;

	json_array_foreach(probes, i, probe)
	        failed += !json_is_true(json_object_get(probe, "passed"));
	if (told != NULL) {
		hr_str_puts(&text, "Its tool says: ");
		hr_put_cut(&text, told, 100);
		hr_str_puts(&text, json_array_size(probes) > 0 ? "; " : ".");
	}
	if (json_array_size(probes) > 0)
		hr_str_printf(&text, "%zu of %zu of its probes failed.", failed,
		              json_array_size(probes));
	if (text.length > 0)
		hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void tell_observations(json_t *list, const json_t *experiment)
{
	const json_t *one;
	struct hr_str text = { 0 };
	size_t i;

	json_array_foreach(json_object_get(experiment, "observations"), i, one)
	{
		const json_t *value = json_object_get(one, "value");

		hr_put_cut(&text, hr_name_at(one, "name"), 120);
		hr_str_puts(&text, json_is_true(value)    ? ": observed."
		                   : json_is_false(value) ? ": observed not to hold."
		                                          : ": not verifiable from data.");
		hr_list_add_sentence(list, &text);
	}
	hr_str_release(&text);
}

static void put_outcome(json_t *out, const char *outcome)
{
	static const struct {
		const char *outcome, *icon, *cls;
	} marks[] = {
		{ "verified", "\u2714", "good" },
		{ "deviated", "\u2716", "bad" },
		{ "invalid", "?", "neutral" },
		{ "inconclusive", "?", "neutral" },
	};

	for (size_t i = 0; outcome != NULL && i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (strcmp(marks[i].outcome, outcome) != 0)
			continue;
		hr_object_put_text(out, "icon", marks[i].icon);
		hr_object_put_text(out, "cls", marks[i].cls);
	}
	hr_object_put_text(out, "outcome", outcome);
}

static json_t *experiment_of(const struct hr_scene *scene, const json_t *experiment)
{
	json_t *out = json_object(), *sentences = json_array(),
	       *rows = hr_model_criteria(experiment);

	hr_object_put(out, "icon", NULL);
	hr_object_put(out, "cls", NULL);
	put_outcome(out, hr_json_text_at(experiment, "outcome"));
	hr_object_put_text(out, "name", hr_name_at(experiment, "name"));
	hr_object_put_text(out, "reason", hr_word_at(experiment, "reason"));
	if (hr_instant_at(experiment, "start") != HR_INSTANT_NONE) {
		tell_windows(scene, sentences, experiment);
		tell_recovery(sentences, experiment);
	}
	tell_safety(sentences, experiment);
	tell_probes(sentences, experiment);
	tell_observations(sentences, experiment);
	hr_object_put(out, "sentences", sentences);
	json_object_set_new(out, "has_rows", json_boolean(json_array_size(rows) > 0));
	hr_object_put(out, "rows", rows);
	return out;
}

json_t *hr_model_chaos(const struct hr_scene *scene)
{
	const json_t *experiments = hr_json_at(scene->document, "chaos.experiments"), *experiment;
	json_t *out, *list;
	size_t i;

	if (json_array_size(experiments) == 0)
		return NULL;
	out = json_object();
	list = json_array();
	json_array_foreach(experiments, i, experiment)
	{
		if (i < EXPERIMENTS_MAX)
			json_array_append_new(list, experiment_of(scene, experiment));
	}
	hr_list_finish(list);
	hr_object_put(out, "experiments", list);
	hr_object_put(out, "left_out", hr_left_out(json_array_size(experiments), EXPERIMENTS_MAX));
	return out;
}
