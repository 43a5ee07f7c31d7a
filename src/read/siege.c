/*
 * The text siege writes: a line a request (-v, as columns or in words, often in colours), and its
 * log of one line of figures a run. Both have local times of whole seconds.
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "read/document_reader.h"
#include "read/line_split.h"
#include "read/sample_row.h"
#include "stats/moments.h"

#define FIELDS_MAX  10
#define RUN_OF      "requests of "
#define LABEL_BYTES 2048
#define MS_PER_S    1e3
#define KIB_PER_MB  1024
#define ESCAPE      '\x1b'

/* Columns of -v: "4,HTTP/1.1,200,  0.36,   3372,/,0,2015-12-20 21:30:13". */
enum { USER, PROTOCOL, CODE, SECONDS, BYTES, PATH, NUMBER, TIME, REQUEST_FIELDS };
/* Columns of the log. */
enum {
	DATE,
	TRANSACTIONS,
	ELAPSED,
	DATA,
	RESPONSE,
	RATE,
	THROUGHPUT,
	CONCURRENT,
	OKAY,
	FAILED,
	LOG_FIELDS
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_line_split lines;
	struct hr_str plain; /* a line without colours */
	bool ended;          /* what follows are siege's own figures */
};

/* Without the sequences "ESC [ ... letter". */
static struct hr_slice strip_colours(struct hr_slice line, struct hr_str *plain)
{
	if (line.length == 0 || memchr(line.ptr, ESCAPE, line.length) == NULL)
		return hr_slice_trim(line);
	hr_str_truncate(plain, 0);
	for (size_t i = 0; i < line.length; i++) {
		if (line.ptr[i] != ESCAPE) {
			hr_str_putc(plain, line.ptr[i]);
			continue;
		}
		if (i + 1 < line.length && line.ptr[i + 1] == '[')
			i++;
		while (i + 1 < line.length && (line.ptr[i + 1] == ';' ||
		                               (line.ptr[i + 1] >= '0' && line.ptr[i + 1] <= '9')))
			i++;
		if (i + 1 < line.length)
			i++;
	}
	return hr_slice_trim(hr_str_slice(plain));
}

/* The fields of a line; 0 when there are more than FIELDS_MAX. */
static size_t split(struct hr_slice line, struct hr_slice fields[FIELDS_MAX])
{
	size_t count = hr_slice_split(line, ',', fields, FIELDS_MAX);

	if (count > FIELDS_MAX)
		return 0;
	for (size_t i = 0; i < count; i++)
		fields[i] = hr_slice_trim(fields[i]);
	return count;
}

static bool is_code(struct hr_slice text, uint64_t *code)
{
	return text.length == 3 && hr_parse_u64(text, code);
}

static bool is_duration(struct hr_slice text, int64_t *ns)
{
	return hr_duration_text(text, HR_SHIFT_S, ns) == HR_DURATION_OK;
}

/* --- a line a request --- */

struct request {
	struct hr_slice code, path, bytes, time;
	int64_t elapsed_ns;
};

static bool columns_request(struct hr_slice line, struct request *out)
{
	struct hr_slice fields[FIELDS_MAX];
	uint64_t number;
	size_t n = split(line, fields);

	if (n != REQUEST_FIELDS || !hr_slice_starts(fields[PROTOCOL], "HTTP/") ||
	    !is_code(fields[CODE], &number) || !is_duration(fields[SECONDS], &out->elapsed_ns))
		return false;
	out->code = fields[CODE];
	out->path = fields[PATH];
	out->bytes = fields[BYTES];
	out->time = fields[TIME];
	return true;
}

/* "HTTP/1.1 200     0.36 secs:    3372 bytes ==> GET  /" */
static bool words_request(struct hr_slice line, struct request *out)
{
	struct hr_slice words[6];
	uint64_t number;

	for (size_t i = 0; i < 6; i++)
		if (!hr_line_word(&line, &words[i]))
			return false;
	if (!hr_slice_starts(words[0], "HTTP/") || !is_code(words[1], &number) ||
	    !is_duration(words[2], &out->elapsed_ns) || !hr_slice_is(words[3], "secs:") ||
	    !hr_slice_is(words[5], "bytes"))
		return false;
	out->code = words[1];
	out->bytes = words[4];
	out->time = (struct hr_slice){ "", 0 };
	/* "==> GET  /" */
	if (!hr_line_word(&line, &words[0]) || !hr_line_word(&line, &words[1]))
		return false;
	out->path = hr_slice_trim(line);
	return out->path.length > 0;
}

static void push_request(struct hr_reader *reader, const struct request *request,
                         const struct hr_line *line)
{
	struct hr_sample sample = hr_read_request(reader->context, request->path);
	int64_t end_ns;

	sample.success = request->code.ptr[0] == '2' || request->code.ptr[0] == '3';
	sample.elapsed_ns = request->elapsed_ns;
	sample.code = request->code;
	if (sample.label.length > LABEL_BYTES)
		sample.label.length = LABEL_BYTES;
	sample.failed = sample.success ? 0 : 1;
	if (!hr_parse_i64(request->bytes, &sample.received_bytes) || sample.received_bytes < 0)
		sample.received_bytes = HR_UNKNOWN;
	if (request->time.length > 0) {
		if (hr_instant_parse(request->time, reader->context->options.zone, &end_ns, NULL) ==
		            HR_OK &&
		    end_ns > INT64_MIN + HR_DURATION_MAX_NS + 1)
			sample.start_ns = end_ns - sample.elapsed_ns;
		else
			hr_read_degrade(reader->context, "the time is no date", line->number,
			                hr_line_start(line->text));
	}
	hr_read_sample(reader->context, &sample);
}

/* --- the log --- */

static double figure(struct hr_slice text, double factor)
{
	double value;

	return hr_parse_double(text, &value) && value >= 0 ? value * factor : (double)NAN;
}

static bool log_run(struct hr_slice line, struct hr_slice fields[FIELDS_MAX])
{
	uint64_t number;
	int64_t ns;

	return split(line, fields) == LOG_FIELDS && hr_parse_u64(fields[TRANSACTIONS], &number) &&
	       number <= UINT32_MAX && is_duration(fields[ELAPSED], &ns) &&
	       hr_parse_u64(fields[FAILED], &number) && number <= UINT32_MAX;
}

static void push_run(struct hr_reader *reader, struct hr_slice fields[FIELDS_MAX])
{
	struct hr_aggregate aggregate = hr_document_no_figures((struct hr_slice){ "", 0 });
	struct hr_str label = { 0 };

	hr_str_puts(&label, RUN_OF);
	hr_str_add_slice(&label, fields[DATE]);
	aggregate.label = hr_str_slice(&label);
	(void)hr_parse_u64(fields[TRANSACTIONS], &aggregate.count);
	(void)hr_parse_u64(fields[FAILED], &aggregate.errors);
	aggregate.count += aggregate.errors;
	aggregate.mean_ms = figure(fields[RESPONSE], MS_PER_S);
	aggregate.throughput_per_s = figure(fields[RATE], 1);
	aggregate.received_kib_per_s = figure(fields[THROUGHPUT], KIB_PER_MB);
	hr_document_aggregate(reader->context, &aggregate);
	hr_str_release(&label);
}

/* --- the format --- */

/* Lines of siege that are neither. */
static bool is_remark(struct hr_slice text)
{
	static const char *const begins[] = { "**", "The server is now under siege", "Date & Time",
		                              "[", "done." };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (hr_slice_starts(text, begins[i]))
			return true;
	return text.length == 0;
}

static void take_line(void *context, const struct hr_line *line)
{
	struct hr_reader *reader = context;
	struct hr_slice fields[FIELDS_MAX];
	struct hr_slice text = strip_colours(line->text, &reader->plain);
	struct request request;

	if (hr_slice_starts(text, "Lifting the server siege") ||
	    hr_slice_starts(text, "Transactions:")) {
		reader->ended = true;
	} else if (!line->at_end && log_run(text, fields)) {
		push_run(reader, fields);
	} else if (columns_request(text, &request) || words_request(text, &request)) {
		reader->ended = false;
		push_request(reader, &request, line);
	} else if (!reader->ended && !is_remark(text)) {
		hr_read_reject(reader->context, "the line is neither a request nor a run of siege",
		               line->number, hr_line_start(text));
	}
}

static struct hr_reader *siege_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->lines = (struct hr_line_split){ .on_line = take_line, .context = reader };
	return reader;
}

static enum hr_err siege_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	(void)err;
	hr_line_split_feed(&reader->lines, bytes);
	return HR_OK;
}

static enum hr_err siege_finish(struct hr_reader *reader, struct hr_error *err)
{
	(void)err;
	hr_line_split_finish(&reader->lines);
	hr_read_assume(reader->context, "times of day are local, whole seconds, the end of a "
	                                "request; elapsed times are seconds in steps of 10 ms");
	return HR_OK;
}

static void siege_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_line_split_release(&reader->lines);
	hr_str_release(&reader->plain);
	free(reader);
}

#define SNIFFED 30

static int siege_sniff(const struct hr_peek *peek)
{
	struct hr_slice rest = peek->head, line;
	struct hr_str plain = { 0 };
	int sure = 0;

	for (int i = 0; sure == 0 && i < SNIFFED && hr_line_take(&rest, &line); i++) {
		struct hr_slice text = strip_colours(line, &plain);
		struct hr_slice fields[FIELDS_MAX];
		struct request request;
		int64_t ns;

		if (is_remark(text))
			continue;
		if (columns_request(text, &request) || words_request(text, &request))
			sure = 95;
		else if (log_run(text, fields) && fields[DATE].length == 19 &&
		         hr_instant_parse(fields[DATE], hr_zone_utc(), &ns, NULL) == HR_OK)
			sure = 90;
		else
			break;
	}
	hr_str_release(&plain);
	return sure;
}

const struct hr_format hr_format_siege = {
	.name = "siege",
	.title = "siege -v or its log",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_AGGREGATES,
	.sniff = siege_sniff,
	.open = siege_open,
	.feed = siege_feed,
	.finish = siege_finish,
	.free = siege_free,
};
