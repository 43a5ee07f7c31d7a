#include <config.h>
#include "read/formats.h"

#include "real_file.h"
#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define MATRIX(result)                                                                             \
	"{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" result "]}}"

static const struct reader_case_named cases[] = {
	{ .name = "labels in the name, the instance as host; counters and units by the name",
	  .text = MATRIX(
	          "{\"metric\":{\"__name__\":\"rx_bytes_total\",\"device\":\"eth0\",\"instance\":"
	          "\"shop-1:9100\"},\"values\":[[1795140000.5,\"100\"],[1795140010,\"1e3\"]]},"
	          "{\"metric\":{\"__name__\":\"up\"},\"values\":[[1795140000,\"1\"]]},"
	          "{\"metric\":{},\"values\":[[1795140000,\"0.25\"]]},"
	          "{\"metric\":{\"__name__\":\"wait_seconds_count\"},\"values\":[[1795140000,"
	          "\"7\"]]}"),
	  .records =
	          "observation 1795140000500 name=rx_bytes_total{device=\"eth0\"} value=100000000 "
	          "counter host=shop-1:9100 unit=B\n"
	          "observation 1795140010000 name=rx_bytes_total{device=\"eth0\"} "
	          "value=1000000000 counter host=shop-1:9100 unit=B\n"
	          "observation 1795140000000 name=up value=1000000 gauge\n"
	          "observation 1795140000000 name=value value=250000 gauge\n"
	          "observation 1795140000000 name=wait_seconds_count value=7000000 counter\n",
	  .diag = "" },
	{ .name = "an instant query",
	  .text = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{"
	          "\"metric\":"
	          "{\"a\":\"b\",\"c\":\"d\"},\"value\":[1795140000.781,\"-2\"]}]}}",
	  .records = "observation 1795140000781 name={a=\"b\",c=\"d\"} value=-2000000 gauge\n",
	  .diag = "" },
	{ .name = "gaps and bad points",
	  .text = MATRIX(
	          "{\"metric\":{},\"values\":[[1,\"NaN\"],[2,\"+Inf\"],\n[3,\"x\"],[4],[\"y\","
	          "\"1\"],\n[5,\"1e20\"],[6,\"1\"]]}"),
	  .records = "observation 6000 name=value value=1000000 gauge\n",
	  .diag = "note 2 1 NaN and infinite values are gaps\n"
	          "rejected 1 2 a point is not [time, value]\n"
	          "rejected 2 2 a value is no number, or too large for a series\n"
	          "rejected 1 2 no usable time\n" },
	{ .name = "cut off inside a series",
	  .text = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{"
	          "\"metric\":{},"
	          "\"values\":[[1,\"2\"],[2,\"",
	  .records = "observation 1000 name=value value=2000000 gauge\n",
	  .diag = "note 1 1 the JSON ends early: what it holds is counted\n" },
	{ .name = "no data", .text = MATRIX(""), .records = "", .diag = "" },
	{ .name = "an error of the server",
	  .text = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error: x\"}",
	  .records = "",
	  .diag = "",
	  .result = HR_EPARSE,
	  .error = "parse error: x" },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i], &hr_format_prometheus);
	reader_case_sniff(cases[_i].text, &hr_format_prometheus);
}
END_TEST

START_TEST(fixture)
{
	struct recording recording;

	reader_case_fixture("prometheus.json", &hr_format_prometheus, 5, &recording);
	recording_release(&recording);
}
END_TEST

/* Series and points counted in the file by `jq '[.data.result[].values[]] | length'`. */
START_TEST(real)
{
	struct hr_str text = { 0 };
	struct recording recording;

	if (!real_file_load("spinnaker-kayenta/rangeQueryWithTags.json", &text))
		return;
	reader_case_sniff(hr_str_text(&text), &hr_format_prometheus);
	recording_read(&recording, &hr_format_prometheus, hr_str_slice(&text), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_uint_eq(recording.context.rejected, 0);
	ck_assert_uint_eq(recording.sink.observations, 57);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&recording.sink.text),
	                             "observation 1599658195474 "
	                             "name={exception=\"InternalServerError\",method=\"GET\",uri="
	                             "\"/uri-1\"} value=4000000 gauge\n"));
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

static Suite *prometheus_suite(void)
{
	Suite *suite = suite_create("read/prometheus");
	TCase *tcase = tcase_create("prometheus");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, fixture);
	tcase_add_test(tcase, real);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(prometheus_suite)
