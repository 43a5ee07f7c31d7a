#include <config.h>
#include "analyse/step_sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"

#define SECOND INT64_C(1000000000)
#define DAY    (HR_SECONDS_PER_DAY * SECOND)

/* Steps at most before the oldest go: some more than are wanted, so that going costs little. */
#define KEPT_MAX (HR_RESAMPLED_MAX + HR_RESAMPLED_MAX / 4)

static const struct hr_step steps[] = {
	{ SECOND, 0 },
	{ 2 * SECOND, 0 },
	{ 5 * SECOND, 0 },
	{ 10 * SECOND, 0 },
	{ 15 * SECOND, 0 },
	{ 30 * SECOND, 0 },
	{ 60 * SECOND, 0 },
	{ 120 * SECOND, 0 },
	{ 300 * SECOND, 0 },
	{ 600 * SECOND, 0 },
	{ 900 * SECOND, 0 },
	{ 1800 * SECOND, 0 },
	{ 3600 * SECOND, 0 },
	{ 7200 * SECOND, 0 },
	{ 10800 * SECOND, 0 },
	{ 14400 * SECOND, 0 },
	{ 21600 * SECOND, 0 },
	{ DAY / 2, 0 },
	{ DAY, 0 },
	{ 7 * DAY, 0 },
	{ 30 * DAY, 1 },
	{ 91 * DAY, 3 },
	{ 365 * DAY, 12 },
};

struct hr_step hr_step_choose(double distance_ns, int64_t wish_ns)
{
	double least = wish_ns > 0 ? (double)wish_ns : 0.9 * distance_ns;
	size_t last = sizeof(steps) / sizeof(steps[0]) - 1, i = 0;

	while (i < last && (double)steps[i].step_ns < least)
		i++;
	if (wish_ns > 0 && wish_ns != steps[i].step_ns)
		return (struct hr_step){ wish_ns, 0 };
	return steps[i];
}

int64_t hr_step_number(const struct hr_step *step, int64_t time_ns)
{
	int64_t year;
	int month, day;

	if (step->months == 0)
		return hr_floor_div(time_ns, step->step_ns);
	hr_calendar_date(hr_floor_div(time_ns, DAY), &year, &month, &day);
	return hr_floor_div((year - 1970) * 12 + month - 1, step->months);
}

int64_t hr_step_time(const struct hr_step *step, int64_t number)
{
	int64_t months;

	if (step->months == 0)
		return number * step->step_ns;
	months = number * step->months;
	return hr_calendar_days(1970 + hr_floor_div(months, 12), (int)hr_floor_rest(months, 12) + 1,
	                        1) *
	       DAY;
}

/* Room for @count more at the end, empty. */
static void append(struct hr_step_sums *sums, size_t count)
{
	while (sums->capacity < sums->count + count)
		sums->items = hr_grow(sums->items, sums->capacity, &sums->capacity,
		                      sizeof(*sums->items));
	memset(sums->items + sums->count, 0, count * sizeof(*sums->items));
	sums->count += count;
}

static void leave_out(struct hr_step_sums *sums, size_t count)
{
	size_t gone = count < sums->count ? count : sums->count;

	memmove(sums->items, sums->items + gone, (sums->count - gone) * sizeof(*sums->items));
	sums->count -= gone;
	sums->first += (int64_t)count;
	sums->cut += count;
}

/* Room in front for @needed steps, and as much again as there are: readings may come backwards. */
static void prepend(struct hr_step_sums *sums, size_t needed)
{
	size_t had = sums->count, room = needed < had ? had : needed;

	if (had + room > KEPT_MAX)
		room = KEPT_MAX - had;
	append(sums, room);
	memmove(sums->items + room, sums->items, had * sizeof(*sums->items));
	memset(sums->items, 0, room * sizeof(*sums->items));
	sums->first -= (int64_t)room;
}

/* The place of a step; NULL when it is too old. */
static struct hr_step_sum *place_of(struct hr_step_sums *sums, int64_t number)
{
	int64_t at;

	if (sums->count == 0)
		sums->first = number;
	if (__builtin_sub_overflow(number, sums->first, &at))
		return NULL;
	if (at >= KEPT_MAX) {
		leave_out(sums, (size_t)(at - HR_RESAMPLED_MAX + 1));
		at = HR_RESAMPLED_MAX - 1;
	}
	if (at >= (int64_t)sums->count)
		append(sums, (size_t)at - sums->count + 1);
	if (at < 0 && ((int64_t)sums->count - at > KEPT_MAX || sums->cut > 0))
		return NULL;
	if (at < 0)
		prepend(sums, (size_t)-at);
	return &sums->items[number - sums->first];
}

void hr_step_sums_add(struct hr_step_sums *sums, int64_t time_ns, double value)
{
	struct hr_step_sum *item = place_of(sums, hr_step_number(&sums->step, time_ns));

	if (item == NULL)
		return;
	item->sum += value;
	item->count++;
}

bool hr_step_sums_count(struct hr_step_sums *sums, int64_t time_ns, double total)
{
	double seconds = (double)(time_ns - sums->before_ns) / 1e9;
	double rise = total < sums->before ? total : total - sums->before;

	if (sums->has_before && !(seconds > 0))
		return false;
	if (sums->has_before)
		hr_step_sums_add(sums, time_ns, rise / seconds);
	sums->has_before = true;
	sums->before_ns = time_ns;
	sums->before = total;
	return true;
}

void hr_step_sums_release(struct hr_step_sums *sums)
{
	free(sums->items);
	*sums = (struct hr_step_sums){ 0 };
}
