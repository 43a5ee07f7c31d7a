libheadroom_a_SOURCES += \
	%D%/record_csv.c \
	%D%/record_jtl.c \
	%D%/record_ndjson.c \
	%D%/record_text.c %D%/record_text.h \
	%D%/writer.c %D%/writer.h
