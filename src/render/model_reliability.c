/*
 * The section about reliability: mean times in sentences, the scorecard, outages, and the incident
 * log with what its severities allow.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/model_part.h"

#define ROWS_MAX 60

/* --- sentences --- */

static bool is_by_incidents(const json_t *section)
{
	return strcmp(hr_word_at(section, "source"), "incidents") == 0;
}

static void tell_availability(json_t *list, const json_t *section)
{
	size_t outages = json_array_size(json_object_get(section, "outages"));
	double up_s = hr_stat(section, "up_s"), down_s = hr_stat(section, "down_s");
	struct hr_str text = { 0 };

	hr_str_puts(&text, "It was up ");
	hr_put_value(&text, hr_stat(section, "availability"), HR_QUANTITY_RATIO);
	hr_str_puts(&text, " of ");
	hr_put_seconds(&text, up_s + down_s);
	if (outages == 0) {
		hr_str_puts(&text, ", without an outage");
	} else {
		hr_str_puts(&text, ": ");
		hr_put_count(&text, outages, "outage", "outages");
		hr_str_puts(&text, ", ");
		hr_put_seconds(&text, down_s);
		hr_str_puts(&text, " down");
	}
	hr_str_puts(&text, is_by_incidents(section) ? ", by the incident log."
	                                            : ", by the requests that failed.");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void tell_mtbf(json_t *list, const json_t *section)
{
	double mtbf_s = hr_stat(section, "mtbf_s"), high_s = hr_stat(section, "mtbf_high_s");
	struct hr_str text = { 0 };

	if (!isfinite(mtbf_s)) {
		if (isfinite(hr_stat(section, "mtbf_at_least_s"))) {
			hr_str_puts(&text, "The mean time between failures is at least ");
			hr_put_seconds(&text, hr_stat(section, "mtbf_at_least_s"));
			hr_str_puts(&text, " (95\u202f% confidence, one-sided); nothing failed.");
			hr_list_add_sentence(list, &text);
		}
		hr_str_release(&text);
		return;
	}
	hr_str_puts(&text, "Mean time between failures ");
	hr_put_seconds(&text, mtbf_s);
	hr_str_puts(&text, " (95\u202f% interval ");
	hr_put_seconds(&text, hr_stat(section, "mtbf_low_s"));
	hr_str_puts(&text, " to ");
	hr_put_seconds(&text, high_s);
	hr_str_puts(&text, ").");
	hr_list_add_sentence(list, &text);
	hr_str_release(&text);
}

static void put_mean(struct hr_str *text, const char *what, double seconds)
{
	if (!isfinite(seconds))
		return;
	hr_str_printf(text, "%s%s ", text->length > 0 ? ", " : "", what);
	hr_put_seconds(text, seconds);
}

static void tell_repair(json_t *list, const json_t *section)
{
	struct hr_str text = { 0 };

	put_mean(&text, "mean time to repair", hr_stat(section, "mttr_s"));
	if (text.length > 0) {
		hr_str_puts(&text, " (target ");
		hr_put_seconds(&text, hr_stat(section, "mttr_target_s"));
		hr_str_putc(&text, ')');
	}
	put_mean(&text, "to detect", hr_stat(section, "mttd_s"));
	put_mean(&text, "to acknowledge", hr_stat(section, "mtta_s"));
	if (text.length > 0) {
		text.data[0] = (char)(text.data[0] == 'm' ? 'M' : 'T');
		hr_str_putc(&text, '.');
		hr_list_add_sentence(list, &text);
	}
	hr_str_release(&text);
}

/* --- scorecard --- */

static json_t *part_row(const json_t *part)
{
	double score = hr_stat(part, "score");
	json_t *row = json_object();

	hr_object_put_text(row, "name", hr_json_text_at(part, "name"));
	hr_object_put(row, "score", hr_value_new(score, HR_QUANTITY_NUMBER));
	hr_object_put(row, "weight",
	              isfinite(score) ? hr_value_new(hr_stat(part, "weight"), HR_QUANTITY_RATIO)
	                              : hr_value_text(NULL));
	hr_object_put_text(row, "objective", hr_json_text_at(part, "objective"));
	hr_object_put(row, "consumed",
	              hr_value_new(hr_stat(part, "consumed_ratio"), HR_QUANTITY_RATIO));
	hr_object_put_text(row, "formula",
	                   isfinite(score) ? hr_json_text_at(part, "formula")
	                                   : "nothing to go by: left out");
	hr_object_put_text(row, "cls", !isfinite(score) ? "neutral" : score >= 50 ? "good" : "bad");
	return row;
}

static json_t *scorecard_of(const json_t *section)
{
	const json_t *score = json_object_get(section, "score"), *part;
	const char *grade = hr_json_text_at(score, "grade");
	json_t *out, *rows;
	size_t i;

	if (grade == NULL)
		return NULL;
	out = json_object();
	rows = json_array();
	json_array_foreach(json_object_get(score, "parts"), i, part)
	        json_array_append_new(rows, part_row(part));
	hr_list_finish(rows);
	hr_object_put_text(out, "grade", grade);
	hr_object_put(out, "total", hr_value_fixed(hr_stat(score, "total"), 1, 1, ""));
	hr_object_put_text(out, "why",
	                   grade[0] == 'A' ? "every objective is met"
	                                   : "not every objective is met, so the score decides: B "
	                                     "from 80, C from 70, D from 60");
	hr_object_put_text(out, "cls",
	                   strchr("AB", grade[0]) != NULL   ? "good"
	                   : strchr("CD", grade[0]) != NULL ? "warn"
	                                                    : "bad");
	hr_object_put(out, "rows", rows);
	return out;
}

/* --- outages and incidents --- */

/* "INC-41, INC-42" */
static void put_names(json_t *row, const char *key, const json_t *names)
{
	struct hr_str text = { 0 };
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		hr_str_puts(&text, i > 0 ? ", " : "");
		hr_put_cut(&text, json_string_value(name), 60);
	}
	hr_object_put_text(row, key, text.length > 0 ? hr_str_text(&text) : NULL);
	hr_str_release(&text);
}

static json_t *outage_row(const struct hr_scene *scene, const json_t *outage)
{
	json_t *row = json_object();
	int64_t end_ns = hr_instant_at(outage, "end");

	hr_object_put(row, "start",
	              hr_value_instant(hr_instant_at(outage, "start"), hr_scene_zone(scene)));
	hr_object_put(row, "end",
	              end_ns != HR_INSTANT_NONE ? hr_value_instant(end_ns, hr_scene_zone(scene))
	                                        : hr_value_text("not over"));
	hr_object_put(row, "duration", hr_value_seconds(outage, "duration_s"));
	put_names(row, "names", json_object_get(outage, "incidents"));
	return row;
}

/* From the start of an incident to one of its stamps. */
static json_t *after_start(const json_t *incident, const char *key)
{
	return hr_value_new(
	        hr_span_s(hr_instant_at(incident, "start"), hr_instant_at(incident, key)) * 1000,
	        HR_QUANTITY_DURATION_MS);
}

/* "in 3 min, allowed 15 min" as {text, icon, cls} */
static json_t *response_of(const json_t *incident, const char *stamp, const char *verdict_key,
                           const char *allowed_key)
{
	const json_t *response = json_object_get(incident, "response");
	const char *verdict = hr_json_text_at(response, verdict_key);
	json_t *out = json_object(), *took = after_start(incident, stamp);
	bool done = hr_instant_at(incident, stamp) != HR_INSTANT_NONE;
	bool late = verdict != NULL && strcmp(verdict, "fail") == 0;
	bool held = verdict != NULL && strcmp(verdict, "pass") == 0;
	struct hr_str text = { 0 };

	hr_str_puts(&text, done ? hr_value_get_text(took) : "not yet");
	if (json_is_object(response)) {
		hr_str_puts(&text, " of ");
		hr_put_seconds(&text, hr_stat(response, allowed_key));
	}
	hr_object_put_text(out, "text", hr_str_text(&text));
	hr_object_put_text(out, "icon", late ? "\u2716" : held ? "\u2714" : NULL);
	hr_object_put_text(out, "cls", late ? "bad" : held ? "good" : "neutral");
	json_decref(took);
	hr_str_release(&text);
	return out;
}

static json_t *incident_row(const struct hr_scene *scene, const json_t *incident)
{
	json_t *row = json_object();
	const char *title = hr_json_text_at(incident, "title");
	const char *name = hr_json_text_at(incident, "name");

	hr_object_put_text(row, "name", name);
	hr_object_put_text(row, "title",
	                   title != NULL && name != NULL && strcmp(title, name) != 0 ? title
	                                                                             : NULL);
	hr_object_put_text(row, "severity", hr_json_text_at(incident, "severity"));
	hr_object_put_text(row, "cause", hr_json_text_at(incident, "cause"));
	hr_object_put(row, "start",
	              hr_value_instant(hr_instant_at(incident, "start"), hr_scene_zone(scene)));
	hr_object_put(row, "detected", after_start(incident, "detected"));
	hr_object_put(row, "responded",
	              response_of(incident, "acknowledged", "responded", "respond_within_s"));
	hr_object_put(row, "resolved",
	              response_of(incident, "end", "resolved", "resolve_within_s"));
	put_names(row, "overlaps", json_object_get(incident, "overlaps"));
	return row;
}

static void put_rows(const struct hr_scene *scene, json_t *out, const char *key, const json_t *list,
                     json_t *(*row_of)(const struct hr_scene *scene, const json_t *item))
{
	struct hr_str name = { 0 };
	json_t *rows = json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		if (i < ROWS_MAX)
			json_array_append_new(rows, row_of(scene, item));
	}
	hr_list_finish(rows);
	hr_str_printf(&name, "has_%s", key);
	json_object_set_new(out, hr_str_text(&name), json_boolean(json_array_size(rows) > 0));
	hr_str_truncate(&name, 0);
	hr_str_printf(&name, "%s_left_out", key);
	hr_object_put(out, hr_str_text(&name), hr_left_out(json_array_size(list), ROWS_MAX));
	hr_object_put(out, key, rows);
	hr_str_release(&name);
}

json_t *hr_model_reliability(const struct hr_scene *scene)
{
	const json_t *section = json_object_get(scene->document, "reliability");
	json_t *out, *sentences;

	if (!json_is_object(section) || hr_json_text_at(section, "source") == NULL)
		return NULL;
	out = json_object();
	sentences = json_array();
	tell_availability(sentences, section);
	tell_mtbf(sentences, section);
	tell_repair(sentences, section);
	hr_object_put(out, "sentences", sentences);
	hr_object_put(out, "scorecard", scorecard_of(section));
	json_object_set_new(out, "by_incidents", json_boolean(is_by_incidents(section)));
	put_rows(scene, out, "outages", json_object_get(section, "outages"), outage_row);
	put_rows(scene, out, "incidents", json_object_get(scene->document, "incidents"),
	         incident_row);
	return out;
}
