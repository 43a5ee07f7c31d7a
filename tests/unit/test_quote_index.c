#include <config.h>
#include "read/quote_index.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "unit.h"
#include "unit_random.h"

static bool is_odd(unsigned char c)
{
	return c < 0x20 || c >= 0x80 || c == '&' || c == '<';
}

/* The places of the quotes, byte by byte; '!' when the text did not last. */
static void write_expected(const char *text, size_t length, struct hr_str *out)
{
	bool inside = false;

	for (size_t i = 0; i < length; i++) {
		if (inside && is_odd((unsigned char)text[i])) {
			hr_str_putc(out, '!');
			return;
		}
		if (text[i] != '"')
			continue;
		inside = !inside;
		hr_str_printf(out, "%zu ", i);
	}
}

static void write_index(const struct hr_quote_index *index, struct hr_str *out)
{
	for (size_t i = 0; i < index->count; i++)
		hr_str_printf(out, "%u ", (unsigned)index->at[i]);
	if (!index->complete)
		hr_str_putc(out, '!');
}

/* Odd bytes mostly where they may be, so that an index has some length. */
static void write_random(char *text, size_t length, int round, uint32_t *state)
{
	static const char plain[] = "ab =/>\x7f~ ", odd[] = "&<\n\r\t\x80\xff\x1f";
	uint32_t rare = 1u << round % 8;
	bool inside = false;

	for (size_t i = 0; i < length; i++) {
		uint32_t r = unit_random(state);

		text[i] = plain[r % (sizeof(plain) - 1)];
		if (r % 6 == 0)
			text[i] = '"';
		else if (r % 5 == 0 && (!inside || unit_random(state) % (8 * rare) == 0))
			text[i] = odd[r / 5 % (sizeof(odd) - 1)];
		else if (round % 7 == 0)
			text[i] = (char)unit_random(state);
		inside ^= text[i] == '"';
	}
}

/* By every set of instructions that this processor runs. */
START_TEST(index_of_random_text)
{
	struct hr_quote_index *index;
	uint32_t state = 4;

	if (!hr_instruction_set_runs(_i))
		return;
	index = hr_alloc(sizeof(*index));
	hr_quote_index_init(index, _i);
	for (int round = 0; round < 3000; round++) {
		struct hr_str expected = { 0 }, got = { 0 };
		char text[700 + 1];
		size_t length = unit_random(&state) % 700;
		char *start = text + round % 2; /* not aligned */

		write_random(start, length, round, &state);
		write_expected(start, length, &expected);
		hr_quote_index_build(index, start, length);
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

/* As many quotes as there can be. */
START_TEST(room_for_all)
{
	struct hr_quote_index *index;
	char *text;

	if (!hr_instruction_set_runs(_i))
		return;
	index = hr_alloc(sizeof(*index));
	text = hr_alloc(HR_QUOTE_INDEX_BYTES);
	memset(text, '"', HR_QUOTE_INDEX_BYTES);
	hr_quote_index_init(index, _i);
	hr_quote_index_build(index, text, HR_QUOTE_INDEX_BYTES);
	ck_assert_uint_eq(index->count, HR_QUOTE_INDEX_BYTES);
	ck_assert_uint_eq(index->at[HR_QUOTE_INDEX_BYTES - 1], HR_QUOTE_INDEX_BYTES - 1);
	free(text);
	free(index);
}
END_TEST

static Suite *quote_index_suite(void)
{
	Suite *suite = suite_create("read/quote_index");
	TCase *tcase = tcase_create("quote_index");

	tcase_add_loop_test(tcase, index_of_random_text, 0, HR_INSTRUCTION_SETS);
	tcase_add_loop_test(tcase, room_for_all, 0, HR_INSTRUCTION_SETS);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(quote_index_suite)
