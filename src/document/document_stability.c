/* The section "stability". */
#include <config.h>
#include "document/document_stability.h"

#include "document/document_chaos.h"
#include "document/jsonx.h"
#include "record/series.h"

static json_t *write_spike(const struct hr_spike *spike)
{
	json_t *out;

	if (spike == NULL || spike->source == HR_SPIKE_NONE)
		return json_null();
	out = json_object();
	hr_json_set(out, "source", json_string(hr_spike_source_name(spike->source)));
	hr_json_set(out, "load_before", hr_json_real(spike->load_before));
	hr_json_set(out, "load_peak", hr_json_real(spike->load_peak));
	hr_json_set(out, "mean_before_ms", hr_json_real(spike->before_ms));
	hr_json_set(out, "experiment", hr_document_experiment(&spike->result));
	return out;
}

static json_t *write_slope(const struct hr_endurance_slope *slope)
{
	json_t *out = json_object();

	hr_json_set(out, "points", hr_json_u64(slope->points));
	hr_json_set(out, "per_h", hr_json_real(slope->per_h));
	hr_json_set(out, "low_per_h", hr_json_real(slope->low_per_h));
	hr_json_set(out, "high_per_h", hr_json_real(slope->high_per_h));
	hr_json_set(out, "p", hr_json_real(slope->p));
	hr_json_set(out, "level", hr_json_real(slope->level));
	hr_json_set(out, "change", hr_json_real(slope->change));
	hr_json_set(out, "change_low", hr_json_real(slope->change_low));
	hr_json_set(out, "change_high", hr_json_real(slope->change_high));
	hr_json_set(out, "limit", hr_json_real(slope->limit));
	hr_json_set(out, "creeps", json_boolean(slope->creeps));
	return out;
}

static json_t *write_buckets(const struct hr_endurance *endurance)
{
	json_t *out = json_array();

	for (size_t i = 0; i < endurance->bucket_count; i++) {
		const struct hr_endurance_bucket *bucket = &endurance->buckets[i];
		json_t *entry = json_object();

		hr_json_set(entry, "start", hr_json_instant(bucket->start_ns));
		hr_json_set(entry, "end", hr_json_instant(bucket->end_ns));
		hr_json_set(entry, "count", hr_json_u64(bucket->count));
		hr_json_set(entry, "errors", hr_json_u64(bucket->errors));
		hr_json_set(entry, "error_ratio", hr_json_real(bucket->error_ratio));
		hr_json_set(entry, "throughput_per_s", hr_json_real(bucket->throughput_per_s));
		hr_json_set(entry, "mean_ms", hr_json_real(bucket->mean_ms));
		hr_json_set(entry, "p50_ms", hr_json_real(bucket->p50_ms));
		hr_json_set(entry, "p95_ms", hr_json_real(bucket->p95_ms));
		hr_json_append(out, entry);
	}
	return out;
}

static json_t *write_memory(const struct hr_endurance *endurance)
{
	json_t *out = json_array();

	for (size_t i = 0; i < endurance->memory_count; i++) {
		const struct hr_endurance_memory *one = &endurance->memory[i];
		json_t *entry = json_object();

		hr_json_set(entry, "name", hr_json_text(one->series->name));
		hr_json_set(entry, "host", hr_json_text(one->series->host));
		hr_json_set(entry, "unit", hr_json_text(one->series->unit));
		hr_json_set(entry, "slope", write_slope(&one->slope));
		hr_json_append(out, entry);
	}
	return out;
}

static json_t *write_endurance(const struct hr_endurance *endurance)
{
	json_t *out, *slopes = NULL;

	if (endurance == NULL)
		return json_null();
	out = json_object();
	hr_json_set(out, "reason", hr_json_text(endurance->reason));
	if (endurance->reason != NULL)
		return out;
	slopes = json_object();
	for (int i = 0; i < HR_ENDURANCE_FIGURES; i++)
		hr_json_set(slopes, hr_endurance_figure_name((enum hr_endurance_figure)i),
		            write_slope(&endurance->slopes[i]));
	hr_json_set(out, "start", hr_json_instant(endurance->start_ns));
	hr_json_set(out, "end", hr_json_instant(endurance->end_ns));
	hr_json_set(out, "rating", json_string(hr_rating_words[endurance->rating]));
	hr_json_set(out, "rating_without_drift", json_string(hr_rating_words[endurance->rated]));
	hr_json_set(out, "error_ratio", hr_json_real(endurance->error_ratio));
	hr_json_set(out, "p95_spread_ms", hr_json_real(endurance->p95_spread_ms));
	hr_json_set(out, "slopes", slopes);
	hr_json_set(out, "memory", write_memory(endurance));
	hr_json_set(out, "buckets", write_buckets(endurance));
	return out;
}

json_t *hr_document_stability(const struct hr_spike *spike, const struct hr_endurance *endurance)
{
	json_t *out = json_object();

	hr_json_set(out, "spike", write_spike(spike));
	hr_json_set(out, "endurance", write_endurance(endurance));
	return out;
}
