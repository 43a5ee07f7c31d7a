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
#include "read/sample_row.h"

enum { START, SECONDS, CONNECT, PROCESS, TOTAL, WAIT, FIELDS };

#define HEADER "starttime\tseconds\tctime\tdtime\tttime\twait"
#define LABEL  "requests"

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
};

static void push(struct hr_reader *reader, const struct hr_slice fields[FIELDS],
                 const struct hr_line *line)
{
	struct hr_sample sample = hr_read_request(reader->context, HR_SLICE_LITERAL(LABEL));
	int64_t wait = hr_duration_or_unknown(fields[WAIT], HR_SHIFT_MS);

	sample.elapsed_ns = hr_duration_or_unknown(fields[TOTAL], HR_SHIFT_MS);
	sample.connect_ns = hr_duration_or_unknown(fields[CONNECT], HR_SHIFT_MS);
	if (sample.elapsed_ns == HR_UNKNOWN) {
		hr_read_reject(reader->context, "the total time is missing or out of range",
		               line->number, hr_line_start(line->text));
		return;
	}
	if (!hr_parse_scaled(fields[SECONDS], HR_SHIFT_S, &sample.start_ns) ||
	    sample.start_ns <= 0) {
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
	if (hr_slice_split(line->text, '\t', fields, FIELDS) == FIELDS)
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
