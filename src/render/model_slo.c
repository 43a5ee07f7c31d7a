/*
 * The section about objectives: a scorecard, the rules and what they would have done, the gate.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/model_part.h"

#define ROWS_MAX 60

static json_t *share(double ratio)
{
	char text[32];
	struct hr_str out = { 0 };
	json_t *value = hr_value_new(ratio, HR_QUANTITY_RATIO);

	if (!isfinite(ratio))
		return value;
	/* Three digits would make 99.95 % and 99.99 % alike. */
	snprintf(text, sizeof(text), "%.4f", floor(ratio * 1e6 + 1e-6) / 1e4);
	for (size_t n = strlen(text); n > 1 && (text[n - 1] == '0' || text[n - 1] == '.'); n--) {
		bool point = text[n - 1] == '.';

		text[n - 1] = '\0';
		if (point)
			break;
	}
	hr_str_printf(&out, "%s\u202f%%", text);
	hr_object_put_text(value, "text", hr_str_text(&out));
	hr_str_release(&out);
	return value;
}

/* What a part of the window meets, the whole may still miss. */
static void put_mark(json_t *row, const char *verdict, bool partial)
{
	bool met = verdict != NULL && strcmp(verdict, "met") == 0;
	bool missed = verdict != NULL && strcmp(verdict, "missed") == 0;

	hr_object_put_text(row, "verdict",
	                   met && partial ? "met so far"
	                   : met          ? "met"
	                   : missed       ? "missed"
	                                  : "inconclusive");
	hr_object_put_text(row, "icon", met && !partial ? "\u2714" : missed ? "\u2716" : "?");
	hr_object_put_text(row, "cls", met && !partial ? "good" : missed ? "bad" : "warn");
}

/* "30 d", "week": a length as it is written elsewhere. */
static void put_length(const json_t *window, struct hr_str *out)
{
	const char *text = hr_json_text_at(window, "text"), *kind = hr_json_text_at(window, "kind");
	int64_t start_ns = hr_instant_at(window, "start"), end_ns = hr_instant_at(window, "end");
	bool rolling = kind != NULL && strcmp(kind, "rolling") == 0;

	if (rolling && start_ns != HR_INSTANT_NONE && end_ns > start_ns)
		hr_put_seconds(out, hr_span_s(start_ns, end_ns));
	else
		hr_str_puts(out, text != NULL ? text : "run");
}

/* "30 d", "week, 45 % observed" */
static void put_window(json_t *row, const json_t *objective)
{
	const json_t *window = json_object_get(objective, "window");
	const char *kind = hr_json_text_at(window, "kind");
	double coverage = hr_stat(window, "coverage");
	struct hr_str text = { 0 };

	if (!json_is_object(window)) {
		hr_object_put_text(row, "window", "run");
		return;
	}
	put_length(window, &text);
	if (isfinite(coverage) && coverage < 0.9995 && kind != NULL && strcmp(kind, "run") != 0) {
		hr_str_puts(&text, ", ");
		hr_put_value(&text, coverage, HR_QUANTITY_RATIO);
		hr_str_puts(&text, " observed");
	}
	hr_object_put_text(row, "window", hr_str_text(&text));
	hr_str_release(&text);
}

static json_t *threshold_row(const json_t *objective)
{
	json_t *row = json_object();

	hr_object_put_text(row, "target", hr_json_text_at(objective, "sli.criterion"));
	hr_object_put(
	        row, "observed",
	        hr_value_in(hr_stat(objective, "observed"), hr_json_text_at(objective, "unit")));
	hr_object_put(row, "left", hr_value_text("\u2013"));
	hr_object_put(row, "rate", hr_value_text("\u2013"));
	hr_object_put(row, "events", hr_value_text("\u2013"));
	return row;
}

static json_t *budget_row(const json_t *objective)
{
	const json_t *slices = json_object_get(objective, "slices");
	json_t *row = json_object(), *target = share(hr_stat(objective, "target"));

	hr_object_put_text(row, "target", hr_value_get_text(target));
	json_decref(target);
	hr_object_put(row, "observed", share(hr_stat(objective, "ratio")));
	hr_object_put(row, "left",
	              hr_value_new(hr_json_number_at(objective, "budget.remaining_ratio"),
	                           HR_QUANTITY_RATIO));
	hr_object_put(row, "rate",
	              hr_value_new(hr_stat(objective, "recent_burn_rate"), HR_QUANTITY_NUMBER));
	hr_object_put(row, "events",
	              hr_value_new(json_is_object(slices)
	                                   ? hr_stat(slices, "counted")
	                                   : hr_json_number_at(objective, "events.valid"),
	                           HR_QUANTITY_COUNT));
	return row;
}

/* Has one of the objectives a budget? Criteria on figures have none. */
static bool has_budgets(const json_t *slo)
{
	const json_t *objective;
	size_t i;

	json_array_foreach(json_object_get(slo, "objectives"), i, objective)
	{
		if (i < ROWS_MAX && json_object_get(objective, "target") != NULL)
			return true;
	}
	return false;
}

static json_t *objective_rows(const json_t *slo)
{
	json_t *rows = json_array();
	const json_t *objective;
	size_t i;

	json_array_foreach(json_object_get(slo, "objectives"), i, objective)
	{
		const char *state = hr_json_text_at(objective, "state");
		json_t *row;

		if (i == ROWS_MAX)
			break;
		row = json_object_get(objective, "target") != NULL ? budget_row(objective)
		                                                   : threshold_row(objective);
		hr_object_put_text(row, "name", hr_name_at(objective, "name"));
		hr_object_put_text(row, "note",
		                   state != NULL && strcmp(state, "judged") != 0 ? state : NULL);
		put_window(row, objective);
		put_mark(row, hr_json_text_at(objective, "verdict"),
		         state != NULL && strcmp(state, "partial") == 0);
		json_array_append_new(rows, row);
	}
	hr_list_finish(rows);
	return rows;
}

/* --- rules --- */

static const char *state_words(const char *state)
{
	static const struct {
		const char *state, *words;
	} table[] = {
		{ "calm", "calm at the end" },
		{ "pending", "pending at the end" },
		{ "firing", "fires at the end" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (state != NULL && strcmp(table[i].state, state) == 0)
			return table[i].words;
	return NULL;
}

static json_t *rule_row(const json_t *rule)
{
	const json_t *first = json_array_get(json_object_get(rule, "firings"), 0);
	const char *state = hr_json_text_at(rule, "state");
	const char *words = state_words(state);
	json_t *row;

	if (words == NULL)
		return NULL;
	row = json_object();
	hr_object_put_text(row, "name", hr_name_at(rule, "slo"));
	hr_object_put(row, "window",
	              hr_value_new(hr_stat(rule, "window_s") * 1000, HR_QUANTITY_DURATION_MS));
	hr_object_put(row, "short",
	              hr_value_new(hr_stat(rule, "short_s") * 1000, HR_QUANTITY_DURATION_MS));
	hr_object_put(row, "threshold",
	              hr_value_new(hr_stat(rule, "threshold"), HR_QUANTITY_NUMBER));
	hr_object_put_text(row, "severity", hr_json_text_at(rule, "severity"));
	hr_object_put(row, "fired", hr_value_new(hr_stat(rule, "fired"), HR_QUANTITY_COUNT));
	hr_object_put(row, "delay",
	              hr_value_new(hr_stat(first, "delay_s") * 1000, HR_QUANTITY_DURATION_MS));
	hr_object_put(row, "used",
	              hr_value_new(hr_stat(first, "budget_used_ratio"), HR_QUANTITY_RATIO));
	hr_object_put_text(row, "state", words);
	hr_object_put_text(row, "cls", strcmp(state, "firing") == 0 ? "bad" : "neutral");
	return row;
}

static json_t *finish_rows(json_t *rows)
{
	if (json_array_size(rows) == 0) {
		json_decref(rows);
		return NULL;
	}
	hr_list_finish(rows);
	return rows;
}

static json_t *rule_rows(const json_t *document)
{
	json_t *rows = json_array();
	const json_t *rule;
	size_t i;

	json_array_foreach(hr_json_at(document, "alerts.burn_rate"), i, rule)
	{
		json_t *row = json_array_size(rows) < ROWS_MAX ? rule_row(rule) : NULL;

		if (row != NULL)
			json_array_append_new(rows, row);
	}
	return finish_rows(rows);
}

/* --- rules on figures --- */

static const struct {
	const char *state, *words, *cls;
	bool replayed; /* else that it never fired says nothing */
} alert_states[] = {
	{ "ok", "calm at the end", "neutral", true },
	{ "pending", "pending at the end", "neutral", true },
	{ "firing", "fires at the end", "bad", true },
	{ "no_data", "no figure in any interval", "neutral", false },
	{ "no_subject", "nothing of that name was recorded", "neutral", false },
	{ "no_baseline", "no baseline to have changed from", "neutral", false },
	{ "unit_mismatch", "the threshold is in another unit", "neutral", false },
};

static json_t *alert_row(const struct hr_scene *scene, const json_t *rule)
{
	const json_t *firings = json_object_get(rule, "firings"), *first;
	const char *state = hr_json_text_at(rule, "state");
	const char *condition = hr_json_text_at(rule, "condition");
	bool change = condition != NULL && strcmp(condition, "change") == 0;
	json_t *row = json_object();
	char when[HR_INSTANT_TEXT_SIZE] = "\u2013";
	double worst = (double)NAN, for_s = hr_stat(rule, "for_s");

	first = json_array_get(firings, 0);
	if (json_array_size(firings) > 0) {
		worst = hr_stat(json_array_get(firings, json_array_size(firings) - 1), "worst");
		if (hr_instant_at(first, "start") != HR_INSTANT_NONE)
			hr_instant_format_human(hr_instant_at(first, "start"), hr_scene_zone(scene),
			                        when);
	}
	hr_object_put_text(row, "name", hr_name_at(rule, "name"));
	hr_object_put_text(row, "criterion", hr_json_text_at(rule, "criterion"));
	hr_object_put(row, "for",
	              for_s > 0 ? hr_value_new(for_s * 1000, HR_QUANTITY_DURATION_MS)
	                        : hr_value_text("\u2013"));
	hr_object_put_text(row, "severity", hr_json_text_at(rule, "severity"));
	hr_object_put(row, "fired",
	              hr_value_new((double)json_array_size(firings), HR_QUANTITY_COUNT));
	hr_object_put_text(row, "since", when);
	hr_object_put(row, "worst",
	              hr_value_in(worst, change ? "ratio" : hr_json_text_at(rule, "unit")));
	hr_object_put_text(row, "state", state);
	hr_object_put_text(row, "cls", "neutral");
	for (size_t i = 0; i < sizeof(alert_states) / sizeof(alert_states[0]); i++) {
		if (state == NULL || strcmp(alert_states[i].state, state) != 0)
			continue;
		hr_object_put_text(row, "state", alert_states[i].words);
		hr_object_put_text(row, "cls", alert_states[i].cls);
		if (!alert_states[i].replayed)
			hr_object_put(row, "fired", hr_value_text("\u2013"));
	}
	return row;
}

static json_t *alert_rows(const struct hr_scene *scene)
{
	json_t *rows = json_array();
	const json_t *rule;
	size_t i;

	json_array_foreach(hr_json_at(scene->document, "alerts.rules"), i, rule)
	{
		if (i < ROWS_MAX)
			json_array_append_new(rows, alert_row(scene, rule));
	}
	return finish_rows(rows);
}

static json_t *gate_of(const json_t *document)
{
	const json_t *gate = json_object_get(document, "gate");
	const json_t *can = json_object_get(gate, "can_deploy");
	json_t *out;

	if (!json_is_object(gate))
		return NULL;
	out = json_object();
	hr_object_put_text(out, "word",
	                   json_is_true(can)    ? "The gate is open"
	                   : json_is_false(can) ? "The gate is closed"
	                                        : "The gate cannot decide");
	hr_object_put_text(out, "reason", hr_json_text_at(gate, "reason"));
	hr_object_put_text(out, "action", hr_json_text_at(gate, "recommended_action"));
	hr_object_put_text(out, "cls",
	                   json_is_true(can)    ? "good"
	                   : json_is_false(can) ? "bad"
	                                        : "neutral");
	return out;
}

json_t *hr_model_slo(const struct hr_scene *scene)
{
	const json_t *slo = json_object_get(scene->document, "slo");
	json_t *gate = gate_of(scene->document), *out, *rules = rule_rows(scene->document),
	       *alerts = alert_rows(scene), *never = hr_model_never_firing(scene->document);
	size_t count = json_array_size(json_object_get(slo, "objectives"));

	if (count == 0 && gate == NULL && rules == NULL && alerts == NULL) {
		json_decref(never);
		return NULL;
	}
	out = json_object();
	json_object_set_new(out, "has_rows", json_boolean(count > 0));
	json_object_set_new(out, "has_budgets", json_boolean(has_budgets(slo)));
	hr_object_put(out, "rows", objective_rows(slo));
	hr_object_put(out, "left_out", hr_left_out(count, ROWS_MAX));
	json_object_set_new(out, "has_rules", json_boolean(rules != NULL));
	hr_object_put(out, "rules", rules);
	json_object_set_new(out, "has_alerts", json_boolean(alerts != NULL));
	hr_object_put(out, "alerts", alerts);
	hr_object_put(out, "alerts_left_out",
	              hr_left_out(json_array_size(hr_json_at(scene->document, "alerts.rules")),
	                          ROWS_MAX));
	json_object_set_new(out, "has_never", json_boolean(json_array_size(never) > 0));
	hr_object_put(out, "never", never);
	hr_object_put(out, "gate", gate);
	return out;
}
