/*
 * headroom stability: is a spike of load over soon, and what creeps in a long run?
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"

static enum hr_err stability(const struct hr_settings *settings, enum hr_exit *status,
                             struct hr_error *err)
{
	return hr_stage_command(&hr_stage_stability, settings, status, err);
}

const struct hr_command hr_command_stability = {
	.name = "stability",
	.summary = "recovery after a spike of load; drift and memory in a long run",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(CHECK) | HR_GROUP(OUTPUT) |
	          HR_GROUP(RENDER),
	.run = stability,
};
