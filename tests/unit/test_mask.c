#include <config.h>
#include "record/mask.h"

#include "unit.h"

/* Expected texts follow from the rules of mask.h; the parameter names are those that URLs of OAuth
 * 2 (RFC 6749), signed storage links and web frameworks carry. */
static const struct {
	const char *text;
	bool drop;
	const char *want;
} cases[] = {
	{ "/plain", false, "/plain" },
	{ "", false, "" },
	{ "/a?password=hunter2", false, "/a?password=***" },
	{ "/a?x=1&PassWord=hunter2&y=2", false, "/a?x=1&PassWord=***&y=2" },
	{ "/a?access-token=abc", false, "/a?access-token=***" },
	{ "/cb?code=4/0Ab&state=xyz", false, "/cb?code=***&state=xyz" },
	{ "/s;jsessionid=ABC123?x=1", false, "/s;jsessionid=***" },
	{ "/p#access_token=abc&type=bearer", false, "/p#access_token=***&type=bearer" },
	{ "GET /a?api_key=k1 HTTP/1.1", false, "GET /a?api_key=*** HTTP/1.1" },
	{ "\"/a?sig=x%2Fy\" failed", false, "\"/a?sig=***\" failed" },
	{ "https://user:secret@host/x", false, "https://user:***@host/x" },
	{ "https://user:p@ss@host/x", false, "https://user:***@host/x" },
	{ "https://host:8080/x@y", false, "https://host:8080/x@y" },
	{ "ftp://u:@h", false, "ftp://u:***@h" },
	{ "https://u:p&token=t@host/x", false, "https://u:***@host/x" },
	{ "https://host:80&token=a/b@c", false, "https://host:80&token=***" },
	{ "https://u:p&token=a/b&x=c@host/y@z", false, "https://u:***@host/y@z" },
	{ "/a?token=", false, "/a?token=" },
	{ "/a?tokens=3&monkey=1", false, "/a?tokens=3&monkey=1" },
	{ "code=500 token=abc", false, "code=500 token=abc" },
	{ "/a?x=1?key=v", false, "/a?x=1?key=***" },
	{ "/a?p%61ssword=hunter2&x=1", false, "/a?p%61ssword=***&x=1" },
	{ "/a?access%5Ftoken=abc", false, "/a?access%5Ftoken=***" },
	{ "/a?access%2dtoken=a%26b", false, "/a?access%2dtoken=***" },
	{ "/go?to=https%3A%2F%2Fh%2F%3Ftoken%3Dabc%26x%3D1&y=2", false,
	  "/go?to=https%3A%2F%2Fh%2F%3Ftoken%3D***%26x%3D1&y=2" },
	{ "/go?to=%253Ftoken%253Dabc%2526x%253D1", false, "/go?to=%253Ftoken%253D***%2526x%253D1" },
	{ "/a%3Ftoken%3Dabc", false, "/a%3Ftoken%3D***" },
	{ "/a?toke%6=x&%zz=1&100%", false, "/a?toke%6=x&%zz=1&100%" },
	{ "/a?x=1&y=2", true, "/a" },
	{ "GET /a?x=1 HTTP/1.1", true, "GET /a HTTP/1.1" },
	{ "/a?x=1#frag", true, "/a#frag" },
	{ "/a?x#token=t", true, "/a#token=***" },
	{ "What is this?", true, "What is this?" },
	{ "Is it? No", true, "Is it? No" },
	{ "??x", true, "" },
	{ "\xc3\xbc?\xc3\xa4=1", true, "\xc3\xbc" },
};

START_TEST(masks)
{
	struct hr_slice text = hr_slice_of(cases[_i].text);
	struct hr_str once = { 0 }, twice = { 0 };
	bool changed = hr_mask_text(text, cases[_i].drop, &once);

	ck_assert_str_eq(hr_str_text(&once), cases[_i].want);
	ck_assert_int_eq(changed, strcmp(cases[_i].text, cases[_i].want) != 0);
	ck_assert_int_eq(hr_mask_needed(text, cases[_i].drop), changed);
	ck_assert(!hr_mask_text(hr_str_slice(&once), cases[_i].drop, &twice));
	ck_assert_str_eq(hr_str_text(&twice), hr_str_text(&once));
	hr_str_release(&once);
	hr_str_release(&twice);
}
END_TEST

/* Whatever the text, masking the result again changes nothing: documents are read and written
 * again. A small generator of texts made of the characters that mean something. */
START_TEST(is_idempotent)
{
	static const char *const pieces[] = { "?",   "&",   "#", ";",   "=",   "://", ":",
		                              "@",   "***", " ", "/",   "a",   "\"",  "token",
		                              "key", "?=",  "%", "%3D", "%26", "%25", "%74oken" };
	const size_t n = sizeof(pieces) / sizeof(pieces[0]);
	uint64_t state = 42;

	for (int round = 0; round < 20000; round++) {
		struct hr_str text = { 0 }, once = { 0 }, twice = { 0 };

		for (int i = 0; i < 12; i++) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			hr_str_puts(&text, pieces[(state >> 33) % n]);
		}
		hr_mask_text(hr_str_slice(&text), round % 2 == 0, &once);
		ck_assert_msg(!hr_mask_text(hr_str_slice(&once), round % 2 == 0, &twice),
		              "'%s' gives '%s', then '%s'", hr_str_text(&text), hr_str_text(&once),
		              hr_str_text(&twice));
		hr_str_release(&text);
		hr_str_release(&once);
		hr_str_release(&twice);
	}
}
END_TEST

/* Addresses one inside the other, of which none has a password: each is looked at once, so that a
 * row of megabytes is done in no time. By the square of them it would be hours. */
START_TEST(is_linear)
{
	struct hr_str text = { 0 }, want = { 0 }, out = { 0 };

	hr_str_puts(&text, "http:/");
	hr_str_puts(&want, "http://");
	for (int i = 0; i < 500000; i++) {
		hr_str_puts(&text, "/;token=x:/");
		hr_str_puts(&want, ";token=***");
	}
	ck_assert(hr_mask_text(hr_str_slice(&text), false, &out));
	ck_assert(hr_slice_equal(hr_str_slice(&out), hr_str_slice(&want)));
	hr_str_release(&text);
	hr_str_release(&want);
	hr_str_release(&out);
}
END_TEST

static Suite *mask_suite(void)
{
	Suite *suite = suite_create("document/mask");
	TCase *tcase = tcase_create("mask");

	HR_ADD_ROWS(tcase, masks, cases);
	tcase_add_test(tcase, is_idempotent);
	tcase_add_test(tcase, is_linear);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(mask_suite)
