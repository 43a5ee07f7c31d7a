#include <config.h>
#include "summarize/label_map.h"

#include <stdio.h>
#include <unistd.h>

#include "unit.h"

static const char *applied(struct hr_label_map *map, const char *label)
{
	static char text[2000];
	struct hr_slice name = hr_label_map_apply(map, hr_slice_of(label));

	snprintf(text, sizeof(text), "%.*s", (int)name.length, name.ptr);
	return text;
}

START_TEST(the_first_match_names)
{
	struct hr_label_map *map = hr_label_map_new();
	struct hr_error err = { 0 };

	ck_assert_str_eq(applied(map, "/a/1"), "/a/1");
	ck_assert_int_eq(hr_label_map_add_text(map, "/a/1 = one", &err), HR_OK);
	ck_assert_int_eq(hr_label_map_add_text(map, "/a/*=many", &err), HR_OK);
	ck_assert_int_eq(hr_label_map_add_text(map, "~^/b[?]x=[0-9]+$=b", &err), HR_OK);
	for (int round = 0; round < 2; round++) {
		ck_assert_str_eq(applied(map, "/a/1"), "one");
		ck_assert_str_eq(applied(map, "/a/2"), "many");
		ck_assert_str_eq(applied(map, "/b?x=12"), "b");
		ck_assert_str_eq(applied(map, "/b?x=1y"), "/b?x=1y");
		ck_assert_str_eq(applied(map, ""), "");
	}
	hr_label_map_free(map);
}
END_TEST

START_TEST(remembers_no_more_than_its_cap)
{
	struct hr_label_map *map = hr_label_map_new();
	struct hr_error err = { 0 };
	char label[32];

	ck_assert_int_eq(hr_label_map_add_text(map, "*7=seven", &err), HR_OK);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 70000; i += 1 + round * 997) {
			snprintf(label, sizeof(label), "label %d", i);
			ck_assert_str_eq(applied(map, label), i % 10 == 7 ? "seven" : label);
		}
	hr_label_map_free(map);
}
END_TEST

START_TEST(reads_files)
{
	static const char rules[] = "# comment\r\n\n/a/*\ta=b\r\n  /c/* = c\n/d/*\td";
	char path[] = "/tmp/headroom-rules-XXXXXX";
	struct hr_label_map *map = hr_label_map_new();
	struct hr_error err = { 0 };
	int file = mkstemp(path);

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(write(file, rules, sizeof(rules) - 1), sizeof(rules) - 1);
	close(file);
	ck_assert_msg(hr_label_map_add_text(map, path, &err) == HR_OK, "%s", err.text);
	ck_assert_str_eq(applied(map, "/a/1"), "a=b");
	ck_assert_str_eq(applied(map, "/c/1"), "c");
	ck_assert_str_eq(applied(map, "/d/1"), "d");
	unlink(path);
	hr_label_map_free(map);
}
END_TEST

START_TEST(says_where_a_file_is_wrong)
{
	static const char rules[] = "/a=a\n\nno rule\n";
	char path[] = "/tmp/headroom-rules-XXXXXX";
	struct hr_label_map *map = hr_label_map_new();
	struct hr_error err = { 0 };
	int file = mkstemp(path);

	ck_assert_int_eq(write(file, rules, sizeof(rules) - 1), sizeof(rules) - 1);
	close(file);
	ck_assert_int_eq(hr_label_map_add_text(map, path, &err), HR_EPARSE);
	ck_assert_uint_eq(err.line, 3);
	ck_assert_str_eq(err.source, path);
	unlink(path);
	hr_label_map_free(map);
}
END_TEST

START_TEST(refuses_what_is_no_rule)
{
	struct hr_label_map *map = hr_label_map_new();
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_label_map_add_text(map, "/a/*=", &err), HR_EINVAL);
	err = (struct hr_error){ 0 };
	ck_assert_int_eq(hr_label_map_add_text(map, "/nonexistent/rules", &err), HR_EIO);
	hr_label_map_free(map);
}
END_TEST

static Suite *label_map_suite(void)
{
	Suite *suite = suite_create("summarize/label_map");
	TCase *tcase = tcase_create("label_map");

	tcase_add_test(tcase, the_first_match_names);
	tcase_add_test(tcase, remembers_no_more_than_its_cap);
	tcase_add_test(tcase, reads_files);
	tcase_add_test(tcase, says_where_a_file_is_wrong);
	tcase_add_test(tcase, refuses_what_is_no_rule);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(label_map_suite)
