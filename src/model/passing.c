#include <config.h>
#include "model/passing.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

void hr_passing_init(struct hr_passing *passing, size_t horizon)
{
	*passing = (struct hr_passing){ .by_step = hr_zalloc(horizon + 1, sizeof(size_t)),
		                        .horizon = horizon };
}

void hr_passing_add(struct hr_passing *passing, const double *path, const double *factors,
                    double limit, bool above)
{
	passing->paths++;
	for (size_t h = 0; h < passing->horizon; h++) {
		double value = factors != NULL ? path[h] * factors[h] : path[h];

		if (above ? value > limit : value < limit) {
			passing->by_step[h]++;
			return;
		}
	}
}

void hr_passing_probability(const struct hr_passing *passing, double *out)
{
	size_t passed = 0;

	for (size_t h = 0; h < passing->horizon; h++) {
		passed += passing->by_step[h];
		out[h] = passing->paths > 0 ? (double)passed / (double)passing->paths : 0;
	}
}

double hr_passing_step(const struct hr_passing *passing, double p)
{
	double wanted = p * (double)passing->paths;
	size_t passed = 0;

	for (size_t h = 0; h < passing->horizon; h++) {
		passed += passing->by_step[h];
		if (passed > 0 && (double)passed >= wanted)
			return (double)(h + 1);
	}
	return INFINITY;
}

void hr_passing_release(struct hr_passing *passing)
{
	free(passing->by_step);
	*passing = (struct hr_passing){ 0 };
}
