/*
 * A library to preload that lets one call of the C library fail. HEADROOM_FAULT is CALL:HOW:NTH:
 * CALL as in the table below ("any" is each of them but alloc), HOW an error of the table, "short"
 * (a transfer of one byte) or "kill" (SIGKILL before the call), NTH the call counted from 1, "3+"
 * that and all after it; with NTH = all, every second call fails and every transfer is short. The
 * file HEADROOM_FAULT_MARK appears when a call has failed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum call {
	CALL_NONE,
	CALL_ANY,
	CALL_ALLOC,
	CALL_CLOSE,
	CALL_FLOCK,
	CALL_FSTAT,
	CALL_FSYNC,
	CALL_MKDIR,
	CALL_OPEN,
	CALL_OPENDIR,
	CALL_READ,
	CALL_READDIR,
	CALL_RENAME,
	CALL_UNLINK,
	CALL_WRITE
};

static const char *const calls[] = {
	[CALL_NONE] = "none",       [CALL_ANY] = "any",       [CALL_ALLOC] = "alloc",
	[CALL_CLOSE] = "close",     [CALL_FLOCK] = "flock",   [CALL_FSTAT] = "fstat",
	[CALL_FSYNC] = "fsync",     [CALL_MKDIR] = "mkdir",   [CALL_OPEN] = "open",
	[CALL_OPENDIR] = "opendir", [CALL_READ] = "read",     [CALL_READDIR] = "readdir",
	[CALL_RENAME] = "rename",   [CALL_UNLINK] = "unlink", [CALL_WRITE] = "write",
};

#define HOW_SHORT (-1)
#define HOW_KILL  (-2)

static const struct {
	const char *name;
	int how;
} hows[] = {
	{ "EACCES", EACCES }, { "EINTR", EINTR },     { "EIO", EIO },
	{ "EMFILE", EMFILE }, { "ENOLCK", ENOLCK },   { "ENOMEM", ENOMEM },
	{ "ENOSPC", ENOSPC }, { "short", HOW_SHORT }, { "kill", HOW_KILL },
};

static enum call failing;
static int how;
static long nth; /* 0 = all */
static bool on;  /* and those after it */
static const char *mark;
static atomic_long count;

__attribute__((constructor)) static void choose(void)
{
	const char *text = getenv("HEADROOM_FAULT");
	char call[16], way[16], place[16];

	if (text == NULL || sscanf(text, "%15[^:]:%15[^:]:%15s", call, way, place) != 3)
		return;
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		if (strcmp(hows[i].name, way) == 0)
			how = hows[i].how;
	}
	nth = strcmp(place, "all") == 0 ? 0 : atol(place);
	on = strchr(place, '+') != NULL;
	mark = getenv("HEADROOM_FAULT_MARK");
	if (strcmp(call, "timer") == 0) {
		struct itimerval after = { .it_value = { nth / 1000000, nth % 1000000 } };

		setitimer(ITIMER_REAL, &after, NULL);
	}
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (strcmp(calls[i], call) == 0)
			failing = (enum call)i;
	}
}

/* Is this call to fail? By system calls alone, for it is asked inside of malloc. */
static bool fails(enum call call)
{
	long now;
	long fd;

	if (failing == CALL_ANY ? call == CALL_ALLOC : call != failing)
		return false;
	now = atomic_fetch_add(&count, 1) + 1;
	if (nth > 0 ? now != nth && !(on && now > nth) : how != HOW_SHORT && now % 2 == 0)
		return false;
	if (mark != NULL) {
		fd = syscall(SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT, 0666);
		syscall(SYS_close, fd);
	}
	if (how == HOW_KILL)
		syscall(SYS_kill, getpid(), SIGKILL);
	errno = how;
	return true;
}

/* What another library or the C library itself defines. */
#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

typedef int open_type(const char *, int, ...);
typedef ssize_t read_type(int, void *, size_t);
typedef ssize_t pread_type(int, void *, size_t, off_t);
typedef ssize_t write_type(int, const void *, size_t);
typedef int fd_type(int);
typedef int path_type(const char *);

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return fails(CALL_OPEN) ? -1 : NEXT(open_type *, "open")(path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
	return open(path, flags);
}

ssize_t read(int fd, void *bytes, size_t size)
{
	if (fails(CALL_READ)) {
		if (how != HOW_SHORT)
			return -1;
		size = size > 1 ? 1 : size;
	}
	return NEXT(read_type *, "read")(fd, bytes, size);
}

ssize_t __read_chk(int fd, void *bytes, size_t size, size_t room);
ssize_t __read_chk(int fd, void *bytes, size_t size, size_t room)
{
	return read(fd, bytes, size < room ? size : room);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
	if (fails(CALL_READ)) {
		if (how != HOW_SHORT)
			return -1;
		size = size > 1 ? 1 : size;
	}
	return NEXT(pread_type *, "pread")(fd, bytes, size, at);
}

ssize_t __pread_chk(int fd, void *bytes, size_t size, off_t at, size_t room);
ssize_t __pread_chk(int fd, void *bytes, size_t size, off_t at, size_t room)
{
	return pread(fd, bytes, size < room ? size : room, at);
}

/* Messages on stderr are let through: the test reads them. */
ssize_t write(int fd, const void *bytes, size_t size)
{
	if (fd != STDERR_FILENO && fails(CALL_WRITE)) {
		if (how != HOW_SHORT)
			return -1;
		size = size > 1 ? 1 : size;
	}
	return NEXT(write_type *, "write")(fd, bytes, size);
}

int close(int fd)
{
	int result = NEXT(fd_type *, "close")(fd);

	return fails(CALL_CLOSE) ? -1 : result;
}

int fsync(int fd)
{
	return fails(CALL_FSYNC) ? -1 : NEXT(fd_type *, "fsync")(fd);
}

int fstat(int fd, struct stat *info)
{
	typedef int type(int, struct stat *);

	return fails(CALL_FSTAT) ? -1 : NEXT(type *, "fstat")(fd, info);
}

int mkdir(const char *path, mode_t mode)
{
	typedef int type(const char *, mode_t);

	return fails(CALL_MKDIR) ? -1 : NEXT(type *, "mkdir")(path, mode);
}

int rename(const char *from, const char *to)
{
	typedef int type(const char *, const char *);

	return fails(CALL_RENAME) ? -1 : NEXT(type *, "rename")(from, to);
}

int unlink(const char *path)
{
	return fails(CALL_UNLINK) ? -1 : NEXT(path_type *, "unlink")(path);
}

DIR *opendir(const char *path)
{
	typedef DIR *type(const char *);

	return fails(CALL_OPENDIR) ? NULL : NEXT(type *, "opendir")(path);
}

struct dirent *readdir(DIR *folder)
{
	typedef struct dirent *type(DIR *);

	return fails(CALL_READDIR) ? NULL : NEXT(type *, "readdir")(folder);
}

int flock(int fd, int operation)
{
	typedef int type(int, int);

	return fails(CALL_FLOCK) ? -1 : NEXT(type *, "flock")(fd, operation);
}

/* The C library's own, since dlsym allocates. */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
	return fails(CALL_ALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails(CALL_ALLOC) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *block, size_t size)
{
	return fails(CALL_ALLOC) ? NULL : __libc_realloc(block, size);
}

/* What libraries do after the program has ended is not the program's: the figures of 'make
 * coverage' are written then. */
void exit(int status)
{
	typedef void type(int);

	fflush(NULL);
	failing = CALL_NONE;
	NEXT(type *, "exit")(status);
	__builtin_unreachable();
}
