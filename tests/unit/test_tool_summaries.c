/*
 * Readers of small documents: fortio, wrk, hyperfine, Google Benchmark.
 */
#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "unit.h"

static const struct summary_case {
	const char *name;
	const struct hr_format *format;
	uint64_t count;
	const char *records, *figures;
} examples[] = {
	/* 2 calls between 1 and 2 ms, 4 between 3 and 5, spread evenly */
	{ "fortio.json", &hr_format_fortio, 1, "histogram label=cart ok count=6\n",
	  "histogram label=cart 1795132800000..1795132801500 min=1000000 max=5000000 "
	  "1249792*1 1749504*1 3249152*1 3750912*1 4249600*1 4749312*1\n" },
	{ "fortio-errors.json", &hr_format_fortio, 1,
	  "aggregate label=http://shop.example/cart count=6 errors=1\n",
	  "aggregate label=http://shop.example/cart mean=3 stddev=1 min=1 max=5 p50=3.3 p999=4.9 "
	  "throughput=9.99\n" },
	{ "wrk.txt", &hr_format_wrk, 1,
	  "aggregate label=http://shop.example/cart count=22464978 errors=378\n",
	  "aggregate label=http://shop.example/cart mean=0.63591 stddev=0.89 max=1290 p50=0.45 "
	  "p75=0.6 p90=0.98 p99=72000 throughput=748868.53 received=620881.92\n" },
	{ "hyperfine.json", &hr_format_hyperfine, 3,
	  "sample -+101 label=sleep 0.1 ok\nsample -+102 label=sleep 0.1 failed code=exit 1\n"
	  "aggregate label=true count=3 errors=1\n",
	  "aggregate label=true mean=1.07 min=1 max=1.2 p50=1.07\n" },
	{ "google-benchmark.json", &hr_format_google_benchmark, 3,
	  "sample -+29275ns label=BM_sort/1024 ok\nsample -+30500ns label=BM_sort/1024 ok\n"
	  "sample -+- label=BM_find failed message=no such key\n",
	  "" },
};

START_TEST(reads_the_examples)
{
	const struct summary_case *one = &examples[_i];
	struct recording recording;

	reader_case_fixture(one->name, one->format, one->count, &recording);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), one->records);
	ck_assert_str_eq(hr_str_text(&recording.sink.figures), one->figures);
	ck_assert_uint_eq(recording.context.rejected, 0);
	recording_release(&recording);
}
END_TEST

static const struct fault_case {
	const struct hr_format *format;
	struct reader_case one;
} faults[] = {
	{ &hr_format_hyperfine,
	  { "{\"results\":[{\"command\":\"a\",\"times\":[-1,\"x\",0.5],\"exit_codes\":[0,0,null]},"
	    "{\"command\":\"b\"},7]}",
	    "sample -+500 label=a failed code=killed\n", NULL,
	    "rejected 2 0 a result with neither times nor mean\n"
	    "rejected 2 0 the time of a run is no number in range\n" } },
	{ &hr_format_hyperfine,
	  { "{\"results\":{}}", "", NULL, "rejected 1 0 no list of results\n" } },
	/* without kinds of rows, names tell; a unit that is not known */
	{ &hr_format_google_benchmark,
	  { "{\"benchmarks\":[{\"name\":\"a_mean\",\"real_time\":1},{\"name\":\"a\",\"real_time\":"
	    "2,"
	    "\"time_unit\":\"s\"},{\"name\":\"b\",\"real_time\":2,\"time_unit\":\"min\"},"
	    "{\"real_time\":1e300},{\"name\":\"c\",\"real_time\":1000000}]}",
	    "sample -+2000 label=a ok\nsample -+1 label=c ok\n", NULL,
	    "rejected 2 0 a row without real_time in a known unit\n" } },
	{ &hr_format_google_benchmark, { "{}", "", NULL, "rejected 1 0 no list of benchmarks\n" } },
	{ &hr_format_fortio, { "{}", "", NULL, "rejected 1 0 no DurationHistogram\n" } },
	{ &hr_format_fortio,
	  { "{\"DurationHistogram\":{\"Data\":[{\"Start\":2,\"End\":1,\"Count\":1},{\"Start\":1}]}"
	    "}",
	    "", NULL, "rejected 2 0 a bin without start, end and count\n" } },
	{ &hr_format_fortio,
	  { "{\"DurationHistogram\":{\"Count\":1},\"ErrorsDurationHistogram\":{\"Count\":2}}", "",
	    NULL,
	    "note 1 0 failed calls are in the same bins as the others: fortio's own figures are "
	    "shown\nrejected 1 0 more errors than requests\n" } },
	{ &hr_format_wrk,
	  { "Running 1s test @ u\n  Thread Stats   Avg\n    Latency x y\n  18 requests in 1.0", "",
	    NULL, "rejected 1 0 the output ends before its count of requests\n" } },
	{ &hr_format_wrk,
	  { "  1 requests in 1.01s, 1B read\n  Non-2xx or 3xx responses: 2\n", "", NULL,
	    "rejected 1 0 more errors than requests\n" } },
};

START_TEST(takes_what_is_there)
{
	reader_case_check(&faults[_i].one, faults[_i].format);
}
END_TEST

START_TEST(cut_off_documents_are_errors)
{
	reader_case_error("{\"results\":[", &hr_format_hyperfine, HR_EPARSE);
	reader_case_error("{\"benchmarks\":[", &hr_format_google_benchmark, HR_EPARSE);
	reader_case_error("{\"DurationHistogram\":", &hr_format_fortio, HR_EPARSE);
}
END_TEST

static Suite *tool_summaries_suite(void)
{
	Suite *suite = suite_create("read/tool_summaries");
	TCase *tcase = tcase_create("tool_summaries");

	HR_ADD_ROWS(tcase, reads_the_examples, examples);
	HR_ADD_ROWS(tcase, takes_what_is_there, faults);
	tcase_add_test(tcase, cut_off_documents_are_errors);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(tool_summaries_suite)
