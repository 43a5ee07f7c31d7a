#include <config.h>
#include "read/read_input.h"

#include "base/read_ahead.h"
#include "read/read_chunks.h"

#define AHEAD_BYTES ((uint64_t)1 << 20)

/* Nothing but line ends, blanks and a BOM is as empty as no byte at all. */
static bool is_blank(struct hr_slice text)
{
	text = hr_slice_skip_bom(text);
	for (size_t i = 0; i < text.length; i++)
		if (strchr(" \t\r\n", text.ptr[i]) == NULL || text.ptr[i] == '\0')
			return false;
	return true;
}

/* Peek, and let the formats look at it; *format stays NULL for an empty input. */
static enum hr_err choose_format(struct hr_input *input, const struct hr_read_options *options,
                                 const struct hr_format **format, bool *empty, struct hr_error *err)
{
	struct hr_peek peek = { .mapping = options->mapping, .delimiter = options->delimiter };
	enum hr_err result = hr_input_peek(input, &peek.head.ptr, &peek.head.length, err);

	if (result != HR_OK)
		return result;
	peek.complete = peek.head.length < HR_INPUT_PEEK_BYTES;
	*empty = peek.complete && is_blank(peek.head);
	if (*empty || *format != NULL)
		return HR_OK;
	return hr_format_sniff(&peek, format, err);
}

/* Bytes of an input, read ahead by another thread or not. */
struct source {
	struct hr_input *input;
	struct hr_read_ahead *ahead; /* NULL: nobody does */
};

static enum hr_err next_bytes(const struct source *source, struct hr_slice *bytes,
                              uint64_t *consumed, struct hr_error *err)
{
	enum hr_err result;

	if (source->ahead != NULL)
		return hr_read_ahead_next(source->ahead, &bytes->ptr, &bytes->length, consumed,
		                          err);
	result = hr_input_read(source->input, &bytes->ptr, &bytes->length, err);
	*consumed = hr_input_consumed(source->input);
	return result;
}

static enum hr_err feed_all(const struct source *source, const struct hr_format *format,
                            struct hr_reader *reader, struct hr_progress *progress,
                            uint64_t base_bytes, struct hr_error *err)
{
	for (;;) {
		struct hr_slice bytes = { 0 };
		uint64_t consumed;
		enum hr_err result = next_bytes(source, &bytes, &consumed, err);

		if (result != HR_OK)
			return result;
		if (bytes.length == 0)
			return HR_OK;
		result = format->feed(reader, bytes, err);
		if (result != HR_OK)
			return result;
		if (progress != NULL)
			hr_progress_update(progress, base_bytes + consumed);
	}
}

/* What is stored as it is costs a copy, which is done sooner than two threads have told each other
 * of it. Small files are decompressed sooner than a thread is started. */
static bool is_worth_a_thread(const struct hr_input *input, const struct hr_read_options *options)
{
	uint64_t size = hr_input_size(input);

	return options->threads > 1 && hr_input_is_compressed(input) &&
	       (size == 0 || size >= AHEAD_BYTES);
}

/* An empty input still has to be read to its end for its digest. */
static enum hr_err drain(struct hr_input *input, struct hr_error *err)
{
	struct hr_slice bytes = { NULL, 1 };
	enum hr_err result = HR_OK;

	while (result == HR_OK && bytes.length > 0)
		result = hr_input_read(input, &bytes.ptr, &bytes.length, err);
	return result;
}

static enum hr_err read_with(struct hr_input *input, const struct hr_format *format,
                             struct hr_read_context *context, struct hr_progress *progress,
                             uint64_t base_bytes, struct hr_error *err)
{
	struct source source = { .input = input };
	struct hr_reader *reader;
	struct hr_slice head = { NULL, 0 };
	size_t chunks = hr_read_chunk_count(input, format, &context->options);
	enum hr_err result;

	if (chunks > 1) {
		result = hr_input_peek(input, &head.ptr, &head.length, err);
		return result != HR_OK ? result
		                       : hr_read_chunks(input, format, context, head, chunks,
		                                        progress, base_bytes, err);
	}
	reader = format->open(context);
	if (is_worth_a_thread(input, &context->options))
		source.ahead = hr_read_ahead_start(input);
	result = feed_all(&source, format, reader, progress, base_bytes, err);
	hr_read_ahead_stop(source.ahead);

	if (result == HR_OK)
		result = format->finish(reader, err);
	format->free(reader);
	return result;
}

enum hr_err hr_read_input(struct hr_input *input, const struct hr_format *format,
                          const struct hr_read_options *options, struct hr_sink *sink,
                          struct hr_diag *diag, struct hr_progress *progress, uint64_t base_bytes,
                          struct hr_read_result *out, struct hr_error *err)
{
	struct hr_read_context context = {
		.path = hr_input_path(input), .options = *options, .sink = sink, .diag = diag
	};
	struct hr_slice none = { NULL, 0 };
	bool empty = false;
	enum hr_err result;

	*out = (struct hr_read_result){ 0 };
	result = choose_format(input, options, &format, &empty, err);
	if (result == HR_OK && empty) {
		hr_read_note(&context, "the input is empty", 0, none);
		result = drain(input, err);
		format = NULL;
	} else if (result == HR_OK) {
		hr_read_assume(&context, "format: %s (%s)", format->name, format->title);
		result = read_with(input, format, &context, progress, base_bytes, err);
	}
	out->format = format;
	out->truncated = hr_input_truncated(input);
	if (out->truncated)
		hr_read_note(&context, "the compressed input ends early: what it holds is counted",
		             0, none);
	out->bytes = hr_input_consumed(input);
	out->records = context.records;
	out->rejected = context.rejected;
	out->degraded = context.degraded;
	out->assumptions = context.assumptions;
	if (result == HR_OK)
		hr_input_digest(input, out->digest);
	else
		hr_error_locate(err, context.path);
	return result;
}
