#include <config.h>
#include "capture/http_worker.h"

#ifdef HAVE_LIBCURL
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/stop.h"
#include "capture/http_arrivals.h"
#include "capture/http_counts.h"
#include "capture/http_load.h"
#include "capture/http_slot.h"
#include "capture/http_users.h"
#include "capture/recording.h"
#include "stats/random.h"
#include "write/writer.h"

#define LOOK_NS         (100 * HR_NS_PER_MS) /* how often stop flags are looked at */
#define ROWS_BYTES      ((size_t)32 * 1024)
#define ROWS_NS         HR_NS_PER_S
#define FAILED_PAUSE_NS (100 * HR_NS_PER_MS) /* of a user whose request had no answer */
#define DOZE_NS         HR_NS_PER_S
#define STARTS_AT_ONCE  64 /* then sockets are looked at again */

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

static int64_t since_start(const struct hr_http_worker *worker, int64_t now_ns)
{
	return now_ns - worker->shared->start_ns;
}

static bool must_stop(const struct hr_http_worker *worker)
{
	return atomic_load_explicit(&worker->shared->ended, memory_order_relaxed) ||
	       hr_stop_wanted();
}

static bool is_broken(const struct hr_http_worker *worker, const struct hr_http_lane *lane)
{
	return atomic_load_explicit(&worker->shared->broken[lane->index].set, memory_order_relaxed);
}

/* --- starting --- */

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

static bool is_recorded(const struct hr_http_worker *worker, const struct hr_http_lane *lane,
                        int64_t due_ns)
{
	return hr_level_curve_piece(&lane->stream->curve, since_start(worker, due_ns))->recorded;
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
	if (is_recorded(worker, lane, due_ns))
		hr_http_counts_add_sent(&worker->counts, lane->index, now_ns - due_ns,
		                        since_start(worker, now_ns) <= lane->stream->curve.end_ns);
}

/* True when there is more to start than was started. */
static bool start_arrivals(struct hr_http_worker *worker, struct hr_http_lane *lane, int64_t now_ns)
{
	int64_t now = since_start(worker, now_ns);

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

/* Requests that were due and never sent, once a lane is over. */
static void count_unsent(struct hr_http_worker *worker, struct hr_http_lane *lane, int64_t now_ns)
{
	int64_t now = since_start(worker, now_ns);

	while (lane->arrivals.due_ns <= now && lane->arrivals.due_ns != HR_NO_TIME) {
		worker->counts.due[lane->index] += is_recorded(
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
	int64_t now = since_start(worker, now_ns), above;

	above = is_broken(worker, lane)
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

/* No longer than the load lasts, or its end would have to wait for the thought. */
static void think(struct hr_http_worker *worker, struct hr_http_user *user, bool answered,
                  int64_t now_ns)
{
	const struct hr_http_stream *stream = lane_of(worker, user)->stream;
	int64_t left_ns = stream->curve.end_ns - since_start(worker, now_ns);
	int64_t span_ns = stream->think_max_ns - stream->think_min_ns;
	int64_t pause_ns = stream->think_min_ns;

	if (span_ns > 0)
		pause_ns += (int64_t)(hr_random_unit(&user->random) * (double)span_ns);
	/* Else a server that is down gets, and the recording keeps, failures at full speed. */
	if (!answered && pause_ns < FAILED_PAUSE_NS)
		pause_ns = FAILED_PAUSE_NS;
	if (pause_ns > left_ns)
		pause_ns = left_ns > 0 ? left_ns : 0;
	hr_http_users_sleep(&worker->users, user, now_ns + pause_ns);
}

/* --- what came back --- */

static void hand_over_rows(struct hr_http_worker *worker, int64_t now_ns)
{
	struct hr_http_shared *shared = worker->shared;

	worker->rows_ns = now_ns;
	if (worker->rows.length == 0)
		return;
	pthread_mutex_lock(&shared->writing);
	if (shared->status == HR_OK)
		shared->status = hr_recording_write(shared->job->recording,
		                                    hr_str_slice(&worker->rows));
	if (shared->status != HR_OK)
		atomic_store(&shared->ended, true);
	pthread_mutex_unlock(&shared->writing);
	hr_str_truncate(&worker->rows, 0);
}

static int64_t round_ms(int64_t duration_ns)
{
	return duration_ns < 0 ? duration_ns
	                       : (duration_ns + HR_NS_PER_MS / 2) / HR_NS_PER_MS * HR_NS_PER_MS;
}

static void put_row(struct hr_http_worker *worker, struct hr_sample *sample)
{
	if (worker->shared->job->whole_ms) {
		sample->start_ns -= sample->start_ns % HR_NS_PER_MS;
		sample->elapsed_ns = round_ms(sample->elapsed_ns);
		sample->latency_ns = round_ms(sample->latency_ns);
		sample->connect_ns = round_ms(sample->connect_ns);
	}
	worker->shared->job->recording->writer.form->sample(sample, &worker->rows);
}

static void count(struct hr_http_worker *worker, const struct hr_http_lane *lane,
                  const struct hr_sample *sample, bool recorded, int64_t now_ns)
{
	int step = hr_level_curve_piece(&lane->stream->curve, since_start(worker, now_ns))->step;

	hr_http_counts_add(&worker->counts, sample, recorded, now_ns);
	if (step != HR_NO_STEP && lane->stream->break_if != NULL)
		hr_http_counts_add_step(&worker->counts, lane->index, step, sample);
}

static void complete(struct hr_http_worker *worker, struct hr_http_slot *slot, CURLcode result,
                     int64_t now_ns)
{
	struct hr_http_shared *shared = worker->shared;
	struct hr_http_lane *lane = slot->lane;
	bool recorded = is_recorded(worker, lane, slot->due_ns);
	struct hr_sample sample = {
		.kind = HR_SAMPLE_REQUEST,
		.start_ns = shared->wall_ns + since_start(worker, slot->due_ns),
		.elapsed_ns = now_ns - slot->due_ns,
		.active_users = (int32_t)atomic_load_explicit(&shared->active,
		                                              memory_order_relaxed),
		.weight = 1,
		.label = hr_slice_of(slot->call->label),
	};

	hr_http_slot_judge(slot, shared->curl, result, &sample, &worker->scratch);
	count(worker, lane, &sample, recorded, now_ns);
	if (recorded)
		put_row(worker, &sample);
	if (worker->rows.length >= ROWS_BYTES)
		hand_over_rows(worker, now_ns);
	lane->in_flight--;
	worker->in_flight--;
	if (slot->user != NULL)
		think(worker, slot->user, result == CURLE_OK, now_ns);
	else
		atomic_fetch_sub_explicit(&shared->active, 1, memory_order_relaxed);
}

/* Gives how many requests are over. */
static unsigned collect(struct hr_http_worker *worker)
{
	const struct hr_curl *curl = worker->shared->curl;
	CURLMsg *message;
	unsigned done = 0;
	int left;

	while ((message = curl->multi_info_read(worker->sockets.multi, &left)) != NULL) {
		CURL *easy = message->easy_handle;
		CURLcode result = message->data.result;
		char *private = NULL;
		struct hr_http_slot *slot;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl->easy_getinfo(easy, CURLINFO_PRIVATE, &private);
		slot = (struct hr_http_slot *)(void *)private;
		complete(worker, slot, result, hr_clock_monotonic_ns());
		curl->multi_remove_handle(worker->sockets.multi, easy);
		slot->next = slot->lane->free;
		slot->lane->free = slot;
		done++;
	}
	return done;
}

/* --- the loop --- */

static bool lane_is_over(const struct hr_http_worker *worker, const struct hr_http_lane *lane,
                         int64_t now_ns)
{
	return !lane->stream->open || lane->arrivals.due_ns == HR_NO_TIME ||
	       is_broken(worker, lane) ||
	       since_start(worker, now_ns) > lane->stream->curve.end_ns + worker->shared->grace_ns;
}

static bool is_done(const struct hr_http_worker *worker, int64_t now_ns)
{
	if (worker->in_flight > 0)
		return false;
	for (size_t i = 0; i < worker->shared->plan->count; i++)
		if (!lane_is_over(worker, &worker->lanes[i], now_ns))
			return false;
	return hr_http_users_next(&worker->users) == INT64_MAX;
}

/* When something must be started; now if something is left to be. */
static int64_t start_what_is_due(struct hr_http_worker *worker, int64_t now_ns)
{
	int64_t next_ns = now_ns + LOOK_NS, user_ns;

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

	while (!must_stop(worker) && !is_done(worker, now_ns)) {
		int64_t until_ns = start_what_is_due(worker, now_ns);

		hr_sockets_kick(&worker->sockets);
		/* A near server has answered by now. */
		if (collect(worker) > 0)
			until_ns = now_ns;
		hr_sockets_wait(&worker->sockets, until_ns);
		collect(worker);
		now_ns = hr_clock_monotonic_ns();
		if (now_ns - worker->rows_ns >= ROWS_NS)
			hand_over_rows(worker, now_ns);
		if (tick != NULL && now_ns - ticked_ns >= LOOK_NS) {
			ticked_ns = now_ns;
			tick(context, now_ns);
		}
	}
}

static void finish(struct hr_http_worker *worker, double cpu_s)
{
	int64_t now_ns = hr_clock_monotonic_ns();

	hand_over_rows(worker, now_ns);
	pthread_mutex_lock(&worker->counts.lock);
	for (size_t i = 0; i < worker->shared->plan->count; i++) {
		struct hr_http_lane *lane = &worker->lanes[i];

		worker->counts.due[i] = worker->counts.sent[i];
		if (lane->stream->open && !must_stop(worker) && !is_broken(worker, lane))
			count_unsent(worker, lane, now_ns);
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
