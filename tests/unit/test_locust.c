#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

#define STATS                                                                                      \
	"Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,"        \
	"Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,75%,"  \
	"90%,95%,99%,99.9%\n"
#define HISTORY                                                                                    \
	"Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,90%,95%,99%,"                    \
	"Total Request Count,Total Failure Count\n"

static const struct locust_case {
	const struct hr_format *format;
	struct reader_case one;
} cases[] = {
	{ &hr_format_locust_stats,
	  { STATS "GET,/a,10,2,99,101.5,90,130.25,7,2.5,0.5,100,110,120,125,129,130\n",
	    "aggregate label=GET /a count=10 errors=2\n",
	    "aggregate label=GET /a mean=101.5 min=90 max=130.25 p50=100 p75=110 p90=120 p95=125 "
	    "p99=129 p999=130 throughput=2.5\n",
	    "" } },
	/* nothing was sent: zeros are no times */
	{ &hr_format_locust_stats,
	  { STATS ",Aggregated,0,0,0,0.0,0,0,0,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A\n",
	    "aggregate label=Aggregated count=0 errors=0\n",
	    "aggregate label=Aggregated throughput=0\n", "" } },
	/* the columns of versions before 1.0, without percentiles */
	{ &hr_format_locust_stats,
	  { "\"Method\",\"Name\",\"# requests\",\"# failures\",\"Median response time\","
	    "\"Average response time\"\n\"GET\",\"/a\",5,0,12,13\nGET,/b,x,0,1,1\n"
	    "GET,/c,1,2,1,1\nGET,/d,1\n\"Method\",\"Name\",\"# requests\",\"# failures\","
	    "\"Average response time\"\n",
	    "aggregate label=GET /a count=5 errors=0\n", "aggregate label=GET /a mean=13 p50=12\n",
	    "rejected 1 5 fewer fields than columns\nrejected 1 4 more failures than requests\n"
	    "rejected 1 3 no usable number of requests and failures\n" } },
	{ &hr_format_locust_history,
	  { HISTORY "1700000000,0,,Aggregated,0.0,0.0,N/A,N/A,N/A,N/A,0,0\n"
	            "1700000001,2,GET,/a,1.5,0.5,10,20,30,40,6,1\nsoon,1,,Aggregated,1,1\n",
	    "observation 1700000000000 name=users value=0 gauge\n"
	    "observation 1700000000000 name=requests per second value=0 gauge unit=/s\n"
	    "observation 1700000000000 name=failures per second value=0 gauge unit=/s\n"
	    "observation 1700000000000 name=requests value=0 counter\n"
	    "observation 1700000000000 name=failures value=0 counter\n"
	    "observation 1700000001000 name=requests per second, GET /a value=1500000 gauge "
	    "unit=/s\n"
	    "observation 1700000001000 name=failures per second, GET /a value=500000 gauge "
	    "unit=/s\n"
	    "observation 1700000001000 name=p50, GET /a value=10000000 gauge unit=ms\n"
	    "observation 1700000001000 name=p90, GET /a value=20000000 gauge unit=ms\n"
	    "observation 1700000001000 name=p95, GET /a value=30000000 gauge unit=ms\n"
	    "observation 1700000001000 name=p99, GET /a value=40000000 gauge unit=ms\n"
	    "observation 1700000001000 name=requests, GET /a value=6000000 counter\n"
	    "observation 1700000001000 name=failures, GET /a value=1000000 counter\n",
	    NULL, "rejected 1 4 no usable time\n" } },
	{ &hr_format_locust_failures,
	  { "Method,Name,Error,Occurrences,First Seen,Last Seen\n"
	    "GET,/a,\"HTTPError('a, b')\",3,1700000000.5,1700000002\n"
	    "GET,/a,x,3,1700000002,1700000000\nGET,/a,x,many,1700000000,1700000001\n"
	    "GET,/a,x,1,,\n",
	    "event 1700000000500..1700000002000 kind=failures text=GET /a: HTTPError('a, b') "
	    "(3)\n",
	    NULL,
	    "rejected 1 4 no usable number of occurrences\n"
	    "note 2 3 requests failed, the file does not say when\n" } },
	/* the version without times */
	{ &hr_format_locust_failures,
	  { "Method,Name,Error,Occurrences\nGET,/a,x,3\n", "", NULL,
	    "note 1 2 requests failed, the file does not say when\n" } },
	{ &hr_format_locust_json,
	  { "[{\"name\":\"/a\",\"method\":\"GET\",\"num_requests\":3,\"num_failures\":1,"
	    "\"start_time\":1700000000.5,\"last_request_timestamp\":1700000002,"
	    "\"min_response_time\":9.5,\"max_response_time\":20.25,"
	    "\"response_times\":{\"10\":2,\"20.0\":1},\"num_reqs_per_sec\":{\"1700000000\":3}}]",
	    "histogram label=GET /a ok count=3 failed=1\n"
	    "observation 1700000000000 name=requests per second, GET /a value=3000000 gauge "
	    "unit=/s\n",
	    "histogram label=GET /a 1700000000500..1700000002000 min=9500000 max=20250000 "
	    "10000000*2 20000000*1\n",
	    "" } },
	{ &hr_format_locust_json,
	  { "[{\"name\":\"a\",\"num_requests\":1,\"num_failures\":0,\"response_times\":{\"1\":2}},"
	    "{\"name\":\"b\",\"num_requests\":-1},7,"
	    "{\"name\":\"c\",\"num_requests\":1,\"num_failures\":2,\"response_times\":{}},"
	    "{\"name\":\"d\",\"num_requests\":2,\"num_failures\":0,\"response_times\":{},"
	    "\"num_reqs_per_sec\":{\"x\":1}}]",
	    "sample -+- label=d ok weight=2\n", NULL,
	    "rejected 1 0 no usable count of a second\nrejected 1 0 no usable number of failures\n"
	    "rejected 2 0 no usable number of requests\n"
	    "rejected 1 0 no usable response times, or more than requests\n"
	    "degraded 1 0 requests without a response time\n" } },
};

START_TEST(reads_rows)
{
	reader_case_check(&cases[_i].one, cases[_i].format);
}
END_TEST

static const struct {
	const char *name;
	const struct hr_format *format;
	uint64_t records;
} examples[] = {
	{ "locust-stats.csv", &hr_format_locust_stats, 3 },
	{ "locust-history.csv", &hr_format_locust_history, 22 },
	{ "locust-failures.csv", &hr_format_locust_failures, 1 },
	{ "locust.json", &hr_format_locust_json, 5 },
};

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture(examples[_i].name, examples[_i].format, examples[_i].records,
	                    &recording);
	ck_assert_uint_eq(recording.context.rejected, 0);
	recording_release(&recording);
}
END_TEST

START_TEST(refuses_others)
{
	reader_case_error("a,b\n1,2\n", &hr_format_locust_stats, HR_EPARSE);
	reader_case_error("{}", &hr_format_locust_json, HR_EPARSE);
	reader_case_error("[", &hr_format_locust_json, HR_EPARSE);
	reader_case_sniff("Name,Request Count\n", NULL);
}
END_TEST

static Suite *locust_suite(void)
{
	Suite *suite = suite_create("read/locust");
	TCase *tcase = tcase_create("locust");

	HR_ADD_ROWS(tcase, reads_rows, cases);
	HR_ADD_ROWS(tcase, reads_the_examples, examples);
	tcase_add_test(tcase, refuses_others);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(locust_suite)
