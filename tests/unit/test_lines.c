#include <config.h>
#include "render/lines.h"

#include <math.h>

#include "unit.h"

/* Values at x = 0, 10, 20, 30 of a panel of 30 x 100 px whose y goes from 0 at the bottom to 100: a
 * value v is drawn at 100 - v. Rectangles in px; by hand. */
static const struct placed {
	double values[4];
	double left, top, right, bottom;
	bool is_free;
} placed[] = {
	{ { 50, 50, 50, 50 }, 0, 0, 30, 40, true },
	{ { 50, 50, 50, 50 }, 0, 40, 30, 60, false },
	{ { 50, 50, 50, 50 }, 0, 60, 30, 90, true },
	/* up at the left alone */
	{ { 90, 10, 10, 10 }, 12, 0, 28, 80, true },
	{ { 90, 10, 10, 10 }, 5, 0, 28, 80, false },
	/* the stroke between two values, which lie outside */
	{ { 0, 100, 0, 0 }, 4, 45, 6, 55, false },
	{ { 0, 100, 0, 0 }, 4, 0, 6, 30, true },
	{ { 0, 100, 0, 0 }, 14, 65, 16, 90, true },
	/* a gap, and a value alone in it */
	{ { 50, (double)NAN, (double)NAN, 50 }, 2, 40, 28, 60, true },
	{ { (double)NAN, (double)NAN, 50, (double)NAN }, 15, 40, 25, 60, false },
	{ { (double)NAN, (double)NAN, 50, (double)NAN }, 15, 60, 25, 90, true },
	{ { (double)NAN, (double)NAN, (double)NAN, (double)NAN }, 0, 0, 30, 100, true },
};

START_TEST(knows_where_no_line_passes)
{
	static const double x[] = { 0, 10, 20, 30 }, below[] = { -50, -50, -50, -50 };
	const struct placed *one = &placed[_i];
	struct hr_line lines[] = { { .values = below }, { .values = one->values } };
	struct hr_panel panel = { .right = 30, .bottom = 100 };

	panel.x.scale = (struct hr_scale){ .low = 0, .high = 30, .from = 0, .to = 30 };
	panel.y.scale = (struct hr_scale){ .low = 0, .high = 100, .from = 100, .to = 0 };
	ck_assert_int_eq(hr_lines_leave_free(&panel, lines, 2, x, 4, one->left, one->top,
	                                     one->right, one->bottom),
	                 one->is_free);
}
END_TEST

static Suite *lines_suite(void)
{
	Suite *suite = suite_create("render/lines");
	TCase *tcase = tcase_create("lines");

	HR_ADD_ROWS(tcase, knows_where_no_line_passes, placed);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(lines_suite)
