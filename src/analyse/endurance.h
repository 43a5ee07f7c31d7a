/*
 * Does a service hold out? What creeps over a long run (times, failures, throughput, memory), how
 * fast and how surely, and a rating.
 */
#ifndef HR_ANALYSE_ENDURANCE_H
#define HR_ANALYSE_ENDURANCE_H

#include "analyse/check.h"
#include "config/config_stability.h"
#include "record/run.h"

#define HR_ENDURANCE_BUCKETS     20 /* at most */
#define HR_ENDURANCE_BUCKETS_MIN 8  /* fewer do not tell a trend from chance */

/* A stretch of whole intervals. */
struct hr_endurance_bucket {
	int64_t start_ns, end_ns;
	uint64_t count, errors;
	double mean_ms, p50_ms, p95_ms; /* NaN without timed requests */
	double throughput_per_s, error_ratio;
};

/* Theil and Sen's slope with its 95 % interval, and Mann and Kendall's test. */
struct hr_endurance_slope {
	size_t points;
	double per_h, low_per_h, high_per_h; /* in the unit of the figure; NaN: too few points */
	double p;
	double level; /* the median */
	/* Over the whole time, of the level (of failures: in points of their ratio). */
	double change, change_low, change_high;
	double limit; /* of the change, with the sign of what is worse */
	bool creeps;  /* the interval excludes 0, p < 0.05 and the change passes the limit */
};

enum hr_endurance_figure {
	HR_ENDURANCE_P95,
	HR_ENDURANCE_ERRORS,
	HR_ENDURANCE_THROUGHPUT,
	HR_ENDURANCE_FIGURES,
};
const char *hr_endurance_figure_name(enum hr_endurance_figure figure);

struct hr_endurance_memory {
	const struct hr_series *series; /* borrowed */
	struct hr_endurance_slope slope;
};

struct hr_endurance {
	const char *reason;                  /* why nothing can be said; NULL = it can */
	int64_t start_ns, end_ns;            /* of all buckets */
	struct hr_endurance_bucket *buckets; /* owned */
	size_t bucket_count;
	struct hr_endurance_slope slopes[HR_ENDURANCE_FIGURES];
	struct hr_endurance_memory *memory; /* owned */
	size_t memory_count;
	double error_ratio;    /* of all requests in the buckets */
	double p95_spread_ms;  /* standard deviation of the buckets' p95 */
	enum hr_rating rated;  /* by these two alone */
	enum hr_rating rating; /* a step less for each figure or series that creeps */
};

/*
 * hr_endurance_judge - @total is the run's. Over the time with at least 95 % of the most users (all
 * of it, when none are known), without the first and the last interval.
 * Rating: less than 0.1 % failures and a spread of less than 100 ms is excellent, 1 % and 500 ms is
 * good, 5 % and 1 s is fair, else poor.
 */
void hr_endurance_judge(const struct hr_run *run, const struct hr_label *total,
                        const struct hr_config_endurance *config, struct hr_endurance *out);
void hr_endurance_release(struct hr_endurance *endurance);
/* Of the kind "stability": each figure and series, and the rating. */
void hr_endurance_check(const struct hr_endurance *endurance,
                        const struct hr_config_endurance *config, struct hr_checks *checks);

#endif
