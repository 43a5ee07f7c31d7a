libheadroom_a_SOURCES += \
	%D%/queueing.c %D%/queueing.h \
	%D%/usl.c %D%/usl.h
