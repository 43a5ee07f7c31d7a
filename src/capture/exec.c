/*
 * The end of a command is waited for by a descriptor of the process (pidfd_open(2)), which wakes us
 * when it happens, so that looking for other things meanwhile costs no accuracy.
 */
#include <config.h>
#include "capture/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/program.h"
#include "base/stop.h"
#include "capture/ticker.h"

#define NAP_MS 100 /* a wish to stop waits no longer */
#define KIB    1024

/* One run. */
struct run {
	pid_t pid;
	int fd; /* of the process; -1 where the kernel has none */
	int64_t started_ns;
	int64_t end_ns;  /* when its time is over */
	int64_t kill_ns; /* when it is killed; INT64_MAX before it was asked to end */
	enum hr_exec_end end;
};

static enum hr_err cannot_start(const char *program, int failure, struct hr_error *err)
{
	return hr_error_set(err, HR_EIO, "cannot run %s: %s", program, strerror(failure));
}

static int set_files(posix_spawn_file_actions_t *files, bool show_output)
{
	int failure = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY,
	                                               0);

	if (failure == 0 && show_output)
		return posix_spawn_file_actions_adddup2(files, STDERR_FILENO, STDOUT_FILENO);
	if (failure == 0)
		failure = posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "/dev/null",
		                                           O_WRONLY, 0);
	if (failure == 0)
		failure = posix_spawn_file_actions_adddup2(files, STDOUT_FILENO, STDERR_FILENO);
	return failure;
}

/* A group of its own, and signals as a program expects to find them. */
static int set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setsigmask(attributes, &none);
	return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
	                                                    POSIX_SPAWN_SETSIGMASK);
}

static enum hr_err start(const struct hr_exec_options *options, struct run *run,
                         struct hr_error *err)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int failure = posix_spawn_file_actions_init(&files);

	if (failure != 0)
		return cannot_start(options->arguments[0], failure, err);
	failure = posix_spawnattr_init(&attributes);
	if (failure == 0) {
		failure = set_files(&files, options->show_output);
		if (failure == 0)
			failure = set_attributes(&attributes);
		if (failure == 0)
			failure = posix_spawnp(&run->pid, options->arguments[0], &files,
			                       &attributes, options->arguments, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&files);
	return failure == 0 ? HR_OK : cannot_start(options->arguments[0], failure, err);
}

/* How long it may be slept, in ms. */
static int nap_ms(const struct run *run, int64_t now_ns)
{
	int64_t until = run->kill_ns != INT64_MAX ? run->kill_ns : run->end_ns;
	int64_t ms = until > now_ns ? (until - now_ns) / HR_NS_PER_MS + 1 : 0;

	if (run->fd < 0)
		return 1;
	return ms < NAP_MS ? (int)ms : NAP_MS;
}

static void ask_to_end(struct run *run, enum hr_exec_end end, int signal_number, int64_t now_ns)
{
	if (run->kill_ns != INT64_MAX)
		return;
	run->end = end;
	run->kill_ns = now_ns + HR_EXEC_GRACE_NS;
	kill(-run->pid, signal_number);
}

static void look_after(struct run *run, int64_t now_ns)
{
	int signal_number = hr_stop_signal();

	if (hr_stop_wanted())
		ask_to_end(run, HR_EXEC_STOPPED, signal_number != 0 ? signal_number : SIGTERM,
		           now_ns);
	else if (now_ns >= run->end_ns)
		ask_to_end(run, HR_EXEC_TIMEOUT, SIGTERM, now_ns);
	if (now_ns >= run->kill_ns)
		kill(-run->pid, SIGKILL);
}

static int64_t ns_of(const struct timeval *time)
{
	return (int64_t)time->tv_sec * HR_NS_PER_S + (int64_t)time->tv_usec * HR_NS_PER_US;
}

static void await_end(struct run *run, struct hr_exec_result *out)
{
	struct rusage usage = { 0 };
	int status = 0;
	int64_t now_ns;

	for (;;) {
		struct pollfd wait = { .fd = run->fd, .events = POLLIN };
		pid_t ended = wait4(run->pid, &status, WNOHANG, &usage);

		now_ns = hr_clock_system.monotonic_ns();
		if (ended == run->pid || (ended < 0 && errno != EINTR))
			break;
		look_after(run, now_ns);
		(void)poll(&wait, 1, nap_ms(run, now_ns));
	}
	out->elapsed_ns = now_ns - run->started_ns;
	out->user_ns = ns_of(&usage.ru_utime);
	out->system_ns = ns_of(&usage.ru_stime);
	out->peak_bytes = (int64_t)usage.ru_maxrss * KIB;
	out->end = run->end;
	if (run->end == HR_EXEC_EXITED && WIFSIGNALED(status))
		out->end = HR_EXEC_KILLED;
	out->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

enum hr_err hr_exec_run(const struct hr_exec_options *options, struct hr_exec_result *out,
                        struct hr_error *err)
{
	struct run run = { .fd = -1, .end_ns = INT64_MAX, .kill_ns = INT64_MAX };
	int problem = hr_program_problem(options->arguments[0]);
	enum hr_err code;

	if (problem != 0)
		return cannot_start(options->arguments[0], problem, err);
	*out = (struct hr_exec_result){ .start_ns = hr_clock_system.wall_ns() };
	run.started_ns = hr_clock_system.monotonic_ns();
	code = start(options, &run, err);
	if (code != HR_OK)
		return code;
#ifdef SYS_pidfd_open
	run.fd = (int)syscall(SYS_pidfd_open, run.pid, 0);
#endif
	if (options->timeout_ns > 0 &&
	    __builtin_add_overflow(run.started_ns, options->timeout_ns, &run.end_ns))
		run.end_ns = INT64_MAX;
	await_end(&run, out);
	/* What it started and a timeout left behind ends with it. */
	if (out->end == HR_EXEC_TIMEOUT || out->end == HR_EXEC_STOPPED)
		kill(-run.pid, SIGKILL);
	if (run.fd >= 0)
		close(run.fd);
	return HR_OK;
}
