#include <config.h>
#include "render/svg.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "render/plot.h"
#include "render/text_width.h"
#include "unit.h"

static const struct {
	double value;
	const char *text;
} numbers[] = {
	{ 0, "0" },     { 12, "12" },      { 3.14, "3.1" },       { 0.5, ".5" },
	{ -0.04, "0" }, { -0.5, "-.5" },   { -12.25, "-12.3" },   { 99.96, "100" },
	{ NAN, "0" },   { INFINITY, "0" }, { 1e300, "10000000" },
};

START_TEST(numbers_have_one_decimal_at_most)
{
	struct hr_str out = { 0 };

	hr_svg_number(&out, numbers[_i].value);
	ck_assert_str_eq(hr_str_text(&out), numbers[_i].text);
	hr_str_release(&out);
}
END_TEST

START_TEST(paths_are_differences_that_do_not_drift)
{
	struct hr_path path = { 0 };

	hr_path_move(&path, 0.04, 10);
	hr_path_line(&path, 1.04, 10);
	hr_path_line(&path, 1.04, 8.5);
	hr_path_line(&path, 2.04, 10);
	hr_path_line(&path, 3, 9);
	hr_path_close(&path);
	ck_assert_str_eq(hr_str_text(&path.data), "M0 10h1v-1.5l1 1.5l1-1z");
	hr_str_truncate(&path.data, 0);
	hr_path_move(&path, 0, 0);
	for (int i = 1; i <= 1000; i++)
		hr_path_line(&path, i * 0.033, i * 0.077);
	/* The last point is where a single rounding puts it. */
	ck_assert_int_eq(path.x, 330);
	ck_assert_int_eq(path.y, 770);
	hr_path_release(&path);
}
END_TEST

START_TEST(rectangles_close)
{
	struct hr_path path = { 0 };

	hr_path_rect(&path, 1, 2, 3, 4);
	ck_assert_str_eq(hr_str_text(&path.data), "M1 2h3v4h-3z");
	hr_path_release(&path);
}
END_TEST

START_TEST(texts_and_attributes_are_escaped)
{
	struct hr_str out = { 0 };
	struct hr_svg svg = { &out };

	hr_svg_begin(&svg, "g");
	hr_svg_attr(&svg, "id", "\"><script>");
	hr_svg_inside(&svg);
	hr_svg_text(&svg, 1, 2, HR_ANCHOR_END, HR_ROLE_TEXT, HR_SLICE_LITERAL("a<b & \"c\""));
	hr_svg_end(&svg, "g");
	ck_assert_ptr_null(strstr(hr_str_text(&out), "<script"));
	ck_assert_ptr_null(strstr(hr_str_text(&out), "a<b"));
	ck_assert_ptr_nonnull(strstr(hr_str_text(&out), "a&lt;b &amp;"));
	ck_assert_ptr_nonnull(strstr(hr_str_text(&out), "text-anchor=\"end\""));
	hr_str_release(&out);
}
END_TEST

START_TEST(colours_stand_as_attribute_and_class)
{
	for (int role = HR_ROLE_TEXT; role <= HR_ROLE_ALT; role++) {
		struct hr_str out = { 0 }, wanted = { 0 };
		struct hr_svg svg = { &out };

		hr_svg_stroke(&svg, (enum hr_role)role, HR_DASH_LONG, 1.5);
		hr_str_printf(&wanted, "class=\"s-%s\" stroke=\"%s\"",
		              hr_role_name((enum hr_role)role), hr_role_colour((enum hr_role)role));
		ck_assert_ptr_nonnull(strstr(hr_str_text(&out), hr_str_text(&wanted)));
		ck_assert_ptr_nonnull(strstr(hr_str_text(&out), "stroke-dasharray=\"6 3\""));
		hr_str_release(&out);
		hr_str_release(&wanted);
	}
}
END_TEST

/* WCAG 2.1, 1.4.3: relative luminance and contrast. */
static double channel(const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	double c = (double)((strchr(digits, hex[0]) - digits) * 16 +
	                    (strchr(digits, hex[1]) - digits)) /
	           255;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

START_TEST(roles_are_readable_on_white)
{
	for (int role = HR_ROLE_TEXT; role <= HR_ROLE_ALT; role++) {
		const char *colour = hr_role_colour((enum hr_role)role);
		double luminance = 0.2126 * channel(colour + 1) + 0.7152 * channel(colour + 3) +
		                   0.0722 * channel(colour + 5);

		ck_assert_double_ge(1.05 / (luminance + 0.05), 4.5);
	}
}
END_TEST

static const struct {
	const char *text;
	double width; /* at 20 px: sum of DejaVu Sans' advance widths / 2048 * 20, rounded up */
} widths[] = {
	{ "", 0 },
	{ "0123456789", 127.3 },            /* 10 x 1303 */
	{ "il", 11.2 },                     /* 2 x 569 */
	{ "\xd0\x96", 21.6 },               /* U+0416: 2206 */
	{ "\xe6\xb3\xa8\xe6\x96\x87", 40 }, /* two ideographs: an em each */
};

START_TEST(widths_are_those_of_the_font)
{
	double width = hr_text_width(hr_slice_of(widths[_i].text), 20);

	ck_assert_double_ge(width, widths[_i].width - 0.15);
	ck_assert_double_le(width, widths[_i].width * 1.01 + 0.15);
}
END_TEST

START_TEST(texts_are_cut_at_character_borders)
{
	static const char *const texts[] = {
		"GET /api/v2/customers/{customerId}/orders/{orderId}",
		"\xd0\x9e\xd1\x84\xd0\xbe\xd1\x80\xd0\xbc\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5",
		"\xe6\xb3\xa8\xe6\x96\x87\xe3\x82\x92\xe7\xa2\xba\xe5\xae\x9a",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (double room = 5; room < 300; room += 7) {
			struct hr_str out = { 0 };
			bool whole = hr_text_fit(hr_slice_of(texts[i]), 11, room, &out);

			ck_assert(whole == (hr_text_width(hr_slice_of(texts[i]), 11) <= room));
			ck_assert(hr_utf8_valid(hr_str_slice(&out)));
			if (whole)
				ck_assert_str_eq(hr_str_text(&out), texts[i]);
			else
				ck_assert_ptr_nonnull(strstr(hr_str_text(&out), "\xe2\x80\xa6"));
			if (room > 12)
				ck_assert(hr_text_width(hr_str_slice(&out), 11) <= room);
			hr_str_release(&out);
		}
	}
}
END_TEST

/* Two files of one folder, two pages of one service: what tells them apart stays. */
START_TEST(cut_names_stay_apart)
{
	static const char *const pairs[][2] = {
		{ "filesystem./dev/sda7.free", "filesystem./dev/sdg.free" },
		{ "network.enp6s2.received", "network.enp6s0.received" },
		{ "https://shop.example/api/v2/orders/latest?page=1",
		  "https://shop.example/api/v2/orders/latest?page=2" },
		{ "e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 "
		  "e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 1",
		  "e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 "
		  "e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 e\xcc\x81 2" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct hr_str one = { 0 }, other = { 0 };

		ck_assert(!hr_text_fit_name(hr_slice_of(pairs[i][0]), 11, 100, &one));
		ck_assert(!hr_text_fit_name(hr_slice_of(pairs[i][1]), 11, 100, &other));
		ck_assert_str_ne(hr_str_text(&one), hr_str_text(&other));
		ck_assert(hr_utf8_valid(hr_str_slice(&one)));
		ck_assert_double_le(hr_text_width(hr_str_slice(&one), 11), 100);
		ck_assert_double_ge(hr_text_width(hr_str_slice(&one), 11), 80);
		hr_str_truncate(&one, 0);
		ck_assert(hr_text_fit_name(hr_slice_of(pairs[i][0]), 11, 400, &one));
		ck_assert_str_eq(hr_str_text(&one), pairs[i][0]);
		hr_str_release(&one);
		hr_str_release(&other);
	}
}
END_TEST

/* In time that grows as the name does: this one would take minutes otherwise. */
START_TEST(cuts_a_long_name)
{
	static char name[1000001];
	struct hr_str cut = { 0 };

	memset(name, 'm', sizeof(name) - 1);
	memcpy(name + sizeof(name) - 5, "last", 4);
	ck_assert(!hr_text_fit_name(hr_slice_of(name), 11, 100, &cut));
	ck_assert_str_eq(hr_str_text(&cut), "mm\xe2\x80\xa6"
	                                    "mmmmlast");
	hr_str_release(&cut);
}
END_TEST

START_TEST(names_keep_apart)
{
	struct hr_name names[] = {
		{ "a", 50, HR_ROLE_CUR },  { "b", 50, HR_ROLE_CUR }, { "c", 52, HR_ROLE_CUR },
		{ "d", 199, HR_ROLE_CUR }, { "e", 0, HR_ROLE_CUR },  { "f", 500, HR_ROLE_CUR },
	};
	size_t n = hr_names_spread(names, 6, 10, 200);

	ck_assert_uint_eq(n, 6);
	for (size_t i = 0; i < n; i++) {
		ck_assert_double_ge(names[i].y, 10);
		ck_assert_double_le(names[i].y, 200);
		if (i > 0)
			ck_assert_double_ge(names[i].y - names[i - 1].y, 13.9);
	}
	/* Equal heights keep their order. */
	ck_assert_str_eq(names[1].text, "a");
	ck_assert_str_eq(names[2].text, "b");
	/* Room for three: the first three of the list stay. */
	ck_assert_uint_eq(hr_names_spread(names, 6, 0, 30), 3);
}
END_TEST

static Suite *svg_suite(void)
{
	Suite *suite = suite_create("render/svg");
	TCase *tcase = tcase_create("svg");

	HR_ADD_ROWS(tcase, numbers_have_one_decimal_at_most, numbers);
	tcase_add_test(tcase, paths_are_differences_that_do_not_drift);
	tcase_add_test(tcase, rectangles_close);
	tcase_add_test(tcase, texts_and_attributes_are_escaped);
	tcase_add_test(tcase, colours_stand_as_attribute_and_class);
	tcase_add_test(tcase, roles_are_readable_on_white);
	HR_ADD_ROWS(tcase, widths_are_those_of_the_font, widths);
	tcase_add_test(tcase, texts_are_cut_at_character_borders);
	tcase_add_test(tcase, cut_names_stay_apart);
	tcase_add_test(tcase, cuts_a_long_name);
	tcase_add_test(tcase, names_keep_apart);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(svg_suite)
