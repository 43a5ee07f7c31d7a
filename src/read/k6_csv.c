/*
 * CSV of `k6 run --out csv`: a row for every value of every metric. Which tags have a column
 * depends on k6's settings, so columns are found by name.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/csv_reader.h"
#include "read/k6_point.h"

#define ABSENT    (-1)
#define SEPARATOR '\x1f'
#define DECIMALS  6 /* to millionths */

/* The tags follow in the order of the table below. */
enum column { METRIC, TIME, VALUE, COLUMNS_NEEDED };

static const char *const needed[COLUMNS_NEEDED] = { "metric_name", "timestamp", "metric_value" };

static const struct {
	const char *name;
	size_t offset;
} tags[] = {
	{ "check", offsetof(struct hr_k6_point, check) },
	{ "error", offsetof(struct hr_k6_point, error) },
	{ "error_code", offsetof(struct hr_k6_point, error_code) },
	{ "expected_response", offsetof(struct hr_k6_point, expected_response) },
	{ "group", offsetof(struct hr_k6_point, group) },
	{ "method", offsetof(struct hr_k6_point, method) },
	{ "name", offsetof(struct hr_k6_point, name) },
	{ "scenario", offsetof(struct hr_k6_point, scenario) },
	{ "service", offsetof(struct hr_k6_point, service) },
	{ "status", offsetof(struct hr_k6_point, status) },
	{ "url", offsetof(struct hr_k6_point, url) },
};

#define TAGS (sizeof(tags) / sizeof(tags[0]))

struct layout {
	int needed[COLUMNS_NEEDED];
	int tags[TAGS];
	size_t count;
};

struct hr_reader {
	struct hr_csv_reader base;
	struct hr_k6_points *points;
	struct layout layout; /* count 0: no header yet */
	bool useless;
	bool whole_seconds; /* so far */
	uint64_t rows;
	struct hr_str key, last_key; /* time and tags of this row and the one before */
};

static int find_column(const struct hr_csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->count; i++)
		if (hr_slice_is(hr_slice_trim(row->fields[i]), name))
			return (int)i;
	return ABSENT;
}

/* False when the row is no header of k6. */
static bool lay_out(const struct hr_csv_row *row, struct layout *layout)
{
	struct layout found = { .count = row->count };

	for (size_t i = 0; i < COLUMNS_NEEDED; i++) {
		found.needed[i] = find_column(row, needed[i]);
		if (found.needed[i] == ABSENT)
			return false;
	}
	for (size_t i = 0; i < TAGS; i++)
		found.tags[i] = find_column(row, tags[i].name);
	*layout = found;
	return true;
}

/* Does this row go on with the time and tags of the one before? */
static bool continues(struct hr_reader *reader, const struct hr_csv_row *row)
{
	const int *at = reader->layout.needed;
	struct hr_str swap = reader->last_key;

	reader->last_key = reader->key;
	reader->key = swap;
	hr_str_truncate(&reader->key, 0);
	for (int i = 0; i < (int)row->count; i++) {
		if (i == at[METRIC] || i == at[VALUE])
			continue;
		hr_str_add_slice(&reader->key, row->fields[i]);
		hr_str_putc(&reader->key, SEPARATOR);
	}
	return hr_slice_equal(hr_str_slice(&reader->key), hr_str_slice(&reader->last_key));
}

static int64_t time_of(struct hr_reader *reader, struct hr_slice text)
{
	const struct hr_read_options *options = &reader->base.context->options;
	int64_t time_ns;

	text = hr_slice_trim(text);
	if (options->time_format != NULL) {
		if (!hr_time_format_parse(options->time_format, text, options->zone, &time_ns))
			return HR_INSTANT_NONE;
	} else {
		time_ns = hr_read_time(reader->base.context, text);
	}
	if (time_ns != HR_INSTANT_NONE && time_ns % HR_NS_PER_S != 0)
		reader->whole_seconds = false;
	return time_ns;
}

static void take_point(struct hr_reader *reader, const struct hr_csv_row *row, size_t usable)
{
	const int *at = reader->layout.needed;
	struct hr_k6_point point = { .line = row->line, .metric = row->fields[at[METRIC]] };
	const char *reason;

	point.time_ns = time_of(reader, row->fields[at[TIME]]);
	if (!hr_parse_scaled(hr_slice_trim(row->fields[at[VALUE]]), DECIMALS, &point.value_micro)) {
		hr_csv_reader_reject(&reader->base, row, "no usable value");
		return;
	}
	for (size_t i = 0; i < TAGS; i++) {
		struct hr_slice *tag = (struct hr_slice *)(void *)((char *)&point + tags[i].offset);

		if (reader->layout.tags[i] != ABSENT && reader->layout.tags[i] < (int)usable)
			*tag = row->fields[reader->layout.tags[i]];
	}
	point.continues = continues(reader, row);
	reason = hr_k6_points_take(reader->points, &point);
	if (reason != NULL)
		hr_csv_reader_reject(&reader->base, row, reason);
}

static bool take_header(struct hr_reader *reader, const struct hr_csv_row *row)
{
	bool first = reader->layout.count == 0;

	if (!lay_out(row, &reader->layout)) {
		reader->useless = first;
		return false;
	}
	if (!first)
		return true;
	for (size_t i = 0; i < TAGS; i++)
		if (reader->layout.tags[i] == ABSENT)
			hr_read_assume(reader->base.context, "no column for the tag \"%s\"",
			               tags[i].name);
	return true;
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct hr_reader *reader = context;
	size_t usable;

	if (reader->useless || !hr_csv_reader_is_whole(&reader->base, row))
		return;
	if (reader->layout.count == 0 || hr_slice_is(row->fields[0], needed[METRIC])) {
		take_header(reader, row);
		return;
	}
	usable = hr_csv_row_usable(row, reader->layout.count);
	reader->rows++;
	for (size_t i = 0; i < COLUMNS_NEEDED; i++)
		if (reader->layout.needed[i] >= (int)usable) {
			hr_csv_reader_reject(&reader->base, row,
			                     hr_csv_misfit_reason(row, reader->layout.count));
			return;
		}
	take_point(reader, row, usable);
}

static struct hr_reader *k6_csv_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->whole_seconds = true;
	reader->points = hr_k6_points_new(context);
	hr_csv_reader_init(&reader->base, context, context->options.delimiter, take_row, reader);
	return reader;
}

static enum hr_err k6_csv_result(const struct hr_reader *reader, struct hr_error *err)
{
	if (!reader->useless)
		return HR_OK;
	return hr_error_at(err, HR_EPARSE, NULL, 1, 0,
	                   "no header with metric_name, timestamp and metric_value");
}

static enum hr_err k6_csv_feed(struct hr_reader *reader, struct hr_slice bytes,
                               struct hr_error *err)
{
	hr_csv_feed(reader->base.csv, bytes);
	return k6_csv_result(reader, err);
}

static enum hr_err k6_csv_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_csv_finish(reader->base.csv);
	hr_k6_points_finish(reader->points);
	hr_read_assume(reader->base.context, "timestamp: the end of a request");
	if (reader->whole_seconds && reader->rows > 0)
		hr_read_assume(reader->base.context,
		               "times are whole seconds, so starts and ends are up to 1 s early "
		               "(K6_CSV_TIME_FORMAT=unix_milli writes better ones)");
	return k6_csv_result(reader, err);
}

static void k6_csv_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_csv_reader_release(&reader->base);
	hr_k6_points_free(reader->points);
	hr_str_release(&reader->key);
	hr_str_release(&reader->last_key);
	free(reader);
}

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct layout layout;

	*(int *)context = lay_out(row, &layout) ? 95 : 0;
}

static int k6_csv_sniff(const struct hr_peek *peek)
{
	int sure = 0;

	hr_csv_first_row(peek->head, peek->delimiter, sniff_row, &sure);
	return sure;
}

const struct hr_format hr_format_k6_csv = {
	.name = "k6-csv",
	.title = "k6 --out csv",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_OBSERVATIONS,
	.sniff = k6_csv_sniff,
	.open = k6_csv_open,
	.feed = k6_csv_feed,
	.finish = k6_csv_finish,
	.free = k6_csv_free,
};
