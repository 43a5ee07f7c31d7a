/*
 * Progress of a long read on stderr, only on a terminal and only after a second: bytes, share,
 * rate, time left.
 */
#ifndef HR_BASE_PROGRESS_H
#define HR_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
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
/* The line as it is drawn at a monotonic time: "reading: 1.2GiB of 3GiB (40%), 512MiB/s, 3.6s
 * left". Returns the length. */
size_t hr_progress_text(const struct hr_progress *progress, int64_t now_ns, char *out, size_t size);
/* Clears the line. */
void hr_progress_stop(struct hr_progress *progress);

#endif
