/*
 * What JMeter's Summariser prints on the console and into jmeter.log:
 *   summary +    186 in 00:00:43 =    4.3/s Avg:   536 Min:     5 Max:  4617 Err:     0 (0.00%)
 *   summary =   1255 in 00:03:37 =    5.8/s Avg:   330 Min:     5 Max:  5628 Err:     0 (0.00%)
 * A line with "+" is of the time since the one before, one with "=" of the whole test: the last "="
 * of a name is its result. "=" appears from the second line on, so a name that has none is told by
 * its "+". Other lines of the log mean nothing here.
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "read/line_split.h"
#include "record/sample.h"
#include "record/sink.h"

#define NAMES_MAX  100
#define NAME_BYTES 200

/* One line; the name is borrowed. */
struct summary {
	struct hr_slice name;
	bool whole; /* "=" */
	uint64_t count, errors;
	double rate, mean, min, max;
};

struct result {
	char *name;
	struct summary last; /* its name unused */
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct result results[NAMES_MAX];
	size_t count;
};

static bool take_figure(struct hr_slice *rest, const char *key, double *out)
{
	struct hr_slice word;

	return hr_line_word(rest, &word) && hr_slice_is(word, key) && hr_line_word(rest, &word) &&
	       hr_parse_double(word, out);
}

/* What follows "+" or "=". */
static bool read_figures(struct hr_slice rest, struct summary *out)
{
	struct hr_slice word;
	double errors;

	if (!hr_line_word(&rest, &word) || !hr_parse_u64(word, &out->count) ||
	    !hr_line_word(&rest, &word) || !hr_slice_is(word, "in") ||
	    !hr_line_word(&rest, &word) || !hr_line_word(&rest, &word) || !hr_slice_is(word, "=") ||
	    !hr_line_word(&rest, &word) || word.length < 3 ||
	    memcmp(word.ptr + word.length - 2, "/s", 2) != 0)
		return false;
	word.length -= 2;
	if (!hr_parse_double(word, &out->rate) || !take_figure(&rest, "Avg:", &out->mean) ||
	    !take_figure(&rest, "Min:", &out->min) || !take_figure(&rest, "Max:", &out->max) ||
	    !take_figure(&rest, "Err:", &errors))
		return false;
	if (errors < 0 || errors > (double)out->count)
		return false;
	out->errors = (uint64_t)errors;
	return true;
}

/* The name stands between the logger, if there is one, and the sign. */
static struct hr_slice name_before(struct hr_slice text)
{
	for (size_t i = text.length; i > 1; i--)
		if (text.ptr[i - 2] == ':' && text.ptr[i - 1] == ' ')
			return hr_slice_trim((struct hr_slice){ text.ptr + i, text.length - i });
	return hr_slice_trim(text);
}

static bool read_line(struct hr_slice line, struct summary *out)
{
	for (size_t i = 1; i + 1 < line.length; i++) {
		char sign = line.ptr[i];

		if ((sign != '+' && sign != '=') || line.ptr[i - 1] != ' ' ||
		    line.ptr[i + 1] != ' ')
			continue;
		*out = (struct summary){ .whole = sign == '=' };
		if (!read_figures((struct hr_slice){ line.ptr + i + 1, line.length - i - 1 }, out))
			continue;
		out->name = name_before((struct hr_slice){ line.ptr, i });
		return out->name.length > 0 && out->name.length <= NAME_BYTES;
	}
	return false;
}

static struct result *result_of(struct hr_reader *reader, struct hr_slice name)
{
	for (size_t i = 0; i < reader->count; i++)
		if (hr_slice_is(name, reader->results[i].name))
			return &reader->results[i];
	if (reader->count == NAMES_MAX)
		return NULL;
	reader->results[reader->count].name = hr_strndup(name.ptr, name.length);
	return &reader->results[reader->count++];
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct summary summary;
	struct result *result;

	if (line->too_long || !read_line(line->text, &summary))
		return;
	result = result_of(reader, summary.name);
	if (result == NULL)
		hr_read_reject(reader->context,
		               "more than " HR_DIGITS(NAMES_MAX) " names of summaries",
		               line->number, hr_line_start(line->text));
	else if (summary.whole || !result->last.whole)
		result->last = summary;
}

static struct hr_reader *summary_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines.on_line = take_line;
	reader->lines.context = reader;
	return reader;
}

static enum hr_err summary_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err summary_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_line_split_finish(&reader->lines);
	for (size_t i = 0; i < reader->count; i++) {
		const struct summary *last = &reader->results[i].last;
		struct hr_aggregate aggregate = {
			.label = hr_slice_of(reader->results[i].name),
			.kind = HR_SAMPLE_REQUEST,
			.count = last->count,
			.errors = last->errors,
			.mean_ms = last->mean,
			.stddev_ms = (double)NAN,
			.min_ms = last->min,
			.max_ms = last->max,
			.p50_ms = (double)NAN,
			.p75_ms = (double)NAN,
			.p90_ms = (double)NAN,
			.p95_ms = (double)NAN,
			.p99_ms = (double)NAN,
			.p999_ms = (double)NAN,
			.throughput_per_s = last->rate,
			.received_kib_per_s = (double)NAN,
			.sent_kib_per_s = (double)NAN,
		};

		reader->context->records++;
		hr_sink_aggregate(reader->context->sink, &aggregate);
	}
	if (reader->count == 0)
		return hr_error_set(err, HR_EPARSE,
		                    "no line is one of JMeter's summaries: \"summary = 10 in "
		                    "00:00:05 = 2.0/s Avg: ...\"");
	return HR_OK;
}

static void summary_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	for (size_t i = 0; i < reader->count; i++)
		free(reader->results[i].name);
	free(reader);
}

/* The start of a log may hold no summary yet, but names who is writing it. */
static int summary_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	struct summary summary;
	bool jmeter = false;

	/* either stands in every line looked for: most files are not worth going through */
	if (memmem(rest.ptr, rest.length, " INFO ", 6) == NULL &&
	    memmem(rest.ptr, rest.length, "Avg:", 4) == NULL)
		return 0;
	while (hr_line_take(&rest, &line)) {
		if (read_line(line, &summary))
			return 95;
		if (line.length > 0 && (memmem(line.ptr, line.length, " INFO ", 6) != NULL) &&
		    (memmem(line.ptr, line.length, "jmeter", 6) != NULL ||
		     memmem(line.ptr, line.length, "o.a.j.", 6) != NULL))
			jmeter = true;
	}
	return jmeter ? 60 : 0;
}

const struct hr_format hr_format_jmeter_summary = {
	.name = "jmeter-summary",
	.title = "summary lines of JMeter's console or jmeter.log",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = summary_sniff,
	.open = summary_open,
	.feed = summary_feed,
	.finish = summary_finish,
	.free = summary_free,
};
