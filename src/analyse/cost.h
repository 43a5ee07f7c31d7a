/*
 * What a number of units costs a month, in millionths of the currency: sums of integers, so that
 * nothing is lost in the last digit.
 */
#ifndef HR_ANALYSE_COST_H
#define HR_ANALYSE_COST_H

#include "config/config_cost.h"

struct hr_cost {
	int64_t total_micro;  /* after savings */
	int64_t list_micro;   /* before */
	int64_t *items_micro; /* by price of the configuration, after savings; owned */
	int64_t *saved_micro; /* by optimization; owned */
};

/*
 * hr_cost_month - a month with @units of the planned unit.
 * A price times its quantity (per unit: times @units), hours by hours_per_month. Savings follow in
 * the order of the configuration, each of what the ones before have left of its scope. Rounded half
 * away from zero to a millionth; saturates.
 * @out  initialised by the call; release it
 */
void hr_cost_month(const struct hr_config_cost *config, double units, struct hr_cost *out);
void hr_cost_release(struct hr_cost *cost);

#endif
