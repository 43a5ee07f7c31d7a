/*
 * headroom slo: objectives of recorded traffic
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"
#include "cli/suggest_objectives.h"

static enum hr_err slo(const struct hr_settings *settings, enum hr_exit *status,
                       struct hr_error *err)
{
	if (settings->suggest)
		return hr_suggest_objectives(settings, status, err);
	return hr_stage_command(&hr_stage_slo, settings, status, err);
}

const struct hr_command hr_command_slo = {
	.name = "slo",
	.summary = "service level objectives: error budgets, burn rates, alerts",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(CHECK) | HR_GROUP(SLO) |
	          HR_GROUP(SUGGEST) | HR_GROUP(ALERTS) | HR_GROUP(STORE) | HR_GROUP(OUTPUT) |
	          HR_GROUP(RENDER),
	.run = slo,
};
