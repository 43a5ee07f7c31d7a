libheadroom_a_SOURCES += \
	%D%/cells.c %D%/cells.h \
	%D%/clean.c %D%/clean.h \
	%D%/diag.c %D%/diag.h \
	%D%/error_key.c \
	%D%/error_text.c %D%/error_text.h \
	%D%/event_kinds.h \
	%D%/generator_series.h \
	%D%/filter.c %D%/filter.h \
	%D%/forks.h \
	%D%/grid.c %D%/grid.h \
	%D%/hosts.c %D%/hosts.h \
	%D%/label.c %D%/label.h \
	%D%/lane.c %D%/lane.h \
	%D%/mapping.c %D%/mapping.h \
	%D%/mask.c %D%/mask.h \
	%D%/metric.c %D%/metric.h \
	%D%/plan.c %D%/plan.h \
	%D%/predicate.c %D%/predicate.h \
	%D%/resource.c %D%/resource.h \
	%D%/run.c %D%/run.h \
	%D%/run_events.c \
	%D%/run_merge.c \
	%D%/sample.h \
	%D%/series.c %D%/series.h \
	%D%/plain_row.h \
	%D%/sink.h %D%/sink_nothing.c %D%/sink_nothing.h \
	%D%/sli.c %D%/sli.h \
	%D%/slots.c %D%/slots.h \
	%D%/tally.c %D%/tally.h \
	%D%/track.c %D%/track.h \
	%D%/words.c %D%/words.h
