/*
 * The machine as series: one look at /proc and /sys after the other, each giving the figures since
 * the one before (proc_figures.h) as observations.
 */
#ifndef HR_CAPTURE_SYSTEM_H
#define HR_CAPTURE_SYSTEM_H

#include "base/error.h"
#include "record/sink.h"

struct hr_system_options {
	const char *proc_root, *sys_root; /* "/proc", "/sys" */
	struct hr_slice host;             /* may be empty */
	/* Processes by number or by command, NULL-terminated; those of one command are one series.
	 */
	const char *const *processes;
	/* Groups below sys_root/fs/cgroup, NULL-terminated; "self" is that of this program. */
	const char *const *cgroups;
	const char *const *only; /* names of parts (hr_system_parts), NULL-terminated; NULL: all */
};

struct hr_system;

/* "cpu", "memory" ...: what can be chosen, NULL-terminated. */
extern const char *const hr_system_parts[];

/*
 * hr_system_new - ready to look; @options are borrowed.
 * Errors: HR_EINVAL for an unknown part, a process or a group that does not exist; HR_EIO when
 * there is no /proc.
 */
enum hr_err hr_system_new(const struct hr_system_options *options, struct hr_system **out,
                          struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_system_look - figures since the look before, of the first one only what needs none.
 * @monotonic_ns  when, for differences; @wall_ns  for the observations
 * What cannot be read any more (a process that ended, a disk that was taken out) gives no figures.
 */
void hr_system_look(struct hr_system *system, int64_t monotonic_ns, int64_t wall_ns,
                    struct hr_sink *sink);
/* A process of the options that was there at the look before the last and is not any more; NULL
 * when there is none (left). Borrowed until the next look. */
const char *hr_system_next_gone(struct hr_system *system);
void hr_system_free(struct hr_system *system);

#endif
