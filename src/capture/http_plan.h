/*
 * A load plan made ready to run: every scenario against each of its targets is a stream of its own,
 * with its curve of load and its requests, complete down to the bytes that are sent.
 */
#ifndef HR_CAPTURE_HTTP_PLAN_H
#define HR_CAPTURE_HTTP_PLAN_H

#include "capture/level_curve.h"
#include "net/curl_library.h"

struct curl_slist;

#ifdef HAVE_LIBCURL

#define HR_HTTP_STREAMS_MAX 1000

/* A request as it is sent. */
struct hr_http_call {
	char *label, *url;
	const char *method;
	struct curl_slist *headers;
	char *body; /* NULL = none */
	size_t body_bytes;
	const char *ca_file; /* NULL: the system's */
	long timeout_ms;
	double weight_until; /* sum of the weights up to and with this one, of all = 1 */
	const struct hr_http_assertions *assertions;
};

struct hr_http_stream {
	char *name;
	struct hr_level_curve curve;
	bool open; /* arrivals at a rate; else users */
	enum hr_arrivals arrivals;
	int64_t think_min_ns, think_max_ns, timeout_ns;
	size_t connections; /* most at once, 0 = as many as there are files for */
	const struct hr_config_checks *break_if; /* NULL = it does not break */
	struct hr_http_call *calls;
	size_t call_count;
};

struct hr_http_plan {
	struct hr_http_stream *streams;
	size_t count;
	int64_t end_ns;                        /* of the longest curve */
	struct hr_config_checks default_break; /* of steps without a rule of their own */
};

/*
 * hr_http_plan_init - from a configuration, which must outlive it.
 * @break_if  of the configuration's section "stress"; its rules are the default of steps
 * Errors: HR_ECONFIG for what is missing or contradicts itself, or a variable of the environment
 * that is not set; HR_EIO for a file with a body or a secret. The plan is to be released also then.
 */
enum hr_err hr_http_plan_init(struct hr_http_plan *plan, const struct hr_curl *curl,
                              const struct hr_config_load_plan *config,
                              const struct hr_config_checks *break_if,
                              struct hr_error *err) HR_MUST_CHECK;
void hr_http_plan_release(struct hr_http_plan *plan, const struct hr_curl *curl);

/* A path below an address, or @path itself where it is a whole one; appended with variables of the
 * environment filled in. HR_ECONFIG when that is no address of HTTP. */
enum hr_err hr_http_join_url(const char *url, const char *path, struct hr_str *out,
                             struct hr_error *err) HR_MUST_CHECK;
/* The headers of a target, a scenario, a request: appended, the last of a name wins. @out is to be
 * freed also on error. */
enum hr_err hr_http_add_headers(const struct hr_curl *curl,
                                const struct hr_http_headers *const *lists, size_t count,
                                struct curl_slist **out, struct hr_error *err) HR_MUST_CHECK;

#endif
#endif
