#include <config.h>
#include "read/formats.h"

#include "base/mem.h"
#include "base/zone.h"
#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

struct mapping_row {
	enum hr_field field;
	const char *column;
	int shift;
};

struct lines_case {
	const char *name;
	struct mapping_row mapping[8]; /* up to the first without column; none: no mapping */
	const char *text, *records, *diag;
};

static const struct lines_case cases[] = {
	{ .name = "samples by well-known names, strings and numbers alike",
	  .text = "{\"time\":1489492771539,\"elapsed\":38,\"label\":\"home\",\"success\":true,"
	          "\"code\":200,\"bytes\":12,\"latency\":1.5}\n"
	          "\r\n"
	          "{\"timestamp\":\"2017-03-14T11:59:31.540Z\",\"elapsed_ms\":\"7\",\"name\":\"b\","
	          "\"status\":\"503\"}",
	  .records = "sample 1489492771539+38 label=home ok code=200 latency=1500000ns "
	             "received=12\n"
	             "sample 1489492771540+7 label=b failed code=503\n",
	  .diag = "" },
	{ .name = "series, mixed with samples; shapes in any order",
	  .text = "\xef\xbb\xbf{\"time\":1489492771,\"name\":\"cpu\",\"value\":0.1,\"host\":\"h\"}"
	          "\n"
	          "{\"value\":1e3,\"time\":1489492772,\"name\":\"cpu\"}\n"
	          "{\"Time\":1489492773,\"Elapsed\":5,\"Label\":\"a\"}\n"
	          "{\"name\":\"cpu\",\"time\":1489492774,\"value\":-2}\n",
	  .records = "observation 1489492771000 name=cpu value=100000 gauge host=h\n"
	             "observation 1489492772000 name=cpu value=1000000000 gauge\n"
	             "sample 1489492773000+5 label=a ok\n"
	             "observation 1489492774000 name=cpu value=-2000000 gauge\n",
	  .diag = "" },
	{ .name = "a mapping by paths",
	  .mapping = { { HR_FIELD_TIME, "data.time", 0 },
	               { HR_FIELD_ELAPSED, "data.values.1", 9 },
	               { HR_FIELD_LABEL, "data.tags.name", 0 },
	               { HR_FIELD_CODE, "a.b", 0 } },
	  .text = "{\"data\":{\"time\":\"2017-03-14T11:59:31Z\",\"values\":[9,0.25],"
	          "\"tags\":{\"name\":\"x\"}},\"a.b\":200}\n"
	          "{\"data\":{\"time\":1489492771,\"values\":[9]},\"a\":{\"b\":404}}\n",
	  .records = "sample 1489492771000+250 label=x ok code=200\n"
	             "sample 1489492771000+- label= failed code=404\n",
	  .diag = "degraded 1 2 no usable elapsed time\n" },
	{ .name = "escapes, surrogates and NUL in texts",
	  .text = "{\"elapsed\":1,\"time\":1489492771,\"label\":\"a\\n\\u00e9\\ud83d\\ude00\\\"\"}"
	          "\n",
	  .records = "sample 1489492771000+1 label=a\n\xc3\xa9\xf0\x9f\x98\x80\" ok\n",
	  .diag = "" },
	{ .name = "bad lines cost themselves",
	  .text = "{\"elapsed\":1,\"time\":1489492771}\n"
	          "{\"elapsed\":2,\"time\":14894}}\n"
	          "[1,2]\nnull\n{\"what\":1}\n{\"elapsed\":-1,\"time\":1489492771}\n"
	          "{\"elapsed\":3,\"time\":1489492771}\n{\"elapsed\":4,\"ti",
	  .records = "sample 1489492771000+1 label=(no label) ok\n"
	             "sample 1489492771000+3 label=(no label) ok\n",
	  .diag = "rejected 1 6 elapsed time is negative or above 100000 s\n"
	          "rejected 1 5 no members that make a sample (elapsed) or a value of a series "
	          "(time, value)\n"
	          "rejected 2 3 the line is not a JSON object\n"
	          "rejected 2 2 the line is not valid JSON\n" },
};

static void check_case(const struct lines_case *one, size_t piece)
{
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct hr_mapping mapping;
	struct recording recording;
	struct hr_str diag = { 0 };

	hr_mapping_init(&mapping);
	for (size_t i = 0; one->mapping[i].column != NULL; i++) {
		mapping.columns[one->mapping[i].field] = hr_strdup(one->mapping[i].column);
		mapping.shift[one->mapping[i].field] = one->mapping[i].shift;
		options.mapping = &mapping;
	}
	recording_read(&recording, &hr_format_json_lines, hr_slice_of(one->text), piece, &options);
	recording_diag_text(&recording, &diag);
	ck_assert_msg(recording.result == HR_OK, "%s: %s", one->name, recording.error.text);
	ck_assert_msg(strcmp(hr_str_text(&recording.sink.text), one->records) == 0, "%s: got\n%s",
	              one->name, hr_str_text(&recording.sink.text));
	ck_assert_msg(strcmp(hr_str_text(&diag), one->diag) == 0, "%s: got\n%s", one->name,
	              hr_str_text(&diag));
	hr_str_release(&diag);
	recording_release(&recording);
	hr_mapping_release(&mapping);
}

START_TEST(reads_lines)
{
	check_case(&cases[_i], 0);
	check_case(&cases[_i], 1);
	check_case(&cases[_i], 11);
}
END_TEST

/* More shapes of objects than are remembered. */
START_TEST(forgets_old_shapes)
{
	struct hr_str text = { 0 };
	struct recording recording;

	for (int i = 0; i < 60; i++)
		hr_str_printf(&text, "{\"elapsed\":%d,\"time\":1489492771,\"x%d\":0}\n", i, i % 20);
	recording_read(&recording, &hr_format_json_lines, hr_str_slice(&text), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_uint_eq(recording.sink.samples, 60);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

/* Shapes that took the place of others, once and again: as jansson alone reads them. */
START_TEST(shapes_come_and_go)
{
	const struct hr_read_options alone = { .zone = hr_zone_utc(), .reference = true };
	struct recording recording, reference;
	struct hr_str text = { 0 };

	for (int i = 0; i < 200; i++)
		hr_str_printf(
		        &text,
		        "{\"elapsed\":%d,\"time\":1489492771,\"label\":\"s%d\",\"x%d\":%d.50}\n", i,
		        i % 7, i / (1 + i / 50) % 11, i);
	recording_read(&recording, &hr_format_json_lines, hr_str_slice(&text), 0, NULL);
	recording_read(&reference, &hr_format_json_lines, hr_str_slice(&text), 0, &alone);
	ck_assert_uint_eq(recording.sink.samples, 200);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), hr_str_text(&reference.sink.text));
	recording_release(&reference);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

START_TEST(tells_where_a_line_is_wrong)
{
	struct recording recording;

	recording_read(&recording, &hr_format_json_lines,
	               hr_slice_of("{\"elapsed\":1}\n{\"elapsed\" 2}\n"), 0, NULL);
	ck_assert_uint_eq(recording.context.rejected, 1);
	ck_assert_str_eq(recording.diag.entries[1].reason, "the line is not valid JSON");
	ck_assert_ptr_nonnull(strstr(recording.diag.entries[1].first[0].text,
	                             "column 12: ':' expected near '2'"));
	recording_release(&recording);
}
END_TEST

START_TEST(rejects_a_line_beyond_the_cap)
{
	struct hr_str text = { 0 };
	struct recording recording;

	hr_str_puts(&text, "{\"elapsed\":1,\"time\":1489492771,\"label\":\"");
	for (size_t i = 0; i < (17u << 20) / 16; i++)
		hr_str_puts(&text, "0123456789abcdef");
	hr_str_puts(&text, "\"}\n{\"elapsed\":2,\"time\":1489492771}\n");
	recording_read(&recording, &hr_format_json_lines, hr_str_slice(&text), 100000, NULL);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "sample 1489492771000+2 label=(no label) ok\n");
	ck_assert_str_eq(recording.diag.entries[0].reason, "the line is longer than 16 MiB");
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

START_TEST(says_when_nothing_has_a_meaning)
{
	struct recording recording;

	recording_read(&recording, &hr_format_json_lines, hr_slice_of("{\"a\":1}\n{\"b\":2}\n"), 0,
	               NULL);
	ck_assert_int_eq(recording.result, HR_EPARSE);
	ck_assert_ptr_nonnull(strstr(recording.error.text, "mapping"));
	recording_release(&recording);
}
END_TEST

START_TEST(knows_its_own)
{
	static const struct {
		const char *head;
		bool complete;
		int sure;
	} heads[] = {
		{ "{\"time\":1,\"elapsed\":2}\n{\"ti", false, 60 },
		{ "{\"time\":1,\"elapsed\":2}", true, 60 },
		{ "{\"time\":1,\"elapsed\":2}", false, 0 }, /* no line end in sight */
		{ "{\"a\":1}\n{\"a\":2}\n", true, 10 },
		{ "{\n\"a\":1}\n", true, 0 },
		{ "{\"a\":1}\n[2]\n", true, 0 },
		{ "[1]\n", true, 0 },
		{ "", true, 0 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct hr_peek peek = { .head = hr_slice_of(heads[i].head),
			                .complete = heads[i].complete };

		ck_assert_msg(hr_format_json_lines.sniff(&peek) == heads[i].sure, "%s",
		              heads[i].head);
	}
}
END_TEST

static Suite *json_lines_suite(void)
{
	Suite *suite = suite_create("read/json_lines");
	TCase *tcase = tcase_create("json_lines");

	HR_ADD_ROWS(tcase, reads_lines, cases);
	tcase_add_test(tcase, forgets_old_shapes);
	tcase_add_test(tcase, shapes_come_and_go);
	tcase_add_test(tcase, tells_where_a_line_is_wrong);
	tcase_add_test(tcase, rejects_a_line_beyond_the_cap);
	tcase_add_test(tcase, says_when_nothing_has_a_meaning);
	tcase_add_test(tcase, knows_its_own);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(json_lines_suite)
