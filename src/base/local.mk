libheadroom_a_SOURCES += \
	%D%/digest.c %D%/digest.h \
	%D%/error.c %D%/error.h \
	%D%/int128.h \
	%D%/log.c %D%/log.h \
	%D%/mem.c %D%/mem.h \
	%D%/num.c %D%/num.h \
	%D%/output.c %D%/output.h \
	%D%/slice.h \
	%D%/str.c %D%/str.h \
	%D%/suggest.c %D%/suggest.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/vlq.c %D%/vlq.h
