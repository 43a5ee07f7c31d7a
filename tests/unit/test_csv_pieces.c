#include <config.h>
#include "read/csv_pieces.h"

#include <csv.h>

#include "base/mem.h"
#include "csv_case.h"
#include "unit.h"
#include "unit_random.h"

#define TEXT_BYTES 30000

/* ---- texts and cuts near the lengths at which a line is no longer waited for ---- */

static size_t near_tail(uint32_t *state)
{
	return (1 + unit_random(state) % 3) * HR_CSV_TAIL_BYTES - 3 + unit_random(state) % 7;
}

/* Letters until the row is one of those lengths, the end of the last field included. */
static void lengthen_row(struct hr_str *out, size_t begin, uint32_t *state)
{
	size_t wanted = begin + near_tail(state);

	while (out->length < wanted)
		hr_str_putc(out, 'z');
}

/* @stray  not only what any reader of CSV reads alike */
static void add_row(struct hr_str *out, bool stray, uint32_t *state)
{
	size_t begin = out->length, fields = 1 + unit_random(state) % 6;

	for (size_t i = 0; i < fields; i++) {
		if (i > 0)
			hr_str_putc(out, ',');
		if (stray)
			csv_case_add_field(out, state);
		else
			hr_str_puts(out, unit_random(state) % 2 == 0 ? "\"a\r\n,\"\"b\"" : "plain");
	}
	if (unit_random(state) % 8 == 0) {
		if (!stray)
			hr_str_putc(out, ',');
		lengthen_row(out, begin, state);
	}
	csv_case_add_end(out, state);
}

static void make_text(struct hr_str *out, bool stray, uint32_t *state)
{
	while (out->length < TEXT_BYTES)
		add_row(out, stray, state);
	if (stray)
		hr_str_truncate(out, out->length - unit_random(state) % 20);
}

static size_t behind_next(struct hr_slice text, char c)
{
	const char *found = memchr(text.ptr, c, text.length);

	return found != NULL ? (size_t)(found - text.ptr) + 1 : text.length;
}

/* How much of @text comes next. */
static size_t cut(struct hr_slice text, uint32_t *state)
{
	size_t length = 0;

	switch (unit_random(state) % 6) {
	case 0:
		length = 1 + unit_random(state) % 8;
		break;
	case 1:
		length = 1 + unit_random(state) % 9000;
		break;
	case 2:
		length = near_tail(state);
		break;
	case 3: /* between CR and LF */
		length = behind_next(text, '\r');
		break;
	case 4: /* at the end of a line, */
		length = behind_next(text, '\n');
		break;
	default: /* or with so much of the next one */
		length = behind_next(text, '\n') + near_tail(state);
	}
	return length < text.length ? length : text.length;
}

/* ---- pieces ---- */

struct passed {
	struct hr_slice text; /* all of it */
	size_t length;        /* so much has come */
	bool at_end;
};

static size_t line_at(struct hr_slice text, size_t at, size_t *begin)
{
	for (*begin = at; *begin > 0 && text.ptr[*begin - 1] != '\n'; (*begin)--)
		;
	return behind_next((struct hr_slice){ text.ptr + *begin, text.length - *begin }, '\n');
}

/* Nothing is lost or changed; CR LF is never cut, and no line that is short. */
static void check_piece(void *context, struct hr_slice bytes)
{
	struct passed *passed = context;
	struct hr_slice text = passed->text;
	size_t begin;

	ck_assert_uint_gt(bytes.length, 0);
	ck_assert_uint_le(passed->length + bytes.length, text.length);
	ck_assert_mem_eq(text.ptr + passed->length, bytes.ptr, bytes.length);
	passed->length += bytes.length;
	if (passed->at_end || passed->length == text.length)
		return;
	ck_assert(bytes.ptr[bytes.length - 1] != '\r' || text.ptr[passed->length] != '\n');
	if (bytes.ptr[bytes.length - 1] != '\n')
		ck_assert_uint_gt(line_at(text, passed->length - 1, &begin), HR_CSV_TAIL_BYTES);
}

/* All that is not passed on is the beginning of a line that is not long, or a CR. */
static void check_what_waits(const struct hr_csv_pieces *pieces, const struct passed *passed,
                             size_t fed)
{
	const char *from = passed->text.ptr + passed->length;
	size_t waits = fed - passed->length;

	ck_assert_int_eq(hr_csv_pieces_is_empty(pieces), waits == 0);
	if (waits == 0 || (waits == 1 && from[0] == '\r'))
		return;
	ck_assert_uint_lt(waits, HR_CSV_TAIL_BYTES);
	ck_assert_ptr_null(memchr(from, '\n', waits));
	ck_assert(passed->length == 0 || from[-1] == '\n');
}

START_TEST(lines_stay_whole)
{
	uint32_t state = 11;

	for (int round = 0; round < 300; round++) {
		struct hr_str text = { 0 };
		struct passed passed = { { NULL, 0 }, 0, false };
		struct hr_csv_pieces pieces = { .on_piece = check_piece, .context = &passed };

		make_text(&text, true, &state);
		passed.text = hr_str_slice(&text);
		for (size_t fed = 0; fed < text.length;) {
			struct hr_slice rest = { text.data + fed, text.length - fed };

			rest.length = cut(rest, &state);
			hr_csv_pieces_feed(&pieces, rest);
			fed += rest.length;
			check_what_waits(&pieces, &passed, fed);
		}
		passed.at_end = true;
		hr_csv_pieces_finish(&pieces);
		ck_assert_uint_eq(passed.length, text.length);
		ck_assert(hr_csv_pieces_is_empty(&pieces));
		hr_csv_pieces_release(&pieces);
		hr_str_release(&text);
	}
}
END_TEST

/* A line of just that length is waited for, one of a byte more is not. */
START_TEST(longest_line)
{
	struct hr_str text = { 0 };

	while (text.length < HR_CSV_TAIL_BYTES)
		hr_str_putc(&text, 'a');
	hr_str_puts(&text, "\n");
	for (size_t longer = 0; longer < 2; longer++) {
		struct hr_slice line = { text.data + 1 - longer, HR_CSV_TAIL_BYTES + longer };
		struct passed passed = { line, 0, true };
		struct hr_csv_pieces pieces = { .on_piece = check_piece, .context = &passed };

		hr_csv_pieces_feed(&pieces, (struct hr_slice){ line.ptr, line.length - 1 });
		ck_assert_uint_eq(passed.length, longer == 0 ? 0 : HR_CSV_TAIL_BYTES);
		hr_csv_pieces_feed(&pieces, HR_SLICE_LITERAL("\n"));
		ck_assert_uint_eq(passed.length, line.length);
		hr_csv_pieces_release(&pieces);
	}
	hr_str_release(&text);
}
END_TEST

/* ---- rows ---- */

/* @cuts  NULL: in one piece */
static void read_rows(struct hr_slice text, bool reference, uint32_t *cuts, struct hr_str *out)
{
	struct hr_csv *csv = hr_csv_new(',', csv_case_write_row, out);

	if (reference)
		hr_csv_use_reference(csv);
	while (text.length > 0) {
		/* a copy of its own size, so that a read beyond its end shows */
		size_t n = cuts != NULL ? cut(text, cuts) : text.length;
		char *copy = hr_strndup(text.ptr, n);

		hr_csv_feed(csv, (struct hr_slice){ copy, n });
		free(copy);
		text.ptr += n;
		text.length -= n;
	}
	hr_csv_finish(csv);
	hr_csv_free(csv);
}

START_TEST(rows_in_any_pieces)
{
	uint32_t state = 4096;

	for (int round = 0; round < 300; round++) {
		struct hr_str text = { 0 }, expected = { 0 };

		make_text(&text, true, &state);
		read_rows(hr_str_slice(&text), true, NULL, &expected);
		for (int way = 0; way < 4; way++) {
			struct hr_str got = { 0 };

			read_rows(hr_str_slice(&text), way == 0, way == 1 ? NULL : &state, &got);
			ck_assert_msg(strcmp(hr_str_text(&got), hr_str_text(&expected)) == 0,
			              "round %d, way %d", round, way);
			hr_str_release(&got);
		}
		hr_str_release(&expected);
		hr_str_release(&text);
	}
}
END_TEST

/* What follows a CR in a long line. Whether a quote has an end is not asked, whatever the pieces,
 * of a row that does not begin with its line; of the next one it is. */
static const char *const behind_cr[] = {
	"1,2,\"x\n1,2,3\n4,5,\"q, r\"\n6,7,8\n",
	"1,2,3\n1,2,\"x\n1,2,3\n4,5,\"q, r\"\n6,7,8\n",
};

START_TEST(row_inside_a_line)
{
	struct hr_str text = { 0 }, whole = { 0 }, parts = { 0 };
	struct hr_csv *csv = hr_csv_new(',', csv_case_write_row, &parts);
	size_t cut_at;

	hr_str_puts(&text, "a,b,c\n1,2,");
	while (text.length < 2 * HR_CSV_TAIL_BYTES)
		hr_str_putc(&text, 'z');
	hr_str_putc(&text, '\r');
	cut_at = text.length;
	hr_str_puts(&text, behind_cr[_i]);
	read_rows(hr_str_slice(&text), false, NULL, &whole);
	hr_csv_feed(csv, (struct hr_slice){ text.data, cut_at });
	hr_csv_feed(csv, (struct hr_slice){ text.data + cut_at, text.length - cut_at });
	hr_csv_finish(csv);
	hr_csv_free(csv);
	ck_assert_str_eq(hr_str_text(&parts), hr_str_text(&whole));
	ck_assert_int_eq(strstr(hr_str_text(&whole), "!u") != NULL, _i == 1);
	hr_str_release(&whole);
	hr_str_release(&parts);
	hr_str_release(&text);
}
END_TEST

static void write_plainly(void *context, const struct hr_csv_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		hr_str_add_slice(context, row->fields[i]);
		hr_str_putc(context, i + 1 < row->count ? '|' : '\n');
	}
}

struct by_library {
	struct hr_str text;
	bool begun; /* a row */
};

static void library_field(void *field, size_t length, void *context)
{
	struct by_library *by = context;

	if (by->begun)
		hr_str_putc(&by->text, '|');
	by->begun = true;
	hr_str_add(&by->text, field, length);
}

static void library_row(int end, void *context)
{
	struct by_library *by = context;

	(void)end;
	hr_str_putc(&by->text, '\n');
	by->begun = false;
}

/* Not through csv.h at all. Blanks stand inside fields only, so libcsv trims none. */
START_TEST(rows_as_libcsv_has_them)
{
	uint32_t state = 303;

	for (int round = 0; round < 200; round++) {
		struct hr_str text = { 0 }, got = { 0 };
		struct by_library expected = { { 0 }, false };
		struct csv_parser parser;
		struct hr_csv *csv = hr_csv_new(',', write_plainly, &got);
		struct hr_slice rest;

		make_text(&text, false, &state);
		csv_init(&parser, 0);
		csv_parse(&parser, text.data, text.length, library_field, library_row, &expected);
		csv_fini(&parser, library_field, library_row, &expected);
		csv_free(&parser);
		rest = hr_str_slice(&text);
		while (rest.length > 0) {
			size_t n = cut(rest, &state);

			hr_csv_feed(csv, (struct hr_slice){ rest.ptr, n });
			rest.ptr += n;
			rest.length -= n;
		}
		hr_csv_finish(csv);
		hr_csv_free(csv);
		ck_assert_msg(strcmp(hr_str_text(&got), hr_str_text(&expected.text)) == 0,
		              "round %d", round);
		hr_str_release(&expected.text);
		hr_str_release(&got);
		hr_str_release(&text);
	}
}
END_TEST

static Suite *csv_pieces_suite(void)
{
	Suite *suite = suite_create("read/csv_pieces");
	TCase *tcase = tcase_create("pieces");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, lines_stay_whole);
	tcase_add_test(tcase, longest_line);
	tcase_add_test(tcase, rows_in_any_pieces);
	HR_ADD_ROWS(tcase, row_inside_a_line, behind_cr);
	tcase_add_test(tcase, rows_as_libcsv_has_them);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(csv_pieces_suite)
