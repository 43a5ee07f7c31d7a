#include <config.h>
#include "base/suggest.h"

#include "unit.h"

static const struct {
	const char *a, *b;
	size_t distance;
} distances[] = {
	{ "", "", 0 },
	{ "abc", "abc", 0 },
	{ "abc", "ABC", 0 },
	{ "abc", "acb", 1 },        /* neighbours swapped */
	{ "kitten", "sitting", 3 }, /* Levenshtein's usual example */
	{ "", "abc", 3 },
	{ "ca", "abc", 3 }, /* alignment distance, not Damerau's 2 */
};

START_TEST(measures_distance)
{
	ck_assert_uint_eq(
	        hr_edit_distance(hr_slice_of(distances[_i].a), hr_slice_of(distances[_i].b)),
	        distances[_i].distance);
}
END_TEST

static const char *const names[] = { "summarize", "report", "render", "template", "merge" };

static const struct {
	const char *wrong, *found;
} suggestions[] = {
	{ "sumarize", "summarize" }, { "reprot", "report" }, { "templ", "template" },
	{ "xyzzy", NULL },           { "rendre", "render" }, { "", NULL },
};

START_TEST(finds_the_nearest)
{
	const char *found = hr_suggest(hr_slice_of(suggestions[_i].wrong), names,
	                               sizeof(names) / sizeof(*names));

	if (suggestions[_i].found == NULL)
		ck_assert_ptr_null(found);
	else
		ck_assert_str_eq(found, suggestions[_i].found);
}
END_TEST

static Suite *suggest_suite(void)
{
	Suite *suite = suite_create("base/suggest");
	TCase *tcase = tcase_create("suggest");

	HR_ADD_ROWS(tcase, measures_distance, distances);
	HR_ADD_ROWS(tcase, finds_the_nearest, suggestions);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(suggest_suite)
