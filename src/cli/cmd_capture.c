/*
 * headroom capture: live data into recordings.
 */
#include <config.h>
#include "cli/commands.h"

#include "cli/capture.h"

/* clang-format off */
static const struct hr_command *const kinds[] = {
	&hr_capture_system,
	&hr_capture_exec,
	&hr_capture_follow,
	&hr_capture_probe,
	&hr_capture_prometheus,
	&hr_capture_http,
	NULL,
};
/* clang-format on */

const struct hr_command hr_command_capture = {
	.name = "capture",
	.summary = "live data into recordings that every other command reads",
	.operands = "KIND",
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE),
	.details = "A recording grows as FILE.part and gets its name at the end; Ctrl-C ends it\n"
	           "cleanly.\n",
	.kinds = kinds,
};
