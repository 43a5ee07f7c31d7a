#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

#define HEAD                                                                                       \
	"metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,"       \
	"method,name,scenario,service,status,url\n"
/* A request of k6 as its rows, with time, tags and the duration's three parts. */
#define REQUEST(time, sending, waiting, receiving, duration, tags)                                 \
	"http_reqs," time ",1.000000," tags "\nhttp_req_duration," time "," duration "," tags      \
	"\nhttp_req_blocked," time ",9.000000," tags "\nhttp_req_connecting," time                 \
	",2.000000," tags "\nhttp_req_tls_handshaking," time ",3.000000," tags                     \
	"\nhttp_req_sending," time "," sending "," tags "\nhttp_req_waiting," time "," waiting     \
	"," tags "\nhttp_req_receiving," time "," receiving "," tags "\n"
#define CART    ",,,true,,GET,http://shop.example/cart,default,,200,http://shop.example/cart"
#define MISSING ",,1404,false,,GET,item,default,,404,http://shop.example/item/9"
#define REFUSED ",connection refused,1212,false,,POST,pay,default,,0,http://shop.example/pay"

static const struct reader_case cases[] = {
	/* The rows of two requests that agree in time and tags: the start is the time less the
	 * duration, latency is sending and waiting, connect is connecting and TLS. */
	{ HEAD REQUEST("1700000000", "1.000000", "96.000000", "3.000000", "100.000000", CART)
	          REQUEST("1700000000", "1.000000", "50.000000", "3.000000", "54.000000", CART),
	  "sample 1699999999900+100 label=GET http://shop.example/cart ok code=200 latency=97 "
	  "connect=5\n"
	  "sample 1699999999946+54 label=GET http://shop.example/cart ok code=200 latency=51 "
	  "connect=5\n",
	  NULL, "" },
	/* rounding of one part is no disagreement, another request's part is */
	{ HEAD REQUEST("1700000000", "1.000001", "96.000001", "3.000001", "100.000000", CART)
	          REQUEST("1700000001", "1.000000", "96.000000", "3.000000", "100.100000", CART),
	  "sample 1699999999900+100 label=GET http://shop.example/cart ok code=200 "
	  "latency=97000002ns connect=5\n"
	  "sample 1700000000899900000ns+100100000ns label=GET http://shop.example/cart ok "
	  "code=200\n",
	  NULL, "" },
	/* http_req_failed decides, else expected_response, else error and status */
	{ HEAD "http_req_duration,1700000000,10.0," MISSING "\n"
	       "http_req_failed,1700000000,0.000000," MISSING "\n"
	       "http_req_duration,1700000000,10.0," MISSING "\n"
	       "http_req_duration,1700000000,0.0," REFUSED "\n"
	       "http_req_duration,1700000000,10.0,,,,,,GET,a,,,302,\n"
	       "http_req_duration,1700000000,10.0,,,,,,GET,a,,,500,\n"
	       "http_req_duration,1700000000,10.0,,,1050,,,GET,,,,200,u\n"
	       "http_req_duration,1700000000,10.0,,,,,,,,,,,\n",
	  "sample 1699999999990+10 label=GET item ok code=404\n"
	  "sample 1699999999990+10 label=GET item failed code=404 "
	  "failure=not an expected response\n"
	  "sample 1700000000000+0 label=POST pay failed code=1212 message=connection refused\n"
	  "sample 1699999999990+10 label=GET a ok code=302\n"
	  "sample 1699999999990+10 label=GET a failed code=500 failure=not an expected response\n"
	  "sample 1699999999990+10 label=GET u failed code=200 failure=not an expected response\n"
	  "sample 1699999999990+10 label=(no name) ok\n",
	  NULL, "" },
	/* users: the last number, unless it is older than 10 s */
	{ HEAD "vus,1700000000,7.000000,,,,,,,,,,,\n"
	       "http_req_duration,1700000010,10.0,,,,,,GET,a,,,200,\n"
	       "http_req_duration,1700000011,10.0,,,,,,GET,a,,,200,\n",
	  "observation 1700000000000 name=vus value=7000000 gauge\n"
	  "sample 1700000009990+10 label=GET a ok code=200 users=7\n"
	  "sample 1700000010990+10 label=GET a ok code=200\n",
	  NULL, "" },
	/* groups and iterations are transactions, gRPC calls requests */
	{ HEAD "group_duration,1700000000,250.0,,,,,::a::b,,,default,,,\n"
	       "iteration_duration,1700000000,1000.0,,,,,,,,peak,,,\n"
	       "grpc_req_duration,1700000000,5.0,,,,,,Get,x,default,shop.Cart,0,host:1\n"
	       "grpc_req_duration,1700000000,5.0,,,,,,,x,default,,14,host:1\n",
	  "transaction 1699999999750+250 label=a::b ok\n"
	  "transaction 1699999999000+1000 label=iteration peak ok\n"
	  "sample 1699999999995+5 label=shop.Cart/Get ok code=0\n"
	  "sample 1699999999995+5 label=x failed code=14\n",
	  NULL, "" },
	/* increments add up; a little out of order they stay where the counter is, much earlier
	 * ones are another run */
	{ HEAD "data_sent,1700000100,10,,,,,,,,,,,\ndata_sent,1700000099,5,,,,,,,,,,,\n"
	       "data_sent,1700000000,1,,,,,,,,,,,\ndropped_iterations,1700000100,2,,,,,,,,s,,,\n",
	  "observation 1700000100000 name=data_sent value=0 counter unit=B\n"
	  "observation 1700000100000 name=data_sent value=10000000 counter unit=B\n"
	  "observation 1700000100000 name=data_sent value=15000000 counter unit=B\n"
	  "observation 1700000000000 name=data_sent value=0 counter unit=B\n"
	  "observation 1700000000000 name=data_sent value=1000000 counter unit=B\n"
	  "observation 1700000100000 name=dropped_iterations value=0 counter\n"
	  "observation 1700000100000 name=dropped_iterations value=2000000 counter\n",
	  NULL, "note 1 5 iterations were dropped: the load was lower than the scenario asks\n" },
	/* checks, and what a script measures itself */
	{ HEAD "checks,1700000000,1,is 200,,,,,,,,,,\nmine,1700000000,-2.5,,,,,,,,,,,\n",
	  "observation 1700000000000 name=check is 200 value=1000000 gauge\n"
	  "observation 1700000000000 name=mine value=-2500000 gauge\n",
	  NULL, "" },
	/* bad rows; a header again, then another one */
	{ HEAD "http_req_duration,never,10.0,,,,,,GET,a,,,200,\nvus,never,1,,,,,,,,,,,\n"
	       "vus,1700000000,many,,,,,,,,,,,\nhttp_req_duration,1700000000\n"
	       "http_req_duration,1700000000,-1,,,,,,GET,a,,,200,\n"
	       "http_req_waiting,1700000000,1,,,,,,GET,b,,,200,\n"
	       "data_sent,1700000000,-0.000001,,,,,,,,,,,\n" HEAD
	       "timestamp,metric_name,metric_value\n"
	       "metric_name,timestamp,metric_value,name\nhttp_req_duration,1700000000,10,x\n"
	       "http_req_duration,17000",
	  "sample -+10 label=GET a ok code=200\nsample 1699999999990+10 label=x ok\n", NULL,
	  "rejected 1 8 a counter's increment is negative\n"
	  "rejected 1 6 elapsed time is negative or above 100000 s\n"
	  "rejected 2 5 fewer fields than columns\n"
	  "degraded 1 2 no usable time\nrejected 1 3 no usable time\n"
	  "rejected 2 4 no usable value\n"
	  "note 1 7 points of a request without its http_req_duration are left out\n" },
	/* the other forms of K6_CSV_TIME_FORMAT */
	{ "metric_name,timestamp,metric_value\nvus,1700000000123,1\nvus,1700000000123456,1\n"
	  "vus,1700000000123000000,1\nvus,2023-11-14T22:13:20Z,1\n"
	  "vus,2023-11-14T23:13:20.5+01:00,1\n",
	  "observation 1700000000123 name=vus value=1000000 gauge\n"
	  "observation 1700000000123456000ns name=vus value=1000000 gauge\n"
	  "observation 1700000000123 name=vus value=1000000 gauge\n"
	  "observation 1700000000000 name=vus value=1000000 gauge\n"
	  "observation 1700000000500 name=vus value=1000000 gauge\n",
	  NULL, "" },
};

START_TEST(reads_points)
{
	reader_case_check(&cases[_i], &hr_format_k6_csv);
}
END_TEST

START_TEST(reads_the_example)
{
	struct recording recording;

	reader_case_fixture("k6.csv", &hr_format_k6_csv, 15, &recording);
	ck_assert_uint_eq(recording.sink.samples, 4);
	ck_assert_uint_eq(recording.sink.failed, 1);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&recording.context.assumptions), "whole seconds"));
	recording_release(&recording);
}
END_TEST

/* Times with fractions are as precise as they look. */
START_TEST(knows_whole_seconds)
{
	static const char *const texts[] = {
		"metric_name,timestamp,metric_value\nvus,1700000000,1\n",
		"metric_name,timestamp,metric_value\nvus,1700000000123,1\n"
	};

	for (size_t i = 0; i < 2; i++) {
		struct recording recording;

		recording_read(&recording, &hr_format_k6_csv, hr_slice_of(texts[i]), 0, NULL);
		ck_assert_int_eq(strstr(hr_str_text(&recording.context.assumptions),
		                        "whole seconds") != NULL,
		                 i == 0);
		recording_release(&recording);
	}
}
END_TEST

START_TEST(needs_its_header)
{
	reader_case_error("http_reqs,1700000000,1\n", &hr_format_k6_csv, HR_EPARSE);
	reader_case_sniff("metric_name,timestamp,metric_value,name\n", &hr_format_k6_csv);
	reader_case_sniff("timestamp,value\n1700000000,1\n", &hr_format_table_csv);
	reader_case_sniff("metric_name,metric_value\n", NULL);
}
END_TEST

static Suite *k6_csv_suite(void)
{
	Suite *suite = suite_create("read/k6_csv");
	TCase *tcase = tcase_create("k6_csv");

	HR_ADD_ROWS(tcase, reads_points, cases);
	tcase_add_test(tcase, reads_the_example);
	tcase_add_test(tcase, knows_whole_seconds);
	tcase_add_test(tcase, needs_its_header);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(k6_csv_suite)
