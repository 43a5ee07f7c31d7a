/*
 * The charts, one file each, and the few questions about a scene that several of them ask.
 */
#ifndef HR_RENDER_CHARTS_H
#define HR_RENDER_CHARTS_H

#include "base/unit.h"
#include "render/chart.h"

extern const struct hr_chart hr_chart_response_times;
extern const struct hr_chart hr_chart_heat_map;
extern const struct hr_chart hr_chart_throughput;
extern const struct hr_chart hr_chart_active_users;
extern const struct hr_chart hr_chart_errors_over_time;
extern const struct hr_chart hr_chart_codes;
extern const struct hr_chart hr_chart_percentile_curve;
extern const struct hr_chart hr_chart_distribution;
extern const struct hr_chart hr_chart_label_latency;
extern const struct hr_chart hr_chart_label_response_times;
extern const struct hr_chart hr_chart_response_vs_rate;
extern const struct hr_chart hr_chart_users_vs_response;
extern const struct hr_chart hr_chart_latency_connect;
extern const struct hr_chart hr_chart_bytes;
extern const struct hr_chart hr_chart_resources;
extern const struct hr_chart hr_chart_shift_function;
extern const struct hr_chart hr_chart_error_budget;
extern const struct hr_chart hr_chart_burn_rate;
extern const struct hr_chart hr_chart_alert_timeline;
extern const struct hr_chart hr_chart_incidents;
extern const struct hr_chart hr_chart_mean_times;
extern const struct hr_chart hr_chart_chaos;
extern const struct hr_chart hr_chart_spike;
extern const struct hr_chart hr_chart_drift;
extern const struct hr_chart hr_chart_trend;
extern const struct hr_chart hr_chart_scaling;
extern const struct hr_chart hr_chart_demand_forecast;
extern const struct hr_chart hr_chart_demand_scenarios;
extern const struct hr_chart hr_chart_resource_limits;
extern const struct hr_chart hr_chart_cost;
extern const struct hr_chart hr_chart_load_latency;

/* Requests of the total that carry an elapsed time. */
uint64_t hr_chart_total_timed(const struct hr_scene *scene);
/* Exact extremes of the total's elapsed times; false when there are none. */
bool hr_chart_total_extremes(const struct hr_scene *scene, int64_t *min_ns, int64_t *max_ns);

/* Text of a value for people, as hr_unit_format gives it, appended. */
void hr_chart_value(struct hr_str *out, double value, enum hr_quantity quantity);

#endif
