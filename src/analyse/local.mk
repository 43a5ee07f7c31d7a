libheadroom_a_SOURCES += \
	%D%/advice.c %D%/advice.h \
	%D%/load_test.c %D%/load_test.h \
	%D%/capacity_figures.c %D%/capacity.c %D%/capacity.h %D%/capacity_part.h \
	%D%/capacity_check.c \
	%D%/capacity_demand.c \
	%D%/capacity_fans.c %D%/capacity_queue.c %D%/capacity_units.c \
	%D%/capacity_scenarios.c \
	%D%/alert_rules.c %D%/alert_rules.h \
	%D%/budget.c %D%/budget.h \
	%D%/burn.c %D%/burn.h \
	%D%/chaos.c %D%/chaos.h %D%/chaos_part.h \
	%D%/chaos_check.c \
	%D%/chaos_criterion.c \
	%D%/chaos_recovery.c \
	%D%/chaos_window.c \
	%D%/check.c %D%/check.h \
	%D%/cost.c %D%/cost.h \
	%D%/daily.c %D%/daily.h \
	%D%/compare.c %D%/compare.h %D%/compare_part.h \
	%D%/compare_change.c \
	%D%/compare_checks.c \
	%D%/compare_effect.c \
	%D%/compare_errors.c \
	%D%/compare_since.c \
	%D%/compare_estimate.c %D%/compare_estimate.h \
	%D%/compare_grade.c %D%/compare_grade.h \
	%D%/compare_policy.c %D%/compare_policy.h \
	%D%/criteria.c %D%/criteria.h \
	%D%/course.c %D%/course.h \
	%D%/subject.c %D%/subject.h \
	%D%/figures.c %D%/figures.h \
	%D%/declared.c %D%/declared.h \
	%D%/omission.c %D%/omission.h \
	%D%/quality_finding.c %D%/run_quality.c %D%/run_quality.h %D%/run_quality_part.h %D%/quality_generator.c \
	%D%/quality_load.c %D%/quality_recording.c \
	%D%/run_intervals.c %D%/run_intervals.h \
	%D%/steady.c %D%/steady.h \
	%D%/load_steps.c %D%/load_steps.h \
	%D%/precision.c %D%/precision.h \
	%D%/run_table.c %D%/run_table.h \
	%D%/readings.c %D%/readings.h \
	%D%/resample.c %D%/resample.h \
	%D%/step_sums.c %D%/step_sums.h \
	%D%/excursion.c %D%/excursion.h \
	%D%/gate.c %D%/gate.h \
	%D%/reliability.c %D%/reliability.h \
	%D%/slices.c %D%/slices.h \
	%D%/sli_series.c %D%/sli_series.h \
	%D%/slo.c %D%/slo.h \
	%D%/slo_check.c %D%/slo_suggest.c %D%/slo_suggest.h \
	%D%/slo_span.c %D%/slo_span.h \
	%D%/endurance.c %D%/endurance.h \
	%D%/spike.c %D%/spike.h \
	%D%/stability_check.c \
	%D%/stress.c %D%/stress.h \
	%D%/stress_check.c %D%/stress_objectives.c %D%/stress_part.h \
	%D%/trend.c %D%/trend.h \
	%D%/trend_check.c \
	%D%/trend_event.c %D%/trend_part.h \
	%D%/trend_series.c %D%/trend_series.h
