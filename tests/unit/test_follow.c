/*
 * Growing files: whatever happens to the file, the records are those that were written.
 */
#include <config.h>
#include "capture/follow.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/instant.h"
#include "capture/tail.h"
#include "read/formats.h"
#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

#define HEADER            "timeStamp,elapsed,label,success\n"
#define ROW(ms, elapsed)  "17951400000" ms "," elapsed ",a,true\n"
#define SEEN(ms, elapsed) "sample 17951400000" ms "+" elapsed " label=a ok\n"

static char folder[40], path[80], other[80];

/* One file that is followed. */
static struct {
	struct recording_sink sink;
	struct hr_diag diag;
	struct hr_read_options read;
	struct hr_follow *follow;
	int64_t now_ns;
} this;

static void write_to(const char *name, const char *mode, const char *text)
{
	FILE *file = fopen(name, mode);

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void begin(void)
{
	snprintf(folder, sizeof(folder), "/tmp/headroom-follow.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/log", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	recording_sink_init(&this.sink);
	this.diag = (struct hr_diag){ 0 };
	this.read = (struct hr_read_options){ .zone = hr_zone_utc() };
	this.now_ns = 10 * HR_NS_PER_S;
}

static void open_follow(bool new_only, const struct hr_format *format)
{
	const struct hr_follow_options options = { path, format, &this.read, new_only };
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_follow_open(&options, &this.sink.sink, &this.diag, &this.follow, &err),
	                 HR_OK);
}

static enum hr_follow_state look(void)
{
	enum hr_follow_state state = HR_FOLLOW_MORE;
	struct hr_error err = { 0 };

	while (state == HR_FOLLOW_MORE)
		ck_assert_msg(hr_follow_step(this.follow, this.now_ns, &state, &err) == HR_OK, "%s",
		              err.text);
	return state;
}

/* What came since the last look. */
static void sees(const char *records)
{
	(void)look();
	ck_assert_str_eq(hr_str_text(&this.sink.text), records);
	hr_str_truncate(&this.sink.text, 0);
}

static struct hr_follow_counts end(void)
{
	struct hr_follow_counts counts;
	struct hr_error err = { 0 };
	char command[100];

	ck_assert_msg(hr_follow_finish(this.follow, &err) == HR_OK, "%s", err.text);
	hr_follow_counts(this.follow, &counts);
	hr_follow_close(this.follow);
	hr_diag_release(&this.diag);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
	return counts;
}

static void release(void)
{
	recording_sink_release(&this.sink);
}

START_TEST(test_grows)
{
	begin();
	write_to(path, "w", HEADER);
	open_follow(false, NULL);
	sees("");
	write_to(path, "a", ROW("00", "5") "1795140000");
	sees(SEEN("00", "5"));
	write_to(path, "a", "001,6,");
	sees("");
	write_to(path, "a", "a,true\n" ROW("02", "7"));
	sees(SEEN("01", "6") SEEN("02", "7"));
	write_to(path, "a",
	         "17951400000"
	         "03,8,a,true"); /* without its line feed */
	sees("");
	ck_assert_uint_eq(end().records, 4);
	ck_assert_str_eq(hr_str_text(&this.sink.text), SEEN("03", "8"));
	release();
}
END_TEST

/* A header alone says what it is once nothing more has come for a second. */
START_TEST(test_header_alone)
{
	begin();
	write_to(path, "w", "");
	open_follow(false, NULL);
	sees("");
	write_to(path, "a", HEADER);
	sees("");
	this.now_ns += 2 * HR_NS_PER_S;
	sees("");
	ck_assert_ptr_eq(end().format, &hr_format_jtl_csv);
	release();
}
END_TEST

START_TEST(test_rotated)
{
	struct hr_follow_counts counts;

	begin();
	write_to(path, "w", HEADER ROW("00", "5"));
	open_follow(false, NULL);
	sees(SEEN("00", "5"));
	ck_assert_int_eq(rename(path, other), 0);
	sees(""); /* no successor yet */
	write_to(path, "w", HEADER ROW("02", "7"));
	sees("");
	write_to(other, "a", ROW("01", "6")); /* its writer has not noticed */
	sees(SEEN("01", "6"));
	this.now_ns += HR_TAIL_GRACE_NS + 1;
	sees(SEEN("02", "7"));
	counts = end();
	ck_assert_uint_eq(counts.records, 3);
	ck_assert_uint_eq(counts.rejected, 0);
	ck_assert_uint_eq(counts.successors, 1);
	release();
}
END_TEST

/* The first half of a record ends one file, the second begins the next, which has no header. */
START_TEST(test_rotated_in_record)
{
	begin();
	write_to(path, "w", HEADER ROW("00", "5") "1795140000001,6");
	open_follow(false, NULL);
	sees(SEEN("00", "5"));
	ck_assert_int_eq(rename(path, other), 0);
	write_to(path, "w", ",a,true\n" ROW("02", "7"));
	sees("");
	this.now_ns += HR_TAIL_GRACE_NS + 1;
	sees(SEEN("01", "6") SEEN("02", "7"));
	ck_assert_uint_eq(end().rejected, 0);
	release();
}
END_TEST

/* The same, but the header comes again: the half is a bad row, and costs nothing else. */
START_TEST(test_cut_off_by_rotation)
{
	struct hr_follow_counts counts;

	begin();
	write_to(path, "w", HEADER ROW("00", "5") "17951400");
	open_follow(false, NULL);
	sees(SEEN("00", "5"));
	ck_assert_int_eq(rename(path, other), 0);
	write_to(path, "w", HEADER ROW("02", "7"));
	(void)look();
	this.now_ns += HR_TAIL_GRACE_NS + 1;
	sees(SEEN("02", "7"));
	counts = end();
	ck_assert_uint_eq(counts.records, 2);
	ck_assert_uint_eq(counts.rejected, 1);
	release();
}
END_TEST

START_TEST(test_truncated)
{
	begin();
	write_to(path, "w", HEADER ROW("00", "5") ROW("01", "6"));
	open_follow(false, NULL);
	sees(SEEN("00", "5") SEEN("01", "6"));
	write_to(path, "w", HEADER ROW("02", "7"));
	sees(SEEN("02", "7"));
	ck_assert_uint_eq(end().successors, 1);
	release();
}
END_TEST

START_TEST(test_new_only)
{
	begin();
	write_to(path, "w", HEADER ROW("00", "5") "1795140000001,");
	open_follow(true, NULL);
	sees("");
	write_to(path, "a", "6,a,true\n" ROW("02", "7")); /* the end of a line that was there */
	sees(SEEN("02", "7"));
	ck_assert_uint_eq(end().records, 1);
	release();
}
END_TEST

/* A recording of this program grows as its part. */
START_TEST(test_part)
{
	char part[90];

	begin();
	snprintf(part, sizeof(part), "%s.part", path);
	write_to(part, "w", HEADER ROW("00", "5"));
	open_follow(false, NULL);
	sees(SEEN("00", "5"));
	write_to(part, "a", ROW("01", "6"));
	ck_assert_int_eq(rename(part, path), 0);
	this.now_ns += 10 * HR_NS_PER_S;
	sees(SEEN("01", "6"));
	ck_assert_uint_eq(end().successors, 0);
	release();
}
END_TEST

START_TEST(test_fifo)
{
	int fd;

	begin();
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	open_follow(false, NULL);
	ck_assert_int_eq(look(), HR_FOLLOW_IDLE); /* nobody writes yet */
	fd = open(path, O_WRONLY);
	ck_assert_int_eq(write(fd, HEADER ROW("00", "5"), strlen(HEADER ROW("00", "5"))),
	                 strlen(HEADER ROW("00", "5")));
	ck_assert_int_eq(look(), HR_FOLLOW_IDLE);
	close(fd); /* the writer is gone */
	ck_assert_int_eq(look(), HR_FOLLOW_ENDED);
	ck_assert_str_eq(hr_str_text(&this.sink.text), SEEN("00", "5"));
	ck_assert_uint_eq(end().records, 1);
	release();
}
END_TEST

START_TEST(test_unknown)
{
	struct hr_error err = { 0 };

	begin();
	write_to(path, "w", "\x1f\x8b\x08 compressed\nmore\nand more\n");
	open_follow(false, NULL);
	(void)look();
	ck_assert_int_eq(hr_follow_finish(this.follow, &err), HR_EPARSE);
	ck_assert_str_eq(err.source, path);
	hr_follow_close(this.follow);
	release();
}
END_TEST

static Suite *follow_suite(void)
{
	Suite *suite = suite_create("follow");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_grows);
	tcase_add_test(tests, test_header_alone);
	tcase_add_test(tests, test_rotated);
	tcase_add_test(tests, test_rotated_in_record);
	tcase_add_test(tests, test_cut_off_by_rotation);
	tcase_add_test(tests, test_truncated);
	tcase_add_test(tests, test_new_only);
	tcase_add_test(tests, test_part);
	tcase_add_test(tests, test_fifo);
	tcase_add_test(tests, test_unknown);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(follow_suite)
