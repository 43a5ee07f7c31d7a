/*
 * Progress of a long read on stderr, only on a terminal and only after a second: bytes, share,
 * rate, time left.
 */
#ifndef HR_BASE_PROGRESS_H
#define HR_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct hr_progress {
	uint64_t total_bytes; /* 0 = unknown */
	uint64_t done_bytes;
	int64_t started_ns, drawn_ns; /* monotonic */
	bool enabled, visible;
};

void hr_progress_start(struct hr_progress *progress, uint64_t total_bytes, bool wanted);
/* Cheap: reads the clock once per call, draws at most five times a second. */
void hr_progress_update(struct hr_progress *progress, uint64_t done_bytes);
/* Clears the line. */
void hr_progress_stop(struct hr_progress *progress);

#endif
