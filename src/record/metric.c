/* What can be asked of a label, and how it is computed. */
#include <config.h>
#include "record/metric.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/num.h"
#include "base/suggest.h"

#define NOT_KNOWN   ((double)NAN)
#define BYTES_A_KIB 1024.0

static const struct hr_aggregate *figures(const struct hr_label *label)
{
	return label->source == HR_SOURCE_AGGREGATE ? label->aggregate : NULL;
}

static double get_count(const struct hr_label *label, const struct hr_metric *metric,
                        enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	return (double)hr_label_count(label);
}

static double get_errors(const struct hr_label *label, const struct hr_metric *metric,
                         enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	return (double)hr_label_errors(label);
}

static double get_error_ratio(const struct hr_label *label, const struct hr_metric *metric,
                              enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	return hr_label_count(label) > 0
	               ? (double)hr_label_errors(label) / (double)hr_label_count(label)
	               : NOT_KNOWN;
}

static double get_success_ratio(const struct hr_label *label, const struct hr_metric *metric,
                                enum hr_quantile_method method)
{
	uint64_t count = hr_label_count(label);

	(void)metric;
	(void)method;
	return count > 0 ? (double)(count - hr_label_errors(label)) / (double)count : NOT_KNOWN;
}

/* Of all elapsed times; histograms stay where they are. */
static struct hr_moments moments_of(const struct hr_label *label)
{
	struct hr_moments moments = label->ok.moments;

	hr_moments_merge(&moments, &label->failed.moments);
	return moments;
}

static double get_mean(const struct hr_label *label, const struct hr_metric *metric,
                       enum hr_quantile_method method)
{
	struct hr_moments moments = moments_of(label);

	(void)metric;
	(void)method;
	return figures(label) != NULL ? label->aggregate->mean_ms : hr_moments_mean_ms(&moments);
}

static double get_stddev(const struct hr_label *label, const struct hr_metric *metric,
                         enum hr_quantile_method method)
{
	struct hr_moments moments = moments_of(label);

	(void)metric;
	(void)method;
	return figures(label) != NULL ? label->aggregate->stddev_ms
	                              : hr_moments_stddev_ms(&moments);
}

static double get_min(const struct hr_label *label, const struct hr_metric *metric,
                      enum hr_quantile_method method)
{
	struct hr_moments moments = moments_of(label);

	(void)metric;
	(void)method;
	if (figures(label) != NULL)
		return label->aggregate->min_ms;
	return moments.count > 0 ? (double)moments.min_ns / (double)HR_NS_PER_MS : NOT_KNOWN;
}

static double get_max(const struct hr_label *label, const struct hr_metric *metric,
                      enum hr_quantile_method method)
{
	struct hr_moments moments = moments_of(label);

	(void)metric;
	(void)method;
	if (figures(label) != NULL)
		return label->aggregate->max_ms;
	return moments.count > 0 ? (double)moments.max_ns / (double)HR_NS_PER_MS : NOT_KNOWN;
}

static double aggregate_quantile(const struct hr_aggregate *aggregate, double p)
{
	const struct {
		double p, value_ms;
	} known[] = {
		{ 0.50, aggregate->p50_ms }, { 0.75, aggregate->p75_ms },
		{ 0.90, aggregate->p90_ms }, { 0.95, aggregate->p95_ms },
		{ 0.99, aggregate->p99_ms }, { 0.999, aggregate->p999_ms },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (fabs(known[i].p - p) < 1e-12)
			return known[i].value_ms;
	return NOT_KNOWN;
}

static double timing_quantile(const struct hr_timing *timing, double p,
                              enum hr_quantile_method method)
{
	return hr_quantile_ms(timing->hist, p, method, timing->moments.min_ns,
	                      timing->moments.max_ns);
}

static double get_quantile(const struct hr_label *label, const struct hr_metric *metric,
                           enum hr_quantile_method method)
{
	struct hr_timing all;
	double value;

	if (figures(label) != NULL)
		return aggregate_quantile(label->aggregate, metric->p);
	if (label->failed.hist == NULL)
		return timing_quantile(&label->ok, metric->p, method);
	if (label->ok.hist == NULL)
		return timing_quantile(&label->failed, metric->p, method);
	all = hr_label_elapsed(label);
	value = timing_quantile(&all, metric->p, method);
	hr_timing_release(&all);
	return value;
}

/* Per second of the label's own span, as JMeter: earliest start to latest end. */
static double rate(const struct hr_label *label, double amount)
{
	double span_s = hr_label_span_s(label);

	return span_s > 0 ? amount / span_s : NOT_KNOWN;
}

static double get_throughput(const struct hr_label *label, const struct hr_metric *metric,
                             enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	if (figures(label) != NULL)
		return label->aggregate->throughput_per_s;
	return rate(label, (double)label->count);
}

static double get_success(const struct hr_label *label, const struct hr_metric *metric,
                          enum hr_quantile_method method)
{
	const struct hr_aggregate *aggregate = figures(label);

	(void)metric;
	(void)method;
	if (aggregate == NULL)
		return rate(label, (double)(label->count - label->errors));
	return aggregate->count > 0 ? aggregate->throughput_per_s *
	                                      (double)(aggregate->count - aggregate->errors) /
	                                      (double)aggregate->count
	                            : NOT_KNOWN;
}

static double get_received(const struct hr_label *label, const struct hr_metric *metric,
                           enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	if (figures(label) != NULL)
		return label->aggregate->received_kib_per_s;
	return label->received_count > 0 ? rate(label, (double)label->received_bytes / BYTES_A_KIB)
	                                 : NOT_KNOWN;
}

static double get_sent(const struct hr_label *label, const struct hr_metric *metric,
                       enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	if (figures(label) != NULL)
		return label->aggregate->sent_kib_per_s;
	return label->sent_count > 0 ? rate(label, (double)label->sent_bytes / BYTES_A_KIB)
	                             : NOT_KNOWN;
}

static double get_latency(const struct hr_label *label, const struct hr_metric *metric,
                          enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	return hr_moments_mean_ms(&label->latency.moments);
}

static double get_connect(const struct hr_label *label, const struct hr_metric *metric,
                          enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	return hr_moments_mean_ms(&label->connect.moments);
}

static double get_apdex(const struct hr_label *label, const struct hr_metric *metric,
                        enum hr_quantile_method method)
{
	(void)metric;
	(void)method;
	if (label->apdex_satisfied_ns <= 0)
		return NOT_KNOWN;
	return hr_apdex(label, label->apdex_satisfied_ns, label->apdex_tolerated_ns);
}

double hr_apdex(const struct hr_label *label, int64_t satisfied_ns, int64_t tolerated_ns)
{
	uint64_t timed = label->ok.moments.count + label->failed.moments.count, satisfied,
	         tolerated;

	if (timed == 0)
		return NOT_KNOWN;
	if (label->ok.hist == NULL)
		return 0;
	satisfied = hr_hist_count_at_most(label->ok.hist, satisfied_ns);
	tolerated = hr_hist_count_at_most(label->ok.hist, tolerated_ns);
	tolerated = tolerated > satisfied ? tolerated - satisfied : 0;
	return ((double)satisfied + (double)tolerated / 2) / (double)timed;
}

#define ROW(name, alias, title, words, key, quantity, better, value)                               \
	{                                                                                          \
		name, alias, title, words, key, HR_QUANTITY_##quantity, HR_BETTER_##better, value, \
		        0, "", ""                                                                  \
	}
#define QUANTILE(name, alias, title, words, key, p)                                                \
	{                                                                                          \
		name, alias, title, words, key, HR_QUANTITY_DURATION_MS, HR_BETTER_LOWER,          \
		        get_quantile, p, "", ""                                                    \
	}

const struct hr_metric hr_metrics[] = {
	ROW("count", "samples requests", "Requests", "count", "count", COUNT, HIGHER, get_count),
	ROW("errors", "failures", "Errors", "errors", "errors", COUNT, LOWER, get_errors),
	ROW("error_ratio", "error_rate errors%", "Error ratio", "error ratio", "error_ratio", RATIO,
	    LOWER, get_error_ratio),
	ROW("success_ratio", "success_rate availability", "Success ratio", "success ratio",
	    "success_ratio", RATIO, HIGHER, get_success_ratio),
	ROW("mean", "avg average", "Mean", "mean", "mean_ms", DURATION_MS, LOWER, get_mean),
	ROW("stddev", "sd", "Standard deviation", "standard deviation", "stddev_ms", DURATION_MS,
	    LOWER, get_stddev),
	ROW("min", "minimum", "Minimum", "min", "min_ms", DURATION_MS, LOWER, get_min),
	ROW("max", "maximum", "Maximum", "max", "max_ms", DURATION_MS, LOWER, get_max),
	QUANTILE("p50", "median", "Median", "p50", "p50_ms", 0.50),
	QUANTILE("p75", NULL, "75th percentile", "p75", "p75_ms", 0.75),
	QUANTILE("p90", NULL, "90th percentile", "p90", "p90_ms", 0.90),
	QUANTILE("p95", NULL, "95th percentile", "p95", "p95_ms", 0.95),
	QUANTILE("p99", NULL, "99th percentile", "p99", "p99_ms", 0.99),
	QUANTILE("p999", "p99.9", "99.9th percentile", "p99.9", "p999_ms", 0.999),
	ROW("throughput", "rps", "Throughput", "throughput", "throughput_per_s", PER_S, HIGHER,
	    get_throughput),
	ROW("success_per_s", "goodput", "Successes per second", "successes per second",
	    "success_per_s", PER_S, HIGHER, get_success),
	ROW("received_kib_per_s", "received", "Received, KiB/s", "data received",
	    "received_kib_per_s", NUMBER, HIGHER, get_received),
	ROW("sent_kib_per_s", "sent", "Sent, KiB/s", "data sent", "sent_kib_per_s", NUMBER, HIGHER,
	    get_sent),
	ROW("latency_mean", "latency", "Mean latency", "mean latency", "latency_mean_ms",
	    DURATION_MS, LOWER, get_latency),
	ROW("connect_mean", "connect", "Mean connect time", "mean connect time", "connect_mean_ms",
	    DURATION_MS, LOWER, get_connect),
	ROW("apdex", NULL, "APDEX", "APDEX", "apdex", NUMBER, HIGHER, get_apdex),
};
const size_t hr_metric_count = sizeof(hr_metrics) / sizeof(hr_metrics[0]);

/* The next of the names in a blank-separated list; empty at the end. */
static struct hr_slice next_name(const char **list)
{
	struct hr_slice name = { *list, strcspn(*list, " ") };

	*list += name.length;
	*list += strspn(*list, " ");
	return name;
}

static bool has_name(const struct hr_metric *metric, struct hr_slice name)
{
	const char *list = metric->alias;

	if (hr_slice_is(name, metric->name))
		return true;
	for (struct hr_slice alias; list != NULL && (alias = next_name(&list)).length > 0;)
		if (hr_slice_equal(alias, name))
			return true;
	return false;
}

/* "p97.5" and "p975": digits after the second are a fraction of a percent. */
static bool parse_percentile(struct hr_slice name, double *p)
{
	char digits[16] = "";
	size_t n = 0, whole = 0;
	int64_t scaled;

	if (name.length < 2 || name.length > 9 || name.ptr[0] != 'p')
		return false;
	for (size_t i = 1; i < name.length; i++) {
		char c = name.ptr[i];

		if (c == '.' && whole == 0 && i > 1) {
			whole = i - 1;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		digits[n++] = c;
	}
	if (whole == 0)
		whole = n > 2 ? 2 : n;
	if (whole > 2 || (n > 2 && name.length == n + 1 && digits[0] < '9'))
		return false;
	/* percent = digits x 10^(whole - n) */
	if (!hr_parse_scaled((struct hr_slice){ digits, n }, (int)whole - (int)n + 6, &scaled) ||
	    scaled == 0)
		return false;
	*p = (double)scaled / 1e8;
	return true;
}

static const struct hr_metric *make(struct hr_slice name, double p, struct hr_metric *made)
{
	size_t n = 0;

	*made = (struct hr_metric){ .title = "Percentile",
		                    .quantity = HR_QUANTITY_DURATION_MS,
		                    .better = HR_BETTER_LOWER,
		                    .value = get_quantile,
		                    .p = p };
	memcpy(made->made_name, name.ptr, name.length);
	for (size_t i = 0; i < name.length; i++)
		if (name.ptr[i] != '.')
			made->made_key[n++] = name.ptr[i];
	memcpy(made->made_key + n, "_ms", 4);
	made->name = made->made_name;
	made->key = made->made_key;
	return made;
}

/* "response_time_p95", "p95_response_time", "latency_p99": what is left says which. */
static struct hr_slice without_response_time(struct hr_slice name)
{
	static const char *const words[] = { "response_time", "latency" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (name.length < n + 4)
			continue;
		if (hr_slice_starts(name, words[i]) && name.ptr[n] == '_')
			return (struct hr_slice){ name.ptr + n + 1, name.length - n - 1 };
		if (memcmp(name.ptr + name.length - n, words[i], n) == 0 &&
		    name.ptr[name.length - n - 1] == '_')
			return (struct hr_slice){ name.ptr, name.length - n - 1 };
	}
	return name;
}

const struct hr_metric *hr_metric_find(struct hr_slice name, struct hr_metric *made)
{
	double p;

	for (size_t i = 0; i < hr_metric_count; i++)
		if (has_name(&hr_metrics[i], name))
			return &hr_metrics[i];
	name = without_response_time(name);
	for (size_t i = 0; i < hr_metric_count; i++)
		if (hr_metrics[i].quantity == HR_QUANTITY_DURATION_MS &&
		    has_name(&hr_metrics[i], name))
			return &hr_metrics[i];
	if (!parse_percentile(name, &p))
		return NULL;
	for (size_t i = 0; i < hr_metric_count; i++)
		if (hr_metrics[i].p > 0 && fabs(hr_metrics[i].p - p) < 1e-12)
			return &hr_metrics[i];
	return make(name, p, made);
}

/* Short aliases are near to everything. */
#define ALIAS_SUGGESTED 5

const char *hr_metric_suggest(struct hr_slice name)
{
	struct hr_suggestion nearest = { .wrong = name };
	const struct hr_metric *found = NULL;
	char alias[32];

	for (size_t i = 0; i < hr_metric_count; i++) {
		const char *list = hr_metrics[i].alias;

		if (hr_suggest_try(&nearest, hr_metrics[i].name))
			found = &hr_metrics[i];
		for (struct hr_slice one; list != NULL && (one = next_name(&list)).length > 0;) {
			if (one.length < ALIAS_SUGGESTED || one.length >= sizeof(alias))
				continue;
			memcpy(alias, one.ptr, one.length);
			alias[one.length] = '\0';
			if (hr_suggest_try(&nearest, alias))
				found = &hr_metrics[i];
		}
	}
	return found != NULL ? found->name : NULL;
}
