/* Pieces and fields of a text. */
#include <config.h>
#include "base/slice.h"

#include "unit.h"

/* Pieces up to each end are taken as written by hand beside the text, joined with '|' here. */
static const struct {
	const char *text;
	char end;
	const char *pieces;
} taken[] = {
	{ "", '\n', "" },
	{ "one", '\n', "one|" },
	{ "one\n", '\n', "one|" },
	{ "one\ntwo", '\n', "one|two|" },
	{ "\n\nthree\n", '\n', "||three|" },
	{ "a,b,", ',', "a|b|" },
	{ ",", ',', "|" },
};

START_TEST(pieces_are_taken_off_the_front)
{
	struct hr_slice text = hr_slice_of(taken[_i].text), piece;
	char got[64] = "";
	size_t n = 0;

	while (hr_slice_take(&text, taken[_i].end, &piece)) {
		memcpy(got + n, piece.ptr, piece.length);
		n += piece.length;
		got[n++] = '|';
	}
	ck_assert_str_eq(got, taken[_i].pieces);
	ck_assert_uint_eq(text.length, 0);
}
END_TEST

#define FIELDS 3

static const struct {
	const char *text;
	size_t count;
	const char *fields[FIELDS];
} splits[] = {
	{ "", 1, { "" } },
	{ "a", 1, { "a" } },
	{ ",", 2, { "", "" } },
	{ "a,", 2, { "a", "" } },
	{ "a,b,c", 3, { "a", "b", "c" } },
	{ "a,,c", 3, { "a", "", "c" } },
	{ "a,b,", 3, { "a", "b", "" } },
	{ "a,b,c,d", FIELDS + 1, { "a", "b", "c" } },
	{ "a,b,c,d,e,f", FIELDS + 1, { "a", "b", "c" } },
};

START_TEST(fields_are_one_more_than_separators)
{
	struct hr_slice fields[FIELDS];
	size_t count = hr_slice_split(hr_slice_of(splits[_i].text), ',', fields, FIELDS);

	ck_assert_uint_eq(count, splits[_i].count);
	for (size_t i = 0; i < count && i < FIELDS; i++)
		ck_assert(hr_slice_is(fields[i], splits[_i].fields[i]));
}
END_TEST

START_TEST(no_text_at_all_is_one_empty_field)
{
	struct hr_slice text = { NULL, 0 }, field = { "?", 1 };

	ck_assert(!hr_slice_take(&text, ',', &field));
	ck_assert_uint_eq(hr_slice_split(text, ',', &field, 1), 1);
	ck_assert_uint_eq(field.length, 0);
}
END_TEST

static Suite *slice_suite(void)
{
	Suite *suite = suite_create("slice");
	TCase *tests = tcase_create("all");

	HR_ADD_ROWS(tests, pieces_are_taken_off_the_front, taken);
	HR_ADD_ROWS(tests, fields_are_one_more_than_separators, splits);
	tcase_add_test(tests, no_text_at_all_is_one_empty_field);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(slice_suite)
