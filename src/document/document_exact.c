#include <config.h>
#include "document/document_part.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/count.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "document/jsonx.h"

/* The figures of a tool's own row. */
static const struct {
	const char *key;
	size_t offset;
} figures[] = {
	{ "mean_ms", offsetof(struct hr_aggregate, mean_ms) },
	{ "stddev_ms", offsetof(struct hr_aggregate, stddev_ms) },
	{ "min_ms", offsetof(struct hr_aggregate, min_ms) },
	{ "max_ms", offsetof(struct hr_aggregate, max_ms) },
	{ "p50_ms", offsetof(struct hr_aggregate, p50_ms) },
	{ "p75_ms", offsetof(struct hr_aggregate, p75_ms) },
	{ "p90_ms", offsetof(struct hr_aggregate, p90_ms) },
	{ "p95_ms", offsetof(struct hr_aggregate, p95_ms) },
	{ "p99_ms", offsetof(struct hr_aggregate, p99_ms) },
	{ "p999_ms", offsetof(struct hr_aggregate, p999_ms) },
	{ "throughput_per_s", offsetof(struct hr_aggregate, throughput_per_s) },
	{ "received_kib_per_s", offsetof(struct hr_aggregate, received_kib_per_s) },
	{ "sent_kib_per_s", offsetof(struct hr_aggregate, sent_kib_per_s) },
};

json_t *hr_document_hist(const struct hr_hist *hist)
{
	struct hr_str text = { 0 };
	json_t *out;

	if (hist != NULL)
		hr_hist_encode(hist, &text);
	out = json_stringn_nocheck(hr_str_text(&text), text.length);
	hr_str_release(&text);
	return out;
}

static json_t *exact_moments(const struct hr_moments *moments)
{
	json_t *out = json_object();
	bool any = moments->count > 0;

	hr_json_set(out, "count", hr_json_u64(moments->count));
	hr_json_set(out, "sum_ns", hr_json_u128(moments->sum_ns));
	hr_json_set(out, "sum_squares_ns2", hr_json_u128(moments->sum_squares));
	hr_json_set(out, "min_ns", any ? json_integer(moments->min_ns) : json_null());
	hr_json_set(out, "max_ns", any ? json_integer(moments->max_ns) : json_null());
	return out;
}

/* Histograms of successes and failures stand in "histogram"; those of the others only here. */
static json_t *exact_timing(const struct hr_timing *timing)
{
	json_t *out = exact_moments(&timing->moments);

	hr_json_set(out, "histogram", hr_document_hist(timing->hist));
	return out;
}

static json_t *exact_bytes(uint64_t count, hr_u128 bytes)
{
	json_t *out = json_object();

	hr_json_set(out, "count", hr_json_u64(count));
	hr_json_set(out, "bytes", hr_json_u128(bytes));
	return out;
}

static json_t *exact_tally(const struct hr_tally *tally)
{
	const struct hr_tally_entry **sorted = hr_tally_sorted(tally);
	json_t *out = json_object(), *texts = json_array(), *counts = json_array();

	for (size_t i = 0; i < tally->count; i++) {
		hr_json_append(texts, hr_json_text(sorted[i]->text));
		hr_json_append(counts, hr_json_u64(sorted[i]->count));
	}
	hr_json_set(out, "texts", texts);
	hr_json_set(out, "counts", counts);
	hr_json_set(out, "rest", hr_json_u64(tally->rest));
	free(sorted);
	return out;
}

/* Shortest text that reads back as the same double. */
static json_t *decimal(double value)
{
	char text[32];

	if (!isfinite(value))
		return json_null();
	hr_format_double(value, text, sizeof(text));
	return json_string(text);
}

static json_t *exact_aggregate(const struct hr_aggregate *given)
{
	json_t *out;

	if (given == NULL)
		return json_null();
	out = json_object();
	hr_json_set(out, "count", hr_json_u64(given->count));
	hr_json_set(out, "errors", hr_json_u64(given->errors));
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		hr_json_set(out, figures[i].key,
		            decimal(*(const double *)((const char *)given + figures[i].offset)));
	return out;
}

json_t *hr_document_exact(const struct hr_label *label)
{
	json_t *out = json_object();

	hr_json_set(out, "count", hr_json_u64(label->count));
	hr_json_set(out, "errors", hr_json_u64(label->errors));
	hr_json_set(out, "started", hr_json_instant(label->start_ns));
	hr_json_set(out, "ended", hr_json_instant(label->end_ns));
	hr_json_set(out, "ok", exact_moments(&label->ok.moments));
	hr_json_set(out, "failed", exact_moments(&label->failed.moments));
	hr_json_set(out, "latency", exact_timing(&label->latency));
	hr_json_set(out, "connect", exact_timing(&label->connect));
	hr_json_set(out, "received", exact_bytes(label->received_count, label->received_bytes));
	hr_json_set(out, "sent", exact_bytes(label->sent_count, label->sent_bytes));
	hr_json_set(out, "codes", exact_tally(&label->codes));
	hr_json_set(out, "errors_exact", exact_tally(&label->errors_exact));
	hr_json_set(out, "error_groups", exact_tally(&label->error_groups));
	hr_json_set(out, "aggregate", exact_aggregate(label->aggregate));
	return out;
}

/* @complete  elapsed times are; of latency and connect time some may be known by their sum only */
static void read_hist(const struct hr_json_place *parent, const char *key, bool complete,
                      struct hr_timing *timing)
{
	struct hr_json_place place = hr_place_member(parent, key);
	struct hr_slice text = hr_place_text(&place, SIZE_MAX);
	uint64_t count;

	if (hr_place_failed(&place))
		return;
	if (text.length > 0) {
		timing->hist = hr_hist_new();
		if (!hr_hist_decode(timing->hist, text)) {
			hr_place_fail(&place, "the text is no coded histogram");
			return;
		}
	}
	count = timing->hist != NULL ? hr_hist_count(timing->hist) : 0;
	if (count > timing->moments.count || (complete && count < timing->moments.count))
		hr_place_fail(&place, "the histogram holds %" PRIu64 " values, expected %" PRIu64,
		              count, timing->moments.count);
}

static void read_moments(const struct hr_json_place *exact, const char *key,
                         struct hr_moments *moments)
{
	struct hr_json_place place = hr_place_member(exact, key);
	struct hr_json_place min = hr_place_member(&place, "min_ns");
	struct hr_json_place max = hr_place_member(&place, "max_ns");

	moments->count = hr_member_count(&place, "count");
	moments->sum_ns = hr_member_u128(&place, "sum_ns");
	moments->sum_squares = hr_member_u128(&place, "sum_squares_ns2");
	if (moments->count == 0) {
		if (moments->sum_ns != 0 || moments->sum_squares != 0)
			hr_place_fail(&place, "sums without values");
		return;
	}
	if (!hr_moments_has_sum(moments->count, moments->sum_ns))
		hr_place_fail(&place, "the sum is more than so many durations can have");
	moments->min_ns = hr_place_i64(&min, 0, HR_DURATION_MAX_NS);
	moments->max_ns = hr_place_i64(&max, moments->min_ns, HR_DURATION_MAX_NS);
}

static void read_timing(const struct hr_json_place *exact, const char *key,
                        struct hr_timing *timing)
{
	struct hr_json_place place = hr_place_member(exact, key);

	read_moments(exact, key, &timing->moments);
	read_hist(&place, "histogram", false, timing);
}

static void read_bytes(const struct hr_json_place *exact, const char *key, uint64_t *count,
                       hr_u128 *bytes)
{
	struct hr_json_place place = hr_place_member(exact, key);

	*count = hr_member_count(&place, "count");
	*bytes = hr_member_u128(&place, "bytes");
	if (*bytes > *count * (hr_u128)INT64_MAX)
		hr_place_fail(&place, "more bytes than so many requests can have");
}

/* @tally is initialised, so its cap is known: what it would fold is refused. */
static void read_tally(const struct hr_json_place *exact, const char *key, struct hr_tally *tally)
{
	struct hr_json_place place = hr_place_member(exact, key);
	struct hr_json_place texts = hr_place_member(&place, "texts");
	struct hr_json_place counts = hr_place_member(&place, "counts");
	size_t n = hr_place_array(&texts, tally->cap);

	if (hr_place_array(&counts, tally->cap) != n)
		hr_place_fail(&counts, "as many counts as texts are expected");
	for (size_t i = 0; i < n && !hr_place_failed(exact); i++) {
		struct hr_json_place text = hr_place_item(&texts, i);
		struct hr_json_place count = hr_place_item(&counts, i);
		struct hr_slice bytes = hr_place_text(&text, HR_ERROR_BYTES);
		int64_t times = hr_place_i64(&count, 1, (int64_t)HR_COUNT_MAX);

		if (hr_place_failed(exact))
			return;
		hr_tally_add(tally, bytes, HR_ERROR_BYTES, (uint64_t)times);
		if (tally->count != i + 1)
			hr_place_fail(&text, "the text stands here twice");
	}
	tally->rest = hr_member_count(&place, "rest");
}

static void read_aggregate(const struct hr_json_place *exact, struct hr_label *label)
{
	struct hr_json_place place = hr_place_member(exact, "aggregate");

	if ((label->source == HR_SOURCE_AGGREGATE) == hr_place_is_null(&place)) {
		hr_place_fail(&place, "found %s, which does not fit the label's source",
		              hr_place_is_null(&place) ? "null" : "figures");
		return;
	}
	if (hr_place_is_null(&place))
		return;
	label->aggregate = hr_zalloc(1, sizeof(*label->aggregate));
	label->aggregate->kind = label->kind;
	label->aggregate->count = hr_member_count(&place, "count");
	label->aggregate->errors = hr_member_count(&place, "errors");
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		*(double *)((char *)label->aggregate +
		            figures[i].offset) = hr_member_decimal(&place, figures[i].key);
}

static void read_source(const struct hr_json_place *stats, struct hr_label *label)
{
	static const enum hr_label_source sources[] = { HR_SOURCE_SAMPLES, HR_SOURCE_HISTOGRAM,
		                                        HR_SOURCE_AGGREGATE };
	struct hr_json_place place = hr_place_member(stats, "source");
	struct hr_slice name = hr_place_text(&place, 32);

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (hr_slice_is(name, hr_label_source_name(sources[i]))) {
			label->source = sources[i];
			return;
		}
	}
	hr_place_fail(&place, "found '%s', expected samples, histogram or aggregate",
	              hr_quoted_slice(name).text);
}

/* Whatever is known of requests is known of those that were counted. */
static void check_counts(const struct hr_json_place *exact, const struct hr_label *label)
{
	const uint64_t counts[] = { label->ok.moments.count + label->failed.moments.count,
		                    label->latency.moments.count, label->connect.moments.count,
		                    label->received_count, label->sent_count };

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i] > label->count)
			hr_place_fail(exact, "%" PRIu64 " times or sizes of %" PRIu64 " requests",
			              counts[i], label->count);
}

void hr_document_read_label(const struct hr_json_place *stats, struct hr_label *label)
{
	struct hr_json_place exact = hr_place_member(stats, "exact");
	struct hr_json_place histogram = hr_place_member(stats, "histogram");

	read_source(stats, label);
	label->count = hr_member_count(&exact, "count");
	label->errors = hr_member_count(&exact, "errors");
	if (label->errors > label->count)
		hr_place_fail(&exact, "more errors than requests");
	label->start_ns = hr_member_instant(&exact, "started");
	label->end_ns = hr_member_instant(&exact, "ended");
	read_moments(&exact, "ok", &label->ok.moments);
	read_moments(&exact, "failed", &label->failed.moments);
	if (!hr_place_is_null(&histogram)) {
		read_hist(&histogram, "ok", true, &label->ok);
		read_hist(&histogram, "failed", true, &label->failed);
	} else if (label->ok.moments.count + label->failed.moments.count > 0) {
		hr_place_fail(&histogram, "found null, expected the histograms of the values");
	}
	read_timing(&exact, "latency", &label->latency);
	read_timing(&exact, "connect", &label->connect);
	read_bytes(&exact, "received", &label->received_count, &label->received_bytes);
	read_bytes(&exact, "sent", &label->sent_count, &label->sent_bytes);
	check_counts(&exact, label);
	read_tally(&exact, "codes", &label->codes);
	read_tally(&exact, "errors_exact", &label->errors_exact);
	read_tally(&exact, "error_groups", &label->error_groups);
	read_aggregate(&exact, label);
}
