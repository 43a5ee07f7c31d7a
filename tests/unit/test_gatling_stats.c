#include <config.h>
#include "read/formats.h"

#include <math.h>

#include "base/zone.h"
#include "real_file.h"
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

static void read_first(const struct hr_str *text, struct keeping_sink *sink)
{
	struct hr_diag diag = { 0 };
	struct hr_read_context context = { .path = "test",
		                           .options = { .zone = hr_zone_utc() },
		                           .sink = &sink->sink,
		                           .diag = &diag };
	struct hr_reader *reader = hr_format_gatling_stats.open(&context);
	struct hr_error error = { 0 };

	*sink = (struct keeping_sink){ .sink.ops = &keeping_ops };
	ck_assert_int_eq(hr_format_gatling_stats.feed(reader, hr_str_slice(text), &error), HR_OK);
	ck_assert_int_eq(hr_format_gatling_stats.finish(reader, &error), HR_OK);
	ck_assert_uint_eq(context.rejected, 0);
	ck_assert_uint_eq(context.records, sink->count);
	hr_format_gatling_stats.free(reader);
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
}

static void check_figures(const struct hr_aggregate *got, const double figures[9])
{
	ck_assert_double_eq((double)got->count, figures[0]);
	ck_assert_double_eq((double)got->errors, figures[1]);
	ck_assert_double_eq(got->min_ms, figures[2]);
	ck_assert_double_eq(got->max_ms, figures[3]);
	ck_assert_double_eq(got->mean_ms, figures[4]);
	ck_assert_double_eq(got->stddev_ms, figures[5]);
	ck_assert_double_eq(got->p50_ms, figures[6]);
	ck_assert_double_eq(got->p75_ms, figures[7]);
	ck_assert_double_eq(got->p95_ms, figures[8]);
	ck_assert(isnan(got->p90_ms) && isnan(got->p999_ms) && isnan(got->received_kib_per_s) &&
	          isnan(got->sent_kib_per_s));
}

START_TEST(reads_the_example)
{
	static const double whole[9] = { 30, 3, 5, 400, 50, 60, 40, 50, 200 };
	struct hr_str text = { 0 };
	struct keeping_sink sink;
	struct recording recording;

	ck_assert(fixture_file_load("gatling-stats.json", &text));
	read_first(&text, &sink);
	check_figures(&sink.first, whole);
	ck_assert_double_eq(sink.first.p99_ms, 390);
	ck_assert_double_eq(sink.first.throughput_per_s, 1.5);
	recording_read(&recording, &hr_format_gatling_stats, hr_str_slice(&text), 11, NULL);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "aggregate label=Total count=30 errors=3\n"
	                 "aggregate label=Home count=20 errors=0\n"
	                 "aggregate transaction label=Checkout count=10 errors=3\n"
	                 "aggregate label=Checkout / Pay count=10 errors=3\n");
	recording_release(&recording);
	for (size_t length = 0; length + 2 < text.length; length += 37) {
		recording_read(&recording, &hr_format_gatling_stats,
		               (struct hr_slice){ text.data, length }, 0, NULL);
		ck_assert_int_eq(recording.result, HR_EPARSE);
		recording_release(&recording);
	}
	hr_str_release(&text);
}
END_TEST

/* What Gatling wrote of the run in data/real/SOURCES.md: "907 requests, 443 KO, mean 6318,
 * p50/75/95/99 8255/9196/10017/10464". */
START_TEST(reads_a_report)
{
	static const double whole[9] = { 907, 443, 109, 11316, 6318, 3820, 8255, 9196, 10017 };
	static const char *const files[] = { "stats.json", "global_stats.json" };
	struct hr_str path = { 0 }, text = { 0 };
	struct hr_peek peek = { 0 };
	const struct hr_format *sniffed = NULL;
	struct keeping_sink sink;

	hr_str_printf(&path,
	              "polarnik-gatling-report-example/closemodel-incrementconcurrentusers/"
	              "js/%s",
	              files[_i]);
	if (real_file_load(hr_str_text(&path), &text)) {
		peek.head = hr_str_slice(&text);
		ck_assert_int_eq(hr_format_sniff(&peek, &sniffed, NULL), HR_OK);
		ck_assert_ptr_eq(sniffed, &hr_format_gatling_stats);
		read_first(&text, &sink);
		check_figures(&sink.first, whole);
		ck_assert_double_eq(sink.first.p99_ms, 10464);
		ck_assert_double_eq_tol(sink.first.throughput_per_s, 3.628, 1e-9);
		ck_assert_uint_eq(sink.count, _i == 0 ? 3 : 1);
	}
	hr_str_release(&path);
	hr_str_release(&text);
}
END_TEST

static const struct {
	const char *text, *records, *diag;
} cases[] = {
	/* before 3 the numbers were texts, and "-" stood for none */
	{ "{\"name\":\"G\",\"numberOfRequests\":{\"total\":\"2\",\"ok\":\"2\",\"ko\":\"-\"}}",
	  "aggregate label=Total count=2 errors=0\n",
	  "note 1 0 a label without failed requests, taken as 0\n" },
	{ "{\"name\":\"G\",\"stats\":7,\"contents\":{\"a\":{\"name\":\"a\",\"stats\":{}},"
	  "\"b\":{\"name\":\"b\",\"stats\":{\"numberOfRequests\":{\"total\":1,\"ko\":2}}},\"c\":5,"
	  "\"d\":{\"name\":\"d\",\"stats\":{\"numberOfRequests\":{\"total\":1,\"ko\":1}}}}}",
	  "aggregate label=d count=1 errors=1\n",
	  "rejected 1 0 a label with more failed requests than requests\n"
	  "rejected 2 0 a label without its stats\n"
	  "rejected 1 0 a label without numberOfRequests\n" },
	{ "{}", "", "rejected 1 0 a label without numberOfRequests\n" },
};

START_TEST(takes_labels_one_by_one)
{
	struct recording recording;
	struct hr_str diag = { 0 };

	recording_read(&recording, &hr_format_gatling_stats, hr_slice_of(cases[_i].text), 3, NULL);
	recording_diag_text(&recording, &diag);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), cases[_i].records);
	ck_assert_str_eq(hr_str_text(&diag), cases[_i].diag);
	hr_str_release(&diag);
	recording_release(&recording);
}
END_TEST

/* Of two percentiles the first is p95; of no requests nothing is known. */
START_TEST(knows_old_and_empty_figures)
{
	struct hr_str text = { 0 };
	struct keeping_sink sink;

	hr_str_puts(&text,
	            "{\"name\":\"G\",\"numberOfRequests\":{\"total\":\"2\",\"ko\":\"1\"},"
	            "\"percentiles1\":{\"total\":\"8\"},\"percentiles2\":{\"total\":\"-\"}}");
	read_first(&text, &sink);
	ck_assert(isnan(sink.first.p50_ms) && isnan(sink.first.p99_ms) &&
	          isnan(sink.first.mean_ms));
	ck_assert_double_eq(sink.first.p95_ms, 8);
	hr_str_truncate(&text, 0);
	hr_str_puts(&text, "{\"numberOfRequests\":{\"total\":0,\"ko\":0},"
	                   "\"minResponseTime\":{\"total\":0}}");
	read_first(&text, &sink);
	ck_assert(isnan(sink.first.min_ms));
	hr_str_release(&text);
}
END_TEST

static Suite *gatling_stats_suite(void)
{
	Suite *suite = suite_create("read/gatling_stats");
	TCase *tcase = tcase_create("gatling_stats");

	tcase_add_test(tcase, reads_the_example);
	tcase_add_loop_test(tcase, reads_a_report, 0, 2);
	HR_ADD_ROWS(tcase, takes_labels_one_by_one, cases);
	tcase_add_test(tcase, knows_old_and_empty_figures);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(gatling_stats_suite)
