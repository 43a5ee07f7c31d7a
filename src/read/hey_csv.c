/*
 * CSV of `hey -o csv`: one row a response, seconds. It has no time of day, only the offset from the
 * start, so its samples are untimed; requests without a response are not in it at all.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv_reader.h"
#include "read/sample_row.h"
#include "stats/moments.h"

enum { RESPONSE_TIME, DIAL, DNS, REQUEST_WRITE, DELAY, RESPONSE_READ, STATUS, OFFSET, FIELDS };

#define LABEL      "requests"
#define FIELDS_OLD OFFSET /* hey 0.1.1 wrote no offset */
#define ROWS_CAP   1000000

struct hr_reader {
	struct hr_csv_reader base;
	uint64_t rows;
};

static bool is_header(const struct hr_csv_row *row)
{
	return (row->count == FIELDS || row->count == FIELDS_OLD) &&
	       hr_slice_is(row->fields[RESPONSE_TIME], "response-time") &&
	       hr_slice_is(row->fields[STATUS], "status-code");
}

static int64_t sum(int64_t a, int64_t b)
{
	if (a == HR_UNKNOWN || b == HR_UNKNOWN || a + b > HR_DURATION_MAX_NS)
		return HR_UNKNOWN;
	return a + b;
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;
	struct hr_sample sample = hr_read_request(reader->base.context, HR_SLICE_LITERAL(LABEL));
	uint64_t code;

	if (is_header(row) || !hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (row->count < FIELDS_OLD || row->count > FIELDS) {
		hr_csv_reader_reject(&reader->base, row, "the row has not the 8 fields of hey");
		return;
	}
	if (!hr_parse_u64(row->fields[STATUS], &code) || code > 999) {
		hr_csv_reader_reject(&reader->base, row, "the status code is no number");
		return;
	}
	sample.elapsed_ns = hr_duration_or_unknown(row->fields[RESPONSE_TIME], HR_SHIFT_S);
	if (sample.elapsed_ns == HR_UNKNOWN) {
		hr_csv_reader_reject(&reader->base, row,
		                     "the response time is missing or out of range");
		return;
	}
	sample.connect_ns = hr_duration_or_unknown(row->fields[DIAL], HR_SHIFT_S);
	sample.latency_ns = sum(sum(sample.connect_ns,
	                            hr_duration_or_unknown(row->fields[REQUEST_WRITE], HR_SHIFT_S)),
	                        hr_duration_or_unknown(row->fields[DELAY], HR_SHIFT_S));
	sample.code = row->fields[STATUS];
	sample.success = code >= 200 && code < 400;
	sample.failed = sample.success ? 0 : 1;
	reader->rows++;
	hr_read_sample(reader->base.context, &sample);
}

static struct hr_reader *hey_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	hr_csv_reader_init(&reader->base, context, ',', take_row, reader);
	return reader;
}

static enum hr_err hey_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	(void)err;
	hr_csv_feed(reader->base.csv, bytes);
	return HR_OK;
}

static enum hr_err hey_finish(struct hr_reader *reader, struct hr_error *err)
{
	static const char errors[] =
	        "hey leaves requests that got no response out of its CSV: they "
	        "are missing from the counts and the error ratio";
	struct hr_slice none = { "", 0 };

	(void)err;
	hr_csv_finish(reader->base.csv);
	hr_read_assume(reader->base.context, "times are seconds in steps of 0.1 ms");
	hr_read_assume(reader->base.context, "the file has no time of day: samples are untimed");
	hr_read_note(reader->base.context, errors, 0, none);
	if (reader->rows >= ROWS_CAP)
		hr_read_note(reader->base.context,
		             "hey writes 1,000,000 rows at most: there were more requests, perhaps",
		             0, none);
	return HR_OK;
}

static void hey_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	free(reader);
}

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	int *sure = context;

	if (is_header(row))
		*sure = 100;
}

static int hey_sniff(const struct hr_peek *peek)
{
	int sure = 0;

	hr_csv_first_row(peek->head, ',', sniff_row, &sure);
	return sure;
}

const struct hr_format hr_format_hey_csv = {
	.name = "hey-csv",
	.title = "hey -o csv",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = hey_sniff,
	.open = hey_open,
	.feed = hey_feed,
	.finish = hey_finish,
	.free = hey_free,
};
