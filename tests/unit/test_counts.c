/*
 * Counters near what JSON carries exactly, 2^53 (RFC 8259, section 6): what documents say of them
 * is read up to there and refused beyond, and what merging makes of them is the same in any order.
 */
#include <config.h>
#include "base/count.h"
#include "document/document.h"
#include "document/jsonx.h"

#include <stdlib.h>
#include <string.h>

#include "sample_run.h"
#include "unit.h"

#define MOST  INT64_C(9007199254740992)
#define LABEL HR_SLICE_LITERAL("a")

START_TEST(adds_up_to_the_bound)
{
	static const uint64_t values[] = {
		0,         1, 5, HR_COUNT_MAX / 2, HR_COUNT_MAX - 1, HR_COUNT_MAX, HR_COUNT_MAX + 1,
		UINT64_MAX
	};
	const size_t n = sizeof(values) / sizeof(values[0]);

	ck_assert_uint_eq(HR_COUNT_MAX, (uint64_t)MOST);
	ck_assert_uint_eq(hr_count_add(MOST - 1, 1), (uint64_t)MOST);
	ck_assert_uint_eq(hr_count_add(MOST - 2, 1), (uint64_t)MOST - 1);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			for (size_t k = 0; k < n; k++) {
				uint64_t a = values[i], b = values[j], c = values[k];

				ck_assert_uint_le(hr_count_add(a, b), HR_COUNT_MAX);
				ck_assert_uint_eq(hr_count_add(a, b), hr_count_add(b, a));
				ck_assert_uint_eq(hr_count_add(hr_count_add(a, b), c),
				                  hr_count_add(a, hr_count_add(b, c)));
			}
}
END_TEST

/* A run that counts @told of whatever is told beside requests. */
static void fill(struct hr_run *run, uint64_t told)
{
	const struct hr_run_inputs_rest rest = { told, told, told, told, told, told };
	struct hr_diag_entry entry = { .path = (char[]){ "a.jtl" },
		                       .reason = (char[]){ "no number" },
		                       .severity = HR_DIAG_REJECTED,
		                       .count = told };
	struct hr_label *label;
	struct hr_sli *sli;

	hr_run_init(run, 0);
	label = hr_run_label(run, LABEL, HR_SAMPLE_REQUEST);
	sample_count(run, label, SAMPLE_T0, 5000000, true);
	sample_count(run, label, SAMPLE_T0, 7000000, false);
	hr_tally_add(&label->codes, HR_SLICE_LITERAL("200"), 200, told);
	label->codes.rest = told;
	label->cells.cells[0].received_bytes = label->cells.cells[0].sent_bytes = told;
	hr_tracks_add(&run->codes, HR_SLICE_LITERAL("200"), label->cells.first, told);
	hr_diag_add_entry(&run->diag, &entry);
	hr_run_add_inputs_rest(run, &rest);
	run->labels_folded = told;
	sli = hr_slis_get(&run->slis, "fast", "elapsed < 1s", HR_SAMPLE_REQUEST);
	sli->all = sli->untimed = (struct hr_sli_sum){ told, told, told };
	hr_run_classify(run);
}

/* The run that a document of it says. */
static void reread(const struct hr_run *run, struct hr_run *out)
{
	struct hr_document_options options = sample_options();
	struct hr_error err = { 0 };
	json_t *document = hr_document_new(run, &options);

	ck_assert_msg(hr_document_run(document, out, &err) == HR_OK, "%s", err.text);
	json_decref(document);
}

/* Three documents merged in the order @order, the last two first when @right. */
static char *merged(const int order[3], bool right)
{
	static const uint64_t told[] = { MOST - 1, MOST - 3, 2 };
	struct hr_run runs[3];
	char *text;

	for (int i = 0; i < 3; i++) {
		struct hr_run made;

		fill(&made, told[order[i]]);
		reread(&made, &runs[i]);
		hr_run_release(&made);
	}
	ck_assert_int_eq(hr_run_merge(&runs[right], &runs[right + 1], NULL), HR_OK);
	ck_assert_int_eq(hr_run_merge(&runs[0], &runs[right ? 1 : 2], NULL), HR_OK);
	hr_run_classify(&runs[0]);
	text = sample_run_dump(&runs[0]);
	for (int i = 0; i < 3; i++)
		hr_run_release(&runs[i]);
	return text;
}

START_TEST(merges_to_the_same_in_any_order)
{
	static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		                          { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	char *want = merged(orders[0], false);
	json_t *document = json_loads(want, 0, NULL);
	struct hr_run back;

	for (int i = 0; i < 12; i++) {
		char *got = merged(orders[i / 2], i % 2 != 0);

		ck_assert_str_eq(got, want);
		free(got);
	}
	ck_assert_int_eq(json_integer_value(hr_json_at(document, "run.labels_folded")), MOST);
	ck_assert_int_eq(json_integer_value(hr_json_at(document, "run.inputs_left_out.bytes")),
	                 MOST);
	ck_assert_int_eq(json_integer_value(hr_json_at(document, "run.samples")), 6);
	ck_assert_int_eq(hr_document_run(document, &back, NULL), HR_OK);
	ck_assert_uint_eq(back.labels[0]->codes.rest, HR_COUNT_MAX);
	ck_assert_uint_eq(back.labels[0]->cells.cells[0].received_bytes, HR_COUNT_MAX);
	ck_assert_uint_eq(hr_track_value(&back.codes.tracks[0], back.grid.first), HR_COUNT_MAX);
	ck_assert_uint_eq(back.diag.entries[0].count, HR_COUNT_MAX);
	ck_assert_uint_eq(back.slis.items[0]->untimed.good, HR_COUNT_MAX);
	hr_run_release(&back);
	json_decref(document);
	free(want);
}
END_TEST

/* A run of @count requests, as a document says. */
static void count_requests(struct hr_run *run, uint64_t count)
{
	struct hr_run made;
	struct hr_label *label;

	hr_run_init(&made, 0);
	label = hr_run_label(&made, LABEL, HR_SAMPLE_REQUEST);
	label->count = made.sample_count = count;
	hr_timing_add(&label->ok, 1000000, count);
	hr_run_classify(&made);
	reread(&made, run);
	hr_run_release(&made);
}

static void count_values(struct hr_run *run, uint64_t count)
{
	struct hr_run made;

	hr_run_init(&made, 0);
	made.observation_count = count;
	reread(&made, run);
	hr_run_release(&made);
}

/* Halves and more of the bound. */
static const struct {
	void (*count)(struct hr_run *run, uint64_t count);
	uint64_t a, b;
	bool fits;
	const char *message;
} pairs[] = {
	{ count_requests, HR_COUNT_MAX - 1, 1, true, NULL },
	{ count_requests, HR_COUNT_MAX / 2, HR_COUNT_MAX / 2, true, NULL },
	{ count_requests, HR_COUNT_MAX, 1, false,
	  "9007199254740992 requests and 1 more: a run counts at most 9007199254740992 (2^53) of "
	  "them" },
	{ count_requests, HR_COUNT_MAX / 2, HR_COUNT_MAX / 2 + 1, false,
	  "4503599627370496 requests and 4503599627370497 more: a run counts at most "
	  "9007199254740992 (2^53) of them" },
	{ count_values, HR_COUNT_MAX - 1, 1, true, NULL },
	{ count_values, HR_COUNT_MAX, HR_COUNT_MAX, false,
	  "9007199254740992 values of resources and 9007199254740992 more: a run counts at most "
	  "9007199254740992 (2^53) of them" },
};

START_TEST(refuses_more_than_can_be_said)
{
	for (int turned = 0; turned < 2; turned++) {
		struct hr_error err = { 0 };
		struct hr_run into, from;
		char *before, *after;

		pairs[_i].count(&into, turned ? pairs[_i].b : pairs[_i].a);
		pairs[_i].count(&from, turned ? pairs[_i].a : pairs[_i].b);
		before = sample_run_dump(&into);
		ck_assert_int_eq(hr_run_merge(&into, &from, &err),
		                 pairs[_i].fits ? HR_OK : HR_ELIMIT);
		after = sample_run_dump(&into);
		if (pairs[_i].fits)
			ck_assert_uint_eq(into.sample_count + into.observation_count, HR_COUNT_MAX);
		else
			ck_assert_str_eq(after, before);
		if (!turned && !pairs[_i].fits)
			ck_assert_str_eq(err.text, pairs[_i].message);
		free(before);
		free(after);
		hr_run_release(&into);
		hr_run_release(&from);
	}
}
END_TEST

/* What a recording counts is no document's yet: merging it into a run is where it is refused. */
START_TEST(refuses_recordings_that_count_too_much)
{
	static const uint64_t counts[] = { HR_COUNT_MAX, HR_COUNT_MAX + 1, UINT64_MAX };

	for (size_t i = 0; i < 3; i++) {
		struct hr_run into, from;

		hr_run_init(&into, 0);
		hr_run_init(&from, 0);
		from.sample_count = counts[i];
		ck_assert_int_eq(hr_run_merge(&into, &from, NULL), i == 0 ? HR_OK : HR_ELIMIT);
		hr_run_release(&into);
		hr_run_release(&from);
	}
}
END_TEST

/* Counters of a document, of which none is bound by another. */
static const char *const paths[] = {
	"run/observations",
	"run/labels_folded",
	"run/inputs_left_out/inputs",
	"run/inputs_left_out/truncated",
	"run/inputs_left_out/bytes",
	"run/inputs_left_out/records",
	"run/inputs_left_out/rejected",
	"run/inputs_left_out/degraded",
	"run/diagnostics/0/count",
	"run/labels/0/exact/codes/rest",
	"run/labels/0/exact/codes/counts/0",
	"run/labels/0/exact/error_groups/rest",
	"run/sli/0/all/seen",
	"run/sli/0/untimed/seen",
};

static void put(json_t *at, const char *path, json_int_t value)
{
	size_t n = strcspn(path, "/");
	char key[64] = "";

	memcpy(key, path, n);
	if (path[n] != '\0')
		put(json_is_array(at) ? json_array_get(at, (size_t)atoi(key))
		                      : json_object_get(at, key),
		    path + n + 1, value);
	else if (json_is_array(at))
		json_array_set_new(at, (size_t)atoi(key), json_integer(value));
	else
		json_object_set_new(at, key, json_integer(value));
}

START_TEST(reads_up_to_the_bound)
{
	struct hr_document_options options = sample_options();
	struct hr_error err = { 0 };
	char want[200] = "/";
	struct hr_run run, back;
	json_t *document;

	fill(&run, 1);
	document = hr_document_new(&run, &options);
	put(document, paths[_i], MOST);
	ck_assert_msg(hr_document_run(document, &back, &err) == HR_OK, "%s", err.text);
	hr_run_release(&back);
	put(document, paths[_i], MOST + 1);
	ck_assert_int_eq(hr_document_run(document, &back, &err), HR_EPARSE);
	strcat(want, paths[_i]);
	strcat(want, ": found 9007199254740993, expected a number from ");
	ck_assert_msg(strncmp(err.text, want, strlen(want)) == 0, "%s", err.text);
	ck_assert_ptr_nonnull(strstr(err.text, " to 9007199254740992"));
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

/* A forced run of @cells intervals from @first on, in each of which a time of every octave from the
 * 10th to the 46th of nanoseconds on, every @step of them. */
static void fill_octaves(struct hr_run *run, int64_t first, int64_t cells, int from, int step)
{
	struct hr_label *label;

	hr_run_init(run, HR_NS_PER_S);
	label = hr_run_label(run, LABEL, HR_SAMPLE_REQUEST);
	for (int64_t i = first; i < first + cells; i++) {
		int64_t interval = hr_run_interval(run, i * HR_NS_PER_S, 1);
		struct hr_cell *cell = hr_cells_at(&label->cells, interval);

		for (int octave = from; octave < 47; octave += step) {
			hr_cell_add_time(cell, INT64_C(1) << octave, 1);
			cell->count++;
		}
		label->count += cell->count;
	}
	run->sample_count = label->count;
	hr_run_classify(run);
}

/* 60,000 cells may not have 37 octaves each, but half of them. */
START_TEST(bounds_what_sketches_keep)
{
	struct hr_document_options options = sample_options();
	struct hr_error err = { 0 };
	struct hr_run run, other, empty;
	json_t *document;

	fill_octaves(&run, 0, 60000, 10, 1);
	hr_run_init(&empty, 0);
	ck_assert_int_eq(hr_run_merge(&empty, &run, &err), HR_ELIMIT);
	ck_assert_str_eq(err.text,
	                 "the times of the intervals lie in 2220000 octaves, of which at most "
	                 "2000000 are kept; let the interval be longer than 1 s");
	document = hr_document_new(&run, &options);
	err = (struct hr_error){ 0 };
	ck_assert_int_eq(hr_document_run(document, &other, &err), HR_EPARSE);
	ck_assert_str_eq(err.text, "/run/intervals/labels/0/sketches: more than the 2000000 "
	                           "octaves that a run keeps");
	json_decref(document);
	hr_run_release(&run);
	/* neither half is too much, and the same one again is no more; both are */
	fill_octaves(&run, 0, 60000, 10, 2);
	fill_octaves(&other, 0, 60000, 10, 2);
	ck_assert_int_eq(hr_run_merge(&empty, &run, NULL), HR_OK);
	ck_assert_int_eq(hr_run_merge(&empty, &other, NULL), HR_OK);
	hr_run_release(&other);
	fill_octaves(&other, 0, 60000, 11, 2);
	ck_assert_int_eq(hr_run_merge(&empty, &other, NULL), HR_ELIMIT);
	hr_run_release(&run);
	hr_run_release(&other);
	/* but in half as many cells */
	hr_run_init(&run, 2 * HR_NS_PER_S);
	ck_assert_int_eq(hr_run_merge(&run, &empty, NULL), HR_OK);
	fill_octaves(&other, 0, 60000, 11, 2);
	ck_assert_int_eq(hr_run_merge(&run, &other, NULL), HR_OK);
	hr_run_release(&run);
	hr_run_release(&other);
	hr_run_release(&empty);
}
END_TEST

/* Of twice as many intervals as there is room for the earlier ones go, and count no more. */
START_TEST(bounds_no_sketches_that_go)
{
	for (int turned = 0; turned < 2; turned++) {
		struct hr_error err = { 0 };
		struct hr_run run, other;

		/* 8 octaves each: 1.6 million a run */
		fill_octaves(&run, turned ? HR_FORCED_INTERVALS_MAX : 0, HR_FORCED_INTERVALS_MAX,
		             10, 5);
		fill_octaves(&other, turned ? 0 : HR_FORCED_INTERVALS_MAX, HR_FORCED_INTERVALS_MAX,
		             10, 5);
		ck_assert_msg(hr_run_merge(&run, &other, &err) == HR_OK, "%s", err.text);
		ck_assert_int_eq(run.grid.first, HR_FORCED_INTERVALS_MAX);
		ck_assert_uint_eq(run.labels[0]->cells.count, HR_FORCED_INTERVALS_MAX);
		hr_run_release(&run);
		hr_run_release(&other);
	}
}
END_TEST

static Suite *counts_suite(void)
{
	Suite *suite = suite_create("counts");
	TCase *tcase = tcase_create("counts");

	tcase_add_test(tcase, adds_up_to_the_bound);
	tcase_add_test(tcase, merges_to_the_same_in_any_order);
	HR_ADD_ROWS(tcase, refuses_more_than_can_be_said, pairs);
	tcase_add_test(tcase, refuses_recordings_that_count_too_much);
	HR_ADD_ROWS(tcase, reads_up_to_the_bound, paths);
	tcase_add_test(tcase, bounds_what_sketches_keep);
	tcase_add_test(tcase, bounds_no_sketches_that_go);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(counts_suite)
