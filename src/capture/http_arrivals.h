/*
 * One thread's share of the arrivals of the open model: requests that are due when the curve of
 * their stream says so, whatever the server does.
 */
#ifndef HR_CAPTURE_HTTP_ARRIVALS_H
#define HR_CAPTURE_HTTP_ARRIVALS_H

#include "capture/http_plan.h"
#include "stats/random.h"

#ifdef HAVE_LIBCURL

struct hr_http_arrivals {
	const struct hr_http_stream *stream;
	unsigned sharers; /* threads they are dealt to: each needs a connection of its own */
	uint64_t next;    /* number of the next one */
	double amount;    /* the integral of the curve at it */
	int64_t due_ns;   /* when it is due, from the start; HR_NO_TIME = no more */
	struct hr_random random;
};

/*
 * hr_http_arrivals_init - the first one of a thread.
 * @thread  below @sharers
 * Arrivals are dealt to the threads in turn; of Poisson arrivals each thread has a process of its
 * own with its share of the rate, which together are one of the whole rate.
 */
void hr_http_arrivals_init(struct hr_http_arrivals *arrivals, const struct hr_http_stream *stream,
                           unsigned thread, unsigned sharers, uint64_t seed);
void hr_http_arrivals_next(struct hr_http_arrivals *arrivals);

#endif
#endif
