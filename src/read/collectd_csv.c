/*
 * Files of collectd's csv plugin: "epoch" and a column a data source. What is measured is in the
 * name of the file alone, HOST/PLUGIN[-INSTANCE]/TYPE[-INSTANCE]-DATE. The plugin writes counters
 * as whole numbers, and gauges and (with StoreRates) rates with six decimals, so each value says
 * what it is. Source of the layout and units: collectd's csv.c and types.db, version 5.12.
 */
#include <config.h>
#include "read/formats.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "read/csv_reader.h"
#include "record/sample.h"

#define TEXT_BYTES  400
#define SOURCES_MAX 32 /* columns that are read; types.db has five at most */
#define DATE_BYTES  11 /* "-2026-11-20" */
/* Times before it are no clock's: "epoch" is a column of other tables, too. */
#define EARLIEST_NS (INT64_C(631152000) * HR_NS_PER_S) /* 1990 */

/* What the path says. */
struct place {
	struct hr_slice host, series, type;
};

struct hr_reader {
	struct hr_csv_reader base;
	struct place place;
	struct hr_str names[SOURCES_MAX]; /* of series */
	size_t count;                     /* of columns behind the time */
	bool begun, useless;
};

/* --- the name of the file --- */

static struct hr_slice last_part(struct hr_slice *path)
{
	size_t at = path->length;
	struct hr_slice part;

	while (at > 0 && path->ptr[at - 1] != '/')
		at--;
	part = (struct hr_slice){ path->ptr + at, path->length - at };
	path->length = at > 0 ? at - 1 : 0;
	return part;
}

static void cut_end(struct hr_slice *text, const char *end)
{
	size_t length = strlen(end);

	if (text->length > length && memcmp(text->ptr + text->length - length, end, length) == 0)
		text->length -= length;
}

static bool is_date(const char *text)
{
	static const char shape[] = "-dddd-dd-dd";

	for (size_t i = 0; shape[i] != '\0'; i++)
		if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != '-')
			return false;
	return true;
}

/* "host/interface-eth0/if_octets-2026-11-20": host, the rest without the date, and the type. */
static struct place place_of(const char *path)
{
	struct hr_slice rest = hr_slice_of(path), file = last_part(&rest), plugin;
	struct place place;
	const char *dash;

	cut_end(&file, ".gz");
	cut_end(&file, ".csv");
	if (file.length > DATE_BYTES && is_date(file.ptr + file.length - DATE_BYTES))
		file.length -= DATE_BYTES;
	plugin = last_part(&rest);
	place.series = plugin.length > 0
	                       ? (struct hr_slice){ plugin.ptr,
		                                    (size_t)(file.ptr + file.length - plugin.ptr) }
	                       : file;
	place.host = last_part(&rest);
	dash = file.length > 0 ? memchr(file.ptr, '-', file.length) : NULL;
	place.type = (struct hr_slice){ file.ptr,
		                        dash != NULL ? (size_t)(dash - file.ptr) : file.length };
	return place;
}

static struct hr_slice told_by_path(const char *path)
{
	struct place place = place_of(path);
	const char *begin = place.host.length > 0 ? place.host.ptr : place.series.ptr;

	return (struct hr_slice){ begin, (size_t)(place.series.ptr + place.series.length - begin) };
}

/* --- units --- */

static const struct unit {
	const char *type; /* begins with '*': the end of the type */
	const char *counter, *gauge;
	int shift; /* of counters */
} units[] = {
	/* hundredths of a second of one processor: as a rate, per cent of it */
	{ "cpu", "s", "%", -2 },
	{ "*octets", "B", "B/s", 0 },
	{ "*_bytes", "B", "B/s", 0 },
	{ "disk_time", "s", "ms/s", -3 },
	{ "disk_io_time", "s", "ms/s", -3 },
	{ "percent", "%", "%", 0 },
	{ "memory", "B", "B", 0 },
	{ "swap", "B", "B", 0 },
	{ "df_complex", "B", "B", 0 },
	{ "bytes", "B", "B", 0 },
	{ "ps_rss", "B", "B", 0 },
	{ "ps_vm", "B", "B", 0 },
	{ "cpufreq", "Hz", "Hz", 0 },
	{ "ping", "ms", "ms", 0 },
	{ "response_time", "s", "s", 0 },
	{ "uptime", "s", "s", 0 },
	{ "temperature",
	  "\xc2\xb0"
	  "C",
	  "\xc2\xb0"
	  "C",
	  0 },
	{ "voltage", "V", "V", 0 },
};

static const struct unit *unit_of(struct hr_slice type)
{
	static const struct unit none = { "", "", "", 0 };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		const char *wanted = units[i].type;
		struct hr_slice end = type;

		if (wanted[0] == '*') {
			size_t length = strlen(++wanted);

			if (type.length < length)
				continue;
			end.ptr += type.length - length;
			end.length = length;
		}
		if (hr_slice_is(end, wanted))
			return &units[i];
	}
	return &none;
}

/* --- rows --- */

static bool is_header(const struct hr_csv_row *row)
{
	return row->count >= 2 && hr_slice_is(row->fields[0], "epoch");
}

static void take_header(struct hr_reader *reader, const struct hr_csv_row *row)
{
	struct hr_slice none = { NULL, 0 };

	reader->begun = true;
	reader->count = row->count - 1;
	if (reader->count > SOURCES_MAX) {
		reader->count = SOURCES_MAX;
		hr_read_note(
		        reader->base.context,
		        "more than " HR_DIGITS(SOURCES_MAX) " data sources; the first are read",
		        row->line, none);
	}
	for (size_t i = 0; i < reader->count; i++) {
		struct hr_str *name = &reader->names[i];

		name->limit = TEXT_BYTES;
		hr_str_add_slice(name, reader->place.series);
		if (!hr_slice_is(row->fields[i + 1], "value")) {
			hr_str_putc(name, '.');
			hr_str_add_slice(name, row->fields[i + 1]);
		}
	}
}

static void take_value(struct hr_reader *reader, const struct hr_csv_row *row, size_t i,
                       int64_t time_ns)
{
	struct hr_slice value = hr_slice_trim(row->fields[i + 1]);
	const struct unit *unit = unit_of(reader->place.type);
	bool gauge = value.length > 0 && memchr(value.ptr, '.', value.length) != NULL;
	struct hr_observation observation = {
		.time_ns = time_ns,
		.kind = gauge ? HR_SERIES_GAUGE : HR_SERIES_COUNTER,
		.name = hr_str_slice(&reader->names[i]),
		.unit = hr_slice_of(gauge ? unit->gauge : unit->counter),
		.host = reader->place.host.length > 0 ? reader->place.host
		                                      : reader->base.context->options.host,
	};

	if (hr_slice_is(value, "nan") || hr_slice_is(value, "-nan") || hr_slice_is(value, "U"))
		return; /* not measured */
	if (!hr_read_value(reader->base.context, value, gauge ? 0 : unit->shift, 1,
	                   observation.kind, &observation.value_micro)) {
		hr_csv_reader_reject(&reader->base, row,
		                     "a value is no number, or too large for a series");
		return;
	}
	hr_read_observation(reader->base.context, &observation);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;
	size_t usable;
	int64_t time_ns;

	if (reader->useless || (reader->begun && is_header(row)))
		return;
	if (!reader->begun) {
		reader->useless = !is_header(row);
		if (!reader->useless)
			take_header(reader, row);
		return;
	}
	if (!hr_csv_reader_is_whole(&reader->base, row))
		return;
	usable = hr_csv_row_usable(row, reader->count + 1);
	if (usable < 2) {
		hr_csv_reader_reject(&reader->base, row, "not a row of time and values");
		return;
	}
	if (!hr_parse_scaled(hr_slice_trim(row->fields[0]), HR_SHIFT_S, &time_ns)) {
		hr_csv_reader_reject(&reader->base, row, "no usable time");
		return;
	}
	for (size_t i = 0; i < reader->count && i + 1 < usable; i++)
		take_value(reader, row, i, time_ns);
}

/* --- the format --- */

static struct hr_reader *collectd_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	hr_csv_reader_init(&reader->base, context, ',', take_row, reader);
	reader->place = place_of(context->path);
	return reader;
}

static enum hr_err result_of(const struct hr_reader *reader, struct hr_error *err)
{
	if (!reader->useless)
		return HR_OK;
	return hr_error_set(err, HR_EPARSE, "no header that begins with \"epoch\"");
}

static enum hr_err collectd_feed(struct hr_reader *reader, struct hr_slice bytes,
                                 struct hr_error *err)
{
	hr_csv_feed(reader->base.csv, bytes);
	return result_of(reader, err);
}

static enum hr_err collectd_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_csv_finish(reader->base.csv);
	if (reader->begun)
		hr_read_assume(reader->base.context, "series and host by the path: %s, host %s",
		               hr_quoted_slice(hr_str_slice(&reader->names[0])).text,
		               hr_quoted_slice(reader->place.host.length > 0
		                                       ? reader->place.host
		                                       : HR_SLICE_LITERAL("unknown"))
		                       .text);
	return result_of(reader, err);
}

static void collectd_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	for (size_t i = 0; i < SOURCES_MAX; i++)
		hr_str_release(&reader->names[i]);
	free(reader);
}

/* "epoch" heads tables of other things, too: the row below must begin with a time of today. */
static int collectd_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = hr_slice_skip_bom(peek->head);
	const char *row, *comma;
	int64_t time_ns;

	if (peek->mapping != NULL || !hr_slice_starts(head, "epoch,"))
		return 0;
	row = memchr(head.ptr, '\n', head.length);
	if (row == NULL || row + 1 == head.ptr + head.length)
		return 60;
	row++;
	comma = memchr(row, ',', head.length - (size_t)(row - head.ptr));
	if (comma == NULL)
		return 0;
	return hr_parse_scaled((struct hr_slice){ row, (size_t)(comma - row) }, HR_SHIFT_S,
	                       &time_ns) &&
	                       time_ns > EARLIEST_NS
	               ? 96
	               : 0;
}

const struct hr_format hr_format_collectd_csv = {
	.name = "collectd-csv",
	.title = "collectd, csv plugin",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = collectd_sniff,
	.open = collectd_open,
	.feed = collectd_feed,
	.finish = collectd_finish,
	.free = collectd_free,
	.told_by_path = told_by_path,
};
