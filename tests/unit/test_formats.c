#include "read/formats.h"
#include <config.h>

#include <stdio.h>

#include "base/input.h"
#include "base/mem.h"
#include "base/output.h"
#include "base/zone.h"
#include "read/read_input.h"
#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

static const struct {
	const char *text;
	const char *format; /* NULL: an error */
	const char *error;  /* part of its text */
} sniffed[] = {
	{ "timeStamp,elapsed,label,success\n", "jtl-csv", NULL },
	{ "1551783627191,351,a,200,OK,TG 1-1,text,true,18\n", "jtl-csv", NULL },
	{ "time,name,value\n", "csv", NULL },
	{ "timestamp,value\n2014-04-10 00:04:00,91.958\n", "csv", NULL },
	{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults "
	  "version=\"1.2\">\n",
	  "jtl-xml", NULL },
	{ "hello world\n", NULL, "headroom help formats" },
	{ "a,b,c\n1,2,3\n", NULL, "by a mapping" },
	{ "\xff\xfet\0i\0", NULL, "UTF-16" },
	/* what two formats are equally sure of */
	{ "{\"sysstat\":{\"hosts\":[]},\"status\":1,\"data\":1,\"resultType\":1,\"result\":1}",
	  NULL, "could be prometheus or sadf-json; say which by --input-format" },
};

START_TEST(sniffs)
{
	struct hr_peek peek = { .head = hr_slice_of(sniffed[_i].text), .complete = true };
	const struct hr_format *format = NULL;
	struct hr_error error = { 0 };

	if (sniffed[_i].format != NULL) {
		ck_assert_int_eq(hr_format_sniff(&peek, &format, &error), HR_OK);
		ck_assert_str_eq(format->name, sniffed[_i].format);
	} else {
		ck_assert_int_eq(hr_format_sniff(&peek, &format, &error), HR_EPARSE);
		ck_assert_msg(strstr(error.text, sniffed[_i].error) != NULL, "got %s", error.text);
	}
}
END_TEST

/* A table that a mapping describes is read by it, even if its header looks like
 * JMeter's. */
START_TEST(a_mapping_wins)
{
	struct hr_mapping mapping;
	struct hr_peek peek = { .head = HR_SLICE_LITERAL("timeStamp,elapsed,label,success\n"),
		                .mapping = &mapping };
	const struct hr_format *format = NULL;

	hr_mapping_init(&mapping);
	mapping.columns[HR_FIELD_TIME] = hr_strdup("timeStamp");
	mapping.columns[HR_FIELD_ELAPSED] = hr_strdup("elapsed");
	ck_assert_int_eq(hr_format_sniff(&peek, &format, NULL), HR_OK);
	ck_assert_str_eq(format->name, "csv");
	/* one that describes something else leaves the file to JMeter */
	free(mapping.columns[HR_FIELD_ELAPSED]);
	mapping.columns[HR_FIELD_ELAPSED] = hr_strdup("took");
	ck_assert_int_eq(hr_format_sniff(&peek, &format, NULL), HR_OK);
	ck_assert_str_eq(format->name, "jtl-csv");
	hr_mapping_release(&mapping);
}
END_TEST

START_TEST(names_are_unique_and_found)
{
	for (size_t i = 0; hr_formats[i] != NULL; i++) {
		ck_assert_ptr_eq(hr_format_find(hr_formats[i]->name), hr_formats[i]);
		ck_assert_uint_ne(hr_formats[i]->carries, 0);
		ck_assert_ptr_nonnull(hr_formats[i]->title);
	}
	ck_assert_ptr_null(hr_format_find("no such"));
}
END_TEST

/* ---- hr_read_input ---- */

struct reading {
	struct recording_sink sink;
	struct hr_diag diag;
	struct hr_read_result result;
	struct hr_error error;
	enum hr_err code;
};

static void read_text(struct reading *reading, struct hr_slice text, const struct hr_format *format)
{
	static const char path[] = "test_formats.tmp";
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct hr_input *input = NULL;

	*reading = (struct reading){ .code = HR_OK };
	recording_sink_init(&reading->sink);
	ck_assert_int_eq(hr_output_file(path, text, NULL), HR_OK);
	ck_assert_int_eq(hr_input_open(path, &input, NULL), HR_OK);
	reading->code = hr_read_input(input, format, &options, &reading->sink.sink, &reading->diag,
	                              NULL, 0, &reading->result, &reading->error);
	hr_input_close(input);
	remove(path);
}

static void reading_release(struct reading *reading)
{
	recording_sink_release(&reading->sink);
	hr_diag_release(&reading->diag);
	hr_str_release(&reading->result.assumptions);
}

START_TEST(reads_an_input)
{
	struct reading reading;

	read_text(&reading,
	          HR_SLICE_LITERAL("timeStamp,elapsed,label,success\n1551783627191,10,a,true\n"
	                           "x,10,b,true\nx\n"),
	          NULL);
	ck_assert_int_eq(reading.code, HR_OK);
	ck_assert_str_eq(reading.result.format->name, "jtl-csv");
	ck_assert_uint_eq(reading.result.bytes, 70);
	ck_assert_uint_eq(reading.result.records, 2);
	ck_assert_uint_eq(reading.result.degraded, 1);
	ck_assert_uint_eq(reading.result.rejected, 1);
	ck_assert(!reading.result.truncated);
	ck_assert_uint_eq(strlen(reading.result.digest), 16);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&reading.result.assumptions),
	                             "format: jtl-csv (JMeter results, CSV)\n"));
	reading_release(&reading);
}
END_TEST

START_TEST(an_empty_input_is_no_error)
{
	struct reading reading;

	static const char *const texts[] = { "", "\n", "\xef\xbb\xbf\r\n \n" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		read_text(&reading, hr_slice_of(texts[i]), NULL);
		ck_assert_int_eq(reading.code, HR_OK);
		ck_assert_ptr_null(reading.result.format);
		ck_assert_uint_eq(reading.result.records, 0);
		ck_assert_uint_eq(reading.result.bytes, strlen(texts[i]));
		ck_assert_uint_eq(hr_diag_total(&reading.diag, HR_DIAG_NOTE, NULL), 1);
		ck_assert_uint_eq(strlen(reading.result.digest), 16);
		reading_release(&reading);
	}
}
END_TEST

START_TEST(errors_are_located)
{
	struct reading reading;

	read_text(&reading, HR_SLICE_LITERAL("hello\n"), NULL);
	ck_assert_int_eq(reading.code, HR_EPARSE);
	ck_assert_str_eq(reading.error.source, "test_formats.tmp");
	reading_release(&reading);
	read_text(&reading, HR_SLICE_LITERAL("hello\n"), &hr_format_table_csv);
	ck_assert_int_eq(reading.code, HR_EPARSE);
	ck_assert_str_eq(reading.error.source, "test_formats.tmp");
	ck_assert_uint_eq(reading.error.line, 1);
	reading_release(&reading);
}
END_TEST

static Suite *formats_suite(void)
{
	Suite *suite = suite_create("read/formats");
	TCase *tcase = tcase_create("formats");

	HR_ADD_ROWS(tcase, sniffs, sniffed);
	tcase_add_test(tcase, a_mapping_wins);
	tcase_add_test(tcase, names_are_unique_and_found);
	tcase_add_test(tcase, reads_an_input);
	tcase_add_test(tcase, an_empty_input_is_no_error);
	tcase_add_test(tcase, errors_are_located);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(formats_suite)
