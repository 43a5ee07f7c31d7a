/*
 * Outputs that appear whole or not at all. Temporary files live in the folder of their target, as
 * rename() needs it, and stand in a fixed table from before their name is used until it is gone, so
 * that a signal handler can remove them.
 */
#include <config.h>
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define BUFFER_BYTES ((size_t)64 * 1024)
#define MAX_OPEN     16
#define MAX_TRIES    100
#define NO_SLOT      (-1)

enum slot_state { SLOT_FREE, SLOT_RESERVED, SLOT_LIVE };

/* Reached from a signal handler: nothing but lock-free flags and text written before the flag. */
static struct {
	_Atomic enum slot_state state;
	char path[PATH_MAX];
} slots[MAX_OPEN];

struct hr_output {
	char *path;       /* as given, for messages */
	char *target;     /* what is renamed to; NULL when written straight */
	int slot;         /* of the temporary name, NO_SLOT when written straight or growing */
	char *part;       /* the name while growing; NULL otherwise */
	char *left;       /* text of hr_output_left() */
	uint64_t written; /* of a growing one: bytes in the file */
	int fd;
	bool owns_fd;
	bool new_file; /* kernel applied the umask; else mode is the replaced file's */
	mode_t mode;
	size_t buffered;
	char buffer[BUFFER_BYTES];
};

static enum hr_err failed(const struct hr_output *output, const char *what, struct hr_error *err)
{
	const char *name = strcmp(output->path, "-") == 0 ? "standard output" : output->path;

	return hr_error_at(err, HR_EIO, name, 0, 0, "%s: %s", what, strerror(errno));
}

static int slot_reserve(void)
{
	for (int i = 0; i < MAX_OPEN; i++) {
		enum slot_state expected = SLOT_FREE;

		if (atomic_compare_exchange_strong(&slots[i].state, &expected, SLOT_RESERVED))
			return i;
	}
	return NO_SLOT;
}

static void slot_release(int slot)
{
	if (slot != NO_SLOT)
		atomic_store(&slots[slot].state, SLOT_FREE);
}

void hr_output_cleanup(void)
{
	for (int i = 0; i < MAX_OPEN; i++) {
		if (atomic_load(&slots[i].state) == SLOT_LIVE)
			unlink(slots[i].path);
	}
}

static uint64_t random_name(void)
{
	uint64_t value;

	if (getrandom(&value, sizeof(value), GRND_NONBLOCK) != (ssize_t)sizeof(value))
		value = (uint64_t)getpid() << 32 ^ (uint64_t)(uintptr_t)&value;
	return value;
}

static int folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? (int)(slash - path) + 1 : 0;
}

/* A signal between creating the file and listing it would leave it behind: hold them off. */
static int create_listed(const char *name, int slot, mode_t mode)
{
	sigset_t all, before;
	int fd;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode);
	if (fd >= 0)
		atomic_store(&slots[slot].state, SLOT_LIVE);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return fd;
}

static enum hr_err open_temporary(struct hr_output *output, struct hr_error *err)
{
	char *name;
	int n;

	output->slot = slot_reserve();
	if (output->slot == NO_SLOT)
		return hr_error_at(err, HR_ELIMIT, output->path, 0, 0,
		                   "more than %d outputs are open at once", MAX_OPEN);
	name = slots[output->slot].path;
	for (int i = 0; i < MAX_TRIES; i++) {
		n = snprintf(name, PATH_MAX, "%.*s.headroom-%016" PRIx64,
		             folder_length(output->target), output->target, random_name());
		if (n < 0 || n >= PATH_MAX) {
			errno = ENAMETOOLONG;
			break;
		}
		output->fd = create_listed(name, output->slot, output->new_file ? 0666 : 0600);
		if (output->fd >= 0)
			return HR_OK;
		if (errno != EEXIST && errno != EINTR)
			break;
	}
	if (errno == ENOENT && folder_length(output->target) > 1)
		return hr_error_at(err, HR_EIO, output->path, 0, 0,
		                   "cannot write: the folder '%.*s' is not there",
		                   folder_length(output->target) - 1, output->target);
	return failed(output, "cannot create a temporary file in its folder", err);
}

static enum hr_err open_straight(struct hr_output *output, const char *path, struct hr_error *err)
{
	do
		output->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	while (output->fd < 0 && errno == EINTR);
	output->owns_fd = true;
	return output->fd >= 0 ? HR_OK : failed(output, "cannot write", err);
}

/* A part of an earlier, interrupted run is written over; one that is still being written is not. */
static enum hr_err open_part(struct hr_output *output, struct hr_error *err)
{
	struct hr_str name = { 0 };

	hr_str_printf(&name, "%s.part", output->target);
	output->part = hr_str_detach(&name);
	do
		output->fd = open(output->part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	while (output->fd < 0 && errno == EINTR);
	if (output->fd < 0)
		return failed(output, "cannot create its part", err);
	if (flock(output->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return hr_error_at(err, HR_EINVAL, output->part, 0, 0,
		                   "another program is writing it");
	if (ftruncate(output->fd, 0) != 0)
		return failed(output, "cannot write", err);
	return HR_OK;
}

static enum hr_err open_path(struct hr_output *output, bool growing, struct hr_error *err)
{
	struct stat info;

	if (stat(output->path, &info) == 0) {
		if (S_ISDIR(info.st_mode))
			return hr_error_at(err, HR_EIO, output->path, 0, 0,
			                   "cannot write: it is a folder");
		if (!S_ISREG(info.st_mode))
			return open_straight(output, output->path, err);
		output->mode = info.st_mode & 0777;
		/* Replace what a symbolic link points at, not the link. */
		output->target = realpath(output->path, NULL);
		if (output->target == NULL)
			return failed(output, "cannot resolve", err);
	} else if (errno != ENOENT) {
		return failed(output, "cannot write", err);
	} else if (lstat(output->path, &info) == 0) {
		return hr_error_at(err, HR_EIO, output->path, 0, 0,
		                   "cannot write: it is a symbolic link to nothing");
	} else {
		output->new_file = true;
		output->target = hr_strdup(output->path);
	}
	output->owns_fd = true;
	return growing ? open_part(output, err) : open_temporary(output, err);
}

static void output_free(struct hr_output *output)
{
	if (output->owns_fd && output->fd >= 0)
		close(output->fd);
	if (output->slot != NO_SLOT && atomic_load(&slots[output->slot].state) == SLOT_LIVE)
		unlink(slots[output->slot].path);
	slot_release(output->slot);
	free(output->part);
	free(output->left);
	free(output->target);
	free(output->path);
	free(output);
}

static enum hr_err open_output(const char *path, bool growing, struct hr_output **out,
                               struct hr_error *err)
{
	struct hr_output *output = hr_zalloc(1, sizeof(*output));
	enum hr_err result = HR_OK;

	output->path = hr_strdup(path);
	output->slot = NO_SLOT;
	output->fd = -1;
	if (strcmp(path, "-") == 0) {
		/* What stdio still holds was written earlier and must come out earlier. */
		fflush(stdout);
		output->fd = STDOUT_FILENO;
	} else if (path[0] == '\0') {
		result = hr_error_set(err, HR_EINVAL, "the name of an output file is empty");
	} else {
		result = open_path(output, growing, err);
	}
	if (result != HR_OK) {
		output_free(output);
		return result;
	}
	*out = output;
	return HR_OK;
}

enum hr_err hr_output_open(const char *path, struct hr_output **out, struct hr_error *err)
{
	return open_output(path, false, out, err);
}

enum hr_err hr_output_open_growing(const char *path, struct hr_output **out, struct hr_error *err)
{
	return open_output(path, true, out, err);
}

/* After a failed write of which @written bytes of @bytes were taken: the file ends with its last
 * whole line. What was there before @bytes ended so already. */
static void cut_back(struct hr_output *output, const char *bytes, size_t written)
{
	size_t whole = written;
	int kept = errno;

	if (output->part == NULL)
		return;
	while (whole > 0 && bytes[whole - 1] != '\n')
		whole--;
	output->written -= written - whole;
	/* A disk that is full can still give space back. */
	(void)!ftruncate(output->fd, (off_t)output->written);
	errno = kept;
}

static enum hr_err write_all(struct hr_output *output, const char *bytes, size_t length,
                             struct hr_error *err)
{
	size_t done = 0;

	while (done < length) {
		ssize_t n = write(output->fd, bytes + done, length - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN) {
			struct pollfd wait = { .fd = output->fd, .events = POLLOUT };

			(void)poll(&wait, 1, -1);
			continue;
		}
		if (n < 0) {
			cut_back(output, bytes, done);
			return failed(output, "cannot write", err);
		}
		done += (size_t)n;
		output->written += (size_t)n;
	}
	return HR_OK;
}

static enum hr_err flush(struct hr_output *output, struct hr_error *err)
{
	size_t length = output->buffered;

	output->buffered = 0;
	return write_all(output, output->buffer, length, err);
}

enum hr_err hr_output_flush(struct hr_output *output, struct hr_error *err)
{
	return flush(output, err);
}

bool hr_output_is_growing(const struct hr_output *output)
{
	return output->part != NULL;
}

const char *hr_output_left(struct hr_output *output)
{
	struct hr_str text = { 0 };

	if (output->part == NULL)
		return "nothing is left of it";
	hr_str_printf(&text, "%s holds what was written until then", output->part);
	free(output->left);
	output->left = hr_str_detach(&text);
	return output->left;
}

enum hr_err hr_output_write(struct hr_output *output, struct hr_slice bytes, struct hr_error *err)
{
	enum hr_err result;

	if (bytes.length == 0)
		return HR_OK;
	if (bytes.length > BUFFER_BYTES - output->buffered) {
		result = flush(output, err);
		if (result != HR_OK)
			return result;
	}
	if (bytes.length >= BUFFER_BYTES)
		return write_all(output, bytes.ptr, bytes.length, err);
	memcpy(output->buffer + output->buffered, bytes.ptr, bytes.length);
	output->buffered += bytes.length;
	return HR_OK;
}

/* File systems without fsync say so in several ways; that is no failure to write. */
static bool sync_failed(int fd)
{
	int result;

	do
		result = fsync(fd);
	while (result != 0 && errno == EINTR);
	return result != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS;
}

static enum hr_err sync_folder(const struct hr_output *output, struct hr_error *err)
{
	int length = folder_length(output->target);
	char *folder = length > 0 ? hr_strndup(output->target, (size_t)length) : hr_strdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum hr_err result = HR_OK;

	free(folder);
	/* A folder that may be written to but not read cannot be synced. */
	if (fd < 0)
		return HR_OK;
	if (sync_failed(fd))
		result = failed(output, "cannot sync its folder", err);
	close(fd);
	return result;
}

/* Some file systems report a full disk only here. A descriptor closed with EINTR is gone. */
static enum hr_err close_checked(struct hr_output *output, struct hr_error *err)
{
	int fd = output->owns_fd ? output->fd : dup(output->fd);

	if (output->owns_fd)
		output->fd = -1;
	if (fd < 0 || (close(fd) != 0 && errno != EINTR))
		return failed(output, "cannot write", err);
	return HR_OK;
}

static enum hr_err put_in_place(struct hr_output *output, struct hr_error *err)
{
	enum hr_err result;

	if (!output->new_file && fchmod(output->fd, output->mode) != 0)
		return failed(output, "cannot set its permissions", err);
	if (sync_failed(output->fd))
		return failed(output, "cannot write", err);
	result = close_checked(output, err);
	if (result != HR_OK)
		return result;
	if (rename(output->part != NULL ? output->part : slots[output->slot].path,
	           output->target) != 0)
		return failed(output, "cannot put the file in place", err);
	slot_release(output->slot);
	output->slot = NO_SLOT;
	return sync_folder(output, err);
}

enum hr_err hr_output_commit(struct hr_output *output, struct hr_error *err)
{
	enum hr_err result = flush(output, err);

	if (result == HR_OK)
		result = output->target != NULL ? put_in_place(output, err)
		                                : close_checked(output, err);
	output_free(output);
	return result;
}

void hr_output_abort(struct hr_output *output)
{
	if (output != NULL)
		output_free(output);
}

void hr_output_discard(struct hr_output *output)
{
	if (output == NULL)
		return;
	if (output->part != NULL)
		unlink(output->part);
	output_free(output);
}

enum hr_err hr_output_file(const char *path, struct hr_slice bytes, struct hr_error *err)
{
	struct hr_output *output;
	enum hr_err result = hr_output_open(path, &output, err);

	if (result != HR_OK)
		return result;
	result = hr_output_write(output, bytes, err);
	if (result != HR_OK) {
		hr_output_abort(output);
		return result;
	}
	return hr_output_commit(output, err);
}

enum hr_err hr_output_make_folder(const char *path, struct hr_error *err)
{
	char *part = hr_strdup(path);
	size_t length = strlen(part);
	struct stat info;
	int failure = 0;

	for (size_t i = 1; i <= length && failure == 0; i++) {
		char kept = part[i];

		if ((kept != '/' && kept != '\0') || part[i - 1] == '/')
			continue;
		part[i] = '\0';
		/* Asking first also spares EROFS and EACCES for folders that are there. */
		if (stat(part, &info) == 0)
			failure = S_ISDIR(info.st_mode) ? 0 : ENOTDIR;
		else if (mkdir(part, 0777) != 0 && errno != EEXIST)
			failure = errno;
		part[i] = kept;
	}
	if (length == 0)
		failure = ENOENT;
	free(part);
	if (failure != 0)
		return hr_error_at(err, HR_EIO, path, 0, 0, "cannot create the folder: %s",
		                   failure == ENOTDIR ? "a file is in its place"
		                                      : strerror(failure));
	return HR_OK;
}
