#include <config.h>
#include "read/formats.h"

#include <math.h>

#include "base/zone.h"
#include "record/diag.h"
#include "record/sample.h"
#include "record/sink.h"
#include "recording_sink.h"
#include "unit.h"

/* Keeps the first aggregate whole; the recording sink writes only its counts. */
struct keeping_sink {
	struct hr_sink sink;
	struct hr_aggregate first;
	size_t count;
};

static void keep_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	struct keeping_sink *keeping = (struct keeping_sink *)sink;

	if (keeping->count++ == 0)
		keeping->first = *aggregate;
}

static const struct hr_sink_ops keeping_ops = { .aggregate = keep_aggregate };

/* An entry as JMeter 5 writes it. */
#define ENTRY                                                                                      \
	"{\n  \"HTTP Request\" : {\n    \"transaction\" : \"HTTP Request\",\n"                     \
	"    \"sampleCount\" : 21447,\n    \"errorCount\" : 396,\n    \"errorPct\" : 1.8464121,\n" \
	"    \"meanResTime\" : 54852.68098102286,\n    \"medianResTime\" : 59725.0,\n"             \
	"    \"minResTime\" : 0.0,\n    \"maxResTime\" : 1182353.0,\n"                             \
	"    \"pct1ResTime\" : 119361.0,\n    \"pct2ResTime\" : 122672.0,\n"                       \
	"    \"pct3ResTime\" : 135545.87000000002,\n    \"throughput\" : 17.418798365246545,\n"    \
	"    \"receivedKBytesPerSec\" : 1576.8438284196684,\n"                                     \
	"    \"sentKBytesPerSec\" : \"NaN\"\n  }"

/* All of a label's samples may have failed, but no more than all. */
START_TEST(takes_labels_without_a_success)
{
	static const char *const texts[] = {
		"{\"a\": {\"sampleCount\": 3, \"errorCount\": 3, \"meanResTime\": 5.0}}",
		"{\"a\": {\"sampleCount\": 3, \"errorCount\": 4, \"meanResTime\": 5.0}}"
	};

	for (size_t i = 0; i < 2; i++) {
		struct keeping_sink sink = { .sink.ops = &keeping_ops };
		struct hr_diag diag = { 0 };
		struct hr_read_context context = { .path = "test",
			                           .options = { .zone = hr_zone_utc() },
			                           .sink = &sink.sink,
			                           .diag = &diag };
		struct hr_reader *reader = hr_format_jmeter_statistics.open(&context);
		struct hr_error error = { 0 };

		ck_assert_int_eq(
		        hr_format_jmeter_statistics.feed(reader, hr_slice_of(texts[i]), &error),
		        HR_OK);
		(void)!hr_format_jmeter_statistics.finish(reader, &error);
		ck_assert_uint_eq(sink.count, i == 0 ? 1 : 0);
		ck_assert_uint_eq(context.rejected, i);
		hr_format_jmeter_statistics.free(reader);
		hr_diag_release(&diag);
	}
}
END_TEST

START_TEST(reads_every_figure)
{
	struct keeping_sink sink = { .sink.ops = &keeping_ops };
	struct hr_diag diag = { 0 };
	struct hr_read_context context = { .path = "test",
		                           .options = { .zone = hr_zone_utc() },
		                           .sink = &sink.sink,
		                           .diag = &diag };
	struct hr_reader *reader = hr_format_jmeter_statistics.open(&context);
	const char *text = ENTRY "\n}\n";
	struct hr_error error = { 0 };

	for (const char *at = text; *at != '\0'; at++)
		ck_assert_int_eq(hr_format_jmeter_statistics.feed(
		                         reader, (struct hr_slice){ at, 1 }, &error),
		                 HR_OK);
	ck_assert_int_eq(hr_format_jmeter_statistics.finish(reader, &error), HR_OK);
	ck_assert_uint_eq(sink.count, 1);
	ck_assert_uint_eq(context.records, 1);
	ck_assert_uint_eq(sink.first.count, 21447);
	ck_assert_uint_eq(sink.first.errors, 396);
	ck_assert_double_eq_tol(sink.first.mean_ms, 54852.68098102286, 1e-9);
	ck_assert_double_eq_tol(sink.first.p50_ms, 59725, 1e-9);
	ck_assert_double_eq_tol(sink.first.min_ms, 0, 1e-9);
	ck_assert_double_eq_tol(sink.first.max_ms, 1182353, 1e-9);
	ck_assert_double_eq_tol(sink.first.p90_ms, 119361, 1e-9);
	ck_assert_double_eq_tol(sink.first.p95_ms, 122672, 1e-9);
	ck_assert_double_eq_tol(sink.first.p99_ms, 135545.87, 1e-9);
	ck_assert_double_eq_tol(sink.first.throughput_per_s, 17.418798365246545, 1e-12);
	ck_assert_double_eq_tol(sink.first.received_kib_per_s, 1576.8438284196684, 1e-9);
	ck_assert(isnan(sink.first.sent_kib_per_s));
	ck_assert(isnan(sink.first.stddev_ms) && isnan(sink.first.p75_ms) &&
	          isnan(sink.first.p999_ms));
	hr_format_jmeter_statistics.free(reader);
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
}
END_TEST

static const struct statistics_case {
	const char *text, *records, *diag;
} cases[] = {
	/* "Total" is a label like others */
	{ "\xef\xbb\xbf{\"Total\":{\"sampleCount\":3,\"errorCount\":1},"
	  "\"a \\u00e9\":{\"sampleCount\":3,\"errorCount\":1}}",
	  "aggregate label=Total count=3 errors=1\naggregate label=a \xc3\xa9 count=3 errors=1\n",
	  "" },
	{ "{\"a\":{\"errorCount\":1},\"b\":7,\"c\":{\"sampleCount\":2},"
	  "\"d\":{\"sampleCount\":2,\"errorCount\":3},\"e\":{\"sampleCount\":-1}}",
	  "aggregate label=c count=2 errors=0\n",
	  "rejected 1 0 a label with more errors than samples\n"
	  "note 1 0 a label without errorCount, taken as 0\n"
	  "rejected 3 0 a label without sampleCount\n" },
	{ "{}", "", "" },
};

START_TEST(takes_labels_one_by_one)
{
	const struct statistics_case *one = &cases[_i];
	struct recording recording;
	struct hr_str diag = { 0 };

	recording_read(&recording, &hr_format_jmeter_statistics, hr_slice_of(one->text), 3, NULL);
	recording_diag_text(&recording, &diag);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), one->records);
	ck_assert_str_eq(hr_str_text(&diag), one->diag);
	hr_str_release(&diag);
	recording_release(&recording);
}
END_TEST

START_TEST(tells_where_the_text_is_wrong)
{
	struct recording recording;

	recording_read(&recording, &hr_format_jmeter_statistics,
	               hr_slice_of("{\n \"a\" : {\n  \"sampleCount\" 1\n}}"), 0, NULL);
	ck_assert_int_eq(recording.result, HR_EPARSE);
	ck_assert_uint_eq(recording.error.line, 3);
	ck_assert_uint_eq(recording.error.column, 17);
	recording_release(&recording);
	recording_read(&recording, &hr_format_jmeter_statistics, hr_slice_of("[]"), 0, NULL);
	ck_assert_int_eq(recording.result, HR_EPARSE);
	recording_release(&recording);
}
END_TEST

START_TEST(knows_its_own)
{
	struct hr_peek peek = { .head = hr_slice_of(ENTRY "\n}\n"), .complete = true };
	struct hr_peek other = { .head = hr_slice_of("{\"sampleCount\":1}"), .complete = true };

	ck_assert_int_eq(hr_format_jmeter_statistics.sniff(&peek), 95);
	ck_assert_int_eq(hr_format_jmeter_statistics.sniff(&other), 0);
}
END_TEST

static Suite *jmeter_statistics_suite(void)
{
	Suite *suite = suite_create("read/jmeter_statistics");
	TCase *tcase = tcase_create("jmeter_statistics");

	tcase_add_test(tcase, takes_labels_without_a_success);
	tcase_add_test(tcase, reads_every_figure);
	HR_ADD_ROWS(tcase, takes_labels_one_by_one, cases);
	tcase_add_test(tcase, tells_where_the_text_is_wrong);
	tcase_add_test(tcase, knows_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(jmeter_statistics_suite)
