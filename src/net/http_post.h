/*
 * One HTTP request with a body, and what came back. Certificates are verified, redirects are not
 * followed (a body meant for one host must not reach another).
 */
#ifndef HR_NET_HTTP_POST_H
#define HR_NET_HTTP_POST_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

#define HR_HTTP_ANSWER_BYTES 4096 /* of the answer's body that are kept */

struct hr_http_request {
	const char *url;          /* http:// or https:// */
	const char *content_type; /* "application/json" */
	struct hr_slice body;
	int64_t timeout_ns;
	const char *ca_file;        /* NULL: the system's */
	const char *const *headers; /* "Name: value", NULL-terminated; NULL = none */
};

struct hr_http_answer {
	long status;            /* 0: none came */
	int64_t retry_after_ns; /* from Retry-After in seconds; -1 = none */
	struct hr_str body;     /* its beginning */
};

/*
 * hr_http_post - POST and wait.
 * @answer  filled also on error; end with hr_str_release(&answer->body)
 * Errors: HR_EIO when no answer came (refused, timed out, TLS); its text names no more of the
 * address than scheme and host, for the rest may be a secret. Any status is HR_OK.
 */
enum hr_err hr_http_post(const struct hr_http_request *request, struct hr_http_answer *answer,
                         struct hr_error *err) HR_MUST_CHECK;

#endif
