#include <config.h>
#include "capture/proc_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "capture/proc_text.h"

void hr_proc_snapshot_clear(struct hr_proc_snapshot *snapshot)
{
	snapshot->count = 0;
}

void hr_proc_snapshot_release(struct hr_proc_snapshot *snapshot)
{
	free(snapshot->things);
	*snapshot = (struct hr_proc_snapshot){ 0 };
}

struct hr_proc_thing *hr_proc_thing_add(struct hr_proc_snapshot *snapshot,
                                        enum hr_proc_source source, struct hr_slice name)
{
	struct hr_proc_thing *thing;
	size_t length = name.length < HR_PROC_NAME_BYTES ? name.length : HR_PROC_NAME_BYTES - 1;

	if (snapshot->count >= HR_PROC_THINGS_MAX)
		return NULL;
	snapshot->things = hr_grow(snapshot->things, snapshot->count, &snapshot->capacity,
	                           sizeof(*snapshot->things));
	thing = &snapshot->things[snapshot->count++];
	*thing = (struct hr_proc_thing){ .source = source };
	for (size_t i = 0; i < length; i++) /* control characters would break the rows of a table */
		thing->name[i] = (unsigned char)name.ptr[i] < ' ' ? '?' : name.ptr[i];
	return thing;
}

static void set(struct hr_proc_thing *thing, unsigned at, uint64_t value)
{
	thing->values[at] = value;
	thing->present |= UINT32_C(1) << at;
}

static void set_columns(struct hr_proc_thing *thing, struct hr_slice line, size_t max)
{
	size_t count = hr_proc_columns(line, thing->values, max);

	thing->present |= (UINT32_C(1) << count) - 1;
}

/* --- files of keys --- */

struct key {
	const char *name;
	unsigned at;
};

/* Values of the keys in @keys, which ends with a NULL name. */
static void read_keys(struct hr_proc_thing *thing, struct hr_slice text, const struct key *keys)
{
	struct hr_slice line, name;
	uint64_t value;

	while (hr_slice_take(&text, '\n', &line)) {
		if (!hr_proc_keyed(line, &name, &value))
			continue;
		for (const struct key *key = keys; key->name != NULL; key++)
			if (hr_slice_is(name, key->name)) {
				set(thing, key->at, value);
				break;
			}
	}
}

/* The one thing of a source, when the file said anything of it. */
static void read_whole(struct hr_proc_snapshot *snapshot, enum hr_proc_source source,
                       struct hr_slice text, const struct key *keys)
{
	struct hr_proc_thing *thing = hr_proc_thing_add(snapshot, source, hr_slice_of(""));

	if (thing == NULL)
		return;
	read_keys(thing, text, keys);
	if (thing->present == 0)
		snapshot->count--;
}

void hr_proc_read_meminfo(struct hr_proc_snapshot *snapshot, struct hr_slice text)
{
	static const struct key keys[] = {
		{ "MemTotal", HR_MEMORY_TOTAL },
		{ "MemFree", HR_MEMORY_FREE },
		{ "MemAvailable", HR_MEMORY_AVAILABLE },
		{ "Buffers", HR_MEMORY_BUFFERS },
		{ "Cached", HR_MEMORY_CACHED },
		{ "Slab", HR_MEMORY_SLAB },
		{ "Active", HR_MEMORY_ACTIVE },
		{ "Inactive", HR_MEMORY_INACTIVE },
		{ "Dirty", HR_MEMORY_DIRTY },
		{ "Shmem", HR_MEMORY_SHARED },
		{ "AnonPages", HR_MEMORY_ANONYMOUS },
		{ "PageTables", HR_MEMORY_PAGE_TABLES },
		{ "KernelStack", HR_MEMORY_KERNEL_STACKS },
		{ "Committed_AS", HR_MEMORY_COMMITTED },
		{ "SwapTotal", HR_MEMORY_SWAP_TOTAL },
		{ "SwapFree", HR_MEMORY_SWAP_FREE },
		{ NULL, 0 },
	};

	read_whole(snapshot, HR_PROC_MEMORY, text, keys);
}

void hr_proc_read_vmstat(struct hr_proc_snapshot *snapshot, struct hr_slice text)
{
	static const struct key keys[] = {
		{ "pgpgin", HR_VM_PAGED_IN },
		{ "pgpgout", HR_VM_PAGED_OUT },
		{ "pswpin", HR_VM_SWAPPED_IN },
		{ "pswpout", HR_VM_SWAPPED_OUT },
		{ "pgfault", HR_VM_FAULTS },
		{ "pgmajfault", HR_VM_MAJOR_FAULTS },
		{ "pgfree", HR_VM_FREED },
		{ "oom_kill", HR_VM_OOM_KILLS },
		{ NULL, 0 },
	};

	read_whole(snapshot, HR_PROC_VM, text, keys);
}

/* --- stat --- */

static void read_cpu(struct hr_proc_snapshot *snapshot, struct hr_slice line)
{
	struct hr_slice name;
	struct hr_proc_thing *thing;

	if (!hr_proc_word(&line, &name) || name.length < 3)
		return;
	name.ptr += 3;
	name.length -= 3;
	thing = hr_proc_thing_add(snapshot, name.length > 0 ? HR_PROC_PROCESSOR : HR_PROC_CPU,
	                          name);
	if (thing != NULL)
		set_columns(thing, line, HR_CPU_STATES);
}

void hr_proc_read_stat(struct hr_proc_snapshot *snapshot, struct hr_slice text)
{
	static const struct key keys[] = {
		{ "ctxt", HR_TASKS_SWITCHES },         { "processes", HR_TASKS_CREATED },
		{ "intr", HR_TASKS_INTERRUPTS },       { "procs_running", HR_TASKS_RUNNING },
		{ "procs_blocked", HR_TASKS_BLOCKED }, { NULL, 0 },
	};
	struct hr_slice rest = text, line;

	while (hr_slice_take(&rest, '\n', &line))
		if (hr_slice_starts(line, "cpu"))
			read_cpu(snapshot, line);
	read_whole(snapshot, HR_PROC_TASKS, text, keys);
}

/* --- loadavg --- */

void hr_proc_read_loadavg(struct hr_proc_snapshot *snapshot, struct hr_slice text)
{
	struct hr_proc_thing *thing;
	struct hr_slice line, word;
	uint64_t value;

	if (!hr_slice_take(&text, '\n', &line))
		return;
	thing = hr_proc_thing_add(snapshot, HR_PROC_LOAD, hr_slice_of(""));
	for (unsigned i = HR_LOAD_1M; thing != NULL && i <= HR_LOAD_15M; i++)
		if (hr_proc_word(&line, &word) && hr_proc_micro(word, &value))
			set(thing, i, value);
	if (thing != NULL && hr_proc_word(&line, &word)) { /* "running/all" */
		const char *slash = memchr(word.ptr, '/', word.length);
		size_t before = slash != NULL ? (size_t)(slash + 1 - word.ptr) : word.length;

		word = (struct hr_slice){ word.ptr + before, word.length - before };
		if (hr_proc_number(word, &value))
			set(thing, HR_LOAD_TASKS, value);
	}
}

/* --- devices --- */

void hr_proc_read_diskstats(struct hr_proc_snapshot *snapshot, struct hr_slice text)
{
	struct hr_slice line, major_number, minor_number, name;

	while (hr_slice_take(&text, '\n', &line)) {
		struct hr_proc_thing *thing;

		if (!hr_proc_word(&line, &major_number) || !hr_proc_word(&line, &minor_number) ||
		    !hr_proc_word(&line, &name))
			continue;
		thing = hr_proc_thing_add(snapshot, HR_PROC_DISK, name);
		if (thing == NULL)
			return;
		set_columns(thing, line, HR_DISK_COLUMNS);
	}
}

/* "  eth0: 1 2 ..."; old kernels leave no blank behind the colon. Two lines of titles have none. */
void hr_proc_read_net_dev(struct hr_proc_snapshot *snapshot, struct hr_slice text)
{
	struct hr_slice line, name;

	while (hr_slice_take(&text, '\n', &line)) {
		const char *colon = memrchr(line.ptr, ':', line.length);
		struct hr_proc_thing *thing;
		size_t before;

		if (colon == NULL)
			continue;
		before = (size_t)(colon - line.ptr);
		name = hr_slice_trim((struct hr_slice){ line.ptr, before });
		thing = hr_proc_thing_add(snapshot, HR_PROC_NETWORK, name);
		if (thing == NULL)
			return;
		line.ptr += before + 1;
		line.length -= before + 1;
		set_columns(thing, line, HR_NETWORK_COLUMNS);
	}
}

/* --- pressure --- */

static void read_pressure_line(struct hr_proc_thing *thing, struct hr_slice line, unsigned first)
{
	static const char *const averages[] = { "avg10", "avg60", "avg300" };
	struct hr_slice word;
	uint64_t value;

	for (unsigned i = 0; i < sizeof(averages) / sizeof(averages[0]); i++)
		if (hr_proc_named(line, averages[i], &word) && hr_proc_micro(word, &value))
			set(thing, first + i, value);
	if (hr_proc_named(line, "total", &word) && hr_proc_number(word, &value))
		set(thing, first + HR_PRESSURE_SOME, value);
}

void hr_proc_read_pressure(struct hr_proc_snapshot *snapshot, enum hr_proc_source source,
                           struct hr_slice text)
{
	struct hr_proc_thing *thing = hr_proc_thing_add(snapshot, source, hr_slice_of(""));
	struct hr_slice line;

	while (thing != NULL && hr_slice_take(&text, '\n', &line)) {
		if (hr_slice_starts(line, "some "))
			read_pressure_line(thing, line, HR_PRESSURE_SOME_10S);
		else if (hr_slice_starts(line, "full "))
			read_pressure_line(thing, line, HR_PRESSURE_FULL_10S);
	}
	if (thing != NULL && thing->present == 0)
		snapshot->count--;
}

/* --- one process --- */

bool hr_proc_read_pid_stat(struct hr_proc_thing *thing, struct hr_slice text,
                           struct hr_slice *command)
{
	/* columns behind the state, counted from 0 (proc(5) counts them from 4) */
	static const struct {
		unsigned column, at;
	} wanted[] = {
		{ 6, HR_PROCESS_MINOR_FAULTS },    { 8, HR_PROCESS_MAJOR_FAULTS },
		{ 10, HR_PROCESS_USER },           { 11, HR_PROCESS_SYSTEM },
		{ 16, HR_PROCESS_THREADS },        { 19, HR_PROCESS_VIRTUAL },
		{ 20, HR_PROCESS_RESIDENT_PAGES },
	};
	enum { COLUMN_START = 18, COLUMNS = 21 };
	uint64_t columns[COLUMNS], pid;
	struct hr_slice line, state;

	if (!hr_slice_take(&text, '\n', &line) || !hr_proc_stat_command(&line, &pid, command) ||
	    !hr_proc_word(&line, &state) || hr_proc_columns(line, columns, COLUMNS) < COLUMNS)
		return false;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		set(thing, wanted[i].at, columns[wanted[i].column]);
	thing->identity = columns[COLUMN_START];
	return true;
}

void hr_proc_read_pid_io(struct hr_proc_thing *thing, struct hr_slice text)
{
	static const struct key keys[] = {
		{ "read_bytes", HR_PROCESS_READ },
		{ "write_bytes", HR_PROCESS_WRITTEN },
		{ NULL, 0 },
	};

	read_keys(thing, text, keys);
}

/* --- a cgroup --- */

static void read_number(struct hr_proc_thing *thing, struct hr_slice text, unsigned at)
{
	struct hr_slice word;
	uint64_t value;

	/* "max" is no limit and no value */
	if (hr_slice_take(&text, '\n', &word) && hr_proc_number(hr_slice_trim(word), &value))
		set(thing, at, value);
}

/* A line a device; all devices are one here. */
static void read_io_stat(struct hr_proc_thing *thing, struct hr_slice text)
{
	static const struct key keys[] = {
		{ "rbytes", HR_CGROUP_READ },
		{ "wbytes", HR_CGROUP_WRITTEN },
		{ "rios", HR_CGROUP_READS },
		{ "wios", HR_CGROUP_WRITES },
	};
	struct hr_slice line, word;
	uint64_t value;

	while (hr_slice_take(&text, '\n', &line))
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (hr_proc_named(line, keys[i].name, &word) &&
			    hr_proc_number(word, &value))
				set(thing, keys[i].at, thing->values[keys[i].at] + value);
}

/* "max 100000" or "50000 100000" */
static void read_cpu_max(struct hr_proc_thing *thing, struct hr_slice text)
{
	uint64_t columns[2];
	struct hr_slice line;

	if (!hr_slice_take(&text, '\n', &line) || hr_proc_columns(line, columns, 2) < 2)
		return;
	set(thing, HR_CGROUP_QUOTA_US, columns[0]);
	set(thing, HR_CGROUP_PERIOD_US, columns[1]);
}

bool hr_proc_read_cgroup(struct hr_proc_thing *thing, const char *file, struct hr_slice text)
{
	static const struct key cpu_stat[] = {
		{ "usage_usec", HR_CGROUP_USAGE_US },
		{ "user_usec", HR_CGROUP_USER_US },
		{ "system_usec", HR_CGROUP_SYSTEM_US },
		{ "nr_periods", HR_CGROUP_PERIODS },
		{ "nr_throttled", HR_CGROUP_THROTTLED },
		{ "throttled_usec", HR_CGROUP_THROTTLED_US },
		{ NULL, 0 },
	};
	static const struct key memory_stat[] = {
		{ "anon", HR_CGROUP_ANONYMOUS },
		{ "file", HR_CGROUP_FILE },
		{ NULL, 0 },
	};
	static const struct key memory_events[] = {
		{ "oom_kill", HR_CGROUP_OOM_KILLS },
		{ NULL, 0 },
	};
	static const struct {
		const char *file;
		const struct key *keys; /* NULL: one number */
		unsigned at;
	} files[] = {
		{ "cpu.stat", cpu_stat, 0 },
		{ "memory.stat", memory_stat, 0 },
		{ "memory.events", memory_events, 0 },
		{ "memory.current", NULL, HR_CGROUP_MEMORY },
		{ "memory.max", NULL, HR_CGROUP_MEMORY_MAX },
		{ "pids.current", NULL, HR_CGROUP_TASKS },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (strcmp(files[i].file, file) != 0)
			continue;
		if (files[i].keys != NULL)
			read_keys(thing, text, files[i].keys);
		else
			read_number(thing, text, files[i].at);
		return true;
	}
	if (strcmp(file, "io.stat") == 0)
		read_io_stat(thing, text);
	else if (strcmp(file, "cpu.max") == 0)
		read_cpu_max(thing, text);
	else
		return false;
	return true;
}
