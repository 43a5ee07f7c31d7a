libheadroom_a_SOURCES += \
	%D%/formats.c %D%/formats.h \
	%D%/mapped_row.h \
	%D%/mapping.c %D%/mapping.h \
	%D%/reader.c %D%/reader.h
