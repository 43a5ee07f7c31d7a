#include <config.h>
#include "analyse/stress.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "summarize/add.h"
#include "unit.h"

#define START_S 1000

static struct hr_run run;
static struct hr_add_scratch scratch;
static struct hr_criterion rules[2], objectives[1];
static struct hr_stress_options options;
static struct hr_stress stress;

/* One second of requests that take @elapsed_ms, the first @failed of them failures. */
static void second(int64_t at_s, int users, int count, int failed, int elapsed_ms)
{
	for (int i = 0; i < count; i++) {
		struct hr_sample sample = {
			/* Ends within the second. */
			.start_ns = (at_s * 1000 + 990 - elapsed_ms) * HR_NS_PER_MS,
			.elapsed_ns = elapsed_ms * HR_NS_PER_MS,
			.latency_ns = HR_UNKNOWN,
			.connect_ns = HR_UNKNOWN,
			.received_bytes = HR_UNKNOWN,
			.sent_bytes = HR_UNKNOWN,
			.active_users = users,
			.weight = 1,
			.failed = i < failed,
			.success = i >= failed,
		};

		hr_add_sample(&run, &sample, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST, &scratch);
	}
}

static void parse(const char *text, struct hr_criterion *out)
{
	ck_assert_int_eq(hr_criterion_parse(hr_slice_of(text), out, NULL), HR_OK);
}

static void setup(void)
{
	hr_run_init(&run, 0);
	scratch = (struct hr_add_scratch){ 0 };
	parse("error_rate > 5%", &rules[0]);
	parse("mean > 5s", &rules[1]);
	parse("p95 < 300ms", &objectives[0]);
	options = (struct hr_stress_options){ .break_if = { rules, 2 },
		                              .meets = { { objectives, 1 }, { NULL, 0 } },
		                              .graceful_ratio = 0.9,
		                              .min_load = NAN,
		                              .min_load_met = NAN };
	stress = (struct hr_stress){ 0 };
}

static void teardown(void)
{
	hr_stress_release(&stress);
	hr_run_release(&run);
	for (int i = 0; i < 2; i++)
		hr_criterion_release(&rules[i]);
	hr_criterion_release(&objectives[0]);
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
}

static void find(void)
{
	hr_run_classify(&run);
	hr_stress_find(&run, &options, &stress);
}

/* Steps of 10 s at 10, 20, 30, 40 users; the first second of each is different and must not count.
 */
static void four_steps(const int *failed, const int *elapsed_ms)
{
	for (int step = 0; step < 4; step++)
		for (int i = 0; i < 10; i++)
			second(START_S + step * 10 + i, 10 * (step + 1),
			       i == 0 ? 1 : 100 * (step + 1), i == 0 ? 0 : failed[step],
			       elapsed_ms[step]);
}

START_TEST(finds_plateaus_and_the_break)
{
	static const int failed[] = { 0, 0, 3, 40 }, elapsed_ms[] = { 100, 200, 400, 800 };

	four_steps(failed, elapsed_ms);
	find();
	ck_assert_int_eq(stress.source, HR_STEPS_PLATEAUS);
	ck_assert_uint_eq(stress.count, 4);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_double_eq(stress.steps[i].load, 10.0 * (i + 1));
		ck_assert_double_eq(stress.steps[i].covered_s, 9);
		ck_assert_double_eq(stress.steps[i].throughput_per_s, 100.0 * (i + 1));
		ck_assert_double_eq(stress.steps[i].mean_ms, elapsed_ms[i]);
		/* Little: 100 a second of 0.1 s are 10 in flight. */
		ck_assert_double_eq_tol(stress.steps[i].in_system,
		                        100.0 * (i + 1) * elapsed_ms[i] / 1000, 1e-9);
	}
	ck_assert_int_eq(stress.broken.state, HR_STRESS_FOUND);
	ck_assert_uint_eq(stress.broken.last_good, 2);
	ck_assert_uint_eq(stress.broken.first_bad, 3);
	/* 1 % at 30 users, 10 % at 40: 5 % is 4/9 of the way. */
	ck_assert_double_eq_tol(stress.broken.load, 30 + 10 * 4.0 / 9, 1e-9);
	ck_assert_str_eq(stress.broken.limiting,
	                 "error ratio of all requests is 10\u202f% (rule: error_rate > 5%)");
	ck_assert_double_eq_tol(stress.little_mismatch, 7, 1e-9); /* 320 in flight of 40 users */
	/* 360 successes a second of 297 before */
	ck_assert_int_eq(stress.graceful, 1);
}
END_TEST

START_TEST(finds_the_load_that_meets_objectives)
{
	static const int failed[] = { 0, 0, 3, 40 }, elapsed_ms[] = { 100, 200, 400, 800 };
	struct hr_checks checks = { 0 };

	four_steps(failed, elapsed_ms);
	options.min_load_met = 30;
	find();
	ck_assert(stress.has_objectives);
	ck_assert_uint_eq(stress.met.last_good, 1);
	ck_assert_uint_eq(stress.met.first_bad, 2);
	/* p95 200 ms at 20, 400 ms at 30 users (sketches: within 3.2 %); 300 ms is half way. */
	ck_assert_double_eq_tol(stress.met.load, 25, 0.5);
	ck_assert_double_eq_tol(stress.met.throughput_per_s, 248.5, 5);
	hr_stress_check(&stress, &options, &checks);
	ck_assert_uint_eq(checks.count, 2);
	ck_assert_str_eq(checks.items[0].id, "stress/breaking_load/total");
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_WARN);
	ck_assert_str_eq(checks.items[1].id, "stress/load_met/total");
	ck_assert_int_eq(checks.items[1].verdict, HR_VERDICT_FAIL);
	hr_checks_release(&checks);
}
END_TEST

/* A rule with "for" breaks a step when it holds for so long in it: of its 10 s 9 count, and of the
 * last of these what was recorded. */
static const struct {
	const char *rule;
	enum hr_stress_state state;
} lasting[] = {
	{ "error_rate > 5% for 8s", HR_STRESS_FOUND },
	{ "error_rate > 5% for 9s", HR_STRESS_NONE_DETECTED },
	{ "error_rate > 5% for 30s", HR_STRESS_NONE_DETECTED },
	{ "mean > 700ms for 5s", HR_STRESS_FOUND },
};

START_TEST(rules_may_have_to_last)
{
	static const int failed[] = { 0, 0, 3, 40 }, elapsed_ms[] = { 100, 200, 400, 800 };

	hr_criterion_release(&rules[0]);
	parse(lasting[_i].rule, &rules[0]);
	four_steps(failed, elapsed_ms);
	find();
	ck_assert_int_eq(stress.broken.state, lasting[_i].state);
	if (lasting[_i].state == HR_STRESS_FOUND) {
		ck_assert_uint_eq(stress.broken.first_bad, 3);
		ck_assert_ptr_nonnull(strstr(stress.steps[3].reason, "met the rule"));
	}
}
END_TEST

START_TEST(none_detected_is_no_number)
{
	static const int failed[] = { 0, 0, 0, 0 }, elapsed_ms[] = { 100, 100, 100, 100 };
	struct hr_checks checks = { 0 };

	four_steps(failed, elapsed_ms);
	options.min_load = 100;
	find();
	ck_assert_int_eq(stress.broken.state, HR_STRESS_NONE_DETECTED);
	ck_assert_uint_eq(stress.broken.first_bad, HR_STRESS_NONE);
	ck_assert_double_eq(stress.max_tested, 40);
	ck_assert_int_eq(stress.graceful, -1);
	hr_stress_check(&stress, &options, &checks);
	/* 100 users are required, and nobody tried. */
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_INCONCLUSIVE);
	ck_assert_str_eq(checks.items[0].message,
	                 "no break up to 40 users, the most tested; required are 100 users");
	ck_assert_int_eq(checks.items[1].verdict, HR_VERDICT_PASS);
	hr_checks_release(&checks);
}
END_TEST

START_TEST(broken_from_the_start)
{
	static const int failed[] = { 50, 0, 0, 0 }, elapsed_ms[] = { 100, 100, 100, 100 };

	four_steps(failed, elapsed_ms);
	find();
	ck_assert_int_eq(stress.broken.state, HR_STRESS_BROKEN_FROM_START);
	ck_assert_uint_eq(stress.broken.last_good, HR_STRESS_NONE);
	ck_assert_double_nan(stress.broken.load);
}
END_TEST

START_TEST(a_collapse_is_not_graceful)
{
	static const int failed[] = { 0, 0, 0, 380 }, elapsed_ms[] = { 100, 100, 100, 100 };

	four_steps(failed, elapsed_ms);
	find();
	ck_assert_int_eq(stress.graceful, 0); /* 20 a second are left of 300 */
}
END_TEST

/* 1 to 100 users in 100 s, then down again: classes of five users; the way down does not count. */
START_TEST(cuts_a_ramp_into_classes)
{
	for (int i = 0; i < 100; i++)
		second(START_S + i, i + 1, i + 1, 0, 100);
	for (int i = 0; i < 50; i++)
		second(START_S + 100 + i, 50 - i, 1, 1, 100);
	find();
	ck_assert_int_eq(stress.source, HR_STEPS_RAMP);
	ck_assert_uint_eq(stress.count, 20);
	ck_assert_double_eq(stress.steps[0].load, 3);
	ck_assert_double_eq(stress.steps[19].load, 98);
	ck_assert_double_eq(stress.steps[19].throughput_per_s, 98);
	ck_assert_uint_eq(stress.steps[0].errors, 0);
}
END_TEST

/* Throughput by the scalability law with a = 0.02, b = 0.0005, g = 50 at 9 loads. */
START_TEST(fits_the_scalability_law)
{
	static const int loads[] = { 1, 2, 4, 8, 16, 24, 32, 48, 64 };

	for (int k = 0; k < 9; k++) {
		double n = loads[k], x = 50 * n / (1 + 0.02 * (n - 1) + 0.0005 * n * (n - 1));

		for (int i = 0; i < 6; i++)
			second(START_S + k * 6 + i, loads[k], (int)lround(x), 0, 100);
	}
	find();
	ck_assert_uint_eq(stress.count, 9);
	ck_assert(stress.has_usl);
	ck_assert_double_eq_tol(stress.usl.alpha.value, 0.02, 1e-3);
	ck_assert_double_eq_tol(stress.usl.beta.value, 0.0005, 3e-5);
	ck_assert_double_eq_tol(hr_usl_peak(&stress.usl), sqrt(0.98 / 0.0005), 0.5);
}
END_TEST

START_TEST(uses_the_steps_declared)
{
	struct hr_load_phase phases[] = {
		{ .load = 5, .duration_ns = 10 * HR_NS_PER_S, .pause_ns = 10 * HR_NS_PER_S },
		{ .load = NAN, .duration_ns = 10 * HR_NS_PER_S },
		{ .load = 99, .duration_ns = 10 * HR_NS_PER_S },
		{ .load = 1000, .duration_ns = 10 * HR_NS_PER_S },
	};
	static const int failed[] = { 0, 0, 0, 0 }, elapsed_ms[] = { 100, 100, 100, 100 };

	four_steps(failed, elapsed_ms);
	options.phases = phases;
	options.phase_count = 4;
	find();
	ck_assert_int_eq(stress.source, HR_STEPS_GIVEN);
	/* The fourth begins where the recording ends; the second has the 30 users recorded. */
	ck_assert_uint_eq(stress.count, 3);
	ck_assert_double_eq(stress.steps[0].load, 5);
	ck_assert_double_eq(stress.steps[1].load, 30);
	ck_assert_double_eq(stress.steps[2].load, 99);
}
END_TEST

START_TEST(uses_phase_markers)
{
	for (int i = 0; i < 40; i++)
		second(START_S + i, HR_UNKNOWN, 10, 0, 100);
	hr_run_add_event(&run, START_S * HR_NS_PER_S, START_S * HR_NS_PER_S,
	                 HR_SLICE_LITERAL("phase"), HR_SLICE_LITERAL("phase 1: 20 users"));
	hr_run_add_event(&run, (START_S + 20) * HR_NS_PER_S, (START_S + 40) * HR_NS_PER_S,
	                 HR_SLICE_LITERAL("phase"), HR_SLICE_LITERAL("phase 2: 50 users"));
	find();
	ck_assert_int_eq(stress.source, HR_STEPS_MARKERS);
	ck_assert_uint_eq(stress.count, 2);
	ck_assert_double_eq(stress.steps[0].load, 20);
	ck_assert_double_eq(stress.steps[1].load, 50);
	ck_assert_uint_eq(stress.steps[0].count, 200);
	ck_assert(!stress.has_usl);
}
END_TEST

START_TEST(tells_of_nothing_found)
{
	struct hr_checks checks = { 0 };

	for (int i = 0; i < 40; i++)
		second(START_S + i, HR_UNKNOWN, 10, 0, 100);
	find();
	ck_assert_uint_eq(stress.count, 0);
	ck_assert_int_eq(stress.broken.state, HR_STRESS_NO_STEPS);
	hr_stress_check(&stress, &options, &checks);
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_INCONCLUSIVE);
	hr_checks_release(&checks);
	hr_stress_release(&stress);
	hr_run_release(&run);
	hr_run_init(&run, 0);
	find(); /* nothing at all */
	ck_assert_uint_eq(stress.count, 0);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("stress");
	TCase *tests = tcase_create("stress");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, finds_plateaus_and_the_break);
	tcase_add_test(tests, finds_the_load_that_meets_objectives);
	HR_ADD_ROWS(tests, rules_may_have_to_last, lasting);
	tcase_add_test(tests, none_detected_is_no_number);
	tcase_add_test(tests, broken_from_the_start);
	tcase_add_test(tests, a_collapse_is_not_graceful);
	tcase_add_test(tests, cuts_a_ramp_into_classes);
	tcase_add_test(tests, fits_the_scalability_law);
	tcase_add_test(tests, uses_the_steps_declared);
	tcase_add_test(tests, uses_phase_markers);
	tcase_add_test(tests, tells_of_nothing_found);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(make_suite)
