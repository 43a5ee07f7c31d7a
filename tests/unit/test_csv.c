#include <config.h>
#include "read/csv.h"

#include "csv_case.h"
#include "unit.h"
#include "unit_random.h"

/* As csv_case.h writes them.  @reference  by libcsv alone */
static void read_rows_by(bool reference, struct hr_slice text, char delimiter, size_t piece,
                         struct hr_str *out)
{
	struct hr_csv *csv = hr_csv_new(delimiter, csv_case_write_row, out);

	if (reference)
		hr_csv_use_reference(csv);
	for (size_t at = 0; at < text.length; at += piece) {
		size_t n = text.length - at < piece ? text.length - at : piece;

		hr_csv_feed(csv, (struct hr_slice){ text.ptr + at, n });
	}
	hr_csv_finish(csv);
	hr_csv_free(csv);
}

static void read_rows(struct hr_slice text, char delimiter, size_t piece, struct hr_str *out)
{
	read_rows_by(false, text, delimiter, piece, out);
}

/* Expected rows follow RFC 4180 and, outside it, libcsv 3.0.3 without CSV_STRICT. */
static const struct {
	const char *text;
	char delimiter;
	const char *rows;
} rows[] = {
	{ "", ',', "" },
	{ "a,b\nc,d\n", ',', "1:a|b\n2:c|d\n" },
	{ "a,b\nc,d", ',', "1:a|b\n2:c|d!e\n" },
	{ "a,b\r\nc,d\r\n", ',', "1:a|b\n2:c|d\n" },
	{ "a,b\rc,d\r", ',', "1:a|b\n2:c|d\n" },
	{ "\n\na\n\n\r\nb\n", ',', "3:a\n6:b\n" },
	{ "a\r\rb\r", ',', "1:a\n3:b\n" },
	{ ",,\n,\n", ',', "1:||\n2:|\n" },
	{ "\"\"\na\n", ',', "1:\n2:a\n" },
	/* blanks belong to the field */
	{ " a , b \n", ',', "1: a | b \n" },
	{ "a\nb, c\nd\ne ,f\n", ',', "1:a\n2:b| c\n3:d\n4:e |f\n" },
	{ "a\r\n \r\n\r\n\tb \r\n", ',', "1:a\n2: \n4:\tb \n" },
	{ "a\tb\n\t\n", '\t', "1:a|b\n2:|\n" },
	/* a lone CR in lines that end in LF */
	{ "a,b\rc\n\rd\r\re,f\n", ',', "1:a|b\n2:c\n4:d\n6:e|f\n" },
	{ "a,b\nc, \r d\r\r\ne\n", ',', "1:a|b\n2:c| \n3: d\n5:e\n" },
	/* quotes: doubled ones, delimiters and line ends inside */
	{ "\"a,b\",\"c\"\"d\"\nx\n", ',', "1:a,b|c\"d\n2:x\n" },
	{ "\"a\nb\",c\nd\n", ',', "1:a\nb|c\n3:d\n" },
	{ "\"a\r\nb\r\n\r\nc\"\r\nd\r\n", ',', "1:a\r\nb\r\n\r\nc\n5:d\n" },
	{ "\"a\rb\"\rd\r", ',', "1:a\rb\n3:d\n" },
	/* a stray quote inside a plain field is a character */
	{ "a\"b,c\nd\n", ',', "1:a\"b|c\n2:d\n" },
	/* BOM */
	{ "\xef\xbb\xbf"
	  "a,b\n",
	  ',', "1:a|b\n" },
	{ "\xef\xbb\xbf"
	  "a;b\n",
	  0, "1:a|b\n" },
	/* guessed delimiters */
	{ "a;b;c,d\n1;2;3\n", 0, "1:a|b|c,d\n2:1|2|3\n" },
	{ "\n\na\tb\n1,5\t2\n", 0, "3:a|b\n4:1,5|2\n" },
	{ "a|b\n", 0, "1:a|b\n" },
	{ "\"x,y,z\";b\n", 0, "1:x,y,z|b\n" },
	{ "alone\n1,2\n", 0, "1:alone\n2:1|2\n" },
	/* a quote without end costs its own line */
	{ "a,b\nc,\"d\ne,f\ng,h\n", ',', "1:a|b\n2:c|d!u\n3:e|f\n4:g|h\n" },
	{ "a,\"b\r\nc,\"d\r\ne,f", ',', "1:a|b!u\n2:c|d!u\n3:e|f!e\n" },
	{ "a,\"b", ',', "1:a|b!u\n" },
	{ "a,\"b\"", ',', "1:a|b!e\n" },
	/* ... also when a later quote seems to end it: a run was killed, the next one appended */
	{ "a,b,c\n1,2,\"x\n1,2,3\n4,5,\"q, r\"\n6,7,8\n", ',',
	  "1:a|b|c\n2:1|2|x!u\n3:1|2|3\n4:4|5|q, r\n5:6|7|8\n" },
	{ "a,b,c\r\n1,2,\"x\r\n1,2,3\r\n4,5,\"q, r\"\r\n6,7,8\r\n", ',',
	  "1:a|b|c\n2:1|2|x!u\n3:1|2|3\n4:4|5|q, r\n5:6|7|8\n" },
	/* ... but rows inside a proper quote are text, and a stray quote alone harms nothing */
	{ "a,b\n1,\"x\n1,2\n\"\"3,4\"\n", ',', "1:a|b\n2:1|x\n1,2\n\"3,4\n" },
	{ "a,b\n1,\"say \"hi\" to\nme\"\n5,6\n", ',', "1:a|b\n2:1|say \"hi\" to\nme\n4:5|6\n" },
	{ "a\n\n\"b\n\"\"c\n", ',', "1:a\n3:b!u\n4:\"c!u\n" },
};

START_TEST(gives_rows_with_lines)
{
	static const size_t pieces[] = { 1, 2, 3, 5, 7, 4096 };

	for (size_t i = 0; i < 2 * sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct hr_str out = { 0 };

		read_rows_by(i % 2 == 1, hr_slice_of(rows[_i].text), rows[_i].delimiter,
		             pieces[i / 2], &out);
		ck_assert_str_eq(hr_str_text(&out), rows[_i].rows);
		hr_str_release(&out);
	}
}
END_TEST

/* Where the index suffices, rows are read in place, and else by libcsv. Texts of few characters
 * meet each other's edges. */
START_TEST(gives_the_same_rows_in_any_pieces)
{
	static const char alphabet[] = "ab,,,  \t\r\n\n\n\"";
	uint32_t state = 4711;

	for (int round = 0; round < 5000; round++) {
		struct hr_str whole = { 0 }, bytewise = { 0 }, library = { 0 };
		char text[33];
		size_t letters = round % 2 == 0 ? sizeof(alphabet) - 2 : sizeof(alphabet) - 1;

		for (size_t i = 0; i < sizeof(text) - 1; i++)
			text[i] = alphabet[unit_random(&state) % letters];
		text[sizeof(text) - 1] = '\0';
		read_rows(hr_slice_of(text), ',', sizeof(text), &whole);
		read_rows(hr_slice_of(text), ',', 1, &bytewise);
		read_rows_by(true, hr_slice_of(text), ',', sizeof(text), &library);
		ck_assert_str_eq(hr_str_text(&whole), hr_str_text(&bytewise));
		ck_assert_str_eq(hr_str_text(&whole), hr_str_text(&library));
		hr_str_release(&whole);
		hr_str_release(&bytewise);
		hr_str_release(&library);
	}
}
END_TEST

START_TEST(keeps_nul)
{
	struct hr_str out = { 0 };

	read_rows(HR_SLICE_LITERAL("a\0b,c\n"), ',', 64, &out);
	ck_assert_uint_eq(out.length, 8);
	ck_assert_int_eq(memcmp(out.data, "1:a\0b|c\n", 8), 0);
	hr_str_release(&out);
}
END_TEST

START_TEST(flags_rows_of_too_many_fields)
{
	struct hr_str text = { 0 }, out = { 0 };

	for (int i = 0; i < HR_CSV_FIELDS_MAX; i++)
		hr_str_putc(&text, ',');
	hr_str_puts(&text, "\"x\ny\"\nb\n"); /* a field more, and a line end that counts */
	read_rows(hr_str_slice(&text), ',', 100, &out);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&out), "|!l\n3:b\n"));
	hr_str_release(&text);
	hr_str_release(&out);
}
END_TEST

/* What a row does when it passes the cap; the next row must come out whole, with its line. */
struct seen {
	size_t count, flagged;
	uint64_t last_line;
	struct hr_str last;
};

static void watch_row(void *context, const struct hr_csv_row *row)
{
	struct seen *seen = context;

	seen->count++;
	if (row->too_long || row->unterminated)
		seen->flagged++;
	seen->last_line = row->line;
	hr_csv_row_text(row, ',', &seen->last);
}

static void feed_repeated(struct hr_csv *csv, const char *block, size_t times)
{
	for (size_t i = 0; i < times; i++)
		hr_csv_feed(csv, hr_slice_of(block));
}

START_TEST(cuts_a_field_at_the_cap)
{
	struct seen seen = { 0 };
	struct hr_csv *csv = hr_csv_new(',', watch_row, &seen);
	static char block[65536];

	memset(block, 'x', sizeof(block) - 1);
	hr_csv_feed(csv, HR_SLICE_LITERAL("a,b\n"));
	feed_repeated(csv, block, 2 * HR_CSV_ROW_BYTES / (sizeof(block) - 1));
	hr_csv_feed(csv, HR_SLICE_LITERAL(",y\nlast,row\n"));
	hr_csv_finish(csv);
	hr_csv_free(csv);
	ck_assert_uint_eq(seen.count, 3);
	ck_assert_uint_eq(seen.flagged, 1);
	ck_assert_uint_eq(seen.last_line, 3);
	ck_assert_str_eq(hr_str_text(&seen.last), "last,row");
	hr_str_release(&seen.last);
}
END_TEST

/* 20 MiB of good rows behind a stray opening quote: one row is lost, not the file. */
START_TEST(survives_a_quote_that_never_ends)
{
	struct seen seen = { 0 };
	struct hr_csv *csv = hr_csv_new(',', watch_row, &seen);
	size_t blocks = 0;
	static char block[65536 + 1];

	for (size_t i = 0; i < 65536; i += 8)
		memcpy(block + i, "abc,def\n", 8);
	hr_csv_feed(csv, HR_SLICE_LITERAL("a,b\nc,\"d\n"));
	blocks = (20u << 20) / 65536;
	feed_repeated(csv, block, blocks);
	hr_csv_finish(csv);
	hr_csv_free(csv);
	ck_assert_uint_eq(seen.flagged, 1);
	ck_assert_uint_eq(seen.count, 2 + blocks * 8192);
	ck_assert_uint_eq(seen.last_line, 2 + blocks * 8192);
	hr_str_release(&seen.last);
}
END_TEST

/* Every line opens a quote that nothing closes: the budget for reading again must end it. */
START_TEST(stays_linear_on_hostile_quotes)
{
	struct seen seen = { 0 };
	struct hr_csv *csv = hr_csv_new(',', watch_row, &seen);
	static char block[65536 + 1];

	for (size_t i = 0; i < 65536; i += 8)
		memcpy(block + i, "a,\"bcde\n", 8);
	feed_repeated(csv, block, (20u << 20) / 65536);
	hr_csv_finish(csv);
	hr_csv_free(csv);
	ck_assert_uint_ge(seen.count, 2);
	hr_str_release(&seen.last);
}
END_TEST

START_TEST(first_row_only)
{
	struct hr_str out = { 0 };

	hr_csv_first_row(HR_SLICE_LITERAL("\n\"a\nb\";c\nd;e\n"), 0, csv_case_write_row, &out);
	ck_assert_str_eq(hr_str_text(&out), "2:a\nb|c\n");
	hr_str_truncate(&out, 0);
	hr_csv_first_row(HR_SLICE_LITERAL("a,b"), 0, csv_case_write_row, &out);
	ck_assert_str_eq(hr_str_text(&out), "1:a|b!e\n");
	hr_str_truncate(&out, 0);
	hr_csv_first_row(HR_SLICE_LITERAL("\n\n"), 0, csv_case_write_row, &out);
	ck_assert_str_eq(hr_str_text(&out), "");
	hr_str_release(&out);
}
END_TEST

START_TEST(usable_fields)
{
	const struct hr_slice fields[] = { HR_SLICE_LITERAL("a"),
		                           HR_SLICE_LITERAL("b"),
		                           { "", 0 } };
	struct hr_csv_row row = { .fields = fields, .count = 3 };

	ck_assert_uint_eq(hr_csv_row_usable(&row, 3), 3);
	ck_assert_uint_eq(hr_csv_row_usable(&row, 2), 3);
	ck_assert_uint_eq(hr_csv_row_usable(&row, 1), 0);
	ck_assert_uint_eq(hr_csv_row_usable(&row, 5), 3);
	row.at_end = true;
	ck_assert_uint_eq(hr_csv_row_usable(&row, 5), 2);
	ck_assert_uint_eq(hr_csv_row_usable(&row, 3), 3);
}
END_TEST

static Suite *csv_suite(void)
{
	Suite *suite = suite_create("read/csv");
	TCase *tcase = tcase_create("csv");

	tcase_set_timeout(tcase, 60);
	HR_ADD_ROWS(tcase, gives_rows_with_lines, rows);
	tcase_add_test(tcase, gives_the_same_rows_in_any_pieces);
	tcase_add_test(tcase, keeps_nul);
	tcase_add_test(tcase, flags_rows_of_too_many_fields);
	tcase_add_test(tcase, cuts_a_field_at_the_cap);
	tcase_add_test(tcase, survives_a_quote_that_never_ends);
	tcase_add_test(tcase, stays_linear_on_hostile_quotes);
	tcase_add_test(tcase, first_row_only);
	tcase_add_test(tcase, usable_fields);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(csv_suite)
