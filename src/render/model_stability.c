/*
 * The section about stability: how a spike of load was borne, what creeps in a long run, the
 * rating, and the stretches as a table.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/model_part.h"

static void put_share(struct hr_str *out, double ratio)
{
	hr_str_puts(out, ratio > 0 ? "+" : "");
	hr_put_value(out, ratio, HR_QUANTITY_RATIO);
}

/* --- the spike --- */

static void tell_spike(json_t *list, const json_t *spike)
{
	const json_t *experiment = json_object_get(spike, "experiment");
	const char *source = hr_json_text_at(spike, "source");
	double peak = hr_stat(spike, "load_peak"), before = hr_stat(spike, "load_before");
	double recovery_s = hr_stat(experiment, "recovery_s");
	struct hr_str text = { 0 };

	if (isfinite(peak) && before > 0) {
		bool users = strcmp(source, "users") == 0;

		hr_str_puts(&text, "The load rose from ");
		hr_put_value(&text, before, users ? HR_QUANTITY_NUMBER : HR_QUANTITY_PER_S);
		hr_str_puts(&text, users ? " to " : " requests to ");
		hr_put_value(&text, peak, users ? HR_QUANTITY_NUMBER : HR_QUANTITY_PER_S);
		hr_str_puts(&text, users ? " users for " : " for ");
	} else {
		hr_str_puts(&text, "The spike lasted ");
	}
	hr_put_value(
	        &text,
	        hr_span_s(hr_instant_at(experiment, "start"), hr_instant_at(experiment, "end")) *
	                1000,
	        HR_QUANTITY_DURATION_MS);
	hr_str_putc(&text, '.');
	hr_list_add_sentence(list, &text);
	if (isfinite(recovery_s) && !(recovery_s > 0)) {
		hr_str_puts(&text, "It was as fast as before at once");
	} else if (isfinite(recovery_s)) {
		hr_str_puts(&text, "It was as fast as before ");
		hr_put_value(&text, recovery_s * 1000, HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " after it");
	} else {
		hr_str_puts(&text, "It was not as fast as before in the ");
		hr_put_value(&text, hr_stat(experiment, "recorded_after_s") * 1000,
		             HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " recorded after it");
	}
	hr_str_puts(&text, " (allowed ");
	hr_put_value(&text, hr_stat(experiment, "recovery_within_s") * 1000,
	             HR_QUANTITY_DURATION_MS);
	hr_str_puts(&text, ").");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static json_t *spike_of(const json_t *spike)
{
	const json_t *experiment = json_object_get(spike, "experiment");
	const char *outcome = hr_json_text_at(experiment, "outcome");
	bool held = outcome != NULL && strcmp(outcome, "verified") == 0;
	bool broke = outcome != NULL && strcmp(outcome, "deviated") == 0;
	json_t *out, *sentences;

	if (!json_is_object(experiment))
		return NULL;
	out = json_object();
	sentences = json_array();
	tell_spike(sentences, spike);
	hr_object_put_text(out, "word", held ? "borne" : broke ? "not borne" : "not known");
	hr_object_put_text(out, "icon", held ? "\u2714" : broke ? "\u2716" : "?");
	hr_object_put_text(out, "cls", held ? "good" : broke ? "bad" : "neutral");
	hr_object_put_text(out, "reason", hr_json_text_at(experiment, "reason"));
	hr_object_put(out, "sentences", sentences);
	hr_object_put(out, "rows", hr_model_criteria(experiment));
	return out;
}

/* --- endurance --- */

static json_t *slope_row(const json_t *slope, const char *name, const char *host, json_t *level,
                         json_t *per_h)
{
	bool creeps = json_is_true(json_object_get(slope, "creeps"));
	bool known = isfinite(hr_stat(slope, "change"));
	struct hr_str text = { 0 };
	json_t *row = json_object();

	hr_object_put_text(row, "name", name);
	hr_object_put_text(row, "host", host);
	hr_object_put(row, "level", level);
	hr_object_put(row, "per_h", per_h);
	if (known) {
		put_share(&text, hr_stat(slope, "change"));
		hr_object_put(row, "change", hr_value_text(hr_str_text(&text)));
		hr_str_truncate(&text, 0);
		put_share(&text, hr_stat(slope, "change_low"));
		hr_str_puts(&text, " to ");
		put_share(&text, hr_stat(slope, "change_high"));
		hr_object_put(row, "interval", hr_value_text(hr_str_text(&text)));
	} else {
		hr_object_put(row, "change", hr_value_text(NULL));
		hr_object_put(row, "interval", hr_value_text(NULL));
	}
	hr_str_truncate(&text, 0);
	put_share(&text, hr_stat(slope, "limit"));
	hr_object_put(row, "limit", hr_value_text(hr_str_text(&text)));
	hr_object_put_text(row, "verdict", !known ? "too few values" : creeps ? "creeps" : "holds");
	hr_object_put_text(row, "icon", !known ? "?" : creeps ? "\u2716" : "\u2714");
	hr_object_put_text(row, "cls", !known ? "neutral" : creeps ? "bad" : "good");
	hr_str_release(&text);
	return row;
}

static json_t *with_sign(double value, enum hr_quantity quantity, const char *unit)
{
	struct hr_str text = { 0 };
	json_t *out;

	if (!isfinite(value))
		return hr_value_text(NULL);
	hr_str_puts(&text, value > 0 ? "+" : "");
	hr_put_value(&text, value, quantity);
	hr_str_printf(&text, "%s", unit);
	out = hr_value_text(hr_str_text(&text));
	hr_str_release(&text);
	return out;
}

/* Bytes have prefixes of their own; other units stand behind the number. */
static json_t *memory_row(const json_t *memory)
{
	const json_t *slope = json_object_get(memory, "slope");
	const char *unit = hr_json_text_at(memory, "unit");
	bool bytes = unit != NULL && (strcmp(unit, "bytes") == 0 || strcmp(unit, "B") == 0 ||
	                              strcmp(unit, "byte") == 0);
	enum hr_quantity quantity = bytes ? HR_QUANTITY_BYTES : HR_QUANTITY_NUMBER;
	struct hr_str level = { 0 };
	json_t *row;

	hr_put_value(&level, hr_stat(slope, "level"), quantity);
	if (!bytes && unit != NULL && unit[0] != '\0')
		hr_str_printf(&level, "\u202f%s", unit);
	row = slope_row(slope, hr_json_text_at(memory, "name"), hr_json_text_at(memory, "host"),
	                hr_value_text(hr_str_text(&level)),
	                with_sign(hr_stat(slope, "per_h"), quantity, "/h"));
	hr_str_release(&level);
	return row;
}

static json_t *slope_rows(const json_t *endurance)
{
	static const struct {
		const char *key, *name;
		enum hr_quantity quantity;
	} figures[] = {
		{ "p95", "p95", HR_QUANTITY_DURATION_MS },
		{ "error_ratio", "failures", HR_QUANTITY_RATIO },
		{ "throughput", "throughput", HR_QUANTITY_PER_S },
	};
	const json_t *slopes = json_object_get(endurance, "slopes"), *memory;
	json_t *rows = json_array();
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		const json_t *slope = json_object_get(slopes, figures[i].key);

		json_array_append_new(
		        rows, slope_row(slope, figures[i].name, NULL,
		                        hr_value_new(hr_stat(slope, "level"), figures[i].quantity),
		                        with_sign(hr_stat(slope, "per_h"), figures[i].quantity,
		                                  " an hour")));
	}
	json_array_foreach(json_object_get(endurance, "memory"), i, memory)
	        json_array_append_new(rows, memory_row(memory));
	hr_list_finish(rows);
	return rows;
}

static json_t *bucket_rows(const struct hr_scene *scene, const json_t *endurance)
{
	static const struct {
		const char *key, *stat;
		enum hr_quantity quantity;
	} columns[] = {
		{ "count", "count", HR_QUANTITY_COUNT },
		{ "errors", "error_ratio", HR_QUANTITY_RATIO },
		{ "throughput", "throughput_per_s", HR_QUANTITY_PER_S },
		{ "mean", "mean_ms", HR_QUANTITY_DURATION_MS },
		{ "p50", "p50_ms", HR_QUANTITY_DURATION_MS },
		{ "p95", "p95_ms", HR_QUANTITY_DURATION_MS },
	};
	json_t *rows = json_array();
	const json_t *bucket;
	size_t i;

	json_array_foreach(json_object_get(endurance, "buckets"), i, bucket)
	{
		json_t *row = json_object();

		hr_object_put(
		        row, "start",
		        hr_value_instant(hr_instant_at(bucket, "start"), hr_scene_zone(scene)));
		for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++)
			hr_object_put(row, columns[c].key,
			              hr_value_new(hr_stat(bucket, columns[c].stat),
			                           columns[c].quantity));
		json_array_append_new(rows, row);
	}
	hr_list_finish(rows);
	return rows;
}

static json_t *endurance_of(const struct hr_scene *scene, const json_t *endurance)
{
	const char *rating = hr_json_text_at(endurance, "rating");
	const char *without = hr_json_text_at(endurance, "rating_without_drift");
	json_t *out = json_object();
	struct hr_str text = { 0 };

	hr_object_put_text(out, "unknown", hr_json_text_at(endurance, "reason"));
	json_object_set_new(out, "has_rows", json_boolean(rating != NULL));
	hr_object_put_text(out, "rating", rating);
	hr_object_put_text(out, "cls",
	                   rating == NULL                ? "neutral"
	                   : strcmp(rating, "poor") == 0 ? "bad"
	                   : strcmp(rating, "fair") == 0 ? "warn"
	                                                 : "good");
	if (rating != NULL) {
		hr_put_value(&text, hr_stat(endurance, "error_ratio"), HR_QUANTITY_RATIO);
		hr_str_puts(&text, " of requests failed, p95 spreads by ");
		hr_put_value(&text, hr_stat(endurance, "p95_spread_ms"), HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, " between stretches");
		if (without != NULL && strcmp(without, rating) != 0)
			hr_str_printf(&text, "; %s but for what creeps", without);
		hr_str_puts(&text, ". Looked at: ");
		hr_put_value(&text,
		             hr_span_s(hr_instant_at(endurance, "start"),
		                       hr_instant_at(endurance, "end")) *
		                     1000,
		             HR_QUANTITY_DURATION_MS);
		hr_str_printf(&text, " in %zu stretches, without ramps.",
		              json_array_size(json_object_get(endurance, "buckets")));
	}
	hr_object_put_text(out, "text", hr_str_text(&text));
	hr_object_put(out, "rows", rating != NULL ? slope_rows(endurance) : NULL);
	hr_object_put(out, "buckets", rating != NULL ? bucket_rows(scene, endurance) : NULL);
	hr_str_release(&text);
	return out;
}

json_t *hr_model_stability(const struct hr_scene *scene)
{
	const json_t *section = json_object_get(scene->document, "stability");
	const json_t *endurance = json_object_get(section, "endurance");
	json_t *spike = spike_of(json_object_get(section, "spike")), *out;

	if (spike == NULL && !json_is_object(endurance))
		return NULL;
	out = json_object();
	hr_object_put(out, "spike", spike);
	hr_object_put(out, "endurance",
	              json_is_object(endurance) ? endurance_of(scene, endurance) : NULL);
	return out;
}
