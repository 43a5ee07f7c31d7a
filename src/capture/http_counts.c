#include <config.h>
#include "capture/http_counts.h"

#ifdef HAVE_LIBCURL
#include <stdlib.h>

#include "base/mem.h"
#include "record/label.h"
#include "record/run.h"
#include "stats/hist.h"

void hr_http_counts_init(struct hr_http_counts *counts, const struct hr_http_plan *plan)
{
	pthread_mutex_init(&counts->lock, NULL);
	counts->window = hr_hist_new();
	counts->whole = hr_hist_new();
	counts->late = hr_hist_new();
	counts->due = hr_zalloc(plan->count + 1, sizeof(*counts->due));
	counts->sent = hr_zalloc(plan->count + 1, sizeof(*counts->sent));
	counts->in_time = hr_zalloc(plan->count + 1, sizeof(*counts->in_time));
	counts->steps = hr_zalloc(plan->count + 1, sizeof(*counts->steps));
	for (size_t i = 0; i < plan->count; i++)
		counts->steps[i] = hr_zalloc(plan->streams[i].curve.step_count + 1,
		                             sizeof(**counts->steps));
}

void hr_http_counts_release(struct hr_http_counts *counts, const struct hr_http_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		for (size_t j = 0; j < plan->streams[i].curve.step_count; j++)
			hr_label_free(counts->steps[i][j]);
		free(counts->steps[i]);
	}
	free(counts->steps);
	free(counts->due);
	free(counts->sent);
	free(counts->in_time);
	hr_hist_free(counts->window);
	hr_hist_free(counts->whole);
	hr_hist_free(counts->late);
	pthread_mutex_destroy(&counts->lock);
}

void hr_http_counts_add_sent(struct hr_http_counts *counts, size_t stream, int64_t late_ns,
                             bool in_time)
{
	pthread_mutex_lock(&counts->lock);
	counts->sent[stream]++;
	counts->in_time[stream] += in_time;
	hr_hist_add(counts->late, late_ns > 0 ? late_ns : 0, 1);
	pthread_mutex_unlock(&counts->lock);
}

void hr_http_counts_add(struct hr_http_counts *counts, const struct hr_sample *sample,
                        bool recorded, int64_t now_ns)
{
	pthread_mutex_lock(&counts->lock);
	counts->count++;
	counts->errors += !sample->success;
	counts->window_errors += !sample->success;
	hr_hist_add(counts->window, sample->elapsed_ns, 1);
	if (recorded) {
		counts->recorded++;
		counts->recorded_errors += !sample->success;
		hr_hist_add(counts->whole, sample->elapsed_ns, 1);
		counts->last_ns = now_ns;
	}
	pthread_mutex_unlock(&counts->lock);
}

void hr_http_counts_add_step(struct hr_http_counts *counts, size_t stream, int step,
                             const struct hr_sample *sample)
{
	struct hr_label **label = &counts->steps[stream][step];

	pthread_mutex_lock(&counts->lock);
	if (*label == NULL)
		*label = hr_label_new(HR_SLICE_LITERAL("step"), 0, HR_SAMPLE_REQUEST);
	(*label)->count++;
	(*label)->errors += !sample->success;
	hr_timing_add(sample->success ? &(*label)->ok : &(*label)->failed, sample->elapsed_ns, 1);
	hr_span_add(&(*label)->start_ns, &(*label)->end_ns, sample->start_ns,
	            sample->start_ns + sample->elapsed_ns);
	pthread_mutex_unlock(&counts->lock);
}
#endif
