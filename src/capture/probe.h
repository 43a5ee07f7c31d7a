/*
 * Is it there? One question to one target: an HTTP server, a TCP port, a name. Waiting
 * ends at once when the program is asked to stop.
 */
#ifndef HR_CAPTURE_PROBE_H
#define HR_CAPTURE_PROBE_H

#include "capture/http_look.h"

struct hr_body_expect;

enum hr_probe_kind { HR_PROBE_HTTP, HR_PROBE_TCP, HR_PROBE_DNS };

struct hr_probe_target {
	enum hr_probe_kind kind;
	char *text;        /* as given, with its secrets; owned */
	char *label;       /* the same without them; owned */
	char *host, *port; /* owned; NULL where the kind has none */
};

/*
 * hr_probe_target_parse - "https://host/path", "tcp://host:port" ("[::1]:443" for IPv6),
 * "dns://name".
 * Errors: HR_EINVAL. Release the target also then.
 */
enum hr_err hr_probe_target_parse(const char *text, struct hr_probe_target *out,
                                  struct hr_error *err) HR_MUST_CHECK;
void hr_probe_target_release(struct hr_probe_target *target);

struct hr_probe_options {
	int64_t timeout_ns;
	const char *ca_file;                 /* NULL: the system's */
	const struct hr_body_expect *expect; /* of answers over HTTP, all of them; borrowed */
	size_t expect_count;
};

/*
 * hr_probe_run - ask and wait.
 * @answer  as of hr_http_look(): dns_ns of resolving, connect_ns of connecting; a status only of
 *          HTTP, where one outside of 200 to 399 is a failure ("status"), and so is a body that
 *          is not as expected ("body"); end with
 *          hr_str_release(&answer->body)
 * Errors: HR_EUNSUPPORTED for HTTP without libcurl.
 */
enum hr_err hr_probe_run(const struct hr_probe_target *target,
                         const struct hr_probe_options *options, struct hr_look_answer *answer,
                         struct hr_error *err) HR_MUST_CHECK;

#endif
