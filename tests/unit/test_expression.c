#include <config.h>
#include "config/expression.h"

#include "unit.h"

#define MS INT64_C(1000000)

/* One sample is asked everything. */
static const struct hr_sample sample = {
	.success = true,
	.start_ns = 0,
	.elapsed_ns = 300 * MS,
	.latency_ns = HR_UNKNOWN,
	.connect_ns = 1500 * INT64_C(1000),
	.received_bytes = 20480,
	.sent_bytes = HR_UNKNOWN,
	.weight = 1,
	.label = { "GET /a", 6 },
	.code = { "204", 3 },
	.message = { "it's fine", 9 },
	.failure = { "", 0 },
	.host = { "gen-1", 5 },
};

static const struct {
	const char *text;
	bool holds;
} questions[] = {
	{ "success", true },
	{ "!success", false },
	{ "not success", false },
	{ "success == false", false },
	{ "success != false", true },
	{ "true", true },
	{ "false || true && false", false },
	{ "status < 500", true },
	{ "status >= 204 && status <= 204", true },
	{ "status > 204 or status < 204", false },
	{ "status != 204", false },
	{ "status in (200..299, 304)", true },
	{ "status in (200, 201)", false },
	{ "code == '204'", true },
	{ "code ~ '2*4'", true },
	{ "code !~ '5*'", true },
	{ "label == 'GET /a'", true },
	{ "label != 'GET /a'", false },
	{ "label ~ 'GET *' && label !~ '~/b$'", true },
	{ "label in ('x', \"GET /a\")", true },
	{ "message == 'it\\'s fine'", true },
	{ "message ~ '*fine'", true },
	{ "failure == ''", true },
	{ "host != 'gen-2'", true },
	{ "elapsed <= 300ms", true },
	{ "elapsed < 0.3 s", false },
	{ "elapsed > 299 ms and success", true },
	{ "elapsed == 299 ms 999us 1000 ns and success", true },
	{ "not (elapsed in (299ms 999 us..299 ms 999 us 999 ns))", true },
	{ "connect == 1.5ms", true },
	{ "received >= 20KiB", true },
	{ "received < 20 KiB", false },
	/* what the sample lacks answers no to both */
	{ "latency < 1s", false },
	{ "latency >= 1s", false },
	{ "sent == 0", false },
	{ "not (latency < 1s)", true },
	/* && before ||, brackets before both */
	{ "true || false && false", true },
	{ "(true || false) && false", false },
	{ "!(success && status == 204) || elapsed > 1s", false },
};

START_TEST(answers)
{
	struct hr_predicate predicate;
	struct hr_error err = { 0 };

	ck_assert_msg(hr_expression_compile(hr_slice_of(questions[_i].text), &predicate, &err) ==
	                      HR_OK,
	              "%s", err.text);
	ck_assert_msg(hr_predicate_holds(&predicate, &sample, sample.success,
	                                 hr_predicate_label_bits(&predicate, sample.label)) ==
	                      questions[_i].holds,
	              "%s", questions[_i].text);
	ck_assert_str_eq(predicate.text, questions[_i].text);
	hr_predicate_release(&predicate);
}
END_TEST

static const struct {
	const char *text;
	unsigned column;
	const char *part;
} wrong[] = {
	{ "", 1, "a field is expected" },
	{ "statsu < 500", 1, "did you mean status?" },
	{ "success && lable == 'x'", 12, "did you mean label?" },
	{ "status < abc", 10, "whole number" },
	{ "status < 500 foo", 10, "whole number" },
	{ "success success", 9, "&& or || is expected" },
	{ "label == checkout", 10, "a text in quotes" },
	{ "label == 'checkout", 10, "no closing quote" },
	{ "label < 'x'", 7, "after a text" },
	{ "elapsed ~ 'x'", 9, "after a number" },
	{ "elapsed < 300", 11, "unit" },
	{ "elapsed < 300 parsecs", 11, "unit" },
	{ "(success", 9, "')' is expected" },
	{ "status in 200", 11, "a list in brackets" },
	{ "status in (200", 15, "',' or ')'" },
	{ "status in (299..200)", 12, "ends before it begins" },
	{ "label ~ '~('", 9, "" },
	{ "success == maybe", 12, "true or false" },
	/* columns count characters */
	{ "label == 'é' && x", 17, "unknown field 'x'" },
};

START_TEST(refuses)
{
	struct hr_predicate predicate;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_expression_compile(hr_slice_of(wrong[_i].text), &predicate, &err),
	                 HR_EPARSE);
	ck_assert_msg(err.column == wrong[_i].column, "%s: %s", wrong[_i].text, err.text);
	ck_assert_msg(strstr(err.text, wrong[_i].part) != NULL, "%s: %s", wrong[_i].text, err.text);
	ck_assert_uint_eq(predicate.count, 0);
}
END_TEST

START_TEST(has_limits)
{
	struct hr_predicate predicate;
	struct hr_error err = { 0 };
	struct hr_str text = { 0 };

	for (int i = 0; i < 100; i++)
		hr_str_putc(&text, '(');
	ck_assert_int_eq(hr_expression_compile(hr_str_slice(&text), &predicate, &err), HR_ELIMIT);
	hr_str_truncate(&text, 0);
	for (int i = 0; i < 70; i++)
		hr_str_printf(&text, "%slabel=='%d'", i > 0 ? "||" : "", i);
	ck_assert_int_eq(hr_expression_compile(hr_str_slice(&text), &predicate, NULL), HR_ELIMIT);
	hr_str_truncate(&text, 0);
	for (int i = 0; i < 300; i++)
		hr_str_puts(&text, i > 0 ? "||success" : "success");
	ck_assert_int_eq(hr_expression_compile(hr_str_slice(&text), &predicate, NULL), HR_ELIMIT);
	hr_str_truncate(&text, 0);
	for (int i = 0; i < 5000; i++)
		hr_str_putc(&text, ' ');
	ck_assert_int_eq(hr_expression_compile(hr_str_slice(&text), &predicate, NULL), HR_ELIMIT);
	hr_str_release(&text);
}
END_TEST

/* A row of many: times are means. */
START_TEST(asks_rows_of_many)
{
	struct hr_predicate predicate;
	struct hr_sample row = sample;

	row.weight = 4;
	row.elapsed_ns = 1000 * MS;
	ck_assert_int_eq(hr_expression_compile(HR_SLICE_LITERAL("success && elapsed == 250ms"),
	                                       &predicate, NULL),
	                 HR_OK);
	ck_assert(hr_predicate_holds(&predicate, &row, true, 0));
	ck_assert(!hr_predicate_holds(&predicate, &row, false, 0));
	hr_predicate_release(&predicate);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("expression");
	TCase *tcase = tcase_create("expression");

	HR_ADD_ROWS(tcase, answers, questions);
	HR_ADD_ROWS(tcase, refuses, wrong);
	tcase_add_test(tcase, has_limits);
	tcase_add_test(tcase, asks_rows_of_many);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
