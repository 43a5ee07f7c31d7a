/*
 * CSV of `hey -o csv`: one row a response, seconds. It has no time of day, only the offset from the
 * start, so its samples are untimed; requests without a response are not in it at all.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv.h"
#include "read/sample_row.h"
#include "stats/moments.h"

enum { RESPONSE_TIME, DIAL, DNS, REQUEST_WRITE, DELAY, RESPONSE_READ, STATUS, OFFSET, FIELDS };

#define LABEL      "requests"
#define FIELDS_OLD OFFSET /* hey 0.1.1 wrote no offset */
#define ROWS_CAP   1000000

struct hr_reader {
	struct hr_read_context *context;
	struct hr_csv *csv;
	struct hr_str text;
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

static void reject(struct hr_reader *reader, const struct hr_csv_row *row, const char *reason)
{
	hr_csv_row_text(row, ',', &reader->text);
	hr_read_reject(reader->context, reason, row->line, hr_str_slice(&reader->text));
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;
	struct hr_sample sample = hr_read_request(reader->context, HR_SLICE_LITERAL(LABEL));
	uint64_t code;

	if (is_header(row))
		return;
	if (row->too_long || row->unterminated || row->count < FIELDS_OLD || row->count > FIELDS) {
		reject(reader, row, "the row has not the 8 fields of hey");
		return;
	}
	if (!hr_parse_u64(row->fields[STATUS], &code) || code > 999) {
		reject(reader, row, "the status code is no number");
		return;
	}
	sample.elapsed_ns = hr_duration_or_unknown(row->fields[RESPONSE_TIME], HR_SHIFT_S);
	if (sample.elapsed_ns == HR_UNKNOWN) {
		reject(reader, row, "the response time is missing or out of range");
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
	hr_read_sample(reader->context, &sample);
}

static struct hr_reader *hey_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->csv = hr_csv_new(',', take_row, reader);
	if (context->options.reference)
		hr_csv_use_reference(reader->csv);
	return reader;
}

static enum hr_err hey_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	(void)err;
	hr_csv_feed(reader->csv, bytes);
	return HR_OK;
}

static enum hr_err hey_finish(struct hr_reader *reader, struct hr_error *err)
{
	static const char errors[] =
	        "hey leaves requests that got no response out of its CSV: they "
	        "are missing from the counts and the error ratio";
	struct hr_slice none = { "", 0 };

	(void)err;
	hr_csv_finish(reader->csv);
	hr_read_assume(reader->context, "times are seconds in steps of 0.1 ms");
	hr_read_assume(reader->context, "the file has no time of day: samples are untimed");
	hr_read_note(reader->context, errors, 0, none);
	if (reader->rows >= ROWS_CAP)
		hr_read_note(reader->context,
		             "hey writes 1,000,000 rows at most: there were more "
		             "requests, perhaps",
		             0, none);
	return HR_OK;
}

static void hey_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_free(reader->csv);
	hr_str_release(&reader->text);
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
