/*
 * `locust --json`: an array of requests with a count for every response time, which is a histogram
 * that can be merged, and counts per second, which become series. Failures are counted, but which
 * response times are theirs is not in the file.
 */
#include <config.h>
#include "read/formats.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/json_text.h"
#include "read/locust_label.h"
#include "record/sample.h"
#include "record/sink.h"
#include "stats/hist.h"
#include "stats/moments.h"

#define NAME         "the output of locust --json"
#define REQUESTS_MAX UINT64_C(1000000000000000)
#define MICRO        INT64_C(1000000)

struct hr_reader {
	struct hr_read_context *context;
	struct hr_str text;
};

static struct hr_reader *locust_json_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	return reader;
}

static enum hr_err locust_json_feed(struct hr_reader *reader, struct hr_slice bytes,
                                    struct hr_error *err)
{
	return hr_json_text_add(&reader->text, bytes, NAME, err);
}

static bool read_number(const json_t *value, uint64_t *out)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*out = (uint64_t)json_integer_value(value);
	return *out <= REQUESTS_MAX;
}

/* Times are members: {"44": 1, "1000.0": 2}. False when there is one that cannot be. */
static bool read_times(json_t *times, uint64_t requests, struct hr_hist *hist)
{
	uint64_t seen = 0, count;
	const char *key;
	json_t *value;
	int64_t ns;

	json_object_foreach(times, key, value)
	{
		if (!hr_parse_scaled(hr_slice_of(key), HR_SHIFT_MS, &ns) || ns < 0 ||
		    ns > HR_DURATION_MAX_NS || !read_number(value, &count))
			return false;
		if (count > requests - seen)
			return false;
		seen += count;
		hr_hist_add(hist, ns, count);
	}
	return true;
}

static int64_t duration_of(const json_t *entry, const char *name)
{
	int64_t ns;

	return hr_json_duration(json_object_get(entry, name), HR_SHIFT_MS, &ns) ? ns : HR_UNKNOWN;
}

/* Seconds since the epoch, as a real. */
static int64_t instant_of(const json_t *entry, const char *name)
{
	double s = hr_json_figure(entry, name);

	if (!(s > 0) || s * 1e9 >= (double)INT64_MAX)
		return HR_INSTANT_NONE;
	return (int64_t)llround(s * 1e6) * HR_NS_PER_US;
}

static void push_rates(struct hr_read_context *context, json_t *counts, const char *what,
                       struct hr_slice label)
{
	struct hr_str name = { 0 };
	struct hr_observation observation = { .kind = HR_SERIES_GAUGE,
		                              .unit = HR_SLICE_LITERAL("/s"),
		                              .host = context->options.host };
	const char *key;
	json_t *value;
	uint64_t count;

	hr_str_puts(&name, what);
	hr_str_add_slice(&name, label);
	observation.name = hr_str_slice(&name);
	json_object_foreach(counts, key, value)
	{
		if (hr_instant_parse(hr_slice_of(key), context->options.zone, &observation.time_ns,
		                     NULL) != HR_OK ||
		    !read_number(value, &count) || count > INT64_MAX / MICRO) {
			hr_read_reject(context, "no usable count of a second", 0, hr_slice_of(key));
			continue;
		}
		observation.value_micro = (int64_t)count * MICRO;
		hr_read_observation(context, &observation);
	}
	hr_str_release(&name);
}

/* Requests whose response time is null: they count, without a time. */
static void push_untimed(struct hr_read_context *context, struct hr_slice label, uint64_t count)
{
	struct hr_sample sample = hr_read_request(context, label);

	if (count == 0)
		return;
	sample.weight = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
	hr_read_degrade(context, "requests without a response time", 0, label);
	hr_read_sample(context, &sample);
}

static void push_entry(struct hr_read_context *context, json_t *entry, struct hr_slice label,
                       struct hr_hist *hist, uint64_t requests)
{
	struct hr_histogram_record record = { .label = label,
		                              .hist = hist,
		                              .success = true,
		                              .start_ns = instant_of(entry, "start_time"),
		                              .end_ns = instant_of(entry, "last_request_timestamp"),
		                              .min_ns = duration_of(entry, "min_response_time"),
		                              .max_ns = duration_of(entry, "max_response_time") };

	if (!hr_json_count(entry, "num_failures", &record.failed) || record.failed > requests) {
		hr_read_reject(context, "no usable number of failures", 0, label);
		return;
	}
	if (hr_hist_count(hist) > 0) {
		context->records++;
		hr_sink_histogram(context->sink, &record);
	}
	push_untimed(context, label, requests - hr_hist_count(hist));
	push_rates(context, json_object_get(entry, "num_reqs_per_sec"), "requests per second, ",
	           label);
	push_rates(context, json_object_get(entry, "num_fail_per_sec"), "failures per second, ",
	           label);
}

static void take_entry(struct hr_read_context *context, json_t *entry)
{
	struct hr_hist *hist = hr_hist_new();
	struct hr_str label = { 0 };
	uint64_t requests;

	hr_locust_label(hr_json_string(entry, "method"), hr_json_string(entry, "name"), &label);
	if (!read_number(json_object_get(entry, "num_requests"), &requests))
		hr_read_reject(context, "no usable number of requests", 0, hr_str_slice(&label));
	else if (!read_times(json_object_get(entry, "response_times"), requests, hist))
		hr_read_reject(context, "no usable response times, or more than requests", 0,
		               hr_str_slice(&label));
	else
		push_entry(context, entry, hr_str_slice(&label), hist, requests);
	hr_hist_free(hist);
	hr_str_release(&label);
}

static enum hr_err locust_json_finish(struct hr_reader *reader, struct hr_error *err)
{
	json_t *document = hr_json_text_parse(&reader->text, NAME, err), *entry;
	size_t i;

	if (document == NULL)
		return HR_EPARSE;
	if (!json_is_array(document)) {
		json_decref(document);
		return hr_error_set(err, HR_EPARSE, NAME " is not a JSON array");
	}
	hr_read_assume(reader->context,
	               "response times: rounded by Locust to two digits from 100 ms on");
	hr_read_assume(reader->context, "response times of failures are among those of successes");
	json_array_foreach(document, i, entry) take_entry(reader->context, entry);
	json_decref(document);
	return HR_OK;
}

static void locust_json_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_str_release(&reader->text);
	free(reader);
}

static int locust_json_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"num_requests\"", "\"num_failures\"",
		                              "\"total_response_time\"", NULL };

	return hr_json_text_looks_like(peek->head, '[', wanted) ? 95 : 0;
}

const struct hr_format hr_format_locust_json = {
	.name = "locust-json",
	.title = "locust --json",
	.carries = HR_CARRIES_SAMPLES | HR_CARRIES_HISTOGRAMS | HR_CARRIES_OBSERVATIONS,
	.sniff = locust_json_sniff,
	.open = locust_json_open,
	.feed = locust_json_feed,
	.finish = locust_json_finish,
	.free = locust_json_free,
};
