#include <config.h>
#include "write/writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "unit.h"

#define START (INT64_C(1795132800) * HR_NS_PER_S) /* 2026-11-20T00:00:00Z */
#define JTL_HEADER                                                                                 \
	"timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"        \
	"failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,SampleCount,ErrorCount," \
	"Hostname,IdleTime,Connect\n"
#define CSV_HEADER                                                                                 \
	"kind,time,elapsed_ms,label,success,code,message,failure,received_bytes,sent_bytes,"       \
	"latency_ms,connect_ms,users,host,weight,errors\n"
#define NOTHING                                                                                    \
	.latency_ns = HR_UNKNOWN, .connect_ns = HR_UNKNOWN, .received_bytes = HR_UNKNOWN,          \
	.sent_bytes = HR_UNKNOWN, .active_users = HR_UNKNOWN, .weight = 1

static const struct hr_sample whole = {
	.success = true,
	.start_ns = START,
	.elapsed_ns = 351 * HR_NS_PER_MS,
	.latency_ns = 12 * HR_NS_PER_MS,
	.connect_ns = 0,
	.received_bytes = 1024,
	.sent_bytes = 0,
	.active_users = 7,
	.weight = 1,
	.label = { "a, \"b\"", 6 },
	.code = { "200", 3 },
	.message = { "OK\n", 3 },
	.host = { "h1", 2 },
};
static const struct hr_sample fine = { .success = true,
	                               .start_ns = START + 1500,
	                               .elapsed_ns = 245591442,
	                               NOTHING,
	                               .label = { "x", 1 } };
static const struct hr_sample unknown = { .start_ns = HR_INSTANT_NONE,
	                                  .elapsed_ns = HR_UNKNOWN,
	                                  NOTHING,
	                                  .failed = 1,
	                                  .label = { "\xff", 1 },
	                                  .failure = { "no", 2 } };
static const struct hr_sample group = { .kind = HR_SAMPLE_TRANSACTION,
	                                .success = true,
	                                .start_ns = START,
	                                .elapsed_ns = HR_NS_PER_MS,
	                                NOTHING,
	                                .label = { "g", 1 } };

static const struct {
	const char *form;
	const struct hr_sample *sample;
	const char *row;
} rows[] = {
	{ "jtl", &whole,
	  JTL_HEADER
	  "1795132800000,351,\"a, \"\"b\"\"\",200,\"OK\n\",,text,true,,1024,0,7,7,,12,1,0,"
	  "h1,0,0\n" },
	{ "jtl", &fine,
	  JTL_HEADER "2026-11-20T00:00:00.000001500Z,245.591442,x,,,,text,true,,,,,,,,1,0,,0,\n" },
	{ "jtl", &unknown, JTL_HEADER ",,\xff,,,,text,false,no,,,,,,,1,1,,0,\n" },
	{ "jtl", &group,
	  JTL_HEADER "1795132800000,1,g,,\"Number of samples in transaction : 1, number of failing "
	             "samples : 0\",,text,true,,,,,,,,1,0,,0,\n" },
	{ "csv", &whole,
	  CSV_HEADER
	  "request,2026-11-20T00:00:00Z,351,\"a, \"\"b\"\"\",true,200,\"OK\n\",,1024,0,12,"
	  "0,7,h1,1,0\n" },
	{ "csv", &unknown, CSV_HEADER "request,,,\xff,false,,,no,,,,,,,1,1\n" },
	{ "csv", &group, CSV_HEADER "transaction,2026-11-20T00:00:00Z,1,g,true,,,,,,,,,,1,0\n" },
	{ "ndjson", &whole,
	  "{\"kind\":\"request\",\"time\":\"2026-11-20T00:00:00Z\",\"elapsed_ms\":351,\"label\":"
	  "\"a, "
	  "\\\"b\\\"\",\"success\":true,\"code\":\"200\",\"message\":\"OK\\n\",\"failure\":\"\","
	  "\"received_bytes\":1024,\"sent_bytes\":0,\"latency_ms\":12,\"connect_ms\":0,\"users\":7,"
	  "\"host\":\"h1\",\"weight\":1,\"errors\":0}\n" },
	{ "ndjson", &unknown,
	  "{\"kind\":\"request\",\"time\":null,\"elapsed_ms\":null,\"label\":\"\xef\xbf\xbd\","
	  "\"success\":false,\"code\":\"\",\"message\":\"\",\"failure\":\"no\",\"received_bytes\":"
	  "null,\"sent_bytes\":null,\"latency_ms\":null,\"connect_ms\":null,\"users\":null,"
	  "\"host\":"
	  "\"\",\"weight\":1,\"errors\":1}\n" },
};

/* What @form makes of records that @push gives it. */
static void written(const char *form, void (*push)(struct hr_writer *writer, const void *record),
                    const void *record, char out[4096])
{
	char path[] = "/tmp/headroom-writer.XXXXXX";
	struct hr_error err = { 0 };
	struct hr_output *output;
	struct hr_writer writer;
	int fd = mkstemp(path);
	ssize_t n;

	ck_assert_int_ge(fd, 0);
	close(fd);
	ck_assert_int_eq(hr_output_open(path, &output, &err), HR_OK);
	hr_writer_init(&writer, hr_record_form_find(form), output, &err);
	push(&writer, record);
	ck_assert_int_eq(hr_writer_finish(&writer), HR_OK);
	ck_assert_int_eq(hr_output_commit(output, &err), HR_OK);
	fd = open(path, O_RDONLY);
	n = read(fd, out, 4095);
	ck_assert_int_ge(n, 0);
	out[n] = '\0';
	close(fd);
	unlink(path);
}

static void push_sample(struct hr_writer *writer, const void *record)
{
	hr_sink_sample(&writer->sink, record);
}

START_TEST(sample_rows)
{
	char out[4096];

	written(rows[_i].form, push_sample, rows[_i].sample, out);
	ck_assert_str_eq(out, rows[_i].row);
}
END_TEST

static void push_values(struct hr_writer *writer, const void *record)
{
	struct hr_observation one = { .time_ns = START,
		                      .value_micro = -1500000,
		                      .name = { "cpu", 3 },
		                      .host = { "h", 1 },
		                      .unit = { "%", 1 } };
	struct hr_observation other = { .time_ns = START + HR_NS_PER_S,
		                        .value_micro = INT64_MAX,
		                        .kind = HR_SERIES_COUNTER,
		                        .name = { "bytes", 5 } };

	(void)record;
	hr_sink_observation(&writer->sink, &one);
	hr_sink_observation(&writer->sink, &other);
}

START_TEST(values)
{
	char out[4096];

	written("series", push_values, NULL, out);
	ck_assert_str_eq(out, "time,name,value,unit,host,kind\n"
	                      "2026-11-20T00:00:00Z,cpu,-1.5,%,h,gauge\n"
	                      "2026-11-20T00:00:01Z,bytes,9223372036854.775807,,,counter\n");
	written("ndjson", push_values, NULL, out);
	ck_assert_str_eq(
	        out, "{\"kind\":\"gauge\",\"time\":\"2026-11-20T00:00:00Z\",\"name\":\"cpu\","
	             "\"value\":\"-1.5\",\"unit\":\"%\",\"host\":\"h\"}\n"
	             "{\"kind\":\"counter\",\"time\":\"2026-11-20T00:00:01Z\",\"name\":"
	             "\"bytes\",\"value\":\"9223372036854.775807\",\"unit\":\"\",\"host\":\"\"}\n");
}
END_TEST

START_TEST(left_out)
{
	struct hr_error err = { 0 };
	struct hr_output *output;
	struct hr_writer writer;
	struct hr_aggregate figures = { 0 };

	ck_assert_int_eq(hr_output_open("/dev/null", &output, &err), HR_OK);
	hr_writer_init(&writer, hr_record_form_find("series"), output, &err);
	push_sample(&writer, &whole);
	push_values(&writer, NULL);
	hr_sink_aggregate(&writer.sink, &figures);
	ck_assert_uint_eq(writer.samples, 0);
	ck_assert_uint_eq(writer.samples_left, 1);
	ck_assert_uint_eq(writer.observations, 2);
	ck_assert_uint_eq(writer.wholes_left, 1);
	ck_assert_int_eq(hr_writer_finish(&writer), HR_OK);
	hr_output_abort(output);
}
END_TEST

START_TEST(full_disk)
{
	struct hr_error err = { 0 };
	struct hr_output *output;
	struct hr_writer writer;

	if (access("/dev/full", W_OK) != 0)
		return;
	ck_assert_int_eq(hr_output_open("/dev/full", &output, &err), HR_OK);
	hr_writer_init(&writer, hr_record_form_find("csv"), output, &err);
	for (int i = 0; i < 10000; i++)
		push_sample(&writer, &whole);
	ck_assert_int_eq(hr_writer_finish(&writer), HR_EIO);
	ck_assert_uint_gt(strlen(err.text), 0);
	hr_output_abort(output);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("writer");
	TCase *tcase = tcase_create("writer");

	HR_ADD_ROWS(tcase, sample_rows, rows);
	tcase_add_test(tcase, values);
	tcase_add_test(tcase, left_out);
	tcase_add_test(tcase, full_disk);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(suite)
