/* Cells and tracks: both are arrays over intervals that grow at either end and coarsen. */
#include <config.h>
#include "record/cells.h"

#include "base/instant.h"
#include "record/lane.h"
#include "record/track.h"
#include "unit.h"

START_TEST(rounds_down_before_the_epoch)
{
	ck_assert_int_eq(hr_floor_div(7, 2), 3);
	ck_assert_int_eq(hr_floor_div(-7, 2), -4);
	ck_assert_int_eq(hr_floor_div(-8, 2), -4);
	ck_assert_int_eq(hr_floor_div(INT64_MIN, 1000), INT64_MIN / 1000 - 1);
}
END_TEST

START_TEST(grow_at_either_end)
{
	static const int64_t order[] = { 5, 3, -2, 9, -20, 40, 39, -21 };
	struct hr_cells cells = { 0 };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		hr_cells_at(&cells, order[i])->count += i + 1;
	ck_assert_int_eq(cells.first, -21);
	ck_assert_uint_eq(cells.count, 62);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		ck_assert_uint_eq(hr_cells_peek(&cells, order[i])->count, i + 1);
	ck_assert_uint_eq(hr_cells_peek(&cells, 0)->count, 0);
	ck_assert_ptr_null(hr_cells_peek(&cells, -22));
	ck_assert_ptr_null(hr_cells_peek(&cells, 41));
	hr_cells_release(&cells);
}
END_TEST

START_TEST(coarsen_keeps_all_sums)
{
	struct hr_cells cells = { 0 };

	for (int64_t i = -7; i <= 6; i++) {
		struct hr_cell *cell = hr_cells_at(&cells, i);

		cell->count = 1;
		hr_cell_add_time(cell, (i + 10) * HR_NS_PER_MS, 1);
	}
	hr_cells_coarsen(&cells, 4);
	/* -7..-5 -> -2, -4..-1 -> -1, 0..3 -> 0, 4..6 -> 1 */
	ck_assert_int_eq(cells.first, -2);
	ck_assert_uint_eq(cells.count, 4);
	ck_assert_uint_eq(cells.cells[0].count, 3);
	ck_assert_uint_eq(cells.cells[1].count, 4);
	ck_assert(cells.cells[1].sum_ns == (6 + 7 + 8 + 9) * HR_NS_PER_MS);
	ck_assert_int_eq(cells.cells[2].min_ns, 10 * HR_NS_PER_MS);
	ck_assert_int_eq(cells.cells[2].max_ns, 13 * HR_NS_PER_MS);
	ck_assert_uint_eq(hr_sketch_count(&cells.cells[3].sketch), 3);
	hr_cells_release(&cells);
}
END_TEST

START_TEST(keep_forgets_and_counts)
{
	struct hr_cells cells = { 0 };

	for (int64_t i = 0; i < 10; i += 3)
		hr_cells_at(&cells, i)->count = 10;
	ck_assert_uint_eq(hr_cells_keep(&cells, 1, 8), 20);
	ck_assert_int_eq(cells.first, 3);
	ck_assert_uint_eq(cells.count, 4);
	hr_cells_at(&cells, 1)->count = 5;
	ck_assert_int_eq(cells.first, 1);
	ck_assert_uint_eq(hr_cells_keep(&cells, 100, 200), 25);
	ck_assert_uint_eq(cells.count, 0);
	hr_cells_at(&cells, -3)->count = 1;
	ck_assert_int_eq(cells.first, -3);
	hr_cells_release(&cells);
}
END_TEST

/* A constant is its own quantile, whatever bucket it is in: 30 ms falls into one whose middle is
 * 29.88 ms. */
START_TEST(quantiles_stay_within_the_extremes)
{
	static const int64_t times_ms[] = { 30, 33, 1, 999, 0 };

	for (size_t i = 0; i < sizeof(times_ms) / sizeof(times_ms[0]); i++) {
		struct hr_cell cell = { 0 };

		hr_cell_add_time(&cell, times_ms[i] * HR_NS_PER_MS, 3);
		ck_assert_double_eq(hr_cell_quantile_ms(&cell, 0.01), (double)times_ms[i]);
		ck_assert_double_eq(hr_cell_quantile_ms(&cell, 0.99), (double)times_ms[i]);
		hr_sketch_release(&cell.sketch);
	}
	ck_assert_double_nan(hr_cell_quantile_ms(&(struct hr_cell){ .count = 1 }, 0.5));
}
END_TEST

START_TEST(merge_drops_below_the_floor)
{
	struct hr_cells a = { 0 }, b = { 0 };

	for (int64_t i = 0; i < 8; i++)
		hr_cells_at(&b, i)->count = 1;
	hr_cells_at(&a, 3)->count = 7;
	ck_assert_uint_eq(hr_cells_merge_coarser(&a, &b, 2, 1), 2);
	ck_assert_int_eq(a.first, 1);
	ck_assert_uint_eq(a.count, 3);
	ck_assert_uint_eq(a.cells[2].count, 9);
	hr_cells_release(&a);
	hr_cells_release(&b);
}
END_TEST

START_TEST(tracks_add_up_or_keep_the_largest)
{
	struct hr_tracks sums, peaks;

	hr_tracks_init(&sums, HR_TRACK_SUM, 10);
	hr_tracks_init(&peaks, HR_TRACK_MAX, 10);
	for (uint64_t i = 0; i < 6; i++) {
		hr_tracks_add(&sums, hr_slice_of(i % 2 ? "500" : "200"), (int64_t)i / 2, i);
		hr_tracks_add(&peaks, hr_slice_of("host"), (int64_t)i / 2, i);
	}
	ck_assert_uint_eq(sums.count, 2);
	ck_assert_str_eq(sums.tracks[0].text, "200");
	ck_assert_uint_eq(hr_track_value(&sums.tracks[0], 2), 4);
	ck_assert_uint_eq(hr_track_value(&peaks.tracks[0], 2), 5);
	hr_tracks_coarsen(&sums, 2);
	hr_tracks_coarsen(&peaks, 2);
	ck_assert_uint_eq(hr_track_value(&sums.tracks[1], 0), 4);
	ck_assert_uint_eq(hr_track_value(&peaks.tracks[0], 0), 3);
	ck_assert_uint_eq(hr_track_value(&peaks.tracks[0], 7), 0);
	hr_tracks_release(&sums);
	hr_tracks_release(&peaks);
}
END_TEST

START_TEST(tracks_beyond_the_cap_go_to_the_rest)
{
	struct hr_tracks tracks;
	char text[2] = "a";
	uint64_t kept = 0;

	hr_tracks_init(&tracks, HR_TRACK_SUM, 4);
	for (; text[0] <= 'z'; text[0]++)
		hr_tracks_add(&tracks, hr_slice_of(text), text[0] % 3, 1);
	ck_assert_uint_eq(tracks.count, 4);
	for (size_t i = 0; i < tracks.count; i++)
		for (int64_t j = 0; j < 3; j++)
			kept += hr_track_value(&tracks.tracks[i], j);
	ck_assert_uint_eq(kept, 4);
	for (int64_t j = 0; j < 3; j++)
		kept += hr_track_value(&tracks.rest, j);
	ck_assert_uint_eq(kept, 26);
	hr_tracks_release(&tracks);
}
END_TEST

static Suite *cells_suite(void)
{
	Suite *suite = suite_create("record/cells");
	TCase *tcase = tcase_create("cells");

	tcase_add_test(tcase, rounds_down_before_the_epoch);
	tcase_add_test(tcase, grow_at_either_end);
	tcase_add_test(tcase, coarsen_keeps_all_sums);
	tcase_add_test(tcase, keep_forgets_and_counts);
	tcase_add_test(tcase, quantiles_stay_within_the_extremes);
	tcase_add_test(tcase, merge_drops_below_the_floor);
	tcase_add_test(tcase, tracks_add_up_or_keep_the_largest);
	tcase_add_test(tcase, tracks_beyond_the_cap_go_to_the_rest);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(cells_suite)
