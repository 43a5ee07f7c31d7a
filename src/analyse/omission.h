/*
 * Coordinated omission: a generator that waits for an answer before it sends the next request sends
 * none while the system stands still, so the slow time is sampled too seldom (G. Tene). Where the
 * intended rate is known, the requests that should have been sent can be put back in.
 */
#ifndef HR_ANALYSE_OMISSION_H
#define HR_ANALYSE_OMISSION_H

#include "analyse/run_intervals.h"
#include "stats/quantile.h"

enum hr_omission_source {
	HR_OMISSION_NONE,     /* no intended rate is known */
	HR_OMISSION_DECLARED, /* --rate or the configuration */
	HR_OMISSION_PLAN,     /* a throughput timer of the test plan */
	HR_OMISSION_DETECTED, /* the run was paced: requests came more evenly than users cause */
	HR_OMISSION_LAG,      /* times are from the intended start on already (pgbench --rate) */
};
const char *hr_omission_source_name(enum hr_omission_source source);

struct hr_omission_figures {
	uint64_t count;
	double mean_ms, p50_ms, p90_ms, p95_ms, p99_ms, p999_ms, max_ms;
};

struct hr_omission {
	enum hr_omission_source source;
	double rate_per_s;           /* intended, of all users together; NaN */
	double users;                /* that share it */
	double expected_interval_ms; /* between the requests of one user */
	struct hr_omission_figures recorded, corrected;
	double lag_mean_ms, lag_max_ms; /* of HR_OMISSION_LAG, else NaN */
};

/*
 * hr_hist_expected - a histogram with the requests put in that should have been sent: for each
 * value v above @interval_ns also v - @interval_ns, v - 2 @interval_ns, ... down to @interval_ns
 * (HdrHistogram's correction for an expected interval). One value gives at most 10,000 more;
 * beyond, they stand for several each.
 * @moments  filled with the sums of the result
 * Gives a histogram (hr_hist_free()). @interval_ns > 0
 */
struct hr_hist *hr_hist_expected(const struct hr_hist *hist, int64_t interval_ns,
                                 struct hr_moments *moments);

/*
 * hr_paced_rate - requests a second of a run that was paced, NaN when it was not. Paced is a run of
 * constant users in which the number of requests an interval varies at most half as much as
 * independent requests would (index of dispersion for counts, Cox & Lewis 1966, at most 0.5) and
 * whose users wait most of their time.
 */
double hr_paced_rate(const struct hr_run_intervals *intervals);

/*
 * hr_omission_find - recorded and corrected figures of the total.
 * @declared_per_s  of --rate or the configuration; NaN
 * @plan_per_s      of the plan; NaN
 * @whole           all labels are there, so that the pace of the users can be told
 * With HR_OMISSION_NONE nothing else of @out counts.
 */
void hr_omission_find(const struct hr_run *run, const struct hr_label *total,
                      const struct hr_run_intervals *intervals, double declared_per_s,
                      double plan_per_s, bool whole, enum hr_quantile_method method,
                      struct hr_omission *out);

#endif
