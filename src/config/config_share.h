/*
 * Exact shares in a configuration: targets, thresholds, parts of a budget. Read as decimals, never
 * through binary fractions.
 */
#ifndef HR_CONFIG_CONFIG_SHARE_H
#define HR_CONFIG_CONFIG_SHARE_H

#include <jansson.h>

#include "base/fraction.h"
#include "config/config_reader.h"

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

#endif
