/*
 * The section "cost": prices with their unit, savings with their scope, a budget.
 */
#ifndef HR_CONFIG_CONFIG_COST_H
#define HR_CONFIG_CONFIG_COST_H

#include "config/config_read.h"

#define HR_PRICES_MAX 100

struct hr_price {
	char *resource;
	int64_t micro;   /* millionths of the currency, for one of it */
	bool per_hour;   /* else a month */
	double quantity; /* how many; of each unit when per_unit */
	bool per_unit;   /* grows with the number of units that are planned */
};

struct hr_saving {
	char *name;
	char **scope; /* resources; none = all */
	size_t scope_count;
	double saves; /* ratio of what it applies to */
	double share; /* of the scope it applies to */
};

struct hr_config_cost {
	bool given;
	char *currency;
	double hours_per_month; /* 730 unless given */
	int64_t budget_micro;   /* a month; -1 = none */
	struct hr_price *prices;
	size_t price_count;
	struct hr_saving *savings;
	size_t saving_count;
};

extern const struct hr_config_key hr_config_cost_keys[];
/* A custom reader into a struct hr_config_cost. */
void hr_config_read_cost(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_cost_release(struct hr_config_cost *cost);

#endif
