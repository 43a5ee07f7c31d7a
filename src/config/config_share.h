/*
 * Exact shares in a configuration: targets, thresholds, parts of a budget. Read as decimals, never
 * through binary fractions.
 */
#ifndef HR_CONFIG_CONFIG_SHARE_H
#define HR_CONFIG_CONFIG_SHARE_H

#include "base/fraction.h"
#include "config/config_read.h"

/* "99.9%", a number above 1 up to 100 (percent), or one in (0, 1) (a ratio). The number 1 could be
 * either and is refused; "100%" is not. Zero is refused. */
bool hr_config_read_share(struct hr_config_reader *reader, const json_t *value,
                          struct hr_fraction *out);
/* "10%" or a number of percent, 0 to 100: how the thresholds of budgets are written. */
bool hr_config_read_percent(struct hr_config_reader *reader, const json_t *value,
                            struct hr_fraction *out);
/* A positive number, as it is written. */
bool hr_config_read_factor(struct hr_config_reader *reader, const json_t *value,
                           struct hr_fraction *out);
/* A list: calls @read with every element entered, NULL when it is no list or exceeds @max; gives
 * zeroed room for all of @size each, and their number. */
void *hr_config_read_list(struct hr_config_reader *reader, json_t *value, size_t max,
                          const char *expected, size_t size, size_t *count,
                          void (*read)(struct hr_config_reader *reader, json_t *item,
                                       void *target));

#endif
