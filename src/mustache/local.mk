libheadroom_a_SOURCES += \
	%D%/mustache.h \
	%D%/mustache_lex.c %D%/mustache_lex.h \
	%D%/mustache_parse.c %D%/mustache_tree.h \
	%D%/mustache_render.c \
	%D%/mustache_value.c %D%/mustache_value.h
