/*
 * Single values of a configuration that carry a meaning: numbers within bounds, ratios, rates,
 * growth. Each is false, and reported with what was expected, when the value is of another form.
 */
#ifndef HR_CONFIG_CONFIG_QUANTITY_H
#define HR_CONFIG_CONFIG_QUANTITY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "config/config_reader.h"

/* A number, or a text that is one, within [@low, @high]. */
bool hr_config_read_number(struct hr_config_reader *reader, const json_t *value, double low,
                           double high, double *out);
/* "85%", or a number: within (0, 1) a ratio, above 1 up to 100 percent. 1 alone could be either and
 * is refused. */
bool hr_config_read_ratio(struct hr_config_reader *reader, const json_t *value, double *out);
/* A percentage that may be any size: "20%" or the ratio 0.2. */
bool hr_config_read_margin(struct hr_config_reader *reader, const json_t *value, double *out);
/* Growth in time, "5%/month", "-1%/week", "0.5%/30d": as the ratio per 30 days. */
bool hr_config_read_growth(struct hr_config_reader *reader, const json_t *value, double *out);
/* A date or time, read in UTC where it names no zone, as an instant. */
bool hr_config_read_instant(struct hr_config_reader *reader, const json_t *value, int64_t *out);

#endif
