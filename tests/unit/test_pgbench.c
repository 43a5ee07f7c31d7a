#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

#define NO_LINE                                                                                    \
	"the line is not client, number, time, script, second, microsecond [, lag] [, retries]\n"

#define LAG_NOTE                                                                                   \
	"note 1 0 the log has a schedule lag: response times count from the scheduled start\n"

static const struct reader_case log_cases[] = {
	/* six fields: the stamp is the end */
	{ "0 199 2241 0 1795132800 995598\n3 7 skipped 1 1795132801 0\n",
	  "sample 1795132800993357000ns+2241000ns label=script 0 ok\n"
	  "sample 1795132801000+- label=script 1 failed failure=skipped: too late for its "
	  "schedule\n",
	  NULL, "" },
	/* seven, the last one small: retries */
	{ "0 1 1000 0 1795132800 0 0\n0 2 serialization 0 1795132800 0 99\n",
	  "sample 1795132799999+1 label=script 0 ok\n"
	  "observation 1795132800000 name=pgbench retries value=0 gauge\n"
	  "sample 1795132800000+- label=script 0 failed failure=serialization failure\n"
	  "observation 1795132800000 name=pgbench retries value=99000000 gauge\n",
	  NULL, "" },
	/* seven, one of them too large for retries: lag, from the first line on */
	{ "0 1 1000 0 1795132800 0 5\n0 2 1000 0 1795132801 0 2500\n0 3 1000 0 1795132802 0 7\n",
	  "sample 1795132799999+1 label=script 0 ok\n"
	  "observation 1795132800000 name=pgbench schedule lag value=5000 gauge unit=ms\n"
	  "sample 1795132800999+1 label=script 0 ok\n"
	  "observation 1795132801000 name=pgbench schedule lag value=2500000 gauge unit=ms\n"
	  "sample 1795132801999+1 label=script 0 ok\n"
	  "observation 1795132802000 name=pgbench schedule lag value=7000 gauge unit=ms\n",
	  NULL, LAG_NOTE },
	{ "0 1 skipped 0 1795132800 0 5\n",
	  "sample 1795132800000+- label=script 0 failed failure=skipped: too late for its "
	  "schedule\n"
	  "observation 1795132800000 name=pgbench schedule lag value=5000 gauge unit=ms\n",
	  NULL, LAG_NOTE },
	/* eight: both */
	{ "1 0 9000 1 1795132800 700000 4500 2\r\n",
	  "sample 1795132800691+9 label=script 1 ok\n"
	  "observation 1795132800700 name=pgbench schedule lag value=4500000 gauge unit=ms\n"
	  "observation 1795132800700 name=pgbench retries value=2000000 gauge\n",
	  NULL, LAG_NOTE },
	{ "0 1 x 0 1795132800 0\n0 1 -5 0 1795132800 0\n0 1 5 0 1795132800\n"
	  "0 1 5 0 1795132800 1000000\n1 2 3 4 5 6 7 8 9\n0 1 5 0 1795132800 12",
	  "", NULL,
	  "rejected 4 3 " NO_LINE "rejected 2 1 the time is no number of microseconds\n" },
};

START_TEST(log_lines)
{
	reader_case_check(&log_cases[_i], &hr_format_pgbench_log);
}
END_TEST

#define INTERVALS_NOTE "note 1 0 sums of intervals: there are no percentiles\n"

static const struct reader_case interval_cases[] = {
	/* before 15, with skipped ones, which are in the count; values 1, 3 and 5 ms */
	{ "1795132800 5 9000 35000000 1000 5000 0 0 0 0 2\n",
	  "observation 1795132800000 name=pgbench mean latency value=3000000 gauge unit=ms\n"
	  "observation 1795132800000 name=pgbench transactions value=3000000 gauge unit=per "
	  "interval\naggregate label=transactions count=5 errors=2\n",
	  "aggregate label=transactions mean=3 stddev=2 min=1 max=5\n", INTERVALS_NOTE },
	/* since 15: failures are apart; an interval of nothing */
	{ "1795132800 3 9000 35000000 1000 5000 0 0 0 0 2 1 1 3 4\n"
	  "1795132801 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
	  "observation 1795132800000 name=pgbench mean latency value=3000000 gauge unit=ms\n"
	  "observation 1795132800000 name=pgbench transactions value=3000000 gauge unit=per "
	  "interval\n"
	  "observation 1795132801000 name=pgbench transactions value=0 gauge unit=per interval\n"
	  "aggregate label=transactions count=12 errors=9\n",
	  "aggregate label=transactions mean=3 stddev=2 min=1 max=5\n", INTERVALS_NOTE },
	{ "1795132800 3 9000\n1795132800 3 9000 1 5 1\n1795132800 1.5 9 9 1 5\n"
	  "1795132800 3 9000 35000000 1000 50",
	  "", "", "rejected 4 1 the line is no interval of pgbench\n" },
};

START_TEST(intervals)
{
	reader_case_check(&interval_cases[_i], &hr_format_pgbench_intervals);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("pgbench-log.txt", &hr_format_pgbench_log, 6, &recording);
	ck_assert_uint_eq(recording.sink.failed, 4);
	recording_release(&recording);
	reader_case_fixture("pgbench-log-8.txt", &hr_format_pgbench_log, 6, &recording);
	recording_release(&recording);
	/* the rows of the example in pgbench's manual */
	reader_case_fixture("pgbench-intervals.txt", &hr_format_pgbench_intervals, 7, &recording);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&recording.sink.text),
	                             "aggregate label=transactions count=20693 errors=0\n"));
	recording_release(&recording);
	reader_case_fixture("pgbench-intervals-15.txt", &hr_format_pgbench_intervals, 5,
	                    &recording);
	recording_release(&recording);
}
END_TEST

static Suite *pgbench_suite(void)
{
	Suite *suite = suite_create("read/pgbench");
	TCase *tcase = tcase_create("pgbench");

	HR_ADD_ROWS(tcase, log_lines, log_cases);
	HR_ADD_ROWS(tcase, intervals, interval_cases);
	tcase_add_test(tcase, reads_the_examples);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(pgbench_suite)
