#include <config.h>
#include "analyse/chaos.h"

#include "config/config.h"
#include "record/event_kinds.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define S  INT64_C(1000000000)
#define MS INT64_C(1000000)
#define T0 INT64_C(1795132800) /* 2026-11-20 00:00 UTC */

/* 300 s at ten requests a second; failures of one in two from @bad_from to @bad_to, no request from
 * @bad_to to @silent_to. */
static void make_silent_run(struct hr_run *run, int bad_from, int bad_to, int silent_to)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;

	hr_run_init(run, 0);
	summarizer = hr_summarizer_new(run, &options);
	sink = hr_summarizer_sink(summarizer);
	for (int i = 0; i < 3000; i++) {
		int second = i / 10;
		bool failed = second >= bad_from && second < bad_to && i % 2 == 0;
		struct hr_sample sample = { .success = !failed,
			                    .failed = failed,
			                    .weight = 1,
			                    .start_ns = (T0 + second) * S + (i % 10) * 5 * MS,
			                    .elapsed_ns = 100 * MS,
			                    .latency_ns = HR_UNKNOWN,
			                    .connect_ns = HR_UNKNOWN,
			                    .received_bytes = HR_UNKNOWN,
			                    .sent_bytes = HR_UNKNOWN,
			                    .active_users = HR_UNKNOWN,
			                    .label = { "a", 1 } };

		if (second < bad_to || second >= silent_to)
			sink->ops->sample(sink, &sample);
	}
	hr_summarizer_free(summarizer);
	hr_run_add_event(run, (T0 + 100) * S, (T0 + 160) * S, HR_SLICE_LITERAL("chaos"),
	                 HR_SLICE_LITERAL("inject"));
	hr_run_add_event(run, (T0 + 100) * S, (T0 + 160) * S, HR_SLICE_LITERAL(HR_EVENT_FAULT),
	                 HR_SLICE_LITERAL("kill"));
	hr_run_add_event(run, (T0 + 20) * S, (T0 + 30) * S, HR_SLICE_LITERAL(HR_EVENT_FAULT),
	                 HR_SLICE_LITERAL("another"));
	hr_run_add_event(run, (T0 + 105) * S, (T0 + 105) * S,
	                 HR_SLICE_LITERAL(HR_EVENT_PROBE_FAILED), HR_SLICE_LITERAL("answers"));
	hr_run_add_event(run, (T0 + 90) * S, (T0 + 170) * S, HR_SLICE_LITERAL(HR_EVENT_EXPERIMENT),
	                 HR_SLICE_LITERAL("kill: completed"));
	hr_run_classify(run);
}

static void make_run(struct hr_run *run, int bad_from, int bad_to)
{
	make_silent_run(run, bad_from, bad_to, bad_to);
}

static const struct {
	const char *more; /* of the experiment */
	int bad_from, bad_to;
	enum hr_chaos_outcome outcome;
	int64_t recovery_s, out_s, ran_on_s; /* -1 = none */
} cases[] = {
	/* nothing happens */
	{ "", 0, 0, HR_CHAOS_VERIFIED, 0, 0, -1 },
	/* half a minute of failures, which 60 s do not bear */
	{ "", 110, 140, HR_CHAOS_DEVIATED, 0, 30, 50 },
	/* two seconds are borne */
	{ "", 110, 112, HR_CHAOS_VERIFIED, 0, 2, 50 },
	/* failures go on for 20 s after the fault: back in time, and not */
	{ "", 158, 180, HR_CHAOS_VERIFIED, 20, 2, 2 },
	{ ", \"recovery_within\": \"10s\"", 158, 180, HR_CHAOS_DEVIATED, 20, 2, 2 },
	/* never back */
	{ "", 158, 300, HR_CHAOS_DEVIATED, -1, 2, 2 },
	/* not steady before */
	{ "", 50, 100, HR_CHAOS_INVALID, 0, 0, -1 },
	/* what is borne during the fault need not be what is normal: half of 30 s of 60 fail */
	{ ", \"tolerance\": [\"availability > 70%\"]", 110, 140, HR_CHAOS_VERIFIED, 0, 30, 50 },
	{ ", \"tolerance\": [\"availability > 80%\"]", 110, 140, HR_CHAOS_DEVIATED, 0, 30, 50 },
	/* only so long a stretch counts: then 30 s are borne, or not */
	{ ", \"hypothesis\": [\"availability > 95% for 31s\"]", 110, 140, HR_CHAOS_VERIFIED, 0, 30,
	  50 },
	{ ", \"hypothesis\": [\"availability > 95% for 30s\"]", 110, 140, HR_CHAOS_DEVIATED, 0, 30,
	  50 },
	/* a condition to stop that must last is met when it has lasted */
	{ ", \"abort_if\": [\"error_rate > 40% for 10s\"]", 110, 140, HR_CHAOS_DEVIATED, 0, 30,
	  40 },
	/* a pattern; a label that is not there; a metric that intervals do not have */
	{ ", \"hypothesis\": [\"availability of ?* > 95%\"]", 110, 112, HR_CHAOS_VERIFIED, 0, 2,
	  50 },
	{ ", \"hypothesis\": [\"availability of b > 95%\"]", 0, 0, HR_CHAOS_INCONCLUSIVE, -1, 0,
	  -1 },
	{ ", \"hypothesis\": [\"apdex > 0.9\"]", 0, 0, HR_CHAOS_INCONCLUSIVE, -1, 0, -1 },
	/* what people saw */
	{ ", \"observations\": {\"no order was lost\": true, \"x\": null}", 0, 0, HR_CHAOS_VERIFIED,
	  0, 0, -1 },
	{ ", \"observations\": {\"no order was lost\": false}", 0, 0, HR_CHAOS_DEVIATED, 0, 0, -1 },
	/* too little was recorded after the fault: 30 s are needed, 20 are in the window */
	{ ", \"after\": \"20s\"", 0, 0, HR_CHAOS_INCONCLUSIVE, -1, 0, -1 },
	/* the times of the fault of its name */
	{ ", \"name\": \"kill\"", 110, 140, HR_CHAOS_DEVIATED, 0, 30, 50 },
	/* the fault and all of its time to recover were before the recording, or after it */
	{ ", \"during\": {\"from\": \"2020-01-01T00:00:00Z\", \"to\": \"2020-01-01T00:01:00Z\"}", 0,
	  0, HR_CHAOS_INCONCLUSIVE, -1, 0, -1 },
	{ ", \"during\": {\"from\": \"+2h\", \"to\": \"+3h\"}", 0, 0, HR_CHAOS_INCONCLUSIVE, -1, 0,
	  -1 },
	/* times that end all times */
	{ ", \"stable_for\": \"100000d\"", 0, 0, HR_CHAOS_INCONCLUSIVE, -1, 0, -1 },
	/* nothing was recorded before */
	{ ", \"during\": {\"from\": \"+0s\", \"to\": \"+60s\"}", 0, 0, HR_CHAOS_INCONCLUSIVE, 0, 0,
	  -1 },
};

/* Members of which @more has none. */
static const struct {
	const char *name, *text;
} usual[] = {
	{ "\"name\"", "\"name\": \"killing\"" },
	{ "\"after\"", "\"after\": \"100s\"" },
	{ "\"hypothesis\"", "\"hypothesis\": [\"availability > 95%\", \"p95 < 500ms\"]" },
	{ "\"abort_if\"", "\"abort_if\": [\"error_rate > 40%\"]" },
};

static void parse(const char *more, struct hr_config *config)
{
	struct hr_config_errors errors = { 0 };
	struct hr_str text = { 0 };

	hr_str_puts(&text, "{\"chaos\": [{\"before\": \"60s\", \"restricted_hours\": "
	                   "[\"22:00-06:00\"]");
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strstr(more, usual[i].name) == NULL)
			hr_str_printf(&text, ", %s", usual[i].text);
	/* an experiment that is called as the event needs no times */
	if (strstr(more, "during") == NULL && strstr(more, "\"name\"") == NULL)
		hr_str_puts(&text, ", \"during\": {\"from\": \"marker:inject\", \"to\": "
		                   "\"marker:inject\"}");
	hr_str_printf(&text, "%s}]}", more);
	ck_assert_msg(hr_config_parse(hr_str_slice(&text), "c", config, &errors, NULL) == HR_OK,
	              "%s", errors.count > 0 ? errors.items[0].text : "");
	hr_str_release(&text);
}

START_TEST(verifies)
{
	struct hr_config config;
	struct hr_run run;
	struct hr_chaos_result got;
	struct hr_label *total;

	parse(cases[_i].more, &config);
	make_run(&run, cases[_i].bad_from, cases[_i].bad_to);
	total = hr_run_total(&run, HR_TOTAL_REQUESTS, "Total");
	hr_chaos_verify(&run, total, &config.chaos.items[0], hr_zone_utc(), &got);
	ck_assert_msg(got.outcome == cases[_i].outcome, "%s: %s",
	              hr_chaos_outcome_name(got.outcome), got.reason);
	ck_assert_int_eq(got.recovered, cases[_i].recovery_s >= 0);
	if (got.recovered)
		ck_assert_int_eq(got.recovery_ns, cases[_i].recovery_s * S);
	ck_assert_int_eq(got.criteria[0].out_ns, cases[_i].out_s * S);
	if (cases[_i].ran_on_s >= 0)
		ck_assert_int_eq(got.ran_on_ns, cases[_i].ran_on_s * S);
	else
		ck_assert_int_eq(got.aborted_at_ns, HR_INSTANT_NONE);
	ck_assert(got.restricted); /* midnight is between 22:00 and 06:00 */
	hr_chaos_result_release(&got);
	hr_label_free(total);
	hr_run_release(&run);
	hr_config_release(&config);
}
END_TEST

static const char *const nowhere[] = {
	", \"during\": {\"from\": \"marker:x\", \"to\": \"marker:y\"}",
	", \"during\": {\"from\": \"+100000d\", \"to\": \"+100001d\"}", /* beyond 64 bits */
};

START_TEST(needs_times)
{
	struct hr_config config;
	struct hr_run run;
	struct hr_chaos_result got;

	parse(nowhere[_i], &config);
	make_run(&run, 0, 0);
	hr_chaos_verify(&run, run.labels[0], &config.chaos.items[0], hr_zone_utc(), &got);
	ck_assert_int_eq(got.outcome, HR_CHAOS_INCONCLUSIVE);
	hr_chaos_result_release(&got);
	hr_run_release(&run);
	hr_config_release(&config);
}
END_TEST

/* No request in the 100 s after the fault: silence is not health. */
START_TEST(silence_is_no_recovery)
{
	struct hr_config config;
	struct hr_run run;
	struct hr_chaos_result got;
	struct hr_label *total;

	parse("", &config);
	make_silent_run(&run, 0, 160, 290);
	total = hr_run_total(&run, HR_TOTAL_REQUESTS, "Total");
	hr_chaos_verify(&run, total, &config.chaos.items[0], hr_zone_utc(), &got);
	ck_assert(!got.recovered);
	hr_chaos_result_release(&got);
	hr_label_free(total);
	hr_run_release(&run);
	hr_config_release(&config);
}
END_TEST

/* A journal alone: the time of the fault is known, and nothing else. */
/* Of the 20 s in which nothing may be missed half have to be known: ten seconds of requests after
 * the fault and ten of silence will do, nine and eleven will not, and 20 s after the fault it is
 * all known. */
START_TEST(half_of_the_time_is_known)
{
	for (int silent_from = 169; silent_from <= 170; silent_from++) {
		struct hr_config config;
		struct hr_run run;
		struct hr_chaos_result got;
		struct hr_label *total;

		parse(", \"stable_for\": \"20s\"", &config);
		make_silent_run(&run, silent_from, silent_from, 180);
		total = hr_run_total(&run, HR_TOTAL_REQUESTS, "Total");
		hr_chaos_verify(&run, total, &config.chaos.items[0], hr_zone_utc(), &got);
		ck_assert(got.recovered);
		ck_assert_int_eq(got.recovery_ns, silent_from == 170 ? 0 : 20 * S);
		hr_chaos_result_release(&got);
		hr_label_free(total);
		hr_run_release(&run);
		hr_config_release(&config);
	}
}
END_TEST

START_TEST(needs_requests)
{
	struct hr_config config;
	struct hr_run run;
	struct hr_chaos_result got;
	struct hr_label *total;

	parse(", \"name\": \"kill\"", &config);
	hr_run_init(&run, 0);
	hr_run_add_event(&run, (T0 + 100) * S, (T0 + 160) * S, HR_SLICE_LITERAL(HR_EVENT_FAULT),
	                 HR_SLICE_LITERAL("kill"));
	total = hr_run_total(&run, HR_TOTAL_REQUESTS, "Total");
	hr_chaos_verify(&run, total, &config.chaos.items[0], hr_zone_utc(), &got);
	ck_assert_int_eq(got.outcome, HR_CHAOS_INCONCLUSIVE);
	ck_assert_int_eq(got.observed_ns, 0);
	hr_chaos_result_release(&got);
	hr_label_free(total);
	hr_run_release(&run);
	hr_config_release(&config);
}
END_TEST

/* Of 60 intervals before all succeed, of 60 during 15 have failures of one half: 45 ties with all,
 * 15 below all, so U = 60 * 45 / 2 and delta = 2 U / 3600 - 1. The unit is the interval: requests
 * would give another number. */
START_TEST(compares_intervals)
{
	struct hr_config config;
	struct hr_run run;
	struct hr_chaos_result got;
	const struct hr_chaos_criterion *row;

	parse("", &config);
	make_run(&run, 110, 125);
	hr_chaos_verify(&run, run.labels[0], &config.chaos.items[0], hr_zone_utc(), &got);
	row = &got.criteria[0];
	ck_assert_uint_eq(row->before_count, 60);
	ck_assert_uint_eq(row->during_count, 60);
	ck_assert_double_eq_tol(row->test.u, 1350, 1e-9);
	ck_assert_double_eq_tol(row->effect, -0.25, 1e-12);
	/* z = (450 - 1/2) / sqrt(60 60 / 12 (121 - (15^3 - 15 + 105^3 - 105) / (120 119))), the
	 * normal with corrections for ties and continuity (Hollander and Wolfe, 1999, 4.1), and
	 * 2 P(Z > z) by Python's math.erfc */
	ck_assert_double_eq_tol(row->test.p, 3.81306206e-05, 5e-13);
	ck_assert_uint_eq(got.probe_count, 1);
	ck_assert(!got.probes[0].passed);
	ck_assert_str_eq(got.told, "completed");
	/* stretches of the three windows: 60 + 60 + 100 s */
	ck_assert_uint_eq(got.course_count, 220);
	ck_assert_double_eq_tol(row->course[70], 0.5, 1e-12);
	hr_chaos_result_release(&got);
	hr_run_release(&run);
	hr_config_release(&config);
}
END_TEST

static const struct {
	int from_min, to_min, minute;
	bool holds;
} hours[] = {
	{ 22 * 60, 6 * 60, 23 * 60, true }, { 22 * 60, 6 * 60, 0, true },
	{ 22 * 60, 6 * 60, 6 * 60, false }, { 22 * 60, 6 * 60, 12 * 60, false },
	{ 9 * 60, 17 * 60, 9 * 60, true },  { 9 * 60, 17 * 60, 17 * 60, false },
};

START_TEST(goes_over_midnight)
{
	struct hr_chaos_hours one = { hours[_i].from_min, hours[_i].to_min };

	ck_assert_int_eq(hr_chaos_hours_hold(&one, hours[_i].minute), hours[_i].holds);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("chaos");
	TCase *tcase = tcase_create("chaos");

	HR_ADD_ROWS(tcase, verifies, cases);
	HR_ADD_ROWS(tcase, needs_times, nowhere);
	tcase_add_test(tcase, silence_is_no_recovery);
	tcase_add_test(tcase, half_of_the_time_is_known);
	tcase_add_test(tcase, needs_requests);
	tcase_add_test(tcase, compares_intervals);
	HR_ADD_ROWS(tcase, goes_over_midnight, hours);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
