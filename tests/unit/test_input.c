#include <config.h>
#include "base/input.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>
#endif

#include "base/digest.h"
#include "base/mem.h"
#include "base/str.h"
#include "unit.h"

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

static void write_file(struct hr_slice bytes)
{
	FILE *file = fopen(path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes.ptr, 1, bytes.length, file), bytes.length);
	ck_assert_int_eq(fclose(file), 0);
}

/* Lines that compress well, but differ. */
static void add_lines(struct hr_str *out, int count)
{
	for (int i = 0; i < count; i++)
		hr_str_printf(out, "%d,%d,checkout %d,200,OK\n", 1700000000 + i, i % 911, i % 7);
}

static struct hr_input *open_input(void)
{
	struct hr_input *input;
	struct hr_error err = { 0 };

	ck_assert_msg(hr_input_open(path, &input, &err) == HR_OK, "%s", err.text);
	return input;
}

static void read_all(struct hr_input *input, struct hr_str *out)
{
	const char *bytes;
	size_t length;

	do {
		struct hr_error err = { 0 };

		ck_assert_msg(hr_input_read(input, &bytes, &length, &err) == HR_OK, "%s", err.text);
		hr_str_add(out, bytes, length);
	} while (length > 0);
}

static void assert_reads(struct hr_input *input, struct hr_slice expected)
{
	struct hr_str content = { 0 };

	read_all(input, &content);
	ck_assert_uint_eq(content.length, expected.length);
	ck_assert(hr_slice_equal(hr_str_slice(&content), expected));
	hr_str_release(&content);
}

static void assert_digest(const struct hr_input *input, struct hr_slice content)
{
	struct hr_digest *digest = hr_digest_new();
	char expected[17];
	char text[17];

	hr_digest_update(digest, content.ptr, content.length);
	snprintf(expected, sizeof(expected), "%016" PRIx64, hr_digest_value(digest));
	hr_input_digest(input, text);
	ck_assert_str_eq(text, expected);
	hr_digest_free(digest);
}

static const int line_counts[] = { 0, 1, 100, 50000 };

START_TEST(reads_plain_files)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	const char *bytes;
	size_t length;

	add_lines(&text, line_counts[_i]);
	write_file(hr_str_slice(&text));
	input = open_input();
	ck_assert_str_eq(hr_input_path(input), path);
	ck_assert_uint_eq(hr_input_size(input), text.length);
	ck_assert_int_eq(hr_input_peek(input, &bytes, &length, NULL), HR_OK);
	ck_assert_uint_eq(length,
	                  text.length < HR_INPUT_PEEK_BYTES ? text.length : HR_INPUT_PEEK_BYTES);
	ck_assert(memcmp(bytes, hr_str_text(&text), length) == 0);
	assert_reads(input, hr_str_slice(&text));
	ck_assert_uint_eq(hr_input_consumed(input), text.length);
	assert_digest(input, hr_str_slice(&text));
	/* The end stays the end; a second pass neither reads nor counts differently. */
	ck_assert_int_eq(hr_input_read(input, &bytes, &length, NULL), HR_OK);
	ck_assert_uint_eq(length, 0);
	ck_assert_int_eq(hr_input_spool(input, NULL), HR_OK);
	ck_assert_int_eq(hr_input_rewind(input, NULL), HR_OK);
	ck_assert_uint_eq(hr_input_consumed(input), 0);
	assert_reads(input, hr_str_slice(&text));
	assert_digest(input, hr_str_slice(&text));
	ck_assert(!hr_input_truncated(input));
	hr_input_close(input);
	hr_str_release(&text);
}
END_TEST

START_TEST(reads_a_whole_file_up_to_a_cap)
{
	const size_t most = (size_t)1 << 20;
	struct hr_error err = { 0 };
	struct hr_str text = { 0 }, read = { 0 };
	struct hr_input *input;

	while (text.length < most)
		hr_str_add(&text, "0123456789abcdef", 16);
	write_file(hr_str_slice(&text));
	input = open_input();
	ck_assert_int_eq(hr_input_read_all(input, most, "a thing", &read, &err), HR_OK);
	ck_assert(hr_slice_equal(hr_str_slice(&read), hr_str_slice(&text)));
	hr_input_close(input);
	hr_str_putc(&text, 'x');
	write_file(hr_str_slice(&text));
	hr_str_truncate(&read, 0);
	input = open_input();
	ck_assert_int_eq(hr_input_read_all(input, most, "a thing", &read, &err), HR_ELIMIT);
	ck_assert_str_eq(err.text, "a thing of more than 1 MiB is not read");
	ck_assert_str_eq(err.source, path);
	hr_input_close(input);
	hr_str_release(&text);
	hr_str_release(&read);
}
END_TEST

START_TEST(reports_what_cannot_be_read)
{
	struct hr_input *input;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_input_open(path, &input, &err), HR_EIO);
	ck_assert_str_eq(err.source, path);
	ck_assert_ptr_nonnull(strstr(err.text, "No such file"));
	err = (struct hr_error){ 0 };
	ck_assert_int_eq(hr_input_open(folder, &input, &err), HR_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "folder"));
	hr_input_close(NULL);
}
END_TEST

/* A child feeds standard input in small and oddly sized pieces. */
static pid_t feed_stdin(struct hr_slice bytes, size_t piece)
{
	int ends[2];
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close(ends[0]);
		for (size_t at = 0; at < bytes.length;) {
			size_t n = bytes.length - at < piece ? bytes.length - at : piece;
			ssize_t written = write(ends[1], bytes.ptr + at, n);

			if (written < 0)
				_exit(1);
			at += (size_t)written;
		}
		_exit(0);
	}
	close(ends[1]);
	ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	return child;
}

static void assert_fed(pid_t child)
{
	int status;

	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static const size_t pieces[] = { 1, 7, 4096, 1 << 20 };

START_TEST(reads_and_spools_pipes)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	const char *bytes;
	size_t length;
	pid_t child;

	add_lines(&text, _i == 0 ? 500 : 20000);
	child = feed_stdin(hr_str_slice(&text), pieces[_i]);
	ck_assert_int_eq(hr_input_open("-", &input, NULL), HR_OK);
	ck_assert_uint_eq(hr_input_size(input), 0);
	ck_assert_int_eq(hr_input_peek(input, &bytes, &length, NULL), HR_OK);
	ck_assert(memcmp(bytes, hr_str_text(&text), length) == 0);
	ck_assert_int_eq(hr_input_spool(input, NULL), HR_OK);
	assert_fed(child);
	ck_assert_uint_eq(hr_input_size(input), text.length);
	for (int pass = 0; pass < 2; pass++) {
		assert_reads(input, hr_str_slice(&text));
		assert_digest(input, hr_str_slice(&text));
		ck_assert_int_eq(hr_input_rewind(input, NULL), HR_OK);
	}
	hr_input_close(input);
	hr_str_release(&text);
}
END_TEST

START_TEST(a_long_pipe_is_read_once)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	struct hr_error err = { 0 };
	pid_t child;

	add_lines(&text, 50000);
	child = feed_stdin(hr_str_slice(&text), 65536);
	ck_assert_int_eq(hr_input_open("-", &input, NULL), HR_OK);
	assert_reads(input, hr_str_slice(&text));
	assert_fed(child);
	ck_assert_int_eq(hr_input_rewind(input, &err), HR_EIO);
	ck_assert_str_eq(err.source, "-");
	ck_assert_int_eq(hr_input_spool(input, NULL), HR_EINVAL);
	hr_input_close(input);
	hr_str_release(&text);
}
END_TEST

START_TEST(a_short_pipe_can_be_read_again)
{
	struct hr_input *input;
	pid_t child = feed_stdin(HR_SLICE_LITERAL("a,b\n1,2\n"), 3);

	ck_assert_int_eq(hr_input_open("-", &input, NULL), HR_OK);
	for (int pass = 0; pass < 2; pass++) {
		assert_reads(input, HR_SLICE_LITERAL("a,b\n1,2\n"));
		ck_assert_int_eq(hr_input_rewind(input, NULL), HR_OK);
	}
	assert_fed(child);
	hr_input_close(input);
}
END_TEST

START_TEST(stdin_may_stand_in_the_middle_of_a_file)
{
	struct hr_input *input;
	int fd;

	write_file(HR_SLICE_LITERAL("skipped,rest"));
	fd = open(path, O_RDONLY);
	ck_assert_int_eq(lseek(fd, 8, SEEK_SET), 8);
	dup2(fd, STDIN_FILENO);
	close(fd);
	ck_assert_int_eq(hr_input_open("-", &input, NULL), HR_OK);
	ck_assert_uint_eq(hr_input_size(input), 4);
	assert_reads(input, HR_SLICE_LITERAL("rest"));
	ck_assert_int_eq(hr_input_rewind(input, NULL), HR_OK);
	assert_reads(input, HR_SLICE_LITERAL("rest"));
	hr_input_close(input);
}
END_TEST

START_TEST(spooling_needs_a_folder)
{
	struct hr_input *input;
	struct hr_error err = { 0 };
	pid_t child = feed_stdin(HR_SLICE_LITERAL("x"), 1);

	setenv("TMPDIR", "/nonexistent", 1);
	ck_assert_int_eq(hr_input_open("-", &input, NULL), HR_OK);
	ck_assert_int_eq(hr_input_spool(input, &err), HR_EIO);
	ck_assert_str_eq(err.source, "/nonexistent");
	/* What is there can still be read once. */
	assert_reads(input, HR_SLICE_LITERAL("x"));
	assert_fed(child);
	hr_input_close(input);
	unsetenv("TMPDIR");
}
END_TEST

#ifdef HAVE_ZLIB
static void add_member(struct hr_str *out, struct hr_slice content)
{
	z_stream stream = { 0 };
	size_t size;
	unsigned char *bytes;

	ck_assert_int_eq(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
	                 Z_OK);
	size = deflateBound(&stream, content.length);
	bytes = hr_alloc(size);
	stream.next_in = (const Bytef *)content.ptr;
	stream.avail_in = (uInt)content.length;
	stream.next_out = bytes;
	stream.avail_out = (uInt)size;
	ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	hr_str_add(out, (const char *)bytes, stream.total_out);
	deflateEnd(&stream);
	free(bytes);
}

static const struct {
	const char *what;
	int lines[3];         /* of up to three members; -1 = no member */
	const char *trailing; /* at most 8 bytes behind them */
	size_t trailing_length;
	bool truncated;
} gzips[] = {
	{ "empty content", { 0, -1, -1 }, "", 0, false },
	{ "one member", { 1000, -1, -1 }, "", 0, false },
	{ "more than the buffers", { 60000, -1, -1 }, "", 0, false },
	{ "two members", { 1000, 2000, -1 }, "", 0, false },
	{ "an empty member between", { 1000, 0, 10 }, "", 0, false },
	{ "padding", { 1000, -1, -1 }, "\0\0\0\0", 4, false },
	{ "no gzip behind", { 1000, -1, -1 }, "trailing", 8, true },
	{ "half a magic number behind", { 1000, -1, -1 }, "\x1f", 1, true },
	{ "a damaged member behind", { 1000, -1, -1 }, "\x1f\x8bxxxx", 6, true },
};

START_TEST(reads_gzip)
{
	struct hr_str plain = { 0 };
	struct hr_str stored = { 0 };
	struct hr_input *input;
	const char *bytes;
	size_t length;

	for (int i = 0; i < 3 && gzips[_i].lines[i] >= 0; i++) {
		struct hr_str part = { 0 };

		add_lines(&part, gzips[_i].lines[i]);
		add_member(&stored, hr_str_slice(&part));
		hr_str_add_slice(&plain, hr_str_slice(&part));
		hr_str_release(&part);
	}
	hr_str_add(&stored, gzips[_i].trailing, gzips[_i].trailing_length);
	write_file(hr_str_slice(&stored));
	input = open_input();
	ck_assert_int_eq(hr_input_peek(input, &bytes, &length, NULL), HR_OK);
	ck_assert_uint_eq(length,
	                  plain.length < HR_INPUT_PEEK_BYTES ? plain.length : HR_INPUT_PEEK_BYTES);
	ck_assert(memcmp(bytes, hr_str_text(&plain), length) == 0);
	for (int pass = 0; pass < 2; pass++) {
		assert_reads(input, hr_str_slice(&plain));
		ck_assert_msg(hr_input_truncated(input) == gzips[_i].truncated, "%s",
		              gzips[_i].what);
		ck_assert_uint_eq(hr_input_consumed(input), stored.length);
		assert_digest(input, hr_str_slice(&plain));
		ck_assert_int_eq(hr_input_rewind(input, NULL), HR_OK);
		ck_assert(!hr_input_truncated(input));
	}
	hr_input_close(input);
	hr_str_release(&plain);
	hr_str_release(&stored);
}
END_TEST

/* Cut at every place: what comes is a prefix, and the loss is known. */
START_TEST(gives_what_a_cut_gzip_holds)
{
	struct hr_str plain = { 0 };
	struct hr_str stored = { 0 };

	add_lines(&plain, 30);
	add_member(&stored, hr_str_slice(&plain));
	for (size_t cut = 2; cut < stored.length; cut++) {
		struct hr_str content = { 0 };
		struct hr_input *input;

		write_file((struct hr_slice){ stored.data, cut });
		input = open_input();
		read_all(input, &content);
		ck_assert(hr_input_truncated(input));
		ck_assert_uint_le(content.length, plain.length);
		ck_assert(memcmp(hr_str_text(&content), plain.data, content.length) == 0);
		/* Only the frame's end is missing: all content is there. */
		if (cut >= stored.length - 8)
			ck_assert_uint_eq(content.length, plain.length);
		hr_input_close(input);
		hr_str_release(&content);
	}
	hr_str_release(&plain);
	hr_str_release(&stored);
}
END_TEST

START_TEST(survives_damaged_gzip)
{
	struct hr_str plain = { 0 };
	struct hr_str stored = { 0 };

	add_lines(&plain, 200);
	add_member(&stored, hr_str_slice(&plain));
	for (size_t at = 2; at < stored.length; at += 11) {
		struct hr_str content = { 0 };
		struct hr_input *input;

		stored.data[at] ^= 0x55;
		write_file(hr_str_slice(&stored));
		input = open_input();
		read_all(input, &content);
		/* Damage of time stamp or name in the header does no harm; elsewhere the
		 * checksum tells. */
		if (!hr_input_truncated(input))
			ck_assert(hr_slice_equal(hr_str_slice(&content), hr_str_slice(&plain)));
		assert_digest(input, hr_str_slice(&content));
		hr_input_close(input);
		hr_str_release(&content);
		stored.data[at] ^= 0x55;
	}
	hr_str_release(&plain);
	hr_str_release(&stored);
}
END_TEST

START_TEST(reads_and_spools_gzip_pipes)
{
	struct hr_str plain = { 0 };
	struct hr_str stored = { 0 };
	struct hr_input *input;
	const char *bytes;
	size_t length;
	pid_t child;

	add_lines(&plain, 100000);
	add_member(&stored, hr_str_slice(&plain));
	child = feed_stdin(hr_str_slice(&stored), pieces[_i]);
	ck_assert_int_eq(hr_input_open("-", &input, NULL), HR_OK);
	ck_assert_int_eq(hr_input_peek(input, &bytes, &length, NULL), HR_OK);
	ck_assert_uint_eq(length, HR_INPUT_PEEK_BYTES);
	ck_assert_int_eq(hr_input_spool(input, NULL), HR_OK);
	assert_fed(child);
	for (int pass = 0; pass < 2; pass++) {
		assert_reads(input, hr_str_slice(&plain));
		assert_digest(input, hr_str_slice(&plain));
		ck_assert_int_eq(hr_input_rewind(input, NULL), HR_OK);
	}
	hr_input_close(input);
	hr_str_release(&plain);
	hr_str_release(&stored);
}
END_TEST
#else
START_TEST(names_the_switch_for_gzip)
{
	struct hr_input *input;
	struct hr_error err = { 0 };
	const char *bytes;
	size_t length;

	write_file(HR_SLICE_LITERAL("\x1f\x8b\x08"));
	input = open_input();
	ck_assert_int_eq(hr_input_peek(input, &bytes, &length, &err), HR_EUNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(err.text, "--with-zlib"));
	ck_assert_str_eq(err.source, path);
	hr_input_close(input);
}
END_TEST
#endif

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static Suite *input_suite(void)
{
	Suite *suite = suite_create("base/input");
	TCase *tcase = tcase_create("input");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	HR_ADD_ROWS(tcase, reads_plain_files, line_counts);
	tcase_add_test(tcase, reads_a_whole_file_up_to_a_cap);
	tcase_add_test(tcase, reports_what_cannot_be_read);
	HR_ADD_ROWS(tcase, reads_and_spools_pipes, pieces);
	tcase_add_test(tcase, a_long_pipe_is_read_once);
	tcase_add_test(tcase, a_short_pipe_can_be_read_again);
	tcase_add_test(tcase, stdin_may_stand_in_the_middle_of_a_file);
	tcase_add_test(tcase, spooling_needs_a_folder);
#ifdef HAVE_ZLIB
	HR_ADD_ROWS(tcase, reads_gzip, gzips);
	tcase_add_test(tcase, gives_what_a_cut_gzip_holds);
	tcase_add_test(tcase, survives_damaged_gzip);
	tcase_add_loop_test(tcase, reads_and_spools_gzip_pipes, 1, COUNT(pieces));
#else
	tcase_add_test(tcase, names_the_switch_for_gzip);
#endif
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(input_suite)
