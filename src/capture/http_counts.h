/*
 * What one thread of an HTTP load has counted. It adds, the others look at it while it does.
 */
#ifndef HR_CAPTURE_HTTP_COUNTS_H
#define HR_CAPTURE_HTTP_COUNTS_H

#include <pthread.h>

#include "capture/http_plan.h"
#include "record/sample.h"

struct hr_label;

#ifdef HAVE_LIBCURL

/* Read and changed under the lock while the thread runs. */
struct hr_http_counts {
	pthread_mutex_t lock;
	uint64_t count, errors; /* all */
	uint64_t recorded, recorded_errors;
	int64_t last_ns; /* monotonic, when the last recorded one was over */
	uint64_t window_errors;
	struct hr_hist *window;         /* elapsed times since it was last taken */
	struct hr_hist *whole;          /* of recorded samples */
	struct hr_hist *late;           /* of the open model */
	struct hr_label ***steps;       /* by stream and step; NULL until a request ends in it */
	uint64_t *due, *sent, *in_time; /* of the open model, by stream, recorded ones */
	uint64_t waited;                /* nobody else looks at it while the thread runs */
	double busy_s;
	bool finished;
};

/* All zero before. */
void hr_http_counts_init(struct hr_http_counts *counts, const struct hr_http_plan *plan);
void hr_http_counts_release(struct hr_http_counts *counts, const struct hr_http_plan *plan);

/* A recorded request of the open model was sent, so much later than it was due.
 * @in_time  the curve of its stream had not ended */
void hr_http_counts_add_sent(struct hr_http_counts *counts, size_t stream, int64_t late_ns,
                             bool in_time);
/* A request is over.  @now_ns  monotonic */
void hr_http_counts_add(struct hr_http_counts *counts, const struct hr_sample *sample,
                        bool recorded, int64_t now_ns);
/* The same, of a step by which the load may end. */
void hr_http_counts_add_step(struct hr_http_counts *counts, size_t stream, int step,
                             const struct hr_sample *sample);

#endif
#endif
