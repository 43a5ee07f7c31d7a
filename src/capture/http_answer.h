/*
 * What came back for a request, judged: its class of failure where there was no answer, else the
 * assertions of the request.
 */
#ifndef HR_CAPTURE_HTTP_ANSWER_H
#define HR_CAPTURE_HTTP_ANSWER_H

#include <curl/curl.h>

#include "base/str.h"
#include "config/config_http.h"

#define HR_HTTP_BODY_KEPT_BYTES ((size_t)1 << 20) /* what assertions see of a body */

/* The beginning of a body, kept only where an assertion looks at it. */
struct hr_http_body {
	struct hr_str kept;
	bool wanted;
};

bool hr_http_wants_body(const struct hr_http_assertions *assertions);

/*
 * hr_http_judge - NULL when an answer is as it should be, else what is wrong with it, as text
 * without measured numbers (texts that are equal group in reports).
 * @elapsed_ns  until the answer was complete
 * @scratch     holds the text until the next call
 */
const char *hr_http_judge(const struct hr_http_assertions *assertions, long status,
                          struct hr_slice body, int64_t elapsed_ns, struct hr_str *scratch);

#ifdef HAVE_LIBCURL
/* The class of a request that got no (whole) answer: dns, refused, connect, tls, timeout, reset,
 * send, truncated, protocol, other. */
const char *hr_http_failure_class(CURLcode result, long os_error);
#endif

#endif
