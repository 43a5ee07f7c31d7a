#include <config.h>
#include "base/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "unit.h"

/* For globs of ASCII the answers are those of fnmatch(pattern, text, 0) of glibc. */
static const struct {
	const char *pattern;
	const char *text;
	bool matches;
} cases[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "checkout", "checkout", true },
	{ "checkout", "Checkout", false },
	{ "checkout", "checkout 2", false },
	{ "*", "", true },
	{ "*", "anything at all", true },
	{ "**", "x", true },
	{ "GET *", "GET /cart", true },
	{ "GET *", "POST /cart", false },
	{ "*cart*", "GET /cart/1", true },
	{ "*/cart", "GET /cart/1", false },
	{ "a*b*c", "aXbYc", true },
	{ "a*b*c", "abcbc", true },
	{ "a*b*c", "acb", false },
	{ "*aab", "aaaaab", true },
	{ "?", "", false },
	{ "?", "a", true },
	{ "?", "\xc3\xbc", true },
	{ "??", "\xc3\xbc", false },
	{ "p?ge", "page", true },
	{ "a?*", "a", false },
	{ "page-[0-9]", "page-7", true },
	{ "page-[0-9]", "page-x", false },
	{ "page-[!0-9]", "page-x", true },
	{ "page-[^0-9]", "page-7", false },
	{ "[abc]", "b", true },
	{ "[abc]", "d", false },
	{ "[]a]", "]", true },
	{ "[!]a]", "b", true },
	{ "[!]a]", "]", false },
	{ "[a-]", "-", true },
	{ "[a\\]b]", "]", true },
	{ "[\xc3\xa0-\xc3\xbc]", "\xc3\xa9", true }, /* a grave to u diaeresis */
	{ "[*?]", "*", true },
	{ "[*?]", "x", false },
	{ "\\*", "*", true },
	{ "\\*", "x", false },
	{ "\\~home", "~home", true },
	{ "a\\[1\\]", "a[1]", true },
	{ "a]", "a]", true },
	{ "home~", "home~", true },
	/* expressions */
	{ "~cart", "GET /cart/1", true },
	{ "~^cart", "GET /cart/1", false },
	{ "~^(GET|POST) /", "POST /x", true },
	{ "~^page-[0-9]+$", "page-17", true },
	{ "~^page-[0-9]+$", "page-17x", false },
	{ "~^[[:alpha:]]{3}$", "abc", true },
	{ "~", "anything", true },
	{ "~^(a+)+b+c+d+e+f+g+h+i+j+k+l+$", "aabcdefghijkl", true },
	{ "~^\\)+[+]$", ")))+", true },
	{ "~a\\.b", "axb", false },
	{ "~^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
	  "6d1f2c30-9a41-4c7e-8b52-0f6a3d9e17c4", true },
	{ "~^/api(/v[0-9]{1,3}(/[a-z]+(\\.[a-z]+)?)?)?(\\?.*)?$", "/api/v1/cart", true },
	{ "~^((GET|POST)? *(/[a-z]*)*)+$", "GET /cart/add", true },
	{ "~^([^]/]+/){1,20}([0-9]{1,10}|[[:alpha:]{]{1,40})?(/.*)?$", "api/v1/{cart", true },
};

START_TEST(matches)
{
	struct hr_pattern *pattern = NULL;
	struct hr_error err = { 0 };

	ck_assert_msg(hr_pattern_compile(hr_slice_of(cases[_i].pattern), &pattern, &err) == HR_OK,
	              "%s", err.text);
	ck_assert_msg(hr_pattern_match(pattern, hr_slice_of(cases[_i].text)) == cases[_i].matches,
	              "'%s' '%s'", cases[_i].pattern, cases[_i].text);
	ck_assert_str_eq(hr_pattern_text(pattern), cases[_i].pattern);
	hr_pattern_free(pattern);
}
END_TEST

static const struct {
	const char *pattern;
	const char *message;
} bad[] = {
	{ "[abc", "without ']'" },
	{ "[", "without ']'" },
	{ "[]", "without ']'" },
	{ "[a-", "without" },
	{ "[a\\", "without" },
	{ "[z-a]", "from high to low" },
	{ "a\\", "backslash" },
	{ "~(", "~(" },
	{ "~[", "~[" },
	{ "~(a)\\1", "back references" },
	{ "~((a{1,100}){1,100}){1,100}", "repetitions" },
	{ "~a{1001}", "repetitions" },
	{ "~a++++++++++++", "repetitions" },
	{ "~a{1,30}{1,40}", "repetitions" },
	{ "~(a?b?c?d?){250}", "repetitions" },
	{ "~^a??{255}", "repetitions" },
	{ "~^(a*)*{20}", "repetitions" },
	{ "~^(a*)+(a*)+(a*)+(a*)+(a*)+(a*)+", "repetitions" },
	{ "~^((a?)?b){100}", "repetitions" },
	{ "~a*d************************{255}******", "repetitions" },
	{ "~(((((((a*)*)*)*)*)*)*){255}", "repetitions" },
	{ "~(((((((((((a)+)+)+)+)+)+)+)+)+)+)+", "repetitions" },
};

START_TEST(refuses)
{
	struct hr_pattern *pattern = NULL;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_pattern_compile(hr_slice_of(bad[_i].pattern), &pattern, &err),
	                 HR_EINVAL);
	ck_assert_ptr_null(pattern);
	ck_assert_msg(strstr(err.text, bad[_i].message) != NULL, "%s", err.text);
}
END_TEST

START_TEST(refuses_sizes_and_nul)
{
	struct hr_pattern *pattern = NULL;
	char *text = hr_alloc(1025);

	memset(text, 'a', 1025);
	ck_assert_int_eq(hr_pattern_compile((struct hr_slice){ text, 1025 }, &pattern, NULL),
	                 HR_ELIMIT);
	ck_assert_int_eq(hr_pattern_compile((struct hr_slice){ text, 1024 }, &pattern, NULL),
	                 HR_OK);
	hr_pattern_free(pattern);
	hr_pattern_free(NULL);
	ck_assert_int_eq(hr_pattern_compile(HR_SLICE_LITERAL("a\0b"), &pattern, NULL), HR_EINVAL);
	free(text);
}
END_TEST

/* Naive backtracking would need more than 10^20 steps here; the time limit of the test decides. */
START_TEST(does_not_explode)
{
	struct hr_pattern *pattern;
	char text[4000];

	memset(text, 'a', sizeof(text));
	ck_assert_int_eq(
	        hr_pattern_compile(HR_SLICE_LITERAL("*a*a*a*a*a*a*a*a*a*a*a*a*b"), &pattern, NULL),
	        HR_OK);
	ck_assert(!hr_pattern_match(pattern, (struct hr_slice){ text, sizeof(text) }));
	text[sizeof(text) - 1] = 'b';
	ck_assert(hr_pattern_match(pattern, (struct hr_slice){ text, sizeof(text) }));
	hr_pattern_free(pattern);
}
END_TEST

START_TEST(needs_no_terminator)
{
	struct hr_pattern *pattern;
	struct hr_slice text = { "page-17 and more", 7 };

	ck_assert_int_eq(hr_pattern_compile(HR_SLICE_LITERAL("~^page-[0-9]+$"), &pattern, NULL),
	                 HR_OK);
	ck_assert(hr_pattern_match(pattern, text));
	ck_assert(!hr_pattern_match(pattern, (struct hr_slice){ NULL, 0 }));
	hr_pattern_free(pattern);
}
END_TEST

static Suite *pattern_suite(void)
{
	Suite *suite = suite_create("base/pattern");
	TCase *tcase = tcase_create("pattern");

	HR_ADD_ROWS(tcase, matches, cases);
	HR_ADD_ROWS(tcase, refuses, bad);
	tcase_add_test(tcase, refuses_sizes_and_nul);
	tcase_add_test(tcase, does_not_explode);
	tcase_add_test(tcase, needs_no_terminator);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(pattern_suite)
