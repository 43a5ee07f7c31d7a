/*
 * CSV of `vegeta encode --to csv`: no header; time in ns, code, latency in ns, bytes out, bytes in,
 * error, body, attack, sequence number, and since version 12.8 method, address, headers.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv_reader.h"
#include "read/vegeta_result.h"
#include "record/sample.h"

enum { TIME, CODE, LATENCY, BYTES_OUT, BYTES_IN, ERROR, BODY, ATTACK, SEQUENCE, METHOD, URL };

#define FIELDS_OLD 9
#define FIELDS     12
#define TIME_MIN   1000000000000000000 /* 2001: epoch nanoseconds have 19 digits */

struct hr_reader {
	struct hr_csv_reader base;
	struct hr_str label;
};

static int64_t integer(struct hr_slice text)
{
	int64_t value;

	return hr_parse_i64(text, &value) && value >= 0 ? value : HR_UNKNOWN;
}

static void take_fields(struct hr_reader *reader, const struct hr_csv_row *row)
{
	const struct hr_slice *fields = row->fields;
	struct hr_vegeta_result result = {
		.attack = fields[ATTACK],
		.method = { "", 0 },
		.url = { "", 0 },
		.error = fields[ERROR],
		.start_ns = integer(fields[TIME]),
		.latency_ns = integer(fields[LATENCY]),
		.code = integer(fields[CODE]),
		.bytes_in = integer(fields[BYTES_IN]),
		.bytes_out = integer(fields[BYTES_OUT]),
		.line = row->line,
		.text = hr_csv_reader_text(&reader->base, row),
	};

	if (result.start_ns == HR_UNKNOWN)
		result.start_ns = HR_INSTANT_NONE;
	if (row->count > URL) {
		result.method = fields[METHOD];
		result.url = fields[URL];
	}
	hr_vegeta_result_push(reader->base.context, &result, &reader->label);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;

	if (!hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (row->count != FIELDS && row->count != FIELDS_OLD)
		hr_csv_reader_reject(&reader->base, row,
		                     "the row has not the 12 fields of a result");
	else
		take_fields(reader, row);
}

static struct hr_reader *vegeta_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	hr_csv_reader_init(&reader->base, context, ',', take_row, reader);
	return reader;
}

static enum hr_err vegeta_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                   struct hr_error *err)
{
	(void)err;
	hr_csv_feed(reader->base.csv, bytes);
	return HR_OK;
}

static enum hr_err vegeta_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_csv_finish(reader->base.csv);
	return HR_OK;
}

static void vegeta_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	hr_str_release(&reader->label);
	free(reader);
}

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	int *sure = context;

	if (row->count < FIELDS_OLD || row->count > FIELDS || integer(row->fields[TIME]) < TIME_MIN)
		return;
	for (size_t i = CODE; i <= BYTES_IN; i++)
		if (integer(row->fields[i]) == HR_UNKNOWN)
			return;
	if (integer(row->fields[CODE]) <= 999 && integer(row->fields[SEQUENCE]) != HR_UNKNOWN)
		*sure = 95;
}

static int vegeta_csv_sniff(const struct hr_peek *peek)
{
	int sure = 0;

	hr_csv_first_row(peek->head, ',', sniff_row, &sure);
	return sure;
}

const struct hr_format hr_format_vegeta_csv = {
	.name = "vegeta-csv",
	.title = "vegeta results, CSV",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = vegeta_csv_sniff,
	.open = vegeta_csv_open,
	.feed = vegeta_csv_feed,
	.finish = vegeta_csv_finish,
	.free = vegeta_csv_free,
};
