/*
 * Series exported as CSV, by Grafana and by scripts that query Prometheus:
 *   wide   "Time", then a column a series, named as Grafana's legend has it or by its labels
 *   rows   Series;Time;Value, what Grafana wrote before version 7
 *   query  name,timestamp,value and a column a label
 * Values may carry the unit of Grafana's panel ("1.5 GiB"); they are brought to one unit.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv_reader.h"
#include "read/prom_series.h"
#include "record/sample.h"

enum layout { LAYOUT_NONE, LAYOUT_WIDE, LAYOUT_ROWS, LAYOUT_QUERY };

struct hr_reader {
	struct hr_csv_reader base;
	enum layout layout;
	struct hr_prom_series *columns; /* of a wide table, one a column; else the first alone */
	char **labels;                  /* of a query, one a column */
	size_t count;                   /* of columns */
	bool useless;
};

/* --- values with units --- */

static const struct unit {
	const char *text, *unit;
	int shift;
	int64_t factor;
} units[] = {
	{ "", "", 0, 1 },
	{ "%", "%", 0, 1 },
	{ "ns", "s", -9, 1 },
	{ "\xc2\xb5s", "s", -6, 1 }, /* micro sign */
	{ "\xce\xbcs", "s", -6, 1 }, /* Greek mu */
	{ "us", "s", -6, 1 },
	{ "ms", "s", -3, 1 },
	{ "s", "s", 0, 1 },
	{ "min", "s", 0, 60 },
	{ "mins", "s", 0, 60 },
	{ "hour", "s", 0, 3600 },
	{ "hours", "s", 0, 3600 },
	{ "day", "s", 0, 86400 },
	{ "days", "s", 0, 86400 },
	{ "B", "B", 0, 1 },
	{ "KiB", "B", 0, INT64_C(1) << 10 },
	{ "MiB", "B", 0, INT64_C(1) << 20 },
	{ "GiB", "B", 0, INT64_C(1) << 30 },
	{ "TiB", "B", 0, INT64_C(1) << 40 },
	{ "kB", "B", 3, 1 },
	{ "MB", "B", 6, 1 },
	{ "GB", "B", 9, 1 },
	{ "TB", "B", 12, 1 },
	{ "B/s", "B/s", 0, 1 },
	{ "KiB/s", "B/s", 0, INT64_C(1) << 10 },
	{ "MiB/s", "B/s", 0, INT64_C(1) << 20 },
	{ "GiB/s", "B/s", 0, INT64_C(1) << 30 },
	{ "kB/s", "B/s", 3, 1 },
	{ "MB/s", "B/s", 6, 1 },
	{ "GB/s", "B/s", 9, 1 },
	{ "K", "", 3, 1 },
	{ "Mil", "", 6, 1 },
	{ "Bil", "", 9, 1 },
	{ "Tri", "", 12, 1 },
	{ "req/s", "1/s", 0, 1 },
	{ "reqps", "1/s", 0, 1 },
	{ "ops/s", "1/s", 0, 1 },
	{ "c/s", "1/s", 0, 1 },
	{ "cps", "1/s", 0, 1 },
};

/* The number at the start of a value, and what follows it. */
static struct hr_slice take_number(struct hr_slice *text)
{
	struct hr_slice number = { text->ptr, 0 };

	while (number.length < text->length && strchr("+-.0123456789", text->ptr[number.length]) &&
	       text->ptr[number.length] != '\0')
		number.length++;
	if (number.length > 0 && number.length < text->length &&
	    (text->ptr[number.length] == 'e' || text->ptr[number.length] == 'E')) {
		number.length++;
		while (number.length < text->length &&
		       strchr("+-0123456789", text->ptr[number.length]) &&
		       text->ptr[number.length] != '\0')
			number.length++;
	}
	text->ptr += number.length;
	text->length -= number.length;
	return number;
}

/* Blanks as Grafana and its locales write them. */
static struct hr_slice skip_blanks(struct hr_slice text)
{
	static const char *const blanks[] = { " ", "\xc2\xa0", "\xe2\x80\xaf" };

	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (hr_slice_starts(text, blanks[i])) {
			text.ptr += strlen(blanks[i]);
			text.length -= strlen(blanks[i]);
			i = (size_t)-1;
		}
	return text;
}

/* What a value says: its number, the unit it becomes, and how. An unknown unit is kept. */
static struct hr_slice split_value(struct hr_slice text, struct unit *out, struct hr_slice *unit)
{
	struct hr_slice number = take_number(&text);

	*unit = skip_blanks(text);
	*out = (struct unit){ .factor = 1 };
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (hr_slice_is(*unit, units[i].text)) {
			*out = units[i];
			*unit = hr_slice_of(units[i].unit);
			break;
		}
	return number;
}

static bool is_gap(struct hr_slice text)
{
	static const char *const words[] = { "",     "null", "undefined", "NaN", "nan",
		                             "+Inf", "-Inf", "Infinity",  "N/A", "-" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (hr_slice_is(text, words[i]))
			return true;
	return false;
}

/* --- the header --- */

static bool is_one_of(struct hr_slice field, const char *const *names)
{
	field = hr_slice_trim(field);
	for (; *names != NULL; names++)
		if (hr_slice_is(field, *names))
			return true;
	return false;
}

static bool has_column(const struct hr_csv_row *row, const char *const *names)
{
	for (size_t i = 0; i < row->count; i++)
		if (is_one_of(row->fields[i], names))
			return true;
	return false;
}

static enum layout layout_of(const struct hr_csv_row *row)
{
	static const char *const time[] = { "Time", "time", "Date Time", NULL };
	static const char *const name[] = { "name", "__name__", "metric", NULL };
	static const char *const stamp[] = { "timestamp", "__time__", "time", NULL };
	static const char *const value[] = { "value", "__value__", NULL };
	/* columns that a table of table_csv.c has and no label is called */
	static const char *const of_tables[] = { "unit", "kind", "type", NULL };
	static const char *const of_samples[] = { "elapsed", "elapsed_ms", "duration_ms", NULL };

	if (row->count == 3 && hr_slice_is(row->fields[0], "Series") &&
	    hr_slice_is(row->fields[1], "Time") && hr_slice_is(row->fields[2], "Value"))
		return LAYOUT_ROWS;
	if (row->count > 3 && is_one_of(row->fields[0], name) && is_one_of(row->fields[1], stamp) &&
	    is_one_of(row->fields[2], value))
		return has_column(row, of_tables) ? LAYOUT_NONE : LAYOUT_QUERY;
	if (row->count < 2 || !is_one_of(row->fields[0], time) || has_column(row, of_samples))
		return LAYOUT_NONE;
	return LAYOUT_WIDE;
}

/* Excel's hint at the delimiter, which older versions of Grafana wrote. */
static bool is_hint(const struct hr_csv_row *row)
{
	return row->count >= 1 && row->count <= 2 && hr_slice_starts(row->fields[0], "sep=");
}

/* A name with labels, or any text of a legend as it is. */
static void name_series(struct hr_prom_series *series, struct hr_slice text)
{
	struct hr_slice rest = hr_slice_trim(text);

	if (hr_prom_series_take(series, &rest) && hr_slice_trim(rest).length == 0)
		return;
	hr_prom_series_begin(series, text);
	hr_prom_series_end(series);
	series->kind = HR_SERIES_GAUGE;
	series->unit = "";
}

static void take_header(struct hr_reader *reader, const struct hr_csv_row *row)
{
	reader->layout = layout_of(row);
	if (reader->layout == LAYOUT_NONE) {
		reader->useless = true;
		return;
	}
	reader->count = row->count;
	reader->columns = hr_zalloc(row->count, sizeof(*reader->columns));
	if (reader->layout == LAYOUT_WIDE)
		for (size_t i = 1; i < row->count; i++)
			name_series(&reader->columns[i], row->fields[i]);
	if (reader->layout != LAYOUT_QUERY)
		return;
	reader->labels = hr_zalloc(row->count, sizeof(*reader->labels));
	for (size_t i = 3; i < row->count; i++) {
		struct hr_str label = { .limit = HR_PROM_NAME_BYTES };

		hr_str_add_slice(&label, hr_slice_trim(row->fields[i]));
		reader->labels[i] = hr_str_detach(&label);
	}
}

/* --- rows --- */

static bool read_time(const struct hr_reader *reader, struct hr_slice text, int64_t *out)
{
	const struct hr_read_options *options = &reader->base.context->options;

	text = hr_slice_trim(text);
	if (options->time_format != NULL)
		return hr_time_format_parse(options->time_format, text, options->zone, out);
	return hr_instant_memo_parse(&reader->base.context->times, text, options->zone, out);
}

static void push(struct hr_reader *reader, const struct hr_csv_row *row,
                 const struct hr_prom_series *series, int64_t time_ns, struct hr_slice value)
{
	struct hr_observation observation = {
		.time_ns = time_ns,
		.kind = series->kind,
		.name = hr_str_slice(&series->name),
		.host = series->host.length > 0 ? hr_str_slice(&series->host)
		                                : reader->base.context->options.host,
	};
	struct unit unit;

	value = hr_slice_trim(value);
	if (is_gap(value))
		return;
	value = split_value(value, &unit, &observation.unit);
	if (!hr_read_value(reader->base.context, value, unit.shift, unit.factor, series->kind,
	                   &observation.value_micro)) {
		hr_csv_reader_reject(&reader->base, row,
		                     "a value is no number, or too large for a series");
		return;
	}
	if (observation.unit.length == 0)
		observation.unit = hr_slice_of(series->unit);
	hr_read_observation(reader->base.context, &observation);
}

static void take_wide(struct hr_reader *reader, const struct hr_csv_row *row, size_t usable)
{
	int64_t time_ns;

	if (!read_time(reader, row->fields[0], &time_ns)) {
		hr_csv_reader_reject(&reader->base, row, "no usable time");
		return;
	}
	for (size_t i = 1; i < reader->count && i < usable; i++)
		push(reader, row, &reader->columns[i], time_ns, row->fields[i]);
}

static void take_one(struct hr_reader *reader, const struct hr_csv_row *row, size_t usable)
{
	struct hr_prom_series *series = &reader->columns[0];
	int64_t time_ns;

	if (usable < 3) {
		hr_csv_reader_reject_misfit(&reader->base, row, reader->count);
		return;
	}
	if (!read_time(reader, row->fields[1], &time_ns)) {
		hr_csv_reader_reject(&reader->base, row, "no usable time");
		return;
	}
	if (reader->layout == LAYOUT_ROWS) {
		name_series(series, row->fields[0]);
	} else {
		hr_prom_series_begin(series, hr_slice_trim(row->fields[0]));
		for (size_t i = 3; i < reader->count && i < usable; i++)
			if (row->fields[i].length > 0)
				hr_prom_series_label(series, hr_slice_of(reader->labels[i]),
				                     row->fields[i]);
		hr_prom_series_end(series);
	}
	push(reader, row, series, time_ns, row->fields[2]);
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;
	size_t usable;

	if (reader->useless || !hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (reader->layout == LAYOUT_NONE) {
		if (!is_hint(row))
			take_header(reader, row);
		return;
	}
	if (is_hint(row) || layout_of(row) == reader->layout)
		return; /* files joined end to end */
	usable = hr_csv_row_usable(row, reader->count);
	if (usable == 0) {
		hr_csv_reader_reject_misfit(&reader->base, row, reader->count);
	} else if (reader->layout == LAYOUT_WIDE) {
		take_wide(reader, row, usable);
	} else {
		take_one(reader, row, usable);
	}
}

/* --- the format --- */

static struct hr_reader *prom_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	hr_csv_reader_init(&reader->base, context, context->options.delimiter, take_row, reader);
	return reader;
}

static enum hr_err result_of(const struct hr_reader *reader, struct hr_error *err)
{
	if (!reader->useless)
		return HR_OK;
	return hr_error_set(
	        err, HR_EPARSE,
	        "no header that begins with Time (a column a series), Series;Time;Value "
	        "or name,timestamp,value,LABEL");
}

static enum hr_err prom_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                                 struct hr_error *err)
{
	hr_csv_feed(reader->base.csv, bytes);
	return result_of(reader, err);
}

static enum hr_err prom_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_csv_finish(reader->base.csv);
	if (!reader->useless)
		hr_read_assume(reader->base.context, "zone of times without one: %s",
		               reader->base.context->options.zone != NULL
		                       ? hr_zone_name(reader->base.context->options.zone)
		                       : "UTC");
	return result_of(reader, err);
}

static void prom_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	for (size_t i = 0; i < reader->count; i++) {
		hr_prom_series_release(&reader->columns[i]);
		if (reader->labels != NULL)
			free(reader->labels[i]);
	}
	free(reader->columns);
	free(reader->labels);
	free(reader);
}

/* --- sniffing --- */

struct sniffing {
	enum layout layout;
	bool labels; /* a column is named by labels */
	size_t rows;
	bool numbers; /* the first row behind the header holds values */
};

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct sniffing *sniffing = context;
	int64_t time_ns;

	if (is_hint(row) || sniffing->rows >= 2 || (sniffing->rows == 1 && row->at_end))
		return;
	if (sniffing->rows++ == 0) {
		sniffing->layout = layout_of(row);
		for (size_t i = 1; i < row->count; i++)
			if (row->fields[i].length > 0 &&
			    memmem(row->fields[i].ptr, row->fields[i].length, "=\"", 2) != NULL)
				sniffing->labels = true;
		return;
	}
	sniffing->numbers = row->count >= 2 &&
	                    hr_instant_parse(hr_slice_trim(row->fields[0]), hr_zone_utc(), &time_ns,
	                                     NULL) == HR_OK;
	for (size_t i = 1; i < row->count; i++) {
		struct hr_slice value = hr_slice_trim(row->fields[i]), rest;
		struct unit unit;
		double number;

		if (!is_gap(value) && !hr_parse_double(split_value(value, &unit, &rest), &number))
			sniffing->numbers = false;
	}
}

/* Cheap: most inputs begin with something else. */
static bool may_be_header(struct hr_slice head)
{
	static const char *const starts[] = { "Time", "time", "Date Time", "Series",
		                              "sep=", "name", "metric",    "__name__" };

	head = hr_slice_skip_bom(head);
	if (hr_slice_starts(head, "\"")) {
		head.ptr++;
		head.length--;
	}
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (hr_slice_starts(head, starts[i]))
			return true;
	return false;
}

static int prom_csv_sniff(const struct hr_peek *peek)
{
	struct sniffing sniffing = { 0 };
	struct hr_csv *csv;

	if (peek->mapping != NULL || !may_be_header(peek->head) ||
	    memchr(peek->head.ptr, '\n', peek->head.length) == NULL)
		return 0;
	csv = hr_csv_new(peek->delimiter, sniff_row, &sniffing);
	hr_csv_feed(csv, peek->head);
	hr_csv_finish(csv);
	hr_csv_free(csv);
	switch (sniffing.layout) {
	case LAYOUT_ROWS:
	case LAYOUT_QUERY:
		return 98;
	case LAYOUT_WIDE:
		return sniffing.labels ? 98 : sniffing.numbers ? 60 : 0;
	case LAYOUT_NONE:
		break;
	}
	return 0;
}

const struct hr_format hr_format_prom_csv = {
	.name = "prometheus-csv",
	.title = "CSV export of Grafana or of queries to Prometheus",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = prom_csv_sniff,
	.open = prom_csv_open,
	.feed = prom_csv_feed,
	.finish = prom_csv_finish,
	.free = prom_csv_free,
};
