/*
 * One GET, looked at closely: how long each phase took, what came back, how long its certificate is
 * good for.
 */
#ifndef HR_CAPTURE_HTTP_LOOK_H
#define HR_CAPTURE_HTTP_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

struct hr_look_request {
	const char *url; /* http:// or https:// */
	int64_t timeout_ns;
	const char *ca_file; /* NULL: the system's */
	const char *accept;  /* of the header of that name; NULL: anything */
	size_t body_bytes;   /* of the answer's body that are kept; more is an error where @whole */
	bool whole;
};

/* Phases are durations, each without those before it; HR_UNKNOWN (-1) where it was not reached.
 * They are what `curl -w` calls time_namelookup, time_connect - time_namelookup,
 * time_appconnect - time_connect, time_starttransfer - time_pretransfer. */
struct hr_look_answer {
	long status;         /* 0: none came */
	const char *failure; /* class of what went wrong (http_answer.h); NULL: nothing did */
	char message[256];   /* of the failure */
	bool stopped;        /* given up as the program was asked to stop: no answer, no failure */
	int64_t dns_ns, connect_ns, tls_ns, wait_ns;
	int64_t first_byte_ns, total_ns; /* since the start; time_starttransfer, time_total */
	int64_t received_bytes;
	int64_t expires_ns; /* when the server's certificate does; HR_INSTANT_NONE: there is none */
	struct hr_str body;
};

/*
 * hr_http_look - GET and wait; certificates are verified, redirects are not followed.
 * @answer  end with hr_str_release(&answer->body)
 * No answer is no error but a failure. It is given up when the program is asked to stop. Errors:
 * HR_EIO and HR_EUNSUPPORTED without libcurl. Several threads may call it once hr_http_look_ready()
 * was called.
 */
enum hr_err hr_http_look(const struct hr_look_request *request, struct hr_look_answer *answer,
                         struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_http_look_ready(struct hr_error *err) HR_MUST_CHECK;
/* When a certificate expires, as OpenSSL and GnuTLS write it: "Nov 20 02:00:00 2026 GMT" or
 * "2026-11-20 02:00:00 UTC". False for anything else. */
bool hr_certificate_time(const char *text, int64_t *out_ns);

#endif
