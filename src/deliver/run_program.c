#include <config.h>
#include "deliver/run_program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/program.h"

#define LOOK_AGAIN_MS 10

static int64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * HR_NS_PER_S + now.tv_nsec;
}

static enum hr_err start(char *const *arguments, int *to_child, pid_t *child, struct hr_error *err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int ends[2], problem;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return hr_error_set(err, HR_EIO, "pipe: %s", strerror(errno));
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
	problem = hr_program_problem(arguments[0]);
	if (problem == 0)
		problem = posix_spawnp(child, arguments[0], &actions, &attributes, arguments,
		                       environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[0]);
	*to_child = ends[1];
	if (problem == 0)
		return HR_OK;
	close(ends[1]);
	return hr_error_set(err, HR_EIO, "%s: cannot be run: %s", arguments[0], strerror(problem));
}

/* Writes what the pipe takes; a child that does not read all of it is its own business. */
static void give(int fd, struct hr_slice input, int64_t deadline_ns)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (input.length > 0 && monotonic_ns() < deadline_ns) {
		struct pollfd ready = { .fd = fd, .events = POLLOUT };
		ssize_t n;

		if (poll(&ready, 1, LOOK_AGAIN_MS) <= 0)
			continue;
		n = write(fd, input.ptr, input.length);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			break;
		if (n > 0) {
			input.ptr += n;
			input.length -= (size_t)n;
		}
	}
}

static enum hr_err await(const char *name, pid_t child, int64_t deadline_ns, struct hr_error *err)
{
	int status;

	for (;;) {
		pid_t ended = waitpid(child, &status, WNOHANG);

		if (ended == child)
			break;
		if (ended < 0 && errno != EINTR)
			return hr_error_set(err, HR_EIO, "%s: %s", name, strerror(errno));
		if (monotonic_ns() >= deadline_ns) {
			kill(-child, SIGKILL);
			waitpid(child, &status, 0);
			return hr_error_set(err, HR_EIO, "%s: timed out", name);
		}
		poll(NULL, 0, LOOK_AGAIN_MS);
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return HR_OK;
	if (WIFEXITED(status))
		return hr_error_set(err, HR_EIO, "%s: ended with status %d", name,
		                    WEXITSTATUS(status));
	return hr_error_set(err, HR_EIO, "%s: killed by signal %d", name, WTERMSIG(status));
}

enum hr_err hr_run_program(char *const *arguments, struct hr_slice input, int64_t timeout_ns,
                           struct hr_error *err)
{
	int64_t deadline_ns = monotonic_ns() + timeout_ns;
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	pid_t child;
	int to_child = -1;
	enum hr_err code = start(arguments, &to_child, &child, err);

	if (code != HR_OK)
		return code;
	sigaction(SIGPIPE, &ignore, &before);
	give(to_child, input, deadline_ns);
	close(to_child);
	sigaction(SIGPIPE, &before, NULL);
	return await(arguments[0], child, deadline_ns, err);
}
