#include <config.h>
#include "base/instant.h"
#include "record/run.h"

#include <stdio.h>

#include "summarize/add.h"
#include "unit.h"

static struct hr_add_scratch scratch;

static struct hr_sample sample_of(int64_t start_ms, int64_t elapsed_ms)
{
	return (struct hr_sample){ .start_ns = start_ms * HR_NS_PER_MS,
		                   .elapsed_ns = elapsed_ms * HR_NS_PER_MS,
		                   .latency_ns = HR_UNKNOWN,
		                   .connect_ns = HR_UNKNOWN,
		                   .received_bytes = HR_UNKNOWN,
		                   .sent_bytes = HR_UNKNOWN,
		                   .active_users = HR_UNKNOWN,
		                   .weight = 1 };
}

static void add(struct hr_run *run, const char *label, const struct hr_sample *sample)
{
	hr_add_sample(run, sample, hr_slice_of(label), sample->kind, &scratch);
}

static void release_scratch(void)
{
	hr_str_release(&scratch.key);
	hr_str_release(&scratch.mask);
	hr_str_release(&scratch.clean);
}

/* A row of weight n: total, n, failed; then the values of successes and failures in ms, ascending.
 */
static const struct weighted {
	int64_t total_ns;
	uint32_t weight, failed;
	double ok[6], bad[6]; /* ended by 0 */
} weighted[] = {
	{ 600 * 1000000, 3, 0, { 200, 200, 200 }, { 0 } },
	{ 601 * 1000000, 3, 1, { 200, 200 }, { 201 } },
	{ 602 * 1000000, 3, 1, { 200, 201 }, { 201 } },
	{ 602 * 1000000, 3, 3, { 0 }, { 200, 201, 201 } },
	{ 602 * 1000000, 3, 9, { 0 }, { 200, 201, 201 } },
	{ 605 * 1000000, 4, 3, { 151 }, { 151, 151, 152 } },
	{ 1000001, 2, 1, { 0.5 }, { 0.500001 } },
};

static void check_values(const struct hr_timing *timing, const double *want)
{
	double sum = 0;
	size_t n = 0;

	for (; want[n] > 0; n++)
		sum += want[n];
	ck_assert_uint_eq(timing->moments.count, n);
	if (n == 0)
		return;
	ck_assert_double_eq_tol(hr_moments_mean_ms(&timing->moments), sum / (double)n, 1e-9);
	ck_assert_double_eq((double)timing->moments.min_ns / 1e6, want[0]);
	ck_assert_double_eq((double)timing->moments.max_ns / 1e6, want[n - 1]);
}

START_TEST(splits_rows_of_many_samples)
{
	const struct weighted *row = &weighted[_i];
	struct hr_sample sample = sample_of(1000, 0);
	const struct hr_cell *cell;
	struct hr_run run;

	hr_run_init(&run, 0);
	sample.elapsed_ns = sample.latency_ns = row->total_ns;
	sample.weight = row->weight;
	sample.failed = row->failed;
	add(&run, "x", &sample);
	check_values(&run.labels[0]->ok, row->ok);
	check_values(&run.labels[0]->failed, row->bad);
	ck_assert_uint_eq(run.labels[0]->count, row->weight);
	ck_assert_uint_eq(run.labels[0]->latency.moments.count, row->weight);
	ck_assert(run.labels[0]->latency.moments.sum_ns == (uint64_t)row->total_ns);
	ck_assert_int_eq(run.labels[0]->end_ns, 1000 * HR_NS_PER_MS + row->total_ns);
	cell = &run.labels[0]->cells.cells[0];
	ck_assert_uint_eq(cell->timed, row->weight);
	ck_assert(cell->sum_ns == (uint64_t)row->total_ns);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

START_TEST(counts_what_lacks_time_or_duration)
{
	struct hr_sample sample = sample_of(5000, 100);
	struct hr_label *label;
	struct hr_run run;

	hr_run_init(&run, 0);
	add(&run, "x", &sample);
	sample.start_ns = HR_INSTANT_NONE;
	add(&run, "x", &sample);
	sample = sample_of(9000, 0);
	sample.elapsed_ns = HR_UNKNOWN;
	sample.failed = 1;
	add(&run, "x", &sample);
	label = run.labels[0];
	ck_assert_uint_eq(run.sample_count, 3);
	ck_assert_uint_eq(label->count, 3);
	ck_assert_uint_eq(label->errors, 1);
	ck_assert_uint_eq(label->ok.moments.count, 2);
	ck_assert_uint_eq(label->failed.moments.count, 0);
	ck_assert_int_eq(label->start_ns, 5 * HR_NS_PER_S);
	ck_assert_int_eq(label->end_ns, 9 * HR_NS_PER_S);
	ck_assert_int_eq(label->cells.first, 5);
	ck_assert_uint_eq(label->cells.count, 5);
	ck_assert_uint_eq(label->cells.cells[4].count, 1);
	ck_assert_uint_eq(label->cells.cells[4].timed, 0);
	ck_assert_double_eq(hr_label_span_s(label), 4);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

START_TEST(puts_a_sample_where_it_ended)
{
	struct hr_sample sample = sample_of(-1500, 400);
	struct hr_run run;

	hr_run_init(&run, 0);
	add(&run, "x", &sample); /* ends at -1.1 s */
	sample = sample_of(-1500, 1500);
	add(&run, "x", &sample); /* ends at 0 s */
	ck_assert_int_eq(run.labels[0]->cells.first, -2);
	ck_assert_uint_eq(run.labels[0]->cells.count, 3);
	ck_assert_uint_eq(hr_cells_peek(&run.labels[0]->cells, 0)->count, 1);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

START_TEST(survives_the_ends_of_time)
{
	struct hr_sample early = sample_of(0, 1), late = sample_of(0, 1);
	struct hr_run run;

	hr_run_init(&run, 0);
	early.start_ns = INT64_MIN + 1;
	early.elapsed_ns = HR_UNKNOWN;
	late.start_ns = INT64_MAX - 5;
	add(&run, "x", &early);
	add(&run, "x", &late);
	add(&run, "x", &early);
	ck_assert_int_le(run.grid.last - run.grid.first + 1, HR_INTERVALS_MAX);
	ck_assert_uint_eq(hr_cells_peek(&run.labels[0]->cells, run.grid.first)->count, 2);
	ck_assert_uint_eq(hr_cells_peek(&run.labels[0]->cells, run.grid.last)->count, 1);
	ck_assert_double_eq_tol(hr_label_span_s(run.labels[0]), 18446744073.7, 0.1);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

START_TEST(repairs_and_cuts_labels)
{
	char longer[HR_LABEL_BYTES + 100];
	struct hr_sample sample = sample_of(0, 1);
	struct hr_run run;

	hr_run_init(&run, 0);
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	add(&run, "caf\xe9", &sample);
	add(&run, "caf\xe9", &sample);
	add(&run, "caf\xef\xbf\xbd", &sample);
	add(&run, longer, &sample);
	longer[sizeof(longer) - 2] = 'y';
	add(&run, longer, &sample);
	hr_run_classify(&run);
	ck_assert_uint_eq(run.label_count, 2);
	ck_assert_uint_eq(run.labels[0]->count, 3);
	ck_assert_uint_eq(run.labels[1]->length, HR_LABEL_BYTES);
	ck_assert_ptr_eq(hr_run_find(&run, hr_slice_of("caf\xe9"), HR_SAMPLE_REQUEST),
	                 run.labels[0]);
	ck_assert_ptr_null(hr_run_find(&run, hr_slice_of("caf\xe9"), HR_SAMPLE_TRANSACTION));
	hr_run_release(&run);
	release_scratch();
}
END_TEST

START_TEST(tells_sub_results_from_requests)
{
	/* name, how often, whether a sub-result */
	static const struct {
		const char *name;
		int times;
		bool sub;
	} labels[] = {
		{ "GET /", 3, false },    { "GET /-0", 3, true },  { "GET /-1", 2, true },
		{ "GET /-0-7", 1, true }, { "GET /-2", 4, false }, { "page-1", 1, false },
		{ "-1", 1, false },       { "GET /-x", 1, false }, { "GET /-", 1, false },
	};
	struct hr_sample sample = sample_of(0, 1), transaction = sample_of(0, 1);
	struct hr_label *all, *without;
	struct hr_run run;

	hr_run_init(&run, 0);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		for (int n = 0; n < labels[i].times; n++)
			add(&run, labels[i].name, &sample);
	transaction.kind = HR_SAMPLE_TRANSACTION;
	add(&run, "page", &transaction);
	hr_run_classify(&run);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		ck_assert_msg(hr_run_find(&run, hr_slice_of(labels[i].name), HR_SAMPLE_REQUEST)
		                              ->sub_result == labels[i].sub,
		              "%s", labels[i].name);
	ck_assert_int_eq(run.labels[run.label_count - 1]->kind, HR_SAMPLE_TRANSACTION);
	all = hr_run_total(&run, HR_TOTAL_REQUESTS, "total");
	without = hr_run_total(&run, HR_TOTAL_WITHOUT_SUBS, "total");
	ck_assert_uint_eq(all->count, 17);
	ck_assert_uint_eq(without->count, 11);
	ck_assert_uint_eq(all->cells.cells[0].count, 17);
	hr_label_free(all);
	hr_label_free(without);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

/* Few rows far apart cannot ask for more memory than the cap on cells. */
START_TEST(bounds_the_cells_of_a_forced_interval)
{
	enum { LABELS = 100 };
	struct hr_sample sample = sample_of(0, 0);
	struct hr_run run;
	size_t cells = 0;
	char name[16];

	hr_run_init(&run, HR_NS_PER_S);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < LABELS; i++) {
			sample.start_ns = round * 20000 * HR_NS_PER_S;
			snprintf(name, sizeof(name), "label %d", i);
			add(&run, name, &sample);
		}
	for (size_t i = 0; i < run.label_count; i++)
		cells += run.labels[i]->cells.count;
	ck_assert_uint_le(cells, 250000);
	ck_assert_int_eq(run.grid.last - run.grid.first + 1, 250000 / LABELS);
	ck_assert_uint_eq(run.labels[0]->count, 2);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

/* The row "Total" of a run of aggregates is its total, until the run holds samples. */
START_TEST(takes_the_total_row_of_aggregates)
{
	struct hr_aggregate home = { .label = HR_SLICE_LITERAL("Home"), .count = 5, .errors = 1 };
	struct hr_aggregate sum = {
		.label = HR_SLICE_LITERAL("Total"), .count = 9, .errors = 2, .p95_ms = 70
	};
	struct hr_sample sample = sample_of(0, 1);
	struct hr_label *total;
	struct hr_run run;

	hr_run_init(&run, 0);
	hr_add_aggregate(&run, &home, home.label);
	ck_assert_ptr_null(hr_run_total_row(&run));
	hr_add_aggregate(&run, &sum, sum.label);
	ck_assert_str_eq(hr_run_total_row(&run)->name, "Total");
	total = hr_run_total(&run, HR_TOTAL_WITHOUT_SUBS, "all");
	ck_assert_str_eq(total->name, "all");
	ck_assert_int_eq(total->source, HR_SOURCE_AGGREGATE);
	ck_assert_uint_eq(hr_label_count(total), 9);
	ck_assert_uint_eq(hr_label_errors(total), 2);
	ck_assert_double_eq(total->aggregate->p95_ms, 70);
	hr_label_free(total);
	total = hr_run_total(&run, HR_TOTAL_TRANSACTIONS, "all");
	ck_assert_uint_eq(hr_label_count(total), 0);
	hr_label_free(total);
	add(&run, "b", &sample);
	ck_assert_ptr_null(hr_run_total_row(&run));
	total = hr_run_total(&run, HR_TOTAL_REQUESTS, "all");
	ck_assert_uint_eq(hr_label_count(total), 1);
	hr_label_free(total);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

/* Forced intervals of two runs, what comes out; 0 cannot be merged. */
static const struct merged_steps {
	int64_t a_s, b_s, merged_s;
} merged_steps[] = { { 10, 10, 10 }, { 10, 60, 60 }, { 60, 10, 60 }, { 10, 15, 0 },
	             { 0, 10, 10 },  { 10, 0, 10 },  { 0, 0, 1 } };

START_TEST(merges_forced_intervals_that_divide)
{
	const struct merged_steps *steps = &merged_steps[_i];
	struct hr_sample sample = sample_of(0, 0);
	struct hr_error err = { 0 };
	struct hr_run a, b;

	hr_run_init(&a, steps->a_s * HR_NS_PER_S);
	hr_run_init(&b, steps->b_s * HR_NS_PER_S);
	for (int64_t s = 0; s < 120; s++) {
		sample.start_ns = s * HR_NS_PER_S;
		add(&a, "x", &sample);
		add(&b, "x", &sample);
	}
	if (steps->merged_s == 0) {
		ck_assert_int_eq(hr_run_merge(&a, &b, &err), HR_EINVAL);
		ck_assert_uint_eq(a.sample_count, 120);
	} else {
		ck_assert_int_eq(hr_run_merge(&a, &b, &err), HR_OK);
		ck_assert_int_eq(a.grid.step_ns, steps->merged_s * HR_NS_PER_S);
		ck_assert_uint_eq(a.labels[0]->cells.count, (size_t)(120 / steps->merged_s));
		ck_assert_uint_eq(a.labels[0]->cells.cells[0].count,
		                  (uint64_t)(2 * steps->merged_s));
	}
	hr_run_release(&a);
	hr_run_release(&b);
	release_scratch();
}
END_TEST

START_TEST(refuses_to_merge_aggregates)
{
	struct hr_aggregate figures = { .count = 7 };
	struct hr_sample sample = sample_of(0, 1);
	struct hr_error err = { 0 };
	struct hr_run a, b, c;

	hr_run_init(&a, 0);
	hr_run_init(&b, 0);
	hr_run_init(&c, 0);
	hr_add_aggregate(&a, &figures, HR_SLICE_LITERAL("x"));
	add(&b, "x", &sample);
	add(&c, "y", &sample);
	ck_assert_int_eq(hr_run_merge(&a, &b, &err), HR_EINVAL);
	ck_assert_int_eq(hr_run_merge(&b, &a, &err), HR_EINVAL);
	ck_assert_int_eq(hr_run_merge(&c, &a, &err), HR_OK);
	ck_assert_uint_eq(
	        hr_run_find(&c, HR_SLICE_LITERAL("x"), HR_SAMPLE_REQUEST)->aggregate->count, 7);
	add(&a, "x", &sample);
	ck_assert_uint_eq(hr_diag_total(&a.diag, HR_DIAG_REJECTED, NULL), 1);
	hr_run_release(&a);
	hr_run_release(&b);
	hr_run_release(&c);
	release_scratch();
}
END_TEST

START_TEST(takes_histograms)
{
	struct hr_hist *hist = hr_hist_new();
	struct hr_histogram_record record = { .hist = hist,
		                              .success = true,
		                              .start_ns = HR_NS_PER_S,
		                              .end_ns = 5 * HR_NS_PER_S,
		                              .min_ns = 99000001,
		                              .max_ns = HR_UNKNOWN };
	struct hr_run run;

	hr_hist_add(hist, 100 * HR_NS_PER_MS, 3);
	hr_hist_add(hist, 300 * HR_NS_PER_MS, 1);
	hr_run_init(&run, 0);
	hr_add_histogram(&run, &record, HR_SLICE_LITERAL("h"));
	record.success = false;
	hr_add_histogram(&run, &record, HR_SLICE_LITERAL("h"));
	ck_assert_int_eq(run.labels[0]->source, HR_SOURCE_HISTOGRAM);
	ck_assert_uint_eq(run.labels[0]->count, 8);
	ck_assert_uint_eq(run.labels[0]->errors, 4);
	ck_assert_double_eq(hr_moments_mean_ms(&run.labels[0]->ok.moments), 150);
	ck_assert_int_eq(run.labels[0]->ok.moments.min_ns, 99000001);
	ck_assert_int_eq(run.labels[0]->ok.moments.max_ns, 300 * HR_NS_PER_MS);
	ck_assert_double_eq(hr_label_span_s(run.labels[0]), 4);
	hr_hist_free(hist);
	hr_run_release(&run);
}
END_TEST

START_TEST(lasts_as_long_as_its_samples)
{
	const int64_t day_ms = INT64_C(86400000);
	struct hr_observation cpu = { .name = HR_SLICE_LITERAL("cpu"), .value_micro = 1 };
	struct hr_sample sample = sample_of(90 * day_ms, 250);
	struct hr_run run;

	hr_run_init(&run, 0);
	cpu.time_ns = 0;
	hr_add_observation(&run, &cpu);
	cpu.time_ns = 91 * day_ms * HR_NS_PER_MS;
	hr_add_observation(&run, &cpu);
	hr_run_settle_span(&run);
	ck_assert_int_eq(run.start_ns, 0);
	ck_assert_int_eq(run.end_ns, 91 * day_ms * HR_NS_PER_MS);
	add(&run, "a", &sample);
	hr_run_settle_span(&run);
	ck_assert_int_eq(run.start_ns, 90 * day_ms * HR_NS_PER_MS);
	ck_assert_int_eq(run.end_ns, (90 * day_ms + 250) * HR_NS_PER_MS);
	hr_run_release(&run);
	release_scratch();
}
END_TEST

START_TEST(keeps_events_sorted_and_once)
{
	struct hr_run run;

	hr_run_init(&run, 0);
	hr_run_add_event(&run, 5, 6, hr_slice_of("deploy"), hr_slice_of("b"));
	hr_run_add_event(&run, 1, 2, hr_slice_of("phase"), hr_slice_of("a"));
	hr_run_add_event(&run, 5, 6, hr_slice_of("deploy"), hr_slice_of("b"));
	hr_run_add_event(&run, 5, 5, hr_slice_of("deploy"), hr_slice_of("c"));
	ck_assert_uint_eq(run.event_count, 3);
	ck_assert_str_eq(run.events[0].text, "a");
	ck_assert_str_eq(run.events[1].text, "c");
	ck_assert_str_eq(run.events[2].text, "b");
	hr_run_release(&run);
}
END_TEST

static void add_inputs(struct hr_run *run, int from, int to)
{
	for (int i = from; i < to; i++) {
		char path[32], format[] = "jtl-csv";
		struct hr_run_input input = { .path = path,
			                      .format = format,
			                      .bytes = 1000,
			                      .records = (uint64_t)i,
			                      .rejected = 2,
			                      .degraded = 1,
			                      .truncated = i % 2 == 0 };

		snprintf(path, sizeof(path), "%d.jtl", i);
		hr_run_add_input(run, &input);
	}
}

/* Ten more than the list has room for, in three runs: the same whichever are merged first. */
START_TEST(inputs_beyond_the_list)
{
	const int ends[] = { 0, HR_INPUTS_MAX - 3, HR_INPUTS_MAX + 2, HR_INPUTS_MAX + 10 };

	for (int grouping = 0; grouping < 2; grouping++) {
		struct hr_run runs[3];
		int first = grouping == 0 ? 0 : 1;

		for (int i = 0; i < 3; i++) {
			hr_run_init(&runs[i], 0);
			add_inputs(&runs[i], ends[i], ends[i + 1]);
		}
		ck_assert_int_eq(hr_run_merge(&runs[first], &runs[first + 1], NULL), HR_OK);
		ck_assert_int_eq(hr_run_merge(&runs[0], &runs[grouping == 0 ? 2 : 1], NULL), HR_OK);
		ck_assert_uint_eq(runs[0].input_count, HR_INPUTS_MAX);
		ck_assert_str_eq(runs[0].inputs[HR_INPUTS_MAX - 1].path, "9999.jtl");
		ck_assert_uint_eq(runs[0].inputs_rest.count, 10);
		ck_assert_uint_eq(runs[0].inputs_rest.truncated, 5);
		ck_assert_uint_eq(runs[0].inputs_rest.bytes, 10000);
		ck_assert_uint_eq(runs[0].inputs_rest.records, 10 * 10000 + 45); /* 0 + ... + 9 */
		ck_assert_uint_eq(runs[0].inputs_rest.rejected, 20);
		ck_assert_uint_eq(runs[0].inputs_rest.degraded, 10);
		ck_assert_uint_eq(hr_run_all_inputs(&runs[0]), HR_INPUTS_MAX + 10);
		for (int i = 0; i < 3; i++)
			hr_run_release(&runs[i]);
	}
}
END_TEST

static Suite *run_suite(void)
{
	Suite *suite = suite_create("record/run");
	TCase *tcase = tcase_create("run");

	HR_ADD_ROWS(tcase, splits_rows_of_many_samples, weighted);
	tcase_add_test(tcase, counts_what_lacks_time_or_duration);
	tcase_add_test(tcase, inputs_beyond_the_list);
	tcase_add_test(tcase, puts_a_sample_where_it_ended);
	tcase_add_test(tcase, survives_the_ends_of_time);
	tcase_add_test(tcase, repairs_and_cuts_labels);
	tcase_add_test(tcase, tells_sub_results_from_requests);
	tcase_add_test(tcase, bounds_the_cells_of_a_forced_interval);
	tcase_add_test(tcase, takes_the_total_row_of_aggregates);
	HR_ADD_ROWS(tcase, merges_forced_intervals_that_divide, merged_steps);
	tcase_add_test(tcase, refuses_to_merge_aggregates);
	tcase_add_test(tcase, takes_histograms);
	tcase_add_test(tcase, keeps_events_sorted_and_once);
	tcase_add_test(tcase, lasts_as_long_as_its_samples);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(run_suite)
