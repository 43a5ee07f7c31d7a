#include <config.h>
#include "analyse/endurance.h"
#include "analyse/spike.h"

#include "record/series.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define S  INT64_C(1000000000)
#define MS INT64_C(1000000)
#define T0 INT64_C(1795132800) /* 2026-11-20 00:00 UTC */

/* A run of so many seconds, ten requests in each. */
struct plan {
	int seconds;
	int users, spike_users; /* during the spike; 0 = no users are recorded */
	int spike_from, spike_to;
	int first_ms, last_ms;      /* elapsed, growing evenly */
	int spike_ms, slow_until;   /* elapsed during the spike and until then */
	int fail_every, spike_fail; /* one of so many fails; 0 none */
	int ramp;                   /* seconds until all users are there */
};

static int elapsed_of(const struct plan *plan, int second)
{
	if (second >= plan->spike_from && second < plan->slow_until)
		return plan->spike_ms;
	return plan->first_ms + (plan->last_ms - plan->first_ms) * second / plan->seconds;
}

static void make_run(struct hr_run *run, const struct plan *plan)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;
	struct hr_sink *sink;
	int serial = 0;

	hr_run_init(run, S);
	summarizer = hr_summarizer_new(run, &options);
	sink = hr_summarizer_sink(summarizer);
	for (int second = 0; second < plan->seconds; second++) {
		bool spike = second >= plan->spike_from && second < plan->spike_to;
		int every = spike ? plan->spike_fail : plan->fail_every;
		int requests = spike && plan->users == 0 ? 40 : 10;
		int users = spike                 ? plan->spike_users
		            : second < plan->ramp ? 1 + plan->users * second / plan->ramp
		                                  : plan->users;

		for (int i = 0; i < requests; i++, serial++) {
			struct hr_sample sample = {
				.success = every == 0 || serial % every != 0,
				.failed = every != 0 && serial % every == 0,
				.weight = 1,
				.start_ns = (T0 + second) * S,
				.elapsed_ns = elapsed_of(plan, second) * MS,
				.latency_ns = HR_UNKNOWN,
				.connect_ns = HR_UNKNOWN,
				.received_bytes = HR_UNKNOWN,
				.sent_bytes = HR_UNKNOWN,
				.active_users = plan->users > 0 ? users : HR_UNKNOWN,
				.label = { "a", 1 },
			};

			sink->ops->sample(sink, &sample);
		}
	}
	hr_summarizer_free(summarizer);
	hr_run_classify(run);
}

/* Memory that grows by @per_h a step of 10 s wide, with the teeth of a saw on it. */
static void add_memory(struct hr_run *run, const char *name, double level, double per_h,
                       int seconds)
{
	for (int second = 0; second < seconds; second += 10) {
		double value = level + per_h * second / 3600 + 20 * (second % 300) / 300.;
		struct hr_observation observation = { .name = hr_slice_of(name),
			                              .host = HR_SLICE_LITERAL("h"),
			                              .unit = HR_SLICE_LITERAL("MiB"),
			                              .kind = HR_SERIES_GAUGE,
			                              .time_ns = (T0 + second) * S };
		struct hr_series *series = hr_run_series(run, &observation);

		hr_series_add(series, observation.time_ns, (int64_t)(value * 1e6));
	}
}

/* --- endurance --- */

static const struct {
	struct plan plan;
	double change, within; /* of p95, as planted */
	bool creeps;
	enum hr_rating rating;
} endurances[] = {
	/* nothing moves */
	{ { .seconds = 3600, .users = 10, .first_ms = 100, .last_ms = 100 },
	  0,
	  1e-9,
	  false,
	  HR_RATING_EXCELLENT },
	/* 100 to 150 ms: 50 ms of 125, and a step off */
	{ { .seconds = 3600, .users = 10, .first_ms = 100, .last_ms = 150 },
	  0.4,
	  0.05,
	  true,
	  HR_RATING_GOOD },
	/* 100 to 106 ms is below the limit of 10 % */
	{ { .seconds = 3600, .users = 10, .first_ms = 100, .last_ms = 106 },
	  0.06,
	  0.05,
	  false,
	  HR_RATING_EXCELLENT },
	/* faster is not worse */
	{ { .seconds = 3600, .users = 10, .first_ms = 150, .last_ms = 100 },
	  -0.4,
	  0.05,
	  false,
	  HR_RATING_EXCELLENT },
	/* one in 200 and one in 50 fail: 0.5 % and 2 % */
	{ { .seconds = 3600, .users = 10, .first_ms = 100, .last_ms = 100, .fail_every = 200 },
	  0,
	  1e-9,
	  false,
	  HR_RATING_GOOD },
	{ { .seconds = 3600, .users = 10, .first_ms = 100, .last_ms = 100, .fail_every = 50 },
	  0,
	  1e-9,
	  false,
	  HR_RATING_FAIR },
	{ { .seconds = 3600, .users = 10, .first_ms = 100, .last_ms = 100, .fail_every = 10 },
	  0,
	  1e-9,
	  false,
	  HR_RATING_POOR },
};

START_TEST(rates_endurance)
{
	static const struct hr_config_stability config = HR_CONFIG_STABILITY_INIT;
	struct hr_run run;
	struct hr_endurance got;
	const struct hr_endurance_slope *slope = &got.slopes[HR_ENDURANCE_P95];

	make_run(&run, &endurances[_i].plan);
	hr_endurance_judge(&run, run.labels[0], &config.endurance, &got);
	ck_assert_ptr_null(got.reason);
	ck_assert_uint_eq(got.bucket_count, HR_ENDURANCE_BUCKETS);
	ck_assert_double_eq_tol(slope->change, endurances[_i].change, endurances[_i].within);
	ck_assert(slope->change_low <= slope->change && slope->change <= slope->change_high);
	ck_assert_int_eq(slope->creeps, endurances[_i].creeps);
	ck_assert_int_eq(got.rating, endurances[_i].rating);
	hr_endurance_release(&got);
	hr_run_release(&run);
}
END_TEST

/* The planted slope lies within the interval, whatever the collector does; what is free falls. */
START_TEST(finds_leaks)
{
	static const struct hr_config_stability config = HR_CONFIG_STABILITY_INIT;
	const struct plan plan = { .seconds = 7200, .users = 10, .first_ms = 100, .last_ms = 100 };
	static const struct {
		const char *name;
		double per_h;
		bool creeps;
	} memory[] = {
		/* sorted by name, as series are */
		{ "heap.used", 30, true },
		{ "mem.free", -40, true },
		{ "mem.free.more", 40, false },
		{ "process.rss", 2, false },
	};
	struct hr_run run;
	struct hr_endurance got;

	make_run(&run, &plan);
	for (size_t i = 0; i < 4; i++)
		add_memory(&run, memory[i].name, 500, memory[i].per_h, plan.seconds);
	add_memory(&run, "cpu", 50, 30, plan.seconds);
	hr_endurance_judge(&run, run.labels[0], &config.endurance, &got);
	ck_assert_uint_eq(got.memory_count, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct hr_endurance_memory *one = &got.memory[i];

		ck_assert_str_eq(one->series->name, memory[i].name);
		ck_assert_double_le(one->slope.low_per_h, memory[i].per_h);
		ck_assert_double_ge(one->slope.high_per_h, memory[i].per_h);
		ck_assert_int_eq(one->slope.creeps, memory[i].creeps);
	}
	/* two of them creep */
	ck_assert_int_eq(got.rated, HR_RATING_EXCELLENT);
	ck_assert_int_eq(got.rating, HR_RATING_FAIR);
	hr_endurance_release(&got);
	hr_run_release(&run);
}
END_TEST

/* Load that grows is no drift: the minutes in which users come are left out. */
START_TEST(leaves_ramps_out)
{
	static const struct hr_config_stability config = HR_CONFIG_STABILITY_INIT;
	const struct plan plan = {
		.seconds = 3600, .users = 20, .ramp = 1200, .first_ms = 100, .last_ms = 100
	};
	struct hr_run run;
	struct hr_endurance got;

	make_run(&run, &plan);
	hr_endurance_judge(&run, run.labels[0], &config.endurance, &got);
	/* 1 + 20 s / 1200 is 19, 95 % of the most, from s = 1080 */
	ck_assert_int_eq(got.start_ns, (T0 + 1080) * S);
	hr_endurance_release(&got);
	hr_run_release(&run);
}
END_TEST

START_TEST(short_runs_say_nothing)
{
	static const struct hr_config_stability config = HR_CONFIG_STABILITY_INIT;
	const struct plan plan = { .seconds = 6, .users = 5, .first_ms = 10, .last_ms = 10 };
	struct hr_checks checks = { 0 };
	struct hr_run run;
	struct hr_endurance got;

	make_run(&run, &plan);
	hr_endurance_judge(&run, run.labels[0], &config.endurance, &got);
	ck_assert_ptr_nonnull(got.reason);
	hr_endurance_check(&got, &config.endurance, &checks);
	ck_assert_uint_eq(checks.count, 1);
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_INCONCLUSIVE);
	hr_checks_release(&checks);
	hr_endurance_release(&got);
	hr_run_release(&run);
}
END_TEST

/* --- spikes --- */

static const struct {
	struct plan plan;
	enum hr_spike_source source;
	enum hr_chaos_outcome outcome;
	int64_t recovery_s; /* -1 never */
} spikes[] = {
	/* ten times the users for a minute, slow 20 s longer */
	{ { .seconds = 900,
	    .users = 20,
	    .spike_users = 200,
	    .spike_from = 300,
	    .spike_to = 360,
	    .first_ms = 100,
	    .last_ms = 100,
	    .spike_ms = 800,
	    .slow_until = 380 },
	  HR_SPIKE_USERS,
	  HR_CHAOS_VERIFIED,
	  20 },
	/* slow for 200 s: too late */
	{ { .seconds = 900,
	    .users = 20,
	    .spike_users = 200,
	    .spike_from = 300,
	    .spike_to = 360,
	    .first_ms = 100,
	    .last_ms = 100,
	    .spike_ms = 800,
	    .slow_until = 560 },
	  HR_SPIKE_USERS,
	  HR_CHAOS_DEVIATED,
	  200 },
	/* one in ten fails during it */
	{ { .seconds = 900,
	    .users = 20,
	    .spike_users = 200,
	    .spike_from = 300,
	    .spike_to = 360,
	    .first_ms = 100,
	    .last_ms = 100,
	    .spike_ms = 100,
	    .slow_until = 360,
	    .spike_fail = 10 },
	  HR_SPIKE_USERS,
	  HR_CHAOS_DEVIATED,
	  0 },
	/* no users are known: four times the requests */
	{ { .seconds = 900,
	    .spike_from = 300,
	    .spike_to = 360,
	    .first_ms = 100,
	    .last_ms = 100,
	    .spike_ms = 800,
	    .slow_until = 380 },
	  HR_SPIKE_REQUESTS,
	  HR_CHAOS_VERIFIED,
	  20 },
	/* what rises and stays is a step */
	{ { .seconds = 900,
	    .users = 20,
	    .spike_users = 200,
	    .spike_from = 600,
	    .spike_to = 900,
	    .first_ms = 100,
	    .last_ms = 100,
	    .spike_ms = 800,
	    .slow_until = 900 },
	  HR_SPIKE_NONE,
	  HR_CHAOS_INCONCLUSIVE,
	  -1 },
	/* a quarter more is none */
	{ { .seconds = 900,
	    .users = 20,
	    .spike_users = 25,
	    .spike_from = 300,
	    .spike_to = 360,
	    .first_ms = 100,
	    .last_ms = 100,
	    .spike_ms = 100,
	    .slow_until = 360 },
	  HR_SPIKE_NONE,
	  HR_CHAOS_INCONCLUSIVE,
	  -1 },
};

START_TEST(judges_spikes)
{
	static const struct hr_config_stability config = HR_CONFIG_STABILITY_INIT;
	struct hr_run run;
	struct hr_spike got;

	make_run(&run, &spikes[_i].plan);
	hr_spike_find(&run, run.labels[0], &config.spike, hr_zone_utc(), &got);
	ck_assert_int_eq(got.source, spikes[_i].source);
	if (got.source != HR_SPIKE_NONE) {
		ck_assert_msg(got.result.outcome == spikes[_i].outcome, "%s", got.result.reason);
		ck_assert_int_eq(got.result.recovered, spikes[_i].recovery_s >= 0);
		/* requests end up to 0.8 s after they began */
		ck_assert_int_le(llabs(got.result.recovery_ns - spikes[_i].recovery_s * S), S);
	}
	hr_spike_release(&got);
	hr_run_release(&run);
}
END_TEST

static Suite *stability_suite(void)
{
	Suite *suite = suite_create("stability");
	TCase *tcase = tcase_create("stability");

	HR_ADD_ROWS(tcase, rates_endurance, endurances);
	tcase_add_test(tcase, finds_leaks);
	tcase_add_test(tcase, leaves_ramps_out);
	tcase_add_test(tcase, short_runs_say_nothing);
	HR_ADD_ROWS(tcase, judges_spikes, spikes);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(stability_suite)
