#include <config.h>
#include "base/instant.h"
#include "base/pattern.h"
#include "document/document_part.h"

#include <math.h>
#include <stdlib.h>

#include "document/jsonx.h"
#include "record/error_text.h"
#include "record/metric.h"
#include "stats/quantile.h"

#define KIB 1024.0

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : (double)NAN;
}

static double ns_to_ms(int64_t value_ns)
{
	return (double)value_ns / (double)HR_NS_PER_MS;
}

static bool has_extremes(const struct hr_timing *timing)
{
	return timing->moments.count > 0 && hr_timing_is_complete(timing);
}

static json_t *min_ms(const struct hr_timing *timing)
{
	return hr_json_real(has_extremes(timing) ? ns_to_ms(timing->moments.min_ns) : (double)NAN);
}

static json_t *max_ms(const struct hr_timing *timing)
{
	return hr_json_real(has_extremes(timing) ? ns_to_ms(timing->moments.max_ns) : (double)NAN);
}

static void add_quantiles(json_t *out, const struct hr_timing *timing,
                          enum hr_quantile_method method, const char *const *keys, const double *p,
                          size_t n)
{
	double values[8];

	for (size_t i = 0; i < n; i++)
		values[i] = (double)NAN;
	if (timing->hist != NULL && hr_timing_is_complete(timing))
		hr_quantiles_ms(timing->hist, p, values, n, method, timing->moments.min_ns,
		                timing->moments.max_ns);
	for (size_t i = 0; i < n; i++)
		hr_json_set(out, keys[i], hr_json_real(values[i]));
}

/* One part of a label's times: successes, failures, latency, connect. */
static json_t *part_ms(const struct hr_timing *timing, enum hr_quantile_method method)
{
	static const char *const keys[] = { "p50", "p90", "p95", "p99" };
	static const double p[] = { 0.5, 0.9, 0.95, 0.99 };
	json_t *out;

	if (timing->moments.count == 0)
		return json_null();
	out = json_object();
	hr_json_set(out, "count", hr_json_u64(timing->moments.count));
	hr_json_set(out, "mean", hr_json_real(hr_moments_mean_ms(&timing->moments)));
	hr_json_set(out, "stddev", hr_json_real(hr_moments_stddev_ms(&timing->moments)));
	hr_json_set(out, "min", min_ms(timing));
	hr_json_set(out, "max", max_ms(timing));
	add_quantiles(out, timing, method, keys, p, sizeof(p) / sizeof(p[0]));
	return out;
}

static void add_elapsed(json_t *out, const struct hr_label *label, enum hr_quantile_method method)
{
	static const char *const keys[] = { "p50_ms", "p75_ms", "p90_ms",
		                            "p95_ms", "p99_ms", "p999_ms" };
	static const double p[] = { 0.5, 0.75, 0.9, 0.95, 0.99, 0.999 };
	struct hr_timing all = hr_label_elapsed(label);

	hr_json_set(out, "mean_ms", hr_json_real(hr_moments_mean_ms(&all.moments)));
	hr_json_set(out, "stddev_ms", hr_json_real(hr_moments_stddev_ms(&all.moments)));
	hr_json_set(out, "min_ms", min_ms(&all));
	hr_json_set(out, "max_ms", max_ms(&all));
	add_quantiles(out, &all, method, keys, p, sizeof(p) / sizeof(p[0]));
	hr_timing_release(&all);
}

static void add_rates(json_t *out, const struct hr_label *label)
{
	double span_s = hr_label_span_s(label);
	double received = label->received_count > 0 ? (double)label->received_bytes : (double)NAN;
	double sent = label->sent_count > 0 ? (double)label->sent_bytes : (double)NAN;
	double succeeded = (double)label->count - (double)label->errors;

	hr_json_set(out, "throughput_per_s", hr_json_real(ratio((double)label->count, span_s)));
	hr_json_set(out, "success_per_s", hr_json_real(ratio(succeeded, span_s)));
	hr_json_set(out, "received_kib_per_s", hr_json_real(ratio(received / KIB, span_s)));
	hr_json_set(out, "sent_kib_per_s", hr_json_real(ratio(sent / KIB, span_s)));
}

/* What the tool printed, as it is. */
static void add_aggregate(json_t *out, const struct hr_aggregate *given)
{
	double succeeded = ratio((double)given->count - (double)given->errors,
	                         (double)given->count);

	hr_json_set(out, "mean_ms", hr_json_real(given->mean_ms));
	hr_json_set(out, "stddev_ms", hr_json_real(given->stddev_ms));
	hr_json_set(out, "min_ms", hr_json_real(given->min_ms));
	hr_json_set(out, "max_ms", hr_json_real(given->max_ms));
	hr_json_set(out, "p50_ms", hr_json_real(given->p50_ms));
	hr_json_set(out, "p75_ms", hr_json_real(given->p75_ms));
	hr_json_set(out, "p90_ms", hr_json_real(given->p90_ms));
	hr_json_set(out, "p95_ms", hr_json_real(given->p95_ms));
	hr_json_set(out, "p99_ms", hr_json_real(given->p99_ms));
	hr_json_set(out, "p999_ms", hr_json_real(given->p999_ms));
	hr_json_set(out, "throughput_per_s", hr_json_real(given->throughput_per_s));
	hr_json_set(out, "success_per_s", hr_json_real(given->throughput_per_s * succeeded));
	hr_json_set(out, "received_kib_per_s", hr_json_real(given->received_kib_per_s));
	hr_json_set(out, "sent_kib_per_s", hr_json_real(given->sent_kib_per_s));
}

static void find_thresholds(const struct hr_document_options *options, struct hr_slice name,
                            int64_t *satisfied_ns, int64_t *tolerated_ns)
{
	*satisfied_ns = options->apdex_satisfied_ns;
	*tolerated_ns = options->apdex_tolerated_ns;
	for (size_t i = 0; i < options->apdex_rule_count; i++) {
		const struct hr_apdex_rule *rule = &options->apdex_rules[i];

		if (hr_pattern_match(rule->pattern, name)) {
			*satisfied_ns = rule->satisfied_ns;
			*tolerated_ns = rule->tolerated_ns;
			break;
		}
	}
	if (*satisfied_ns <= 0 || *tolerated_ns < *satisfied_ns)
		*satisfied_ns = *tolerated_ns = 0;
}

void hr_document_set_apdex(const struct hr_document_options *options, struct hr_label *label)
{
	find_thresholds(options, (struct hr_slice){ label->name, label->length },
	                &label->apdex_satisfied_ns, &label->apdex_tolerated_ns);
}

static void add_apdex(json_t *out, const struct hr_label *label,
                      const struct hr_document_options *options)
{
	int64_t satisfied_ns, tolerated_ns;
	double score = (double)NAN;
	bool set;

	find_thresholds(options, (struct hr_slice){ label->name, label->length }, &satisfied_ns,
	                &tolerated_ns);
	set = satisfied_ns > 0;
	if (set && label->aggregate == NULL)
		score = hr_apdex(label, satisfied_ns, tolerated_ns);
	hr_json_set(out, "apdex", hr_json_real(score));
	hr_json_set(out, "apdex_satisfied_ms",
	            hr_json_real(set ? ns_to_ms(satisfied_ns) : (double)NAN));
	hr_json_set(out, "apdex_tolerated_ms",
	            hr_json_real(set ? ns_to_ms(tolerated_ns) : (double)NAN));
}

static json_t *codes_of(const struct hr_label *label)
{
	const struct hr_tally_entry **sorted = hr_tally_sorted(&label->codes);
	json_t *out = json_object();

	for (size_t i = 0; i < label->codes.count; i++)
		hr_json_set(out, sorted[i]->text, hr_json_u64(sorted[i]->count));
	free(sorted);
	return out;
}

/* The most frequent exact text of each of the groups shown, found in one pass. */
static void find_examples(const struct hr_label *label, const struct hr_tally_entry **groups,
                          size_t n, const char **examples)
{
	const struct hr_tally_entry **exact = hr_tally_sorted(&label->errors_exact);
	struct hr_str mask = { 0 };
	size_t missing = n;

	for (size_t i = 0; i < label->errors_exact.count && missing > 0; i++) {
		struct hr_slice text = { exact[i]->text, exact[i]->length };

		hr_str_truncate(&mask, 0);
		hr_error_mask(text, &mask);
		for (size_t k = 0; k < n; k++) {
			struct hr_slice group = { groups[k]->text, groups[k]->length };

			if (examples[k] == NULL && hr_slice_equal(group, hr_str_slice(&mask))) {
				examples[k] = exact[i]->text;
				missing--;
			}
		}
	}
	hr_str_release(&mask);
	free(exact);
}

static json_t *errors_by_type(const struct hr_label *label)
{
	const struct hr_tally_entry **groups = hr_tally_sorted(&label->error_groups);
	const char *examples[HR_DOCUMENT_TOP_GROUPS] = { NULL };
	size_t n = label->error_groups.count;
	json_t *out = json_array();

	if (n > HR_DOCUMENT_TOP_GROUPS)
		n = HR_DOCUMENT_TOP_GROUPS;
	find_examples(label, groups, n, examples);
	for (size_t i = 0; i < n; i++) {
		double count = (double)groups[i]->count;
		json_t *group = json_object();

		hr_json_set(group, "text", hr_json_text(groups[i]->text));
		hr_json_set(group, "count", hr_json_u64(groups[i]->count));
		hr_json_set(group, "ratio", hr_json_real(ratio(count, (double)label->errors)));
		hr_json_set(group, "ratio_of_requests",
		            hr_json_real(ratio(count, (double)label->count)));
		hr_json_set(group, "example", hr_json_text(examples[i]));
		hr_json_append(out, group);
	}
	free(groups);
	return out;
}

json_t *hr_document_stats(const struct hr_label *label, const struct hr_document_options *options,
                          bool with_histogram)
{
	const struct hr_aggregate *given = label->aggregate;
	double count = (double)(given != NULL ? given->count : label->count);
	double errors = (double)(given != NULL ? given->errors : label->errors);
	json_t *out = json_object(), *histogram = json_null();

	hr_json_set(out, "label", hr_json_text(label->name));
	hr_json_set(out, "source", json_string(hr_label_source_name(label->source)));
	hr_json_set(out, "unit", json_string("ms"));
	hr_json_set(out, "sub_result", json_boolean(label->sub_result));
	hr_json_set(out, "count", hr_json_u64(given != NULL ? given->count : label->count));
	hr_json_set(out, "errors", hr_json_u64(given != NULL ? given->errors : label->errors));
	hr_json_set(out, "error_ratio", hr_json_real(ratio(errors, count)));
	if (given != NULL) {
		add_aggregate(out, given);
	} else {
		add_elapsed(out, label, options->method);
		add_rates(out, label);
	}
	add_apdex(out, label, options);
	hr_json_set(out, "ok_ms", part_ms(&label->ok, options->method));
	hr_json_set(out, "failed_ms", part_ms(&label->failed, options->method));
	hr_json_set(out, "latency_ms", part_ms(&label->latency, options->method));
	hr_json_set(out, "connect_ms", part_ms(&label->connect, options->method));
	hr_json_set(out, "codes", codes_of(label));
	hr_json_set(out, "errors_by_type", errors_by_type(label));
	if (with_histogram && given == NULL) {
		histogram = json_object();
		hr_json_set(histogram, "ok", hr_document_hist(label->ok.hist));
		hr_json_set(histogram, "failed", hr_document_hist(label->failed.hist));
	}
	hr_json_set(out, "precision",
	            with_histogram ? hr_document_precision(label, options->method) : json_null());
	hr_json_set(out, "histogram", histogram);
	return out;
}
