/*
 * What both logs of Gatling, text and binary, hold: requests, groups, users and errors of a run.
 * The readers of the two find the values; what they mean is decided here.
 */
#ifndef HR_READ_GATLING_RECORD_H
#define HR_READ_GATLING_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"
#include "record/sample.h"

struct hr_read_context;

#define HR_GATLING_NO_END INT64_MIN /* the end of a request that only came in */

/* Users that have started and not ended, in the order of the log. */
enum hr_gatling_users {
	HR_GATLING_USERS_UNKNOWN,  /* the start of the run is missing, or the rows contradict */
	HR_GATLING_USERS_EXPECTED, /* the run began, no user did */
	HR_GATLING_USERS_COUNTED,
};

/* Set context, the rest zero. */
struct hr_gatling {
	struct hr_read_context *context;
	enum hr_gatling_users users;
	int32_t active;
	int64_t user_ms;     /* the latest start or end of a user */
	struct hr_str label; /* of the row at hand: group names and the request's own */
};

struct hr_gatling_run {
	int64_t start_ms;
	struct hr_slice simulation, description, version; /* may be empty */
};

/* A request or group; its label was put together before. */
struct hr_gatling_row {
	enum hr_sample_kind kind;
	bool success;
	int64_t start_ms, end_ms;  /* since the epoch; HR_GATLING_NO_END */
	int64_t response_ms;       /* of a group: what it cumulated; HR_UNKNOWN: end - start */
	int64_t latency_ms;        /* HR_UNKNOWN */
	struct hr_slice message;   /* why it failed */
	uint64_t line;             /* as in diagnostics */
	struct hr_slice line_text; /* likewise */
};

/* A run begins: an event, and no user is active. Logs may hold several, one after the other. */
void hr_gatling_begin(struct hr_gatling *gatling, const struct hr_gatling_run *run);
/* A user starts or ends. Before a run begins nothing is counted; users that end without a start, or
 * rows that go back in time by more than a second, make the count unknown until the next run. */
void hr_gatling_user(struct hr_gatling *gatling, bool starts, int64_t time_ms, uint64_t line,
                     struct hr_slice line_text);
/* Labels read as in Gatling's report: "group / group / request". */
void hr_gatling_label_clear(struct hr_gatling *gatling);
void hr_gatling_label_add(struct hr_gatling *gatling, struct hr_slice name);
/* Push the row as a sample; rejects and degrades what cannot be. */
void hr_gatling_push(struct hr_gatling *gatling, const struct hr_gatling_row *row);
/* An error outside requests: a note. */
void hr_gatling_error(struct hr_gatling *gatling, uint64_t line, struct hr_slice message);
void hr_gatling_release(struct hr_gatling *gatling);

#endif
