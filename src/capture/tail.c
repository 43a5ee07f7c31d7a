#include <config.h>
#include "capture/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"

#define BUFFER_BYTES ((size_t)128 << 10)

struct hr_tail {
	char *path;
	int fd;
	int flags; /* of standard input, to be put back; -1 nothing to put back */
	bool regular;
	bool had_writer; /* of a pipe: its end means that it has gone */
	dev_t device;
	ino_t inode;
	off_t offset;         /* behind what was given out */
	int64_t succeeded_ns; /* when a successor was first seen, monotonic; 0 none */
	char buffer[BUFFER_BYTES];
};

static enum hr_err failed(const struct hr_tail *tail, const char *what, struct hr_error *err)
{
	return hr_error_at(err, HR_EIO, tail->path, 0, 0, "%s: %s", what, strerror(errno));
}

static int open_file(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* The file, or its part while it grows. */
static int open_either(const char *path)
{
	struct hr_str part = { 0 };
	int fd = open_file(path), kept = errno;

	if (fd >= 0 || kept != ENOENT)
		return fd;
	hr_str_printf(&part, "%s.part", path);
	fd = open_file(hr_str_text(&part));
	hr_str_release(&part);
	errno = kept;
	return fd;
}

static enum hr_err inspect(struct hr_tail *tail, struct hr_error *err)
{
	struct stat info;

	if (fstat(tail->fd, &info) != 0)
		return failed(tail, "cannot read", err);
	if (S_ISDIR(info.st_mode))
		return hr_error_at(err, HR_EIO, tail->path, 0, 0, "cannot read: it is a folder");
	tail->regular = S_ISREG(info.st_mode);
	tail->device = info.st_dev;
	tail->inode = info.st_ino;
	tail->offset = tail->regular ? lseek(tail->fd, 0, SEEK_CUR) : 0;
	tail->succeeded_ns = 0;
	return HR_OK;
}

/* Others share the open file of standard input: it gets its flags back in the end. */
static void make_nonblocking(struct hr_tail *tail)
{
	int flags = fcntl(tail->fd, F_GETFL);

	if (flags >= 0 && (flags & O_NONBLOCK) == 0 &&
	    fcntl(tail->fd, F_SETFL, flags | O_NONBLOCK) == 0)
		tail->flags = flags;
}

enum hr_err hr_tail_open(const char *path, struct hr_tail **out, struct hr_error *err)
{
	struct hr_tail *tail = hr_zalloc(1, sizeof(*tail));
	enum hr_err code;

	tail->path = hr_strdup(path);
	tail->flags = -1;
	tail->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open_either(path);
	code = tail->fd < 0 ? failed(tail, "cannot open", err) : inspect(tail, err);
	if (code != HR_OK) {
		hr_tail_close(tail);
		return code;
	}
	if (tail->fd == STDIN_FILENO && !tail->regular) {
		make_nonblocking(tail);
		tail->had_writer = true; /* or nobody would have started us so */
	}
	*out = tail;
	return HR_OK;
}

/* Is another file called so by now? One that is away for a moment is not. */
static bool has_successor(const struct hr_tail *tail)
{
	struct stat info;

	return tail->regular && tail->fd != STDIN_FILENO && stat(tail->path, &info) == 0 &&
	       S_ISREG(info.st_mode) && (info.st_dev != tail->device || info.st_ino != tail->inode);
}

static bool is_truncated(const struct hr_tail *tail)
{
	struct stat info;

	return tail->regular && fstat(tail->fd, &info) == 0 && info.st_size < tail->offset;
}

static enum hr_err start_over(struct hr_tail *tail, struct hr_error *err)
{
	if (lseek(tail->fd, 0, SEEK_SET) < 0)
		return failed(tail, "cannot read", err);
	tail->offset = 0;
	return HR_OK;
}

static enum hr_err go_to_successor(struct hr_tail *tail, enum hr_tail_state *state,
                                   struct hr_error *err)
{
	int fd = open_file(tail->path);

	if (fd < 0 && errno == ENOENT) /* rotated again this moment: the next look finds it */
		return HR_OK;
	if (fd < 0)
		return failed(tail, "cannot open its successor", err);
	close(tail->fd);
	tail->fd = fd;
	*state = HR_TAIL_NEXT;
	return inspect(tail, err);
}

/* At the end of what there is. */
static enum hr_err at_end(struct hr_tail *tail, int64_t monotonic_ns, enum hr_tail_state *state,
                          struct hr_error *err)
{
	*state = HR_TAIL_IDLE;
	if (!tail->regular) {
		*state = tail->had_writer ? HR_TAIL_ENDED : HR_TAIL_IDLE;
		return HR_OK;
	}
	if (!has_successor(tail)) {
		tail->succeeded_ns = 0;
		return HR_OK;
	}
	if (tail->succeeded_ns == 0)
		tail->succeeded_ns = monotonic_ns;
	if (monotonic_ns - tail->succeeded_ns < HR_TAIL_GRACE_NS)
		return HR_OK;
	return go_to_successor(tail, state, err);
}

enum hr_err hr_tail_next(struct hr_tail *tail, int64_t monotonic_ns, enum hr_tail_state *state,
                         struct hr_slice *bytes, struct hr_error *err)
{
	ssize_t n;

	if (is_truncated(tail)) {
		*state = HR_TAIL_NEXT;
		return start_over(tail, err);
	}
	do
		n = read(tail->fd, tail->buffer, BUFFER_BYTES);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN) { /* a pipe with a writer that says nothing */
		tail->had_writer = true;
		*state = HR_TAIL_IDLE;
		return HR_OK;
	}
	if (n < 0)
		return failed(tail, "cannot read", err);
	if (n == 0)
		return at_end(tail, monotonic_ns, state, err);
	tail->had_writer = true;
	tail->offset += n;
	*state = HR_TAIL_BYTES;
	*bytes = (struct hr_slice){ tail->buffer, (size_t)n };
	return HR_OK;
}

bool hr_tail_skip_to_end(struct hr_tail *tail, bool *in_line)
{
	off_t end = tail->regular ? lseek(tail->fd, 0, SEEK_END) : -1;
	char last = '\n';

	if (end < 0)
		return false;
	*in_line = end > 0 && pread(tail->fd, &last, 1, end - 1) == 1 && last != '\n';
	tail->offset = end;
	return true;
}

void hr_tail_wait(const struct hr_tail *tail, int64_t timeout_ns)
{
	/* Files can always be read, if only their end; so can a FIFO that nobody has open. */
	struct pollfd wait = { .fd = tail->regular || !tail->had_writer ? -1 : tail->fd,
		               .events = POLLIN };

	(void)poll(&wait, 1, (int)(timeout_ns / HR_NS_PER_MS));
}

void hr_tail_close(struct hr_tail *tail)
{
	if (tail == NULL)
		return;
	if (tail->flags >= 0)
		(void)fcntl(tail->fd, F_SETFL, tail->flags);
	if (tail->fd > STDIN_FILENO)
		close(tail->fd);
	free(tail->path);
	free(tail);
}
