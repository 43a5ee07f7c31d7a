#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define START         "10.0.0.7 - - [20/Nov/2026:02:00:01 +0000] \"GET /a?b=c HTTP/1.1\" 200 "
#define CLIENT        " \"-\" \"curl/8.5.0\""
#define AT_END(start) "sample " start " label=GET /a ok code=200 received=5\n"

/* 2026-11-20T02:00:01Z is 1795140001. */
static const struct reader_case_named cases[] = {
	{ .name = "nginx: seconds, before the times of upstreams; the line is of the end",
	  .text = START "5" CLIENT " 0.250 0.240\n" START "5" CLIENT " 10.0.0.1:80 - 1.000\r\n",
	  .records = AT_END("1795140000750+250") AT_END("1795140000000+1000"),
	  .diag = "" },
	{ .name = "a time with a name wins, quoted or not",
	  .text = START "5" CLIENT " urt=\"0.5\" rt=\"0.125\" 7\n",
	  .records = AT_END("1795140000875+125"),
	  .diag = "" },
	{ .name = "a negative time is none",
	  .text = START "5" CLIENT " rt=-0.125\n",
	  .records = "sample 1795140001000+- label=GET /a ok code=200 received=5\n",
	  .diag = "degraded 1 1 no request time\n" },
	{ .name = "before the referer, and in the common format",
	  .text = START "5 0.500" CLIENT "\n" START "5 0.500\n",
	  .records = AT_END("1795140000500+500") AT_END("1795140000500+500"),
	  .diag = "" },
	{ .name = "Apache: microseconds; the line is of the start",
	  .text = START "5" CLIENT " 2500\n" START "5" CLIENT " 300 400 1500\n",
	  .records = AT_END("1795140001000+2500000ns") AT_END("1795140001000+1500000ns"),
	  .diag = "" },
	{ .name = "combined and combinedio without a time",
	  .text = START "5" CLIENT "\n" START "5" CLIENT " 300 400\n",
	  .records = AT_END("1795140001000+-") AT_END("1795140001000+-"),
	  .diag = "degraded 2 1 no request time\n" },
	{ .name = "labels, codes, quotes, other zones",
	  .text = "[::1] - [20/Nov/2026:02:00:01 +0000] \"x\" 1 2\n"
	          "::1 - a b [20/Nov/2026:03:00:01 +0100] \"POST /x\\\"y#z\" 404 - \"a \\\"b\" "
	          "\"-\" 1.0\n"
	          "h [20/Nov/2026:02:00:01 +0000] \"\\x16\\x03\" 400 150 \"-\" \"-\" 0.000\n"
	          "h [20/Nov/2026:02:00:01 +0000] \"-\" 399 0 \"-\" \"-\" 0.000\n",
	  .records = "sample 1795140000000+1000 label=POST /x\\\"y failed code=404 received=0\n"
	             "sample 1795140001000+0 label=(no request) failed code=400 received=150\n"
	             "sample 1795140001000+0 label=(no request) ok code=399 received=0\n",
	  .diag = "rejected 1 1 not a line of an access log\n" },
	{ .name = "bad lines cost themselves",
	  .text = START "5" CLIENT " 0.000\nnoise\n\n" START "5" CLIENT " 100000.001\n"
	                "h [32/Nov/2026:02:00:01 +0000] \"GET /a\" 200 5 0.001\n" START
	                "5 \"-\" \"cu",
	  .records = AT_END("1795140001000+0") "sample -+1 label=GET /a ok code=200 "
	                                       "received=5\n" AT_END("1795140001000+-"),
	  .diag = "degraded 1 6 no request time\n"
	          "degraded 1 5 no usable time\n"
	          "rejected 1 2 not a line of an access log\n"
	          "rejected 1 4 request time is above 100000 s\n" },
	{ .name = "nothing of it",
	  .text = "a\nb\n",
	  .records = "",
	  .diag = "rejected 2 1 not a line of an access log\n",
	  .result = HR_EPARSE,
	  .error = "no line is one of an access log" },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i], &hr_format_access_log);
}
END_TEST

START_TEST(fixture)
{
	struct recording recording;

	reader_case_fixture("access.log", &hr_format_access_log, 4, &recording);
	ck_assert_str_eq(
	        hr_str_text(&recording.sink.text),
	        "sample 1795140000750+250 label=GET /cart ok code=200 received=512\n"
	        "sample 1795140000996+1004 label=POST /checkout failed code=503 received=87\n"
	        "sample 1795140001997+3 label=GET /cart ok code=304 received=0\n"
	        "sample 1795140003000+0 label=(no request) failed code=400 received=150\n");
	recording_release(&recording);
}
END_TEST

START_TEST(knows_its_own)
{
	reader_case_sniff("\n" START "5" CLIENT "\n", &hr_format_access_log);
	reader_case_sniff("[20/Nov/2026] \"GET\" none 5\n", NULL);
}
END_TEST

static Suite *access_log_suite(void)
{
	Suite *suite = suite_create("read/access_log");
	TCase *tcase = tcase_create("access_log");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, fixture);
	tcase_add_test(tcase, knows_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(access_log_suite)
