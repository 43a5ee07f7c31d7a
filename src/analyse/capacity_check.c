/* What the capacity plan concludes, as checks. */
#include <config.h>
#include "analyse/capacity_part.h"

#include <math.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"
#include "base/unit.h"
#include "base/zone.h"
#include "model/scenario.h"

static void put_date(struct hr_str *out, int64_t at_ns)
{
	char text[HR_INSTANT_TEXT_SIZE];

	if (at_ns == HR_INSTANT_NONE) {
		hr_str_puts(out, "never");
		return;
	}
	hr_instant_format(at_ns, hr_zone_utc(), text);
	text[10] = '\0';
	hr_str_puts(out, text);
}

static void put_amount(struct hr_str *out, double value, const char *unit)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(value, fabs(value) < 1000 ? HR_QUANTITY_NUMBER : HR_QUANTITY_COUNT,
	               HR_STYLE_UNICODE, text);
	unit = hr_capacity_unit_text(unit);
	hr_str_printf(out, "%s%s%s", text, unit[0] == '\0' || unit[0] == '/' ? "" : " ", unit);
}

/* "is beyond since 2026-11-02", "reaches it on 2026-12-24 (95 % interval ... to ...)" */
/* Is the interval of the date that day alone? Then it says nothing. */
static bool is_one_day(const struct hr_limit_date *date)
{
	struct hr_str first = { 0 }, last = { 0 };
	bool same = false;

	if (date->expected_ns != HR_INSTANT_NONE && date->latest_ns != HR_INSTANT_NONE) {
		put_date(&first, date->earliest_ns);
		put_date(&last, date->latest_ns);
		same = hr_slice_equal(hr_str_slice(&first), hr_str_slice(&last));
	}
	hr_str_release(&first);
	hr_str_release(&last);
	return same;
}

static void put_state(struct hr_str *out, const struct hr_limit_date *date)
{
	switch (date->state) {
	case HR_CROSSING_ALREADY:
		hr_str_puts(out, "is beyond it since ");
		put_date(out, date->since_ns);
		break;
	case HR_CROSSING_EXPECTED:
		hr_str_puts(out, "reaches it on ");
		put_date(out, date->expected_ns != HR_INSTANT_NONE ? date->expected_ns
		                                                   : date->earliest_ns);
		if (is_one_day(date))
			break;
		hr_str_puts(out, date->expected_ns != HR_INSTANT_NONE ? " (95\u202f% interval "
		                                                      : " at the earliest (to ");
		if (date->expected_ns != HR_INSTANT_NONE) {
			put_date(out, date->earliest_ns);
			hr_str_puts(out, " to ");
		}
		if (date->latest_ns != HR_INSTANT_NONE)
			put_date(out, date->latest_ns);
		else
			hr_str_puts(out, "an open end");
		hr_str_puts(out, ")");
		break;
	case HR_CROSSING_NOT_IN_HORIZON:
		hr_str_puts(out, "does not reach it within the horizon");
		break;
	case HR_CROSSING_NO_SIGNIFICANT_TREND:
		hr_str_puts(out, "shows no trend towards it");
		break;
	case HR_CROSSING_INSUFFICIENT_HISTORY:
		hr_str_puts(out, "has too little history for a date");
		break;
	}
}

static void add_dates(struct hr_check *check, const struct hr_limit_date *date, int64_t now_ns)
{
	const struct {
		const char *name;
		int64_t at_ns;
	} dates[] = { { "days_to_earliest", date->earliest_ns },
		      { "days_to_expected", date->expected_ns },
		      { "days_to_latest", date->latest_ns } };

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		if (dates[i].at_ns != HR_INSTANT_NONE)
			hr_check_add_evidence(check, dates[i].name,
			                      (double)(dates[i].at_ns - now_ns) /
			                              (double)HR_CAPACITY_DAY_NS);
	if (!isnan(date->probability))
		hr_check_add_evidence(check, "probability", date->probability);
}

void hr_capacity_put_subject(const struct hr_capacity_row *row, struct hr_str *out)
{
	hr_str_puts(out, row->metric);
	if (row->host[0] != '\0')
		hr_str_printf(out, "@%s", row->host);
}

static void check_row(const struct hr_capacity *capacity, const struct hr_capacity_row *row,
                      struct hr_checks *out)
{
	struct hr_str subject = { 0 }, message = { 0 };
	struct hr_check *check;

	hr_capacity_put_subject(row, &subject);
	check = hr_checks_add(out, HR_CAPACITY_KIND, "limit", hr_str_text(&subject));
	check->verdict = row->verdict;
	check->severity = hr_strdup(row->risk == HR_RISK_HIGH ? "error" : "warning");
	check->observed = row->p95;
	check->limit = row->limit;
	check->unit = hr_strdup(row->unit[0] != '\0' ? row->unit : "1");
	hr_str_printf(&message, "%s (limit ", hr_str_text(&subject));
	put_amount(&message, row->limit, row->unit);
	hr_str_puts(&message, ", at ");
	put_amount(&message, row->p95, row->unit);
	hr_str_puts(&message, ") ");
	put_state(&message, &row->at_limit);
	if (row->order_by_ns != HR_INSTANT_NONE) {
		hr_str_puts(&message, "; order by ");
		put_date(&message, row->order_by_ns);
	}
	check->message = hr_str_detach(&message);
	hr_check_add_evidence(check, "headroom_ratio", row->headroom_ratio);
	hr_check_add_evidence(check, "days", (double)row->days);
	hr_check_add_evidence(check, "warn", row->warn);
	add_dates(check, &row->at_limit, capacity->as_of_ns);
	hr_str_release(&subject);
}

/* Verdicts of the rows that have no check of their own, in one. */
static void check_rest(const struct hr_capacity *capacity, struct hr_checks *out)
{
	struct hr_check *check = hr_checks_add(out, HR_CAPACITY_KIND, "fleet", "rest");
	size_t verdicts[4] = { 0 };
	struct hr_str message = { 0 };

	for (size_t i = HR_CAPACITY_WORST; i < capacity->row_count; i++)
		verdicts[capacity->rows[i].verdict]++;
	check->verdict = verdicts[HR_VERDICT_FAIL] > 0   ? HR_VERDICT_FAIL
	                 : verdicts[HR_VERDICT_WARN] > 0 ? HR_VERDICT_WARN
	                 : verdicts[HR_VERDICT_PASS] > 0 ? HR_VERDICT_PASS
	                                                 : HR_VERDICT_INCONCLUSIVE;
	check->severity = hr_strdup("warning");
	check->unit = hr_strdup("1");
	check->observed = (double)verdicts[HR_VERDICT_FAIL];
	check->limit = 0;
	hr_str_printf(&message,
	              "of %zu more series %zu meet their limit within the lead time, %zu within "
	              "the horizon, %zu have too little history",
	              capacity->row_count - HR_CAPACITY_WORST, verdicts[HR_VERDICT_FAIL],
	              verdicts[HR_VERDICT_WARN], verdicts[HR_VERDICT_INCONCLUSIVE]);
	check->message = hr_str_detach(&message);
}

static enum hr_verdict judge_breach(const struct hr_capacity *capacity,
                                    const struct hr_limit_date *breach, int64_t lead_time_ns)
{
	switch (breach->state) {
	case HR_CROSSING_ALREADY:
		return HR_VERDICT_FAIL;
	case HR_CROSSING_EXPECTED:
		return breach->earliest_ns - capacity->as_of_ns <= lead_time_ns ? HR_VERDICT_FAIL
		                                                                : HR_VERDICT_WARN;
	case HR_CROSSING_INSUFFICIENT_HISTORY:
		return HR_VERDICT_INCONCLUSIVE;
	case HR_CROSSING_NOT_IN_HORIZON:
	case HR_CROSSING_NO_SIGNIFICANT_TREND:
		break;
	}
	return HR_VERDICT_PASS;
}

/* What might happen warns; only what the forecast itself says fails. */
static void check_scenario(const struct hr_capacity *capacity,
                           const struct hr_config_capacity *config,
                           const struct hr_capacity_scenario *plan, struct hr_checks *out)
{
	const struct hr_scenario *scenario = plan->scenario;
	struct hr_check *check = hr_checks_add(out, HR_CAPACITY_KIND, "scenario", scenario->name);
	bool hypothetical = scenario->kind != HR_SCENARIO_GROWTH ||
	                    scenario->growth_per_month > 0 || scenario->growth_per_month < 0;
	struct hr_str message = { 0 };

	check->verdict = judge_breach(capacity, &plan->breach, config->lead_time_ns);
	if (hypothetical && check->verdict == HR_VERDICT_FAIL)
		check->verdict = HR_VERDICT_WARN;
	if (plan->units_state == HR_UNITS_UNREACHABLE && check->verdict == HR_VERDICT_PASS)
		check->verdict = HR_VERDICT_WARN;
	check->severity = hr_strdup("warning");
	check->unit = hr_strdup("1/s");
	check->observed = plan->peak;
	check->limit = capacity->units.total_per_s;
	if (isnan(capacity->units.total_per_s)) {
		hr_str_printf(&message,
		              "scenario %s: the capacity of the present units is not known: %s",
		              scenario->name, capacity->units.note);
	} else {
		hr_str_printf(&message, "scenario %s: demand (peak ", scenario->name);
		put_amount(&message, plan->peak, "/s");
		hr_str_printf(&message, ", %s units bear ",
		              hr_shown(config->unit.count, HR_QUANTITY_NUMBER).text);
		put_amount(&message, capacity->units.total_per_s, "/s");
		hr_str_puts(&message, ") ");
		put_state(&message, &plan->breach);
		if (plan->units_state == HR_UNITS_KNOWN) {
			hr_str_printf(&message, "; %s units needed",
			              hr_shown(plan->units_max, HR_QUANTITY_COUNT).text);
		} else if (plan->units_state == HR_UNITS_UNREACHABLE) {
			hr_str_puts(&message,
			            "; no number of units bears it, their throughput peaks at ");
			put_amount(&message, capacity->units.peak_per_s, "/s");
		}
	}
	check->message = hr_str_detach(&message);
	add_dates(check, &plan->breach, capacity->as_of_ns);
	if (!isnan(plan->units_max))
		hr_check_add_evidence(check, "units", plan->units_max);
}

static void check_budget(const struct hr_config_cost *cost, const struct hr_capacity_scenario *plan,
                         struct hr_checks *out)
{
	const char *currency = cost->currency != NULL ? cost->currency : "";
	struct hr_check *check = hr_checks_add(out, HR_CAPACITY_KIND, "budget",
	                                       plan->scenario->name);
	double most = (double)plan->cost_max_micro / 1e6, budget = (double)cost->budget_micro / 1e6;
	struct hr_str message = { 0 };

	check->severity = hr_strdup("warning");
	check->unit = hr_strdup(currency[0] != '\0' ? currency : "1");
	check->limit = budget;
	if (plan->cost_max_micro == INT64_MIN) {
		hr_str_printf(&message, "scenario %s: no cost, as the units needed are not known",
		              plan->scenario->name);
	} else {
		check->observed = most;
		check->verdict = plan->cost_max_micro <= cost->budget_micro ? HR_VERDICT_PASS
		                                                            : HR_VERDICT_WARN;
		hr_str_printf(&message, "scenario %s costs up to %s a month, the budget is %s",
		              plan->scenario->name, hr_shown_in(most, check->unit).text,
		              hr_shown_in(budget, check->unit).text);
	}
	check->message = hr_str_detach(&message);
}

void hr_capacity_check(const struct hr_capacity *capacity, const struct hr_config_capacity *config,
                       const struct hr_config_cost *cost, struct hr_checks *out)
{
	for (size_t i = 0; i < capacity->row_count && i < HR_CAPACITY_WORST; i++)
		check_row(capacity, &capacity->rows[i], out);
	if (capacity->row_count > HR_CAPACITY_WORST)
		check_rest(capacity, out);
	for (size_t i = 0; i < capacity->scenario_count; i++) {
		check_scenario(capacity, config, &capacity->scenarios[i], out);
		if (cost != NULL && cost->given && cost->budget_micro >= 0)
			check_budget(cost, &capacity->scenarios[i], out);
	}
	if (out->count == 0) {
		struct hr_check *check = hr_checks_add(out, HR_CAPACITY_KIND, "limit", "none");

		check->message = hr_strdup("no series of the input has a limit or is demand: name "
		                           "them in \"capacity\" of the configuration");
	}
}
