#include <config.h>
#include "deliver/retry.h"

#include <time.h>

#include "base/instant.h"

#define DOUBLINGS_MAX 20

/* SplitMix64 (Steele, Lea, Flood 2014): one step, 53 bits as a number in [0, 1). */
static double next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (double)(z >> 11) / 9007199254740992.0;
}

int64_t hr_retry_wait_ns(struct hr_retry *retry, unsigned n, int64_t asked_ns)
{
	unsigned doublings = n - 1 < DOUBLINGS_MAX ? n - 1 : DOUBLINGS_MAX;
	int64_t wait_ns = HR_RETRY_WAIT_MAX_NS;

	if (retry->base_ns < HR_RETRY_WAIT_MAX_NS >> doublings)
		wait_ns = retry->base_ns << doublings;
	wait_ns -= (int64_t)((double)wait_ns / 2 * next(&retry->state));
	if (asked_ns > wait_ns)
		wait_ns = asked_ns;
	return wait_ns < HR_RETRY_WAIT_MAX_NS ? wait_ns : HR_RETRY_WAIT_MAX_NS;
}

void hr_retry_sleep(int64_t wait_ns)
{
	struct timespec wait = { .tv_sec = (time_t)(wait_ns / HR_NS_PER_S),
		                 .tv_nsec = (long)(wait_ns % HR_NS_PER_S) };

	if (wait_ns > 0)
		nanosleep(&wait, NULL);
}
