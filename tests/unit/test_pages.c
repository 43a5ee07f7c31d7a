#include <config.h>
#include "render/pages.h"

#include <string.h>

#include "document/document_label.h"
#include "document/jsonx.h"
#include "render_fixture.h"
#include "unit.h"

/* What was handed over, to be looked at. */
struct shelf {
	struct hr_str names, index, first_label;
	size_t count;
};

static enum hr_err keep(void *context, const char *name, struct hr_slice text, struct hr_error *err)
{
	struct shelf *shelf = context;

	(void)err;
	shelf->count++;
	hr_str_printf(&shelf->names, "%s ", name);
	if (strcmp(name, "index.html") == 0)
		hr_str_add_slice(&shelf->index, text);
	if (strcmp(name, "label-1.html") == 0)
		hr_str_add_slice(&shelf->first_label, text);
	return HR_OK;
}

static void shelf_release(struct shelf *shelf)
{
	hr_str_release(&shelf->names);
	hr_str_release(&shelf->index);
	hr_str_release(&shelf->first_label);
}

static enum hr_err make_pages(const struct fixture *fixture, hr_page_put *put, struct shelf *shelf,
                              struct hr_error *err)
{
	const struct hr_render_options options = { .template_dir = getenv("HEADROOM_TEMPLATES"),
		                                   .strict_templates = true };

	return hr_pages_render(&fixture->scene, &options, put, shelf, err);
}

/* Every kind of run: all pages can be made, and index.html comes last. */
START_TEST(all_pages_are_made)
{
	struct fixture fixture;
	struct shelf shelf = { 0 };
	struct hr_error err = { 0 };

	fixture_make(&fixture, (enum fixture_kind)_i);
	fixture_add_checks(&fixture);
	ck_assert_msg(make_pages(&fixture, keep, &shelf, &err) == HR_OK, "%s:%d: %s", err.source,
	              (int)err.line, err.text);
	ck_assert_uint_ge(shelf.names.length, strlen("index.html "));
	ck_assert_str_eq(shelf.names.data + shelf.names.length - strlen("index.html "),
	                 "index.html ");
	shelf_release(&shelf);
	fixture_release(&fixture);
}
END_TEST

/* A page for each label, linked from the table. */
START_TEST(labels_have_pages)
{
	struct fixture fixture;
	struct shelf shelf = { 0 };
	struct hr_error err = { 0 };
	const json_t *run;
	size_t labels;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	run = json_object_get(fixture.document, "run");
	labels = json_array_size(json_object_get(run, "labels")) +
	         json_array_size(json_object_get(run, "transactions"));
	ck_assert_int_eq(make_pages(&fixture, keep, &shelf, &err), HR_OK);
	for (size_t i = 1; i <= labels; i++) {
		char name[40], link[60];

		(void)snprintf(name, sizeof(name), "label-%zu.html", i);
		(void)snprintf(link, sizeof(link), "<a href=\"%s\">", name);
		ck_assert_ptr_nonnull(strstr(hr_str_text(&shelf.names), name));
		ck_assert_ptr_nonnull(strstr(hr_str_text(&shelf.index), link));
	}
	/* Load and resources have a page of their own, and index.html leads to it. */
	ck_assert_ptr_nonnull(strstr(hr_str_text(&shelf.names), "load.html"));
	ck_assert_ptr_nonnull(strstr(hr_str_text(&shelf.index), "<a href=\"load.html\">"));
	ck_assert_ptr_null(strstr(hr_str_text(&shelf.index), "id=\"chart-throughput\""));
	ck_assert_ptr_nonnull(strstr(hr_str_text(&shelf.first_label), "id=\"chart-throughput\""));
	ck_assert_ptr_null(strstr(hr_str_text(&shelf.first_label), "id=\"validity\""));
	shelf_release(&shelf);
	fixture_release(&fixture);
}
END_TEST

static enum hr_err refuse(void *context, const char *name, struct hr_slice text,
                          struct hr_error *err)
{
	(void)context;
	(void)text;
	return hr_error_set(err, HR_EIO, "no room for %s", name);
}

START_TEST(a_page_that_cannot_be_put_ends_it)
{
	struct fixture fixture;
	struct hr_error err = { 0 };

	fixture_make(&fixture, FIXTURE_TYPICAL);
	ck_assert_int_eq(make_pages(&fixture, refuse, NULL, &err), HR_EIO);
	ck_assert_str_eq(err.text, "no room for label-6.html"); /* the first of the table */
	fixture_release(&fixture);
}
END_TEST

/* The figures of a narrowed document are those of the label in the whole one. */
START_TEST(a_document_of_a_label)
{
	static const char *const keys[] = { "count", "errors", "mean_ms", "p95_ms", "max_ms" };
	static const char *const lists[] = { "labels", "transactions" };
	struct fixture fixture;
	size_t seen = 0;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	for (int kind = 0; kind < 2; kind++) {
		const json_t *list = json_object_get(json_object_get(fixture.document, "run"),
		                                     lists[kind]);
		const json_t *stats;
		size_t i;

		json_array_foreach(list, i, stats)
		{
			const char *label = hr_json_text_at(stats, "label");
			json_t *document = hr_document_of_label(fixture.document, label, kind == 1);
			struct hr_error err = { 0 };
			struct hr_scene scene;

			ck_assert_ptr_nonnull(document);
			for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
				ck_assert(json_equal(
				        json_object_get(
				                json_object_get(json_object_get(document, "run"),
				                                "total"),
				                keys[k]),
				        json_object_get(stats, keys[k])));
			/* It decodes, and what is decoded counts the same. */
			ck_assert_msg(hr_scene_init(&scene, document, &err) == HR_OK, "%s: %s",
			              label, err.text);
			ck_assert_uint_eq(scene.run.label_count, 1);
			ck_assert_double_eq((double)scene.total->count,
			                    hr_json_number_at(stats, "count"));
			hr_scene_release(&scene);
			json_decref(document);
			seen++;
		}
	}
	ck_assert_uint_ge(seen, 7);
	ck_assert_ptr_null(hr_document_of_label(fixture.document, "nobody", false));
	fixture_release(&fixture);
}
END_TEST

static json_t *document_with_checks(void)
{
	return json_pack(
	        "{s:s, s:{s:[{s:s, s:i}, {s:s, s:i}], s:s}, s:[{s:s, s:s, s:s, s:s}, {s:s, s:s, "
	        "s:s, s:s}, {s:s, s:s, s:s, s:s}], s:{s:{s:i, s:i}, s:[{s:s, s:s, s:s}, {s:s, s:s, "
	        "s:s}]}}",
	        "schema", "headroom/1", "run", "labels", "label", "Home", "count", 3, "label",
	        "Cart", "count", 4, "name", "shop", "checks", "id", "b", "kind", "criterion",
	        "subject", "Home", "verdict", "pass", "id", "a", "kind", "regression", "subject",
	        "Cart", "verdict", "fail", "id", "c", "kind", "slo", "subject", "Home", "verdict",
	        "fail", "comparison", "summary", "regressed", 1, "unchanged", 1, "changes", "label",
	        "Home", "kind", "request", "verdict", "unchanged", "label", "Cart", "kind",
	        "request", "verdict", "regressed");
}

/* Checks of the label alone decide; an objective that is called like it is another matter. */
START_TEST(checks_and_changes_are_the_labels)
{
	json_t *whole = document_with_checks(), *home, *cart;

	ck_assert_ptr_nonnull(whole);
	home = hr_document_of_label(whole, "Home", false);
	cart = hr_document_of_label(whole, "Cart", false);
	ck_assert_str_eq(hr_json_text_at(home, "verdict"), "pass");
	ck_assert_uint_eq(json_array_size(json_object_get(home, "checks")), 1);
	ck_assert_str_eq(hr_json_text_at(home, "run.name"), "Home \u00b7 shop");
	ck_assert_double_eq(hr_json_number_at(home, "comparison.summary.regressed"), 0);
	ck_assert_double_eq(hr_json_number_at(home, "comparison.summary.unchanged"), 1);
	ck_assert_str_eq(hr_json_text_at(cart, "verdict"), "fail");
	ck_assert_double_eq(hr_json_number_at(cart, "comparison.summary.regressed"), 1);
	json_decref(home);
	json_decref(cart);
	json_decref(whole);
}
END_TEST

static Suite *pages_suite(void)
{
	Suite *suite = suite_create("render/pages");
	TCase *tests = tcase_create("pages");

	tcase_add_loop_test(tests, all_pages_are_made, 0, FIXTURE_KINDS);
	tcase_add_test(tests, labels_have_pages);
	tcase_add_test(tests, a_page_that_cannot_be_put_ends_it);
	tcase_add_test(tests, a_document_of_a_label);
	tcase_add_test(tests, checks_and_changes_are_the_labels);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(pages_suite)
