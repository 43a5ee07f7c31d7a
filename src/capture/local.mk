libheadroom_a_SOURCES += \
	%D%/body_expect.c %D%/body_expect.h \
	%D%/exec.c %D%/exec.h \
	%D%/follow.c %D%/follow.h \
	%D%/http_answer.c %D%/http_answer.h \
	%D%/http_arrivals.c %D%/http_arrivals.h \
	%D%/http_collect.c \
	%D%/http_counts.c %D%/http_counts.h \
	%D%/http_health.c %D%/http_health.h \
	%D%/http_load.c %D%/http_load.h \
	%D%/http_plan.c %D%/http_plan.h \
	%D%/http_slot.c %D%/http_slot.h \
	%D%/http_sockets.c %D%/http_sockets.h \
	%D%/http_start.c \
	%D%/http_users.c %D%/http_users.h \
	%D%/http_worker.c %D%/http_worker.h %D%/http_worker_part.h \
	%D%/level_curve.c %D%/level_curve.h \
	%D%/http_look.c %D%/http_look.h \
	%D%/probe.c %D%/probe.h \
	%D%/proc_figures.c %D%/proc_figures.h \
	%D%/proc_root.c %D%/proc_root.h \
	%D%/proc_snapshot.c %D%/proc_snapshot.h \
	%D%/proc_text.c %D%/proc_text.h \
	%D%/recording.c %D%/recording.h \
	%D%/system.c %D%/system.h \
	%D%/system_processes.c %D%/system_processes.h \
	%D%/tail.c %D%/tail.h \
	%D%/ticker.c %D%/ticker.h
