/*
 * Several inputs of one run that were recorded on several load generators: what must be said about
 * their active users and clocks, as notes of the run.
 */
#ifndef HR_CLI_INPUT_HOSTS_H
#define HR_CLI_INPUT_HOSTS_H

#include <stddef.h>

#include "record/run.h"

struct hr_host_span;

/* Zero-initialised before the first input. */
struct hr_input_hosts {
	struct hr_host_span *spans; /* of inputs that name no host */
	size_t count, capacity;
};

/* The run of one more input (at @path), before it is merged into @run: when its users name no host
 * and were at work together with those of an earlier input that names none, @run gets a note. */
void hr_input_hosts_add(struct hr_input_hosts *hosts, struct hr_run *run, const char *path,
                        const struct hr_run *part);
/* All inputs are in: a note when a load generator's clock is suspect. */
void hr_input_hosts_finish(struct hr_input_hosts *hosts, struct hr_run *run);
void hr_input_hosts_release(struct hr_input_hosts *hosts);

#endif
