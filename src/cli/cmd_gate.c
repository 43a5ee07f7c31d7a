/*
 * headroom gate: may we deploy?
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"

static enum hr_err gate(const struct hr_settings *settings, enum hr_exit *status,
                        struct hr_error *err)
{
	return hr_stage_command(&hr_stage_gate, settings, status, err);
}

const struct hr_command hr_command_gate = {
	.name = "gate",
	.summary = "may we deploy? the exit status answers",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP_COMMON | HR_GROUP_CONFIG | HR_GROUP_IDENTITY | HR_GROUP_READ |
	          HR_GROUP_SELECT | HR_GROUP_STATISTICS | HR_GROUP_CHECK | HR_GROUP_SLO |
	          HR_GROUP_GATE | HR_GROUP_OUTPUT | HR_GROUP_RENDER,
	.run = gate,
};
