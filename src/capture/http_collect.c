#include <config.h>
#include "capture/http_worker_part.h"

#ifdef HAVE_LIBCURL
#include "base/clock.h"
#include "base/instant.h"
#include "capture/http_load.h"
#include "capture/http_slot.h"
#include "capture/recording.h"
#include "write/writer.h"

#define ROWS_BYTES ((size_t)32 * 1024)

void hr_http_hand_over_rows(struct hr_http_worker *worker, int64_t now_ns)
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
	int step = hr_level_curve_piece(&lane->stream->curve, hr_http_since_start(worker, now_ns))
	                   ->step;

	hr_http_counts_add(&worker->counts, sample, recorded, now_ns);
	if (step != HR_NO_STEP && lane->stream->break_if != NULL)
		hr_http_counts_add_step(&worker->counts, lane->index, step, sample);
}

static void complete(struct hr_http_worker *worker, struct hr_http_slot *slot, CURLcode result,
                     int64_t now_ns)
{
	struct hr_http_shared *shared = worker->shared;
	struct hr_http_lane *lane = slot->lane;
	bool recorded = hr_http_is_recorded(worker, lane, slot->due_ns);
	struct hr_sample sample = {
		.kind = HR_SAMPLE_REQUEST,
		.start_ns = shared->wall_ns + hr_http_since_start(worker, slot->due_ns),
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
		hr_http_hand_over_rows(worker, now_ns);
	lane->in_flight--;
	worker->in_flight--;
	if (slot->user != NULL)
		hr_http_think(worker, slot->user, result == CURLE_OK, now_ns);
	else
		atomic_fetch_sub_explicit(&shared->active, 1, memory_order_relaxed);
}

unsigned hr_http_collect(struct hr_http_worker *worker)
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
#endif
