#include <config.h>
#include "capture/http_worker_part.h"

#ifdef HAVE_LIBCURL
#include "base/mem.h"
#include "capture/http_load.h"
#include "capture/http_slot.h"
#include "stats/random.h"

#define FAILED_PAUSE_NS (100 * HR_NS_PER_MS) /* of a user whose request had no answer */
#define DOZE_NS         HR_NS_PER_S
#define STARTS_AT_ONCE  64 /* then sockets are looked at again */

static struct hr_http_slot *slot_new(struct hr_http_worker *worker)
{
	struct hr_http_slot *slot = hr_http_slot_new(&worker->sockets);

	worker->slots = hr_grow(worker->slots, worker->slot_count, &worker->slot_capacity,
	                        sizeof(struct hr_http_slot *));
	worker->slots[worker->slot_count++] = slot;
	return slot;
}

static const struct hr_http_call *choose_call(const struct hr_http_stream *stream, double unit)
{
	size_t i = 0;

	while (i + 1 < stream->call_count && unit >= stream->calls[i].weight_until)
		i++;
	return &stream->calls[i];
}

/* @due_ns, @now_ns  monotonic */
static void start(struct hr_http_worker *worker, struct hr_http_lane *lane,
                  struct hr_http_user *user, const struct hr_http_call *call, int64_t due_ns,
                  int64_t now_ns)
{
	struct hr_http_slot *slot = lane->free;

	if (slot != NULL)
		lane->free = slot->next;
	else
		slot = slot_new(worker);
	slot->lane = lane;
	slot->user = user;
	slot->due_ns = due_ns;
	slot->sent_ns = now_ns;
	hr_str_truncate(&slot->body.kept, 0);
	hr_http_slot_set_up(slot, worker->shared->curl, call);
	lane->in_flight++;
	worker->in_flight++;
	if (worker->shared->curl->multi_add_handle(worker->sockets.multi, slot->easy) != CURLM_OK)
		hr_out_of_memory(); /* the one way it fails */
}

/* --- open model --- */

/* A number in [0, 1) that belongs to the @n-th arrival, whichever thread sends it. */
static double unit_of(const struct hr_http_worker *worker, const struct hr_http_lane *lane,
                      uint64_t n)
{
	struct hr_random random;

	hr_random_seed(&random,
	               worker->shared->job->seed + (n * worker->shared->plan->count + lane->index) *
	                                                   UINT64_C(0x9e3779b97f4a7c15));
	return hr_random_unit(&random);
}

static void next_arrival(struct hr_http_lane *lane)
{
	hr_http_arrivals_next(&lane->arrivals);
	lane->counted = false;
}

static void count_sent(struct hr_http_worker *worker, const struct hr_http_lane *lane,
                       int64_t due_ns, int64_t now_ns)
{
	if (hr_http_is_recorded(worker, lane, due_ns))
		hr_http_counts_add_sent(&worker->counts, lane->index, now_ns - due_ns,
		                        hr_http_since_start(worker, now_ns) <=
		                                lane->stream->curve.end_ns);
}

/* True when there is more to start than was started. */
static bool start_arrivals(struct hr_http_worker *worker, struct hr_http_lane *lane, int64_t now_ns)
{
	int64_t now = hr_http_since_start(worker, now_ns);

	for (int started = 0; lane->arrivals.due_ns <= now; started++) {
		int64_t due_ns = worker->shared->start_ns + lane->arrivals.due_ns;

		if (lane->in_flight >= lane->limit) {
			worker->counts.waited += !lane->counted;
			lane->counted = true;
			return false;
		}
		if (started == STARTS_AT_ONCE)
			return true;
		atomic_fetch_add_explicit(&worker->shared->active, 1, memory_order_relaxed);
		start(worker, lane, NULL,
		      choose_call(lane->stream, unit_of(worker, lane, lane->arrivals.next)), due_ns,
		      now_ns);
		count_sent(worker, lane, due_ns, now_ns);
		next_arrival(lane);
	}
	return false;
}

void hr_http_count_unsent(struct hr_http_worker *worker, struct hr_http_lane *lane, int64_t now_ns)
{
	int64_t now = hr_http_since_start(worker, now_ns);

	while (lane->arrivals.due_ns <= now && lane->arrivals.due_ns != HR_NO_TIME) {
		worker->counts.due[lane->index] += hr_http_is_recorded(
		        worker, lane, worker->shared->start_ns + lane->arrivals.due_ns);
		next_arrival(lane);
	}
}

/* --- closed model --- */

static struct hr_http_lane *lane_of(struct hr_http_worker *worker, const struct hr_http_user *user)
{
	return &worker->lanes[user->stream];
}

static void set_active(struct hr_http_worker *worker, struct hr_http_user *user, bool active)
{
	if (user->active == active)
		return;
	user->active = active;
	atomic_fetch_add_explicit(&worker->shared->active, active ? 1 : -1, memory_order_relaxed);
}

/* Not in one piece: the stream may break meanwhile. */
static void doze(struct hr_http_worker *worker, struct hr_http_user *user, int64_t until_ns,
                 int64_t now_ns)
{
	hr_http_users_sleep(&worker->users, user,
	                    until_ns - now_ns > DOZE_NS ? now_ns + DOZE_NS : until_ns);
}

/* A user whose time has come: it sends, or sleeps until the load needs it. */
static void wake(struct hr_http_worker *worker, struct hr_http_user *user, int64_t now_ns)
{
	struct hr_http_lane *lane = lane_of(worker, user);
	int64_t now = hr_http_since_start(worker, now_ns), above;

	above = hr_http_is_broken(worker, lane)
	                ? HR_NO_TIME
	                : hr_level_curve_above(&lane->stream->curve, now, user->number);
	set_active(worker, user, above <= now);
	if (above <= now)
		start(worker, lane, user, choose_call(lane->stream, hr_random_unit(&user->random)),
		      now_ns, now_ns);
	else if (above != HR_NO_TIME)
		doze(worker, user, worker->shared->start_ns + above, now_ns);
}

static void start_users(struct hr_http_worker *worker, int64_t now_ns)
{
	struct hr_http_user *user;

	for (int i = 0; i < STARTS_AT_ONCE; i++) {
		user = hr_http_users_due(&worker->users, now_ns);
		if (user == NULL)
			break;
		wake(worker, user, now_ns);
	}
}

void hr_http_think(struct hr_http_worker *worker, struct hr_http_user *user, bool answered,
                   int64_t now_ns)
{
	const struct hr_http_stream *stream = lane_of(worker, user)->stream;
	int64_t left_ns = stream->curve.end_ns - hr_http_since_start(worker, now_ns);
	int64_t span_ns = stream->think_max_ns - stream->think_min_ns;
	int64_t pause_ns = stream->think_min_ns;

	if (span_ns > 0)
		pause_ns += (int64_t)(hr_random_unit(&user->random) * (double)span_ns);
	/* Else a server that is down gets, and the recording keeps, failures at full speed. */
	if (!answered && pause_ns < FAILED_PAUSE_NS)
		pause_ns = FAILED_PAUSE_NS;
	/* Or the end of the load would have to wait for the thought. */
	if (pause_ns > left_ns)
		pause_ns = left_ns > 0 ? left_ns : 0;
	hr_http_users_sleep(&worker->users, user, now_ns + pause_ns);
}

/* --- both models --- */

static bool lane_is_over(const struct hr_http_worker *worker, const struct hr_http_lane *lane,
                         int64_t now_ns)
{
	return !lane->stream->open || lane->arrivals.due_ns == HR_NO_TIME ||
	       hr_http_is_broken(worker, lane) ||
	       hr_http_since_start(worker, now_ns) >
	               lane->stream->curve.end_ns + worker->shared->grace_ns;
}

bool hr_http_is_done(const struct hr_http_worker *worker, int64_t now_ns)
{
	if (worker->in_flight > 0)
		return false;
	for (size_t i = 0; i < worker->shared->plan->count; i++)
		if (!lane_is_over(worker, &worker->lanes[i], now_ns))
			return false;
	return hr_http_users_next(&worker->users) == INT64_MAX;
}

int64_t hr_http_start_due(struct hr_http_worker *worker, int64_t now_ns)
{
	int64_t next_ns = now_ns + HR_HTTP_LOOK_NS, user_ns;

	for (size_t i = 0; i < worker->shared->plan->count; i++) {
		struct hr_http_lane *lane = &worker->lanes[i];

		if (lane_is_over(worker, lane, now_ns))
			continue;
		if (start_arrivals(worker, lane, now_ns))
			next_ns = now_ns;
		else if (lane->arrivals.due_ns != HR_NO_TIME && lane->in_flight < lane->limit &&
		         worker->shared->start_ns + lane->arrivals.due_ns < next_ns)
			next_ns = worker->shared->start_ns + lane->arrivals.due_ns;
	}
	start_users(worker, now_ns);
	user_ns = hr_http_users_next(&worker->users);
	return user_ns < next_ns ? user_ns : next_ns;
}
#endif
