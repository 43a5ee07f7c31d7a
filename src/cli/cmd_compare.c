/*
 * headroom compare: a run against its baseline.
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/stage.h"

/* Two files are one run for every command; who gives two here and no baseline means something else.
 */
static enum hr_err no_baseline(const struct hr_texts *files, struct hr_error *err)
{
	if (files->count == 2)
		return hr_error_set(err, HR_EINVAL,
		                    "compare needs a baseline; did you mean -b %s %s?",
		                    files->items[0], files->items[1]);
	return hr_error_set(err, HR_EINVAL,
	                    "compare needs a baseline: -b FILE, -b NAME of the history, or the "
	                    "configuration's regression.baseline");
}

static enum hr_err compare(const struct hr_settings *settings, enum hr_exit *status,
                           struct hr_error *err)
{
	if (settings->baselines.count == 0 && settings->config == NULL)
		return no_baseline(&settings->operands, err);
	return hr_stage_command(&hr_stage_compare, settings, status, err);
}

const struct hr_command hr_command_compare = {
	.name = "compare",
	.summary = "a run against a baseline: what got worse",
	.operands = "-b FILE|NAME [FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(IDENTITY) | HR_GROUP(READ) |
	          HR_GROUP(SELECT) | HR_GROUP(STATISTICS) | HR_GROUP(CHECK) | HR_GROUP(OUTPUT) |
	          HR_GROUP(RENDER) | HR_GROUP(STORE) | HR_GROUP(COMPARE),
	.details =
	        "All FILEs are one run, unless --each is given; each -b is one run, or a baseline\n"
	        "of the history. With four baseline runs and more they show how much runs vary.\n",
	.run = compare,
};
