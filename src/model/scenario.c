#include <config.h>
#include "model/scenario.h"

#include <math.h>

#include "base/instant.h"
#include "model/saturation.h"

#define MONTH_NS   (30.0 * 86400 * 1e9)
#define FACTOR_MAX 1e9

static double event_factor(const struct hr_scenario *scenario, int64_t at_ns)
{
	double since = (double)(at_ns - scenario->start_ns);
	double length = (double)scenario->duration_ns, ramp = (double)scenario->ramp_ns;
	double outside = since < 0 ? -since : since - length, share;

	if (since >= 0 && since < length)
		return scenario->multiplier;
	share = ramp > 0 ? 1 - outside / ramp : 0;
	return share > 0 ? 1 + (scenario->multiplier - 1) * share : 1;
}

/* The logistic curve through 1 at the start. */
static double viral_factor(const struct hr_scenario *scenario, int64_t now_ns, int64_t at_ns)
{
	int64_t start_ns = scenario->start_ns == HR_INSTANT_NONE ? now_ns : scenario->start_ns;
	struct hr_logistic curve;

	if (at_ns <= start_ns || scenario->doubling_ns <= 0 || scenario->cap <= 1)
		return 1;
	curve = hr_logistic_viral(1, (double)scenario->doubling_ns, scenario->cap);
	return hr_logistic_value(&curve, (double)(at_ns - start_ns));
}

double hr_scenario_factor(const struct hr_scenario *scenario, int64_t now_ns, int64_t at_ns)
{
	double factor = pow(1 + scenario->growth_per_month, (double)(at_ns - now_ns) / MONTH_NS);

	if (at_ns <= now_ns)
		return 1;
	if (scenario->kind == HR_SCENARIO_EVENT)
		factor *= event_factor(scenario, at_ns);
	else if (scenario->kind == HR_SCENARIO_VIRAL)
		factor *= viral_factor(scenario, now_ns, at_ns);
	return isfinite(factor) ? fmin(fmax(factor, 0), FACTOR_MAX) : FACTOR_MAX;
}
