/*
 * The XML that Taurus's final statistics write (reporting module final-stats, dump-xml): a group a
 * label, the one without a name for all of them, and in it an element a figure, its value in an
 * attribute. Times are seconds. "throughput" is the number of samples, not a rate; the rate follows
 * from the length of the test, which versions before 1.13 do not write.
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/document_reader.h"
#include "read/xml_decode.h"
#include "read/xml_head.h"
#include "read/xml_stream.h"
#include "record/run.h"

#define LABEL_BYTES  1024
#define NUMBER_BYTES 64
#define MS_PER_S     1000
#define BYTES_PER_KB 1024

struct hr_reader {
	struct hr_read_context *context;
	struct hr_xml_stream *xml;
	bool seen, in_group, in_duration;
	struct hr_str duration; /* text of <TestDuration> */
	struct hr_str label;    /* of the group */
	struct hr_aggregate figures;
	double succeeded, failed, bytes;
	uint64_t line;
};

static double number_of(struct hr_slice text)
{
	double value;

	return hr_parse_double(hr_slice_trim(text), &value) ? value : (double)NAN;
}

static void start_group(struct hr_reader *reader, const struct hr_xml_attributes *attributes)
{
	struct hr_slice label = hr_xml_attribute(attributes, "label");

	reader->in_group = true;
	reader->line = hr_xml_stream_line(reader->xml);
	hr_str_truncate(&reader->label, 0);
	reader->label.limit = LABEL_BYTES;
	if (label.length > 0)
		hr_xml_attribute_add(&reader->label, label);
	else
		hr_str_puts(&reader->label, HR_TOTAL_ROW);
	reader->figures = hr_document_no_figures((struct hr_slice){ NULL, 0 });
	reader->succeeded = reader->failed = reader->bytes = (double)NAN;
}

/* --- figures --- */

static void take_percentile(struct hr_aggregate *figures, double level, double value_ms)
{
	static const struct {
		double level;
		size_t at;
	} known[] = {
		{ 0, offsetof(struct hr_aggregate, min_ms) },
		{ 50, offsetof(struct hr_aggregate, p50_ms) },
		{ 75, offsetof(struct hr_aggregate, p75_ms) },
		{ 90, offsetof(struct hr_aggregate, p90_ms) },
		{ 95, offsetof(struct hr_aggregate, p95_ms) },
		{ 99, offsetof(struct hr_aggregate, p99_ms) },
		{ 99.9, offsetof(struct hr_aggregate, p999_ms) },
		{ 100, offsetof(struct hr_aggregate, max_ms) },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (fabs(known[i].level - level) < 1e-9)
			*(double *)(void *)((char *)figures + known[i].at) = value_ms;
}

static void take_figure(struct hr_reader *reader, const char *name,
                        const struct hr_xml_attributes *attributes)
{
	double value = number_of(hr_xml_attribute(attributes, "value"));

	if (strcmp(name, "perc") == 0)
		take_percentile(&reader->figures, number_of(hr_xml_attribute(attributes, "param")),
		                value * MS_PER_S);
	else if (strcmp(name, "avg_rt") == 0)
		reader->figures.mean_ms = value * MS_PER_S;
	else if (strcmp(name, "stdev_rt") == 0)
		reader->figures.stddev_ms = value * MS_PER_S;
	else if (strcmp(name, "succ") == 0)
		reader->succeeded = value;
	else if (strcmp(name, "fail") == 0)
		reader->failed = value;
	else if (strcmp(name, "bytes") == 0)
		reader->bytes = value;
}

static bool is_count(double value)
{
	return value >= 0 && value < 9e15 && !(floor(value) < value);
}

static void end_group(struct hr_reader *reader)
{
	struct hr_aggregate *figures = &reader->figures;
	double seconds = number_of(hr_str_slice(&reader->duration));

	reader->in_group = false;
	if (!is_count(reader->succeeded) || !is_count(reader->failed)) {
		hr_read_reject(reader->context, "a group without the numbers of succ and fail",
		               reader->line, hr_str_slice(&reader->label));
		return;
	}
	figures->label = hr_str_slice(&reader->label);
	figures->errors = (uint64_t)reader->failed;
	figures->count = (uint64_t)reader->succeeded + figures->errors;
	if (seconds > 0) {
		figures->throughput_per_s = (double)figures->count / seconds;
		figures->received_kib_per_s = reader->bytes / BYTES_PER_KB / seconds;
	}
	hr_document_aggregate(reader->context, figures);
}

/* --- elements --- */

static void on_start(void *state, const char *name, const struct hr_xml_attributes *attributes)
{
	struct hr_reader *reader = state;

	if (strcmp(name, "FinalStatus") == 0) {
		reader->seen = true;
		reader->in_group = false;
		hr_str_truncate(&reader->duration, 0);
	} else if (strcmp(name, "TestDuration") == 0) {
		reader->in_duration = true;
		reader->duration.limit = NUMBER_BYTES;
		hr_str_truncate(&reader->duration, 0);
	} else if (strcmp(name, "Group") == 0) {
		start_group(reader, attributes);
	} else if (reader->in_group) {
		take_figure(reader, name, attributes);
	}
}

static void on_end(void *state, const char *name)
{
	struct hr_reader *reader = state;

	reader->in_duration = false;
	if (reader->in_group && strcmp(name, "Group") == 0)
		end_group(reader);
}

static void on_text(void *state, struct hr_slice text)
{
	struct hr_reader *reader = state;

	if (reader->in_duration)
		hr_str_add_slice(&reader->duration, text);
}

static const struct hr_xml_handler handler = { on_start, on_end, on_text };

/* --- the format --- */

static struct hr_reader *taurus_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->xml = hr_xml_stream_new(context, &handler, reader);
	hr_read_assume(context, "percentiles: within 0.1 %%, by Taurus");
	return reader;
}

static enum hr_err taurus_feed(struct hr_reader *reader, struct hr_slice bytes,
                               struct hr_error *err)
{
	return hr_xml_stream_feed(reader->xml, bytes, err);
}

static enum hr_err taurus_finish(struct hr_reader *reader, struct hr_error *err)
{
	enum hr_err result = hr_xml_stream_finish(reader->xml, err);

	if (result != HR_OK)
		return result;
	if (!reader->seen)
		return hr_error_set(err, HR_EPARSE, "there is no <FinalStatus> in the XML");
	if (reader->in_group)
		hr_read_note(reader->context, "the file ends inside a group", reader->line,
		             hr_str_slice(&reader->label));
	return HR_OK;
}

static void taurus_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_xml_stream_free(reader->xml);
	hr_str_release(&reader->duration);
	hr_str_release(&reader->label);
	free(reader);
}

static int taurus_sniff(const struct hr_peek *peek)
{
	return hr_xml_looks_like(peek->head, "<FinalStatus") ? 98 : 0;
}

const struct hr_format hr_format_taurus_stats = {
	.name = "taurus-stats",
	.title = "Taurus final statistics, dump-xml",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = taurus_sniff,
	.open = taurus_open,
	.feed = taurus_feed,
	.finish = taurus_finish,
	.free = taurus_free,
};
