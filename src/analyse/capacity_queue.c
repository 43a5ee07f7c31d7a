/* A cross-check of the units by queueing: what an M/M/c system of them would do to requests. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>

#include "model/queueing.h"

/*
 * Units that serve C requests a second of S seconds each, without waiting, serve C S at a time: so
 * many servers they are worth. S is the mean time under the lightest load that was tested.
 */
static void check_queue(const struct hr_capacity *capacity, double service_s,
                        struct hr_capacity_scenario *plan)
{
	struct hr_capacity_queue *out = &plan->queue;
	double servers = floor(hr_capacity_borne(&capacity->units, plan->units_max) * service_s);

	out->service_s = service_s;
	out->arrival_per_s = plan->peak;
	out->units = plan->units_max;
	if (!(servers >= 1) || servers > HR_SERVERS_MAX || !(out->arrival_per_s > 0))
		return;
	out->known = hr_mmc_open((uint64_t)servers, out->arrival_per_s, service_s, &out->mmc,
	                         NULL) == HR_OK;
	if (out->known)
		out->wait_p95_s = hr_mmc_wait_quantile_s(&out->mmc, 0.95);
}

void hr_capacity_check_queues(struct hr_capacity *capacity,
                              const struct hr_capacity_measured *measured)
{
	for (size_t i = 0; measured->service_s > 0 && i < capacity->scenario_count; i++)
		check_queue(capacity, measured->service_s, &capacity->scenarios[i]);
}
