/*
 * The program: libraries and signals are set up here, the command runs in cli, and this is the only
 * exit.
 */
#include <config.h>

#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/mem.h"
#include "base/output.h"
#include "cli/cli_main.h"

/* Freed memory that is kept, and what is too large to be. */
#define KEPT_BYTES  (64 << 20)
#define LARGE_BYTES (16 << 20)

/* Outputs appear whole or not at all, also when the run is stopped. */
static void stop(int signal_number)
{
	hr_output_cleanup();
	if (signal_number == SIGINT)
		_exit(HR_EXIT_INTERRUPTED);
	/* The default action was restored when the handler was entered. */
	raise(signal_number);
}

static void catch_signals(void)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU, SIGXFSZ };
	struct sigaction action = { .sa_handler = stop,
		                    .sa_flags = (int)(SA_RESETHAND | SA_NODEFER) };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(caught) / sizeof(*caught); i++) {
		struct sigaction old;

		/* What the parent chose to ignore (nohup) stays ignored. */
		if (sigaction(caught[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
}

/*
 * A program may be started with standard streams closed. The next file opened would get such a
 * number, and a warning would end up in a report; instead their numbers are held by a file that
 * fails as a closed one does.
 */
static void hold_standard_streams(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", modes[fd]);
	}
}

/* Other errors of GSL come back as results. */
static void on_gsl_error(const char *reason, const char *file, int line, int code)
{
	(void)reason;
	(void)file;
	(void)line;
	if (code == GSL_ENOMEM)
		hr_out_of_memory();
}

/* Without memory outputs still appear whole or not at all; and what a library could not allocate
 * must not read as "not there" or "not valid". What one document leaves is for the next: given
 * back, it would have to be asked for and cleared again. */
static void set_up_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
	hr_mem_at_exhaustion(hr_output_cleanup);
	json_set_alloc_funcs(hr_alloc, free);
	gsl_set_error_handler(on_gsl_error);
}

int main(int argc, char **argv)
{
	enum hr_exit status;

	hold_standard_streams();
	catch_signals();
	set_up_memory();
	status = hr_cli_main(argc, argv);
	exit((int)status);
}
