/*
 * Inputs as streams. What is stored passes through one buffer; plain content is handed out from
 * there, gzip content from a second one. As long as the buffer still holds everything since the
 * start, even a pipe can be rewound or spooled.
 */
#include <config.h>
#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/gunzip.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/suggest_file.h"
#include "base/temp_file.h"
#include "base/write_all.h"

#define MAGIC_BYTES (sizeof(HR_GZIP_MAGIC) - 1)
#define PIPE_BYTES  (1 << 20) /* what anybody may have */

/* A buffer that is read from at @at and filled behind @length. */
struct buffer {
	unsigned char *bytes; /* HR_INPUT_BUFFER_BYTES, allocated at first use */
	size_t at;
	size_t length;
};

struct hr_input {
	char *path;
	int fd;
	int wake; /* breaks reads off; -1 none */
	bool owns_fd;
	bool seekable;
	off_t start;   /* of the content in the file: stdin may stand in its middle */
	uint64_t size; /* 0 when unknown */

	struct buffer stored;
	uint64_t stored_base; /* position in the input of stored.bytes[0] */
	bool stored_ended;
	struct hr_digest *digest; /* of the content */
	uint64_t digested;        /* bytes, so that a second pass is not counted again */

	bool sniffed;
	struct hr_gunzip *gunzip; /* NULL for plain content */
	struct buffer content;    /* of gzip */
	uint64_t content_base;    /* position in the content of content.bytes[0] */
	bool content_ended;
	bool truncated;
};

static enum hr_err failed(const struct hr_input *input, const char *what, struct hr_error *err)
{
	return hr_error_at(err, HR_EIO, input->path, 0, 0, "%s: %s", what, strerror(errno));
}

static enum hr_err inspect(struct hr_input *input, struct hr_error *err)
{
	struct stat info;

	if (fstat(input->fd, &info) != 0)
		return failed(input, "cannot read", err);
	if (S_ISDIR(info.st_mode))
		return hr_error_at(err, HR_EIO, input->path, 0, 0,
		                   "cannot read: it is a folder; name the files in it");
#ifdef F_SETPIPE_SZ
	/* Whoever writes then waits, and wakes us, a sixteenth as often. It may be refused. A pipe
	 * that somebody has made larger stays so. */
	if (S_ISFIFO(info.st_mode) && fcntl(input->fd, F_GETPIPE_SZ) < PIPE_BYTES)
		(void)fcntl(input->fd, F_SETPIPE_SZ, PIPE_BYTES);
#endif
	if (!S_ISREG(info.st_mode))
		return HR_OK;
	input->start = lseek(input->fd, 0, SEEK_CUR);
	if (input->start < 0)
		return failed(input, "cannot read", err);
	input->seekable = true;
	if (info.st_size > input->start)
		input->size = (uint64_t)(info.st_size - input->start);
	/* Advice only; nothing depends on it. */
	(void)posix_fadvise(input->fd, input->start, 0, POSIX_FADV_SEQUENTIAL);
	return HR_OK;
}

static enum hr_err cannot_open(const struct hr_input *input, struct hr_error *err)
{
	int problem = errno;
	char *nearest = problem == ENOENT ? hr_suggest_file(input->path) : NULL;

	hr_error_at(err, HR_EIO, input->path, 0, 0, "cannot open: %s%s%s%s", strerror(problem),
	            nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
	            nearest != NULL ? "?" : "");
	free(nearest);
	return HR_EIO;
}

enum hr_err hr_input_open(const char *path, struct hr_input **out, struct hr_error *err)
{
	struct hr_input *input = hr_zalloc(1, sizeof(*input));
	enum hr_err result;

	input->path = hr_strdup(path);
	input->fd = STDIN_FILENO;
	input->wake = -1;
	if (strcmp(path, "-") != 0) {
		input->owns_fd = true;
		do
			input->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		while (input->fd < 0 && errno == EINTR);
	}
	if (input->fd < 0)
		result = cannot_open(input, err);
	else
		result = inspect(input, err);
	if (result != HR_OK) {
		hr_input_close(input);
		return result;
	}
	input->digest = hr_digest_new();
	*out = input;
	return HR_OK;
}

void hr_input_close(struct hr_input *input)
{
	if (input == NULL)
		return;
	if (input->owns_fd && input->fd >= 0)
		close(input->fd);
	hr_digest_free(input->digest);
	hr_gunzip_free(input->gunzip);
	free(input->stored.bytes);
	free(input->content.bytes);
	free(input->path);
	free(input);
}

const char *hr_input_path(const struct hr_input *input)
{
	return input->path;
}

void hr_input_wake_by(struct hr_input *input, int fd)
{
	input->wake = fd;
}

/* Until there is something to be read; false when that is to be broken off. */
static bool wait_for_bytes(const struct hr_input *input)
{
	struct pollfd wait[] = { { .fd = input->wake, .events = POLLIN }, /* none if negative */
		                 { .fd = input->fd, .events = POLLIN } };

	while (poll(wait, 2, -1) < 0 && errno == EINTR)
		;
	return wait[0].revents == 0;
}

/* Restarted after signals; waits where another program has left a terminal or pipe non-blocking. */
static ssize_t read_some(const struct hr_input *input, void *bytes, size_t size)
{
	bool wait = input->wake >= 0;

	for (;;) {
		ssize_t n;

		if (wait && !wait_for_bytes(input)) {
			errno = ECANCELED;
			return -1;
		}
		n = read(input->fd, bytes, size);
		if (n >= 0 || (errno != EINTR && errno != EAGAIN))
			return n;
		wait |= errno == EAGAIN;
	}
}

/* Make room behind what is not read yet. Returns how far the rest moved to the front. */
static size_t buffer_make_room(struct buffer *buffer)
{
	size_t moved = buffer->at;

	if (buffer->bytes == NULL)
		buffer->bytes = hr_alloc_buffer(HR_INPUT_BUFFER_BYTES);
	if (moved == 0)
		return 0;
	memmove(buffer->bytes, buffer->bytes + moved, buffer->length - moved);
	buffer->at = 0;
	buffer->length -= moved;
	return moved;
}

static size_t buffer_rest(const struct buffer *buffer)
{
	return buffer->length - buffer->at;
}

/* Content that lies at @position, plain or decompressed. */
static void digest_content(struct hr_input *input, uint64_t position, const unsigned char *bytes,
                           size_t length)
{
	size_t known;

	if (position + length <= input->digested)
		return;
	known = (size_t)(input->digested - position);
	hr_digest_update(input->digest, bytes + known, length - known);
	input->digested = position + length;
}

/* Read once more from the file, behind what the buffer holds. */
static enum hr_err fill_stored(struct hr_input *input, struct hr_error *err)
{
	struct buffer *stored = &input->stored;
	ssize_t n;

	if (stored->bytes == NULL || stored->length == HR_INPUT_BUFFER_BYTES)
		input->stored_base += buffer_make_room(stored);
	n = read_some(input, stored->bytes + stored->length,
	              HR_INPUT_BUFFER_BYTES - stored->length);
	if (n < 0)
		return failed(input, "cannot read", err);
	if (n == 0)
		input->stored_ended = true;
	if (input->sniffed && input->gunzip == NULL)
		digest_content(input, input->stored_base + stored->length,
		               stored->bytes + stored->length, (size_t)n);
	stored->length += (size_t)n;
	return HR_OK;
}

static enum hr_err sniff(struct hr_input *input, struct hr_error *err)
{
	enum hr_err result = HR_OK;

	while (buffer_rest(&input->stored) < MAGIC_BYTES && !input->stored_ended && result == HR_OK)
		result = fill_stored(input, err);
	if (result != HR_OK)
		return result;
	input->sniffed = true;
	if (buffer_rest(&input->stored) < MAGIC_BYTES ||
	    memcmp(input->stored.bytes + input->stored.at, HR_GZIP_MAGIC, MAGIC_BYTES) != 0) {
		digest_content(input, input->stored_base, input->stored.bytes,
		               input->stored.length);
		return HR_OK;
	}
	result = hr_gunzip_new(&input->gunzip, err);
	if (result != HR_OK)
		hr_error_locate(err, input->path);
	return result;
}

/* What gzip does not use belongs to the size all the same. */
static enum hr_err drain(struct hr_input *input, struct hr_error *err)
{
	enum hr_err result = HR_OK;

	while (!input->stored_ended && result == HR_OK) {
		input->stored.at = input->stored.length;
		result = fill_stored(input, err);
	}
	input->stored.at = input->stored.length;
	return result;
}

static enum hr_err fill_content(struct hr_input *input, struct hr_error *err)
{
	struct buffer *content = &input->content;
	struct buffer *stored = &input->stored;
	size_t before;

	input->content_base += buffer_make_room(content);
	before = content->length;
	while (content->length == before && !input->content_ended) {
		struct hr_gunzip_step step = { 0 };
		enum hr_gunzip_state state;

		if (buffer_rest(stored) == 0 && !input->stored_ended) {
			enum hr_err result = fill_stored(input, err);

			if (result != HR_OK)
				return result;
		}
		step.in = stored->bytes + stored->at;
		step.in_length = buffer_rest(stored);
		step.in_ended = input->stored_ended;
		step.out = content->bytes + content->length;
		step.out_size = HR_INPUT_BUFFER_BYTES - content->length;
		state = hr_gunzip_run(input->gunzip, &step);
		stored->at = stored->length - step.in_length;
		digest_content(input, input->content_base + content->length,
		               content->bytes + content->length, step.produced);
		content->length += step.produced;
		if (state == HR_GUNZIP_MORE)
			continue;
		input->content_ended = true;
		input->truncated = state == HR_GUNZIP_DAMAGED;
		return drain(input, err);
	}
	return HR_OK;
}

/* The buffer that content is handed out from, and one more filling of it. */
static struct buffer *front(struct hr_input *input)
{
	return input->gunzip != NULL ? &input->content : &input->stored;
}

static bool ended(const struct hr_input *input)
{
	return input->gunzip != NULL ? input->content_ended : input->stored_ended;
}

static enum hr_err fill(struct hr_input *input, struct hr_error *err)
{
	return input->gunzip != NULL ? fill_content(input, err) : fill_stored(input, err);
}

enum hr_err hr_input_peek(struct hr_input *input, const char **bytes, size_t *length,
                          struct hr_error *err)
{
	enum hr_err result = HR_OK;
	size_t rest;

	if (!input->sniffed)
		result = sniff(input, err);
	while (result == HR_OK && !ended(input) && buffer_rest(front(input)) < HR_INPUT_PEEK_BYTES)
		result = fill(input, err);
	if (result != HR_OK)
		return result;
	rest = buffer_rest(front(input));
	*bytes = rest > 0 ? (const char *)front(input)->bytes + front(input)->at : "";
	*length = rest < HR_INPUT_PEEK_BYTES ? rest : HR_INPUT_PEEK_BYTES;
	return HR_OK;
}

enum hr_err hr_input_read(struct hr_input *input, const char **bytes, size_t *length,
                          struct hr_error *err)
{
	enum hr_err result = HR_OK;
	struct buffer *buffer;

	if (!input->sniffed)
		result = sniff(input, err);
	while (result == HR_OK && !ended(input) && buffer_rest(front(input)) == 0)
		result = fill(input, err);
	if (result != HR_OK)
		return result;
	buffer = front(input);
	*length = buffer_rest(buffer);
	*bytes = *length > 0 ? (const char *)buffer->bytes + buffer->at : "";
	buffer->at = buffer->length;
	return HR_OK;
}

void hr_input_swap_buffer(struct hr_input *input, unsigned char **spare)
{
	struct buffer *buffer = front(input);
	unsigned char *given = buffer->bytes;

	if (input->gunzip != NULL)
		input->content_base += buffer->length;
	else
		input->stored_base += buffer->length;
	buffer->at = buffer->length = 0;
	buffer->bytes = *spare;
	*spare = given;
}

enum hr_err hr_input_read_all(struct hr_input *input, size_t max_bytes, const char *what,
                              struct hr_str *out, struct hr_error *err)
{
	const char *bytes;
	size_t length;
	enum hr_err result;

	while ((result = hr_input_read(input, &bytes, &length, err)) == HR_OK && length > 0) {
		if (out->length > max_bytes || length > max_bytes - out->length)
			return hr_error_at(err, HR_ELIMIT, input->path, 0, 0,
			                   "%s of more than %zu MiB is not read", what,
			                   max_bytes >> 20);
		hr_str_add(out, bytes, length);
	}
	return result;
}

bool hr_input_truncated(const struct hr_input *input)
{
	return input->truncated;
}

uint64_t hr_input_consumed(const struct hr_input *input)
{
	return input->stored_base + input->stored.at;
}

uint64_t hr_input_size(const struct hr_input *input)
{
	return input->size;
}

enum hr_err hr_input_rewind(struct hr_input *input, struct hr_error *err)
{
	/* Small inputs are still in the buffer, those of pipes too. */
	if (input->stored_base == 0) {
		input->stored.at = 0;
	} else if (!input->seekable) {
		return hr_error_at(err, HR_EIO, input->path, 0, 0,
		                   "a pipe cannot be read twice: it was not spooled");
	} else {
		if (lseek(input->fd, input->start, SEEK_SET) < 0)
			return failed(input, "cannot read a second time", err);
		input->stored.at = input->stored.length = 0;
		input->stored_base = 0;
		input->stored_ended = false;
	}
	hr_gunzip_free(input->gunzip);
	input->gunzip = NULL;
	input->content.at = input->content.length = 0;
	input->content_base = 0;
	input->content_ended = false;
	input->sniffed = false;
	input->truncated = false;
	return HR_OK;
}

bool hr_input_is_compressed(const struct hr_input *input)
{
	return input->gunzip != NULL;
}

bool hr_input_is_random_access(const struct hr_input *input)
{
	return input->seekable && input->sniffed && input->gunzip == NULL;
}

enum hr_err hr_input_read_at(const struct hr_input *input, uint64_t offset, void *bytes,
                             size_t size, size_t *got, struct hr_error *err)
{
	*got = 0;
	while (*got < size) {
		ssize_t n = pread(input->fd, (char *)bytes + *got, size - *got,
		                  input->start + (off_t)(offset + *got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(input, "cannot read", err);
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return HR_OK;
}

void hr_input_finish_at(struct hr_input *input, uint64_t offset, struct hr_digest *digest)
{
	input->stored_base = offset;
	input->stored.at = input->stored.length = 0;
	input->stored_ended = true;
	input->digested = offset;
	hr_digest_free(input->digest);
	input->digest = digest;
}

static bool write_bytes(int fd, const unsigned char *bytes, size_t length)
{
	return hr_write_all(fd, (struct hr_slice){ (const char *)bytes, length });
}

/* Everything from the start to @fd: what the buffer holds, then the rest of the pipe. */
static enum hr_err copy_to(struct hr_input *input, int fd, uint64_t *size, struct hr_error *err)
{
	unsigned char *bytes = hr_alloc_buffer(HR_INPUT_BUFFER_BYTES);
	enum hr_err result = HR_OK;
	bool written = write_bytes(fd, input->stored.bytes, input->stored.length);
	ssize_t n = 1;

	*size = input->stored.length;
	while (written && (n = read_some(input, bytes, HR_INPUT_BUFFER_BYTES)) > 0) {
		written = write_bytes(fd, bytes, (size_t)n);
		*size += (uint64_t)n;
	}
	if (!written)
		result = failed(input, "cannot be copied to the folder of temporary files", err);
	else if (n < 0)
		result = failed(input, "cannot read", err);
	free(bytes);
	return result;
}

enum hr_err hr_input_spool(struct hr_input *input, struct hr_error *err)
{
	const char *folder = getenv("TMPDIR");
	enum hr_err result;
	uint64_t size;
	int fd;

	if (input->seekable)
		return HR_OK;
	if (input->stored_base != 0)
		return hr_error_at(err, HR_EINVAL, input->path, 0, 0,
		                   "a pipe must be spooled before it is read");
	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	fd = hr_temp_file_open(folder);
	if (fd < 0)
		return hr_error_at(err, HR_EIO, folder, 0, 0,
		                   "cannot create a temporary file (set TMPDIR): %s",
		                   strerror(errno));
	result = copy_to(input, fd, &size, err);
	if (result == HR_OK && lseek(fd, (off_t)input->stored.length, SEEK_SET) < 0)
		result = failed(input, "cannot read the copy", err);
	if (result != HR_OK) {
		close(fd);
		return result;
	}
	if (input->owns_fd)
		close(input->fd);
	input->fd = fd;
	input->owns_fd = true;
	input->seekable = true;
	input->size = size;
	return HR_OK;
}

void hr_input_digest(const struct hr_input *input, char out[17])
{
	snprintf(out, 17, "%016" PRIx64, hr_digest_value(input->digest));
}
