#include <config.h>
#include "base/utf8.h"

#include "unit.h"

#define R "\xef\xbf\xbd"

/* Expected repairs: each maximal subpart becomes one U+FFFD. The marked rows are tables 3-8 to 3-11
 * of the Unicode Standard 15.0; Python's bytes.decode('utf-8', 'replace') gives the same. */
static const struct {
	struct hr_slice text;
	bool valid;
	const char *repaired;
} cases[] = {
	{ HR_SLICE_LITERAL(""), true, "" },
	{ HR_SLICE_LITERAL("plain text, longer than a word"), true,
	  "plain text, longer than a word" },
	{ HR_SLICE_LITERAL("Gr\xc3\xbc\xc3\x9f"
	                   "e"),
	  true,
	  "Gr\xc3\xbc\xc3\x9f"
	  "e" },
	{ HR_SLICE_LITERAL("\xe2\x82\xac"), true, "\xe2\x82\xac" },
	{ HR_SLICE_LITERAL("\xf0\x9f\x9a\x80"), true, "\xf0\x9f\x9a\x80" },
	{ HR_SLICE_LITERAL("\xf4\x8f\xbf\xbf"), true, "\xf4\x8f\xbf\xbf" },
	{ HR_SLICE_LITERAL("\xed\x9f\xbf"), true, "\xed\x9f\xbf" },
	{ HR_SLICE_LITERAL("\0"), false, R },
	{ HR_SLICE_LITERAL("12345678\0abcdefgh"), false, "12345678" R "abcdefgh" },
	{ HR_SLICE_LITERAL("\x80"), false, R },
	{ HR_SLICE_LITERAL("\xff"), false, R },
	{ HR_SLICE_LITERAL("\xfe\xff"), false, R R },
	{ HR_SLICE_LITERAL("\xc0\x80"), false, R R },
	{ HR_SLICE_LITERAL("\xc3"), false, R },
	{ HR_SLICE_LITERAL("\xc3x"), false, R "x" },
	{ HR_SLICE_LITERAL("\xe2\x82"), false, R },
	{ HR_SLICE_LITERAL("\xe2\x82x"), false, R "x" },
	{ HR_SLICE_LITERAL("\xf0\x9f\x9a"), false, R },
	{ HR_SLICE_LITERAL("\xf4\x90\x80\x80"), false, R R R R },
	{ HR_SLICE_LITERAL("\xf5\x80\x80\x80"), false, R R R R },
	/* table 3-8, non-shortest forms */
	{ HR_SLICE_LITERAL("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41"), false, R R R R R R R R "A" },
	/* table 3-9, surrogates */
	{ HR_SLICE_LITERAL("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41"), false, R R R R R R R R "A" },
	/* table 3-10, other ill-formed sequences */
	{ HR_SLICE_LITERAL("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42"), false, R R R R R "A" R R "B" },
	/* table 3-11, truncated sequences */
	{ HR_SLICE_LITERAL("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41"), false, R R R R "A" },
};

START_TEST(judges_and_repairs)
{
	struct hr_str out = { 0 };

	ck_assert_int_eq(hr_utf8_valid(cases[_i].text), cases[_i].valid);
	hr_utf8_repair(cases[_i].text, &out);
	ck_assert_str_eq(hr_str_text(&out), cases[_i].repaired);
	ck_assert(hr_utf8_valid(hr_str_slice(&out)));
	hr_str_release(&out);
}
END_TEST

START_TEST(accepts_every_character)
{
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char text[4];
		struct hr_slice slice = { text, 0 };
		uint32_t back = 0;

		if (c < 0x80) {
			text[slice.length++] = (char)c;
		} else if (c < 0x800) {
			text[slice.length++] = (char)(0xc0 | c >> 6);
			text[slice.length++] = (char)(0x80 | (c & 0x3f));
		} else if (c < 0x10000) {
			text[slice.length++] = (char)(0xe0 | c >> 12);
			text[slice.length++] = (char)(0x80 | (c >> 6 & 0x3f));
			text[slice.length++] = (char)(0x80 | (c & 0x3f));
		} else {
			text[slice.length++] = (char)(0xf0 | c >> 18);
			text[slice.length++] = (char)(0x80 | (c >> 12 & 0x3f));
			text[slice.length++] = (char)(0x80 | (c >> 6 & 0x3f));
			text[slice.length++] = (char)(0x80 | (c & 0x3f));
		}
		if (hr_utf8_valid(slice) != !(c >= 0xd800 && c <= 0xdfff))
			ck_abort_msg("U+%04X", c);
		if (hr_utf8_valid(slice) &&
		    (hr_utf8_next(slice, &back) != slice.length || back != c))
			ck_abort_msg("U+%04X came back as U+%04X", c, back);
	}
}
END_TEST

static const struct {
	const char *text;
	size_t max;
	size_t length;
} cuts[] = {
	{ "abc", 5, 3 },
	{ "abc", 3, 3 },
	{ "abc", 2, 2 },
	{ "a\xc3\xbc", 2, 1 },
	{ "a\xc3\xbc", 3, 3 },
	{ "\xe2\x82\xac", 2, 0 },
	{ "\xe2\x82\xac", 1, 0 },
	{ "x\xf0\x9f\x9a\x80", 4, 1 },
	{ "x\xf0\x9f\x9a\x80y", 5, 5 },
	{ "abc", 0, 0 },
};

/* In every place of a text that is looked at many bytes at a time. */
START_TEST(judges_every_place)
{
	enum { LONG = 200 };
	char text[LONG];

	for (size_t length = 1; length <= LONG; length += 7) {
		for (size_t place = 0; place < length; place++) {
			struct hr_slice slice = { text, length };

			memset(text, 'a', length);
			text[place] = '\x7f';
			ck_assert(hr_utf8_valid(slice));
			text[place] = '\0';
			ck_assert(!hr_utf8_valid(slice));
			text[place] = '\x80';
			ck_assert(!hr_utf8_valid(slice));
			text[place] = '\xc3';
			ck_assert(!hr_utf8_valid(slice));
			if (place + 1 < length) {
				text[place + 1] = '\xa9';
				ck_assert(hr_utf8_valid(slice));
			}
		}
	}
}
END_TEST

START_TEST(cuts_between_characters)
{
	ck_assert_uint_eq(hr_utf8_cut(hr_slice_of(cuts[_i].text), cuts[_i].max).length,
	                  cuts[_i].length);
}
END_TEST

/* Widths as wcwidth() of glibc 2.36 in C.UTF-8 gives them. */
static const struct {
	const char *text;
	size_t width;
} widths[] = {
	{ "", 0 },
	{ "abc", 3 },
	{ "Gr\xc3\xbc\xc3\x9f", 4 },
	{ "e\xcc\x81", 1 },                /* combining acute accent */
	{ "\xe6\xb1\x89\xe5\xad\x97", 4 }, /* two CJK ideographs */
	{ "\xed\x95\x9c", 2 },             /* Hangul syllable */
	{ "\xef\xbc\xa1", 2 },             /* fullwidth A */
	{ "\xf0\x9f\x9a\x80", 2 },         /* rocket */
	{ "\xe2\x80\x93", 1 },             /* en dash */
	{ "a\xe2\x80\x8b"
	  "b",
	  2 }, /* zero width space */
};

START_TEST(measures_columns)
{
	ck_assert_uint_eq(hr_utf8_width(hr_slice_of(widths[_i].text)), widths[_i].width);
}
END_TEST

START_TEST(names_controls)
{
	static const uint32_t controls[] = { 0x00,   0x1b,   0x1f,   0x7f,   0x80,   0x9f,  0x61c,
		                             0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069 };
	static const uint32_t others[] = { 0x20,   0x7e,   0xa0,   0x61b,  0x200d, 0x2010,
		                           0x2029, 0x202f, 0x2065, 0x206a, 0xfffd };

	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		ck_assert_msg(hr_utf8_is_control(controls[i]), "U+%04X", controls[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert_msg(!hr_utf8_is_control(others[i]), "U+%04X", others[i]);
}
END_TEST

static Suite *utf8_suite(void)
{
	Suite *suite = suite_create("base/utf8");
	TCase *tcase = tcase_create("utf8");

	tcase_set_timeout(tcase, 60);
	HR_ADD_ROWS(tcase, judges_and_repairs, cases);
	tcase_add_test(tcase, accepts_every_character);
	tcase_add_test(tcase, judges_every_place);
	HR_ADD_ROWS(tcase, cuts_between_characters, cuts);
	HR_ADD_ROWS(tcase, measures_columns, widths);
	tcase_add_test(tcase, names_controls);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(utf8_suite)
