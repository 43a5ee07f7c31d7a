#include <config.h>
#include "read/k6_point.h"

#include <stdlib.h>

#include "base/mem.h"
#include "read/increments.h"
#include "record/sample.h"
#include "stats/moments.h"

#define TEXT_BYTES      4096               /* of a label, code or message */
#define USERS_AGE_NS    (10 * HR_NS_PER_S) /* an older number of users is not believed */
#define ROUNDING_NS     10                 /* parts are rounded one by one */
#define GROUP_SEPARATOR "::"
#define REASON_TIME     "no usable time"
#define REASON_ELAPSED  "elapsed time is negative or above 100000 s"

/* The metrics of one HTTP request. */
enum part {
	PART_REQS,
	PART_DURATION,
	PART_BLOCKED,
	PART_CONNECTING,
	PART_TLS,
	PART_SENDING,
	PART_WAITING,
	PART_RECEIVING,
	PART_FAILED,
	PART_COUNT
};

enum meaning { IS_PART, IS_GRPC, IS_GROUP, IS_ITERATION, IS_CHECK, IS_USERS, IS_COUNTER, IS_GAUGE };

struct metric {
	struct hr_slice name;
	enum meaning meaning;
	enum part part;
	const char *unit;
};

#define NAME(text)                                                                                 \
	{                                                                                          \
		(text), sizeof(text) - 1                                                           \
	}

/* What k6 itself records: of a request in the order in which it does; the commonest first. */
static const struct metric known[] = {
	{ NAME("http_reqs"), IS_PART, PART_REQS, "" },
	{ NAME("http_req_duration"), IS_PART, PART_DURATION, "" },
	{ NAME("http_req_blocked"), IS_PART, PART_BLOCKED, "" },
	{ NAME("http_req_connecting"), IS_PART, PART_CONNECTING, "" },
	{ NAME("http_req_tls_handshaking"), IS_PART, PART_TLS, "" },
	{ NAME("http_req_sending"), IS_PART, PART_SENDING, "" },
	{ NAME("http_req_waiting"), IS_PART, PART_WAITING, "" },
	{ NAME("http_req_receiving"), IS_PART, PART_RECEIVING, "" },
	{ NAME("http_req_failed"), IS_PART, PART_FAILED, "" },
	{ NAME("checks"), IS_CHECK, PART_COUNT, "" },
	{ NAME("data_sent"), IS_COUNTER, PART_COUNT, "B" },
	{ NAME("data_received"), IS_COUNTER, PART_COUNT, "B" },
	{ NAME("iteration_duration"), IS_ITERATION, PART_COUNT, "" },
	{ NAME("iterations"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("group_duration"), IS_GROUP, PART_COUNT, "" },
	{ NAME("vus"), IS_USERS, PART_COUNT, "" },
	{ NAME("vus_max"), IS_GAUGE, PART_COUNT, "" },
	{ NAME("dropped_iterations"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("grpc_req_duration"), IS_GRPC, PART_COUNT, "" },
	{ NAME("grpc_streams"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("grpc_streams_msgs_received"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("grpc_streams_msgs_sent"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("ws_sessions"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("ws_msgs_sent"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("ws_msgs_received"), IS_COUNTER, PART_COUNT, "" },
	{ NAME("ws_connecting"), IS_GAUGE, PART_COUNT, "ms" },
	{ NAME("ws_ping"), IS_GAUGE, PART_COUNT, "ms" },
	{ NAME("ws_session_duration"), IS_GAUGE, PART_COUNT, "ms" },
	{ NAME("browser_data_sent"), IS_COUNTER, PART_COUNT, "B" },
	{ NAME("browser_data_received"), IS_COUNTER, PART_COUNT, "B" },
};

/* The request whose points are being read. */
struct pending {
	unsigned seen; /* 1 << enum part; 0: none is being read */
	int64_t parts[PART_COUNT];
	int64_t time_ns;
	uint64_t line;
	bool success; /* as far as the tags tell */
	int32_t users;
	struct hr_str label, code, message;
};

struct hr_k6_points {
	struct hr_read_context *context;
	const struct metric *last; /* met; the next one comes behind it in most cases */
	struct pending pending;
	struct hr_increments *counters;
	int32_t users;
	int64_t users_ns;
	struct hr_str text;
};

struct hr_k6_points *hr_k6_points_new(struct hr_read_context *context)
{
	struct hr_k6_points *points = hr_zalloc(1, sizeof(*points));

	points->context = context;
	points->counters = hr_increments_new(context);
	points->last = known;
	points->users = HR_UNKNOWN;
	return points;
}

void hr_k6_points_free(struct hr_k6_points *points)
{
	if (points == NULL)
		return;
	hr_increments_free(points->counters);
	hr_str_release(&points->pending.label);
	hr_str_release(&points->pending.code);
	hr_str_release(&points->pending.message);
	hr_str_release(&points->text);
	free(points);
}

/* ---- metrics ---- */

static const struct metric *find_metric(struct hr_k6_points *points, struct hr_slice name)
{
	const size_t count = sizeof(known) / sizeof(known[0]);
	size_t likely = (size_t)(points->last - known);

	for (size_t i = 0; i < count; i++, likely++) {
		likely = likely < count ? likely : 0;
		if (hr_slice_equal(name, known[likely].name))
			return points->last = &known[likely];
	}
	return NULL;
}

bool hr_k6_points_know(struct hr_k6_points *points, struct hr_slice metric)
{
	return find_metric(points, metric) != NULL;
}

/* ---- tags ---- */

static void replace(struct hr_str *str, struct hr_slice text)
{
	str->limit = TEXT_BYTES;
	str->truncated = false;
	hr_str_truncate(str, 0);
	hr_str_add_slice(str, text);
}

/* "GET https://example.org/": the name tag is the address where the script gives no name. */
static void make_label(const struct hr_k6_point *point, struct hr_str *out)
{
	struct hr_slice name = point->name.length > 0 ? point->name : point->url;

	replace(out, point->method);
	if (name.length > 0 && out->length > 0)
		hr_str_putc(out, ' ');
	hr_str_add_slice(out, name);
	if (out->length == 0)
		hr_str_puts(out, "(no name)");
}

/* The status, or k6's own error code (1000 and more) where no response came. */
static struct hr_slice code_of(const struct hr_k6_point *point)
{
	if (point->status.length > 0 && !hr_slice_is(point->status, "0"))
		return point->status;
	return point->error_code;
}

static bool tags_tell_success(const struct hr_k6_point *point)
{
	if (point->expected_response.length > 0)
		return hr_slice_is(point->expected_response, "true");
	if (point->error.length > 0 || point->error_code.length > 0)
		return false;
	return point->status.length == 0 || point->status.ptr[0] == '2' ||
	       point->status.ptr[0] == '3';
}

static int32_t users_at(const struct hr_k6_points *points, int64_t time_ns)
{
	uint64_t apart;

	if (points->users == HR_UNKNOWN || time_ns == HR_INSTANT_NONE)
		return HR_UNKNOWN;
	apart = time_ns > points->users_ns ? (uint64_t)time_ns - (uint64_t)points->users_ns
	                                   : (uint64_t)points->users_ns - (uint64_t)time_ns;
	return apart <= USERS_AGE_NS ? points->users : HR_UNKNOWN;
}

/* ---- samples ---- */

static struct hr_sample bare_sample(const struct hr_k6_points *points)
{
	return (struct hr_sample){ .latency_ns = HR_UNKNOWN,
		                   .connect_ns = HR_UNKNOWN,
		                   .received_bytes = HR_UNKNOWN,
		                   .sent_bytes = HR_UNKNOWN,
		                   .active_users = HR_UNKNOWN,
		                   .weight = 1,
		                   .host = points->context->options.host };
}

/* Points carry the end. */
static int64_t start_of(int64_t end_ns, int64_t elapsed_ns)
{
	if (end_ns == HR_INSTANT_NONE || end_ns < INT64_MIN + 1 + elapsed_ns)
		return HR_INSTANT_NONE;
	return end_ns - elapsed_ns;
}

static bool is_duration(int64_t ns)
{
	return ns >= 0 && ns <= HR_DURATION_MAX_NS;
}

static bool has(const struct pending *pending, enum part part)
{
	return (pending->seen & (1u << part)) != 0;
}

/* Do the phases belong to this duration? */
static bool phases_add_up(const struct pending *pending)
{
	int64_t off;

	if (!has(pending, PART_SENDING) || !has(pending, PART_WAITING) ||
	    !has(pending, PART_RECEIVING))
		return false;
	off = pending->parts[PART_SENDING] + pending->parts[PART_WAITING] +
	      pending->parts[PART_RECEIVING] - pending->parts[PART_DURATION];
	return off >= -ROUNDING_NS && off <= ROUNDING_NS;
}

/* Until the first byte, from before the request was sent, as in other formats. */
static void take_phases(const struct pending *pending, struct hr_sample *sample)
{
	int64_t latency = pending->parts[PART_SENDING] + pending->parts[PART_WAITING];
	int64_t connect = pending->parts[PART_CONNECTING] + pending->parts[PART_TLS];

	if (!phases_add_up(pending) || !is_duration(latency))
		return;
	sample->latency_ns = latency;
	if (has(pending, PART_CONNECTING) && has(pending, PART_TLS) && is_duration(connect))
		sample->connect_ns = connect;
}

static void push_pending(struct hr_k6_points *points)
{
	struct pending *pending = &points->pending;
	struct hr_sample sample = bare_sample(points);

	if (pending->seen == 0)
		return;
	if (!has(pending, PART_DURATION)) {
		hr_read_note(points->context,
		             "points of a request without its http_req_duration are left out",
		             pending->line, hr_str_slice(&pending->label));
		pending->seen = 0;
		return;
	}
	sample.elapsed_ns = pending->parts[PART_DURATION];
	sample.start_ns = start_of(pending->time_ns, sample.elapsed_ns);
	if (sample.start_ns == HR_INSTANT_NONE)
		hr_read_degrade(points->context, REASON_TIME, pending->line,
		                hr_str_slice(&pending->label));
	take_phases(pending, &sample);
	sample.success = has(pending, PART_FAILED) ? pending->parts[PART_FAILED] == 0
	                                           : pending->success;
	sample.failed = sample.success ? 0 : 1;
	sample.active_users = pending->users;
	sample.label = hr_str_slice(&pending->label);
	sample.code = hr_str_slice(&pending->code);
	sample.message = hr_str_slice(&pending->message);
	if (!sample.success && sample.message.length == 0)
		sample.failure = HR_SLICE_LITERAL("not an expected response");
	hr_read_sample(points->context, &sample);
	pending->seen = 0;
}

static void begin_pending(struct hr_k6_points *points, const struct hr_k6_point *point)
{
	struct pending *pending = &points->pending;

	memset(pending->parts, 0, sizeof(pending->parts));
	pending->time_ns = point->time_ns;
	pending->line = point->line;
	pending->success = tags_tell_success(point);
	pending->users = users_at(points, point->time_ns);
	make_label(point, &pending->label);
	replace(&pending->code, code_of(point));
	replace(&pending->message, point->error);
}

static bool is_part_value(enum part part, int64_t value_micro)
{
	return part == PART_REQS || part == PART_FAILED || is_duration(value_micro);
}

static void add_part(struct pending *pending, enum part part, int64_t value_micro)
{
	pending->seen |= 1u << part;
	pending->parts[part] = value_micro;
}

bool hr_k6_points_continue(struct hr_k6_points *points, struct hr_slice name, int64_t value_micro)
{
	const struct metric *metric = find_metric(points, name);
	struct pending *pending = &points->pending;

	if (metric == NULL || metric->meaning != IS_PART || pending->seen == 0 ||
	    has(pending, metric->part) || !is_part_value(metric->part, value_micro))
		return false;
	add_part(pending, metric->part, value_micro);
	return true;
}

static const char *take_part(struct hr_k6_points *points, const struct hr_k6_point *point,
                             enum part part)
{
	struct pending *pending = &points->pending;

	if (!point->continues || has(pending, part))
		push_pending(points);
	if (!is_part_value(part, point->value_micro))
		return REASON_ELAPSED;
	if (pending->seen == 0)
		begin_pending(points, point);
	add_part(pending, part, point->value_micro);
	return NULL;
}

static const char *push_timed(struct hr_k6_points *points, const struct hr_k6_point *point,
                              struct hr_sample *sample)
{
	if (!is_duration(point->value_micro))
		return REASON_ELAPSED;
	sample->elapsed_ns = point->value_micro;
	sample->start_ns = start_of(point->time_ns, sample->elapsed_ns);
	sample->failed = sample->success ? 0 : 1;
	if (sample->start_ns == HR_INSTANT_NONE)
		hr_read_degrade(points->context, REASON_TIME, point->line, sample->label);
	hr_read_sample(points->context, sample);
	return NULL;
}

/* Status 0 is gRPC's OK. */
static const char *take_grpc(struct hr_k6_points *points, const struct hr_k6_point *point)
{
	struct hr_sample sample = bare_sample(points);
	struct hr_slice status = point->status;

	replace(&points->text, point->service);
	if (points->text.length > 0)
		hr_str_putc(&points->text, '/');
	hr_str_add_slice(&points->text, point->method);
	if (points->text.length == 0)
		make_label(point, &points->text);
	sample.label = hr_str_slice(&points->text);
	sample.success = status.length == 0 || hr_slice_is(status, "0");
	sample.code = status;
	sample.message = point->error;
	sample.active_users = users_at(points, point->time_ns);
	return push_timed(points, point, &sample);
}

/* Nothing says whether a group or an iteration failed. */
static const char *take_transaction(struct hr_k6_points *points, const struct hr_k6_point *point,
                                    const char *prefix, struct hr_slice name)
{
	struct hr_sample sample = bare_sample(points);

	if (hr_slice_starts(name, GROUP_SEPARATOR)) {
		name.ptr += sizeof(GROUP_SEPARATOR) - 1;
		name.length -= sizeof(GROUP_SEPARATOR) - 1;
	}
	replace(&points->text, hr_slice_of(prefix));
	hr_str_add_slice(&points->text, name);
	sample.kind = HR_SAMPLE_TRANSACTION;
	sample.success = true;
	sample.label = hr_str_slice(&points->text);
	return push_timed(points, point, &sample);
}

/* ---- observations ---- */

static const char *observe(struct hr_k6_points *points, const struct hr_k6_point *point,
                           struct hr_slice name, struct hr_slice unit)
{
	struct hr_observation observation = { .time_ns = point->time_ns,
		                              .value_micro = point->value_micro,
		                              .kind = HR_SERIES_GAUGE,
		                              .name = name,
		                              .unit = unit,
		                              .host = points->context->options.host };

	if (point->time_ns == HR_INSTANT_NONE)
		return REASON_TIME;
	hr_read_observation(points->context, &observation);
	return NULL;
}

static const char *count_up(struct hr_k6_points *points, const struct hr_k6_point *point,
                            struct hr_slice unit)
{
	if (point->time_ns == HR_INSTANT_NONE)
		return REASON_TIME;
	return hr_increments_add(points->counters, point->metric, unit, point->time_ns,
	                         point->value_micro);
}

static const char *take_counter(struct hr_k6_points *points, const struct hr_k6_point *point,
                                struct hr_slice unit)
{
	if (hr_slice_is(point->metric, "dropped_iterations") && point->value_micro > 0)
		hr_read_note(points->context,
		             "iterations were dropped: the load was lower than the scenario asks",
		             point->line, point->scenario);
	return count_up(points, point, unit);
}

static const char *take_users(struct hr_k6_points *points, const struct hr_k6_point *point)
{
	int64_t users = point->value_micro / 1000000;

	if (point->time_ns != HR_INSTANT_NONE && users >= 0 && users <= INT32_MAX) {
		points->users = (int32_t)users;
		points->users_ns = point->time_ns;
	}
	return observe(points, point, point->metric, HR_SLICE_LITERAL(""));
}

/* 1 passed, 0 failed: the mean of the series is the share that passed. */
static const char *take_check(struct hr_k6_points *points, const struct hr_k6_point *point)
{
	replace(&points->text, HR_SLICE_LITERAL("check "));
	hr_str_add_slice(&points->text, point->check);
	return observe(points, point, hr_str_slice(&points->text), HR_SLICE_LITERAL(""));
}

/* ---- points ---- */

static const char *take_other(struct hr_k6_points *points, const struct hr_k6_point *point)
{
	if (point->type == HR_K6_TYPE_COUNTER)
		return count_up(points, point, point->unit);
	return observe(points, point, point->metric, point->unit);
}

const char *hr_k6_points_take(struct hr_k6_points *points, const struct hr_k6_point *point)
{
	const struct metric *metric = find_metric(points, point->metric);

	if (metric != NULL && metric->meaning == IS_PART)
		return take_part(points, point, metric->part);
	push_pending(points);
	if (metric == NULL)
		return take_other(points, point);
	switch (metric->meaning) {
	case IS_GRPC:
		return take_grpc(points, point);
	case IS_GROUP:
		return take_transaction(points, point, "", point->group);
	case IS_ITERATION:
		return take_transaction(points, point, "iteration ", point->scenario);
	case IS_CHECK:
		return take_check(points, point);
	case IS_USERS:
		return take_users(points, point);
	case IS_COUNTER:
		return take_counter(points, point, hr_slice_of(metric->unit));
	default:
		return observe(points, point, point->metric, hr_slice_of(metric->unit));
	}
}

void hr_k6_points_finish(struct hr_k6_points *points)
{
	push_pending(points);
}
