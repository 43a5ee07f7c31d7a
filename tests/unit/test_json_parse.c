/* The fast reader and writer of JSON trees against jansson, which they stand in for. */
#include <config.h>
#include "document/json_parse.h"

#include <stdio.h>
#include <string.h>

#include "document/json_print.h"
#include "unit.h"

static json_t *by_jansson(struct hr_slice text)
{
	return json_loadb(text.ptr, text.length, JSON_REJECT_DUPLICATES, NULL);
}

/* What the fast reader accepts means the same to jansson. Gives whether it was accepted. */
static bool agree(struct hr_slice text)
{
	json_t *fast = hr_json_parse_plain(text), *slow = by_jansson(text);
	bool accepted = fast != NULL;

	if (accepted && !json_equal(fast, slow))
		ck_abort_msg("read differently: %.*s", (int)text.length, text.ptr);
	json_decref(fast);
	json_decref(slow);
	return accepted;
}

static const char *const good[] = {
	"{}",
	" [ ] ",
	"[1,-2,0,-0,9223372036854775807,-9223372036854775808]",
	"[1.5,-0.25,1e3,1E-3,2.5e+10,123456789012345678,0.1,1e-400,5e-324,1.7976931348623157e308]",
	"[true,false,null]",
	"{\"a\":{\"b\":[{},[],{\"c\":1}]},\"d\":\"\"}",
	"[\"plain\",\"1234567\",\"12345678\",\"123456789\",\"long enough to be read by words\"]",
	"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\",\"a\\u0001b\"]",
	"[\"\xc3\xa9\",\"abcdefgh\xe2\x82\xac\",\"\xf0\x9f\x98\x80 and more\",\"\x7f\"]",
	"{\"key \\u00e9\":1,\"\":2,\"a key that is longer than sixty-four bytes, as paths of "
	"errors "
	"may well be\":3}",
	"\t\r\n{ \"a\" : [ 1 , 2 ] }\n",
};

static const char *const bad[] = {
	"",
	"1",
	"\"a\"",
	"[1",
	"[1,]",
	"{\"a\"}",
	"{\"a\":}",
	"{\"a\":1,}",
	"{a:1}",
	"[01]",
	"[1.]",
	"[.5]",
	"[+1]",
	"[1e]",
	"[--1]",
	"[9223372036854775808]",
	"[1e400]",
	"[nul]",
	"[truefalse]",
	"[\"a]",
	"[\"\\x\"]",
	"[\"\\u12\"]",
	"[\"\\u0000\"]",
	"[\"\\ud800\"]",
	"[\"\\udc00\"]",
	"[\"\\ud800\\u0041\"]",
	"[\"a\nb\"]",
	"[\"\xff\"]",
	"[\"\xc0\x80\"]",
	"[\"\xed\xa0\x80\"]",
	"{\"a\":1,\"a\":2}",
	"[] []",
	"[\"\\",
};

START_TEST(known_texts)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(agree(hr_slice_of(good[i])), "not read: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		json_error_t here, there;

		ck_assert_ptr_null(hr_json_parse_plain(hr_slice_of(bad[i])));
		ck_assert_ptr_null(hr_json_parse(hr_slice_of(bad[i]), &here));
		ck_assert_ptr_null(json_loads(bad[i], JSON_REJECT_DUPLICATES, &there));
		ck_assert_str_eq(here.text, there.text);
		ck_assert_int_eq(here.line, there.line);
		ck_assert_int_eq(here.column, there.column);
	}
}
END_TEST

/* Deeper than the fast reader goes: jansson's turn. */
START_TEST(deep_text)
{
	enum { DEPTH = 1000 };
	static char text[2 * DEPTH];
	json_t *value;

	memset(text, '[', DEPTH);
	memset(text + DEPTH, ']', DEPTH);
	ck_assert_ptr_null(hr_json_parse_plain((struct hr_slice){ text, sizeof(text) }));
	value = hr_json_parse((struct hr_slice){ text, sizeof(text) }, NULL);
	ck_assert_ptr_nonnull(value);
	json_decref(value);
}
END_TEST

/* Every byte in every place of a text that is read many bytes at a time. */
START_TEST(long_texts)
{
	enum { LONG = 100 };

	for (size_t place = 0; place < LONG; place++) {
		for (unsigned byte = 0; byte < 256; byte++) {
			char text[LONG + 5];
			bool refused = byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x80;

			memset(text, 'a', sizeof(text));
			memcpy(text, "[\"", 2);
			memcpy(text + 2 + LONG, "\"]", 2);
			text[2 + place] = (char)byte;
			ck_assert_int_ne(agree((struct hr_slice){ text, LONG + 4 }), refused);
		}
	}
}
END_TEST

/* Every text cut off everywhere, and with every byte changed at random. */
START_TEST(damaged_texts)
{
	static const char letters[] = "{}[]\",:\\u0019.eE+-tfn \n\x80\xc3\xa9\x01";
	unsigned random = 1;
	size_t accepted = 0;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		size_t length = strlen(good[i]);

		for (size_t n = 0; n < length; n++) {
			/* a copy of its own, so that a sanitizer sees a read beyond the end */
			char *copy = malloc(n + 1);

			memcpy(copy, good[i], n);
			agree((struct hr_slice){ copy, n });
			free(copy);
		}
		for (int round = 0; round < 2000; round++) {
			char copy[256];

			ck_assert_uint_lt(length, sizeof(copy));
			memcpy(copy, good[i], length);
			for (int k = 0; k < 2; k++) {
				random = random * 1103515245 + 12345;
				copy[random / 65536 % length] =
				        letters[random / 16 % (sizeof(letters) - 1)];
			}
			accepted += agree((struct hr_slice){ copy, length });
		}
	}
	ck_assert_uint_gt(accepted, 1000); /* else the test would show nothing */
}
END_TEST

/* What is printed is what jansson prints, but for what a terminal would obey. */
START_TEST(printed)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		json_t *value = by_jansson(hr_slice_of(good[i]));
		static const size_t indents[] = { 0, 2, 4 };

		ck_assert_ptr_nonnull(value);
		for (size_t k = 0; k < sizeof(indents) / sizeof(indents[0]); k++) {
			size_t layout = indents[k] > 0 ? JSON_INDENT(indents[k]) : JSON_COMPACT;
			char *wanted = json_dumps(value, layout | JSON_REAL_PRECISION(15));
			struct hr_str out = { 0 };

			hr_json_print(value, indents[k], &out);
			if (strchr(wanted, 0x7f) == NULL)
				ck_assert_str_eq(hr_str_text(&out), wanted);
			free(wanted);
			hr_str_release(&out);
		}
		json_decref(value);
	}
}
END_TEST

START_TEST(printed_reals)
{
	unsigned random = 7;

	for (int i = 0; i < 20000; i++) {
		double number;
		char text[64];
		json_t *value, *list = json_array();
		struct hr_str out = { 0 };
		char *wanted;

		random = random * 1103515245 + 12345;
		snprintf(text, sizeof(text), "%u.%ue%d", random / 65536 % 1000, random / 1024,
		         (int)(random / 7 % 620) - 310);
		number = strtod(text, NULL);
		value = json_real(random % 2 == 0 ? number : -number);
		json_array_append_new(list, value);
		wanted = json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(15));
		hr_json_print(list, 0, &out);
		ck_assert_str_eq(hr_str_text(&out), wanted);
		free(wanted);
		hr_str_release(&out);
		json_decref(list);
	}
}
END_TEST

START_TEST(printed_controls)
{
	json_t *list = json_pack("[s]", "a\x7f\xc2\x85\xe2\x80\xae"
	                                "b");
	struct hr_str out = { 0 };

	hr_json_print(list, 0, &out);
	ck_assert_str_eq(hr_str_text(&out), "[\"a\\u007F\\u0085\\u202Eb\"]");
	hr_str_release(&out);
	json_decref(list);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("document/json_parse");
	TCase *tcase = tcase_create("json_parse");

	tcase_add_test(tcase, known_texts);
	tcase_add_test(tcase, deep_text);
	tcase_add_test(tcase, long_texts);
	tcase_add_test(tcase, damaged_texts);
	tcase_add_test(tcase, printed);
	tcase_add_test(tcase, printed_reals);
	tcase_add_test(tcase, printed_controls);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
