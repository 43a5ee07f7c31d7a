/*
 * Access logs of nginx and Apache in the common and combined formats, with the time a request took
 * somewhere behind its size. Shapes: ngx_http_log_module and Apache's mod_log_config. How that
 * time is found where the line does not name it:
 *   the first number with a decimal point is in seconds (nginx's $request_time, which comes before
 *   the times of its upstreams); else of the whole numbers the last one is in microseconds
 *   (Apache's %D), except that two of them are bytes received and sent (combinedio: %I %O).
 * nginx logs the time of the end of a request ($time_local), Apache that of its start (%t).
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/line_split.h"
#include "record/sample.h"
#include "stats/moments.h"

#define TIME_PATTERN "%d/%b/%Y:%H:%M:%S %z"
#define LABEL_BYTES  1024
#define FAILURE_CODE 400
#define COMBINEDIO   2 /* whole numbers: %I %O */

/* A line, cut up; all borrowed. */
struct entry {
	struct hr_slice time, request, status, bytes;
	int64_t elapsed_ns; /* HR_UNKNOWN */
	bool at_start;      /* what the time marks */
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_time_format *format;
	struct hr_str label;
	uint64_t seconds, microseconds; /* lines of each kind */
};

/* --- cutting up --- */

static void skip_blanks(struct hr_slice *rest)
{
	*rest = hr_slice_trim(*rest);
}

/* The text between @rest's opening quote and the closing one; a backslash escapes. */
static bool take_quoted(struct hr_slice *rest, struct hr_slice *out)
{
	if (!hr_slice_starts(*rest, "\""))
		return false;
	for (size_t i = 1; i < rest->length; i++) {
		if (rest->ptr[i] == '\\') {
			i++;
		} else if (rest->ptr[i] == '"') {
			*out = (struct hr_slice){ rest->ptr + 1, i - 1 };
			rest->ptr += i + 1;
			rest->length -= i + 1;
			return true;
		}
	}
	return false;
}

static bool take_time(struct hr_slice *rest, struct hr_slice *out)
{
	const char *open = rest->length > 0 ? memchr(rest->ptr, '[', rest->length) : NULL;
	const char *end = rest->ptr + rest->length;
	const char *close;

	if (open == NULL)
		return false;
	close = memchr(open, ']', (size_t)(end - open));
	if (close == NULL)
		return false;
	*out = (struct hr_slice){ open + 1, (size_t)(close - open - 1) };
	*rest = (struct hr_slice){ close + 1, (size_t)(end - close - 1) };
	return true;
}

static bool is_whole(struct hr_slice text)
{
	uint64_t number;

	return hr_parse_u64(text, &number);
}

/* `rt=0.003` or `rt="0.003"`: the value of a field that says it is the request's time. */
static bool named_time(struct hr_slice word, struct hr_slice *value)
{
	static const char *const names[] = { "rt=", "request_time=", "req_time=" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i]);

		if (!hr_slice_starts(word, names[i]))
			continue;
		*value = (struct hr_slice){ word.ptr + length, word.length - length };
		if (value->length >= 2 && value->ptr[0] == '"') {
			value->ptr++;
			value->length -= 2;
		}
		return true;
	}
	return false;
}

/* See the top of this file. */
static void find_elapsed(struct hr_slice rest, struct entry *entry)
{
	struct hr_slice word, value, last = { NULL, 0 };
	size_t whole = 0;
	bool found = false;

	for (skip_blanks(&rest); !found && rest.length > 0; skip_blanks(&rest)) {
		if (take_quoted(&rest, &word))
			continue;
		if (!hr_line_word(&rest, &word))
			break;
		if (named_time(word, &value)) {
			found = hr_parse_scaled(value, HR_SHIFT_S, &entry->elapsed_ns);
		} else if (is_whole(word)) {
			whole++;
			last = word;
		} else if (memchr(word.ptr, '.', word.length) != NULL) {
			found = hr_parse_scaled(word, HR_SHIFT_S, &entry->elapsed_ns);
		}
	}
	if (!found && whole > 0 && whole != COMBINEDIO)
		entry->at_start = hr_parse_scaled(last, HR_SHIFT_US, &entry->elapsed_ns);
	if (entry->elapsed_ns < 0)
		entry->elapsed_ns = HR_UNKNOWN;
}

/* False when the line is none of an access log. */
static bool cut_up(struct hr_slice line, struct entry *entry)
{
	*entry = (struct entry){ .elapsed_ns = HR_UNKNOWN };
	if (!take_time(&line, &entry->time))
		return false;
	skip_blanks(&line);
	if (!take_quoted(&line, &entry->request) || !hr_line_word(&line, &entry->status) ||
	    !hr_line_word(&line, &entry->bytes))
		return false;
	if (entry->status.length != 3 || !is_whole(entry->status) ||
	    (!is_whole(entry->bytes) && !hr_slice_is(entry->bytes, "-")))
		return false;
	find_elapsed(line, entry);
	return true;
}

/* --- records --- */

/* "GET /cart?id=3 HTTP/1.1" is "GET /cart"; what is no request of HTTP is one label. */
static struct hr_slice label_of(struct hr_reader *reader, struct hr_slice request)
{
	struct hr_str *label = &reader->label;
	struct hr_slice method, path;

	if (!hr_line_word(&request, &method) || !hr_line_word(&request, &path) ||
	    method.length == 0 || method.ptr[0] < 'A' || method.ptr[0] > 'Z')
		return HR_SLICE_LITERAL("(no request)");
	for (size_t i = 0; i < path.length; i++)
		if (path.ptr[i] == '?' || path.ptr[i] == '#')
			path.length = i;
	hr_str_truncate(label, 0);
	label->limit = LABEL_BYTES;
	hr_str_add_slice(label, method);
	hr_str_putc(label, ' ');
	hr_str_add_slice(label, path);
	return hr_str_slice(label);
}

static const char *fault_of(const struct hr_sample *sample)
{
	if (sample->start_ns == HR_INSTANT_NONE)
		return sample->elapsed_ns == HR_UNKNOWN ? "no usable time; no request time"
		                                        : "no usable time";
	return sample->elapsed_ns == HR_UNKNOWN ? "no request time" : NULL;
}

static void push(struct hr_reader *reader, const struct entry *entry, const struct hr_line *line)
{
	struct hr_sample sample = hr_read_request(reader->context,
	                                          label_of(reader, entry->request));
	uint64_t status = 0;
	const char *fault;

	sample.elapsed_ns = entry->elapsed_ns;
	sample.code = entry->status;
	if (sample.elapsed_ns > HR_DURATION_MAX_NS) {
		hr_read_reject(reader->context, "request time is above 100000 s", line->number,
		               hr_line_start(line->text));
		return;
	}
	if (!hr_time_format_parse(reader->format, entry->time, reader->context->options.zone,
	                          &sample.start_ns))
		sample.start_ns = HR_INSTANT_NONE;
	else if (sample.elapsed_ns != HR_UNKNOWN && !entry->at_start &&
	         sample.start_ns > INT64_MIN + 1 + sample.elapsed_ns)
		sample.start_ns -= sample.elapsed_ns;
	if (sample.elapsed_ns != HR_UNKNOWN && entry->at_start)
		reader->microseconds++;
	else if (sample.elapsed_ns != HR_UNKNOWN)
		reader->seconds++;
	sample.success = hr_parse_u64(entry->status, &status) && status < FAILURE_CODE;
	sample.failed = sample.success ? 0 : 1;
	if (!hr_parse_i64(entry->bytes, &sample.received_bytes))
		sample.received_bytes = 0;
	fault = fault_of(&sample);
	if (fault != NULL)
		hr_read_degrade(reader->context, fault, line->number, hr_line_start(line->text));
	hr_read_sample(reader->context, &sample);
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct entry entry;

	if (hr_slice_trim(line->text).length == 0)
		return;
	if (line->too_long || !cut_up(line->text, &entry))
		hr_read_reject(reader->context, "not a line of an access log", line->number,
		               hr_line_start(line->text));
	else
		push(reader, &entry, line);
}

/* --- the format --- */

static struct hr_reader *access_log_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines.on_line = take_line;
	reader->lines.context = reader;
	if (hr_time_format_compile(HR_SLICE_LITERAL(TIME_PATTERN), &reader->format, NULL) != HR_OK)
		hr_out_of_memory(); /* the pattern is good */
	return reader;
}

static enum hr_err access_log_feed(struct hr_reader *reader, struct hr_slice bytes,
                                   struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err access_log_finish(struct hr_reader *reader, struct hr_error *err)
{
	hr_line_split_finish(&reader->lines);
	if (reader->seconds > 0)
		hr_read_assume(reader->context,
		               "request times with a decimal point are seconds, and the time of "
		               "the line is the end of the request (nginx)");
	if (reader->microseconds > 0)
		hr_read_assume(reader->context,
		               "request times without a decimal point are microseconds, and the "
		               "time of the line is the start of the request (Apache, %%D)");
	if (reader->context->records == 0 && reader->context->rejected > 0)
		return hr_error_set(err, HR_EPARSE,
		                    "no line is one of an access log: [time] "
		                    "\"request\" status bytes ...");
	return HR_OK;
}

static void access_log_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_time_format_free(reader->format);
	hr_str_release(&reader->label);
	free(reader);
}

static int access_log_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	struct entry entry;

	while (hr_line_take(&rest, &line))
		if (hr_slice_trim(line).length > 0)
			return cut_up(line, &entry) ? 90 : 0;
	return 0;
}

const struct hr_format hr_format_access_log = {
	.name = "access-log",
	.title = "access log of nginx or Apache, common or combined, with request times",
	.carries = HR_CARRIES_SAMPLES,
	.sniff = access_log_sniff,
	.open = access_log_open,
	.feed = access_log_feed,
	.finish = access_log_finish,
	.free = access_log_free,
};
