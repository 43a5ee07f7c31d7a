/*
 * headroom chaos: a recorded experiment, verified.
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"

static enum hr_err chaos(const struct hr_settings *settings, enum hr_exit *status,
                         struct hr_error *err)
{
	return hr_stage_command(&hr_stage_chaos, settings, status, err);
}

const struct hr_command hr_command_chaos = {
	.name = "chaos",
	.summary = "verify a recorded experiment: before, during, after a fault",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP_COMMON | HR_GROUP_CONFIG | HR_GROUP_IDENTITY | HR_GROUP_READ |
	          HR_GROUP_SELECT | HR_GROUP_STATISTICS | HR_GROUP_CHECK | HR_GROUP_OUTPUT |
	          HR_GROUP_RENDER,
	.run = chaos,
};
