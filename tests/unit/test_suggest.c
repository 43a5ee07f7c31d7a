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

static const struct {
	const char *wrong, *const known[4], *listed_by, *hint;
} hints[] = {
	{ "sumarize", { "summarize", "report" }, NULL, "; did you mean summarize?" },
	{ "xyzzy", { "summarize", "report" }, "headroom --help", "; there are summarize, report" },
	{ "xyzzy", { "report" }, NULL, "; there is report" },
	{ "xyzzy", { NULL }, "headroom --help", "" },
/* 2 x 99 bytes do not fit into HR_SUGGEST_LIST_SIZE */
#define LONG9  "123456789"
#define LONG99 LONG9 LONG9 LONG9 LONG9 LONG9 LONG9 LONG9 LONG9 LONG9 LONG9 LONG9
	{ "xyzzy",
	  { LONG99, LONG99, "report" },
	  "headroom --help",
	  "; 'headroom --help' lists them" },
	{ "xyzzy", { LONG99, LONG99, "report" }, NULL, "" },
	{ "reprot", { LONG99, LONG99, "report" }, NULL, "; did you mean report?" },
};

START_TEST(hints_at_what_there_is)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(hints[_i].wrong) };

	for (size_t i = 0; i < 4 && hints[_i].known[i] != NULL; i++)
		hr_suggest_try(&suggestion, hints[_i].known[i]);
	ck_assert_str_eq(hr_suggest_hint(&suggestion, hints[_i].listed_by), hints[_i].hint);
}
END_TEST

static Suite *suggest_suite(void)
{
	Suite *suite = suite_create("base/suggest");
	TCase *tcase = tcase_create("suggest");

	HR_ADD_ROWS(tcase, measures_distance, distances);
	HR_ADD_ROWS(tcase, finds_the_nearest, suggestions);
	HR_ADD_ROWS(tcase, hints_at_what_there_is, hints);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(suggest_suite)
