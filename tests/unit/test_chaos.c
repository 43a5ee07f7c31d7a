#include <config.h>
#include "analyse/chaos.h"

#include "config/config.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define S  INT64_C(1000000000)
#define MS INT64_C(1000000)
#define T0 INT64_C(1795132800) /* 2026-11-20 00:00 UTC */

/* 300 s at ten requests a second; failures of one in two from @bad_from to @bad_to. */
static void make_run(struct hr_run *run, int bad_from, int bad_to)
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

		sink->ops->sample(sink, &sample);
	}
	hr_summarizer_free(summarizer);
	hr_run_add_event(run, (T0 + 100) * S, (T0 + 160) * S, HR_SLICE_LITERAL("chaos"),
	                 HR_SLICE_LITERAL("inject"));
	hr_run_classify(run);
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
	/* nothing was recorded before */
	{ ", \"during\": {\"from\": \"+0s\", \"to\": \"+60s\"}", 0, 0, HR_CHAOS_INCONCLUSIVE, 0, 0,
	  -1 },
};

static void parse(const char *more, struct hr_config *config)
{
	struct hr_config_errors errors = { 0 };
	struct hr_str text = { 0 };

	hr_str_printf(&text,
	              "{\"chaos\": [{\"name\": \"kill\", \"before\": \"60s\", \"after\": \"100s\", "
	              "\"hypothesis\": [\"availability > 95%%\", \"p95 < 500ms\"], \"abort_if\": "
	              "[\"error_rate > 40%%\"], \"restricted_hours\": [\"22:00-06:00\"]%s%s}]}",
	              strstr(more, "during") != NULL
	                      ? ""
	                      : ", \"during\": {\"from\": \"marker:inject\", \"to\": "
	                        "\"marker:inject\"}",
	              more);
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

START_TEST(needs_the_marker)
{
	struct hr_config config;
	struct hr_run run;
	struct hr_chaos_result got;

	parse(", \"during\": {\"from\": \"marker:x\", \"to\": \"marker:y\"}", &config);
	make_run(&run, 0, 0);
	hr_chaos_verify(&run, run.labels[0], &config.chaos.items[0], hr_zone_utc(), &got);
	ck_assert_int_eq(got.outcome, HR_CHAOS_INCONCLUSIVE);
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

	tcase_add_loop_test(tcase, verifies, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, needs_the_marker);
	tcase_add_loop_test(tcase, goes_over_midnight, 0, sizeof(hours) / sizeof(hours[0]));
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
