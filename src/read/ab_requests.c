/*
 * `ab -g`: tab-separated, one row a request, milliseconds, sorted by total time; starts are whole
 * seconds. It holds neither status nor size.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"
#include "stats/moments.h"

enum { START, SECONDS, CONNECT, PROCESS, TOTAL, WAIT, FIELDS };

#define HEADER   "starttime\tseconds\tctime\tdtime\tttime\twait"
#define LABEL    "requests"
#define MS_SHIFT 6

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
};

static bool split(struct hr_slice line, struct hr_slice fields[FIELDS])
{
	size_t n = 0;

	for (;;) {
		const char *tab = line.length > 0 ? memchr(line.ptr, '\t', line.length) : NULL;
		size_t length = tab != NULL ? (size_t)(tab - line.ptr) : line.length;

		if (n == FIELDS)
			return false;
		fields[n++] = (struct hr_slice){ line.ptr, length };
		if (tab == NULL)
			return n == FIELDS;
		line.ptr += length + 1;
		line.length -= length + 1;
	}
}

static int64_t duration(struct hr_slice text)
{
	int64_t ns;

	if (!hr_parse_scaled(text, MS_SHIFT, &ns) || ns < 0 || ns > HR_DURATION_MAX_NS)
		return HR_UNKNOWN;
	return ns;
}

static void push(struct hr_reader *reader, const struct hr_slice fields[FIELDS],
                 const struct hr_line *line)
{
	struct hr_sample sample = {
		.kind = HR_SAMPLE_REQUEST,
		.success = true,
		.start_ns = HR_INSTANT_NONE,
		.elapsed_ns = duration(fields[TOTAL]),
		.latency_ns = HR_UNKNOWN,
		.connect_ns = duration(fields[CONNECT]),
		.received_bytes = HR_UNKNOWN,
		.sent_bytes = HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.label = HR_SLICE_LITERAL(LABEL),
		.host = reader->context->options.host,
	};
	int64_t wait = duration(fields[WAIT]);

	if (sample.elapsed_ns == HR_UNKNOWN) {
		hr_read_reject(reader->context, "the total time is missing or out of range",
		               line->number, hr_line_start(line->text));
		return;
	}
	if (!hr_parse_scaled(fields[SECONDS], 9, &sample.start_ns) || sample.start_ns <= 0) {
		sample.start_ns = HR_INSTANT_NONE;
		hr_read_degrade(reader->context, "the start is no number of seconds", line->number,
		                hr_line_start(line->text));
	}
	/* `wait` begins when the request is sent, after connecting. */
	if (wait != HR_UNKNOWN && sample.connect_ns != HR_UNKNOWN &&
	    sample.connect_ns + wait <= sample.elapsed_ns)
		sample.latency_ns = sample.connect_ns + wait;
	hr_read_sample(reader->context, &sample);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice fields[FIELDS];

	if (line->text.length == 0 || hr_slice_is(line->text, HEADER))
		return;
	if (split(line->text, fields))
		push(reader, fields, line);
	else
		hr_read_reject(reader->context, "the row has not the 6 fields of ab -g",
		               line->number, hr_line_start(line->text));
}

static struct hr_reader *ab_requests_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err ab_requests_feed(struct hr_reader *reader, struct hr_slice bytes,
                                    struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err ab_requests_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	hr_read_assume(reader->context, "starts are whole seconds, times milliseconds");
	hr_read_note(reader->context,
	             "ab -g does not say which requests failed: all count as successes", 0,
	             (struct hr_slice){ "", 0 });
	return HR_OK;
}

static void ab_requests_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	free(reader);
}

static int ab_requests_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;

	return hr_line_take(&rest, &line) && hr_slice_is(line, HEADER) ? 100 : 0;
}

const struct hr_format hr_format_ab_requests = {
	.name = "ab-requests",
	.title = "ab -g, tab-separated",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = ab_requests_sniff,
	.open = ab_requests_open,
	.feed = ab_requests_feed,
	.finish = ab_requests_finish,
	.free = ab_requests_free,
};
