libheadroom_a_SOURCES += \
	%D%/escape.c %D%/escape.h \
	%D%/palette.c %D%/palette.h \
	%D%/template_check.c %D%/template_check.h \
	%D%/template_store.c %D%/template_store.h

# The scene, the view model, the output forms.
libheadroom_a_SOURCES += \
	%D%/scene.c %D%/scene.h \
	%D%/model.c %D%/model.h %D%/model_part.h %D%/model_value.c %D%/model_run.c \
	%D%/model_verdict.c %D%/model_finding.c %D%/model_findings.c %D%/model_answers.c %D%/check_name.c %D%/model_tiles.c %D%/model_checks.c \
	%D%/label_change.c %D%/label_change.h %D%/model_charts.c %D%/model_labels.c %D%/model_failed.c %D%/model_errors.c \
	%D%/model_comparison.c %D%/model_shift.c %D%/model_stress.c %D%/model_capacity.c \
	%D%/chart_alert_timeline.c %D%/chart_burn_rate.c %D%/chart_error_budget.c \
	%D%/form_postmortem.c %D%/form_prometheus_rules.c \
	%D%/model_slo.c %D%/slo_series.c %D%/slo_series.h %D%/text_slo.c \
	%D%/model_quality.c %D%/text_quality.c \
	%D%/model_reliability.c %D%/text_reliability.c \
	%D%/model_chaos.c %D%/text_chaos.c \
	%D%/model_stability.c %D%/text_stability.c \
	%D%/model_resources.c %D%/model_validity.c %D%/model_method.c %D%/model_never_firing.c \
	%D%/sparkline.c %D%/sparkline.h %D%/text_table.c %D%/text_table.h \
	%D%/forms.c %D%/form.h %D%/form_part.h %D%/form_html.c %D%/form_json.c %D%/form_text.c \
	%D%/text_page.c %D%/text_page.h %D%/text_stress.c %D%/text_capacity.c \
	%D%/comparison_rows.c %D%/comparison_rows.h %D%/text_comparison.c \
	%D%/form_jmeter.c %D%/form_tables.c %D%/form_tables.h \
	%D%/exported.c %D%/exported.h %D%/bulletin.c %D%/bulletin.h \
	%D%/form_check_rows.c %D%/form_github.c %D%/form_grafana.c %D%/form_junit.c \
	%D%/form_markdown.c %D%/md_comparison.c %D%/md_comparison.h %D%/form_openmetrics.c \
	%D%/payload_dump.c %D%/form_payloads.c %D%/payload.h %D%/payload_alertmanager.c %D%/payload_mail.c \
	%D%/payload_pagerduty.c %D%/payload_slack.c %D%/payload_teams.c \
	%D%/form_trackers.c

# Errors as people count them.
libheadroom_a_SOURCES += \
	%D%/error_groups.c %D%/error_groups.h %D%/varying.c %D%/varying.h

# What `headroom explain` says.
libheadroom_a_SOURCES += \
	%D%/explain_regression.c %D%/explain_regression.h \
	%D%/explain_steps.c %D%/explain_steps.h

# Charts: what they share, then one file each.
libheadroom_a_SOURCES += \
	%D%/axis.c %D%/axis.h %D%/bar_rows.c %D%/bar_rows.h %D%/downsample.c %D%/downsample.h %D%/heat_grid.c %D%/heat_grid.h \
	%D%/label_rank.c %D%/label_rank.h %D%/lines.c %D%/lines.h \
	%D%/load_curve.c %D%/load_curve.h %D%/log_bins.c %D%/log_bins.h \
	%D%/multiples.c %D%/multiples.h %D%/pages.c %D%/pages.h %D%/plot.c %D%/plot.h \
	%D%/resource_sheet.c %D%/resource_sheet.h %D%/scale.c %D%/scale.h \
	%D%/scatter.c %D%/scatter.h %D%/svg.c %D%/svg.h %D%/text_width.c %D%/text_width.h \
	%D%/time_chart.c %D%/time_chart.h %D%/timeline.c %D%/timeline.h \
	%D%/chart_figures.c %D%/charts.c %D%/charts.h %D%/chart.h \
	%D%/chart_active_users.c \
	%D%/chart_bytes.c \
	%D%/chart_chaos.c \
	%D%/chart_codes.c \
	%D%/chart_cost.c \
	%D%/chart_demand_forecast.c \
	%D%/chart_demand_scenarios.c \
	%D%/chart_resource_limits.c \
	%D%/fan.c %D%/fan.h \
	%D%/chart_distribution.c \
	%D%/chart_errors_over_time.c \
	%D%/chart_heat_map.c \
	%D%/chart_incidents.c \
	%D%/chart_label_latency.c \
	%D%/chart_label_response_times.c \
	%D%/chart_load_latency.c \
	%D%/chart_latency_connect.c \
	%D%/chart_mean_times.c \
	%D%/chart_percentile_curve.c \
	%D%/chart_resources.c \
	%D%/chart_response_times.c \
	%D%/chart_response_vs_rate.c \
	%D%/chart_scaling.c \
	%D%/chart_drift.c \
	%D%/chart_shift_function.c \
	%D%/chart_spike.c \
	%D%/experiment_panels.c %D%/experiment_panels.h \
	%D%/chart_trend.c \
	%D%/model_trend.c \
	%D%/text_trend.c \
	%D%/trend_view.c %D%/trend_view.h \
	%D%/chart_throughput.c \
	%D%/chart_users_vs_response.c
