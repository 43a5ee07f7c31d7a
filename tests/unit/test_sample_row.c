/*
 * The same values as CSV and XML of JMeter and as JSON lines are the same sample.
 */
#include <config.h>
#include "read/sample_row.h"

#include <string.h>

#include "read/formats.h"
#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

/* What a row says, and what any reader makes of it. */
static const struct {
	const char *elapsed, *success, *samples, *errors;
	const char *record, *diag;
} rows[] = {
	{ "10", "true", "1", "0", "+10 label=a ok\n", "" },
	{ "1.5", "FALSE", "", "", "+1500000ns label=a failed\n", "" },
	{ " 10 ", " true ", " 3 ", " 1 ", "+10 label=a ok weight=3 errors=1\n", "" },
	{ "10", "false", "3", "", "+10 label=a failed weight=3 errors=3\n", "" },
	{ "10", "true", "3", "7", "+10 label=a ok weight=3 errors=3\n", "" },
	{ "10", "true", "0", "7", "+10 label=a ok\n", "" },
	{ "10", "true", "-3", "1", "+10 label=a ok\n", "" },
	/* 2^32 - 1 samples a row are the most. */
	{ "10", "true", "5000000000", "0", "+10 label=a ok weight=4294967295\n", "" },
	{ "10", "true", "5000000000", "5000000000",
	  "+10 label=a ok weight=4294967295 errors=4294967295\n", "" },
	{ "99999999999999999999", "true", "", "", NULL,
	  "rejected elapsed time is negative or above 100000 s\n" },
	{ "-99999999999999999999", "true", "", "", NULL,
	  "rejected elapsed time is negative or above 100000 s\n" },
	{ "99999999999999999999.5", "true", "", "", NULL,
	  "rejected elapsed time is negative or above 100000 s\n" },
	{ "100000001", "true", "", "", NULL,
	  "rejected elapsed time is negative or above 100000 s\n" },
	{ "-1", "true", "", "", NULL, "rejected elapsed time is negative or above 100000 s\n" },
	{ "99999999999999999999x", "true", "", "", "- label=a ok\n",
	  "degraded no usable elapsed time\n" },
	{ "", "true", "", "", "- label=a ok\n", "degraded no usable elapsed time\n" },
	{ "-", "perhaps", "", "", "- label=a failed\n",
	  "degraded no usable elapsed time; success is neither true nor false, counted as "
	  "failed\n" },
	{ "10", "perhaps", "", "", "+10 label=a failed\n",
	  "degraded success is neither true nor false, counted as failed\n" },
};
static void compare(int row, const struct hr_format *format, const char *text)
{
	struct recording recording;
	struct hr_str records = { 0 }, diag = { 0 };

	if (rows[row].record != NULL)
		hr_str_printf(&records, "sample 1551783627191%s%s",
		              rows[row].record[0] == '-' ? "+" : "", rows[row].record);
	recording_read(&recording, format, hr_slice_of(text), 0, NULL);
	for (size_t i = 0; i < recording.diag.count; i++) {
		const struct hr_diag_entry *entry = &recording.diag.entries[i];

		if (entry->severity != HR_DIAG_NOTE)
			hr_str_printf(&diag, "%s %s\n",
			              entry->severity == HR_DIAG_REJECTED ? "rejected" : "degraded",
			              entry->reason);
	}
	ck_assert_msg(recording.result == HR_OK, "%s: %s", format->name, recording.error.text);
	ck_assert_msg(strcmp(hr_str_text(&recording.sink.text), hr_str_text(&records)) == 0,
	              "%s: %s gives %s", format->name, text, hr_str_text(&recording.sink.text));
	ck_assert_msg(strcmp(hr_str_text(&diag), rows[row].diag) == 0, "%s: %s gives %s",
	              format->name, text, hr_str_text(&diag));
	hr_str_release(&records);
	hr_str_release(&diag);
	recording_release(&recording);
}

START_TEST(same_in_all_formats)
{
	struct hr_str text = { 0 };

	hr_str_printf(&text,
	              "timeStamp,elapsed,label,success,SampleCount,ErrorCount\n"
	              "1551783627191,%s,a,%s,%s,%s\n",
	              rows[_i].elapsed, rows[_i].success, rows[_i].samples, rows[_i].errors);
	compare(_i, &hr_format_jtl_csv, hr_str_text(&text));
	hr_str_truncate(&text, 0);
	hr_str_printf(&text,
	              "<testResults version=\"1.2\"><httpSample ts=\"1551783627191\" t=\"%s\""
	              " lb=\"a\" s=\"%s\" sc=\"%s\" ec=\"%s\"/></testResults>",
	              rows[_i].elapsed, rows[_i].success, rows[_i].samples, rows[_i].errors);
	compare(_i, &hr_format_jtl_xml, hr_str_text(&text));
	hr_str_truncate(&text, 0);
	hr_str_printf(&text,
	              "{\"time\":1551783627191,\"elapsed\":\"%s\",\"label\":\"a\","
	              "\"success\":\"%s\",\"weight\":\"%s\",\"errors\":\"%s\"}\n",
	              rows[_i].elapsed, rows[_i].success, rows[_i].samples, rows[_i].errors);
	compare(_i, &hr_format_json_lines, hr_str_text(&text));
	hr_str_release(&text);
}
END_TEST

static const struct {
	const char *text;
	bool controller, empty;
} messages[] = {
	{ "Number of samples in transaction : 2, number of failing samples : 0", true, false },
	{ "Number of samples in transaction : 0, number of failing samples : 0", true, true },
	{ "Number of samples in transaction : 0", true, true },
	{ "Number of samples in transaction : 05", true, false },
	{ "Number of samples in transaction : ", true, false },
	{ "Number of samples", false, false },
	{ "", false, false },
};

START_TEST(knows_controllers)
{
	bool empty = true;

	ck_assert_int_eq(hr_controller_message(hr_slice_of(messages[_i].text), &empty),
	                 messages[_i].controller);
	ck_assert_int_eq(empty, messages[_i].empty);
}
END_TEST

/* Reasons hold no numbers of a row: 1,000 rows of 1,000 lengths have two. */
START_TEST(odd_rows_share_their_reasons)
{
	struct recording recording;
	struct hr_str text = { 0 };
	size_t seen = 0;

	hr_str_puts(&text, "timeStamp,elapsed,label,success\n");
	for (int fields = 1; fields <= 1000; fields++) {
		hr_str_puts(&text, "1551783627191");
		for (int i = 1; i < fields; i++)
			hr_str_puts(&text, ",x");
		hr_str_putc(&text, '\n');
	}
	recording_read(&recording, &hr_format_jtl_csv, hr_str_slice(&text), 0, NULL);
	for (size_t i = 0; i < recording.diag.count; i++) {
		const struct hr_diag_entry *entry = &recording.diag.entries[i];

		if (strcmp(entry->reason, "fewer fields than columns") == 0) {
			ck_assert_uint_eq(entry->count, 3);
			ck_assert_str_eq(entry->first[1].text, "2 fields of 4: 1551783627191,x");
			seen++;
		} else if (strcmp(entry->reason, "more fields than columns") == 0) {
			ck_assert_uint_eq(entry->count, 996);
			seen++;
		}
	}
	ck_assert_uint_eq(seen, 2);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

/* Of what a sample lacks, whether nothing is left to count by; with and without a success told. */
START_TEST(what_may_lack)
{
	const unsigned time = HR_LACKS_TIME, elapsed = HR_LACKS_ELAPSED, success = HR_LACKS_SUCCESS;

	for (unsigned lacks = 0; lacks <= (time | elapsed | success); lacks++) {
		bool both = (lacks & time) != 0 && (lacks & elapsed) != 0;

		ck_assert_int_eq(hr_lack_refusal(lacks, true) != NULL,
		                 both && (lacks & success) != 0);
		ck_assert_int_eq(hr_lack_refusal(lacks, false) != NULL, both);
	}
	ck_assert_str_eq(hr_lack_refusal(time | elapsed, false),
	                 hr_lack_reason(time | elapsed | success));
}
END_TEST

static Suite *sample_row_suite(void)
{
	Suite *suite = suite_create("read/sample_row");
	TCase *tcase = tcase_create("sample_row");

	HR_ADD_ROWS(tcase, same_in_all_formats, rows);
	HR_ADD_ROWS(tcase, knows_controllers, messages);
	tcase_add_test(tcase, odd_rows_share_their_reasons);
	tcase_add_test(tcase, what_may_lack);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(sample_row_suite)
