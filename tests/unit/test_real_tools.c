/*
 * Real recordings of small load testers and benchmarks; see real_file.h. Counts and figures are
 * those stated in data/real/SOURCES.md or in the files themselves.
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>

#include "real_file.h"
#include "record/diag.h"
#include "record/sample.h"
#include "record/sink.h"
#include "recording_sink.h"
#include "stats/hist.h"
#include "unit.h"

static const struct tool_file {
	const char *path;
	const struct hr_format *format;
	uint64_t samples, failed, histograms, aggregates;
	const char *contains; /* in the records, or NULL */
	const char *figures;  /* in the figures, or NULL */
} files[] = {
	/* The largest Interval_Max of the log is 1803.551 ms. SOURCES.md has 1796210687 ns, what
	 * HdrHistogram says when it adds the lowest values of the same buckets up with more
	 * digits. */
	{ "HdrHistogram-HdrHistogram/jHiccup-2.0.7S.logV2.hlog", &hr_format_hdr_log, 0, 0, 62, 0,
	  NULL, "max=1803550719 " },
	{ "Blazemeter-taurus/ab/ab.tsv", &hr_format_ab_requests, 10, 0, 0, 0,
	  "sample 1456827205000+232 label=requests ok latency=232 connect=115\n", NULL },
	/* of its four requests two found no host */
	{ "Blazemeter-taurus/k6/k6_kpi.csv", &hr_format_k6_csv, 8, 2, 0, 0,
	  "sample 1633706832000+0 label=GET https://non-blazedemo.com/ failed code=1101 "
	  "message=lookup: no such host latency=0 connect=0\n",
	  NULL },
	{ "Blazemeter-taurus/siege/siege.out", &hr_format_siege, 10, 0, 0, 0,
	  "sample 1450647012640+360 label=/ ok code=200 received=3372\n", NULL },
	{ "jenkinsci-performance-plugin/WrkResultsWithLatencyFlag.wrk", &hr_format_wrk, 0, 0, 0, 1,
	  "aggregate label=http://www.google.com count=18 errors=0\n",
	  "mean=42.28 stddev=3.67 max=46.51 p50=40.25 p75=46.51 p90=46.51 p99=46.51 "
	  "throughput=17.81 received=843.38\n" },
	{ "zeroows-1brc/hyperfine.json", &hr_format_hyperfine, 6, 0, 0, 0,
	  "sample -+13148435543ns label=cargo run --release --bin 1brc "
	  "measurements_1000000000.txt ok\n",
	  NULL },
	{ "google-benchmark/test1_run1.json", &hr_format_google_benchmark, 14, 0, 0, 0,
	  "sample -+400 label=BM_NotBadTimeUnit ok\n", NULL },
	{ "google-benchmark/test1_run2.json", &hr_format_google_benchmark, 14, 0, 0, 0,
	  "sample -+67ns label=BM_ThirdFaster ok\n", NULL },
	{ "jenkinsci-performance-plugin/test_results_stats.csv", &hr_format_locust_stats, 0, 0, 0,
	  5, "aggregate label=Aggregated count=71464 errors=10000\n",
	  "aggregate label=Aggregated mean=223.833905555556 min=196.105699999999 max=1993.6762 "
	  "p50=450 " },
	/* a run that sent nothing */
	{ "nogibjj-wine-prediction-app/results_stats.csv", &hr_format_locust_stats, 0, 0, 0, 1,
	  "aggregate label=Aggregated count=0 errors=0\n",
	  "aggregate label=Aggregated throughput=0\n" },
	{ "nogibjj-wine-prediction-app/results_stats_history.csv", &hr_format_locust_history, 0, 0,
	  0, 0, "observation 1682488749000 name=users value=0 gauge\n", NULL },
	{ "nogibjj-wine-prediction-app/results_failures.csv", &hr_format_locust_failures, 0, 0, 0,
	  0, NULL, NULL },
	/* one request, which failed; of no time at all */
	{ "sirhCC-APIRateLimiter/k6-results.json", &hr_format_k6_summary, 0, 0, 0, 1,
	  "aggregate label=http_req_duration count=1 errors=1\n",
	  "aggregate label=http_req_duration mean=0 min=0 max=0 p50=0 p90=0 p95=0 "
	  "throughput=635.00127000254 received=0 sent=0\n" },
	{ "mcollina-autocannon/example-result.json", &hr_format_autocannon, 0, 0, 0, 1,
	  "aggregate label=example result count=500 errors=0\n",
	  "mean=100.1 stddev=84.74 min=47 max=424 p50=67 p75=107 p90=126 p99=386 p999=424 "
	  "throughput=250 received=51.23828125" },
};

START_TEST(tools)
{
	const struct tool_file *file = &files[_i];
	struct hr_str text = { 0 };
	const struct hr_format *format = NULL;
	struct hr_peek peek = { .complete = true };
	struct recording recording;

	if (!real_file_load(file->path, &text))
		return;
	peek.head = hr_str_slice(&text);
	ck_assert_int_eq(hr_format_sniff(&peek, &format, NULL), HR_OK);
	ck_assert_msg(format == file->format, "%s is taken for %s", file->path, format->name);
	recording_read(&recording, format, peek.head, 1000, NULL);
	ck_assert_msg(recording.result == HR_OK, "%s: %s", file->path, recording.error.text);
	ck_assert_uint_eq(recording.context.rejected, 0);
	ck_assert_uint_eq(recording.sink.samples, file->samples);
	ck_assert_uint_eq(recording.sink.failed, file->failed);
	ck_assert_uint_eq(recording.sink.histograms, file->histograms);
	ck_assert_uint_eq(recording.sink.aggregates, file->aggregates);
	if (file->contains != NULL)
		ck_assert_msg(strstr(hr_str_text(&recording.sink.text), file->contains) != NULL,
		              "%s: %.2000s", file->path, hr_str_text(&recording.sink.text));
	if (file->figures != NULL)
		ck_assert_msg(strstr(hr_str_text(&recording.sink.figures), file->figures) != NULL,
		              "%s: %.2000s", file->path, hr_str_text(&recording.sink.figures));
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

/* Adds the histograms of a recording up. */
struct adding_sink {
	struct hr_sink sink;
	struct hr_hist *hist;
};

static void add_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	hr_hist_merge(((struct adding_sink *)sink)->hist, histogram->hist);
}

static const struct hr_sink_ops adding_ops = { .histogram = add_histogram };

/* The bucket that holds the value of a rank, from 1. */
static struct hr_hist_bucket bucket_of_rank(const struct hr_hist *hist, uint64_t rank)
{
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket = { 0 };
	uint64_t seen = 0;

	while (seen < rank && hr_hist_next(hist, &cursor, &bucket))
		seen += bucket.count;
	return bucket;
}

/* HdrHistogram's own tests: 48761 values, of which p99.9 is 1745879039 in units of 2^20, so
 * between 1744830464 and the end of that bucket of the log, 2^23 further on. */
START_TEST(hdr_totals)
{
	struct adding_sink sink = { .sink.ops = &adding_ops, .hist = hr_hist_new() };
	struct hr_diag diag = { 0 };
	struct hr_read_context context = { .path = "test", .sink = &sink.sink, .diag = &diag };
	struct hr_reader *reader = hr_format_hdr_log.open(&context);
	struct hr_str text = { 0 };

	if (real_file_load(files[0].path, &text)) {
		struct hr_hist_bucket bucket;

		ck_assert_int_eq(hr_format_hdr_log.feed(reader, hr_str_slice(&text), NULL), HR_OK);
		ck_assert_int_eq(hr_format_hdr_log.finish(reader, NULL), HR_OK);
		ck_assert_uint_eq(hr_hist_count(sink.hist), 48761);
		bucket = bucket_of_rank(sink.hist, 48713); /* ceil(0.999 x 48761) */
		ck_assert_int_ge(bucket.value_ns, 1744830464);
		ck_assert_int_lt(bucket.value_ns, 1744830464 + (1 << 23));
	}
	hr_format_hdr_log.free(reader);
	hr_hist_free(sink.hist);
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
	hr_str_release(&text);
}
END_TEST

static Suite *real_suite(void)
{
	Suite *suite = suite_create("read/real_tools");
	TCase *tcase = tcase_create("real_tools");

	HR_ADD_ROWS(tcase, tools, files);
	tcase_add_test(tcase, hdr_totals);
	suite_add_tcase(suite, tcase);
	return suite;
}

/* Without the files, or zlib for the first of them, there is nothing to compare: say so. */
int main(void)
{
	struct hr_str text = { 0 };
	SRunner *runner;
	bool there = real_file_load(files[0].path, &text);
	int failed;

	hr_str_release(&text);
#ifndef HAVE_ZLIB
	there = false;
#endif
	if (!there) {
		puts("1..0 # SKIP no real recordings (HEADROOM_SHARED)");
		return EXIT_SUCCESS;
	}
	runner = srunner_create(real_suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
