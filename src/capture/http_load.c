#include <config.h>
#include "capture/http_load.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "capture/http_counts.h"
#include "capture/http_plan.h"
#include "capture/level_curve.h"
#include "capture/recording.h"
#include "config/criterion.h"
#include "net/curl_library.h"

void hr_http_outcome_release(struct hr_http_outcome *outcome)
{
	for (size_t i = 0; i < outcome->stream_count; i++) {
		free(outcome->streams[i].name);
		free(outcome->streams[i].broken_name);
		free(outcome->streams[i].broken_rule);
	}
	free(outcome->streams);
	*outcome = (struct hr_http_outcome){ 0 };
}

#ifdef HAVE_LIBCURL
#include <math.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/stop.h"
#include "base/threads.h"
#include "capture/http_health.h"
#include "capture/http_worker.h"
#include "record/label.h"
#include "record/metric.h"
#include "record/run.h"
#include "record/sample.h"
#include "stats/quantile.h"
#include "write/writer.h"

#define BEGIN_NS         (20 * HR_NS_PER_MS) /* for all threads to be there */
#define LIVE_NS          (500 * HR_NS_PER_MS)
#define FILES_OURS       64   /* of the allowed open files that are not connections */
#define CONNECTIONS_MOST 4096 /* of an open stream that does not say */

/* The load and who watches over it. */
struct load {
	struct hr_http_shared shared;
	struct hr_http_plan plan;
	struct hr_http_worker **workers;
	struct hr_http_outcome *outcome;
	struct hr_hist *window; /* of the last second */
	uint64_t window_errors;
	int64_t window_ns, live_ns;
	struct hr_http_live live;
	size_t *judged; /* by stream: steps looked at */
};

/* --- the break rule --- */

static struct hr_label *step_of_all(const struct load *load, size_t stream, size_t step)
{
	struct hr_label *sum = hr_label_new(HR_SLICE_LITERAL("step"), 0, HR_SAMPLE_REQUEST);

	for (unsigned i = 0; i < load->shared.threads; i++) {
		struct hr_http_counts *counts = hr_http_worker_counts(load->workers[i]);

		pthread_mutex_lock(&counts->lock);
		if (counts->steps[stream][step] != NULL)
			hr_label_merge(sum, counts->steps[stream][step]);
		pthread_mutex_unlock(&counts->lock);
	}
	return sum;
}

/* The rule that a step breaks by; NULL when it holds. A step without any answer breaks by
 * definition. Resources are not known here: their rules have no figure. */
static const char *broken_rule(const struct hr_config_checks *rules, const struct hr_label *step)
{
	if (step->count == 0)
		return "no request was answered";
	for (size_t i = 0; i < rules->count; i++) {
		const struct hr_criterion *rule = &rules->items[i];
		double value = rule->metric.value(step, &rule->metric, HR_QUANTILE_R6);

		if (!isnan(value) && hr_operator_holds(rule->op, value, rule->limit))
			return rule->text;
	}
	return NULL;
}

static void judge_step(struct load *load, size_t stream, size_t step)
{
	const struct hr_http_stream *of = &load->plan.streams[stream];
	struct hr_http_stream_outcome *out = &load->outcome->streams[stream];
	struct hr_label *label = step_of_all(load, stream, step);
	const char *rule = broken_rule(of->break_if, label);

	if (rule != NULL && of->curve.steps[step].level > 0) {
		atomic_store(&load->shared.broken[stream].set, true);
		out->broken_step = (int)step;
		out->broken_level = of->curve.steps[step].level;
		out->broken_rule = hr_strdup(rule);
		if (of->curve.steps[step].name != NULL)
			out->broken_name = hr_strdup(of->curve.steps[step].name);
	}
	hr_label_free(label);
}

/* Steps that have ended since the last look. */
static void judge_steps(struct load *load, int64_t now)
{
	for (size_t i = 0; i < load->plan.count; i++) {
		const struct hr_http_stream *stream = &load->plan.streams[i];

		while (stream->break_if != NULL && load->judged[i] < stream->curve.step_count &&
		       !atomic_load(&load->shared.broken[i].set) &&
		       stream->curve.steps[load->judged[i]].end_ns <= now)
			judge_step(load, i, load->judged[i]++);
	}
}

/* --- how it stands --- */

/* The least and the largest value are those of their buckets. */
static double quantile_ms(const struct hr_hist *hist, double p)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	int64_t min_ns = 0, max_ns = 0;

	for (bool first = true; hr_hist_next(hist, &cursor, &bucket); first = false) {
		min_ns = first ? bucket.value_ns : min_ns;
		max_ns = bucket.value_ns;
	}
	return hr_quantile_ms(hist, p, HR_QUANTILE_R6, min_ns, max_ns);
}

static void take_windows(struct load *load)
{
	load->live.count = load->live.errors = 0;
	for (unsigned i = 0; i < load->shared.threads; i++) {
		struct hr_http_counts *counts = hr_http_worker_counts(load->workers[i]);
		struct hr_hist *taken;

		pthread_mutex_lock(&counts->lock);
		taken = counts->window;
		counts->window = hr_hist_new();
		load->window_errors += counts->window_errors;
		counts->window_errors = 0;
		load->live.count += counts->count;
		load->live.errors += counts->errors;
		pthread_mutex_unlock(&counts->lock);
		hr_hist_merge(load->window, taken);
		hr_hist_free(taken);
	}
}

static void look_at_window(struct load *load, int64_t now_ns)
{
	uint64_t count = hr_hist_count(load->window);
	double span_s = (double)(now_ns - load->window_ns) / (double)HR_NS_PER_S;

	load->live.rate_per_s = (double)count / span_s;
	load->live.p95_ms = quantile_ms(load->window, 0.95);
	load->live.error_ratio = count > 0 ? (double)load->window_errors / (double)count
	                                   : (double)NAN;
	hr_hist_free(load->window);
	load->window = hr_hist_new();
	load->window_errors = 0;
	load->window_ns = now_ns;
}

static void tell(struct load *load, int64_t now_ns)
{
	const struct hr_http_job *job = load->shared.job;

	take_windows(load);
	if (now_ns - load->window_ns >= HR_NS_PER_S)
		look_at_window(load, now_ns);
	load->live.elapsed_s = (double)(now_ns - load->shared.start_ns) / (double)HR_NS_PER_S;
	load->live.total_s = (double)load->plan.end_ns / (double)HR_NS_PER_S;
	load->live.active = atomic_load(&load->shared.active);
	job->live(job->context, &load->live);
}

static void watch(void *context, int64_t now_ns)
{
	struct load *load = context;
	struct hr_http_shared *shared = &load->shared;

	judge_steps(load, now_ns - shared->start_ns);
	pthread_mutex_lock(&shared->writing);
	if (shared->status == HR_OK)
		shared->status = hr_recording_tick(shared->job->recording, now_ns, &shared->error);
	if (shared->status != HR_OK)
		atomic_store(&shared->ended, true);
	pthread_mutex_unlock(&shared->writing);
	if (shared->job->live != NULL && now_ns - load->live_ns >= LIVE_NS) {
		load->live_ns = now_ns;
		tell(load, now_ns);
	}
}

static void run_worker(void *context, size_t i)
{
	struct load *load = context;

	hr_http_worker_run(load->workers[i], i == 0 ? watch : NULL, load);
}

/* --- what came of it --- */

/* Requests that should have been started a second, over what is recorded of a curve. */
static double recorded_s(const struct hr_level_curve *curve)
{
	int64_t sum_ns = 0;

	for (size_t i = 0; i < curve->count; i++)
		if (curve->pieces[i].recorded && curve->pieces[i].from + curve->pieces[i].to > 0)
			sum_ns += curve->pieces[i].duration_ns;
	return (double)sum_ns / (double)HR_NS_PER_S;
}

static void sum_stream(const struct load *load, size_t i)
{
	struct hr_http_stream_outcome *out = &load->outcome->streams[i];
	double span_s = recorded_s(&load->plan.streams[i].curve);
	uint64_t in_time = 0;

	for (unsigned w = 0; w < load->shared.threads; w++) {
		const struct hr_http_counts *counts = hr_http_worker_counts(load->workers[w]);

		out->due += counts->due[i];
		out->sent += counts->sent[i];
		in_time += counts->in_time[i];
	}
	if (out->open && span_s > 0) {
		out->wanted_per_s = (double)out->due / span_s;
		out->reached_per_s = (double)in_time / span_s;
	}
}

static void sum_up(struct load *load, int64_t now_ns)
{
	struct hr_http_outcome *out = load->outcome;
	struct hr_hist *whole = hr_hist_new(), *late = hr_hist_new();
	double lasted_s = (double)(now_ns - load->shared.start_ns) / (double)HR_NS_PER_S;
	int64_t last_ns = 0, warm_ns = INT64_MAX;

	for (unsigned i = 0; i < load->shared.threads; i++) {
		const struct hr_http_counts *counts = hr_http_worker_counts(load->workers[i]);

		out->count += counts->recorded;
		out->errors += counts->recorded_errors;
		out->waited += counts->waited;
		hr_hist_merge(whole, counts->whole);
		hr_hist_merge(late, counts->late);
		if (counts->last_ns > last_ns)
			last_ns = counts->last_ns;
		if (lasted_s > 0)
			out->busiest_ratio = fmax(out->busiest_ratio, counts->busy_s / lasted_s);
	}
	for (size_t i = 0; i < load->plan.count; i++) {
		const struct hr_level_curve *curve = &load->plan.streams[i].curve;

		sum_stream(load, i);
		for (size_t j = 0; j < curve->count; j++)
			if (curve->pieces[j].recorded && curve->pieces[j].start_ns < warm_ns &&
			    curve->pieces[j].from + curve->pieces[j].to > 0)
				warm_ns = curve->pieces[j].start_ns;
	}
	last_ns -= load->shared.start_ns;
	out->duration_s = last_ns > warm_ns ? (double)(last_ns - warm_ns) / (double)HR_NS_PER_S : 0;
	out->rate_per_s = out->duration_s > 0 ? (double)out->count / out->duration_s : 0;
	out->p50_ms = quantile_ms(whole, 0.5);
	out->p95_ms = quantile_ms(whole, 0.95);
	out->p99_ms = quantile_ms(whole, 0.99);
	out->max_ms = quantile_ms(whole, 1);
	out->late_p99_ms = quantile_ms(late, 0.99);
	hr_hist_free(whole);
	hr_hist_free(late);
}

/* --- how many connections --- */

static size_t users_of(const struct hr_http_stream *stream)
{
	return (size_t)ceil(stream->curve.level_max);
}

/* Files that may be open, as far as this process may raise it. */
static size_t file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1024;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
		(void)getrlimit(RLIMIT_NOFILE, &limit);
	}
	return limit.rlim_cur == RLIM_INFINITY ? SIZE_MAX : (size_t)limit.rlim_cur;
}

static enum hr_err share_connections(struct hr_http_plan *plan, struct hr_error *err)
{
	size_t limit = file_limit(), needed = FILES_OURS, undecided = 0, each;

	for (size_t i = 0; i < plan->count; i++) {
		const struct hr_http_stream *stream = &plan->streams[i];

		needed += stream->open ? stream->connections : users_of(stream);
		undecided += stream->open && stream->connections == 0;
	}
	if (needed + undecided > limit)
		return hr_error_set(err, HR_ELIMIT,
		                    "the load needs %zu connections at once, but only %zu files "
		                    "may be open: raise the limit (ulimit -n)",
		                    needed + undecided - FILES_OURS, limit);
	each = undecided > 0 ? (limit - needed) / undecided : 0;
	for (size_t i = 0; i < plan->count; i++)
		if (plan->streams[i].open && plan->streams[i].connections == 0)
			plan->streams[i].connections = each < CONNECTIONS_MOST ? each
			                                                       : CONNECTIONS_MOST;
	return HR_OK;
}

/* --- the whole --- */

static void begin(struct load *load)
{
	struct hr_http_outcome *out = load->outcome;
	int64_t grace_ns = 0;

	load->judged = hr_zalloc(load->plan.count + 1, sizeof(*load->judged));
	load->shared.broken = hr_zalloc(load->plan.count + 1, sizeof(*load->shared.broken));
	out->streams = hr_zalloc(load->plan.count + 1, sizeof(*out->streams));
	out->stream_count = load->plan.count;
	for (size_t i = 0; i < load->plan.count; i++) {
		out->streams[i].name = hr_strdup(load->plan.streams[i].name);
		out->streams[i].open = load->plan.streams[i].open;
		out->streams[i].broken_step = HR_NO_STEP;
		if (load->plan.streams[i].timeout_ns > grace_ns)
			grace_ns = load->plan.streams[i].timeout_ns;
	}
	load->window = hr_hist_new();
	load->live = (struct hr_http_live){ .rate_per_s = (double)NAN,
		                            .p95_ms = (double)NAN,
		                            .error_ratio = (double)NAN };
	load->shared.grace_ns = grace_ns;
	load->shared.start_ns = hr_clock_monotonic_ns() + BEGIN_NS;
	load->shared.wall_ns = hr_clock_wall_ns() + BEGIN_NS;
	load->window_ns = load->shared.start_ns;
	pthread_mutex_init(&load->shared.writing, NULL);
	load->workers = hr_zalloc(load->shared.threads, sizeof(struct hr_http_worker *));
	for (unsigned i = 0; i < load->shared.threads; i++)
		load->workers[i] = hr_http_worker_new(&load->shared, i);
}

static void end(struct load *load)
{
	for (unsigned i = 0; i < load->shared.threads; i++)
		hr_http_worker_free(load->workers[i]);
	free(load->workers);
	free(load->judged);
	free(load->shared.broken);
	hr_hist_free(load->window);
	pthread_mutex_destroy(&load->shared.writing);
}

static enum hr_err run_load(struct load *load, struct hr_error *err)
{
	enum hr_err code;

	begin(load);
	hr_threads_run(load->shared.threads, run_worker, load);
	load->outcome->interrupted = hr_stop_wanted();
	if (!load->outcome->interrupted)
		judge_steps(load, INT64_MAX);
	sum_up(load, hr_clock_monotonic_ns());
	code = load->shared.status;
	if (code != HR_OK && load->shared.job->recording->writer.status == HR_OK)
		hr_error_at(err, code, load->shared.error.source, 0, 0, "%s",
		            load->shared.error.text);
	end(load);
	return code;
}

enum hr_err hr_http_load_run(const struct hr_http_job *job, struct hr_http_outcome *outcome,
                             struct hr_error *err)
{
	struct load load = { .outcome = outcome };
	const struct hr_curl *curl;
	enum hr_err code = hr_curl_open(&curl, err);

	if (code != HR_OK)
		return code;
	code = hr_http_plan_init(&load.plan, curl, job->plan, job->break_if, err);
	if (code == HR_OK)
		code = share_connections(&load.plan, err);
	if (code == HR_OK)
		code = hr_http_health_checks(curl, job->plan, err);
	outcome->interrupted = hr_stop_wanted();
	if (code == HR_OK && !outcome->interrupted) {
		load.shared.job = job;
		load.shared.plan = &load.plan;
		load.shared.curl = curl;
		load.shared.threads = job->threads > 0 ? job->threads : 1;
		code = run_load(&load, err);
	}
	hr_http_plan_release(&load.plan, curl);
	return code;
}

#else

enum hr_err hr_http_load_run(const struct hr_http_job *job, struct hr_http_outcome *outcome,
                             struct hr_error *err)
{
	(void)job;
	(void)outcome;
	return hr_curl_missing("capture http", err);
}
#endif
