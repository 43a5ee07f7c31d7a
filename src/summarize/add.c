/* One record added to the sums of its label. */
#include <config.h>
#include "summarize/add.h"

#include <stdlib.h>

#include "base/count.h"
#include "base/mem.h"
#include "record/clean.h"
#include "record/error_text.h"
#include "record/label.h"
#include "record/series.h"
#include "summarize/burst.h"

/* A total split over a weight: @low values of value_ns, then @high of value_ns + unit_ns. */
struct split {
	int64_t value_ns, unit_ns;
	uint32_t low, high;
};

static struct split split_of(int64_t total_ns, uint32_t weight)
{
	int64_t unit = total_ns % HR_NS_PER_MS == 0 ? HR_NS_PER_MS : 1;
	uint32_t high = (uint32_t)(total_ns / unit % weight);

	return (struct split){ total_ns / unit / weight * unit, unit, weight - high, high };
}

/* Readers reject what is longer; a row of many samples may be longer as a whole. */
static bool is_known(int64_t total_ns, uint32_t weight)
{
	return total_ns >= 0 &&
	       (total_ns < HR_DURATION_MAX_NS || total_ns / weight < HR_DURATION_MAX_NS);
}

static void add_split(struct hr_timing *timing, const struct split *split)
{
	hr_timing_add(timing, split->value_ns, split->low);
	hr_timing_add(timing, split->value_ns + split->unit_ns, split->high);
}

static void add_timing(struct hr_timing *timing, int64_t total_ns, uint32_t weight)
{
	struct split split;

	if (!is_known(total_ns, weight))
		return;
	if (weight == 1) {
		hr_timing_add(timing, total_ns, 1);
		return;
	}
	split = split_of(total_ns, weight);
	add_split(timing, &split);
}

/* The smaller values are the successes'. */
static void add_elapsed(struct hr_label *label, int64_t total_ns, uint32_t weight, uint32_t failed)
{
	struct split all, part;
	uint32_t succeeded = weight - failed;

	if (failed == 0 || succeeded == 0) {
		add_timing(failed == 0 ? &label->ok : &label->failed, total_ns, weight);
		return;
	}
	if (!is_known(total_ns, weight))
		return;
	all = part = split_of(total_ns, weight);
	part.low = succeeded < all.low ? succeeded : all.low;
	part.high = succeeded - part.low;
	add_split(&label->ok, &part);
	part.low = all.low - part.low;
	part.high = all.high - part.high;
	add_split(&label->failed, &part);
}

static void add_cell_elapsed(struct hr_cell *cell, int64_t total_ns, uint32_t weight)
{
	struct split split;

	if (weight == 1) {
		hr_cell_add_time(cell, total_ns, 1);
		return;
	}
	split = split_of(total_ns, weight);
	hr_cell_add_time(cell, split.value_ns, split.low);
	hr_cell_add_time(cell, split.value_ns + split.unit_ns, split.high);
}

static void add_cell(struct hr_cell *cell, const struct hr_sample *sample, uint32_t failed)
{
	cell->count += sample->weight;
	cell->errors += failed;
	if (is_known(sample->elapsed_ns, sample->weight))
		add_cell_elapsed(cell, sample->elapsed_ns, sample->weight);
	if (is_known(sample->latency_ns, sample->weight)) {
		cell->latency_count += sample->weight;
		cell->latency_sum_ns += (uint64_t)sample->latency_ns;
	}
	if (is_known(sample->connect_ns, sample->weight)) {
		cell->connect_count += sample->weight;
		cell->connect_sum_ns += (uint64_t)sample->connect_ns;
	}
	if (sample->received_bytes > 0)
		cell->received_bytes = hr_count_add(cell->received_bytes,
		                                    (uint64_t)sample->received_bytes);
	if (sample->sent_bytes > 0)
		cell->sent_bytes = hr_count_add(cell->sent_bytes, (uint64_t)sample->sent_bytes);
}

static void add_error(struct hr_label *label, const struct hr_sample *sample, uint32_t failed,
                      struct hr_add_scratch *scratch)
{
	struct hr_slice key;

	/* texts may be pages long: what is beyond the cap is not worth building */
	scratch->key.limit = (size_t)4 * HR_ERROR_BYTES;
	hr_error_key(sample, &scratch->key);
	key = hr_clean_text(hr_str_slice(&scratch->key), HR_ERROR_BYTES, &scratch->clean);
	hr_tally_add(&label->errors_exact, key, HR_ERROR_BYTES, failed);
	hr_error_mask(key, &scratch->mask);
	hr_tally_add(&label->error_groups, hr_str_slice(&scratch->mask), HR_ERROR_BYTES, failed);
}

/* Was the label of that name folded into the other one? */
static bool is_folded(const struct hr_run *run, const struct hr_label *label, struct hr_slice name)
{
	return label == run->others[label->kind] && !hr_slice_is(name, HR_OTHER_LABEL);
}

static void reject(struct hr_run *run, const char *reason, struct hr_slice name)
{
	hr_diag_add(&run->diag, HR_DIAG_REJECTED, "", reason, 0, name);
}

/* Far beyond what a run may have; merging, which every run goes through, refuses that. */
static void count_samples(struct hr_run *run, uint64_t count)
{
	if (__builtin_add_overflow(run->sample_count, count, &run->sample_count))
		run->sample_count = UINT64_MAX;
}

static void add_tracks(struct hr_run *run, const struct hr_sample *sample, int64_t interval)
{
	bool outside = interval == HR_INTERVAL_NONE;

	/* Outside nothing is added, but the text takes part in which texts are kept. */
	if (sample->code.length > 0)
		hr_tracks_add(&run->codes, sample->code, interval, outside ? 0 : sample->weight);
	if (sample->active_users >= 0)
		hr_tracks_add(&run->users, sample->host, interval,
		              outside ? 0 : (uint64_t)sample->active_users);
}

static void add_time(struct hr_run *run, struct hr_label *label, const struct hr_sample *sample,
                     uint32_t failed)
{
	int64_t end_ns = hr_end_of(sample->start_ns, sample->elapsed_ns);
	int64_t interval = hr_run_interval(run, end_ns, sample->weight);

	hr_span_add(&label->start_ns, &label->end_ns, sample->start_ns, end_ns);
	hr_span_add(&run->start_ns, &run->end_ns, sample->start_ns, end_ns);
	if (interval != HR_INTERVAL_NONE)
		add_cell(hr_cells_at(&label->cells, interval), sample, failed);
	if (label->kind == HR_SAMPLE_REQUEST)
		add_tracks(run, sample, interval);
}

void hr_add_sample(struct hr_run *run, const struct hr_sample *sample, struct hr_slice name,
                   enum hr_sample_kind kind, struct hr_add_scratch *scratch)
{
	struct hr_label *label = hr_run_label(run, name, kind);
	uint32_t weight = sample->weight;
	uint32_t failed = sample->failed < weight ? sample->failed : weight;

	if (weight == 0)
		return;
	if (label->source == HR_SOURCE_AGGREGATE) {
		reject(run, "sample of a label that already has aggregated figures", name);
		return;
	}
	if (is_folded(run, label, name))
		run->labels_folded = hr_count_add(run->labels_folded, weight);
	count_samples(run, weight);
	label->count += weight;
	label->errors += failed;
	add_elapsed(label, sample->elapsed_ns, weight, failed);
	add_timing(&label->latency, sample->latency_ns, weight);
	add_timing(&label->connect, sample->connect_ns, weight);
	if (sample->received_bytes >= 0) {
		label->received_count += weight;
		label->received_bytes += (uint64_t)sample->received_bytes;
	}
	if (sample->sent_bytes >= 0) {
		label->sent_count += weight;
		label->sent_bytes += (uint64_t)sample->sent_bytes;
	}
	if (sample->code.length > 0)
		hr_tally_add(&label->codes, sample->code, HR_TRACK_BYTES, weight);
	if (failed > 0)
		add_error(label, sample, failed, scratch);
	if (sample->start_ns != HR_INSTANT_NONE)
		add_time(run, label, sample, failed);
}

static struct hr_moments moments_of(const struct hr_burst *burst, const union hr_burst_times *times)
{
	struct hr_moments moments = { 0 };

	if (burst->plain)
		hr_moments_add_each_ms(&moments, times->ms, burst->count);
	else
		hr_moments_add_each(&moments, times->ns, burst->count);
	return moments;
}

/* A time of a plain row. */
static uint32_t in_ms(int64_t time_ns)
{
	return (uint32_t)(time_ns / HR_NS_PER_MS);
}

static struct hr_moments add_times(struct hr_timing *timing, const struct hr_burst *burst,
                                   const union hr_burst_times *times)
{
	struct hr_moments moments = moments_of(burst, times);

	hr_moments_merge(&timing->moments, &moments);
	if (timing->hist == NULL)
		timing->hist = hr_hist_new();
	if (moments.min_ns == moments.max_ns)
		hr_hist_add(timing->hist, moments.min_ns,
		            burst->count); /* as connect times often are */
	else if (burst->plain)
		hr_hist_add_each_ms(timing->hist, times->ms, burst->count, in_ms(moments.max_ns));
	else
		hr_hist_add_each(timing->hist, times->ns, burst->count);
	return moments;
}

/* The sums of a burst's samples. */
struct burst_moments {
	struct hr_moments elapsed, latency, connect;
};

static void add_burst_cell(struct hr_cell *cell, const struct hr_burst *burst,
                           const struct burst_moments *moments)
{
	cell->count += burst->count;
	hr_cell_add_moments(cell, &moments->elapsed);
	if (burst->plain)
		hr_sketch_add_each_ms(&cell->sketch, burst->elapsed.ms, burst->count,
		                      in_ms(moments->elapsed.min_ns),
		                      in_ms(moments->elapsed.max_ns));
	else
		hr_sketch_add_each(&cell->sketch, burst->elapsed.ns, burst->count);
	cell->latency_count += moments->latency.count;
	cell->latency_sum_ns += moments->latency.sum_ns;
	cell->connect_count += moments->connect.count;
	cell->connect_sum_ns += moments->connect.sum_ns;
	cell->received_bytes = hr_count_add(cell->received_bytes, burst->received_bytes);
	cell->sent_bytes = hr_count_add(cell->sent_bytes, burst->sent_bytes);
}

static void add_burst_tracks(struct hr_run *run, const struct hr_burst *burst, int64_t interval)
{
	bool outside = interval == HR_INTERVAL_NONE;

	if (burst->code_length > 0)
		hr_tracks_add(&run->codes, (struct hr_slice){ burst->code, burst->code_length },
		              interval, outside ? 0 : burst->count);
	if (burst->carries & HR_CARRIED_USERS)
		hr_tracks_add(&run->users, (struct hr_slice){ burst->host, burst->host_length },
		              interval, outside ? 0 : (uint64_t)burst->users);
}

static struct burst_moments add_burst_sums(struct hr_label *label, const struct hr_burst *burst)
{
	struct burst_moments moments = { 0 };

	label->count += burst->count;
	moments.elapsed = add_times(&label->ok, burst, &burst->elapsed);
	if (burst->carries & HR_CARRIED_LATENCY)
		moments.latency = add_times(&label->latency, burst, &burst->latency);
	if (burst->carries & HR_CARRIED_CONNECT)
		moments.connect = add_times(&label->connect, burst, &burst->connect);
	if (burst->carries & HR_CARRIED_RECEIVED)
		label->received_count += burst->count;
	if (burst->carries & HR_CARRIED_SENT)
		label->sent_count += burst->count;
	label->received_bytes += burst->received_bytes;
	label->sent_bytes += burst->sent_bytes;
	if (burst->code_length > 0)
		hr_tally_add(&label->codes, (struct hr_slice){ burst->code, burst->code_length },
		             HR_TRACK_BYTES, burst->count);
	return moments;
}

void hr_add_burst(struct hr_run *run, const struct hr_burst *burst)
{
	struct hr_slice name = hr_str_slice(&burst->target.name);
	struct hr_label *label = hr_run_label(run, name, burst->target.kind);
	int64_t start_ns = burst->first_start * burst->unit_ns;
	int64_t end_ns = burst->last_end * burst->unit_ns;
	struct burst_moments moments;
	int64_t interval;

	if (label->source == HR_SOURCE_AGGREGATE) {
		for (uint32_t i = 0; i < burst->count; i++)
			reject(run, "sample of a label that already has aggregated figures", name);
		return;
	}
	if (is_folded(run, label, name))
		run->labels_folded = hr_count_add(run->labels_folded, burst->count);
	count_samples(run, burst->count);
	moments = add_burst_sums(label, burst);
	interval = hr_run_interval(run, end_ns, burst->count);
	hr_span_add(&label->start_ns, &label->end_ns, start_ns, end_ns);
	hr_span_add(&run->start_ns, &run->end_ns, start_ns, end_ns);
	if (interval != HR_INTERVAL_NONE)
		add_burst_cell(hr_cells_at(&label->cells, interval), burst, &moments);
	if (label->kind == HR_SAMPLE_REQUEST)
		add_burst_tracks(run, burst, interval);
}

void hr_add_histogram(struct hr_run *run, const struct hr_histogram_record *histogram,
                      struct hr_slice name)
{
	struct hr_label *label = hr_run_label(run, name, HR_SAMPLE_REQUEST);
	uint64_t count = hr_hist_count(histogram->hist);
	struct hr_timing *timing = histogram->success ? &label->ok : &label->failed;
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	struct hr_moments moments = { 0 };

	if (label->source == HR_SOURCE_AGGREGATE) {
		reject(run, "histogram of a label that already has aggregated figures", name);
		return;
	}
	if (count == 0)
		return;
	while (hr_hist_next(histogram->hist, &cursor, &bucket))
		hr_moments_add(&moments, bucket.value_ns, bucket.count);
	if (histogram->min_ns >= 0)
		moments.min_ns = histogram->min_ns;
	if (histogram->max_ns >= 0)
		moments.max_ns = histogram->max_ns;
	hr_moments_merge(&timing->moments, &moments);
	if (timing->hist == NULL)
		timing->hist = hr_hist_new();
	hr_hist_merge(timing->hist, histogram->hist);
	label->source = HR_SOURCE_HISTOGRAM;
	label->count += count;
	label->errors += !histogram->success || histogram->failed > count ? count
	                                                                  : histogram->failed;
	count_samples(run, count);
	if (is_folded(run, label, name))
		run->labels_folded = hr_count_add(run->labels_folded, count);
	hr_span_add(&label->start_ns, &label->end_ns, histogram->start_ns, histogram->end_ns);
	hr_span_add(&run->start_ns, &run->end_ns, histogram->start_ns, histogram->end_ns);
}

void hr_add_aggregate(struct hr_run *run, const struct hr_aggregate *aggregate,
                      struct hr_slice name)
{
	struct hr_label *label = hr_run_label(run, name, aggregate->kind);

	if (is_folded(run, label, name)) {
		reject(run, "aggregated figures beyond the labels that are kept", name);
		return;
	}
	if (label->source == HR_SOURCE_AGGREGATE || label->count > 0) {
		reject(run, "aggregated figures of a label that already has some or has samples",
		       name);
		return;
	}
	label->source = HR_SOURCE_AGGREGATE;
	label->aggregate = hr_alloc(sizeof(*label->aggregate));
	*label->aggregate = *aggregate;
	label->aggregate->label = (struct hr_slice){ 0 };
}

void hr_add_observation(struct hr_run *run, const struct hr_observation *observation)
{
	struct hr_series *series;

	if (observation->time_ns == HR_INSTANT_NONE) {
		reject(run, "value without a usable time", observation->name);
		return;
	}
	series = hr_run_series(run, observation);
	if (series != NULL)
		hr_series_add(series, observation->time_ns, observation->value_micro);
	else
		hr_run_series_dropped(run, 1);
	run->observation_count++;
	hr_span_add(&run->start_ns, &run->end_ns, observation->time_ns, observation->time_ns);
}
