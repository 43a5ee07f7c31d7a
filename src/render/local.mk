libheadroom_a_SOURCES += \
	%D%/palette.c %D%/palette.h
