/*
 * What `go test -bench` prints: a line a benchmark and repetition, its name, the number of
 * iterations, then values with their units, of which ns/op is the time of one iteration. Format:
 * https://go.dev/design/14313-benchmark-format. Each line is a mean over its iterations already.
 */
#include <config.h>
#include "read/formats.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"
#include "read/sample_row.h"

#define PREFIX "Benchmark"
#define UNIT   "ns/op"

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
};

/* A line of results begins with a name that goes on with an upper case letter, a digit, or
 * nothing. */
static bool is_result(struct hr_slice line)
{
	size_t length = strlen(PREFIX);

	return hr_slice_starts(line, PREFIX) &&
	       (line.length == length || !islower((unsigned char)line.ptr[length]));
}

enum found { FOUND_NOTHING, FOUND_ITERATIONS, FOUND_TIME };

/* What a line of results says; a line that a benchmark's own output broke off has the name alone.
 */
static enum found read_result(struct hr_slice line, struct hr_slice *name, struct hr_slice *value)
{
	struct hr_slice word, unit;
	uint64_t iterations;

	if (!hr_line_word(&line, name) || !hr_line_word(&line, &word) ||
	    !hr_parse_u64(word, &iterations))
		return FOUND_NOTHING;
	while (hr_line_word(&line, value) && hr_line_word(&line, &unit))
		if (hr_slice_is(unit, UNIT))
			return FOUND_TIME;
	return FOUND_ITERATIONS;
}

static void push(struct hr_reader *reader, const struct hr_line *line, struct hr_slice name,
                 struct hr_slice value)
{
	struct hr_sample sample = hr_read_request(reader->context, name);

	if (hr_duration_text(value, HR_SHIFT_NS, &sample.elapsed_ns) != HR_DURATION_OK) {
		hr_read_reject(reader->context, "the time is no number, or out of range",
		               line->number, hr_line_start(line->text));
		return;
	}
	hr_read_sample(reader->context, &sample);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice name, value;

	if (!is_result(line->text))
		return;
	switch (read_result(line->text, &name, &value)) {
	case FOUND_TIME:
		push(reader, line, name, value);
		break;
	case FOUND_ITERATIONS:
		if (line->at_end)
			hr_read_note(reader->context, "the last line is cut off", line->number,
			             hr_line_start(line->text));
		else
			hr_read_reject(reader->context, "no time in " UNIT, line->number,
			               hr_line_start(line->text));
		break;
	case FOUND_NOTHING:
		hr_read_note(reader->context, "a benchmark without result", line->number,
		             hr_line_start(line->text));
		break;
	}
}

static struct hr_reader *go_bench_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err go_bench_feed(struct hr_reader *reader, struct hr_slice bytes,
                                 struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err go_bench_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	hr_read_assume(reader->context,
	               "each line is one sample, the mean of its iterations in whole ns");
	return HR_OK;
}

static void go_bench_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	free(reader);
}

static int go_bench_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = hr_slice_skip_bom(peek->head), line, name, value;

	while (hr_line_take(&head, &line))
		if (is_result(line) && read_result(line, &name, &value) == FOUND_TIME)
			return 95;
	return 0;
}

const struct hr_format hr_format_go_bench = {
	.name = "go-bench",
	.title = "go test -bench",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = go_bench_sniff,
	.open = go_bench_open,
	.feed = go_bench_feed,
	.finish = go_bench_finish,
	.free = go_bench_free,
};
