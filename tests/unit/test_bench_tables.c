/*
 * go test -bench, and the saved tables of JMeter's Aggregate Report.
 */
#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define AGGREGATE "Label,# Samples,Average,Min,Max,Std. Dev.,Error %,Throughput\n"

static const struct {
	const struct hr_format *format;
	struct reader_case_named one;
} cases[] = {
	{ &hr_format_go_bench,
	  { .name = "a sample a line, whatever other values it has",
	    .text = "goos: linux\nBenchmarkA-8 100 5 allocs/op 1500.5 ns/op\n"
	            "Benchmark 1 7 ns/op\nBenchmarking is fun\nPASS\n",
	    .records = "sample -+1501ns label=BenchmarkA-8 ok\nsample -+7ns label=Benchmark ok\n",
	    .diag = "" } },
	{ &hr_format_go_bench,
	  { .name = "without result, without time, out of range; cut off",
	    .text = "BenchmarkA\nBenchmarkB-8 10 5 B/op\nBenchmarkC-8 1 1e30 ns/op\n"
	            "BenchmarkD-8 1 2 ns/op\nBenchmarkE-8 1 2 ns",
	    .records = "sample -+2ns label=BenchmarkD-8 ok\n",
	    .diag = "note 1 1 a benchmark without result\nrejected 1 2 no time in ns/op\n"
	            "note 1 5 the last line is cut off\n"
	            "rejected 1 3 the time is no number, or out of range\n" } },
	{ &hr_format_jmeter_aggregate,
	  { .name = "figures a label, rates in any unit",
	    .text = AGGREGATE "a,200,10,1,99,2.5,2.50%,6.0/min\nTOTAL,200,10,1,99,2.5,2.5%,0.1\n",
	    .records = "aggregate label=a count=200 errors=5\n"
	               "aggregate label=Total count=200 errors=5\n",
	    .figures = "aggregate label=a mean=10 stddev=2.5 min=1 max=99 throughput=0.1\n"
	               "aggregate label=Total mean=10 stddev=2.5 min=1 max=99 throughput=0.1\n",
	    .diag = "" } },
	{ &hr_format_jmeter_aggregate,
	  { .name = "as JMeterPluginsCMD calls the columns",
	    .text = "sampler_label,aggregate_report_count,average,aggregate_report_median,"
	            "aggregate_report_90%_line,aggregate_report_min,aggregate_report_max,"
	            "aggregate_report_error%,aggregate_report_rate,aggregate_report_bandwidth,"
	            "aggregate_report_stddev\nb,4,10,9,12,8,13,25.00%,2.0,3.5,1.5\n",
	    .records = "aggregate label=b count=4 errors=1\n",
	    .figures = "aggregate label=b mean=10 stddev=1.5 min=8 max=13 p50=9 p90=12 "
	               "throughput=2 received=3.5\n",
	    .diag = "" } },
	{ &hr_format_jmeter_aggregate,
	  { .name = "bad rows cost themselves",
	    .text = AGGREGATE "a,x,1,1,1,1,0%,1\nb,1,1,1,1,1,120%,1\n,1,1,1,1,1,0%,1\nc,1,2\n"
	                      "d,1,2,2,2,0,0%,1\n",
	    .records = "aggregate label=d count=1 errors=0\n",
	    .diag = "rejected 1 4 a row without a label\nrejected 1 5 fewer fields than columns\n"
	            "rejected 1 2 no usable number of samples\n"
	            "rejected 1 3 no usable share of errors\n" } },
	{ &hr_format_jmeter_aggregate,
	  { .name = "with dates it is a history, and its figures are series",
	    .text = "Label,# Samples,Average,Min,Max,Error %,Throughput,Date,Users\n"
	            "a,9,10,1,99,0.50%,3.5,1795140000,60\na,9,11,1,99,0%,3.5,never,60\n",
	    .records =
	            "observation 1795140000000 name=a{users=\"60\"} throughput value=3500000 gauge "
	            "unit=1/s\n"
	            "observation 1795140000000 name=a{users=\"60\"} errors value=500000 gauge "
	            "unit=%\n"
	            "observation 1795140000000 name=a{users=\"60\"} mean value=10000000 gauge "
	            "unit=ms\n"
	            "observation 1795140000000 name=a{users=\"60\"} max value=99000000 gauge "
	            "unit=ms\n",
	    .diag = "rejected 1 3 no usable time\n" } },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i].one, cases[_i].format);
	reader_case_sniff(cases[_i].one.text, cases[_i].format);
}
END_TEST

static const struct {
	const char *name;
	const struct hr_format *format;
	uint64_t records;
} fixtures[] = {
	{ "go-bench.txt", &hr_format_go_bench, 3 },
	{ "jmeter-aggregate.csv", &hr_format_jmeter_aggregate, 3 },
	{ "jmeter-history.csv", &hr_format_jmeter_aggregate, 16 },
};

START_TEST(reads_fixtures)
{
	struct recording recording;

	reader_case_fixture(fixtures[_i].name, fixtures[_i].format, fixtures[_i].records,
	                    &recording);
	recording_release(&recording);
}
END_TEST

static Suite *bench_tables_suite(void)
{
	Suite *suite = suite_create("read/bench_tables");
	TCase *tcase = tcase_create("bench_tables");

	HR_ADD_ROWS(tcase, reads, cases);
	HR_ADD_ROWS(tcase, reads_fixtures, fixtures);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(bench_tables_suite)
