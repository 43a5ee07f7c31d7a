/*
 * /proc and cgroups: recorded files against what others made of them.
 */
#include <config.h>
#include "capture/proc_figures.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/num.h"
#include "capture/proc_root.h"
#include "capture/proc_text.h"
#include "capture/system.h"
#include "read/formats.h"
#include "real_file.h"
#include "recording_sink.h"
#include "unit.h"

#define PROC "kellyjonbrazil-jc/linux-proc/"

static const struct hr_proc_units units = { .ticks_per_s = 100, .page_bytes = 4096 };

/* --- fixtures of jc, each with the values it holds --- */

static json_t *expected_of(const char *name)
{
	struct hr_str path = { 0 }, text = { 0 };
	json_t *value;

	hr_str_printf(&path, PROC "%s.json", name);
	real_file_need(hr_str_text(&path), &text);
	value = json_loadb(hr_str_text(&text), text.length, JSON_DECODE_INT_AS_REAL, NULL);
	ck_assert_ptr_nonnull(value);
	hr_str_release(&path);
	hr_str_release(&text);
	return value;
}

static void need(const char *name, struct hr_str *text)
{
	struct hr_str path = { 0 };

	hr_str_printf(&path, PROC "%s", name);
	real_file_need(hr_str_text(&path), text);
	hr_str_release(&path);
}

static bool has_real_files(void)
{
	struct hr_str path = { 0 };
	bool has;

	real_file_path(PROC "stat", &path);
	has = access(hr_str_text(&path), R_OK) == 0;
	hr_str_release(&path);
	return has;
}

/* 2^64 - 1 is no integer of JSON's; all these are whole in a double. */
static void same_number(const json_t *want, uint64_t found, const char *what)
{
	ck_assert_msg(json_is_number(want), "%s is not in the JSON", what);
	ck_assert_msg(json_number_value(want) == (double)found, "%s: %llu", what,
	              (unsigned long long)found);
}

/* Every key of the file is in the JSON with its value, and the other way round. */
static void check_keyed(const char *name)
{
	struct hr_str text = { 0 };
	struct hr_slice rest, line, key;
	json_t *want;
	size_t keys = 0;
	uint64_t value;
	char room[64];

	if (!has_real_files())
		return;
	want = expected_of(name);
	need(name, &text);
	rest = hr_str_slice(&text);
	while (hr_slice_take(&rest, '\n', &line)) {
		if (!hr_proc_keyed(line, &key, &value))
			continue;
		snprintf(room, sizeof(room), "%.*s", (int)key.length, key.ptr);
		same_number(json_object_get(want, room), value, room);
		keys++;
	}
	ck_assert_uint_eq(keys, json_object_size(want));
	json_decref(want);
	hr_str_release(&text);
}

START_TEST(test_jc_keyed)
{
	check_keyed("meminfo");
	check_keyed("vmstat");
}
END_TEST

static void check_thing(const struct hr_proc_thing *thing, const json_t *want,
                        const char *const *members)
{
	for (unsigned i = 0; members[i] != NULL; i++) {
		ck_assert_msg((thing->present & (1u << i)) != 0, "%s", members[i]);
		same_number(json_object_get(want, members[i]), thing->values[i], members[i]);
	}
}

static const char *const cpu_members[] = { "user",   "nice",       "system",  "idle",
	                                   "iowait", "irq",        "softirq", "steal",
	                                   "guest",  "guest_nice", NULL };

START_TEST(test_jc_stat)
{
	static const char *const tasks[] = { "context_switches", "processes", NULL };
	struct hr_proc_snapshot look = { 0 };
	struct hr_str text = { 0 };
	json_t *want;

	if (!has_real_files())
		return;
	want = expected_of("stat");
	need("stat", &text);
	hr_proc_read_stat(&look, hr_str_slice(&text));
	ck_assert_uint_eq(look.count, 4);
	check_thing(&look.things[0], json_object_get(want, "cpu"), cpu_members);
	check_thing(&look.things[1], json_object_get(want, "cpu0"), cpu_members);
	check_thing(&look.things[2], json_object_get(want, "cpu1"), cpu_members);
	ck_assert_str_eq(look.things[2].name, "1");
	check_thing(&look.things[3], want, tasks);
	same_number(json_array_get(json_object_get(want, "interrupts"), 0),
	            look.things[3].values[HR_TASKS_INTERRUPTS], "interrupts");
	same_number(json_object_get(want, "processes_running"),
	            look.things[3].values[HR_TASKS_RUNNING], "running");
	same_number(json_object_get(want, "processes_blocked"),
	            look.things[3].values[HR_TASKS_BLOCKED], "blocked");
	json_decref(want);
	hr_proc_snapshot_release(&look);
	hr_str_release(&text);
}
END_TEST

static void check_devices(const char *name, const char *member,
                          void (*read)(struct hr_proc_snapshot *, struct hr_slice),
                          const char *const *members)
{
	struct hr_proc_snapshot look = { 0 };
	struct hr_str text = { 0 };
	json_t *want;

	if (!has_real_files())
		return;
	want = expected_of(name);
	need(name, &text);
	read(&look, hr_str_slice(&text));
	ck_assert_uint_eq(look.count, json_array_size(want));
	for (size_t i = 0; i < look.count; i++) {
		const json_t *device = json_array_get(want, i);

		ck_assert_str_eq(look.things[i].name,
		                 json_string_value(json_object_get(device, member)));
		check_thing(&look.things[i], device, members);
	}
	json_decref(want);
	hr_proc_snapshot_release(&look);
	hr_str_release(&text);
}

START_TEST(test_jc_devices)
{
	static const char *const disk[] = {
		"reads_completed",     "reads_merged",
		"sectors_read",        "read_time_ms",
		"writes_completed",    "writes_merged",
		"sectors_written",     "write_time_ms",
		"io_in_progress",      "io_time_ms",
		"weighted_io_time_ms", "discards_completed_successfully",
		"discards_merged",     "sectors_discarded",
		"discarding_time_ms",  "flush_requests_completed_successfully",
		"flushing_time_ms",    NULL
	};
	static const char *const network[] = {
		"r_bytes",      "r_packets",   "r_errs",    "r_drop",       "r_fifo", "r_frame",
		"r_compressed", "r_multicast", "t_bytes",   "t_packets",    "t_errs", "t_drop",
		"t_fifo",       "t_colls",     "t_carrier", "t_compressed", NULL
	};

	check_devices("diskstats", "device", hr_proc_read_diskstats, disk);
	check_devices("net_dev", "interface", hr_proc_read_net_dev, network);
}
END_TEST

START_TEST(test_jc_process)
{
	static const char *const members[] = { "utime", "stime",  "num_threads", "vsize",
		                               "rss",   "minflt", "majflt",      NULL };
	struct hr_proc_thing thing = { 0 };
	struct hr_slice command;
	struct hr_str text = { 0 };
	json_t *want;

	if (!has_real_files())
		return;
	want = expected_of("pid_stat");
	need("pid_stat", &text);
	ck_assert(hr_proc_read_pid_stat(&thing, hr_str_slice(&text), &command));
	ck_assert(hr_slice_is(command, json_string_value(json_object_get(want, "comm"))));
	check_thing(&thing, want, members);
	same_number(json_object_get(want, "starttime"), thing.identity, "starttime");
	json_decref(want);
	hr_str_release(&text);
}
END_TEST

START_TEST(test_jc_load)
{
	struct hr_proc_snapshot look = { 0 };
	struct hr_str text = { 0 };
	json_t *want;

	if (!has_real_files())
		return;
	want = expected_of("loadavg");
	need("loadavg", &text);
	hr_proc_read_loadavg(&look, hr_str_slice(&text));
	ck_assert_uint_eq(look.count, 1);
	ck_assert_double_eq_tol(look.things[0].values[HR_LOAD_5M] / 1e6,
	                        json_number_value(json_object_get(want, "load_5m")), 1e-9);
	ck_assert_double_eq_tol(look.things[0].values[HR_LOAD_15M] / 1e6,
	                        json_number_value(json_object_get(want, "load_15m")), 1e-9);
	same_number(json_object_get(want, "available"), look.things[0].values[HR_LOAD_TASKS],
	            "tasks");
	json_decref(want);
	hr_proc_snapshot_release(&look);
	hr_str_release(&text);
}
END_TEST

/* --- two snapshots of one machine --- */

struct found {
	char name[200];
	double value;
};

struct figures {
	struct found items[400];
	size_t count;
};

static void take(void *context, const struct hr_proc_figure *figure)
{
	struct figures *figures = context;
	struct found *found = &figures->items[figures->count++];

	ck_assert_uint_lt(figures->count, 400);
	snprintf(found->name, sizeof(found->name), "%s%s%s%s%s", figure->prefix,
	         figure->prefix[0] != '\0' ? "." : "", figure->device,
	         figure->device[0] != '\0' ? "." : "", figure->name);
	found->value = figure->value;
}

static double figure(const struct figures *figures, const char *name)
{
	for (size_t i = 0; i < figures->count; i++)
		if (strcmp(figures->items[i].name, name) == 0)
			return figures->items[i].value;
	return (double)NAN;
}

static void fixture(const char *folder, const char *name, struct hr_str *text)
{
	struct hr_str root = { 0 };

	hr_str_printf(&root, "%s/tests/fixtures/proc/%s", getenv("top_srcdir"), folder);
	ck_assert_msg(hr_proc_root_read(hr_str_text(&root), name, text), "%s/%s", folder, name);
	hr_str_release(&root);
}

static void look_at(const char *folder, struct hr_proc_snapshot *look)
{
	static const struct {
		const char *file;
		void (*read)(struct hr_proc_snapshot *, struct hr_slice);
	} files[] = {
		{ "stat", hr_proc_read_stat },           { "meminfo", hr_proc_read_meminfo },
		{ "vmstat", hr_proc_read_vmstat },       { "loadavg", hr_proc_read_loadavg },
		{ "diskstats", hr_proc_read_diskstats }, { "net/dev", hr_proc_read_net_dev },
	};
	struct hr_str text = { 0 };
	int64_t uptime_ns;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		fixture(folder, files[i].file, &text);
		files[i].read(look, hr_str_slice(&text));
	}
	fixture(folder, "pressure/cpu", &text);
	hr_proc_read_pressure(look, HR_PROC_PRESSURE_CPU, hr_str_slice(&text));
	fixture(folder, "pressure/io", &text);
	hr_proc_read_pressure(look, HR_PROC_PRESSURE_IO, hr_str_slice(&text));
	fixture(folder, "uptime", &text);
	ck_assert(hr_parse_scaled((struct hr_slice){ text.data, strcspn(text.data, " ") }, 9,
	                          &uptime_ns));
	look->time_ns = uptime_ns;
	hr_str_release(&text);
}

/* The kernel cuts the sum of all processors to whole ticks once, each processor's own times, too:
 * they differ by a few ticks. sar adds up the processors. */
static void add_up_processors(struct hr_proc_snapshot *look)
{
	ck_assert_int_eq(look->things[0].source, HR_PROC_CPU);
	memset(look->things[0].values, 0, sizeof(look->things[0].values));
	for (size_t i = 1; look->things[i].source == HR_PROC_PROCESSOR; i++)
		for (size_t j = 0; j < HR_CPU_STATES; j++)
			look->things[0].values[j] += look->things[i].values[j];
}

static void compare_fixtures(bool by_processor, struct figures *figures)
{
	struct hr_proc_snapshot before = { 0 }, now = { 0 };

	look_at("first", &before);
	look_at("second", &now);
	if (by_processor) {
		add_up_processors(&before);
		add_up_processors(&now);
	}
	hr_proc_figures(&before, &now, &units, take, figures);
	hr_proc_snapshot_release(&before);
	hr_proc_snapshot_release(&now);
}

/*
 * sadf.json is what sysstat 12.6.1 makes of the two snapshots: sadc was run once in a mount
 * namespace with each of them as /proc, `sadf -j -- -A` printed the difference. It rounds to two
 * decimals, of kB where it says so.
 */
START_TEST(test_sysstat)
{
	struct figures figures = { 0 };
	struct recording recording;
	struct hr_str text = { 0 };
	struct hr_slice rest, line;
	size_t compared = 0;

	compare_fixtures(true, &figures);
	fixture("", "sadf.json", &text);
	recording_read(&recording, &hr_format_sadf_json, hr_str_slice(&text), 0, NULL);
	rest = hr_str_slice(&recording.sink.text);
	while (hr_slice_take(&rest, '\n', &line)) {
		struct hr_slice name, value;
		char wanted[200];
		int64_t micro;
		double found, unit;

		ck_assert(hr_proc_named(line, "name", &name) &&
		          hr_proc_named(line, "value", &value));
		ck_assert(hr_parse_i64(value, &micro));
		snprintf(wanted, sizeof(wanted), "%.*s", (int)name.length, name.ptr);
		found = figure(&figures, wanted);
		if (isnan(found)) /* not measured here, or a share of nothing, which sar prints as 0
		                   */
			continue;
		if (strcmp(wanted, "queue.running") == 0) /* sar's is of another file */
			continue;
		unit = strstr(wanted, "disk.") || strstr(wanted, "network.") ||
		                       strstr(wanted, "paging.")
		               ? 1024
		               : 1;
		ck_assert_msg(fabs(found - micro / 1e6) <= 0.00501 * unit, "%s: %f, sar has %f",
		              wanted, found, micro / 1e6);
		compared++;
	}
	/* 11 of processors, 18 of memory and swap, 4 of interfaces with 9 each ... */
	ck_assert_uint_ge(compared, 80);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

/* The second line that vmstat (procps-ng 4.0.2) printed when /proc changed from the first to the
 * second snapshot under it: "us sy id wa st" of 77 23 0 0 0, r 6, b 0. */
START_TEST(test_vmstat)
{
	struct figures figures = { 0 };
	double user, system;

	compare_fixtures(false, &figures);
	user = figure(&figures, "cpu.user") + figure(&figures, "cpu.nice");
	system = figure(&figures, "cpu.system") + figure(&figures, "cpu.irq") +
	         figure(&figures, "cpu.softirq");
	ck_assert_int_eq(lround(user), 77);
	ck_assert_int_eq(lround(system), 23);
	ck_assert_int_eq(lround(figure(&figures, "cpu.idle")), 0);
	ck_assert_int_eq(lround(figure(&figures, "cpu.iowait")), 0);
	ck_assert_int_eq(lround(figure(&figures, "cpu.steal")), 0);
	ck_assert_double_eq(figure(&figures, "queue.running"), 6);
	ck_assert_double_eq(figure(&figures, "queue.blocked"), 0);
}
END_TEST

START_TEST(test_states_add_up)
{
	static const char *const states[] = { "cpu.user",      "cpu.nice",   "cpu.system",
		                              "cpu.idle",      "cpu.iowait", "cpu.irq",
		                              "cpu.softirq",   "cpu.steal",  "cpu.guest",
		                              "cpu.guest_nice" };
	struct hr_proc_snapshot before = { 0 }, now = { .time_ns = HR_NS_PER_S };
	struct figures figures = { 0 };
	double sum = 0;

	/* 50 ticks of user, 20 of them in guests; 10 of nice, 5 of them in guests */
	hr_proc_read_stat(&before, hr_slice_of("cpu  100 0 0 0 0 0 0 0 40 0\n"));
	hr_proc_read_stat(&now, hr_slice_of("cpu  150 10 10 20 3 4 1 2 60 5\n"));
	hr_proc_figures(&before, &now, &units, take, &figures);
	ck_assert_double_eq(figure(&figures, "cpu.user"), 30);
	ck_assert_double_eq(figure(&figures, "cpu.nice"), 5);
	ck_assert_double_eq(figure(&figures, "cpu.busy"), 77);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		sum += figure(&figures, states[i]);
	ck_assert_double_eq(sum, 100);
	hr_proc_snapshot_release(&before);
	hr_proc_snapshot_release(&now);
}
END_TEST

/* --- counters --- */

START_TEST(test_difference)
{
	ck_assert_uint_eq(hr_proc_difference(5, 12), 7);
	ck_assert_uint_eq(hr_proc_difference(UINT32_MAX - 9, 5), 15); /* 32 bits went round */
	ck_assert_uint_eq(hr_proc_difference(UINT64_MAX - 1, UINT64_MAX), 1);
	ck_assert_uint_eq(hr_proc_difference(1000, 998), 0); /* idle time was corrected */
	ck_assert_uint_eq(hr_proc_difference(1000, 40), 40); /* reset */
	ck_assert_uint_eq(hr_proc_difference(UINT64_C(1) << 40, 7), 7);
	ck_assert_uint_eq(hr_proc_difference(0, 0), 0);
}
END_TEST

/* --- groups: the files and their units as in the kernel's cgroup-v2.rst --- */

static void read_group(struct hr_proc_snapshot *look, const char *const (*files)[2], size_t count)
{
	struct hr_proc_thing *thing = hr_proc_thing_add(look, HR_PROC_CGROUP,
	                                                hr_slice_of("app.slice"));

	for (size_t i = 0; i < count; i++)
		ck_assert(hr_proc_read_cgroup(thing, files[i][0], hr_slice_of(files[i][1])));
}

START_TEST(test_cgroup)
{
	static const char *const first[][2] = {
		{ "cpu.stat", "usage_usec 1000000\nuser_usec 600000\nsystem_usec 400000\n"
		              "nr_periods 10\nnr_throttled 1\nthrottled_usec 5000\n" },
		{ "io.stat", "8:0 rbytes=1000 wbytes=0 rios=1 wios=0 dbytes=0 dios=0\n" },
	};
	static const char *const second[][2] = {
		{ "cpu.stat", "usage_usec 4000000\nuser_usec 2600000\nsystem_usec 1400000\n"
		              "nr_periods 30\nnr_throttled 6\nthrottled_usec 105000\n" },
		{ "io.stat", "8:0 rbytes=3000 wbytes=10 rios=1 wios=0\n"
		             "8:16 rbytes=4000 wbytes=30 rios=5 wios=2\n" },
		{ "cpu.max", "150000 100000\n" },
		{ "memory.current", "4096000\n" },
		{ "memory.max", "8192000\n" },
		{ "memory.stat", "anon 1000\nfile 2000\nkernel 3\n" },
		{ "memory.events", "low 0\noom 0\noom_kill 0\n" },
		{ "pids.current", "12\n" },
	};
	struct hr_proc_snapshot before = { 0 }, now = { .time_ns = 2 * HR_NS_PER_S };
	struct figures figures = { 0 };

	read_group(&before, first, 2);
	read_group(&now, second, 8);
	hr_proc_figures(&before, &now, &units, take, &figures);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.cpu"), 150, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.user"), 100, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.cpu_limit"), 150, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.throttled_share"), 25, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.throttled"), 5, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.read"), 3000, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.written"), 20, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.memory_share"), 50, 1e-9);
	ck_assert_double_eq_tol(figure(&figures, "cgroup.app.slice.tasks"), 12, 1e-9);
	hr_proc_snapshot_release(&before);
	hr_proc_snapshot_release(&now);
}
END_TEST

START_TEST(test_no_limit)
{
	struct hr_proc_thing thing = { 0 };

	ck_assert(hr_proc_read_cgroup(&thing, "cpu.max", hr_slice_of("max 100000\n")));
	ck_assert(hr_proc_read_cgroup(&thing, "memory.max", hr_slice_of("max\n")));
	ck_assert(!hr_proc_read_cgroup(&thing, "cpu.weight", hr_slice_of("100\n")));
	ck_assert_uint_eq(thing.present, 0);
}
END_TEST

/* --- processes --- */

#define STAT(pid, command, user, system, start)                                                    \
	pid " (" command ") S 1 1 1 0 -1 4194560 7 0 2 0 " user " " system " 0 0 20 0 3 0 " start  \
	    " 8192000 100 18446744073709551615\n"

START_TEST(test_command)
{
	struct hr_slice line = hr_slice_of("12 (a) b (c) R 1"), command;
	uint64_t pid;

	ck_assert(hr_proc_stat_command(&line, &pid, &command));
	ck_assert_uint_eq(pid, 12);
	ck_assert(hr_slice_is(command, "a) b (c"));
	ck_assert(hr_slice_is(hr_slice_trim(line), "R 1"));
	line = hr_slice_of("12 )(");
	ck_assert(!hr_proc_stat_command(&line, &pid, &command));
}
END_TEST

/* A machine of this test's own: a folder is its /proc, the sink has what was last seen of it. */
struct machine {
	char root[sizeof("/tmp/headroom-proc.XXXXXX")];
	struct hr_system *system;
	struct recording_sink sink;
};

static void put(const struct machine *machine, const char *folder, const char *name,
                const char *text)
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", machine->root, folder);
	mkdir(path, 0777);
	snprintf(path, sizeof(path), "%s/%s/%s", machine->root, folder, name);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void take_away(const struct machine *machine, const char *folder)
{
	char command[600];

	snprintf(command, sizeof(command), "rm -rf '%s/%s'", machine->root, folder);
	ck_assert_int_eq(system(command), 0);
}

/* Nothing runs on it yet; machine_watch() after its first processes have been put there. */
static void machine_init(struct machine *machine)
{
	*machine = (struct machine){ .root = "/tmp/headroom-proc.XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(machine->root));
	put(machine, "", "stat", "cpu  1 2 3 4\n");
}

static void machine_watch(struct machine *machine, const char *const *processes)
{
	static const char *const only[] = { "load", NULL };
	struct hr_system_options options = { .proc_root = machine->root,
		                             .sys_root = "/nowhere",
		                             .processes = processes,
		                             .only = only };
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_system_new(&options, &machine->system, &err), HR_OK);
	recording_sink_init(&machine->sink);
}

static void machine_release(struct machine *machine)
{
	hr_system_free(machine->system);
	recording_sink_release(&machine->sink);
	take_away(machine, "");
}

static void look_once(struct machine *machine, int64_t at_s)
{
	recording_sink_release(&machine->sink);
	recording_sink_init(&machine->sink);
	hr_system_look(machine->system, at_s * HR_NS_PER_S, at_s * HR_NS_PER_S,
	               &machine->sink.sink);
}

static void has(const struct machine *machine, const char *name, const char *value)
{
	char text[200];

	snprintf(text, sizeof(text), " name=%s value=%s ", name, value);
	ck_assert_msg(strstr(hr_str_text(&machine->sink.text), text) != NULL, "no%sin\n%s", text,
	              hr_str_text(&machine->sink.text));
}

static void has_not(const struct machine *machine, const char *name)
{
	ck_assert_ptr_null(strstr(hr_str_text(&machine->sink.text), name));
}

/* pidstat's %CPU is ticks of user and system a second, of one processor. */
START_TEST(test_processes)
{
	static const char *const wanted[] = { "web", "30", NULL };
	struct machine machine;

	machine_init(&machine);
	put(&machine, "10", "stat", STAT("10", "web", "100", "50", "1"));
	put(&machine, "20", "stat", STAT("20", "web", "0", "0", "2"));
	put(&machine, "30", "stat", STAT("30", "database", "10", "0", "3"));
	machine_watch(&machine, wanted);
	look_once(&machine, 1);
	has(&machine, "process.web.processes", "2000000");
	has(&machine, "process.web.resident", "819200000000"); /* 2 x 100 pages of 4096 */
	has_not(&machine, "process.web.cpu");

	put(&machine, "10", "stat", STAT("10", "web", "140", "60", "1"));
	put(&machine, "20", "stat", STAT("20", "web", "10", "0", "2"));
	put(&machine, "30", "stat", STAT("30", "database", "110", "0", "3"));
	look_once(&machine, 3);
	has(&machine, "process.web.cpu", "30000000"); /* (50 + 10) ticks of 0.01 s in 2 s */
	has(&machine, "process.database-30.cpu", "50000000");
	machine_release(&machine);
}
END_TEST

START_TEST(test_process_ends)
{
	static const char *const wanted[] = { "web", NULL };
	struct machine machine;

	machine_init(&machine);
	put(&machine, "10", "stat", STAT("10", "web", "100", "50", "1"));
	machine_watch(&machine, wanted);
	look_once(&machine, 1);
	look_once(&machine, 2);
	has(&machine, "process.web.cpu", "0");
	ck_assert_ptr_null(hr_system_next_gone(machine.system));

	/* Its number goes to another, later process of the same command: not the same one, so no
	 * rate across them. */
	put(&machine, "10", "stat", STAT("10", "web", "900", "50", "77"));
	look_once(&machine, 3);
	ck_assert_str_eq(hr_system_next_gone(machine.system), "web (process 10)");
	ck_assert_ptr_null(hr_system_next_gone(machine.system));
	look_once(&machine, 4);
	has(&machine, "process.web.processes", "1000000");
	has_not(&machine, "process.web.cpu");
	look_once(&machine, 5);
	has(&machine, "process.web.cpu", "0");

	take_away(&machine, "10");
	look_once(&machine, 6);
	ck_assert_ptr_nonnull(hr_system_next_gone(machine.system));
	has_not(&machine, "process.");
	look_once(&machine, 7);
	ck_assert_ptr_null(hr_system_next_gone(machine.system));
	machine_release(&machine);
}
END_TEST

START_TEST(test_options)
{
	static const char *const part[] = { "gpu", NULL };
	static const char *const process[] = { "4194305", NULL };
	static const char *const group[] = { "no/such", NULL };
	struct hr_system_options options = { .proc_root = "/nowhere", .sys_root = "/nowhere" };
	struct hr_system *machine;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_system_new(&options, &machine, &err), HR_EIO);
	options.proc_root = "/proc";
	options.only = part;
	ck_assert_int_eq(hr_system_new(&options, &machine, &err), HR_EINVAL);
	options.only = NULL;
	options.processes = process;
	ck_assert_int_eq(hr_system_new(&options, &machine, &err), HR_EINVAL);
	options.processes = NULL;
	options.cgroups = group;
	ck_assert_int_eq(hr_system_new(&options, &machine, &err), HR_EINVAL);
}
END_TEST

static Suite *proc_suite(void)
{
	Suite *suite = suite_create("proc");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_jc_keyed);
	tcase_add_test(tests, test_jc_stat);
	tcase_add_test(tests, test_jc_devices);
	tcase_add_test(tests, test_jc_process);
	tcase_add_test(tests, test_jc_load);
	tcase_add_test(tests, test_sysstat);
	tcase_add_test(tests, test_vmstat);
	tcase_add_test(tests, test_states_add_up);
	tcase_add_test(tests, test_difference);
	tcase_add_test(tests, test_cgroup);
	tcase_add_test(tests, test_no_limit);
	tcase_add_test(tests, test_command);
	tcase_add_test(tests, test_processes);
	tcase_add_test(tests, test_process_ends);
	tcase_add_test(tests, test_options);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(proc_suite)
