#include <config.h>
#include "analyse/criteria.h"
#include "base/instant.h"
#include "stats/quantile.h"

#include <math.h>
#include <string.h>

#include "unit.h"

/* checkout: 1..100 ms, 10 of them failed; login: one request; flow: a transaction of 2 s. */
static void fill_run(struct hr_run *run)
{
	struct hr_label *label;

	hr_run_init(run, 0);
	label = hr_run_label(run, HR_SLICE_LITERAL("checkout"), HR_SAMPLE_REQUEST);
	for (int i = 1; i <= 100; i++)
		hr_timing_add(i <= 90 ? &label->ok : &label->failed, i * HR_NS_PER_MS, 1);
	label->count = 100;
	label->errors = 10;
	label->start_ns = 0;
	label->end_ns = 10 * HR_NS_PER_S;
	label = hr_run_label(run, HR_SLICE_LITERAL("login [*]"), HR_SAMPLE_REQUEST);
	hr_timing_add(&label->ok, 5 * HR_NS_PER_MS, 1);
	label->count = 1;
	label = hr_run_label(run, HR_SLICE_LITERAL("flow"), HR_SAMPLE_TRANSACTION);
	hr_timing_add(&label->ok, 2 * HR_NS_PER_S, 3);
	label->count = 3;
	hr_run_classify(run);
}

static void check(const char *text, struct hr_run *run, struct hr_checks *out)
{
	struct hr_criterion criterion;
	struct hr_error err = { 0 };
	struct hr_label *total;

	ck_assert_msg(hr_criterion_parse(hr_slice_of(text), &criterion, &err) == HR_OK, "%s",
	              err.text);
	total = hr_run_total(run, HR_TOTAL_REQUESTS, "total");
	hr_criteria_check(&criterion, 1, run, total, HR_QUANTILE_R6, out);
	hr_label_free(total);
	hr_criterion_release(&criterion);
}

/* p95 of 1..100 by R6: position 0.95 x 101 = 95.95, so 95.95 ms. 100 requests in 10 s. */
static const struct {
	const char *text;
	size_t checks;
	const char *id, *message; /* of the first check; message a part */
	enum hr_verdict verdict;
	double observed;
} cases[] = {
	{ "p95 of checkout < 800ms", 1, "criterion/p95/checkout", "limit 800", HR_VERDICT_PASS,
	  95.95 },
	{ "p95 of checkout < 95.95ms", 1, "criterion/p95/checkout", "limit 96", HR_VERDICT_FAIL,
	  95.95 },
	{ "p95 of checkout <= 95.95ms", 1, "criterion/p95/checkout", "limit", HR_VERDICT_PASS,
	  95.95 },
	/* Three digits would make the two look alike. */
	{ "p95 of checkout > 95.9501ms", 1, "criterion/p95/checkout", "is 95.95 ms, more",
	  HR_VERDICT_FAIL, 95.95 },
	{ "error_ratio of checkout < 1%", 1, "criterion/error_ratio/checkout", "is 10",
	  HR_VERDICT_FAIL, 0.1 },
	{ "throughput of checkout >= 10/s", 1, "criterion/throughput/checkout", "at least 10",
	  HR_VERDICT_PASS, 10 },
	{ "throughput of checkout > 10/s", 1, "criterion/throughput/checkout", "more than 10",
	  HR_VERDICT_FAIL, 10 },
	{ "errors of checkout = 10", 1, "criterion/errors/checkout", "exactly 10", HR_VERDICT_PASS,
	  10 },
	{ "count != 101", 1, "criterion/count/total", "anything but 101", HR_VERDICT_FAIL, 101 },
	{ "count of total = 101", 1, "criterion/count/total", "count of all requests is 101",
	  HR_VERDICT_PASS, 101 },
	/* A name with pattern characters is found by its exact text first. */
	{ "max of 'login [*]' = 5ms", 1, "criterion/max/login%20%5B%2A%5D", "is 5", HR_VERDICT_PASS,
	  5 },
	{ "count of * > 0", 3, "criterion/count/checkout", "more than 0", HR_VERDICT_PASS, 100 },
	{ "max of flow < 1s", 1, "criterion/max/flow", "is 2", HR_VERDICT_FAIL, 2000 },
	{ "p95 of chekout < 1s", 1, "criterion/p95/chekout", "the nearest is checkout",
	  HR_VERDICT_INCONCLUSIVE, NAN },
	{ "p95 of zzzzzzzz < 1s", 1, "criterion/p95/zzzzzzzz", "no label matches zzzzzzzz",
	  HR_VERDICT_INCONCLUSIVE, NAN },
	{ "latency of checkout < 1s", 1, "criterion/latency_mean/checkout", "no latencies",
	  HR_VERDICT_INCONCLUSIVE, NAN },
	{ "connect of checkout < 1s", 1, "criterion/connect_mean/checkout", "no connect times",
	  HR_VERDICT_INCONCLUSIVE, NAN },
	{ "throughput of flow > 1/s", 1, "criterion/throughput/flow", "span no time",
	  HR_VERDICT_INCONCLUSIVE, NAN },
	{ "apdex of checkout > 0.9", 1, "criterion/apdex/checkout", "no APDEX threshold",
	  HR_VERDICT_INCONCLUSIVE, NAN },
};

START_TEST(judges)
{
	struct hr_checks checks = { 0 };
	struct hr_run run;

	fill_run(&run);
	check(cases[_i].text, &run, &checks);
	ck_assert_uint_eq(checks.count, cases[_i].checks);
	ck_assert_str_eq(checks.items[0].id, cases[_i].id);
	ck_assert_str_eq(checks.items[0].kind, "criterion");
	ck_assert_msg(strstr(checks.items[0].message, cases[_i].message) != NULL, "%s",
	              checks.items[0].message);
	ck_assert_int_eq(checks.items[0].verdict, cases[_i].verdict);
	if (isnan(cases[_i].observed))
		ck_assert(isnan(checks.items[0].observed));
	else
		ck_assert_double_eq_tol(checks.items[0].observed, cases[_i].observed, 1e-9);
	hr_checks_release(&checks);
	hr_run_release(&run);
}
END_TEST

START_TEST(lists_requests_before_transactions)
{
	struct hr_checks checks = { 0 };
	struct hr_run run;

	fill_run(&run);
	check("count of * > 0", &run, &checks);
	ck_assert_uint_eq(checks.count, 3);
	ck_assert_str_eq(checks.items[0].subject, "checkout");
	ck_assert_str_eq(checks.items[1].subject, "login [*]");
	ck_assert_str_eq(checks.items[2].subject, "flow");
	hr_checks_release(&checks);
	hr_run_release(&run);
}
END_TEST

START_TEST(gives_each_check_its_own_id)
{
	struct hr_checks checks = { 0 };
	struct hr_run run;

	fill_run(&run);
	check("p95 of checkout < 800ms", &run, &checks);
	check("p95 of checkout > 1ms", &run, &checks);
	check("p95 of checkout > 2ms", &run, &checks);
	ck_assert_str_eq(checks.items[0].id, "criterion/p95/checkout");
	ck_assert_str_eq(checks.items[1].id, "criterion/p95/checkout%2F2");
	ck_assert_str_eq(checks.items[2].id, "criterion/p95/checkout%2F3");
	hr_checks_release(&checks);
	hr_run_release(&run);
}
END_TEST

START_TEST(says_when_there_is_nothing)
{
	struct hr_checks checks = { 0 };
	struct hr_run run;

	hr_run_init(&run, 0);
	hr_run_classify(&run);
	check("p95 < 1s", &run, &checks);
	check("p95 of a < 1s", &run, &checks);
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_INCONCLUSIVE);
	ck_assert_ptr_nonnull(strstr(checks.items[0].message, "there are no requests"));
	ck_assert_ptr_nonnull(strstr(checks.items[1].message, "holds no requests"));
	hr_checks_release(&checks);
	hr_run_release(&run);
}
END_TEST

START_TEST(carries_evidence)
{
	struct hr_checks checks = { 0 };
	struct hr_run run;

	fill_run(&run);
	check("p97.5 of checkout < 800ms", &run, &checks);
	ck_assert_str_eq(checks.items[0].metric, "p97.5");
	ck_assert_str_eq(checks.items[0].unit, "ms");
	ck_assert_uint_eq(checks.items[0].evidence_count, 5);
	ck_assert_str_eq(checks.items[0].evidence[2].name, "p");
	ck_assert_double_eq_tol(checks.items[0].evidence[2].value, 0.975, 1e-12);
	/* R6: 0.975 x 101 = 98.475 */
	ck_assert_double_eq_tol(checks.items[0].evidence[3].value, 98.475, 1e-9);
	hr_checks_release(&checks);
	hr_run_release(&run);
}
END_TEST

static Suite *criteria_suite(void)
{
	Suite *suite = suite_create("analyse/criteria");
	TCase *tcase = tcase_create("criteria");

	HR_ADD_ROWS(tcase, judges, cases);
	tcase_add_test(tcase, lists_requests_before_transactions);
	tcase_add_test(tcase, gives_each_check_its_own_id);
	tcase_add_test(tcase, says_when_there_is_nothing);
	tcase_add_test(tcase, carries_evidence);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(criteria_suite)
