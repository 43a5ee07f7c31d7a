/* Good and bad slices. */
#include <config.h>
#include "analyse/slices.h"

#include "base/calendar.h"
#include "base/int128.h"
#include "base/mem.h"

static bool has_rate(struct hr_fraction min_per_s, uint64_t count, int64_t slice_s)
{
	/* count / slice_s >= num / den */
	return (hr_u128)count * min_per_s.den >= (hr_u128)min_per_s.num * (uint64_t)slice_s;
}

/* Of freshness: how old the last good event is at the end of the slice. */
static enum hr_slice_verdict freshness_of(struct hr_slicing *slicing, int64_t from_s, int64_t to_s)
{
	for (int64_t s = to_s - 1; s >= from_s; s--) {
		int64_t i = s - slicing->series->start_s;

		if (i < 0 || i >= (int64_t)slicing->series->count)
			continue;
		if (slicing->series->valid[i] > slicing->series->bad[i]) {
			slicing->last_good_s = s;
			slicing->any_good = true;
			break;
		}
	}
	if (!slicing->any_good)
		return HR_SLICE_EMPTY;
	return to_s - 1 - slicing->last_good_s <= slicing->slo->max_age_s ? HR_SLICE_GOOD
	                                                                  : HR_SLICE_BAD;
}

static enum hr_slice_verdict verdict_of(struct hr_slicing *slicing, int64_t from_s, int64_t to_s,
                                        struct hr_sli_sum *sum)
{
	const struct hr_config_slo *slo = slicing->slo;

	*sum = hr_sli_series_sum(slicing->series, from_s, to_s);
	if (slo->type == HR_SLI_FRESHNESS)
		return freshness_of(slicing, from_s, to_s);
	if (slo->type == HR_SLI_THROUGHPUT)
		return sum->seen == 0 && slo->no_data != HR_NO_DATA_BAD     ? HR_SLICE_EMPTY
		       : has_rate(slo->min_per_s, sum->good, to_s - from_s) ? HR_SLICE_GOOD
		                                                            : HR_SLICE_BAD;
	if (sum->valid == 0)
		return HR_SLICE_EMPTY;
	return hr_fraction_compare(sum->good, sum->valid, slo->slice_target) >= 0 ? HR_SLICE_GOOD
	                                                                          : HR_SLICE_BAD;
}

/* What an empty slice counts as. */
static enum hr_slice_verdict settle(enum hr_slice_verdict verdict, enum hr_no_data no_data)
{
	if (verdict != HR_SLICE_EMPTY)
		return verdict;
	return no_data == HR_NO_DATA_GOOD  ? HR_SLICE_GOOD
	       : no_data == HR_NO_DATA_BAD ? HR_SLICE_BAD
	                                   : HR_SLICE_EMPTY;
}

void hr_slicing_begin(struct hr_slicing *slicing, const struct hr_config_slo *slo,
                      const struct hr_sli_series *series, struct hr_slo_span span)
{
	int64_t origin = slo->window.kind == HR_SLO_WINDOW_CALENDAR ? span.start_s : 0;
	int64_t start_s = span.start_s > series->start_s ? span.start_s : series->start_s;

	*slicing = (struct hr_slicing){
		.slo = slo,
		.series = series,
		.next_s = origin - hr_floor_div(origin - start_s, slo->slice_s) * slo->slice_s,
		.end_s = origin + hr_floor_div(span.end_s - origin, slo->slice_s) * slo->slice_s,
	};
}

bool hr_slicing_next(struct hr_slicing *slicing, struct hr_time_slice *out)
{
	enum hr_slice_verdict verdict;

	if (slicing->next_s >= slicing->end_s)
		return false;
	out->start_s = slicing->next_s;
	out->end_s = slicing->next_s + slicing->slo->slice_s;
	verdict = verdict_of(slicing, out->start_s, out->end_s, &out->sum);
	out->empty = verdict == HR_SLICE_EMPTY;
	out->verdict = settle(verdict, slicing->slo->no_data);
	slicing->next_s = out->end_s;
	return true;
}

static uint32_t bad_parts(const struct hr_config_slo *slo, const struct hr_time_slice *slice)
{
	if (slo->method != HR_BUDGET_RATIO_TIMESLICES || slice->empty)
		return slice->verdict == HR_SLICE_BAD ? HR_SLICE_PARTS : 0;
	return (uint32_t)(((hr_u128)(slice->sum.valid - slice->sum.good) * HR_SLICE_PARTS +
	                   slice->sum.valid / 2) /
	                  slice->sum.valid);
}

void hr_slice_series_init(struct hr_sli_series *out, const struct hr_config_slo *slo,
                          const struct hr_sli_series *series, struct hr_slo_span span)
{
	struct hr_slicing slicing;
	struct hr_time_slice slice;

	*out = (struct hr_sli_series){ .start_s = series->start_s,
		                       .count = series->count,
		                       .slice_s = slo->slice_s };
	out->seen = hr_zalloc(series->count + 1, sizeof(*out->seen));
	out->valid = hr_zalloc(series->count + 1, sizeof(*out->valid));
	out->bad = hr_zalloc(series->count + 1, sizeof(*out->bad));
	/* Rules are replayed over all that was recorded, also before the window. */
	if (slo->window.kind != HR_SLO_WINDOW_CALENDAR)
		span.start_s = series->start_s;
	hr_slicing_begin(&slicing, slo, series, span);
	while (hr_slicing_next(&slicing, &slice)) {
		int64_t at = slice.end_s - 1 - series->start_s;

		if (slice.verdict == HR_SLICE_EMPTY || at < 0 || at >= (int64_t)series->count)
			continue;
		out->seen[at] = out->valid[at] = HR_SLICE_PARTS;
		out->bad[at] = bad_parts(slo, &slice);
	}
}
