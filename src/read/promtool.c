/*
 * What Prometheus's promtool prints: `query range` and `query instant` in lines of series, value
 * and @[time], a series of several values in a line of its own before them; `tsdb dump` and
 * `tsdb dump-openmetrics` in lines of series, value and time (milliseconds, seconds).
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"
#include "read/prom_series.h"

#define ARROW "=>"
#define AT    "@["

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_prom_series series;
	bool open; /* a series whose values follow */
};

/* A line, cut up; all borrowed. */
struct point {
	struct hr_slice value, time;
};

/* "VALUE @[TIME]" */
static bool take_stamped(struct hr_slice text, struct point *out)
{
	const char *at = text.length > 0 ? memmem(text.ptr, text.length, AT, strlen(AT)) : NULL;
	size_t before;

	text = hr_slice_trim(text);
	if (at == NULL || text.length == 0 || text.ptr[text.length - 1] != ']')
		return false;
	before = (size_t)(at - text.ptr);
	out->value = hr_slice_trim((struct hr_slice){ text.ptr, before });
	out->time = (struct hr_slice){ at + strlen(AT), text.length - before - strlen(AT) - 1 };
	return out->value.length > 0;
}

/* "VALUE TIME" */
static bool take_dumped(struct hr_slice text, struct point *out)
{
	struct hr_slice rest;

	return hr_line_word(&text, &out->value) && hr_line_word(&text, &out->time) &&
	       !hr_line_word(&text, &rest);
}

enum shape { SHAPE_NONE, SHAPE_SERIES, SHAPE_POINT, SHAPE_SERIES_AND_POINT };

/* @series is overwritten when the line may begin with one. */
static enum shape look_at(struct hr_slice line, struct hr_prom_series *series, struct point *point)
{
	struct hr_slice rest = line, value;

	/* a value alone: "NaN" and "5" would pass for names of series */
	if (take_stamped(line, point) && !hr_slice_starts(line, "{") &&
	    memmem(line.ptr, line.length, ARROW, strlen(ARROW)) == NULL)
		return SHAPE_POINT;
	if (!hr_prom_series_take(series, &rest))
		return SHAPE_NONE;
	rest = hr_slice_trim(rest);
	if (!hr_slice_starts(rest, ARROW))
		return take_dumped(rest, point) ? SHAPE_SERIES_AND_POINT : SHAPE_NONE;
	value = hr_slice_trim(
	        (struct hr_slice){ rest.ptr + strlen(ARROW), rest.length - strlen(ARROW) });
	if (value.length == 0)
		return SHAPE_SERIES;
	return take_stamped(value, point) ? SHAPE_SERIES_AND_POINT : SHAPE_NONE;
}

static void push(struct hr_reader *reader, const struct point *point, const struct hr_line *line)
{
	struct hr_slice text = hr_line_start(line->text);
	int64_t time_ns;

	if (hr_instant_parse(point->time, reader->context->options.zone, &time_ns, NULL) != HR_OK)
		hr_read_reject(reader->context, "no usable time", line->number, text);
	else
		hr_prom_series_push(reader->context, &reader->series, time_ns, point->value,
		                    line->number, text);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice text = hr_slice_trim(line->text);
	struct point point;

	if (text.length == 0) {
		reader->open = false;
		return;
	}
	if (text.ptr[0] == '#')
		return;
	if (!line->too_long) {
		switch (look_at(text, &reader->series, &point)) {
		case SHAPE_SERIES:
			reader->open = true;
			return;
		case SHAPE_POINT:
			if (!reader->open)
				break;
			push(reader, &point, line);
			return;
		case SHAPE_SERIES_AND_POINT:
			push(reader, &point, line);
			return;
		case SHAPE_NONE:
			break;
		}
	}
	if (line->at_end)
		hr_read_note(reader->context, "the last line is cut off", line->number,
		             hr_line_start(text));
	else
		hr_read_reject(reader->context, "no line of series, value and time", line->number,
		               hr_line_start(text));
}

static struct hr_reader *promtool_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err promtool_feed(struct hr_reader *reader, struct hr_slice bytes,
                                 struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err promtool_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	return HR_OK;
}

static void promtool_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_prom_series_release(&reader->series);
	free(reader);
}

/* A series whose values follow needs one of them to be sure; a time must look like one. */
static int promtool_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = hr_slice_skip_bom(peek->head), line;
	struct hr_prom_series series = { 0 };
	struct point point;
	bool open = false;
	int sure = 0;

	while (sure == 0 && hr_line_take(&head, &line)) {
		double value;
		int64_t time_ns;
		enum shape shape;

		line = hr_slice_trim(line);
		if (line.length == 0 || line.ptr[0] == '#')
			continue;
		shape = look_at(line, &series, &point);
		if (shape == SHAPE_SERIES && !open) {
			open = true;
			continue;
		}
		if ((shape == SHAPE_SERIES_AND_POINT || (shape == SHAPE_POINT && open)) &&
		    (hr_prom_is_gap(point.value) || hr_parse_double(point.value, &value)) &&
		    hr_instant_parse(point.time, hr_zone_utc(), &time_ns, NULL) == HR_OK &&
		    time_ns > INT64_C(86400) * 365 * HR_NS_PER_S)
			sure = 95;
		break;
	}
	hr_prom_series_release(&series);
	return sure;
}

const struct hr_format hr_format_promtool = {
	.name = "promtool",
	.title = "promtool query range or instant, promtool tsdb dump",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = promtool_sniff,
	.open = promtool_open,
	.feed = promtool_feed,
	.finish = promtool_finish,
	.free = promtool_free,
};
