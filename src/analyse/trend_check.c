/*
 * What a trend comes to, as checks and in words.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "analyse/trend.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/unit.h"
#include "record/words.h"

static const char *const verdict_names[] = {
	[HR_TREND_NO_DATA] = "no_data",     [HR_TREND_ONE_RUN] = "one_run",
	[HR_TREND_FEW_RUNS] = "few_runs",   [HR_TREND_VANISHED] = "vanished",
	[HR_TREND_UNCHANGED] = "unchanged", [HR_TREND_SUSPECT] = "suspect",
	[HR_TREND_REGRESSED] = "regressed", [HR_TREND_IMPROVED] = "improved",
	[HR_TREND_CHANGED] = "changed",     [HR_TREND_MACHINE] = "machine",
	[HR_TREND_KNOWN] = "known",
};

const char *hr_trend_verdict_name(enum hr_trend_verdict verdict)
{
	return verdict_names[verdict];
}

const char *hr_trend_state_name(enum hr_trend_state state)
{
	static const char *const names[] = {
		[HR_EVENT_OPEN] = "open",
		[HR_EVENT_ACKNOWLEDGED] = "acknowledged",
		[HR_EVENT_RETURNED] = "returned",
		[HR_EVENT_SETTLED] = "settled",
	};

	return names[state];
}

const char *hr_trend_kind_name(enum hr_trend_kind kind)
{
	static const char *const names[] = {
		[HR_TREND_STEP] = "step",
		[HR_TREND_TAIL] = "tail",
		[HR_TREND_DRIFT] = "drift",
	};

	return names[kind];
}

static void put_value(struct hr_str *out, double value, enum hr_quantity quantity)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(value, quantity, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

/* "+13.6 %"; a change from 0 has no percentage. */
static void put_change(struct hr_str *out, double change)
{
	if (!isfinite(change)) {
		hr_str_puts(out, change > 0 ? "unbounded" : "\xe2\x88\x92unbounded");
		return;
	}
	if (change > 0)
		hr_str_putc(out, '+');
	put_value(out, change, HR_QUANTITY_RATIO);
}

static void put_interval(struct hr_str *out, double low, double high)
{
	if (!isfinite(low) || !isfinite(high)) {
		hr_str_puts(out, ", too few runs for an interval");
		return;
	}
	hr_str_puts(out, ", 95\u202f% interval ");
	put_change(out, low);
	hr_str_puts(out, " to ");
	put_change(out, high);
}

/* "2025-03-01 (version 1.2)"; the place in the history when no time is known. */
static void put_run(struct hr_str *out, const struct hr_run_table *history, size_t row)
{
	const struct hr_table_run *run = &history->runs[row];
	char started[HR_INSTANT_TEXT_SIZE];

	if (run->started_ns != HR_INSTANT_NONE) {
		hr_instant_format(run->started_ns, hr_zone_utc(), started);
		hr_str_add(out, started, strcspn(started, "T"));
	} else {
		hr_str_printf(out, "run %zu", row + 1);
	}
	if (run->version != NULL)
		hr_str_printf(out, " (version %s)", run->version);
}

static bool is_relative(const struct hr_table_series *series, const struct hr_trend_change *change)
{
	(void)series;
	return !(change->before < 0) && !(change->after < 0);
}

void hr_trend_put_event(const struct hr_trend *trend, const struct hr_trend_event *event,
                        struct hr_str *out)
{
	const struct hr_table_series *series = &trend->history->series[event->series];
	const struct hr_trend_change *change = &event->change;
	bool drift = change->kind == HR_TREND_DRIFT;

	hr_str_puts(out, drift ? change->change > 0 ? "creeps up from " : "creeps down from "
	                 : change->change > 0 ? "rose from "
	                                      : "fell from ");
	put_value(out, change->before, series->quantity);
	hr_str_puts(out, " to ");
	put_value(out, change->after, series->quantity);
	/* A change from nothing has no percentage. */
	if (is_relative(series, change) && isfinite(change->change)) {
		hr_str_puts(out, " (");
		put_change(out, change->change);
		put_interval(out, change->change_low, change->change_high);
		hr_str_putc(out, ')');
	}
	hr_str_puts(out, " since ");
	put_run(out, trend->history, change->index);
	if (event->machine)
		hr_str_puts(out,
		            "; the control moved likewise: the machine changed, not the product");
}

/* --- checks --- */

static void put_few(const struct hr_trend_result *result, struct hr_str *out)
{
	static const char *const words[] = { "unknown", "stable", "rising", "falling" };

	hr_str_printf(out,
	              "%zu runs are too few for a verdict (%d needed); by halves of the runs: %s",
	              result->series.n, HR_TREND_RUNS_MIN, words[result->series.label]);
	if (isfinite(result->series.halves_ratio)) {
		hr_str_puts(out, " (");
		put_change(out, result->series.halves_ratio - 1);
		hr_str_putc(out, ')');
	}
}

static void put_crept(const struct hr_trend *trend, size_t i, struct hr_str *out)
{
	const struct hr_trend_result *result = &trend->results[i];
	enum hr_quantity quantity = trend->history->series[i].quantity;

	hr_str_puts(out, "is at ");
	put_value(out, result->series.level, quantity);
	hr_str_puts(out, ", the pinned runs were at ");
	put_value(out, result->reference, quantity);
	hr_str_puts(out, " (");
	put_change(out, result->reference_change);
	put_interval(out, result->reference_low, result->reference_high);
	hr_str_puts(out, "), without one large step");
}

static void put_suspect(const struct hr_trend *trend, size_t i, struct hr_str *out)
{
	const struct hr_trend_series *series = &trend->results[i].series;
	enum hr_quantity quantity = trend->history->series[i].quantity;

	hr_str_puts(out, "of the newest run is ");
	put_value(out, series->values[series->n - 1], quantity);
	hr_str_puts(out, ", the level before it ");
	put_value(out, series->level, quantity);
	hr_str_puts(out, " (");
	put_change(out, series->tail_change);
	hr_str_puts(out, ", a single run may be ");
	put_value(out, series->tail_limit, HR_QUANTITY_RATIO);
	hr_str_puts(out, " off); a second run would tell");
}

static void put_message(const struct hr_trend *trend, size_t i, struct hr_str *out)
{
	const struct hr_trend_result *result = &trend->results[i];

	switch (result->verdict) {
	case HR_TREND_NO_DATA:
		if (result->thin_runs > 0)
			hr_str_puts(out, "no run has requests enough for it");
		else if (result->failed_runs > 0)
			hr_str_puts(out, "every run that has it failed");
		else
			hr_str_puts(out, "no run has it");
		break;
	case HR_TREND_ONE_RUN:
		hr_str_puts(out, "one run says nothing about a trend");
		break;
	case HR_TREND_FEW_RUNS:
		put_few(result, out);
		break;
	case HR_TREND_VANISHED:
		hr_str_puts(out, "is missing in the newest run, earlier ones had it");
		break;
	case HR_TREND_SUSPECT:
		put_suspect(trend, i, out);
		break;
	case HR_TREND_UNCHANGED:
		hr_str_printf(out,
		              "has not changed lastingly in %zu runs; a single one scatters by ",
		              result->series.n);
		put_value(out, result->series.spread, HR_QUANTITY_RATIO);
		break;
	case HR_TREND_REGRESSED:
	case HR_TREND_IMPROVED:
	case HR_TREND_CHANGED:
	case HR_TREND_MACHINE:
	case HR_TREND_KNOWN:
		if (result->newest != NULL)
			hr_trend_put_event(trend, result->newest, out);
		else
			put_crept(trend, i, out);
		break;
	}
	if (result->verdict == HR_TREND_KNOWN)
		hr_str_puts(out, "; acknowledged");
}

static enum hr_verdict check_verdict(enum hr_trend_verdict verdict)
{
	switch (verdict) {
	case HR_TREND_REGRESSED:
		return HR_VERDICT_FAIL;
	case HR_TREND_SUSPECT:
	case HR_TREND_MACHINE:
	case HR_TREND_VANISHED:
		return HR_VERDICT_WARN;
	case HR_TREND_NO_DATA:
	case HR_TREND_ONE_RUN:
	case HR_TREND_FEW_RUNS:
		return HR_VERDICT_INCONCLUSIVE;
	case HR_TREND_UNCHANGED:
	case HR_TREND_IMPROVED:
	case HR_TREND_CHANGED:
	case HR_TREND_KNOWN:
		break;
	}
	return HR_VERDICT_PASS;
}

/* By multiples of the smallest change that counts. */
static const char *severity_of(double change, double min_effect)
{
	double size = fabs(log1p(change)) / log1p(min_effect);

	return size >= 6 ? "critical" : size >= 3 ? "major" : "minor";
}

static void add_evidence(struct hr_check *check, const struct hr_trend *trend,
                         const struct hr_trend_result *result)
{
	const struct hr_trend_series *series = &result->series;
	const struct hr_trend_event *event = result->newest;

	hr_check_add_evidence(check, "runs", (double)series->n);
	hr_check_add_evidence(check, "failed_runs", (double)result->failed_runs);
	hr_check_add_evidence(check, "series_tested", (double)trend->tested);
	hr_check_add_evidence(check, "level", series->level);
	if (series->n < HR_TREND_RUNS_MIN) {
		hr_check_add_evidence(check, "halves_ratio", series->halves_ratio);
		return;
	}
	hr_check_add_evidence(check, "run_spread_ratio", series->spread);
	hr_check_add_evidence(check, "correlation", series->correlation);
	hr_check_add_evidence(check, "newest_run_change", series->tail_change);
	hr_check_add_evidence(check, "newest_run_limit", series->tail_limit);
	hr_check_add_evidence(check, "p_trend", series->p_trend);
	if (isfinite(result->reference)) {
		hr_check_add_evidence(check, "reference", result->reference);
		hr_check_add_evidence(check, "reference_change", result->reference_change);
	}
	if (event == NULL)
		return;
	hr_check_add_evidence(check, "runs_since", (double)event->age);
	hr_check_add_evidence(check, "p", event->change.p);
	hr_check_add_evidence(check, "p_adjusted", event->q);
	hr_check_add_evidence(check, "p_ranks", event->change.p_ranks);
}

static void fill_change(struct hr_check *check, const struct hr_trend *trend,
                        const struct hr_trend_result *result, double min_effect)
{
	const struct hr_trend_event *event = result->newest;

	if (event != NULL) {
		const struct hr_table_run *run = &trend->history->runs[event->change.index];
		char started[HR_INSTANT_TEXT_SIZE];

		check->baseline = event->change.before;
		check->observed = event->change.after;
		check->change = event->change.change;
		check->interval_low = event->change.change_low;
		check->interval_high = event->change.change_high;
		if (run->started_ns != HR_INSTANT_NONE) {
			hr_instant_format(run->started_ns, hr_zone_utc(), started);
			check->since = hr_strdup(started);
		}
	} else if (result->crept) {
		check->baseline = result->reference;
		check->change = result->reference_change;
		check->interval_low = result->reference_low;
		check->interval_high = result->reference_high;
	} else if (result->verdict == HR_TREND_SUSPECT) {
		check->baseline = result->series.level;
		check->observed = result->series.values[result->series.n - 1];
		check->change = result->series.tail_change;
	}
	if (check->verdict == HR_VERDICT_FAIL || check->verdict == HR_VERDICT_WARN)
		check->severity = hr_strdup(severity_of(check->change, min_effect));
}

static bool is_total(const struct hr_table_series *series)
{
	return strcmp(series->label, HR_TREND_TOTAL) == 0;
}

static void add_check(const struct hr_trend *trend, size_t i, struct hr_checks *checks)
{
	const struct hr_table_series *series = &trend->history->series[i];
	const struct hr_trend_result *result = &trend->results[i];
	struct hr_check *check = hr_checks_add(checks, "trend", series->metric, series->label);
	struct hr_str message = { 0 };

	/* The table of a history keeps the name for the total. */
	check->subject_kind = is_total(series) ? HR_SUBJECT_TOTAL : HR_SUBJECT_OTHER;
	check->verdict = check_verdict(result->verdict);
	check->observed = result->series.level;
	check->unit = hr_strdup(hr_quantity_unit(series->quantity));
	fill_change(check, trend, result, trend->min_effect);
	hr_words_put_figure(&message, series->metric, check->subject_kind, series->label);
	/* These are sentences of their own; the others go on. */
	hr_str_puts(&message, result->verdict == HR_TREND_NO_DATA ||
	                                      result->verdict == HR_TREND_ONE_RUN ||
	                                      result->verdict == HR_TREND_FEW_RUNS
	                              ? ": "
	                              : " ");
	put_message(trend, i, &message);
	check->message = hr_str_detach(&message);
	add_evidence(check, trend, result);
}

void hr_trend_check(const struct hr_trend *trend, struct hr_checks *checks)
{
	for (size_t i = 0; i < trend->history->series_count; i++) {
		enum hr_trend_verdict verdict = trend->results[i].verdict;
		bool total = is_total(&trend->history->series[i]),
		     quiet = verdict == HR_TREND_UNCHANGED || verdict == HR_TREND_NO_DATA ||
		             verdict == HR_TREND_ONE_RUN || verdict == HR_TREND_FEW_RUNS;

		if (trend->history->series[i].hidden)
			continue;
		if (!quiet || (total && verdict != HR_TREND_NO_DATA) ||
		    trend->history->series_count == 1)
			add_check(trend, i, checks);
	}
}
