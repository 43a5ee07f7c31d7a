#include <config.h>
#include "read/sadf_metric.h"

#include "base/num.h"
#include "record/sample.h"

#define KIB        INT64_C(1024)
#define SECTOR     INT64_C(512)
#define MICRO      6
#define NAME_BYTES 400

static const struct activity {
	const char *name;
	const char *device; /* column that tells devices apart, or NULL */
	const char *sections[3];
} activities[HR_SADF_ACTIVITIES] = {
	[HR_SADF_CPU] = { "cpu", "CPU", { "cpu-load", "cpu-load-all" } },
	[HR_SADF_INTERRUPTS] = { "interrupts", "INTR", { "interrupts" } },
	[HR_SADF_TASKS] = { "tasks", NULL, { "process-and-context-switch" } },
	[HR_SADF_SWAPPING] = { "swap", NULL, { "swap-pages" } },
	[HR_SADF_PAGING] = { "paging", NULL, { "paging" } },
	[HR_SADF_IO] = { "io", NULL, { "io", "io-reads", "io-writes" } },
	[HR_SADF_MEMORY] = { "memory", NULL, { "memory" } },
	[HR_SADF_HUGEPAGES] = { "hugepages", NULL, { "hugepages" } },
	[HR_SADF_KERNEL] = { "kernel", NULL, { "kernel" } },
	[HR_SADF_QUEUE] = { "queue", NULL, { "queue" } },
	[HR_SADF_DISK] = { "disk", "DEV", { "disk" } },
	[HR_SADF_NETWORK] = { "network", "IFACE", { "net-dev" } },
	[HR_SADF_NETWORK_ERRORS] = { "network", "IFACE", { "net-edev" } },
	[HR_SADF_SOCKETS] = { "sockets", NULL, { "net-sock" } },
	[HR_SADF_TCP] = { "tcp", NULL, { "net-tcp" } },
	[HR_SADF_TCP_ERRORS] = { "tcp", NULL, { "net-etcp" } },
	[HR_SADF_UDP] = { "udp", NULL, { "net-udp" } },
	[HR_SADF_FREQUENCY] = { "cpu", "CPU", { "cpu-frequency" } },
	[HR_SADF_FAN] = { "fan", "FAN", { "fan-speed" } },
	[HR_SADF_TEMPERATURE] = { "temperature", "TEMP", { "temperature" } },
	[HR_SADF_VOLTAGE] = { "voltage", "IN", { "voltage-input" } },
	[HR_SADF_FILESYSTEM] = { "filesystem", "FILESYSTEM", { "filesystems" } },
	[HR_SADF_PRESSURE_CPU] = { "pressure.cpu", NULL, { "psi-cpu" } },
	[HR_SADF_PRESSURE_IO] = { "pressure.io", NULL, { "psi-io" } },
	[HR_SADF_PRESSURE_MEMORY] = { "pressure.memory", NULL, { "psi-mem" } },
};

static const struct hr_sadf_metric metrics[] = {
	{ HR_SADF_CPU, "usr", "%usr", "user", "%", 1, NULL },
	{ HR_SADF_CPU, "user", "%user", "user", "%", 1, NULL },
	{ HR_SADF_CPU, "nice", "%nice", "nice", "%", 1, NULL },
	{ HR_SADF_CPU, "sys", "%sys", "system", "%", 1, NULL },
	{ HR_SADF_CPU, "system", "%system", "system", "%", 1, NULL },
	{ HR_SADF_CPU, "iowait", "%iowait", "iowait", "%", 1, NULL },
	{ HR_SADF_CPU, "steal", "%steal", "steal", "%", 1, NULL },
	{ HR_SADF_CPU, "irq", "%irq", "irq", "%", 1, NULL },
	{ HR_SADF_CPU, "soft", "%soft", "softirq", "%", 1, NULL },
	{ HR_SADF_CPU, "guest", "%guest", "guest", "%", 1, NULL },
	{ HR_SADF_CPU, "gnice", "%gnice", "guest_nice", "%", 1, NULL },
	{ HR_SADF_CPU, "idle", "%idle", "idle", "%", 1, NULL },
	{ HR_SADF_INTERRUPTS, "all", "intr/s", "total", "1/s", 1, NULL },
	{ HR_SADF_INTERRUPTS, "value", "intr/s", "total", "1/s", 1, NULL },
	{ HR_SADF_TASKS, "proc", "proc/s", "created", "1/s", 1, NULL },
	{ HR_SADF_TASKS, "cswch", "cswch/s", "context_switches", "1/s", 1, NULL },
	{ HR_SADF_SWAPPING, "pswpin", "pswpin/s", "pages_in", "pages/s", 1, NULL },
	{ HR_SADF_SWAPPING, "pswpout", "pswpout/s", "pages_out", "pages/s", 1, NULL },
	{ HR_SADF_PAGING, "pgpgin", "pgpgin/s", "in", "B/s", KIB, NULL },
	{ HR_SADF_PAGING, "pgpgout", "pgpgout/s", "out", "B/s", KIB, NULL },
	{ HR_SADF_PAGING, "fault", "fault/s", "faults", "1/s", 1, NULL },
	{ HR_SADF_PAGING, "majflt", "majflt/s", "major_faults", "1/s", 1, NULL },
	{ HR_SADF_PAGING, "pgfree", "pgfree/s", "freed", "pages/s", 1, NULL },
	{ HR_SADF_PAGING, "pgscank", "pgscank/s", "scanned_kswapd", "pages/s", 1, NULL },
	{ HR_SADF_PAGING, "pgscand", "pgscand/s", "scanned_direct", "pages/s", 1, NULL },
	{ HR_SADF_PAGING, "pgsteal", "pgsteal/s", "reclaimed", "pages/s", 1, NULL },
	{ HR_SADF_PAGING, "vmeff-percent", "%vmeff", "reclaim_efficiency", "%", 1, NULL },
	{ HR_SADF_PAGING, "pgprom", "pgprom/s", "promoted", "pages/s", 1, NULL },
	{ HR_SADF_PAGING, "pgdem", "pgdem/s", "demoted", "pages/s", 1, NULL },
	{ HR_SADF_IO, "tps", "tps", "transfers", "1/s", 1, NULL },
	{ HR_SADF_IO, "rtps", "rtps", "reads", "1/s", 1, NULL },
	{ HR_SADF_IO, "wtps", "wtps", "writes", "1/s", 1, NULL },
	{ HR_SADF_IO, "bread", "bread/s", "read", "B/s", SECTOR, NULL },
	{ HR_SADF_IO, "bwrtn", "bwrtn/s", "written", "B/s", SECTOR, NULL },
	{ HR_SADF_MEMORY, "memfree", "kbmemfree", "free", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "avail", "kbavail", "available", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "memused", "kbmemused", "used", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "memused-percent", "%memused", "used_share", "%", 1, NULL },
	{ HR_SADF_MEMORY, "buffers", "kbbuffers", "buffers", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "cached", "kbcached", "cached", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "commit", "kbcommit", "committed", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "commit-percent", "%commit", "committed_share", "%", 1, NULL },
	{ HR_SADF_MEMORY, "active", "kbactive", "active", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "inactive", "kbinact", "inactive", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "dirty", "kbdirty", "dirty", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "shared", "kbshared", "shared", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "anonpg", "kbanonpg", "anonymous", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "slab", "kbslab", "slab", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "kstack", "kbkstack", "kernel_stacks", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "pgtbl", "kbpgtbl", "page_tables", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "vmused", "kbvmused", "vmalloc", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "swpfree", "kbswpfree", "swap_free", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "swpused", "kbswpused", "swap_used", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "swpused-percent", "%swpused", "swap_used_share", "%", 1, NULL },
	{ HR_SADF_MEMORY, "swpcad", "kbswpcad", "swap_cached", "B", KIB, NULL },
	{ HR_SADF_MEMORY, "swpcad-percent", "%swpcad", "swap_cached_share", "%", 1, NULL },
	{ HR_SADF_HUGEPAGES, "hugfree", "kbhugfree", "free", "B", KIB, NULL },
	{ HR_SADF_HUGEPAGES, "hugused", "kbhugused", "used", "B", KIB, NULL },
	{ HR_SADF_HUGEPAGES, "hugused-percent", "%hugused", "used_share", "%", 1, NULL },
	{ HR_SADF_KERNEL, "dentunusd", "dentunusd", "dentries_unused", "", 1, NULL },
	{ HR_SADF_KERNEL, "file-nr", "file-nr", "files", "", 1, NULL },
	{ HR_SADF_KERNEL, "inode-nr", "inode-nr", "inodes", "", 1, NULL },
	{ HR_SADF_KERNEL, "pty-nr", "pty-nr", "terminals", "", 1, NULL },
	{ HR_SADF_QUEUE, "runq-sz", "runq-sz", "running", "tasks", 1, NULL },
	{ HR_SADF_QUEUE, "plist-sz", "plist-sz", "tasks", "tasks", 1, NULL },
	{ HR_SADF_QUEUE, "ldavg-1", "ldavg-1", "load_1m", "tasks", 1, NULL },
	{ HR_SADF_QUEUE, "ldavg-5", "ldavg-5", "load_5m", "tasks", 1, NULL },
	{ HR_SADF_QUEUE, "ldavg-15", "ldavg-15", "load_15m", "tasks", 1, NULL },
	{ HR_SADF_QUEUE, "blocked", "blocked", "blocked", "tasks", 1, NULL },
	{ HR_SADF_DISK, "tps", "tps", "transfers", "1/s", 1, NULL },
	{ HR_SADF_DISK, "rkB", "rkB/s", "read", "B/s", KIB, NULL },
	{ HR_SADF_DISK, "wkB", "wkB/s", "written", "B/s", KIB, NULL },
	{ HR_SADF_DISK, "dkB", "dkB/s", "discarded", "B/s", KIB, NULL },
	{ HR_SADF_DISK, "rd_sec", "rd_sec/s", "read", "B/s", SECTOR, "rkB" },
	{ HR_SADF_DISK, "wr_sec", "wr_sec/s", "written", "B/s", SECTOR, "wkB" },
	{ HR_SADF_DISK, "areq-sz", "areq-sz", "request_size", "B", KIB, NULL },
	{ HR_SADF_DISK, "avgrq-sz", "avgrq-sz", "request_size", "B", SECTOR, "areq-sz" },
	{ HR_SADF_DISK, "aqu-sz", "aqu-sz", "queue", "requests", 1, NULL },
	{ HR_SADF_DISK, "avgqu-sz", "avgqu-sz", "queue", "requests", 1, "aqu-sz" },
	{ HR_SADF_DISK, "await", "await", "wait", "ms", 1, NULL },
	{ HR_SADF_DISK, "util-percent", "%util", "busy", "%", 1, NULL },
	{ HR_SADF_NETWORK, "rxpck", "rxpck/s", "received_packets", "1/s", 1, NULL },
	{ HR_SADF_NETWORK, "txpck", "txpck/s", "sent_packets", "1/s", 1, NULL },
	{ HR_SADF_NETWORK, "rxkB", "rxkB/s", "received", "B/s", KIB, NULL },
	{ HR_SADF_NETWORK, "txkB", "txkB/s", "sent", "B/s", KIB, NULL },
	{ HR_SADF_NETWORK, "ifutil-percent", "%ifutil", "busy", "%", 1, NULL },
	{ HR_SADF_NETWORK_ERRORS, "rxerr", "rxerr/s", "receive_errors", "1/s", 1, NULL },
	{ HR_SADF_NETWORK_ERRORS, "txerr", "txerr/s", "send_errors", "1/s", 1, NULL },
	{ HR_SADF_NETWORK_ERRORS, "coll", "coll/s", "collisions", "1/s", 1, NULL },
	{ HR_SADF_NETWORK_ERRORS, "rxdrop", "rxdrop/s", "receive_drops", "1/s", 1, NULL },
	{ HR_SADF_NETWORK_ERRORS, "txdrop", "txdrop/s", "send_drops", "1/s", 1, NULL },
	{ HR_SADF_SOCKETS, "totsck", "totsck", "used", "", 1, NULL },
	{ HR_SADF_SOCKETS, "tcpsck", "tcpsck", "tcp", "", 1, NULL },
	{ HR_SADF_SOCKETS, "udpsck", "udpsck", "udp", "", 1, NULL },
	{ HR_SADF_SOCKETS, "tcp-tw", "tcp-tw", "tcp_time_wait", "", 1, NULL },
	{ HR_SADF_TCP, "active", "active/s", "opened", "1/s", 1, NULL },
	{ HR_SADF_TCP, "passive", "passive/s", "accepted", "1/s", 1, NULL },
	{ HR_SADF_TCP, "iseg", "iseg/s", "received_segments", "1/s", 1, NULL },
	{ HR_SADF_TCP, "oseg", "oseg/s", "sent_segments", "1/s", 1, NULL },
	{ HR_SADF_TCP_ERRORS, "atmptf", "atmptf/s", "failed_attempts", "1/s", 1, NULL },
	{ HR_SADF_TCP_ERRORS, "estres", "estres/s", "established_resets", "1/s", 1, NULL },
	{ HR_SADF_TCP_ERRORS, "retrseg", "retrans/s", "retransmitted", "1/s", 1, NULL },
	{ HR_SADF_TCP_ERRORS, "isegerr", "isegerr/s", "receive_errors", "1/s", 1, NULL },
	{ HR_SADF_TCP_ERRORS, "orsts", "orsts/s", "sent_resets", "1/s", 1, NULL },
	{ HR_SADF_UDP, "idgm", "idgm/s", "received_datagrams", "1/s", 1, NULL },
	{ HR_SADF_UDP, "odgm", "odgm/s", "sent_datagrams", "1/s", 1, NULL },
	{ HR_SADF_UDP, "noport", "noport/s", "no_port", "1/s", 1, NULL },
	{ HR_SADF_UDP, "idgmerr", "idgmerr/s", "receive_errors", "1/s", 1, NULL },
	{ HR_SADF_FREQUENCY, "frequency", "MHz", "frequency", "MHz", 1, NULL },
	{ HR_SADF_FAN, "rpm", "rpm", "speed", "rpm", 1, NULL },
	{ HR_SADF_FAN, "drpm", "drpm", "above_minimum", "rpm", 1, NULL },
	{ HR_SADF_TEMPERATURE, "degC", "degC", "value",
	  "\xc2\xb0"
	  "C",
	  1, NULL },
	{ HR_SADF_TEMPERATURE, "percent-temp", "%temp", "share", "%", 1, NULL },
	{ HR_SADF_VOLTAGE, "inV", "inV", "value", "V", 1, NULL },
	{ HR_SADF_VOLTAGE, "percent-in", "%in", "share", "%", 1, NULL },
	{ HR_SADF_FILESYSTEM, "MBfsfree", "MBfsfree", "free", "MiB", 1, NULL },
	{ HR_SADF_FILESYSTEM, "MBfsused", "MBfsused", "used", "MiB", 1, NULL },
	{ HR_SADF_FILESYSTEM, "%fsused", "%fsused", "used_share", "%", 1, NULL },
	{ HR_SADF_FILESYSTEM, "%ufsused", "%ufsused", "used_share_unprivileged", "%", 1, NULL },
	{ HR_SADF_FILESYSTEM, "Ifree", "Ifree", "inodes_free", "", 1, NULL },
	{ HR_SADF_FILESYSTEM, "Iused", "Iused", "inodes_used", "", 1, NULL },
	{ HR_SADF_FILESYSTEM, "%Iused", "%Iused", "inodes_used_share", "%", 1, NULL },
	{ HR_SADF_PRESSURE_CPU, "some_avg10", "%scpu-10", "some_10s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_CPU, "some_avg60", "%scpu-60", "some_60s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_CPU, "some_avg300", "%scpu-300", "some_300s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_CPU, "some_avg", "%scpu", "some", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "some_avg10", "%sio-10", "some_10s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "some_avg60", "%sio-60", "some_60s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "some_avg300", "%sio-300", "some_300s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "some_avg", "%sio", "some", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "full_avg10", "%fio-10", "full_10s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "full_avg60", "%fio-60", "full_60s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "full_avg300", "%fio-300", "full_300s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_IO, "full_avg", "%fio", "full", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "some_avg10", "%smem-10", "some_10s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "some_avg60", "%smem-60", "some_60s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "some_avg300", "%smem-300", "some_300s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "some_avg", "%smem", "some", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "full_avg10", "%fmem-10", "full_10s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "full_avg60", "%fmem-60", "full_60s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "full_avg300", "%fmem-300", "full_300s", "%", 1, NULL },
	{ HR_SADF_PRESSURE_MEMORY, "full_avg", "%fmem", "full", "%", 1, NULL },
};

#define METRICS (sizeof(metrics) / sizeof(metrics[0]))

bool hr_sadf_section(const char *section, enum hr_sadf_activity *out)
{
	for (size_t i = 0; i < HR_SADF_ACTIVITIES; i++)
		for (size_t j = 0; j < 3 && activities[i].sections[j] != NULL; j++)
			if (strcmp(activities[i].sections[j], section) == 0) {
				*out = (enum hr_sadf_activity)i;
				return true;
			}
	return false;
}

const struct hr_sadf_metric *hr_sadf_by_member(enum hr_sadf_activity activity, const char *member)
{
	for (size_t i = 0; i < METRICS; i++)
		if (metrics[i].activity == activity && strcmp(metrics[i].member, member) == 0)
			return &metrics[i];
	return NULL;
}

const struct hr_sadf_metric *hr_sadf_by_column(struct hr_slice column, const char *device,
                                               enum hr_sadf_activity near)
{
	const struct hr_sadf_metric *of_device = NULL, *of_none = NULL;

	for (size_t i = 0; i < METRICS; i++) {
		const char *its = activities[metrics[i].activity].device;

		if (!hr_slice_is(column, metrics[i].column))
			continue;
		if (metrics[i].activity == near)
			return &metrics[i];
		if (its == NULL && of_none == NULL)
			of_none = &metrics[i];
		if (its != NULL && device != NULL && strcmp(its, device) == 0 && of_device == NULL)
			of_device = &metrics[i];
	}
	return of_device != NULL ? of_device : of_none;
}

const char *hr_sadf_device_column(struct hr_slice column)
{
	for (size_t i = 0; i < HR_SADF_ACTIVITIES; i++)
		if (activities[i].device != NULL && hr_slice_is(column, activities[i].device))
			return activities[i].device;
	return NULL;
}

/* One of many processors or interrupts, of which one value or none is kept. */
static bool is_left_out(const struct hr_sadf_metric *metric, struct hr_slice device)
{
	switch (metric->activity) {
	case HR_SADF_CPU:
		return !hr_slice_is(device, "all") && strcmp(metric->name, "idle") != 0;
	case HR_SADF_FREQUENCY:
		return !hr_slice_is(device, "all");
	case HR_SADF_INTERRUPTS:
		return !hr_slice_is(device, "sum");
	default:
		return false;
	}
}

void hr_sadf_push(struct hr_read_context *context, struct hr_sadf_row *row,
                  const struct hr_sadf_metric *metric, struct hr_slice device,
                  struct hr_slice value)
{
	struct hr_observation observation = {
		.time_ns = row->time_ns,
		.kind = HR_SERIES_GAUGE,
		.unit = hr_slice_of(metric->unit),
		.host = row->host.length > 0 ? row->host : context->options.host,
	};

	if (activities[metric->activity].device == NULL)
		device.length = 0;
	if (hr_slice_is(device, "-1")) /* of all, in the tables of old versions */
		device = hr_slice_of(metric->activity == HR_SADF_INTERRUPTS ? "sum" : "all");
	if (is_left_out(metric, device))
		return;
	hr_str_truncate(&row->name, 0);
	row->name.limit = NAME_BYTES;
	hr_str_puts(&row->name, activities[metric->activity].name);
	if (device.length > 0 && !hr_slice_is(device, "all") && !hr_slice_is(device, "sum")) {
		hr_str_putc(&row->name, '.');
		hr_str_add_slice(&row->name, device);
	}
	hr_str_printf(&row->name, ".%s", metric->name);
	observation.name = hr_str_slice(&row->name);
	if (!hr_parse_scaled(value, MICRO, &observation.value_micro) ||
	    __builtin_mul_overflow(observation.value_micro, metric->factor,
	                           &observation.value_micro)) {
		hr_read_reject(context, "a value is no number, or too large for a series",
		               row->line, observation.name);
		return;
	}
	hr_read_observation(context, &observation);
}

bool hr_sadf_time(struct hr_slice text, struct hr_slice zone_name, const struct hr_zone *zone,
                  int64_t *out)
{
	if (hr_slice_is(zone_name, "UTC") || hr_slice_is(zone_name, "GMT"))
		zone = hr_zone_utc();
	return hr_instant_parse(hr_slice_trim(text), zone, out, NULL) == HR_OK;
}
