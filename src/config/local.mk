libheadroom_a_SOURCES += \
	%D%/criterion.c %D%/criterion.h
