#include <config.h>
#include "render/timeline.h"

#include <math.h>

#include "record/sink.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define START INT64_C(1795140000000000000) /* 2026-11-20T02:00:00Z */

/* One request a second for @seconds, each of 10 ms but every hundredth of 1 s and failed. */
static void make(struct hr_scene *scene, int seconds)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;

	*scene = (struct hr_scene){ 0 };
	hr_run_init(&scene->run, HR_NS_PER_S);
	summarizer = hr_summarizer_new(&scene->run, &options);
	for (int i = 0; i < seconds; i++) {
		bool slow = i % 100 == 99;
		struct hr_sample sample = {
			.kind = HR_SAMPLE_REQUEST,
			.success = !slow,
			.failed = slow ? 1 : 0,
			.weight = 1,
			.start_ns = START + i * HR_NS_PER_S + (slow ? -HR_NS_PER_S / 2 : 0),
			.elapsed_ns = slow ? HR_NS_PER_S : 10 * HR_NS_PER_MS,
			.latency_ns = HR_UNKNOWN,
			.connect_ns = HR_UNKNOWN,
			.received_bytes = 500,
			.sent_bytes = HR_UNKNOWN,
			.active_users = 1 + i % 7,
			.label = HR_SLICE_LITERAL("GET /"),
			.code = HR_SLICE_LITERAL("200"),
		};

		hr_sink_sample(hr_summarizer_sink(summarizer), &sample);
	}
	hr_summarizer_free(summarizer);
	hr_run_classify(&scene->run);
	scene->total = hr_run_total(&scene->run, HR_TOTAL_REQUESTS, "all");
}

static void release(struct hr_scene *scene)
{
	hr_label_free(scene->total);
	hr_run_release(&scene->run);
}

static const struct {
	int seconds;
	size_t most, per, count;
} joins[] = {
	{ 1, 100, 1, 1 },    { 90, 100, 1, 90 },  { 200, 100, 2, 100 },
	{ 201, 100, 3, 67 }, { 700, 100, 8, 88 }, /* 7 is no round length; 700 = 87 x 8 + 4, half a
	                                             stretch */
	{ 699, 100, 8, 87 },                      /* a rest of 3 is joined to the last */
	{ 50, 1, 50, 1 },
};

START_TEST(stretches_are_round_and_few)
{
	struct hr_timeline timeline;
	struct hr_scene scene;
	uint64_t requests = 0;

	make(&scene, joins[_i].seconds);
	ck_assert(hr_timeline_init(&timeline, &scene, joins[_i].most));
	ck_assert_uint_eq(timeline.per, joins[_i].per);
	ck_assert_uint_eq(timeline.count, joins[_i].count);
	for (size_t i = 0; i < timeline.count; i++) {
		struct hr_cell cell;

		ck_assert(hr_timeline_join(&timeline, scene.total, i, &cell));
		requests += cell.count;
		ck_assert_uint_eq(hr_sketch_count(&cell.sketch), cell.timed);
		hr_sketch_release(&cell.sketch);
	}
	ck_assert_uint_eq(requests, (uint64_t)joins[_i].seconds);
	release(&scene);
}
END_TEST

START_TEST(values_follow_from_what_was_put_in)
{
	struct hr_timeline timeline;
	struct hr_scene scene;
	double value[20], low[20], high[20];

	make(&scene, 1000);
	ck_assert(hr_timeline_init(&timeline, &scene, 20));
	ck_assert_uint_eq(timeline.per, 50);
	hr_timeline_values(&timeline, scene.total, HR_PER_REQUESTS_PER_S, value);
	ck_assert_double_eq_tol(value[7], 1, 1e-12);
	hr_timeline_values(&timeline, scene.total, HR_PER_RECEIVED_PER_S, value);
	ck_assert_double_eq_tol(value[7], 500, 1e-9);
	/* The slow one ends in every second stretch: 1 of 50. */
	hr_timeline_values(&timeline, scene.total, HR_PER_ERROR_RATIO, value);
	ck_assert_double_eq_tol(value[6], 0, 1e-12);
	ck_assert_double_eq_tol(value[7], 0.02, 1e-12);
	hr_timeline_range(&timeline, scene.total, HR_PER_ERROR_RATIO, low, high);
	ck_assert_double_eq(low[7], 0);
	ck_assert_double_eq(high[7], 1);
	hr_timeline_values(&timeline, scene.total, HR_PER_MEAN_MS, value);
	ck_assert_double_eq_tol(value[7], (49 * 10 + 1000) / 50.0, 1e-9);
	hr_timeline_values(&timeline, scene.total, HR_PER_MAX_MS, value);
	ck_assert_double_eq(value[7], 1000);
	/* Nearest rank of 50 values: 0.98 is the 49th (10 ms), 0.99 the 50th (1 s); the sketch
	 * is within 3.2 %. */
	hr_timeline_quantiles(&timeline, scene.total, 0.98, value);
	ck_assert_double_eq_tol(value[7], 10, 0.32);
	hr_timeline_quantiles(&timeline, scene.total, 0.99, value);
	ck_assert_double_eq_tol(value[7], 1000, 32);
	ck_assert(hr_timeline_users(&timeline, &scene.run, value));
	ck_assert_double_eq(value[7], 7);
	ck_assert_double_eq_tol(hr_timeline_x(&timeline, 7), 375, 1e-9);
	ck_assert_int_eq(hr_timeline_ns(&timeline, 7), START + 350 * HR_NS_PER_S);
	release(&scene);
}
END_TEST

START_TEST(sentences_say_where_and_when)
{
	struct hr_timeline timeline = {
		.count = 5, .intervals = 5, .per = 1, .step_ns = HR_NS_PER_S, .zone = hr_zone_utc()
	};
	static const struct {
		double values[5];
		const char *text;
	} rows[] = {
		{ { NAN, NAN, NAN, NAN, NAN }, "" },
		{ { NAN, 5, NAN, NAN, NAN }, "x is 5" },
		{ { 5, 5, NAN, 5, 5 }, "x stays at 5" },
		{ { 1, 2, 9, 3, 4 }, "x is mostly between 1 and 9, highest 9 at 02:00:02 UTC" },
		{ { 2, 2, 2, 2, 2.0001 }, "x is mostly 2, highest 2 at 02:00:04 UTC" },
	};

	timeline.first = START / HR_NS_PER_S;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hr_str out = { 0 };

		hr_timeline_describe(&timeline, "x", rows[i].values, HR_QUANTITY_COUNT, &out);
		ck_assert_str_eq(hr_str_text(&out), rows[i].text);
		hr_str_release(&out);
	}
}
END_TEST

START_TEST(percentiles_want_requests)
{
	struct hr_label label = { .count = 1000 };

	ck_assert_uint_eq(hr_timeline_stretches(&label, 150), 50);
	label.count = 100;
	ck_assert_uint_eq(hr_timeline_stretches(&label, 150), 30);
	label.count = 1000000;
	ck_assert_uint_eq(hr_timeline_stretches(&label, 150), 150);
}
END_TEST

static Suite *timeline_suite(void)
{
	Suite *suite = suite_create("render/timeline");
	TCase *tcase = tcase_create("timeline");

	HR_ADD_ROWS(tcase, stretches_are_round_and_few, joins);
	tcase_add_test(tcase, values_follow_from_what_was_put_in);
	tcase_add_test(tcase, sentences_say_where_and_when);
	tcase_add_test(tcase, percentiles_want_requests);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(timeline_suite)
