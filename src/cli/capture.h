/*
 * The kinds of live data: each is a command of two words, a row in cmd_capture.c.
 */
#ifndef HR_CLI_CAPTURE_H
#define HR_CLI_CAPTURE_H

#include "cli/command.h"

extern const struct hr_command hr_capture_exec;
extern const struct hr_command hr_capture_follow;
extern const struct hr_command hr_capture_probe;
extern const struct hr_command hr_capture_prometheus;
extern const struct hr_command hr_capture_system;
extern const struct hr_command hr_capture_http;

#endif
