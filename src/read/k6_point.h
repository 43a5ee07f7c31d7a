/*
 * Points of k6: one value of one metric at one moment, with tags. Its CSV and JSON outputs differ
 * only in how they write a point; what points come to is decided here.
 *
 * k6 writes the eight or nine metrics of one HTTP request one after the other, all with the same
 * time and tags, so neighbours that agree in both and do not repeat a metric are one request:
 * http_req_duration is its elapsed time, its moment the end. Parts that do not add up to the
 * duration (a file that was sorted) are left out rather than believed.
 */
#ifndef HR_READ_K6_POINT_H
#define HR_READ_K6_POINT_H

#include "read/reader.h"

enum hr_k6_type { HR_K6_TYPE_UNKNOWN, HR_K6_TYPE_COUNTER, HR_K6_TYPE_OTHER };

struct hr_k6_point {
	struct hr_slice metric;
	int64_t time_ns;      /* HR_INSTANT_NONE: none that can be used */
	int64_t value_micro;  /* millionths of the metric's unit: of ms, nanoseconds */
	enum hr_k6_type type; /* of metrics k6 does not bring along, where the file says it */
	struct hr_slice unit; /* likewise; may be empty */
	bool continues;       /* the point before has the same time and tags */
	uint64_t line;
	struct hr_slice check, error, error_code, expected_response, group, method, name, scenario,
	        service, status, url; /* tags, empty when absent */
};

struct hr_k6_points;

/* @context is borrowed until free. */
struct hr_k6_points *hr_k6_points_new(struct hr_read_context *context);
void hr_k6_points_free(struct hr_k6_points *points);
/*
 * hr_k6_points_take - the next point of the file; a request is pushed when its last point was seen.
 * Returns NULL, or why the point counts nowhere (the caller rejects its row).
 * Cost: no allocation but for the first value of a counter.
 */
const char *hr_k6_points_take(struct hr_k6_points *points, const struct hr_k6_point *point);
/*
 * hr_k6_points_continue - the next point, which has the time and tags of the one before, when it
 * only adds to the request that is being read: then no more need be known of it. False, and nothing
 * done, when it is for hr_k6_points_take().
 */
bool hr_k6_points_continue(struct hr_k6_points *points, struct hr_slice metric,
                           int64_t value_micro);
/* One that k6 itself records: what the file says of it is not needed. */
bool hr_k6_points_know(struct hr_k6_points *points, struct hr_slice metric);
/* The end: pushes the last request. */
void hr_k6_points_finish(struct hr_k6_points *points);

#endif
