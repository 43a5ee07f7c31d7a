/*
 * headroom capture system: the machine as resource series.
 */
#include <config.h>
#include "cli/capture.h"

#include <limits.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/log.h"
#include "capture/system.h"
#include "cli/capture_ticks.h"

static void look(void *context, int64_t monotonic_ns, int64_t wall_ns, struct hr_sink *sink)
{
	const char *gone;

	hr_system_look(context, monotonic_ns, wall_ns, sink);
	while ((gone = hr_system_next_gone(context)) != NULL)
		hr_log(HR_LOG_WARNING, "%s has ended", gone);
}

/* A list of options as one that ends with NULL: what the table of texts holds. */
static const char *const *list_of(const struct hr_texts *texts, const char **room, size_t size)
{
	size_t count = texts->count < size - 1 ? texts->count : size - 1;

	for (size_t i = 0; i < count; i++)
		room[i] = texts->items[i];
	room[count] = NULL;
	return room;
}

static enum hr_err capture_system(const struct hr_settings *settings, enum hr_exit *status,
                                  struct hr_error *err)
{
	enum { LIST_MAX = 256 };
	const char *processes[LIST_MAX], *cgroups[LIST_MAX], *only[LIST_MAX];
	char host[HOST_NAME_MAX + 1] = "";
	struct hr_system_options options = {
		.proc_root = settings->proc_root != NULL ? settings->proc_root : "/proc",
		.sys_root = settings->sys_root != NULL ? settings->sys_root : "/sys",
		.processes = list_of(&settings->processes, processes, LIST_MAX),
		.cgroups = list_of(&settings->cgroups, cgroups, LIST_MAX),
		.only = list_of(&settings->only, only, LIST_MAX),
	};
	struct hr_capture_ticks ticks = { .form = hr_record_form_find("series"),
		                          .interval_ns = HR_NS_PER_S,
		                          .look = look };
	struct hr_system *system;
	enum hr_err code;

	if (settings->host == NULL)
		(void)gethostname(host, sizeof(host) - 1);
	options.host = hr_slice_of(settings->host != NULL ? settings->host : host);
	code = hr_system_new(&options, &system, err);
	if (code != HR_OK)
		return code;
	ticks.context = system;
	code = hr_capture_ticks(settings, &ticks, status, err);
	hr_system_free(system);
	return code;
}

const struct hr_command hr_capture_system = {
	.name = "capture system",
	.summary = "processors, memory, disks, network, pressure, groups and processes",
	.operands = "",
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE) |
	          HR_GROUP(CAPTURE_EVERY) | HR_GROUP(CAPTURE_SYSTEM),
	.details = "Writes resource values as CSV: time,name,value,unit,host,kind.\n",
	.run = capture_system,
};
