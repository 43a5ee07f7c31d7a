#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "real_file.h"
#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define HOST(statistics)                                                                           \
	"{\"sysstat\":{\"hosts\":[{\"nodename\":\"h\",\"statistics\":[" statistics "]}]}}"
#define STAMP(time) "{\"timestamp\":{\"date\":\"2026-11-20\",\"time\":\"" time "\",\"tz\":\"UTC\"}"
#define HEADER      "# hostname;interval;timestamp;"

/* Values of the records are those of the text times 1e6, and 1024 where it says kB. */
static const struct {
	const struct hr_format *format;
	struct reader_case_named one;
} cases[] = {
	{ &hr_format_sadf_json,
	  { .name = "units, devices, sections that are not read",
	    .text = HOST(STAMP("02:00:00") ",\"memory\":{\"memfree\":2,\"memused-percent\":46.11},"
	                                   "\"disk\":[{\"disk-device\":\"sda\",\"rd_sec\":9,"
	                                   "\"rkB\":1.5}],\"network\":{\"net-nfs\":{\"call\":1}}}"),
	    .records =
	            "observation 1795140000000 name=memory.free value=2048000000 gauge host=h "
	            "unit=B\n"
	            "observation 1795140000000 name=memory.used_share value=46110000 gauge host=h "
	            "unit=%\n"
	            "observation 1795140000000 name=disk.sda.read value=1536000000 gauge host=h "
	            "unit=B/s\n",
	    .diag = "note 1 1 a section of sadf that is not read\n" } },
	{ &hr_format_sadf_json,
	  { .name = "of old versions: sectors; utc as a flag",
	    .text = HOST("{\"timestamp\":{\"date\":\"2026-11-20\",\"time\":\"02:00:00\",\"utc\":0},"
	                 "\"disk\":[{\"disk-device\":\"sda\",\"rd_sec\":9}]}"),
	    .records = "observation 1795136400000 name=disk.sda.read value=4608000000 gauge host=h "
	               "unit=B/s\n",
	    .diag = "",
	    .zone = "+01:00" } },
	{ &hr_format_sadf_json,
	  { .name = "of single processors the idle time, of interrupts the sum",
	    .text = HOST(
	            STAMP("02:00:00") ",\"cpu-load\":[{\"cpu\":\"all\",\"user\":1,\"idle\":99},"
	                              "{\"cpu\":\"1\",\"user\":2,\"idle\":98}],\"interrupts\":["
	                              "{\"intr\":\"sum\",\"all\":5},{\"intr\":\"1\",\"all\":5}]}"),
	    .records =
	            "observation 1795140000000 name=cpu.user value=1000000 gauge host=h unit=%\n"
	            "observation 1795140000000 name=cpu.idle value=99000000 gauge host=h unit=%\n"
	            "observation 1795140000000 name=cpu.1.idle value=98000000 gauge host=h unit=%\n"
	            "observation 1795140000000 name=interrupts.total value=5000000 gauge host=h "
	            "unit=1/s\n",
	    .diag = "" } },
	{ &hr_format_sadf_json,
	  { .name = "bad statistics cost themselves; a cut file gives what it holds",
	    .text = "{\"sysstat\":{\"hosts\":[{\"nodename\":\"h\",\"statistics\":[\n"
	            "{\"queue\":{\"runq-sz\":1}},\n" STAMP(
	                    "02:00:00") ",\"queue\":{\"runq-sz\":3,}},"
	                                "\n" STAMP(
	                                        "02:00:10") ",\"queue"
	                                                    "\":{"
	                                                    "\"runq-"
	                                                    "sz\":2}},"
	                                                    "\n" STAMP(
	                                                            "02:00:20") ",\"queue\":{\"ru",
	    .records = "observation 1795140010000 name=queue.running value=2000000 gauge host=h "
	               "unit=tasks\n",
	    .diag = "rejected 1 3 not valid JSON\n"
	            "rejected 1 2 statistics without a usable time\n"
	            "note 1 5 the JSON ends early: what it holds is counted\n" } },
	{ &hr_format_sadf_json,
	  { .name = "brackets that do not match",
	    .text = "{\"sysstat\":{\"hosts\":[{\"nodename\":\"h\"]\n",
	    .records = "",
	    .diag = "note 1 1 brackets do not match: nothing behind them is read\n",
	    .result = HR_EPARSE,
	    .error = "damaged before the first record" } },
	{ &hr_format_sadf_json,
	  { .name = "values too large for a series",
	    .text = HOST(STAMP("02:00:00") ",\"memory\":{\"memfree\":9007199254740993}}"),
	    .records = "",
	    .diag = "rejected 1 1 a value is no number, or too large for a series\n" } },
	{ &hr_format_sadf_csv,
	  { .name = "tables of old and new versions; a restart, a comment, local time, epoch",
	    .text = "h;-1;2026-11-20 01:59:00 UTC;LINUX-RESTART\t(2 CPU)\r\n" HEADER
	            "CPU;%user;%idle\r\nh;10;2026-11-20 02:00:00 UTC;-1;1.25;98.75\r\n"
	            "h;10;2026-11-20 03:00:10;all;0.5;99.5\r\nh;-1;1795140020;COM half; "
	            "way\r\n" HEADER "what;tps;rtps\r\nh;10;1795140030;1;2;3\r\n" HEADER
	            "DEV;tps;%util\r\n"
	            "h;10;1795140030;sda;2;3\r\n",
	    .records =
	            "event 1795139940000..1795139940000 kind=restart text=h\n"
	            "observation 1795140000000 name=cpu.user value=1250000 gauge host=h unit=%\n"
	            "observation 1795140000000 name=cpu.idle value=98750000 gauge host=h unit=%\n"
	            "observation 1795140010000 name=cpu.user value=500000 gauge host=h unit=%\n"
	            "observation 1795140010000 name=cpu.idle value=99500000 gauge host=h unit=%\n"
	            "event 1795140020000..1795140020000 kind=comment text=half; way\n"
	            "observation 1795140030000 name=io.transfers value=2000000 gauge host=h "
	            "unit=1/s\n"
	            "observation 1795140030000 name=io.reads value=3000000 gauge host=h unit=1/s\n"
	            "observation 1795140030000 name=disk.sda.transfers value=2000000 gauge host=h "
	            "unit=1/s\n"
	            "observation 1795140030000 name=disk.sda.busy value=3000000 gauge host=h "
	            "unit=%\n",
	    .diag = "note 1 6 a column of sadf that is not read\n",
	    .zone = "+01:00" } },
	{ &hr_format_sadf_csv,
	  { .name = "all activities in one line, as by -h",
	    .text = HEADER "CPU;%user;%idle;proc/s;cswch/s;IFACE;rxkB/s\n"
	                   "h;10;1795140030;all;1;2;3;4;eth0;5\n",
	    .records =
	            "observation 1795140030000 name=cpu.user value=1000000 gauge host=h unit=%\n"
	            "observation 1795140030000 name=cpu.idle value=2000000 gauge host=h unit=%\n"
	            "observation 1795140030000 name=tasks.created value=3000000 gauge host=h "
	            "unit=1/s\n"
	            "observation 1795140030000 name=tasks.context_switches value=4000000 gauge "
	            "host=h unit=1/s\n"
	            "observation 1795140030000 name=network.eth0.received value=5120000000 gauge "
	            "host=h unit=B/s\n",
	    .diag = "" } },
	{ &hr_format_sadf_csv,
	  { .name = "bad rows cost themselves",
	    .text = "h;10;1795140030;1\n" HEADER "runq-sz;ldavg-1\nh;10;noon;1;2\nh;10\n"
	            "h;10;1795140030;1\nh;10;1795140030;2;3;4\nh;10;1795140030;x;3\n"
	            "h;10;1795140040;7;3",
	    .records = "observation 1795140030000 name=queue.running value=1000000 gauge host=h "
	               "unit=tasks\n"
	               "observation 1795140030000 name=queue.running value=2000000 gauge host=h "
	               "unit=tasks\n"
	               "observation 1795140030000 name=queue.load_1m value=3000000 gauge host=h "
	               "unit=tasks\n"
	               "observation 1795140030000 name=queue.load_1m value=3000000 gauge host=h "
	               "unit=tasks\n"
	               "observation 1795140040000 name=queue.running value=7000000 gauge host=h "
	               "unit=tasks\n"
	               "observation 1795140040000 name=queue.load_1m value=3000000 gauge host=h "
	               "unit=tasks\n",
	    .diag = "rejected 1 1 a row before the first header\n"
	            "rejected 1 7 a value is no number, or too large for a series\n"
	            "note 1 5 fewer fields than the header has columns\n"
	            "note 1 6 more fields than the header has columns\n"
	            "rejected 1 3 no usable time\n"
	            "rejected 1 4 not a row of sadf -d\n" } },
	{ &hr_format_sadf_csv,
	  { .name = "no header at all",
	    .text = "a;b\n",
	    .records = "",
	    .diag = "rejected 1 1 not a row of sadf -d\n",
	    .result = HR_EPARSE,
	    .error = "# hostname;interval;timestamp" } },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i].one, cases[_i].format);
}
END_TEST

/* ---- the same day in both forms ---- */

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The recorded lines in order of text. */
static void sorted_records(const struct hr_format *format, struct hr_slice text, struct hr_str *out)
{
	struct recording recording;
	char *lines[1000], *rest, *line, *next = NULL;
	size_t n = 0;

	recording_read(&recording, format, text, 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_uint_eq(recording.context.rejected, 0);
	rest = hr_str_detach(&recording.sink.text);
	for (line = strtok_r(rest, "\n", &next); line != NULL; line = strtok_r(NULL, "\n", &next)) {
		ck_assert_uint_lt(n, sizeof(lines) / sizeof(lines[0]));
		lines[n++] = line;
	}
	qsort(lines, n, sizeof(lines[0]), compare_lines);
	for (size_t i = 0; i < n; i++)
		hr_str_printf(out, "%s\n", lines[i]);
	free(rest);
	recording_release(&recording);
}

static void check_same(struct hr_slice json, struct hr_slice csv)
{
	struct hr_str from_json = { 0 }, from_csv = { 0 };

	sorted_records(&hr_format_sadf_json, json, &from_json);
	sorted_records(&hr_format_sadf_csv, csv, &from_csv);
	ck_assert_uint_gt(from_json.length, 1000);
	ck_assert_str_eq(hr_str_text(&from_json), hr_str_text(&from_csv));
	hr_str_release(&from_json);
	hr_str_release(&from_csv);
}

START_TEST(json_equals_tables)
{
	struct hr_str json = { 0 }, csv = { 0 };
	struct recording recording;

	reader_case_fixture("sadf.json", &hr_format_sadf_json, 23, &recording);
	recording_release(&recording);
	reader_case_fixture("sadf.csv", &hr_format_sadf_csv, 23, &recording);
	recording_release(&recording);
	reader_case_load("sadf.json", &json);
	reader_case_load("sadf.csv", &csv);
	check_same(hr_str_slice(&json), hr_str_slice(&csv));
	hr_str_release(&json);
	hr_str_release(&csv);
}
END_TEST

START_TEST(json_equals_tables_of_a_real_day)
{
	struct hr_str json = { 0 }, csv = { 0 };

	if (real_file_load("sysstat-sysstat/expected.data-11.6.5-sadf-j", &json) &&
	    real_file_load("sysstat-sysstat/expected.data-11.6.5-sadf-d", &csv))
		check_same(hr_str_slice(&json), hr_str_slice(&csv));
	hr_str_release(&json);
	hr_str_release(&csv);
}
END_TEST

START_TEST(knows_its_own)
{
	static const struct {
		const char *head;
		const struct hr_format *format;
		int sure;
	} heads[] = {
		{ HOST(""), &hr_format_sadf_json, 98 },
		{ "{\"hosts\":[]}", &hr_format_sadf_json, 0 },
		{ HEADER "CPU\n", &hr_format_sadf_csv, 100 },
		{ "h;-1;2018-08-29 09:33:38 UTC;LINUX-RESTART\n" HEADER "CPU\n",
		  &hr_format_sadf_csv, 100 },
		{ "a;b;c\n", &hr_format_sadf_csv, 0 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct hr_peek peek = { .head = hr_slice_of(heads[i].head), .complete = true };

		ck_assert_msg(heads[i].format->sniff(&peek) == heads[i].sure, "%s", heads[i].head);
	}
}
END_TEST

static Suite *sadf_suite(void)
{
	Suite *suite = suite_create("read/sadf");
	TCase *tcase = tcase_create("sadf");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, json_equals_tables);
	tcase_add_test(tcase, json_equals_tables_of_a_real_day);
	tcase_add_test(tcase, knows_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(sadf_suite)
