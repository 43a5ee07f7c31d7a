#include <config.h>
#include "read/csv_index.h"

#include <inttypes.h>

#include "base/mem.h"
#include "csv_case.h"
#include "read/csv.h"
#include "unit.h"
#include "unit_random.h"

/* The index of a text as rows "ends of fields/quotes/breaks/returns/loose". */
static void write_index(const struct hr_csv_index *index, struct hr_str *out)
{
	uint32_t at = 0;

	for (size_t i = 0; i < index->row_count; i++) {
		for (; at <= index->rows[i].end; at++)
			hr_str_printf(out, "%" PRIu32 " ", index->ends[at]);
		hr_str_printf(out, "/%" PRIu32 "/%" PRIu32 "/%d/%d\n", index->rows[i].quotes,
		              index->rows[i].breaks, index->rows[i].returns,
		              index->rows[i].loose && index->rows[i].quotes > 0);
	}
}

/* Has the separator at @i no quote at a side where it has a field? */
static bool is_loose(const char *text, size_t i, size_t length)
{
	size_t last = i > 1 && text[i - 1] == '\r' ? i - 2 : i - 1;
	bool before = i > 0 && text[last] == '"';
	bool after = text[i] == '\n' || (i + 1 < length && text[i + 1] == '"');

	return !before || !after;
}

/* The same, byte by byte. */
static void write_expected(const char *text, size_t length, struct hr_str *out)
{
	struct hr_str row = { 0 };
	uint32_t quotes = 0, breaks = 0;
	bool returns = false, loose = false;

	for (size_t i = 0; i < length; i++) {
		bool inside = quotes % 2 == 1;

		quotes += text[i] == '"';
		returns |= text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n');
		breaks += text[i] == '\n' && inside;
		if ((text[i] == ',' || text[i] == '\n') && !inside) {
			loose |= is_loose(text, i, length);
			hr_str_printf(&row, "%zu ", i);
		}
		if (text[i] == '\n' && !inside) {
			hr_str_printf(out, "%s/%" PRIu32 "/%" PRIu32 "/%d/%d\n", hr_str_text(&row),
			              quotes, breaks, returns, loose && quotes > 0);
			hr_str_truncate(&row, 0);
			quotes = breaks = 0;
			returns = loose = false;
		}
	}
	hr_str_release(&row);
}

/* The alphabet rules, or all byte values occur. */
static void write_random(char *text, size_t length, int round, uint32_t *state)
{
	static const char alphabet[] = "abcdefgh,,,\n\r\"";
	size_t letters = sizeof(alphabet) - 1 - (size_t)round % 4;
	uint32_t rare = round % 3 == 0 ? 1 : 12; /* many blocks without quotes */

	for (size_t i = 0; i < length; i++) {
		text[i] = alphabet[unit_random(state) % letters];
		if (text[i] == '"' && unit_random(state) % rare != 0)
			text[i] = round % 5 == 0 ? (char)unit_random(state) : 'a';
	}
}

START_TEST(best_set_runs)
{
	enum hr_instruction_set best = hr_instruction_set_best();

	ck_assert(hr_instruction_set_runs(best));
	ck_assert(hr_instruction_set_runs(HR_INSTRUCTIONS_PORTABLE));
	for (int faster = 0; faster < (int)best; faster++)
		ck_assert(!hr_instruction_set_runs(faster));
}
END_TEST

/* A quote, the carriage return behind it and the end of the line, around the border of a block. */
START_TEST(index_of_quotes_at_borders)
{
	struct hr_csv_index *index;

	if (!hr_instruction_set_runs(_i))
		return;
	index = hr_alloc(sizeof(*index));
	hr_csv_index_init(index, _i);
	for (size_t pad = 0; pad < 200; pad++) {
		struct hr_str text = { 0 }, expected = { 0 }, got = { 0 };

		hr_str_putc(&text, '"');
		for (size_t i = 0; i < pad; i++)
			hr_str_putc(&text, 'a');
		hr_str_puts(&text, "\"\r\n\"b\",\"c\"\r\n");
		write_expected(text.data, text.length, &expected);
		hr_csv_index_build(index, text.data, text.length, ',');
		write_index(index, &got);
		ck_assert_str_eq(hr_str_text(&got), hr_str_text(&expected));
		hr_str_release(&text);
		hr_str_release(&expected);
		hr_str_release(&got);
	}
	free(index);
}
END_TEST

/* By every set of instructions that this processor runs. */
START_TEST(index_of_random_text)
{
	struct hr_csv_index *index;
	uint32_t state = 4;

	if (!hr_instruction_set_runs(_i))
		return;
	index = hr_alloc(sizeof(*index));
	hr_csv_index_init(index, _i);
	for (int round = 0; round < 3000; round++) {
		struct hr_str expected = { 0 }, got = { 0 };
		char text[700 + 1];
		size_t length = unit_random(&state) % 700;
		char *start = text + round % 2; /* not aligned */

		write_random(start, length, round, &state);
		write_expected(start, length, &expected);
		hr_csv_index_build(index, start, length, ',');
		write_index(index, &got);
		ck_assert_msg(strcmp(hr_str_text(&got), hr_str_text(&expected)) == 0,
		              "%s, round %d:\n%s\nexpected\n%s", hr_instruction_set_name(_i), round,
		              hr_str_text(&got), hr_str_text(&expected));
		hr_str_release(&got);
		hr_str_release(&expected);
	}
	free(index);
}
END_TEST

/* ---- rows: by the index, and by libcsv alone ---- */

struct rows {
	struct hr_str text;
	uint32_t random; /* how many plain rows are taken; 0: none are asked for */
};

static void write_field(struct hr_str *out, size_t i, struct hr_slice field)
{
	if (i > 0)
		hr_str_putc(out, '|');
	hr_str_add_slice(out, field);
}

static void write_row(void *context, const struct hr_csv_row *row)
{
	struct rows *rows = context;

	csv_case_write_row(&rows->text, row);
}

/* Takes a random number of rows, the way a fast reader may. */
static size_t write_plain(void *context, const struct hr_csv_plain *plain)
{
	struct rows *rows = context;
	size_t wanted = unit_random(&rows->random) % 5;
	uint32_t begin = plain->begin, at = 0;

	for (size_t i = 0; i < plain->count && i < wanted; i++) {
		uint32_t last = plain->rows[i].end - plain->first;
		uint32_t fields = 0;
		size_t length = rows->text.length;

		hr_str_printf(&rows->text, "%" PRIu64 ":", plain->line + i);
		for (; at <= last; at++) {
			struct hr_slice field = { plain->bytes + begin, plain->ends[at] - begin };

			if (at == last && field.length > 0 && field.ptr[field.length - 1] == '\r')
				field.length--;
			if (plain->quoted) {
				ck_assert(field.length >= 2 && field.ptr[0] == '"' &&
				          field.ptr[field.length - 1] == '"');
				field.ptr++;
				field.length -= 2;
			}
			begin = plain->ends[at] + 1;
			if (at == last && fields == 0 && field.length == 0 && !plain->quoted) {
				hr_str_truncate(&rows->text, length); /* blank: not for us */
				return i;
			}
			write_field(&rows->text, fields++, field);
		}
		hr_str_putc(&rows->text, '\n');
	}
	return wanted < plain->count ? wanted : plain->count;
}

static void read_rows(struct hr_slice text, size_t piece, bool reference, struct rows *rows)
{
	struct hr_csv *csv = hr_csv_new(',', write_row, rows);

	if (reference)
		hr_csv_use_reference(csv);
	else if (rows->random != 0)
		hr_csv_take_plain(csv, write_plain);
	for (size_t at = 0; at < text.length; at += piece) {
		/* a copy of its own size, so that a read beyond its end shows */
		size_t n = text.length - at < piece ? text.length - at : piece;
		char *copy = hr_strndup(text.ptr + at, n);

		hr_csv_feed(csv, (struct hr_slice){ copy, n });
		free(copy);
	}
	hr_csv_finish(csv);
	hr_csv_free(csv);
}

/* Rows as files have them, with what goes wrong in files; @bytes at least, cut anywhere. */
static void make_text(struct hr_str *out, size_t bytes, uint32_t *state)
{
	while (out->length < bytes) {
		uint32_t fields = 1 + unit_random(state) % 6;

		for (uint32_t i = 0; i < fields; i++) {
			if (i > 0)
				hr_str_putc(out, ',');
			csv_case_add_field(out, state);
		}
		for (uint32_t i = unit_random(state) % 2000 == 0 ? 40000 : 0; i > 0; i--)
			hr_str_putc(out, 'z');
		csv_case_add_end(out, state);
	}
	hr_str_truncate(out, out->length - unit_random(state) % 20);
}

/* The tests that look at many more files set HEADROOM_CSV_FILES. */
static int files_to_read(void)
{
	const char *wanted = getenv("HEADROOM_CSV_FILES");

	return wanted != NULL ? atoi(wanted) : 400;
}

START_TEST(rows_as_libcsv_alone)
{
	static const size_t pieces[] = { 64, 1000, 4096, 65536 };
	uint32_t state = 20261128;

	for (int file = 0; file < files_to_read(); file++) {
		struct rows expected = { 0 };
		struct hr_str text = { 0 };

		make_text(&text, file % 10 == 0 ? 100000 : 3000, &state);
		read_rows(hr_str_slice(&text), 65536, true, &expected);
		for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
			struct rows got = { .random = file % 2 == 0 ? state : 0 };

			read_rows(hr_str_slice(&text), pieces[i], false, &got);
			ck_assert_msg(strcmp(hr_str_text(&got.text), hr_str_text(&expected.text)) ==
			                      0,
			              "file %d, pieces of %zu bytes", file, pieces[i]);
			hr_str_release(&got.text);
		}
		hr_str_release(&expected.text);
		hr_str_release(&text);
	}
}
END_TEST

static Suite *csv_index_suite(void)
{
	Suite *suite = suite_create("read/csv_index");
	TCase *tcase = tcase_create("index");

	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, best_set_runs);
	tcase_add_loop_test(tcase, index_of_quotes_at_borders, 0, HR_INSTRUCTION_SETS);
	tcase_add_loop_test(tcase, index_of_random_text, 0, HR_INSTRUCTION_SETS);
	tcase_add_test(tcase, rows_as_libcsv_alone);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(csv_index_suite)
