/*
 * Post-mortems in Markdown, one an incident, else one an outage: the template
 * postmortem.md.mustache, filled with what the document knows.
 */
#include <config.h>

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "document/jsonx.h"
#include "mustache/mustache.h"
#include "render/escape.h"
#include "render/exported.h"
#include "render/form_part.h"
#include "render/model_part.h"
#include "render/template_store.h"

#define TEMPLATE      "postmortem.md.mustache"
#define INCIDENTS_MAX 20
#define NOTES_MAX     200

static void put_when(struct hr_str *out, const struct hr_scene *scene, int64_t at_ns)
{
	char text[HR_INSTANT_TEXT_SIZE];

	hr_instant_format_human(at_ns, hr_scene_zone(scene), text);
	hr_str_puts(out, text);
}

static void put_length(struct hr_str *out, double seconds)
{
	hr_put_value(out, seconds * 1000, HR_QUANTITY_DURATION_MS);
}

/* --- timeline --- */

struct note {
	int64_t at_ns;
	const char *text; /* borrowed */
};

static int by_time(const void *left, const void *right)
{
	const struct note *a = left, *b = right;

	if (a->at_ns != b->at_ns)
		return a->at_ns < b->at_ns ? -1 : 1;
	return strcmp(a->text, b->text);
}

/* Stamps and notes of an incident together, in order of time; gives an array (free()). */
static struct note *notes_of(const json_t *incident, size_t *count)
{
	static const struct {
		const char *key, *text;
	} stamps[] = {
		{ "start", "It began." },
		{ "detected", "It was detected." },
		{ "acknowledged", "It was acknowledged." },
		{ "escalated", "It was escalated." },
		{ "end", "It was over." },
	};
	const json_t *list = json_object_get(incident, "timeline"), *item;
	struct note *notes = hr_zalloc(NOTES_MAX + sizeof(stamps) / sizeof(stamps[0]),
	                               sizeof(*notes));
	size_t i;

	*count = 0;
	for (i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		int64_t at_ns = hr_instant_at(incident, stamps[i].key);

		if (at_ns != HR_INSTANT_NONE)
			notes[(*count)++] = (struct note){ at_ns, stamps[i].text };
	}
	json_array_foreach(list, i, item)
	{
		const char *text = hr_json_text_at(item, "text");

		if (i < NOTES_MAX && text != NULL && hr_instant_at(item, "at") != HR_INSTANT_NONE)
			notes[(*count)++] = (struct note){ hr_instant_at(item, "at"), text };
	}
	qsort(notes, *count, sizeof(*notes), by_time);
	return notes;
}

static json_t *timeline_of(const struct hr_scene *scene, const json_t *incident)
{
	size_t count;
	struct note *notes = notes_of(incident, &count);
	int64_t start_ns = hr_instant_at(incident, "start");
	json_t *rows = json_array();
	struct hr_str text = { 0 };

	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();

		hr_str_truncate(&text, 0);
		put_when(&text, scene, notes[i].at_ns);
		hr_object_put_text(row, "at", hr_str_text(&text));
		hr_str_truncate(&text, 0);
		put_length(&text, hr_span_s(start_ns, notes[i].at_ns));
		hr_object_put_text(row, "after", hr_str_text(&text));
		hr_object_put_text(row, "text", notes[i].text);
		json_array_append_new(rows, row);
	}
	free(notes);
	hr_str_release(&text);
	return rows;
}

/* --- what the recording knows --- */

/* Requests that ended while it lasted, by whole intervals. */
static void put_failed(json_t *out, const struct hr_scene *scene, int64_t start_ns, int64_t end_ns)
{
	const struct hr_cells *cells = &scene->total->cells;
	int64_t step_ns = scene->run.grid.step_ns;
	uint64_t count = 0, errors = 0;
	struct hr_str text = { 0 };

	for (size_t i = 0; step_ns > 0 && i < cells->count; i++) {
		int64_t from_ns = (cells->first + (int64_t)i) * step_ns;

		if (from_ns + step_ns <= start_ns || from_ns >= end_ns)
			continue;
		count += cells->cells[i].count;
		errors += cells->cells[i].errors;
	}
	if (count > 0) {
		if (errors > 0)
			hr_put_value(&text, (double)errors, HR_QUANTITY_COUNT);
		else
			hr_str_puts(&text, "none");
		hr_str_puts(&text, " of ");
		hr_put_value(&text, (double)count, HR_QUANTITY_COUNT);
		hr_str_puts(&text, " recorded requests failed (");
		hr_put_value(&text, (double)errors / (double)count, HR_QUANTITY_RATIO);
		hr_str_puts(&text, ")");
	}
	hr_object_put_text(out, "failed", text.length > 0 ? hr_str_text(&text) : NULL);
	hr_str_release(&text);
}

/* Objectives that were missed over the whole recording. */
static json_t *objectives_of(const struct hr_scene *scene)
{
	const json_t *objective;
	json_t *rows = json_array();
	struct hr_str text = { 0 };
	size_t i;

	json_array_foreach(hr_json_at(scene->document, "slo.objectives"), i, objective)
	{
		const char *verdict = hr_json_text_at(objective, "verdict");
		double consumed = 1 - hr_json_number_at(objective, "budget.remaining_ratio");

		if (verdict == NULL || strcmp(verdict, "missed") != 0)
			continue;
		hr_put_cut(&text, hr_json_text_at(objective, "name"), 80);
		hr_str_puts(&text, " was missed");
		if (isfinite(consumed)) {
			hr_str_puts(&text, "; ");
			hr_put_value(&text, consumed, HR_QUANTITY_RATIO);
			hr_str_puts(&text, " of its error budget is consumed");
		}
		hr_list_add_sentence(rows, &text);
	}
	hr_str_release(&text);
	return rows;
}

/* --- one --- */

/* "9 min 30 s after it began; allowed were 5 min" */
static void put_stamp(json_t *out, const char *name, const json_t *incident, const char *stamp,
                      const char *allowed_key)
{
	const json_t *response = json_object_get(incident, "response");
	double after_s = hr_span_s(hr_instant_at(incident, "start"),
	                           hr_instant_at(incident, stamp));
	struct hr_str text = { 0 };

	if (isfinite(after_s)) {
		put_length(&text, after_s);
		hr_str_puts(&text, " after it began");
		if (allowed_key != NULL && json_is_object(response)) {
			hr_str_puts(&text, "; allowed were ");
			put_length(&text, hr_stat(response, allowed_key));
		}
	}
	hr_object_put_text(out, name, text.length > 0 ? hr_str_text(&text) : NULL);
	hr_str_release(&text);
}

static bool was_late(const json_t *incident, const char *key)
{
	const char *verdict = hr_json_text_at(json_object_get(incident, "response"), key);

	return verdict != NULL && strcmp(verdict, "fail") == 0;
}

static void put_late(json_t *out, const json_t *incident)
{
	bool answered = was_late(incident, "responded"), resolved = was_late(incident, "resolved");

	hr_object_put_text(
	        out, "late",
	        answered && resolved
	                ? "it was acknowledged and resolved later than its severity allows"
	        : answered ? "it was acknowledged later than its severity allows"
	        : resolved ? "it was resolved later than its severity allows"
	                   : NULL);
}

static void put_names(json_t *out, const char *key, const json_t *names)
{
	struct hr_str text = { 0 };
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	        hr_str_printf(&text, "%s%s", i > 0 ? ", " : "",
	                      json_is_string(name) ? json_string_value(name) : "(no name)");
	hr_object_put_text(out, key, text.length > 0 ? hr_str_text(&text) : NULL);
	hr_str_release(&text);
}

/* Of an incident, or of an outage that nobody logged. */
static json_t *incident_of(const struct hr_scene *scene, const json_t *incident)
{
	int64_t start_ns = hr_instant_at(incident, "start");
	int64_t end_ns = hr_instant_at(incident, "end");
	const char *title = hr_json_text_at(incident, "title");
	const char *name = hr_json_text_at(incident, "name");
	json_t *out = json_object(), *objectives = objectives_of(scene);
	struct hr_str text = { 0 };

	if (start_ns == HR_INSTANT_NONE)
		start_ns = scene->run.start_ns;
	put_when(&text, scene, start_ns);
	hr_object_put_text(out, "start", hr_str_text(&text));
	if (name == NULL && title == NULL) {
		char *when = hr_str_detach(&text);

		hr_str_printf(&text, "outage of %s", when);
		free(when);
		hr_object_put_text(out, "title", hr_str_text(&text));
	} else {
		hr_str_truncate(&text, 0);
		hr_str_puts(&text, title != NULL ? title : name);
		if (title != NULL && name != NULL && strcmp(title, name) != 0)
			hr_str_printf(&text, " (%s)", name);
		hr_object_put_text(out, "title", hr_str_text(&text));
	}
	hr_str_truncate(&text, 0);
	if (end_ns != HR_INSTANT_NONE)
		put_length(&text, hr_span_s(start_ns, end_ns));
	else
		hr_str_puts(&text, "not over");
	hr_object_put_text(out, "duration", hr_str_text(&text));
	hr_object_put_text(out, "service", hr_exported_suite(scene));
	for (size_t i = 0; i < 4; i++) {
		static const char *const keys[] = { "severity", "impact", "cause", "resolution" };

		hr_object_put_text(out, keys[i], hr_json_text_at(incident, keys[i]));
	}
	hr_object_put(out, "timeline", timeline_of(scene, incident));
	put_stamp(out, "detected", incident, "detected", NULL);
	put_stamp(out, "responded", incident, "acknowledged", "respond_within_s");
	put_stamp(out, "escalated", incident, "escalated", NULL);
	put_stamp(out, "resolved", incident, "end", "resolve_within_s");
	put_late(out, incident);
	put_names(out, "overlaps", json_object_get(incident, "overlaps"));
	put_names(out, "names", json_object_get(incident, "incidents"));
	put_failed(out, scene, start_ns, end_ns != HR_INSTANT_NONE ? end_ns : INT64_MAX);
	json_object_set_new(out, "has_objectives", json_boolean(json_array_size(objectives) > 0));
	hr_object_put(out, "objectives", objectives);
	hr_str_release(&text);
	return out;
}

static json_t *model_of(const struct hr_scene *scene)
{
	const json_t *list = json_object_get(scene->document, "incidents"), *item;
	json_t *model = json_object(), *incidents = json_array();
	size_t i;

	if (json_array_size(list) == 0)
		list = hr_json_at(scene->document, "reliability.outages");
	json_array_foreach(list, i, item)
	{
		if (i < INCIDENTS_MAX)
			json_array_append_new(incidents, incident_of(scene, item));
	}
	hr_list_finish(incidents);
	json_object_set_new(model, "has_incidents", json_boolean(json_array_size(incidents) > 0));
	hr_object_put(model, "incidents", incidents);
	return model;
}

enum hr_err hr_form_postmortem(const struct hr_scene *scene,
                               const struct hr_render_options *options, struct hr_str *out,
                               struct hr_error *err)
{
	struct hr_template_store *store = hr_template_store_new(options->template_dir);
	struct hr_mustache_options mustache = { .name = TEMPLATE, .escape = hr_escape_markdown };
	struct hr_slice text;
	enum hr_err code = hr_template_store_get(store, TEMPLATE, &text, err);

	if (code == HR_OK) {
		json_t *model = model_of(scene);

		code = hr_mustache_render(text, model, &mustache, out, err);
		json_decref(model);
	}
	hr_template_store_free(store);
	return code;
}
