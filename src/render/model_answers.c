/*
 * What holds: the answers that a page without failures begins with. Nothing got worse, the
 * objectives are met, the capacity lasts.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/shown.h"
#include "document/jsonx.h"
#include "render/comparison_rows.h"
#include "render/model_part.h"

static bool is(const json_t *object, const char *path, const char *word)
{
	const char *text = hr_json_text_at(object, path);

	return text != NULL && strcmp(text, word) == 0;
}

static const json_t *check_of(const struct hr_scene *scene, const char *kind, const char *metric,
                              const char *subject)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		if (is(check, "kind", kind) && is(check, "metric", metric) &&
		    (subject == NULL || is(check, "subject", subject)))
			return check;
	}
	return NULL;
}

/* --- capacity --- */

static void put_horizon(const json_t *capacity, struct hr_str *out)
{
	double days = hr_stat(capacity, "horizon_days");

	hr_str_puts(out, " longer than the ");
	if (days > 0)
		hr_put_figure_count(out, days, "day", "days");
	else
		hr_str_puts(out, "time");
	hr_str_puts(out, " looked at");
}

/* "; not in scenario high (2026-11-26) and 1 other": what lasts in one may not in the next. */
static void put_reached(const json_t *scenarios, struct hr_str *out)
{
	const json_t *scenario, *soonest = NULL;
	int64_t at_ns = 0;
	size_t i, count = 0;

	json_array_foreach(scenarios, i, scenario)
	{
		const json_t *breach = json_object_get(scenario, "breach");
		bool already = is(breach, "state", "already_crossed");
		/* What is reached already has no day to come, and is the soonest. */
		int64_t day_ns = already ? HR_INSTANT_NONE : hr_instant_at(breach, "expected");

		if (!already && !is(breach, "state", "expected"))
			continue;
		count++;
		if (soonest == NULL || day_ns < at_ns) {
			soonest = scenario;
			at_ns = day_ns;
		}
	}
	if (soonest == NULL)
		return;
	hr_str_puts(out, "; not in scenario ");
	hr_put_cut(out, hr_name_at(soonest, "name"), HR_LABEL_SHOWN);
	if (at_ns != HR_INSTANT_NONE)
		hr_str_printf(out, " (%s)",
		              hr_shown_day(hr_json_text_at(soonest, "breach.expected")).text);
	if (count > 1)
		hr_str_printf(out, " and %zu other%s", count - 1, count == 2 ? "" : "s");
}

/* The scenario that is told first is the forecast as it is. */
static bool put_scenario(const struct hr_scene *scene, const json_t *capacity, struct hr_str *out)
{
	const json_t *scenario = json_array_get(json_object_get(capacity, "scenarios"), 0);
	const char *name = hr_json_text_at(scenario, "name");
	const json_t *check = name == NULL ? NULL : check_of(scene, "capacity", "scenario", name);

	if (!is(check, "verdict", "pass") || !is(scenario, "breach.state", "not_in_horizon"))
		return false;
	put_horizon(capacity, out);
	hr_str_puts(out, ": in scenario ");
	hr_put_cut(out, name, HR_LABEL_SHOWN);
	hr_str_puts(out, " demand peaks at ");
	hr_put_value(out, hr_stat(check, "observed"), HR_QUANTITY_PER_S);
	hr_str_puts(out, ", and the units in use bear ");
	hr_put_value(out, hr_stat(check, "limit"), HR_QUANTITY_PER_S);
	put_reached(json_object_get(capacity, "scenarios"), out);
	return true;
}

/* Rows are in the order of their urgency. */
static bool put_resource(const struct hr_scene *scene, const json_t *capacity, struct hr_str *out)
{
	const json_t *row = json_array_get(json_object_get(capacity, "rows"), 0), *check;
	size_t i;

	if (!is(row, "at_limit.state", "not_in_horizon"))
		return false;
	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		if (is(check, "kind", "capacity") && !is(check, "verdict", "pass"))
			return false;
	}
	put_horizon(capacity, out);
	hr_str_puts(out, ": ");
	hr_put_cut(out, hr_name_at(row, "resource"), HR_LABEL_SHOWN);
	if (hr_json_text_at(row, "host") != NULL && *hr_json_text_at(row, "host") != '\0')
		hr_str_printf(out, " of %s", hr_json_text_at(row, "host"));
	hr_str_puts(out, " is at ");
	hr_put_value_in(out, hr_stat(row, "p95"), hr_json_text_at(row, "unit"));
	hr_str_puts(out, ", its limit is ");
	hr_put_value_in(out, hr_stat(row, "limit"), hr_json_text_at(row, "unit"));
	return true;
}

bool hr_model_capacity_answer(const struct hr_scene *scene, json_t *list)
{
	const json_t *capacity = json_object_get(scene->document, "capacity");
	struct hr_str subject = { 0 }, text = { 0 };

	if (!json_is_object(capacity) ||
	    (!put_scenario(scene, capacity, &text) && !put_resource(scene, capacity, &text))) {
		hr_str_release(&text);
		return false;
	}
	hr_str_puts(&subject, "The capacity lasts");
	hr_findings_add(list, &subject, &text, "good", "capacity", "capacity");
	return true;
}

/* --- what got worse --- */

/* "75 unchanged, 12 too uncertain to tell" */
static void put_tally(struct hr_str *out, double count, const char *word)
{
	if (!(count > 0))
		return;
	hr_str_puts(out, out->length > 0 ? ", " : "");
	hr_put_value(out, count, HR_QUANTITY_COUNT);
	hr_str_printf(out, " %s", word);
}

static double count_of(const json_t *summary, const char *verdict)
{
	return fmax(hr_stat(summary, verdict), 0); /* not a number: none */
}

static void answer_comparison(const struct hr_scene *scene, json_t *list)
{
	const json_t *comparison = json_object_get(scene->document, "comparison");
	const json_t *summary = json_object_get(comparison, "summary");
	double improved = count_of(summary, "improved"), unchanged = count_of(summary, "unchanged"),
	       unclear = count_of(summary, "inconclusive");
	struct hr_str subject = { 0 }, text = { 0 }, tally = { 0 };
	char *baseline;

	if (!json_is_object(summary) || hr_json_text_at(comparison, "refusal") != NULL ||
	    !(improved + unchanged > 0))
		return;
	baseline = hr_comparison_baseline(comparison);
	put_tally(&tally, improved, "better");
	put_tally(&tally, unchanged, "unchanged");
	put_tally(&tally, unclear, "too uncertain to tell");
	hr_str_puts(&subject, "Nothing got worse");
	hr_str_puts(&text, ": ");
	hr_put_figure_count(&text, improved + unchanged + unclear, "figure", "figures");
	hr_str_printf(&text, " against %s, %s", baseline, hr_str_text(&tally));
	hr_findings_add(list, &subject, &text, "good", "comparison", "comparison");
	hr_str_release(&tally);
	free(baseline);
}

static void answer_trend(const struct hr_scene *scene, json_t *list)
{
	const json_t *check;
	struct hr_str subject = { 0 }, text = { 0 };
	size_t i, judged = 0;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		judged += is(check, "kind", "trend") && is(check, "verdict", "pass");
	}
	if (judged == 0 || !hr_check_is_of_trend(scene, "trend"))
		return;
	hr_str_puts(&subject, "Nothing got worse");
	hr_str_puts(&text, " over the last ");
	hr_put_count(&text, json_array_size(hr_json_at(scene->document, "trend.runs")), "run",
	             "runs");
	hr_findings_add(list, &subject, &text, "good", "trend", "history");
}

/* --- objectives --- */

static void put_least_left(const json_t *objectives, struct hr_str *out)
{
	const json_t *objective, *least = NULL;
	size_t i;

	json_array_foreach(objectives, i, objective)
	{
		double left = hr_json_number_at(objective, "budget.remaining_ratio");

		if (isfinite(left) &&
		    (least == NULL || left < hr_json_number_at(least, "budget.remaining_ratio")))
			least = objective;
	}
	if (least == NULL)
		return;
	hr_str_puts(out, "; ");
	hr_put_cut(out, hr_name_at(least, "name"), HR_LABEL_SHOWN);
	hr_str_puts(out, " has ");
	hr_put_value(out, hr_json_number_at(least, "budget.remaining_ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(out, " of its error budget left");
}

static void answer_objectives(const struct hr_scene *scene, json_t *list)
{
	const json_t *objectives = hr_json_at(scene->document, "slo.objectives"), *check;
	struct hr_str subject = { 0 }, text = { 0 };
	size_t i, met = 0, all = 0;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		all += is(check, "kind", "slo");
		met += is(check, "kind", "slo") && is(check, "verdict", "pass");
	}
	if (met == 0)
		return;
	if (met == all && all > 1)
		hr_str_puts(&subject, "All ");
	else if (all > 1)
		hr_str_printf(&subject, "%zu of ", met);
	if (all > 1)
		hr_put_count(&subject, all, "objective", "objectives");
	else
		hr_str_puts(&subject, "The objective");
	hr_str_puts(&text, met == 1 ? " is met" : " are met");
	if (met < all)
		hr_str_puts(&text, ", the rest cannot be told");
	else
		put_least_left(objectives, &text);
	hr_findings_add(list, &subject, &text, "good", "objectives", "objectives");
}

void hr_model_answers(const struct hr_scene *scene, json_t *list, size_t max)
{
	static void (*const answers[])(const struct hr_scene *, json_t *) = {
		answer_comparison,
		answer_objectives,
		answer_trend,
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (json_array_size(list) < max)
			answers[i](scene, list);
}
