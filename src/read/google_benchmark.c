/*
 * JSON of Google Benchmark: each row of kind "iteration" is a sample, the real time of one
 * iteration (itself a mean over many). Aggregates of repetitions are left out: they can be
 * computed.
 */
#include <config.h>

#include <jansson.h>
#include "read/formats.h"

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define NO_NAME "benchmark"

/* Decimal shift of a unit to ns; -1 unknown. Without a unit times are ns. */
static int shift_of(struct hr_slice unit)
{
	if (unit.length == 0 || hr_slice_is(unit, "ns"))
		return 0;
	if (hr_slice_is(unit, "us"))
		return 3;
	if (hr_slice_is(unit, "ms"))
		return 6;
	return hr_slice_is(unit, "s") ? 9 : -1;
}

static bool ends(struct hr_slice text, const char *suffix)
{
	size_t n = strlen(suffix);

	return text.length >= n && memcmp(text.ptr + text.length - n, suffix, n) == 0;
}

/* Files before 1.5 do not say the kind of a row: then the names tell. */
static bool is_aggregate(const json_t *row, struct hr_slice name)
{
	static const char *const suffixes[] = { "_mean", "_median", "_stddev",
		                                "_cv",   "_BigO",   "_RMS" };
	struct hr_slice kind = hr_json_string(row, "run_type");

	if (kind.length > 0)
		return !hr_slice_is(kind, "iteration");
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (ends(name, suffixes[i]))
			return true;
	return false;
}

static void take_row(struct hr_read_context *context, const json_t *row)
{
	struct hr_slice name = hr_json_string(row, "name");
	struct hr_slice run_name = hr_json_string(row, "run_name");
	struct hr_sample sample = hr_read_request(context, run_name.length > 0 ? run_name : name);
	int shift = shift_of(hr_json_string(row, "time_unit"));

	sample.success = !json_is_true(json_object_get(row, "error_occurred"));
	sample.message = hr_json_string(row, "error_message");
	if (is_aggregate(row, name))
		return;
	if (sample.label.length == 0)
		sample.label = HR_SLICE_LITERAL(NO_NAME);
	sample.failed = sample.success ? 0 : 1;
	if (sample.success &&
	    !hr_json_duration(json_object_get(row, "real_time"), shift, &sample.elapsed_ns)) {
		hr_read_reject(context, "a row without real_time in a known unit", 0, sample.label);
		return;
	}
	hr_read_sample(context, &sample);
}

static void take_rows(struct hr_read_context *context, json_t *document)
{
	const json_t *rows = json_object_get(document, "benchmarks");

	if (!json_is_array(rows))
		hr_read_reject(context, "no list of benchmarks", 0, (struct hr_slice){ "", 0 });
	hr_read_assume(context, "a sample is the real time of one iteration, rounded to ns; rows "
	                        "that sum repetitions up are left out");
	for (size_t i = 0; i < json_array_size(rows); i++)
		take_row(context, json_array_get(rows, i));
}

static enum hr_err google_benchmark_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the output of Google Benchmark", take_rows, err);
}

static int google_benchmark_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"context\"", "\"benchmarks\"", "\"real_time\"",
		                              "\"cpu_time\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 95 : 0;
}

const struct hr_format hr_format_google_benchmark = {
	.name = "google-benchmark",
	.title = "Google Benchmark, JSON",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = google_benchmark_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = google_benchmark_finish,
	.free = hr_document_free,
};
