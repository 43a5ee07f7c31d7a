# The program: its words, commands, options, help, exit status.
libheadroom_a_SOURCES += \
	%D%/cli_main.c %D%/cli_main.h %D%/command.h %D%/commands.c %D%/commands.h \
	%D%/mode_alias.c %D%/mode_alias.h %D%/action.c %D%/action.h %D%/option.c %D%/option.h %D%/options.c \
	%D%/settings.c %D%/settings.h %D%/exit_status.h %D%/help.c %D%/help.h \
	%D%/complete.c %D%/complete.h

# Commands, one a file.
libheadroom_a_SOURCES += \
	%D%/cmd_baseline.c %D%/cmd_capacity.c %D%/cmd_capture.c %D%/cmd_chaos.c %D%/cmd_compare.c \
	%D%/cmd_config.c %D%/cmd_convert.c %D%/cmd_explain.c %D%/cmd_forecast.c %D%/cmd_gate.c \
	%D%/cmd_help.c %D%/cmd_history.c %D%/cmd_notify.c %D%/cmd_plan.c %D%/cmd_reliability.c \
	%D%/cmd_render.c %D%/cmd_report.c %D%/cmd_slo.c %D%/cmd_stability.c %D%/cmd_stress.c \
	%D%/cmd_summarize.c %D%/cmd_template.c %D%/cmd_trend.c %D%/cmd_watch.c

# Stages: analyses that report and their own commands run.
libheadroom_a_SOURCES += \
	%D%/stage.h %D%/stage_capacity.c %D%/stage_chaos.c %D%/stage_command.c %D%/stage_compare.c \
	%D%/stage_criteria.c %D%/stage_gate.c %D%/stage_quality.c %D%/stage_reliability.c \
	%D%/stage_slo.c %D%/stage_slo.h %D%/stage_stability.c %D%/stage_stress.c %D%/stage_trend.c \
	%D%/stage_total.c %D%/stages.c

# Kinds of live data.
libheadroom_a_SOURCES += \
	%D%/capture.h %D%/capture_exec.c %D%/capture_follow.c %D%/capture_http.c \
	%D%/capture_plan.c %D%/capture_plan.h %D%/capture_probe.c %D%/capture_prometheus.c \
	%D%/capture_system.c %D%/capture_ticks.c %D%/capture_ticks.h \
	%D%/record_form.c %D%/record_form.h %D%/watch_run.c %D%/watch_run.h \
	%D%/watch_screen.c %D%/watch_screen.h

# From the command line and the configuration to a run.
libheadroom_a_SOURCES += \
	%D%/job.c %D%/job.h %D%/job_part.h %D%/job_inputs.c %D%/job_apdex.c \
	%D%/patterns.c %D%/patterns.h %D%/config_file.c %D%/config_file.h %D%/loader.c %D%/loader.h \
	%D%/load.c %D%/load.h %D%/load_window.c %D%/load_records.c %D%/load_whole.c \
	%D%/load_document.c %D%/load_document.h %D%/load_plan.c %D%/load_plan.h \
	%D%/fleet.c %D%/fleet.h %D%/known_inputs.c %D%/known_inputs.h \
	%D%/input_hosts.c %D%/input_hosts.h \
	%D%/steady_window.c %D%/steady_window.h %D%/settle.c %D%/settle.h

# The history and baselines.
libheadroom_a_SOURCES += \
	%D%/history_export.c %D%/history_export.h %D%/history_folder.c %D%/history_folder.h \
	%D%/history_column.c %D%/history_column.h %D%/history_table.c %D%/history_table.h \
	%D%/table_run.c %D%/table_run.h %D%/baseline_load.c %D%/baseline_load.h \
	%D%/trend_input.c %D%/trend_input.h

# What single commands are made of.
libheadroom_a_SOURCES += \
	%D%/config_init.c %D%/config_init.h %D%/suggest_objectives.c %D%/suggest_objectives.h \
	%D%/forecast_request.c %D%/forecast_request.h %D%/forecast_rows.c %D%/forecast_rows.h \
	%D%/plan_load_test.c %D%/plan_load_test.h

# Documents to outputs and channels.
libheadroom_a_SOURCES += \
	%D%/emit.c %D%/emit.h %D%/output_clash.c %D%/output_clash.h %D%/report_output.c %D%/report_output.h \
	%D%/deliver_document.c %D%/deliver_document.h
