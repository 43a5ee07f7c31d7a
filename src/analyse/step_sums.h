/*
 * Equal steps of time, and the readings that fall into them added up: what a series takes does not
 * depend on how many readings it has.
 */
#ifndef HR_ANALYSE_STEP_SUMS_H
#define HR_ANALYSE_STEP_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HR_RESAMPLED_MAX 200000 /* steps of one series: the latest are kept */

struct hr_step {
	int64_t step_ns; /* months are said as 30 days, quarters as 91, years as 365 */
	int months;      /* 1, 3, 12: steps of the calendar; 0: of step_ns */
};

/*
 * hr_step_choose - the usual step (1 s, 5 s .. 1 min, 5 min .. 1 h .. 1 d, 1 w, month, quarter,
 * year) nearest above nine tenths of @distance_ns, the median one of the readings.
 * @wish_ns  0, or the step that is asked for; an unusual one is taken as it is
 */
struct hr_step hr_step_choose(double distance_ns, int64_t wish_ns);
/* Number of the step that holds a time: floor(time / step), or months since 1970 / months. */
int64_t hr_step_number(const struct hr_step *step, int64_t time_ns);
/* When the step of a number begins. */
int64_t hr_step_time(const struct hr_step *step, int64_t number);

struct hr_step_sum {
	double sum;
	uint64_t count;
};

/* Zero-initialise, then set the step. */
struct hr_step_sums {
	struct hr_step step;
	struct hr_step_sum *items; /* from the step @first on, empty ones too; owned */
	size_t count, capacity;
	int64_t first;
	size_t cut; /* steps left out at the start */
	/* Of a counter: the reading before. */
	bool has_before;
	int64_t before_ns;
	double before;
};

void hr_step_sums_add(struct hr_step_sums *sums, int64_t time_ns, double value);
/*
 * hr_step_sums_count - a total that only rises becomes a rate per second since the reading before,
 * in the step of the later one; a fall is a reset and counts from zero. The first has none.
 * False for a reading that is not later than the one before: it is left out.
 */
bool hr_step_sums_count(struct hr_step_sums *sums, int64_t time_ns, double total);
void hr_step_sums_release(struct hr_step_sums *sums);

#endif
