#include <config.h>
#include "capture/body_expect.h"

#include <string.h>

#include "unit.h"

/* Made by hand after the health endpoint of the requirements (B3). */
static const char body_text[] = "{\"status\": \"healthy\", \"checks\": {\"cpu\": {\"value\": "
                                "79.5}, \"redis\": {\"status\": "
                                "\"unhealthy\"}}, \"nodes\": [{\"up\": true}, {\"up\": false}], "
                                "\"disk./var\": {\"free\": 0}, "
                                "\"none\": null, \"count\": 3, \"text\": \"\"}";

static const struct {
	const char *expectation;
	const char *why; /* NULL: it holds */
} cases[] = {
	{ "status = healthy", NULL },
	{ "status==\"healthy\"", NULL },
	{ "status != 'unhealthy'", NULL },
	{ "status", NULL },
	{ "checks.cpu.value < 80", NULL },
	{ "checks.cpu.value >= 79.5", NULL },
	{ "checks.cpu.value<79.5", "checks.cpu.value is 79.5, expected checks.cpu.value<79.5" },
	{ "checks.redis.status = healthy",
	  "checks.redis.status is \"unhealthy\", expected checks.redis.status = healthy" },
	{ "checks.mysql.status = healthy",
	  "the answer has no checks.mysql.status, expected checks.mysql.status = healthy" },
	/* What is not there is not as expected, whatever is expected. */
	{ "absent != 3", "the answer has no absent, expected absent != 3" },
	{ "nodes.0.up", NULL },
	{ "nodes.1.up", "nodes.1.up is false, expected nodes.1.up" },
	{ "nodes.2.up", "the answer has no nodes.2.up, expected nodes.2.up" },
	{ "disk./var.free = 0", NULL },
	{ "disk./var.free", "disk./var.free is 0, expected disk./var.free" },
	{ "none = null", NULL },
	{ "none", "none is null, expected none" },
	{ "count = 3.0", NULL },
	{ "count = '3'", "count is 3, expected count = '3'" },
	{ "text", "text is \"\", expected text" },
	{ "text = ''", NULL },
	{ "status < 3", "status is \"healthy\", expected status < 3" },
	{ "checks", NULL },
};

START_TEST(holds)
{
	struct hr_body_expect expect;
	struct hr_error err = { 0 };
	struct hr_str why = { 0 };
	json_t *body = hr_body_parse(hr_slice_of(body_text));
	bool well;

	ck_assert_ptr_nonnull(body);
	ck_assert_msg(hr_body_expect_parse(cases[_i].expectation, &expect, &err) == HR_OK, "%s",
	              err.text);
	well = hr_body_expect_holds(&expect, body, &why);
	ck_assert_int_eq(well, cases[_i].why == NULL);
	ck_assert_str_eq(hr_str_text(&why), cases[_i].why != NULL ? cases[_i].why : "");
	hr_body_expect_release(&expect);
	hr_str_release(&why);
	json_decref(body);
}
END_TEST

START_TEST(no_json)
{
	struct hr_body_expect expect;
	struct hr_error err = { 0 };
	struct hr_str why = { 0 };
	double number;

	ck_assert_ptr_null(hr_body_parse(hr_slice_of("<html>")));
	ck_assert_ptr_null(hr_body_parse(hr_slice_of("")));
	ck_assert_ptr_null(hr_body_parse(hr_slice_of("{\"status\": \"ok\"")));
	ck_assert_int_eq(hr_body_expect_parse("ok", &expect, &err), HR_OK);
	ck_assert(!hr_body_expect_holds(&expect, NULL, &why));
	ck_assert_str_eq(hr_str_text(&why), "the answer is no JSON, expected ok");
	ck_assert(!hr_body_expect_number(&expect, NULL, &number));
	hr_body_expect_release(&expect);
	hr_str_release(&why);
}
END_TEST

static const char *const wrong[] = {
	"", "< 3", " = x", "cpu <", "cpu < high", "cpu ! 3", "cpu = "
};

START_TEST(wrong_expectations)
{
	struct hr_body_expect expect;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_body_expect_parse(wrong[_i], &expect, &err), HR_EPARSE);
	ck_assert_ptr_nonnull(strstr(err.text, "is no expectation"));
	hr_body_expect_release(&expect);
}
END_TEST

static Suite *expect_suite(void)
{
	Suite *suite = suite_create("capture/body_expect");
	TCase *tests = tcase_create("expect");

	HR_ADD_ROWS(tests, holds, cases);
	HR_ADD_ROWS(tests, wrong_expectations, wrong);
	tcase_add_test(tests, no_json);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(expect_suite)
