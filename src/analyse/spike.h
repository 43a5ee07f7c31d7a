/*
 * A spike of load: did the service bear it, and how soon after was it as fast as before? An
 * experiment (analyse/chaos.h) whose fault is the load and whose steady state is what was measured
 * before.
 */
#ifndef HR_ANALYSE_SPIKE_H
#define HR_ANALYSE_SPIKE_H

#include "analyse/chaos.h"
#include "config/config_stability.h"

enum hr_spike_source {
	HR_SPIKE_NONE,     /* nothing stands out */
	HR_SPIKE_GIVEN,    /* by the configuration */
	HR_SPIKE_USERS,    /* where active users stand out */
	HR_SPIKE_REQUESTS, /* where requests do, when no users are known */
};
const char *hr_spike_source_name(enum hr_spike_source source);

struct hr_spike {
	enum hr_spike_source source;
	double load_before, load_peak;         /* users, else requests a second; NaN */
	double before_ms;                      /* mean time before; NaN */
	struct hr_chaos_experiment experiment; /* as it was made; owned */
	struct hr_chaos_result result;         /* of it; owned */
};

/*
 * hr_spike_find - @total is the run's. The spike is where the configuration says, else the longest
 * stretch of intervals with more than half-way from the usual load (the median) to the most, when
 * that is at least one and a half times the usual one (twice, of requests) and what is recorded on
 * both sides is long enough to compare. Back again: no three intervals in a row have a mean time
 * above that before by more than the tolerance, and the limits hold.
 */
void hr_spike_find(const struct hr_run *run, const struct hr_label *total,
                   const struct hr_config_spike *config, const struct hr_zone *zone,
                   struct hr_spike *out);
void hr_spike_release(struct hr_spike *spike);
/* Of the kind "stability". */
void hr_spike_check(const struct hr_spike *spike, struct hr_checks *checks);

#endif
