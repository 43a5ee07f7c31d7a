#include <config.h>
#include "capture/http_worker_part.h"

#ifdef HAVE_LIBCURL
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/mem.h"
#include "capture/http_load.h"
#include "capture/http_slot.h"

#define ROWS_NS HR_NS_PER_S

static double thread_cpu_s(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (double)used.tv_sec + (double)used.tv_nsec / (double)HR_NS_PER_S;
}

static void loop(struct hr_http_worker *worker, void (*tick)(void *context, int64_t now_ns),
                 void *context)
{
	int64_t ticked_ns = 0, now_ns = hr_clock_monotonic_ns();

	while (!hr_http_must_stop(worker) && !hr_http_is_done(worker, now_ns)) {
		int64_t until_ns = hr_http_start_due(worker, now_ns);

		hr_sockets_kick(&worker->sockets);
		/* A near server has answered by now. */
		if (hr_http_collect(worker) > 0)
			until_ns = now_ns;
		hr_sockets_wait(&worker->sockets, until_ns);
		hr_http_collect(worker);
		now_ns = hr_clock_monotonic_ns();
		if (now_ns - worker->rows_ns >= ROWS_NS)
			hr_http_hand_over_rows(worker, now_ns);
		if (tick != NULL && now_ns - ticked_ns >= HR_HTTP_LOOK_NS) {
			ticked_ns = now_ns;
			tick(context, now_ns);
		}
	}
}

static void finish(struct hr_http_worker *worker, double cpu_s)
{
	int64_t now_ns = hr_clock_monotonic_ns();

	hr_http_hand_over_rows(worker, now_ns);
	pthread_mutex_lock(&worker->counts.lock);
	for (size_t i = 0; i < worker->shared->plan->count; i++) {
		struct hr_http_lane *lane = &worker->lanes[i];

		worker->counts.due[i] = worker->counts.sent[i];
		if (lane->stream->open && !hr_http_must_stop(worker) &&
		    !hr_http_is_broken(worker, lane))
			hr_http_count_unsent(worker, lane, now_ns);
	}
	worker->counts.busy_s = thread_cpu_s() - cpu_s;
	worker->counts.finished = true;
	pthread_mutex_unlock(&worker->counts.lock);
}

void hr_http_worker_run(struct hr_http_worker *worker, void (*tick)(void *context, int64_t now_ns),
                        void *context)
{
	struct hr_http_shared *shared = worker->shared;
	struct hr_error error = { 0 };
	double cpu_s = thread_cpu_s();
	size_t connections = worker->users.count + 16;

	for (size_t i = 0; i < shared->plan->count; i++)
		connections += shared->plan->streams[i].open ? worker->lanes[i].limit : 0;
	if (hr_sockets_init(&worker->sockets, shared->curl, connections, &error) == HR_OK) {
		loop(worker, tick, context);
	} else {
		pthread_mutex_lock(&shared->writing);
		if (shared->status == HR_OK) {
			shared->status = error.code;
			shared->error = error;
		}
		atomic_store(&shared->ended, true);
		pthread_mutex_unlock(&shared->writing);
	}
	finish(worker, cpu_s);
	/* The handles belong to the thread that used them. */
	for (size_t i = 0; i < worker->slot_count; i++)
		hr_http_slot_free(worker->slots[i], &worker->sockets);
	worker->slot_count = 0;
	hr_sockets_release(&worker->sockets);
}

/* --- making --- */

/* User u belongs to thread u modulo threads. */
static void add_users(struct hr_http_worker *worker, size_t stream)
{
	const struct hr_http_shared *shared = worker->shared;
	const struct hr_level_curve *curve = &shared->plan->streams[stream].curve;
	size_t count = (size_t)ceil(curve->level_max);

	for (size_t u = worker->index; u < count; u += shared->threads) {
		int64_t due_ns = hr_level_curve_above(curve, 0, (double)u);

		if (due_ns != HR_NO_TIME)
			hr_http_users_add(&worker->users, (uint32_t)stream, (uint32_t)u,
			                  shared->job->seed, shared->start_ns + due_ns);
	}
}

static void lane_init(struct hr_http_worker *worker, size_t index)
{
	const struct hr_http_shared *shared = worker->shared;
	const struct hr_http_stream *stream = &shared->plan->streams[index];
	struct hr_http_lane *lane = &worker->lanes[index];
	unsigned sharers;

	*lane = (struct hr_http_lane){ .stream = stream,
		                       .index = index,
		                       .arrivals = { .due_ns = HR_NO_TIME } };
	if (!stream->open) {
		add_users(worker, index);
		return;
	}
	sharers = stream->connections < shared->threads ? (unsigned)stream->connections
	                                                : shared->threads;
	if (worker->index >= sharers)
		return;
	lane->limit = (stream->connections + sharers - 1 - worker->index) / sharers;
	hr_http_arrivals_init(&lane->arrivals, stream, worker->index, sharers,
	                      shared->job->seed ^
	                              (worker->index + 1) * UINT64_C(0xd1342543de82ef95) ^
	                              (index + 1) * UINT64_C(0x9e3779b97f4a7c15));
}

struct hr_http_worker *hr_http_worker_new(struct hr_http_shared *shared, unsigned index)
{
	struct hr_http_worker *worker = hr_zalloc(1, sizeof(*worker));

	worker->shared = shared;
	worker->index = index;
	worker->sockets.epoll = -1;
	worker->rows_ns = shared->start_ns;
	worker->lanes = hr_zalloc(shared->plan->count + 1, sizeof(*worker->lanes));
	hr_http_counts_init(&worker->counts, shared->plan);
	for (size_t i = 0; i < shared->plan->count; i++)
		lane_init(worker, i);
	return worker;
}

void hr_http_worker_free(struct hr_http_worker *worker)
{
	if (worker == NULL)
		return;
	free(worker->slots);
	free(worker->lanes);
	hr_http_users_release(&worker->users);
	hr_str_release(&worker->rows);
	hr_str_release(&worker->scratch);
	hr_http_counts_release(&worker->counts, worker->shared->plan);
	free(worker);
}

struct hr_http_counts *hr_http_worker_counts(struct hr_http_worker *worker)
{
	return &worker->counts;
}
#endif
