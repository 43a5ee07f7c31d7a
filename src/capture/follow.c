#include <config.h>
#include "capture/follow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/gunzip.h"
#include "base/input.h"
#include "base/mem.h"
#include "capture/tail.h"
#include "read/reader.h"
#include "record/sink_nothing.h"

#define STEPS             8           /* pieces read at one step */
#define HEADER_BYTES      4096        /* of a first line that are compared */
#define SNIFF_PATIENCE_NS HR_NS_PER_S /* one line alone is looked at after that */

struct hr_follow {
	struct hr_follow_options options;
	struct hr_tail *tail;
	struct hr_read_context context;
	const struct hr_format *format;
	struct hr_reader *reader; /* NULL until the format is known */
	bool begins;              /* a file has begun; what it holds waits in @head */
	struct hr_str head;
	int64_t head_ns;     /* when its first byte came */
	struct hr_str first; /* line of the file before, at most HEADER_BYTES of it */
	bool in_line;        /* to the next line feed all is passed over */
	uint64_t bytes, successors;
	struct hr_digest *digest;
};

/* --- opening --- */

static size_t line_length(struct hr_slice text)
{
	const char *end = text.length > 0 ? memchr(text.ptr, '\n', text.length) : NULL;

	return end != NULL ? (size_t)(end - text.ptr) + 1 : 0;
}

static struct hr_slice first_line(struct hr_slice text)
{
	size_t length = line_length(text);

	if (length == 0)
		length = text.length;
	return (struct hr_slice){ text.ptr, length < HEADER_BYTES ? length : HEADER_BYTES };
}

/* At least two lines, or one where no more has come for a while. */
static bool may_sniff(const struct hr_follow *follow, int64_t monotonic_ns)
{
	struct hr_slice head = hr_str_slice(&follow->head);
	size_t line = line_length(head);

	if (line == 0)
		return false;
	if (monotonic_ns - follow->head_ns >= SNIFF_PATIENCE_NS)
		return true;
	return line_length((struct hr_slice){ head.ptr + line, head.length - line }) > 0;
}

static enum hr_err sniff(struct hr_follow *follow, bool complete, struct hr_error *err)
{
	const struct hr_peek peek = { .head = hr_str_slice(&follow->head),
		                      .complete = complete,
		                      .mapping = follow->options.read->mapping,
		                      .delimiter = follow->options.read->delimiter };
	enum hr_err code;

	if (hr_slice_starts(peek.head, HR_GZIP_MAGIC))
		return hr_error_set(err, HR_EPARSE,
		                    "what is compressed cannot be read while it grows");
	code = hr_format_sniff(&peek, &follow->format, err);
	if (code == HR_OK)
		hr_read_assume(&follow->context, "format: %s (%s)", follow->format->name,
		               follow->format->title);
	return code;
}

static enum hr_err feed(struct hr_follow *follow, struct hr_slice bytes, struct hr_error *err)
{
	return follow->format->feed(follow->reader, bytes, err);
}

static enum hr_err end_reader(struct hr_follow *follow, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (follow->reader != NULL) {
		code = follow->format->finish(follow->reader, err);
		follow->format->free(follow->reader);
		follow->reader = NULL;
	}
	return code;
}

/* All that waits is the reader's; the format is known. */
static enum hr_err begin_file(struct hr_follow *follow, struct hr_error *err)
{
	struct hr_slice head = hr_str_slice(&follow->head), first = first_line(head);
	enum hr_err code = HR_OK;

	/* The header again: a file of its own. */
	if (follow->reader != NULL && hr_slice_equal(first, hr_str_slice(&follow->first)))
		code = end_reader(follow, err);
	if (code != HR_OK)
		return code;
	if (follow->reader == NULL)
		follow->reader = follow->format->open(&follow->context);
	hr_str_truncate(&follow->first, 0);
	hr_str_add_slice(&follow->first, first);
	follow->begins = false;
	code = feed(follow, head, err);
	hr_str_truncate(&follow->head, 0);
	return code;
}

/* Begin as soon as enough is known of the file. @complete  nothing more comes */
static enum hr_err try_begin(struct hr_follow *follow, int64_t monotonic_ns, bool complete,
                             struct hr_error *err)
{
	bool full = complete || follow->head.length >= HR_INPUT_PEEK_BYTES;
	struct hr_error ignored = { 0 };
	enum hr_err code;

	if (follow->head.length == 0)
		return HR_OK;
	if (follow->format == NULL) {
		if (!full && !may_sniff(follow, monotonic_ns))
			return HR_OK;
		code = sniff(follow, complete, full ? err : &ignored);
		if (code != HR_OK)
			return full ? code : HR_OK;
	} else if (follow->reader != NULL && !full &&
	           line_length(hr_str_slice(&follow->head)) == 0) {
		return HR_OK; /* is it the header? */
	}
	return begin_file(follow, err);
}

/* The format and the header from the start of the file, then on to its end. */
static enum hr_err skip_known(struct hr_follow *follow, struct hr_error *err)
{
	struct hr_sink none = { &hr_sink_nothing }, *sink = follow->context.sink;
	struct hr_diag *diag = follow->context.diag, ignored = { 0 };
	enum hr_tail_state state;
	struct hr_slice bytes;
	enum hr_err code = hr_tail_next(follow->tail, 0, &state, &bytes, err);
	bool in_line = false;

	if (code != HR_OK || state != HR_TAIL_BYTES)
		return code;
	hr_str_add_slice(&follow->head, bytes);
	if (follow->format == NULL)
		code = sniff(follow, false, err);
	if (code == HR_OK && hr_tail_skip_to_end(follow->tail, &in_line)) {
		hr_str_truncate(&follow->head, line_length(hr_str_slice(&follow->head)));
		follow->context.sink = &none;
		follow->context.diag = &ignored;
		code = begin_file(follow, err);
		follow->context.sink = sink;
		follow->context.diag = diag;
		follow->context.records = follow->context.rejected = follow->context.degraded = 0;
		follow->in_line = in_line;
		hr_diag_release(&ignored);
	}
	return code;
}

enum hr_err hr_follow_open(const struct hr_follow_options *options, struct hr_sink *sink,
                           struct hr_diag *diag, struct hr_follow **out, struct hr_error *err)
{
	struct hr_follow *follow = hr_zalloc(1, sizeof(*follow));
	enum hr_err code;

	follow->options = *options;
	follow->format = options->format;
	follow->context = (struct hr_read_context){
		.path = options->path, .options = *options->read, .sink = sink, .diag = diag
	};
	follow->begins = true;
	follow->digest = hr_digest_new();
	code = hr_tail_open(options->path, &follow->tail, err);
	if (code == HR_OK && options->new_only)
		code = skip_known(follow, err);
	if (code != HR_OK) {
		hr_follow_close(follow);
		return code;
	}
	*out = follow;
	return HR_OK;
}

/* --- reading --- */

static enum hr_err take(struct hr_follow *follow, struct hr_slice bytes, int64_t monotonic_ns,
                        struct hr_error *err)
{
	if (follow->in_line) { /* the rest of a line that was passed over */
		size_t rest = line_length(bytes);

		if (rest == 0)
			return HR_OK;
		follow->in_line = false;
		bytes.ptr += rest;
		bytes.length -= rest;
	}
	hr_digest_update(follow->digest, bytes.ptr, bytes.length);
	follow->bytes += bytes.length;
	if (!follow->begins)
		return feed(follow, bytes, err);
	if (follow->head.length == 0)
		follow->head_ns = monotonic_ns;
	hr_str_add_slice(&follow->head, bytes);
	return try_begin(follow, monotonic_ns, false, err);
}

static enum hr_err one_piece(struct hr_follow *follow, int64_t monotonic_ns,
                             enum hr_follow_state *state, struct hr_error *err)
{
	enum hr_tail_state found;
	struct hr_slice bytes;
	enum hr_err code = hr_tail_next(follow->tail, monotonic_ns, &found, &bytes, err);

	*state = HR_FOLLOW_MORE;
	if (code != HR_OK)
		return code;
	switch (found) {
	case HR_TAIL_BYTES:
		return take(follow, bytes, monotonic_ns, err);
	case HR_TAIL_NEXT:
		follow->begins = true;
		follow->in_line = false;
		follow->successors++;
		return HR_OK;
	case HR_TAIL_IDLE:
		*state = HR_FOLLOW_IDLE;
		return follow->begins ? try_begin(follow, monotonic_ns, false, err) : HR_OK;
	case HR_TAIL_ENDED:
		*state = HR_FOLLOW_ENDED;
		break;
	}
	return HR_OK;
}

enum hr_err hr_follow_step(struct hr_follow *follow, int64_t monotonic_ns,
                           enum hr_follow_state *state, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	*state = HR_FOLLOW_MORE;
	for (int i = 0; code == HR_OK && i < STEPS && *state == HR_FOLLOW_MORE; i++)
		code = one_piece(follow, monotonic_ns, state, err);
	hr_error_locate(err, follow->options.path);
	return code;
}

enum hr_err hr_follow_finish(struct hr_follow *follow, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (follow->begins)
		code = try_begin(follow, 0, true, err);
	if (code == HR_OK)
		code = end_reader(follow, err);
	hr_error_locate(err, follow->options.path);
	return code;
}

void hr_follow_counts(const struct hr_follow *follow, struct hr_follow_counts *out)
{
	*out = (struct hr_follow_counts){
		.format = follow->format,
		.bytes = follow->bytes,
		.records = follow->context.records,
		.rejected = follow->context.rejected,
		.degraded = follow->context.degraded,
		.successors = follow->successors,
		.assumptions = hr_str_text(&follow->context.assumptions),
	};
	snprintf(out->digest, sizeof(out->digest), "%016" PRIx64, hr_digest_value(follow->digest));
}

const struct hr_tail *hr_follow_tail(const struct hr_follow *follow)
{
	return follow->tail;
}

void hr_follow_close(struct hr_follow *follow)
{
	if (follow == NULL)
		return;
	if (follow->reader != NULL)
		follow->format->free(follow->reader);
	hr_tail_close(follow->tail);
	hr_digest_free(follow->digest);
	hr_str_release(&follow->head);
	hr_str_release(&follow->first);
	hr_str_release(&follow->context.assumptions);
	free(follow);
}
