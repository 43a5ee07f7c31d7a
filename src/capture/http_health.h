/*
 * Is a target there at all? One request before the load begins.
 */
#ifndef HR_CAPTURE_HTTP_HEALTH_H
#define HR_CAPTURE_HTTP_HEALTH_H

#include "config/config_load_plan.h"
#include "net/curl_library.h"

#ifdef HAVE_LIBCURL

/*
 * hr_http_health_check - GET the health check of a target; one without is not asked.
 * Errors: HR_ENODATA when it gives no answer of 200 to 399 within ten seconds, with the name of the
 * target, where it is, and why; HR_ECONFIG for what is no address.
 */
enum hr_err hr_http_health_check(const struct hr_curl *curl, const struct hr_plan_target *target,
                                 struct hr_error *err) HR_MUST_CHECK;

#endif
#endif
