/* Steady state, coordinated omission and the rules of test validity, on planted runs. */
#include <config.h>
#include "analyse/run_quality_part.h"

#include <math.h>
#include <string.h>

#include "config/config_declared.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define START (INT64_C(1795132800) * HR_NS_PER_S)
#define S(x)  ((int64_t)((x)*1e9))
#define MS(x) ((int64_t)((x)*1e6))

/* --- MSER-5 --- */

/* Of 200 values the first @shift are 10 higher; noise alternates by 1. A batch holds five. */
static const struct {
	size_t shift, count, cut;
	bool found;
} steps[] = {
	{ 0, 200, 0, true },   { 20, 200, 20, true }, { 50, 200, 50, true },
	{ 22, 200, 25, true }, /* the batch that holds both levels goes, too */
	{ 6, 60, 10, true },   { 3, 20, 4, true },    { 150, 200, 0, false },
	{ 0, 9, 0, false },
};

START_TEST(mser5)
{
	double values[200];
	size_t cut = 99;

	for (size_t i = 0; i < steps[_i].count; i++)
		values[i] = 1e6 + (i < steps[_i].shift ? 10 : 0) + (i % 2 == 0 ? 1 : -1);
	ck_assert_int_eq(hr_mser5(values, steps[_i].count, &cut), steps[_i].found);
	if (steps[_i].found)
		ck_assert_uint_eq(cut, steps[_i].cut);
}
END_TEST

/* --- HdrHistogram's own example (HistogramDataAccessTest): 10,000 values of 1 ms every 10 ms, then
 * one of 100 s. Raw: p99 1 ms. Corrected: 20,000 values, p50 1 ms, p75 50 s, p90 80 s, p99 98 s,
 * mean (1 ms + 50.005 s) / 2. --- */

START_TEST(expected_interval)
{
	struct hr_hist *raw = hr_hist_new(), *corrected;
	struct hr_moments moments;

	hr_hist_add(raw, MS(1), 10000);
	hr_hist_add(raw, S(100), 1);
	corrected = hr_hist_expected(raw, MS(10), &moments);
	/* the bucket of 100 s stands for 0.05 % more or less */
	ck_assert_double_eq_tol((double)hr_hist_count(corrected), 20000, 5);
	ck_assert_uint_eq(moments.count, hr_hist_count(corrected));
#define Q(hist, p) hr_quantile_ms(hist, p, HR_QUANTILE_NEAREST, 0, S(100))
	ck_assert_double_eq_tol(Q(raw, 0.99), 1, 1e-9);
	ck_assert_double_eq_tol(Q(corrected, 0.3), 1, 1e-9);
	ck_assert_double_eq_tol(Q(corrected, 0.4999), 1, 1e-9);
	ck_assert_double_eq_tol(Q(corrected, 0.75) / 50000, 1, 0.001);
	ck_assert_double_eq_tol(Q(corrected, 0.9) / 80000, 1, 0.001);
	ck_assert_double_eq_tol(Q(corrected, 0.99) / 98000, 1, 0.001);
	ck_assert_double_eq_tol(Q(corrected, 0.99999) / 100000, 1, 0.001);
	ck_assert_double_eq_tol(hr_moments_mean_ms(&moments) / 25003, 1, 0.001);
#undef Q
	hr_hist_free(raw);
	hr_hist_free(corrected);
}
END_TEST

/* 25 ms at an interval of 10 ms: 15 ms is added, 5 ms is not. */
START_TEST(expected_interval_ends)
{
	struct hr_hist *raw = hr_hist_new(), *corrected;
	struct hr_moments moments;

	hr_hist_add(raw, MS(25), 3);
	hr_hist_add(raw, MS(10), 1);
	corrected = hr_hist_expected(raw, MS(10), &moments);
	ck_assert_uint_eq(hr_hist_count(corrected), 7);
	ck_assert_uint_eq(hr_hist_count_at_most(corrected, MS(15)), 4);
	hr_hist_free(corrected);
	/* so many that they are put in by the block: their number stays exact */
	corrected = hr_hist_expected(raw, 1000, &moments);
	ck_assert_uint_eq(hr_hist_count(corrected), 3 * 25000 + 10000);
	hr_hist_free(corrected);
	hr_hist_free(raw);
}
END_TEST

/* --- rules on planted runs --- */

struct plant {
	double seconds, per_s; /* requests of each label, evenly */
	double elapsed_ms, warm_ms, warm_s;
	double users;                 /* most; 0 unknown */
	double ramp_s;                /* until they are there */
	double gap_from_s, gap_to_s;  /* nothing ends */
	double stall_from_s, stall_s; /* one request that long for each user */
};

static void plant(struct hr_run *run, const struct plant *plant)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;
	double at = 0;

	hr_run_init(run, 0);
	summarizer = hr_summarizer_new(run, &options);
	while (at < plant->seconds) {
		double ramp = plant->ramp_s > 0 && at < plant->ramp_s ? at / plant->ramp_s : 1;
		double rate = plant->per_s * fmax(ramp, 0.05);
		double elapsed = at < plant->warm_s ? plant->warm_ms : plant->elapsed_ms;
		struct hr_sample sample = {
			.success = true,
			.start_ns = START + S(at),
			.elapsed_ns = MS(elapsed),
			.latency_ns = HR_UNKNOWN,
			.connect_ns = HR_UNKNOWN,
			.received_bytes = HR_UNKNOWN,
			.sent_bytes = HR_UNKNOWN,
			.active_users = plant->users > 0 ? (int32_t)ceil(plant->users * ramp)
			                                 : HR_UNKNOWN,
			.weight = 1,
			.label = { "a", 1 },
		};

		if (plant->stall_s > 0 && at >= plant->stall_from_s &&
		    at < plant->stall_from_s + plant->stall_s) {
			sample.elapsed_ns = S(plant->stall_s);
			for (int i = 0; i < (int)plant->users; i++)
				hr_sink_sample(hr_summarizer_sink(summarizer), &sample);
			at = plant->stall_from_s + plant->stall_s;
			continue;
		}
		if (!(at >= plant->gap_from_s && at < plant->gap_to_s))
			hr_sink_sample(hr_summarizer_sink(summarizer), &sample);
		at += 1 / rate;
	}
	hr_summarizer_free(summarizer);
	hr_run_classify(run);
}

/* The rules that warn, and the window. */
static void warnings(const struct plant *what, const struct hr_declared_options *options,
                     struct hr_run_quality *quality, struct hr_str *out)
{
	static const struct hr_config_declared nothing = { 0 };
	struct hr_declared_options none = { .declared = &nothing, .rate_per_s = NAN };
	struct hr_checks checks = { 0 };
	struct hr_label *total;
	struct hr_run run;

	plant(&run, what);
	total = hr_run_total(&run, HR_TOTAL_REQUESTS, "total");
	hr_run_quality_check(&run, total, options != NULL ? options : &none, HR_QUANTILE_R6,
	                     quality, &checks);
	for (size_t i = 0; i < checks.count; i++) {
		ck_assert_str_eq(checks.items[i].kind, "quality");
		ck_assert_int_eq(checks.items[i].verdict, HR_VERDICT_WARN);
		ck_assert_ptr_nonnull(checks.items[i].message);
		hr_str_printf(out, "%s%s", i > 0 ? " " : "", checks.items[i].metric);
	}
	hr_checks_release(&checks);
	hr_label_free(total);
	hr_run_release(&run);
}

static const struct {
	struct plant plant;
	const char *warnings;
	double steady_from_s, steady_to_s; /* -1: none */
} planted[] = {
	/* sound: nothing to say */
	{ { .seconds = 300, .per_s = 50, .elapsed_ms = 40, .users = 10 }, "", 1, 300 },
	{ { .seconds = 30, .per_s = 50, .elapsed_ms = 40, .users = 10 }, "too_short", 1, 30 },
	{ { .seconds = 300, .per_s = 3, .elapsed_ms = 40, .users = 10 }, "few_samples", 1, 299 },
	/* 60 s of warm-up at three times the time */
	{ { .seconds = 300,
	    .per_s = 50,
	    .elapsed_ms = 40,
	    .warm_ms = 120,
	    .warm_s = 60,
	    .users = 10 },
	  "warm_up",
	  61,
	  300 },
	/* 30 s until all users are there: 5 % of the requests */
	{ { .seconds = 300, .per_s = 50, .elapsed_ms = 40, .users = 20, .ramp_s = 30 },
	  "",
	  30,
	  300 },
	/* two thirds of the run slow: it never settles in time */
	{ { .seconds = 300,
	    .per_s = 50,
	    .elapsed_ms = 40,
	    .warm_ms = 400,
	    .warm_s = 200,
	    .users = 10 },
	  "not_steady",
	  -1,
	  -1 },
	{ { .seconds = 300,
	    .per_s = 50,
	    .elapsed_ms = 40,
	    .users = 10,
	    .gap_from_s = 150,
	    .gap_to_s = 170 },
	  "not_steady gap",
	  -1,

	  -1 },
	{ { .seconds = 1000,
	    .per_s = 50,
	    .elapsed_ms = 40,
	    .users = 10,
	    .gap_from_s = 100,
	    .gap_to_s = 900 },
	  "not_steady gap",
	  -1,
	  -1 },
};

START_TEST(rules)
{
	struct hr_run_quality quality;
	struct hr_str text = { 0 };
	double from_s, to_s;

	warnings(&planted[_i].plant, NULL, &quality, &text);
	from_s = quality.steady.found ? (double)(quality.steady_from_ns - START) / 1e9 : -1;
	to_s = quality.steady.found ? (double)(quality.steady_to_ns - START) / 1e9 : -1;
	ck_assert_str_eq(hr_str_text(&text), planted[_i].warnings);
	/* to a batch of five intervals of 1 s */
	ck_assert_double_eq_tol(from_s, planted[_i].steady_from_s, 6);
	ck_assert_double_eq_tol(to_s, planted[_i].steady_to_s, 2);
	hr_str_release(&text);
	hr_run_quality_release(&quality);
}
END_TEST

/* 10 users that mean to send 50/s stand still for 20 s once. Of 200 ms between two requests of a
 * user each 20 s give 99 more: 10 x 99 requests are missing. */
START_TEST(stall)
{
	static const struct plant stalled = { .seconds = 300,
		                              .per_s = 50,
		                              .elapsed_ms = 40,
		                              .users = 10,
		                              .stall_from_s = 150,
		                              .stall_s = 20 };
	static const struct hr_config_declared nothing = { 0 };
	struct hr_declared_options options = { .declared = &nothing, .rate_per_s = 50 };
	struct hr_run_quality quality;
	struct hr_str text = { 0 };

	warnings(&stalled, &options, &quality, &text);
	ck_assert_int_eq(quality.omission.source, HR_OMISSION_DECLARED);
	ck_assert_double_eq_tol(quality.omission.expected_interval_ms, 200, 1e-9);
	ck_assert_uint_eq(quality.omission.corrected.count,
	                  quality.omission.recorded.count + 10 * 99);
	ck_assert_double_eq_tol(quality.omission.recorded.p99_ms, 40, 1);
	/* 1000 of 15,000 values spread evenly up to 20 s: the p99 is where 150 are above */
	ck_assert_double_eq_tol(quality.omission.corrected.p99_ms, 17000, 300);
	ck_assert_double_eq_tol(quality.omission.corrected.max_ms, 20000, 1e-6);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&text), "coordinated_omission"));
	hr_str_truncate(&text, 0);
	hr_run_quality_release(&quality);
	/* the same without being told: the even pace gives it away */
	warnings(&stalled, NULL, &quality, &text);
	ck_assert_int_eq(quality.omission.source, HR_OMISSION_DETECTED);
	hr_run_quality_release(&quality);
	hr_str_release(&text);
}
END_TEST

START_TEST(paced)
{
	static const struct plant even = {
		.seconds = 300, .per_s = 50, .elapsed_ms = 40, .users = 10
	};
	static const struct plant busy = {
		.seconds = 300, .per_s = 50, .elapsed_ms = 190, .users = 10
	};
	struct hr_run_quality quality;
	struct hr_str text = { 0 };

	warnings(&even, NULL, &quality, &text);
	ck_assert_int_eq(quality.omission.source, HR_OMISSION_DETECTED);
	ck_assert_double_eq_tol(quality.omission.rate_per_s, 50, 0.5);
	hr_run_quality_release(&quality);
	/* users that hardly wait are the limit themselves: 50/s x 190 ms is 9.5 of 10 */
	warnings(&busy, NULL, &quality, &text);
	ck_assert_int_eq(quality.omission.source, HR_OMISSION_NONE);
	hr_run_quality_release(&quality);
	hr_str_release(&text);
}
END_TEST

/* Declared by a configuration. */
START_TEST(declared)
{
	static const struct plant run = {
		.seconds = 300, .per_s = 50, .elapsed_ms = 40, .users = 10
	};
	static const struct {
		struct hr_config_declared declared;
		const char *warnings;
	} cases[] = {
		{ { .rate_per_s = 50, .users = 10, .duration_ns = S(300) }, "" },
		{ { .rate_per_s = 60 }, "rate_not_reached" },
		{ { .users = 12 }, "users_differ" },
		{ { .users = 8 }, "users_differ" },
		{ { .duration_ns = S(600) }, "duration_differs" },
		{ { .duration_ns = S(310) }, "" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hr_declared_options options = { .declared = &cases[i].declared,
			                               .rate_per_s = NAN };
		struct hr_run_quality quality;
		struct hr_str text = { 0 };

		warnings(&run, &options, &quality, &text);
		ck_assert_str_eq(hr_str_text(&text), cases[i].warnings);
		hr_str_release(&text);
		hr_run_quality_release(&quality);
	}
}
END_TEST

/* A label may be as long as it likes; of its characters a message shows whole ones. */
START_TEST(cuts_names_between_characters)
{
	struct hr_run_quality_finding finding = { .state = HR_RUN_QUALITY_OK };
	char name[3 * 500 + 1] = "";
	size_t length;

	for (int i = 0; i < 500; i++)
		memcpy(name + 3 * i, "\xe6\xbc\xa2", 4); /* U+6F22 */
	hr_quality_warn(&finding, "%s rests on few requests", name);
	ck_assert_int_eq(finding.state, HR_RUN_QUALITY_WARN);
	length = strlen(finding.message);
	ck_assert_uint_lt(length, 1000);
	ck_assert_uint_gt(length, 1000 - 1 - 3);
	ck_assert_int_eq(strncmp(finding.message, name, length - 3), 0);
	ck_assert_uint_eq((length - 3) % 3, 0);
	ck_assert_str_eq(finding.message + length - 3, "...");
	free(finding.message);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("validity");
	TCase *tcase = tcase_create("validity");

	HR_ADD_ROWS(tcase, mser5, steps);
	tcase_add_test(tcase, expected_interval);
	tcase_add_test(tcase, expected_interval_ends);
	HR_ADD_ROWS(tcase, rules, planted);
	tcase_add_test(tcase, stall);
	tcase_add_test(tcase, paced);
	tcase_add_test(tcase, declared);
	tcase_add_test(tcase, cuts_names_between_characters);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(suite)
