/*
 * How the figures came about: inputs with their identity, definitions, settings.
 */
#include <config.h>

#include "base/instant.h"
#include "base/zone.h"
#include "document/jsonx.h"
#include "render/model_part.h"
#include "stats/quantile.h"

#define INPUT_ROWS_MAX 50

static void add(json_t *list, const char *term, struct hr_str *text)
{
	json_t *item = json_object();

	hr_object_put_text(item, "term", term);
	hr_object_put_text(item, "text", hr_str_text(text));
	json_array_append_new(list, item);
	hr_str_truncate(text, 0);
}

static void put_quantile_method(struct hr_str *text, enum hr_quantile_method method)
{
	switch (method) {
	case HR_QUANTILE_R6:
		hr_str_puts(text, "Hyndman and Fan, definition 6 (R6): position p(n+1), linear "
		                  "between neighbours, as JMeter prints it");
		break;
	case HR_QUANTILE_R7:
		hr_str_puts(text, "Hyndman and Fan, definition 7 (R7): position p(n\xe2\x88\x92"
		                  "1)+1, linear between neighbours, as k6 and pandas print it");
		break;
	case HR_QUANTILE_NEAREST:
		hr_str_puts(text, "nearest rank: the smallest time with at least this share of "
		                  "requests at or below it");
		break;
	}
}

static bool is_exact(const struct hr_label *label)
{
	return (label->ok.hist == NULL || hr_hist_exact(label->ok.hist)) &&
	       (label->failed.hist == NULL || hr_hist_exact(label->failed.hist));
}

static void add_percentiles(json_t *list, const struct hr_scene *scene, struct hr_str *text)
{
	if (scene->total->source == HR_SOURCE_AGGREGATE) {
		hr_str_puts(text, "the recording's own row " HR_TOTAL_ROW
		                  ", as the tool that wrote it computed it");
		add(list, "Total", text);
	}
	if (hr_scene_put_aggregates(scene, text))
		add(list, "Aggregates", text);
	if (scene->total->count == 0)
		return;
	put_quantile_method(text, scene->options.method);
	hr_str_puts(text, scene->run.rebuilt
	                          ? "; over the whole window, rebuilt from the histograms of its "
	                            "intervals with at most 3.2 % relative error, as is the "
	                            "standard deviation"
	                  : is_exact(scene->total)
	                          ? "; over the whole run, from exact counts of whole milliseconds"
	                          : "; over the whole run, "
	                            "from a histogram with at most 0.05 % relative error");
	add(list, "Percentiles", text);
	hr_str_puts(text, "percentiles of single intervals are within 3.2 %, the rest is exact");
	add(list, "Over time", text);
	hr_str_puts(text, scene->options.sub_results_apart
	                          ? "all requests but sub-results; transactions are counted apart"
	                          : "all requests with their sub-results, as in JMeter; "
	                            "transactions are counted apart");
	add(list, "Total", text);
}

static void add_apdex(json_t *list, const struct hr_scene *scene, struct hr_str *text)
{
	const struct hr_document_options *options = &scene->options;

	if (options->apdex_satisfied_ns <= 0 || scene->total->count == 0)
		return;
	hr_str_puts(text, "satisfied within ");
	hr_put_value(text, (double)options->apdex_satisfied_ns / 1e6, HR_QUANTITY_DURATION_MS);
	hr_str_puts(text, ", tolerating within ");
	hr_put_value(text, (double)options->apdex_tolerated_ns / 1e6, HR_QUANTITY_DURATION_MS);
	hr_str_puts(text, ", failures frustrated");
	if (options->apdex_rule_count > 0)
		hr_str_puts(text, "; some labels have limits of their own");
	add(list, "APDEX", text);
}

static void put_bound(struct hr_str *text, int64_t instant_ns, const struct hr_zone *zone,
                      const char *open)
{
	char when[HR_INSTANT_TEXT_SIZE];

	if (instant_ns == HR_INSTANT_NONE) {
		hr_str_puts(text, open);
		return;
	}
	hr_instant_format_human(instant_ns, zone, when);
	hr_str_puts(text, when);
}

static void add_times(json_t *list, const struct hr_scene *scene, struct hr_str *text)
{
	const struct hr_document_options *options = &scene->options;
	const struct hr_zone *zone = hr_scene_zone(scene);

	if (options->window_from_ns != HR_INSTANT_NONE ||
	    options->window_to_ns != HR_INSTANT_NONE) {
		put_bound(text, options->window_from_ns, zone, "start");
		hr_str_puts(text, " to ");
		put_bound(text, options->window_to_ns, zone, "end");
		if (options->window_steady)
			hr_str_puts(text, ", the steady state by MSER-5");
		if (options->window_snapped)
			hr_str_puts(text, ", cut at borders of intervals");
		add(list, "Window", text);
	}
	if (scene->run.grid.first <= scene->run.grid.last && scene->run.grid.step_ns > 0) {
		hr_put_value(text, (double)scene->run.grid.step_ns / 1e6, HR_QUANTITY_DURATION_MS);
		hr_str_puts(text, ", at multiples since 1970; "
		                  "a request belongs to the interval it ended in");
		add(list, "Interval", text);
	}
	hr_str_puts(text, hr_zone_name(zone));
	add(list, "Time zone", text);
}

static void add_tool(json_t *list, const struct hr_scene *scene, struct hr_str *text)
{
	const char *name = hr_json_text_at(scene->document, "tool.name");
	const char *version = hr_json_text_at(scene->document, "tool.version");
	const char *generated = hr_json_text_at(scene->document, "generated");
	const json_t *seed = json_object_get(scene->document, "seed");

	hr_str_printf(text, "%s %s, document %s", name != NULL ? name : "headroom",
	              version != NULL ? version : "", HR_DOCUMENT_SCHEMA);
	add(list, "Tool", text);
	if (generated != NULL) {
		hr_str_puts(text, generated);
		add(list, "Generated", text);
	}
	if (json_is_integer(seed)) {
		hr_str_printf(text, "%lld", (long long)json_integer_value(seed));
		add(list, "Seed", text);
	}
}

static json_t *inputs_of(const struct hr_run *run)
{
	json_t *rows = json_array();
	size_t i;

	for (i = 0; i < run->input_count && i < INPUT_ROWS_MAX; i++) {
		const struct hr_run_input *input = &run->inputs[i];
		json_t *row = json_object();

		json_object_set_new(row, "path", hr_value_text(input->path));
		json_object_set_new(row, "format", hr_value_text(input->format));
		json_object_set_new(row, "bytes",
		                    hr_value_new((double)input->bytes, HR_QUANTITY_BYTES));
		json_object_set_new(row, "records",
		                    hr_value_new((double)input->records, HR_QUANTITY_COUNT));
		json_object_set_new(row, "rejected",
		                    hr_value_new((double)input->rejected, HR_QUANTITY_COUNT));
		json_object_set_new(row, "degraded",
		                    hr_value_new((double)input->degraded, HR_QUANTITY_COUNT));
		json_object_set_new(row, "hash", hr_value_text(input->digest));
		json_array_append_new(rows, row);
	}
	hr_list_finish(rows);
	return rows;
}

json_t *hr_model_method(const struct hr_scene *scene)
{
	json_t *section = json_object(), *definitions = json_array(), *inputs;
	struct hr_str text = { 0 };

	add_percentiles(definitions, scene, &text);
	add_apdex(definitions, scene, &text);
	add_times(definitions, scene, &text);
	add_tool(definitions, scene, &text);
	hr_str_release(&text);
	hr_list_finish(definitions);
	json_object_set_new(section, "definitions", definitions);
	inputs = inputs_of(&scene->run);
	json_object_set_new(section, "has_inputs", json_boolean(json_array_size(inputs) > 0));
	json_object_set_new(section, "inputs", inputs);
	hr_object_put(section, "left_out",
	              hr_left_out((size_t)hr_run_all_inputs(&scene->run), INPUT_ROWS_MAX));
	return section;
}
