libheadroom_a_SOURCES += \
	%D%/baseline.c %D%/baseline.h \
	%D%/capacity_rows.c %D%/capacity_rows.h \
	%D%/document_capacity.c %D%/document_capacity.h \
	%D%/document.c %D%/document.h %D%/document_part.h \
	%D%/document_chaos.c %D%/document_chaos.h \
	%D%/document_order.c %D%/document_checks.c \
	%D%/document_comparison.c %D%/document_comparison.h \
	%D%/document_forecast.c %D%/document_forecast.h \
	%D%/document_dump.c \
	%D%/document_exact.c \
	%D%/document_figures.c %D%/document_figures.h \
	%D%/document_history.c %D%/document_history.h \
	%D%/document_intervals.c \
	%D%/document_label.c %D%/document_label.h \
	%D%/document_plan.c \
	%D%/document_precision.c \
	%D%/document_quality.c %D%/document_quality.h \
	%D%/document_read_run.c \
	%D%/document_resources.c \
	%D%/document_settings.c \
	%D%/document_reliability.c %D%/document_reliability.h \
	%D%/document_sli.c \
	%D%/document_slo.c %D%/document_slo.h \
	%D%/document_stats.c \
	%D%/document_stability.c %D%/document_stability.h \
	%D%/document_stress.c %D%/document_stress.h \
	%D%/document_trend.c %D%/document_trend.h \
	%D%/document_write_run.c \
	%D%/folded_figures.c %D%/folded_figures.h \
	%D%/json_parse.c %D%/json_parse.h \
	%D%/json_print.c %D%/json_print.h \
	%D%/json_place.c %D%/json_place.h \
	%D%/jsonx.c %D%/jsonx.h \
	%D%/mask_run.c %D%/mask_run.h \
	%D%/store.c %D%/store.h \
	%D%/small_stats.c %D%/small_stats.h \
	%D%/stored_run.c %D%/stored_run.h
