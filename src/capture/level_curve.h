/*
 * The level of a load over time: pieces on each of which it rises or falls evenly. The level is a
 * number of users, or requests a second; its integral is then the number of requests that should
 * have been started, so the n-th is due when the integral reaches n. Times count from the start of
 * the load.
 */
#ifndef HR_CAPTURE_LEVEL_CURVE_H
#define HR_CAPTURE_LEVEL_CURVE_H

#include "base/instant.h"
#include "config/config_load_plan.h"

#define HR_NO_STEP       (-1)
#define HR_NO_TIME       INT64_MAX
#define HR_LOAD_TIME_MAX (INT64_C(366) * 86400 * HR_NS_PER_S)

struct hr_level_piece {
	int64_t start_ns, duration_ns;
	double from, to; /* levels at its ends */
	double before;   /* the integral at its start */
	int step;        /* which step or phase it belongs to, HR_NO_STEP */
	bool recorded;   /* false: warm-up */
};

struct hr_level_step {
	char *name; /* owned; NULL = none */
	double level;
	int64_t end_ns; /* of its last piece */
};

/* Zero-initialised is empty. */
struct hr_level_curve {
	struct hr_level_piece *pieces; /* owned, in the order of time, without gaps */
	size_t count, capacity;
	struct hr_level_step *steps; /* owned */
	size_t step_count, step_capacity;
	int64_t end_ns;
	bool too_long;
	double level_max, total; /* the largest level; the whole integral */
};

/*
 * hr_level_curve_init - the curve of a scenario.
 * @duration_ns  for scenarios that name none; 0 = there is none
 * Errors: HR_ECONFIG when its level or duration is missing, or the load would take more than a
 * year. The warm-up holds the first level (after ramp_up) before the duration begins.
 */
enum hr_err hr_level_curve_init(struct hr_level_curve *curve,
                                const struct hr_plan_scenario *scenario, int64_t duration_ns,
                                struct hr_error *err) HR_MUST_CHECK;
void hr_level_curve_release(struct hr_level_curve *curve);

/* The piece at a time; the first or last one outside. */
const struct hr_level_piece *hr_level_curve_piece(const struct hr_level_curve *curve,
                                                  int64_t time_ns);
/* 0 outside. */
double hr_level_curve_level(const struct hr_level_curve *curve, int64_t time_ns);
/* The integral from the start to @time_ns. */
double hr_level_curve_integral(const struct hr_level_curve *curve, int64_t time_ns);
/* When the integral reaches @amount (>= 0); HR_NO_TIME when it never does. */
int64_t hr_level_curve_time_of(const struct hr_level_curve *curve, double amount);
/* The first time from @time_ns on at which the level is above @level; HR_NO_TIME for never. */
int64_t hr_level_curve_above(const struct hr_level_curve *curve, int64_t time_ns, double level);

#endif
