/*
 * Curves of load. Expected values by hand: the integral of an even ramp from a to b over t seconds
 * is (a + b) t / 2, and it reaches n after (-a + sqrt(a^2 + 2 s n)) / s seconds with slope s.
 */
#include <config.h>
#include "capture/level_curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "unit.h"

#define S  INT64_C(1000000000)
#define MS INT64_C(1000000)

static struct hr_plan_scenario scenario;
static struct hr_level_curve curve;
static struct hr_error error;

static void set_up(void)
{
	scenario = (struct hr_plan_scenario){ .concurrency = NAN,
		                              .rate_per_s = NAN,
		                              .connections = NAN,
		                              .load = HR_CONFIG_LOAD_INIT };
	error = (struct hr_error){ 0 };
}

static void tear_down(void)
{
	hr_level_curve_release(&curve);
	hr_config_load_release(&scenario.load);
}

static void make(void)
{
	ck_assert_msg(hr_level_curve_init(&curve, &scenario, 0, &error) == HR_OK, "%s", error.text);
}

static void assert_near(double found, double expected)
{
	ck_assert_double_eq_tol(found, expected, 1e-9 * (1 + fabs(expected)));
}

START_TEST(constant)
{
	scenario.rate_per_s = 5000;
	scenario.duration_ns = 30 * S;
	make();
	assert_near(curve.total, 150000);
	assert_near(hr_level_curve_level(&curve, 0), 5000);
	assert_near(hr_level_curve_level(&curve, 30 * S), 0);
	ck_assert_int_eq(hr_level_curve_time_of(&curve, 0), 0);
	ck_assert_int_eq(hr_level_curve_time_of(&curve, 5000), S);
	ck_assert_int_eq(hr_level_curve_time_of(&curve, 1), 200000);
	ck_assert(hr_level_curve_time_of(&curve, 150000) == HR_NO_TIME);
	assert_near(hr_level_curve_integral(&curve, 2 * S), 10000);
}
END_TEST

START_TEST(ramp)
{
	scenario.rate_per_s = 0;
	scenario.duration_ns = 10 * S;
	scenario.load.given = true;
	scenario.load.shape = HR_LOAD_RAMP;
	scenario.load.to = 100;
	make();
	assert_near(curve.total, 500);
	assert_near(hr_level_curve_level(&curve, 5 * S), 50);
	assert_near(hr_level_curve_integral(&curve, 5 * S), 125);
	/* sqrt(2 x 125 / 10) = 5 s */
	ck_assert_int_le(llabs(hr_level_curve_time_of(&curve, 125) - 5 * S), 1);
	/* above 30 just after 3 s */
	ck_assert_int_le(llabs(hr_level_curve_above(&curve, 0, 30) - 3 * S), 2);
	ck_assert(hr_level_curve_above(&curve, 0, 100) == HR_NO_TIME);
	ck_assert_int_eq(hr_level_curve_above(&curve, 4 * S, 30), 4 * S);
}
END_TEST

START_TEST(ramps_of_a_constant_load)
{
	scenario.concurrency = 10;
	scenario.duration_ns = 60 * S;
	scenario.ramp_up_ns = 20 * S;
	scenario.ramp_down_ns = 10 * S;
	make();
	ck_assert_int_eq(curve.end_ns, 60 * S);
	assert_near(hr_level_curve_level(&curve, 10 * S), 5);
	assert_near(hr_level_curve_level(&curve, 30 * S), 10);
	assert_near(hr_level_curve_level(&curve, 55 * S), 5);
	/* user number 4 is needed while the level is above 4: from 8 s to 56 s */
	ck_assert_int_le(llabs(hr_level_curve_above(&curve, 0, 4) - 8 * S), 2);
	ck_assert(hr_level_curve_above(&curve, 57 * S, 4) == HR_NO_TIME);
}
END_TEST

START_TEST(warm_up_comes_before_and_is_not_recorded)
{
	scenario.rate_per_s = 10;
	scenario.duration_ns = 4 * S;
	scenario.warmup_ns = 2 * S;
	scenario.ramp_up_ns = 3 * S;
	scenario.start_ns = S;
	make();
	ck_assert_int_eq(curve.end_ns, 7 * S);
	assert_near(curve.total, 15 + 30);
	assert_near(hr_level_curve_level(&curve, S / 2), 0);
	assert_near(hr_level_curve_level(&curve, 1 * S + 1500 * MS), 5);
	ck_assert(!hr_level_curve_piece(&curve, 3 * S - 1)->recorded);
	ck_assert(hr_level_curve_piece(&curve, 3 * S)->recorded);
	assert_near(hr_level_curve_level(&curve, 3 * S), 20.0 / 3);
	assert_near(hr_level_curve_integral(&curve, 4 * S), 15);
}
END_TEST

START_TEST(steps)
{
	scenario.load.given = true;
	scenario.load.shape = HR_LOAD_STEPS;
	scenario.load.from = 0.1;
	scenario.load.to = 1;
	scenario.load.by = 0.1;
	scenario.load.hold_ns = S;
	scenario.load.pause_ns = S / 2;
	make();
	/* ten steps although 0.1 is no binary fraction; pauses between them only */
	ck_assert_uint_eq(curve.step_count, 10);
	ck_assert_int_eq(curve.end_ns, 14500 * MS);
	ck_assert_int_eq(hr_level_curve_piece(&curve, 1600 * MS)->step, 1);
	assert_near(hr_level_curve_level(&curve, 1600 * MS), 0.2);
	ck_assert_int_eq(hr_level_curve_piece(&curve, 1200 * MS)->step, HR_NO_STEP);
	ck_assert_int_eq(curve.steps[1].end_ns, 2500 * MS);
	assert_near(curve.total, 5.5);
}
END_TEST

START_TEST(spike)
{
	scenario.concurrency = 10;
	scenario.load.given = true;
	scenario.load.shape = HR_LOAD_SPIKE;
	scenario.load.peak = 100;
	scenario.load.hold_ns = 60 * S;
	make();
	/* two minutes, one, two minutes */
	ck_assert_int_eq(curve.end_ns, 300 * S);
	assert_near(hr_level_curve_level(&curve, 119 * S), 10);
	assert_near(hr_level_curve_level(&curve, 121 * S), 100);
	assert_near(hr_level_curve_level(&curve, 181 * S), 10);
	ck_assert_str_eq(curve.steps[1].name, "spike");
	ck_assert_int_eq(hr_level_curve_above(&curve, 0, 50), 120 * S);
	ck_assert(hr_level_curve_above(&curve, 180 * S, 50) == HR_NO_TIME);
}
END_TEST

START_TEST(phases_in_shares)
{
	scenario.concurrency = 10;
	scenario.load.given = true;
	scenario.load.shape = HR_LOAD_PHASES;
	scenario.load.stage_count = 2;
	scenario.load.stages = hr_zalloc(2, sizeof(*scenario.load.stages));
	scenario.load.stages[0] = (struct hr_load_stage){ .level = 0.2,
		                                          .share = true,
		                                          .duration_ns = S };
	scenario.load.stages[1] = (struct hr_load_stage){ .level = 8,
		                                          .duration_ns = 2 * S,
		                                          .ramp_ns = S };
	make();
	assert_near(hr_level_curve_level(&curve, S / 2), 2);
	assert_near(hr_level_curve_level(&curve, 1500 * MS), 5);
	assert_near(hr_level_curve_level(&curve, 2500 * MS), 8);
	assert_near(curve.level_max, 8);
}
END_TEST

START_TEST(every_arrival_is_where_the_integral_says)
{
	scenario.rate_per_s = 70;
	scenario.duration_ns = 10 * S;
	scenario.ramp_up_ns = 3 * S;
	scenario.ramp_down_ns = 2 * S;
	make();
	for (double n = 0; n < curve.total; n += 1)
		ck_assert_double_eq_tol(
		        hr_level_curve_integral(&curve, hr_level_curve_time_of(&curve, n)), n,
		        1e-6);
}
END_TEST

START_TEST(refuses_what_is_missing)
{
	ck_assert(hr_level_curve_init(&curve, &scenario, 0, &error) == HR_ECONFIG);
	ck_assert_ptr_nonnull(strstr(error.text, "how much load"));
	error = (struct hr_error){ 0 };
	scenario.concurrency = 1;
	ck_assert(hr_level_curve_init(&curve, &scenario, 0, &error) == HR_ECONFIG);
	ck_assert_ptr_nonnull(strstr(error.text, "duration"));
	error = (struct hr_error){ 0 };
	scenario.duration_ns = INT64_MAX;
	scenario.warmup_ns = INT64_MAX;
	ck_assert(hr_level_curve_init(&curve, &scenario, 0, &error) == HR_ECONFIG);
	ck_assert_ptr_nonnull(strstr(error.text, "year"));
}
END_TEST

static Suite *level_curve_suite(void)
{
	Suite *suite = suite_create("capture/level_curve");
	TCase *tcase = tcase_create("level_curve");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, constant);
	tcase_add_test(tcase, ramp);
	tcase_add_test(tcase, ramps_of_a_constant_load);
	tcase_add_test(tcase, warm_up_comes_before_and_is_not_recorded);
	tcase_add_test(tcase, steps);
	tcase_add_test(tcase, spike);
	tcase_add_test(tcase, phases_in_shares);
	tcase_add_test(tcase, every_arrival_is_where_the_integral_says);
	tcase_add_test(tcase, refuses_what_is_missing);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(level_curve_suite)
