#include <config.h>
#include "read/formats.h"

#include "real_file.h"
#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

static const struct reader_case_named cases[] = {
	{ .name = "bad times; cut off inside a case",
	  .text = "<testsuite>\n<testcase name=\"a\" time=\"0.5\"/>\n<testcase name=\"b\"/>\n"
	          "<testcase name=\"c\" time=\"-1\"/>\n</testsuite><testsuite timestamp=\""
	          "2026-11-20T02:00:00Z\"><testcase classname=\"k\" name=\"d\" time=\"x\"/>\n"
	          "<testcase name=\"e\" time=\"1\"/><testcase name=\"f\" time=\"1\">",
	  .records = "sample -+500 label=a ok\nsample -+- label=b ok\n"
	             "sample 1795140000000+- label=k.d ok\nsample 1795140000000+1000 label=e ok\n",
	  .diag = "degraded 1 5 no usable time\n"
	          "note 1 6 the file ends inside a test case\n"
	          "degraded 1 2 the suite has no usable timestamp\n"
	          "degraded 1 3 the suite has no usable timestamp; no usable time\n"
	          "rejected 1 4 time is negative or above 100000 s\n" },
	{ .name = "in the encoding it declares",
	  .text = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<testsuite timestamp=\""
	          "2026-11-20T02:00:00Z\"><testcase name=\"caf\xe9 \x80\" time=\"1\"/></testsuite>",
	  .records = "sample 1795140000000+1000 label=caf\xc3\xa9 \xe2\x82\xac ok\n",
	  .diag = "" },
	{ .name = "in an encoding that nobody knows",
	  .text = "<?xml version=\"1.0\" encoding=\"klingon\"?>\n<testsuite timestamp=\""
	          "2026-11-20T02:00:00Z\"><testcase name=\"a\" time=\"1\"/></testsuite>",
	  .records = "sample 1795140000000+1000 label=a ok\n",
	  .diag = "note 1 1 the declared encoding is not known; read as UTF-8\n" },
	{ .name = "no suite",
	  .text = "<a/>",
	  .records = "",
	  .diag = "",
	  .result = HR_EPARSE,
	  .error = "no <testsuite>" },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i], &hr_format_junit_xml);
}
END_TEST

START_TEST(fixture)
{
	struct recording recording;

	reader_case_fixture("junit.xml", &hr_format_junit_xml, 3, &recording);
	ck_assert_str_eq(
	        hr_str_text(&recording.sink.text),
	        "sample 1795140000000+250 label=shop.CartTest.adds & removes ok host=ci-1\n"
	        "sample 1795140000250+50 label=shop.CartTest.sums failed "
	        "code=AssertionError failure=expected 3 < 4 host=ci-1\n"
	        "sample 1795140000300+8 label=shop.CartTest.stores failed "
	        "code=java.io.IOException host=ci-1\n");
	recording_release(&recording);
}
END_TEST

/* data/real/SOURCES.md: 3 samples, 2 errors. */
START_TEST(real)
{
	struct hr_str text = { 0 };
	struct recording recording;

	if (!real_file_load("jenkinsci-performance-plugin/"
	                    "TEST-JUnitResults-success-failure-error.xml",
	                    &text))
		return;
	reader_case_sniff(hr_str_text(&text), &hr_format_junit_xml);
	recording_read(&recording, &hr_format_junit_xml, hr_str_slice(&text), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_uint_eq(recording.sink.samples, 3);
	ck_assert_uint_eq(recording.sink.failed, 2);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&recording.sink.text),
	                             "sample 1261245539000+6 label=tests.ATest.error failed "));
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

static Suite *junit_xml_suite(void)
{
	Suite *suite = suite_create("read/junit_xml");
	TCase *tcase = tcase_create("junit_xml");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, fixture);
	tcase_add_test(tcase, real);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(junit_xml_suite)
