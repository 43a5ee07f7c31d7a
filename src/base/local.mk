libheadroom_a_SOURCES += \
	%D%/base64.c %D%/base64.h \
	%D%/calendar.c %D%/calendar.h \
	%D%/clock.c %D%/clock.h \
	%D%/clock_text.c %D%/clock_text.h \
	%D%/count.h \
	%D%/data_dir.c %D%/data_dir.h \
	%D%/digest.c %D%/digest.h \
	%D%/duration.c %D%/duration.h \
	%D%/error.c %D%/error.h \
	%D%/fraction.c %D%/fraction.h \
	%D%/gunzip.c %D%/gunzip.h \
	%D%/inflate.c %D%/inflate.h \
	%D%/input.c %D%/input.h \
	%D%/instant.c %D%/instant.h \
	%D%/instant_memo.c %D%/instant_memo.h \
	%D%/int128.h \
	%D%/log.c %D%/log.h \
	%D%/mem.c %D%/mem.h \
	%D%/message.c %D%/message.h \
	%D%/num.c %D%/num.h \
	%D%/output.c %D%/output.h \
	%D%/pattern.c %D%/pattern.h \
	%D%/recurrence.c %D%/recurrence.h \
	%D%/posix_tz.c %D%/posix_tz.h \
	%D%/program.c %D%/program.h \
	%D%/progress.c %D%/progress.h \
	%D%/secret.c %D%/secret.h \
	%D%/shown.c %D%/shown.h \
	%D%/slice.c %D%/slice.h \
	%D%/read_ahead.c %D%/read_ahead.h \
	%D%/stop.c %D%/stop.h \
	%D%/str.c %D%/str.h \
	%D%/suggest.c %D%/suggest.h \
	%D%/suggest_file.c %D%/suggest_file.h \
	%D%/temp_file.c %D%/temp_file.h \
	%D%/threads.c %D%/threads.h \
	%D%/time_format.c %D%/time_format.h \
	%D%/time_parse.c \
	%D%/tzif.c %D%/tzif.h \
	%D%/unit.c %D%/unit.h \
	%D%/url.c %D%/url.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/vlq.c %D%/vlq.h \
	%D%/write_all.c %D%/write_all.h \
	%D%/zone.c %D%/zone.h
