#include <config.h>
#include "render/form.h"

#include <string.h>

#include "base/utf8.h"
#include "render/text_table.h"
#include "render_fixture.h"
#include "unit.h"

static char *rendered(const struct fixture *fixture, struct hr_render_options options)
{
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_form_find("text")->render(&fixture->scene, &options, &out, &err),
	                 HR_OK);
	return hr_str_detach(&out);
}

/* The line's length in columns; moves on to the next. */
static size_t next_line(const char **text)
{
	size_t length = strcspn(*text, "\n");
	size_t width = hr_utf8_width((struct hr_slice){ *text, length });

	ck_assert_msg((*text)[length] == '\n', "the last line has no end");
	*text += length + 1;
	return width;
}

/* Every kind of run, with and without checks, at every width, in both character sets. */
START_TEST(keeps_to_the_width)
{
	static const unsigned widths[] = { 40, 60, 80, 132, 250 };
	struct fixture fixture;
	size_t w, unicode;

	fixture_make(&fixture, (enum fixture_kind)(_i / 2));
	if (_i % 2 == 1)
		fixture_add_checks(&fixture);
	for (w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
		for (unicode = 0; unicode < 2; unicode++) {
			char *text = rendered(
			        &fixture, (struct hr_render_options){ .columns = widths[w],
			                                              .unicode = unicode == 1 });
			const char *line = text;

			while (*line != '\0') {
				const char *at = line;

				ck_assert_msg(next_line(&line) <= widths[w], "%s, %u columns: %.*s",
				              fixture_names[_i / 2], widths[w],
				              (int)(line - at - 1), at);
			}
			free(text);
		}
	}
	fixture_release(&fixture);
}
END_TEST

START_TEST(sends_nothing_foreign_to_the_terminal)
{
	struct fixture fixture;
	char *text;
	const unsigned char *p;
	struct hr_slice rest;
	uint32_t c;
	size_t n;

	fixture_make(&fixture, (enum fixture_kind)_i);
	text = rendered(&fixture, (struct hr_render_options){ .columns = 80 });
	for (p = (const unsigned char *)text; *p != '\0'; p++)
		ck_assert_msg(*p == '\n' || (*p >= ' ' && *p < 0x7f), "byte %02x in %s", *p,
		              fixture_names[_i]);
	free(text);
	text = rendered(&fixture, (struct hr_render_options){ .columns = 80, .unicode = true });
	rest = hr_slice_of(text);
	while ((n = hr_utf8_next(rest, &c)) > 0) {
		ck_assert(c == '\n' || !hr_utf8_is_control(c));
		rest.ptr += n;
		rest.length -= n;
	}
	free(text);
	fixture_release(&fixture);
}
END_TEST

START_TEST(begins_with_the_verdict_and_ends_with_the_next_step)
{
	struct fixture fixture;
	char *text, *last;

	fixture_make(&fixture, FIXTURE_TYPICAL);
	fixture_add_checks(&fixture);
	text = rendered(&fixture, (struct hr_render_options){ .report_path = "out/index.html" });
	ck_assert_ptr_eq(
	        strstr(text, "FAIL  checkout-nightly  2 of 5 checks failed, 1 inconclusive\n"),
	        text);
	ck_assert_ptr_nonnull(strstr(text, "\nx p95 of all requests is 380 ms, limit 300 ms\n"));
	ck_assert_ptr_nonnull(strstr(text, "results/checkout.jtl:4812: 1793498400123,17,GET /ca"));
	text[strlen(text) - 1] = '\0';
	last = strrchr(text, '\n') + 1;
	ck_assert_str_eq(last, "report: out/index.html");
	free(text);
	fixture_release(&fixture);
}
END_TEST

START_TEST(suggests_a_limit_without_checks)
{
	struct fixture fixture;
	char *text;

	fixture_make(&fixture, FIXTURE_ONE);
	text = rendered(&fixture, (struct hr_render_options){ 0 });
	/* 120 ms and a quarter. */
	ck_assert_ptr_nonnull(strstr(text, "\nnext: set a limit, say --check 'p95 < 150ms'\n"));
	free(text);
	fixture_release(&fixture);
}
END_TEST

START_TEST(colours_only_when_asked)
{
	struct fixture fixture;
	char *text;

	fixture_make(&fixture, FIXTURE_ONE);
	text = rendered(&fixture, (struct hr_render_options){ .unicode = true });
	ck_assert_ptr_null(strchr(text, 27));
	free(text);
	text = rendered(&fixture, (struct hr_render_options){ .colour = true });
	ck_assert_ptr_eq(strstr(text, "\033[1;36mNO CHECKS\033[0m  checkout.jtl"), text);
	free(text);
	fixture_release(&fixture);
}
END_TEST

START_TEST(lays_out_a_table)
{
	static const struct hr_text_column columns[] = { { "a", 1 }, { "long", 2 }, { "b", 0 } };
	static const char *const one[] = { "1", "22", "333" }, *const two[] = { "1234", "", "5" };
	static const struct {
		size_t width;
		const char *text;
	} cases[] = {
		{ 60, "                    a  long    b\n"
		      "short               1    22  333\n"
		      "a label that is  1234          5\n" },
		{ 29, "                    a    b\n"
		      "short               1  333\n"
		      "a label that is  1234    5\n" },
		{ 20, "                   b\n"
		      "short            333\n"
		      "a label that is    5\n" },
	};
	struct hr_text_table *table = hr_text_table_new(columns, 3);
	struct hr_str out = { 0 };

	hr_text_table_add(table, "short", one);
	hr_text_table_add(table, "a label that is", two);
	hr_text_table_put(table, cases[_i].width, "~", &out);
	ck_assert_str_eq(hr_str_text(&out), cases[_i].text);
	hr_str_release(&out);
	hr_text_table_free(table);
}
END_TEST

static Suite *text_suite(void)
{
	Suite *suite = suite_create("render/form_text");
	TCase *tcase = tcase_create("text");

	tcase_add_loop_test(tcase, keeps_to_the_width, 0, 2 * FIXTURE_KINDS);
	tcase_add_loop_test(tcase, sends_nothing_foreign_to_the_terminal, 0, FIXTURE_KINDS);
	tcase_add_test(tcase, begins_with_the_verdict_and_ends_with_the_next_step);
	tcase_add_test(tcase, suggests_a_limit_without_checks);
	tcase_add_test(tcase, colours_only_when_asked);
	tcase_add_loop_test(tcase, lays_out_a_table, 0, 3);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(text_suite)
