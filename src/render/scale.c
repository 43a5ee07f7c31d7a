#include <config.h>
#include "render/scale.h"

#include <math.h>

#define DAY_S    INT64_C(86400)
#define WEEK_S   (7 * DAY_S)
#define MONDAY_S (4 * DAY_S) /* 5 January 1970 */
/* Ticks this near to an end, as a part of the step, count as inside. */
#define END_SLACK 1e-6

static double place(const struct hr_scale *scale, double value)
{
	switch (scale->kind) {
	case HR_SCALE_LOG:
		return log10(value > 0 ? fmax(value, scale->low * 1e-3) : scale->low);
	case HR_SCALE_NINES:
		return -log10(1.0 - fmin(value, 1.0 - 1e-12));
	case HR_SCALE_LINEAR:
		break;
	}
	return value;
}

double hr_scale_at(const struct hr_scale *scale, double value)
{
	double low = place(scale, scale->low), high = place(scale, scale->high);

	if (!(high > low))
		return (scale->from + scale->to) / 2;
	return scale->from + (place(scale, value) - low) / (high - low) * (scale->to - scale->from);
}

double hr_scale_step(double span, size_t most)
{
	double raw = span / (double)(most > 0 ? most : 1);
	double decade = pow(10, floor(log10(raw)));

	for (int i = 0; i < 3; i++) {
		static const double parts[] = { 1, 2, 5 };

		if (parts[i] * decade >= raw * (1 - 1e-9))
			return parts[i] * decade;
	}
	return 10 * decade;
}

size_t hr_scale_linear_ticks(double low, double high, double step, double out[HR_TICKS_MAX])
{
	double first = ceil(low / step - END_SLACK);
	size_t n = 0;

	/* Multiples, not a running sum: 0.1 added ten times is not 1. */
	while (n < HR_TICKS_MAX && (first + (double)n) * step <= high + step * END_SLACK) {
		out[n] = (first + (double)n) * step;
		n++;
	}
	return n;
}

/* 10^k is inexact through pow() for negative k on some systems; dividing is not. */
static double power_of_ten(int k)
{
	return k >= 0 ? pow(10, k) : 1 / pow(10, -k);
}

static size_t log_ticks_of(double low, double high, const double *parts, size_t part_count,
                           int every, double out[HR_TICKS_MAX])
{
	int decade = (int)floor(log10(low) + 1e-9), last = (int)floor(log10(high) + 1e-9);
	size_t n = 0;

	for (; decade <= last; decade++) {
		if (((decade % every) + every) % every != 0)
			continue;
		for (size_t i = 0; i < part_count; i++) {
			double tick = parts[i] * power_of_ten(decade);

			if (tick < low * (1 - 1e-9) || tick > high * (1 + 1e-9))
				continue;
			if (n < HR_TICKS_MAX)
				out[n] = tick;
			n++;
		}
	}
	return n;
}

size_t hr_scale_log_ticks(double low, double high, size_t most, double out[HR_TICKS_MAX])
{
	static const double fine[] = { 1, 2, 5 }, coarse[] = { 1, 3 };
	size_t n = log_ticks_of(low, high, fine, 3, 1, out);

	if (most > HR_TICKS_MAX)
		most = HR_TICKS_MAX;
	if (n > most)
		n = log_ticks_of(low, high, coarse, 2, 1, out);
	for (int every = 1; n > most; every++)
		n = log_ticks_of(low, high, fine, 1, every, out);
	return n;
}

size_t hr_scale_nines_ticks(double high, double out[HR_TICKS_MAX])
{
	double left = 0.1;
	size_t n = 2;

	out[0] = 0;
	out[1] = 0.5;
	while (n < HR_TICKS_MAX && 1 - left <= high + 1e-12 && left > 1e-10) {
		out[n++] = 1 - left;
		left /= 10;
	}
	return n;
}

static double one_two_five(double value, bool up)
{
	double decade = power_of_ten((int)floor(log10(value) + 1e-9));
	static const double parts[] = { 1, 2, 5, 10 };

	for (int i = 0; i < 3; i++) {
		if (up && value <= parts[i] * decade * (1 + 1e-9))
			return parts[i] * decade;
		if (!up && value < parts[i + 1] * decade * (1 - 1e-9))
			return parts[i] * decade;
	}
	return 10 * decade;
}

void hr_scale_log_ends(double *low, double *high)
{
	*low = one_two_five(*low, false);
	*high = one_two_five(*high, true);
	if (!(*high > *low))
		*high = one_two_five(*low * 1.5, true);
}

int64_t hr_scale_time_step(double span_s, size_t most)
{
	static const int64_t steps[] = {
		1,    2,    5,    10,    15,    30,    60,    120,       300,    600,        900,
		1800, 3600, 7200, 10800, 21600, 43200, DAY_S, 2 * DAY_S, WEEK_S, 2 * WEEK_S,
	};
	const size_t count = sizeof(steps) / sizeof(steps[0]);
	double parts = (double)(most > 0 ? most : 1);
	int64_t step;

	for (size_t i = 0; i < count; i++) {
		if (span_s / (double)steps[i] > parts)
			continue;
		/* One or two weeks alone say little of what lies between them. */
		if (steps[i] == WEEK_S && span_s < 3.0 * WEEK_S && span_s / (4.0 * DAY_S) <= parts)
			return 4 * DAY_S;
		return steps[i];
	}
	step = 4 * WEEK_S;
	while (span_s / (double)step > parts && step < INT64_MAX / 4)
		step *= 2;
	return step;
}

static int64_t floor_to(int64_t value, int64_t step)
{
	int64_t rest = value % step;

	return value - (rest < 0 ? rest + step : rest);
}

size_t hr_scale_time_ticks(double from_s, double to_s, int64_t step_s, const struct hr_zone *zone,
                           int64_t out[HR_TICKS_MAX])
{
	int64_t start = (int64_t)floor(from_s);
	/* Weeks begin on Mondays (ISO 8601); the epoch began on a Thursday. */
	int64_t anchor = step_s % WEEK_S == 0 ? MONDAY_S : 0;
	int64_t local = start + hr_zone_offset_s(zone, start, NULL);
	size_t n = 0;

	local = floor_to(local - anchor, step_s) + anchor;
	/* A change of the clocks may put two local times on one instant, never more. */
	for (size_t i = 0; i < 4 * HR_TICKS_MAX && n < HR_TICKS_MAX; i++, local += step_s) {
		int64_t at = hr_zone_to_epoch_s(zone, local);

		if ((double)at > to_s)
			break;
		if ((double)at >= from_s && (n == 0 || at > out[n - 1]))
			out[n++] = at;
	}
	return n;
}
