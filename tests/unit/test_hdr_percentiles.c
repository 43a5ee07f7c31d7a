#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

#define HEAD "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"
#define NOTE                                                                                       \
	"note 1 0 the table does not say the unit of its values: they are taken as milliseconds\n"

static const struct reader_case cases[] = {
	{ HEAD "1.000 0.000000 2 1.00\n2.500 0.500000 10 2.00\n2.500 0.6 10 2.5\n"
	       "20.000 1.000000 11 inf\n#[Mean    =        3.900, StdDeviation   =        4.400]\n",
	  "histogram label=recorded values ok count=11\n",
	  "histogram label=recorded values -..- min=1000000 max=20000000 1000000*2 2499584*8 "
	  "20000000*1\n",
	  NOTE },
	/* vegeta says the unit; no footer, no newline at the end */
	{ "Value(ms)  Percentile  TotalCount  1/(1-Percentile)\n"
	  "1.000000    0.000000        0            1.000000\n"
	  "3.000000    1.000000        4            10000000.000000",
	  "histogram label=recorded values ok count=4\n",
	  "histogram label=recorded values -..- min=3000000 max=3000000 3000000*4\n", "" },
	/* bad rows; the last one is cut off */
	{ HEAD "1.0 0.1 5 1.0\n0.5 0.2 6 1.0\n2.0 0.3 4 1.0\nx 0.4 7 1.0\n2 1.4 7 1.0\n"
	       "-1 0.4 7 1.0\n3.0 0.5 9",
	  "histogram label=recorded values ok count=9\n",
	  "histogram label=recorded values -..- min=1000000 max=3000000 1000000*5 3000000*4\n",
	  "rejected 2 4 a row counts less than the row before it\n"
	  "rejected 3 6 the row is not value, percentile, count, 1/(1-percentile)\n" NOTE },
	/* nothing was recorded */
	{ HEAD "0.000 1.000000 0 inf\n#[Mean = 0]\n", "", "", NOTE },
};

START_TEST(takes_tables)
{
	reader_case_check(&cases[_i], &hr_format_hdr_percentiles);
}
END_TEST

START_TEST(reads_the_examples)
{
	struct recording recording;

	reader_case_fixture("hdr-percentiles.hgrm", &hr_format_hdr_percentiles, 1, &recording);
	recording_release(&recording);
	reader_case_fixture("vegeta-hdrplot.txt", &hr_format_hdr_percentiles, 1, &recording);
	recording_release(&recording);
	reader_case_fixture("wrk2.txt", &hr_format_hdr_percentiles, 2, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "histogram label=http://shop.example/cart ok count=20\n"
	                 "histogram label=http://shop.example/cart (uncorrected) ok count=20\n");
	recording_release(&recording);
}
END_TEST

static Suite *hdr_percentiles_suite(void)
{
	Suite *suite = suite_create("read/hdr_percentiles");
	TCase *tcase = tcase_create("hdr_percentiles");

	HR_ADD_ROWS(tcase, takes_tables, cases);
	tcase_add_test(tcase, reads_the_examples);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(hdr_percentiles_suite)
