/*
 * The property everything rests on: merge(summary(a), summary(b)) is summary(a + b), whatever the
 * order of the samples, the parts they are cut into and the shape of the tree they are merged in.
 */
#include <config.h>
#include "base/instant.h"
#include "record/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/lane.h"
#include "run_dump.h"
#include "summarize/add.h"
#include "unit.h"

static const struct scenario {
	const char *name;
	size_t records;
	uint64_t labels, codes, errors, hosts, series; /* how many different ones */
	int64_t base_s, span_s;                        /* where and how far times reach */
	int64_t forced_s;
	uint64_t max_weight;
	bool gaps;      /* samples without time or elapsed time */
	bool fractions; /* times of nanoseconds rather than milliseconds */
} scenarios[] = {
	{ "small", 400, 3, 3, 4, 1, 2, 1700000000, 60, 0, 1, false, false },
	{ "gaps and weights", 3000, 5, 5, 20, 3, 3, 1700000000, 600, 0, 7, true, true },
	{ "before the epoch", 3000, 4, 5, 20, 3, 3, -5000, 9001, 0, 2, true, false },
	{ "coarse grid", 3000, 30, 5, 20, 3, 3, 1600000000, 400000000, 0, 2, true, false },
	{ "labels beyond the cap", 6000, 2500, 4, 20, 2, 3, 1700000000, 300, 0, 2, true, false },
	{ "texts beyond the caps", 12000, 1, 300, 4000, 200, 3, 1700000000, 50, 0, 2, false,
	  false },
	{ "series beyond the cap", 6000, 2, 3, 3, 2, 1600, 1700000000, 900, 0, 1, false, false },
	{ "forced", 3000, 5, 5, 20, 3, 3, 1700000000, 100000, 7, 3, true, false },
	{ "forced beyond its cap", 2000, 12, 90, 20, 90, 3, -300000, 700000, 1, 3, true, false },
	{ "forced, cap moved by labels", 3000, 1500, 3, 3, 3, 3, 0, 20000, 2, 1, true, false },
};

enum record_kind { A_SAMPLE, AN_OBSERVATION, AN_EVENT };

struct record {
	enum record_kind kind;
	struct hr_sample sample;
	struct hr_observation observation;
	char label[32], code[16], message[48], host[32];
};

static uint64_t seed;

static uint64_t random_below(uint64_t n)
{
	/* splitmix64 (Steele, Lea, Flood 2014) */
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % n;
}

/* Few large, many small: so that some labels and texts are frequent. */
static uint64_t skewed_below(uint64_t n)
{
	return random_below(random_below(n) + 1);
}

static void make_sample(struct record *record, const struct scenario *scenario)
{
	struct hr_sample *sample = &record->sample;
	int64_t unit = scenario->fractions ? 1237 : HR_NS_PER_MS;
	int64_t span_ms = scenario->span_s * 1000;

	snprintf(record->label, sizeof(record->label), "label %" PRIu64,
	         skewed_below(scenario->labels));
	snprintf(record->code, sizeof(record->code), "%" PRIu64,
	         200 + skewed_below(scenario->codes));
	snprintf(record->message, sizeof(record->message), "no such thing as #%" PRIx64 "-x",
	         random_below(scenario->errors) * 7919);
	snprintf(record->host, sizeof(record->host), "host%" PRIu64, random_below(scenario->hosts));
	sample->kind = random_below(4) == 0 ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST;
	sample->start_ns = scenario->base_s * HR_NS_PER_S +
	                   (int64_t)random_below((uint64_t)span_ms) * HR_NS_PER_MS;
	sample->elapsed_ns = (int64_t)skewed_below(90000) * unit;
	sample->latency_ns = random_below(3) == 0 ? HR_UNKNOWN
	                                          : sample->elapsed_ns / 2 / unit * unit;
	sample->connect_ns = random_below(2) == 0 ? HR_UNKNOWN : (int64_t)random_below(50) * unit;
	sample->received_bytes = random_below(5) == 0 ? HR_UNKNOWN : (int64_t)random_below(1 << 20);
	sample->sent_bytes = random_below(5) == 0 ? HR_UNKNOWN : (int64_t)random_below(5000);
	sample->active_users = random_below(6) == 0 ? HR_UNKNOWN : (int32_t)random_below(200);
	sample->weight = (uint32_t)random_below(scenario->max_weight) + 1;
	sample->failed = scenario->errors > 1000 || random_below(3) == 0
	                         ? (uint32_t)random_below(sample->weight + 1)
	                         : 0;
	if (scenario->gaps && random_below(20) == 0)
		sample->start_ns = HR_INSTANT_NONE;
	if (scenario->gaps && random_below(20) == 0)
		sample->elapsed_ns = HR_UNKNOWN;
	sample->label = hr_slice_of(record->label);
	sample->code = hr_slice_of(record->code);
	sample->message = hr_slice_of(record->message);
	sample->host = hr_slice_of(record->host);
	if (random_below(8) != 0)
		sample->failure = sample->message;
}

static void make_record(struct record *record, const struct scenario *scenario)
{
	struct hr_observation *observation = &record->observation;
	uint64_t kind = random_below(8);

	record->kind = kind == 0 ? AN_EVENT : kind <= 2 ? AN_OBSERVATION : A_SAMPLE;
	make_sample(record, scenario);
	if (record->kind == A_SAMPLE)
		return;
	snprintf(record->label, sizeof(record->label), "series %" PRIu64,
	         random_below(scenario->series));
	*observation = (struct hr_observation){
		.time_ns = scenario->base_s * HR_NS_PER_S +
		           (int64_t)random_below((uint64_t)scenario->span_s) * HR_NS_PER_S,
		.value_micro = (int64_t)random_below(1000) - 500,
		.kind = random_below(2) == 0 ? HR_SERIES_GAUGE : HR_SERIES_COUNTER,
		.name = hr_slice_of(record->label),
		.host = hr_slice_of(record->host),
	};
}

static void add(struct hr_run *run, const struct record *record, struct hr_add_scratch *scratch)
{
	const struct hr_observation *observation = &record->observation;

	switch (record->kind) {
	case A_SAMPLE:
		hr_add_sample(run, &record->sample, record->sample.label, record->sample.kind,
		              scratch);
		break;
	case AN_OBSERVATION:
		hr_add_observation(run, observation);
		break;
	case AN_EVENT:
		/* few different ones, so that parts share some */
		hr_run_add_event(run, observation->time_ns / 1000000000000 * 1000000000000,
		                 observation->time_ns / 1000000000000 * 1000000000000 + 5,
		                 HR_SLICE_LITERAL("mark"), record->sample.code);
		break;
	}
}

/* The step by its definition, from all records at once. */
static int64_t smallest_step_s(const struct record *records, size_t n, const struct hr_run *run)
{
	int64_t first = INT64_MAX, last = INT64_MIN, step = 1;

	for (size_t i = 0; i < n; i++) {
		const struct hr_sample *sample = &records[i].sample;
		int64_t end_s;

		if (records[i].kind != A_SAMPLE || sample->start_ns == HR_INSTANT_NONE)
			continue;
		end_s = hr_floor_div(hr_end_of(sample->start_ns, sample->elapsed_ns), HR_NS_PER_S);
		first = end_s < first ? end_s : first;
		last = end_s > last ? end_s : last;
	}
	for (;; step *= 2) {
		int64_t intervals = hr_floor_div(last, step) - hr_floor_div(first, step) + 1;

		if (intervals <= HR_INTERVALS_MAX &&
		    intervals * (int64_t)run->label_count <= HR_CELLS_MAX)
			return step;
	}
}

#define PARTS_MAX 9

/* Merge parts two by two, chosen at random, until one is left; some may take from the other. */
static void merge_all(struct hr_run *parts, size_t count)
{
	struct hr_error err = { 0 };

	while (count > 1) {
		size_t from = random_below(count), into = random_below(count - 1);

		into += into >= from;
		ck_assert_msg((random_below(2) == 0
		                       ? hr_run_merge(&parts[into], &parts[from], &err)
		                       : hr_run_absorb(&parts[into], &parts[from], &err)) == HR_OK,
		              "%s", err.text);
		hr_run_release(&parts[from]);
		parts[from] = parts[--count];
	}
}

static void shuffle(const struct record **order, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = random_below(i);
		const struct record *swap = order[i - 1];

		order[i - 1] = order[j];
		order[j] = swap;
	}
}

static void check_equal(const struct hr_str *want, const struct hr_str *got, const char *name)
{
	size_t at = 0, line;

	if (want->length == got->length && memcmp(want->data, got->data, want->length) == 0)
		return;
	while (at < want->length && at < got->length && want->data[at] == got->data[at])
		at++;
	for (line = at; line > 0 && want->data[line - 1] != '\n';)
		line--;
	ck_abort_msg("%s: wanted %.300s\ngot %.300s", name, want->data + line, got->data + line);
}

START_TEST(any_parts_in_any_order_give_the_same)
{
	const struct scenario *scenario = &scenarios[_i];
	struct record *records = hr_zalloc(scenario->records, sizeof(*records));
	const struct record **order = hr_alloc_array(scenario->records, sizeof(*order));
	struct hr_add_scratch scratch = { 0 };
	struct hr_str want = { 0 }, got = { 0 };
	struct hr_run whole;

	seed = 20260101 + (uint64_t)_i;
	for (size_t i = 0; i < scenario->records; i++) {
		make_record(&records[i], scenario);
		order[i] = &records[i];
	}
	hr_run_init(&whole, scenario->forced_s * HR_NS_PER_S);
	for (size_t i = 0; i < scenario->records; i++)
		add(&whole, &records[i], &scratch);
	run_dump(&whole, &want);
	if (scenario->forced_s == 0)
		ck_assert_int_eq(whole.grid.step_ns / HR_NS_PER_S,
		                 smallest_step_s(records, scenario->records, &whole));
	for (int round = 0; round < 4; round++) {
		struct hr_run parts[PARTS_MAX];
		size_t count = random_below(PARTS_MAX) + 1;

		shuffle(order, scenario->records);
		for (size_t i = 0; i < count; i++)
			hr_run_init(&parts[i], scenario->forced_s * HR_NS_PER_S);
		for (size_t i = 0; i < scenario->records; i++) {
			struct hr_run *part = &parts[round % 2 == 0
			                                     ? random_below(count)
			                                     : i * count / scenario->records];

			if (part->grid.first > part->grid.last && random_below(2) == 0)
				hr_run_expect(part, &parts[random_below(count)]);
			add(part, order[i], &scratch);
		}
		merge_all(parts, count);
		run_dump(&parts[0], &got);
		check_equal(&want, &got, scenario->name);
		hr_run_release(&parts[0]);
	}
	hr_run_release(&whole);
	hr_str_release(&want);
	hr_str_release(&got);
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
	free(order);
	free(records);
}
END_TEST

/* What the scenarios are there for does happen. */
START_TEST(scenarios_meet_the_caps)
{
	struct hr_add_scratch scratch = { 0 };
	struct record record;
	struct hr_run run;

	seed = 20260101 + (uint64_t)_i;
	hr_run_init(&run, scenarios[_i].forced_s * HR_NS_PER_S);
	for (size_t i = 0; i < scenarios[_i].records; i++) {
		memset(&record, 0, sizeof(record));
		make_record(&record, &scenarios[_i]);
		add(&run, &record, &scratch);
	}
	if (scenarios[_i].labels > 2 * HR_LABELS_MAX)
		ck_assert_uint_gt(run.labels_folded, 0);
	ck_assert_uint_le(run.label_count, HR_LABELS_MAX + 2);
	if (scenarios[_i].errors > HR_ERRORS_MAX) {
		struct hr_label *total = hr_run_total(&run, HR_TOTAL_REQUESTS, "total");

		ck_assert_uint_gt(total->errors_exact.rest, 0);
		ck_assert_uint_gt(total->codes.rest, 0);
		hr_label_free(total);
		ck_assert_uint_gt(run.codes.rest.count, 0);
		ck_assert_uint_gt(run.users.rest.count, 0);
	}
	if (scenarios[_i].series > HR_SERIES_MAX) {
		ck_assert_uint_eq(run.series_count, HR_SERIES_MAX);
		ck_assert_uint_gt(hr_diag_total(&run.diag, HR_DIAG_DEGRADED, NULL), 0);
	}
	if (strncmp(scenarios[_i].name, "forced ", 7) == 0 ||
	    strncmp(scenarios[_i].name, "forced,", 7) == 0)
		ck_assert_uint_gt(hr_diag_total(&run.diag, HR_DIAG_DEGRADED, NULL), 0);
	hr_run_release(&run);
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
}
END_TEST

static Suite *run_merge_suite(void)
{
	Suite *suite = suite_create("record/run_merge");
	TCase *tcase = tcase_create("merge");

	tcase_set_timeout(tcase, 120);
	HR_ADD_ROWS(tcase, any_parts_in_any_order_give_the_same, scenarios);
	HR_ADD_ROWS(tcase, scenarios_meet_the_caps, scenarios);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(run_merge_suite)
