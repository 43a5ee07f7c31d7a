#include <config.h>
#include "model/queueing.h"

#include <math.h>

#include "unit.h"

/* Erlang B and C by their formulas in exact arithmetic, checked against R; service time 1. */
static const struct row {
	uint64_t servers;
	double load, erlang_c, wait_s, response_s, queue, p95_s, p99_s, erlang_b;
} rows[] = {
	{ 1, 0.5, 5e-01, 1, 2, 0.5, 4.60517018599, 7.8240460108563, 3.33333333333e-01 },
	{ 2, 0.5, 3.33333333333e-01, 3.33333333333e-01, 1.33333333333, 3.33333333333e-01,
	  1.89711998489e+00, 3.5065578973200, 2e-01 },
	{ 8, 0.7, 2.70602932230e-01, 1.12751221763e-01, 1.11275122176, 6.31406841870e-01,
	  7.03595644284e-01, 1.3741947744646, 1.00151848352e-01 },
	{ 16, 0.5, 9.01880974215e-03, 1.12735121777e-03, 1.00112735122, 9.01880974215e-03, 0, 0,
	  4.52983171628e-03 },
	{ 64, 0.9, 3.10663316533e-01, 4.85411432083e-02, 1.04854114321, 2.79596984880e+00,
	  2.85419802631e-01, 0.5368944764489, 4.31235447399e-02 },
	{ 256, 0.5, 1.67376121741e-23, 1.30762595110e-25, 1, 1.67376121741e-23, 0, 0,
	  8.36880608706e-24 },
	{ 256, 0.99, 8.15813502764e-01, 3.18677149517e-01, 1.31867714952, 8.07655367737e+01,
	  1.09068858316e+00, 1.7193752677010, 4.24141549034e-02 },
};

static void close_to(double value, double expected)
{
	ck_assert_double_eq_tol(value, expected, fabs(expected) * 1e-9 + 1e-300);
}

START_TEST(meets_erlang)
{
	const struct row *row = &rows[_i];
	double offered = row->load * (double)row->servers;
	struct hr_mmc queue;

	ck_assert_int_eq(hr_mmc_open(row->servers, offered, 1, &queue, NULL), HR_OK);
	close_to(hr_erlang_b(row->servers, offered), row->erlang_b);
	close_to(queue.wait_ratio, row->erlang_c);
	close_to(queue.wait_s, row->wait_s);
	close_to(queue.response_s, row->response_s);
	close_to(queue.queue_length, row->queue);
	close_to(hr_mmc_wait_quantile_s(&queue, 0.95), row->p95_s);
	close_to(hr_mmc_wait_quantile_s(&queue, 0.99), row->p99_s);
	close_to(queue.utilization, row->load);
	close_to(queue.in_system, offered * queue.response_s);
}
END_TEST

/* PDQ, demo/mmm.R: three servers, two requests a second of 1 s; Erlang C 4/9. */
START_TEST(meets_pdq_open)
{
	struct hr_mmc queue;

	ck_assert_int_eq(hr_mmc_open(3, 2, 1, &queue, NULL), HR_OK);
	ck_assert_double_eq_tol(queue.wait_ratio, 0.4444, 5e-5);
	ck_assert_double_eq_tol(queue.response_s, 1.4444, 5e-5);
}
END_TEST

START_TEST(refuses_what_is_no_queue)
{
	struct hr_error error = { 0 };
	struct hr_mmc queue;

	ck_assert_int_eq(hr_mmc_open(2, 2, 1, &queue, &error), HR_ELIMIT);
	ck_assert_str_eq(error.text,
	                 "2 requests a second of 1 s are more than 2 servers can serve");
	ck_assert_int_eq(hr_mmc_open(0, 2, 1, &queue, NULL), HR_EINVAL);
	ck_assert_int_eq(hr_mmc_open(1, NAN, 1, &queue, NULL), HR_EINVAL);
	ck_assert_int_eq(hr_mmc_open(1, 1, 0, &queue, NULL), HR_EINVAL);
	ck_assert_double_eq(hr_erlang_b(0, 5), 1);
	ck_assert_double_eq(hr_erlang_b(5, 0), 0);
	ck_assert_double_eq(hr_erlang_c(5, 6), 1);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("queueing");
	TCase *tests = tcase_create("queueing");

	HR_ADD_ROWS(tests, meets_erlang, rows);
	tcase_add_test(tests, meets_pdq_open);
	tcase_add_test(tests, refuses_what_is_no_queue);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(make_suite)
