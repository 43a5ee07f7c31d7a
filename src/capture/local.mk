libheadroom_a_SOURCES += \
	%D%/exec.c %D%/exec.h \
	%D%/follow.c %D%/follow.h \
	%D%/proc_figures.c %D%/proc_figures.h \
	%D%/proc_root.c %D%/proc_root.h \
	%D%/proc_snapshot.c %D%/proc_snapshot.h \
	%D%/proc_text.c %D%/proc_text.h \
	%D%/recording.c %D%/recording.h \
	%D%/system.c %D%/system.h \
	%D%/system_processes.c %D%/system_processes.h \
	%D%/tail.c %D%/tail.h \
	%D%/ticker.c %D%/ticker.h
