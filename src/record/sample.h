/*
 * What readers hand over: one record of a recording. All text is borrowed for the length of the
 * call.
 */
#ifndef HR_RECORD_SAMPLE_H
#define HR_RECORD_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "stats/hist.h"

#define HR_UNKNOWN (-1) /* for the non-negative fields below: the input lacks it */

enum hr_sample_kind {
	HR_SAMPLE_REQUEST,
	HR_SAMPLE_TRANSACTION, /* a controller or group: covers requests, counts apart */
};

/* One request or transaction, or @weight of them recorded in one row. */
struct hr_sample {
	enum hr_sample_kind kind;
	bool success;           /* of a row of weight 1 */
	int64_t start_ns;       /* HR_INSTANT_NONE when the row has no usable time */
	int64_t elapsed_ns;     /* of the whole row (sum over @weight); HR_UNKNOWN */
	int64_t latency_ns;     /* until the first byte; HR_UNKNOWN */
	int64_t connect_ns;     /* HR_UNKNOWN */
	int64_t received_bytes; /* HR_UNKNOWN */
	int64_t sent_bytes;     /* HR_UNKNOWN */
	int32_t active_users;   /* on this host at the end of the sample; HR_UNKNOWN */
	uint32_t weight;        /* >= 1 */
	uint32_t failed;        /* of @weight: 0 or 1 for plain rows, !success */
	struct hr_slice label;
	struct hr_slice code;    /* response code, free text */
	struct hr_slice message; /* response message */
	struct hr_slice failure; /* text of the failed assertion */
	struct hr_slice host;    /* load generator; empty when unknown */
};

/* One value of a resource: gauge, or counter that only rises until it is reset. */
enum hr_series_kind { HR_SERIES_GAUGE, HR_SERIES_COUNTER };

struct hr_observation {
	int64_t time_ns;
	int64_t value_micro; /* fixed point, millionths of the unit */
	enum hr_series_kind kind;
	struct hr_slice name;
	struct hr_slice host; /* may be empty */
	struct hr_slice unit; /* may be empty */
};

/* A distribution that a tool kept instead of samples. */
struct hr_histogram_record {
	struct hr_slice label;
	const struct hr_hist *hist; /* borrowed */
	bool success;
	uint64_t failed; /* of a record of successes: how many values are failures that nobody can
	                  * tell from the others */
	int64_t start_ns, end_ns; /* HR_INSTANT_NONE */
	int64_t min_ns, max_ns;   /* exact extremes, HR_UNKNOWN */
};

/* Figures of a tool that kept neither: shown as they are, never merged. NaN = the input lacks it.
 */
struct hr_aggregate {
	struct hr_slice label;
	enum hr_sample_kind kind;
	uint64_t count, errors;
	double mean_ms, stddev_ms, min_ms, max_ms;
	double p50_ms, p75_ms, p90_ms, p95_ms, p99_ms, p999_ms;
	double throughput_per_s, received_kib_per_s, sent_kib_per_s;
};

/* A mark in time: a phase, a deployment, an incident. */
struct hr_event {
	int64_t start_ns, end_ns; /* equal for a moment */
	struct hr_slice kind, text;
};

#endif
