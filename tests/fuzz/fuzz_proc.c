/*
 * Files of /proc and cgroups: whatever the text, things within the caps, and finite figures of any
 * two of them.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "capture/proc_figures.h"

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_process(struct hr_proc_snapshot *look, struct hr_slice text)
{
	struct hr_proc_thing *thing = hr_proc_thing_add(look, HR_PROC_PROCESS,
	                                                hr_slice_of("process"));
	struct hr_slice command;

	if (thing == NULL)
		return;
	if (hr_proc_read_pid_stat(thing, text, &command))
		require(command.length <= text.length);
	hr_proc_read_pid_io(thing, text);
}

static void read_group(struct hr_proc_snapshot *look, struct hr_slice text)
{
	static const char *const files[] = { "cpu.stat",      "cpu.max",     "io.stat",
		                             "memory.events", "memory.stat", "memory.current" };
	struct hr_proc_thing *thing = hr_proc_thing_add(look, HR_PROC_CGROUP, hr_slice_of("group"));

	for (size_t i = 0; thing != NULL && i < sizeof(files) / sizeof(files[0]); i++)
		require(hr_proc_read_cgroup(thing, files[i], text));
}

static void read_all(struct hr_proc_snapshot *look, struct hr_slice text)
{
	hr_proc_read_stat(look, text);
	hr_proc_read_meminfo(look, text);
	hr_proc_read_vmstat(look, text);
	hr_proc_read_loadavg(look, text);
	hr_proc_read_diskstats(look, text);
	hr_proc_read_net_dev(look, text);
	hr_proc_read_pressure(look, HR_PROC_PRESSURE_IO, text);
	read_process(look, text);
	read_group(look, text);
	require(look->count <= HR_PROC_THINGS_MAX);
	for (size_t i = 0; i < look->count; i++)
		require(strnlen(look->things[i].name, HR_PROC_NAME_BYTES) < HR_PROC_NAME_BYTES);
}

static void take(void *context, const struct hr_proc_figure *figure)
{
	(void)context;
	require(isfinite(figure->value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct hr_proc_units units = { .ticks_per_s = 100, .page_bytes = 4096 };
	struct hr_proc_snapshot before = { 0 }, now = { .time_ns = HR_NS_PER_S };
	struct hr_slice text = { (const char *)data, size };
	size_t half = size / 2;

	read_all(&before, (struct hr_slice){ text.ptr, half });
	read_all(&now, (struct hr_slice){ text.ptr + half, size - half });
	hr_proc_figures(&before, &now, &units, take, NULL);
	hr_proc_snapshot_release(&before);
	hr_proc_snapshot_release(&now);
	return 0;
}
