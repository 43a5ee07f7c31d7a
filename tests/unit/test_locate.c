#include <config.h>
#include "config/locate.h"

#include "unit.h"

static const char text[] = "\xef\xbb\xbf{\n"
                           "  \"a\" : [ 1 , {\"b\\\"/~\": \"x]}\\\\\"}, [[], {}], -1.5e3 ],\n"
                           "\t\"\\u00e4\xc3\xb6\": \"\xe2\x82\xac\", \"\": true,\n"
                           "  \"a~1\":null,\"dup\":1, \"dup\":2\n"
                           "}";

/* Lines and columns counted by hand in the text above. */
static const struct {
	const char *pointer;
	uint64_t line, column, key_line, key_column;
} places[] = {
	{ "", 1, 1, 1, 1 }, /* the byte order mark is no character */
	{ "/a", 2, 9, 2, 3 },     { "/a/0", 2, 11, 2, 11 },
	{ "/a/1", 2, 15, 2, 15 }, { "/a/1/b\"~1~0", 2, 25, 2, 16 },
	{ "/a/2", 2, 35, 2, 35 }, { "/a/2/1", 2, 40, 2, 40 },
	{ "/a/3", 2, 45, 2, 45 }, { "/\xc3\xa4\xc3\xb6", 3, 13, 3, 2 },
	{ "/", 3, 22, 3, 18 },    { "/a~01", 4, 9, 4, 3 },
	{ "/dup", 4, 29, 4, 23 }, /* the last of equals */
};

START_TEST(finds_values_and_names)
{
	struct hr_place place = { 0, 0 };

	ck_assert(hr_locate(hr_slice_of(text), places[_i].pointer, HR_LOCATE_VALUE, &place));
	ck_assert_uint_eq(place.line, places[_i].line);
	ck_assert_uint_eq(place.column, places[_i].column);
	ck_assert(hr_locate(hr_slice_of(text), places[_i].pointer, HR_LOCATE_KEY, &place));
	ck_assert_uint_eq(place.line, places[_i].key_line);
	ck_assert_uint_eq(place.column, places[_i].key_column);
}
END_TEST

START_TEST(says_what_is_not_there)
{
	static const char *const absent[] = { "/b", "/a/4", "/a/x", "/a/-1", "/a/0/b", "/a/2/0/0" };
	struct hr_place place = { 7, 7 };

	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		ck_assert(!hr_locate(hr_slice_of(text), absent[i], HR_LOCATE_VALUE, &place));
	ck_assert_uint_eq(place.line, 7);
}
END_TEST

START_TEST(writes_pointers)
{
	struct hr_str pointer = { 0 };

	hr_pointer_push(&pointer, "a/b~c");
	hr_pointer_push(&pointer, "");
	ck_assert_str_eq(hr_str_text(&pointer), "/a~1b~0c/");
	hr_str_release(&pointer);
}
END_TEST

static Suite *locate_suite(void)
{
	Suite *suite = suite_create("config/locate");
	TCase *tcase = tcase_create("locate");

	HR_ADD_ROWS(tcase, finds_values_and_names, places);
	tcase_add_test(tcase, says_what_is_not_there);
	tcase_add_test(tcase, writes_pointers);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(locate_suite)
