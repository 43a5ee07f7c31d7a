#include <config.h>
#include "summarize/window.h"

#include "base/instant.h"
#include "unit.h"

#define S(seconds) ((seconds)*HR_NS_PER_S)
#define OPEN       HR_INSTANT_NONE

/* The input runs from 2026-01-01T00:00:00Z (1767225600) for an hour. */
#define START S(INT64_C(1767225600))
#define END   (START + S(3600))

static const struct resolved {
	struct hr_window window;
	bool needs_span;
	int64_t from_ns, to_ns;
} resolved[] = {
	{ { NULL, NULL, NULL, NULL }, false, OPEN, OPEN },
	{ { "+2m", NULL, NULL, NULL }, true, START + S(120), OPEN },
	{ { NULL, "-1m", NULL, NULL }, true, OPEN, END - S(60) },
	{ { NULL, "+10m", NULL, NULL }, true, OPEN, START + S(600) },
	{ { NULL, NULL, "30s", NULL }, true, START + S(30), OPEN },
	{ { NULL, NULL, NULL, "5m" }, true, END - S(300), OPEN },
	{ { "+1m", "-1m", "2m", NULL }, true, START + S(120), END - S(60) },
	{ { "+1m", NULL, "30s", "59m30s" }, true, START + S(60), OPEN },
	{ { "2026-01-01T00:10:00Z", "2026-01-01T00:20:00Z", NULL, NULL },
	  false,
	  START + S(600),
	  START + S(1200) },
	{ { "2026-01-01 00:10:00", NULL, NULL, NULL }, false, START + S(600), OPEN },
};

START_TEST(resolves)
{
	const struct resolved *want = &resolved[_i];
	struct hr_filter filter = { .from_ns = 1, .to_ns = 2 };
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_window_needs_span(&want->window), want->needs_span);
	ck_assert_int_eq(hr_window_is_open(&want->window), _i == 0);
	ck_assert_msg(hr_window_resolve(&want->window, START, END, hr_zone_utc(), &filter, &err) ==
	                      HR_OK,
	              "%s", err.text);
	ck_assert_int_eq(filter.from_ns, want->from_ns);
	ck_assert_int_eq(filter.to_ns, want->to_ns);
}
END_TEST

static const struct refused {
	struct hr_window window;
	int64_t start_ns;
	enum hr_err code;
	const char *source;
} refused[] = {
	{ { "yesterday", NULL, NULL, NULL }, START, HR_EPARSE, "--from" },
	{ { NULL, "+x", NULL, NULL }, START, HR_EPARSE, "--to" },
	{ { NULL, NULL, "5", NULL }, START, HR_EPARSE, "--skip" },
	{ { NULL, NULL, NULL, "5m" }, OPEN, HR_ENODATA, "--last" },
	{ { "+50m", "-20m", NULL, NULL }, START, HR_EINVAL, "" },
};

START_TEST(refuses)
{
	const struct refused *want = &refused[_i];
	struct hr_filter filter;
	struct hr_error err = { 0 };

	ck_assert_int_eq(
	        hr_window_resolve(&want->window, want->start_ns, END, hr_zone_utc(), &filter, &err),
	        want->code);
	ck_assert_str_eq(err.source, want->source);
}
END_TEST

/* The start belongs to a window, its end does not, and what has no time lies in none. */
START_TEST(keeps_what_lies_within)
{
	const struct hr_filter from = { .from_ns = START, .to_ns = OPEN },
	                       to = { .from_ns = OPEN, .to_ns = END },
	                       open = { .from_ns = OPEN, .to_ns = OPEN };

	ck_assert(hr_filter_time(&from, START));
	ck_assert(!hr_filter_time(&from, START - 1));
	ck_assert(hr_filter_time(&to, END - 1));
	ck_assert(!hr_filter_time(&to, END));
	ck_assert(!hr_filter_time(&from, HR_INSTANT_NONE));
	ck_assert(!hr_filter_time(&to, HR_INSTANT_NONE));
	ck_assert(hr_filter_time(&open, HR_INSTANT_NONE));
}
END_TEST

static Suite *window_suite(void)
{
	Suite *suite = suite_create("summarize/window");
	TCase *tcase = tcase_create("window");

	HR_ADD_ROWS(tcase, resolves, resolved);
	HR_ADD_ROWS(tcase, refuses, refused);
	tcase_add_test(tcase, keeps_what_lies_within);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(window_suite)
