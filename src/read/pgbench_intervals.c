/*
 * The log of `pgbench -l --aggregate-interval`: a line an interval of sums, in microseconds. Before
 * version 15 of PostgreSQL it has 6 fields, 10 with --rate and 11 with --latency-limit too; since
 * then 15 or more, absent ones zero. The sums give mean and deviation, nothing gives percentiles.
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

enum {
	START,
	COUNT,
	SUM,
	SQUARES,
	MIN,
	MAX,
	LAG_SUM,
	LAG_SQUARES,
	LAG_MIN,
	LAG_MAX,
	SKIPPED,
	RETRIED,
	RETRIES,
	SERIALIZATION,
	DEADLOCK,
	FIELDS_15,
	FIELDS_MAX = 20
};

#define LABEL     "transactions"
#define MS_PER_US 1e-3
#define COUNT_MAX (UINT64_C(1) << 53)
#define EPOCH_MIN 1000000000.0 /* 2001 */

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	uint64_t intervals, count, errors;
	double timed; /* transactions in the sums */
	double sum_us, squares_us;
	double min_us, max_us;
};

/* A line as numbers; returns how many, 0 when it is no interval. */
static size_t split(struct hr_slice line, double fields[FIELDS_MAX])
{
	struct hr_slice word;
	size_t n = 0;

	while (n < FIELDS_MAX && hr_line_word(&line, &word)) {
		if (!hr_parse_double(word, &fields[n]) || !(fields[n] >= 0))
			return 0;
		n++;
	}
	if (hr_slice_trim(line).length > 0)
		return 0;
	if (n != LAG_SUM && n != SKIPPED && n != RETRIED && n < FIELDS_15)
		return 0;
	if (floor(fields[COUNT]) < fields[COUNT] || fields[COUNT] > (double)(COUNT_MAX >> 10) ||
	    fields[START] < EPOCH_MIN || fields[START] > 9e9)
		return 0;
	/* A client's log has a microsecond below a million in place of the largest time. */
	return fields[MIN] <= fields[MAX] && fields[MAX] <= fields[SUM] + 1 ? n : 0;
}

static void observe(struct hr_reader *reader, double start_s, const char *name, const char *unit,
                    double value)
{
	struct hr_observation observation = {
		.time_ns = (int64_t)start_s * HR_NS_PER_S,
		.kind = HR_SERIES_GAUGE,
		.name = hr_slice_of(name),
		.host = reader->context->options.host,
		.unit = hr_slice_of(unit),
	};

	if (!(value * 1e6 < (double)INT64_MAX))
		return;
	observation.value_micro = (int64_t)(value * 1e6);
	hr_read_observation(reader->context, &observation);
}

static void add(struct hr_reader *reader, const double *fields, size_t n)
{
	double skipped = n > SKIPPED ? fields[SKIPPED] : 0;
	double failed = skipped;
	double timed = fields[COUNT];

	if (n >= FIELDS_15)
		for (size_t i = SERIALIZATION; i < n; i++)
			failed += fields[i];
	else
		timed -= skipped < timed ? skipped : timed; /* the count holds the skipped ones */
	if (failed > (double)(COUNT_MAX >> 10))
		failed = 0;
	reader->count += (uint64_t)timed + (uint64_t)failed;
	reader->errors += (uint64_t)failed;
	if (timed > 0) {
		if (!(reader->timed > 0) || fields[MIN] < reader->min_us)
			reader->min_us = fields[MIN];
		if (fields[MAX] > reader->max_us)
			reader->max_us = fields[MAX];
		observe(reader, fields[START], "pgbench mean latency", "ms",
		        fields[SUM] / timed * MS_PER_US);
	}
	observe(reader, fields[START], "pgbench transactions", "per interval", timed);
	reader->timed += timed;
	reader->sum_us += fields[SUM];
	reader->squares_us += fields[SQUARES];
	reader->intervals++;
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	double fields[FIELDS_MAX] = { 0 };
	size_t n;

	if (hr_slice_trim(line->text).length == 0)
		return;
	n = line->at_end ? 0 : split(line->text, fields);
	if (n > 0)
		add(reader, fields, n);
	else
		hr_read_reject(reader->context, "the line is no interval of pgbench", line->number,
		               hr_line_start(line->text));
}

static struct hr_reader *pgbench_intervals_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err pgbench_intervals_feed(struct hr_reader *reader, struct hr_slice bytes,
                                          struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static void push(struct hr_reader *reader)
{
	struct hr_aggregate aggregate = hr_document_no_figures(HR_SLICE_LITERAL(LABEL));
	double n = reader->timed;

	aggregate.count = reader->count;
	aggregate.errors = reader->errors;
	if (n > 0) {
		aggregate.mean_ms = reader->sum_us / n * MS_PER_US;
		aggregate.min_ms = reader->min_us * MS_PER_US;
		aggregate.max_ms = reader->max_us * MS_PER_US;
	}
	if (n > 1) {
		double variance = (reader->squares_us - reader->sum_us / n * reader->sum_us) /
		                  (n - 1);

		aggregate.stddev_ms = sqrt(variance > 0 ? variance : 0) * MS_PER_US;
	}
	hr_document_aggregate(reader->context, &aggregate);
}

static enum hr_err pgbench_intervals_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	if (reader->intervals == 0)
		return HR_OK;
	hr_read_assume(reader->context, "times are microseconds");
	hr_read_note(reader->context, "sums of intervals: there are no percentiles", 0,
	             (struct hr_slice){ "", 0 });
	push(reader);
	return HR_OK;
}

static void pgbench_intervals_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	free(reader);
}

#define SNIFFED 5

static int pgbench_intervals_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	int lines = 0;

	while (lines < SNIFFED && hr_line_take(&rest, &line)) {
		double fields[FIELDS_MAX] = { 0 };

		/* The last line in sight may be cut. */
		if (rest.length == 0 && lines > 0)
			break;
		if (split(line, fields) == 0)
			return 0;
		lines++;
	}
	return lines > 0 ? 91 : 0;
}

const struct hr_format hr_format_pgbench_intervals = {
	.name = "pgbench-intervals",
	.title = "pgbench -l --aggregate-interval",
	.carries = HR_CARRIES_AGGREGATES | HR_CARRIES_OBSERVATIONS,
	.sniff = pgbench_intervals_sniff,
	.open = pgbench_intervals_open,
	.feed = pgbench_intervals_feed,
	.finish = pgbench_intervals_finish,
	.free = pgbench_intervals_free,
};
