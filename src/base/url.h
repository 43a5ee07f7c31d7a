/*
 * Addresses: what may be shown of one, and whether it is of the kind that is needed.
 */
#ifndef HR_BASE_URL_H
#define HR_BASE_URL_H

#include "base/error.h"
#include "base/str.h"

#define HR_URL_BYTES_MAX 8192

enum hr_url_kind {
	HR_URL_HTTP, /* http://, https:// */
	HR_URL_MAIL  /* smtp://, smtps:// */
};

/*
 * hr_url_check - is it an address of that kind: scheme, "://" and a host, without blanks, nothing
 * left to be filled in? Errors: HR_EINVAL; the text tells no more of the address than its scheme or
 * the name of a variable, the rest may be a secret.
 */
enum hr_err hr_url_check(const char *url, enum hr_url_kind kind,
                         struct hr_error *err) HR_MUST_CHECK;
/* As it is given, with ${NAME} that hr_secret_resolve() fills in before hr_url_check(): until then
 * only a scheme that stands before it is looked at. */
enum hr_err hr_url_check_given(const char *url, enum hr_url_kind kind,
                               struct hr_error *err) HR_MUST_CHECK;
/* Scheme, host and port of @url, appended: what may be shown of an address. */
void hr_url_origin(const char *url, struct hr_str *out);

#endif
