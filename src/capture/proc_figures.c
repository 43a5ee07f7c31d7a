#include <config.h>
#include "capture/proc_figures.h"

#include <math.h>

#include "base/instant.h"

#define BIT(value) (UINT32_C(1) << (value))
#define KIB        1024.0
#define SECTOR     512.0
#define PERCENT    100.0

/* What a figure is of. */
enum base {
	OF_NOTHING,    /* the value as it is */
	OF_TIME,       /* difference a second */
	OF_VALUES,     /* of other values, as they are */
	OF_DIFFERENCES /* of the differences of other values */
};

/* Scale of a value that depends on the machine. */
enum scale { SCALE_ONE, SCALE_TICKS, SCALE_PAGES };

struct rule {
	enum hr_proc_source source;
	const char *name, *unit;
	uint32_t plus, minus; /* values added and taken off */
	enum base base;
	uint32_t of; /* the values of OF_VALUES and OF_DIFFERENCES */
	double factor;
	enum scale scale;
};

#define CPU_ALL                                                                                    \
	(BIT(HR_CPU_USER) | BIT(HR_CPU_NICE) | BIT(HR_CPU_SYSTEM) | BIT(HR_CPU_IDLE) |             \
	 BIT(HR_CPU_IOWAIT) | BIT(HR_CPU_IRQ) | BIT(HR_CPU_SOFTIRQ) | BIT(HR_CPU_STEAL))
#define CPU(name, plus, minus)                                                                     \
	{                                                                                          \
		HR_PROC_CPU, name, "%", plus, minus, OF_DIFFERENCES, CPU_ALL, PERCENT, SCALE_ONE   \
	}
#define RATE(source, name, unit, value, factor)                                                    \
	{                                                                                          \
		source, name, unit, BIT(value), 0, OF_TIME, 0, factor, SCALE_ONE                   \
	}
#define GAUGE(source, name, unit, value, factor)                                                   \
	{                                                                                          \
		source, name, unit, BIT(value), 0, OF_NOTHING, 0, factor, SCALE_ONE                \
	}
#define PRESSURE(source, kind, prefix)                                                             \
	GAUGE(source, prefix "_10s", "%", HR_PRESSURE_##kind##_10S, 1e-6),                         \
	        GAUGE(source, prefix "_60s", "%", HR_PRESSURE_##kind##_60S, 1e-6),                 \
	        GAUGE(source, prefix "_300s", "%", HR_PRESSURE_##kind##_300S, 1e-6),               \
	        RATE(source, prefix, "%", HR_PRESSURE_##kind, PERCENT * 1e-6)

#define MEMORY_USED_NOT                                                                            \
	(BIT(HR_MEMORY_FREE) | BIT(HR_MEMORY_BUFFERS) | BIT(HR_MEMORY_CACHED) | BIT(HR_MEMORY_SLAB))
#define DISK_REQUESTS (BIT(HR_DISK_READS) | BIT(HR_DISK_WRITES) | BIT(HR_DISK_DISCARDS))
#define DISK_MS       (BIT(HR_DISK_READ_MS) | BIT(HR_DISK_WRITE_MS) | BIT(HR_DISK_DISCARD_MS))
#define DISK_SECTORS                                                                               \
	(BIT(HR_DISK_SECTORS_READ) | BIT(HR_DISK_SECTORS_WRITTEN) | BIT(HR_DISK_SECTORS_DISCARDED))

static const char *const prefixes[HR_PROC_SOURCES] = {
	[HR_PROC_CPU] = "cpu",
	[HR_PROC_PROCESSOR] = "cpu",
	[HR_PROC_TASKS] = "tasks",
	[HR_PROC_MEMORY] = "memory",
	[HR_PROC_VM] = "paging",
	[HR_PROC_LOAD] = "queue",
	[HR_PROC_DISK] = "disk",
	[HR_PROC_NETWORK] = "network",
	[HR_PROC_PRESSURE_CPU] = "pressure.cpu",
	[HR_PROC_PRESSURE_IO] = "pressure.io",
	[HR_PROC_PRESSURE_MEMORY] = "pressure.memory",
	[HR_PROC_CGROUP] = "cgroup",
	[HR_PROC_PROCESS] = "process",
};

/* Names with a dot replace the prefix. */
static const struct rule rules[] = {
	CPU("user", BIT(HR_CPU_USER), BIT(HR_CPU_GUEST)),
	CPU("nice", BIT(HR_CPU_NICE), BIT(HR_CPU_GUEST_NICE)),
	CPU("system", BIT(HR_CPU_SYSTEM), 0),
	CPU("iowait", BIT(HR_CPU_IOWAIT), 0),
	CPU("irq", BIT(HR_CPU_IRQ), 0),
	CPU("softirq", BIT(HR_CPU_SOFTIRQ), 0),
	CPU("steal", BIT(HR_CPU_STEAL), 0),
	CPU("guest", BIT(HR_CPU_GUEST), 0),
	CPU("guest_nice", BIT(HR_CPU_GUEST_NICE), 0),
	CPU("idle", BIT(HR_CPU_IDLE), 0),
	CPU("busy", CPU_ALL, BIT(HR_CPU_IDLE) | BIT(HR_CPU_IOWAIT)),
	{ HR_PROC_PROCESSOR, "idle", "%", BIT(HR_CPU_IDLE), 0, OF_DIFFERENCES, CPU_ALL, PERCENT,
	  SCALE_ONE },

	RATE(HR_PROC_TASKS, "context_switches", "1/s", HR_TASKS_SWITCHES, 1),
	RATE(HR_PROC_TASKS, "created", "1/s", HR_TASKS_CREATED, 1),
	RATE(HR_PROC_TASKS, "interrupts.total", "1/s", HR_TASKS_INTERRUPTS, 1),
	GAUGE(HR_PROC_TASKS, "queue.running", "tasks", HR_TASKS_RUNNING, 1),
	GAUGE(HR_PROC_TASKS, "queue.blocked", "tasks", HR_TASKS_BLOCKED, 1),

	GAUGE(HR_PROC_MEMORY, "total", "B", HR_MEMORY_TOTAL, KIB),
	GAUGE(HR_PROC_MEMORY, "free", "B", HR_MEMORY_FREE, KIB),
	GAUGE(HR_PROC_MEMORY, "available", "B", HR_MEMORY_AVAILABLE, KIB),
	{ HR_PROC_MEMORY, "used", "B", BIT(HR_MEMORY_TOTAL), MEMORY_USED_NOT, OF_NOTHING, 0, KIB,
	  SCALE_ONE },
	{ HR_PROC_MEMORY, "used_share", "%", BIT(HR_MEMORY_TOTAL), MEMORY_USED_NOT, OF_VALUES,
	  BIT(HR_MEMORY_TOTAL), PERCENT, SCALE_ONE },
	{ HR_PROC_MEMORY, "unavailable_share", "%", BIT(HR_MEMORY_TOTAL), BIT(HR_MEMORY_AVAILABLE),
	  OF_VALUES, BIT(HR_MEMORY_TOTAL), PERCENT, SCALE_ONE },
	GAUGE(HR_PROC_MEMORY, "buffers", "B", HR_MEMORY_BUFFERS, KIB),
	GAUGE(HR_PROC_MEMORY, "cached", "B", HR_MEMORY_CACHED, KIB),
	GAUGE(HR_PROC_MEMORY, "slab", "B", HR_MEMORY_SLAB, KIB),
	GAUGE(HR_PROC_MEMORY, "active", "B", HR_MEMORY_ACTIVE, KIB),
	GAUGE(HR_PROC_MEMORY, "inactive", "B", HR_MEMORY_INACTIVE, KIB),
	GAUGE(HR_PROC_MEMORY, "dirty", "B", HR_MEMORY_DIRTY, KIB),
	GAUGE(HR_PROC_MEMORY, "shared", "B", HR_MEMORY_SHARED, KIB),
	GAUGE(HR_PROC_MEMORY, "anonymous", "B", HR_MEMORY_ANONYMOUS, KIB),
	GAUGE(HR_PROC_MEMORY, "page_tables", "B", HR_MEMORY_PAGE_TABLES, KIB),
	GAUGE(HR_PROC_MEMORY, "kernel_stacks", "B", HR_MEMORY_KERNEL_STACKS, KIB),
	GAUGE(HR_PROC_MEMORY, "committed", "B", HR_MEMORY_COMMITTED, KIB),
	GAUGE(HR_PROC_MEMORY, "swap_free", "B", HR_MEMORY_SWAP_FREE, KIB),
	{ HR_PROC_MEMORY, "swap_used", "B", BIT(HR_MEMORY_SWAP_TOTAL), BIT(HR_MEMORY_SWAP_FREE),
	  OF_NOTHING, 0, KIB, SCALE_ONE },
	{ HR_PROC_MEMORY, "swap_used_share", "%", BIT(HR_MEMORY_SWAP_TOTAL),
	  BIT(HR_MEMORY_SWAP_FREE), OF_VALUES, BIT(HR_MEMORY_SWAP_TOTAL), PERCENT, SCALE_ONE },

	RATE(HR_PROC_VM, "in", "B/s", HR_VM_PAGED_IN, KIB),
	RATE(HR_PROC_VM, "out", "B/s", HR_VM_PAGED_OUT, KIB),
	RATE(HR_PROC_VM, "faults", "1/s", HR_VM_FAULTS, 1),
	RATE(HR_PROC_VM, "major_faults", "1/s", HR_VM_MAJOR_FAULTS, 1),
	RATE(HR_PROC_VM, "freed", "pages/s", HR_VM_FREED, 1),
	RATE(HR_PROC_VM, "swap.pages_in", "pages/s", HR_VM_SWAPPED_IN, 1),
	RATE(HR_PROC_VM, "swap.pages_out", "pages/s", HR_VM_SWAPPED_OUT, 1),
	RATE(HR_PROC_VM, "memory.oom_kills", "1/s", HR_VM_OOM_KILLS, 1),

	GAUGE(HR_PROC_LOAD, "load_1m", "tasks", HR_LOAD_1M, 1e-6),
	GAUGE(HR_PROC_LOAD, "load_5m", "tasks", HR_LOAD_5M, 1e-6),
	GAUGE(HR_PROC_LOAD, "load_15m", "tasks", HR_LOAD_15M, 1e-6),
	GAUGE(HR_PROC_LOAD, "tasks", "tasks", HR_LOAD_TASKS, 1),

	{ HR_PROC_DISK, "transfers", "1/s", DISK_REQUESTS, 0, OF_TIME, 0, 1, SCALE_ONE },
	RATE(HR_PROC_DISK, "read", "B/s", HR_DISK_SECTORS_READ, SECTOR),
	RATE(HR_PROC_DISK, "written", "B/s", HR_DISK_SECTORS_WRITTEN, SECTOR),
	RATE(HR_PROC_DISK, "discarded", "B/s", HR_DISK_SECTORS_DISCARDED, SECTOR),
	{ HR_PROC_DISK, "request_size", "B", DISK_SECTORS, 0, OF_DIFFERENCES, DISK_REQUESTS, SECTOR,
	  SCALE_ONE },
	RATE(HR_PROC_DISK, "queue", "requests", HR_DISK_QUEUE_MS, 1e-3),
	{ HR_PROC_DISK, "wait", "ms", DISK_MS, 0, OF_DIFFERENCES, DISK_REQUESTS, 1, SCALE_ONE },
	RATE(HR_PROC_DISK, "busy", "%", HR_DISK_BUSY_MS, PERCENT * 1e-3),

	RATE(HR_PROC_NETWORK, "received", "B/s", HR_NETWORK_RECEIVED, 1),
	RATE(HR_PROC_NETWORK, "sent", "B/s", HR_NETWORK_SENT, 1),
	RATE(HR_PROC_NETWORK, "received_packets", "1/s", HR_NETWORK_RECEIVED_PACKETS, 1),
	RATE(HR_PROC_NETWORK, "sent_packets", "1/s", HR_NETWORK_SENT_PACKETS, 1),
	RATE(HR_PROC_NETWORK, "receive_errors", "1/s", HR_NETWORK_RECEIVE_ERRORS, 1),
	RATE(HR_PROC_NETWORK, "send_errors", "1/s", HR_NETWORK_SEND_ERRORS, 1),
	RATE(HR_PROC_NETWORK, "receive_drops", "1/s", HR_NETWORK_RECEIVE_DROPS, 1),
	RATE(HR_PROC_NETWORK, "send_drops", "1/s", HR_NETWORK_SEND_DROPS, 1),
	RATE(HR_PROC_NETWORK, "collisions", "1/s", HR_NETWORK_COLLISIONS, 1),

	PRESSURE(HR_PROC_PRESSURE_CPU, SOME, "some"),
	PRESSURE(HR_PROC_PRESSURE_IO, SOME, "some"),
	PRESSURE(HR_PROC_PRESSURE_IO, FULL, "full"),
	PRESSURE(HR_PROC_PRESSURE_MEMORY, SOME, "some"),
	PRESSURE(HR_PROC_PRESSURE_MEMORY, FULL, "full"),

	/* of one processor: two that are busy are 200 % */
	RATE(HR_PROC_CGROUP, "cpu", "%", HR_CGROUP_USAGE_US, PERCENT * 1e-6),
	RATE(HR_PROC_CGROUP, "user", "%", HR_CGROUP_USER_US, PERCENT * 1e-6),
	RATE(HR_PROC_CGROUP, "system", "%", HR_CGROUP_SYSTEM_US, PERCENT * 1e-6),
	{ HR_PROC_CGROUP, "cpu_limit", "%", BIT(HR_CGROUP_QUOTA_US), 0, OF_VALUES,
	  BIT(HR_CGROUP_PERIOD_US), PERCENT, SCALE_ONE },
	{ HR_PROC_CGROUP, "throttled_share", "%", BIT(HR_CGROUP_THROTTLED), 0, OF_DIFFERENCES,
	  BIT(HR_CGROUP_PERIODS), PERCENT, SCALE_ONE },
	RATE(HR_PROC_CGROUP, "throttled", "%", HR_CGROUP_THROTTLED_US, PERCENT * 1e-6),
	GAUGE(HR_PROC_CGROUP, "memory", "B", HR_CGROUP_MEMORY, 1),
	GAUGE(HR_PROC_CGROUP, "memory_limit", "B", HR_CGROUP_MEMORY_MAX, 1),
	{ HR_PROC_CGROUP, "memory_share", "%", BIT(HR_CGROUP_MEMORY), 0, OF_VALUES,
	  BIT(HR_CGROUP_MEMORY_MAX), PERCENT, SCALE_ONE },
	GAUGE(HR_PROC_CGROUP, "anonymous", "B", HR_CGROUP_ANONYMOUS, 1),
	GAUGE(HR_PROC_CGROUP, "file", "B", HR_CGROUP_FILE, 1),
	RATE(HR_PROC_CGROUP, "oom_kills", "1/s", HR_CGROUP_OOM_KILLS, 1),
	RATE(HR_PROC_CGROUP, "read", "B/s", HR_CGROUP_READ, 1),
	RATE(HR_PROC_CGROUP, "written", "B/s", HR_CGROUP_WRITTEN, 1),
	GAUGE(HR_PROC_CGROUP, "tasks", "tasks", HR_CGROUP_TASKS, 1),

	{ HR_PROC_PROCESS, "cpu", "%", BIT(HR_PROCESS_USER) | BIT(HR_PROCESS_SYSTEM), 0, OF_TIME, 0,
	  PERCENT, SCALE_TICKS },
	{ HR_PROC_PROCESS, "user", "%", BIT(HR_PROCESS_USER), 0, OF_TIME, 0, PERCENT, SCALE_TICKS },
	{ HR_PROC_PROCESS, "system", "%", BIT(HR_PROCESS_SYSTEM), 0, OF_TIME, 0, PERCENT,
	  SCALE_TICKS },
	GAUGE(HR_PROC_PROCESS, "threads", "", HR_PROCESS_THREADS, 1),
	GAUGE(HR_PROC_PROCESS, "virtual", "B", HR_PROCESS_VIRTUAL, 1),
	{ HR_PROC_PROCESS, "resident", "B", BIT(HR_PROCESS_RESIDENT_PAGES), 0, OF_NOTHING, 0, 1,
	  SCALE_PAGES },
	RATE(HR_PROC_PROCESS, "minor_faults", "1/s", HR_PROCESS_MINOR_FAULTS, 1),
	RATE(HR_PROC_PROCESS, "major_faults", "1/s", HR_PROCESS_MAJOR_FAULTS, 1),
	RATE(HR_PROC_PROCESS, "read", "B/s", HR_PROCESS_READ, 1),
	RATE(HR_PROC_PROCESS, "written", "B/s", HR_PROCESS_WRITTEN, 1),
};

uint64_t hr_proc_difference(uint64_t before, uint64_t now)
{
	uint64_t fell = before - now;

	if (now >= before)
		return now - before;
	if (before <= UINT32_MAX && fell > UINT32_MAX / 2)
		return UINT32_MAX - before + now + 1;
	return fell < before / 2 ? 0 : now;
}

/* One thing at two moments. */
struct pair {
	const struct hr_proc_thing *before, *now; /* before NULL: has no rates */
	double elapsed_s;
};

static double sum_values(const struct hr_proc_thing *thing, uint32_t which)
{
	double sum = 0;

	for (unsigned i = 0; i < HR_PROC_VALUES; i++)
		if (which & thing->present & BIT(i))
			sum += (double)thing->values[i];
	return sum;
}

static double sum_differences(const struct pair *pair, uint32_t which)
{
	double sum = 0;

	for (unsigned i = 0; i < HR_PROC_VALUES; i++)
		if (which & pair->before->present & pair->now->present & BIT(i))
			sum += (double)hr_proc_difference(pair->before->values[i],
			                                  pair->now->values[i]);
	return sum;
}

/* The first of what is added and all that is taken off must be there; what an old kernel lacks of
 * the others counts nothing. */
static bool is_known(const struct rule *rule, const struct hr_proc_thing *thing)
{
	uint32_t first = rule->plus & -rule->plus;

	return (thing->present & first) != 0 && (~thing->present & rule->minus) == 0 &&
	       (rule->of == 0 || (thing->present & rule->of) != 0);
}

static double scale_of(const struct rule *rule, const struct hr_proc_units *units)
{
	switch (rule->scale) {
	case SCALE_TICKS:
		return rule->factor / units->ticks_per_s;
	case SCALE_PAGES:
		return rule->factor * units->page_bytes;
	case SCALE_ONE:
		break;
	}
	return rule->factor;
}

/* NaN when there is none: an idle disk waited for nothing, which is no wait of 0. */
static double value_of(const struct rule *rule, const struct pair *pair,
                       const struct hr_proc_units *units)
{
	bool rate = rule->base == OF_TIME || rule->base == OF_DIFFERENCES;
	double above, below = 1;

	if (!is_known(rule, pair->now) ||
	    (rate && (pair->before == NULL || !is_known(rule, pair->before))))
		return NAN;
	if (rate) /* rounding in the kernel can make a part larger than the whole */
		above = fmax(0, sum_differences(pair, rule->plus) -
		                        sum_differences(pair, rule->minus));
	else
		above = sum_values(pair->now, rule->plus) - sum_values(pair->now, rule->minus);
	if (rule->base == OF_TIME)
		below = pair->elapsed_s;
	else if (rule->base == OF_VALUES)
		below = sum_values(pair->now, rule->of);
	else if (rule->base == OF_DIFFERENCES)
		below = sum_differences(pair, rule->of);
	return below > 0 ? scale_of(rule, units) * above / below : (double)NAN;
}

static bool is_same(const struct hr_proc_thing *a, const struct hr_proc_thing *b)
{
	return a->source == b->source && a->identity == b->identity &&
	       strcmp(a->name, b->name) == 0;
}

/* Things mostly keep their order: @guess is behind the one found last. */
static const struct hr_proc_thing *find(const struct hr_proc_snapshot *snapshot,
                                        const struct hr_proc_thing *wanted, size_t *guess)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		size_t at = (*guess + i) % snapshot->count;

		if (is_same(&snapshot->things[at], wanted)) {
			*guess = at + 1;
			return &snapshot->things[at];
		}
	}
	return NULL;
}

static struct hr_proc_figure figure_of(const struct rule *rule, const struct hr_proc_thing *thing,
                                       double value)
{
	struct hr_proc_figure figure = {
		.prefix = prefixes[rule->source],
		.device = thing->name,
		.name = rule->name,
		.unit = rule->unit,
		.value = value,
	};

	if (strchr(rule->name, '.') != NULL)
		figure.prefix = "";
	return figure;
}

void hr_proc_figures(const struct hr_proc_snapshot *before, const struct hr_proc_snapshot *now,
                     const struct hr_proc_units *units,
                     void (*take)(void *context, const struct hr_proc_figure *figure),
                     void *context)
{
	double elapsed_s = (double)(now->time_ns - before->time_ns) / (double)HR_NS_PER_S;
	size_t guess = 0;

	for (size_t i = 0; i < now->count; i++) {
		struct pair pair = { .before = find(before, &now->things[i], &guess),
			             .now = &now->things[i],
			             .elapsed_s = elapsed_s };

		for (size_t j = 0; j < sizeof(rules) / sizeof(rules[0]); j++) {
			struct hr_proc_figure figure;

			if (rules[j].source != pair.now->source)
				continue;
			figure = figure_of(&rules[j], pair.now, value_of(&rules[j], &pair, units));
			if (isfinite(figure.value))
				take(context, &figure);
		}
	}
}
