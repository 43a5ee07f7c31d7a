#include <config.h>
#include "base/clock.h"

#include <time.h>

#include "base/instant.h"

static int64_t read_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * HR_NS_PER_S + now.tv_nsec;
}

int64_t hr_clock_monotonic_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t hr_clock_wall_ns(void)
{
	return read_clock(CLOCK_REALTIME);
}
