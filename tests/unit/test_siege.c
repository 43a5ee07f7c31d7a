#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

static const struct reader_case cases[] = {
	/* the stamp is the end; colours; an address with a blank at its end */
	{ "\x1b[0;34m   4,HTTP/1.1,200,  0.36,   3372,/,0,2026-11-20 00:00:13\x1b[0m\r\n"
	  "0,HTTP/1.1,404,0.25,x,/a,1,2026-11-20 00:00:13",
	  "sample 1795132812640+360 label=/ ok code=200 received=3372\n"
	  "sample 1795132812750+250 label=/a failed code=404\n",
	  NULL, "" },
	{ "HTTP/1.1 302     0.04 secs:    3372 bytes ==> GET  /stock?q=1\n"
	  "HTTP/1.1 500     0.04 secs:    0 bytes ==> POST /stock\n",
	  "sample -+40 label=/stock?q=1 ok code=302 received=3372\n"
	  "sample -+40 label=/stock failed code=500 received=0\n",
	  NULL, "" },
	{ "2026-11-21 07:06:27,   1049,  1.11,  0, 0.01, 945.05, 0.5, 9.8, 1049, 1\n",
	  "aggregate label=requests of 2026-11-21 07:06:27 count=1050 errors=1\n",
	  "aggregate label=requests of 2026-11-21 07:06:27 mean=10 throughput=945.05 "
	  "received=512\n",
	  "" },
	/* a bad time, other text, what follows the end; a run whose last number may be cut off */
	{ "0,HTTP/1.1,200,0.25,1,/a,1,2026-13-20 00:00:13\n0,HTTP/1.1,2000,0.25,1,/a,1,x\n"
	  "1,2,3,4,5,6,7,8,9,10,11\n[alert] socket\nLifting the server siege...\nanything\n"
	  "2026-11-21 07:06:27,   1049,  1.11,  0, 0.01, 945.05, 0.5, 9.8, 1049, 1",
	  "sample -+250 label=/a ok code=200 received=1\n", NULL,
	  "rejected 2 2 the line is neither a request nor a run of siege\n"
	  "degraded 1 1 the time is no date\n" },
	{ "\x1b", "", NULL, "" },
	{ "\x1b[0;34", "", NULL, "" },
};

START_TEST(lines)
{
	reader_case_check(&cases[_i], &hr_format_siege);
}
END_TEST

static const struct reader_case json_cases[] = {
	{ "{\"transactions\":5}", "aggregate label=requests count=5 errors=0\n",
	  "aggregate label=requests\n", "note 1 0 no count of failed transactions, taken as 0\n" },
	{ "{\"transactions\":\"5\"}", "", "", "rejected 1 0 no count of transactions\n" },
};

START_TEST(json)
{
	reader_case_check(&json_cases[_i], &hr_format_siege_json);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("siege.out", &hr_format_siege, 3, &recording);
	ck_assert_uint_eq(recording.sink.failed, 1);
	ck_assert_uint_eq(recording.context.rejected, 0);
	recording_release(&recording);
	reader_case_fixture("siege.log", &hr_format_siege, 2, &recording);
	ck_assert_uint_eq(recording.context.rejected, 0);
	recording_release(&recording);
	reader_case_fixture("siege.json", &hr_format_siege_json, 1, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "aggregate label=requests count=1050 errors=1\n");
	ck_assert_str_eq(hr_str_text(&recording.sink.figures),
	                 "aggregate label=requests mean=10 min=0 max=120 throughput=945.05 "
	                 "received=235.52\n");
	recording_release(&recording);
}
END_TEST

static Suite *siege_suite(void)
{
	Suite *suite = suite_create("read/siege");
	TCase *tcase = tcase_create("siege");

	HR_ADD_ROWS(tcase, lines, cases);
	HR_ADD_ROWS(tcase, json, json_cases);
	tcase_add_test(tcase, reads_the_examples);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(siege_suite)
