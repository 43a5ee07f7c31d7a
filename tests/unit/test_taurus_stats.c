#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define GROUP(label, figures) "<Group label=\"" label "\">" figures "</Group>"
#define COUNTS(succ, fail)    "<succ value=\"" succ "\"/><fail value=\"" fail "\"/>"

static const struct reader_case_named cases[] = {
	{ .name = "without the length of the test there are no rates",
	  .text = "<FinalStatus>" GROUP(
	          "",
	          COUNTS("3", "1") "<avg_rt value=\"0.5\"/><bytes value=\"99\"/>") "</FinalStatus>",
	  .records = "aggregate label=Total count=4 errors=1\n",
	  .figures = "aggregate label=Total mean=500\n",
	  .diag = "" },
	{ .name = "rates over the length of the test; percentiles nobody knows here are left out",
	  .text = "<FinalStatus><TestDuration>2</TestDuration>" GROUP(
	          "a", COUNTS("4", "0") "<bytes value=\"4096\"/><perc param=\"42.0\" value=\"7\"/>"
	                                "<perc param=\"75.0\" value=\"0.25\"/>") "</FinalStatus>",
	  .records = "aggregate label=a count=4 errors=0\n",
	  .figures = "aggregate label=a p75=250 throughput=2 received=2\n",
	  .diag = "" },
	{ .name = "in another encoding",
	  .text = "<?xml version='1.0' encoding='ISO-8859-1'?><FinalStatus>" GROUP(
	          "caf\xe9", COUNTS("1", "0")) "</FinalStatus>",
	  .records = "aggregate label=caf\xc3\xa9 count=1 errors=0\n",
	  .diag = "" },
	{ .name = "bad groups cost themselves; cut off inside one",
	  .text = "<FinalStatus>" GROUP("a", COUNTS("x", "1")) GROUP("b", COUNTS("1.5", "1")) GROUP(
	          "c", "<succ value=\"1\"/>")
	          GROUP("d",
	                COUNTS("1",
	                       "0")) "\n<Group label=\"e\"><succ value=\"1\"/><fail value=\"1\"/>",
	  .records = "aggregate label=d count=1 errors=0\n",
	  .diag = "rejected 3 1 a group without the numbers of succ and fail\n"
	          "note 1 2 the file ends inside a group\n" },
	{ .name = "other XML",
	  .text = "<a/>",
	  .records = "",
	  .diag = "",
	  .result = HR_EPARSE,
	  .error = "no <FinalStatus>" },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i], &hr_format_taurus_stats);
}
END_TEST

/* The figures are those the fixture states, times 1000; 205 samples in 20.5 s are 10 a second,
 * 2099200 bytes 100 KiB a second. */
START_TEST(fixture)
{
	struct recording recording;

	reader_case_fixture("taurus-stats.xml", &hr_format_taurus_stats, 2, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "aggregate label=Total count=205 errors=5\n"
	                 "aggregate label=Cart & checkout count=105 errors=5\n");
	ck_assert_ptr_nonnull(strstr(
	        hr_str_text(&recording.sink.figures),
	        "aggregate label=Total mean=125 stddev=25 min=40 max=751 p50=119 p90=200 p95=250 "
	        "p99=400 p999=750 throughput=10 received=100\n"));
	recording_release(&recording);
}
END_TEST

static Suite *taurus_stats_suite(void)
{
	Suite *suite = suite_create("read/taurus_stats");
	TCase *tcase = tcase_create("taurus_stats");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, fixture);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(taurus_stats_suite)
