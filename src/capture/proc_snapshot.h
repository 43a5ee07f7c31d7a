/*
 * What a machine says of itself at one moment: files of /proc and cgroups taken apart into things
 * (a disk, an interface, a process, memory) with numbered values. Each reader takes the text of one
 * file and keeps what it understands; lines that are damaged or of a newer kernel add nothing.
 */
#ifndef HR_CAPTURE_PROC_SNAPSHOT_H
#define HR_CAPTURE_PROC_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define HR_PROC_VALUES     20   /* of one thing */
#define HR_PROC_NAME_BYTES 128  /* longer names are cut */
#define HR_PROC_THINGS_MAX 4096 /* in one snapshot; more are left out */

enum hr_proc_source {
	HR_PROC_CPU,
	HR_PROC_PROCESSOR, /* one of many */
	HR_PROC_TASKS,
	HR_PROC_MEMORY,
	HR_PROC_VM,
	HR_PROC_LOAD,
	HR_PROC_DISK,
	HR_PROC_NETWORK,
	HR_PROC_PRESSURE_CPU,
	HR_PROC_PRESSURE_IO,
	HR_PROC_PRESSURE_MEMORY,
	HR_PROC_CGROUP,
	HR_PROC_PROCESS,
	HR_PROC_SOURCES
};

/* The values of each source, in the order they are stored. */
enum hr_proc_cpu { /* ticks; also of single processors */
	           HR_CPU_USER,
	           HR_CPU_NICE,
	           HR_CPU_SYSTEM,
	           HR_CPU_IDLE,
	           HR_CPU_IOWAIT,
	           HR_CPU_IRQ,
	           HR_CPU_SOFTIRQ,
	           HR_CPU_STEAL,
	           HR_CPU_GUEST,      /* part of user */
	           HR_CPU_GUEST_NICE, /* part of nice */
	           HR_CPU_STATES
};
enum hr_proc_tasks {
	HR_TASKS_SWITCHES,
	HR_TASKS_CREATED,
	HR_TASKS_INTERRUPTS,
	HR_TASKS_RUNNING,
	HR_TASKS_BLOCKED
};
enum hr_proc_memory { /* kB */
	              HR_MEMORY_TOTAL,
	              HR_MEMORY_FREE,
	              HR_MEMORY_AVAILABLE,
	              HR_MEMORY_BUFFERS,
	              HR_MEMORY_CACHED,
	              HR_MEMORY_SLAB,
	              HR_MEMORY_ACTIVE,
	              HR_MEMORY_INACTIVE,
	              HR_MEMORY_DIRTY,
	              HR_MEMORY_SHARED,
	              HR_MEMORY_ANONYMOUS,
	              HR_MEMORY_PAGE_TABLES,
	              HR_MEMORY_KERNEL_STACKS,
	              HR_MEMORY_COMMITTED,
	              HR_MEMORY_SWAP_TOTAL,
	              HR_MEMORY_SWAP_FREE
};
enum hr_proc_vm { /* pgpgin and pgpgout in kB, the rest in pages or counts */
	          HR_VM_PAGED_IN,
	          HR_VM_PAGED_OUT,
	          HR_VM_SWAPPED_IN,
	          HR_VM_SWAPPED_OUT,
	          HR_VM_FAULTS,
	          HR_VM_MAJOR_FAULTS,
	          HR_VM_FREED,
	          HR_VM_OOM_KILLS
};
enum hr_proc_load { HR_LOAD_1M, HR_LOAD_5M, HR_LOAD_15M, HR_LOAD_TASKS }; /* loads in millionths */
enum hr_proc_disk { /* as the columns of diskstats; sectors of 512 bytes, times in ms */
	            HR_DISK_READS,
	            HR_DISK_READS_MERGED,
	            HR_DISK_SECTORS_READ,
	            HR_DISK_READ_MS,
	            HR_DISK_WRITES,
	            HR_DISK_WRITES_MERGED,
	            HR_DISK_SECTORS_WRITTEN,
	            HR_DISK_WRITE_MS,
	            HR_DISK_IN_PROGRESS,
	            HR_DISK_BUSY_MS,
	            HR_DISK_QUEUE_MS,
	            HR_DISK_DISCARDS,
	            HR_DISK_DISCARDS_MERGED,
	            HR_DISK_SECTORS_DISCARDED,
	            HR_DISK_DISCARD_MS,
	            HR_DISK_FLUSHES,
	            HR_DISK_FLUSH_MS,
	            HR_DISK_COLUMNS
};
enum hr_proc_network { /* as the columns of net/dev */
	               HR_NETWORK_RECEIVED,
	               HR_NETWORK_RECEIVED_PACKETS,
	               HR_NETWORK_RECEIVE_ERRORS,
	               HR_NETWORK_RECEIVE_DROPS,
	               HR_NETWORK_RECEIVE_FIFO,
	               HR_NETWORK_FRAME,
	               HR_NETWORK_RECEIVE_COMPRESSED,
	               HR_NETWORK_MULTICAST,
	               HR_NETWORK_SENT,
	               HR_NETWORK_SENT_PACKETS,
	               HR_NETWORK_SEND_ERRORS,
	               HR_NETWORK_SEND_DROPS,
	               HR_NETWORK_SEND_FIFO,
	               HR_NETWORK_COLLISIONS,
	               HR_NETWORK_CARRIER,
	               HR_NETWORK_SEND_COMPRESSED,
	               HR_NETWORK_COLUMNS
};
enum hr_proc_pressure { /* averages in millionths of a percent, totals in microseconds */
	                HR_PRESSURE_SOME_10S,
	                HR_PRESSURE_SOME_60S,
	                HR_PRESSURE_SOME_300S,
	                HR_PRESSURE_SOME,
	                HR_PRESSURE_FULL_10S,
	                HR_PRESSURE_FULL_60S,
	                HR_PRESSURE_FULL_300S,
	                HR_PRESSURE_FULL
};
enum hr_proc_cgroup { /* microseconds, bytes, counts */
	              HR_CGROUP_USAGE_US,
	              HR_CGROUP_USER_US,
	              HR_CGROUP_SYSTEM_US,
	              HR_CGROUP_PERIODS,
	              HR_CGROUP_THROTTLED,
	              HR_CGROUP_THROTTLED_US,
	              HR_CGROUP_MEMORY,
	              HR_CGROUP_MEMORY_MAX,
	              HR_CGROUP_ANONYMOUS,
	              HR_CGROUP_FILE,
	              HR_CGROUP_OOM_KILLS,
	              HR_CGROUP_READ,
	              HR_CGROUP_WRITTEN,
	              HR_CGROUP_READS,
	              HR_CGROUP_WRITES,
	              HR_CGROUP_TASKS,
	              HR_CGROUP_QUOTA_US, /* of cpu.max, absent without a limit */
	              HR_CGROUP_PERIOD_US
};
enum hr_proc_process { /* ticks, bytes, pages, counts */
	               HR_PROCESS_USER,
	               HR_PROCESS_SYSTEM,
	               HR_PROCESS_THREADS,
	               HR_PROCESS_VIRTUAL,
	               HR_PROCESS_RESIDENT_PAGES,
	               HR_PROCESS_MINOR_FAULTS,
	               HR_PROCESS_MAJOR_FAULTS,
	               HR_PROCESS_READ,
	               HR_PROCESS_WRITTEN
};

struct hr_proc_thing {
	enum hr_proc_source source;
	char name[HR_PROC_NAME_BYTES]; /* "sda", "eth0"; "" where the source has one thing */
	uint64_t identity;             /* of a process, when it started; else 0 */
	uint32_t present;              /* bit i: values[i] is known */
	uint64_t values[HR_PROC_VALUES];
};

/* Zero-initialised is empty. */
struct hr_proc_snapshot {
	struct hr_proc_thing *things; /* owned */
	size_t count, capacity;
	int64_t time_ns; /* by the monotonic clock */
};

void hr_proc_snapshot_clear(struct hr_proc_snapshot *snapshot);
void hr_proc_snapshot_release(struct hr_proc_snapshot *snapshot);
/* A new thing without values; NULL beyond HR_PROC_THINGS_MAX. Valid until the next call. */
struct hr_proc_thing *hr_proc_thing_add(struct hr_proc_snapshot *snapshot,
                                        enum hr_proc_source source, struct hr_slice name);

/* Files of /proc, each adding its things. */
void hr_proc_read_stat(struct hr_proc_snapshot *snapshot, struct hr_slice text);
void hr_proc_read_meminfo(struct hr_proc_snapshot *snapshot, struct hr_slice text);
void hr_proc_read_vmstat(struct hr_proc_snapshot *snapshot, struct hr_slice text);
void hr_proc_read_loadavg(struct hr_proc_snapshot *snapshot, struct hr_slice text);
void hr_proc_read_diskstats(struct hr_proc_snapshot *snapshot, struct hr_slice text);
void hr_proc_read_net_dev(struct hr_proc_snapshot *snapshot, struct hr_slice text);
/* @source  HR_PROC_PRESSURE_CPU, _IO or _MEMORY */
void hr_proc_read_pressure(struct hr_proc_snapshot *snapshot, enum hr_proc_source source,
                           struct hr_slice text);

/* Files of one thing: into @thing. */
/* /proc/PID/stat: false when it is none. @command  borrowed from @text */
bool hr_proc_read_pid_stat(struct hr_proc_thing *thing, struct hr_slice text,
                           struct hr_slice *command);
void hr_proc_read_pid_io(struct hr_proc_thing *thing, struct hr_slice text);
/* cpu.stat, memory.stat, memory.events, io.stat, cpu.max and files of one number; @file is the
 * name. False when it is not read. */
bool hr_proc_read_cgroup(struct hr_proc_thing *thing, const char *file, struct hr_slice text);

#endif
