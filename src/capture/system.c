#include <config.h>
#include "capture/system.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "capture/proc_figures.h"
#include "capture/proc_root.h"
#include "capture/system_processes.h"

#define NAME_BYTES 400
#define MICRO      1e6
#define VALUE_MAX  9.2e12 /* of a series, in its unit */

/* A part of the machine, the file it is read from, and how. */
static const struct part {
	const char *name;
	const char *file; /* below proc_root */
	void (*read)(struct hr_proc_snapshot *snapshot, struct hr_slice text);
	enum hr_proc_source source; /* of a pressure, where read is NULL */
} parts[] = {
	{ "cpu", "stat", hr_proc_read_stat, HR_PROC_SOURCES },
	{ "memory", "meminfo", hr_proc_read_meminfo, HR_PROC_SOURCES },
	{ "paging", "vmstat", hr_proc_read_vmstat, HR_PROC_SOURCES },
	{ "load", "loadavg", hr_proc_read_loadavg, HR_PROC_SOURCES },
	{ "disk", "diskstats", hr_proc_read_diskstats, HR_PROC_SOURCES },
	{ "network", "net/dev", hr_proc_read_net_dev, HR_PROC_SOURCES },
	{ "pressure", "pressure/cpu", NULL, HR_PROC_PRESSURE_CPU },
	{ "pressure", "pressure/io", NULL, HR_PROC_PRESSURE_IO },
	{ "pressure", "pressure/memory", NULL, HR_PROC_PRESSURE_MEMORY },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

const char *const hr_system_parts[] = { "cpu",  "memory",  "paging",   "load",
	                                "disk", "network", "pressure", NULL };

static const char *const cgroup_files[] = { "cpu.stat",   "cpu.max",      "memory.current",
	                                    "memory.max", "memory.stat",  "memory.events",
	                                    "io.stat",    "pids.current", NULL };

struct group {
	char *path; /* of its folder */
	char *name;
};

/* A figure of several processes of one command, added up. */
struct sum {
	struct hr_proc_figure figure;
	uint64_t processes;
};

struct hr_system {
	struct hr_system_options options;
	struct hr_proc_units units;
	struct hr_proc_snapshot looks[2];
	unsigned now; /* which of them is the last */
	struct hr_processes *processes;
	struct group *groups;
	size_t group_count, group_capacity;
	struct sum *sums;
	size_t sum_count, sum_capacity;
	struct hr_str text, name;
	/* of the look that goes on */
	struct hr_sink *sink;
	int64_t wall_ns;
};

static bool is_wanted(const struct hr_system *system, const char *part)
{
	const char *const *only = system->options.only;

	if (only == NULL || *only == NULL)
		return true;
	for (; *only != NULL; only++)
		if (strcmp(*only, part) == 0)
			return true;
	return false;
}

/* --- what is there --- */

static enum hr_err check_parts(const struct hr_system *system, struct hr_error *err)
{
	const char *const *only = system->options.only;

	for (; only != NULL && *only != NULL; only++) {
		size_t i = 0;

		while (hr_system_parts[i] != NULL && strcmp(hr_system_parts[i], *only) != 0)
			i++;
		if (hr_system_parts[i] == NULL)
			return hr_error_set(err, HR_EINVAL,
			                    "'%s' is no part of a machine: cpu, memory, paging, "
			                    "load, disk, network or pressure",
			                    *only);
	}
	return HR_OK;
}

static enum hr_err check_root(struct hr_system *system, struct hr_error *err)
{
	if (hr_proc_root_read(system->options.proc_root, "stat", &system->text))
		return HR_OK;
	return hr_error_at(err, HR_EIO, system->options.proc_root, 0, 0,
	                   "holds no file 'stat' to read: is it the /proc of a Linux machine?");
}

static bool is_folder(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The group of this program, below the root of groups: "0::/path". */
static void own_group(struct hr_system *system, struct hr_str *out)
{
	struct hr_slice text, line;

	if (!hr_proc_root_read(system->options.proc_root, "self/cgroup", &system->text))
		return;
	text = hr_str_slice(&system->text);
	while (hr_slice_take(&text, '\n', &line))
		if (hr_slice_starts(line, "0::/"))
			hr_str_add_slice(out, (struct hr_slice){ line.ptr + 4, line.length - 4 });
}

static enum hr_err add_group(struct hr_system *system, const char *wanted, struct hr_error *err)
{
	static const char *const hierarchies[] = { "fs/cgroup", "fs/cgroup/unified" };
	struct hr_str inside = { 0 }, path = { 0 };
	enum hr_err code = HR_OK;
	bool found = false;

	if (strcmp(wanted, "self") == 0)
		own_group(system, &inside);
	else
		hr_str_puts(&inside, wanted + strspn(wanted, "/"));
	for (size_t i = 0; !found && i < sizeof(hierarchies) / sizeof(hierarchies[0]); i++) {
		hr_str_truncate(&path, 0);
		hr_str_printf(&path, "%s/%s", system->options.sys_root, hierarchies[i]);
		/* only groups of version 2 have this */
		found = hr_proc_root_read(hr_str_text(&path), "cgroup.controllers", &system->text);
		hr_str_printf(&path, "/%s", hr_str_text(&inside));
		found = found && is_folder(hr_str_text(&path));
	}
	if (found) {
		system->groups = hr_grow(system->groups, system->group_count,
		                         &system->group_capacity, sizeof(*system->groups));
		system->groups[system->group_count++] = (struct group){
			.path = hr_str_detach(&path),
			.name = inside.length > 0 ? hr_str_detach(&inside) : hr_strdup("root")
		};
	} else {
		code = hr_error_set(err, HR_EINVAL,
		                    "there is no cgroup (of version 2) '%s' below %s/fs/cgroup",
		                    wanted, system->options.sys_root);
	}
	hr_str_release(&inside);
	hr_str_release(&path);
	return code;
}

enum hr_err hr_system_new(const struct hr_system_options *options, struct hr_system **out,
                          struct hr_error *err)
{
	static const char *const none[] = { NULL };
	struct hr_system *system = hr_zalloc(1, sizeof(*system));
	enum hr_err code;

	system->options = *options;
	system->units = (struct hr_proc_units){ .ticks_per_s = (double)sysconf(_SC_CLK_TCK),
		                                .page_bytes = (double)sysconf(_SC_PAGESIZE) };
	code = check_parts(system, err);
	if (code == HR_OK)
		code = check_root(system, err);
	if (code == HR_OK)
		code = hr_processes_new(options->proc_root,
		                        options->processes != NULL ? options->processes : none,
		                        &system->processes, err);
	for (size_t i = 0; code == HR_OK && options->cgroups != NULL && options->cgroups[i] != NULL;
	     i++)
		code = add_group(system, options->cgroups[i], err);
	if (code != HR_OK) {
		hr_system_free(system);
		return code;
	}
	*out = system;
	return HR_OK;
}

/* --- one look --- */

/* Partitions are parts of their disk; loop and RAM disks, and those never used, only make noise. */
static bool is_disk(struct hr_system *system, const struct hr_proc_thing *thing)
{
	struct hr_str path = { 0 };
	bool answer;

	if (thing->values[HR_DISK_READS] + thing->values[HR_DISK_WRITES] == 0 ||
	    strncmp(thing->name, "loop", 4) == 0 || strncmp(thing->name, "ram", 3) == 0)
		return false;
	hr_str_printf(&path, "%s/block", system->options.sys_root);
	answer = !is_folder(hr_str_text(&path)); /* nobody knows: all are taken */
	hr_str_printf(&path, "/%s", thing->name);
	for (char *c = path.data + strlen(system->options.sys_root) + strlen("/block/"); *c != '\0';
	     c++)
		if (*c == '/')
			*c = '!'; /* as sysfs writes it */
	answer = answer || is_folder(hr_str_text(&path));
	hr_str_release(&path);
	return answer;
}

static void keep_disks(struct hr_system *system, struct hr_proc_snapshot *look, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < look->count; i++)
		if (is_disk(system, &look->things[i]))
			look->things[kept++] = look->things[i];
	look->count = kept;
}

static void read_part(struct hr_system *system, const struct part *part,
                      struct hr_proc_snapshot *look)
{
	size_t first = look->count;

	if (!hr_proc_root_read(system->options.proc_root, part->file, &system->text))
		return; /* kernels can be built without it */
	if (part->read != NULL)
		part->read(look, hr_str_slice(&system->text));
	else
		hr_proc_read_pressure(look, part->source, hr_str_slice(&system->text));
	if (part->read == hr_proc_read_diskstats)
		keep_disks(system, look, first);
}

static void read_group(struct hr_system *system, const struct group *group,
                       struct hr_proc_snapshot *look)
{
	struct hr_proc_thing *thing = hr_proc_thing_add(look, HR_PROC_CGROUP,
	                                                hr_slice_of(group->name));

	for (size_t i = 0; thing != NULL && cgroup_files[i] != NULL; i++)
		if (hr_proc_root_read(group->path, cgroup_files[i], &system->text))
			(void)hr_proc_read_cgroup(thing, cgroup_files[i],
			                          hr_str_slice(&system->text));
}

static void push(struct hr_system *system, const struct hr_proc_figure *figure)
{
	struct hr_observation observation = {
		.time_ns = system->wall_ns,
		.kind = HR_SERIES_GAUGE,
		.unit = hr_slice_of(figure->unit),
		.host = system->options.host,
	};

	if (fabs(figure->value) > VALUE_MAX)
		return;
	hr_str_truncate(&system->name, 0);
	system->name.limit = NAME_BYTES;
	if (figure->prefix[0] != '\0')
		hr_str_printf(&system->name, "%s.", figure->prefix);
	if (figure->device[0] != '\0')
		hr_str_printf(&system->name, "%s.", figure->device);
	hr_str_puts(&system->name, figure->name);
	observation.name = hr_str_slice(&system->name);
	observation.value_micro = (int64_t)llround(figure->value * MICRO);
	hr_sink_observation(system->sink, &observation);
}

/* Processes of one command are one series; all of a look lie together. */
static void add_up(struct hr_system *system, const struct hr_proc_figure *figure)
{
	for (size_t i = 0; i < system->sum_count; i++) {
		struct sum *sum = &system->sums[i];

		if (sum->figure.name == figure->name &&
		    strcmp(sum->figure.device, figure->device) == 0) {
			sum->figure.value += figure->value;
			sum->processes++;
			return;
		}
	}
	system->sums = hr_grow(system->sums, system->sum_count, &system->sum_capacity,
	                       sizeof(*system->sums));
	system->sums[system->sum_count++] = (struct sum){ *figure, 1 };
}

static void take_figure(void *context, const struct hr_proc_figure *figure)
{
	struct hr_system *system = context;

	if (strcmp(figure->prefix, "process") == 0)
		add_up(system, figure);
	else
		push(system, figure);
}

static void push_sums(struct hr_system *system)
{
	for (size_t i = 0; i < system->sum_count; i++) {
		struct hr_proc_figure count = system->sums[i].figure;

		push(system, &count);
		if (strcmp(count.name, "threads") != 0) /* which every process has */
			continue;
		count.name = "processes";
		count.value = (double)system->sums[i].processes;
		push(system, &count);
	}
	system->sum_count = 0;
}

void hr_system_look(struct hr_system *system, int64_t monotonic_ns, int64_t wall_ns,
                    struct hr_sink *sink)
{
	const struct hr_proc_snapshot *before = &system->looks[system->now];
	struct hr_proc_snapshot *look = &system->looks[1 - system->now];

	hr_proc_snapshot_clear(look);
	look->time_ns = monotonic_ns;
	for (size_t i = 0; i < PARTS; i++)
		if (is_wanted(system, parts[i].name))
			read_part(system, &parts[i], look);
	for (size_t i = 0; i < system->group_count; i++)
		read_group(system, &system->groups[i], look);
	hr_processes_look(system->processes, monotonic_ns, look);
	system->sink = sink;
	system->wall_ns = wall_ns;
	hr_proc_figures(before, look, &system->units, take_figure, system);
	push_sums(system);
	system->now = 1 - system->now;
}

const char *hr_system_next_gone(struct hr_system *system)
{
	return hr_processes_next_gone(system->processes);
}

void hr_system_free(struct hr_system *system)
{
	if (system == NULL)
		return;
	for (size_t i = 0; i < 2; i++)
		hr_proc_snapshot_release(&system->looks[i]);
	for (size_t i = 0; i < system->group_count; i++) {
		free(system->groups[i].path);
		free(system->groups[i].name);
	}
	free(system->groups);
	free(system->sums);
	hr_processes_free(system->processes);
	hr_str_release(&system->text);
	hr_str_release(&system->name);
	free(system);
}
