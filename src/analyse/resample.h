/*
 * Irregular readings to values at equal steps, which models need. What was done is stated.
 */
#ifndef HR_ANALYSE_RESAMPLE_H
#define HR_ANALYSE_RESAMPLE_H

#include "analyse/readings.h"
#include "base/error.h"

#define HR_RESAMPLED_MAX 200000 /* steps of one series: the latest are kept */

struct hr_resampled {
	int64_t step_ns; /* months are said as 30 days, quarters as 91, years as 365 */
	int months;      /* 1, 3, 12: steps of the calendar; 0: of step_ns */
	int64_t first;   /* number of the first step: floor(time / step), or months since 1970 /
	                    months */
	double *values;  /* owned; mean of a step's readings, NaN where it has none */
	size_t count;
	size_t merged; /* readings that shared a step with others */
	size_t cut;    /* steps left out at the start */
};

/*
 * hr_resample - readings of one series to steps.
 * The step is the usual one (1 s, 5 s .. 1 min, 5 min .. 1 h .. 1 d, 1 w, month, quarter, year)
 * nearest above nine tenths of the median distance of the readings. Counters become rates per
 * second; a fall is a reset and counts from zero. A last step that has less than half of
 * the readings of the one before is taken as unfinished and left out.
 * @series  gets sorted by time
 * @step_ns a wish; 0: as above
 * Errors: HR_ENODATA when nothing is left.
 */
enum hr_err hr_resample(struct hr_readings_series *series, int64_t step_ns,
                        struct hr_resampled *out, struct hr_error *err) HR_MUST_CHECK;
void hr_resampled_release(struct hr_resampled *resampled);
/* Start of step @i, counted from the first; also beyond the last. */
int64_t hr_resampled_time(const struct hr_resampled *resampled, size_t i);

#endif
