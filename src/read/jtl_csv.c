/*
 * JMeter results as CSV (JTL): any set of columns in any order, with a header or without, several
 * runs in one file. Source of the format: JMeter's CSVSaveService and SampleSaveConfiguration.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/csv_reader.h"
#include "read/jtl_columns.h"
#include "read/jtl_plain.h"
#include "read/jtl_time.h"
#include "read/sample_row.h"

struct hr_reader {
	struct hr_csv_reader base;
	struct hr_jtl_columns columns;
	struct hr_jtl_plain plain; /* of these columns */
	bool mapped;
	struct hr_jtl_clock clock;
	size_t usable; /* fields of the row at hand that may be looked at */
};

/* What follows from a column the input lacks. */
static const struct {
	enum hr_jtl_column column;
	const char *note;
} missing[] = {
	{ HR_JTL_TIME, "no timeStamp column: "
	               "samples count in totals, but not over time, in windows or in rates" },
	{ HR_JTL_ELAPSED, "no elapsed column: there are no response times" },
	{ HR_JTL_LABEL, "no label column: all samples count as one label, " HR_NO_LABEL },
	{ HR_JTL_SUCCESS, "no success column: failures cannot be told, "
	                  "every sample counts as passed" },
	{ HR_JTL_CODE, "no responseCode column: errors are told apart by their messages only" },
	{ HR_JTL_MESSAGE, "no responseMessage column: "
	                  "transaction controllers cannot be told from requests" },
	{ HR_JTL_BYTES, "no bytes column: received data is not known" },
	{ HR_JTL_SENT, "no sentBytes column: sent data is not known" },
	{ HR_JTL_ALL_USERS, "no allThreads column: active users are not known" },
	{ HR_JTL_LATENCY, "no Latency column: times to the first byte are not known" },
	{ HR_JTL_CONNECT, "no Connect column: connect times are not known" },
};

static void note(struct hr_reader *reader, const struct hr_csv_row *row, const char *reason)
{
	hr_read_note(reader->base.context, reason, row->line,
	             hr_csv_reader_text(&reader->base, row));
}

/* The text of a column, ptr NULL where the row has none. */
static struct hr_slice cell(const struct hr_reader *reader, const struct hr_csv_row *row,
                            enum hr_jtl_column column)
{
	int at = reader->columns.at[column];

	if (at == HR_JTL_ABSENT || (size_t)at >= reader->usable)
		return (struct hr_slice){ NULL, 0 };
	return row->fields[at];
}

/* ---- columns ---- */

static void note_missing(struct hr_reader *reader, const struct hr_csv_row *row)
{
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
		if (reader->columns.at[missing[i].column] == HR_JTL_ABSENT)
			note(reader, row, missing[i].note);
}

static void use_columns(struct hr_reader *reader, const char *where)
{
	struct hr_str names = { .limit = 400 };

	reader->mapped = true;
	hr_jtl_plain_init(&reader->plain, &reader->columns, false,
	                  reader->base.context->options.host);
	hr_jtl_columns_describe(&reader->columns, &names);
	hr_read_assume(reader->base.context, "columns %s: %s", where, hr_str_text(&names));
	hr_str_release(&names);
}

static void take_header(struct hr_reader *reader, const struct hr_csv_row *row)
{
	struct hr_jtl_columns columns;

	hr_jtl_columns_from_header(&columns, row);
	if (reader->mapped && hr_jtl_columns_equal(&columns, &reader->columns)) {
		note(reader, row, "the header again: the file holds more than one recording");
		return;
	}
	if (reader->mapped) {
		note(reader, row, "a different header: its columns count from here on");
		hr_read_assume(reader->base.context, "line %llu is another header",
		               (unsigned long long)row->line);
	}
	reader->columns = columns;
	use_columns(reader, "by the header");
	note_missing(reader, row);
}

/* Before the columns are known: true when the row is data. */
static bool find_columns(struct hr_reader *reader, const struct hr_csv_row *row)
{
	int sure = hr_jtl_columns_infer(&reader->columns, row);

	if (sure == 0) {
		hr_csv_reader_reject(&reader->base, row,
		                     "neither a header nor a row of columns that can be told");
		return false;
	}
	use_columns(reader, sure >= 60 ? "without a header, by JMeter's defaults"
	                               : "without a header, by the look of the first row");
	note(reader, row,
	     "no header line: columns are taken from the first row, see --explain-input");
	note_missing(reader, row);
	return true;
}

static bool may_be_header(const struct hr_csv_row *row)
{
	struct hr_slice first = row->fields[0];

	return first.length == 0 || first.ptr[0] < '0' || first.ptr[0] > '9';
}

/* Does the row have the fields its columns need? */
static bool check_count(struct hr_reader *reader, const struct hr_csv_row *row)
{
	static const enum hr_jtl_column required[] = { HR_JTL_TIME, HR_JTL_ELAPSED, HR_JTL_LABEL,
		                                       HR_JTL_SUCCESS };
	size_t expected = reader->columns.count;
	bool fits;

	reader->usable = row->count;
	if (row->count == expected)
		return true;
	reader->usable = hr_csv_row_usable(row, expected);
	fits = reader->usable > 0;
	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++)
		if (reader->columns.at[required[i]] >= (int)reader->usable)
			fits = false;
	hr_csv_row_misfit(row, hr_csv_delimiter(reader->base.csv), expected, &reader->base.text);
	if (fits)
		hr_read_note(reader->base.context, hr_csv_misfit_reason(row, expected), row->line,
		             hr_str_slice(&reader->base.text));
	else
		hr_read_reject(reader->base.context, hr_csv_misfit_reason(row, expected), row->line,
		               hr_str_slice(&reader->base.text));
	return fits;
}

/* ---- values ---- */

static int64_t optional_duration(const struct hr_reader *reader, const struct hr_csv_row *row,
                                 enum hr_jtl_column column)
{
	return hr_duration_or_unknown(cell(reader, row, column), HR_SHIFT_MS);
}

static int64_t optional_count(const struct hr_reader *reader, const struct hr_csv_row *row,
                              enum hr_jtl_column column, uint64_t max)
{
	return hr_count_or_unknown(cell(reader, row, column), max);
}

static bool read_success(struct hr_slice text, bool *out)
{
	/* JMeter's own spelling needs no call */
	if (text.length == 4 && memcmp(text.ptr, "true", 4) == 0) {
		*out = true;
		return true;
	}
	return hr_success_text(text, out);
}

/* A row may stand for several samples (SampleCount, ErrorCount). */
static void read_weight(const struct hr_reader *reader, const struct hr_csv_row *row,
                        struct hr_sample *sample)
{
	hr_sample_weigh(sample, optional_count(reader, row, HR_JTL_WEIGHT, INT64_MAX),
	                optional_count(reader, row, HR_JTL_ERRORS, INT64_MAX));
}

/* Time, elapsed and success: what decides whether the row counts. False when it was rejected. */
static bool read_core(struct hr_reader *reader, const struct hr_csv_row *row,
                      struct hr_sample *sample)
{
	bool success_column = reader->columns.at[HR_JTL_SUCCESS] != HR_JTL_ABSENT;
	unsigned lacks = 0;
	const char *refusal;

	if (!hr_jtl_clock_read(&reader->clock, cell(reader, row, HR_JTL_TIME), &sample->start_ns)) {
		sample->start_ns = HR_INSTANT_NONE;
		lacks |= HR_LACKS_TIME;
	}
	refusal = hr_sample_take_elapsed(sample, cell(reader, row, HR_JTL_ELAPSED), HR_SHIFT_MS,
	                                 &lacks);
	sample->success = !success_column;
	if (success_column && !read_success(cell(reader, row, HR_JTL_SUCCESS), &sample->success))
		lacks |= HR_LACKS_SUCCESS;
	if (refusal == NULL)
		refusal = hr_lack_refusal(lacks, success_column);
	if (refusal != NULL)
		hr_csv_reader_reject(&reader->base, row, refusal);
	else if (lacks != 0)
		hr_read_degrade(reader->base.context, hr_lack_reason(lacks), row->line,
		                hr_csv_reader_text(&reader->base, row));
	return refusal == NULL;
}

static void apply_stamp(const struct hr_reader *reader, const struct hr_csv_row *row,
                        struct hr_sample *sample)
{
	int64_t idle;

	if (reader->base.context->options.stamp != HR_STAMP_END ||
	    sample->start_ns == HR_INSTANT_NONE || sample->elapsed_ns == HR_UNKNOWN)
		return;
	idle = optional_duration(reader, row, HR_JTL_IDLE);
	sample->start_ns -= sample->elapsed_ns + (idle != HR_UNKNOWN ? idle : 0);
}

static void take_sample(struct hr_reader *reader, const struct hr_csv_row *row)
{
	struct hr_sample sample; /* every member is set below: this runs once a row */
	bool empty;

	if (!check_count(reader, row))
		return;
	sample.kind = HR_SAMPLE_REQUEST;
	sample.message = cell(reader, row, HR_JTL_MESSAGE);
	if (hr_controller_message(sample.message, &empty)) {
		if (empty) {
			note(reader, row, "a transaction controller without samples, left out");
			return;
		}
		sample.kind = HR_SAMPLE_TRANSACTION;
	}
	if (!read_core(reader, row, &sample))
		return;
	apply_stamp(reader, row, &sample);
	read_weight(reader, row, &sample);
	sample.latency_ns = optional_duration(reader, row, HR_JTL_LATENCY);
	sample.connect_ns = optional_duration(reader, row, HR_JTL_CONNECT);
	sample.received_bytes = optional_count(reader, row, HR_JTL_BYTES, INT64_MAX);
	sample.sent_bytes = optional_count(reader, row, HR_JTL_SENT, INT64_MAX);
	sample.active_users = (int32_t)optional_count(reader, row, HR_JTL_ALL_USERS,
	                                              (uint64_t)INT32_MAX);
	sample.label = reader->columns.at[HR_JTL_LABEL] == HR_JTL_ABSENT
	                       ? HR_SLICE_LITERAL(HR_NO_LABEL)
	                       : cell(reader, row, HR_JTL_LABEL);
	sample.code = cell(reader, row, HR_JTL_CODE);
	sample.failure = cell(reader, row, HR_JTL_FAILURE);
	sample.host = cell(reader, row, HR_JTL_HOST);
	if (sample.host.length == 0)
		sample.host = reader->base.context->options.host;
	hr_read_sample(reader->base.context, &sample);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;

	if (!hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (row->count == 1 && row->fields[0].length == 0)
		return;
	else if (may_be_header(row) && hr_jtl_columns_is_header(row))
		take_header(reader, row);
	else if (reader->mapped || find_columns(reader, row))
		take_sample(reader, row);
}

/* Rows like millions of others. */
static size_t take_plain(void *context, const struct hr_csv_plain *rows)
{
	struct hr_reader *reader = context;

	if (!reader->mapped || !reader->plain.usable || reader->clock.form != HR_JTL_TIME_EPOCH ||
	    reader->base.context->options.stamp != HR_STAMP_START)
		return 0;
	return hr_jtl_plain_take(&reader->plain, rows, reader->base.context);
}

/* ---- the format ---- */

static struct hr_reader *jtl_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	context->in_order = true;
	hr_csv_reader_init(&reader->base, context, context->options.delimiter, take_row, reader);
	hr_csv_take_plain(reader->base.csv, take_plain);
	hr_jtl_clock_init(&reader->clock, context->options.zone, context->options.time_format);
	return reader;
}

static enum hr_err jtl_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	(void)err;
	hr_csv_feed(reader->base.csv, bytes);
	return HR_OK;
}

static enum hr_err jtl_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_read_context *context = reader->base.context;

	hr_csv_finish(reader->base.csv);
	if (!reader->mapped && context->rejected > 0)
		return hr_error_set(
		        err, HR_EPARSE,
		        "no header with JMeter's column names (timeStamp, elapsed, label, "
		        "success) and no row that looks like JMeter's");
	hr_read_assume(context, "delimiter: %s",
	               hr_csv_delimiter_name(hr_csv_delimiter(reader->base.csv)));
	if (reader->clock.form != HR_JTL_TIME_NONE)
		hr_read_assume(context,
		               "time stamps: %s, the %s of a sample, zone %s where none is given",
		               hr_jtl_clock_form(&reader->clock),
		               context->options.stamp == HR_STAMP_END ? "end" : "start",
		               hr_zone_name(context->options.zone));
	return HR_OK;
}

static void jtl_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	hr_jtl_plain_release(&reader->plain);
	hr_jtl_clock_release(&reader->clock);
	free(reader);
}

/* ---- in chunks ---- */

static struct hr_reader *jtl_csv_fork(const struct hr_reader *reader,
                                      struct hr_read_context *context)
{
	struct hr_reader *fork;

	if (!reader->mapped || reader->clock.form == HR_JTL_TIME_NONE ||
	    !hr_csv_is_between_rows(reader->base.csv))
		return NULL;
	fork = hr_zalloc(1, sizeof(*fork));
	hr_csv_reader_fork(&fork->base, &reader->base, context, fork);
	fork->columns = reader->columns;
	hr_jtl_plain_init(&fork->plain, &reader->columns, false, context->options.host);
	fork->mapped = true;
	hr_jtl_clock_init(&fork->clock, context->options.zone, context->options.time_format);
	fork->clock.form = reader->clock.form;
	fork->clock.date = reader->clock.date;
	return fork;
}

static size_t jtl_csv_border(const struct hr_reader *reader, struct hr_slice bytes)
{
	return hr_csv_guess_row(reader->base.csv, bytes);
}

static bool jtl_csv_is_at_border(const struct hr_reader *reader, const struct hr_reader *origin)
{
	return hr_csv_is_between_rows(reader->base.csv) &&
	       hr_csv_reads_like(reader->base.csv, origin->base.csv) &&
	       hr_jtl_columns_equal(&reader->columns, &origin->columns) &&
	       reader->clock.form == origin->clock.form && reader->clock.date == origin->clock.date;
}

static uint64_t jtl_csv_lines(const struct hr_reader *reader)
{
	return hr_csv_lines(reader->base.csv);
}

static void jtl_csv_follow(struct hr_reader *reader, const struct hr_reader *before)
{
	hr_csv_move_lines(reader->base.csv, hr_csv_lines(before->base.csv));
}

static const struct hr_chunking chunking = {
	.fork = jtl_csv_fork,
	.border = jtl_csv_border,
	.is_at_border = jtl_csv_is_at_border,
	.lines = jtl_csv_lines,
	.follow = jtl_csv_follow,
};

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct hr_jtl_columns columns;
	int *sure = context;

	if (hr_jtl_columns_is_header(row))
		*sure = 99; /* PerfMon writes the same header */
	else
		*sure = hr_jtl_columns_infer(&columns, row);
}

/* A table the user describes by a mapping is more likely meant so. */
static int jtl_csv_sniff(const struct hr_peek *peek)
{
	int sure = 0;

	hr_csv_first_row(peek->head, peek->delimiter, sniff_row, &sure);
	return peek->mapping != NULL ? sure / 2 : sure;
}

const struct hr_format hr_format_jtl_csv = {
	.name = "jtl-csv",
	.title = "JMeter results, CSV",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = jtl_csv_sniff,
	.open = jtl_csv_open,
	.feed = jtl_csv_feed,
	.finish = jtl_csv_finish,
	.free = jtl_csv_free,
	.chunks = &chunking,
};
