/*
 * Are the targets there at all? One request to each before the load begins.
 */
#ifndef HR_CAPTURE_HTTP_HEALTH_H
#define HR_CAPTURE_HTTP_HEALTH_H

#include "config/config_load_plan.h"
#include "net/curl_library.h"

#ifdef HAVE_LIBCURL

/*
 * hr_http_health_checks - GET the health checks of all targets that a scenario uses, sixteen at a
 * time; those without one are not asked. Ends early, without an error, when the program is asked to
 * stop.
 * Errors: HR_ENODATA when one gives no answer of 200 to 399 within ten seconds, with the name of
 * the first such target, where it is, and why; HR_ECONFIG for what is no address.
 */
enum hr_err hr_http_health_checks(const struct hr_curl *curl,
                                  const struct hr_config_load_plan *plan,
                                  struct hr_error *err) HR_MUST_CHECK;

#endif
#endif
