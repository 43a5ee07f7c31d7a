/* What the steps of a capacity plan reckon with: days, chances, risks, the order of rows. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"

const char *hr_capacity_unit_text(const char *unit)
{
	return strcmp(unit, "1/s") == 0 ? unit + 1 : unit;
}

int64_t hr_capacity_instant(const struct hr_daily *daily, double ahead)
{
	double day = (double)(daily->first + (int64_t)daily->count - 1) + ahead;

	return isfinite(day) && fabs(day) < 100000 ? (int64_t)llround(day * 86400) * HR_NS_PER_S
	                                           : HR_INSTANT_NONE;
}

size_t hr_capacity_days_of(int64_t span_ns)
{
	return (size_t)(span_ns / HR_CAPACITY_DAY_NS);
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

double hr_capacity_quantile(const double *values, size_t count, double p)
{
	double *known = hr_alloc_array(count + 1, sizeof(*known)), position, value = (double)NAN;
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (!isnan(values[i]))
			known[n++] = values[i];
	if (n > 0) {
		size_t at;

		qsort(known, n, sizeof(*known), compare_doubles);
		position = p * (double)(n - 1);
		at = (size_t)position;
		value = known[at];
		if (at + 1 < n)
			value += (position - (double)at) * (known[at + 1] - known[at]);
	}
	free(known);
	return value;
}

void hr_capacity_state_chances(const struct hr_daily *daily, const struct hr_passing *passing,
                               struct hr_limit_date *date)
{
	double *chances = hr_alloc_array(passing->horizon + 1, sizeof(*chances));

	hr_passing_probability(passing, chances);
	date->probability = passing->horizon > 0 ? chances[passing->horizon - 1] : (double)NAN;
	date->p10_ns = hr_capacity_instant(daily, hr_passing_step(passing, 0.1));
	date->p50_ns = hr_capacity_instant(daily, hr_passing_step(passing, 0.5));
	date->p90_ns = hr_capacity_instant(daily, hr_passing_step(passing, 0.9));
	free(chances);
}

enum hr_risk hr_capacity_likelihood(double probability)
{
	return probability > 0.5 ? HR_RISK_HIGH : probability >= 0.1 ? HR_RISK_MEDIUM : HR_RISK_LOW;
}

/* The matrix: low and medium together are low, the sum of a low and a high is medium. */
enum hr_risk hr_capacity_risk(enum hr_risk likelihood, enum hr_tier tier)
{
	int sum = (int)likelihood + (int)tier;

	return sum >= 3 ? HR_RISK_HIGH : sum == 2 ? HR_RISK_MEDIUM : HR_RISK_LOW;
}

/* How urgent: verdict, then the earliest date, then the least headroom, then the name. */
static int rank_of(const struct hr_capacity_row *row)
{
	switch (row->at_limit.state) {
	case HR_CROSSING_ALREADY:
		return 0;
	case HR_CROSSING_EXPECTED:
		return 1;
	case HR_CROSSING_NOT_IN_HORIZON:
	case HR_CROSSING_NO_SIGNIFICANT_TREND:
		return 2;
	case HR_CROSSING_INSUFFICIENT_HISTORY:
		break;
	}
	return 3;
}

int hr_capacity_compare_rows(const void *a, const void *b)
{
	const struct hr_capacity_row *x = a, *y = b;
	int order = rank_of(x) - rank_of(y);

	if (order == 0 && x->at_limit.state == HR_CROSSING_EXPECTED)
		order = (x->at_limit.earliest_ns > y->at_limit.earliest_ns) -
		        (x->at_limit.earliest_ns < y->at_limit.earliest_ns);
	if (order == 0)
		order = (x->headroom_ratio > y->headroom_ratio) -
		        (x->headroom_ratio < y->headroom_ratio);
	if (order == 0)
		order = strcmp(x->metric, y->metric);
	return order != 0 ? order : strcmp(x->host, y->host);
}

/* A season needs days: where values are further apart there is none. */
size_t hr_capacity_season(const struct hr_config_capacity *config, const double *values, size_t n)
{
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		known += isnan(values[i]) ? 0 : 1;
	return 2 * known > n ? hr_capacity_days_of(config->season_ns) : 1;
}

void hr_capacity_copy_day(const struct hr_daily *daily, const double *mean,
                          double *const bounds[HR_DEMAND_BOUNDS], size_t at,
                          struct hr_capacity_day *out)
{
	double *const into[HR_DEMAND_BOUNDS] = { &out->low95,  &out->high95, &out->low80,
		                                 &out->high80, &out->low50,  &out->high50 };

	out->at_ns = hr_capacity_instant(daily, (double)(at + 1));
	out->mean = fmax(0, mean[at]);
	for (size_t b = 0; b < HR_DEMAND_BOUNDS; b++)
		*into[b] = fmax(0, bounds[b][at]);
}
