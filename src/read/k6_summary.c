/*
 * Summary of a k6 run: `--summary-export`, or what a script's handleSummary() writes of its data.
 * The first puts the figures of a metric beside its thresholds, where true means crossed; the other
 * puts them under "values", and a threshold says whether it is "ok".
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <stdlib.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define DURATION     "http_req_duration"
#define BYTES_IN_KIB 1024
#define NAME_BYTES   1024
#define GROUPS_MAX   20 /* of groups in groups */

/* The figures of a metric, whichever the form; NULL when there is none. */
static const json_t *figures_of(const json_t *metrics, const char *name, const char *tags)
{
	struct hr_str key = { .limit = NAME_BYTES };
	const json_t *metric, *values;

	hr_str_puts(&key, name);
	hr_str_puts(&key, tags);
	metric = json_object_get(metrics, hr_str_text(&key));
	hr_str_release(&key);
	values = json_object_get(metric, "values");
	return json_is_object(values) ? values : metric;
}

/* k6 counts only what its trend statistics name, but the requests of the same tags are counted. */
static bool find_count(const json_t *trend, const json_t *counter, uint64_t *out)
{
	return hr_json_count(trend, "count", out) || hr_json_count(counter, "count", out);
}

static void take_trend(const json_t *trend, struct hr_aggregate *aggregate)
{
	aggregate->mean_ms = hr_json_figure(trend, "avg");
	aggregate->min_ms = hr_json_figure(trend, "min");
	aggregate->max_ms = hr_json_figure(trend, "max");
	aggregate->p50_ms = hr_json_figure(trend, "med");
	aggregate->p75_ms = hr_json_figure(trend, "p(75)");
	aggregate->p90_ms = hr_json_figure(trend, "p(90)");
	aggregate->p95_ms = hr_json_figure(trend, "p(95)");
	aggregate->p99_ms = hr_json_figure(trend, "p(99)");
	aggregate->p999_ms = hr_json_figure(trend, "p(99.9)");
}

/* @tags  "" for all requests, or "{name:cart}" */
static void push_requests(struct hr_read_context *context, const json_t *metrics, const char *label,
                          const char *tags)
{
	struct hr_aggregate aggregate = hr_document_no_figures(hr_slice_of(label));
	const json_t *trend = figures_of(metrics, DURATION, tags);
	const json_t *requests = figures_of(metrics, "http_reqs", tags);
	const json_t *failed = figures_of(metrics, "http_req_failed", tags);

	if (!find_count(trend, requests, &aggregate.count)) {
		hr_read_note(context, "figures of requests without their number are left out", 0,
		             aggregate.label);
		return;
	}
	take_trend(trend, &aggregate);
	/* A rate "passes" when its value is true: here, when the request failed. */
	if (!hr_json_count(failed, "passes", &aggregate.errors))
		hr_read_note(context, "requests without the number that failed, taken as 0", 0,
		             aggregate.label);
	aggregate.throughput_per_s = hr_json_figure(requests, "rate");
	if (tags[0] == '\0') {
		aggregate.received_kib_per_s = hr_json_figure(
		                                       figures_of(metrics, "data_received", ""),
		                                       "rate") /
		                               BYTES_IN_KIB;
		aggregate.sent_kib_per_s = hr_json_figure(figures_of(metrics, "data_sent", ""),
		                                          "rate") /
		                           BYTES_IN_KIB;
	}
	hr_document_aggregate(context, &aggregate);
}

static void push_transactions(struct hr_read_context *context, const json_t *metrics,
                              const char *label, const char *counter)
{
	struct hr_aggregate aggregate = hr_document_no_figures(hr_slice_of(label));
	const json_t *trend = figures_of(metrics, label, "");
	const json_t *counts = figures_of(metrics, counter, "");

	aggregate.kind = HR_SAMPLE_TRANSACTION;
	if (trend == NULL || !find_count(trend, counts, &aggregate.count))
		return;
	take_trend(trend, &aggregate);
	aggregate.throughput_per_s = hr_json_figure(counts, "rate");
	hr_document_aggregate(context, &aggregate);
}

static bool is_crossed(const json_t *threshold)
{
	return json_is_true(threshold) || json_is_false(json_object_get(threshold, "ok"));
}

static void note_thresholds(struct hr_read_context *context, const char *name, json_t *metric)
{
	struct hr_str text = { .limit = NAME_BYTES };
	const char *threshold;
	json_t *value;

	json_object_foreach(json_object_get(metric, "thresholds"), threshold, value)
	{
		if (!is_crossed(value))
			continue;
		hr_str_truncate(&text, 0);
		hr_str_printf(&text, "%s: %s", name, threshold);
		hr_read_note(context, "a threshold of the test was crossed", 0,
		             hr_str_slice(&text));
	}
	hr_str_release(&text);
}

static void note_check(struct hr_read_context *context, const json_t *check)
{
	uint64_t fails;

	if (hr_json_count(check, "fails", &fails) && fails > 0)
		hr_read_note(context, "a check of the test failed", 0,
		             hr_json_string(check, "path"));
}

/* Members are objects by name, or, in newer versions, arrays. */
static void note_checks(struct hr_read_context *context, const json_t *group, int depth)
{
	json_t *checks = json_object_get(group, "checks");
	json_t *groups = json_object_get(group, "groups");
	const char *name;
	json_t *value;
	size_t i;

	if (depth == GROUPS_MAX)
		return;
	json_object_foreach(checks, name, value) note_check(context, value);
	json_array_foreach(checks, i, value) note_check(context, value);
	json_object_foreach(groups, name, value) note_checks(context, value, depth + 1);
	json_array_foreach(groups, i, value) note_checks(context, value, depth + 1);
}

static void take_summary(struct hr_read_context *context, json_t *document)
{
	json_t *metrics = json_object_get(document, "metrics"), *metric;
	const char *name;

	json_object_foreach(metrics, name, metric)
	{
		if (strncmp(name, DURATION, sizeof(DURATION) - 1) == 0 &&
		    (name[sizeof(DURATION) - 1] == '\0' || name[sizeof(DURATION) - 1] == '{'))
			push_requests(context, metrics, name, name + sizeof(DURATION) - 1);
		note_thresholds(context, name, metric);
	}
	push_transactions(context, metrics, "iteration_duration", "iterations");
	push_transactions(context, metrics, "group_duration", "");
	note_checks(context, json_object_get(document, "root_group"), 0);
}

static enum hr_err k6_summary_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the summary of k6", take_summary, err);
}

static int k6_summary_sniff(const struct hr_peek *peek)
{
	static const char *const whole[] = { "\"metrics\"", "\"root_group\"", NULL };
	static const char *const start[] = { "\"metrics\"", "\"http_req_duration\"", "\"avg\"",
		                             NULL };

	if (hr_json_text_looks_like(peek->head, '{', whole) ||
	    hr_json_text_looks_like(peek->head, '{', start))
		return 90;
	return 0;
}

const struct hr_format hr_format_k6_summary = {
	.name = "k6-summary",
	.title = "k6, summary JSON",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = k6_summary_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = k6_summary_finish,
	.free = hr_document_free,
};
