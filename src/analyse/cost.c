#include <config.h>
#include "analyse/cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/int128.h"
#include "base/mem.h"

#define MILLION 1000000

/* a * b / divisor, rounded half away from zero (all are >= 0). */
static int64_t scale(int64_t a, int64_t b, int64_t divisor)
{
	hr_i128 product = (hr_i128)a * b;
	hr_i128 rounded = (product + divisor / 2) / divisor;

	return rounded > INT64_MAX ? INT64_MAX : (int64_t)rounded;
}

static int64_t micro_of(double value)
{
	double micro = round(value * MILLION);

	return micro >= 9e18 ? INT64_MAX : (int64_t)micro;
}

static int64_t price_month(const struct hr_config_cost *config, const struct hr_price *price,
                           double units)
{
	double quantity = price->quantity * (price->per_unit ? units : 1);
	int64_t micro = scale(price->micro, micro_of(quantity), MILLION);

	return price->per_hour ? scale(micro, micro_of(config->hours_per_month), MILLION) : micro;
}

static bool is_in_scope(const struct hr_saving *saving, const char *resource)
{
	for (size_t i = 0; i < saving->scope_count; i++)
		if (strcmp(saving->scope[i], resource) == 0)
			return true;
	return saving->scope_count == 0;
}

static int64_t save(const struct hr_config_cost *config, const struct hr_saving *saving,
                    int64_t *items)
{
	int64_t sum = 0, part = micro_of(saving->saves * saving->share);

	for (size_t i = 0; i < config->price_count; i++) {
		int64_t saved;

		if (!is_in_scope(saving, config->prices[i].resource))
			continue;
		saved = scale(items[i], part, MILLION);
		items[i] -= saved;
		sum += saved;
	}
	return sum;
}

void hr_cost_month(const struct hr_config_cost *config, double units, struct hr_cost *out)
{
	*out = (struct hr_cost){ 0 };
	out->items_micro = hr_zalloc(config->price_count + 1, sizeof(*out->items_micro));
	out->saved_micro = hr_zalloc(config->saving_count + 1, sizeof(*out->saved_micro));
	for (size_t i = 0; i < config->price_count; i++) {
		out->items_micro[i] = price_month(config, &config->prices[i], units);
		if (__builtin_add_overflow(out->list_micro, out->items_micro[i], &out->list_micro))
			out->list_micro = INT64_MAX;
	}
	out->total_micro = out->list_micro;
	for (size_t i = 0; i < config->saving_count; i++) {
		out->saved_micro[i] = save(config, &config->savings[i], out->items_micro);
		out->total_micro -= out->saved_micro[i];
	}
}

void hr_cost_release(struct hr_cost *cost)
{
	free(cost->items_micro);
	free(cost->saved_micro);
	*cost = (struct hr_cost){ 0 };
}
