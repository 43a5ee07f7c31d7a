#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

/* Encoded by a few lines of Python from the layouts of AbstractHistogram: two digits, highest
 * trackable value 3600e9; A holds 10 x 1.5e6, 5 x 2.5e6, 1 x 4e7; B 1 x 5 and 2 x 300. */
#define A_V2       "HISTFAAAACx42pNpmSzMwMDAyQABTFCakYGB2c1gxwIG+w8QgbcyIvsZuf6yMwEAh6MHQA=="
#define B_V2_PLAIN "HISTEwAAAAUAAAAAAAAAAgAAAAAAAAABAAADRjC4oAA/8AAAAAAAAAkCnwQE"
#define B_V1_WORD2 "HISTIgAAACt42pNpmazIwMCkxwABTFCakYGB2c1gxwIG+w8M6ICRYRSMAnyACQA5gwSL"
#define B_V0_WORD4 "HISTSQAAACx42pNpmezBwMDAxAABjAwMzG4GOxZAuQzMDNgBI8MoGAWjYBSQD5gAxFEDVg=="
#define NOTHING    "HISTFAAAAB542pNpmSzMgABMUJqRgYHZzWDHAgb7DxABAE4gBEo="
#define CUT        "HISTFAAAACx42pNpmSzMwMDAyQABTFCakYGB2c1gxwIG+w8QgbcyIg=="

#define NOTE "note 1 0 the log does not say the unit of its values: they are taken as nanoseconds\n"

static const struct reader_case cases[] = {
	/* stamps since the start time; buckets of 2^13, 2^14 and 2^18 ns: their middles */
	{ "#[StartTime: 1700000000.500 (seconds since epoch), x]\n\"StartTimestamp\",\"x\"\n"
	  "1.250,2.000,40.1," A_V2 "\n",
	  "histogram label=recorded values ok count=16\n",
	  "histogram label=recorded values 1700000001750..1700000003750 min=1499136 max=40108031 "
	  "1503744*10 2499584*5 39993344*1\n",
	  NOTE },
	/* a base time; tags; counts of other layouts; CRLF */
	{ "#[BaseTime: 1700000000 (seconds since epoch)]\r\nTag=cart,1,1,0.3," B_V1_WORD2
	  "\r\nTag=,2,1,0.3," B_V0_WORD4 "\r\n3.5,0.5,0.3," B_V2_PLAIN,
	  "histogram label=cart ok count=3\nhistogram label=recorded values ok count=3\n"
	  "histogram label=recorded values ok count=3\n",
	  "histogram label=cart 1700000001000..1700000002000 min=5 max=301 5*1 301*2\n"
	  "histogram label=recorded values 1700000002000..1700000003000 min=5 max=301 5*1 301*2\n"
	  "histogram label=recorded values 1700000003500..1700000004000 min=5 max=301 5*1 "
	  "301*2\n",
	  NOTE },
	/* stamps since the epoch beside a start time; no start known at all */
	{ "#[StartTime: 1700000000 (s)]\n1700000001,1,0," NOTHING "\n",
	  "histogram label=recorded values ok count=0\n",
	  "histogram label=recorded values 1700000001000..1700000002000\n", NOTE },
	{ "1,1,0," NOTHING "\n", "histogram label=recorded values ok count=0\n",
	  "histogram label=recorded values -..-\n", NOTE },
	/* bad lines */
	{ "1,1\n1,1,0,HISTFA*\n1,1,0,HISTFAAA\n1,1,0," CUT "\nx,1,0," NOTHING "\n1,1,0,Zm9v\n",
	  "histogram label=recorded values ok count=0\n", NULL,
	  "rejected 1 4 compressed data is damaged or cut off\n"
	  "rejected 2 3 no encoded histogram of HdrHistogram (V0, V1 or V2)\n"
	  "rejected 1 2 the histogram is not valid base64\n"
	  "degraded 1 5 the interval's start or length is no number\n"
	  "rejected 1 1 the line is no interval: [Tag=..,]start,length,max,histogram\n" NOTE },
};

START_TEST(takes_intervals)
{
	reader_case_check(&cases[_i], &hr_format_hdr_log);
}
END_TEST

START_TEST(knows_its_own)
{
	reader_case_sniff("1.0,1.0,0.3," NOTHING "\n", &hr_format_hdr_log);
	reader_case_sniff("#[Histogram log format version 1.3]\n", &hr_format_hdr_log);
	reader_case_sniff("1.0,1.0,0.3,other\n", NULL);
	reader_case_sniff("# remark\n", NULL);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("hdr-log.hlog", &hr_format_hdr_log, 11, &recording);
	recording_release(&recording);
	reader_case_fixture("hdr-log-v1.hlog", &hr_format_hdr_log, 3, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "histogram label=recorded values ok count=16\n"
	                 "histogram label=recorded values ok count=16\n"
	                 "histogram label=recorded values ok count=16\n");
	recording_release(&recording);
}
END_TEST

#ifdef HAVE_ZLIB
static const bool can_inflate = true;
#else
static const bool can_inflate = false;
#endif

static Suite *hdr_log_suite(void)
{
	Suite *suite = suite_create("read/hdr_log");
	TCase *tcase = tcase_create("hdr_log");

	if (can_inflate) {
		HR_ADD_ROWS(tcase, takes_intervals, cases);
		tcase_add_test(tcase, reads_the_examples);
	}
	tcase_add_test(tcase, knows_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(hdr_log_suite)
