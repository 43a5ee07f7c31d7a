libheadroom_a_SOURCES += \
	%D%/curl_library.c %D%/curl_library.h \
	%D%/curl_wait.c %D%/curl_wait.h \
	%D%/http_post.c %D%/http_post.h \
	%D%/smtp_send.c %D%/smtp_send.h
