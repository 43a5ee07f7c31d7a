#include <config.h>
#include "record/error_text.h"

#include "record/run.h"
#include "unit.h"

/* The rule is ours, so the values are its reading by hand. */
static const struct masked {
	const char *text, *mask;
} masked[] = {
	{ "", "" },
	{ "no figures", "no figures" },
	/* numbers, with what stands between digits */
	{ "500/took 1234 ms", "500/took … ms" },
	{ "It took 8,228 milliseconds, not 3,000.", "It took … milliseconds, not …." },
	{ "expected 12.5 but was -3", "expected … but was -…" },
	{ "at 10:15:23.123 on 10.0.0.1:8080", "at … on …" },
	{ "2026-11-28T02:00:00Z", "…-…-…T…Z" },
	{ "order 17 of user42 failed", "order … of user… failed" },
	{ "1, 2., 3: end", "…, …., …: end" },
	/* ids */
	{ "trace 4bf92f3577b34da6 lost", "trace … lost" },
	{ "deadbeef is a word", "deadbeef is a word" },
	{ "deadbee1 is an id", "… is an id" },
	{ "dead1 is short", "dead… is short" },
	{ "0xghost and 0x12g", "…xghost and …x…g" },
	{ "xdeadbee1 is not hexadecimal", "xdeadbee… is not hexadecimal" },
	{ "deadbee1x neither", "deadbee…x neither" },
	{ "Socket@6d06d6 and Socket@6d06d", "Socket@… and Socket@…d…d" },
	{ "at 0xbeef and 0x7f3a", "at … and …" },
	{ "id 123e4567-e89b-12d3-a456-426614174000.", "id …." },
	{ "id 123e4567-e89b-12d3-a456-4266141740001", "id …-e…b-…d…-a…-…" },
	/* response codes */
	{ "500/Internal Server Error", "500/Internal Server Error" },
	{ "503", "503" },
	{ "1101/lookup: no such host", "1101/lookup: no such host" },
	{ "14", "14" },
	{ "123456/x", "…/x" },
	{ "500 took 3 s", "… took … s" },
	{ "status.find.is(200), but actually found 503",
	  "status.find.is(200), but actually found 503" },
	{ "unexpected status code: 502 after 5000 ms", "unexpected status code: 502 after … ms" },
	{ "statusCode=404", "statusCode=404" },
	{ "status ok, took 523 ms, limit 500ms", "status ok, took … ms, limit …ms" },
	{ "status 604, code 99, code 5000", "status …, code …, code …" },
	{ "took 503", "took …" },
	/* quotes and other letters are words */
	{ "no \"such 1\" here", "no \"such …\" here" },
	{ "Zeitüberschreitung 30 s", "Zeitüberschreitung … s" },
};

START_TEST(masks_what_differs)
{
	struct hr_str mask = { 0 };

	hr_error_mask(hr_slice_of(masked[_i].text), &mask);
	ck_assert_str_eq(hr_str_text(&mask), masked[_i].mask);
	hr_str_release(&mask);
}
END_TEST

/* Words and pieces one after the other are the text. */
START_TEST(takes_apart_without_loss)
{
	struct hr_slice text = hr_slice_of(masked[_i].text), words, piece;
	struct hr_error_scan scan;
	const char *next = text.ptr;

	hr_error_scan_init(&scan, text);
	while (hr_error_scan_next(&scan, &words, &piece)) {
		ck_assert_uint_gt(words.length + piece.length, 0);
		ck_assert_ptr_eq(words.ptr, next);
		ck_assert_ptr_eq(piece.ptr, next + words.length);
		next = piece.ptr + piece.length;
	}
	ck_assert_ptr_eq(next, text.ptr + text.length);
}
END_TEST

/* "took N ms: ééé...", cut at HR_ERROR_BYTES: how long N is moves the cut, but not the mask. */
START_TEST(masks_of_cut_texts_do_not_depend_on_where_they_were_cut)
{
	struct hr_str first = { 0 }, second = { 0 }, text = { 0 };

	for (int i = 0; i < 2; i++) {
		hr_str_truncate(&text, 0);
		hr_str_puts(&text, i == 0 ? "took 7 ms: " : "took 12,345 ms: ");
		while (text.length + 2 <= HR_ERROR_BYTES)
			hr_str_puts(&text, "é");
		hr_error_mask(hr_str_slice(&text), i == 0 ? &first : &second);
	}
	ck_assert_str_eq(hr_str_text(&first), hr_str_text(&second));
	ck_assert_uint_le(first.length, HR_ERROR_MASK_BYTES + sizeof(HR_ERROR_GAP) - 1);
	ck_assert_uint_gt(first.length, HR_ERROR_MASK_BYTES - 4);
	ck_assert(hr_slice_starts(hr_str_slice(&first), "took … ms: éé"));
	ck_assert(hr_slice_ends(hr_str_slice(&first), "é…"));
	hr_str_release(&first);
	hr_str_release(&second);
	hr_str_release(&text);
}
END_TEST

/* A gap takes more bytes than the digit it stands for. */
START_TEST(masks_have_a_largest_length)
{
	struct hr_str text = { 0 }, mask = { 0 };

	while (text.length + 4 <= HR_ERROR_BYTES - 4)
		hr_str_puts(&text, "a 1 ");
	hr_error_mask(hr_str_slice(&text), &mask);
	ck_assert_uint_le(mask.length, HR_ERROR_BYTES);
	ck_assert_uint_gt(mask.length, HR_ERROR_BYTES - 10);
	hr_str_release(&text);
	hr_str_release(&mask);
}
END_TEST

static Suite *error_text_suite(void)
{
	Suite *suite = suite_create("record/error_text");
	TCase *tcase = tcase_create("error_text");

	HR_ADD_ROWS(tcase, masks_what_differs, masked);
	HR_ADD_ROWS(tcase, takes_apart_without_loss, masked);
	tcase_add_test(tcase, masks_have_a_largest_length);
	tcase_add_test(tcase, masks_of_cut_texts_do_not_depend_on_where_they_were_cut);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(error_text_suite)
