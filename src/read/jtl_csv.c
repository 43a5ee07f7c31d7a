/*
 * JMeter results as CSV (JTL): any set of columns in any order, with a header or without, several
 * runs in one file. Source of the format: JMeter's CSVSaveService and SampleSaveConfiguration.
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv.h"
#include "read/jtl_columns.h"
#include "read/jtl_time.h"
#include "stats/moments.h"

#define TRANSACTION_PREFIX "Number of samples in transaction : "
#define NO_LABEL           "(no label)"
#define NS_PER_MS_SHIFT    6

struct hr_reader {
	struct hr_read_context *context;
	struct hr_csv *csv;
	struct hr_jtl_columns columns;
	bool mapped;
	struct hr_jtl_clock clock;
	size_t usable; /* fields of the row at hand that may be looked at */
	struct hr_str text;
	char reason[64];
};

/* What follows from a column the input lacks. */
static const struct {
	enum hr_jtl_column column;
	const char *note;
} missing[] = {
	{ HR_JTL_TIME,
	  "no timeStamp column: samples count in totals, but not over time, in windows "
	  "or in rates" },
	{ HR_JTL_ELAPSED, "no elapsed column: there are no response times" },
	{ HR_JTL_LABEL, "no label column: all samples count as one label, " NO_LABEL },
	{ HR_JTL_SUCCESS, "no success column: failures cannot be told, every sample counts as "
	                  "passed" },
	{ HR_JTL_CODE, "no responseCode column: errors are told apart by their messages only" },
	{ HR_JTL_MESSAGE, "no responseMessage column: transaction controllers cannot be told from "
	                  "requests" },
	{ HR_JTL_BYTES, "no bytes column: received data is not known" },
	{ HR_JTL_SENT, "no sentBytes column: sent data is not known" },
	{ HR_JTL_ALL_USERS, "no allThreads column: active users are not known" },
	{ HR_JTL_LATENCY, "no Latency column: times to the first byte are not known" },
	{ HR_JTL_CONNECT, "no Connect column: connect times are not known" },
};

/* What a row may lack; bits index the reasons below. */
enum lack { LACKS_TIME = 1, LACKS_ELAPSED = 2, LACKS_SUCCESS = 4 };

#define REASON_TIME    "no usable timeStamp"
#define REASON_ELAPSED "no usable elapsed"
#define REASON_SUCCESS "success is neither true nor false, counted as failed"

static const char *const lack_reasons[] = {
	[LACKS_TIME] = REASON_TIME,
	[LACKS_ELAPSED] = REASON_ELAPSED,
	[LACKS_TIME | LACKS_ELAPSED] = REASON_TIME "; " REASON_ELAPSED,
	[LACKS_SUCCESS] = REASON_SUCCESS,
	[LACKS_TIME | LACKS_SUCCESS] = REASON_TIME "; " REASON_SUCCESS,
	[LACKS_ELAPSED | LACKS_SUCCESS] = REASON_ELAPSED "; " REASON_SUCCESS,
	[LACKS_TIME | LACKS_ELAPSED | LACKS_SUCCESS] = "neither a usable timeStamp, elapsed nor "
	                                               "success",
};

static struct hr_slice row_text(struct hr_reader *reader, const struct hr_csv_row *row)
{
	hr_csv_row_text(row, hr_csv_delimiter(reader->csv), &reader->text);
	return hr_str_slice(&reader->text);
}

static void reject(struct hr_reader *reader, const struct hr_csv_row *row, const char *reason)
{
	hr_read_reject(reader->context, reason, row->line, row_text(reader, row));
}

static void note(struct hr_reader *reader, const struct hr_csv_row *row, const char *reason)
{
	hr_read_note(reader->context, reason, row->line, row_text(reader, row));
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

static void assume_columns(struct hr_reader *reader, const char *where)
{
	struct hr_str names = { .limit = 400 };

	hr_jtl_columns_describe(&reader->columns, &names);
	hr_read_assume(reader->context, "columns %s: %s", where, hr_str_text(&names));
	hr_str_release(&names);
}

static void take_header(struct hr_reader *reader, const struct hr_csv_row *row)
{
	struct hr_jtl_columns columns;

	hr_jtl_columns_from_header(&columns, row);
	if (reader->mapped && hr_jtl_columns_equal(&columns, &reader->columns))
		return;
	if (reader->mapped) {
		note(reader, row, "a different header: its columns count from here on");
		hr_read_assume(reader->context, "line %llu is another header",
		               (unsigned long long)row->line);
	}
	reader->columns = columns;
	reader->mapped = true;
	assume_columns(reader, "by the header");
	note_missing(reader, row);
}

/* Before the columns are known: true when the row is data. */
static bool find_columns(struct hr_reader *reader, const struct hr_csv_row *row)
{
	int sure = hr_jtl_columns_infer(&reader->columns, row);

	if (sure == 0) {
		reject(reader, row, "neither a header nor a row of columns that can be told");
		return false;
	}
	reader->mapped = true;
	assume_columns(reader, sure >= 60 ? "without a header, by JMeter's defaults"
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
	snprintf(reader->reason, sizeof(reader->reason), "%zu fields, %zu expected", row->count,
	         expected);
	if (fits)
		note(reader, row, reader->reason);
	else
		reject(reader, row, reader->reason);
	return fits;
}

/* ---- values ---- */

enum duration { DURATION_OK, DURATION_UNUSABLE, DURATION_RANGE };

/* Milliseconds, whole or with a fraction. */
static enum duration read_duration(struct hr_slice text, int64_t *out)
{
	uint64_t ms;
	int64_t ns;
	size_t digits = 0;

	if (hr_parse_u64(text, &ms)) {
		if (ms > (uint64_t)(HR_DURATION_MAX_NS / HR_NS_PER_MS))
			return DURATION_RANGE;
		*out = (int64_t)ms * HR_NS_PER_MS;
		return DURATION_OK;
	}
	text = hr_slice_trim(text);
	if (hr_parse_scaled(text, NS_PER_MS_SHIFT, &ns)) {
		if (ns < 0 || ns > HR_DURATION_MAX_NS)
			return DURATION_RANGE;
		*out = ns;
		return DURATION_OK;
	}
	/* A number too large for the parser is still a number. */
	while (digits < text.length && ((text.ptr[digits] >= '0' && text.ptr[digits] <= '9') ||
	                                (digits == 0 && text.ptr[0] == '-')))
		digits++;
	return digits > 1 && digits == text.length ? DURATION_RANGE : DURATION_UNUSABLE;
}

static int64_t optional_duration(const struct hr_reader *reader, const struct hr_csv_row *row,
                                 enum hr_jtl_column column)
{
	int64_t ns;

	return read_duration(cell(reader, row, column), &ns) == DURATION_OK ? ns : HR_UNKNOWN;
}

static int64_t optional_count(const struct hr_reader *reader, const struct hr_csv_row *row,
                              enum hr_jtl_column column, uint64_t max)
{
	uint64_t count;

	if (!hr_parse_u64(cell(reader, row, column), &count) || count > max)
		return HR_UNKNOWN;
	return (int64_t)count;
}

static bool read_success(struct hr_slice text, bool *out)
{
	/* JMeter's own spelling needs no call */
	if (text.length == 4 && memcmp(text.ptr, "true", 4) == 0) {
		*out = true;
		return true;
	}
	text = hr_slice_trim(text);
	if (text.length == 4 && strncasecmp(text.ptr, "true", 4) == 0)
		*out = true;
	else if (text.length == 5 && strncasecmp(text.ptr, "false", 5) == 0)
		*out = false;
	else
		return false;
	return true;
}

/* A row may stand for several samples (SampleCount, ErrorCount). */
static void read_weight(const struct hr_reader *reader, const struct hr_csv_row *row,
                        struct hr_sample *sample)
{
	int64_t weight = optional_count(reader, row, HR_JTL_WEIGHT, UINT32_MAX);
	int64_t errors;

	sample->weight = weight > 1 ? (uint32_t)weight : 1;
	sample->failed = sample->success ? 0 : sample->weight;
	if (weight <= 1)
		return;
	errors = optional_count(reader, row, HR_JTL_ERRORS, UINT32_MAX);
	if (errors != HR_UNKNOWN)
		sample->failed = errors < weight ? (uint32_t)errors : sample->weight;
}

/* True when the row is a transaction controller; *empty when it covered nothing. */
static bool is_transaction(struct hr_slice message, bool *empty)
{
	size_t prefix = sizeof(TRANSACTION_PREFIX) - 1;

	*empty = false;
	if (!hr_slice_starts(message, TRANSACTION_PREFIX))
		return false;
	message.ptr += prefix;
	message.length -= prefix;
	*empty = hr_slice_starts(message, "0") &&
	         (message.length == 1 || message.ptr[1] < '0' || message.ptr[1] > '9');
	return true;
}

/* Time, elapsed and success: what decides whether the row counts. False when it was rejected. */
static bool read_core(struct hr_reader *reader, const struct hr_csv_row *row,
                      struct hr_sample *sample)
{
	unsigned lacks = 0;
	bool success_column = reader->columns.at[HR_JTL_SUCCESS] != HR_JTL_ABSENT;

	if (!hr_jtl_clock_read(&reader->clock, cell(reader, row, HR_JTL_TIME), &sample->start_ns)) {
		sample->start_ns = HR_INSTANT_NONE;
		lacks |= LACKS_TIME;
	}
	switch (read_duration(cell(reader, row, HR_JTL_ELAPSED), &sample->elapsed_ns)) {
	case DURATION_OK:
		break;
	case DURATION_UNUSABLE:
		sample->elapsed_ns = HR_UNKNOWN;
		lacks |= LACKS_ELAPSED;
		break;
	case DURATION_RANGE:
		reject(reader, row, "elapsed is negative or above 100000 s");
		return false;
	}
	sample->success = !success_column;
	if (success_column && !read_success(cell(reader, row, HR_JTL_SUCCESS), &sample->success))
		lacks |= LACKS_SUCCESS;
	if (lacks == 0)
		return true;
	if ((lacks & LACKS_TIME) != 0 && (lacks & LACKS_ELAPSED) != 0 &&
	    ((lacks & LACKS_SUCCESS) != 0 || !success_column)) {
		reject(reader, row, lack_reasons[LACKS_TIME | LACKS_ELAPSED | LACKS_SUCCESS]);
		return false;
	}
	hr_read_degrade(reader->context, lack_reasons[lacks], row->line, row_text(reader, row));
	return true;
}

static void apply_stamp(const struct hr_reader *reader, const struct hr_csv_row *row,
                        struct hr_sample *sample)
{
	int64_t idle;

	if (reader->context->options.stamp != HR_STAMP_END || sample->start_ns == HR_INSTANT_NONE ||
	    sample->elapsed_ns == HR_UNKNOWN)
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
	if (is_transaction(sample.message, &empty)) {
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
	                       ? HR_SLICE_LITERAL(NO_LABEL)
	                       : cell(reader, row, HR_JTL_LABEL);
	sample.code = cell(reader, row, HR_JTL_CODE);
	sample.failure = cell(reader, row, HR_JTL_FAILURE);
	sample.host = cell(reader, row, HR_JTL_HOST);
	if (sample.host.length == 0)
		sample.host = reader->context->options.host;
	hr_read_sample(reader->context, &sample);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;

	if (row->too_long)
		reject(reader, row, "the row is longer than 16 MiB or 1024 fields");
	else if (row->unterminated)
		reject(reader, row, "a quoted field without end");
	else if (row->count == 1 && row->fields[0].length == 0)
		return;
	else if (may_be_header(row) && hr_jtl_columns_is_header(row))
		take_header(reader, row);
	else if (reader->mapped || find_columns(reader, row))
		take_sample(reader, row);
}

/* ---- the format ---- */

static struct hr_reader *jtl_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->csv = hr_csv_new(context->options.delimiter, take_row, reader);
	hr_jtl_clock_init(&reader->clock, context->options.zone, context->options.time_format);
	return reader;
}

static enum hr_err jtl_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	(void)err;
	hr_csv_feed(reader->csv, bytes);
	return HR_OK;
}

static enum hr_err jtl_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	struct hr_read_context *context = reader->context;

	hr_csv_finish(reader->csv);
	if (!reader->mapped && context->rejected > 0)
		return hr_error_set(
		        err, HR_EPARSE,
		        "no header with JMeter's column names (timeStamp, elapsed, label, "
		        "success) and no row that looks like JMeter's");
	hr_read_assume(context, "delimiter: %s",
	               hr_csv_delimiter_name(hr_csv_delimiter(reader->csv)));
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
	hr_csv_free(reader->csv);
	hr_jtl_clock_release(&reader->clock);
	hr_str_release(&reader->text);
	free(reader);
}

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct hr_jtl_columns columns;
	int *sure = context;

	if (hr_jtl_columns_is_header(row))
		*sure = 100;
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
};
