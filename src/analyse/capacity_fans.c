/* Past and forecast of the most urgent resources, kept while the series stream by. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <stdlib.h>

#include "base/mem.h"

static void forecast(const struct hr_daily *daily, const struct hr_crossing_trends *trends,
                     size_t horizon, struct hr_capacity_fan *fan)
{
	size_t stride = horizon / HR_CAPACITY_FAN_DAYS + 1;
	double *values = hr_alloc_array((HR_DEMAND_BOUNDS + 1) * (horizon + 1), sizeof(*values));
	double *bounds[HR_DEMAND_BOUNDS];

	for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
		bounds[b] = values + (b + 1) * (horizon + 1);
	fan->days = hr_zalloc(horizon / stride + 1, sizeof(*fan->days));
	if (hr_demand_trend_rows(trends, horizon, values, bounds))
		for (size_t i = 0; i < horizon; i += stride)
			hr_capacity_copy_day(daily, values, bounds, i,
			                     &fan->days[fan->day_count++]);
	free(values);
}

static struct hr_capacity_fan *make(const struct hr_daily *daily,
                                    const struct hr_crossing_trends *trends, size_t horizon)
{
	struct hr_capacity_fan *fan = hr_zalloc(1, sizeof(*fan));

	fan->history = hr_alloc_array(daily->count + 1, sizeof(*fan->history));
	fan->count = hr_daily_peaks(daily, HR_CAPACITY_HISTORY_DAYS, fan->history);
	fan->first_day = daily->first + (int64_t)(daily->count - fan->count);
	forecast(daily, trends, horizon, fan);
	return fan;
}

void hr_capacity_fan_free(struct hr_capacity_fan *fan)
{
	if (fan == NULL)
		return;
	free(fan->history);
	free(fan->days);
	free(fan);
}

void hr_capacity_keep_fan(struct hr_capacity *capacity, size_t number, const struct hr_daily *daily,
                          const struct hr_crossing_trends *trends)
{
	struct hr_capacity_row *rows = capacity->rows;
	size_t *kept = capacity->with_fan, at = capacity->fan_count;

	while (at > 0 && hr_capacity_compare_rows(&rows[number], &rows[kept[at - 1]]) < 0)
		at--;
	if (at == HR_CAPACITY_FANS)
		return;
	if (capacity->fan_count == HR_CAPACITY_FANS) {
		struct hr_capacity_row *last = &rows[kept[--capacity->fan_count]];

		hr_capacity_fan_free(last->fan);
		last->fan = NULL;
	}
	for (size_t i = capacity->fan_count++; i > at; i--)
		kept[i] = kept[i - 1];
	kept[at] = number;
	rows[number].fan = make(daily, trends, hr_capacity_days_of(capacity->horizon_ns));
}
