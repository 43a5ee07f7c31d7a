/*
 * Irregular readings to values at equal steps, which models need. What was done is stated.
 */
#ifndef HR_ANALYSE_RESAMPLE_H
#define HR_ANALYSE_RESAMPLE_H

#include "analyse/readings.h"
#include "base/error.h"

struct hr_resampled {
	struct hr_step step;
	int64_t first;  /* number of the first step */
	double *values; /* owned; mean of a step's readings, NaN where it has none */
	size_t count;
	size_t merged; /* readings that shared a step with others */
	size_t cut;    /* steps left out at the start */
};

/*
 * hr_resample - readings of one series to steps.
 * The step is that of hr_step_choose(). Counters become rates per second. A last step that has less
 * than half of the readings of the one before is taken as unfinished and left out.
 * @series  gets settled
 * @step_ns a wish; 0: as the readings say; of a series that is settled already it was asked then
 * Errors: HR_ENODATA when nothing is left.
 */
enum hr_err hr_resample(struct hr_readings_series *series, int64_t step_ns,
                        struct hr_resampled *out, struct hr_error *err) HR_MUST_CHECK;
void hr_resampled_release(struct hr_resampled *resampled);
/* Start of step @i, counted from the first; also beyond the last. */
int64_t hr_resampled_time(const struct hr_resampled *resampled, size_t i);

#endif
