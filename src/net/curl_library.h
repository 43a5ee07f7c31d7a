/*
 * libcurl, loaded when something is sent or fetched for the first time: linking it would cost every
 * other run of the program several times its own start (it brings some twenty libraries along).
 * The functions are called through this table; constants and macros come from <curl/curl.h>.
 */
#ifndef HR_NET_CURL_LIBRARY_H
#define HR_NET_CURL_LIBRARY_H

#include "base/error.h"

#ifdef HAVE_LIBCURL
#include <curl/curl.h>

/* The table names types by what libcurl declares, so a wrong one does not compile. */
struct hr_curl {
	__typeof__(&curl_easy_init) easy_init;
	__typeof__(&curl_easy_cleanup) easy_cleanup;
	__typeof__(&curl_easy_reset) easy_reset;
	CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
	CURLcode (*easy_getinfo)(CURL *handle, CURLINFO info, ...);
	__typeof__(&curl_easy_perform) easy_perform;
	__typeof__(&curl_easy_strerror) easy_strerror;
	__typeof__(&curl_slist_append) slist_append;
	__typeof__(&curl_slist_free_all) slist_free_all;
	__typeof__(&curl_multi_init) multi_init;
	__typeof__(&curl_multi_cleanup) multi_cleanup;
	__typeof__(&curl_multi_add_handle) multi_add_handle;
	__typeof__(&curl_multi_remove_handle) multi_remove_handle;
	__typeof__(&curl_multi_info_read) multi_info_read;
	__typeof__(&curl_multi_socket_action) multi_socket_action;
	__typeof__(&curl_multi_assign) multi_assign;
	__typeof__(&curl_multi_perform) multi_perform;
	__typeof__(&curl_multi_timeout) multi_timeout;
	__typeof__(&curl_multi_poll) multi_poll;
	CURLMcode (*multi_setopt)(CURLM *multi, CURLMoption option, ...);
	__typeof__(&curl_multi_strerror) multi_strerror;
	__typeof__(&curl_version) version;
	__typeof__(&curl_global_init) global_init;
};

/*
 * hr_curl_open - the library, loaded and initialised once.
 * Errors: HR_EIO when it is not installed or lacks a function. Call it before threads are started.
 * @out  borrowed, valid until the program ends
 */
enum hr_err hr_curl_open(const struct hr_curl **out, struct hr_error *err) HR_MUST_CHECK;
#endif

/* HR_EINVAL that names the configure switch, for builds without libcurl. */
enum hr_err hr_curl_missing(const char *feature, struct hr_error *err) HR_MUST_CHECK;

#endif
