/*
 * The program: libraries and signals are set up here, the command runs in cli, and this is the only
 * exit.
 */
#include <config.h>

#include <gsl/gsl_errno.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/output.h"
#include "cli/command.h"

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
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
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

static void ignore_xml_message(void *context, const char *message, ...)
{
	(void)context;
	(void)message;
}

int main(int argc, char **argv)
{
	enum hr_exit status;

	catch_signals();
	gsl_set_error_handler_off();
	LIBXML_TEST_VERSION
	xmlSetGenericErrorFunc(NULL, ignore_xml_message);
	status = hr_cli_main(argc, argv);
	xmlCleanupParser();
	exit((int)status);
}
