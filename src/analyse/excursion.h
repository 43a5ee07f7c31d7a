/*
 * When a limit was missed without a break, and for how long. What "for 30s" means, what alert rules
 * replay, what experiments are judged by.
 */
#ifndef HR_ANALYSE_EXCURSION_H
#define HR_ANALYSE_EXCURSION_H

#include "analyse/course.h"

/* Pieces in a row in which a limit was missed. */
struct hr_excursion {
	int64_t start_ns, end_ns;
	double worst; /* the figure furthest beyond the limit */
};

struct hr_excursions {
	struct hr_excursion *items; /* owned, in order of time */
	size_t count, capacity;
	size_t judged;    /* pieces in which the figure is known */
	bool open;        /* the last one goes on to the end of the course */
	int64_t total_ns; /* of all excursions */
	double worst;     /* of all judged pieces, the figure nearest to or beyond the limit; NaN */
};

/*
 * hr_excursions_find - over the pieces of a course.
 * @op, @limit  what should hold, in the unit of the course
 * A piece without a figure, or a gap, ends a stretch.
 */
void hr_excursions_find(const struct hr_course *course, enum hr_operator op, double limit,
                        struct hr_excursions *out);
void hr_excursions_release(struct hr_excursions *excursions);
/* The longest, NULL when there is none. */
const struct hr_excursion *hr_excursions_longest(const struct hr_excursions *excursions);

#endif
