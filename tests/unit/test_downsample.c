#include <config.h>
#include "render/downsample.h"

#include <math.h>

#include "render/heat_grid.h"
#include "render/log_bins.h"
#include "unit.h"

#define N 1000

START_TEST(keeps_everything_that_has_room)
{
	double values[] = { 3, 1, NAN, 4, 1, 5 };
	struct hr_kept kept[6];
	size_t n = hr_downsample(values, 6, 3, kept);

	ck_assert_uint_eq(n, 5);
	ck_assert(!kept[0].joined);
	ck_assert(kept[1].joined);
	ck_assert_uint_eq(kept[2].index, 3);
	ck_assert(!kept[2].joined); /* the gap stays one */
	ck_assert(kept[4].joined);
}
END_TEST

START_TEST(keeps_least_and_most_of_each_column)
{
	double values[N];
	struct hr_kept kept[200];
	size_t n;
	bool seen[3] = { false };

	for (size_t i = 0; i < N; i++)
		values[i] = sin((double)i / 3);
	values[137] = 50;
	values[138] = -50;
	values[901] = 7;
	n = hr_downsample(values, N, 100, kept);
	ck_assert_uint_le(n, 200);
	for (size_t k = 0; k < n; k++) {
		seen[0] = seen[0] || kept[k].index == 137;
		seen[1] = seen[1] || kept[k].index == 138;
		seen[2] = seen[2] || kept[k].index == 901;
		if (k > 0)
			ck_assert_uint_gt(kept[k].index, kept[k - 1].index);
	}
	ck_assert(seen[0] && seen[1] && seen[2]);
}
END_TEST

START_TEST(gaps_stay_gaps)
{
	double values[N];
	struct hr_kept kept[40];
	size_t n, breaks = 0;

	for (size_t i = 0; i < N; i++)
		values[i] = i >= 310 && i < 395 ? (double)NAN : (double)i;
	n = hr_downsample(values, N, 20, kept);
	for (size_t k = 1; k < n; k++)
		breaks += kept[k].joined ? 0 : 1;
	ck_assert_uint_eq(breaks, 1);
	for (size_t i = 0; i < N; i++)
		values[i] = (double)NAN;
	ck_assert_uint_eq(hr_downsample(values, N, 20, kept), 0);
	ck_assert_uint_eq(hr_downsample(values, 0, 20, kept), 0);
}
END_TEST

START_TEST(bins_hold_every_value_once)
{
	struct hr_hist *hist = hr_hist_new();
	double bins[40], sum;

	for (int64_t ms = 0; ms < 3000; ms += 7)
		hr_hist_add(hist, ms * 1000000, 3);
	ck_assert_double_eq(hr_log_bins_least_ms(hist), 7);
	sum = (double)hr_log_bins(hist, 1, 5000, 40, bins);
	ck_assert_double_eq(sum, 3); /* of 0 ms, on no logarithmic axis */
	for (size_t i = 0; i < 40; i++) {
		ck_assert_double_ge(bins[i], 0);
		sum += bins[i];
	}
	ck_assert_double_eq_tol(sum, (double)hr_hist_count(hist), 1e-6);
	hr_hist_free(hist);
	hr_log_bins(NULL, 1, 5000, 40, bins);
	ck_assert_double_eq(bins[7], 0);
}
END_TEST

/* One failure is one bar, not two thirds of one beside a third. */
START_TEST(few_requests_are_whole)
{
	struct hr_hist *hist = hr_hist_new();
	double bins[40];

	hr_hist_add(hist, INT64_C(102000000), 1);
	hr_hist_add(hist, INT64_C(1234567), 2); /* buckets of microseconds */
	ck_assert_uint_eq(hr_log_bins(hist, 1, 500, 40, bins), 0);
	for (size_t i = 0; i < 40; i++)
		ck_assert(!(fabs(bins[i] - round(bins[i])) > 0));
	hr_hist_free(hist);
}
END_TEST

START_TEST(bins_below_a_millisecond_show_no_comb)
{
	struct hr_hist *hist = hr_hist_new();
	double bins[40];

	/* Evenly many of each millisecond: without sharing, most bins at 1..10 ms were empty. */
	for (int64_t ms = 1; ms < 100; ms++)
		hr_hist_add(hist, ms * 1000000, 100);
	hr_log_bins(hist, 1, 100, 40, bins);
	for (size_t i = 1; i < 40; i++)
		ck_assert_double_gt(bins[i], bins[i - 1]);
	hr_hist_free(hist);
}
END_TEST

static void add(struct hr_cells *cells, int64_t interval, int64_t ms, unsigned count)
{
	struct hr_cell *cell = hr_cells_at(cells, interval);

	hr_sketch_add(&cell->sketch, ms * 1000000, count);
	cell->count += count;
	cell->timed += count;
}

START_TEST(heat_grid_loses_no_request)
{
	struct hr_cells cells = { 0 };
	struct hr_heat_grid grid;
	uint64_t sum = 0, added = 0;

	for (int64_t i = 0; i < 250; i++) {
		if (i >= 100 && i < 140)
			continue;
		for (int64_t k = 1; k < 20; k++) {
			add(&cells, 5000 + i, 3 * k * k, (unsigned)(20 - k));
			added += (uint64_t)(20 - k);
		}
	}
	hr_heat_grid_init(&grid, &cells, 5000, 250, 60, 40);
	ck_assert_uint_le(grid.columns, 60);
	ck_assert_uint_le(grid.rows, 44);
	for (size_t i = 0; i < grid.columns * grid.rows; i++)
		sum += grid.counts[i];
	ck_assert_uint_eq(sum, added);
	ck_assert(grid.known[0] && !grid.known[110 / grid.per_column]);
	ck_assert_int_eq(hr_heat_grid_level(&grid, 0), 0);
	ck_assert_int_eq(hr_heat_grid_level(&grid, 1), 2);
	ck_assert_int_eq(hr_heat_grid_level(&grid, grid.most), 9);
	hr_heat_grid_release(&grid);
	hr_cells_release(&cells);
}
END_TEST

/* Times of 0 have a row of their own at the bottom, apart from the others. */
START_TEST(heat_grid_keeps_zeros_apart)
{
	struct hr_cells cells = { 0 };
	struct hr_heat_grid grid;

	add(&cells, 0, 0, 3);
	add(&cells, 1, 200, 1);
	hr_heat_grid_init(&grid, &cells, 0, 2, 60, 40);
	ck_assert_uint_eq(grid.below, 1);
	ck_assert_uint_eq(grid.counts[0], 3);
	ck_assert_uint_eq(grid.counts[1], 0);
	ck_assert_double_gt(hr_heat_grid_low_ms(&grid), 10);
	ck_assert_double_eq(hr_heat_grid_row(&grid, 0), 0.5);
	ck_assert_double_gt(hr_heat_grid_row(&grid, 200), 2);
	hr_heat_grid_release(&grid);
	hr_cells_release(&cells);
	add(&cells, 0, 0, 1);
	hr_heat_grid_init(&grid, &cells, 0, 1, 60, 40);
	ck_assert_uint_eq(grid.counts[0], 1);
	ck_assert_double_lt(hr_heat_grid_low_ms(&grid), 1);
	ck_assert_double_gt(hr_heat_grid_high_ms(&grid), 1);
	hr_heat_grid_release(&grid);
	hr_cells_release(&cells);
}
END_TEST

START_TEST(heat_rows_rise_with_time)
{
	struct hr_cells cells = { 0 };
	struct hr_heat_grid grid;
	double before = -1;

	add(&cells, 1, 2, 1);
	add(&cells, 1, 900, 1);
	hr_heat_grid_init(&grid, &cells, 1, 1, 60, 40);
	for (double ms = hr_heat_grid_low_ms(&grid); ms < hr_heat_grid_high_ms(&grid); ms *= 1.01) {
		double row = hr_heat_grid_row(&grid, ms);

		ck_assert_double_gt(row, before);
		before = row;
	}
	ck_assert_double_eq(hr_heat_grid_row(&grid, 1e12), (double)grid.rows);
	hr_heat_grid_release(&grid);
	hr_cells_release(&cells);
}
END_TEST

START_TEST(heat_path_joins_neighbours)
{
	struct hr_cells cells = { 0 };
	struct hr_heat_grid grid;
	struct hr_str path = { 0 };

	for (int64_t i = 0; i < 5; i++)
		add(&cells, i, 100, 4);
	hr_heat_grid_init(&grid, &cells, 0, 5, 60, 40);
	hr_heat_grid_path(&grid, 9, &path);
	ck_assert_uint_eq(path.length, strlen("M0 12h5v1h-5z"));
	ck_assert_ptr_nonnull(strstr(hr_str_text(&path), "h5v1h-5z"));
	hr_str_release(&path);
	hr_heat_grid_release(&grid);
	hr_cells_release(&cells);
}
END_TEST

static Suite *downsample_suite(void)
{
	Suite *suite = suite_create("render/downsample");
	TCase *tcase = tcase_create("downsample");

	tcase_add_test(tcase, keeps_everything_that_has_room);
	tcase_add_test(tcase, keeps_least_and_most_of_each_column);
	tcase_add_test(tcase, gaps_stay_gaps);
	tcase_add_test(tcase, bins_hold_every_value_once);
	tcase_add_test(tcase, few_requests_are_whole);
	tcase_add_test(tcase, bins_below_a_millisecond_show_no_comb);
	tcase_add_test(tcase, heat_grid_loses_no_request);
	tcase_add_test(tcase, heat_grid_keeps_zeros_apart);
	tcase_add_test(tcase, heat_rows_rise_with_time);
	tcase_add_test(tcase, heat_path_joins_neighbours);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(downsample_suite)
