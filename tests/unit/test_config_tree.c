#include <config.h>
#include "config/config_tree.h"

#include <stdlib.h>

#include "base/str.h"
#include "unit.h"

#ifdef HAVE_LIBYAML

static void dump_all(const struct hr_config_trees *trees, struct hr_str *out)
{
	for (size_t i = 0; i < hr_config_trees_count(trees); i++) {
		char *text = json_dumps(hr_config_trees_root(trees, i),
		                        JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);

		hr_str_printf(out, "%s%s", i > 0 ? " | " : "", text);
		free(text);
	}
}

/* Values by the core schema, YAML 1.2.2 chapter 10.3.2 (octal and hexadecimal left out, as said).
 */
static const struct {
	const char *yaml, *json;
} values[] = {
	{ "a: 1\nb: [x, 'y', \"z\\n\"]", "{\"a\":1,\"b\":[\"x\",\"y\",\"z\\n\"]}" },
	{ "- null\n- ~\n-\n- NULL\n- nul", "[null,null,null,null,\"nul\"]" },
	{ "[true, False, TRUE, yes, on, 'true']", "[true,false,true,\"yes\",\"on\",\"true\"]" },
	{ "x: [0, -7, +7, 007, 9223372036854775807]", "{\"x\":[0,-7,7,7,9223372036854775807]}" },
	{ "x: [0.5, .5, 1e3, -1.5E-1, 2.]", "{\"x\":[0.5,0.5,1000.0,-0.14999999999999999,2.0]}" },
	{ "x: [99.9%, 1h, 1.2.3, 1e, .inf, 0x1F, 12:30, e5, -, 2026-01-01]",
	  "{\"x\":[\"99.9%\",\"1h\",\"1.2.3\",\"1e\",\".inf\",\"0x1F\",\"12:30\",\"e5\",\"-\","
	  "\"2026-01-01\"]}" },
	{ "x: \"1\"\ny: '2'", "{\"x\":\"1\",\"y\":\"2\"}" },
	{ "1: a\ntrue: b", "{\"1\":\"a\",\"true\":\"b\"}" },
	{ "base: &b {k: 1}\nuse: [*b, *b]", "{\"base\":{\"k\":1},\"use\":[{\"k\":1},{\"k\":1}]}" },
	{ "t: |\n  one\n  two\n", "{\"t\":\"one\\ntwo\\n\"}" },
	{ "t: >-\n  one\n  two\n", "{\"t\":\"one two\"}" },
	{ "a: 1\n---\nb: 2\n...\n---\n[c]\n", "{\"a\":1} | {\"b\":2} | [\"c\"]" },
	{ "# only\na: {}  # remarks\n", "{\"a\":{}}" },
	{ "\xef\xbb\xbf"
	  "a: b",
	  "{\"a\":\"b\"}" },
	{ "!!str a: !!int 5", "{\"a\":5}" },
	/* texts that begin with a bracket are JSON */
	{ " {\"a\": 1}\n[2]\n{}", "{\"a\":1} | [2] | {}" },
};

START_TEST(reads)
{
	struct hr_config_syntax_error error;
	struct hr_config_trees *trees = hr_config_trees_parse(
	        hr_slice_of(values[_i].yaml), values[_i].yaml[0] == '[' ? "a.yaml" : "-", &error);
	struct hr_str text = { 0 };

	ck_assert_msg(trees != NULL, "%s", error.text);
	dump_all(trees, &text);
	ck_assert_str_eq(hr_str_text(&text), values[_i].json);
	hr_str_release(&text);
	hr_config_trees_free(trees);
}
END_TEST

/* Places as an editor shows them, counted by hand. */
static const struct {
	const char *path, *text, *part;
	unsigned line, column;
} faults[] = {
	{ "-", "a: 1\na: 2\n", "this name twice", 2, 1 },
	{ "-", "a: 1\nb: [1, 2\nc: 3\n", "not valid YAML", 3, 2 },
	{ "-", "a:\n  - x\n\t- y\n", "not valid YAML", 3, 1 },
	{ "-", "? [a]\n: b\n", "list or mapping as a name", 1, 3 },
	{ "-", "a: !mine x\n", "tag of its own", 1, 4 },
	{ "-", "x:\n  y: \"a\\0b\"\n", "NUL", 2, 6 },
	{ "-", "a: &a [*a]\n", "nest too deep", 1, 4 },
	{ "-", "a: *nobody\n", "not valid YAML", 1, 4 },
	{ "a.yml", "", "no document", 1, 1 },
	{ "a.json", "a: 1", "not valid JSON", 1, 1 },
	{ "-", "{\"a\": 1}\n\n {\"b\": }", "not valid JSON", 3, 8 },
	{ "-", "{\"a\": 1} x", "end of file expected", 1, 10 },
};

START_TEST(refuses)
{
	struct hr_config_syntax_error error;
	struct hr_config_trees *trees = hr_config_trees_parse(hr_slice_of(faults[_i].text),
	                                                      faults[_i].path, &error);

	ck_assert_ptr_null(trees);
	ck_assert_msg(strstr(error.text, faults[_i].part) != NULL, "%s", error.text);
	ck_assert_msg(error.place.line == faults[_i].line &&
	                      error.place.column == faults[_i].column,
	              "%s at %u:%u", error.text, (unsigned)error.place.line,
	              (unsigned)error.place.column);
}
END_TEST

/* A billion laughs: what aliases repeat counts. */
START_TEST(bounds_aliases)
{
	struct hr_config_syntax_error error;
	struct hr_str text = { 0 };

	hr_str_puts(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 10; i++) {
		hr_str_printf(&text, "a%d: &a%d [", i, i);
		for (int j = 0; j < 10; j++)
			hr_str_printf(&text, "%s*a%d", j > 0 ? ", " : "", i - 1);
		hr_str_puts(&text, "]\n");
	}
	ck_assert_ptr_null(hr_config_trees_parse(hr_str_slice(&text), "-", &error));
	ck_assert_msg(strstr(error.text, "too many values") != NULL, "%s", error.text);
	hr_str_release(&text);
}
END_TEST

/* What libyaml would take quadratic time for: each would take hours to read. */
static const struct {
	const char *before, *again, *part;
	unsigned line, column; /* of the first that is too many; 0 for the whole */
} excesses[] = {
	{ "a: ", "[", "nest too deep", 1, 103 },
	{ "", "{a: ", "nest too deep", 1, 401 },
	{ "", "- &a x\n", "more anchors", 1001, 3 },
	{ "", "%TAG !a! b\n", "directives", 0, 0 },
};

START_TEST(bounds_excesses)
{
	struct hr_config_syntax_error error = { 0 };
	struct hr_str text = { 0 };

	hr_str_puts(&text, excesses[_i].before);
	for (int i = 0; i < 300000; i++)
		hr_str_puts(&text, excesses[_i].again);
	ck_assert_ptr_null(hr_config_trees_parse(hr_str_slice(&text), "a.yaml", &error));
	ck_assert_msg(strstr(error.text, excesses[_i].part) != NULL, "%s", error.text);
	ck_assert_msg(excesses[_i].line == 0 || (error.place.line == excesses[_i].line &&
	                                         error.place.column == excesses[_i].column),
	              "%s at %u:%u", error.text, (unsigned)error.place.line,
	              (unsigned)error.place.column);
	hr_str_release(&text);
}
END_TEST

static const char nested[] = "a:\n"
                             "  - {x: 1, \"y/z\": [ä, b]}\n"
                             "  - &k\n"
                             "    c~d: e\n"
                             "f: *k\n"
                             "---\n"
                             "g: |\n"
                             "  text\n";

static const struct {
	size_t document;
	const char *pointer;
	unsigned key_line, key_column, line, column;
} places[] = {
	{ 0, "", 1, 1, 1, 1 },
	{ 0, "/a", 1, 1, 2, 3 },
	{ 0, "/a/0", 2, 5, 2, 5 },
	{ 0, "/a/0/x", 2, 6, 2, 9 },
	{ 0, "/a/0/y~1z/1", 2, 23, 2, 23 }, /* columns count characters */
	{ 0, "/a/1/c~0d", 4, 5, 4, 10 },
	{ 0, "/f", 5, 1, 3, 5 }, /* the value stands at its anchor */
	{ 1, "/g", 7, 1, 7, 4 },
};

START_TEST(knows_places)
{
	struct hr_config_syntax_error error;
	struct hr_config_trees *trees = hr_config_trees_parse(hr_slice_of(nested), "-", &error);
	struct hr_place place;

	ck_assert_msg(trees != NULL, "%s", error.text);
	ck_assert(hr_config_trees_locate(trees, places[_i].document, places[_i].pointer,
	                                 HR_LOCATE_VALUE, &place));
	ck_assert_uint_eq(place.line, places[_i].line);
	ck_assert_uint_eq(place.column, places[_i].column);
	ck_assert(hr_config_trees_locate(trees, places[_i].document, places[_i].pointer,
	                                 HR_LOCATE_KEY, &place));
	ck_assert_uint_eq(place.line, places[_i].key_line);
	ck_assert_uint_eq(place.column, places[_i].key_column);
	ck_assert(!hr_config_trees_locate(trees, 0, "/a/2", HR_LOCATE_VALUE, &place));
	ck_assert(!hr_config_trees_locate(trees, 0, "/a/0/x/0", HR_LOCATE_VALUE, &place));
	hr_config_trees_free(trees);
}
END_TEST

/* The same in JSON, whose second document begins in the middle of a line. */
START_TEST(knows_places_in_json)
{
	const char *text = "{\"a\": 1} {\"b\":\n [2, 3]}";
	struct hr_config_syntax_error error;
	struct hr_config_trees *trees = hr_config_trees_parse(hr_slice_of(text), "-", &error);
	struct hr_place place;

	ck_assert_uint_eq(hr_config_trees_count(trees), 2);
	ck_assert(hr_config_trees_locate(trees, 1, "/b", HR_LOCATE_KEY, &place));
	ck_assert_uint_eq(place.line, 1);
	ck_assert_uint_eq(place.column, 11);
	ck_assert(hr_config_trees_locate(trees, 1, "/b/1", HR_LOCATE_VALUE, &place));
	ck_assert_uint_eq(place.line, 2);
	ck_assert_uint_eq(place.column, 6);
	hr_config_trees_free(trees);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("config_tree");
	TCase *tcase = tcase_create("config_tree");

	HR_ADD_ROWS(tcase, reads, values);
	HR_ADD_ROWS(tcase, refuses, faults);
	tcase_add_test(tcase, bounds_aliases);
	HR_ADD_ROWS(tcase, bounds_excesses, excesses);
	HR_ADD_ROWS(tcase, knows_places, places);
	tcase_add_test(tcase, knows_places_in_json);
	suite_add_tcase(suite, tcase);
	return suite;
}

#else

START_TEST(names_the_switch)
{
	struct hr_config_syntax_error error;

	ck_assert_ptr_null(hr_config_trees_parse(HR_SLICE_LITERAL("a: 1\n"), "-", &error));
	ck_assert_msg(strstr(error.text, "--with-yaml") != NULL, "%s", error.text);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("config_tree");
	TCase *tcase = tcase_create("config_tree");

	tcase_add_test(tcase, names_the_switch);
	suite_add_tcase(suite, tcase);
	return suite;
}

#endif

HR_UNIT_MAIN(make_suite)
