libheadroom_a_SOURCES += \
	%D%/hist.c %D%/hist.h \
	%D%/moments.c %D%/moments.h \
	%D%/quantile.c %D%/quantile.h \
	%D%/sketch.c %D%/sketch.h
