/*
 * CSV of `vegeta encode --to csv`: no header; time in ns, code, latency in ns, bytes out, bytes in,
 * error, body, attack, sequence number, and since version 12.8 method, address, headers.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv.h"
#include "read/vegeta_result.h"

enum { TIME, CODE, LATENCY, BYTES_OUT, BYTES_IN, ERROR, BODY, ATTACK, SEQUENCE, METHOD, URL };

#define FIELDS_OLD 9
#define FIELDS     12
#define TIME_MIN   1000000000000000000 /* 2001: epoch nanoseconds have 19 digits */

struct hr_reader {
	struct hr_read_context *context;
	struct hr_csv *csv;
	struct hr_str label, text;
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
		.text = hr_str_slice(&reader->text),
	};

	if (result.start_ns == HR_UNKNOWN)
		result.start_ns = HR_INSTANT_NONE;
	if (row->count > URL) {
		result.method = fields[METHOD];
		result.url = fields[URL];
	}
	hr_vegeta_result_push(reader->context, &result, &reader->label);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;

	hr_csv_row_text(row, ',', &reader->text);
	if (row->too_long || row->unterminated)
		hr_read_reject(reader->context, "the row is too long or a quote never ends",
		               row->line, hr_str_slice(&reader->text));
	else if (row->count != FIELDS && row->count != FIELDS_OLD)
		hr_read_reject(reader->context, "the row has not the 12 fields of a result",
		               row->line, hr_str_slice(&reader->text));
	else
		take_fields(reader, row);
}

static struct hr_reader *vegeta_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->csv = hr_csv_new(',', take_row, reader);
	if (context->options.reference)
		hr_csv_use_reference(reader->csv);
	return reader;
}

static enum hr_err vegeta_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                   struct hr_error *err)
{
	(void)err;
	hr_csv_feed(reader->csv, bytes);
	return HR_OK;
}

static enum hr_err vegeta_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_csv_finish(reader->csv);
	return HR_OK;
}

static void vegeta_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_free(reader->csv);
	hr_str_release(&reader->label);
	hr_str_release(&reader->text);
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
