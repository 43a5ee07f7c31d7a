#include <config.h>
#include "read/read_chunks.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/threads.h"
#include "record/diag.h"
#include "record/forks.h"

#define CHUNK_BYTES  ((uint64_t)4 << 20) /* less is not worth a thread */
#define READ_BYTES   ((size_t)128 << 10)
#define BORDER_BYTES ((size_t)64 << 10) /* searched for the start of a row */
#define HEAD_BYTES   ((size_t)4 << 10)  /* read before the file is cut */
#define NO_END       UINT64_MAX

struct chunk {
	uint64_t begin;              /* of its share of the file */
	uint64_t start, stop;        /* of its rows: from the first that begins in the share on */
	uint64_t hash_from, hash_to; /* the digest's blocks that begin in the share */
	uint64_t end;                /* how far the file was read */
	struct hr_read_context own, *context; /* the first chunk has that of the input */
	struct hr_reader *reader;
	struct hr_fork *fork; /* NULL for the first chunk */
	struct hr_digest *digest;
	struct hr_error error;  /* of the input */
	struct hr_error unread; /* of the reader */
};

struct reading {
	struct hr_input *input;
	const struct hr_format *format;
	struct hr_reader *origin; /* what the readers of chunks were made from; never fed */
	struct hr_progress *progress;
	uint64_t base_bytes;
	_Atomic uint64_t done_bytes;
	size_t count;
	struct chunk chunks[HR_THREADS_MAX];
};

size_t hr_read_chunk_count(const struct hr_input *input, const struct hr_format *format,
                           const struct hr_read_options *options)
{
	uint64_t least = options->chunk_bytes > 0 ? options->chunk_bytes : CHUNK_BYTES;
	uint64_t count = hr_input_size(input) / least;

	if (format->chunks == NULL || options->forks == NULL || !hr_input_is_random_access(input))
		return 1;
	if (count > options->threads)
		count = options->threads;
	if (count > HR_THREADS_MAX)
		count = HR_THREADS_MAX;
	return count > 1 ? (size_t)count : 1;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* ---- reading a chunk ---- */

/* The part of @bytes, which lie at @at in the file, between @from and @to. */
static struct hr_slice between(struct hr_slice bytes, uint64_t at, uint64_t from, uint64_t to)
{
	uint64_t begin = larger(at, from), end = smaller(at + bytes.length, to);

	if (begin >= end)
		return (struct hr_slice){ bytes.ptr, 0 };
	return (struct hr_slice){ bytes.ptr + (begin - at), (size_t)(end - begin) };
}

static void feed(const struct reading *reading, struct chunk *chunk, struct hr_slice bytes)
{
	if (bytes.length > 0 && chunk->unread.code == HR_OK)
		chunk->unread.code = reading->format->feed(chunk->reader, bytes, &chunk->unread);
}

static void show_progress(struct reading *reading, size_t i, size_t bytes)
{
	uint64_t done = atomic_fetch_add(&reading->done_bytes, bytes) + bytes;

	if (i == 0 && reading->progress != NULL)
		hr_progress_update(reading->progress, reading->base_bytes + done);
}

/* Reads the rows of a chunk, and all of its blocks. */
static void read_chunk(void *context, size_t i)
{
	struct reading *reading = context;
	struct chunk *chunk = &reading->chunks[i];
	uint64_t at = chunk->begin, to = larger(chunk->stop, chunk->hash_to);
	char *buffer = hr_alloc_buffer(READ_BYTES);

	while (at < to && chunk->error.code == HR_OK) {
		size_t wanted = (size_t)smaller(READ_BYTES, to - at), got = 0;
		struct hr_slice bytes, part;

		chunk->error.code = hr_input_read_at(reading->input, at, buffer, wanted, &got,
		                                     &chunk->error);
		bytes = (struct hr_slice){ buffer, got };
		part = between(bytes, at, chunk->hash_from, chunk->hash_to);
		hr_digest_update(chunk->digest, part.ptr, part.length);
		feed(reading, chunk, between(bytes, at, chunk->start, chunk->stop));
		show_progress(reading, i, part.length);
		at += got;
		if (got < wanted)
			break;
	}
	chunk->end = at;
	free(buffer);
}

/* The rows of a chunk once more, by the reader of one before it. */
static void read_again(const struct reading *reading, struct chunk *by, const struct chunk *chunk)
{
	char *buffer = hr_alloc_buffer(READ_BYTES);
	uint64_t at = chunk->start;

	while (at < chunk->stop && by->error.code == HR_OK) {
		size_t wanted = (size_t)smaller(READ_BYTES, chunk->stop - at), got = 0;

		by->error.code = hr_input_read_at(reading->input, at, buffer, wanted, &got,
		                                  &by->error);
		feed(reading, by, (struct hr_slice){ buffer, got });
		at += got;
		if (got < wanted)
			break;
	}
	free(buffer);
}

/* ---- cutting the file ---- */

/* Feed the first rows, until there is something to learn from them; gives how many bytes. */
static size_t read_head(struct reading *reading, struct hr_slice head)
{
	struct chunk *first = &reading->chunks[0];
	size_t at = 0, step = (size_t)smaller(HEAD_BYTES, head.length / 2);

	while (reading->origin == NULL && at < head.length) {
		const char *newline = memchr(head.ptr + at + step, '\n', head.length - at - step);
		size_t length = newline != NULL ? (size_t)(newline - head.ptr) + 1 - at
		                                : head.length - at;

		feed(reading, first, (struct hr_slice){ head.ptr + at, length });
		at += length;
		step = 0;
		reading->origin = reading->format->chunks->fork(first->reader, first->context);
	}
	return at;
}

/* Where rows begin at or after @begin; NO_END when no place looks like it. */
static uint64_t find_border(const struct reading *reading, uint64_t begin)
{
	char *buffer = hr_alloc(BORDER_BYTES);
	struct hr_error ignored = { 0 };
	size_t got = 0, border = SIZE_MAX;

	if (hr_input_read_at(reading->input, begin - 1, buffer, BORDER_BYTES, &got, &ignored) ==
	    HR_OK)
		border = reading->format->chunks->border(reading->origin,
		                                         (struct hr_slice){ buffer, got });
	free(buffer);
	return border != SIZE_MAX ? begin - 1 + border : NO_END;
}

static void open_chunk(struct reading *reading, const struct hr_read_context *context,
                       uint64_t begin, uint64_t start)
{
	struct chunk *chunk = &reading->chunks[reading->count++];
	const struct hr_forks *forks = context->options.forks;

	chunk->begin = begin;
	chunk->start = start;
	chunk->fork = forks->open(forks->context);
	chunk->own = (struct hr_read_context){ .path = context->path,
		                               .options = context->options,
		                               .sink = chunk->fork->sink,
		                               .diag = chunk->fork->diag,
		                               .in_order = context->in_order };
	chunk->context = &chunk->own;
	chunk->reader = reading->format->chunks->fork(reading->origin, chunk->context);
	if (chunk->reader != NULL)
		return;
	forks->drop(forks->context, chunk->fork);
	*chunk = (struct chunk){ 0 };
	reading->count--;
}

static uint64_t next_block(uint64_t at)
{
	return (at + HR_DIGEST_BLOCK_BYTES - 1) / HR_DIGEST_BLOCK_BYTES * HR_DIGEST_BLOCK_BYTES;
}

/* Up to @count chunks of like size, whole blocks each when they are large. */
static void cut(struct reading *reading, const struct hr_read_context *context, size_t count)
{
	uint64_t size = hr_input_size(reading->input);

	for (size_t i = 1; i < count && reading->origin != NULL; i++) {
		const struct chunk *before = &reading->chunks[reading->count - 1];
		uint64_t begin = size / count * i, start;

		if (size / count >= 2 * HR_DIGEST_BLOCK_BYTES)
			begin = next_block(begin);
		if (begin <= before->start)
			continue;
		start = find_border(reading, begin);
		if (start != NO_END && start > before->start)
			open_chunk(reading, context, begin, start);
	}
	for (size_t i = 0; i < reading->count; i++) {
		struct chunk *chunk = &reading->chunks[i];
		bool last = i + 1 == reading->count;

		chunk->stop = last ? NO_END : chunk[1].start;
		chunk->hash_from = next_block(chunk->begin);
		chunk->hash_to = last ? NO_END : next_block(chunk[1].begin);
		chunk->digest = hr_digest_new_part();
	}
}

/* ---- putting it together ---- */

/* What a chunk was told is what it would have been told by the reader before it. */
static bool counts(const struct reading *reading, const struct chunk *before,
                   const struct chunk *chunk)
{
	return chunk->unread.code == HR_OK && chunk->own.assumptions.length == 0 &&
	       reading->format->chunks->is_at_border(before->reader, reading->origin);
}

static enum hr_err join(const struct reading *reading, const struct chunk *before,
                        struct chunk *chunk, struct hr_read_context *context, struct hr_error *err)
{
	const struct hr_forks *forks = context->options.forks;
	const struct hr_chunking *chunks = reading->format->chunks;
	struct hr_fork *fork = chunk->fork;

	hr_diag_move_lines(chunk->own.diag, chunks->lines(before->reader));
	chunks->follow(chunk->reader, before->reader);
	hr_read_join_order(before->context, chunk->context);
	/* from here on it may read on for others */
	chunk->own.sink = context->sink;
	chunk->own.diag = context->diag;
	chunk->fork = NULL;
	return forks->join(forks->context, fork, err);
}

static enum hr_err copy_error(const struct hr_error *from, struct hr_error *err)
{
	if (from->code == HR_OK)
		return HR_OK;
	return hr_error_at(err, from->code, NULL, from->line, from->column, "%s", from->text);
}

static enum hr_err error_of(const struct chunk *chunk, struct hr_error *err)
{
	enum hr_err code = copy_error(&chunk->error, err);

	return code != HR_OK ? code : copy_error(&chunk->unread, err);
}

/* In the order of the file. *last is the chunk whose reader came to its end. */
static enum hr_err put_together(struct reading *reading, struct hr_read_context *context,
                                struct chunk **last, struct hr_error *err)
{
	enum hr_err code = error_of(&reading->chunks[0], err);

	*last = &reading->chunks[0];
	for (size_t i = 1; code == HR_OK && i < reading->count; i++) {
		struct chunk *chunk = &reading->chunks[i];

		code = copy_error(&chunk->error, err);
		if (code != HR_OK)
			break;
		if (counts(reading, *last, chunk)) {
			code = join(reading, *last, chunk, context, err);
			*last = chunk;
		} else {
			read_again(reading, *last, chunk);
			code = error_of(*last, err);
		}
	}
	return code;
}

static void add_counts(struct hr_read_context *context, const struct reading *reading)
{
	for (size_t i = 1; i < reading->count; i++) {
		const struct chunk *chunk = &reading->chunks[i];

		if (chunk->fork != NULL)
			continue; /* it did not count */
		context->records += chunk->own.records;
		context->rejected += chunk->own.rejected;
		context->degraded += chunk->own.degraded;
		hr_str_add_slice(&context->assumptions, hr_str_slice(&chunk->own.assumptions));
	}
}

static void finish_input(struct reading *reading)
{
	struct hr_digest *digest = hr_digest_new();
	uint64_t end = 0;

	for (size_t i = 0; i < reading->count; i++) {
		hr_digest_append(digest, reading->chunks[i].digest);
		end = larger(end, reading->chunks[i].end);
	}
	hr_input_finish_at(reading->input, end, digest);
}

static void release(struct reading *reading, const struct hr_forks *forks)
{
	for (size_t i = 0; i < reading->count; i++) {
		struct chunk *chunk = &reading->chunks[i];

		reading->format->free(chunk->reader);
		if (chunk->fork != NULL)
			forks->drop(forks->context, chunk->fork);
		hr_digest_free(chunk->digest);
		hr_str_release(&chunk->own.assumptions);
	}
	reading->format->free(reading->origin);
	free(reading);
}

enum hr_err hr_read_chunks(struct hr_input *input, const struct hr_format *format,
                           struct hr_read_context *context, struct hr_slice head, size_t count,
                           struct hr_progress *progress, uint64_t base_bytes, struct hr_error *err)
{
	struct reading *reading = hr_zalloc(1, sizeof(*reading));
	struct chunk *first = &reading->chunks[0], *last;
	enum hr_err code;

	reading->input = input;
	reading->format = format;
	reading->progress = progress;
	reading->base_bytes = base_bytes;
	reading->count = 1;
	first->context = context;
	first->reader = format->open(context);
	first->start = read_head(reading, head);
	cut(reading, context, count);
	hr_threads_run(reading->count, read_chunk, reading);
	code = put_together(reading, context, &last, err);
	if (code == HR_OK)
		code = format->finish(last->reader, err);
	add_counts(context, reading);
	finish_input(reading);
	release(reading, context->options.forks);
	return code;
}
