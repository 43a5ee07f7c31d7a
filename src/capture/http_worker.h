/*
 * One thread of an HTTP load: its share of the users and arrivals of every stream.
 */
#ifndef HR_CAPTURE_HTTP_WORKER_H
#define HR_CAPTURE_HTTP_WORKER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct hr_curl;
struct hr_http_counts;
struct hr_http_job;
struct hr_http_plan;

#ifdef HAVE_LIBCURL

struct hr_http_flag {
	_Atomic bool set;
};

/* What all threads share. */
struct hr_http_shared {
	const struct hr_http_job *job;
	const struct hr_http_plan *plan;
	const struct hr_curl *curl;
	unsigned threads;
	int64_t start_ns, wall_ns;   /* the same moment by both clocks */
	int64_t grace_ns;            /* how long to wait after the end of a curve */
	_Atomic bool ended;          /* something went wrong: all stop at once */
	_Atomic int64_t active;      /* users of the closed, requests of the open model */
	struct hr_http_flag *broken; /* by stream: no more requests */
	pthread_mutex_t writing;     /* the recording and @error */
	struct hr_error error;
	enum hr_err status;
};

struct hr_http_worker;

struct hr_http_worker *hr_http_worker_new(struct hr_http_shared *shared, unsigned index);
void hr_http_worker_free(struct hr_http_worker *worker);
struct hr_http_counts *hr_http_worker_counts(struct hr_http_worker *worker);
/*
 * hr_http_worker_run - by a thread of its own, until its share is done or all stop.
 * @tick  called about ten times a second, NULL = never: the first thread watches over all
 */
void hr_http_worker_run(struct hr_http_worker *worker, void (*tick)(void *context, int64_t now_ns),
                        void *context);

#endif
#endif
