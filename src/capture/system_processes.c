#include <config.h>
#include "capture/system_processes.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/num.h"
#include "capture/proc_root.h"

#define PROCESSES_MAX 1000 /* followed at once; more are left out */
#define SEARCH_NS     (5 * HR_NS_PER_S)
#define PID_BITS      22 /* of Linux */

struct process {
	uint64_t pid, started; /* together they are never used twice */
	char *name;            /* of its series */
	bool seen, gone;
};

struct hr_processes {
	const char *proc_root;
	const char *const *wanted;
	struct process *items;
	size_t count, capacity;
	bool searched;
	int64_t searched_ns;
	struct hr_str text, path;
	struct hr_str gone; /* text of the last answer */
	size_t gone_at;
};

static const char *file_of(struct hr_processes *processes, uint64_t pid, const char *name)
{
	hr_str_truncate(&processes->path, 0);
	hr_str_printf(&processes->path, "%" PRIu64 "/%s", pid, name);
	return hr_str_text(&processes->path);
}

/* @thing  gets the values; its command is borrowed until the next file is read. */
static bool read_process(struct hr_processes *processes, uint64_t pid, struct hr_proc_thing *thing,
                         struct hr_slice *command)
{
	return hr_proc_root_read(processes->proc_root, file_of(processes, pid, "stat"),
	                         &processes->text) &&
	       hr_proc_read_pid_stat(thing, hr_str_slice(&processes->text), command);
}

static bool is_followed(const struct hr_processes *processes, uint64_t pid, uint64_t started,
                        struct hr_slice name)
{
	for (size_t i = 0; i < processes->count; i++)
		if (processes->items[i].pid == pid && processes->items[i].started == started &&
		    hr_slice_is(name, processes->items[i].name))
			return true;
	return false;
}

static void follow(struct hr_processes *processes, uint64_t pid, uint64_t started,
                   struct hr_slice name)
{
	if (processes->count >= PROCESSES_MAX || is_followed(processes, pid, started, name))
		return;
	processes->items = hr_grow(processes->items, processes->count, &processes->capacity,
	                           sizeof(*processes->items));
	processes->items[processes->count++] = (struct process){
		.pid = pid, .started = started, .name = hr_strndup(name.ptr, name.length)
	};
}

static bool is_number(const char *text)
{
	uint64_t number;

	return hr_parse_u64(hr_slice_of(text), &number);
}

static enum hr_err follow_number(struct hr_processes *processes, const char *wanted,
                                 struct hr_error *err)
{
	struct hr_proc_thing thing = { 0 };
	struct hr_str name = { 0 };
	struct hr_slice command;
	uint64_t pid;

	if (!hr_parse_u64(hr_slice_of(wanted), &pid) ||
	    !read_process(processes, pid, &thing, &command))
		return hr_error_set(err, HR_EINVAL, "there is no process %s", wanted);
	hr_str_add_slice(&name, command);
	hr_str_printf(&name, "-%" PRIu64, pid);
	follow(processes, pid, thing.identity, hr_str_slice(&name));
	hr_str_release(&name);
	return HR_OK;
}

/* A process of a wanted command. The kernel keeps 15 bytes of it. */
static void follow_command(struct hr_processes *processes, uint64_t pid)
{
	struct hr_proc_thing thing = { 0 };
	struct hr_slice command;

	if (!read_process(processes, pid, &thing, &command))
		return;
	for (size_t i = 0; processes->wanted[i] != NULL; i++) {
		struct hr_slice name = hr_slice_of(processes->wanted[i]);
		struct hr_slice kept = { name.ptr, name.length < 15 ? name.length : 15 };

		if (!is_number(processes->wanted[i]) && hr_slice_equal(command, kept)) {
			follow(processes, pid, thing.identity, name);
			return;
		}
	}
}

static void search(struct hr_processes *processes)
{
	DIR *folder = opendir(processes->proc_root);
	struct dirent *entry;
	uint64_t pid;

	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    hr_parse_u64(hr_slice_of(entry->d_name), &pid) && pid != (uint64_t)getpid())
			follow_command(processes, pid);
	closedir(folder);
}

static void search_when_due(struct hr_processes *processes, int64_t monotonic_ns)
{
	bool wanted = false;

	if (processes->searched && monotonic_ns - processes->searched_ns < SEARCH_NS)
		return;
	for (size_t i = 0; processes->wanted[i] != NULL; i++)
		wanted = wanted || !is_number(processes->wanted[i]);
	if (wanted)
		search(processes);
	processes->searched = true;
	processes->searched_ns = monotonic_ns;
}

enum hr_err hr_processes_new(const char *proc_root, const char *const *wanted,
                             struct hr_processes **out, struct hr_error *err)
{
	struct hr_processes *processes = hr_zalloc(1, sizeof(*processes));
	enum hr_err code = HR_OK;

	processes->proc_root = proc_root;
	processes->wanted = wanted;
	for (size_t i = 0; code == HR_OK && wanted[i] != NULL; i++)
		if (is_number(wanted[i]))
			code = follow_number(processes, wanted[i], err);
	if (code != HR_OK) {
		hr_processes_free(processes);
		return code;
	}
	*out = processes;
	return HR_OK;
}

static void look_at(struct hr_processes *processes, struct process *process,
                    struct hr_proc_snapshot *snapshot)
{
	struct hr_proc_thing *thing = hr_proc_thing_add(snapshot, HR_PROC_PROCESS,
	                                                hr_slice_of(process->name));
	struct hr_slice command;

	if (thing == NULL)
		return;
	/* Another process may have got the number. */
	if (!read_process(processes, process->pid, thing, &command) ||
	    thing->identity != process->started) {
		snapshot->count--;
		process->gone = true;
		processes->searched = false;
		return;
	}
	process->seen = true;
	thing->identity = thing->identity << PID_BITS | process->pid;
	/* Only its owner may read it. */
	if (hr_proc_root_read(processes->proc_root, file_of(processes, process->pid, "io"),
	                      &processes->text))
		hr_proc_read_pid_io(thing, hr_str_slice(&processes->text));
}

static void drop_gone(struct hr_processes *processes)
{
	size_t kept = 0;

	for (size_t i = 0; i < processes->count; i++) {
		if (processes->items[i].gone)
			free(processes->items[i].name);
		else
			processes->items[kept++] = processes->items[i];
	}
	processes->count = kept;
}

void hr_processes_look(struct hr_processes *processes, int64_t monotonic_ns,
                       struct hr_proc_snapshot *snapshot)
{
	drop_gone(processes);
	search_when_due(processes, monotonic_ns);
	for (size_t i = 0; i < processes->count; i++)
		look_at(processes, &processes->items[i], snapshot);
	processes->gone_at = 0;
}

const char *hr_processes_next_gone(struct hr_processes *processes)
{
	while (processes->gone_at < processes->count) {
		const struct process *process = &processes->items[processes->gone_at++];

		if (!process->gone || !process->seen)
			continue;
		hr_str_truncate(&processes->gone, 0);
		hr_str_printf(&processes->gone, "%s (process %" PRIu64 ")", process->name,
		              process->pid);
		return hr_str_text(&processes->gone);
	}
	return NULL;
}

void hr_processes_free(struct hr_processes *processes)
{
	if (processes == NULL)
		return;
	for (size_t i = 0; i < processes->count; i++)
		free(processes->items[i].name);
	free(processes->items);
	hr_str_release(&processes->text);
	hr_str_release(&processes->path);
	hr_str_release(&processes->gone);
	free(processes);
}
