/*
 * Real recordings as XML, and dashboards of JMeter; see real_file.h. Counts are those stated for
 * each file in data/real/SOURCES.md, which has them from the tests of the tools that own the files;
 * counts of nested samples that it does not state are those of `grep -c` for their start tags.
 */
#include <config.h>
#include "read/formats.h"

#include "base/zone.h"
#include "real_file.h"
#include "recording_sink.h"
#include "unit.h"

#define JMETER  "apache-jmeter/"
#define JENKINS "jenkinsci-performance-plugin/"
#define TAURUS  "Blazemeter-taurus/jmeter/jtl/"

struct xml_file {
	const char *path;
	uint64_t samples, failed, degraded; /* outermost samples */
	uint64_t all;                       /* with nested ones */
	const char *contains;               /* in the recorded text, or NULL */
};

static const struct xml_file files[] = {
	{ JMETER "sample_log1c.jtl", 2000, 0, 0, 2000,
	  "sample 1132668448174+2043 label=jakarta_home ok code=200 message=OK latency=1792\n" },
	{ JMETER "Bug52968.xml", 60, 27, 60, 84, NULL },
	{ JMETER "TestResultStatusAction.xml", 189, 48, 189, 189, NULL },
	{ JENKINS "JMeterResults.jtl", 8, 0, 0, 8, "1296846969096+58 label=Workgroup" },
	{ JENKINS "JMeterResultsMultiLevel.jtl", 10, 0, 0, 10, NULL },
	{ JENKINS "JMeterResultsTenSamples.jtl", 10, 0, 0, 10, NULL },
	{ JENKINS "single_result/nested/res.jtl", 2, 1, 0, 2, "+454 label=jp@gc - Dummy Sampler" },
	/* cut off before </testResults> */
	{ TAURUS "standard-errors.jtl", 185, 185, 0, 185,
	  "sample 1430825787183+11 label=http://blazedemo.com/some-more-or-less-long-label failed "
	  "code=Non HTTP response code: java.net.SocketTimeoutException message=Non HTTP response "
	  "message: Read timed out failure=The operation lasted too long" },
	{ TAURUS "resource-errors-no-fail.jtl", 2, 1, 0, 6,
	  "sample 1440764640297+419 label=HTTP Request ok" },
	{ TAURUS "error-puzzle.jtl", 1, 1, 0, 6,
	  "failure=Test failed: text expected not to contain /understanding/" },
	{ TAURUS "error-mix.jtl", 1, 1, 0, 1, "message=Not Found" },
	{ TAURUS "500-success/error.jtl", 0, 0, 0, 0, NULL },
};

static void check_file(const struct xml_file *file, enum hr_nested nested, struct hr_slice text)
{
	struct hr_read_options options = { .zone = hr_zone_utc(), .nested = nested };
	uint64_t expected = nested == HR_NESTED_FLATTEN ? file->all : file->samples;
	struct recording recording;

	recording_read(&recording, &hr_format_jtl_xml, text, 1000, &options);
	ck_assert_msg(recording.result == HR_OK, "%s: %s", file->path, recording.error.text);
	ck_assert_msg(recording.sink.samples == expected, "%s: %u samples", file->path,
	              (unsigned)recording.sink.samples);
	ck_assert_uint_eq(recording.context.rejected, 0);
	if (nested == HR_NESTED_SKIP) {
		ck_assert_uint_eq(recording.sink.failed, file->failed);
		ck_assert_uint_eq(recording.context.degraded, file->degraded);
	}
	if (file->contains != NULL)
		ck_assert_msg(strstr(hr_str_text(&recording.sink.text), file->contains) != NULL,
		              "%s: got %.2000s", file->path, hr_str_text(&recording.sink.text));
	recording_release(&recording);
}

START_TEST(xml)
{
	const struct xml_file *file = &files[_i];
	struct hr_str text = { 0 };
	const struct hr_format *format = NULL;
	struct hr_peek peek = { .complete = true };

	real_file_need(file->path, &text);
	peek.head = hr_str_slice(&text);
	ck_assert_int_eq(hr_format_sniff(&peek, &format, NULL), HR_OK);
	ck_assert_ptr_eq(format, &hr_format_jtl_xml);
	check_file(file, HR_NESTED_SKIP, peek.head);
	check_file(file, HR_NESTED_FLATTEN, peek.head);
	hr_str_release(&text);
}
END_TEST

/* XML of other tools must not be taken for JMeter's. */
static const char *const other_files[] = {
	"automatictester-lightning/xml/1_1_1.xml",
	"automatictester-lightning/xml/3_0_0.xml",
	"automatictester-lightning/xml/not_well_formed.xml",
	JENKINS "TEST-JUnitResults-success-failure-error.xml",
	JENKINS "emptyfile.jtl",
};

START_TEST(others_are_not_taken)
{
	struct hr_str text = { 0 };
	struct hr_peek peek = { .complete = true };
	struct recording recording;

	real_file_need(other_files[_i], &text);
	peek.head = hr_str_slice(&text);
	ck_assert_int_eq(hr_format_jtl_xml.sniff(&peek), 0);
	recording_read(&recording, &hr_format_jtl_xml, peek.head, 0, NULL);
	ck_assert_int_eq(recording.result, HR_EPARSE);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

/* Labels with Total, and the record of one of them. */
static const struct statistics_file {
	const char *path;
	uint64_t labels;
	const char *contains;
} statistics_files[] = {
	{ "mohai17-ParaBank_Performance_Test_JMeter/report/statistics.json", 4,
	  "aggregate label=Total count=1886 errors=1482\n" },
	{ "ortizvillalba-api-python-php-jmeter/docs/statistics.json", 5,
	  "aggregate label=Total count=14004 errors=1511\n" },
	{ "mlanglet-spring-streaming-poc/jmeter/results/statistics.json", 5,
	  "aggregate label=Total count=362 errors=117\n" },
	{ "cedric-ko-loadqa-homeworks-load_web/report/statistics.json", 30,
	  "aggregate label=Total count=28 errors=0\n" },
	{ "Tamas99-PurchaseEventsApp/fastapi_high/statistics.json", 2,
	  "aggregate label=HTTP Request count=21447 errors=396\n" },
};

START_TEST(statistics)
{
	const struct statistics_file *file = &statistics_files[_i];
	struct hr_str text = { 0 };
	const struct hr_format *format = NULL;
	struct hr_peek peek = { .complete = true };
	struct recording recording;

	real_file_need(file->path, &text);
	peek.head = hr_str_slice(&text);
	ck_assert_int_eq(hr_format_sniff(&peek, &format, NULL), HR_OK);
	ck_assert_ptr_eq(format, &hr_format_jmeter_statistics);
	recording_read(&recording, format, peek.head, 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_msg(recording.sink.aggregates == file->labels, "%s: %u labels", file->path,
	              (unsigned)recording.sink.aggregates);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&recording.sink.text), file->contains));
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

static Suite *real_suite(void)
{
	Suite *suite = suite_create("read/real_xml");
	TCase *tcase = tcase_create("real_xml");

	HR_ADD_ROWS(tcase, xml, files);
	HR_ADD_ROWS(tcase, others_are_not_taken, other_files);
	HR_ADD_ROWS(tcase, statistics, statistics_files);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	return real_file_main(real_suite, files[0].path);
}
