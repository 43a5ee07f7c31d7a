#include <config.h>
#include "base/inflate.h"

#include "base/base64.h"
#include "unit.h"

/* RFC 4648, section 10, and texts that are none. */
static const struct base64_case {
	const char *text, *bytes;
	bool valid;
} base64_cases[] = {
	{ "", "", true },
	{ "Zg==", "f", true },
	{ "Zm8=", "fo", true },
	{ "Zm9v", "foo", true },
	{ "Zm9vYg==", "foob", true },
	{ "Zm9vYmE=", "fooba", true },
	{ "Zm9vYmFy", "foobar", true },
	{ "Zm8", "fo", true },
	{ "+/A=", "\xfb\xf0", true },
	{ "Zm9vY", "foo", false },
	{ "Zm 9v", "f", false },
	{ "=", "", true },
	{ "Zm9v====", "foo", false },
};

START_TEST(base64)
{
	const struct base64_case *one = &base64_cases[_i];
	struct hr_str out = { 0 };

	ck_assert_int_eq(hr_base64_decode(hr_slice_of(one->text), &out), one->valid);
	ck_assert_str_eq(hr_str_text(&out), one->bytes);
	hr_str_release(&out);
}
END_TEST

#ifdef HAVE_ZLIB
/* Python: zlib.compress(b"headroom " * 3) */
#define HELLO "\x78\x9c\xcb\x48\x4d\x4c\x29\xca\xcf\xcf\x55\xc8\xc0\x60\x00\x00\x92\xf4\x0a\x4e"
#define PLAIN "headroom headroom headroom "

START_TEST(expands)
{
	struct hr_slice whole = { HELLO "tail", sizeof(HELLO) - 1 + 4 };
	struct hr_error error = { 0 };
	struct hr_str out = { 0 };

	ck_assert_int_eq(hr_inflate(whole, 27, &out, &error), HR_OK);
	ck_assert_str_eq(hr_str_text(&out), PLAIN);
	hr_str_truncate(&out, 0);
	ck_assert_int_eq(hr_inflate(whole, 26, &out, &error), HR_ELIMIT);
	for (size_t n = 0; n < sizeof(HELLO) - 1; n++) {
		struct hr_slice part = { HELLO, n };

		ck_assert_int_eq(hr_inflate(part, 100, &out, NULL), HR_EPARSE);
	}
	hr_str_release(&out);
}
END_TEST
#endif

static Suite *inflate_suite(void)
{
	Suite *suite = suite_create("base/inflate");
	TCase *tcase = tcase_create("inflate");

	HR_ADD_ROWS(tcase, base64, base64_cases);
#ifdef HAVE_ZLIB
	tcase_add_test(tcase, expands);
#endif
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(inflate_suite)
