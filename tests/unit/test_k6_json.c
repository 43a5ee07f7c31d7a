#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

#define POINT(metric, time, value, tags)                                                           \
	"{\"metric\":\"" metric "\",\"type\":\"Point\",\"data\":{\"time\":\"" time                 \
	"\",\"value\":" value ",\"tags\":" tags "}}\n"
#define AT   "2023-11-14T22:13:20.5Z" /* 1700000000.5 by date -u -d */
#define TAGS "{\"method\":\"GET\",\"name\":\"a\",\"status\":\"200\"}"

static const struct reader_case cases[] = {
	/* the members in any order; neighbours with the same time and tags are one request */
	{ "{\"type\":\"Point\",\"data\":{\"tags\":" TAGS ",\"time\":\"" AT "\",\"value\":1},"
	  "\"metric\":\"http_reqs\"}\n" POINT("http_req_duration", AT, "12.5", TAGS) POINT(
	          "http_req_sending", AT, "0.5", TAGS) POINT("http_req_waiting", AT, "11.25", TAGS)
	          POINT("http_req_receiving", AT, "0.75", TAGS)
	                  POINT("http_req_failed", AT, "1", TAGS),
	  "sample 1700000000487500000ns+12500000ns label=GET a failed code=200 "
	  "failure=not an expected response latency=11750000ns\n",
	  NULL, "" },
	/* other tags are another request */
	{ POINT("http_req_duration", AT, "10", TAGS) POINT("http_req_failed", AT, "1", "{}"),
	  "sample 1700000000490+10 label=GET a ok code=200\n", NULL,
	  "note 1 2 points of a request without its http_req_duration are left out\n" },
	/* metrics of the script, as the file introduces them */
	{ "{\"type\":\"Metric\",\"metric\":\"n\",\"data\":{\"name\":\"n\",\"type\":\"counter\","
	  "\"contains\":\"data\"}}\n" POINT("n", AT, "2", "null") POINT("n", AT, "3", "null")
	          POINT("g", AT, "0.1", "null"),
	  "observation 1700000000500 name=n value=0 counter unit=B\n"
	  "observation 1700000000500 name=n value=2000000 counter unit=B\n"
	  "observation 1700000000500 name=n value=5000000 counter unit=B\n"
	  "observation 1700000000500 name=g value=100000 gauge\n",
	  NULL, "" },
	/* bad lines */
	{ POINT("vus", "x", "1", "null") POINT("vus", AT, "\"1\"", "null")
	          POINT("vus", AT, "1e300", "null")
	                  POINT("", AT, "1",
	                        "null") "{\"type\":\"Other\"}\n{\"type\":\"Metric\"}"
	                                "\n\n" POINT("vus", AT, "1",
	                                             "null") "{\"metric\":\"vus\",\"type\":\"Poi",
	  "observation 1700000000500 name=vus value=1000000 gauge\n", NULL,
	  "rejected 1 4 a point without the name of its metric\n"
	  "rejected 1 5 neither a Metric nor a Point\nrejected 1 1 no usable time\n"
	  "rejected 2 2 no usable value\nrejected 1 9 the line is not valid JSON\n" },
};

START_TEST(reads_points)
{
	reader_case_check(&cases[_i], &hr_format_k6_json);
}
END_TEST

START_TEST(reads_the_example)
{
	struct recording recording;

	reader_case_fixture("k6.json", &hr_format_k6_json, 6, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "sample 1700000001129500000ns+120500000ns label=GET "
	                 "http://shop.example/cart ok code=200 latency=119250000ns "
	                 "connect=1750000ns\n"
	                 "observation 1700000001500 name=orders value=0 counter\n"
	                 "observation 1700000001500 name=orders value=2000000 counter\n"
	                 "observation 1700000002500 name=orders value=5000000 counter\n"
	                 "observation 1700000002500 name=db_wait value=7125000 gauge unit=ms\n"
	                 "observation 1700000003000 name=vus value=1000000 gauge\n");
	recording_release(&recording);
}
END_TEST

START_TEST(needs_points)
{
	reader_case_error("{\"a\":1}\n", &hr_format_k6_json, HR_EPARSE);
	reader_case_sniff("{\"type\":\"Metric\",\"data\":{}}\n", &hr_format_k6_json);
	reader_case_sniff("{\"type\":\"Point\",\"time\":1,\"value\":2}\n", &hr_format_json_lines);
}
END_TEST

static Suite *k6_json_suite(void)
{
	Suite *suite = suite_create("read/k6_json");
	TCase *tcase = tcase_create("k6_json");

	HR_ADD_ROWS(tcase, reads_points, cases);
	tcase_add_test(tcase, reads_the_example);
	tcase_add_test(tcase, needs_points);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(k6_json_suite)
