/*
 * Slices of time: good or bad as a whole, by an objective. What budgets of time count, and what
 * their burn rates and courses go by.
 */
#ifndef HR_ANALYSE_SLICES_H
#define HR_ANALYSE_SLICES_H

#include "analyse/sli_series.h"
#include "analyse/slo_span.h"

/* What a slice counts as in the series of hr_slice_series_init(): parts of it may be bad. */
#define HR_SLICE_PARTS 1000000

enum hr_slice_verdict { HR_SLICE_GOOD, HR_SLICE_BAD, HR_SLICE_EMPTY };

struct hr_time_slice {
	int64_t start_s, end_s;
	enum hr_slice_verdict verdict; /* an empty one settled as no_data says */
	bool empty;                    /* whatever it counts as */
	struct hr_sli_sum sum;
};

/* A walk over slices; borrows the objective and the series. */
struct hr_slicing {
	const struct hr_config_slo *slo;
	const struct hr_sli_series *series;
	int64_t next_s, end_s;
	int64_t last_good_s; /* of freshness */
	bool any_good;
};

/*
 * hr_slicing_begin - the whole slices of @span that @series covers. Of windows over a run or
 * rolling ones they start at multiples of their length, of calendar periods at the period's start.
 * What is not wholly in the data's span is left out, or the edges of a run would look like silence.
 */
void hr_slicing_begin(struct hr_slicing *slicing, const struct hr_config_slo *slo,
                      const struct hr_sli_series *series, struct hr_slo_span span);
/* False at the end. */
bool hr_slicing_next(struct hr_slicing *slicing, struct hr_time_slice *out);

/*
 * hr_slice_series_init - the slices of all that @series holds as a series of their own: each counts
 * HR_SLICE_PARTS valid in its last second, when its verdict is known, and as many bad as it is: all
 * or none, of ratio timeslices its share. Empty ones that count as nothing are left out. End with
 * hr_sli_series_release().
 */
void hr_slice_series_init(struct hr_sli_series *out, const struct hr_config_slo *slo,
                          const struct hr_sli_series *series, struct hr_slo_span span);

#endif
