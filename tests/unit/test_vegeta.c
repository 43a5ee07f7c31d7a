#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

/* The examples hold the same three results in both forms. */
#define RESULTS                                                                                    \
	"sample 1795132800645818631ns+2949000ns label=checkout ok code=200 received=6067 "         \
	"sent=12\n"                                                                                \
	"sample 1795132800745818631ns+1500000ns label=checkout failed code=503 message=503 "       \
	"Service "                                                                                 \
	"Unavailable received=120 sent=12\n"                                                       \
	"sample 1795132800845818631ns+30000 label=GET http://shop.example/ failed message=Get "    \
	"\"http://shop.example/\": context deadline exceeded received=0 sent=0\n"

static const struct reader_case json_cases[] = {
	/* as written before methods and addresses were; an error beside a good code; blank lines */
	{ "{\"attack\":\"\",\"seq\":0,\"code\":200,\"timestamp\":\"2026-11-20T00:00:00Z\","
	  "\"latency\":1000000,\"bytes_out\":0,\"bytes_in\":1,\"error\":\"\"}\r\n\n"
	  "{\"attack\":\"a\",\"code\":399,\"timestamp\":\"2026-11-20T00:00:01Z\","
	  "\"latency\":0,\"error\":\"unexpected EOF\"}\n"
	  "{\"attack\":\"a\",\"code\":400,\"timestamp\":7,\"latency\":1000000}",
	  "sample 1795132800000+1 label=requests ok code=200 received=1 sent=0\n"
	  "sample 1795132801000+0 label=a failed code=399 message=unexpected EOF\n"
	  "sample -+1 label=a failed code=400\n",
	  NULL, "degraded 1 4 the time stamp is missing or no time\n" },
	{ "{\"latency\":-1,\"code\":200}\n[]\n{\"latency\":100000000000001}\n{\"attack\":\"a\",",
	  "", NULL,
	  "rejected 2 1 the latency is missing or out of range\n"
	  "rejected 2 2 the line is no JSON object\n" },
};

START_TEST(json)
{
	reader_case_check(&json_cases[_i], &hr_format_vegeta_json);
}
END_TEST

static const struct reader_case csv_cases[] = {
	{ "1795132800000000000,301,1000000,3,4,,,,0\n",
	  "sample 1795132800000+1 label=requests ok code=301 received=4 sent=3\n", NULL, "" },
	{ "x,200,1000000,3,4,,,a,0,GET,u,\n1795132800000000000,200,,3,4,,,a,0,GET,u,\n1,2\n",
	  "sample -+1 label=a ok code=200 received=4 sent=3\n", NULL,
	  "rejected 1 2 the latency is missing or out of range\n"
	  "rejected 1 3 the row has not the 12 fields of a result\n"
	  "degraded 1 1 the time stamp is missing or no time\n" },
};

START_TEST(csv)
{
	reader_case_check(&csv_cases[_i], &hr_format_vegeta_csv);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("vegeta.json", &hr_format_vegeta_json, 3, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), RESULTS);
	recording_release(&recording);
	reader_case_fixture("vegeta.csv", &hr_format_vegeta_csv, 3, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), RESULTS);
	recording_release(&recording);
	reader_case_fixture("vegeta-report.json", &hr_format_vegeta_report, 1, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "aggregate label=requests count=100 errors=3\n");
	ck_assert_str_eq(hr_str_text(&recording.sink.figures),
	                 "aggregate label=requests mean=2.371194 min=1.949582 max=3.660505 "
	                 "p50=2.854306 p90=3.228223 p95=3.478629 p99=3.53 "
	                 "throughput=101.010101010101\n");
	recording_release(&recording);
}
END_TEST

START_TEST(report_faults)
{
	static const struct reader_case lacking = { "{\"requests\":5}", "", "",
		                                    "rejected 1 0 no count of requests or no ratio "
		                                    "of success\n" };

	reader_case_check(&lacking, &hr_format_vegeta_report);
	reader_case_error("{\"latencies\":{", &hr_format_vegeta_report, HR_EPARSE);
	reader_case_error("[]", &hr_format_vegeta_report, HR_EPARSE);
}
END_TEST

/* The beginning of what `vegeta attack` writes: gob's description of its struct. */
START_TEST(binary_is_explained)
{
	struct hr_peek peek = { .head = HR_SLICE_LITERAL(
		                        "\x7f\x7f\x03\x01\x01\x06Result\x01\xff\x80\x00\x01\x0c"
		                        "\x01\x06"
		                        "Attack\x01\x0c\x00\x01\x03Seq\x01\x06\x00\x01"
		                        "\x07Latency\x01\x04\x00\x01\x08"
		                        "BytesOut\x01\x06\x00") };
	const struct hr_format *format = NULL;
	struct hr_error error = { 0 };

	ck_assert_int_eq(hr_format_sniff(&peek, &format, &error), HR_EPARSE);
	ck_assert_ptr_nonnull(strstr(error.text, "vegeta encode"));
}
END_TEST

static Suite *vegeta_suite(void)
{
	Suite *suite = suite_create("read/vegeta");
	TCase *tcase = tcase_create("vegeta");

	HR_ADD_ROWS(tcase, json, json_cases);
	HR_ADD_ROWS(tcase, csv, csv_cases);
	tcase_add_test(tcase, reads_the_examples);
	tcase_add_test(tcase, report_faults);
	tcase_add_test(tcase, binary_is_explained);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(vegeta_suite)
