libheadroom_a_SOURCES += \
	%D%/add.c %D%/add.h \
	%D%/burst.c %D%/burst.h \
	%D%/cut.c %D%/cut.h \
	%D%/fork_run.c %D%/fork_run.h \
	%D%/label_map.c %D%/label_map.h \
	%D%/select.c %D%/select.h \
	%D%/sli_count.c %D%/sli_count.h \
	%D%/summarizer.c %D%/summarizer.h \
	%D%/window.c %D%/window.h
