/*
 * What the files of the capacity plan share; for src/analyse only.
 */
#ifndef HR_ANALYSE_CAPACITY_PART_H
#define HR_ANALYSE_CAPACITY_PART_H

#include "analyse/capacity.h"
#include "base/str.h"
#include "model/passing.h"

#define HR_CAPACITY_DAY_NS INT64_C(86400000000000)

/* A unit as it stands behind a number: "/s" for "1/s". */
const char *hr_capacity_unit_text(const char *unit);
#define HR_CAPACITY_KIND "capacity" /* of its checks */
/* What the check of a row is called: "cpu@web-1". */
void hr_capacity_put_subject(const struct hr_capacity_row *row, struct hr_str *out);
/* Start of the day @ahead days after the last one of a series; HR_INSTANT_NONE when never. */
int64_t hr_capacity_instant(const struct hr_daily *daily, double ahead);
size_t hr_capacity_days_of(int64_t span_ns);
/* Of the known values, linear between ranks; NaN without any. */
double hr_capacity_quantile(const double *values, size_t count, double p);
size_t hr_capacity_season(const struct hr_config_capacity *config, const double *values, size_t n);
/* The chances of @date from @passing, whose steps are days after the last one of @daily. */
void hr_capacity_state_chances(const struct hr_daily *daily, const struct hr_passing *passing,
                               struct hr_limit_date *date);
enum hr_risk hr_capacity_likelihood(double probability);
enum hr_risk hr_capacity_risk(enum hr_risk likelihood, enum hr_tier tier);

/* Requests a second that @count units bear; NaN when unknown. */
double hr_capacity_borne(const struct hr_capacity_units *units, double count);
/* The fewest units that bear @per_s; NaN unless HR_UNITS_KNOWN. */
enum hr_units_state hr_capacity_units_for(const struct hr_capacity_units *units, double per_s,
                                          double *count);

/* Negative when @a is more urgent. */
int hr_capacity_compare_rows(const void *a, const void *b);
/* Day @at of a forecast; values below 0 are 0. */
void hr_capacity_copy_day(const struct hr_daily *daily, const double *mean,
                          double *const bounds[HR_DEMAND_BOUNDS], size_t at,
                          struct hr_capacity_day *out);
/* Row @number, just filled, keeps its past and forecast when it is among the most urgent. */
void hr_capacity_keep_fan(struct hr_capacity *capacity, size_t number, const struct hr_daily *daily,
                          const struct hr_crossing_trends *trends);
void hr_capacity_fan_free(struct hr_capacity_fan *fan);

/* The steps of the end, in this order. */
void hr_capacity_forecast_demand(struct hr_capacity *capacity,
                                 const struct hr_config_capacity *config);
void hr_capacity_measure_unit(struct hr_capacity *capacity, const struct hr_config_capacity *config,
                              const struct hr_capacity_measured *measured);
void hr_capacity_plan_scenarios(struct hr_capacity *capacity,
                                const struct hr_config_capacity *config,
                                const struct hr_config_cost *cost);
void hr_capacity_check_queues(struct hr_capacity *capacity,
                              const struct hr_capacity_measured *measured);
void hr_capacity_plan_autoscale(struct hr_capacity *capacity,
                                const struct hr_config_capacity *config);

#endif
