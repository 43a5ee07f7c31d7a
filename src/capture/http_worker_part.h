/*
 * A thread of an HTTP load from the inside, shared by the files it is made of: http_worker.c (its
 * life), http_start.c (what it sends, and when) and http_collect.c (what comes back).
 */
#ifndef HR_CAPTURE_HTTP_WORKER_PART_H
#define HR_CAPTURE_HTTP_WORKER_PART_H

#include <stdatomic.h>

#include "base/instant.h"
#include "base/stop.h"
#include "base/str.h"
#include "capture/http_arrivals.h"
#include "capture/http_counts.h"
#include "capture/http_sockets.h"
#include "capture/http_users.h"
#include "capture/http_worker.h"

struct hr_http_slot;

#ifdef HAVE_LIBCURL

#define HR_HTTP_LOOK_NS (100 * HR_NS_PER_MS) /* how often stop flags are looked at */

/* A stream's share of one thread. */
struct hr_http_lane {
	const struct hr_http_stream *stream;
	size_t index;
	/* of the open model */
	struct hr_http_arrivals arrivals;
	bool counted; /* the next one was due while all connections were in use */
	size_t in_flight, limit;
	/* Handles at rest. Each serves one stream only, so that what no request can take back,
	 * whom to trust, is of one target. */
	struct hr_http_slot *free;
};

struct hr_http_worker {
	struct hr_http_shared *shared;
	unsigned index;
	struct hr_sockets sockets;
	struct hr_http_lane *lanes;
	struct hr_http_users users;
	struct hr_http_slot **slots; /* all, for the end */
	size_t slot_count, slot_capacity, in_flight;
	struct hr_str rows, scratch;
	int64_t rows_ns;
	struct hr_http_counts counts;
};

/* How long the load has lasted at a moment of the monotonic clock. */
static inline int64_t hr_http_since_start(const struct hr_http_worker *worker, int64_t now_ns)
{
	return now_ns - worker->shared->start_ns;
}

static inline bool hr_http_must_stop(const struct hr_http_worker *worker)
{
	return atomic_load_explicit(&worker->shared->ended, memory_order_relaxed) ||
	       hr_stop_wanted();
}

/* No more requests of this stream. */
static inline bool hr_http_is_broken(const struct hr_http_worker *worker,
                                     const struct hr_http_lane *lane)
{
	return atomic_load_explicit(&worker->shared->broken[lane->index].set, memory_order_relaxed);
}

/* Whether a request that was due then stands in the recording.  @due_ns  monotonic */
static inline bool hr_http_is_recorded(const struct hr_http_worker *worker,
                                       const struct hr_http_lane *lane, int64_t due_ns)
{
	int64_t since_ns = hr_http_since_start(worker, due_ns);

	return hr_level_curve_piece(&lane->stream->curve, since_ns)->recorded;
}

/* --- http_start.c --- */

/* Start the requests that are due; gives when the next is, @now_ns if some are left. Monotonic. */
int64_t hr_http_start_due(struct hr_http_worker *worker, int64_t now_ns);
/* The pause of a user between two requests; shorter than asked for where the load ends before. */
void hr_http_think(struct hr_http_worker *worker, struct hr_http_user *user, bool answered,
                   int64_t now_ns);
/* Nothing is under way, and nothing will be. */
bool hr_http_is_done(const struct hr_http_worker *worker, int64_t now_ns);
/* Count the requests of the open model that were due by now and never sent. */
void hr_http_count_unsent(struct hr_http_worker *worker, struct hr_http_lane *lane, int64_t now_ns);

/* --- http_collect.c --- */

/* Judge, count and write down the requests that are over; gives how many. */
unsigned hr_http_collect(struct hr_http_worker *worker);
/* Give the rows at hand to the recording; a write that fails ends the load for all threads. */
void hr_http_hand_over_rows(struct hr_http_worker *worker, int64_t now_ns);

#endif
#endif
