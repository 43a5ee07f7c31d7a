/*
 * JSON lines of `vegeta encode` (and of `vegeta attack | vegeta encode`): one result a line, its
 * time the start, its latency in nanoseconds.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/json_scan.h"
#include "read/json_text.h"
#include "read/line_split.h"
#include "read/vegeta_result.h"
#include "record/sample.h"

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_json_scan scan;
	struct hr_str label;
};

static int64_t integer(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_integer(value) && json_integer_value(value) >= 0 ? json_integer_value(value)
	                                                                : HR_UNKNOWN;
}

static void take_object(struct hr_reader *reader, const json_t *object, const struct hr_line *line)
{
	struct hr_vegeta_result result = {
		.attack = hr_json_string(object, "attack"),
		.method = hr_json_string(object, "method"),
		.url = hr_json_string(object, "url"),
		.error = hr_json_string(object, "error"),
		.start_ns = hr_read_time(reader->context, hr_json_string(object, "timestamp")),
		.latency_ns = integer(object, "latency"),
		.code = integer(object, "code"),
		.bytes_in = integer(object, "bytes_in"),
		.bytes_out = integer(object, "bytes_out"),
		.line = line->number,
		.text = hr_line_start(line->text),
	};

	hr_vegeta_result_push(reader->context, &result, &reader->label);
}

/* ---- lines as vegeta writes them, without jansson ---- */

enum want { ATTACK, CODE, TIMESTAMP, LATENCY, BYTES_OUT, BYTES_IN, ERROR, METHOD, URL, WANTS };

static const struct hr_json_want wants[WANTS] = {
	[ATTACK] = HR_JSON_WANT("attack", HR_JSON_TOP),
	[CODE] = HR_JSON_WANT("code", HR_JSON_TOP),
	[TIMESTAMP] = HR_JSON_WANT("timestamp", HR_JSON_TOP),
	[LATENCY] = HR_JSON_WANT("latency", HR_JSON_TOP),
	[BYTES_OUT] = HR_JSON_WANT("bytes_out", HR_JSON_TOP),
	[BYTES_IN] = HR_JSON_WANT("bytes_in", HR_JSON_TOP),
	[ERROR] = HR_JSON_WANT("error", HR_JSON_TOP),
	[METHOD] = HR_JSON_WANT("method", HR_JSON_TOP),
	[URL] = HR_JSON_WANT("url", HR_JSON_TOP),
};

/* What is no integer for jansson has a sign or a point. */
static int64_t integer_of(const struct hr_json_scan *scan, enum want want)
{
	struct hr_slice text = hr_json_scan_value(scan, want);
	uint64_t value;

	if (hr_json_scan_kind(scan, want) != HR_JSON_NUMBER)
		return HR_UNKNOWN;
	if (hr_slice_is(text, "-0"))
		return 0;
	return hr_parse_u64(text, &value) ? (int64_t)value : HR_UNKNOWN;
}

/* False, and nothing done, when the line is not plain. */
static bool take_scanned(struct hr_reader *reader, const struct hr_line *line)
{
	const struct hr_json_scan *scan = &reader->scan;
	struct hr_vegeta_result result;

	if (reader->context->options.reference || !hr_json_scan(&reader->scan, line->text))
		return false;
	result = (struct hr_vegeta_result){
		.attack = hr_json_scan_text(scan, ATTACK),
		.method = hr_json_scan_text(scan, METHOD),
		.url = hr_json_scan_text(scan, URL),
		.error = hr_json_scan_text(scan, ERROR),
		.start_ns = hr_read_time(reader->context, hr_json_scan_text(scan, TIMESTAMP)),
		.latency_ns = integer_of(scan, LATENCY),
		.code = integer_of(scan, CODE),
		.bytes_in = integer_of(scan, BYTES_IN),
		.bytes_out = integer_of(scan, BYTES_OUT),
		.line = line->number,
		.text = hr_line_start(line->text),
	};
	hr_vegeta_result_push(reader->context, &result, &reader->label);
	return true;
}

/* ---- the format ---- */

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	json_t *object;

	if (hr_slice_trim(line->text).length == 0)
		return;
	if (line->too_long) {
		hr_read_reject(reader->context, "the line is longer than 16 MiB", line->number,
		               hr_line_start(line->text));
		return;
	}
	if (take_scanned(reader, line))
		return;
	object = json_loadb(line->text.ptr, line->text.length, JSON_ALLOW_NUL, NULL);
	if (json_is_object(object))
		take_object(reader, object, line);
	else
		hr_read_reject(reader->context, "the line is no JSON object", line->number,
		               hr_line_start(line->text));
	json_decref(object);
}

static struct hr_reader *vegeta_json_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->scan = (struct hr_json_scan){ .wants = wants, .count = WANTS };
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err vegeta_json_feed(struct hr_reader *reader, struct hr_slice bytes,
                                    struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err vegeta_json_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	return HR_OK;
}

static void vegeta_json_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_json_scan_release(&reader->scan);
	hr_str_release(&reader->label);
	free(reader);
}

/* The first line, which may be longer than what can be seen of it, has the members of a result. */
static int vegeta_json_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = {
		"\"attack\":",    "\"seq\":",      "\"code\":", "\"latency\":",
		"\"timestamp\":", "\"bytes_in\":", NULL
	};
	struct hr_slice rest = peek->head, line;

	return hr_line_take(&rest, &line) && hr_json_text_looks_like(line, '{', wanted) ? 100 : 0;
}

const struct hr_format hr_format_vegeta_json = {
	.name = "vegeta-json",
	.title = "vegeta results, JSON lines",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = vegeta_json_sniff,
	.open = vegeta_json_open,
	.feed = vegeta_json_feed,
	.finish = vegeta_json_finish,
	.free = vegeta_json_free,
};
