/*
 * What the files of the capacity plan share; for src/analyse only.
 */
#ifndef HR_ANALYSE_CAPACITY_PART_H
#define HR_ANALYSE_CAPACITY_PART_H

#include "analyse/capacity.h"

#define HR_CAPACITY_DAY_NS INT64_C(86400000000000)

/* Start of the day @ahead days after the last one of a series; HR_INSTANT_NONE when never. */
int64_t hr_capacity_instant(const struct hr_daily *daily, double ahead);
size_t hr_capacity_days_of(int64_t span_ns);
/* Of the known values, linear between ranks; NaN without any. */
double hr_capacity_quantile(const double *values, size_t count, double p);
size_t hr_capacity_season(const struct hr_config_capacity *config, const double *values, size_t n);
enum hr_risk hr_capacity_likelihood(double probability);
enum hr_risk hr_capacity_risk(enum hr_risk likelihood, enum hr_tier tier);

/* The steps of the end, in this order. */
void hr_capacity_forecast_demand(struct hr_capacity *capacity,
                                 const struct hr_config_capacity *config);
void hr_capacity_measure_unit(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                              const struct hr_capacity_measured *measured);
void hr_capacity_plan_scenarios(struct hr_capacity *capacity,
                                const struct hr_config_capacity *config,
                                const struct hr_config_cost *cost);
void hr_capacity_check_queue(struct hr_capacity *capacity,
                             const struct hr_capacity_measured *measured);
void hr_capacity_plan_autoscale(struct hr_capacity *capacity,
                                const struct hr_config_capacity *config);

#endif
