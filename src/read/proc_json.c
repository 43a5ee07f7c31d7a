/*
 * Files of Linux's /proc as JSON, in the form of `jc` (kellyjonbrazil/jc, parsers proc_*): stat,
 * meminfo, loadavg, vmstat, uptime, net_dev, diskstats, pid_stat and pid_statm, snapshot behind
 * snapshot. The time of a snapshot is that of `jc -M` (_jc_meta.timestamp), or a member timestamp,
 * time or ts. Series are called as those of sysstat are (sadf_metric.h); what counts up stays a
 * counter. Meaning and units: proc(5).
 */
#include <config.h>
#include "read/formats.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/json_split.h"
#include "read/json_text.h"
#include "record/sample.h"

#define NAME_BYTES  400
#define MICRO       6    /* decimal shift to millionths */
#define TICKS       (-2) /* USER_HZ: hundredths of a second */
#define KIB         1024
#define SECTOR      512
#define PAGE        4096
#define FIELDS_MAX  16
#define MEMBERS_MAX 3

static const char *const paths[] = { "", NULL };

struct field {
	const char *member, *name, *unit;
	int shift;
	int64_t factor;
	enum hr_series_kind kind;
};

#define GAUGE(member, name, unit, factor)                                                          \
	{                                                                                          \
		member, name, unit, 0, factor, HR_SERIES_GAUGE                                     \
	}
#define COUNTER(member, name, unit, factor)                                                        \
	{                                                                                          \
		member, name, unit, 0, factor, HR_SERIES_COUNTER                                   \
	}
#define TIME(member, name, shift)                                                                  \
	{                                                                                          \
		member, name, "s", shift, 1, HR_SERIES_COUNTER                                     \
	}

/* A file of /proc: known by its members; fields are looked up in @object, or in the whole. */
static const struct file {
	const char *members[MEMBERS_MAX];
	const char *object; /* the member that holds the fields; NULL: the snapshot itself */
	const char *prefix;
	const char *device; /* the member that goes between prefix and name; NULL none */
	struct field fields[FIELDS_MAX];
} files[] = {
	{ { "cpu", "context_switches" },
	  "cpu",
	  "cpu",
	  NULL,
	  { TIME("user", "user", TICKS), TIME("nice", "nice", TICKS),
	    TIME("system", "system", TICKS), TIME("idle", "idle", TICKS),
	    TIME("iowait", "iowait", TICKS), TIME("irq", "irq", TICKS),
	    TIME("softirq", "softirq", TICKS), TIME("steal", "steal", TICKS) } },
	{ { "cpu", "context_switches" },
	  NULL,
	  "tasks",
	  NULL,
	  { COUNTER("context_switches", "context_switches", "", 1),
	    COUNTER("processes", "created", "", 1) } },
	{ { "cpu", "context_switches" },
	  NULL,
	  "queue",
	  NULL,
	  { GAUGE("processes_running", "running", "tasks", 1),
	    GAUGE("processes_blocked", "blocked", "tasks", 1) } },
	{ { "MemTotal", "MemFree" },
	  NULL,
	  "memory",
	  NULL,
	  { GAUGE("MemTotal", "total", "B", KIB), GAUGE("MemFree", "free", "B", KIB),
	    GAUGE("MemAvailable", "available", "B", KIB), GAUGE("Buffers", "buffers", "B", KIB),
	    GAUGE("Cached", "cached", "B", KIB), GAUGE("Active", "active", "B", KIB),
	    GAUGE("Inactive", "inactive", "B", KIB), GAUGE("Dirty", "dirty", "B", KIB),
	    GAUGE("Shmem", "shared", "B", KIB), GAUGE("AnonPages", "anonymous", "B", KIB),
	    GAUGE("Slab", "slab", "B", KIB), GAUGE("PageTables", "page_tables", "B", KIB),
	    GAUGE("KernelStack", "kernel_stacks", "B", KIB),
	    GAUGE("Committed_AS", "committed", "B", KIB),
	    GAUGE("SwapTotal", "swap_total", "B", KIB),
	    GAUGE("SwapFree", "swap_free", "B", KIB) } },
	{ { "load_1m", "load_15m" },
	  NULL,
	  "queue",
	  NULL,
	  { GAUGE("load_1m", "load_1m", "tasks", 1), GAUGE("load_5m", "load_5m", "tasks", 1),
	    GAUGE("load_15m", "load_15m", "tasks", 1), GAUGE("running", "running", "tasks", 1),
	    GAUGE("available", "tasks", "tasks", 1) } },
	{ { "nr_free_pages", "pgfault" },
	  NULL,
	  "paging",
	  NULL,
	  { COUNTER("pgpgin", "in", "B", KIB), COUNTER("pgpgout", "out", "B", KIB),
	    COUNTER("pgfault", "faults", "", 1), COUNTER("pgmajfault", "major_faults", "", 1),
	    COUNTER("pgfree", "freed", "pages", 1) } },
	{ { "nr_free_pages", "pgfault" },
	  NULL,
	  "swap",
	  NULL,
	  { COUNTER("pswpin", "pages_in", "pages", 1),
	    COUNTER("pswpout", "pages_out", "pages", 1) } },
	{ { "up_time", "idle_time" },
	  NULL,
	  "system",
	  NULL,
	  { GAUGE("up_time", "uptime", "s", 1), TIME("idle_time", "idle", 0) } },
	{ { "interface", "r_bytes", "t_bytes" },
	  NULL,
	  "network",
	  "interface",
	  { COUNTER("r_bytes", "received", "B", 1), COUNTER("t_bytes", "sent", "B", 1),
	    COUNTER("r_packets", "received_packets", "", 1),
	    COUNTER("t_packets", "sent_packets", "", 1), COUNTER("r_errs", "receive_errors", "", 1),
	    COUNTER("t_errs", "send_errors", "", 1), COUNTER("r_drop", "receive_drops", "", 1),
	    COUNTER("t_drop", "send_drops", "", 1), COUNTER("t_colls", "collisions", "", 1) } },
	{ { "device", "reads_completed", "io_time_ms" },
	  NULL,
	  "disk",
	  "device",
	  { COUNTER("reads_completed", "reads", "", 1),
	    COUNTER("writes_completed", "writes", "", 1),
	    COUNTER("sectors_read", "read", "B", SECTOR),
	    COUNTER("sectors_written", "written", "B", SECTOR),
	    TIME("read_time_ms", "read_time", -3), TIME("write_time_ms", "write_time", -3),
	    TIME("io_time_ms", "busy", -3), TIME("weighted_io_time_ms", "queue_time", -3),
	    GAUGE("io_in_progress", "in_progress", "requests", 1) } },
	{ { "pid", "comm", "utime" },
	  NULL,
	  "process",
	  "comm",
	  { TIME("utime", "user", TICKS), TIME("stime", "system", TICKS),
	    GAUGE("num_threads", "threads", "", 1), GAUGE("vsize", "virtual", "B", 1),
	    GAUGE("rss", "resident", "B", PAGE), COUNTER("minflt", "minor_faults", "", 1),
	    COUNTER("majflt", "major_faults", "", 1) } },
	{ { "resident", "shared", "text" },
	  NULL,
	  "process",
	  NULL,
	  { GAUGE("size", "virtual", "B", PAGE), GAUGE("resident", "resident", "B", PAGE),
	    GAUGE("shared", "shared", "B", PAGE) } },
};

#define FILES (sizeof(files) / sizeof(files[0]))

struct hr_reader {
	struct hr_read_context *context;
	struct hr_json_split *split;
	struct hr_str name;
	uint64_t line;
	struct hr_slice text; /* of the snapshot */
};

/* --- time --- */

static bool read_time(const struct hr_reader *reader, const json_t *object, int64_t *out)
{
	static const char *const members[] = { "timestamp", "time", "ts" };
	const json_t *value = json_object_get(json_object_get(object, "_jc_meta"), "timestamp");
	char number[HR_JSON_NUMBER_BYTES];
	struct hr_slice text;

	for (size_t i = 0; value == NULL && i < sizeof(members) / sizeof(members[0]); i++)
		value = json_object_get(object, members[i]);
	text = hr_json_scalar_text(value, number);
	return text.length > 0 &&
	       hr_instant_parse(text, reader->context->options.zone, out, NULL) == HR_OK;
}

/* --- values --- */

static void push(struct hr_reader *reader, const struct field *field, const json_t *value,
                 int64_t time_ns)
{
	struct hr_observation observation = {
		.time_ns = time_ns,
		.kind = field->kind,
		.name = hr_str_slice(&reader->name),
		.unit = hr_slice_of(field->unit),
		.host = reader->context->options.host,
	};
	char number[HR_JSON_NUMBER_BYTES];

	if (!json_is_number(value) ||
	    !hr_read_value(reader->context, hr_json_scalar_text(value, number), field->shift,
	                   field->factor, field->kind, &observation.value_micro)) {
		hr_read_reject(reader->context, "a value is no number, or too large for a series",
		               reader->line, observation.name);
		return;
	}
	hr_read_observation(reader->context, &observation);
}

/* "prefix.", or "prefix.device."; a process by its command and number. */
static void begin_name(struct hr_reader *reader, const struct file *file, const json_t *object)
{
	char number[HR_JSON_NUMBER_BYTES];
	struct hr_slice pid;

	hr_str_truncate(&reader->name, 0);
	reader->name.limit = NAME_BYTES;
	hr_str_puts(&reader->name, file->prefix);
	hr_str_putc(&reader->name, '.');
	if (file->device == NULL)
		return;
	hr_str_add_slice(&reader->name, hr_json_string(object, file->device));
	pid = hr_json_scalar_text(json_object_get(object, "pid"), number);
	if (pid.length > 0) {
		hr_str_putc(&reader->name, '-');
		hr_str_add_slice(&reader->name, pid);
	}
	hr_str_putc(&reader->name, '.');
}

static void take_fields(struct hr_reader *reader, const struct file *file, const json_t *object,
                        int64_t time_ns)
{
	const json_t *holder = file->object != NULL ? json_object_get(object, file->object)
	                                            : object;
	size_t length;

	begin_name(reader, file, object);
	length = reader->name.length;
	for (size_t i = 0; i < FIELDS_MAX && file->fields[i].member != NULL; i++) {
		const json_t *value = json_object_get(holder, file->fields[i].member);

		if (value == NULL)
			continue;
		hr_str_truncate(&reader->name, length);
		hr_str_puts(&reader->name, file->fields[i].name);
		push(reader, &file->fields[i], value, time_ns);
	}
}

/* Of single processors the idle time, as of sysstat's. */
static void take_processors(struct hr_reader *reader, json_t *object, int64_t time_ns)
{
	static const struct field idle = TIME("idle", "idle", TICKS);
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		if (strncmp(key, "cpu", 3) != 0 || !isdigit((unsigned char)key[3]))
			continue;
		hr_str_truncate(&reader->name, 0);
		hr_str_printf(&reader->name, "cpu.%s.idle", key + 3);
		push(reader, &idle, json_object_get(value, idle.member), time_ns);
	}
}

static bool is_file(const json_t *object, const struct file *file)
{
	for (size_t i = 0; i < MEMBERS_MAX && file->members[i] != NULL; i++)
		if (json_object_get(object, file->members[i]) == NULL)
			return false;
	return true;
}

static void take_object(struct hr_reader *reader, json_t *object, int64_t time_ns)
{
	bool known = false;

	for (size_t i = 0; i < FILES; i++) {
		if (!is_file(object, &files[i]))
			continue;
		take_fields(reader, &files[i], object, time_ns);
		if (i == 0)
			take_processors(reader, object, time_ns);
		known = true;
	}
	if (!known)
		hr_read_note(reader->context, "a file of /proc that is not read", reader->line,
		             reader->text);
}

/* A snapshot is an object, or a list of them, one a device. */
static void take_part(void *context, const struct hr_json_part *part)
{
	struct hr_reader *reader = context;
	json_t *first = json_is_array(part->value) ? json_array_get(part->value, 0) : part->value;
	int64_t time_ns;
	size_t i;
	json_t *object;

	reader->line = part->line;
	reader->text = part->text;
	if (part->fault != NULL) {
		hr_read_reject(reader->context, part->fault, part->line, part->text);
		return;
	}
	if (!json_is_object(first)) {
		hr_read_reject(reader->context, "no snapshot of /proc", part->line, part->text);
		return;
	}
	if (!read_time(reader, first, &time_ns)) {
		hr_read_reject(reader->context, "a snapshot without a time (jc writes one with -M)",
		               part->line, part->text);
		return;
	}
	if (!json_is_array(part->value))
		take_object(reader, part->value, time_ns);
	else
		json_array_foreach(part->value, i, object) take_object(reader, object, time_ns);
}

/* --- the format --- */

static struct hr_reader *proc_json_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->split = hr_json_split_new(paths, take_part, reader);
	return reader;
}

static enum hr_err proc_json_feed(struct hr_reader *reader, struct hr_slice bytes,
                                  struct hr_error *err)
{
	(void)err;
	hr_json_split_feed(reader->split, bytes);
	return HR_OK;
}

static enum hr_err proc_json_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_read_json_end(reader->context, reader->split, "a snapshot of /proc", err);
}

static void proc_json_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_json_split_free(reader->split);
	hr_str_release(&reader->name);
	free(reader);
}

static bool looks_like(struct hr_slice head, char open, const struct file *file)
{
	char quoted[MEMBERS_MAX][32];
	const char *wanted[MEMBERS_MAX + 1] = { NULL };

	for (size_t i = 0; i < MEMBERS_MAX && file->members[i] != NULL; i++) {
		struct hr_str member = { .limit = sizeof(quoted[i]) - 1 };

		hr_str_printf(&member, "\"%s\":", file->members[i]);
		memcpy(quoted[i], hr_str_text(&member), member.length + 1);
		hr_str_release(&member);
		wanted[i] = quoted[i];
	}
	return hr_json_text_looks_like(head, open, wanted);
}

static int proc_json_sniff(const struct hr_peek *peek)
{
	for (size_t i = 0; i < FILES; i++)
		if (looks_like(peek->head, '{', &files[i]) ||
		    looks_like(peek->head, '[', &files[i]))
			return 90;
	return 0;
}

const struct hr_format hr_format_proc_json = {
	.name = "proc-json",
	.title = "files of /proc as JSON, as jc -M writes them",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = proc_json_sniff,
	.open = proc_json_open,
	.feed = proc_json_feed,
	.finish = proc_json_finish,
	.free = proc_json_free,
};
