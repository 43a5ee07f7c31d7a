#include <config.h>
#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "unit.h"

static const struct {
	enum hr_log_level level;
	enum hr_log_level message_level;
	const char *text;
	const char *expected;
} cases[] = {
	{ HR_LOG_NOTE, HR_LOG_ERROR, "a", "headroom: error: a\n" },
	{ HR_LOG_NOTE, HR_LOG_WARNING, "a", "headroom: warning: a\n" },
	{ HR_LOG_NOTE, HR_LOG_NOTE, "a", "headroom: a\n" },
	{ HR_LOG_NOTE, HR_LOG_DETAIL, "a", "" },
	{ HR_LOG_ERROR, HR_LOG_WARNING, "a", "" },
	{ HR_LOG_DETAIL, HR_LOG_DETAIL, "a", "headroom: a\n" },
	{ HR_LOG_NOTE, HR_LOG_NOTE, "\x1b[31mred\n\x7f", "headroom: ?[31mred??\n" },
	{ HR_LOG_NOTE, HR_LOG_NOTE, "left\xe2\x80\xaeright", "headroom: left?right\n" },
	{ HR_LOG_NOTE, HR_LOG_NOTE, "b\xc3\xbcro \xff", "headroom: b\xc3\xbcro \xef\xbf\xbd\n" },
	{ HR_LOG_NOTE, HR_LOG_NOTE,
	  "\xc2\x9b"
	  "31m",
	  "headroom: ?31m\n" },
};

static void capture(char *out, size_t size, enum hr_log_level level, const char *text,
                    const struct hr_error *err)
{
	int ends[2];
	int saved = dup(STDERR_FILENO);
	ssize_t n;

	ck_assert_int_eq(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	if (err != NULL)
		hr_log_error(err);
	else
		hr_log(level, "%s", text);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	n = read(ends[0], out, size - 1);
	close(ends[0]);
	ck_assert_int_ge(n, 0);
	out[n] = '\0';
}

START_TEST(writes_messages)
{
	char text[256];

	hr_log_set_level(cases[_i].level);
	ck_assert_int_eq(hr_log_level(), cases[_i].level);
	capture(text, sizeof(text), cases[_i].message_level, cases[_i].text, NULL);
	ck_assert_str_eq(text, cases[_i].expected);
}
END_TEST

START_TEST(writes_errors_with_their_place)
{
	struct hr_error err = { 0 };
	char text[256];

	ck_assert_int_eq(hr_error_at(&err, HR_EPARSE, "a.csv", 3, 7, "no number"), HR_EPARSE);
	capture(text, sizeof(text), HR_LOG_ERROR, NULL, &err);
	ck_assert_str_eq(text, "headroom: error: a.csv:3:7: no number\n");
}
END_TEST

static Suite *log_suite(void)
{
	Suite *suite = suite_create("base/log");
	TCase *tcase = tcase_create("log");

	HR_ADD_ROWS(tcase, writes_messages, cases);
	tcase_add_test(tcase, writes_errors_with_their_place);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(log_suite)
