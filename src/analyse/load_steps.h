/*
 * The steps of a load test: stretches of time under about the same load, found from what the run
 * says of its users, from phase markers, or as given.
 */
#ifndef HR_ANALYSE_LOAD_STEPS_H
#define HR_ANALYSE_LOAD_STEPS_H

#include "config/config_stress.h"
#include "record/run.h"

struct hr_interval_span;

#define HR_LOAD_STEPS_MAX 200

enum hr_steps_source {
	HR_STEPS_NONE,
	HR_STEPS_GIVEN,
	HR_STEPS_MARKERS,  /* events of the kind "phase" or "step" */
	HR_STEPS_PLATEAUS, /* user counts that were held */
	HR_STEPS_RAMP,     /* user counts that rose all the time, in classes of equal width */
};
const char *hr_steps_source_name(enum hr_steps_source source);

struct hr_load_step {
	char *name;  /* NULL = none */
	double load; /* active users */
	struct hr_interval_span *spans;
	size_t span_count, span_capacity;
};

struct hr_load_steps {
	enum hr_steps_source source;
	struct hr_load_step *items; /* ascending by load; of equal loads in the order of time */
	size_t count, capacity;
	double users_max; /* seen anywhere; NaN when the run has no users */
};

/*
 * hr_load_steps_find - the steps of a run.
 * @given      or NULL; then markers decide, if there are any, else the users
 * @settle_ns  left out at the start of every stretch, in whole intervals, at most half of it
 * From users: intervals since the load last fell from its top count for nothing. Levels held for at
 * least three intervals and 2 % of the time are plateaus; with three of them that cover 60 % of the
 * time they are the steps. Otherwise the range of users is cut into at most 20 classes of equal
 * width, of which those with three intervals are steps. No step at all is a result, too.
 */
void hr_load_steps_find(const struct hr_run *run, const struct hr_load_phase *given, size_t count,
                        int64_t settle_ns, struct hr_load_steps *out);
void hr_load_steps_release(struct hr_load_steps *steps);

#endif
