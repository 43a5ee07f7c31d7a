#include <config.h>
#include "model/crossing.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define CONFIDENCE   0.975 /* one-sided, of the interval of the date */
#define SIGNIFICANCE 0.995 /* one-sided, of the slope */

const char *hr_crossing_state_name(enum hr_crossing_state state)
{
	static const char *const names[] = {
		[HR_CROSSING_INSUFFICIENT_HISTORY] = "insufficient_history",
		[HR_CROSSING_NO_SIGNIFICANT_TREND] = "no_significant_trend",
		[HR_CROSSING_NOT_IN_HORIZON] = "not_in_horizon",
		[HR_CROSSING_EXPECTED] = "expected",
		[HR_CROSSING_ALREADY] = "already_crossed",
	};

	return names[state];
}

/* Sorted in, by AICc. */
static void add_trend(struct hr_crossing_trends *out, const struct hr_level_trend *trend)
{
	size_t at = out->count++;

	for (; at > 0 && out->trends[at - 1].criterion > trend->criterion; at--)
		out->trends[at] = out->trends[at - 1];
	out->trends[at] = *trend;
}

void hr_crossing_fit(const struct hr_history *history, size_t season,
                     struct hr_crossing_trends *out)
{
	struct hr_trend_options options = { .form = HR_TREND_LINE, .season = season };
	bool positive = hr_history_positive(history);

	*out = (struct hr_crossing_trends){ 0 };
	for (int form = HR_TREND_LINE; form < HR_TREND_FORMS; form++) {
		struct hr_level_trend trend;
		enum hr_trend_status status;

		if (form != HR_TREND_LINE && !positive)
			continue;
		options.form = (enum hr_trend_form)form;
		options.bends = false;
		status = hr_level_trend_fit(history, &options, &trend);
		if (form == HR_TREND_LINE) {
			out->status = status;
			out->trends[0] = trend;
			if (status != HR_TREND_OK)
				return;
			options.season = trend.season;
			options.season_is_known = true;
		}
		if (status != HR_TREND_OK)
			continue;
		add_trend(out, &trend);
		options.bends = true;
		if (trend.shift_count > 0 &&
		    hr_level_trend_fit(history, &options, &trend) == HR_TREND_OK)
			add_trend(out, &trend);
	}
	while (out->count > 1 && out->trends[out->count - 1].criterion >
	                                 out->trends[0].criterion + HR_CROSSING_UNDECIDED)
		out->count--;
}

bool hr_crossing_is_significant(const struct hr_level_trend *trend)
{
	return fabs(trend->slope) > gsl_cdf_tdist_Pinv(SIGNIFICANCE, trend->df) * trend->slope_se;
}

bool hr_crossing_has_trend(const struct hr_crossing_trends *trends)
{
	return trends->status == HR_TREND_OK && hr_crossing_is_significant(&trends->trends[0]);
}

static double on_scale(const struct hr_level_trend *trend, double limit)
{
	return trend->logarithmic ? log(limit) : limit;
}

/*
 * Where level + slope h -+ q se(h) meets the limit: roots of
 * (level - limit + slope h)^2 = q^2 (v + 2 c h + w h^2). Without an upper root it is never certain.
 */
static void solve(const struct hr_level_trend *trend, double limit, struct hr_crossing *out)
{
	double q = gsl_cdf_tdist_Pinv(CONFIDENCE, trend->df) * trend->widening;
	double gap = trend->level - on_scale(trend, limit), b = trend->slope;
	double a2 = b * b - q * q * trend->slope_var;
	double a1 = gap * b - q * q * trend->level_slope_cov;
	double a0 = gap * gap - q * q * trend->level_var;
	double discriminant = a1 * a1 - a2 * a0;

	out->expected = -gap / b;
	if (a2 > 0) {
		/* At the expected time the square is 0, so there are roots: below 0 is rounding, of
		 * values that lie on the line. */
		double root = sqrt(fmax(discriminant, 0));

		out->earliest = (-a1 - root) / a2;
		out->latest = (-a1 + root) / a2;
	} else {
		/* The slope is not certain enough for an end; the lower root alone is a time. */
		out->latest = INFINITY;
		out->earliest = discriminant >= 0 && fabs(a2) > 0 ? (-a1 + sqrt(discriminant)) / a2
		                                                  : 0;
		if (out->earliest > out->expected)
			out->earliest = (-a1 - sqrt(fmax(discriminant, 0))) / a2;
	}
	/* The limit lies within the error of the level today. */
	if (a0 <= 0 || !(out->earliest >= 0))
		out->earliest = 0;
	if (out->earliest > out->expected)
		out->earliest = out->expected;
}

/* How many steps ago the busiest value of a season went beyond and stayed; NaN when the last season
 * is not beyond. */
static double beyond_since(const struct hr_history *history, size_t season, double limit)
{
	double since = (double)NAN;
	size_t below = 0;

	for (size_t i = history->count; i-- > 0 && below < season;) {
		if (isnan(history->values[i]))
			continue;
		if (history->values[i] >= limit) {
			since = (double)(history->count - 1 - i);
			below = 0;
		} else {
			below++;
		}
	}
	return since;
}

static void join(struct hr_crossing *out, const struct hr_crossing *other)
{
	out->earliest = fmin(out->earliest, other->earliest);
	out->latest = fmax(out->latest, other->latest);
}

void hr_crossing_find(const struct hr_history *history, const struct hr_crossing_trends *trends,
                      double limit, double horizon, struct hr_crossing *out)
{
	const struct hr_level_trend *best = &trends->trends[0];

	*out = (struct hr_crossing){ .state = HR_CROSSING_INSUFFICIENT_HISTORY,
		                     .earliest = (double)NAN,
		                     .expected = (double)NAN,
		                     .latest = (double)NAN,
		                     .since = (double)NAN };
	if (trends->status == HR_TREND_TOO_SHORT)
		return;
	if (hr_level_trend_peak(best, 0) >= limit) {
		out->state = HR_CROSSING_ALREADY;
		out->since = beyond_since(history, best->season, limit);
		if (isnan(out->since))
			out->since = 0;
		return;
	}
	out->state = HR_CROSSING_NO_SIGNIFICANT_TREND;
	if (!hr_crossing_has_trend(trends) || best->slope <= 0)
		return;
	solve(best, limit, out);
	for (size_t i = 1; i < trends->count; i++) {
		const struct hr_level_trend *other = &trends->trends[i];
		struct hr_crossing more = *out;

		if (!hr_crossing_is_significant(other) || other->slope <= 0 ||
		    hr_level_trend_peak(other, 0) >= limit)
			continue;
		solve(other, limit, &more);
		join(out, &more);
	}
	out->state = out->earliest > horizon ? HR_CROSSING_NOT_IN_HORIZON : HR_CROSSING_EXPECTED;
}
