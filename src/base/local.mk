libheadroom_a_SOURCES += \
	%D%/error.c %D%/error.h \
	%D%/int128.h \
	%D%/mem.c %D%/mem.h \
	%D%/num.h \
	%D%/slice.h \
	%D%/str.c %D%/str.h \
	%D%/suggest.c %D%/suggest.h
