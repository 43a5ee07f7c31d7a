#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

#define HEY                                                                                        \
	"response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,"     \
	"offset\n"
#define HEY_NOTE                                                                                   \
	"note 1 0 hey leaves requests that got no response out of its CSV: they are missing from " \
	"the counts and the error ratio\n"

static const struct reader_case hey_cases[] = {
	{ HEY "0.0125,0.0102,0.0050,0.0000,0.0022,0.0001,200,0.0006\r\n"
	      "0.1,0,0,0,0,0,404,1\n0.2,-,0,0,0,0,301\n0.3,-,0,0,0,0,399\n0.4,-,0,0,0,0,400\n",
	  "sample -+12500000ns label=requests ok code=200 latency=12400000ns connect=10200000ns\n"
	  "sample -+100 label=requests failed code=404 latency=0 connect=0\n"
	  "sample -+200 label=requests ok code=301\n"
	  "sample -+300 label=requests ok code=399\n"
	  "sample -+400 label=requests failed code=400\n",
	  NULL, HEY_NOTE },
	{ HEY "x,0,0,0,0,0,200,1\n-1,0,0,0,0,0,200,1\n1,0,0,0,0,0,OK,1\n1,2,3\n"
	      "1,0,0,0,0,0,1000,1\n",
	  "", NULL,
	  HEY_NOTE "rejected 2 2 the response time is missing or out of range\n"
	           "rejected 1 5 the row has not the 8 fields of hey\n"
	           "rejected 2 4 the status code is no number\n" },
	{ HEY "1,2,\"3\n", "", NULL, "rejected 1 2 a quoted field without end\n" HEY_NOTE },
};

START_TEST(hey)
{
	reader_case_check(&hey_cases[_i], &hr_format_hey_csv);
}
END_TEST

#define AB      "starttime\tseconds\tctime\tdtime\tttime\twait\n"
#define AB_NOTE "note 1 0 ab -g does not say which requests failed: all count as successes\n"

static const struct reader_case ab_cases[] = {
	/* a wait longer than the whole is no latency */
	{ AB "Fri Nov 20 02:00:01 2026\t1795140001\t1\t4\t5\t3\r\n"
	     "Fri Nov 20 02:00:01 2026\t1795140001\t1\t4\t5\t9",
	  "sample 1795140001000+5 label=requests ok latency=4 connect=1\n"
	  "sample 1795140001000+5 label=requests ok connect=1\n",
	  NULL, AB_NOTE },
	{ AB "a\tx\t1\t4\t5\t3\nb\t1795140001\t1\t4\t\t3\nc\t1\t2\nd\t1\t2\t3\t4\t5\t6\n",
	  "sample -+5 label=requests ok latency=4 connect=1\n", NULL,
	  AB_NOTE "rejected 2 4 the row has not the 6 fields of ab -g\n"
	          "degraded 1 2 the start is no number of seconds\n"
	          "rejected 1 3 the total time is missing or out of range\n" },
};

START_TEST(ab_requests)
{
	reader_case_check(&ab_cases[_i], &hr_format_ab_requests);
}
END_TEST

#define SERVED "Percentage served,Time in ms\n"

static const struct reader_case served_cases[] = {
	{ SERVED "0,1.5\n50,2\n75,3\n90,4\n95,5\n99,6\n100,7\n",
	  "aggregate label=requests count=0 errors=0\n",
	  "aggregate label=requests min=1.5 max=7 p50=2 p75=3 p90=4 p95=5 p99=6\n",
	  "note 1 0 ab -e holds percentiles alone: the number of requests and of failed ones is "
	  "not known\n" },
	/* what may be cut off is not used */
	{ SERVED "101,1\n5\n50,x\n50,12", "", "",
	  "rejected 3 2 the row is not percentage,milliseconds\n" },
};

START_TEST(ab_percentiles)
{
	reader_case_check(&served_cases[_i], &hr_format_ab_percentiles);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("hey.csv", &hr_format_hey_csv, 3, &recording);
	ck_assert_uint_eq(recording.sink.failed, 1);
	recording_release(&recording);
	reader_case_fixture("ab-requests.tsv", &hr_format_ab_requests, 2, &recording);
	recording_release(&recording);
	reader_case_fixture("ab-percentiles.csv", &hr_format_ab_percentiles, 1, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.figures),
	                 "aggregate label=requests min=10 max=98.5 p50=35 p75=47.5 p90=55 "
	                 "p95=57.5 p99=59.9\n");
	recording_release(&recording);
}
END_TEST

static Suite *hey_ab_suite(void)
{
	Suite *suite = suite_create("read/hey_ab");
	TCase *tcase = tcase_create("hey_ab");

	HR_ADD_ROWS(tcase, hey, hey_cases);
	HR_ADD_ROWS(tcase, ab_requests, ab_cases);
	HR_ADD_ROWS(tcase, ab_percentiles, served_cases);
	tcase_add_test(tcase, reads_the_examples);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(hey_ab_suite)
