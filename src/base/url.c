#include <config.h>
#include "base/url.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/message.h"

#define SCHEME_CHARACTERS                                                                          \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-." /* RFC 3986, 3.1 */
#define NAME_CHARACTERS                                                                            \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_" /* of a variable */

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

/* Of what stands before a variable no more is looked at than a scheme that is whole. */
static enum hr_err check_scheme(const char *url, size_t scheme, enum hr_url_kind kind,
                                struct hr_error *err)
{
	const char *expected = kinds[kind].expected;

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
	return HR_OK;
}

static enum hr_err check_host(const char *url, size_t scheme, struct hr_error *err)
{
	const char *host = url + scheme + strlen("://");

	if (strcspn(host, "/?#") == 0)
		return hr_error_set(err, HR_EINVAL, "found no host behind \"%s://\"",
		                    hr_quoted_slice((struct hr_slice){ url, scheme }).text);
	if (strpbrk(host, " \t\r\n") != NULL)
		return hr_error_set(err, HR_EINVAL,
		                    "found a blank in the address: "
		                    "as a part of it it is written %%20");
	return HR_OK;
}

/* The length of "${NAME}", 0 of anything else that begins with "${". */
static size_t variable_length(const char *begin)
{
	size_t name = strspn(begin + 2, NAME_CHARACTERS);

	return name > 0 && begin[2 + name] == '}' ? 2 + name + 1 : 0;
}

enum hr_err hr_url_check(const char *url, enum hr_url_kind kind, struct hr_error *err)
{
	size_t scheme = strspn(url, SCHEME_CHARACTERS);
	const char *variable = strstr(url, "${");
	size_t length = variable != NULL ? variable_length(variable) : 0;
	enum hr_err code;

	if (variable != NULL)
		return hr_error_set(
		        err, HR_EINVAL,
		        "found %s, which nothing fills in here: write the value "
		        "itself (a shell does in double quotes)",
		        length == 0 ? "\"${\""
		                    : hr_quoted_slice((struct hr_slice){ variable, length }).text);
	code = check_scheme(url, scheme, kind, err);
	return code == HR_OK ? check_host(url, scheme, err) : code;
}

enum hr_err hr_url_check_given(const char *url, enum hr_url_kind kind, struct hr_error *err)
{
	size_t scheme = strspn(url, SCHEME_CHARACTERS);
	const char *variable = strstr(url, "${");

	if (variable == NULL)
		return hr_url_check(url, kind, err);
	for (const char *one = variable; one != NULL; one = strstr(one + 2, "${"))
		if (variable_length(one) == 0)
			return hr_error_set(err, HR_EINVAL,
			                    "found \"${\" without a name and its \"}\", expected "
			                    "a variable such as ${HOST}");
	return variable == url + scheme ? HR_OK : check_scheme(url, scheme, kind, err);
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
