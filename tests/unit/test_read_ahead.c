#include <config.h>
#include "base/read_ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
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

/* --- what is waited for and never comes: each gives the reading end of its kind --- */

/* A writer that is there, and the folder's FIFO. */
static int open_fifo(int *writer)
{
	int reader;

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	*writer = open(path, O_RDWR | O_CLOEXEC);
	reader = open(path, O_RDONLY | O_CLOEXEC);
	return reader;
}

static int open_pipe(int *writer)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	*writer = ends[1];
	return ends[0];
}

static int open_socket(int *writer)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	*writer = ends[1];
	return ends[0];
}

/* What is typed arrives as it is. */
static int open_terminal(int *writer)
{
	struct termios settings;
	int reader;

	*writer = posix_openpt(O_RDWR | O_NOCTTY);
	ck_assert_int_ge(*writer, 0);
	ck_assert_int_eq(grantpt(*writer), 0);
	ck_assert_int_eq(unlockpt(*writer), 0);
	reader = open(ptsname(*writer), O_RDWR | O_NOCTTY);
	ck_assert_int_ge(reader, 0);
	ck_assert_int_eq(tcgetattr(reader, &settings), 0);
	settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	settings.c_iflag = 0;
	ck_assert_int_eq(tcsetattr(reader, TCSANOW, &settings), 0);
	return reader;
}

static int (*const waits[])(int *writer) = { open_fifo, open_pipe, open_socket, open_terminal };

/* Standard input is what @reader is. */
static struct hr_input *open_standard(int reader)
{
	struct hr_input *input;
	struct hr_error err = { 0 };

	ck_assert_int_ge(reader, 0);
	ck_assert_int_eq(dup2(reader, STDIN_FILENO), STDIN_FILENO);
	close(reader);
	ck_assert_msg(hr_input_open("-", &input, &err) == HR_OK, "%s", err.text);
	return input;
}

static void send_text(int writer, const char *text)
{
	ck_assert_int_eq(write(writer, text, strlen(text)), (ssize_t)strlen(text));
}

/* Waiting for the first byte, or for more than some. What comes later is for whoever reads next. */
START_TEST(stops_while_it_waits)
{
	for (int begun = 0; begun < 2; begun++) {
		int writer;
		struct hr_input *input = open_standard(waits[_i](&writer));
		struct hr_read_ahead *ahead;
		struct hr_error err = { 0 };
		const char *bytes;
		size_t length;

		if (begun)
			send_text(writer, "begun");
		ahead = hr_read_ahead_start(input);
		ck_assert_ptr_nonnull(ahead);
		wait_a_while();
		hr_read_ahead_stop(ahead);
		ck_assert_uint_eq(hr_input_consumed(input), begun ? 5 : 0);
		send_text(writer, "later");
		ck_assert_int_eq(hr_input_read(input, &bytes, &length, &err), HR_OK);
		ck_assert(hr_slice_is((struct hr_slice){ bytes, length }, "later"));
		hr_input_close(input);
		close(writer);
		unlink(path);
	}
}
END_TEST

/* What never waits and never ends. */
START_TEST(stops_in_what_has_no_end)
{
	int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	struct hr_input *input = open_standard(zeros);
	struct hr_read_ahead *ahead = hr_read_ahead_start(input);

	wait_a_while();
	hr_read_ahead_stop(ahead);
	ck_assert_uint_gt(hr_input_consumed(input), 0);
	ck_assert_uint_le(hr_input_consumed(input), 17 * BUFFER);
	hr_input_close(input);
}
END_TEST

#ifdef HAVE_ZLIB
/* Zeros behind gzip belong to it and give nothing: as long as they come, the read goes on. */
START_TEST(stops_behind_the_end_of_gzip)
{
	char zeros[4096] = { 0 };
	struct hr_read_ahead *ahead;
	struct hr_input *input;
	int ends[2];
	pid_t writer;

	write_gzip(HR_SLICE_LITERAL("content"));
	ck_assert_int_eq(pipe(ends), 0);
	writer = fork();
	if (writer == 0) {
		int file = open(path, O_RDONLY | O_CLOEXEC);
		char bytes[256];
		ssize_t n = read(file, bytes, sizeof(bytes));

		signal(SIGPIPE, SIG_DFL);
		close(ends[0]);
		for (ssize_t m = write(ends[1], bytes, (size_t)n); m > 0;)
			m = write(ends[1], zeros, sizeof(zeros));
		_exit(0);
	}
	close(ends[1]);
	input = open_standard(ends[0]);
	ahead = hr_read_ahead_start(input);
	wait_a_while();
	hr_read_ahead_stop(ahead);
	ck_assert_uint_gt(hr_input_consumed(input), BUFFER);
	hr_input_close(input);
	close(STDIN_FILENO);
	ck_assert_int_eq(waitpid(writer, NULL, 0), writer);
}
END_TEST
#endif

/* Without descriptors to wake a thread by there is none, and the input is as it was. */
START_TEST(does_without_a_thread)
{
	struct hr_str content = { 0 };
	struct hr_input *input;
	struct hr_error err = { 0 };
	struct rlimit files, none;
	const char *bytes;
	size_t length;

	add_content(&content, 3 * BUFFER);
	write_plain(hr_str_slice(&content));
	input = open_input();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &files), 0);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = files.rlim_max };
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	ck_assert_ptr_null(hr_read_ahead_start(input));
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
	ck_assert_int_eq(hr_input_read(input, &bytes, &length, &err), HR_OK);
	ck_assert_uint_eq(length, BUFFER);
	ck_assert(memcmp(bytes, content.data, length) == 0);
	hr_input_close(input);
	hr_str_release(&content);
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
	HR_ADD_ROWS(tcase, stops_while_it_waits, waits);
	tcase_add_test(tcase, stops_in_what_has_no_end);
#ifdef HAVE_ZLIB
	tcase_add_test(tcase, stops_behind_the_end_of_gzip);
#endif
	tcase_add_test(tcase, does_without_a_thread);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(read_ahead_suite)
