#include <config.h>
#include "analyse/run_quality_part.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"

const char *hr_run_quality_state_name(enum hr_run_quality_state state)
{
	static const char *const names[] = { [HR_RUN_QUALITY_OK] = "ok",
		                             [HR_RUN_QUALITY_WARN] = "warn",
		                             [HR_RUN_QUALITY_UNKNOWN] = "not_applicable" };

	return names[state];
}

/* A new rule is a function, its line in run_quality_part.h, and a row here. */
static const struct {
	const char *name;
	hr_quality_rule *check;
} rules[] = {
	{ "too_short", hr_quality_too_short },
	{ "few_samples", hr_quality_few_samples },
	{ "warm_up", hr_quality_warm_up },
	{ "not_steady", hr_quality_not_steady },
	{ "generator_saturated", hr_quality_generator_saturated },
	{ "generator_busy", hr_quality_generator_busy },
	{ "connect_rising", hr_quality_connect_rising },
	{ "gap", hr_quality_gaps },
	{ "clock_skew", hr_quality_clock_skew },
	{ "bad_rows", hr_quality_bad_rows },
	{ "truncated_input", hr_quality_truncated },
	{ "coordinated_omission", hr_quality_coordinated_omission },
	{ "rate_not_reached", hr_quality_rate_not_reached },
	{ "mix_differs", hr_quality_mix_differs },
	{ "users_differ", hr_quality_load_differs },
	{ "duration_differs", hr_quality_duration_differs },
	{ "requests_differ", hr_quality_requests_differ },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static void add_check(struct hr_checks *checks, const struct hr_run_quality_finding *finding)
{
	struct hr_check *check = hr_checks_add(checks, HR_RUN_QUALITY_KIND, finding->rule, "");

	check->verdict = HR_VERDICT_WARN;
	check->severity = hr_strdup("warning");
	check->unit = hr_strdup(finding->unit);
	check->message = hr_strdup(finding->message);
	check->observed = finding->observed;
	check->limit = finding->limit;
	for (size_t i = 0; i < finding->evidence_count; i++)
		hr_check_add_evidence(check, finding->evidence[i].name, finding->evidence[i].value);
}

static void run_rules(const struct hr_quality_view *view, struct hr_checks *checks)
{
	struct hr_run_quality *quality = view->quality;

	quality->findings = hr_zalloc(RULES, sizeof(*quality->findings));
	for (size_t i = 0; i < RULES; i++) {
		struct hr_run_quality_finding *finding = &quality->findings[quality->count++];

		*finding = (struct hr_run_quality_finding){ .rule = rules[i].name,
			                                    .state = HR_RUN_QUALITY_UNKNOWN,
			                                    .observed = NAN,
			                                    .limit = NAN,
			                                    .unit = "1" };
		rules[i].check(view, finding);
		if (finding->state == HR_RUN_QUALITY_WARN)
			add_check(checks, finding);
	}
}

void hr_run_quality_check(const struct hr_run *run, const struct hr_label *total,
                          const struct hr_declared_options *options, enum hr_quantile_method method,
                          struct hr_run_quality *out, struct hr_checks *checks)
{
	struct hr_run_intervals intervals;
	struct hr_quality_view view = { run, total, &intervals, options, out };
	double rate_per_s;
	bool of_plan;

	*out = (struct hr_run_quality){ .steady_from_ns = HR_INSTANT_NONE,
		                        .steady_to_ns = HR_INSTANT_NONE };
	hr_run_intervals_init(&intervals, run, total);
	hr_steady_find(&intervals, &out->steady);
	if (out->steady.found) {
		out->steady_from_ns = hr_run_intervals_start_ns(&intervals, run, out->steady.first);
		out->steady_to_ns = hr_run_intervals_start_ns(&intervals, run,
		                                              out->steady.last + 1);
	}
	hr_declared_compare(run, total, &intervals, options, &out->declared);
	rate_per_s = hr_declared_rate(run, options, &of_plan);
	hr_omission_find(run, total, &intervals, of_plan ? (double)NAN : rate_per_s,
	                 of_plan ? rate_per_s : (double)NAN, !options->selected, method,
	                 &out->omission);
	run_rules(&view, checks);
	hr_run_intervals_release(&intervals);
}

void hr_run_quality_release(struct hr_run_quality *quality)
{
	for (size_t i = 0; i < quality->count; i++)
		free(quality->findings[i].message);
	free(quality->findings);
	hr_declared_release(&quality->declared);
	*quality = (struct hr_run_quality){ 0 };
}
