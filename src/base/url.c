#include <config.h>
#include "base/url.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/message.h"

#define SCHEME_CHARACTERS                                                                          \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-." /* RFC 3986, 3.1 */

static const struct {
	const char *schemes[3]; /* NULL-terminated */
	const char *expected;
} kinds[] = {
	[HR_URL_HTTP] = { { "http", "https", NULL }, "http:// or https://" },
	[HR_URL_MAIL] = { { "smtp", "smtps", NULL }, "smtp:// or smtps://" },
};

static bool is_of(enum hr_url_kind kind, const char *url, size_t length)
{
	for (size_t i = 0; kinds[kind].schemes[i] != NULL; i++)
		if (strlen(kinds[kind].schemes[i]) == length &&
		    strncasecmp(kinds[kind].schemes[i], url, length) == 0)
			return true;
	return false;
}

enum hr_err hr_url_check(const char *url, enum hr_url_kind kind, struct hr_error *err)
{
	const char *expected = kinds[kind].expected;
	size_t scheme = strspn(url, SCHEME_CHARACTERS);
	const char *variable = strstr(url, "${"), *host;

	if (variable == url + scheme)
		return HR_OK;
	if (strncmp(url + scheme, "://", 3) != 0)
		return hr_error_set(err, HR_EINVAL,
		                    "found no \"://\", expected an address that begins with %s",
		                    expected);
	if (!is_of(kind, url, scheme))
		return hr_error_set(err, HR_EINVAL, "found \"%s://\", expected %s",
		                    hr_quoted_slice((struct hr_slice){ url, scheme }).text,
		                    expected);
	if (strlen(url) > HR_URL_BYTES_MAX)
		return hr_error_set(err, HR_EINVAL,
		                    "found an address of %zu bytes, expected at most %d",
		                    strlen(url), HR_URL_BYTES_MAX);
	if (variable != NULL)
		return HR_OK;
	host = url + scheme + strlen("://");
	if (strcspn(host, "/?#") == 0)
		return hr_error_set(err, HR_EINVAL, "found no host behind \"%.*s://\"", (int)scheme,
		                    url);
	if (strpbrk(host, " \t\r\n") != NULL)
		return hr_error_set(err, HR_EINVAL,
		                    "found a blank in the address: "
		                    "as a part of it it is written %%20");
	return HR_OK;
}

void hr_url_origin(const char *url, struct hr_str *out)
{
	const char *scheme_end = strstr(url, "://");
	const char *host = scheme_end != NULL ? scheme_end + 3 : url;
	size_t length = strcspn(host, "/?#");
	const char *at = memchr(host, '@', length);

	/* User and password before an '@' are no part of what may be shown. */
	if (scheme_end != NULL)
		hr_str_add(out, url, (size_t)(host - url));
	for (; at != NULL; at = memchr(host, '@', length)) {
		length -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	hr_str_add(out, host, length);
}
