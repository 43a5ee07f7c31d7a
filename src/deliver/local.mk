libheadroom_a_SOURCES += \
	%D%/alert_state.c %D%/alert_state.h \
	%D%/channel.c %D%/channel.h \
	%D%/channel_exec.c \
	%D%/channel_file.c \
	%D%/channel_http.c \
	%D%/channel_mail.c \
	%D%/channel_part.h \
	%D%/deliver.c %D%/deliver.h \
	%D%/retry.c %D%/retry.h \
	%D%/run_program.c %D%/run_program.h \
	%D%/spool.c %D%/spool.h
