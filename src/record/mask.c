#include <config.h>
#include "record/mask.h"

#include <string.h>
#include <strings.h>

/* Compared without case, and with '-' read as '_'. */
static const char *const secret_names[] = {
	"password",
	"passwd",
	"passphrase",
	"pwd",
	"pass",
	"token",
	"access_token",
	"refresh_token",
	"id_token",
	"auth_token",
	"csrf_token",
	"api_key",
	"apikey",
	"api_token",
	"key",
	"secret",
	"client_secret",
	"secret_key",
	"private_key",
	"access_key",
	"auth",
	"authorization",
	"credential",
	"credentials",
	"signature",
	"sig",
	"hmac",
	"session",
	"sessionid",
	"session_id",
	"jsessionid",
	"phpsessid",
	"sid",
	"code",
	"otp",
	"pin",
	"jwt",
	"bearer",
	"assertion",
	"saml_response",
	"x_amz_signature",
	"x_amz_security_token",
	"x_amz_credential",
	"x_goog_signature",
	"awsaccesskeyid",
	"state_token",
};

#define NAME_BYTES_MAX 24
#define MASK           "***"

static bool ends_url(char c)
{
	return c == '\0' || strchr(" \t\r\n\"'<>`", c) != NULL;
}

static bool begins_parameter(char c)
{
	return c == '?' || c == '&' || c == ';' || c == '#';
}

static bool ends_value(char c)
{
	return ends_url(c) || c == '&' || c == ';' || c == '#';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/*
 * The character at @at and how many bytes it is written in: more than one when it is
 * percent-encoded (RFC 3986, 2.1), once or, inside parameters of parameters, several times
 * ("%253D").
 */
static size_t character_at(struct hr_slice text, size_t at, char *c)
{
	const char *from = text.ptr + at;
	size_t left = text.length - at, n = 1;

	*c = from[0];
	if (from[0] != '%')
		return 1;
	while (left >= n + 4 && from[n] == '2' && from[n + 1] == '5')
		n += 2;
	if (left < n + 2 || hex_digit(from[n]) < 0 || hex_digit(from[n + 1]) < 0)
		return 1;
	*c = (char)(hex_digit(from[n]) * 16 + hex_digit(from[n + 1]));
	return n + 2;
}

static bool is_secret_name(const char *name)
{
	for (size_t i = 0; i < sizeof(secret_names) / sizeof(secret_names[0]); i++)
		if (strcasecmp(name, secret_names[i]) == 0)
			return true;
	return false;
}

/* Where the value of a secret parameter begins when a name stands at @at, else 0; @encoded: its
 * '=' is percent-encoded, so what ends the value may be, too. */
static size_t secret_value_at(struct hr_slice text, size_t at, bool *encoded)
{
	char name[NAME_BYTES_MAX + 1];
	size_t length = 0;

	while (at < text.length) {
		char c;
		size_t n = character_at(text, at, &c);

		at += n;
		if (c == '=') {
			*encoded = n > 1;
			name[length] = '\0';
			return is_secret_name(name) ? at : 0;
		}
		if (length == NAME_BYTES_MAX || ends_value(c) || c == '?')
			return 0;
		name[length++] = c == '-' ? '_' : c;
	}
	return 0;
}

static size_t value_end(struct hr_slice text, size_t at, bool encoded)
{
	while (at < text.length) {
		char c;
		size_t n = character_at(text, at, &c);

		if ((n == 1 || encoded) && ends_value(c))
			break;
		at += n;
	}
	return at;
}

/* Where the value of a secret parameter ends that begins at @at, else @at. */
static size_t secret_end(struct hr_slice text, size_t at)
{
	size_t start, n;
	bool encoded;
	char c;

	n = character_at(text, at, &c);
	if (!begins_parameter(c))
		return at;
	start = secret_value_at(text, at + n, &encoded);
	return start > 0 ? value_end(text, start, encoded) : at;
}

/* After "://": the borders of a password in "user:password@host"; false when there is none, nor
 * after any other "://" before *end. A path that begins inside the value of a secret parameter is
 * hidden with it and ends nothing. */
static bool find_password(struct hr_slice text, size_t at, size_t *start, size_t *end)
{
	size_t colon = 0, sign = 0, hidden = at, i;

	for (i = at; i < text.length; i++) {
		char c = text.ptr[i];

		if (ends_url(c) || c == '/' || c == '?' || c == '#') {
			if (i >= hidden)
				break;
			i = hidden - 1;
			continue;
		}
		if (c == ':' && colon == 0)
			colon = i;
		if (c == '@')
			sign = i;
		if (i >= hidden)
			hidden = secret_end(text, i);
	}
	*end = i;
	if (colon == 0 || sign < colon)
		return false;
	*start = colon + 1;
	*end = sign;
	return true;
}

static bool follows_scheme(struct hr_slice text, size_t at)
{
	return at >= 3 && memcmp(text.ptr + at - 3, "://", 3) == 0;
}

/* A '?' with something behind it begins a query; it ends with the URL or its '#'. */
static size_t query_end(struct hr_slice text, size_t at)
{
	while (at < text.length && !ends_url(text.ptr[at]) && text.ptr[at] != '#')
		at++;
	return at;
}

bool hr_mask_text(struct hr_slice text, bool drop_queries, struct hr_str *out)
{
	bool changed = false;
	size_t at = 0, searched = 0; /* up to where there is no password: looked at once */

	while (at < text.length) {
		size_t start, end, n;
		bool encoded;
		char c;

		if (at >= searched && follows_scheme(text, at) &&
		    find_password(text, at, &start, &searched)) {
			end = searched;
			hr_str_add(out, text.ptr + at, start - at);
			hr_str_puts(out, MASK);
			changed |= end - start != strlen(MASK) ||
			           memcmp(text.ptr + start, MASK, strlen(MASK)) != 0;
			at = end;
			continue;
		}
		if (drop_queries && text.ptr[at] == '?' && query_end(text, at) > at + 1) {
			at = query_end(text, at);
			changed = true;
			continue;
		}
		n = character_at(text, at, &c);
		hr_str_add(out, text.ptr + at, n);
		at += n;
		if (!begins_parameter(c))
			continue;
		start = secret_value_at(text, at, &encoded);
		if (start == 0)
			continue;
		end = value_end(text, start, encoded);
		hr_str_add(out, text.ptr + at, start - at);
		if (end > start) {
			hr_str_puts(out, MASK);
			changed |= end - start != strlen(MASK) ||
			           memcmp(text.ptr + start, MASK, strlen(MASK)) != 0;
		}
		at = end;
	}
	return changed;
}

bool hr_mask_possible(struct hr_slice text, bool drop_queries)
{
	if (text.length == 0)
		return false;
	return memchr(text.ptr, '=', text.length) != NULL ||
	       memchr(text.ptr, '%', text.length) != NULL ||
	       memchr(text.ptr, '@', text.length) != NULL ||
	       (drop_queries && memchr(text.ptr, '?', text.length) != NULL);
}

bool hr_mask_needed(struct hr_slice text, bool drop_queries)
{
	struct hr_str out = { 0 };
	bool changed;

	if (!hr_mask_possible(text, drop_queries))
		return false;
	changed = hr_mask_text(text, drop_queries, &out);
	hr_str_release(&out);
	return changed;
}
