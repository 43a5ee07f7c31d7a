#include <config.h>
#include "model/forecast.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/passing.h"

/* Mean and deviation of a member, by which its paths are standardised. */
struct source {
	const struct hr_fit *fit;
	double share; /* of paths, with those before */
	double *mean, *deviation;
};

static size_t sources_of(const struct hr_forecast *forecast, double *memory, struct source *out)
{
	size_t count = 0, horizon = forecast->horizon;
	double share = 0;

	for (size_t m = 0; m < forecast->member_count; m++) {
		const struct hr_member *member = &forecast->members[m];

		if (!(member->weight > 0))
			continue;
		share += member->weight;
		out[count] = (struct source){ &member->fit, share, memory + 2 * count * horizon,
			                      memory + (2 * count + 1) * horizon };
		hr_fit_mean(&member->fit, horizon, out[count].mean);
		hr_fit_deviation(&member->fit, horizon, out[count].deviation);
		count++;
	}
	return count;
}

static void stretch(const struct hr_forecast *forecast, const struct source *source, double *path)
{
	for (size_t h = 0; h < forecast->horizon; h++) {
		double off = 0;

		if (source->deviation[h] > 0)
			off = (path[h] - source->mean[h]) / source->deviation[h];
		if (!isfinite(off))
			off = 0;
		path[h] = forecast->mean[h] + off * forecast->deviation[h];
		path[h] = fmax(fmin(path[h], forecast->ceiling), forecast->floor);
	}
}

void hr_forecast_paths(const struct hr_forecast *forecast, size_t count, double *out)
{
	size_t horizon = forecast->horizon, sources_count;
	struct source sources[HR_MEMBERS_MAX];
	double *memory = hr_alloc_array(2 * HR_MEMBERS_MAX * horizon, sizeof(*memory));
	struct hr_random random;

	hr_random_seed(&random, forecast->seed);
	sources_count = sources_of(forecast, memory, sources);
	for (size_t i = 0; i < count; i++) {
		double *path = out + i * horizon, draw = hr_random_unit(&random);
		size_t s = 0;

		if (sources_count == 0) { /* a constant */
			for (size_t h = 0; h < horizon; h++)
				path[h] = forecast->mean[h];
			continue;
		}
		while (s + 1 < sources_count && draw >= sources[s].share)
			s++;
		hr_fit_path(sources[s].fit, &random, horizon, path);
		stretch(forecast, &sources[s], path);
	}
	free(memory);
}

void hr_forecast_crossing(const struct hr_forecast *forecast, size_t paths, double limit,
                          bool above, double *out)
{
	size_t horizon = forecast->horizon;
	double *all = hr_alloc_array(paths * horizon, sizeof(*all));
	struct hr_passing passing;

	hr_passing_init(&passing, horizon);
	hr_forecast_paths(forecast, paths, all);
	for (size_t i = 0; i < paths; i++)
		hr_passing_add(&passing, all + i * horizon, NULL, limit, above);
	hr_passing_probability(&passing, out);
	hr_passing_release(&passing);
	free(all);
}
