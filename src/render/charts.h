/*
 * The charts, one file each.
 */
#ifndef HR_RENDER_CHARTS_H
#define HR_RENDER_CHARTS_H

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

#endif
