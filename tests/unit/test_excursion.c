#include <config.h>
#include "analyse/excursion.h"

#include "analyse/alert_rules.h"
#include "analyse/criteria.h"
#include "stats/quantile.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define S  INT64_C(1000000000)
#define MS INT64_C(1000000)

/* 60 seconds, ten requests a second of 100 ms; from 20 to 29 half of them fail and take 900 ms,
 * from 55 on all fail; from 40 to 44 there is silence. The last request begins at 59.045 and ends
 * at 59.145: of the last second 145 ms were recorded. */
static void make_run(struct hr_run *run)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;

	hr_run_init(run, 0);
	summarizer = hr_summarizer_new(run, &options);
	sink = hr_summarizer_sink(summarizer);
	for (int i = 0; i < 600; i++) {
		int second = i / 10;
		bool slow = second >= 20 && second < 30 && i % 2 == 0;
		bool failed = slow || second >= 55;
		struct hr_sample sample = { .success = !failed,
			                    .failed = failed,
			                    .weight = 1,
			                    .elapsed_ns = slow ? 900 * MS : 100 * MS,
			                    .latency_ns = HR_UNKNOWN,
			                    .connect_ns = HR_UNKNOWN,
			                    .received_bytes = HR_UNKNOWN,
			                    .sent_bytes = HR_UNKNOWN,
			                    .active_users = HR_UNKNOWN,
			                    .label = { "a", 1 } };

		if (second >= 40 && second < 45)
			continue;
		sample.start_ns = 1000 * S + second * S + (i % 10) * 5 * MS;
		sink->ops->sample(sink, &sample);
	}
	hr_summarizer_free(summarizer);
	hr_run_classify(run);
}

static const struct {
	const char *criterion;
	size_t count, judged;
	int64_t start_s, longest_s, total_ms; /* of the first, the longest, all */
	double worst;
} cases[] = {
	/* of the interval that was recorded in part only that part counts */
	{ "error_rate < 10%", 2, 55, 20, 10, 14145, 1 },
	{ "success_ratio >= 0.99", 2, 55, 20, 10, 14145, 0 },
	{ "max < 500ms", 1, 55, 20, 10, 10000, 900 },
	{ "p99 <= 500ms", 1, 55, 20, 10, 10000, 900 },
	/* silence is throughput 0, not nothing; the rate of part of an interval is not known */
	{ "throughput >= 5/s", 1, 59, 40, 5, 5000, 0 },
	{ "mean < 1s", 0, 55, 0, 0, 0, 500 },
};

START_TEST(finds_stretches)
{
	struct hr_run run;
	struct hr_criterion criterion;
	struct hr_subject *subjects;
	struct hr_course course;
	struct hr_excursions got;
	const struct hr_excursion *longest;
	size_t count;

	make_run(&run);
	ck_assert_int_eq(hr_criterion_parse(hr_slice_of(cases[_i].criterion), &criterion, NULL),
	                 HR_OK);
	subjects = hr_subjects_find(&run, run.labels[0], &criterion, &count);
	hr_course_init(&course, &run, subjects, &criterion, INT64_MIN, INT64_MAX);
	hr_excursions_find(&course, criterion.op, subjects->limit, &got);
	hr_course_release(&course);
	hr_subjects_free(subjects, count);
	ck_assert_uint_eq(got.count, cases[_i].count);
	ck_assert_uint_eq(got.judged, cases[_i].judged);
	ck_assert_int_eq(got.total_ns, cases[_i].total_ms * MS);
	ck_assert_double_eq_tol(got.worst, cases[_i].worst, cases[_i].worst * 0.04 + 1e-9);
	longest = hr_excursions_longest(&got);
	if (cases[_i].count > 0) {
		ck_assert_int_eq(got.items[0].start_ns, (1000 + cases[_i].start_s) * S);
		ck_assert_int_eq(longest->end_ns - longest->start_ns, cases[_i].longest_s * S);
	} else {
		ck_assert_ptr_null(longest);
	}
	hr_excursions_release(&got);
	hr_criterion_release(&criterion);
	hr_run_release(&run);
}
END_TEST

static const struct {
	const char *criterion;
	enum hr_verdict verdict;
} lasting[] = {
	{ "error_rate < 10% for 10s", HR_VERDICT_FAIL },
	{ "error_rate < 10% for 11s", HR_VERDICT_PASS },
	{ "error_rate < 10%", HR_VERDICT_FAIL },
	{ "throughput >= 5/s for 5s", HR_VERDICT_FAIL },
	{ "apdex > 0.5 for 5s", HR_VERDICT_INCONCLUSIVE },
};

START_TEST(judges_what_lasts)
{
	struct hr_run run;
	struct hr_criterion criterion;
	struct hr_checks checks = { 0 };

	make_run(&run);
	ck_assert_int_eq(hr_criterion_parse(hr_slice_of(lasting[_i].criterion), &criterion, NULL),
	                 HR_OK);
	hr_criteria_check(&criterion, 1, &run, run.labels[0], HR_QUANTILE_R6, &checks);
	ck_assert_msg(checks.items[0].verdict == lasting[_i].verdict, "%s",
	              checks.items[0].message);
	hr_checks_release(&checks);
	hr_criterion_release(&criterion);
	hr_run_release(&run);
}
END_TEST

static const struct {
	const char *criterion;
	enum hr_alert_state state;
	size_t fired;
	int64_t start_s; /* of the first */
} rules[] = {
	/* the last stretch lasts 4.145 s, to the end of what was recorded */
	{ "error_rate <= 10% for 4s", HR_ALERT_FIRING, 2, 24 },
	{ "error_rate <= 10% for 5s", HR_ALERT_PENDING, 1, 25 },
	{ "error_rate <= 10% for 0s", HR_ALERT_FIRING, 2, 20 },
	{ "throughput >= 1/s for 3s", HR_ALERT_OK, 1, 43 },
	{ "error_rate of nowhere <= 10% for 5s", HR_ALERT_NO_SUBJECT, 0, 0 },
	{ "apdex >= 0.5 for 5s", HR_ALERT_NO_DATA, 0, 0 },
};

START_TEST(replays_rules)
{
	struct hr_run run;
	struct hr_alert_rule rule = { .name = (char *)(uintptr_t) "r" };
	struct hr_config_alert_rules list = { &rule, 1 };
	struct hr_alert_results all;
	const struct hr_alert_result *got;

	make_run(&run);
	ck_assert_int_eq(
	        hr_criterion_parse(hr_slice_of(rules[_i].criterion), &rule.criterion, NULL), HR_OK);
	hr_alerts_replay(&run, run.labels[0], &list, NULL, &all);
	ck_assert_uint_eq(all.count, 1);
	got = all.items;
	ck_assert_str_eq(hr_alert_state_name(got->state), hr_alert_state_name(rules[_i].state));
	ck_assert_uint_eq(got->firing_count, rules[_i].fired);
	if (rules[_i].fired > 0)
		ck_assert_int_eq(got->firings[0].start_ns, (1000 + rules[_i].start_s) * S);
	hr_alert_results_release(&all);
	hr_criterion_release(&rule.criterion);
	hr_run_release(&run);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("excursion");
	TCase *tcase = tcase_create("excursion");

	HR_ADD_ROWS(tcase, finds_stretches, cases);
	HR_ADD_ROWS(tcase, judges_what_lasts, lasting);
	HR_ADD_ROWS(tcase, replays_rules, rules);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
