/* Formats that are a summary of one run: k6, autocannon, artillery. */
#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

static const struct summary_case {
	const struct hr_format *format;
	struct reader_case one;
} cases[] = {
	/* handleSummary(): figures under "values", thresholds that are "ok" or not */
	{ &hr_format_k6_summary,
	  { "{\"metrics\":{\"http_req_duration\":{\"type\":\"trend\",\"values\":{\"avg\":10.5,"
	    "\"p(99)\":30,\"p(99.9)\":31,\"p(75)\":12,\"count\":4},\"thresholds\":{"
	    "\"p(99)<20\":{\"ok\":false},\"avg<20\":{\"ok\":true}}},"
	    "\"http_reqs\":{\"values\":{\"count\":5,\"rate\":2.5}},"
	    "\"http_req_failed\":{\"values\":{\"rate\":0.25,\"passes\":1,\"fails\":3}},"
	    "\"group_duration\":{\"values\":{\"avg\":7,\"count\":2}}},"
	    "\"root_group\":{\"checks\":[],\"groups\":[{\"checks\":[{\"path\":\"::g::c\","
	    "\"fails\":1}]}]}}",
	    "aggregate label=http_req_duration count=4 errors=1\n"
	    "aggregate transaction label=group_duration count=2 errors=0\n",
	    "aggregate label=http_req_duration mean=10.5 p75=12 p99=30 p999=31 throughput=2.5\n"
	    "aggregate label=group_duration mean=7\n",
	    "note 1 0 a check of the test failed\nnote 1 0 a threshold of the test was "
	    "crossed\n" } },
	/* requests of one name, counted or not; none counted as failed; more failed than sent */
	{ &hr_format_k6_summary,
	  { "{\"metrics\":{\"http_req_duration{name:a}\":{\"avg\":1},"
	    "\"http_reqs{name:a}\":{\"count\":2,\"rate\":1},\"http_req_duration{name:b}\":{"
	    "\"avg\":1},\"http_req_durations\":{\"avg\":1,\"count\":1},"
	    "\"http_req_duration{name:c}\":{\"count\":1},\"http_req_failed{name:c}\":{"
	    "\"passes\":2}},\"root_group\":{}}",
	    "aggregate label=http_req_duration{name:a} count=2 errors=0\n",
	    "aggregate label=http_req_duration{name:a} mean=1 throughput=1\n",
	    "note 1 0 figures of requests without their number are left out\n"
	    "rejected 1 0 more errors than requests\n"
	    "note 1 0 requests without the number that failed, taken as 0\n" } },
	{ &hr_format_autocannon,
	  { "{\"latency\":{},\"requests\":{}}", "", NULL,
	    "rejected 1 0 no usable number of requests\n" } },
	{ &hr_format_artillery,
	  { "{\"aggregate\":{}}", "", NULL, "note 1 0 the report holds no times\n" } },
	{ &hr_format_artillery,
	  { "{\"aggregate\":{\"summaries\":{\"http.response_time\":{\"mean\":1}}}}", "", NULL,
	    "note 1 0 times without their number are left out\n" } },
};

START_TEST(reads_figures)
{
	reader_case_check(&cases[_i].one, cases[_i].format);
}
END_TEST

/* The figures are those written in the files. */
static const struct {
	const char *name;
	const struct hr_format *format;
	uint64_t records;
	const char *text, *figures;
} examples[] = {
	/* Of the two thresholds the true one is crossed. */
	{ "k6-summary.json", &hr_format_k6_summary, 2,
	  "aggregate label=http_req_duration count=48 errors=3\n"
	  "aggregate transaction label=iteration_duration count=24 errors=0\n",
	  "aggregate label=http_req_duration mean=120.25 min=40.5 max=410.75 p50=110 p90=210 "
	  "p95=290.5 throughput=4.8 received=20 sent=0.5\n"
	  "aggregate label=iteration_duration mean=1120 min=1040 max=1410 p50=1110 p90=1210 "
	  "p95=1290 throughput=2.4\n" },
	/* 100 answers and 2 broken connections; 4 answers are 4xx or 5xx; 20480 B/s are 20 KiB/s */
	{ "autocannon.json", &hr_format_autocannon, 1,
	  "aggregate label=http://shop.example/cart count=102 errors=6\n",
	  "aggregate label=http://shop.example/cart mean=48.25 stddev=12.5 min=21 max=160 p50=46 "
	  "p75=52 p90=66 p99=140 p999=160 throughput=10 received=20\n" },
	{ "artillery.json", &hr_format_artillery, 3,
	  "aggregate label=http.requests count=40 errors=3\n"
	  "aggregate label=/cart count=23 errors=3\n"
	  "aggregate transaction label=vusers.session_length count=10 errors=2\n",
	  "aggregate label=http.requests mean=80.5 min=21 max=410 p50=70.1 p75=90.9 p90=120.3 "
	  "p95=200.2 p99=407.5 p999=407.5 throughput=4\n"
	  "aggregate label=/cart mean=60 min=21 max=300 p50=55 p75=70 p90=90 p95=100 p99=290 "
	  "p999=290\n"
	  "aggregate label=vusers.session_length mean=500 min=300 max=900 p50=450 p75=600 p90=800 "
	  "p95=850 p99=890 p999=890\n" },
	{ "artillery-1.json", &hr_format_artillery, 1,
	  "aggregate label=requests count=40 errors=3\n",
	  "aggregate label=requests min=20.5 max=410.2 p50=70 p95=200 p99=400 throughput=4.02\n" },
};

START_TEST(reads_the_examples)
{
	struct recording recording;
	struct hr_str diag = { 0 };

	reader_case_fixture(examples[_i].name, examples[_i].format, examples[_i].records,
	                    &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), examples[_i].text);
	ck_assert_str_eq(hr_str_text(&recording.sink.figures), examples[_i].figures);
	recording_diag_text(&recording, &diag);
	if (_i == 0)
		ck_assert_str_eq(
		        hr_str_text(&diag),
		        "note 1 0 a check of the test failed\n"
		        "note 1 0 a threshold of the test was crossed\n"
		        "note 1 0 figures of requests without their number are left out\n");
	else
		ck_assert_str_eq(hr_str_text(&diag), "");
	hr_str_release(&diag);
	recording_release(&recording);
}
END_TEST

START_TEST(refuses_others)
{
	reader_case_error("[]", &hr_format_k6_summary, HR_EPARSE);
	reader_case_error("{", &hr_format_autocannon, HR_EPARSE);
	reader_case_error("", &hr_format_artillery, HR_EPARSE);
	reader_case_sniff("{\"metrics\":{}}", &hr_format_json_lines);
}
END_TEST

static Suite *summaries_suite(void)
{
	Suite *suite = suite_create("read/summaries");
	TCase *tcase = tcase_create("summaries");

	HR_ADD_ROWS(tcase, reads_figures, cases);
	HR_ADD_ROWS(tcase, reads_the_examples, examples);
	tcase_add_test(tcase, refuses_others);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(summaries_suite)
