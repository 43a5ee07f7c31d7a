libheadroom_a_SOURCES += \
	%D%/cells.c %D%/cells.h \
	%D%/clean.c %D%/clean.h \
	%D%/diag.c %D%/diag.h \
	%D%/lane.c %D%/lane.h \
	%D%/sample.h \
	%D%/series.c %D%/series.h \
	%D%/sink.h \
	%D%/slots.c %D%/slots.h \
	%D%/tally.c %D%/tally.h \
	%D%/track.c %D%/track.h
