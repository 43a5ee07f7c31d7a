/*
 * Statistics of a label made smaller, for runs that are stored: coarser histograms, fewer texts.
 */
#include <config.h>
#include "document/small_stats.h"

#include <stdbool.h>

#include "base/count.h"
#include "document/document_part.h"
#include "document/jsonx.h"
#include "stats/hist.h"

#define ERROR_TEXTS_MAX 3 /* of a label */
#define CODES_MAX       16

/* @value_ns to @bits significant digits: whole milliseconds stay so. */
static int64_t coarse_value(const struct hr_hist_bucket *bucket, unsigned bits)
{
	bool whole = bucket->low_ns == bucket->high_ns && bucket->value_ns % HR_NS_PER_MS == 0;
	int64_t unit = whole ? HR_NS_PER_MS : 1;
	uint64_t value = (uint64_t)(bucket->value_ns / unit);
	unsigned length = value > 0 ? 64u - (unsigned)__builtin_clzll(value) : 0;
	unsigned shift = length > bits ? length - bits : 0;

	if (shift > 0)
		value = (value >> shift << shift) + (UINT64_C(1) << (shift - 1));
	return (int64_t)value * unit;
}

static json_t *coarse_hist(const json_t *coded, unsigned bits)
{
	struct hr_slice text = { json_string_value(coded), json_string_length(coded) };
	struct hr_hist *fine = hr_hist_new(), *coarse = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket;
	json_t *out;

	if (text.ptr != NULL && hr_hist_decode(fine, text))
		while (hr_hist_next(fine, &cursor, &bucket))
			hr_hist_add(coarse, coarse_value(&bucket, bits), bucket.count);
	out = hr_document_hist(coarse);
	hr_hist_free(fine);
	hr_hist_free(coarse);
	return out;
}

/* The first @most texts of a tally, the others counted in its rest. */
static void trim_tally(json_t *exact, const char *key, size_t most)
{
	json_t *tally = json_object_get(exact, key);
	json_t *texts = json_object_get(tally, "texts"), *counts = json_object_get(tally, "counts");
	uint64_t rest = (uint64_t)json_integer_value(json_object_get(tally, "rest"));

	while (json_array_size(counts) > most) {
		size_t last = json_array_size(counts) - 1;
		json_int_t count = json_integer_value(json_array_get(counts, last));

		rest = hr_count_add(rest, (uint64_t)count);
		json_array_remove(counts, last);
		json_array_remove(texts, last);
	}
	if (json_is_object(tally))
		hr_json_set(tally, "rest", hr_json_u64(rest));
}

void hr_small_array(json_t *array, size_t most)
{
	while (json_array_size(array) > most)
		json_array_remove(array, json_array_size(array) - 1);
}

json_t *hr_small_stats(const json_t *stats, unsigned bits)
{
	static const char *const tallies[] = { "errors_exact", "error_groups" };
	static const char *const timings[] = { "latency", "connect" };
	static const char *const hists[] = { "ok", "failed" };
	json_t *out = json_deep_copy(stats);
	json_t *hist = json_object_get(out, "histogram"), *exact = json_object_get(out, "exact");

	if (json_is_object(hist))
		for (size_t i = 0; i < sizeof(hists) / sizeof(hists[0]); i++)
			hr_json_set(hist, hists[i],
			            coarse_hist(json_object_get(hist, hists[i]), bits));
	if (json_is_object(exact)) {
		for (size_t i = 0; i < sizeof(timings) / sizeof(timings[0]); i++) {
			json_t *timing = json_object_get(exact, timings[i]);

			if (json_is_object(timing))
				hr_json_set(timing, "histogram", json_string(""));
		}
		for (size_t i = 0; i < sizeof(tallies) / sizeof(tallies[0]); i++)
			trim_tally(exact, tallies[i], ERROR_TEXTS_MAX);
		trim_tally(exact, "codes", CODES_MAX);
	}
	hr_small_array(json_object_get(out, "errors_by_type"), ERROR_TEXTS_MAX);
	return out;
}
