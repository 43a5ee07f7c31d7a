#include <config.h>
#include "record/run.h"

#include "unit.h"

/* JMeter, ErrorsSummaryConsumer.getErrorKey(); the last two are ours. */
static const struct keyed {
	const char *code, *message, *failure, *key;
} keyed[] = {
	{ "500", "Internal Server Error", "", "500/Internal Server Error" },
	{ "500", "Internal Server Error", "ignored", "500/Internal Server Error" },
	{ "404", "", "", "404" },
	{ "200", "OK", "expected 3 rows", "expected 3 rows" },
	{ "200", "OK", "", "Assertion failed" },
	{ "302", "Found", "", "Assertion failed" },
	{ "399", "", "", "Assertion failed" },
	{ "400", "Bad Request", "x", "400/Bad Request" },
	{ "100", "Continue", "x", "100/Continue" },
	{ "", "", "no answer", "no answer" },
	{ "", "whatever", "no answer", "no answer" },
	{ "Non HTTP response code: java.net.SocketException", "Connection reset", "",
	  "Non HTTP response code: java.net.SocketException/Connection reset" },
	{ "", "Connection refused", "", "Connection refused" },
	{ "", "", "", "no code and no message" },
};

START_TEST(is_what_jmeter_groups_by)
{
	struct hr_sample sample = { .code = hr_slice_of(keyed[_i].code),
		                    .message = hr_slice_of(keyed[_i].message),
		                    .failure = hr_slice_of(keyed[_i].failure) };
	struct hr_str key = { 0 };

	hr_str_puts(&key, "left over");
	hr_error_key(&sample, &key);
	ck_assert_str_eq(hr_str_text(&key), keyed[_i].key);
	hr_str_release(&key);
}
END_TEST

static Suite *error_key_suite(void)
{
	Suite *suite = suite_create("record/error_key");
	TCase *tcase = tcase_create("error_key");

	HR_ADD_ROWS(tcase, is_what_jmeter_groups_by, keyed);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(error_key_suite)
