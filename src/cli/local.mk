libheadroom_a_SOURCES += \
	%D%/cli_main.c %D%/command.h %D%/commands.h \
	%D%/cmd_convert.c \
	%D%/action.c %D%/action.h \
	%D%/baseline_load.c %D%/baseline_load.h \
	%D%/cmd_baseline.c \
	%D%/cmd_capacity.c \
	%D%/capture_http.c \
	%D%/capture_plan.c %D%/capture_plan.h \
	%D%/cmd_capture.c %D%/capture.h \
	%D%/capture_exec.c \
	%D%/capture_probe.c \
	%D%/capture_prometheus.c \
	%D%/capture_follow.c \
	%D%/record_form.c %D%/record_form.h \
	%D%/report_output.c %D%/report_output.h \
	%D%/settle.c %D%/settle.h \
	%D%/cmd_watch.c \
	%D%/watch_run.c %D%/watch_run.h \
	%D%/watch_screen.c %D%/watch_screen.h \
	%D%/capture_system.c \
	%D%/capture_ticks.c %D%/capture_ticks.h \
	%D%/cmd_compare.c \
	%D%/cmd_forecast.c \
	%D%/forecast_rows.c %D%/forecast_rows.h \
	%D%/cmd_explain.c \
	%D%/explain_regression.c %D%/explain_regression.h \
	%D%/explain_steps.c %D%/explain_steps.h \
	%D%/cmd_chaos.c %D%/stage_chaos.c \
	%D%/cmd_config.c \
	%D%/cmd_gate.c \
	%D%/config_init.c %D%/config_init.h \
	%D%/suggest_objectives.c %D%/suggest_objectives.h \
	%D%/cmd_help.c \
	%D%/cmd_history.c \
	%D%/cmd_notify.c \
	%D%/cmd_plan.c \
	%D%/plan_load_test.c %D%/plan_load_test.h \
	%D%/cmd_render.c \
	%D%/config_file.c %D%/config_file.h \
	%D%/deliver_document.c %D%/deliver_document.h \
	%D%/cmd_reliability.c \
	%D%/cmd_report.c \
	%D%/cmd_slo.c \
	%D%/cmd_stability.c \
	%D%/cmd_stress.c \
	%D%/cmd_summarize.c \
	%D%/cmd_template.c \
	%D%/complete.c %D%/complete.h \
	%D%/emit.c %D%/emit.h \
	%D%/exit_status.h \
	%D%/fleet.c %D%/fleet.h \
	%D%/help.c %D%/help.h \
	%D%/history_export.c %D%/history_export.h \
	%D%/history_folder.c %D%/history_folder.h \
	%D%/input_hosts.c %D%/input_hosts.h \
	%D%/job.c %D%/job.h \
	%D%/load.c %D%/load.h \
	%D%/load_document.c %D%/load_document.h \
	%D%/mode_alias.c %D%/mode_alias.h \
	%D%/load_plan.c %D%/load_plan.h \
	%D%/option.c %D%/option.h \
	%D%/settings.c %D%/settings.h \
	%D%/steady_window.c %D%/steady_window.h \
	%D%/stage.h %D%/stages.c \
	%D%/stage_command.c \
	%D%/stage_compare.c \
	%D%/stage_criteria.c \
	%D%/stage_capacity.c \
	%D%/stage_quality.c \
	%D%/stage_stability.c \
	%D%/stage_stress.c \
	%D%/cmd_trend.c \
	%D%/history_table.c %D%/history_table.h \
	%D%/stage_trend.c \
	%D%/trend_input.c %D%/trend_input.h \
	%D%/stage_gate.c \
	%D%/stage_reliability.c \
	%D%/stage_slo.c %D%/stage_slo.h
