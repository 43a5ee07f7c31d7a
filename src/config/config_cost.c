#include <config.h>
#include "config/config_cost.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "config/config_list.h"
#include "config/config_quantity.h"

#define HOURS_DEFAULT 730.0 /* 8760 / 12 */
#define SHIFT_MICRO   6

/* "0.0416/h", "0.023/GB-month": an exact decimal, and what it is per. The word before "-" names the
 * thing for people. */
static bool parse_price(const char *text, int64_t *micro, bool *per_hour)
{
	const char *slash = text != NULL ? strchr(text, '/') : NULL;
	const char *unit;

	if (slash == NULL ||
	    !hr_parse_scaled(hr_slice_trim((struct hr_slice){ text, (size_t)(slash - text) }),
	                     SHIFT_MICRO, micro) ||
	    *micro < 0)
		return false;
	unit = strrchr(slash, '-');
	unit = unit != NULL ? unit + 1 : slash + 1;
	*per_hour = strcmp(unit, "h") == 0 || strcmp(unit, "hour") == 0;
	return *per_hour || strcmp(unit, "month") == 0 || strcmp(unit, "mo") == 0;
}

static void read_price(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_price *price = target;

	if (!parse_price(json_string_value(value), &price->micro, &price->per_hour))
		hr_config_wrong_type(reader, value,
		                     "a price with its unit, \"0.0416/h\" or \"0.023/GB-month\"");
}

static void read_quantity(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, 1e12, target);
}

#define OF_PRICE(member) offsetof(struct hr_price, member)

static const struct hr_config_key price_keys[] = {
	{ .name = "resource", .type = HR_CONFIG_TEXT, .offset = OF_PRICE(resource) },
	{ .name = "price", .type = HR_CONFIG_CUSTOM, .read = read_price },
	{ .name = "quantity",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_PRICE(quantity),
	  .read = read_quantity },
	{ .name = "per_unit", .type = HR_CONFIG_BOOLEAN, .offset = OF_PRICE(per_unit) },
	{ .name = NULL },
};

static void read_one_price(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_price *price = target;

	price->quantity = 1;
	/* Without a quantity it is the unit itself that costs. */
	price->per_unit = json_object_get(item, "quantity") == NULL;
	hr_config_read_object(reader, item, price_keys, price);
	if (json_is_object(item) &&
	    (price->resource == NULL || json_object_get(item, "price") == NULL))
		hr_config_wrong(reader, "expected both \"resource\" and \"price\"");
	if (price->resource == NULL)
		price->resource = hr_strdup("");
}

static void read_prices(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_cost *cost = target;

	cost->prices = hr_config_read_list(reader, value, HR_PRICES_MAX, "a list of prices",
	                                   sizeof(struct hr_price), &cost->price_count,
	                                   read_one_price);
}

static void read_scope(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_saving *saving = target;

	saving->scope = hr_config_read_good(reader, value, HR_PRICES_MAX, "a list of resources",
	                                    sizeof(*saving->scope), &saving->scope_count,
	                                    hr_config_read_text_item);
}

static void read_part(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_ratio(reader, value, target);
}

#define OF_SAVING(member) offsetof(struct hr_saving, member)

static const struct hr_config_key saving_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_SAVING(name) },
	{ .name = "scope", .type = HR_CONFIG_CUSTOM, .read = read_scope },
	{ .name = "saves",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SAVING(saves),
	  .read = read_part },
	{ .name = "share",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SAVING(share),
	  .read = read_part },
	{ .name = NULL },
};

static void read_saving(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_saving *saving = target;

	saving->share = 1;
	hr_config_read_object(reader, item, saving_keys, saving);
	if (saving->name == NULL)
		saving->name = hr_strdup("");
}

static void read_savings(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_cost *cost = target;

	cost->savings = hr_config_read_list(reader, value, HR_PRICES_MAX, "a list of optimizations",
	                                    sizeof(struct hr_saving), &cost->saving_count,
	                                    read_saving);
}

static void read_budget(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_cost *cost = target;
	bool per_hour = false;

	if (!parse_price(json_string_value(value), &cost->budget_micro, &per_hour) || per_hour) {
		cost->budget_micro = -1;
		hr_config_wrong_type(reader, value, "an amount a month, \"12000/month\"");
	}
}

static void read_hours(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 1, 744, target);
}

#define AT(member) offsetof(struct hr_config_cost, member)

const struct hr_config_key hr_config_cost_keys[] = {
	{ .name = "currency", .type = HR_CONFIG_TEXT, .offset = AT(currency) },
	{ .name = "hours_per_month",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = AT(hours_per_month),
	  .read = read_hours },
	{ .name = "budget", .type = HR_CONFIG_CUSTOM, .read = read_budget },
	{ .name = "prices", .type = HR_CONFIG_CUSTOM, .read = read_prices },
	{ .name = "optimizations", .type = HR_CONFIG_CUSTOM, .read = read_savings },
	{ .name = NULL },
};

void hr_config_read_cost(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_cost *cost = target;

	*cost = (struct hr_config_cost){ .given = true,
		                         .hours_per_month = HOURS_DEFAULT,
		                         .budget_micro = -1 };
	hr_config_read_object(reader, value, hr_config_cost_keys, cost);
}

void hr_config_cost_release(struct hr_config_cost *cost)
{
	for (size_t i = 0; i < cost->price_count; i++)
		free(cost->prices[i].resource);
	free(cost->prices);
	for (size_t i = 0; i < cost->saving_count; i++) {
		for (size_t k = 0; k < cost->savings[i].scope_count; k++)
			free(cost->savings[i].scope[k]);
		free(cost->savings[i].scope);
		free(cost->savings[i].name);
	}
	free(cost->savings);
	free(cost->currency);
	*cost = (struct hr_config_cost){ 0 };
}
