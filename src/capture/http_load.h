/*
 * A whole HTTP load: the targets are checked, threads send the requests, samples go into a
 * recording, and what came of it is told in figures.
 *
 * Closed model: users that each send, wait for the answer, think, and send again. Open model:
 * requests start at a rate whatever the answers do, and their time counts from when they should
 * have started, so a server that stalls cannot hide it (no coordinated omission).
 *
 * Durations come from the monotonic clock, and so do the times of samples, from the calendar's at
 * the start on: a clock that is set while the load runs moves nothing.
 */
#ifndef HR_CAPTURE_HTTP_LOAD_H
#define HR_CAPTURE_HTTP_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct hr_config_checks;
struct hr_config_load_plan;
struct hr_recording;

/* How it stands while it runs. */
struct hr_http_live {
	double elapsed_s, total_s;
	uint64_t count, errors;                 /* recorded or not */
	double rate_per_s, p95_ms, error_ratio; /* of the last second; NaN without requests */
	int64_t active;
};

struct hr_http_job {
	const struct hr_config_load_plan *plan;
	const struct hr_config_checks *break_if; /* default of steps; may be empty */
	uint64_t seed;
	unsigned threads;
	bool whole_ms;                  /* times are rounded to milliseconds, as JMeter's are */
	struct hr_recording *recording; /* open */
	/* Called about twice a second by one thread; NULL = nobody. */
	void (*live)(void *context, const struct hr_http_live *live);
	void *context;
};

/* What came of a stream of load; @name borrowed from the outcome. */
struct hr_http_stream_outcome {
	char *name;
	bool open;
	uint64_t due, sent; /* of the open model: requests that should have been and were started */
	double wanted_per_s, reached_per_s; /* of the open model, over the time that is recorded */
	int broken_step;                    /* number of the step that broke, HR_NO_STEP */
	char *broken_name, *broken_rule;    /* NULL; "error_rate > 5%" */
	double broken_level;
};

/* Zero-initialise. */
struct hr_http_outcome {
	bool interrupted;
	uint64_t count, errors; /* recorded */
	double duration_s;
	double rate_per_s, p50_ms, p95_ms, p99_ms, max_ms; /* NaN without requests */
	double late_p99_ms;   /* of the open model: from when a request was due until it was sent */
	uint64_t waited;      /* requests that were due while every connection was in use */
	double busiest_ratio; /* of its time that the busiest thread computed */
	struct hr_http_stream_outcome *streams;
	size_t stream_count;
};
void hr_http_outcome_release(struct hr_http_outcome *outcome);

/*
 * hr_http_load_run - until the load is over, hr_stop_wanted(), or nothing can be written.
 * @outcome  filled also when it was stopped
 * Errors: HR_ECONFIG for a plan that cannot run; HR_ENODATA when a health check fails, naming the
 * target; HR_EIO of the recording, whose text hr_recording_close() gives; HR_EINVAL without
 * libcurl; HR_ELIMIT for more connections than the system allows files.
 */
enum hr_err hr_http_load_run(const struct hr_http_job *job, struct hr_http_outcome *outcome,
                             struct hr_error *err) HR_MUST_CHECK;

#endif
