#include <config.h>
#include "base/message.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "document/json_place.h"

#include "unit.h"

/* One to four bytes each: A, e with acute, euro sign, rocket. */
static const char *const characters[] = { "A", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x9a\x80" };

/* @lead times 'x', then one character again and again. */
static void fill(char *out, size_t size, size_t lead, const char *character)
{
	size_t n = strlen(character), at = lead;

	memset(out, 'x', lead);
	for (; at + n < size; at += n)
		memcpy(out + at, character, n);
	out[at] = '\0';
}

/* Whole characters of @full as many as fit into @room bytes, and dots behind them. */
static void must_be_cut(const char *found, const char *full, size_t room, size_t character)
{
	size_t length = strlen(found), kept = length - strlen("...");

	ck_assert_uint_gt(length, strlen("..."));
	ck_assert(hr_utf8_valid(hr_slice_of(found)));
	ck_assert_str_eq(found + kept, "...");
	ck_assert_int_eq(memcmp(found, full, kept), 0);
	ck_assert_uint_le(length, room);
	ck_assert_uint_gt(length + character, room);
}

/* Wherever in a character the end would fall: of errors with and without place, of documents. */
START_TEST(ends_a_message_at_a_character)
{
	const char *character = characters[_i];
	char long_text[2000];

	for (size_t lead = 0; lead < 4; lead++) {
		struct hr_error set = { 0 }, at = { 0 }, placed = { 0 };
		struct hr_json_read read = { .err = &placed };
		struct hr_json_place root = hr_place_root(&read, NULL);
		char shown[HR_ERROR_TEXT_SIZE], line[100];

		fill(long_text, sizeof(long_text), lead, character);
		ck_assert_int_eq(hr_error_set(&set, HR_EINVAL, "%s", long_text), HR_EINVAL);
		must_be_cut(set.text, long_text, HR_ERROR_TEXT_SIZE - 1, strlen(character));
		ck_assert_int_eq(hr_error_at(&at, HR_EPARSE, long_text, 7, 1, "%s", long_text),
		                 HR_EPARSE);
		must_be_cut(at.text, long_text, HR_ERROR_TEXT_SIZE - 1, strlen(character));
		must_be_cut(at.source, long_text, HR_ERROR_SOURCE_SIZE - 1, strlen(character));
		ck_assert_uint_eq(hr_error_format(&at, line, sizeof(line)), strlen(line));
		must_be_cut(line, long_text, sizeof(line) - 1, strlen(character));
		hr_place_fail(&root, "%s", long_text);
		snprintf(shown, sizeof(shown), "%s", placed.text);
		ck_assert_int_eq(strncmp(shown, "/: ", 3), 0);
		ck_assert(hr_utf8_valid(hr_slice_of(shown)));
		ck_assert_str_eq(shown + strlen(shown) - 3, "...");
	}
}
END_TEST

START_TEST(leaves_what_fits)
{
	char text[8] = "";
	struct hr_error err = { 0 };

	ck_assert_uint_eq(hr_message_print(text, sizeof(text), "%d \xe2\x82\xac", 500), 7);
	ck_assert_str_eq(text, "500 \xe2\x82\xac");
	ck_assert_uint_eq(hr_message_print(text, sizeof(text), "%d \xe2\x82\xac", 5000), 7);
	ck_assert_str_eq(text, "5000...");
	ck_assert_uint_eq(hr_message_print(text, 4, "%d", 5000), 3);
	ck_assert_str_eq(text, "...");
	ck_assert_uint_eq(hr_message_print(text, 3, "%d", 5000), 0);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(hr_message_print(text, 3, "%d", 50), 2);
	ck_assert_uint_eq(hr_message_print(text, 0, "%d", 5000), 0);
	ck_assert_str_eq(text, "50");
	ck_assert_int_eq(hr_error_set(&err, HR_EIO, "no more than this"), HR_EIO);
	ck_assert_str_eq(err.text, "no more than this");
}
END_TEST

START_TEST(quotes_whole_characters)
{
	char text[200];

	for (size_t lead = 0; lead < 4; lead++) {
		fill(text, sizeof(text), lead, characters[_i]);
		must_be_cut(hr_quoted(text).text, text, HR_QUOTED_BYTES + strlen("..."),
		            strlen(characters[_i]));
		text[lead + 20 * strlen(characters[_i])] = '\0';
		if (strlen(text) <= HR_QUOTED_BYTES)
			ck_assert_str_eq(hr_quoted(text).text, text);
	}
	/* 80 bytes stand, 81 do not. */
	fill(text, HR_QUOTED_BYTES + 1, 0, "A");
	ck_assert_uint_eq(strlen(text), HR_QUOTED_BYTES);
	ck_assert_str_eq(hr_quoted(text).text, text);
	fill(text, HR_QUOTED_BYTES + 2, 0, "A");
	ck_assert_str_eq(hr_quoted(text).text + HR_QUOTED_BYTES, "...");
	ck_assert_str_eq(hr_quoted(NULL).text, "");
	ck_assert_str_eq(hr_quoted_slice((struct hr_slice){ "abc", 2 }).text, "ab");
}
END_TEST

static Suite *message_suite(void)
{
	Suite *suite = suite_create("base/message");
	TCase *tcase = tcase_create("message");

	HR_ADD_ROWS(tcase, ends_a_message_at_a_character, characters);
	tcase_add_test(tcase, leaves_what_fits);
	HR_ADD_ROWS(tcase, quotes_whole_characters, characters);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(message_suite)
