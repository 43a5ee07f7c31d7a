#include <config.h>
#include "real_file.h"

#include <stdio.h>
#include <stdlib.h>

static bool load(const char *path, struct hr_str *out)
{
	char buffer[65536];
	FILE *file = fopen(path, "rb");
	size_t n;

	if (file == NULL)
		return false;
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		hr_str_add(out, buffer, n);
	fclose(file);
	return true;
}

static const char *top_folder(void)
{
	const char *top = getenv("top_srcdir");

	return top != NULL ? top : ".";
}

void real_file_path(const char *path, struct hr_str *out)
{
	const char *shared = getenv("HEADROOM_SHARED");

	if (shared != NULL)
		hr_str_printf(out, "%s/data/real/%s", shared, path);
	else
		hr_str_printf(out, "%s/../shared/data/real/%s", top_folder(), path);
}

bool real_file_load(const char *path, struct hr_str *out)
{
	struct hr_str full = { 0 };
	bool loaded;

	real_file_path(path, &full);
	loaded = load(hr_str_text(&full), out);
	hr_str_release(&full);
	return loaded;
}

bool fixture_file_load(const char *name, struct hr_str *out)
{
	struct hr_str full = { 0 };
	bool loaded;

	hr_str_printf(&full, "%s/tests/fixtures/formats/%s", top_folder(), name);
	loaded = load(hr_str_text(&full), out);
	hr_str_release(&full);
	return loaded;
}

void real_file_need(const char *path, struct hr_str *out)
{
	ck_assert_msg(real_file_load(path, out), "%s is missing", path);
}

int real_file_main(Suite *(*make)(void), const char *first)
{
	struct hr_str text = { 0 };
	SRunner *runner;
	int failed;

	if (!real_file_load(first, &text)) {
		puts("1..0 # SKIP no real recordings (HEADROOM_SHARED)");
		return EXIT_SUCCESS;
	}
	hr_str_release(&text);
	runner = srunner_create(make());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
