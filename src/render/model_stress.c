/*
 * The stress section: what is borne, in sentences, and the steps as a table.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"

#define STEP_ROWS_MAX 60

static json_t *step_row(const json_t *step, bool has_objectives)
{
	static const struct {
		const char *key, *stat;
		enum hr_quantity quantity;
	} columns[] = {
		{ "load", "load", HR_QUANTITY_NUMBER },
		{ "throughput", "success_per_s", HR_QUANTITY_PER_S },
		{ "errors", "error_ratio", HR_QUANTITY_RATIO },
		{ "mean", "mean_ms", HR_QUANTITY_DURATION_MS },
		{ "p50", "p50_ms", HR_QUANTITY_DURATION_MS },
		{ "p95", "p95_ms", HR_QUANTITY_DURATION_MS },
		{ "p99", "p99_ms", HR_QUANTITY_DURATION_MS },
		{ "in_system", "in_system", HR_QUANTITY_NUMBER },
	};
	bool breaks = json_is_true(json_object_get(step, "breaks"));
	bool misses = json_is_false(json_object_get(step, "meets"));
	json_t *row = json_object();

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		json_object_set_new(
		        row, columns[i].key,
		        hr_value_new(hr_stat(step, columns[i].stat), columns[i].quantity));
	hr_object_put_text(row, "name", hr_json_text_at(step, "name"));
	hr_object_put_text(row, "verdict",
	                   breaks                     ? "breaks"
	                   : misses && has_objectives ? "misses an objective"
	                   : has_objectives           ? "meets all"
	                                              : "holds");
	hr_object_put_text(row, "icon", breaks ? "\u2716" : misses ? "\u25b2" : "\u2714");
	hr_object_put_text(row, "cls", breaks ? "bad" : misses ? "warn" : "good");
	return row;
}

static void put_loads(struct hr_str *out, const json_t *border)
{
	double good = hr_stat(border, "last_good_load"), bad = hr_stat(border, "first_bad_load");

	if (isfinite(good) && isfinite(bad)) {
		hr_str_puts(out, "between ");
		hr_put_value(out, good, HR_QUANTITY_NUMBER);
		hr_str_puts(out, " and ");
	} else {
		hr_str_puts(out, "at ");
	}
	hr_put_value(out, isfinite(bad) ? bad : good, HR_QUANTITY_NUMBER);
	hr_str_puts(out, " users");
}

static void tell_border(json_t *list, const json_t *border, const char *what, const char *all)
{
	const char *state = hr_json_text_at(border, "state");
	const char *limiting = hr_json_text_at(border, "limiting");
	double load = hr_stat(border, "load");
	struct hr_str text = { 0 };

	if (state == NULL || strcmp(state, "no_steps") == 0)
		return;
	if (strcmp(state, "none_detected") == 0) {
		hr_str_puts(&text, all);
		hr_put_value(&text, load, HR_QUANTITY_NUMBER);
		hr_str_puts(&text, " users, the most that was tested.");
	} else {
		hr_str_puts(&text, what);
		put_loads(&text, border);
		if (limiting != NULL)
			hr_str_printf(&text, ": %s", limiting);
		hr_str_putc(&text, '.');
		if (isfinite(load)) {
			hr_str_puts(&text, " On a straight line between the two that is at ");
			hr_put_value(&text, load, HR_QUANTITY_NUMBER);
			hr_str_puts(&text, " users and ");
			hr_put_value(&text, hr_stat(border, "throughput_per_s"), HR_QUANTITY_PER_S);
			hr_str_puts(&text, " successful.");
		}
	}
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void tell_grace(json_t *list, const json_t *stress)
{
	const json_t *graceful = json_object_get(stress, "graceful");
	struct hr_str text = { 0 };

	if (!json_is_boolean(graceful))
		return;
	hr_str_puts(&text, json_is_true(graceful) ? "It degrades gracefully: where it breaks, at "
	                                            "least "
	                                          : "It collapses: where it breaks, less than ");
	hr_put_value(&text, hr_stat(stress, "graceful_ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(&text, " of the best throughput before is left.");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void put_estimate(struct hr_str *out, const char *name, const json_t *estimate,
                         enum hr_quantity quantity)
{
	hr_str_printf(out, "%s ", name);
	hr_put_value(out, hr_stat(estimate, "value"), quantity);
	if (!isfinite(hr_stat(estimate, "low")))
		return;
	hr_str_puts(out, " (95\u202f% interval ");
	hr_put_value(out, hr_stat(estimate, "low"), quantity);
	hr_str_puts(out, " to ");
	hr_put_value(out, hr_stat(estimate, "high"), quantity);
	hr_str_putc(out, ')');
}

static void tell_scaling(json_t *list, const json_t *stress)
{
	const json_t *usl = json_object_get(stress, "usl");
	const char *note = hr_json_text_at(stress, "usl_note");
	struct hr_str text = { 0 };

	if (json_is_object(usl)) {
		put_estimate(&text, "Scalability law: one user brings",
		             json_object_get(usl, "gamma_per_s"), HR_QUANTITY_PER_S);
		put_estimate(&text, ", contention", json_object_get(usl, "alpha"),
		             HR_QUANTITY_NUMBER);
		put_estimate(&text, ", coherency", json_object_get(usl, "beta"),
		             HR_QUANTITY_NUMBER);
		if (isfinite(hr_stat(usl, "peak_load"))) {
			hr_str_puts(&text, "; most throughput, ");
			hr_put_value(&text, hr_stat(usl, "peak_throughput_per_s"),
			             HR_QUANTITY_PER_S);
			hr_str_puts(&text, ", at ");
			hr_put_value(&text, hr_stat(usl, "peak_load"), HR_QUANTITY_NUMBER);
			hr_str_puts(&text, " users");
		}
	} else {
		hr_str_puts(&text, "No scalability law was fitted");
	}
	if (note != NULL)
		hr_str_printf(&text, "%s%s", json_is_object(usl) ? "; " : ": ", note);
	hr_str_putc(&text, '.');
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

/* Little's law: users who are not waiting for an answer think, are paced, or the generator lags. */
static void tell_idle(json_t *list, const json_t *stress)
{
	double mismatch = hr_stat(stress, "little_mismatch_ratio");
	struct hr_str text = { 0 };

	if (!(mismatch > 0.1))
		return;
	hr_str_puts(&text, "By Little's law requests in flight and active users differ by up to ");
	hr_put_value(&text, mismatch, HR_QUANTITY_RATIO);
	hr_str_puts(&text, ": users think between requests, or the load generator was the limit.");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void tell_not_judged(json_t *list, const char *why, const char *names)
{
	struct hr_str text = { 0 };

	if (names == NULL)
		return;
	hr_str_printf(&text, "Not judged, as %s: ", why);
	hr_put_cut(&text, names, 200);
	hr_str_putc(&text, '.');
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

json_t *hr_model_stress(const struct hr_scene *scene)
{
	const json_t *stress = json_object_get(scene->document, "stress");
	const json_t *steps = json_object_get(stress, "steps"), *step;
	bool has_objectives = json_is_object(json_object_get(stress, "objectives"));
	json_t *section, *sentences, *rows;
	size_t i;

	if (json_array_size(steps) == 0)
		return NULL;
	section = json_object();
	sentences = json_array();
	rows = json_array();
	tell_border(sentences, json_object_get(stress, "break"), "It breaks ",
	            "It does not break up to ");
	tell_border(sentences, json_object_get(stress, "objectives"), "Objectives are missed ",
	            "All objectives are met up to ");
	tell_not_judged(sentences, "what was recorded does not tell",
	                hr_json_text_at(stress, "rules_not_judged"));
	tell_not_judged(sentences, "the run was summarised without them",
	                hr_json_text_at(stress, "not_judged"));
	tell_grace(sentences, stress);
	tell_scaling(sentences, stress);
	tell_idle(sentences, stress);
	json_array_foreach(steps, i, step)
	{
		if (i < STEP_ROWS_MAX)
			json_array_append_new(rows, step_row(step, has_objectives));
	}
	hr_list_finish(rows);
	json_object_set_new(section, "sentences", sentences);
	json_object_set_new(section, "rows", rows);
	hr_object_put(section, "left_out", hr_left_out(json_array_size(steps), STEP_ROWS_MAX));
	return section;
}
