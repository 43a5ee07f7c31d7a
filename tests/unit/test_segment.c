#include <config.h>
#include "stats/segment.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "real_file.h"
#include "stats/partition.h"
#include "stats/spikes.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void take_logs(double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		values[i] = log(values[i]);
}

/* @wanted  indexes, ended by 0 */
static void expect_changes(const double *values, size_t n, const size_t *wanted)
{
	struct hr_segmentation got;
	size_t count = 0;

	while (wanted[count] != 0)
		count++;
	hr_segment(values, n, &got);
	ck_assert_uint_eq(got.count, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(got.changes[i].index, wanted[i]);
		ck_assert_uint_le(got.changes[i].low, wanted[i]);
		ck_assert_uint_ge(got.changes[i].high, wanted[i]);
		ck_assert_double_le(got.changes[i].p, 0.01);
	}
	hr_segmentation_release(&got);
}

/* Apache Otava, tests/series_test.py and tests/csv_e2e_test.py: where the changes are. */
static const struct {
	double values[11];
	size_t n, changes[2];
} small[] = {
	{ { 1.02, 0.95, 0.99, 1.00, 1.12, 0.90, 0.50, 0.51, 0.48, 0.48, 0.55 }, 11, { 6 } },
	{ { 2.02, 2.03, 2.01, 2.04, 1.82, 1.85, 1.79, 1.81, 1.80, 1.76, 1.78 }, 11, { 4 } },
	{ { 10.43, 10.23, 10.29, 10.91, 10.34, 10.69, 9.23, 9.11, 9.13, 9.03 }, 10, { 6 } },
	{ { 154023, 138455, 143112, 149190, 132098, 151344, 155145, 148889, 149466, 148209 },
	  10,
	  { 0 } },
};

START_TEST(finds_small_steps)
{
	double values[11];

	memcpy(values, small[_i].values, sizeof(values));
	take_logs(values, small[_i].n);
	expect_changes(values, small[_i].n, small[_i].changes);
}
END_TEST

static size_t load_numbers(const char *path, double *values, size_t max)
{
	struct hr_str text = { 0 };
	json_t *list;
	size_t n;

	real_file_need(path, &text);
	list = json_loads(hr_str_text(&text), 0, NULL);
	ck_assert(list != NULL);
	n = json_array_size(list) < max ? json_array_size(list) : max;
	for (size_t i = 0; i < n; i++)
		values[i] = json_number_value(json_array_get(list, i));
	json_decref(list);
	hr_str_release(&text);
	return n;
}

static bool have_real(void)
{
	struct hr_str text = { 0 };
	bool have = real_file_load("apache-otava/tigerbeetle.json", &text);

	hr_str_release(&text);
	return have;
}

/* The answer to the 365 nightly values of Otava's tests/tigerbeetle_test.py, and the four changes
 * of MongoDB's tests/data/long_series.json, as SOURCES.md beside the recordings records them. */
START_TEST(finds_the_steps_of_nightly_runs)
{
	static const size_t tigerbeetle[] = { 15, 61, 71, 95, 131, 192, 260, 0 },
	                    mongodb[] = { 205, 395, 594, 794, 0 };
	static double values[1000];
	size_t n;

	if (!have_real())
		return;
	n = load_numbers("apache-otava/tigerbeetle.json", values, COUNT(values));
	ck_assert_uint_eq(n, 365);
	take_logs(values, n);
	expect_changes(values, n, tigerbeetle);
	n = load_numbers("mongodb-signal-processing-algorithms/long_series.json", values,
	                 COUNT(values));
	ck_assert_uint_eq(n, 1000);
	expect_changes(values, n, mongodb);
}
END_TEST

struct test_run {
	double time, value;
};

static int by_time(const void *left, const void *right)
{
	double a = ((const struct test_run *)left)->time,
	       b = ((const struct test_run *)right)->time;

	return (a > b) - (a < b);
}

/* mozilla/treeherder tests/perfalert/test_analyze.py: times of the changes Perfherder must find. */
static const struct {
	const char *path;
	double times[3];
} perfherder[] = {
	{ "mozilla-treeherder/runs1.json", { 1365019665 } },
	{ "mozilla-treeherder/runs3.json", { 1335293827, 1338839958 } },
	{ "mozilla-treeherder/runs5.json", { 0 } },
};

START_TEST(agrees_with_perfherder)
{
	struct hr_str text = { 0 };
	struct test_run runs[512];
	double values[512];
	size_t n = 0, index, found = 0, changes[3] = { 0 };
	json_t *document, *item;

	if (!have_real())
		return;
	real_file_need(perfherder[_i].path, &text);
	document = json_loads(hr_str_text(&text), 0, NULL);
	json_array_foreach(json_object_get(document, "test_runs"), index, item)
	{
		runs[n++] = (struct test_run){ json_number_value(json_array_get(item, 2)),
			                       json_number_value(json_array_get(item, 3)) };
	}
	qsort(runs, n, sizeof(*runs), by_time);
	for (size_t i = 0; i < n; i++) {
		values[i] = log(runs[i].value);
		if (perfherder[_i].times[found] > 0 && runs[i].time == perfherder[_i].times[found])
			changes[found++] = i;
	}
	expect_changes(values, n, changes);
	json_decref(document);
	hr_str_release(&text);
}
END_TEST

/* The recursion without pruning, and without prefix sums. */
static double cost_plainly(const double *values, size_t first, size_t end)
{
	double mean = 0, cost = 0;

	for (size_t i = first; i < end; i++)
		mean += values[i] / (double)(end - first);
	for (size_t i = first; i < end; i++)
		cost += (values[i] - mean) * (values[i] - mean);
	return cost;
}

static double solve_plainly(const double *values, size_t n, double penalty, size_t shortest)
{
	double best[80];

	best[0] = -penalty;
	for (size_t end = 1; end <= n; end++) {
		best[end] = (double)INFINITY;
		for (size_t first = 0; first + shortest <= end; first++)
			best[end] = fmin(best[end],
			                 best[first] + penalty + cost_plainly(values, first, end));
	}
	return best[n];
}

START_TEST(prunes_exactly)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, 99);
	for (int series = 0; series < 60; series++) {
		size_t n = 6 + gsl_rng_uniform_int(rng, 70), starts[80];
		double values[80], level = 0;
		struct hr_partition partition;

		for (size_t i = 0; i < n; i++) {
			if (gsl_rng_uniform(rng) < 0.1)
				level += gsl_ran_gaussian(rng, 5);
			values[i] = level + gsl_ran_gaussian(rng, 1);
		}
		hr_partition_init(&partition, values, n);
		for (double penalty = 0.01; penalty < 1000; penalty *= 3)
			for (size_t shortest = 1; shortest <= 3; shortest++) {
				size_t count = hr_partition_solve(&partition, penalty, shortest,
				                                  starts);
				double cost = penalty * (double)count;

				for (size_t i = 0; i <= count; i++) {
					size_t first = i > 0 ? starts[i - 1] : 0,
					       end = i < count ? starts[i] : n;

					ck_assert_uint_ge(end - first, shortest);
					cost += hr_partition_cost(&partition, first, end);
				}
				ck_assert_double_eq_tol(
				        cost, solve_plainly(values, n, penalty, shortest), 1e-7);
			}
		hr_partition_release(&partition);
	}
	gsl_rng_free(rng);
}
END_TEST

START_TEST(sets_spikes_aside)
{
	double values[] = { 10, 11, 10, 11, 90, 10, 11, 10, 11, 10, 30, 31, 30, 31, 30, 31 };
	bool spike[COUNT(values)];

	ck_assert_uint_eq(hr_spikes_replace(values, COUNT(values), spike), 1);
	ck_assert(spike[4]);
	ck_assert_double_eq(values[4], 10.5);
	ck_assert_double_eq(values[10], 30); /* the first after a lasting step is none */
	ck_assert_uint_eq(hr_spikes_replace(values, 4, spike), 0);
}
END_TEST

START_TEST(finds_nothing_in_nothing)
{
	static const double same[40], two[] = { 1, 9 };
	struct hr_segmentation got;

	hr_segment(same, COUNT(same), &got);
	ck_assert_uint_eq(got.count, 0);
	ck_assert_double_eq(got.scale, 0);
	hr_segmentation_release(&got);
	hr_segment(two, 2, &got);
	ck_assert_uint_eq(got.count, 0);
	hr_segmentation_release(&got);
	hr_segment(NULL, 0, &got);
	ck_assert_uint_eq(got.count, 0);
	ck_assert_uint_eq(hr_segmentation_end(&got, 0), 0);
	hr_segmentation_release(&got);
}
END_TEST

/* A dropped change is tested no more, its neighbours are tested anew over what is now beside them.
 */
START_TEST(drops_changes)
{
	double values[60];
	struct hr_segmentation got;
	double before;

	for (size_t i = 0; i < COUNT(values); i++)
		values[i] = (double)(i / 20) * 5 + (double)(i * 7 % 5) / 5;
	hr_segment(values, COUNT(values), &got);
	ck_assert_uint_eq(got.count, 2);
	before = got.changes[0].p;
	hr_segmentation_drop(&got, 1);
	ck_assert_uint_eq(got.count, 1);
	ck_assert_uint_eq(got.changes[0].index, 20);
	ck_assert_uint_eq(hr_segmentation_end(&got, 1), 60);
	ck_assert_double_lt(got.changes[0].p, before);
	hr_segmentation_release(&got);
}
END_TEST

/* Sixty quiet runs with a step of 8 % at 30, then a higher level that scatters by 15 %. */
START_TEST(hears_quiet_regimes)
{
	enum { QUIET = 60, ALL = 200 };
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	size_t alone = 0, again = 0, rounds = 40;

	gsl_rng_set(random, 4);
	for (size_t round = 0; round < rounds; round++) {
		struct hr_segmentation got;
		double values[ALL];

		for (size_t i = 0; i < ALL; i++)
			values[i] = i < QUIET ? (i < 30 ? 0 : 0.08) + gsl_ran_gaussian(random, 0.02)
			                      : 0.6 + gsl_ran_gaussian(random, 0.15);
		hr_segment(values, ALL, &got);
		for (size_t i = 0; i < got.count; i++)
			alone += got.changes[i].index >= 28 && got.changes[i].index <= 32;
		hr_segment_regimes(&got);
		for (size_t i = 0; i < got.count; i++) {
			again += got.changes[i].index >= 28 && got.changes[i].index <= 32;
			ck_assert_uint_le(got.changes[i].low, got.changes[i].index);
			ck_assert_uint_ge(got.changes[i].high, got.changes[i].index);
		}
		hr_segmentation_release(&got);
	}
	ck_assert_uint_le(alone, rounds / 2);
	ck_assert_uint_ge(again, rounds - 2);
	gsl_rng_free(random);
}
END_TEST

/* The criterion of one change at @at: n ln(RSS / n), below 20 values without correlation. */
static double criterion_plainly(const double *values, size_t n, size_t at)
{
	return (double)n *
	       log((cost_plainly(values, 0, at) + cost_plainly(values, at, n)) / (double)n);
}

/* Ranges as they are defined: as far as one may go without leaving 2 ln n of the best. */
START_TEST(ranges_are_as_wide_as_the_criterion_says)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	size_t changes = 0, to_the_end = 0;

	gsl_rng_set(random, 7);
	for (size_t round = 0; round < 2000; round++) {
		size_t n = 9 + round % 11, step = 3 + round % (n - 5), low, high;
		struct hr_segmentation got;
		double values[20], near;

		for (size_t i = 0; i < n; i++)
			values[i] = (i < step ? 0 : 2) + gsl_ran_gaussian(random, 1);
		hr_segment(values, n, &got);
		if (got.count == 1) {
			low = high = got.changes[0].index;
			near = criterion_plainly(got.values, n, low) + 2 * log((double)n);
			while (low > 1 && criterion_plainly(got.values, n, low - 1) <= near)
				low--;
			while (high + 1 < n && criterion_plainly(got.values, n, high + 1) <= near)
				high++;
			ck_assert_uint_eq(got.changes[0].low, low);
			ck_assert_uint_eq(got.changes[0].high, high);
			to_the_end += high == n - 1;
			changes++;
		}
		hr_segmentation_release(&got);
	}
	ck_assert_uint_ge(changes, 100);
	ck_assert_uint_ge(to_the_end, 1);
	gsl_rng_free(random);
}
END_TEST

/* Nineteen values are too few to tell their noise, twenty are not: a quiet regime of so many, with
 * a step within, after one that scatters. */
START_TEST(leaves_short_regimes_alone)
{
	for (size_t quiet = 19; quiet <= 20; quiet++) {
		struct hr_segmentation got;
		double values[80];
		size_t n = 60 + quiet;

		for (size_t i = 0; i < n; i++)
			values[i] = i < 60 ? (double)(i * 37 % 60) / 30
			                   : 6 + (i < 60 + quiet / 2 ? 0 : 0.2) +
			                             (double)(i * 7 % 5) / 100;
		hr_segment(values, n, &got);
		ck_assert_uint_eq(got.count, 1);
		ck_assert_uint_eq(got.changes[0].index, 60);
		hr_segment_regimes(&got);
		ck_assert_uint_eq(got.count, quiet == 19 ? 1 : 2);
		hr_segmentation_release(&got);
	}
}
END_TEST

static Suite *segment_suite(void)
{
	Suite *suite = suite_create("stats/segment");
	TCase *tcase = tcase_create("segment");

	HR_ADD_ROWS(tcase, finds_small_steps, small);
	tcase_add_test(tcase, finds_the_steps_of_nightly_runs);
	HR_ADD_ROWS(tcase, agrees_with_perfherder, perfherder);
	tcase_add_test(tcase, prunes_exactly);
	tcase_add_test(tcase, sets_spikes_aside);
	tcase_add_test(tcase, finds_nothing_in_nothing);
	tcase_add_test(tcase, drops_changes);
	tcase_add_test(tcase, hears_quiet_regimes);
	tcase_add_test(tcase, ranges_are_as_wide_as_the_criterion_says);
	tcase_add_test(tcase, leaves_short_regimes_alone);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(segment_suite)
