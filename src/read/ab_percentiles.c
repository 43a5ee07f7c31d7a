/*
 * `ab -e`: a CSV of the percentages 0 to 100 and the milliseconds within which they were served.
 * It does not say how many requests there were.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/document_reader.h"
#include "read/line_split.h"
#include "record/sample.h"

#define HEADER "Percentage served,Time in ms"
#define LABEL  "requests"

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_aggregate aggregate;
	bool some; /* a row was read */
};

static void set_percentile(struct hr_aggregate *aggregate, uint64_t percent, double ms)
{
	switch (percent) {
	case 50:
		aggregate->p50_ms = ms;
		break;
	case 75:
		aggregate->p75_ms = ms;
		break;
	case 90:
		aggregate->p90_ms = ms;
		break;
	case 95:
		aggregate->p95_ms = ms;
		break;
	case 99:
		aggregate->p99_ms = ms;
		break;
	case 0:
		aggregate->min_ms = ms;
		break;
	case 100:
		aggregate->max_ms = ms;
		break;
	default:
		break;
	}
}

static bool split(struct hr_slice line, uint64_t *percent, double *ms)
{
	const char *comma = memchr(line.ptr, ',', line.length);
	struct hr_slice rest;

	if (comma == NULL)
		return false;
	rest = (struct hr_slice){ comma + 1, line.length - (size_t)(comma + 1 - line.ptr) };
	line.length = (size_t)(comma - line.ptr);
	return hr_parse_u64(line, percent) && *percent <= 100 && hr_parse_double(rest, ms) &&
	       *ms >= 0;
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	uint64_t percent;
	double ms;

	if (line->text.length == 0 || hr_slice_is(line->text, HEADER))
		return;
	/* A number that is cut off would be a wrong one. */
	if (line->at_end)
		return;
	if (!split(line->text, &percent, &ms)) {
		hr_read_reject(reader->context, "the row is not percentage,milliseconds",
		               line->number, hr_line_start(line->text));
		return;
	}
	reader->some = true;
	set_percentile(&reader->aggregate, percent, ms);
}

static struct hr_reader *ab_percentiles_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	reader->aggregate = hr_document_no_figures(HR_SLICE_LITERAL(LABEL));
	return reader;
}

static enum hr_err ab_percentiles_feed(struct hr_reader *reader, struct hr_slice bytes,
                                       struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err ab_percentiles_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	if (!reader->some)
		return HR_OK;
	hr_read_assume(reader->context, "0 %% and 100 %% are minimum and maximum, milliseconds");
	hr_read_note(reader->context,
	             "ab -e holds percentiles alone: "
	             "the number of requests and of failed ones is not known",
	             0, (struct hr_slice){ "", 0 });
	hr_document_aggregate(reader->context, &reader->aggregate);
	return HR_OK;
}

static void ab_percentiles_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	free(reader);
}

static int ab_percentiles_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;

	return hr_line_take(&rest, &line) && hr_slice_is(line, HEADER) ? 100 : 0;
}

const struct hr_format hr_format_ab_percentiles = {
	.name = "ab-percentiles",
	.title = "ab -e, CSV",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = ab_percentiles_sniff,
	.open = ab_percentiles_open,
	.feed = ab_percentiles_feed,
	.finish = ab_percentiles_finish,
	.free = ab_percentiles_free,
};
