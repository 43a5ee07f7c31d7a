libheadroom_a_SOURCES += \
	%D%/check.c %D%/check.h \
	%D%/criteria.c %D%/criteria.h
