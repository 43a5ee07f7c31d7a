/*
 * sadf -d (sysstat): tables separated by semicolons, each behind a header that begins with "#".
 * Fields are never quoted. Restarts and comments are lines of their own and become events.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "read/line_split.h"
#include "read/sadf_metric.h"
#include "record/sample.h"
#include "record/sink.h"

#define COLUMNS_MAX  1024
#define DEVICE_BYTES 300
#define FIRST_VALUE  3 /* behind host, interval and time */
#define HEADER       "# hostname;interval;timestamp"

struct column {
	bool is_device, begins_device;       /* the first of the columns that name a device */
	const struct hr_sadf_metric *metric; /* NULL: not read */
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct column columns[COLUMNS_MAX];
	size_t column_count; /* 0 before the first header */
	struct hr_str device;
	struct hr_sadf_row row;
	bool local_time; /* some time was not UTC */
};

/* The next field; false when none is left. */
static bool take_field(struct hr_slice *rest, struct hr_slice *field)
{
	const char *end;

	if (rest->ptr == NULL)
		return false;
	end = rest->length > 0 ? memchr(rest->ptr, ';', rest->length) : NULL;
	if (end == NULL) {
		*field = *rest;
		*rest = (struct hr_slice){ NULL, 0 };
		return true;
	}
	*field = (struct hr_slice){ rest->ptr, (size_t)(end - rest->ptr) };
	rest->ptr = end + 1;
	rest->length -= field->length + 1;
	return true;
}

static void take_header(struct hr_reader *reader, const struct hr_line *line)
{
	enum hr_sadf_activity near = HR_SADF_ACTIVITIES;
	struct hr_slice rest = line->text, field;
	const char *device = NULL;
	size_t n = 0;

	for (; n < COLUMNS_MAX && take_field(&rest, &field); n++) {
		struct column *column = &reader->columns[n];
		const char *named = hr_sadf_device_column(field);

		*column = (struct column){ 0 };
		if (n < FIRST_VALUE)
			continue;
		column->is_device = named != NULL ||
		                    (device != NULL && hr_slice_is(field, "DEVICE"));
		if (column->is_device) {
			column->begins_device = named != NULL;
			device = named != NULL ? named : device;
			near = named != NULL ? HR_SADF_ACTIVITIES : near;
			continue;
		}
		column->metric = hr_sadf_by_column(field, device, near);
		if (column->metric != NULL)
			near = column->metric->activity;
		else
			hr_read_note(reader->context, "a column of sadf that is not read",
			             line->number, field);
	}
	reader->column_count = n;
}

static void push_event(struct hr_reader *reader, const char *kind, struct hr_slice text)
{
	struct hr_event event = { .start_ns = reader->row.time_ns,
		                  .end_ns = reader->row.time_ns,
		                  .kind = hr_slice_of(kind),
		                  .text = text };

	hr_sink_event(reader->context->sink, &event);
	reader->context->records++;
}

/* "LINUX-RESTART (8 CPU)" or "COM text" in place of values. */
static bool take_event(struct hr_reader *reader, struct hr_slice rest)
{
	if (hr_slice_starts(rest, "LINUX-RESTART")) {
		push_event(reader, "restart", reader->row.host);
		return true;
	}
	if (!hr_slice_starts(rest, "COM "))
		return false;
	push_event(reader, "comment", (struct hr_slice){ rest.ptr + 4, rest.length - 4 });
	return true;
}

static bool read_time(struct hr_reader *reader, struct hr_slice text)
{
	struct hr_slice zone = { NULL, 0 };

	text = hr_slice_trim(text);
	for (size_t i = text.length; i > 0; i--) {
		/* "2018-08-29 09:34:34 UTC": a word behind the second blank */
		if (text.ptr[i - 1] != ' ')
			continue;
		if (i < text.length && text.ptr[i] >= 'A') {
			zone = (struct hr_slice){ text.ptr + i, text.length - i };
			text.length = i - 1;
		}
		break;
	}
	if (!hr_slice_is(zone, "UTC") && !hr_slice_is(zone, "GMT") &&
	    memchr(text.ptr, ' ', text.length) != NULL)
		reader->local_time = true;
	return hr_sadf_time(text, zone, reader->context->options.zone, &reader->row.time_ns);
}

static void take_values(struct hr_reader *reader, const struct hr_line *line, struct hr_slice rest)
{
	struct hr_str *device = &reader->device;
	struct hr_slice field;
	size_t n = FIRST_VALUE;

	hr_str_truncate(device, 0);
	device->limit = DEVICE_BYTES;
	for (; take_field(&rest, &field); n++) {
		const struct column *column = &reader->columns[n];

		if (n == reader->column_count) {
			hr_read_note(reader->context, "more fields than the header has columns",
			             line->number, hr_line_start(line->text));
			return;
		}
		if (line->at_end && rest.ptr == NULL && n + 1 < reader->column_count)
			break;
		if (column->is_device) {
			if (column->begins_device)
				hr_str_truncate(device, 0);
			else
				hr_str_putc(device, '.');
			hr_str_add_slice(device, field);
		} else if (column->metric != NULL) {
			hr_sadf_push(reader->context, &reader->row, column->metric,
			             hr_str_slice(device), field);
		}
	}
	if (n < reader->column_count)
		hr_read_note(reader->context, "fewer fields than the header has columns",
		             line->number, hr_line_start(line->text));
}

static void take_row(struct hr_reader *reader, const struct hr_line *line)
{
	struct hr_slice rest = line->text, interval, time = { NULL, 0 };

	reader->row.line = line->number;
	if (!take_field(&rest, &reader->row.host) || !take_field(&rest, &interval) ||
	    !take_field(&rest, &time) || rest.ptr == NULL) {
		hr_read_reject(reader->context, "not a row of sadf -d", line->number,
		               hr_line_start(line->text));
		return;
	}
	if (!read_time(reader, time)) {
		hr_read_reject(reader->context, "no usable time", line->number,
		               hr_line_start(line->text));
		return;
	}
	if (take_event(reader, rest))
		return;
	if (reader->column_count == 0) {
		hr_read_reject(reader->context, "a row before the first header", line->number,
		               hr_line_start(line->text));
		return;
	}
	take_values(reader, line, rest);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;

	if (line->text.length == 0)
		return;
	if (line->too_long)
		hr_read_reject(reader->context, "the line is longer than 16 MiB", line->number,
		               hr_line_start(line->text));
	else if (hr_slice_starts(line->text, HEADER))
		take_header(reader, line);
	else
		take_row(reader, line);
}

static struct hr_reader *sadf_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines.on_line = take_line;
	reader->lines.context = reader;
	return reader;
}

static enum hr_err sadf_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                 struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err sadf_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_line_split_finish(&reader->lines);
	if (reader->local_time)
		hr_read_assume(reader->context, "local times are in the zone %s",
		               hr_zone_name(reader->context->options.zone));
	if (reader->column_count == 0 && reader->context->records == 0 &&
	    reader->context->rejected > 0)
		return hr_error_set(err, HR_EPARSE,
		                    "no line begins as a header of sadf -d: \"" HEADER "\"");
	return HR_OK;
}

static void sadf_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_str_release(&reader->device);
	hr_str_release(&reader->row.name);
	free(reader);
}

/* A file may begin with the restart of its day. */
static int sadf_csv_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;

	for (int i = 0; i < 3 && hr_line_take(&rest, &line); i++)
		if (hr_slice_starts(line, HEADER))
			return 100;
	return 0;
}

const struct hr_format hr_format_sadf_csv = {
	.name = "sadf-csv",
	.title = "sysstat, sadf -d",
	.carries = HR_CARRIES_OBSERVATIONS | HR_CARRIES_EVENTS,
	.sniff = sadf_csv_sniff,
	.open = sadf_csv_open,
	.feed = sadf_csv_feed,
	.finish = sadf_csv_finish,
	.free = sadf_csv_free,
};
