/* Seconds in a row. */
#include <config.h>
#include "analyse/sli_series.h"

#include <stdlib.h>

#include "base/mem.h"

#define SECONDS_MAX ((int64_t)HR_SLI_BLOCKS_MAX * HR_SLI_BLOCK_S)

static void fill(struct hr_sli_series *series, const struct hr_sli *sli, int64_t to_s)
{
	size_t hint = 0;

	for (int64_t s = hr_sli_next(sli, series->start_s, &hint); s < to_s;
	     s = hr_sli_next(sli, s + 1, &hint)) {
		struct hr_sli_second counts = hr_sli_at(sli, s, &hint);
		size_t i = (size_t)(s - series->start_s);

		series->seen[i] = counts.seen;
		series->valid[i] = counts.valid;
		series->bad[i] = counts.valid - counts.good;
	}
}

static void clear(struct hr_sli_series *series, int64_t from_s, int64_t to_s)
{
	int64_t end_s = series->start_s + (int64_t)series->count;

	if (from_s < series->start_s)
		from_s = series->start_s;
	if (to_s > end_s)
		to_s = end_s;
	for (int64_t s = from_s; s < to_s; s++) {
		size_t i = (size_t)(s - series->start_s);

		series->maintenance += series->valid[i];
		series->valid[i] = series->bad[i] = 0;
	}
}

struct repeated {
	struct hr_sli_series *series;
	int64_t length_s;
};

static bool clear_one(void *context, int64_t start_s)
{
	const struct repeated *repeated = context;

	clear(repeated->series, start_s, start_s + repeated->length_s);
	return true;
}

static void exclude(struct hr_sli_series *series, const struct hr_slo_exclusion *exclusion,
                    const struct hr_zone *zone)
{
	struct repeated repeated = { series, exclusion->end_s - exclusion->start_s };

	if (exclusion->repeats)
		hr_recurrence_walk(&exclusion->recurrence, exclusion->start_s,
		                   series->start_s + (int64_t)series->count, zone, clear_one,
		                   &repeated);
	else
		clear(series, exclusion->start_s, exclusion->end_s);
}

void hr_sli_series_init(struct hr_sli_series *series, const struct hr_sli *sli, int64_t from_s,
                        int64_t to_s, const struct hr_config_slo *slo)
{
	if (to_s - from_s > SECONDS_MAX)
		from_s = to_s - SECONDS_MAX;
	*series = (struct hr_sli_series){ .start_s = from_s };
	series->count = to_s > from_s ? (size_t)(to_s - from_s) : 0;
	series->seen = hr_zalloc(series->count + 1, sizeof(*series->seen));
	series->valid = hr_zalloc(series->count + 1, sizeof(*series->valid));
	series->bad = hr_zalloc(series->count + 1, sizeof(*series->bad));
	fill(series, sli, to_s);
	for (size_t i = 0; slo != NULL && i < slo->exclusion_count; i++)
		exclude(series, &slo->exclusions[i], slo->home != NULL ? slo->home : hr_zone_utc());
}

void hr_sli_series_release(struct hr_sli_series *series)
{
	free(series->seen);
	free(series->valid);
	free(series->bad);
	*series = (struct hr_sli_series){ 0 };
}

/* The elements of a span. */
static void bounds(const struct hr_sli_series *series, int64_t from_s, int64_t to_s, size_t *from,
                   size_t *to)
{
	int64_t end_s = series->start_s + (int64_t)series->count;

	*from = from_s <= series->start_s ? 0
	        : from_s >= end_s         ? series->count
	                                  : (size_t)(from_s - series->start_s);
	*to = to_s <= series->start_s ? 0
	      : to_s >= end_s         ? series->count
	                              : (size_t)(to_s - series->start_s);
}

struct hr_sli_sum hr_sli_series_sum(const struct hr_sli_series *series, int64_t from_s,
                                    int64_t to_s)
{
	struct hr_sli_sum sum = { 0 };
	size_t from, to;

	bounds(series, from_s, to_s, &from, &to);
	for (size_t i = from; i < to; i++) {
		sum.seen += series->seen[i];
		sum.valid += series->valid[i];
		sum.good += series->valid[i] - series->bad[i];
	}
	return sum;
}

int64_t hr_sli_series_observed_s(const struct hr_sli_series *series, int64_t from_s, int64_t to_s,
                                 int64_t max_gap_s)
{
	size_t from, to, last = 0;
	int64_t observed_s = 0;
	bool any = false;

	bounds(series, from_s, to_s, &from, &to);
	for (size_t i = from; i < to; i++) {
		if (series->seen[i] == 0)
			continue;
		observed_s += any && (int64_t)(i - last) <= max_gap_s ? (int64_t)(i - last) : 1;
		last = i;
		any = true;
	}
	return observed_s;
}
