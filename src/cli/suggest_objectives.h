/*
 * What `headroom config init` and `headroom slo --suggest` do.
 */
#ifndef HR_CLI_SUGGEST_OBJECTIVES_H
#define HR_CLI_SUGGEST_OBJECTIVES_H

#include "base/error.h"
#include "cli/exit_status.h"
#include "cli/settings.h"

/* Write a configuration with the objectives that the inputs support or, without inputs and with
 * --history, the runs of the history. */
enum hr_err hr_suggest_objectives(const struct hr_settings *settings, enum hr_exit *status,
                                  struct hr_error *err) HR_MUST_CHECK;

#endif
