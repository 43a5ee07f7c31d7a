/*
 * headroom stress: where a system breaks, and how it scales until then.
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"

static enum hr_err stress(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	return hr_stage_command(&hr_stage_stress, settings, status, err);
}

const struct hr_command hr_command_stress = {
	.name = "stress",
	.summary = "breaking point and scaling of a load test in steps",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(CHECK) | HR_GROUP(STRESS) |
	          HR_GROUP(OUTPUT) | HR_GROUP(RENDER),
	.run = stress,
};
