#include <config.h>
#include "render/form_tables.h"

#include <csv.h>
#include <string.h>

#include "render/form.h"
#include "render_fixture.h"
#include "unit.h"

struct shape {
	size_t rows, fields, first_fields;
	bool ragged;
	char second[64]; /* second field of the second row */
};

static void on_field(void *bytes, size_t length, void *context)
{
	struct shape *shape = context;

	if (shape->rows == 1 && shape->fields == 1 && length < sizeof(shape->second)) {
		memcpy(shape->second, bytes, length);
		shape->second[length] = '\0';
	}
	shape->fields++;
}

static void on_row(int c, void *context)
{
	struct shape *shape = context;

	(void)c;
	if (shape->rows == 0)
		shape->first_fields = shape->fields;
	shape->ragged = shape->ragged || shape->fields != shape->first_fields;
	shape->fields = 0;
	shape->rows++;
}

/* libcsv in strict mode is the judge of the form. */
static struct shape shape_of(const struct hr_table *table, const struct hr_scene *scene)
{
	struct shape shape = { 0 };
	struct csv_parser parser;
	struct hr_str out = { 0 };

	table->write(scene, &out);
	ck_assert_int_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	ck_assert_uint_eq(csv_parse(&parser, out.data, out.length, on_field, on_row, &shape),
	                  out.length);
	ck_assert_int_eq(csv_fini(&parser, on_field, on_row, &shape), 0);
	ck_assert_int_eq(out.data[out.length - 1], '\n');
	csv_free(&parser);
	hr_str_release(&out);
	return shape;
}

START_TEST(every_row_has_the_fields_of_the_header)
{
	struct fixture fixture;
	size_t t;

	fixture_make(&fixture, (enum fixture_kind)_i);
	fixture_add_checks(&fixture);
	for (t = 0; t < hr_table_count; t++) {
		struct shape shape = shape_of(&hr_tables[t], &fixture.scene);

		ck_assert_msg(!shape.ragged && shape.rows >= 1, "%s of %s", hr_tables[t].file_name,
		              fixture_names[_i]);
	}
	fixture_release(&fixture);
}
END_TEST

START_TEST(holds_every_row)
{
	static const struct {
		const char *file_name;
		size_t rows; /* with the header */
		const char *second;
	} expected[] = {
		/* total, 6 requests, 1 transaction */
		{ "labels.csv", 1 + 8, "total" },
		{ "checks.csv", 1 + 5, "criterion" },
		/* every 5 s in a gauge and a counter */
		{ "series.csv", 1 + 120, "cpu" },
	};
	struct fixture fixture;
	size_t t, e;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture_add_checks(&fixture);
	for (t = 0; t < hr_table_count; t++) {
		for (e = 0; e < sizeof(expected) / sizeof(expected[0]); e++) {
			struct shape shape;

			if (strcmp(expected[e].file_name, hr_tables[t].file_name) != 0)
				continue;
			shape = shape_of(&hr_tables[t], &fixture.scene);
			ck_assert_uint_eq(shape.rows, expected[e].rows);
			ck_assert_str_eq(shape.second, expected[e].second);
		}
	}
	fixture_release(&fixture);
}
END_TEST

START_TEST(starts_no_formula)
{
	struct fixture fixture;
	size_t t;

	fixture_make(&fixture, FIXTURE_HOSTILE);
	for (t = 0; t < hr_table_count; t++) {
		struct hr_str out = { 0 };

		hr_tables[t].write(&fixture.scene, &out);
		ck_assert_ptr_null(strstr(hr_str_text(&out), ",=cmd"));
		ck_assert_ptr_null(strstr(hr_str_text(&out), ",\"=cmd"));
		hr_str_release(&out);
	}
	fixture_release(&fixture);
}
END_TEST

START_TEST(is_the_csv_form)
{
	static const struct hr_render_options options = { 0 };
	struct fixture fixture;
	struct hr_str form = { 0 }, table = { 0 };
	struct hr_error err = { 0 };

	fixture_make(&fixture, FIXTURE_TYPICAL);
	ck_assert_int_eq(hr_form_find("csv")->render(&fixture.scene, &options, &form, &err), HR_OK);
	hr_tables[0].write(&fixture.scene, &table);
	ck_assert_str_eq(hr_str_text(&form), hr_str_text(&table));
	ck_assert_ptr_eq(
	        strstr(hr_str_text(&form), "kind,label,source,count,errors,error_ratio,mean_ms,"),
	        form.data);
	hr_str_release(&form);
	hr_str_release(&table);
	fixture_release(&fixture);
}
END_TEST

static Suite *tables_suite(void)
{
	Suite *suite = suite_create("render/form_tables");
	TCase *tcase = tcase_create("tables");

	tcase_add_loop_test(tcase, every_row_has_the_fields_of_the_header, 0, FIXTURE_KINDS);
	tcase_add_test(tcase, holds_every_row);
	tcase_add_test(tcase, starts_no_formula);
	tcase_add_test(tcase, is_the_csv_form);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(tables_suite)
