/*
 * The capacity section: resources and their dates, scenarios, months, cost, autoscaling.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"

#define ROWS_SHOWN 20

static const char *icon_of(const char *cls)
{
	return strcmp(cls, "bad") == 0    ? "\u2716"
	       : strcmp(cls, "warn") == 0 ? "\u25b2"
	       : strcmp(cls, "good") == 0 ? "\u2714"
	                                  : "\u25cb";
}

static void put_mark(json_t *row, const char *cls)
{
	hr_object_put_text(row, "cls", cls);
	hr_object_put_text(row, "icon", icon_of(cls));
}

/* The day of an instant of the document; a dash for null. */
static void put_day(struct hr_str *out, const json_t *object, const char *key)
{
	const char *text = hr_json_text_at(object, key);

	if (text == NULL)
		hr_str_puts(out, "\u2013");
	else
		hr_str_add(out, text, strlen(text) < 10 ? strlen(text) : 10);
}

static void set_day(json_t *row, const char *name, const json_t *object, const char *key)
{
	struct hr_str text = { 0 };

	put_day(&text, object, key);
	json_object_set_new(row, name, hr_value_text(hr_str_text(&text)));
	hr_str_release(&text);
}

static const struct {
	const char *state, *words, *cls;
} states[] = {
	{ "already_crossed", "beyond the limit", "bad" },
	{ "expected", "reaches the limit", "warn" },
	{ "not_in_horizon", "not within the horizon", "good" },
	{ "no_significant_trend", "no trend towards it", "good" },
	{ "insufficient_history", "too little history", "neutral" },
};

static void put_state(json_t *row, const json_t *date)
{
	const char *state = hr_json_text_at(date, "state");

	for (size_t i = 0; state != NULL && i < sizeof(states) / sizeof(states[0]); i++) {
		if (strcmp(states[i].state, state) != 0)
			continue;
		hr_object_put_text(row, "state", states[i].words);
		put_mark(row, states[i].cls);
	}
	set_day(row, "earliest", date, "earliest");
	set_day(row, "expected", date, "expected");
	set_day(row, "latest", date, "latest");
}

/* That a single day passes the limit within the horizon. */
static void put_chance(json_t *row, const json_t *date)
{
	json_object_set_new(row, "chance",
	                    hr_value_new(hr_stat(date, "probability"), HR_QUANTITY_RATIO));
}

static json_t *amount(double value, const char *unit)
{
	struct hr_str text = { 0 };
	json_t *out;

	hr_put_value(&text, value, HR_QUANTITY_NUMBER);
	if (unit != NULL && strcmp(unit, "1/s") == 0)
		unit++;
	if (unit != NULL && unit[0] != '\0' && isfinite(value))
		hr_str_printf(&text, "%s%s", unit[0] == '/' ? "" : "\u202f", unit);
	out = hr_value_text(hr_str_text(&text));
	hr_str_release(&text);
	return out;
}

/* --- resources --- */

static json_t *resource_row(const json_t *source)
{
	const char *unit = hr_json_text_at(source, "unit");
	const char *host = hr_json_text_at(source, "host");
	struct hr_str name = { 0 };
	json_t *row = json_object();

	hr_put_cut(&name, hr_json_text_at(source, "resource"), 60);
	json_object_set_new(row, "name", hr_value_text(hr_str_text(&name)));
	if (host != NULL && host[0] != '\0') {
		hr_str_putc(&name, ' ');
		hr_put_cut(&name, host, 60);
	}
	json_object_set_new(row, "full_name", hr_value_text(hr_str_text(&name)));
	hr_str_truncate(&name, 0);
	hr_put_cut(&name, host != NULL ? host : "", 60);
	json_object_set_new(row, "host", hr_value_text(hr_str_text(&name)));
	json_object_set_new(row, "limit", amount(hr_stat(source, "limit"), unit));
	json_object_set_new(row, "p95", amount(hr_stat(source, "p95"), unit));
	json_object_set_new(row, "headroom",
	                    hr_value_new(hr_stat(source, "headroom_ratio"), HR_QUANTITY_RATIO));
	json_object_set_new(row, "slope", amount(hr_stat(source, "slope_per_month"), unit));
	put_state(row, json_object_get(source, "at_limit"));
	set_day(row, "order_by", source, "order_by");
	put_chance(row, json_object_get(source, "at_limit"));
	hr_object_put_text(row, "risk", hr_json_text_at(source, "risk"));
	hr_str_release(&name);
	return row;
}

/* Does one of the rows shown reach its limit? Four columns of dashes say nothing. */
static bool has_dates(const json_t *capacity)
{
	static const char *const keys[] = { "earliest", "expected", "latest" };
	const json_t *source;
	size_t i;

	json_array_foreach(json_object_get(capacity, "rows"), i, source)
	{
		const json_t *date = json_object_get(source, "at_limit");

		for (size_t k = 0; i < ROWS_SHOWN && k < sizeof(keys) / sizeof(keys[0]); k++)
			if (hr_json_text_at(date, keys[k]) != NULL)
				return true;
	}
	return false;
}

static json_t *resource_rows(const json_t *capacity)
{
	const json_t *source;
	json_t *rows = json_array();
	size_t i;

	json_array_foreach(json_object_get(capacity, "rows"), i, source)
	{
		if (i < ROWS_SHOWN)
			json_array_append_new(rows, resource_row(source));
	}
	hr_list_finish(rows);
	return rows;
}

/* --- scenarios --- */

/* "unreachable" where no number of units would do. */
static json_t *units_of(const json_t *scenario)
{
	const char *state = hr_json_text_at(scenario, "units_state");

	if (state != NULL && strcmp(state, "unreachable") == 0)
		return hr_value_text(state);
	return hr_value_new(hr_stat(scenario, "units_max"), HR_QUANTITY_COUNT);
}

static json_t *money(double value, const char *currency)
{
	struct hr_str text = { 0 };
	json_t *out;

	if (isfinite(value)) {
		hr_put_fixed(&text, value, fabs(value) < 1000 ? 2 : 0);
		if (currency != NULL)
			hr_str_printf(&text, "\u202f%s", currency);
	} else {
		hr_str_puts(&text, "\u2013");
	}
	out = hr_value_text(hr_str_text(&text));
	hr_str_release(&text);
	return out;
}

static json_t *month_cell(const json_t *month, const char *currency)
{
	json_t *cell = json_object();
	struct hr_str text = { 0 };

	put_day(&text, month, "started");
	hr_str_truncate(&text, text.length > 7 ? 7 : text.length);
	json_object_set_new(cell, "month", hr_value_text(hr_str_text(&text)));
	json_object_set_new(cell, "units",
	                    hr_value_new(hr_stat(month, "units"), HR_QUANTITY_COUNT));
	json_object_set_new(cell, "units_high",
	                    hr_value_new(hr_stat(month, "units_high"), HR_QUANTITY_COUNT));
	json_object_set_new(cell, "cost", money(hr_stat(month, "cost"), currency));
	json_object_set_new(cell, "cost_high", money(hr_stat(month, "cost_high"), currency));
	json_object_set_new(cell, "cost_low", money(hr_stat(month, "cost_low"), currency));
	hr_str_release(&text);
	return cell;
}

static json_t *scenario_row(const json_t *source, const char *currency)
{
	const json_t *month;
	json_t *row = json_object(), *months = json_array();
	struct hr_str name = { 0 };
	size_t i;

	hr_put_cut(&name, hr_json_text_at(source, "name"), 60);
	json_object_set_new(row, "name", hr_value_text(hr_str_text(&name)));
	json_object_set_new(row, "peak",
	                    hr_value_new(hr_stat(source, "peak_per_s"), HR_QUANTITY_PER_S));
	set_day(row, "peak_at", source, "peak_at");
	put_state(row, json_object_get(source, "breach"));
	set_day(row, "order_by", source, "order_by");
	put_chance(row, json_object_get(source, "breach"));
	json_object_set_new(row, "units", units_of(source));
	json_object_set_new(row, "cost", money(hr_stat(source, "cost_max"), currency));
	hr_object_put_text(row, "risk", hr_json_text_at(source, "risk"));
	json_array_foreach(json_object_get(source, "months"), i, month)
	        json_array_append_new(months, month_cell(month, currency));
	hr_list_finish(months);
	json_object_set_new(row, "months", months);
	hr_str_release(&name);
	return row;
}

static json_t *scenario_rows(const json_t *capacity)
{
	const char *currency = hr_json_text_at(capacity, "cost.currency");
	const json_t *source;
	json_t *rows = json_array();
	size_t i;

	json_array_foreach(json_object_get(capacity, "scenarios"), i, source)
	        json_array_append_new(rows, scenario_row(source, currency));
	hr_list_finish(rows);
	return rows;
}

/* --- in words --- */

static void add_sentence(json_t *list, struct hr_str *text)
{
	json_t *item = json_object();

	hr_object_put_text(item, "text", hr_str_text(text));
	json_array_append_new(list, item);
	hr_str_truncate(text, 0);
}

static void tell_fleet(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *fleet = json_object_get(capacity, "fleet");
	double series = hr_stat(fleet, "series");

	if (!(series > 0))
		return;
	hr_put_count(text, (uint64_t)series, "series with a limit", "series with a limit");
	for (size_t i = 0, told = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		double count = hr_stat(fleet, states[i].state);

		if (!(count > 0))
			continue;
		hr_str_puts(text, told++ == 0 ? ": " : ", ");
		hr_put_value(text, count, HR_QUANTITY_COUNT);
		hr_str_printf(text, " %s", states[i].words);
	}
	hr_str_putc(text, '.');
	add_sentence(list, text);
}

static void tell_demand(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *demand = json_object_get(capacity, "demand");
	const json_t *forecast = json_object_get(demand, "forecast");
	size_t n = json_array_size(forecast);
	const json_t *last = json_array_get(forecast, n > 0 ? n - 1 : 0);

	if (!json_is_object(demand))
		return;
	if (n == 0) {
		hr_str_puts(text, "Demand has too little history for a forecast.");
	} else {
		hr_str_puts(text, "Demand, the largest hour of a day, is expected at ");
		hr_put_value(text, json_number_value(json_array_get(last, 1)), HR_QUANTITY_PER_S);
		hr_str_puts(text, " at the end of the horizon (95\u202f% of days ");
		hr_put_value(text, json_number_value(json_array_get(last, 6)), HR_QUANTITY_PER_S);
		hr_str_puts(text, " to ");
		hr_put_value(text, json_number_value(json_array_get(last, 7)), HR_QUANTITY_PER_S);
		hr_str_puts(text, json_is_true(json_object_get(demand, "has_trend"))
		                          ? ")."
		                          : "); it shows no trend.");
	}
	add_sentence(list, text);
}

static void tell_models(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *models = hr_json_at(capacity, "demand.models"), *model;
	double naive = hr_json_number_at(capacity, "demand.naive_mase");
	size_t i;

	json_array_foreach(models, i, model)
	{
		bool chosen = json_is_true(json_object_get(model, "chosen"));

		hr_str_puts(text, i == 0 ? "Models by their error in the past (MASE): " : ", ");
		hr_put_cut(text, hr_json_text_at(model, "name"), 40);
		hr_str_putc(text, ' ');
		hr_put_value(text, hr_stat(model, "mase"), HR_QUANTITY_NUMBER);
		if (!chosen)
			continue;
		hr_str_puts(text, " (chosen; sMAPE ");
		hr_put_value(text, hr_stat(model, "smape_ratio"), HR_QUANTITY_RATIO);
		if (isfinite(hr_stat(model, "coverage_ratio"))) {
			hr_str_puts(text, "; its 95\u202f% intervals held ");
			hr_put_value(text, hr_stat(model, "coverage_ratio"), HR_QUANTITY_RATIO);
		}
		hr_str_putc(text, ')');
	}
	if (text->length == 0)
		return;
	if (isfinite(naive)) {
		hr_str_puts(text, "; the value of a season before would have had ");
		hr_put_value(text, naive, HR_QUANTITY_NUMBER);
	}
	hr_str_putc(text, '.');
	add_sentence(list, text);
}

/* Only what is worth knowing: a whole history without breaks needs no words. */
static void tell_quality(json_t *list, const json_t *capacity, struct hr_str *text)
{
	static const struct {
		const char *key, *one, *many;
	} faults[] = { { "missing", "day is missing", "days are missing" },
		       { "outliers", "day sticks out", "days stick out" },
		       { "level_shifts", "shift of level", "shifts of level" } };
	const json_t *quality = hr_json_at(capacity, "demand.quality");

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		double count = hr_stat(quality, faults[i].key);

		if (!(count > 0))
			continue;
		hr_str_puts(text, text->length == 0 ? "In the history of demand: " : ", ");
		hr_put_count(text, (uint64_t)count, faults[i].one, faults[i].many);
	}
	if (text->length == 0)
		return;
	hr_str_putc(text, '.');
	add_sentence(list, text);
}

static void tell_unit(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *unit = json_object_get(capacity, "unit");
	const char *note = hr_json_text_at(unit, "note");

	if (!json_is_object(json_object_get(capacity, "demand")))
		return;
	if (isfinite(hr_stat(unit, "capacity_per_s"))) {
		hr_str_printf(text, "One %s bears ", hr_text_or(unit, "name", "unit"));
		hr_put_value(text, hr_stat(unit, "capacity_per_s"), HR_QUANTITY_PER_S);
		if (note != NULL)
			hr_str_printf(text, " (%s)", note);
		hr_str_puts(text, ", the ");
		hr_put_value(text, hr_stat(unit, "count"), HR_QUANTITY_NUMBER);
		hr_str_puts(text, " in use ");
		hr_put_value(text, hr_stat(unit, "total_per_s"), HR_QUANTITY_PER_S);
		hr_str_putc(text, '.');
	} else {
		hr_str_printf(text, "What one unit bears is not known: %s.",
		              note != NULL ? note : "");
	}
	add_sentence(list, text);
}

static void tell_cost(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *cost = json_object_get(capacity, "cost"), *saving;
	const char *currency = hr_json_text_at(cost, "currency");
	size_t i;

	if (!json_is_object(cost))
		return;
	hr_str_puts(text, "The units in use cost ");
	hr_put_fixed(text, hr_stat(cost, "list"), 2);
	hr_str_printf(text, " %s a month", currency != NULL ? currency : "");
	json_array_foreach(json_object_get(cost, "savings"), i, saving)
	{
		hr_str_puts(text, i == 0 ? "; " : ", ");
		hr_put_fixed(text, hr_stat(saving, "amount"), 2);
		hr_str_printf(text, " less by %s", hr_name_at(saving, "name"));
	}
	if (i > 0) {
		hr_str_puts(text, ": ");
		hr_put_fixed(text, hr_stat(cost, "total"), 2);
	}
	hr_str_putc(text, '.');
	add_sentence(list, text);
}

static void tell_autoscale(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *scale = json_object_get(capacity, "autoscale");

	if (!json_is_object(scale))
		return;
	hr_str_puts(text, "Autoscaling: aim at ");
	hr_put_value(text, hr_stat(scale, "target_ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(text, " utilization, up above ");
	hr_put_value(text, hr_stat(scale, "scale_up_ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(text, ", down below ");
	hr_put_value(text, hr_stat(scale, "scale_down_ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(text, ", ");
	hr_put_value(text, hr_stat(scale, "min_units"), HR_QUANTITY_COUNT);
	hr_str_puts(text, " to ");
	hr_put_value(text, hr_stat(scale, "max_units"), HR_QUANTITY_COUNT);
	hr_str_puts(text, " units, ");
	hr_put_value(text, hr_stat(scale, "cooldown_s") * 1000, HR_QUANTITY_DURATION_MS);
	hr_str_puts(text, json_is_true(json_object_get(scale, "limited_by_ramp"))
	                          ? " between changes; the aim is lower than planned, because "
	                            "demand rises faster than units start."
	                          : " between changes.");
	add_sentence(list, text);
}

static void tell_queue(json_t *list, const json_t *capacity, struct hr_str *text)
{
	const json_t *first = json_array_get(json_object_get(capacity, "scenarios"), 0);
	const json_t *queue = json_object_get(first, "queue");

	if (!json_is_object(queue))
		return;
	hr_str_puts(text, "As a cross-check of ");
	hr_put_cut(text, hr_json_text_at(first, "name"), 60);
	hr_str_puts(text, ", a queue with ");
	hr_put_value(text, hr_stat(queue, "servers"), HR_QUANTITY_COUNT);
	hr_str_puts(text, " servers (M/M/c; ");
	hr_put_value(text, hr_stat(queue, "units"), HR_QUANTITY_COUNT);
	hr_str_puts(text, " units, ");
	hr_put_value(text, hr_stat(queue, "service_s") * 1000, HR_QUANTITY_DURATION_MS);
	hr_str_puts(text, " a request) would make ");
	hr_put_value(text, hr_stat(queue, "wait_ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(text, " of the requests of the peak wait, and answer in ");
	hr_put_value(text, hr_stat(queue, "response_s") * 1000, HR_QUANTITY_DURATION_MS);
	hr_str_puts(text, " on average.");
	add_sentence(list, text);
}

static json_t *advice_rows(const json_t *capacity)
{
	const json_t *source;
	json_t *rows = json_array();
	size_t i;

	json_array_foreach(json_object_get(capacity, "recommendations"), i, source)
	{
		const char *kind = hr_json_text_at(source, "kind");
		bool immediate = kind != NULL && strcmp(kind, "immediate") == 0;
		json_t *row = json_object();

		hr_object_put_text(row, "kind", kind);
		hr_object_put_text(row, "priority", hr_json_text_at(source, "priority"));
		hr_object_put_text(row, "text", hr_json_text_at(source, "text"));
		set_day(row, "by", source, "by");
		put_mark(row, immediate ? "bad" : "warn");
		json_array_append_new(rows, row);
	}
	hr_list_finish(rows);
	return rows;
}

static json_t *matrix_rows(const json_t *capacity)
{
	static const char *const likelihoods[] = { "high", "medium", "low" };
	const json_t *matrix = hr_json_at(capacity, "fleet.likelihood_by_tier");
	json_t *rows = json_array();

	for (size_t i = 0; i < 3; i++) {
		const json_t *line = json_object_get(matrix, likelihoods[i]);
		json_t *row = json_object();

		hr_object_put_text(row, "likelihood", likelihoods[i]);
		json_object_set_new(row, "low",
		                    hr_value_new(hr_stat(line, "low"), HR_QUANTITY_COUNT));
		json_object_set_new(row, "standard",
		                    hr_value_new(hr_stat(line, "standard"), HR_QUANTITY_COUNT));
		json_object_set_new(row, "critical",
		                    hr_value_new(hr_stat(line, "critical"), HR_QUANTITY_COUNT));
		json_array_append_new(rows, row);
	}
	return rows;
}

json_t *hr_model_capacity(const struct hr_scene *scene)
{
	const json_t *capacity = json_object_get(scene->document, "capacity");
	json_t *section, *sentences, *rows, *scenarios, *advice;
	struct hr_str text = { 0 };

	if (!json_is_object(capacity))
		return NULL;
	section = json_object();
	sentences = json_array();
	tell_fleet(sentences, capacity, &text);
	tell_demand(sentences, capacity, &text);
	tell_models(sentences, capacity, &text);
	tell_quality(sentences, capacity, &text);
	tell_unit(sentences, capacity, &text);
	tell_queue(sentences, capacity, &text);
	tell_cost(sentences, capacity, &text);
	tell_autoscale(sentences, capacity, &text);
	rows = resource_rows(capacity);
	scenarios = scenario_rows(capacity);
	advice = advice_rows(capacity);
	json_object_set_new(section, "has_advice", json_boolean(json_array_size(advice) > 0));
	json_object_set_new(section, "advice", advice);
	json_object_set_new(section, "sentences", sentences);
	json_object_set_new(section, "has_rows", json_boolean(json_array_size(rows) > 0));
	json_object_set_new(section, "has_dates", json_boolean(has_dates(capacity)));
	json_object_set_new(section, "rows", rows);
	hr_object_put(
	        section, "left_out",
	        hr_left_out((size_t)fmax(0, hr_stat(json_object_get(capacity, "fleet"), "series")),
	                    ROWS_SHOWN));
	json_object_set_new(section, "has_scenarios", json_boolean(json_array_size(scenarios) > 0));
	json_object_set_new(section, "scenarios", scenarios);
	json_object_set_new(section, "matrix", matrix_rows(capacity));
	hr_str_release(&text);
	return section;
}
