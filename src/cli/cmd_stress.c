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
	.groups = HR_GROUP_COMMON | HR_GROUP_CONFIG | HR_GROUP_IDENTITY | HR_GROUP_READ |
	          HR_GROUP_SELECT | HR_GROUP_STATISTICS | HR_GROUP_CHECK | HR_GROUP_STRESS |
	          HR_GROUP_OUTPUT | HR_GROUP_RENDER,
	.run = stress,
};
