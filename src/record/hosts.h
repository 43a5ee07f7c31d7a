/*
 * Load generators of a run, told apart by the hosts of its active users: when each was at work.
 */
#ifndef HR_RECORD_HOSTS_H
#define HR_RECORD_HOSTS_H

#include "record/run.h"

/* From the start of the first interval with active users to the end of the last. */
struct hr_host_span {
	struct hr_slice host; /* borrowed from the run; empty: no host is named */
	int64_t start_ns, end_ns;
};

/* The span of a host; false when the run knows no active users of it. */
bool hr_host_span(const struct hr_run *run, struct hr_slice host, struct hr_host_span *out);

/* How long both were at work together; 0 when never. */
int64_t hr_host_span_common_ns(const struct hr_host_span *a, const struct hr_host_span *b);

/* @later is @shift_ns behind @earlier. */
struct hr_host_shift {
	struct hr_slice earlier, later;
	int64_t shift_ns;
};

/*
 * hr_hosts_shift - do the clocks of load generators differ? Generators of one test begin and end
 * together; when one of them begins and ends by nearly the same time after the one with the longest
 * span (or before it), its clock is suspect. The largest such shift is given, of at least two
 * intervals; the two differences may differ by a tenth, and by two intervals. False when there is
 * none.
 */
bool hr_hosts_shift(const struct hr_run *run, struct hr_host_shift *out);

#endif
