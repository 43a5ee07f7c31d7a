/*
 * Histogram logs of HdrHistogram's HistogramLogWriter (.hlog), versions 1.0 to 1.3: a line an
 * interval, "[Tag=T,]start,length,max,base64". Tags are labels. The log does not say the unit of
 * its values; writers record nanoseconds as a rule, and so they are taken, which the report says.
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/mem.h"
#include "base/num.h"
#include "read/hdr_payload.h"
#include "read/line_split.h"
#include "record/sample.h"
#include "record/sink.h"
#include "stats/hist.h"

#define NO_TAG  "recorded values"
#define TAG     "Tag="
#define YEAR_NS (INT64_C(365) * 86400 * HR_NS_PER_S)

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_str payload;
	int64_t start_ns, base_ns; /* of the header lines; HR_INSTANT_NONE */
	uint64_t intervals;
	enum hr_err result; /* what ended the reading */
	struct hr_error error;
};

struct interval {
	struct hr_slice tag, start, length, code;
};

static bool take_field(struct hr_slice *line, struct hr_slice *field)
{
	const char *comma = line->length > 0 ? memchr(line->ptr, ',', line->length) : NULL;

	if (comma == NULL)
		return false;
	field->ptr = line->ptr;
	field->length = (size_t)(comma - line->ptr);
	line->ptr += field->length + 1;
	line->length -= field->length + 1;
	*field = hr_slice_trim(*field);
	return true;
}

/* The fields of a line; false when it is no interval. */
static bool split_interval(struct hr_slice line, struct interval *out)
{
	struct hr_slice max;

	*out = (struct interval){ .tag = { "", 0 } };
	if (hr_slice_starts(line, TAG)) {
		if (!take_field(&line, &out->tag))
			return false;
		out->tag.ptr += sizeof(TAG) - 1;
		out->tag.length -= sizeof(TAG) - 1;
	}
	if (!take_field(&line, &out->start) || !take_field(&line, &out->length) ||
	    !take_field(&line, &max))
		return false;
	out->code = hr_slice_trim(line);
	return true;
}

/* "#[StartTime: 1441812279.474 (seconds since epoch), ..." */
static void take_header(struct hr_slice line, const char *name, int64_t *out)
{
	struct hr_slice word;

	if (!hr_slice_starts(line, name))
		return;
	line.ptr += strlen(name);
	line.length -= strlen(name);
	if (hr_line_word(&line, &word))
		(void)hr_parse_scaled(word, HR_SHIFT_S, out);
}

/* As HistogramLogReader does it: stamps are since the base time; without one they are since the
 * start when they are more than a year before it, else since the epoch. */
static int64_t since_epoch(const struct hr_reader *reader, int64_t stamp_ns)
{
	int64_t origin = 0, result;

	if (reader->base_ns != HR_INSTANT_NONE)
		origin = reader->base_ns;
	else if (reader->start_ns != HR_INSTANT_NONE && stamp_ns < reader->start_ns - YEAR_NS)
		origin = reader->start_ns;
	else if (stamp_ns < YEAR_NS)
		return HR_INSTANT_NONE;
	return __builtin_add_overflow(origin, stamp_ns, &result) ? HR_INSTANT_NONE : result;
}

static void push(struct hr_reader *reader, const struct interval *interval,
                 const struct hr_hdr_values *values, const struct hr_line *line)
{
	struct hr_histogram_record record = {
		.label = interval->tag.length > 0 ? interval->tag : HR_SLICE_LITERAL(NO_TAG),
		.hist = values->hist,
		.success = true,
		.start_ns = HR_INSTANT_NONE,
		.end_ns = HR_INSTANT_NONE,
		.min_ns = values->min_ns,
		.max_ns = values->max_ns,
	};
	int64_t stamp, length;

	if (!hr_parse_scaled(interval->start, HR_SHIFT_S, &stamp) || stamp < 0 ||
	    !hr_parse_scaled(interval->length, HR_SHIFT_S, &length) || length < 0) {
		hr_read_degrade(reader->context, "the interval's start or length is no number",
		                line->number, hr_line_start(line->text));
	} else {
		record.start_ns = since_epoch(reader, stamp);
		if (record.start_ns != HR_INSTANT_NONE &&
		    __builtin_add_overflow(record.start_ns, length, &record.end_ns))
			record.end_ns = record.start_ns;
	}
	reader->context->records++;
	hr_sink_histogram(reader->context->sink, &record);
}

static void take_interval(struct hr_reader *reader, const struct interval *interval,
                          const struct hr_line *line)
{
	struct hr_hdr_values values = { hr_hist_new(), HR_UNKNOWN, HR_UNKNOWN };
	struct hr_error error = { 0 };
	enum hr_err result;

	hr_str_truncate(&reader->payload, 0);
	if (!hr_base64_decode(interval->code, &reader->payload))
		result = hr_error_set(&error, HR_EPARSE, "the histogram is not valid base64");
	else
		result = hr_hdr_decode(hr_str_slice(&reader->payload), &values, &error);
	if (result == HR_OK) {
		reader->intervals++;
		push(reader, interval, &values, line);
	} else if (result == HR_EUNSUPPORTED) {
		reader->result = result;
		reader->error = error;
		reader->error.line = line->number;
	} else {
		hr_read_reject(reader->context, error.text, line->number,
		               hr_line_start(line->text));
	}
	hr_hist_free(values.hist);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice text = hr_slice_trim(line->text);
	struct interval interval;

	if (reader->result != HR_OK || text.length == 0)
		return;
	if (line->too_long) {
		hr_read_reject(reader->context, "the line is longer than 16 MiB", line->number,
		               hr_line_start(text));
		return;
	}
	if (text.ptr[0] == '#') {
		take_header(text, "#[StartTime:", &reader->start_ns);
		take_header(text, "#[BaseTime:", &reader->base_ns);
		return;
	}
	if (text.ptr[0] == '"')
		return; /* the legend */
	if (split_interval(text, &interval))
		take_interval(reader, &interval, line);
	else
		hr_read_reject(reader->context,
		               "the line is no interval: [Tag=..,]start,length,max,histogram",
		               line->number, hr_line_start(text));
}

static struct hr_reader *hdr_log_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	reader->start_ns = HR_INSTANT_NONE;
	reader->base_ns = HR_INSTANT_NONE;
	return reader;
}

static enum hr_err hdr_log_result(const struct hr_reader *reader, struct hr_error *err)
{
	if (reader->result == HR_OK)
		return HR_OK;
	return hr_error_at(err, reader->result, NULL, reader->error.line, 0, "%s",
	                   reader->error.text);
}

static enum hr_err hdr_log_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	hr_line_split_feed(&reader->lines, bytes);
	return hdr_log_result(reader, err);
}

static enum hr_err hdr_log_finish(struct hr_reader *reader, struct hr_error *err)
{
	static const char unit[] = "the log does not say the unit of its values: "
	                           "they are taken as nanoseconds";

	hr_line_split_finish(&reader->lines);
	if (reader->intervals > 0) {
		hr_read_assume(reader->context, "%s", unit);
		hr_read_note(reader->context, unit, 0, (struct hr_slice){ "", 0 });
	}
	return hdr_log_result(reader, err);
}

static void hdr_log_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_str_release(&reader->payload);
	free(reader);
}

/* The first line that is neither remark nor legend must be an interval; base64 of every cookie
 * begins with HIST. */
static int hdr_log_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	struct interval interval;
	bool version = false;

	while (hr_line_take(&rest, &line)) {
		line = hr_slice_trim(line);
		if (hr_slice_starts(line, "#[Histogram log format version"))
			version = true;
		if (line.length == 0 || line.ptr[0] == '#' ||
		    hr_slice_starts(line, "\"StartTimestamp\""))
			continue;
		return split_interval(line, &interval) && hr_slice_starts(interval.code, "HIST")
		               ? 100
		               : 0;
	}
	return version ? 100 : 0;
}

const struct hr_format hr_format_hdr_log = {
	.name = "hdr-log",
	.title = "HdrHistogram interval log (.hlog)",
	.carries = HR_CARRIES_HISTOGRAMS,
	.sniff = hdr_log_sniff,
	.open = hdr_log_open,
	.feed = hdr_log_feed,
	.finish = hdr_log_finish,
	.free = hdr_log_free,
};
