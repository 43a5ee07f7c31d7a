#include <config.h>
#include "analyse/capacity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyse/advice.h"
#include "analyse/cost.h"
#include "base/instant.h"
#include "config/config.h"
#include "model/scenario.h"
#include "stats/random.h"
#include "unit.h"

#define DAY_NS (INT64_C(86400) * HR_NS_PER_S)
/* Of other stages, but for the time a request takes. */
#define NOTHING_MEASURED(service)                                                                  \
	{                                                                                          \
		.stress_per_s = NAN, .stress_low_per_s = NAN, .stress_high_per_s = NAN,            \
		.usl_peak_per_s = NAN, .service_s = (service)                                      \
	}
#define DAY_0 20000 /* days since the epoch */

static struct hr_config config;

static void configure(const char *json)
{
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	enum hr_err code = hr_config_parse(hr_slice_of(json), "plan.json", &config, &errors,
	                                   &error);

	ck_assert_msg(code == HR_OK, "%s", error.text);
	hr_config_errors_release(&errors);
}

/* --- cost --- */

/* 8 cores at 0.0416/h, 32 GB at 0.0056/GB-h, 500 GB at 0.023/GB-month, 730 hours:
 * 242.944 + 130.816 + 11.5 = 385.26 exactly. */
START_TEST(cost_is_exact)
{
	struct hr_cost cost;

	configure(
	        "{\"cost\": {\"prices\": ["
	        "{\"resource\": \"cpu\", \"price\": \"0.0416/h\", \"quantity\": 8},"
	        "{\"resource\": \"memory\", \"price\": \"0.0056/GB-h\", \"quantity\": 32},"
	        "{\"resource\": \"storage\", \"price\": \"0.023/GB-month\", \"quantity\": 500}]}}");
	hr_cost_month(&config.cost, 1, &cost);
	ck_assert_int_eq(cost.total_micro, 385260000);
	ck_assert_int_eq(cost.items_micro[0], 242944000);
	ck_assert_int_eq(cost.items_micro[1], 130816000);
	ck_assert_int_eq(cost.items_micro[2], 11500000);
	hr_cost_release(&cost);
	hr_config_release(&config);
}
END_TEST

/* Half a millionth is one, 0.4 of one is none; of an odd number of millionths half is saved. */
START_TEST(cost_is_rounded_half_away_from_zero)
{
	struct hr_price prices[] = {
		{ .resource = (char[]){ "half" }, .micro = 1, .quantity = 0.5 },
		{ .resource = (char[]){ "less" }, .micro = 1, .quantity = 0.4 },
		{ .resource = (char[]){ "odd" }, .micro = 5, .quantity = 1 },
	};
	char *scope[] = { prices[2].resource };
	struct hr_saving saving = { .scope = scope, .scope_count = 1, .saves = 0.5, .share = 1 };
	const struct hr_config_cost all = {
		.hours_per_month = 730,
		.prices = prices,
		.price_count = 3,
		.savings = &saving,
		.saving_count = 1,
	};
	struct hr_cost cost;

	hr_cost_month(&all, 1, &cost);
	ck_assert_int_eq(cost.items_micro[0], 1);
	ck_assert_int_eq(cost.items_micro[1], 0);
	ck_assert_int_eq(cost.saved_micro[0], 3);
	ck_assert_int_eq(cost.total_micro, 1 + 0 + 5 - 3);
	hr_cost_release(&cost);
}
END_TEST

/* 30 % of the instances first, then 50 % of 20 % of what is left of them; storage is not touched:
 * 1000 - 300 - 70 = 630, and 100 stay. Added up instead they would be 400. */
START_TEST(savings_follow_each_other_within_their_scope)
{
	struct hr_cost cost;

	configure("{\"cost\": {\"budget\": \"700/month\", \"prices\": ["
	          "{\"resource\": \"instance\", \"price\": \"100/month\"},"
	          "{\"resource\": \"storage\", \"price\": \"1/GB-month\", \"quantity\": 100}],"
	          "\"optimizations\": ["
	          "{\"name\": \"reserved\", \"scope\": [\"instance\"], \"saves\": \"30%\"},"
	          "{\"name\": \"spot\", \"scope\": [\"instance\"], \"saves\": \"50%\", \"share\": "
	          "\"20%\"}]}}");
	hr_cost_month(&config.cost, 10, &cost);
	ck_assert_int_eq(cost.list_micro, 1100000000);
	ck_assert_int_eq(cost.saved_micro[0], 300000000);
	ck_assert_int_eq(cost.saved_micro[1], 70000000);
	ck_assert_int_eq(cost.total_micro, 730000000);
	ck_assert_int_eq(config.cost.budget_micro, 700000000);
	hr_cost_release(&cost);
	hr_config_release(&config);
}
END_TEST

START_TEST(refuses_prices_without_a_unit)
{
	static const struct {
		const char *json, *fault;
	} faults[] = {
		{ "{\"cost\": {\"prices\": [{\"resource\": \"x\", \"price\": 0.04}]}}",
		  "/cost/prices/0/price: found the number 0.04, expected a price with its unit, "
		  "\"0.0416/h\" or \"0.023/GB-month\"" },
		{ "{\"cost\": {\"prices\": [{\"resource\": \"x\", \"price\": \"0.04/week\"}]}}",
		  "/cost/prices/0/price: found the text \"0.04/week\"" },
		{ "{\"cost\": {\"budget\": \"10/h\"}}", "/cost/budget: " },
		{ "{\"capacity\": {\"unit\": {\"capacity\": \"fast\"}}}",
		  "/capacity/unit/capacity: " },
		{ "{\"capacity\": {\"scenarios\": [{\"type\": \"event\"}]}}",
		  "/capacity/scenarios/0: an event needs a \"start\"" },
		{ "{\"capacity\": {\"scenarios\": [{\"growth\": \"5%\"}]}}",
		  "/capacity/scenarios/0/growth: " },
		{ "{\"capacity\": {\"resources\": [{\"metric\": \"cpu\"}]}}",
		  "/capacity/resources/0: expected both" },
		{ "{\"capacity\": {\"horizon\": \"9000d\"}}", "/capacity/horizon: " },
	};

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct hr_config_errors errors = { 0 };
		struct hr_str text = { 0 };

		ck_assert_int_eq(
		        hr_config_parse(hr_slice_of(faults[i].json), "c", &config, &errors, NULL),
		        HR_ECONFIG);
		hr_config_errors_format(&errors, "c", &text);
		ck_assert_msg(strstr(hr_str_text(&text), faults[i].fault) != NULL, "%s",
		              hr_str_text(&text));
		hr_str_release(&text);
		hr_config_errors_release(&errors);
		hr_config_release(&config);
	}
}
END_TEST

/* --- scenarios --- */

START_TEST(scenarios_are_factors_in_time)
{
	struct hr_scenario growth = { .growth_per_month = 0.05, .start_ns = HR_INSTANT_NONE };
	struct hr_scenario event = { .kind = HR_SCENARIO_EVENT,
		                     .multiplier = 10,
		                     .start_ns = 100 * DAY_NS,
		                     .duration_ns = 3 * DAY_NS,
		                     .ramp_ns = 2 * DAY_NS };
	struct hr_scenario viral = { .kind = HR_SCENARIO_VIRAL,
		                     .start_ns = HR_INSTANT_NONE,
		                     .doubling_ns = 7 * DAY_NS,
		                     .cap = 50 };

	ck_assert_double_eq_tol(hr_scenario_factor(&growth, 0, 30 * DAY_NS), 1.05, 1e-12);
	ck_assert_double_eq_tol(hr_scenario_factor(&growth, 0, 60 * DAY_NS), 1.1025, 1e-12);
	ck_assert_double_eq(hr_scenario_factor(&growth, 0, -DAY_NS), 1);
	ck_assert_double_eq(hr_scenario_factor(&event, 0, 97 * DAY_NS), 1);
	ck_assert_double_eq_tol(hr_scenario_factor(&event, 0, 99 * DAY_NS), 5.5, 1e-12);
	ck_assert_double_eq(hr_scenario_factor(&event, 0, 100 * DAY_NS), 10);
	ck_assert_double_eq(hr_scenario_factor(&event, 0, 103 * DAY_NS - 1), 10);
	ck_assert_double_eq_tol(hr_scenario_factor(&event, 0, 104 * DAY_NS), 5.5, 1e-12);
	ck_assert_double_eq(hr_scenario_factor(&event, 0, 106 * DAY_NS), 1);
	/* Logistic through 1 with ceiling 50: 50 / (1 + 49 * 2^-1) after a doubling time. */
	ck_assert_double_eq_tol(hr_scenario_factor(&viral, 0, 7 * DAY_NS), 50 / (1 + 49 / 2.0),
	                        0.05);
	ck_assert_double_eq_tol(hr_scenario_factor(&viral, 0, 700 * DAY_NS), 50, 1e-6);
}
END_TEST

/* --- days --- */

START_TEST(days_hold_their_largest_hour)
{
	struct hr_daily a, b;
	double peaks[HR_DAILY_MAX];

	hr_daily_init(&a, "cpu", "h", "%");
	for (int i = 0; i < 48; i++) {
		int64_t at = (DAY_0 * 24 + i) * 3600 * HR_NS_PER_S;

		/* Two values an hour: their mean counts. */
		hr_daily_add(&a, at, i, 1);
		hr_daily_add(&a, at + 60 * HR_NS_PER_S, i + 10, 1);
	}
	hr_daily_add(&a, (DAY_0 + 4) * DAY_NS, 7, 1);
	hr_daily_add(&a, (DAY_0 + 4) * DAY_NS, NAN, 1);
	hr_daily_finish(&a);
	ck_assert_uint_eq(hr_daily_peaks(&a, 0, peaks), 5);
	ck_assert_double_eq(peaks[0], 23 + 5);
	ck_assert_double_eq(peaks[1], 47 + 5);
	ck_assert_double_nan(peaks[2]);
	ck_assert_double_eq(peaks[4], 7);
	ck_assert_double_eq((double)a.lows[1], 24 + 5);
	ck_assert_uint_eq(hr_daily_peaks(&a, 2, peaks), 2);
	hr_daily_init(&b, "cpu", "i", "%");
	hr_daily_add(&b, (DAY_0 - 1) * DAY_NS, 100, 1);
	hr_daily_add(&b, (DAY_0 + 1) * DAY_NS, 100, 1);
	hr_daily_finish(&b);
	hr_daily_sum(&b, &a);
	ck_assert_uint_eq(hr_daily_peaks(&b, 0, peaks), 6);
	ck_assert_double_eq(peaks[0], 100);
	ck_assert_double_eq(peaks[1], 28);
	ck_assert_double_eq(peaks[2], 152);
	hr_daily_release(&a);
	hr_daily_release(&b);
}
END_TEST

START_TEST(a_decade_keeps_its_latest_days)
{
	struct hr_daily daily;
	double peaks[HR_DAILY_MAX];

	hr_daily_init(&daily, "cpu", "", "");
	for (int i = 0; i < 5000; i++)
		hr_daily_add(&daily, (int64_t)i * DAY_NS, i, 1);
	hr_daily_add(&daily, INT64_C(90000) * DAY_NS, 1, 1); /* a stamp gone wrong */
	hr_daily_finish(&daily);
	ck_assert_uint_le(daily.count, HR_DAILY_MAX);
	ck_assert_uint_eq(hr_daily_peaks(&daily, 1, peaks), 1);
	ck_assert_double_eq(peaks[0], 1);
	hr_daily_release(&daily);
}
END_TEST

/* --- the plan --- */

static void fill(struct hr_daily *daily, const char *name, const char *unit, int days, double start,
                 double per_day, double noise)
{
	struct hr_random random;

	hr_random_seed(&random, (uint64_t)(name[0] + days));
	hr_daily_init(daily, name, "host", unit);
	for (int i = 0; i < days; i++)
		hr_daily_add(daily, (DAY_0 + i) * DAY_NS,
		             start + per_day * i + noise * hr_random_normal(&random), 1);
	hr_daily_finish(daily);
}

static const char plan[] =
        "{\"capacity\": {\"horizon\": \"90d\", \"lead_time\": \"21d\", \"demand\": \"rate\","
        "\"resources\": [{\"metric\": \"cpu\", \"limit\": \"85%\"},"
        "{\"metric\": \"disk\", \"limit\": \"90%\", \"of\": 500, \"tier\": \"critical\"}],"
        "\"unit\": {\"count\": 3, \"capacity\": \"100/s\", \"max_utilization\": \"70%\"},"
        "\"safety_margin\": \"20%\", \"redundancy\": 1, \"scenarios\": [{\"name\": \"baseline\"},"
        "{\"name\": \"high\"}]},"
        "\"cost\": {\"budget\": \"450/month\", \"prices\": [{\"resource\": \"unit\", \"price\": "
        "\"100/month\"}]}}";

static struct hr_capacity make_plan(void)
{
	const struct hr_capacity_measured nothing = NOTHING_MEASURED(NAN);
	struct hr_capacity capacity;
	struct hr_daily daily[4];

	configure(plan);
	fill(&daily[0], "cpu", "%", 60, 40, 0.5, 0.2);
	fill(&daily[1], "disk", "GB", 60, 100, 0, 1);
	fill(&daily[2], "rate", "1/s", 60, 200, 0, 1);
	fill(&daily[3], "other", "", 60, 200, 0, 1);
	hr_capacity_begin(&capacity, &config.capacity, 0);
	for (int i = 0; i < 4; i++) {
		hr_capacity_add(&capacity, &config.capacity, &daily[i]);
		hr_daily_release(&daily[i]);
	}
	hr_capacity_end(&capacity, &config.capacity, &config.cost, &nothing);
	return capacity;
}

START_TEST(plans_resources)
{
	struct hr_capacity capacity = make_plan();
	const struct hr_capacity_row *cpu = &capacity.rows[0], *disk = &capacity.rows[1];
	double days;

	ck_assert_uint_eq(capacity.row_count, 2);
	ck_assert_uint_eq(capacity.unmatched, 1);
	ck_assert_str_eq(cpu->metric, "cpu"); /* the more urgent */
	ck_assert_double_eq(cpu->limit, 85);
	ck_assert_double_eq_tol(cpu->warn, 68, 1e-12);
	ck_assert_int_eq(cpu->at_limit.state, HR_CROSSING_EXPECTED);
	/* 40 + 0.5 d = 85 on day 90 */
	days = (double)(cpu->at_limit.expected_ns - DAY_0 * DAY_NS) / DAY_NS;
	ck_assert_double_eq_tol(days, 90, 1.5);
	ck_assert(cpu->at_limit.earliest_ns <= cpu->at_limit.expected_ns &&
	          cpu->at_limit.expected_ns <= cpu->at_limit.latest_ns);
	ck_assert_int_eq(cpu->order_by_ns, cpu->at_limit.earliest_ns - 21 * DAY_NS);
	ck_assert_int_eq(cpu->verdict, HR_VERDICT_WARN);
	ck_assert_double_eq_tol(cpu->slope_per_month, 15, 0.5);
	/* The 95th percentile of the last 30 days, 69, leaves less than a fifth of 85. */
	ck_assert_int_eq(cpu->saturation, HR_RISK_HIGH);
	ck_assert_double_eq(disk->limit, 450);
	ck_assert_int_eq(disk->at_limit.state, HR_CROSSING_NO_SIGNIFICANT_TREND);
	ck_assert_int_eq(disk->verdict, HR_VERDICT_PASS);
	ck_assert_int_eq(disk->tier, HR_TIER_CRITICAL);
	ck_assert_int_eq(disk->order_by_ns, HR_INSTANT_NONE);
	hr_capacity_release(&capacity);
	hr_config_release(&config);
}
END_TEST

START_TEST(plans_units_and_cost)
{
	struct hr_capacity capacity = make_plan();
	struct hr_checks checks = { 0 };
	const struct hr_capacity_scenario *baseline = &capacity.scenarios[0];

	/* ceil(200 * 1.2 / (100 * 0.7)) + 1 = ceil(3.43) + 1 */
	ck_assert_double_eq(baseline->units_max, 5);
	ck_assert_int_eq(baseline->cost_max_micro, 500000000);
	ck_assert_int_eq(baseline->breach.state, HR_CROSSING_NOT_IN_HORIZON);
	/* 200 * 1.15^3 = 304 after 90 days, above 300; units ceil(304 * 1.2 / 70) + 1 */
	ck_assert_double_eq(capacity.scenarios[1].units_max, 7);
	ck_assert_int_eq(capacity.scenarios[1].breach.state, HR_CROSSING_EXPECTED);
	ck_assert(capacity.autoscale.known);
	ck_assert_double_eq(capacity.autoscale.target_ratio, 0.7);
	ck_assert_double_ge(capacity.autoscale.max_units, capacity.autoscale.min_units);
	hr_capacity_check(&capacity, &config.capacity, &config.cost, &checks);
	ck_assert_uint_eq(checks.count, 6);
	for (size_t i = 0; i < checks.count; i++) {
		const struct hr_check *check = &checks.items[i];

		if (strcmp(check->id, "capacity/budget/baseline") == 0)
			ck_assert_int_eq(check->verdict, HR_VERDICT_WARN); /* 500 of 450 */
		if (strcmp(check->id, "capacity/scenario/baseline") == 0)
			ck_assert_int_eq(check->verdict, HR_VERDICT_PASS);
		if (strcmp(check->id, "capacity/limit/cpu%40host") == 0)
			ck_assert_int_eq(check->verdict, HR_VERDICT_WARN);
	}
	hr_checks_release(&checks);
	hr_capacity_release(&capacity);
	hr_config_release(&config);
}
END_TEST

/* cpu = 10 + 0.25 rate: at 300/s it is 85 %; shared by 3 units. */
START_TEST(reads_a_unit_from_regression)
{
	const struct hr_capacity_measured nothing = NOTHING_MEASURED(NAN);
	struct hr_capacity capacity;
	struct hr_daily cpu, rate;

	configure("{\"capacity\": {\"demand\": \"rate\", \"resources\": [{\"metric\": \"cpu\", "
	          "\"limit\": \"85%\"}], \"unit\": {\"count\": 3, \"capacity\": "
	          "\"from-regression\"}}}");
	hr_daily_init(&cpu, "cpu", "", "%");
	hr_daily_init(&rate, "rate", "", "1/s");
	for (int i = 0; i < 30; i++) {
		hr_daily_add(&rate, (DAY_0 + i) * DAY_NS, 100 + i % 7, 1);
		hr_daily_add(&cpu, (DAY_0 + i) * DAY_NS, 10 + 0.25 * (100 + i % 7), 1);
	}
	hr_daily_finish(&cpu);
	hr_daily_finish(&rate);
	hr_capacity_begin(&capacity, &config.capacity, 0);
	hr_capacity_add(&capacity, &config.capacity, &cpu);
	hr_capacity_add(&capacity, &config.capacity, &rate);
	hr_capacity_end(&capacity, &config.capacity, NULL, &nothing);
	ck_assert_double_eq_tol(capacity.units.per_unit_per_s, 100, 1e-3);
	hr_capacity_release(&capacity);
	hr_daily_release(&cpu);
	hr_daily_release(&rate);
	hr_config_release(&config);
}
END_TEST

/* 100 requests a second of 40 ms keep 4 servers of a unit busy; 5 units are 20 servers, and 200 a
 * second load them to 0.4. Little's law holds within. */
START_TEST(checks_the_units_as_a_queue)
{
	const struct hr_capacity_measured measured = NOTHING_MEASURED(0.04);
	struct hr_capacity capacity;
	struct hr_daily rate;

	configure(plan);
	fill(&rate, "rate", "1/s", 60, 200, 0, 0);
	hr_capacity_begin(&capacity, &config.capacity, 0);
	hr_capacity_add(&capacity, &config.capacity, &rate);
	hr_capacity_end(&capacity, &config.capacity, NULL, &measured);
	ck_assert(capacity.scenarios[0].queue.known);
	ck_assert_uint_eq(capacity.scenarios[0].queue.mmc.servers, 20);
	ck_assert_double_eq_tol(capacity.scenarios[0].queue.mmc.utilization, 0.4, 1e-9);
	ck_assert_double_eq_tol(capacity.scenarios[0].queue.mmc.in_system,
	                        200 * capacity.scenarios[0].queue.mmc.response_s, 1e-9);
	ck_assert_double_eq(capacity.scenarios[0].queue.wait_p95_s, 0);
	hr_capacity_release(&capacity);
	hr_daily_release(&rate);
	hr_config_release(&config);
}
END_TEST

static struct hr_capacity plan_with_unit(const char *unit, double demand,
                                         const struct hr_capacity_measured *measured)
{
	struct hr_capacity capacity;
	struct hr_daily rate;
	char text[400];

	snprintf(text, sizeof(text),
	         "{\"capacity\": {\"demand\": \"rate\", \"safety_margin\": \"0%%\", \"unit\": "
	         "{%s}}}",
	         unit);
	configure(text);
	fill(&rate, "rate", "1/s", 60, demand, 0, 0);
	hr_capacity_begin(&capacity, &config.capacity, 0);
	hr_capacity_add(&capacity, &config.capacity, &rate);
	hr_capacity_end(&capacity, &config.capacity, NULL, measured);
	hr_daily_release(&rate);
	return capacity;
}

/*
 * The Cisco benchmark as units (usl4j, book values): 11,048/s need N = 19.9239, 12,201/s 29.5690
 * (roots of the quadratic), more than the peak of 12,341 nothing can.
 */
START_TEST(solves_the_scalability_law_for_units)
{
	static const struct {
		double demand, units;
		enum hr_units_state state;
	} rows[] = { { 11048, 20, HR_UNITS_KNOWN },
		     { 12201, 30, HR_UNITS_KNOWN },
		     { 12400, NAN, HR_UNITS_UNREACHABLE } };
	const struct hr_capacity_measured nothing = NOTHING_MEASURED(NAN);
	struct hr_capacity_measured measured = nothing;

	measured.has_usl = true;
	measured.usl = (struct hr_usl){ .gamma.value = 995.6486,
		                        .alpha.value = 0.02671591,
		                        .beta.value = 7.690945e-4,
		                        .n_max = 32 };
	for (size_t i = 0; i < 3; i++) {
		static const char *const units[] = {
			"\"count\": 4, \"max_utilization\": \"100%\", \"capacity\": \"from-usl\", "
			"\"scaling\": \"from-usl\"",
			"\"count\": 4, \"max_utilization\": \"100%\", \"capacity\": "
			"\"995.6486/s\", "
			"\"scaling\": {\"alpha\": 0.02671591, \"beta\": 0.0007690945}"
		};

		for (size_t k = 0; k < 2; k++) {
			struct hr_capacity capacity = plan_with_unit(units[k], rows[i].demand,
			                                             &measured);
			const struct hr_capacity_scenario *baseline = &capacity.scenarios[0];
			struct hr_checks checks = { 0 };

			ck_assert_int_eq(baseline->units_state, rows[i].state);
			if (isnan(rows[i].units))
				ck_assert_double_nan(baseline->units_max);
			else
				ck_assert_double_eq(baseline->units_max, rows[i].units);
			ck_assert_double_eq_tol(capacity.units.peak_per_s, 12341, 3);
			/* X(4) = 995.6486 * 4 / (1 + 3 a + 12 b) */
			ck_assert_double_eq_tol(capacity.units.total_per_s, 3656.0, 1);
			hr_capacity_check(&capacity, &config.capacity, NULL, &checks);
			if (rows[i].state == HR_UNITS_UNREACHABLE)
				ck_assert_ptr_nonnull(
				        strstr(checks.items[0].message, "no number of units"));
			hr_checks_release(&checks);
			hr_capacity_release(&capacity);
			hr_config_release(&config);
		}
	}
}
END_TEST

START_TEST(every_source_of_a_unit)
{
	const struct hr_capacity_measured measured = { .stress_per_s = 300,
		                                       .stress_low_per_s = 280,
		                                       .stress_high_per_s = 320,
		                                       .usl_peak_per_s = 500,
		                                       .service_s = NAN };
	static const struct {
		const char *unit;
		double per_unit, total;
	} rows[] = {
		{ "\"count\": 3, \"capacity\": \"100/s\"", 100, 300 },
		{ "\"count\": 3, \"tested\": 2, \"capacity\": \"from-stress\"", 150, 450 },
		{ "\"count\": 3, \"tested\": 2, \"capacity\": \"from-usl\"", 250, 750 },
		{ "\"count\": 3, \"scaling\": \"from-usl\"", NAN, NAN },
		{ "\"count\": 3", NAN, NAN },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hr_capacity capacity = plan_with_unit(rows[i].unit, 50, &measured);

		if (isnan(rows[i].per_unit)) {
			ck_assert_double_nan(capacity.units.per_unit_per_s);
			ck_assert_int_eq(capacity.scenarios[0].units_state, HR_UNITS_UNKNOWN);
			ck_assert_int_eq(capacity.scenarios[0].breach.state,
			                 HR_CROSSING_INSUFFICIENT_HISTORY);
		} else {
			ck_assert_double_eq(capacity.units.per_unit_per_s, rows[i].per_unit);
			ck_assert_double_eq(capacity.units.total_per_s, rows[i].total);
			ck_assert_int_eq(capacity.scenarios[0].units_state, HR_UNITS_KNOWN);
		}
		hr_capacity_release(&capacity);
		hr_config_release(&config);
	}
}
END_TEST

/* Probability by simulated futures, against the truth: demand 100 + 0.5 d with noise 2 meets 136
 * on day 72 of the level, 12 days after the last; a single day does earlier. */
START_TEST(scenarios_by_simulated_futures)
{
	const struct hr_capacity_measured nothing = NOTHING_MEASURED(NAN);
	struct hr_capacity capacity;
	const struct hr_capacity_scenario *baseline;
	struct hr_daily rate;
	double before = 0;

	configure("{\"capacity\": {\"demand\": \"rate\", \"unit\": {\"count\": 1, \"capacity\": "
	          "\"136/s\"}}}");
	fill(&rate, "rate", "1/s", 60, 100, 0.5, 2);
	hr_capacity_begin(&capacity, &config.capacity, 0);
	hr_capacity_add(&capacity, &config.capacity, &rate);
	hr_capacity_end(&capacity, &config.capacity, NULL, &nothing);
	baseline = &capacity.scenarios[0];
	ck_assert_int_eq(baseline->breach.state, HR_CROSSING_EXPECTED);
	ck_assert_double_gt(baseline->breach.probability, 0.99);
	ck_assert(baseline->breach.earliest_ns <= baseline->breach.p10_ns &&
	          baseline->breach.p10_ns <= baseline->breach.p50_ns &&
	          baseline->breach.p50_ns == baseline->breach.expected_ns &&
	          baseline->breach.p50_ns <= baseline->breach.p90_ns &&
	          baseline->breach.p90_ns <= baseline->breach.latest_ns);
	ck_assert_int_le(baseline->breach.expected_ns, (DAY_0 + 72) * DAY_NS);
	ck_assert_int_ge(baseline->breach.expected_ns, (DAY_0 + 64) * DAY_NS);
	for (size_t i = 0; i < baseline->month_count; i++) {
		ck_assert_double_ge(baseline->months[i].probability, before);
		before = baseline->months[i].probability;
	}
	ck_assert_double_eq(before, baseline->breach.probability);
	hr_capacity_release(&capacity);
	hr_daily_release(&rate);
	hr_config_release(&config);
}
END_TEST

START_TEST(recommends_by_the_table)
{
	static const char table[] =
	        "[{\"id\": \"a\", \"when\": \"within_horizon\", \"kind\": \"planned\", \"action\": "
	        "\"{subject} at {limit} by {order_by} {what}\"},"
	        "{\"id\": \"b\", \"when\": \"over_budget\", \"action\": \"{cost} of {budget}\"}]";
	struct hr_capacity capacity = make_plan();
	struct hr_config_errors errors = { 0 };
	struct hr_rules rules;
	struct hr_advice advice;

	ck_assert_int_eq(hr_rules_parse(hr_slice_of(table), "t", &rules, &errors, NULL), HR_OK);
	hr_advice_give(&rules, &capacity, &config.cost, &advice);
	ck_assert_uint_eq(advice.count, 3);
	/* "immediate" unless said otherwise, so the budgets come first. */
	ck_assert_str_eq(advice.items[0].text, "500 of 450");
	ck_assert_str_eq(advice.items[1].text, "700 of 450");
	ck_assert(strncmp(advice.items[2].text, "cpu on host at 85 % by 2024-1", 29) == 0);
	ck_assert(strstr(advice.items[2].text, " {what}") != NULL);
	ck_assert_int_eq(advice.items[2].by_ns, capacity.rows[0].order_by_ns);
	ck_assert_str_eq(advice.items[0].check, "capacity/budget/baseline");
	ck_assert_str_eq(advice.items[2].check, "capacity/limit/cpu%40host");
	hr_advice_release(&advice);
	hr_rules_release(&rules);
	hr_capacity_release(&capacity);
	hr_config_release(&config);
}
END_TEST

START_TEST(refuses_rules_that_say_nothing)
{
	static const char *const tables[] = { "{}", "[{}]",
		                              "[{\"id\": \"a\", \"when\": \"never\"}]", "[", "" };

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct hr_config_errors errors = { 0 };
		struct hr_rules rules;

		ck_assert_int_eq(hr_rules_parse(hr_slice_of(tables[i]), "t", &rules, &errors, NULL),
		                 HR_ECONFIG);
		hr_config_errors_release(&errors);
		hr_rules_release(&rules);
	}
}
END_TEST

START_TEST(nothing_to_plan_is_an_answer)
{
	const struct hr_capacity_measured nothing = NOTHING_MEASURED(NAN);
	struct hr_capacity capacity;
	struct hr_checks checks = { 0 };

	configure("{\"capacity\": {}}");
	hr_capacity_begin(&capacity, &config.capacity, 0);
	hr_capacity_end(&capacity, &config.capacity, NULL, &nothing);
	hr_capacity_check(&capacity, &config.capacity, NULL, &checks);
	ck_assert_uint_eq(checks.count, 1);
	ck_assert_int_eq(checks.items[0].verdict, HR_VERDICT_INCONCLUSIVE);
	hr_checks_release(&checks);
	hr_capacity_release(&capacity);
	hr_config_release(&config);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("capacity");
	TCase *tests = tcase_create("capacity");

	tcase_add_test(tests, cost_is_exact);
	tcase_add_test(tests, cost_is_rounded_half_away_from_zero);
	tcase_add_test(tests, savings_follow_each_other_within_their_scope);
	tcase_add_test(tests, refuses_prices_without_a_unit);
	tcase_add_test(tests, scenarios_are_factors_in_time);
	tcase_add_test(tests, days_hold_their_largest_hour);
	tcase_add_test(tests, a_decade_keeps_its_latest_days);
	tcase_add_test(tests, plans_resources);
	tcase_add_test(tests, plans_units_and_cost);
	tcase_add_test(tests, reads_a_unit_from_regression);
	tcase_add_test(tests, checks_the_units_as_a_queue);
	tcase_add_test(tests, solves_the_scalability_law_for_units);
	tcase_add_test(tests, every_source_of_a_unit);
	tcase_add_test(tests, scenarios_by_simulated_futures);
	tcase_add_test(tests, recommends_by_the_table);
	tcase_add_test(tests, refuses_rules_that_say_nothing);
	tcase_add_test(tests, nothing_to_plan_is_an_answer);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(make_suite)
