#include <config.h>
#include "read/formats.h"

#include "base/mem.h"
#include "base/zone.h"
#include "recording_sink.h"
#include "unit.h"

/* A mapping as the configuration would make it. */
struct mapping_row {
	enum hr_field field;
	const char *column;
	int shift;
};

struct table_case {
	const char *name;
	struct mapping_row mapping[8]; /* up to the first without column; none: no mapping */
	const char *success_value, *constant_label;
	bool headless, marks_end;
	const char *text, *records, *diag;
};

static void make_mapping(const struct table_case *table, struct hr_mapping *mapping)
{
	hr_mapping_init(mapping);
	for (size_t i = 0; i < 8 && table->mapping[i].column != NULL; i++) {
		const struct mapping_row *row = &table->mapping[i];

		mapping->columns[row->field] = hr_strdup(row->column);
		mapping->shift[row->field] = row->shift;
	}
	if (table->success_value != NULL)
		mapping->success_value = hr_strdup(table->success_value);
	if (table->constant_label != NULL)
		mapping->constant_label = hr_strdup(table->constant_label);
	mapping->has_header = !table->headless;
	mapping->time_marks = table->marks_end ? HR_STAMP_END : HR_STAMP_START;
}

/* Instants by `date -u -d`: 2014-04-10 00:04:00 = 1397088240 s. */
static const struct table_case tables[] = {
	{ .name = "a series by well-known names",
	  .text = "time,name,value,host,unit,kind\n"
	          "2014-04-10 00:04:00,cpu,91.958,h1,%,\n1397088240,net,12,h2,B,counter\n",
	  .records = "observation 1397088240000 name=cpu value=91958000 gauge host=h1 unit=%\n"
	             "observation 1397088240000 name=net value=12000000 counter host=h2 unit=B\n",
	  .diag = "" },
	{ .name = "two columns that say nothing: the series is called as the file",
	  .text = "timestamp,Value\n2014-04-10 00:04:00,-1.0000004\n",
	  .records = "observation 1397088240000 name=test value=-1000000 gauge\n",
	  .diag = "" },
	{ .name = "bad rows of a series",
	  .text = "time,name,value\nnever,a,1\n1397088240,a,N/A\n1397088240,a\n1397088240,a,\n"
	          "time,name,value\n1397088240,a,1,2\n1397088240,a,7",
	  .records = "observation 1397088240000 name=a value=7000000 gauge\n",
	  .diag = "rejected 1 4 fewer fields than columns\nrejected 1 7 more fields than columns\n"
	          "rejected 1 2 no usable time\nrejected 2 3 no usable value\n" },
	{ .name = "blanks and quotes round fields",
	  .text = "\"time\"| \"name\"| \"value\"\n1397088240| \"cpu 1\"|  2 \n",
	  .records = "observation 1397088240000 name=cpu 1 value=2000000 gauge\n",
	  .diag = "" },
	{ .name = "samples by a mapping, seconds, end stamps",
	  .mapping = { { HR_FIELD_TIME, "when", 0 },
	               { HR_FIELD_ELAPSED, "took", 9 },
	               { HR_FIELD_LABEL, "what", 0 },
	               { HR_FIELD_CODE, "status", 0 },
	               { HR_FIELD_RECEIVED, "size", 0 } },
	  .marks_end = true,
	  .text = "what;status;size;took;when\na;200;10;0.25;1397088240\nb;500;x;1;1397088240\n"
	          "c;;;2;1397088240\n",
	  .records = "sample 1397088239750+250 label=a ok code=200 received=10\n"
	             "sample 1397088239000+1000 label=b failed code=500\n"
	             "sample 1397088238000+2000 label=c failed\n",
	  .diag = "" },
	{ .name = "words of success",
	  .mapping = { { HR_FIELD_ELAPSED, "ms", 6 }, { HR_FIELD_SUCCESS, "state", 0 } },
	  .constant_label = "all",
	  .text = "ms,state\n1,OK\n2,ko\n3,true\n4,0\n5,?\n",
	  .records = "sample -+1 label=all ok\nsample -+2 label=all failed\n"
	             "sample -+3 label=all ok\nsample -+4 label=all failed\n"
	             "sample -+5 label=all failed\n",
	  .diag = "degraded 4 2 no usable time\n"
	          "degraded 1 6 no usable time; success is neither true nor false, "
	          "counted as failed\n" },
	{ .name = "a success value of one's own",
	  .mapping = { { HR_FIELD_TIME, "t", 6 },
	               { HR_FIELD_ELAPSED, "us", 3 },
	               { HR_FIELD_SUCCESS, "state", 0 } },
	  .success_value = "fine",
	  .text = "t,us,state\n1397088240000,1500,fine\n1397088240000,1000,ok\n",
	  .records = "sample 1397088240000+1500000ns label=(no label) ok\n"
	             "sample 1397088240000+1 label=(no label) failed\n",
	  .diag = "" },
	{ .name = "numbered columns, weights",
	  .mapping = { { HR_FIELD_TIME, "1", 0 },
	               { HR_FIELD_ELAPSED, "2", 6 },
	               { HR_FIELD_LABEL, "3", 0 },
	               { HR_FIELD_WEIGHT, "4", 0 },
	               { HR_FIELD_ERRORS, "5", 0 } },
	  .headless = true,
	  .text = "1397088240,10,a,5,2\n1397088240,10,a,1,0\n",
	  .records = "sample 1397088240000+10 label=a ok weight=5 errors=2\n"
	             "sample 1397088240000+10 label=a ok\n",
	  .diag = "" },
	{ .name = "out of range and unusable",
	  .mapping = { { HR_FIELD_TIME, "t", 0 },
	               { HR_FIELD_ELAPSED, "e", 6 },
	               { HR_FIELD_LABEL, "l", 0 } },
	  .text = "t,e,l\n1397088240,-1,a\n1397088240,100000001,b\n1397088240,,c\nx,5,d\nx,,e\n",
	  .records = "sample 1397088240000+- label=c ok\nsample -+5 label=d ok\n",
	  .diag = "rejected 2 2 elapsed time is negative or above 100000 s\n"
	          "rejected 1 6 neither a usable time, elapsed time nor success\n"
	          "degraded 1 4 no usable elapsed time\ndegraded 1 5 no usable time\n" },
	{ .name = "a mapped column that is not there",
	  .mapping = { { HR_FIELD_TIME, "t", 0 },
	               { HR_FIELD_ELAPSED, "e", 6 },
	               { HR_FIELD_LABEL, "l", 0 } },
	  .text = "t,e\n1397088240,1\n",
	  .records = "sample 1397088240000+1 label= ok\n",
	  .diag = "note 1 1 no column for \"label\"\n" },
};

/* The same lines whatever their order: diagnostics are kept by reason. */
static void check_lines(const char *name, const char *got, const char *expected)
{
	const char *line = expected;

	ck_assert_msg(strlen(got) == strlen(expected), "%s: got\n%s", name, got);
	while (*line != '\0') {
		const char *end = strchr(line, '\n') + 1;
		char *one = hr_strndup(line, (size_t)(end - line));

		ck_assert_msg(strstr(got, one) != NULL, "%s: got\n%s", name, got);
		free(one);
		line = end;
	}
}

START_TEST(reads)
{
	static const size_t pieces[] = { 0, 1, 5 };
	const struct table_case *table = &tables[_i];
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct hr_mapping mapping;

	make_mapping(table, &mapping);
	if (table->mapping[0].column != NULL)
		options.mapping = &mapping;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct recording recording;
		struct hr_str diag = { 0 };

		recording_read(&recording, &hr_format_table_csv, hr_slice_of(table->text),
		               pieces[i], &options);
		ck_assert_msg(recording.result == HR_OK, "%s: %s", table->name,
		              recording.error.text);
		recording_diag_text(&recording, &diag);
		ck_assert_msg(strcmp(hr_str_text(&recording.sink.text), table->records) == 0,
		              "%s: got\n%s", table->name, hr_str_text(&recording.sink.text));
		check_lines(table->name, hr_str_text(&diag), table->diag);
		hr_str_release(&diag);
		recording_release(&recording);
	}
	hr_mapping_release(&mapping);
}
END_TEST

static const struct table_case useless[] = {
	{ .name = "no known name", .text = "a,b\n1,2\n", .diag = "time and value" },
	{ .name = "no time column",
	  .mapping = { { HR_FIELD_TIME, "when", 0 }, { HR_FIELD_VALUE, "v", 0 } },
	  .text = "t,v\n1,2\n",
	  .diag = "\"when\"" },
	{ .name = "none of the columns",
	  .mapping = { { HR_FIELD_TIME, "when", 0 }, { HR_FIELD_ELAPSED, "took", 6 } },
	  .text = "t,v\n1,2\n",
	  .diag = "\"took\"" },
};

START_TEST(errors_name_the_column)
{
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct recording recording;
	struct hr_mapping mapping;

	make_mapping(&useless[_i], &mapping);
	if (useless[_i].mapping[0].column != NULL)
		options.mapping = &mapping;
	recording_read(&recording, &hr_format_table_csv, hr_slice_of(useless[_i].text), 0,
	               &options);
	ck_assert_int_eq(recording.result, HR_EPARSE);
	ck_assert_uint_eq(recording.error.line, 1);
	ck_assert_msg(strstr(recording.error.text, useless[_i].diag) != NULL, "got %s",
	              recording.error.text);
	ck_assert_uint_eq(recording.sink.text.length, 0);
	recording_release(&recording);
	hr_mapping_release(&mapping);
}
END_TEST

START_TEST(field_names)
{
	for (int i = 0; i < HR_FIELD_COUNT; i++) {
		ck_assert_ptr_nonnull(hr_field_name((enum hr_field)i));
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(hr_field_name((enum hr_field)i),
			                 hr_field_name((enum hr_field)j));
	}
}
END_TEST

static Suite *table_csv_suite(void)
{
	Suite *suite = suite_create("read/table_csv");
	TCase *tcase = tcase_create("table_csv");

	HR_ADD_ROWS(tcase, reads, tables);
	HR_ADD_ROWS(tcase, errors_name_the_column, useless);
	tcase_add_test(tcase, field_names);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(table_csv_suite)
