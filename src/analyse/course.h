/*
 * How the figure of a subject went, piece by piece: of requests interval by interval, of a resource
 * from value to value. Criteria that must last, alert rules and experiments look at nothing else.
 */
#ifndef HR_ANALYSE_COURSE_H
#define HR_ANALYSE_COURSE_H

#include "analyse/subject.h"
#include "stats/quantile.h"

struct hr_course_piece {
	int64_t start_ns, end_ns; /* may be the same */
	double value;             /* in the unit of the subject; NaN = no figure */
};

struct hr_course {
	struct hr_course_piece *pieces; /* owned, in order of time; there may be gaps */
	size_t count, capacity;
};

/*
 * hr_course_init - the pieces within [@from_ns, @to_ns); INT64_MIN and INT64_MAX: all.
 * Requests: the intervals of the run's grid that lie wholly within, as far as they were recorded:
 * of an interval that the recording covers in part only that part counts, for ratios and times;
 * counts and rates of it would be too low and are not known.
 * Gauges: a value stands until the next one, or for the usual distance of two where more than
 * HR_SERIES_GAP of those are missing; the last one for no time. Counters: the rate between two
 * values.
 */
void hr_course_init(struct hr_course *course, const struct hr_run *run,
                    const struct hr_subject *subject, const struct hr_criterion *criterion,
                    int64_t from_ns, int64_t to_ns);
void hr_course_release(struct hr_course *course);

/* Is the figure known piece by piece at all? Not of apdex, nor of percentiles of a resource. */
bool hr_course_known(const struct hr_criterion *criterion);

/*
 * hr_course_figure - one figure of all pieces within a window.
 * Requests: their intervals joined; rates by the time that was recorded. Resources: what the
 * criterion asks for of their values; of every value the one furthest beyond the limit.
 * NaN when there is none.
 */
double hr_course_figure(const struct hr_run *run, const struct hr_subject *subject,
                        const struct hr_criterion *criterion, int64_t from_ns, int64_t to_ns,
                        enum hr_quantile_method method);
/* Further on the wrong side of the limit; than NaN everything is. */
bool hr_course_is_worse(enum hr_operator op, double limit, double value, double than);
/* The part of [from, to) in which the run was recorded; empty (to = from) when there is none. */
void hr_course_clip(const struct hr_run *run, int64_t *from_ns, int64_t *to_ns);
/* The window that is the whole run: of a resource what was recorded while there were requests, the
 * rest is its history. */
void hr_course_whole(const struct hr_run *run, const struct hr_subject *subject, int64_t *from_ns,
                     int64_t *to_ns);
/* Where the piece of @subject that holds an instant begins: the interval's start. */
int64_t hr_course_align(const struct hr_run *run, const struct hr_subject *subject, int64_t at_ns);

#endif
