/*
 * Every file of data/real, one row each (see real_file.h): recordings are recognised by content
 * alone and give the counts and figures that data/real/SOURCES.md states for them; where it states
 * none, the number of rows, and those of failures, counted in the file. A file without a row fails
 * the test.
 */
#include <config.h>

#include <fts.h>
#include <math.h>
#include <stdlib.h>

#include "base/input.h"
#include "base/zone.h"
#include "read/read_input.h"
#include "real_file.h"
#include "record/metric.h"
#include "stats/quantile.h"
#include "summarize/summarizer.h"
#include "unit.h"

/* Of the total; 0 is not stated, times in ms. */
struct figures {
	uint64_t count, errors; /* errors are looked at with count */
	double mean, min, p50, p90, p95, p99, max, rate;
	double slack; /* how far figures may be off for want of digits; 0: a part in 1e6 */
	bool nearest; /* percentiles by nearest rank */
};

/* One a line. */
/* clang-format off */
static const struct recording_file {
	const char *path, *format;
	uint64_t records, failed, rejected, degraded;
	struct figures total;
} recordings[] = {
	{ "Blazemeter-taurus/ab/ab.tsv", "ab-requests", 10, 0, 0, 0, { 0 } },
	{ "Blazemeter-taurus/gatling/gatling-331-000/simulation.log", "gatling-log", 101, 0, 0, 0, { .count = 100, .errors = 0, .min = 80, .max = 256 } },
	{ "Blazemeter-taurus/gatling/gatling-351-000/simulation.log", "gatling-log", 221, 0, 0, 0, { .count = 220, .errors = 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/500-success/error.jtl", "jtl-xml", 0, 0, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/500-success/kpi.jtl", "jtl-csv", 1, 0, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/apiritif-results/apiritif-0.csv", "jtl-csv", 37, 0, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/doublequoting.jtl", "jtl-csv", 2, 2, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/error-mix.jtl", "jtl-xml", 1, 1, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/error-puzzle.jtl", "jtl-xml", 1, 1, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/kpi1.jtl", "jtl-csv", 21, 9, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/resource-errors-no-fail.jtl", "jtl-xml", 2, 1, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/standard-errors.jtl", "jtl-xml", 185, 185, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/tabs.jtl", "jtl-csv", 4, 0, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/tranctl.jtl", "jtl-csv", 2, 1, 0, 0, { 0 } },
	{ "Blazemeter-taurus/jmeter/jtl/unicode.jtl", "jtl-csv", 13, 13, 0, 0, { 0 } },
	{ "Blazemeter-taurus/k6/k6_kpi.csv", "k6-csv", 31, 2, 0, 0, { 0 } },
	{ "Blazemeter-taurus/siege/siege.out", "siege", 10, 0, 0, 0, { 0 } },
	{ "HdrHistogram-HdrHistogram/jHiccup-2.0.7S.logV2.hlog", "hdr-log", 62, 0, 0, 0, { .count = 48761, .errors = 0 } },
	{ "Tamas99-PurchaseEventsApp/fastapi_high/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 17.4, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/fastapi_low/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 37.3, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/fastapi_mid/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 17.7, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/nodejs_high/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 21.5, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/nodejs_low/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 129.3, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/nodejs_mid/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 32.0, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/springboot_high/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 58.6, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/springboot_low/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 210.5, .slack = 0.05 } },
	{ "Tamas99-PurchaseEventsApp/springboot_mid/statistics.json", "jmeter-statistics", 2, 0, 0, 0, { .rate = 85.6, .slack = 0.05 } },
	{ "apache-jmeter/Bug52968.csv", "jtl-csv", 60, 27, 0, 60, { 0 } },
	{ "apache-jmeter/Bug52968.xml", "jtl-xml", 60, 27, 0, 60, { 0 } },
	{ "apache-jmeter/HTMLReportExpect.json", "jmeter-statistics", 3, 0, 0, 0, { .count = 255, .errors = 3, .mean = 235.4745, .p50 = 232, .p90 = 337, .p95 = 339.2, .p99 = 353, .rate = 4.23693611 } },
	{ "apache-jmeter/HTMLReportFalseTestFile.csv", "jtl-csv", 50, 50, 0, 0, { 0 } },
	{ "apache-jmeter/HTMLReportTestFile.csv", "jtl-csv", 255, 3, 0, 0, { .count = 255, .errors = 3, .mean = 235.4745, .p50 = 232, .p90 = 337, .p95 = 339.2, .p99 = 353 } },
	{ "apache-jmeter/TestResultStatusAction.csv", "jtl-csv", 189, 48, 0, 189, { 0 } },
	{ "apache-jmeter/TestResultStatusAction.xml", "jtl-xml", 189, 48, 0, 189, { 0 } },
	{ "apache-jmeter/sample_log1c.jtl", "jtl-xml", 2000, 0, 0, 0, { .count = 2000, .errors = 0, .mean = 180.31, .p50 = 180, .p90 = 220, .p95 = 270, .p99 = 1011.9 } },
	{ "automatictester-lightning/csv/jmeter/0_transactions.csv", "jtl-csv", 0, 0, 0, 0, { 0 } },
	{ "automatictester-lightning/csv/jmeter/10_transactions.csv", "jtl-csv", 10, 0, 0, 0, { 0 } },
	{ "automatictester-lightning/csv/jmeter/2_transactions_1_failed.csv", "jtl-csv", 2, 1, 0, 0, { 0 } },
	{ "automatictester-lightning/csv/jmeter/missing_label_column.csv", "jtl-csv", 2, 0, 0, 0, { 0 } },
	{ "automatictester-lightning/csv/jmeter/not_enough_columns_in_data_part.csv", "jtl-csv", 0, 0, 1, 0, { 0 } },
	{ "ballerina-platform-ballerina-performance-cloud/go_hello/results/summary.csv", "jmeter-aggregate", 2632, 0, 0, 0, { 0 } },
	{ "ballerina-platform-ballerina-performance-cloud/passthrough/results/summary.csv", "jmeter-aggregate", 39880, 0, 0, 0, { 0 } },
	{ "cedric-ko-loadqa-homeworks-load_web/report/statistics.json", "jmeter-statistics", 30, 0, 0, 0, { .count = 28, .errors = 0 } },
	{ "cedric-ko-loadqa-homeworks-load_web/results.jtl", "jtl-csv", 29, 0, 0, 0, { .count = 28, .errors = 0 } },
	{ "famartinrh-apicurio-perf-results/2021-10-04/End2EndSimulation/17.13.38-10u-600i/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .count = 6088, .errors = 73, .mean = 38, .slack = 0.5, .p50 = 32, .p95 = 51, .p99 = 126 } },
	{ "famartinrh-apicurio-perf-results/2021-10-04/End2EndSimulation/17.13.38-10u-600i/js/stats.json", "gatling-stats", 10, 0, 0, 0, { .count = 6088, .errors = 73, .mean = 38, .slack = 0.5, .p50 = 32, .p95 = 51, .p99 = 126 } },
	{ "famartinrh-apicurio-perf-results/2021-10-04/End2EndSimulation/17.13.38-10u-600i/simulation.log", "gatling-log", 6089, 73, 0, 0, { .count = 6088, .errors = 73, .mean = 38, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-06/End2EndSimulation/13.40.22-10u-600i/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .count = 6090, .errors = 1, .mean = 25, .slack = 0.5, .p50 = 20, .p95 = 37, .p99 = 73, .max = 11069 } },
	{ "famartinrh-apicurio-perf-results/2021-10-06/End2EndSimulation/13.40.22-10u-600i/js/stats.json", "gatling-stats", 10, 0, 0, 0, { .count = 6090, .errors = 1, .mean = 25, .slack = 0.5, .p50 = 20, .p95 = 37, .p99 = 73, .max = 11069 } },
	{ "famartinrh-apicurio-perf-results/2021-10-06/End2EndSimulation/13.40.22-10u-600i/simulation.log", "gatling-log", 6091, 1, 0, 0, { .count = 6090, .errors = 1, .mean = 25, .slack = 0.5, .max = 11069 } },
	{ "famartinrh-apicurio-perf-results/2021-10-07/End2EndSimulation/07.38.12-10u-600i/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .count = 6090, .errors = 0, .mean = 22, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-07/End2EndSimulation/07.38.12-10u-600i/js/stats.json", "gatling-stats", 10, 0, 0, 0, { .count = 6090, .errors = 0, .mean = 22, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-07/End2EndSimulation/07.38.12-10u-600i/simulation.log", "gatling-log", 6091, 0, 0, 0, { .count = 6090, .errors = 0, .mean = 22, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-08/End2EndSimulation/07.30.09-10u-600i/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .mean = 22, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-08/End2EndSimulation/07.30.09-10u-600i/js/stats.json", "gatling-stats", 10, 0, 0, 0, { .mean = 22, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-08/End2EndSimulation/07.30.09-10u-600i/simulation.log", "gatling-log", 6091, 0, 0, 0, { .mean = 22, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-12/End2EndSimulation/07.31.53-10u-600i/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .mean = 23, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-12/End2EndSimulation/07.31.53-10u-600i/js/stats.json", "gatling-stats", 10, 0, 0, 0, { .mean = 23, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-12/End2EndSimulation/07.31.53-10u-600i/simulation.log", "gatling-log", 6091, 0, 0, 0, { .mean = 23, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-13/End2EndSimulation/07.29.09-10u-600i/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .mean = 23, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-13/End2EndSimulation/07.29.09-10u-600i/js/stats.json", "gatling-stats", 10, 0, 0, 0, { .mean = 23, .slack = 0.5 } },
	{ "famartinrh-apicurio-perf-results/2021-10-13/End2EndSimulation/07.29.09-10u-600i/simulation.log", "gatling-log", 6091, 0, 0, 0, { .mean = 23, .slack = 0.5 } },
	{ "gatling-gatling/known_stats/simulation.log", "gatling-binary", 106, 1, 0, 0, { .count = 105, .errors = 1, .min = 87, .max = 368, .p99 = 368 } },
	{ "golang-perf/new.txt", "go-bench", 20, 0, 0, 0, { 0 } },
	{ "golang-perf/old.txt", "go-bench", 20, 0, 0, 0, { 0 } },
	{ "golang-perf/smallSample.txt", "go-bench", 2, 0, 0, 0, { 0 } },
	{ "google-benchmark/test1_run1.json", "google-benchmark", 14, 0, 0, 0, { 0 } },
	{ "google-benchmark/test1_run2.json", "google-benchmark", 14, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/JENKINS-16627_CSV_instead_of_XML.jtl", "jtl-csv", 3, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/JMeterCsvResults.csv", "jtl-csv", 3, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/JMeterCsvResults2.csv", "jtl-csv", 3, 0, 0, 3, { 0 } },
	{ "jenkinsci-performance-plugin/JMeterPublisher.csv", "jtl-csv", 3, 1, 0, 0, { .mean = 1433, .slack = 0.5 } },
	{ "jenkinsci-performance-plugin/JMeterPublisher_formatted_timeStamp.csv", "jtl-csv", 3, 1, 0, 0, { .mean = 1433, .slack = 0.5 } },
	{ "jenkinsci-performance-plugin/JMeterResults.jtl", "jtl-xml", 8, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/JMeterResultsMultiLevel.jtl", "jtl-xml", 10, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/JMeterResultsTenSamples.jtl", "jtl-xml", 10, 0, 0, 0, { .min = 1, .max = 10, .p90 = 9.9, .p95 = 10 } },
	{ "jenkinsci-performance-plugin/TEST-JUnitResults-success-failure-error.xml", "junit-xml", 3, 2, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/WrkResultsWithLatencyFlag.wrk", "wrk", 1, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/emptyfile.jtl", "empty", 0, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/multiLineCSV.jtl", "jtl-csv", 2, 1, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/single_result/nested/res.jtl", "jtl-xml", 2, 1, 0, 0, { .min = 333, .max = 454 } },
	{ "jenkinsci-performance-plugin/single_result/res.csv", "jtl-csv", 1, 1, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/summary.log", "jmeter-summary", 1, 0, 0, 0, { 0 } },
	{ "jenkinsci-performance-plugin/test_results_stats.csv", "locust-stats", 5, 0, 0, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/diskstats.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/loadavg.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/meminfo.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/net_dev.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/pid_stat.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/pid_statm.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/stat.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/uptime.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "kellyjonbrazil-jc/linux-proc/vmstat.json", "proc-json", 0, 0, 1, 0, { 0 } },
	{ "mcollina-autocannon/example-result.json", "autocannon", 1, 0, 0, 0, { 0 } },
	{ "mlanglet-spring-streaming-poc/jmeter/results/result.jtl", "jtl-csv", 362, 117, 0, 0, { .count = 362, .errors = 117, .mean = 1001.5635, .p50 = 745, .p90 = 1695.8, .p95 = 2379.4, .p99 = 4253.94, .rate = 11.4818574 } },
	{ "mlanglet-spring-streaming-poc/jmeter/results/statistics.json", "jmeter-statistics", 5, 0, 0, 0, { .count = 362, .errors = 117, .mean = 1001.5635, .p50 = 745, .p90 = 1695.8, .p95 = 2379.4, .p99 = 4253.94, .rate = 11.4818574 } },
	{ "mohai17-ParaBank_Performance_Test_JMeter/ReportLog.jtl", "jtl-csv", 1886, 1482, 0, 0, { .count = 1886, .errors = 1482, .mean = 7393.3696, .p50 = 6703, .p90 = 14325, .p95 = 16636.3, .p99 = 26016.67, .rate = 17.8215387 } },
	{ "mohai17-ParaBank_Performance_Test_JMeter/log.jtl", "jtl-csv", 200, 0, 0, 0, { 0 } },
	{ "mohai17-ParaBank_Performance_Test_JMeter/report/statistics.json", "jmeter-statistics", 4, 0, 0, 0, { .count = 1886, .errors = 1482, .mean = 7393.3696, .p50 = 6703, .p90 = 14325, .p95 = 16636.3, .p99 = 26016.67, .rate = 17.8215387 } },
	{ "nogibjj-wine-prediction-app/results_failures.csv", "locust-failures", 0, 0, 0, 0, { 0 } },
	{ "nogibjj-wine-prediction-app/results_stats.csv", "locust-stats", 1, 0, 0, 0, { 0 } },
	{ "nogibjj-wine-prediction-app/results_stats_history.csv", "locust-history", 10155, 0, 0, 0, { 0 } },
	{ "numenta-NAB/realAWSCloudwatch/ec2_cpu_utilization_825cc2.csv", "csv", 4032, 0, 0, 0, { 0 } },
	{ "numenta-NAB/realAWSCloudwatch/elb_request_count_8c0756.csv", "csv", 4032, 0, 0, 0, { 0 } },
	{ "numenta-NAB/realAWSCloudwatch/rds_cpu_utilization_cc0c53.csv", "csv", 4032, 0, 0, 0, { 0 } },
	{ "numenta-NAB/realTweets/Twitter_volume_AMZN.csv", "csv", 15831, 0, 0, 0, { 0 } },
	{ "nuxeo-gatling-report/simulation-small-v3.2.log", "gatling-log", 3, 0, 0, 0, { 0 } },
	{ "nuxeo-gatling-report/simulation-small-v3.3.log", "gatling-log", 3, 0, 0, 0, { 0 } },
	{ "nuxeo-gatling-report/simulation-small-v3.log", "gatling-log", 3, 0, 0, 0, { 0 } },
	{ "nuxeo-gatling-report/simulation-small.log", "gatling-log", 3, 0, 0, 0, { 0 } },
	{ "ortizvillalba-api-python-php-jmeter/docs/statistics.json", "jmeter-statistics", 5, 0, 0, 0, { .count = 14004, .errors = 1511, .mean = 453.2642, .p50 = 206, .p90 = 957, .p95 = 1363.5, .p99 = 4663.95, .rate = 158.5849206 } },
	{ "ortizvillalba-api-python-php-jmeter/resultados/sumary.csv", "jtl-csv", 14004, 1511, 0, 0, { .count = 14004, .errors = 1511, .mean = 453.2642, .p50 = 206, .p90 = 957, .p95 = 1363.5, .p99 = 4663.95, .rate = 158.5849206 } },
	{ "polarnik-gatling-report-example/closemodel-incrementconcurrentusers/js/global_stats.json", "gatling-stats", 1, 0, 0, 0, { .count = 907, .errors = 443, .mean = 6318, .p50 = 8255, .p95 = 10017, .p99 = 10464 } },
	{ "polarnik-gatling-report-example/closemodel-incrementconcurrentusers/js/stats.json", "gatling-stats", 3, 0, 0, 0, { .count = 907, .errors = 443, .mean = 6318, .p50 = 8255, .p95 = 10017, .p99 = 10464 } },
	{ "polarnik-gatling-report-example/closemodel-incrementconcurrentusers/simulation.log", "gatling-log", 908, 443, 0, 0, { .count = 907, .errors = 443, .mean = 6318, .slack = 0.5, .p50 = 8258, .p95 = 10020, .p99 = 10464, .nearest = true } },
	{ "sirhCC-APIRateLimiter/k6-results.json", "k6-summary", 1, 0, 0, 0, { 0 } },
	{ "spinnaker-kayenta/rangeQueryWithTags.json", "prometheus", 57, 0, 0, 0, { 0 } },
	{ "sysstat-sysstat/expected.data-11.6.5-sadf-d", "sadf-csv", 35, 0, 0, 0, { 0 } },
	{ "sysstat-sysstat/expected.data-11.6.5-sadf-j", "sadf-json", 35, 0, 0, 0, { 0 } },
	{ "sysstat-sysstat/expected.sadf-j", "sadf-json", 1750, 0, 0, 0, { 0 } },
	{ "zeroows-1brc/hyperfine.json", "hyperfine", 6, 0, 0, 0, { 0 } },
};

#define RECORDINGS (sizeof(recordings) / sizeof(recordings[0]))

/* What is no recording, and why. */
#define SERIES   "plain lists of numbers for change-point detection"
#define GOLDEN   "what another program printed"
#define GATES    "a configuration of gates"
#define TABLES   "cut out of a dashboard's script"
#define LABELS   "a list of labels"
#define DIALECTS "a dialect of CSV, without times"
#define PROC     "the text of a file of /proc, without a time"

static const struct {
	const char *path, *why;
} others[] = {
	{ "apache-otava/tigerbeetle.json", SERIES },
	{ "automatictester-lightning/results/expected/1_1_1.txt", GOLDEN },
	{ "automatictester-lightning/results/expected/3_0_0.txt", GOLDEN },
	{ "automatictester-lightning/results/expected/jenkins/2_1_txn.txt", GOLDEN },
	{ "automatictester-lightning/xml/1_1_1.xml", GATES },
	{ "automatictester-lightning/xml/3_0_0.xml", GATES },
	{ "automatictester-lightning/xml/not_well_formed.xml", GATES },
	{ "cedric-ko-loadqa-homeworks-load_web/dashboard-series.json", TABLES },
	{ "cedric-ko-loadqa-homeworks-load_web/dashboard-tables.json", TABLES },
	{ "golang-perf/csvOldNew.stdout", GOLDEN },
	{ "golang-perf/smallSample.stdout", GOLDEN },
	{ "kellyjonbrazil-jc/generic/csv-doublequoted.csv", DIALECTS },
	{ "kellyjonbrazil-jc/generic/csv-doublequoted.json", DIALECTS },
	{ "kellyjonbrazil-jc/generic/csv-homes-pipe.csv", DIALECTS },
	{ "kellyjonbrazil-jc/generic/csv-homes-pipe.json", DIALECTS },
	{ "kellyjonbrazil-jc/generic/csv-utf-8-bom.csv", DIALECTS },
	{ "kellyjonbrazil-jc/generic/csv-utf-8-bom.json", DIALECTS },
	{ "kellyjonbrazil-jc/linux-proc/diskstats", PROC },
	{ "kellyjonbrazil-jc/linux-proc/loadavg", PROC },
	{ "kellyjonbrazil-jc/linux-proc/meminfo", PROC },
	{ "kellyjonbrazil-jc/linux-proc/net_dev", PROC },
	{ "kellyjonbrazil-jc/linux-proc/pid_stat", PROC },
	{ "kellyjonbrazil-jc/linux-proc/pid_statm", PROC },
	{ "kellyjonbrazil-jc/linux-proc/stat", PROC },
	{ "kellyjonbrazil-jc/linux-proc/uptime", PROC },
	{ "kellyjonbrazil-jc/linux-proc/vmstat", PROC },
	{ "mlanglet-spring-streaming-poc/dashboard-series.json", TABLES },
	{ "mlanglet-spring-streaming-poc/dashboard-tables.json", TABLES },
	{ "mohai17-ParaBank_Performance_Test_JMeter/dashboard-series.json", TABLES },
	{ "mohai17-ParaBank_Performance_Test_JMeter/dashboard-tables.json", TABLES },
	{ "mongodb-signal-processing-algorithms/long_series.json", SERIES },
	{ "mozilla-treeherder/runs1.json", SERIES },
	{ "mozilla-treeherder/runs3.json", SERIES },
	{ "mozilla-treeherder/runs5.json", SERIES },
	{ "numenta-NAB/combined_windows.subset.json", LABELS },
	{ "ortizvillalba-api-python-php-jmeter/dashboard-series.json", TABLES },
	{ "ortizvillalba-api-python-php-jmeter/dashboard-tables.json", TABLES },
};
/* clang-format on */

#define OTHERS (sizeof(others) / sizeof(others[0]))

/* ---- reading ---- */

struct reading {
	struct hr_run run;
	struct hr_read_result result;
	struct hr_error error;
	enum hr_err code;
};

static void read_file(struct reading *reading, const char *path)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_read_options how = { .zone = hr_zone_utc() };
	struct hr_summarizer *summarizer;
	struct hr_input *input = NULL;
	struct hr_str full = { 0 };

	*reading = (struct reading){ .code = HR_OK };
	real_file_path(path, &full);
	ck_assert_msg(hr_input_open(hr_str_text(&full), &input, &reading->error) == HR_OK, "%s",
	              reading->error.text);
	hr_run_init(&reading->run, 0);
	summarizer = hr_summarizer_new(&reading->run, &options);
	reading->code = hr_read_input(input, NULL, &how, hr_summarizer_sink(summarizer),
	                              &reading->run.diag, NULL, 0, &reading->result,
	                              &reading->error);
	hr_summarizer_free(summarizer);
	hr_run_classify(&reading->run);
	hr_input_close(input);
	hr_str_release(&full);
}

static void release(struct reading *reading)
{
	hr_run_release(&reading->run);
	hr_str_release(&reading->result.assumptions);
}

/* ---- recordings ---- */

static void check_figure(const struct recording_file *file, const struct hr_label *total,
                         const char *metric, double wanted)
{
	enum hr_quantile_method method = file->total.nearest ? HR_QUANTILE_NEAREST : HR_QUANTILE_R6;
	struct hr_metric made;
	const struct hr_metric *found = hr_metric_find(hr_slice_of(metric), &made);
	double slack = file->total.slack > 0 ? file->total.slack : wanted * 1e-6;
	double got;

	if (!(wanted > 0))
		return;
	ck_assert_ptr_nonnull(found);
	got = found->value(total, found, method);
	ck_assert_msg(fabs(got - wanted) <= slack, "%s: %s is %.8g, expected %.8g", file->path,
	              metric, got, wanted);
}

static void check_total(const struct recording_file *file, const struct hr_run *run)
{
	struct hr_label *total = hr_run_total(run, HR_TOTAL_REQUESTS, "all");
	const struct figures *wanted = &file->total;

	if (wanted->count > 0) {
		ck_assert_uint_eq(hr_label_count(total), wanted->count);
		ck_assert_uint_eq(hr_label_errors(total), wanted->errors);
	}
	check_figure(file, total, "mean", wanted->mean);
	check_figure(file, total, "min", wanted->min);
	check_figure(file, total, "p50", wanted->p50);
	check_figure(file, total, "p90", wanted->p90);
	check_figure(file, total, "p95", wanted->p95);
	check_figure(file, total, "p99", wanted->p99);
	check_figure(file, total, "max", wanted->max);
	check_figure(file, total, "throughput", wanted->rate);
	hr_label_free(total);
}

static uint64_t failures(const struct hr_run *run)
{
	uint64_t n = 0;

	for (size_t i = 0; i < run->label_count; i++)
		if (run->labels[i]->source != HR_SOURCE_AGGREGATE)
			n += run->labels[i]->errors;
	return n;
}

START_TEST(is_recognised_and_gives_its_figures)
{
	const struct recording_file *file = &recordings[_i];
	struct reading reading;

#ifndef HAVE_ZLIB
	if (strcmp(file->format, "hdr-log") == 0)
		return; /* its histograms are compressed */
#endif
	read_file(&reading, file->path);
	ck_assert_msg(reading.code == HR_OK, "%s: %s", file->path, reading.error.text);
	ck_assert_str_eq(reading.result.format != NULL ? reading.result.format->name : "empty",
	                 file->format);
	ck_assert_msg(reading.result.records == file->records, "%s: %llu records", file->path,
	              (unsigned long long)reading.result.records);
	ck_assert_msg(failures(&reading.run) == file->failed, "%s: %llu failed", file->path,
	              (unsigned long long)failures(&reading.run));
	ck_assert_uint_eq(reading.result.rejected, file->rejected);
	ck_assert_uint_eq(reading.result.degraded, file->degraded);
	check_total(file, &reading.run);
	release(&reading);
}
END_TEST

/* ---- what is none ---- */

START_TEST(is_no_recording)
{
	struct reading reading;

	read_file(&reading, others[_i].path);
	ck_assert_msg(reading.code == HR_EPARSE, "%s (%s) is read as %s", others[_i].path,
	              others[_i].why, reading.result.format->name);
	ck_assert_str_ne(reading.error.text, "");
	release(&reading);
}
END_TEST

/* ---- the folder ---- */

static bool has_row(const char *path)
{
	for (size_t i = 0; i < RECORDINGS; i++)
		if (strcmp(recordings[i].path, path) == 0)
			return true;
	for (size_t i = 0; i < OTHERS; i++)
		if (strcmp(others[i].path, path) == 0)
			return true;
	return strcmp(path, "SOURCES.md") == 0;
}

START_TEST(no_file_is_without_a_row)
{
	struct hr_str folder = { 0 };
	char *roots[2] = { NULL, NULL };
	size_t files = 0, length;
	FTSENT *entry;
	FTS *tree;

	real_file_path("", &folder);
	length = folder.length;
	roots[0] = folder.data;
	tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	ck_assert_ptr_nonnull(tree);
	while ((entry = fts_read(tree)) != NULL) {
		const char *path = entry->fts_path + length;

		if (entry->fts_info != FTS_F)
			continue;
		while (*path == '/')
			path++;
		ck_assert_msg(has_row(path), "%s has no row in this test", path);
		files++;
	}
	fts_close(tree);
	ck_assert_uint_eq(files, RECORDINGS + OTHERS + 1);
	hr_str_release(&folder);
}
END_TEST

static Suite *real_all_suite(void)
{
	Suite *suite = suite_create("read/real_all");
	TCase *tcase = tcase_create("real_all");

	HR_ADD_ROWS(tcase, is_recognised_and_gives_its_figures, recordings);
	HR_ADD_ROWS(tcase, is_no_recording, others);
	tcase_add_test(tcase, no_file_is_without_a_row);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	return real_file_main(real_all_suite, recordings[0].path);
}
