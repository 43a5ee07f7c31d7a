/*
 * The load of `headroom capture http`: of the configuration, changed by the options, or of the
 * options alone.
 */
#ifndef HR_CLI_CAPTURE_PLAN_H
#define HR_CLI_CAPTURE_PLAN_H

#include "cli/settings.h"
#include "config/config_load_plan.h"

/*
 * hr_capture_plan - with a configuration its load, of which --scenario picks, --url replaces the
 * address of the only target and --duration the time; without one a load of one request.
 * @plan  of the configuration, or zero-initialised; changed in place
 * Errors: HR_EINVAL, naming the option.
 */
enum hr_err hr_capture_plan(const struct hr_settings *settings, struct hr_config_load_plan *plan,
                            struct hr_error *err) HR_MUST_CHECK;

#endif
