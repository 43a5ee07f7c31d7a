/*
 * The processes that a recording is to follow, by number or by command: which ones they are now.
 */
#ifndef HR_CAPTURE_SYSTEM_PROCESSES_H
#define HR_CAPTURE_SYSTEM_PROCESSES_H

#include "base/error.h"
#include "capture/proc_snapshot.h"

struct hr_processes;

/*
 * hr_processes_new - @wanted, NULL-terminated: "1234" or "nginx"; borrowed, as @proc_root is.
 * Errors: HR_EINVAL when no process has the number. A command may start later.
 */
enum hr_err hr_processes_new(const char *proc_root, const char *const *wanted,
                             struct hr_processes **out, struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_processes_look - a thing a process into @snapshot, called by its command and number when it
 * was asked for by number, else by the command alone.
 * Looks for new processes of a command every few seconds and whenever one has ended.
 */
void hr_processes_look(struct hr_processes *processes, int64_t monotonic_ns,
                       struct hr_proc_snapshot *snapshot);
/* The next process that the last look missed; NULL when there is none. */
const char *hr_processes_next_gone(struct hr_processes *processes);
void hr_processes_free(struct hr_processes *processes);

#endif
