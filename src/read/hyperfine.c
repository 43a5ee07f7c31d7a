/*
 * JSON of `hyperfine --export-json`: seconds; a sample a run of each command, or its figures alone
 * where the single times were left out.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <stdio.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define MS_PER_S 1e3
#define NO_NAME  "command"

static void push_run(struct hr_read_context *context, struct hr_slice label, const json_t *time,
                     const json_t *exit_code)
{
	struct hr_sample sample = hr_read_request(context, label);
	char code[32];

	sample.success = exit_code == NULL ||
	                 (json_is_integer(exit_code) && json_integer_value(exit_code) == 0);
	if (!hr_json_duration(time, HR_SHIFT_S, &sample.elapsed_ns)) {
		hr_read_reject(context, "the time of a run is no number in range", 0, label);
		return;
	}
	sample.failed = sample.success ? 0 : 1;
	if (!sample.success && json_is_integer(exit_code)) {
		snprintf(code, sizeof(code), "exit %" JSON_INTEGER_FORMAT,
		         json_integer_value(exit_code));
		sample.code = hr_slice_of(code);
	} else if (!sample.success) {
		sample.code = HR_SLICE_LITERAL("killed");
	}
	hr_read_sample(context, &sample);
}

static void push_figures(struct hr_read_context *context, struct hr_slice label,
                         const json_t *result, const json_t *exit_codes)
{
	struct hr_aggregate aggregate = hr_document_no_figures(label);

	aggregate.count = json_array_size(exit_codes);
	for (size_t i = 0; i < json_array_size(exit_codes); i++) {
		const json_t *code = json_array_get(exit_codes, i);

		if (!json_is_integer(code) || json_integer_value(code) != 0)
			aggregate.errors++;
	}
	aggregate.mean_ms = hr_json_figure(result, "mean") * MS_PER_S;
	aggregate.stddev_ms = hr_json_figure(result, "stddev") * MS_PER_S;
	aggregate.min_ms = hr_json_figure(result, "min") * MS_PER_S;
	aggregate.max_ms = hr_json_figure(result, "max") * MS_PER_S;
	aggregate.p50_ms = hr_json_figure(result, "median") * MS_PER_S;
	if (aggregate.mean_ms >= 0)
		hr_document_aggregate(context, &aggregate);
	else
		hr_read_reject(context, "a result with neither times nor mean", 0, label);
}

static void take_result(struct hr_read_context *context, const json_t *result)
{
	const json_t *times = json_object_get(result, "times");
	const json_t *exit_codes = json_object_get(result, "exit_codes");
	struct hr_slice label = hr_json_string(result, "command");

	if (label.length == 0)
		label = HR_SLICE_LITERAL(NO_NAME);
	if (json_array_size(times) == 0) {
		push_figures(context, label, result, exit_codes);
		return;
	}
	for (size_t i = 0; i < json_array_size(times); i++)
		push_run(context, label, json_array_get(times, i), json_array_get(exit_codes, i));
}

static void take_results(struct hr_read_context *context, json_t *document)
{
	const json_t *results = json_object_get(document, "results");

	if (!json_is_array(results))
		hr_read_reject(context, "no list of results", 0, (struct hr_slice){ "", 0 });
	hr_read_assume(context, "times are seconds; there is no time of day");
	for (size_t i = 0; i < json_array_size(results); i++)
		take_result(context, json_array_get(results, i));
}

static enum hr_err hyperfine_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the export of hyperfine", take_results, err);
}

static int hyperfine_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"results\"", "\"command\"", "\"mean\"",
		                              "\"median\"",  "\"system\"",  NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 95 : 0;
}

const struct hr_format hr_format_hyperfine = {
	.name = "hyperfine",
	.title = "hyperfine --export-json",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_AGGREGATES,
	.sniff = hyperfine_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = hyperfine_finish,
	.free = hr_document_free,
};
