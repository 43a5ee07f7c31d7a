/*
 * Real recordings of resource series; see real_file.h. Counts are those of the files' lines
 * (`wc -l`, less the header) and, of sysstat's day, of its statistics.
 */
#include <config.h>
#include "read/formats.h"

#include <stdio.h>

#include "real_file.h"
#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define NAB     "numenta-NAB/"
#define SYSSTAT "sysstat-sysstat/"

static const struct series_file {
	const char *path;
	const struct hr_format *format;
	uint64_t observations, events;
	const char *contains; /* in the recorded text */
} files[] = {
	{ NAB "realAWSCloudwatch/ec2_cpu_utilization_825cc2.csv", &hr_format_table_csv, 4032, 0,
	  "observation 1397088240000 name=ec2_cpu_utilization_825cc2 value=91958000 gauge\n" },
	{ NAB "realAWSCloudwatch/elb_request_count_8c0756.csv", &hr_format_table_csv, 4032, 0,
	  "observation 1397088240000 name=elb_request_count_8c0756 value=94000000 gauge\n" },
	{ NAB "realAWSCloudwatch/rds_cpu_utilization_cc0c53.csv", &hr_format_table_csv, 4032, 0,
	  "observation 1392388200000 name=rds_cpu_utilization_cc0c53 value=6456000 gauge\n" },
	{ NAB "realTweets/Twitter_volume_AMZN.csv", &hr_format_table_csv, 15831, 0,
	  "observation 1424986973000 name=Twitter_volume_AMZN value=57000000 gauge\n" },
	{ SYSSTAT "expected.sadf-j", &hr_format_sadf_json, 1747, 3,
	  "name=memory.used value=3845574656000000 gauge host=SYSSTAT.TEST unit=B\n" },
	{ SYSSTAT "expected.data-11.6.5-sadf-j", &hr_format_sadf_json, 34, 1,
	  "name=fan.1.f71858fg-isa-0200.speed value=1283000000 gauge host=linux.home unit=rpm\n" },
	{ SYSSTAT "expected.data-11.6.5-sadf-d", &hr_format_sadf_csv, 34, 1,
	  "name=temperature.2.f71858fg-isa-0200.value value=30500000 gauge host=linux.home" },
};

START_TEST(reads)
{
	const struct series_file *file = &files[_i];
	struct hr_str text = { 0 };
	struct recording recording;

	if (!real_file_load(file->path, &text))
		return;
	reader_case_sniff(hr_str_text(&text), file->format);
	recording_read_path(&recording, file->path, file->format, hr_str_slice(&text), 0, NULL);
	ck_assert_msg(recording.result == HR_OK, "%s: %s", file->path, recording.error.text);
	ck_assert_uint_eq(recording.context.rejected, 0);
	ck_assert_uint_eq(recording.sink.observations, file->observations);
	ck_assert_uint_eq(recording.sink.events, file->events);
	ck_assert_msg(strstr(hr_str_text(&recording.sink.text), file->contains) != NULL, "%s",
	              file->path);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

#define PROC "kellyjonbrazil-jc/linux-proc/"

/* Snapshots of /proc, which were recorded without a time: it is put in. The values are those of the
 * text that was parsed, the file without ".json". */
static const struct {
	const char *path;
	uint64_t observations;
	const char *contains;
} snapshots[] = {
	/* "cpu  6002 152 8398 3444436 448 0 1174 0 0 0", in hundredths of a second */
	{ PROC "stat.json", 14, "name=cpu.idle value=34444360000 counter unit=s\n" },
	/* "MemFree:         2760316 kB" */
	{ PROC "meminfo.json", 16, "name=memory.free value=2826563584000000 gauge unit=B\n" },
	/* "0.00 0.01 0.03 2/111 2039" */
	{ PROC "loadavg.json", 5, "name=queue.load_15m value=30000 gauge unit=tasks\n" },
	{ PROC "vmstat.json", 7, "name=swap.pages_out value=0 counter unit=pages\n" },
	/* "46901.13 46856.66" */
	{ PROC "uptime.json", 2, "name=system.uptime value=46901130000 gauge unit=s\n" },
	/* " ens33: 60600053  109378 ..." */
	{ PROC "net_dev.json", 18,
	  "name=network.ens33.received value=60600053000000 counter unit=B\n" },
	/* "7 0 loop0 48 0 718 19 ...": 718 sectors of 512 bytes */
	{ PROC "diskstats.json", 135, "name=disk.loop0.read value=367616000000 counter unit=B\n" },
	/* "1 (systemd) S ... 107 461 ... 3313": 3313 pages of 4 KiB */
	{ PROC "pid_stat.json", 7,
	  "name=process.systemd-1.resident value=13570048000000 gauge unit=B\n" },
	{ PROC "pid_statm.json", 3, "name=process.resident value=13570048000000 gauge unit=B\n" },
};

START_TEST(reads_snapshots)
{
	static const char time[] = "\"timestamp\":1795140000,";
	struct hr_str text = { 0 }, timed = { 0 };
	struct recording recording;
	const char *brace;

	if (!real_file_load(snapshots[_i].path, &text))
		return;
	brace = strchr(hr_str_text(&text), '{');
	ck_assert_ptr_nonnull(brace);
	hr_str_add(&timed, hr_str_text(&text), (size_t)(brace + 1 - hr_str_text(&text)));
	hr_str_puts(&timed, time);
	hr_str_puts(&timed, brace + 1);
	recording_read(&recording, &hr_format_proc_json, hr_str_slice(&timed), 0, NULL);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_uint_eq(recording.context.rejected, 0);
	ck_assert_msg(recording.sink.observations == snapshots[_i].observations, "%s: %llu",
	              snapshots[_i].path, (unsigned long long)recording.sink.observations);
	ck_assert_msg(strstr(hr_str_text(&recording.sink.text), snapshots[_i].contains) != NULL,
	              "%s", hr_str_text(&recording.sink.text));
	recording_release(&recording);
	hr_str_release(&text);
	hr_str_release(&timed);
}
END_TEST

/* Without the files there is nothing to compare: say so instead of passing. */
int main(void)
{
	struct hr_str text = { 0 };
	Suite *suite = suite_create("read/real_series");
	TCase *tcase = tcase_create("real_series");
	SRunner *runner;
	int failed;

	HR_ADD_ROWS(tcase, reads, files);
	HR_ADD_ROWS(tcase, reads_snapshots, snapshots);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	if (!real_file_load(files[0].path, &text)) {
		puts("1..0 # SKIP no real recordings (HEADROOM_SHARED)");
		srunner_free(runner);
		return EXIT_SUCCESS;
	}
	hr_str_release(&text);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
