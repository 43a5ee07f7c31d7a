libheadroom_a_SOURCES += \
	%D%/check.c %D%/check.h \
	%D%/criteria.c %D%/criteria.h \
	%D%/load_steps.c %D%/load_steps.h \
	%D%/stress.c %D%/stress.h \
	%D%/stress_check.c
