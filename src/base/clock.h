/*
 * The two clocks: one that only goes forward, for durations, and the calendar's, which may be set
 * at any time.
 */
#ifndef HR_BASE_CLOCK_H
#define HR_BASE_CLOCK_H

#include <stdint.h>

int64_t hr_clock_monotonic_ns(void);
/* Nanoseconds since the epoch, UTC. */
int64_t hr_clock_wall_ns(void);

#endif
