#include <config.h>
#include "read/formats.h"

#include "real_file.h"
#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

static const struct reader_case_named cases[] = {
	{ .name = "the last = of each name; lines of a log",
	  .text = "2026-11-20 INFO o.a.j.r.Summariser: a b +  1 in 00:00:01 =  1.0/s Avg:  7 Min:  "
	          "7 "
	          "Max:  7 Err:  0 (0.00%) Active: 1\r\n"
	          "a b =  3 in     2s =  1.5/s Avg:  8 Min:  6 Max:  9 Err:  1 (33.33%)\n"
	          "a b +  9 in     2s =  1.5/s Avg:  8 Min:  6 Max:  9 Err:  1 (33.33%)\n"
	          "c +  4 in 2 =  2.0/s Avg:  5 Min:  4 Max:  6 Err:  0 (0.00%)",
	  .records = "aggregate label=a b count=3 errors=1\naggregate label=c count=4 errors=0\n",
	  .figures = "aggregate label=a b mean=8 min=6 max=9 throughput=1.5\n"
	             "aggregate label=c mean=5 min=4 max=6 throughput=2\n",
	  .diag = "" },
	{ .name = "cut off, more errors than samples, other lines",
	  .text = "a = 3 in 2s = 1.5/s Avg: 8 Min: 6 Max: 9 Err: 4 (0%)\n"
	          "a plus (+) in = it + 1\na = 2 in 2s = 1.5/s Avg: 8 Min: 6 Ma",
	  .records = "",
	  .diag = "",
	  .result = HR_EPARSE,
	  .error = "no line is one of JMeter's summaries" },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i], &hr_format_jmeter_summary);
}
END_TEST

START_TEST(fixture)
{
	struct recording recording;

	reader_case_fixture("jmeter-summary.log", &hr_format_jmeter_summary, 1, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "aggregate label=summary count=1255 errors=12\n");
	recording_release(&recording);
}
END_TEST

/* Figures of data/real/SOURCES.md; the 123 errors are the file's, which calls them 4.56 %. */
START_TEST(real)
{
	struct hr_str text = { 0 };
	struct recording recording;

	if (!real_file_load("jenkinsci-performance-plugin/summary.log", &text))
		return;
	reader_case_sniff(hr_str_text(&text), &hr_format_jmeter_summary);
	recording_read(&recording, &hr_format_jmeter_summary, hr_str_slice(&text), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "aggregate label=Generate Summary Results count=1257 errors=123\n");
	ck_assert_str_eq(hr_str_text(&recording.sink.figures),
	                 "aggregate label=Generate Summary Results mean=333 min=3 max=5630 "
	                 "throughput=7.8\n");
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

static Suite *jmeter_summary_suite(void)
{
	Suite *suite = suite_create("read/jmeter_summary");
	TCase *tcase = tcase_create("jmeter_summary");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, fixture);
	tcase_add_test(tcase, real);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(jmeter_summary_suite)
