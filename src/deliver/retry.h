/*
 * Trying again: exponential waits with jitter, bounded in number and length.
 */
#ifndef HR_DELIVER_RETRY_H
#define HR_DELIVER_RETRY_H

#include <stdint.h>

#define HR_RETRY_WAIT_MAX_NS INT64_C(120000000000)

struct hr_retry {
	unsigned attempts; /* after the first */
	int64_t base_ns;
	uint64_t state; /* of the jitter; any seed */
};

/*
 * hr_retry_wait_ns - how long to wait before attempt @n (from 1) after the first: base x 2^(n-1),
 * of which a random half to whole is taken, so that many senders do not come back at once; never
 * less than what the receiver asked for, and never more than HR_RETRY_WAIT_MAX_NS.
 * @asked_ns  from Retry-After; below 0 = nothing asked
 */
int64_t hr_retry_wait_ns(struct hr_retry *retry, unsigned n, int64_t asked_ns);
void hr_retry_sleep(int64_t wait_ns); /* returns early on a signal */

#endif
