libheadroom_a_SOURCES += \
	%D%/recording.c %D%/recording.h
