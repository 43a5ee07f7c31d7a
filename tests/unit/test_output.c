#include <config.h>
#include "base/output.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit.h"

static char folder[64];
static char path[128];

static void set_up(void)
{
	snprintf(folder, sizeof(folder), "%s", "/tmp/headroom-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
}

static void tear_down(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char name[512];

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.' || entry->d_name[1] == 'h')
			remove(name);
	}
	if (dir != NULL)
		closedir(dir);
	ck_assert_int_eq(rmdir(folder), 0);
}

static int entries(void)
{
	DIR *dir = opendir(folder);
	int n = 0;

	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n - 2;
}

static void assert_content(const char *name, const char *expected)
{
	char text[256] = "";
	FILE *file = fopen(name, "r");

	ck_assert_ptr_nonnull(file);
	ck_assert(fread(text, 1, sizeof(text) - 1, file) == strlen(expected));
	ck_assert_str_eq(text, expected);
	fclose(file);
}

static mode_t mode_of(const char *name)
{
	struct stat info;

	ck_assert_int_eq(stat(name, &info), 0);
	return info.st_mode & 07777;
}

START_TEST(appears_at_commit_only)
{
	struct hr_output *output;
	mode_t before = umask(027);

	ck_assert_int_eq(hr_output_open(path, &output, NULL), HR_OK);
	ck_assert_int_eq(hr_output_write(output, HR_SLICE_LITERAL("new"), NULL), HR_OK);
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert_int_eq(entries(), 1);
	ck_assert_int_eq(hr_output_commit(output, NULL), HR_OK);
	assert_content(path, "new");
	ck_assert_int_eq(mode_of(path), 0640);
	ck_assert_int_eq(entries(), 1);
	umask(before);
}
END_TEST

START_TEST(replaces_and_keeps_permissions)
{
	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("old"), NULL), HR_OK);
	ck_assert_int_eq(chmod(path, 0604), 0);
	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("new"), NULL), HR_OK);
	assert_content(path, "new");
	ck_assert_int_eq(mode_of(path), 0604);
	ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(abort_leaves_the_old_file)
{
	struct hr_output *output;

	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("old"), NULL), HR_OK);
	ck_assert_int_eq(hr_output_open(path, &output, NULL), HR_OK);
	ck_assert_int_eq(hr_output_write(output, HR_SLICE_LITERAL("new"), NULL), HR_OK);
	hr_output_abort(output);
	assert_content(path, "old");
	ck_assert_int_eq(entries(), 1);
	hr_output_abort(NULL);
}
END_TEST

/* A limit on the size of files stands in for a full disk. */
START_TEST(failure_leaves_the_old_file)
{
	struct rlimit before, small;
	struct hr_error err = { 0 };
	char *bytes = hr_zalloc(1, 200000);

	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("old"), NULL), HR_OK);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 100000;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert_int_eq(hr_output_file(path, (struct hr_slice){ bytes, 200000 }, &err), HR_EIO);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
	ck_assert_str_eq(err.source, path);
	assert_content(path, "old");
	ck_assert_int_eq(entries(), 1);
	free(bytes);
}
END_TEST

START_TEST(follows_a_symbolic_link)
{
	char link_path[160];
	struct stat info;

	snprintf(link_path, sizeof(link_path), "%s/link", folder);
	ck_assert_int_eq(symlink("file", link_path), 0);
	ck_assert_int_eq(hr_output_file(link_path, HR_SLICE_LITERAL("x"), NULL), HR_EIO);
	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("old"), NULL), HR_OK);
	ck_assert_int_eq(hr_output_file(link_path, HR_SLICE_LITERAL("new"), NULL), HR_OK);
	assert_content(path, "new");
	ck_assert_int_eq(lstat(link_path, &info), 0);
	ck_assert(S_ISLNK(info.st_mode));
	ck_assert_int_eq(entries(), 2);
}
END_TEST

START_TEST(writes_straight_to_what_is_no_file)
{
	char text[8] = "";
	int fd;

	ck_assert_int_eq(hr_output_file("/dev/null", HR_SLICE_LITERAL("x"), NULL), HR_OK);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	fd = open(path, O_RDONLY | O_NONBLOCK);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("fifo"), NULL), HR_OK);
	ck_assert_int_eq(read(fd, text, sizeof(text) - 1), 4);
	ck_assert_str_eq(text, "fifo");
	close(fd);
	ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(reports_a_full_device)
{
	struct hr_error err = { 0 };
	struct hr_output *output;
	int saved, full;

	if (access("/dev/full", W_OK) != 0)
		return;
	ck_assert_int_eq(hr_output_file("/dev/full", HR_SLICE_LITERAL("x"), &err), HR_EIO);
	ck_assert_str_eq(err.source, "/dev/full");
	ck_assert_ptr_nonnull(strstr(err.text, "No space left"));

	saved = dup(STDOUT_FILENO);
	full = open("/dev/full", O_WRONLY);
	dup2(full, STDOUT_FILENO);
	ck_assert_int_eq(hr_output_open("-", &output, NULL), HR_OK);
	ck_assert_int_eq(hr_output_write(output, HR_SLICE_LITERAL("x"), NULL), HR_OK);
	ck_assert_int_eq(hr_output_commit(output, NULL), HR_EIO);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(full);
}
END_TEST

START_TEST(keeps_order_on_stdout)
{
	int saved = dup(STDOUT_FILENO);
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	dup2(fd, STDOUT_FILENO);
	printf("first ");
	ck_assert_int_eq(hr_output_file("-", HR_SLICE_LITERAL("second"), NULL), HR_OK);
	/* stdout itself must still be open. */
	ck_assert_int_eq(hr_output_file("-", HR_SLICE_LITERAL(" third"), NULL), HR_OK);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(fd);
	assert_content(path, "first second third");
}
END_TEST

START_TEST(reports_a_closed_stdout)
{
	int saved = dup(STDOUT_FILENO);
	enum hr_err result;

	close(STDOUT_FILENO);
	result = hr_output_file("-", HR_SLICE_LITERAL(""), NULL);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	ck_assert_int_eq(result, HR_EIO);
}
END_TEST

START_TEST(cleanup_removes_temporary_files)
{
	struct hr_output *first, *second;
	char other[160];

	snprintf(other, sizeof(other), "%s/other", folder);
	ck_assert_int_eq(hr_output_open(path, &first, NULL), HR_OK);
	ck_assert_int_eq(hr_output_open(other, &second, NULL), HR_OK);
	ck_assert_int_eq(entries(), 2);
	hr_output_cleanup();
	ck_assert_int_eq(entries(), 0);
	hr_output_abort(first);
	/* The name is gone, so this one cannot be put in place and must say so. */
	ck_assert_int_eq(hr_output_commit(second, NULL), HR_EIO);
	ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(limits_open_outputs)
{
	struct hr_output *outputs[64];
	int n = 0;

	while (n < 64 && hr_output_open(path, &outputs[n], NULL) == HR_OK)
		n++;
	ck_assert_int_ge(n, 8);
	ck_assert_int_lt(n, 64);
	for (int i = 0; i < n; i++)
		hr_output_abort(outputs[i]);
	ck_assert_int_eq(entries(), 0);
	ck_assert_int_eq(hr_output_file(path, HR_SLICE_LITERAL("x"), NULL), HR_OK);
}
END_TEST

START_TEST(refuses_what_cannot_be)
{
	struct hr_error err = { 0 };
	struct hr_output *output;
	char name[256];

	ck_assert_int_eq(hr_output_open("", &output, NULL), HR_EINVAL);
	ck_assert_int_eq(hr_output_open(folder, &output, &err), HR_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "folder"));
	snprintf(name, sizeof(name), "%s/none/file", folder);
	ck_assert_int_eq(hr_output_open(name, &output, NULL), HR_EIO);
}
END_TEST

START_TEST(writes_large_and_small_pieces_in_order)
{
	struct hr_output *output;
	struct stat info;
	char *large = hr_alloc(100000);
	FILE *file;

	memset(large, 'x', 100000);
	ck_assert_int_eq(hr_output_open(path, &output, NULL), HR_OK);
	ck_assert_int_eq(hr_output_write(output, HR_SLICE_LITERAL("ab"), NULL), HR_OK);
	ck_assert_int_eq(hr_output_write(output, (struct hr_slice){ large, 100000 }, NULL), HR_OK);
	for (int i = 0; i < 30000; i++)
		ck_assert_int_eq(hr_output_write(output, HR_SLICE_LITERAL("cde"), NULL), HR_OK);
	ck_assert_int_eq(hr_output_commit(output, NULL), HR_OK);
	ck_assert_int_eq(stat(path, &info), 0);
	ck_assert_int_eq(info.st_size, 2 + 100000 + 90000);
	file = fopen(path, "r");
	ck_assert(getc(file) == 'a' && getc(file) == 'b' && getc(file) == 'x');
	ck_assert_int_eq(fseek(file, 100002 + 60000, SEEK_SET), 0);
	ck_assert(getc(file) == 'c' && getc(file) == 'd' && getc(file) == 'e');
	fclose(file);
	free(large);
}
END_TEST

START_TEST(makes_folders)
{
	char deep[160], other[160], name[512];

	snprintf(deep, sizeof(deep), "%s/a//b/c/", folder);
	ck_assert_int_eq(hr_output_make_folder(deep, NULL), HR_OK);
	ck_assert_int_eq(hr_output_make_folder(deep, NULL), HR_OK);
	ck_assert_int_eq(hr_output_make_folder("/", NULL), HR_OK);
	ck_assert_int_eq(hr_output_make_folder("", NULL), HR_EIO);
	snprintf(other, sizeof(other), "%s/a/file", folder);
	ck_assert_int_eq(hr_output_file(other, HR_SLICE_LITERAL("x"), NULL), HR_OK);
	snprintf(name, sizeof(name), "%s/b", other);
	ck_assert_int_eq(hr_output_make_folder(name, NULL), HR_EIO);
	ck_assert_int_eq(hr_output_make_folder(other, NULL), HR_EIO);
	ck_assert_int_eq(unlink(other), 0);
	ck_assert_int_eq(rmdir(deep), 0);
	snprintf(name, sizeof(name), "%s/a/b", folder);
	ck_assert_int_eq(rmdir(name), 0);
}
END_TEST

START_TEST(grows_in_a_part_that_stays)
{
	struct hr_output *output, *second;
	struct hr_error error = { 0 };
	char part[160];

	snprintf(part, sizeof(part), "%s.part", path);
	ck_assert(hr_output_open_growing(path, &output, &error) == HR_OK);
	ck_assert(hr_output_write(output, hr_slice_of("one\n"), &error) == HR_OK);
	ck_assert(hr_output_flush(output, &error) == HR_OK);
	assert_content(part, "one\n");
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert(hr_output_open_growing(path, &second, &error) == HR_EINVAL);
	ck_assert_ptr_nonnull(strstr(error.text, "another program"));
	hr_output_abort(output);
	assert_content(part, "one\n");

	error = (struct hr_error){ 0 };
	ck_assert(hr_output_open_growing(path, &output, &error) == HR_OK);
	ck_assert(hr_output_write(output, hr_slice_of("two\n"), &error) == HR_OK);
	ck_assert(hr_output_commit(output, &error) == HR_OK);
	assert_content(path, "two\n");
	ck_assert_int_ne(access(part, F_OK), 0);

	ck_assert(hr_output_open_growing(path, &output, &error) == HR_OK);
	hr_output_discard(output);
	ck_assert_int_eq(entries(), 1);
	assert_content(path, "two\n");
}
END_TEST

START_TEST(cuts_a_part_back_to_whole_lines)
{
	struct rlimit limit = { 10, RLIM_INFINITY };
	struct hr_output *output;
	struct hr_error error = { 0 };
	char part[160];

	snprintf(part, sizeof(part), "%s.part", path);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert(hr_output_open_growing(path, &output, &error) == HR_OK);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(hr_output_write(output, hr_slice_of("123\n567\n9ab\n"), &error) == HR_OK);
	ck_assert(hr_output_flush(output, &error) == HR_EIO);
	ck_assert_ptr_nonnull(strstr(hr_output_left(output), "file.part holds"));
	hr_output_abort(output);
	assert_content(part, "123\n567\n");
}
END_TEST

static Suite *output_suite(void)
{
	Suite *suite = suite_create("base/output");
	TCase *tcase = tcase_create("output");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, appears_at_commit_only);
	tcase_add_test(tcase, replaces_and_keeps_permissions);
	tcase_add_test(tcase, abort_leaves_the_old_file);
	tcase_add_test(tcase, failure_leaves_the_old_file);
	tcase_add_test(tcase, follows_a_symbolic_link);
	tcase_add_test(tcase, writes_straight_to_what_is_no_file);
	tcase_add_test(tcase, reports_a_full_device);
	tcase_add_test(tcase, keeps_order_on_stdout);
	tcase_add_test(tcase, reports_a_closed_stdout);
	tcase_add_test(tcase, cleanup_removes_temporary_files);
	tcase_add_test(tcase, limits_open_outputs);
	tcase_add_test(tcase, refuses_what_cannot_be);
	tcase_add_test(tcase, writes_large_and_small_pieces_in_order);
	tcase_add_test(tcase, makes_folders);
	tcase_add_test(tcase, grows_in_a_part_that_stays);
	tcase_add_test(tcase, cuts_a_part_back_to_whole_lines);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(output_suite)
