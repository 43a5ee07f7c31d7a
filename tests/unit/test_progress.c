#include <config.h>
#include "base/progress.h"

#include <string.h>
#include <unistd.h>

#include "unit.h"

#define S   INT64_C(1000000000)
#define MiB ((uint64_t)1 << 20)

static const struct {
	struct hr_progress progress;
	int64_t now_ns;
	const char *text;
} cases[] = {
	{ { .total_bytes = 100 * MiB, .done_bytes = 25 * MiB, .started_ns = S },
	  3 * S,
	  "reading: 25MiB of 100MiB (25%), 12.5MiB/s, 6s left" },
	{ { .total_bytes = 100 * MiB, .done_bytes = 100 * MiB },
	  2 * S,
	  "reading: 100MiB of 100MiB (100%), 50MiB/s, 0ms left" },
	{ { .total_bytes = 100 * MiB }, 2 * S, "reading: 0B of 100MiB (0%), 0B/s, ? left" },
	{ { .done_bytes = 25 * MiB }, 2 * S, "reading: 25MiB, 12.5MiB/s" },
	{ { .total_bytes = 10 * MiB, .done_bytes = 25 * MiB }, 2 * S, "reading: 25MiB, 12.5MiB/s" },
	{ { .done_bytes = 1 }, 0, "reading: 1B, 0B/s" },
};

START_TEST(words_it)
{
	char text[256];
	size_t n = hr_progress_text(&cases[_i].progress, cases[_i].now_ns, text, sizeof(text));

	ck_assert_str_eq(text, cases[_i].text);
	ck_assert_uint_eq(n, strlen(text));
}
END_TEST

/* Standard error of this test is a file or pipe: nothing may appear there. */
START_TEST(is_silent_without_a_terminal)
{
	struct hr_progress progress;
	int ends[2];
	char c;

	ck_assert_int_eq(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	hr_progress_start(&progress, 100, true);
	ck_assert(!progress.enabled);
	hr_progress_update(&progress, 50);
	ck_assert_uint_eq(progress.done_bytes, 50);
	hr_progress_stop(&progress);
	close(STDERR_FILENO);
	ck_assert_int_eq(read(ends[0], &c, 1), 0);
}
END_TEST

static Suite *progress_suite(void)
{
	Suite *suite = suite_create("base/progress");
	TCase *tcase = tcase_create("progress");

	HR_ADD_ROWS(tcase, words_it, cases);
	tcase_add_test(tcase, is_silent_without_a_terminal);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(progress_suite)
