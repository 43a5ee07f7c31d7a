/*
 * headroom capacity: how long it lasts, what is needed when, and what it costs.
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"

static enum hr_err capacity(const struct hr_settings *settings, enum hr_exit *status,
                            struct hr_error *err)
{
	return hr_stage_command(&hr_stage_capacity, settings, status, err);
}

const struct hr_command hr_command_capacity = {
	.name = "capacity",
	.summary = "dates of limits, units to order and their cost, by scenario",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(CHECK) | HR_GROUP(CAPACITY) |
	          HR_GROUP(OUTPUT) | HR_GROUP(RENDER),
	.run = capacity,
};
