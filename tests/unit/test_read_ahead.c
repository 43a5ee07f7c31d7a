#include <config.h>
#include "base/read_ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>
#endif

#include "base/str.h"
#include "unit.h"

#define BUFFER HR_INPUT_BUFFER_BYTES

static char folder[64];
static char path[128];

static void set_up(void)
{
	snprintf(folder, sizeof(folder), "%s", "/tmp/headroom-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/input", folder);
}

static void tear_down(void)
{
	unlink(path);
	ck_assert_int_eq(rmdir(folder), 0);
}

/* Long enough for another thread to go as far as it can. */
static void wait_a_while(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 50 * 1000 * 1000 }, NULL);
}

/* Every word tells where it belongs, so that a buffer filled too early shows. */
static void add_content(struct hr_str *out, size_t length)
{
	uint64_t state = 1;

	while (out->length < length) {
		size_t left = length - out->length;

		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		hr_str_add(out, (const char *)&state, left < sizeof(state) ? left : sizeof(state));
	}
}

static void write_plain(struct hr_slice bytes)
{
	FILE *file = fopen(path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes.ptr, 1, bytes.length, file), bytes.length);
	ck_assert_int_eq(fclose(file), 0);
}

static struct hr_input *open_input(void)
{
	struct hr_input *input;
	struct hr_error err = { 0 };

	ck_assert_msg(hr_input_open(path, &input, &err) == HR_OK, "%s", err.text);
	return input;
}

static uint64_t stored_bytes(void)
{
	struct stat status;

	ck_assert_int_eq(stat(path, &status), 0);
	return (uint64_t)status.st_size;
}

/* All of it, or what a damaged form holds of it; the pieces are looked at late, so that a thread
 * which does not wait for its turn has written over them. Gives how much there was. */
static size_t assert_reads(struct hr_read_ahead *ahead, struct hr_slice expected, uint64_t stored)
{
	size_t at = 0;
	uint64_t before = 0;

	for (size_t i = 0;; i++) {
		const char *bytes;
		size_t length;
		uint64_t consumed = 0;
		struct hr_error err = { 0 };

		ck_assert_msg(hr_read_ahead_next(ahead, &bytes, &length, &consumed, &err) == HR_OK,
		              "%s", err.text);
		ck_assert_uint_ge(consumed, before);
		ck_assert_uint_le(consumed, stored);
		before = consumed;
		if (length == 0)
			break;
		if (i % 8 == 0)
			wait_a_while();
		ck_assert_uint_le(length, expected.length - at);
		ck_assert(memcmp(bytes, expected.ptr + at, length) == 0);
		at += length;
	}
	return at;
}

static void assert_same_digest(const struct hr_input *input)
{
	struct hr_input *again = open_input();
	struct hr_str content = { 0 };
	char expected[17], found[17];

	ck_assert_int_eq(hr_input_read_all(again, SIZE_MAX / 2, "a test", &content, NULL), HR_OK);
	hr_input_digest(again, expected);
	hr_input_digest(input, found);
	ck_assert_str_eq(found, expected);
	hr_str_release(&content);
	hr_input_close(again);
}

/* Nothing, less than a buffer, buffers to the byte, and more than go round at once. */
static const size_t lengths[] = {
	0, 1, BUFFER, 8 * BUFFER, 16 * BUFFER, 16 * BUFFER + 1, 40 * BUFFER - 1,
};

static void assert_file(struct hr_slice content)
{
	struct hr_input *input = open_input();
	struct hr_read_ahead *ahead;
	const char *head;
	size_t length;
	uint64_t consumed;

	/* as a reader does, which has to tell the format */
	ck_assert_int_eq(hr_input_peek(input, &head, &length, NULL), HR_OK);
	ahead = hr_read_ahead_start(input);
	ck_assert_ptr_nonnull(ahead);
	ck_assert_uint_eq(assert_reads(ahead, content, stored_bytes()), content.length);
	/* the end stays the end */
	ck_assert_int_eq(hr_read_ahead_next(ahead, &head, &length, &consumed, NULL), HR_OK);
	ck_assert_uint_eq(length, 0);
	ck_assert_uint_eq(consumed, stored_bytes());
	hr_read_ahead_stop(ahead);
	assert_same_digest(input);
	ck_assert(!hr_input_truncated(input));
	hr_input_close(input);
}

START_TEST(plain_files_are_read_in_order)
{
	struct hr_str content = { 0 };

	add_content(&content, lengths[_i]);
	write_plain(hr_str_slice(&content));
	assert_file(hr_str_slice(&content));
	hr_str_release(&content);
}
END_TEST

#ifdef HAVE_ZLIB
static void write_gzip(struct hr_slice bytes)
{
	gzFile file = gzopen(path, "wb1");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(gzwrite(file, bytes.ptr, (unsigned)bytes.length), (int)bytes.length);
	ck_assert_int_eq(gzclose(file), Z_OK);
}

START_TEST(compressed_files_are_read_in_order)
{
	struct hr_str content = { 0 };

	add_content(&content, lengths[_i]);
	write_gzip(hr_str_slice(&content));
	assert_file(hr_str_slice(&content));
	hr_str_release(&content);
}
END_TEST

START_TEST(what_ends_early_gives_what_it_holds)
{
	struct hr_str content = { 0 };
	struct hr_input *input;
	struct hr_read_ahead *ahead;
	uint64_t stored;
	size_t held;

	add_content(&content, 20 * BUFFER);
	write_gzip(hr_str_slice(&content));
	stored = stored_bytes() / 2;
	ck_assert_int_eq(truncate(path, (off_t)stored), 0);
	input = open_input();
	ahead = hr_read_ahead_start(input);
	held = assert_reads(ahead, hr_str_slice(&content), stored);
	hr_read_ahead_stop(ahead);
	/* random bytes do not get smaller, so half of the file is half of them */
	ck_assert_uint_ge(held, 9 * BUFFER);
	ck_assert_uint_le(held, 10 * BUFFER);
	ck_assert(hr_input_truncated(input));
	hr_input_close(input);
	hr_str_release(&content);
}
END_TEST
#endif

/* What cannot be read from its beginning: the memory of this process, which has none at 0. */
START_TEST(a_read_that_fails_says_why)
{
	struct hr_input *input;
	struct hr_read_ahead *ahead;
	struct hr_error err = { 0 };
	const char *bytes;
	size_t length;
	uint64_t consumed;

	if (hr_input_open("/proc/self/mem", &input, &err) != HR_OK)
		return;
	ahead = hr_read_ahead_start(input);
	ck_assert_int_eq(hr_read_ahead_next(ahead, &bytes, &length, &consumed, &err), HR_EIO);
	ck_assert_str_eq(err.source, "/proc/self/mem");
	ck_assert_ptr_nonnull(strstr(err.text, strerror(EIO)));
	hr_read_ahead_stop(ahead);
	hr_input_close(input);
}
END_TEST

/* Before anything was taken: the thread has just begun, or waits for room. */
START_TEST(stops_before_the_end)
{
	struct hr_str content = { 0 };
	struct hr_input *input;
	struct hr_read_ahead *ahead;

	add_content(&content, 40 * BUFFER);
	write_plain(hr_str_slice(&content));
	input = open_input();
	ahead = hr_read_ahead_start(input);
	if (_i > 0)
		wait_a_while();
	hr_read_ahead_stop(ahead);
	/* it went no further than there was room for */
	ck_assert_uint_le(hr_input_consumed(input), 17 * BUFFER);
	hr_input_close(input);
	hr_str_release(&content);
}
END_TEST

/* A writer that is there and writes nothing. */
START_TEST(stops_while_a_pipe_is_waited_for)
{
	struct hr_input *input;
	struct hr_read_ahead *ahead;
	int writer;

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	writer = open(path, O_RDWR | O_CLOEXEC);
	ck_assert_int_ge(writer, 0);
	input = open_input();
	ahead = hr_read_ahead_start(input);
	wait_a_while();
	hr_read_ahead_stop(ahead);
	hr_input_close(input);
	close(writer);
}
END_TEST

static Suite *read_ahead_suite(void)
{
	Suite *suite = suite_create("read_ahead");
	TCase *tcase = tcase_create("read_ahead");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	HR_ADD_ROWS(tcase, plain_files_are_read_in_order, lengths);
#ifdef HAVE_ZLIB
	HR_ADD_ROWS(tcase, compressed_files_are_read_in_order, lengths);
	tcase_add_test(tcase, what_ends_early_gives_what_it_holds);
#endif
	tcase_add_test(tcase, a_read_that_fails_says_why);
	tcase_add_loop_test(tcase, stops_before_the_end, 0, 2);
	tcase_add_test(tcase, stops_while_a_pipe_is_waited_for);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(read_ahead_suite)
