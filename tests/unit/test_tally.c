#include <config.h>
#include "record/tally.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/slots.h"
#include "unit.h"

START_TEST(counts_and_sorts)
{
	struct hr_tally tally;
	const struct hr_tally_entry **sorted;

	hr_tally_init(&tally, 10);
	hr_tally_add(&tally, hr_slice_of("b"), 100, 2);
	hr_tally_add(&tally, hr_slice_of("c"), 100, 5);
	hr_tally_add(&tally, hr_slice_of("a"), 100, 1);
	hr_tally_add(&tally, hr_slice_of("a"), 100, 1);
	sorted = hr_tally_sorted(&tally);
	ck_assert_uint_eq(tally.count, 3);
	ck_assert_str_eq(sorted[0]->text, "c");
	ck_assert_str_eq(sorted[1]->text, "a");
	ck_assert_str_eq(sorted[2]->text, "b");
	ck_assert_uint_eq(sorted[0]->count, 5);
	ck_assert_uint_eq(sorted[1]->count, 2);
	ck_assert_uint_eq(sorted[2]->count, 2);
	ck_assert_uint_eq(tally.rest, 0);
	free(sorted);
	hr_tally_release(&tally);
}
END_TEST

/* Text as it comes, the most bytes of it, what is kept. */
static const struct cleaned {
	const char *text;
	size_t max;
	const char *kept;
} cleaned[] = {
	{ "", 10, "" },
	{ "plain", 10, "plain" },
	{ "plain", 5, "plain" },
	{ "plainer", 5, "plain" },
	{ "caf\xc3\xa9", 5, "caf\xc3\xa9" },
	{ "caf\xc3\xa9", 4, "caf" },
	{ "caf\xe9", 20, "caf\xef\xbf\xbd" },
	{ "caf\xe9", 5, "caf" },
	{ "\xff\xff\xff\xff\xff\xff\xff\xff", 7, "\xef\xbf\xbd\xef\xbf\xbd" },
};

START_TEST(repairs_and_cuts)
{
	struct hr_tally tally;

	hr_tally_init(&tally, 10);
	hr_tally_add(&tally, hr_slice_of(cleaned[_i].text), cleaned[_i].max, 1);
	hr_tally_add(&tally, hr_slice_of(cleaned[_i].text), cleaned[_i].max, 1);
	ck_assert_uint_eq(tally.count, 1);
	ck_assert_uint_eq(tally.entries[0].count, 2);
	ck_assert_str_eq(tally.entries[0].text, cleaned[_i].kept);
	hr_tally_release(&tally);
}
END_TEST

static void add_number(struct hr_tally *tally, unsigned number)
{
	char text[16];

	snprintf(text, sizeof(text), "text %u", number);
	hr_tally_add(tally, hr_slice_of(text), 100, number % 3 + 1);
}

START_TEST(keeps_the_same_texts_in_any_order)
{
	struct hr_tally up, down, merged, part;

	hr_tally_init(&up, 50);
	hr_tally_init(&down, 50);
	hr_tally_init(&merged, 50);
	for (unsigned i = 0; i < 2000; i++) {
		add_number(&up, i % 997);
		add_number(&down, (1999 - i) % 997);
	}
	for (unsigned first = 0; first < 2000; first += 100) {
		hr_tally_init(&part, 50);
		for (unsigned i = first; i < first + 100; i++)
			add_number(&part, i % 997);
		hr_tally_merge(&merged, &part);
		hr_tally_release(&part);
	}
	ck_assert_uint_eq(up.count, 50);
	ck_assert_uint_eq(up.rest, down.rest);
	ck_assert_uint_eq(up.rest, merged.rest);
	for (size_t i = 0; i < up.count; i++) {
		size_t found = 0;

		for (size_t j = 0; j < up.count; j++)
			found += (up.entries[i].hash == down.entries[j].hash &&
			          up.entries[i].count == down.entries[j].count) +
			         (up.entries[i].hash == merged.entries[j].hash &&
			          up.entries[i].count == merged.entries[j].count);
		ck_assert_uint_eq(found, 2);
	}
	hr_tally_release(&up);
	hr_tally_release(&down);
	hr_tally_release(&merged);
}
END_TEST

/* The index below tallies and labels against plain flags. */
START_TEST(slots_find_what_was_put_in)
{
	struct hr_slots slots = { 0 };
	bool in[64] = { false };
	uint64_t state = 1;

	for (int step = 0; step < 2000; step++) {
		size_t i, position, seen = 0;
		uint64_t hash;
		uint32_t at;

		state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
		i = (state >> 40) % 64;
		hash = i % 8; /* long chains that wrap */
		if (in[i])
			hr_slots_remove(&slots, hash, i);
		else
			hr_slots_put(&slots, hash, i);
		in[i] = !in[i];
		for (size_t j = 0; j < 64; j++) {
			seen = 0;
			at = (uint32_t)(j % 8);
			while (hr_slots_next(&slots, j % 8, &at, &position))
				seen += position == j;
			ck_assert_uint_eq(seen, in[j]);
		}
	}
	hr_slots_release(&slots);
}
END_TEST

START_TEST(trimming_is_a_smaller_cap)
{
	struct hr_tally trimmed, small;
	char text[32];

	hr_tally_init(&trimmed, 100);
	hr_tally_init(&small, 7);
	for (int i = 0; i < 300; i++) {
		snprintf(text, sizeof(text), "text %d", i % 150);
		hr_tally_add(&trimmed, hr_slice_of(text), 100, 1);
		hr_tally_add(&small, hr_slice_of(text), 100, 1);
		if (i == 140) /* in the middle of it, and then no wider */
			hr_tally_trim(&trimmed, 20);
	}
	hr_tally_trim(&trimmed, 7);
	ck_assert_uint_eq(trimmed.count, small.count);
	ck_assert_uint_eq(trimmed.rest, small.rest);
	for (size_t i = 0; i < small.count; i++) {
		uint64_t before = trimmed.rest;

		hr_tally_trim(&trimmed, 7);
		hr_tally_add(&trimmed,
		             (struct hr_slice){ small.entries[i].text, small.entries[i].length },
		             100, small.entries[i].count);
		ck_assert_uint_eq(trimmed.rest, before); /* it was among those kept */
		ck_assert_uint_eq(trimmed.count, small.count);
	}
	hr_tally_release(&trimmed);
	hr_tally_release(&small);
}
END_TEST

static Suite *tally_suite(void)
{
	Suite *suite = suite_create("record/tally");
	TCase *tcase = tcase_create("tally");

	tcase_add_test(tcase, counts_and_sorts);
	HR_ADD_ROWS(tcase, repairs_and_cuts, cleaned);
	tcase_add_test(tcase, keeps_the_same_texts_in_any_order);
	tcase_add_test(tcase, slots_find_what_was_put_in);
	tcase_add_test(tcase, trimming_is_a_smaller_cap);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(tally_suite)
