/* The tests of the Mustache specification (github.com/mustache/spec, 1.4.2), read from
 * $HEADROOM_SHARED/data/mustache-spec. They are not part of this repository: without them this
 * program has nothing to run and says so. */
#include <config.h>
#include "mustache/mustache.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

struct file {
	const char *name;
	size_t tests; /* in 1.4.2 */
};

static const struct file files[] = {
	{ "comments", 12 }, { "delimiters", 14 }, { "interpolation", 42 }, { "inverted", 22 },
	{ "partials", 12 }, { "sections", 34 },   { "~inheritance", 27 },
};

static bool partial(void *context, const char *name, struct hr_slice *out)
{
	const json_t *text = json_object_get(context, name);

	if (!json_is_string(text))
		return false;
	*out = (struct hr_slice){ json_string_value(text), json_string_length(text) };
	return true;
}

static json_t *load(const struct file *file)
{
	const char *shared = getenv("HEADROOM_SHARED");
	const char *top = getenv("top_srcdir");
	char path[4096];

	if (shared != NULL)
		snprintf(path, sizeof(path), "%s/data/mustache-spec/%s.json", shared, file->name);
	else
		snprintf(path, sizeof(path), "%s/../shared/data/mustache-spec/%s.json",
		         top != NULL ? top : ".", file->name);
	return json_load_file(path, 0, NULL);
}

START_TEST(renders_as_specified)
{
	const struct file *file = &files[_i];
	json_t *spec = load(file);
	const json_t *tests = json_object_get(spec, "tests");
	size_t failed = 0;
	const json_t *test;
	size_t i;

	ck_assert_uint_eq(json_array_size(tests), file->tests);
	json_array_foreach(tests, i, test)
	{
		const json_t *text = json_object_get(test, "template");
		const char *expected = json_string_value(json_object_get(test, "expected"));
		const char *name = json_string_value(json_object_get(test, "name"));
		const struct hr_mustache_options options = {
			.name = name,
			.partial = partial,
			.context = json_object_get(test, "partials"),
		};
		struct hr_str out = { 0 };
		struct hr_error err = { 0 };
		enum hr_err rc = hr_mustache_render(
		        (struct hr_slice){ json_string_value(text), json_string_length(text) },
		        json_object_get(test, "data"), &options, &out, &err);

		if (rc != HR_OK || strcmp(hr_str_text(&out), expected) != 0) {
			fprintf(stderr, "%s: %s\n  template %s\n  expected %s\n  got      %s%s\n",
			        file->name, name, json_string_value(text), expected,
			        hr_str_text(&out), err.text);
			failed++;
		}
		hr_str_release(&out);
	}
	json_decref(spec);
	ck_assert_uint_eq(failed, 0);
}
END_TEST

static Suite *spec_suite(void)
{
	const int count = (int)(sizeof(files) / sizeof(files[0]));
	Suite *suite = suite_create("mustache/spec");
	TCase *tcase = tcase_create("spec");

	tcase_add_loop_test(tcase, renders_as_specified, 0, count);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	json_t *first = load(&files[0]);
	SRunner *runner;
	int failed;

	if (first == NULL) {
		puts("1..0 # SKIP the tests of the Mustache specification are not there");
		return EXIT_SUCCESS;
	}
	json_decref(first);
	runner = srunner_create(spec_suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
