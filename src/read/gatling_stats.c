/*
 * js/stats.json and js/global_stats.json of Gatling's report: figures of each request and group,
 * read as aggregates. stats.json is a tree of groups whose root is the whole run; global_stats.json
 * holds the figures of that root alone. The root becomes the total of a run that holds nothing
 * else: figures of labels do not add up.
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "read/json_text.h"
#include "record/run.h"
#include "record/sink.h"

#define DOCUMENT  "the statistics of Gatling"
#define DEPTH_MAX 64 /* groups one inside the other */

struct hr_reader {
	struct hr_read_context *context;
	struct hr_str text;
};

static struct hr_reader *stats_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	return reader;
}

static enum hr_err stats_feed(struct hr_reader *reader, struct hr_slice bytes, struct hr_error *err)
{
	return hr_json_text_add(&reader->text, bytes, DOCUMENT, err);
}

/* --- figures --- */

/* A part ("total", "ok", "ko") of a figure. Gatling before 3 wrote numbers as texts, and "-" for
 * those without requests. */
static double figure(const json_t *stats, const char *name, const char *part)
{
	const json_t *value = json_object_get(json_object_get(stats, name), part);
	struct hr_slice text;
	double number;

	if (!json_is_string(value))
		return json_is_number(value) ? json_number_value(value) : (double)NAN;
	text = (struct hr_slice){ json_string_value(value), json_string_length(value) };
	return hr_parse_double(text, &number) ? number : (double)NAN;
}

static bool count_of(const json_t *stats, const char *part, uint64_t *out)
{
	const json_t *value = json_object_get(json_object_get(stats, "numberOfRequests"), part);

	if (json_is_string(value))
		return hr_parse_u64(
		        (struct hr_slice){ json_string_value(value), json_string_length(value) },
		        out);
	return hr_json_count(json_object_get(stats, "numberOfRequests"), part, out);
}

/* Versions before 2.2 had two percentiles, by default 95 and 99; since then there are four. */
static void read_percentiles(const json_t *stats, struct hr_aggregate *aggregate)
{
	bool has_four = json_object_get(stats, "percentiles3") != NULL;

	aggregate->p50_ms = has_four ? figure(stats, "percentiles1", "total") : (double)NAN;
	aggregate->p75_ms = has_four ? figure(stats, "percentiles2", "total") : (double)NAN;
	aggregate->p95_ms = figure(stats, has_four ? "percentiles3" : "percentiles1", "total");
	aggregate->p99_ms = figure(stats, has_four ? "percentiles4" : "percentiles2", "total");
}

static void push_stats(struct hr_reader *reader, const json_t *stats, enum hr_sample_kind kind,
                       struct hr_slice label)
{
	struct hr_aggregate aggregate = {
		.label = label,
		.kind = kind,
		.p90_ms = (double)NAN,
		.p999_ms = (double)NAN,
		.received_kib_per_s = (double)NAN,
		.sent_kib_per_s = (double)NAN,
	};

	if (!count_of(stats, "total", &aggregate.count)) {
		hr_read_reject(reader->context, "a label without numberOfRequests", 0, label);
		return;
	}
	if (!count_of(stats, "ko", &aggregate.errors))
		hr_read_note(reader->context, "a label without failed requests, taken as 0", 0,
		             label);
	if (aggregate.errors > aggregate.count) {
		hr_read_reject(reader->context, "a label with more failed requests than requests",
		               0, label);
		return;
	}
	/* Gatling writes 0 for the figures of no requests */
	if (aggregate.count == 0)
		stats = NULL;
	aggregate.mean_ms = figure(stats, "meanResponseTime", "total");
	aggregate.stddev_ms = figure(stats, "standardDeviation", "total");
	aggregate.min_ms = figure(stats, "minResponseTime", "total");
	aggregate.max_ms = figure(stats, "maxResponseTime", "total");
	read_percentiles(stats, &aggregate);
	aggregate.throughput_per_s = figure(stats, "meanNumberOfRequestsPerSecond", "total");
	reader->context->records++;
	hr_sink_aggregate(reader->context->sink, &aggregate);
}

/* --- the tree --- */

static bool is_group(const json_t *node)
{
	return hr_slice_is(hr_json_string(node, "type"), "GROUP");
}

/* The path tells requests of the same name apart; the whole has none. */
static struct hr_slice label_of(const json_t *node, unsigned depth)
{
	struct hr_slice path = hr_json_string(node, "path");

	if (depth == 0)
		return HR_SLICE_LITERAL(HR_TOTAL_ROW);
	return path.length > 0 ? path : hr_json_string(node, "name");
}

static void take_node(struct hr_reader *reader, const json_t *node, unsigned depth)
{
	const json_t *stats = json_object_get(node, "stats");
	json_t *contents = json_object_get(node, "contents");
	enum hr_sample_kind kind = HR_SAMPLE_REQUEST;
	const char *key;
	json_t *child;

	if (depth > DEPTH_MAX) {
		hr_read_reject(reader->context, "groups more than " HR_DIGITS(DEPTH_MAX) " deep", 0,
		               label_of(node, depth));
		return;
	}
	if (depth > 0 && is_group(node))
		kind = HR_SAMPLE_TRANSACTION;
	if (json_is_object(stats))
		push_stats(reader, stats, kind, label_of(node, depth));
	else
		hr_read_reject(reader->context, "a label without its stats", 0,
		               label_of(node, depth));
	json_object_foreach(contents, key, child) take_node(reader, child, depth + 1);
}

static enum hr_err stats_finish(struct hr_reader *reader, struct hr_error *err)
{
	json_t *document = hr_json_text_object(&reader->text, DOCUMENT, err);

	if (document == NULL)
		return HR_EPARSE;
	hr_read_assume(reader->context,
	               "percentiles1 to percentiles4 are p50, p75, p95 and p99, Gatling's defaults "
	               "(where there are but two, p95 and p99)");
	if (json_object_get(document, "stats") != NULL)
		take_node(reader, document, 0);
	else
		push_stats(reader, document, HR_SAMPLE_REQUEST, label_of(document, 0));
	json_decref(document);
	return HR_OK;
}

static void stats_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_str_release(&reader->text);
	free(reader);
}

static int stats_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"numberOfRequests\"", "\"meanResponseTime\"",
		                              "\"percentiles1\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 95 : 0;
}

const struct hr_format hr_format_gatling_stats = {
	.name = "gatling-stats",
	.title = "stats.json and global_stats.json of Gatling's report",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = stats_sniff,
	.open = stats_open,
	.feed = stats_feed,
	.finish = stats_finish,
	.free = stats_free,
};
