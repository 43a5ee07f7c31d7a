/*
 * Metrics endpoints: lines of the documentation's own example, and what else there is.
 */
#include <config.h>
#include "read/prom_text.h"

#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

#define NOW_NS INT64_C(1795140000000000000)

static void reads(const char *text, const char *records, uint64_t rejected)
{
	struct recording_sink sink;
	struct hr_diag diag = { 0 };
	struct hr_read_context context = { .path = "test", .sink = &sink.sink, .diag = &diag };

	recording_sink_init(&sink);
	context.options.host = hr_slice_of("shop:9100");
	hr_prom_text_read(&context, hr_slice_of(text), NOW_NS);
	ck_assert_str_eq(hr_str_text(&sink.text), records);
	ck_assert_uint_eq(context.rejected, rejected);
	hr_diag_release(&diag);
	recording_sink_release(&sink);
}

#define SEEN(name, value, kind)                                                                    \
	"observation 1795140000000 name=" name " value=" value " " kind " host=shop:9100"

/* From "Text format example" of exposition_formats: values, a time in ms, escapes, a summary. */
START_TEST(test_documented)
{
	reads("# HELP http_requests_total The total number of HTTP requests.\n"
	      "# TYPE http_requests_total counter\n"
	      "http_requests_total{method=\"post\",code=\"200\"} 1027 1395066363000\n"
	      "http_requests_total{method=\"post\",code=\"400\"}    3 1395066363000\n"
	      "\n"
	      "metric_without_timestamp_and_labels 12.47\n",
	      "observation 1395066363000 name=http_requests_total{method=\"post\",code=\"200\"} "
	      "value=1027000000 counter host=shop:9100\n"
	      "observation 1395066363000 name=http_requests_total{method=\"post\",code=\"400\"} "
	      "value=3000000 counter host=shop:9100\n" SEEN("metric_without_timestamp_and_labels",
	                                                    "12470000", "gauge") "\n",
	      0);
	reads("# TYPE rpc_duration_seconds summary\n"
	      "rpc_duration_seconds{quantile=\"0.01\"} 3102\n"
	      "rpc_duration_seconds_sum 1.7560473e+07\n"
	      "rpc_duration_seconds_count 2693\n",
	      SEEN("rpc_duration_seconds{quantile=\"0.01\"}", "3102000000",
	           "gauge") " unit=s\n" SEEN("rpc_duration_seconds_sum", "17560473000000",
	                                     "counter") " unit=s\n" SEEN("rpc_duration_seconds_"
	                                                                 "count",
	                                                                 "2693000000",
	                                                                 "counter") "\n",
	      0);
}
END_TEST

/* A type says more than a name: a gauge may be called _total, a counter anything. */
START_TEST(test_types)
{
	reads("# TYPE slots_total gauge\nslots_total 4\n",
	      SEEN("slots_total", "4000000", "gauge") "\n", 0);
	reads("# TYPE served counter\nserved 4\n", SEEN("served", "4000000", "counter") "\n", 0);
	reads("# TYPE served counter\nother 4\n", SEEN("other", "4000000", "gauge") "\n", 0);
	reads("served_total 4\n", SEEN("served_total", "4000000", "counter") "\n", 0);
	reads("# TYPE served sundry\nserved_total 4\n",
	      SEEN("served_total", "4000000", "counter") "\n", 0);
}
END_TEST

/* OpenMetrics: times in seconds, exemplars, units, an end. */
START_TEST(test_openmetrics)
{
	reads("# TYPE foo histogram\n# UNIT foo seconds\n"
	      "foo_bucket{le=\"0.1\"} 8 1795140001.5 # {trace=\"x y\"} 0.054 1520879607.7\n"
	      "foo_bucket{le=\"+Inf\"} 17 # {} 0.4\n# EOF\n",
	      "observation 1795140001500 name=foo_bucket{le=\"0.1\"} value=8000000 counter "
	      "host=shop:9100\n" SEEN("foo_bucket{le=\"+Inf\"}", "17000000", "counter") "\n",
	      0);
}
END_TEST

START_TEST(test_bad)
{
	reads("no value here\n=\n{\nx{a=\"b\n", "", 4);
	reads("a NaN\nb +Inf\nc 1 yesterday\nd 7", SEEN("d", "7000000", "gauge") "\n", 1);
	reads("", "", 0);
	reads("\r\n# \n#\n", "", 0);
}
END_TEST

static Suite *prom_text_suite(void)
{
	Suite *suite = suite_create("prom_text");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_documented);
	tcase_add_test(tests, test_types);
	tcase_add_test(tests, test_openmetrics);
	tcase_add_test(tests, test_bad);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(prom_text_suite)
