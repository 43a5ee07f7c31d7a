/*
 * JSON lines of `k6 run --out json`: a line introduces a metric ("Metric") or holds one value of
 * one ("Point").
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/json_scan.h"
#include "read/json_text.h"
#include "read/k6_point.h"
#include "read/line_split.h"

#define METRICS_MAX  1000
#define MICRO        1e6
#define MICRO_DIGITS 6
#define MICRO_MAX    9.2e18

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_k6_points *points;
	json_t *metrics; /* name to the "data" of the line that introduced it */
	/* Time and tags of the point before: its "data", or, after a line that was scanned, what
	 * stands in it, and then the instant that is. */
	json_t *last;
	bool scanned;
	struct hr_str last_time, last_tags;
	struct hr_json_scan scan;
	int64_t last_time_ns;
	bool useful;
};

static void reject(struct hr_reader *reader, const char *reason, const struct hr_line *line)
{
	hr_read_reject(reader->context, reason, line->number, hr_line_start(line->text));
}

static void take_metric(struct hr_reader *reader, json_t *object)
{
	json_t *data = json_object_get(object, "data");
	const char *name = json_string_value(json_object_get(data, "name"));

	if (name == NULL)
		name = json_string_value(json_object_get(object, "metric"));
	reader->useful = true;
	if (name != NULL && data != NULL && json_object_size(reader->metrics) < METRICS_MAX)
		json_object_set(reader->metrics, name, data);
}

static json_t *parse(struct hr_slice text)
{
	return json_loadb(text.ptr, text.length, JSON_ALLOW_NUL, NULL);
}

/* Do these tags equal those of the point before, whatever their order? */
static bool has_tags_of_last(const struct hr_reader *reader, const json_t *tags)
{
	json_t *last;
	bool equal;

	if (!reader->scanned)
		return json_equal(json_object_get(reader->last, "tags"), tags);
	last = parse(hr_str_slice(&reader->last_tags));
	equal = json_equal(last, tags);
	json_decref(last);
	return equal;
}

static struct hr_slice last_time(const struct hr_reader *reader)
{
	return reader->scanned ? hr_str_slice(&reader->last_time)
	                       : hr_json_string(reader->last, "time");
}

/* k6 writes the same time and tags in the same words. */
static bool continues(const struct hr_reader *reader, const json_t *data)
{
	const json_t *time = json_object_get(data, "time");

	if (time == NULL || (!reader->scanned && reader->last == NULL))
		return false;
	if (!reader->scanned)
		return json_equal(json_object_get(reader->last, "time"), time) &&
		       has_tags_of_last(reader, json_object_get(data, "tags"));
	return json_is_string(time) &&
	       hr_slice_equal(last_time(reader), hr_json_string(data, "time")) &&
	       has_tags_of_last(reader, json_object_get(data, "tags"));
}

/* What the file says of metrics that scripts make. */
static void look_up(const struct hr_reader *reader, struct hr_k6_point *point)
{
	const json_t *metric;
	struct hr_slice contains;

	if (hr_k6_points_know(reader->points, point->metric))
		return;
	metric = json_object_getn(reader->metrics, point->metric.ptr, point->metric.length);
	contains = hr_json_string(metric, "contains");
	if (metric == NULL)
		return;
	point->type = hr_slice_is(hr_json_string(metric, "type"), "counter") ? HR_K6_TYPE_COUNTER
	                                                                     : HR_K6_TYPE_OTHER;
	point->unit = hr_slice_is(contains, "time")   ? HR_SLICE_LITERAL("ms")
	              : hr_slice_is(contains, "data") ? HR_SLICE_LITERAL("B")
	                                              : HR_SLICE_LITERAL("");
}

static void take_tags(const json_t *tags, struct hr_k6_point *point)
{
	point->check = hr_json_string(tags, "check");
	point->error = hr_json_string(tags, "error");
	point->error_code = hr_json_string(tags, "error_code");
	point->expected_response = hr_json_string(tags, "expected_response");
	point->group = hr_json_string(tags, "group");
	point->method = hr_json_string(tags, "method");
	point->name = hr_json_string(tags, "name");
	point->scenario = hr_json_string(tags, "scenario");
	point->service = hr_json_string(tags, "service");
	point->status = hr_json_string(tags, "status");
	point->url = hr_json_string(tags, "url");
}

static void take_point(struct hr_reader *reader, const json_t *object, const struct hr_line *line)
{
	json_t *data = json_object_get(object, "data");
	struct hr_k6_point point = { .line = line->number };
	double micro = round(hr_json_figure(data, "value") * MICRO);
	const char *reason;

	point.metric = hr_json_string(object, "metric");
	if (point.metric.length == 0) {
		reject(reader, "a point without the name of its metric", line);
		return;
	}
	if (!(fabs(micro) < MICRO_MAX)) {
		reject(reader, "no usable value", line);
		return;
	}
	point.value_micro = (int64_t)micro;
	point.time_ns = hr_read_time(reader->context, hr_json_string(data, "time"));
	look_up(reader, &point);
	take_tags(json_object_get(data, "tags"), &point);
	point.continues = continues(reader, data);
	json_decref(reader->last);
	reader->last = json_incref(data);
	reader->scanned = false;
	reader->useful = true;
	reason = hr_k6_points_take(reader->points, &point);
	if (reason != NULL)
		reject(reader, reason, line);
}

/* ---- lines as k6 writes them, without jansson ---- */

enum want {
	METRIC,
	TYPE,
	DATA,
	TIME,
	VALUE,
	TAGS,
	CHECK,
	ERROR,
	ERROR_CODE,
	EXPECTED_RESPONSE,
	GROUP,
	METHOD,
	NAME,
	SCENARIO,
	SERVICE,
	STATUS,
	URL,
	WANTS
};

static const struct hr_json_want wants[WANTS] = {
	[METRIC] = HR_JSON_WANT("metric", HR_JSON_TOP),
	[TYPE] = HR_JSON_WANT("type", HR_JSON_TOP),
	[DATA] = HR_JSON_WANT("data", HR_JSON_TOP),
	[TIME] = HR_JSON_WANT("time", DATA),
	[VALUE] = HR_JSON_WANT("value", DATA),
	[TAGS] = HR_JSON_WANT("tags", DATA),
	[CHECK] = HR_JSON_WANT("check", TAGS),
	[ERROR] = HR_JSON_WANT("error", TAGS),
	[ERROR_CODE] = HR_JSON_WANT("error_code", TAGS),
	[EXPECTED_RESPONSE] = HR_JSON_WANT("expected_response", TAGS),
	[GROUP] = HR_JSON_WANT("group", TAGS),
	[METHOD] = HR_JSON_WANT("method", TAGS),
	[NAME] = HR_JSON_WANT("name", TAGS),
	[SCENARIO] = HR_JSON_WANT("scenario", TAGS),
	[SERVICE] = HR_JSON_WANT("service", TAGS),
	[STATUS] = HR_JSON_WANT("status", TAGS),
	[URL] = HR_JSON_WANT("url", TAGS),
};

/*
 * A number of at most 9 digits before and 6 behind the point, in millionths: below 2^50, so that
 * rounding the product of its double comes to the same.
 */
static bool short_value(struct hr_slice number, int64_t *out_micro)
{
	bool negative = number.ptr[0] == '-';
	const char *at = number.ptr + negative, *end = number.ptr + number.length;
	int64_t value = 0;
	int decimals = 0;

	if (end - at > 16)
		return false;
	for (; at < end && *at != '.'; at++)
		value = value * 10 + (*at - '0');
	if (value > 999999999)
		return false;
	for (at++; at < end; at++, decimals++)
		value = value * 10 + (*at - '0');
	if (decimals > MICRO_DIGITS)
		return false;
	for (; decimals < MICRO_DIGITS; decimals++)
		value *= 10;
	*out_micro = negative ? -value : value;
	return true;
}

/* The same arithmetic as for a parsed number; long ones are for jansson. */
static bool scanned_value(struct hr_slice number, int64_t *out_micro)
{
	double value, micro;

	if (short_value(number, out_micro))
		return true;
	if (number.length > 16 || !hr_parse_double(number, &value))
		return false;
	micro = round(value * MICRO);
	if (!(fabs(micro) < MICRO_MAX))
		return false;
	*out_micro = (int64_t)micro;
	return true;
}

static bool equals_last(const struct hr_reader *reader, struct hr_slice time, struct hr_slice tags)
{
	json_t *parsed;
	bool equal;

	if ((!reader->scanned && reader->last == NULL) || !hr_slice_equal(last_time(reader), time))
		return false;
	if (reader->scanned && hr_slice_equal(hr_str_slice(&reader->last_tags), tags))
		return true;
	parsed = parse(tags);
	equal = has_tags_of_last(reader, parsed);
	json_decref(parsed);
	return equal;
}

static void replace(struct hr_str *str, struct hr_slice text)
{
	hr_str_truncate(str, 0);
	hr_str_add_slice(str, text);
}

/* The time and tags of a point that are not known to be those of the point before. Says whether
 * they are. */
static bool follow_other(struct hr_reader *reader, struct hr_slice time, struct hr_slice tags)
{
	bool equal = equals_last(reader, time, tags);

	if (!reader->scanned || !hr_slice_equal(hr_str_slice(&reader->last_time), time)) {
		reader->last_time_ns = hr_read_time(reader->context, time);
		replace(&reader->last_time, time);
	}
	replace(&reader->last_tags, tags);
	reader->scanned = true;
	return equal;
}

/* Sets time and what follows from it, and remembers the point for the next. Lines that are no
 * points part the scan: the line before was the point before. */
static void follow(struct hr_reader *reader, struct hr_k6_point *point)
{
	const struct hr_json_scan *scan = &reader->scan;

	point->continues = (!hr_json_scan_changed(scan, TIME) &&
	                    !hr_json_scan_changed(scan, TAGS)) ||
	                   follow_other(reader, hr_json_scan_text(scan, TIME),
	                                hr_json_scan_value(scan, TAGS));
	point->time_ns = reader->last_time_ns;
}

static void take_scanned_tags(const struct hr_json_scan *scan, struct hr_k6_point *point)
{
	point->check = hr_json_scan_text(scan, CHECK);
	point->error = hr_json_scan_text(scan, ERROR);
	point->error_code = hr_json_scan_text(scan, ERROR_CODE);
	point->expected_response = hr_json_scan_text(scan, EXPECTED_RESPONSE);
	point->group = hr_json_scan_text(scan, GROUP);
	point->method = hr_json_scan_text(scan, METHOD);
	point->name = hr_json_scan_text(scan, NAME);
	point->scenario = hr_json_scan_text(scan, SCENARIO);
	point->service = hr_json_scan_text(scan, SERVICE);
	point->status = hr_json_scan_text(scan, STATUS);
	point->url = hr_json_scan_text(scan, URL);
}

/* Is the line that was scanned a Point, with all that one has? */
static bool is_point(const struct hr_json_scan *scan)
{
	return hr_slice_is(hr_json_scan_text(scan, TYPE), "Point") &&
	       hr_json_scan_kind(scan, DATA) == HR_JSON_OBJECT &&
	       hr_json_scan_kind(scan, TIME) == HR_JSON_TEXT &&
	       hr_json_scan_kind(scan, TAGS) == HR_JSON_OBJECT &&
	       hr_json_scan_kind(scan, VALUE) == HR_JSON_NUMBER &&
	       hr_json_scan_text(scan, METRIC).length > 0;
}

/* False, and nothing done, when the line is no plain Point. */
static bool take_scanned(struct hr_reader *reader, const struct hr_line *line)
{
	struct hr_json_scan *scan = &reader->scan;
	struct hr_k6_point point = { .line = line->number };
	const char *reason;

	if (reader->context->options.reference || !hr_json_scan(scan, line->text))
		return false;
	if (!is_point(scan) ||
	    !scanned_value(hr_json_scan_value(scan, VALUE), &point.value_micro)) {
		hr_json_scan_part(scan);
		return false;
	}
	point.metric = hr_json_scan_text(scan, METRIC);
	follow(reader, &point);
	reader->useful = true;
	if (point.continues &&
	    hr_k6_points_continue(reader->points, point.metric, point.value_micro))
		return true;
	look_up(reader, &point);
	take_scanned_tags(scan, &point);
	reason = hr_k6_points_take(reader->points, &point);
	if (reason != NULL)
		reject(reader, reason, line);
	return true;
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice type;
	json_t *object;

	if (hr_slice_trim(line->text).length == 0)
		return;
	if (line->too_long) {
		reject(reader, "the line is longer than 16 MiB", line);
		return;
	}
	if (take_scanned(reader, line))
		return;
	object = parse(line->text);
	type = hr_json_string(object, "type");
	if (object == NULL)
		reject(reader, "the line is not valid JSON", line);
	else if (hr_slice_is(type, "Metric"))
		take_metric(reader, object);
	else if (hr_slice_is(type, "Point"))
		take_point(reader, object, line);
	else
		reject(reader, "neither a Metric nor a Point", line);
	json_decref(object);
}

static struct hr_reader *k6_json_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	reader->points = hr_k6_points_new(context);
	reader->metrics = json_object();
	reader->scan = (struct hr_json_scan){ .wants = wants, .count = WANTS };
	return reader;
}

static enum hr_err k6_json_feed(struct hr_reader *reader, struct hr_slice bytes,
                                struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err k6_json_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_line_split_finish(&reader->lines);
	hr_k6_points_finish(reader->points);
	hr_read_assume(reader->context, "time: the end of a request");
	if (!reader->useful && reader->context->rejected > 0)
		return hr_error_set(err, HR_EPARSE,
		                    "no line is a Metric or a Point of k6 --out json");
	return HR_OK;
}

static void k6_json_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_k6_points_free(reader->points);
	json_decref(reader->metrics);
	json_decref(reader->last);
	hr_str_release(&reader->last_time);
	hr_str_release(&reader->last_tags);
	hr_json_scan_release(&reader->scan);
	free(reader);
}

static int k6_json_sniff(const struct hr_peek *peek)
{
	struct hr_slice head = peek->head, line;
	struct hr_slice type;
	json_t *object;
	int sure = 0;

	if (!hr_line_take(&head, &line))
		return 0;
	object = json_loadb(line.ptr, line.length, JSON_ALLOW_NUL, NULL);
	type = hr_json_string(object, "type");
	if ((hr_slice_is(type, "Metric") || hr_slice_is(type, "Point")) &&
	    json_is_object(json_object_get(object, "data")))
		sure = 95;
	json_decref(object);
	return sure;
}

const struct hr_format hr_format_k6_json = {
	.name = "k6-json",
	.title = "k6 --out json",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_OBSERVATIONS,
	.sniff = k6_json_sniff,
	.open = k6_json_open,
	.feed = k6_json_feed,
	.finish = k6_json_finish,
	.free = k6_json_free,
};
