/*
 * The shapes of text that files of /proc, /sys and cgroups come in, taken apart: lines, words,
 * numbers, "key value" and rows of columns. Functions over text alone; whatever the bytes are, they
 * end and stay inside. Meaning and units of the numbers: proc(5) and the kernel's
 * Documentation/admin-guide/cgroup-v2.rst.
 */
#ifndef HR_CAPTURE_PROC_TEXT_H
#define HR_CAPTURE_PROC_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* The next word off the start of @line, which blanks end; false at the end. */
bool hr_proc_word(struct hr_slice *line, struct hr_slice *word);
/* A whole number; of negative ones the two's complement. False, and *out 0, for all else. */
bool hr_proc_number(struct hr_slice word, uint64_t *out);
/* A number with decimals in millionths, at most 2^63 of them. */
bool hr_proc_micro(struct hr_slice word, uint64_t *out);
/*
 * hr_proc_keyed - a line "key value" or "Key: value kB", as of meminfo, vmstat and cpu.stat.
 * @value  as it stands there; what follows it is passed over
 */
bool hr_proc_keyed(struct hr_slice line, struct hr_slice *key, uint64_t *value);
/* Words of @line into @values until one is no number or @max are there; returns how many. */
size_t hr_proc_columns(struct hr_slice line, uint64_t *values, size_t max);
/*
 * hr_proc_stat_command - the command of a line of /proc/PID/stat, which may hold blanks and
 * parentheses itself; @line is left behind it, at the state.
 */
bool hr_proc_stat_command(struct hr_slice *line, uint64_t *pid, struct hr_slice *command);
/* The value of "name=value" among the words of @line. */
bool hr_proc_named(struct hr_slice line, const char *name, struct hr_slice *value);

#endif
