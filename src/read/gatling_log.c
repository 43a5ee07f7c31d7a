/*
 * simulation.log of Gatling 2.0 to 3.12: a row a line, fields between tabs, times in milliseconds
 * since the epoch. The order of the fields changed with the versions; it is told from each row,
 * because tools and people edit the version in the first. Layouts: Gatling's own writers
 * (FileDataWriter, LogFileDataWriter), by tag.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/gatling_record.h"
#include "read/line_split.h"
#include "record/sample.h"

#define FIELDS_MAX  12
#define GROUPS_MAX  1000
#define SNIFF_LINES 20
#define NOT_A_ROW   "the line is no row of a Gatling log"

enum row_kind {
	ROW_NONE,
	ROW_RUN,
	ROW_USER,
	ROW_REQUEST,
	ROW_GROUP,
	ROW_ERROR,
	ROW_ASSERTION,
};

/* The words stand first, since 2.2, or third. */
static const char *const kind_words[] = {
	[ROW_RUN] = "RUN",     [ROW_USER] = "USER",   [ROW_REQUEST] = "REQUEST",
	[ROW_GROUP] = "GROUP", [ROW_ERROR] = "ERROR", [ROW_ASSERTION] = "ASSERTION",
};
#define OLD_KIND_AT 2

struct row {
	struct hr_slice fields[FIELDS_MAX];
	size_t count;
	enum row_kind kind;
	size_t kind_at;
};

/* Where a version keeps what; fields lie between the groups and the status. */
struct layout {
	enum row_kind kind;
	size_t kind_at;
	size_t groups_at, start_at, end_at, status_at;
	size_t first_byte_at; /* 0: not there */
};

static const struct layout layouts[] = {
	{ ROW_REQUEST, 0, 1, 3, 4, 5, 0 }, /* 3.4 */
	{ ROW_REQUEST, 0, 2, 4, 5, 6, 0 }, /* 3.0: user */
	{ ROW_REQUEST, 0, 3, 5, 6, 7, 0 }, /* 2.2: scenario, user */
	{ ROW_REQUEST, OLD_KIND_AT, 3, 5, 8, 9, 7 },
	{ ROW_GROUP, 0, 1, 2, 3, 5, 0 },
	{ ROW_GROUP, 0, 2, 3, 4, 6, 0 },
	{ ROW_GROUP, 0, 3, 4, 5, 7, 0 },
	{ ROW_GROUP, OLD_KIND_AT, 3, 4, 5, 9, 0 },
};
#define LAYOUTS (sizeof(layouts) / sizeof(layouts[0]))

struct hr_reader {
	struct hr_gatling gatling;
	struct hr_line_split lines;
	bool has_run;
	bool useful;   /* some line was a row */
	bool in_error; /* the text of an error goes on: Gatling writes its newlines as they are */
};

/* --- rows --- */

static bool find_kind(struct row *row, size_t at)
{
	if (row->count <= at)
		return false;
	for (enum row_kind kind = ROW_RUN; kind <= ROW_ASSERTION; kind++)
		if (hr_slice_is(row->fields[at], kind_words[kind])) {
			row->kind = kind;
			row->kind_at = at;
			return true;
		}
	return false;
}

/* Fields beyond the last known are what users of 2.0 added ("extra info"): left alone. */
static void split(struct hr_slice line, struct row *row)
{
	*row = (struct row){ .kind = ROW_NONE };
	row->count = hr_slice_split(line, '\t', row->fields, FIELDS_MAX);
	if (row->count > FIELDS_MAX)
		row->count = FIELDS_MAX;
	if (!find_kind(row, 0))
		find_kind(row, OLD_KIND_AT);
}

static bool field_ms(const struct row *row, size_t at, int64_t *out)
{
	return at < row->count && hr_parse_i64(row->fields[at], out);
}

static bool status_of(const struct row *row, size_t at, bool *success)
{
	if (at >= row->count)
		return false;
	*success = hr_slice_is(row->fields[at], "OK");
	return *success || hr_slice_is(row->fields[at], "KO");
}

/* The layout of a request or group, with what all of them have; NULL when none fits. */
static const struct layout *read_layout(const struct row *row, struct hr_gatling_row *out)
{
	for (size_t i = 0; i < LAYOUTS; i++) {
		const struct layout *layout = &layouts[i];

		if (layout->kind == row->kind && layout->kind_at == row->kind_at &&
		    status_of(row, layout->status_at, &out->success) &&
		    field_ms(row, layout->start_at, &out->start_ms) &&
		    field_ms(row, layout->end_at, &out->end_ms))
			return layout;
	}
	return NULL;
}

/* The start of a run stands behind its class and one or two identifiers. */
static size_t run_start_at(const struct row *row, int64_t *start_ms)
{
	for (size_t at = row->kind_at == 0 ? 3 : OLD_KIND_AT + 1; at <= 4; at++)
		if (field_ms(row, at, start_ms))
			return at;
	return 0;
}

/* When a user starts or ends; false when the row does not say. */
static bool read_user(const struct row *row, bool *starts, int64_t *time_ms)
{
	for (size_t at = 2; at <= 3 && at < row->count; at++) {
		*starts = hr_slice_is(row->fields[at], "START");
		if (*starts || hr_slice_is(row->fields[at], "END"))
			/* before 3.4 the start, then the time of the event itself */
			return field_ms(row, at == 3 && !*starts ? at + 2 : at + 1, time_ms);
	}
	return false;
}

/* --- records --- */

static void reject(struct hr_reader *reader, const struct hr_line *line, const char *reason)
{
	hr_read_reject(reader->gatling.context, reason, line->number, hr_line_start(line->text));
}

static void take_run(struct hr_reader *reader, const struct row *row, const struct hr_line *line)
{
	struct hr_gatling_run run = { .simulation = row->fields[row->kind_at == 0 ? 1 : 0] };
	size_t at = run_start_at(row, &run.start_ms);

	if (at == 0) {
		reject(reader, line, "a RUN row without its start");
		return;
	}
	if (at + 1 < row->count)
		run.description = row->fields[at + 1];
	if (at + 2 < row->count)
		run.version = row->fields[at + 2];
	reader->has_run = true;
	hr_gatling_begin(&reader->gatling, &run);
}

static void take_user(struct hr_reader *reader, const struct row *row, const struct hr_line *line)
{
	bool starts;
	int64_t time_ms;

	if (!read_user(row, &starts, &time_ms)) {
		reject(reader, line, "a USER row without START or END and its time");
		return;
	}
	hr_gatling_user(&reader->gatling, starts, time_ms, line->number, hr_line_start(line->text));
}

static void add_groups(struct hr_gatling *gatling, struct hr_slice groups)
{
	struct hr_slice group;

	for (size_t i = 0; i < GROUPS_MAX && hr_slice_take(&groups, ',', &group); i++)
		hr_gatling_label_add(gatling, group);
}

/* 2.3 wrote its errors under the name of groups. */
static bool is_error_as_group(const struct row *row)
{
	int64_t time_ms;

	return row->kind == ROW_GROUP && row->count == 3 && field_ms(row, 2, &time_ms);
}

static void take_timed(struct hr_reader *reader, const struct row *row, const struct hr_line *line)
{
	struct hr_gatling_row out = {
		.kind = row->kind == ROW_GROUP ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST,
		.response_ms = HR_UNKNOWN,
		.latency_ms = HR_UNKNOWN,
		.line = line->number,
		.line_text = hr_line_start(line->text),
	};
	const struct layout *layout = read_layout(row, &out);
	int64_t first_byte_ms;

	if (layout == NULL) {
		reject(reader, line, NOT_A_ROW);
		return;
	}
	hr_gatling_label_clear(&reader->gatling);
	add_groups(&reader->gatling, row->fields[layout->groups_at]);
	if (row->kind == ROW_GROUP) {
		if (!field_ms(row, layout->end_at + 1, &out.response_ms) || out.response_ms < 0) {
			reject(reader, line, "a group without its cumulated time");
			return;
		}
	} else {
		hr_gatling_label_add(&reader->gatling, row->fields[layout->groups_at + 1]);
		if (layout->status_at + 1 < row->count)
			out.message = row->fields[layout->status_at + 1];
	}
	if (layout->first_byte_at != 0 && field_ms(row, layout->first_byte_at, &first_byte_ms) &&
	    out.start_ms >= 0 && first_byte_ms >= out.start_ms)
		out.latency_ms = first_byte_ms - out.start_ms;
	hr_gatling_push(&reader->gatling, &out);
}

static void take_error(struct hr_reader *reader, const struct row *row, const struct hr_line *line)
{
	int64_t time_ms;

	reader->in_error = row->count < 3 || !field_ms(row, row->count - 1, &time_ms);
	hr_gatling_error(&reader->gatling, line->number,
	                 hr_line_start(row->count > 1 ? row->fields[1] : line->text));
}

/* More of an error's text: true while it is. Its last line ends with the time. */
static bool continues_error(struct hr_reader *reader, const struct row *row)
{
	int64_t time_ms;

	if (!reader->in_error || row->kind != ROW_NONE) {
		reader->in_error = false;
		return false;
	}
	reader->in_error = row->count < 2 || !field_ms(row, row->count - 1, &time_ms);
	return true;
}

static void note_missing_run(struct hr_reader *reader, const struct hr_line *line)
{
	reader->has_run = true;
	hr_read_note(reader->gatling.context,
	             "the log does not begin with its RUN row: active users are unknown",
	             line->number, hr_line_start(line->text));
}

static void take_row(struct hr_reader *reader, const struct row *row, const struct hr_line *line)
{
	reader->useful = true;
	if (!reader->has_run && row->kind != ROW_RUN && row->kind != ROW_ASSERTION)
		note_missing_run(reader, line);
	switch (row->kind) {
	case ROW_RUN:
		take_run(reader, row, line);
		break;
	case ROW_USER:
		take_user(reader, row, line);
		break;
	case ROW_REQUEST:
	case ROW_GROUP:
		if (is_error_as_group(row))
			take_error(reader, row, line);
		else
			take_timed(reader, row, line);
		break;
	case ROW_ERROR:
		take_error(reader, row, line);
		break;
	default: /* ASSERTION: what the simulation demanded, in a form only Gatling reads */
		break;
	}
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct row row;

	if (line->too_long) {
		reject(reader, line, "the line is longer than 16 MiB");
		return;
	}
	split(line->text, &row);
	if (continues_error(reader, &row) || hr_slice_trim(line->text).length == 0)
		return;
	if (row.kind == ROW_NONE)
		reject(reader, line, NOT_A_ROW);
	else
		take_row(reader, &row, line);
}

/* --- the format --- */

static struct hr_reader *log_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->gatling.context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err log_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err log_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_line_split_finish(&reader->lines);
	if (!reader->useful && reader->lines.count > 0)
		return hr_error_set(
		        err, HR_EPARSE,
		        "no line is a row of a Gatling log (RUN, USER, REQUEST, GROUP)");
	return HR_OK;
}

static void log_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_gatling_release(&reader->gatling);
	free(reader);
}

/* A RUN row is Gatling's for sure; without one, as in the tail of a log, requests, groups and
 * users of a known layout are. */
static int log_sniff(const struct hr_peek *peek)
{
	struct hr_slice text = peek->head, line;
	int sure = 0;

	for (size_t i = 0; i < SNIFF_LINES && hr_line_take(&text, &line); i++) {
		struct hr_gatling_row out;
		struct row row;
		bool starts;
		int64_t time_ms;

		split(line, &row);
		if (row.kind == ROW_RUN && run_start_at(&row, &time_ms) != 0)
			return 98;
		if ((row.kind == ROW_USER && read_user(&row, &starts, &time_ms)) ||
		    read_layout(&row, &out) != NULL)
			sure = 90;
		else if (row.kind == ROW_NONE && line.length > 0)
			return sure;
	}
	return sure;
}

const struct hr_format hr_format_gatling_log = {
	.name = "gatling-log",
	.title = "Gatling simulation.log, text (2.0 to 3.12)",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_EVENTS,
	.sniff = log_sniff,
	.open = log_open,
	.feed = log_feed,
	.finish = log_finish,
	.free = log_free,
};
