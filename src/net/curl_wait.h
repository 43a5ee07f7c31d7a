/*
 * A transfer that can be given up: libcurl's own waiting looks at nothing but the connection.
 */
#ifndef HR_NET_CURL_WAIT_H
#define HR_NET_CURL_WAIT_H

#include "net/curl_library.h"

#ifdef HAVE_LIBCURL
/*
 * hr_curl_wait - curl_easy_perform() that ends with CURLE_ABORTED_BY_CALLBACK within a tenth of a
 * second when it is asked to stop (base/stop.h); a callback's own end says CURLE_WRITE_ERROR.
 * Several threads may call it, each with a handle of its own.
 */
CURLcode hr_curl_wait(const struct hr_curl *curl, CURL *handle) HR_MUST_CHECK;
#endif

#endif
