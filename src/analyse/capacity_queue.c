/* A cross-check of the units by queueing: what an M/M/c system of them would do to requests. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>

#include "model/queueing.h"

/*
 * A unit that serves C requests a second of S seconds each, without waiting, serves C S at a time:
 * so many servers it is worth. S is the mean time under the lightest load that was tested.
 */
void hr_capacity_check_queue(struct hr_capacity *capacity,
                             const struct hr_capacity_measured *measured)
{
	struct hr_capacity_queue *out = &capacity->queue;
	double servers;

	*out = (struct hr_capacity_queue){ .service_s = measured->service_s };
	if (capacity->scenario_count == 0 || !(measured->service_s > 0))
		return;
	out->arrival_per_s = capacity->scenarios[0].peak;
	out->units = capacity->scenarios[0].units_max;
	servers = floor(capacity->units.per_unit_per_s * measured->service_s * out->units);
	if (!(servers >= 1) || servers > HR_SERVERS_MAX || !(out->arrival_per_s > 0))
		return;
	out->known = hr_mmc_open((uint64_t)servers, out->arrival_per_s, out->service_s, &out->mmc,
	                         NULL) == HR_OK;
	if (out->known)
		out->wait_p95_s = hr_mmc_wait_quantile_s(&out->mmc, 0.95);
}
