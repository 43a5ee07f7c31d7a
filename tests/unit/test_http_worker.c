/* What one thread of an HTTP load does that needs no network: when its requests are due, and what
 * it counts. */
#include <config.h>
#include "capture/http_arrivals.h"
#include "capture/http_counts.h"
#include "record/label.h"
#include "record/sample.h"
#include "stats/hist.h"

#include <math.h>
#include <stdlib.h>

#include "unit.h"

#ifdef HAVE_LIBCURL

#define S       INT64_C(1000000000)
#define MS      INT64_C(1000000)
#define THREADS 3

static struct hr_plan_scenario scenario;
static struct hr_http_stream stream;

static void set_up(void)
{
	scenario = (struct hr_plan_scenario){ .concurrency = NAN,
		                              .rate_per_s = 1000,
		                              .connections = NAN,
		                              .duration_ns = 10 * S,
		                              .load = HR_CONFIG_LOAD_INIT };
	stream = (struct hr_http_stream){ .open = true };
	ck_assert(hr_level_curve_init(&stream.curve, &scenario, 0, NULL) == HR_OK);
}

static void tear_down(void)
{
	hr_level_curve_release(&stream.curve);
	hr_config_load_release(&scenario.load);
}

/* Evenly, the n-th is due after n ms, to the nanosecond before; the threads have them in turn. */
START_TEST(even_arrivals_are_dealt_in_turn)
{
	for (unsigned thread = 0; thread < THREADS; thread++) {
		struct hr_http_arrivals arrivals;
		uint64_t count = 0;

		hr_http_arrivals_init(&arrivals, &stream, thread, THREADS, 7);
		for (; arrivals.due_ns != HR_NO_TIME; count++) {
			ck_assert_uint_eq(arrivals.next, thread + count * THREADS);
			ck_assert_int_le(arrivals.due_ns, (int64_t)arrivals.next * MS);
			ck_assert_int_ge(arrivals.due_ns, (int64_t)arrivals.next * MS - 1);
			hr_http_arrivals_next(&arrivals);
		}
		ck_assert_uint_eq(count, (10000 - thread + THREADS - 1) / THREADS);
	}
}
END_TEST

/* Their number has the variance of its mean, 10,000; five deviations are 500. The gaps of a thread
 * are exponential with a mean of THREADS ms: as large as their deviation. */
START_TEST(poisson_arrivals_have_the_rate)
{
	unsigned count = 0;
	double sum_ms = 0, squares = 0;

	stream.arrivals = HR_ARRIVALS_POISSON;
	for (unsigned thread = 0; thread < THREADS; thread++) {
		struct hr_http_arrivals arrivals;
		int64_t before_ns = 0;

		hr_http_arrivals_init(&arrivals, &stream, thread, THREADS, 7 + thread);
		for (; arrivals.due_ns != HR_NO_TIME; count++) {
			double gap_ms = (double)(arrivals.due_ns - before_ns) / (double)MS;

			ck_assert_int_ge(arrivals.due_ns, before_ns);
			before_ns = arrivals.due_ns;
			sum_ms += gap_ms;
			squares += gap_ms * gap_ms;
			hr_http_arrivals_next(&arrivals);
		}
	}
	ck_assert_uint_gt(count, 9500);
	ck_assert_uint_lt(count, 10500);
	sum_ms /= count;
	ck_assert_double_eq_tol(sum_ms, THREADS, 0.15);
	ck_assert_double_eq_tol(sqrt(squares / count - sum_ms * sum_ms), THREADS, 0.3);
}
END_TEST

static struct hr_sample sample_of(int64_t elapsed_ms, bool success)
{
	return (struct hr_sample){ .kind = HR_SAMPLE_REQUEST,
		                   .start_ns = S,
		                   .elapsed_ns = elapsed_ms * MS,
		                   .success = success,
		                   .weight = 1,
		                   .failed = success ? 0 : 1 };
}

START_TEST(counts_what_is_over)
{
	struct hr_http_plan plan = { .streams = &stream, .count = 1 };
	struct hr_http_counts counts = { 0 };
	struct hr_sample good = sample_of(20, true), bad = sample_of(40, false);

	hr_http_counts_init(&counts, &plan);
	hr_http_counts_add(&counts, &good, false, 1 * S);
	hr_http_counts_add(&counts, &good, true, 2 * S);
	hr_http_counts_add(&counts, &bad, true, 3 * S);
	hr_http_counts_add(&counts, &bad, false, 4 * S);
	ck_assert_uint_eq(counts.count, 4);
	ck_assert_uint_eq(counts.errors, 2);
	ck_assert_uint_eq(counts.window_errors, 2);
	ck_assert_uint_eq(counts.recorded, 2);
	ck_assert_uint_eq(counts.recorded_errors, 1);
	ck_assert_int_eq(counts.last_ns, 3 * S);
	ck_assert_uint_eq(hr_hist_count(counts.window), 4);
	ck_assert_uint_eq(hr_hist_count(counts.whole), 2);
	hr_http_counts_release(&counts, &plan);
}
END_TEST

START_TEST(counts_how_late_requests_were_sent)
{
	struct hr_http_plan plan = { .streams = &stream, .count = 1 };
	struct hr_http_counts counts = { 0 };

	hr_http_counts_init(&counts, &plan);
	hr_http_counts_add_sent(&counts, 0, -5, true);
	hr_http_counts_add_sent(&counts, 0, 3 * MS, true);
	hr_http_counts_add_sent(&counts, 0, 9 * MS, false);
	ck_assert_uint_eq(counts.sent[0], 3);
	ck_assert_uint_eq(counts.in_time[0], 2);
	ck_assert_uint_eq(hr_hist_count(counts.late), 3);
	ck_assert_uint_eq(hr_hist_count_at_most(counts.late, 0), 1);
	ck_assert_uint_eq(hr_hist_count_at_most(counts.late, 3 * MS), 2);
	hr_http_counts_release(&counts, &plan);
}
END_TEST

/* By stream and step: what is in none of them is nobody's, and another step stays without a label.
 */
START_TEST(counts_by_the_step_in_which_requests_end)
{
	struct hr_http_stream streams[2] = { { .open = true }, { .open = true } };
	struct hr_http_plan plan = { .streams = streams, .count = 2 };
	struct hr_http_counts counts = { 0 };
	struct hr_sample good = sample_of(20, true), bad = sample_of(40, false);
	const struct hr_label *label;

	streams[0].curve.step_count = 2;
	streams[1].curve.step_count = 3;
	hr_http_counts_init(&counts, &plan);
	hr_http_counts_add_step(&counts, 1, 2, &good);
	good.start_ns -= 300 * MS;
	hr_http_counts_add_step(&counts, 1, 2, &good);
	hr_http_counts_add_step(&counts, 1, 2, &bad);
	hr_http_counts_add_step(&counts, 0, 1, &bad);
	label = counts.steps[1][2];
	ck_assert_uint_eq(label->count, 3);
	ck_assert_uint_eq(label->errors, 1);
	ck_assert_uint_eq(label->ok.moments.count, 2);
	ck_assert_uint_eq(label->failed.moments.count, 1);
	ck_assert_int_eq(label->ok.moments.min_ns, 20 * MS);
	ck_assert_int_eq(label->failed.moments.max_ns, 40 * MS);
	ck_assert_int_eq(label->start_ns, S - 300 * MS);
	ck_assert_int_eq(label->end_ns, S + 40 * MS);
	label = counts.steps[0][1];
	ck_assert_uint_eq(label->count, 1);
	ck_assert_uint_eq(label->errors, 1);
	ck_assert_ptr_null(counts.steps[0][0]);
	ck_assert_ptr_null(counts.steps[1][0]);
	ck_assert_ptr_null(counts.steps[1][1]);
	/* What it counts by step is not counted in all once more. */
	ck_assert_uint_eq(counts.count, 0);
	hr_http_counts_release(&counts, &plan);
}
END_TEST
#endif

static Suite *http_worker_suite(void)
{
	Suite *suite = suite_create("capture/http_worker");
	TCase *tcase = tcase_create("worker");

#ifdef HAVE_LIBCURL
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, even_arrivals_are_dealt_in_turn);
	tcase_add_test(tcase, poisson_arrivals_have_the_rate);
	tcase_add_test(tcase, counts_what_is_over);
	tcase_add_test(tcase, counts_how_late_requests_were_sent);
	tcase_add_test(tcase, counts_by_the_step_in_which_requests_end);
#endif
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(http_worker_suite)
