/*
 * Series of servers: collectd's csv plugin, PerfMon of jmeter-plugins, /proc as JSON.
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>

#include "reader_case.h"
#include "record/series.h"
#include "recording_sink.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define JTL  "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success\n"
#define META "\"_jc_meta\":{\"parser\":\"p\",\"timestamp\":1795140000.5}"

static const struct {
	const struct hr_format *format;
	struct reader_case_named one;
} cases[] = {
	{ &hr_format_perfmon,
	  { .name = "host, metric and unit of the label, new and old",
	    .text = JTL "1795140000000,12345,shop-1 CPU,,,,true\n"
	                "1795140000001,61250,shop-1 Memory usedperc,,,,true\n"
	                "1795140000002,5500,10.0.0.7 - CPU\\, %,,,,true\n"
	                "1795140000003,512000,\"10.0.0.7 - Memory, MB\",,,,true\n"
	                "1795140000004,2000,\"h - Network I/O recv, KB\",,,,true\n"
	                "1795140000005,7000,h Disks I/O queue,,,,true\n",
	    .records =
	            "observation 1795140000000 name=CPU value=12345000 gauge host=shop-1 unit=%\n"
	            "observation 1795140000001 name=Memory usedperc value=61250000 gauge "
	            "host=shop-1 "
	            "unit=%\n"
	            "observation 1795140000003 name=Memory value=536870912000000 gauge "
	            "host=10.0.0.7 "
	            "unit=B\n"
	            "observation 1795140000004 name=Network I/O recv value=2048000000 gauge host=h "
	            "unit=B\n"
	            "observation 1795140000005 name=Disks I/O queue value=7000000 gauge host=h\n",
	    .diag = "rejected 1 4 more fields than columns\n" } },
	{ &hr_format_perfmon,
	  { .name = "errors of the agent, bad rows",
	    .text = JTL "1795140000000,-1000,shop-1 CPU,,gone,,false\nnoon,1,h CPU,,,,true\n"
	                "1795140000000,x,h CPU,,,,true\n1795140000000,1000,h CPU,,,,true\n",
	    .records = "observation 1795140000000 name=CPU value=1000000 gauge host=h unit=%\n",
	    .diag = "rejected 1 4 a value is no number, or too large for a series\n"
	            "rejected 1 3 no usable time\n"
	            "note 1 2 the agent answered with an error, not with a value\n" } },
	{ &hr_format_proc_json,
	  { .name = "a time of its own, as number or text; lists of devices",
	    .text = "{\"load_1m\":0.25,\"load_15m\":1,\"timestamp\":1795140000}\n"
	            "[{\"interface\":\"lo\",\"r_bytes\":5,\"t_bytes\":6,\"time\":\"2026-11-20T02:"
	            "00:"
	            "00Z\"},{\"interface\":\"eth0\",\"r_bytes\":7,\"t_bytes\":8}]",
	    .records =
	            "observation 1795140000000 name=queue.load_1m value=250000 gauge unit=tasks\n"
	            "observation 1795140000000 name=queue.load_15m value=1000000 gauge unit=tasks\n"
	            "observation 1795140000000 name=network.lo.received value=5000000 counter "
	            "unit=B\n"
	            "observation 1795140000000 name=network.lo.sent value=6000000 counter unit=B\n"
	            "observation 1795140000000 name=network.eth0.received value=7000000 counter "
	            "unit=B\n"
	            "observation 1795140000000 name=network.eth0.sent value=8000000 counter "
	            "unit=B\n",
	    .diag = "" } },
	{ &hr_format_proc_json,
	  { .name = "processors, disks and processes in seconds and bytes",
	    .text = "{\"cpu\":{\"user\":250,\"idle\":1000},\"cpu1\":{\"idle\":400},\"cpu_x\":1,"
	            "\"context_switches\":9," META "}\n"
	            "[{\"device\":\"sda\",\"reads_completed\":3,\"sectors_read\":2,\"io_time_ms\":"
	            "1500," META "}]\n"
	            "{\"pid\":7,\"comm\":\"java\",\"utime\":150,\"rss\":2," META "}\n"
	            "{\"size\":3,\"resident\":2,\"shared\":1,\"text\":1," META "}",
	    .records =
	            "observation 1795140000500 name=cpu.user value=2500000 counter unit=s\n"
	            "observation 1795140000500 name=cpu.idle value=10000000 counter unit=s\n"
	            "observation 1795140000500 name=cpu.1.idle value=4000000 counter unit=s\n"
	            "observation 1795140000500 name=tasks.context_switches value=9000000 counter\n"
	            "observation 1795140000500 name=disk.sda.reads value=3000000 counter\n"
	            "observation 1795140000500 name=disk.sda.read value=1024000000 counter unit=B\n"
	            "observation 1795140000500 name=disk.sda.busy value=1500000 counter unit=s\n"
	            "observation 1795140000500 name=process.java-7.user value=1500000 counter "
	            "unit=s\n"
	            "observation 1795140000500 name=process.java-7.resident value=8192000000 gauge "
	            "unit=B\n"
	            "observation 1795140000500 name=process.virtual value=12288000000 gauge "
	            "unit=B\n"
	            "observation 1795140000500 name=process.resident value=8192000000 gauge "
	            "unit=B\n"
	            "observation 1795140000500 name=process.shared value=4096000000 gauge unit=B\n",
	    .diag = "" } },
	{ &hr_format_proc_json,
	  { .name = "snapshots without a time, of something else, damaged",
	    .text = "{\"load_1m\":1,\"load_15m\":1}\n{\"a\":1," META "}\n5\n{\"a\":}\n"
	            "{\"up_time\":\"x\",\"idle_time\":1e300," META "}\n{\"up_time\":7.5,"
	            "\"idle_time\":1," META "}\n{\"up",
	    .records = "observation 1795140000500 name=system.uptime value=7500000 gauge unit=s\n"
	               "observation 1795140000500 name=system.idle value=1000000 counter unit=s\n",
	    .diag = "note 1 2 a file of /proc that is not read\n"
	            "rejected 1 1 a snapshot without a time (jc writes one with -M)\n"
	            "rejected 2 5 a value is no number, or too large for a series\n"
	            "rejected 1 3 no snapshot of /proc\n"
	            "rejected 1 4 not valid JSON\n"
	            "note 1 7 the JSON ends early: what it holds is counted\n" } },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i].one, cases[_i].format);
}
END_TEST

/* ---- collectd: the path says what is measured ---- */

static const struct {
	const char *path, *text, *records, *diag;
} collectd[] = {
	{ "/var/csv/shop-1/interface-eth0/if_octets-2026-11-20",
	  "epoch,rx,tx\n1795140000.366,3267,10\n1795140010.369,nan,-nan\n",
	  "observation 1795140000366 name=interface-eth0/if_octets.rx value=3267000000 counter "
	  "host=shop-1 unit=B\n"
	  "observation 1795140000366 name=interface-eth0/if_octets.tx value=10000000 counter "
	  "host=shop-1 unit=B\n",
	  "" },
	{ "shop-1/cpu-0/cpu-idle-2026-11-20.gz", "epoch,value\n1795140000.366,117039\n",
	  "observation 1795140000366 name=cpu-0/cpu-idle value=1170390000 counter host=shop-1 "
	  "unit=s\n",
	  "" },
	{ "shop-1/cpu-0/cpu-idle-2026-11-20", "epoch,value\n1795140000.366,97.500000\n",
	  "observation 1795140000366 name=cpu-0/cpu-idle value=97500000 gauge host=shop-1 unit=%\n",
	  "" },
	{ "load/load-2026-11-20", "epoch,shortterm,midterm,longterm\n1795140000,1.5,2.25,3.0\n",
	  "observation 1795140000000 name=load/load.shortterm value=1500000 gauge\n"
	  "observation 1795140000000 name=load/load.midterm value=2250000 gauge\n"
	  "observation 1795140000000 name=load/load.longterm value=3000000 gauge\n",
	  "" },
	{ "-", "epoch,value\nnoon,1\n1795140000,x\nepoch,value\n1795140000,1,2\n1795140000,5\n",
	  "observation 1795140000000 name=- value=5000000 counter\n",
	  "rejected 1 3 a value is no number, or too large for a series\n"
	  "rejected 1 2 no usable time\nrejected 1 5 not a row of time and values\n" },
};

START_TEST(reads_collectd)
{
	struct recording recording;
	struct hr_str diag = { 0 };

	recording_read_path(&recording, collectd[_i].path, &hr_format_collectd_csv,
	                    hr_slice_of(collectd[_i].text), (size_t)_i, NULL);
	recording_diag_text(&recording, &diag);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), collectd[_i].records);
	ck_assert_str_eq(hr_str_text(&diag), collectd[_i].diag);
	hr_str_release(&diag);
	recording_release(&recording);
}
END_TEST

/* Counters are differenced, a reset counts from zero, a gap stays a gap:
 * (13267 - 3267) / 10 s; then nothing; then 267 since the reset, over 20 s. */
START_TEST(counters_survive_gaps_and_resets)
{
	struct hr_run run;
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;
	struct hr_diag diag = { 0 };
	struct hr_str text = { 0 };
	struct hr_read_context context = { .path = "shop-1/interface-eth0/if_octets-2026-11-20",
		                           .diag = &diag };
	struct hr_reader *reader;

	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &options);
	context.sink = hr_summarizer_sink(summarizer);
	context.options.zone = hr_zone_utc();
	reader_case_load("collectd.csv", &text);
	reader = hr_format_collectd_csv.open(&context);
	ck_assert_int_eq(hr_format_collectd_csv.feed(reader, hr_str_slice(&text), NULL), HR_OK);
	ck_assert_int_eq(hr_format_collectd_csv.finish(reader, NULL), HR_OK);
	hr_format_collectd_csv.free(reader);
	hr_summarizer_free(summarizer);
	ck_assert_uint_eq(run.series_count, 2);
	ck_assert_str_eq(run.series[0].name, "interface-eth0/if_octets.rx");
	ck_assert_uint_eq(run.series[0].count, 3);
	ck_assert_double_eq_tol(hr_series_value(&run.series[0], 1), 10000 / 10.003, 1e-9);
	ck_assert_double_eq_tol(hr_series_value(&run.series[0], 2), 267 / 19.999, 1e-9);
	hr_run_release(&run);
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
	hr_str_release(&text);
}
END_TEST

static const struct {
	const char *name;
	const struct hr_format *format;
	uint64_t records;
} fixtures[] = {
	{ "collectd.csv", &hr_format_collectd_csv, 6 },
	{ "collectd-gauge.csv", &hr_format_collectd_csv, 6 },
	{ "perfmon.csv", &hr_format_perfmon, 5 },
	{ "proc.jsonl", &hr_format_proc_json, 24 },
};

START_TEST(reads_fixtures)
{
	struct recording recording;

	reader_case_fixture(fixtures[_i].name, fixtures[_i].format, fixtures[_i].records,
	                    &recording);
	recording_release(&recording);
}
END_TEST

START_TEST(knows_its_own)
{
	static const struct {
		const char *text;
		const struct hr_format *format;
	} heads[] = {
		{ JTL "1795140000000,1,h CPU,,,,true\n", &hr_format_perfmon },
		/* requests that are called like that */
		{ JTL "1795140000000,1,h CPU,200,OK,TG 1-1,true\n", &hr_format_jtl_csv },
		{ JTL "1795140000000,1,h CPU,,,,true\n1795140000000,1,cart,,,,true\n",
		  &hr_format_jtl_csv },
		{ JTL, &hr_format_jtl_csv },
		{ "epoch,loss\n1,0.5\n2,0.25\n", NULL },
		{ "epoch,value\n", &hr_format_collectd_csv },
		{ "{\"load_1m\":1,\"load_5m\":2,\"load_15m\":3}", &hr_format_proc_json },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		reader_case_sniff(heads[i].text, heads[i].format);
}
END_TEST

static Suite *server_series_suite(void)
{
	Suite *suite = suite_create("read/server_series");
	TCase *tcase = tcase_create("server_series");

	HR_ADD_ROWS(tcase, reads, cases);
	HR_ADD_ROWS(tcase, reads_collectd, collectd);
	tcase_add_test(tcase, counters_survive_gaps_and_resets);
	HR_ADD_ROWS(tcase, reads_fixtures, fixtures);
	tcase_add_test(tcase, knows_its_own);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(server_series_suite)
