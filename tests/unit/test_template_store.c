#include <config.h>
#include "render/template_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mustache/mustache.h"
#include "unit.h"

/* A folder of its own for each test, with the four places of the search path below it. */
static char root[64];

static const char *below(const char *path)
{
	static char full[4][256];
	static unsigned turn;
	char *out = full[turn++ % 4];

	snprintf(out, sizeof(full[0]), "%s/%s", root, path);
	return out;
}

static void put(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(below(path), "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

static void put_text(const char *path, const char *text)
{
	put(path, text, strlen(text));
}

static void set_up(void)
{
	static const char *const folders[] = { "own", "xdg", "xdg/headroom",
		                               "xdg/headroom/templates", "env" };

	snprintf(root, sizeof(root), "/tmp/test_template_store.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		ck_assert_int_eq(mkdir(below(folders[i]), 0777), 0);
	setenv("XDG_CONFIG_HOME", below("xdg"), 1);
	setenv("HEADROOM_TEMPLATES", below("env"), 1);
}

static void tear_down(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	ck_assert_int_eq(system(command), 0);
}

static enum hr_err get(const char *dir, const char *name, char *text, size_t size)
{
	struct hr_template_store *store = hr_template_store_new(dir);
	struct hr_error err = { 0 };
	struct hr_slice out = { 0 };
	enum hr_err rc = hr_template_store_get(store, name, &out, &err);

	if (rc == HR_OK)
		snprintf(text, size, "%.*s", (int)out.length, out.ptr);
	else
		hr_error_format(&err, text, size);
	hr_template_store_free(store);
	return rc;
}

START_TEST(the_first_folder_that_has_a_name_wins)
{
	char text[1024];

	put_text("env/a.html.mustache", "env");
	ck_assert_int_eq(get(below("own"), "a.html.mustache", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "env");
	put_text("xdg/headroom/templates/a.html.mustache", "xdg");
	ck_assert_int_eq(get(below("own"), "a.html", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "xdg");
	put_text("own/a.html.mustache", "own");
	ck_assert_int_eq(get(below("own"), "a.html.mustache", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "own");
	ck_assert_int_eq(get(NULL, "a.html.mustache", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "xdg");
}
END_TEST

START_TEST(the_default_for_xdg_config_home_is_below_home)
{
	char text[1024];

	setenv("HOME", root, 1);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	ck_assert_int_eq(mkdir(below(".config"), 0777), 0);
	ck_assert_int_eq(mkdir(below(".config/headroom"), 0777), 0);
	ck_assert_int_eq(mkdir(below(".config/headroom/templates"), 0777), 0);
	put_text(".config/headroom/templates/b.mustache", "home");
	ck_assert_int_eq(get(NULL, "b", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "home");
}
END_TEST

START_TEST(text_is_stable_and_the_folder_is_known)
{
	struct hr_template_store *store = hr_template_store_new(below("own"));
	struct hr_slice first, again;
	char name[16];

	put_text("own/a.mustache", "first");
	ck_assert_int_eq(hr_template_store_get(store, "a", &first, NULL), HR_OK);
	for (int i = 0; i < 40; i++) {
		struct hr_slice other;
		char path[32];

		snprintf(name, sizeof(name), "n%d", i);
		snprintf(path, sizeof(path), "env/n%d.mustache", i);
		put_text(path, name);
		ck_assert_int_eq(hr_template_store_get(store, name, &other, NULL), HR_OK);
	}
	ck_assert_int_eq(hr_template_store_get(store, "a", &again, NULL), HR_OK);
	ck_assert_ptr_eq(first.ptr, again.ptr);
	ck_assert_str_eq(hr_template_store_where(store, "a"), below("own"));
	ck_assert_str_eq(hr_template_store_where(store, "n3"), below("env"));
	ck_assert_ptr_null(hr_template_store_where(store, "nowhere"));
	ck_assert_ptr_null(hr_template_store_where(store, "../own/a"));
	hr_template_store_free(store);
}
END_TEST

START_TEST(nothing_outside_the_folder_is_read)
{
	static const char *const names[] = { "",          ".",           "..",
		                             "../secret", "/etc/passwd", "a/../secret",
		                             ".hidden",   "a..b",        "sub/a",
		                             "new\nline" };
	char text[1024];

	put_text("secret", "secret");
	put_text("secret.mustache", "secret");
	put_text("own/.hidden", "secret");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(get(below("own"), names[i], text, sizeof(text)) == HR_EINVAL,
		              "'%s': %s", names[i], text);
	ck_assert_int_eq(symlink("../secret", below("own/link")), 0);
	ck_assert_int_eq(get(below("own"), "link", text, sizeof(text)), HR_EINVAL);
	ck_assert_ptr_nonnull(strstr(text, "leads out of its folder"));
	/* a folder whose name begins like ours is outside too */
	ck_assert_int_eq(mkdir(below("own2"), 0777), 0);
	put_text("own2/x", "secret");
	ck_assert_int_eq(symlink("../own2/x", below("own/near")), 0);
	ck_assert_int_eq(get(below("own"), "near", text, sizeof(text)), HR_EINVAL);
	/* within the folder a link is a name like others */
	put_text("own/a.mustache", "inside");
	ck_assert_int_eq(symlink("a.mustache", below("own/b.mustache")), 0);
	ck_assert_int_eq(get(below("own"), "b", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "inside");
}
END_TEST

START_TEST(what_is_no_template_is_refused)
{
	static char large[HR_MUSTACHE_TEMPLATE_BYTES + 1];
	char text[1024];

	memset(large, 'x', sizeof(large));
	put("own/large", large, sizeof(large));
	ck_assert_int_eq(get(below("own"), "large", text, sizeof(text)), HR_ELIMIT);
	put("own/fits", large, sizeof(large) - 1);
	ck_assert_int_eq(get(below("own"), "fits", text, sizeof(text)), HR_OK);
	put_text("own/latin1", "caf\xE9");
	ck_assert_int_eq(get(below("own"), "latin1", text, sizeof(text)), HR_EPARSE);
	put_text("own/bom", "\xEF\xBB\xBFtext");
	ck_assert_int_eq(get(below("own"), "bom", text, sizeof(text)), HR_OK);
	ck_assert_str_eq(text, "text");
	put_text("own/empty", "");
	ck_assert_int_eq(get(below("own"), "empty", text, sizeof(text)), HR_OK);
	ck_assert_int_eq(mkdir(below("own/folder"), 0777), 0);
	ck_assert_int_eq(get(below("own"), "folder", text, sizeof(text)), HR_EIO);
	ck_assert_int_eq(mkfifo(below("own/fifo"), 0666), 0);
	ck_assert_int_eq(get(below("own"), "fifo", text, sizeof(text)), HR_EIO);
}
END_TEST

START_TEST(a_missing_one_says_where_it_was_sought)
{
	char text[1024];

	put_text("own/report.html.mustache", "x");
	ck_assert_int_eq(get(below("own"), "reprot.html.mustache", text, sizeof(text)), HR_ENODATA);
	ck_assert_ptr_nonnull(strstr(text, below("own")));
	ck_assert_ptr_nonnull(strstr(text, below("xdg/headroom/templates")));
	ck_assert_ptr_nonnull(strstr(text, below("env")));
	ck_assert_ptr_nonnull(strstr(text, "did you mean report.html.mustache?"));
}
END_TEST

START_TEST(names_are_listed_once_and_sorted)
{
	struct hr_template_store *store;
	char **names;

	put_text("own/b.mustache", "");
	put_text("env/b.mustache", "");
	put_text("env/a.mustache", "");
	put_text("env/readme.txt", "");
	put_text("env/.c.mustache", "");
	put_text("secret.mustache", "");
	ck_assert_int_eq(symlink("../secret.mustache", below("env/out.mustache")), 0);
	store = hr_template_store_new(below("own"));
	names = hr_template_store_list(store);
	ck_assert_str_eq(names[0], "a.mustache");
	ck_assert_str_eq(names[1], "b.mustache");
	for (size_t i = 0; names[i] != NULL; i++) {
		ck_assert_str_ne(names[i], "out.mustache");
		free(names[i]);
	}
	free(names);
	hr_template_store_free(store);
}
END_TEST

static Suite *template_store_suite(void)
{
	Suite *suite = suite_create("render/template_store");
	TCase *tcase = tcase_create("template_store");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, the_first_folder_that_has_a_name_wins);
	tcase_add_test(tcase, the_default_for_xdg_config_home_is_below_home);
	tcase_add_test(tcase, text_is_stable_and_the_folder_is_known);
	tcase_add_test(tcase, nothing_outside_the_folder_is_read);
	tcase_add_test(tcase, what_is_no_template_is_refused);
	tcase_add_test(tcase, a_missing_one_says_where_it_was_sought);
	tcase_add_test(tcase, names_are_listed_once_and_sorted);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(template_store_suite)
