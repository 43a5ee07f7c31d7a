#include <config.h>
#include "analyse/advice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/capacity_part.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/unit.h"
#include "base/zone.h"
#include "model/scenario.h"

/* What a text may name in braces. */
struct facts {
	const struct hr_capacity_row *row;
	const struct hr_capacity_scenario *plan;
	const struct hr_config_cost *cost;
	const struct hr_capacity_units *units;
	const char *subject;
};

static void put_day(struct hr_str *out, int64_t at_ns)
{
	char text[HR_INSTANT_TEXT_SIZE];

	if (at_ns == HR_INSTANT_NONE) {
		hr_str_puts(out, "an open date");
		return;
	}
	hr_instant_format(at_ns, hr_zone_utc(), text);
	hr_str_add(out, text, 10);
}

static void put_number(struct hr_str *out, double value, const char *unit)
{
	char text[HR_UNIT_TEXT_SIZE];

	if (!isfinite(value)) {
		hr_str_puts(out, "an unknown number of");
		return;
	}
	hr_unit_format(value, fabs(value) < 1000 ? HR_QUANTITY_NUMBER : HR_QUANTITY_COUNT,
	               HR_STYLE_UNICODE, text);
	unit = hr_capacity_unit_text(unit);
	hr_str_printf(out, "%s%s%s", text, unit[0] == '\0' || unit[0] == '/' ? "" : " ", unit);
}

static const struct hr_limit_date *date_of(const struct facts *facts)
{
	return facts->row != NULL ? &facts->row->at_limit : &facts->plan->breach;
}

static bool put_date_fact(struct hr_str *out, struct hr_slice name, const struct facts *facts)
{
	const struct hr_limit_date *date = date_of(facts);
	const struct {
		const char *name;
		int64_t at_ns;
	} dates[] = { { "earliest", date->earliest_ns },
		      { "expected", date->expected_ns },
		      { "latest", date->latest_ns },
		      { "since", date->since_ns },
		      { "order_by",
		        facts->row != NULL ? facts->row->order_by_ns : facts->plan->order_by_ns } };

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		if (!hr_slice_is(name, dates[i].name))
			continue;
		put_day(out, dates[i].at_ns);
		return true;
	}
	return false;
}

static bool put_number_fact(struct hr_str *out, struct hr_slice name, const struct facts *facts)
{
	const struct hr_capacity_row *row = facts->row;
	const struct hr_capacity_scenario *plan = facts->plan;
	const struct {
		const char *name;
		double value;
		const char *unit;
	} numbers[] = {
		{ "p95", row != NULL ? row->p95 : (double)NAN, row != NULL ? row->unit : "" },
		{ "limit", row != NULL ? row->limit : (double)NAN, row != NULL ? row->unit : "" },
		{ "headroom", row != NULL ? row->headroom_ratio * 100 : (double)NAN, "%" },
		{ "days", row != NULL ? (double)row->days : (double)NAN, "" },
		{ "units", plan != NULL ? plan->units_max : (double)NAN, "" },
		{ "peak", plan != NULL ? plan->peak : (double)NAN, "/s" },
		{ "roof", facts->units != NULL ? facts->units->peak_per_s : (double)NAN, "/s" },
		{ "cost", plan != NULL ? (double)plan->cost_max_micro / 1e6 : (double)NAN, "" },
		{ "budget",
		  facts->cost != NULL ? (double)facts->cost->budget_micro / 1e6 : (double)NAN, "" },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (!hr_slice_is(name, numbers[i].name))
			continue;
		put_number(out, numbers[i].value, numbers[i].unit);
		return true;
	}
	return false;
}

/* What is in braces and no fact stays as it is. */
static char *fill(const char *text, const struct facts *facts)
{
	struct hr_str out = { 0 };

	while (*text != '\0') {
		const char *end = *text == '{' ? strchr(text, '}') : NULL;
		struct hr_slice name = { text + 1, end != NULL ? (size_t)(end - text) - 1 : 0 };

		if (end == NULL) {
			hr_str_putc(&out, *text++);
			continue;
		}
		if (hr_slice_is(name, "subject"))
			hr_str_puts(&out, facts->subject);
		else if (!put_date_fact(&out, name, facts) && !put_number_fact(&out, name, facts))
			hr_str_printf(&out, "{%.*s}", (int)name.length, name.ptr);
		text = end + 1;
	}
	return hr_str_detach(&out);
}

static void add(struct hr_advice *advice, const struct hr_rule *rule, const struct facts *facts,
                const char *metric, const char *checked, int64_t by_ns)
{
	struct hr_advice_item *item;

	advice->items = hr_grow(advice->items, advice->count, &advice->capacity,
	                        sizeof(*advice->items));
	item = &advice->items[advice->count++];
	*item = (struct hr_advice_item){
		.rule = rule,
		.subject = hr_strdup(facts->subject),
		.text = fill(rule->action, facts),
		.by_ns = by_ns,
	};
	hr_check_id(HR_CAPACITY_KIND, metric, checked, item->check);
}

/* The first rule that holds for a thing speaks; tables go from urgent to not. */
static const struct hr_rule *rule_for(const struct hr_rules *rules, const bool *holds)
{
	for (size_t i = 0; i < rules->count; i++)
		if (holds[rules->items[i].when])
			return &rules->items[i];
	return NULL;
}

static void advise_row(const struct hr_rules *rules, const struct hr_capacity_row *row,
                       struct hr_advice *out)
{
	const struct hr_limit_date *date = &row->at_limit;
	bool expected = date->state == HR_CROSSING_EXPECTED;
	bool holds[HR_WHEN_COUNT] = {
		[HR_WHEN_ALREADY_CROSSED] = date->state == HR_CROSSING_ALREADY,
		[HR_WHEN_WITHIN_LEAD_TIME] = expected &&
		                             date->earliest_ns - row->end_ns <= row->lead_time_ns,
		[HR_WHEN_WITHIN_HORIZON] = expected,
		[HR_WHEN_LITTLE_HEADROOM] = row->saturation == HR_RISK_HIGH,
		[HR_WHEN_INSUFFICIENT_HISTORY] = date->state == HR_CROSSING_INSUFFICIENT_HISTORY,
	};
	const struct hr_rule *rule = rule_for(rules, holds);
	struct hr_str subject = { 0 }, checked = { 0 };

	if (rule == NULL)
		return;
	hr_capacity_put_subject(row, &checked);
	hr_str_printf(&subject, "%s%s%s", row->resource, row->host[0] != '\0' ? " on " : "",
	              row->host);
	add(out, rule, &(struct facts){ .row = row, .subject = hr_str_text(&subject) }, "limit",
	    hr_str_text(&checked),
	    rule->kind == HR_RULE_IMMEDIATE ? row->end_ns + rule->within_ns : row->order_by_ns);
	hr_str_release(&subject);
	hr_str_release(&checked);
}

static void advise_scenario(const struct hr_rules *rules, const struct hr_capacity *capacity,
                            const struct hr_capacity_scenario *plan,
                            const struct hr_config_cost *cost, struct hr_advice *out)
{
	bool breaches = plan->breach.state == HR_CROSSING_EXPECTED ||
	                plan->breach.state == HR_CROSSING_ALREADY;
	bool holds[HR_WHEN_COUNT] = {
		[HR_WHEN_SCENARIO_WITHIN_LEAD_TIME] = breaches &&
		                                      plan->order_by_ns <= capacity->as_of_ns,
		[HR_WHEN_UNREACHABLE] = plan->units_state == HR_UNITS_UNREACHABLE,
		[HR_WHEN_SCENARIO_BREACHES] = breaches,
	};
	bool dear[HR_WHEN_COUNT] = {
		[HR_WHEN_OVER_BUDGET] = cost != NULL && cost->given && cost->budget_micro >= 0 &&
		                        plan->cost_max_micro > cost->budget_micro,
	};
	struct facts facts = { .plan = plan,
		               .cost = cost,
		               .units = &capacity->units,
		               .subject = plan->scenario->name };
	const struct hr_rule *rule = rule_for(rules, holds);

	if (rule != NULL)
		add(out, rule, &facts, "scenario", plan->scenario->name,
		    rule->kind == HR_RULE_IMMEDIATE        ? capacity->as_of_ns + rule->within_ns
		    : plan->order_by_ns != HR_INSTANT_NONE ? plan->order_by_ns
		                                           : capacity->as_of_ns);
	rule = rule_for(rules, dear);
	if (rule != NULL)
		add(out, rule, &facts, "budget", plan->scenario->name, plan->peak_ns);
}

static int compare_items(const void *a, const void *b)
{
	const struct hr_advice_item *x = a, *y = b;
	int order = (int)x->rule->kind - (int)y->rule->kind;

	if (order == 0)
		order = (x->by_ns == HR_INSTANT_NONE) - (y->by_ns == HR_INSTANT_NONE);
	if (order == 0)
		order = (x->by_ns > y->by_ns) - (x->by_ns < y->by_ns);
	return order != 0 ? order : strcmp(x->subject, y->subject);
}

void hr_advice_give(const struct hr_rules *rules, const struct hr_capacity *capacity,
                    const struct hr_config_cost *cost, struct hr_advice *out)
{
	*out = (struct hr_advice){ 0 };
	for (size_t i = 0; i < capacity->row_count && i < HR_CAPACITY_WORST; i++)
		advise_row(rules, &capacity->rows[i], out);
	for (size_t i = 0; i < capacity->scenario_count; i++)
		advise_scenario(rules, capacity, &capacity->scenarios[i], cost, out);
	if (out->count > 0)
		qsort(out->items, out->count, sizeof(*out->items), compare_items);
	while (out->count > HR_ADVICE_MAX) {
		free(out->items[--out->count].subject);
		free(out->items[out->count].text);
	}
}

void hr_advice_release(struct hr_advice *advice)
{
	for (size_t i = 0; i < advice->count; i++) {
		free(advice->items[i].subject);
		free(advice->items[i].text);
	}
	free(advice->items);
	*advice = (struct hr_advice){ 0 };
}
