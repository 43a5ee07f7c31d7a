/*
 * What wrk prints: a summary. (Output of wrk2 with its table of percentiles is hdr_percentiles.c.)
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/document_reader.h"
#include "read/line_split.h"
#include "record/sample.h"

#define NO_NAME     "requests"
#define LABEL_BYTES 2048

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_str label;
	struct hr_aggregate aggregate;
	uint64_t lost; /* requests that ended in a socket error */
	bool counted;
};

struct unit {
	const char *name;
	double factor;
};

static const struct unit durations[] = { { "us", 1e-3 },    { "ms", 1 },         { "s", 1e3 },
	                                 { "m", 60 * 1e3 }, { "h", 3600 * 1e3 }, { NULL, 0 } };
/* In KiB: wrk's KB are 1024 bytes. */
static const struct unit sizes[] = { { "KB", 1 },
	                             { "MB", 1024 },
	                             { "GB", 1024.0 * 1024 },
	                             { "TB", 1024.0 * 1024 * 1024 },
	                             { "B", 1 / 1024.0 },
	                             { NULL, 0 } };

/* "635.91us" as a number of the first unit with factor 1; NaN when it is none. */
static double quantity(struct hr_slice word, const struct unit *units)
{
	for (; units->name != NULL; units++) {
		size_t n = strlen(units->name);
		struct hr_slice number = word;
		double value;

		if (word.length <= n || memcmp(word.ptr + word.length - n, units->name, n) != 0)
			continue;
		number.length -= n;
		if (hr_parse_double(number, &value) && value >= 0)
			return value * units->factor;
	}
	return (double)NAN;
}

/* "    Latency    42.28ms    3.67ms  46.51ms   66.67%" */
static void take_latency(struct hr_reader *reader, struct hr_slice rest)
{
	struct hr_slice mean, stddev, max;

	if (!hr_line_word(&rest, &mean) || !hr_line_word(&rest, &stddev) ||
	    !hr_line_word(&rest, &max))
		return;
	reader->aggregate.mean_ms = quantity(mean, durations);
	reader->aggregate.stddev_ms = quantity(stddev, durations);
	reader->aggregate.max_ms = quantity(max, durations);
}

/* "     99%   46.51ms" */
static void take_percentile(struct hr_reader *reader, struct hr_slice percent,
                            struct hr_slice value)
{
	double ms = quantity(value, durations);

	if (hr_slice_is(percent, "50%"))
		reader->aggregate.p50_ms = ms;
	else if (hr_slice_is(percent, "75%"))
		reader->aggregate.p75_ms = ms;
	else if (hr_slice_is(percent, "90%"))
		reader->aggregate.p90_ms = ms;
	else if (hr_slice_is(percent, "99%"))
		reader->aggregate.p99_ms = ms;
}

/* "  Socket errors: connect 0, read 3, write 0, timeout 2": the last are requests that took long,
 * some of which ended well. */
static void take_socket_errors(struct hr_reader *reader, struct hr_slice rest,
                               const struct hr_line *line)
{
	struct hr_slice name, number;

	while (hr_line_word(&rest, &name) && hr_line_word(&rest, &number)) {
		uint64_t count;

		if (number.length > 0 && number.ptr[number.length - 1] == ',')
			number.length--;
		if (!hr_slice_is(name, "timeout") && hr_parse_u64(number, &count) &&
		    count <= UINT32_MAX)
			reader->lost += count;
	}
	hr_read_note(reader->context,
	             "socket errors: connect, read and write count as failed requests, timeouts "
	             "do not",
	             line->number, hr_line_start(line->text));
}

static bool after(struct hr_slice text, const char *prefix, struct hr_slice *rest)
{
	if (!hr_slice_starts(text, prefix))
		return false;
	rest->ptr = text.ptr + strlen(prefix);
	rest->length = text.length - strlen(prefix);
	*rest = hr_slice_trim(*rest);
	return true;
}

/* "Running 1s test @ http://..." */
static void take_name(struct hr_reader *reader, struct hr_slice text)
{
	const char *at = memmem(text.ptr, text.length, " @ ", 3);

	if (at == NULL)
		return;
	text.length -= (size_t)(at + 3 - text.ptr);
	text.ptr = at + 3;
	reader->label.limit = LABEL_BYTES;
	hr_str_truncate(&reader->label, 0);
	hr_str_add_slice(&reader->label, text);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice text = hr_slice_trim(line->text), rest, first, second;

	/* A number that is cut off would be a wrong one. */
	if (line->at_end && !hr_slice_starts(text, "Transfer/sec:"))
		return;
	if (hr_slice_starts(text, "Running ")) {
		take_name(reader, text);
	} else if (after(text, "Latency ", &rest)) {
		if (!hr_slice_starts(rest, "Distribution"))
			take_latency(reader, rest);
	} else if (after(text, "Requests/sec:", &rest)) {
		(void)hr_parse_double(rest, &reader->aggregate.throughput_per_s);
	} else if (after(text, "Transfer/sec:", &rest)) {
		reader->aggregate.received_kib_per_s = quantity(rest, sizes);
	} else if (after(text, "Socket errors:", &rest)) {
		take_socket_errors(reader, rest, line);
	} else if (after(text, "Non-2xx or 3xx responses:", &rest)) {
		(void)hr_parse_u64(rest, &reader->aggregate.errors);
	} else if (hr_line_word(&text, &first) && hr_line_word(&text, &second)) {
		if (first.ptr[first.length - 1] == '%')
			take_percentile(reader, first, second);
		else if (hr_slice_is(second, "requests") && hr_slice_starts(text, " in "))
			reader->counted = hr_parse_u64(first, &reader->aggregate.count);
	}
}

static struct hr_reader *wrk_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	reader->aggregate = hr_document_no_figures(HR_SLICE_LITERAL(NO_NAME));
	return reader;
}

static enum hr_err wrk_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err wrk_finish(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_aggregate *aggregate = &reader->aggregate;

	(void)err;
	hr_line_split_finish(&reader->lines);
	if (reader->label.length > 0)
		aggregate->label = hr_str_slice(&reader->label);
	if (!reader->counted) {
		hr_read_reject(reader->context, "the output ends before its count of requests", 0,
		               aggregate->label);
		return HR_OK;
	}
	if (aggregate->count > UINT64_MAX / 2 || aggregate->errors > aggregate->count) {
		hr_read_reject(reader->context, "more errors than requests", 0, aggregate->label);
		return HR_OK;
	}
	aggregate->count += reader->lost;
	aggregate->errors += reader->lost;
	hr_document_aggregate(reader->context, aggregate);
	return HR_OK;
}

static void wrk_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_str_release(&reader->label);
	free(reader);
}

static int wrk_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	bool running = false;

	while (hr_line_take(&rest, &line)) {
		struct hr_slice text = hr_slice_trim(line);

		if (hr_slice_starts(text, "Running ") && text.length > 0 &&
		    memmem(text.ptr, text.length, " test @ ", 8) != NULL)
			running = true;
		else if (running && hr_slice_starts(text, "Thread Stats"))
			return 90;
	}
	return 0;
}

const struct hr_format hr_format_wrk = {
	.name = "wrk",
	.title = "output of wrk",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = wrk_sniff,
	.open = wrk_open,
	.feed = wrk_feed,
	.finish = wrk_finish,
	.free = wrk_free,
};
