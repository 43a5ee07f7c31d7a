/* The parts of the load generator that need no network: judging answers, users who sleep. */
#include <config.h>
#include "base/pattern.h"
#include "capture/http_answer.h"
#include "capture/http_users.h"

#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "unit.h"

static struct hr_config config;

static const struct hr_http_assertions *parse(const char *assertions)
{
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	struct hr_str text = { 0 };

	hr_str_printf(&text, "{ \"scenarios\": [ { \"concurrency\": 1, \"assertions\": %s } ] }",
	              assertions);
	ck_assert_msg(hr_config_parse(hr_str_slice(&text), "test", &config, &errors, &error) ==
	                      HR_OK,
	              "%s", error.text);
	hr_str_release(&text);
	hr_config_errors_release(&errors);
	return &config.load_plan.scenarios[0].assertions;
}

static const struct {
	const char *assertions;
	long status;
	const char *body;
	int64_t elapsed_ns;
	const char *wrong; /* a part of it; NULL = right */
} answers[] = {
	{ "{}", 200, "", 0, NULL },
	{ "{}", 399, "", 0, NULL },
	{ "{}", 400, "", 0, "status" },
	{ "{}", 199, "", 0, "status" },
	{ "{\"status\": 404}", 404, "", 0, NULL },
	{ "{\"status\": 404}", 200, "", 0, "status" },
	{ "{\"status\": \"2xx\"}", 299, "", 0, NULL },
	{ "{\"status\": \"2xx\"}", 300, "", 0, "status" },
	{ "{\"status\": [201, \"500-502\"]}", 501, "", 0, NULL },
	{ "{\"status\": [201, \"500-502\"]}", 503, "", 0, "status" },
	{ "{\"contains\": \"ok\"}", 200, "it is ok", 0, NULL },
	{ "{\"contains\": [\"it\", \"no\"]}", 200, "it is ok", 0, "does not contain \"no\"" },
	{ "{\"contains\": \"ok\"}", 200, "", 0, "does not contain" },
	{ "{\"not_contains\": \"error\"}", 200, "an error", 0, "contains \"error\"" },
	{ "{\"not_contains\": \"error\"}", 200, "", 0, NULL },
	{ "{\"matches\": \"^[0-9]+$\"}", 200, "42", 0, NULL },
	{ "{\"matches\": \"^[0-9]+$\"}", 200, "x42", 0, "does not match" },
	{ "{\"latency\": \"50ms\"}", 200, "", 50000000, NULL },
	{ "{\"latency\": \"50ms\"}", 200, "", 50000001, "longer" },
};

START_TEST(judges_answers)
{
	struct hr_str scratch = { 0 };
	const char *wrong = hr_http_judge(parse(answers[_i].assertions), answers[_i].status,
	                                  hr_slice_of(answers[_i].body), answers[_i].elapsed_ns,
	                                  &scratch);

	if (answers[_i].wrong == NULL)
		ck_assert_msg(wrong == NULL, "%s", wrong);
	else
		ck_assert_msg(wrong != NULL && strstr(wrong, answers[_i].wrong) != NULL, "%s",
		              wrong != NULL ? wrong : "right");
	hr_str_release(&scratch);
	hr_config_release(&config);
}
END_TEST

static const struct {
	const char *text, *message;
} wrongs[] = {
	{ "{\"scenarios\": [{\"assertions\": {\"status\": 99}}]}",
	  "t:1:42: /scenarios/0/assertions/status: found the number 99, expected a status such as "
	  "200, "
	  "\"2xx\" or \"200-299\"" },
	{ "{\"scenarios\": [{\"assertions\": {\"status\": \"299-200\"}}]}",
	  "a status such as 200" },
	{ "{\"scenarios\": [{\"assertions\": {\"matches\": \"(\"}}]}", "/matches" },
	{ "{\"scenarios\": [{\"rate\": \"-1/s\"}]}", "requests a second" },
	{ "{\"scenarios\": [{\"rate\": \"10/m\"}]}", "\"10/m\", expected requests a second" },
	{ "{\"scenarios\": [{\"think_time\": {\"min\": \"2s\", \"max\": \"1s\"}}]}",
	  "\"min\" is above \"max\"" },
	{ "{\"scenarios\": [{\"duration\": \"1s\", \"ramp_up\": \"2s\"}]}", "longer than it" },
	{ "{\"scenarios\": [{\"ramp_up\": \"2s\", \"load\": {\"shape\": \"ramp\", \"to\": 3}}]}",
	  "for a constant load" },
	{ "{\"scenarios\": [{\"load\": {\"shape\": \"wave\"}}]}",
	  "\"constant\", \"soak\", \"ramp\"" },
	{ "{\"scenarios\": [{\"load\": {\"shape\": \"steps\", \"hold\": \"1s\"}}]}", "\"levels\"" },
	{ "{\"scenarios\": [{\"load\": {\"shape\": \"steps\", \"hold\": \"1s\", \"from\": 1, "
	  "\"to\": 1000, "
	  "\"by\": 1}}]}",
	  "more than 200 steps" },
	{ "{\"scenarios\": [{\"load\": {\"shape\": \"spike\", \"peak\": 3}}]}", "\"hold\"" },
	{ "{\"scenarios\": [{\"load\": {\"shape\": \"phases\"}}]}", "found no \"phases\"" },
	{ "{\"scenarios\": [{\"load\": {\"break_if\": [\"p95 of x > 1s\"]}}]}", "leave out 'of'" },
	{ "{\"scenarios\": [{\"requests\": [{\"method\": \"get\"}]}]}", "word of capitals" },
	{ "{\"scenarios\": [{\"requests\": [{\"body\": \"x\", \"body_file\": \"y\"}]}]}", "both" },
	{ "{\"scenarios\": [{\"headers\": {\"a b\": \"c\"}}]}", "no name of a header" },
	{ "{\"scenarios\": [{\"headers\": {\"a\": \"c\\r\\nd: e\"}}]}", "one line" },
	{ "{\"targets\": [{\"headers\": {\"a\": {\"path\": \"x\"}}}]}", "\"file\"" },
};

START_TEST(says_what_is_wrong_with_a_load)
{
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	struct hr_str out = { 0 };

	ck_assert(hr_config_parse(hr_slice_of(wrongs[_i].text), "t", &config, &errors, &error) ==
	          HR_ECONFIG);
	hr_config_errors_format(&errors, "t", &out);
	ck_assert_msg(strstr(hr_str_text(&out), wrongs[_i].message) != NULL, "%s",
	              hr_str_text(&out));
	hr_str_release(&out);
	hr_config_errors_release(&errors);
	hr_config_release(&config);
}
END_TEST

static const struct {
	const char *text;
	double users, rate_per_s;
	int64_t duration_s;
	size_t mix;
} declared[] = {
	{ "{\"duration\": \"5m\", \"scenarios\": [{\"concurrency\": 10, \"duration\": \"3m\"}]}",
	  10, 0, 180, 0 },
	{ "{\"duration\": \"5m\", \"targets\": [{}, {}], \"scenarios\": [{\"rate\": 10}, "
	  "{\"rate\": 5, "
	  "\"target\": \"a\"}]}",
	  0, 25, 300, 0 },
	{ "{\"scenarios\": [{\"rate\": 10, \"ramp_up\": \"1s\", \"duration\": \"9s\"}]}", 0, 0, 9,
	  0 },
	{ "{\"scenarios\": [{\"concurrency\": 3, \"duration\": \"9s\", \"load\": {\"shape\": "
	  "\"ramp\", "
	  "\"to\": 9}}]}",
	  0, 0, 0, 0 },
	{ "{\"declared\": {\"users\": 4}, \"scenarios\": [{\"concurrency\": 3, \"duration\": "
	  "\"9s\", "
	  "\"requests\": [{\"name\": \"a*b\", \"weight\": 2}, {\"name\": \"~c\"}]}]}",
	  4, 0, 9, 2 },
};

START_TEST(a_load_declares_its_run)
{
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	const struct hr_config_declared *found = &config.declared;

	ck_assert_msg(hr_config_parse(hr_slice_of(declared[_i].text), "t", &config, &errors,
	                              &error) == HR_OK,
	              "%s", error.text);
	ck_assert_double_eq_tol(found->users, declared[_i].users, 1e-12);
	ck_assert_double_eq_tol(found->rate_per_s, declared[_i].rate_per_s, 1e-12);
	ck_assert_int_eq(found->duration_ns, declared[_i].duration_s * 1000000000);
	ck_assert_uint_eq(found->mix.count, declared[_i].mix);
	if (found->mix.count == 2) {
		ck_assert_double_eq_tol(found->mix.items[0].weight, 2, 1e-12);
		ck_assert(hr_pattern_match(found->mix.items[0].pattern, hr_slice_of("a*b")));
		ck_assert(!hr_pattern_match(found->mix.items[0].pattern, hr_slice_of("axb")));
		ck_assert(hr_pattern_match(found->mix.items[1].pattern, hr_slice_of("~c")));
	}
	hr_config_errors_release(&errors);
	hr_config_release(&config);
}
END_TEST

START_TEST(users_wake_in_order)
{
	struct hr_http_users users = { 0 };
	struct hr_http_user *user;
	int64_t last = 0;
	int count = 0;

	for (uint32_t i = 0; i < 1000; i++)
		hr_http_users_add(&users, 0, i, 1, 1 + (int64_t)(i * 7919 % 1009));
	ck_assert_int_eq(hr_http_users_next(&users), 1);
	ck_assert_ptr_null(hr_http_users_due(&users, 0));
	while ((user = hr_http_users_due(&users, 2000)) != NULL) {
		ck_assert_int_ge(user->due_ns, last);
		last = user->due_ns;
		count++;
	}
	ck_assert_int_eq(count, 1000);
	ck_assert(hr_http_users_next(&users) == INT64_MAX);
	hr_http_users_release(&users);
}
END_TEST

static Suite *http_capture_suite(void)
{
	Suite *suite = suite_create("capture/http");
	TCase *tcase = tcase_create("http");

	HR_ADD_ROWS(tcase, judges_answers, answers);
	HR_ADD_ROWS(tcase, says_what_is_wrong_with_a_load, wrongs);
	HR_ADD_ROWS(tcase, a_load_declares_its_run, declared);
	tcase_add_test(tcase, users_wake_in_order);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(http_capture_suite)
