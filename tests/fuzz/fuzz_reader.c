#include <config.h>
#include "fuzz_reader.h"

#include "base/digest.h"
#include "base/input.h"
#include "base/mem.h"
#include "base/zone.h"
#include "record/diag.h"
#include "record/plain_row.h"
#include "record/sample.h"
#include "record/sink.h"
#include "stats/hist.h"
#include "stats/moments.h"

#define GROUPS_MAX 8 /* more are refused, so that their rows come as samples */

struct checking_sink {
	struct hr_sink sink;
	bool takes_rows; /* which do not carry the messages of successes */
	struct hr_plain_group groups[GROUPS_MAX];
	char *texts[GROUPS_MAX];
	uint32_t group_count;
	uint64_t records;
	uint64_t checksum;
};

struct hr_slice fuzz_take_line(struct hr_slice *rest)
{
	struct hr_slice line = *rest;
	const char *end = line.length > 0 ? memchr(line.ptr, '\n', line.length) : NULL;

	if (end != NULL)
		line.length = (size_t)(end - line.ptr);
	rest->ptr += line.length + (end != NULL);
	rest->length -= line.length + (end != NULL);
	return line;
}

static struct checking_sink *self(struct hr_sink *sink)
{
	return (struct checking_sink *)sink;
}

static void mix(struct hr_sink *sink, uint64_t value)
{
	self(sink)->checksum = (self(sink)->checksum ^ value) * UINT64_C(0x9e3779b97f4a7c15);
}

/* Reads every byte, so that a slice of freed or foreign memory shows. */
static void mix_text(struct hr_sink *sink, struct hr_slice text)
{
	fuzz_require(text.ptr != NULL || text.length == 0);
	mix(sink, hr_digest64(text));
}

static bool is_duration(int64_t ns)
{
	return ns == HR_UNKNOWN || (ns >= 0 && ns <= HR_DURATION_MAX_NS);
}

static void check_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	self(sink)->records++;
	fuzz_require(is_duration(sample->elapsed_ns));
	fuzz_require(is_duration(sample->latency_ns));
	fuzz_require(is_duration(sample->connect_ns));
	fuzz_require(sample->received_bytes >= HR_UNKNOWN && sample->sent_bytes >= HR_UNKNOWN);
	fuzz_require(sample->active_users >= HR_UNKNOWN);
	fuzz_require(sample->weight >= 1 && sample->failed <= sample->weight);
	mix(sink, (uint64_t)sample->start_ns);
	mix(sink, (uint64_t)sample->elapsed_ns);
	mix(sink, ((uint64_t)sample->kind << 1) | (sample->success ? 1 : 0));
	mix(sink, ((uint64_t)sample->weight << 32) | sample->failed);
	mix_text(sink, sample->label);
	mix_text(sink, sample->code);
	mix(sink, (uint64_t)sample->latency_ns ^ (uint64_t)sample->connect_ns << 32);
	mix(sink, (uint64_t)sample->received_bytes ^ (uint64_t)sample->sent_bytes << 32);
	mix(sink, (uint64_t)sample->active_users);
	if (!self(sink)->takes_rows || !sample->success) {
		mix_text(sink, sample->message);
		mix_text(sink, sample->failure);
	}
	mix_text(sink, sample->host);
}

static void check_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	self(sink)->records++;
	fuzz_require(observation->time_ns != HR_INSTANT_NONE);
	mix(sink, (uint64_t)observation->time_ns);
	mix(sink, (uint64_t)observation->value_micro);
	mix_text(sink, observation->name);
	mix_text(sink, observation->host);
	mix_text(sink, observation->unit);
}

static void check_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	self(sink)->records++;
	mix(sink, hr_hist_count(histogram->hist));
	mix_text(sink, histogram->label);
}

static void check_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	self(sink)->records++;
	fuzz_require(aggregate->errors <= aggregate->count);
	mix(sink, aggregate->count);
	mix_text(sink, aggregate->label);
}

static void check_event(struct hr_sink *sink, const struct hr_event *event)
{
	self(sink)->records++;
	mix(sink, (uint64_t)event->start_ns);
	mix_text(sink, event->kind);
	mix_text(sink, event->text);
}

static struct hr_slice keep(char **to, struct hr_slice text)
{
	struct hr_slice kept = { *to, text.length };

	if (text.length > 0)
		memcpy(*to, text.ptr, text.length);
	*to += text.length;
	return kept;
}

static uint32_t check_group(struct hr_sink *sink, const struct hr_plain_group *group)
{
	uint32_t number = self(sink)->group_count;
	struct hr_plain_group *kept = &self(sink)->groups[number];
	char *to;

	if (number == GROUPS_MAX)
		return HR_PLAIN_NONE;
	to = hr_alloc(group->label.length + group->code.length + group->host.length);
	self(sink)->texts[number] = to;
	kept->carries = group->carries;
	kept->label = keep(&to, group->label);
	kept->code = keep(&to, group->code);
	kept->host = keep(&to, group->host);
	return self(sink)->group_count++;
}

static void check_rows(struct hr_sink *sink, const struct hr_plain_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct hr_sample sample;

		fuzz_require(rows[i].group < self(sink)->group_count);
		fuzz_require(rows[i].start_ms >= 0 && rows[i].elapsed_ms < HR_PLAIN_FIGURE_MAX);
		sample = hr_plain_sample(&self(sink)->groups[rows[i].group], &rows[i]);
		check_sample(sink, &sample);
	}
}

static const struct hr_sink_ops row_ops = {
	.sample = check_sample,
	.observation = check_observation,
	.histogram = check_histogram,
	.aggregate = check_aggregate,
	.event = check_event,
	.group = check_group,
	.rows = check_rows,
};

static const struct hr_sink_ops checking_ops = {
	.sample = check_sample,
	.observation = check_observation,
	.histogram = check_histogram,
	.aggregate = check_aggregate,
	.event = check_event,
};

/* What a pass over the bytes came to. */
struct outcome {
	enum hr_err result;
	uint64_t records, rejected, degraded, checksum;
};

/* From memory of its own, which is gone behind it: a read beyond a piece shows, and so does one of
 * what came before. */
static enum hr_err feed_copy(const struct hr_format *format, struct hr_reader *reader,
                             const char *bytes, size_t length, struct hr_error *error)
{
	char *copy = hr_alloc(length);
	enum hr_err result;

	memcpy(copy, bytes, length);
	result = format->feed(reader, (struct hr_slice){ copy, length }, error);
	free(copy);
	return result;
}

static enum hr_err feed_in_pieces(const struct hr_format *format, struct hr_reader *reader,
                                  struct hr_slice bytes, struct hr_error *error)
{
	enum hr_err result = HR_OK;

	for (size_t at = 0; at < bytes.length && result == HR_OK;) {
		size_t n = bytes.length - at;
		size_t piece = 1 + (unsigned char)bytes.ptr[at] % 61;

		if (n > piece)
			n = piece;
		result = feed_copy(format, reader, bytes.ptr + at, n, error);
		at += n;
	}
	return result;
}

/* Lines until another reader may go on, from the middle on; gives their length. */
static size_t feed_first_chunk(const struct hr_format *format, struct hr_reader *reader,
                               struct hr_slice bytes, struct hr_read_context *context,
                               struct hr_reader **fork, struct hr_error *error)
{
	size_t at = 0, step = bytes.length / 2;

	*fork = NULL;
	while (*fork == NULL && at < bytes.length) {
		const char *newline = memchr(bytes.ptr + at + step, '\n', bytes.length - at - step);
		size_t end = newline != NULL ? (size_t)(newline - bytes.ptr) + 1 : bytes.length;

		if (feed_copy(format, reader, bytes.ptr + at, end - at, error) != HR_OK)
			break;
		at = end;
		step = 0;
		*fork = format->chunks->fork(reader, context);
	}
	return at;
}

/* By two readers, each of a part, wherever the format lets them. */
static enum hr_err feed_in_chunks(const struct hr_format *format, struct hr_reader **reader,
                                  struct hr_slice bytes, struct hr_read_context *next,
                                  struct hr_error *error)
{
	struct hr_reader *fork;
	size_t at = feed_first_chunk(format, *reader, bytes, next, &fork, error);
	enum hr_err result = error->code;

	if (fork == NULL)
		return result;
	fuzz_require(format->chunks->is_at_border(*reader, fork));
	if (at < bytes.length)
		result = feed_copy(format, fork, bytes.ptr + at, bytes.length - at, error);
	format->chunks->follow(fork, *reader);
	format->free(*reader);
	*reader = fork;
	return result;
}

enum way { WHOLE, IN_PIECES, IN_CHUNKS };

static struct outcome read_all(const struct hr_format *format,
                               const struct hr_read_options *options, struct hr_slice bytes,
                               enum way way, bool rows)
{
	struct checking_sink sink = { .sink.ops = rows ? &row_ops : &checking_ops,
		                      .takes_rows = rows };
	struct hr_diag diag = { 0 };
	struct hr_read_context context = {
		.path = "fuzz", .options = *options, .sink = &sink.sink, .diag = &diag
	};
	struct hr_read_context next = context;
	struct hr_reader *reader = format->open(&context);
	struct hr_error error = { 0 };
	struct outcome outcome = { HR_OK, 0, 0, 0, 0 };

	if (way == IN_CHUNKS)
		outcome.result = feed_in_chunks(format, &reader, bytes, &next, &error);
	else if (way == IN_PIECES)
		outcome.result = feed_in_pieces(format, reader, bytes, &error);
	else if (bytes.length > 0)
		outcome.result = format->feed(reader, bytes, &error);
	if (outcome.result == HR_OK)
		outcome.result = format->finish(reader, &error);
	format->free(reader);
	fuzz_require((outcome.result == HR_OK) == (error.code == HR_OK));
	outcome.records = context.records + next.records;
	outcome.rejected = context.rejected + next.rejected;
	outcome.degraded = context.degraded + next.degraded;
	outcome.checksum = sink.checksum;
	fuzz_require(outcome.records == sink.records);
	fuzz_require(outcome.rejected == hr_diag_total(&diag, HR_DIAG_REJECTED, NULL));
	fuzz_require(outcome.degraded == hr_diag_total(&diag, HR_DIAG_DEGRADED, NULL));
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
	hr_str_release(&next.assumptions);
	for (uint32_t i = 0; i < sink.group_count; i++)
		free(sink.texts[i]);
	return outcome;
}

static void require_alike(struct outcome a, struct outcome b)
{
	fuzz_require(a.result == b.result);
	/* Where an error ends the reading, the pieces decide how much came before it. */
	if (a.result != HR_OK)
		return;
	fuzz_require(a.records == b.records && a.rejected == b.rejected);
	fuzz_require(a.degraded == b.degraded && a.checksum == b.checksum);
}

void fuzz_reader_reference(const struct hr_format *format, const uint8_t *data, size_t size)
{
	struct hr_read_options fast = { .zone = hr_zone_utc() }, reference = fast;
	struct hr_slice bytes = { (const char *)data, size };
	struct outcome expected;

	reference.reference = true;
	expected = read_all(format, &reference, bytes, WHOLE, true);
	require_alike(expected, read_all(format, &fast, bytes, WHOLE, true));
	require_alike(expected, read_all(format, &fast, bytes, IN_PIECES, true));
	if (format->chunks != NULL)
		require_alike(expected, read_all(format, &fast, bytes, IN_CHUNKS, true));
}

void fuzz_reader(const struct hr_format *format, const struct hr_read_options *options,
                 const uint8_t *data, size_t size)
{
	struct hr_read_options defaults = { .zone = hr_zone_utc() };
	struct hr_slice bytes = { (const char *)data, size };
	struct hr_peek peek = { .head = bytes };
	struct outcome whole;

	if (options == NULL)
		options = &defaults;
	if (peek.head.length > HR_INPUT_PEEK_BYTES)
		peek.head.length = HR_INPUT_PEEK_BYTES;
	peek.complete = peek.head.length == size;
	peek.mapping = options->mapping;
	fuzz_require(format->sniff(&peek) <= 100);
	whole = read_all(format, options, bytes, WHOLE, false);
	require_alike(whole, read_all(format, options, bytes, IN_PIECES, false));
	if (format->chunks != NULL)
		require_alike(whole, read_all(format, options, bytes, IN_CHUNKS, false));
}
