/*
 * Figures of two snapshots of one machine: what counts up is differenced and divided by the time
 * between them, shares are of the same sum, the rest is taken from the later one. The names are
 * those that the readers of sysstat's exports give the same things.
 *
 * The formulas are those of sysstat 12.6 (rd_stats.c, pr_stats.c; manuals sar(1), pidstat(1)) and,
 * where sysstat has none, of proc(5). Differences from what sar prints: processor time in a guest
 * is not counted a second time in user and nice, so that the states add up to 100 %.
 */
#ifndef HR_CAPTURE_PROC_FIGURES_H
#define HR_CAPTURE_PROC_FIGURES_H

#include <stdint.h>

#include "capture/proc_snapshot.h"

/* How the machine counts. */
struct hr_proc_units {
	double ticks_per_s; /* sysconf(_SC_CLK_TCK) */
	double page_bytes;
};

struct hr_proc_figure {
	const char *prefix; /* "disk" */
	const char *device; /* "sda"; "" none */
	const char *name;   /* "read" */
	const char *unit;
	double value; /* finite */
};

/*
 * hr_proc_figures - each figure of @now to @take, in the order of the things.
 * @before  earlier, or empty: then only what needs no difference
 * A thing that was not there before, or is another one of the same name (a process by its
 * identity), has no rates yet.
 */
void hr_proc_figures(const struct hr_proc_snapshot *before, const struct hr_proc_snapshot *now,
                     const struct hr_proc_units *units,
                     void (*take)(void *context, const struct hr_proc_figure *figure),
                     void *context);
/*
 * hr_proc_difference - how far a counter went.
 * One that fell from beyond 2^31 to little has 32 bits and went round. One that fell by less than
 * half was corrected by the kernel, as idle times are: 0. Else it was reset and counts from 0.
 */
uint64_t hr_proc_difference(uint64_t before, uint64_t now);

#endif
