/*
 * Report of `artillery run -o`. Version 2 has flat maps of counters, rates and summaries, with
 * those of the plugin metrics-by-endpoint among them; version 1 one object of latencies. Both are
 * aggregates of the run; the periods of 10 s that follow are left out, because figures of periods
 * do not add up.
 */
#include <config.h>
#include "read/formats.h"

#include <jansson.h>
#include <math.h>

#include "read/document_reader.h"
#include "read/json_text.h"
#include "record/sample.h"

#define ENDPOINT      "plugins.metrics-by-endpoint."
#define ENDPOINT_TIME ENDPOINT "response_time."
#define COUNT_MAX     UINT32_MAX

/* Is @key @prefix with something behind? Gives that. */
static const char *behind(const char *key, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(key, prefix, length) == 0 && key[length] != '\0' ? key + length : NULL;
}

static bool is_failure(const char *code)
{
	return code[0] >= '4' && code[0] <= '9' && strlen(code) == 3;
}

static uint64_t number_of(const json_t *value)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > COUNT_MAX)
		return 0;
	return (uint64_t)json_integer_value(value);
}

/* Counters "http.codes.500" and "errors.ETIMEDOUT" by their prefixes; *broken are the latter. */
static uint64_t failures(json_t *counters, const char *codes, const char *errors, uint64_t *broken)
{
	uint64_t failed = 0;
	const char *key, *rest;
	json_t *value;

	json_object_foreach(counters, key, value)
	{
		rest = behind(key, codes);
		if (rest != NULL && is_failure(rest))
			failed += number_of(value);
		if (behind(key, errors) != NULL) {
			failed += number_of(value);
			*broken += number_of(value);
		}
	}
	return failed;
}

static void take_summary(const json_t *summary, struct hr_aggregate *aggregate)
{
	aggregate->mean_ms = hr_json_figure(summary, "mean");
	aggregate->min_ms = hr_json_figure(summary, "min");
	aggregate->max_ms = hr_json_figure(summary, "max");
	aggregate->p50_ms = hr_json_figure(summary, "p50");
	if (isnan(aggregate->p50_ms))
		aggregate->p50_ms = hr_json_figure(summary, "median");
	aggregate->p75_ms = hr_json_figure(summary, "p75");
	aggregate->p90_ms = hr_json_figure(summary, "p90");
	aggregate->p95_ms = hr_json_figure(summary, "p95");
	aggregate->p99_ms = hr_json_figure(summary, "p99");
	aggregate->p999_ms = hr_json_figure(summary, "p999");
}

static void push_summary(struct hr_read_context *context, json_t *counters, const char *label,
                         const json_t *summary, const char *codes, const char *errors, double rate)
{
	struct hr_aggregate aggregate = hr_document_no_figures(hr_slice_of(label));
	uint64_t sent = number_of(json_object_get(counters, label)), broken = 0;

	aggregate.count = number_of(json_object_get(summary, "count"));
	if (aggregate.count == 0) {
		hr_read_note(context, "times without their number are left out", 0,
		             aggregate.label);
		return;
	}
	aggregate.errors = failures(counters, codes, errors, &broken);
	/* Only answers have times. Captures that fail are errors, too, with an answer: so the
	 * counter of requests is better than a sum, where there is one. */
	aggregate.count = sent > aggregate.count ? sent : aggregate.count + (sent > 0 ? 0 : broken);
	if (aggregate.errors > aggregate.count)
		aggregate.errors = aggregate.count;
	aggregate.throughput_per_s = rate;
	take_summary(summary, &aggregate);
	hr_document_aggregate(context, &aggregate);
}

static void push_endpoint(struct hr_read_context *context, json_t *counters, const char *endpoint,
                          const json_t *summary)
{
	struct hr_str codes = { .limit = HR_JSON_TEXT_BYTES }, errors = codes;

	hr_str_printf(&codes, ENDPOINT "%s.codes.", endpoint);
	hr_str_printf(&errors, ENDPOINT "%s.errors.", endpoint);
	push_summary(context, counters, endpoint, summary, hr_str_text(&codes),
	             hr_str_text(&errors), (double)NAN);
	hr_str_release(&codes);
	hr_str_release(&errors);
}

static void push_sessions(struct hr_read_context *context, json_t *counters, const json_t *summary)
{
	struct hr_aggregate aggregate = hr_document_no_figures(
	        HR_SLICE_LITERAL("vusers.session_length"));
	uint64_t failed = number_of(json_object_get(counters, "vusers.failed"));

	aggregate.kind = HR_SAMPLE_TRANSACTION;
	aggregate.count = number_of(json_object_get(summary, "count")) + failed;
	aggregate.errors = failed;
	take_summary(summary, &aggregate);
	hr_document_aggregate(context, &aggregate);
}

static void take_version_2(struct hr_read_context *context, json_t *aggregate, json_t *summaries)
{
	json_t *counters = json_object_get(aggregate, "counters"), *summary;
	const json_t *rates = json_object_get(aggregate, "rates");
	const char *key;

	json_object_foreach(summaries, key, summary)
	{
		const char *endpoint = behind(key, ENDPOINT_TIME);

		if (strcmp(key, "http.response_time") == 0)
			push_summary(context, counters, "http.requests", summary, "http.codes.",
			             "errors.", hr_json_figure(rates, "http.request_rate"));
		else if (strcmp(key, "vusers.session_length") == 0)
			push_sessions(context, counters, summary);
		else if (endpoint != NULL)
			push_endpoint(context, counters, endpoint, summary);
	}
}

static void take_version_1(struct hr_read_context *context, json_t *report)
{
	struct hr_aggregate aggregate = hr_document_no_figures(HR_SLICE_LITERAL("requests"));
	const json_t *rate = json_object_get(report, "rps");
	const char *key;
	json_t *value;

	aggregate.count = number_of(json_object_get(report, "requestsCompleted"));
	json_object_foreach(json_object_get(report, "codes"), key, value)
	{
		if (is_failure(key))
			aggregate.errors += number_of(value);
	}
	json_object_foreach(json_object_get(report, "errors"), key, value)
	{
		aggregate.errors += number_of(value);
		aggregate.count += number_of(value);
	}
	aggregate.throughput_per_s = hr_json_figure(rate, "mean");
	take_summary(json_object_get(report, "latency"), &aggregate);
	hr_document_aggregate(context, &aggregate);
}

static void take_report(struct hr_read_context *context, json_t *document)
{
	json_t *aggregate = json_object_get(document, "aggregate");
	json_t *summaries = json_object_get(aggregate, "summaries");

	hr_read_assume(context, "errors: codes from 400 on and requests without an answer");
	if (json_is_object(summaries))
		take_version_2(context, aggregate, summaries);
	else if (json_is_object(json_object_get(aggregate, "latency")))
		take_version_1(context, aggregate);
	else
		hr_read_note(context, "the report holds no times", 0, hr_slice_of(""));
}

static enum hr_err artillery_finish(struct hr_reader *reader, struct hr_error *err)
{
	return hr_document_finish(reader, "the report of artillery", take_report, err);
}

static int artillery_sniff(const struct hr_peek *peek)
{
	static const char *const version_2[] = { "\"aggregate\"", "\"counters\"", "\"vusers.",
		                                 NULL };
	static const char *const version_1[] = { "\"aggregate\"", "\"scenariosCreated\"",
		                                 "\"latency\"", NULL };

	if (hr_json_text_looks_like(peek->head, '{', version_2) ||
	    hr_json_text_looks_like(peek->head, '{', version_1))
		return 90;
	return 0;
}

const struct hr_format hr_format_artillery = {
	.name = "artillery",
	.title = "artillery run -o, JSON",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = artillery_sniff,
	.open = hr_document_open,
	.feed = hr_document_feed,
	.finish = artillery_finish,
	.free = hr_document_free,
};
