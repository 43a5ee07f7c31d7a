#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/url.h"
#include "unit.h"

/* Parts of addresses by RFC 3986, section 3. */
static const struct {
	const char *url;
	enum hr_url_kind kind;
	const char *fault; /* NULL: none */
} cases[] = {
	{ "http://127.0.0.1:8080/", HR_URL_HTTP, NULL },
	{ "HTTPS://Host", HR_URL_HTTP, NULL },
	{ "http://[::1]/?q=a%20b", HR_URL_HTTP, NULL },
	{ "smtp://mail.example.org:587", HR_URL_MAIL, NULL },
	{ "smtps://mail.example.org", HR_URL_MAIL, NULL },
	{ "${SLACK_WEBHOOK}", HR_URL_HTTP,
	  "found ${SLACK_WEBHOOK}, which nothing fills in here: write the value itself (a shell "
	  "does in double quotes)" },
	{ "https://host/?a=${TOKEN}", HR_URL_HTTP,
	  "found ${TOKEN}, which nothing fills in here: write the value itself (a shell does in "
	  "double quotes)" },
	{ "https://host/${a secret", HR_URL_HTTP,
	  "found \"${\", which nothing fills in here: write the value itself (a shell does in "
	  "double quotes)" },
	{ "https://host/$a{b}", HR_URL_HTTP, NULL },
	{ "file:///etc/passwd", HR_URL_HTTP, "found \"file://\", expected http:// or https://" },
	{ "ftp://host/", HR_URL_HTTP, "found \"ftp://\", expected http:// or https://" },
	{ "smtp://host", HR_URL_HTTP, "found \"smtp://\", expected http:// or https://" },
	{ "http://host", HR_URL_MAIL, "found \"http://\", expected smtp:// or smtps://" },
	{ "httpx://host", HR_URL_HTTP, "found \"httpx://\", expected http:// or https://" },
	{ "://host", HR_URL_HTTP, "found \"://\", expected http:// or https://" },
	{ "javascript:alert(1)", HR_URL_HTTP,
	  "found no \"://\", expected an address that begins with http:// or https://" },
	{ "hooks.example.org/secret", HR_URL_HTTP,
	  "found no \"://\", expected an address that begins with http:// or https://" },
	{ "", HR_URL_HTTP,
	  "found no \"://\", expected an address that begins with http:// or https://" },
	{ "/services/secret?to=http://host", HR_URL_HTTP,
	  "found no \"://\", expected an address that begins with http:// or https://" },
	{ "http://", HR_URL_HTTP, "found no host behind \"http://\"" },
	{ "https:///path", HR_URL_HTTP, "found no host behind \"https://\"" },
	{ "http://host/a b", HR_URL_HTTP,
	  "found a blank in the address: as a part of it it is written %20" },
	{ "http://host/\n", HR_URL_HTTP,
	  "found a blank in the address: as a part of it it is written %20" },
};

/* As a configuration gives them. */
static const struct {
	const char *url;
	const char *fault; /* NULL: none */
} given[] = {
	{ "${SLACK_WEBHOOK}", NULL },
	{ "https://${HOST}/hook", NULL },
	{ "https://${HOST}:${PORT}/", NULL },
	{ "${SCHEME}://host/", NULL },
	{ "https://host/", NULL },
	{ "https:///x", "found no host behind \"https://\"" },
	{ "file://${HOME}/x", "found \"file://\", expected http:// or https://" },
	{ "https://${HOST",
	  "found \"${\" without a name and its \"}\", expected a variable such as "
	  "${HOST}" },
	{ "https://${HOST}/${}", "found \"${\" without a name and its \"}\", expected a variable "
	                         "such as ${HOST}" },
	{ "${A B}",
	  "found \"${\" without a name and its \"}\", expected a variable such as ${HOST}" },
};

START_TEST(variables)
{
	struct hr_error err = { 0 };
	enum hr_err code = hr_url_check_given(given[_i].url, HR_URL_HTTP, &err);

	ck_assert_int_eq(code, given[_i].fault == NULL ? HR_OK : HR_EINVAL);
	ck_assert_str_eq(err.text, given[_i].fault == NULL ? "" : given[_i].fault);
}
END_TEST

START_TEST(kinds)
{
	struct hr_error err = { 0 };
	enum hr_err code = hr_url_check(cases[_i].url, cases[_i].kind, &err);

	if (cases[_i].fault == NULL) {
		ck_assert_msg(code == HR_OK, "%s: %s", cases[_i].url, err.text);
	} else {
		ck_assert_int_eq(code, HR_EINVAL);
		ck_assert_str_eq(err.text, cases[_i].fault);
	}
}
END_TEST

START_TEST(length)
{
	static char url[HR_URL_BYTES_MAX + 2] = "http://h/";
	struct hr_error err = { 0 };

	memset(url + 9, 'a', HR_URL_BYTES_MAX - 9);
	ck_assert_int_eq(hr_url_check(url, HR_URL_HTTP, &err), HR_OK);
	url[HR_URL_BYTES_MAX] = 'a';
	ck_assert_int_eq(hr_url_check(url, HR_URL_HTTP, &err), HR_EINVAL);
	ck_assert_str_eq(err.text, "found an address of 8193 bytes, expected at most 8192");
}
END_TEST

static void origin_is(const char *url, const char *expected)
{
	struct hr_str out = { 0 };

	hr_url_origin(url, &out);
	ck_assert_str_eq(hr_str_text(&out), expected);
	hr_str_release(&out);
}

START_TEST(origin)
{
	origin_is("https://user:secret@host:81/token?key=1", "https://host:81");
	origin_is("https://a@b@host", "https://host");
	origin_is("host/token", "host");
}
END_TEST

static Suite *url_suite(void)
{
	Suite *suite = suite_create("base/url");
	TCase *tcase = tcase_create("url");

	HR_ADD_ROWS(tcase, kinds, cases);
	HR_ADD_ROWS(tcase, variables, given);
	tcase_add_test(tcase, length);
	tcase_add_test(tcase, origin);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(url_suite)
