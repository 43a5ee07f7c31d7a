/*
 * The whole program but the exit.
 */
#ifndef HR_CLI_CLI_MAIN_H
#define HR_CLI_CLI_MAIN_H

#include "cli/exit_status.h"

/* @argc and @argv as main's. Messages are on stderr when it returns. */
enum hr_exit hr_cli_main(int argc, char **argv);

#endif
