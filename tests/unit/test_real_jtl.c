/*
 * Recordings of real load tests, where the tree beside this project holds them (HEADROOM_SHARED,
 * default ../shared); without them every case is skipped. Counts are those stated for each file in
 * data/real/SOURCES.md, "n" there; where it states none, the rows of the file counted by hand.
 */
#include <config.h>
#include "read/formats.h"

#include "real_file.h"
#include "recording_sink.h"
#include "unit.h"

struct real_file {
	const char *path;
	uint64_t records, failed, rejected, degraded;
};

static const struct real_file jtl_files[] = {
	/* JMeter's statistics.json of the same runs: sampleCount and errorCount of Total */
	{ "apache-jmeter/HTMLReportTestFile.csv", 255, 3, 0, 0 },
	{ "mohai17-ParaBank_Performance_Test_JMeter/ReportLog.jtl", 1886, 1482, 0, 0 },
	{ "mohai17-ParaBank_Performance_Test_JMeter/log.jtl", 200, 0, 0, 0 },
	{ "ortizvillalba-api-python-php-jmeter/resultados/sumary.csv", 14004, 1511, 0, 0 },
	{ "mlanglet-spring-streaming-poc/jmeter/results/result.jtl", 362, 117, 0, 0 },
	{ "cedric-ko-loadqa-homeworks-load_web/results.jtl", 29, 0, 0, 0 },
	/* neither responseCode nor responseMessage: JMeter refuses it; 50 rows */
	{ "apache-jmeter/HTMLReportFalseTestFile.csv", 50, 50, 0, 0 },
	/* no time, no elapsed: "189 samples, 48 failed" */
	{ "apache-jmeter/TestResultStatusAction.csv", 189, 48, 0, 189 },
	/* no header, no time: "60 rows", 27 top failures in the XML of the same run */
	{ "apache-jmeter/Bug52968.csv", 60, 27, 0, 60 },
	{ "jenkinsci-performance-plugin/JMeterCsvResults.csv", 3, 0, 0, 0 },
	/* month 20: three samples still */
	{ "jenkinsci-performance-plugin/JMeterCsvResults2.csv", 3, 0, 0, 3 },
	{ "jenkinsci-performance-plugin/JMeterPublisher.csv", 3, 1, 0, 0 },
	{ "jenkinsci-performance-plugin/JMeterPublisher_formatted_timeStamp.csv", 3, 1, 0, 0 },
	{ "jenkinsci-performance-plugin/JENKINS-16627_CSV_instead_of_XML.jtl", 3, 0, 0, 0 },
	{ "jenkinsci-performance-plugin/multiLineCSV.jtl", 2, 1, 0, 0 },
	{ "jenkinsci-performance-plugin/single_result/res.csv", 1, 1, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/tabs.jtl", 4, 0, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/doublequoting.jtl", 2, 2, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/unicode.jtl", 13, 13, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/tranctl.jtl", 2, 1, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/kpi1.jtl", 21, 9, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/500-success/kpi.jtl", 1, 0, 0, 0 },
	{ "Blazemeter-taurus/jmeter/jtl/apiritif-results/apiritif-0.csv", 37, 0, 0, 0 },
	{ "automatictester-lightning/csv/jmeter/10_transactions.csv", 10, 0, 0, 0 },
	{ "automatictester-lightning/csv/jmeter/2_transactions_1_failed.csv", 2, 1, 0, 0 },
	{ "automatictester-lightning/csv/jmeter/0_transactions.csv", 0, 0, 0, 0 },
	{ "automatictester-lightning/csv/jmeter/missing_label_column.csv", 2, 0, 0, 0 },
	{ "automatictester-lightning/csv/jmeter/not_enough_columns_in_data_part.csv", 0, 0, 1, 0 },
};

/* Series of two columns: rows of the files but their headers. */
static const struct real_file series_files[] = {
	{ "numenta-NAB/realAWSCloudwatch/rds_cpu_utilization_cc0c53.csv", 4032, 0, 0, 0 },
	{ "numenta-NAB/realAWSCloudwatch/elb_request_count_8c0756.csv", 4032, 0, 0, 0 },
	{ "numenta-NAB/realAWSCloudwatch/ec2_cpu_utilization_825cc2.csv", 4032, 0, 0, 0 },
	{ "numenta-NAB/realTweets/Twitter_volume_AMZN.csv", 15831, 0, 0, 0 },
};

/* CSV tables that are neither: they must not be taken for JMeter's or for series. */
static const char *const other_files[] = {
	"ballerina-platform-ballerina-performance-cloud/go_hello/results/summary.csv",
	"jenkinsci-performance-plugin/test_results_stats.csv",
	"nogibjj-wine-prediction-app/results_stats_history.csv",
	"nogibjj-wine-prediction-app/results_failures.csv",
	"kellyjonbrazil-jc/generic/csv-homes-pipe.csv",
	"kellyjonbrazil-jc/generic/csv-utf-8-bom.csv",
};

static void check_file(const struct real_file *file, const struct hr_format *format)
{
	struct hr_str text = { 0 };
	struct hr_peek peek = { 0 };
	const struct hr_format *sniffed = NULL;
	struct recording recording;

	real_file_need(file->path, &text);
	peek.head = hr_str_slice(&text);
	if (peek.head.length > 65536)
		peek.head.length = 65536;
	ck_assert_int_eq(hr_format_sniff(&peek, &sniffed, NULL), HR_OK);
	ck_assert_ptr_eq(sniffed, format);
	recording_read(&recording, format, hr_str_slice(&text), 4096, NULL);
	ck_assert_msg(recording.result == HR_OK, "%s: %s", file->path, recording.error.text);
	ck_assert_msg(recording.context.records == file->records, "%s: %u records", file->path,
	              (unsigned)recording.context.records);
	ck_assert_msg(recording.sink.failed == file->failed, "%s: %u failed", file->path,
	              (unsigned)recording.sink.failed);
	ck_assert_msg(recording.context.rejected == file->rejected, "%s: %u rejected", file->path,
	              (unsigned)recording.context.rejected);
	ck_assert_msg(recording.context.degraded == file->degraded, "%s: %u degraded", file->path,
	              (unsigned)recording.context.degraded);
	recording_release(&recording);
	hr_str_release(&text);
}

START_TEST(jtl)
{
	check_file(&jtl_files[_i], &hr_format_jtl_csv);
}
END_TEST

START_TEST(series)
{
	check_file(&series_files[_i], &hr_format_table_csv);
}
END_TEST

START_TEST(others_are_not_taken)
{
	struct hr_str text = { 0 };
	struct hr_peek peek = { 0 };

	real_file_need(other_files[_i], &text);
	peek.head = hr_str_slice(&text);
	ck_assert_int_eq(hr_format_jtl_csv.sniff(&peek), 0);
	ck_assert_int_eq(hr_format_table_csv.sniff(&peek), 0);
	hr_str_release(&text);
}
END_TEST

static Suite *real_suite(void)
{
	Suite *suite = suite_create("read/real");
	TCase *tcase = tcase_create("real");

	HR_ADD_ROWS(tcase, jtl, jtl_files);
	HR_ADD_ROWS(tcase, series, series_files);
	HR_ADD_ROWS(tcase, others_are_not_taken, other_files);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	return real_file_main(real_suite, jtl_files[0].path);
}
