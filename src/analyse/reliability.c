/* Outages and what follows from them. */
#include <config.h>
#include "analyse/reliability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"
#include "stats/mtbf.h"

#define CONFIDENCE 0.95

const char *hr_outage_source_name(enum hr_outage_source source)
{
	return source == HR_OUTAGES_INCIDENTS ? "incidents" : "traffic";
}

const char *hr_score_part_name(enum hr_score_part part)
{
	static const char *const names[] = { "availability", "performance", "quality", "recovery" };

	return names[part];
}

const char *hr_score_part_formula(enum hr_score_part part, bool has_budget)
{
	if (part == HR_SCORE_RECOVERY)
		return "100 (1 - MTTR / (2 target))";
	return has_budget ? "100 (1 - consumed / 2)" : "100 when met, else 0";
}

/* --- outages --- */

static int by_start(const void *left, const void *right)
{
	const struct hr_outage *a = left, *b = right;

	if (a->start_s != b->start_s)
		return a->start_s < b->start_s ? -1 : 1;
	return (a->end_s > b->end_s) - (a->end_s < b->end_s);
}

/* The union of sorted outages, those with a gap of at most @gap_s joined. */
static void join(struct hr_reliability *out, int64_t gap_s)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->outage_count; i++) {
		struct hr_outage one = out->outages[i];
		struct hr_outage *last = kept > 0 ? &out->outages[kept - 1] : NULL;

		if (last == NULL || one.start_s > last->end_s + gap_s) {
			out->outages[kept++] = one;
			continue;
		}
		if (one.end_s > last->end_s)
			last->end_s = one.end_s;
		last->open |= one.open;
	}
	out->outage_count = kept;
}

static void from_incidents(const struct hr_config_reliability *config, struct hr_reliability *out)
{
	out->outages = hr_zalloc(config->incident_count + 1, sizeof(*out->outages));
	for (size_t i = 0; i < config->incident_count; i++) {
		const struct hr_incident *incident = &config->incidents[i];
		bool open = incident->end_s == HR_INCIDENT_UNKNOWN || incident->end_s > out->end_s;
		struct hr_outage one = { incident->start_s, open ? out->end_s : incident->end_s,
			                 open };

		if (one.start_s < out->start_s)
			one.start_s = out->start_s;
		if (one.end_s > one.start_s)
			out->outages[out->outage_count++] = one;
	}
	if (out->outage_count > 1)
		qsort(out->outages, out->outage_count, sizeof(*out->outages), by_start);
	join(out, 0);
}

/* Seconds without requests say nothing: they neither begin nor end an outage. */
static void from_traffic(const struct hr_config_reliability *config,
                         const struct hr_sli_series *series, struct hr_reliability *out)
{
	size_t capacity = 0, kept = 0;

	for (size_t i = 0; series != NULL && i < series->count; i++) {
		int64_t s = series->start_s + (int64_t)i;
		double good = (double)series->valid[i] - (double)series->bad[i];

		if (s < out->start_s || s >= out->end_s || series->valid[i] == 0 ||
		    good >= config->outage_ratio * (double)series->valid[i])
			continue;
		out->outages = hr_grow(out->outages, out->outage_count, &capacity,
		                       sizeof(*out->outages));
		out->outages[out->outage_count++] = (struct hr_outage){ s, s + 1,
			                                                s + 1 == out->end_s };
		/* joined at once, so that a long outage takes no room */
		if (out->outage_count > 1 &&
		    s <= out->outages[out->outage_count - 2].end_s + config->merge_gap_s) {
			out->outages[out->outage_count - 2].end_s = s + 1;
			out->outages[out->outage_count - 2].open = s + 1 == out->end_s;
			out->outage_count--;
		}
	}
	for (size_t i = 0; i < out->outage_count; i++)
		if (out->outages[i].end_s - out->outages[i].start_s >= config->min_outage_s)
			out->outages[kept++] = out->outages[i];
	out->outage_count = kept;
}

/* --- mean times --- */

static void sum_up(struct hr_reliability *out)
{
	int64_t repaired_s = 0;
	double failures = (double)out->outage_count;

	for (size_t i = 0; i < out->outage_count; i++) {
		int64_t length_s = out->outages[i].end_s - out->outages[i].start_s;

		out->down_s += length_s;
		if (!out->outages[i].open) {
			out->finished++;
			repaired_s += length_s;
		}
	}
	out->up_s = out->end_s - out->start_s - out->down_s;
	out->availability = out->end_s > out->start_s
	                            ? (double)out->up_s / (double)(out->end_s - out->start_s)
	                            : (double)NAN;
	out->mtbf_s = out->outage_count > 0 ? (double)out->up_s / failures : (double)NAN;
	out->mttr_s = out->finished > 0 ? (double)repaired_s / (double)out->finished : (double)NAN;
	if (out->up_s > 0)
		out->mtbf_bounds = hr_mtbf_bounds((double)out->up_s, out->outage_count, CONFIDENCE);
	else
		out->mtbf_bounds = (struct hr_bounds){ 0, (double)INFINITY };
	out->mtbf_at_least_s = out->up_s > 0 ? hr_mtbf_at_least((double)out->up_s,
	                                                        out->outage_count, CONFIDENCE)
	                                     : (double)NAN;
}

bool hr_incident_touches(const struct hr_incident *incident, int64_t start_s, int64_t end_s)
{
	return incident->start_s < end_s &&
	       (incident->end_s == HR_INCIDENT_UNKNOWN || incident->end_s > start_s);
}

static void mean_stamps(const struct hr_config_reliability *config, struct hr_reliability *out)
{
	double detected = 0, acknowledged = 0;
	size_t detections = 0, acknowledgements = 0;

	for (size_t i = 0; i < config->incident_count; i++) {
		const struct hr_incident *incident = &config->incidents[i];

		if (!hr_incident_touches(incident, out->start_s, out->end_s))
			continue;
		if (incident->detected_s != HR_INCIDENT_UNKNOWN) {
			detected += (double)(incident->detected_s - incident->start_s);
			detections++;
		}
		if (incident->acknowledged_s != HR_INCIDENT_UNKNOWN) {
			acknowledged += (double)(incident->acknowledged_s - incident->start_s);
			acknowledgements++;
		}
	}
	out->mttd_s = detections > 0 ? detected / (double)detections : (double)NAN;
	out->mtta_s = acknowledgements > 0 ? acknowledged / (double)acknowledgements : (double)NAN;
}

/* --- the score --- */

static double clamp(double ratio)
{
	return ratio < 0 ? 0 : ratio > 1 ? 1 : ratio;
}

/* Of several objectives of a kind the worst counts. A budget used exactly is 50. */
static void take(struct hr_score *score, enum hr_score_part part,
                 const struct hr_slo_result *result)
{
	double consumed = result->budget.consumed, value;

	if (result->state != HR_SLO_JUDGED && result->state != HR_SLO_PARTIAL)
		return;
	if (result->slo->type == HR_SLI_THRESHOLD)
		value = result->verdict == HR_SLO_MET ? 100 : 0;
	else if (!isfinite(consumed))
		value = 0; /* a target of 100 % that was missed */
	else
		value = 100 * clamp(1 - consumed / 2);
	if (score->value[part] <= value)
		return;
	score->value[part] = value;
	score->slo[part] = result->slo;
	score->consumed[part] = consumed;
}

static enum hr_score_part part_of(const struct hr_config_slo *slo)
{
	switch (slo->type) {
	case HR_SLI_RATIO:
		return HR_SCORE_AVAILABILITY;
	case HR_SLI_LATENCY:
	case HR_SLI_THROUGHPUT:
		return HR_SCORE_PERFORMANCE;
	case HR_SLI_FRESHNESS:
		return HR_SCORE_QUALITY;
	case HR_SLI_THRESHOLD:
		break;
	}
	return slo->criterion.metric.quantity == HR_QUANTITY_RATIO ? HR_SCORE_QUALITY
	                                                           : HR_SCORE_PERFORMANCE;
}

/* A: every objective is met. */
static char grade_of(const struct hr_slo_results *slos, double total)
{
	bool all = slos->count > 0;

	for (size_t i = 0; i < slos->count; i++)
		all &= slos->items[i].verdict == HR_SLO_MET;
	if (!isfinite(total))
		return '-';
	return all ? 'A' : total >= 80 ? 'B' : total >= 70 ? 'C' : total >= 60 ? 'D' : 'F';
}

static void score(const struct hr_config_reliability *config, const struct hr_slo_results *slos,
                  struct hr_reliability *out)
{
	const double weights[HR_SCORE_PARTS] = { config->availability, config->performance,
		                                 config->quality, config->recovery };
	struct hr_score *score = &out->score;
	double sum = 0;

	for (size_t i = 0; i < HR_SCORE_PARTS; i++)
		score->value[i] = score->consumed[i] = (double)NAN;
	for (size_t i = 0; i < slos->count; i++)
		take(score, part_of(slos->items[i].slo), &slos->items[i]);
	if (out->outage_count == 0)
		score->value[HR_SCORE_RECOVERY] = (double)NAN; /* nothing to recover from */
	else if (isfinite(out->mttr_s) && config->mttr_target_s > 0)
		score->value[HR_SCORE_RECOVERY] =
		        100 * clamp(1 - out->mttr_s / (2 * (double)config->mttr_target_s));
	for (size_t i = 0; i < HR_SCORE_PARTS; i++)
		sum += isfinite(score->value[i]) ? weights[i] : 0;
	score->total = sum > 0 ? 0 : (double)NAN;
	for (size_t i = 0; i < HR_SCORE_PARTS && sum > 0; i++) {
		score->weight[i] = isfinite(score->value[i]) ? weights[i] / sum : 0;
		if (isfinite(score->value[i]))
			score->total += score->weight[i] * score->value[i];
	}
	score->grade = grade_of(slos, score->total);
}

void hr_reliability_evaluate(const struct hr_config_reliability *config,
                             const struct hr_slo_results *slos, const struct hr_sli_series *series,
                             int64_t start_s, int64_t end_s, struct hr_reliability *out)
{
	*out = (struct hr_reliability){ .start_s = start_s, .end_s = end_s };
	out->source = config->incident_count > 0 ? HR_OUTAGES_INCIDENTS : HR_OUTAGES_TRAFFIC;
	if (out->source == HR_OUTAGES_INCIDENTS)
		from_incidents(config, out);
	else
		from_traffic(config, series, out);
	sum_up(out);
	mean_stamps(config, out);
	score(config, slos, out);
}

void hr_reliability_release(struct hr_reliability *reliability)
{
	free(reliability->outages);
	*reliability = (struct hr_reliability){ 0 };
}

/* --- conclusions --- */

/* Of incidents in the window that have a severity of the table. */
static void check_response(const struct hr_reliability *reliability,
                           const struct hr_config_reliability *config, struct hr_checks *checks)
{
	size_t answered = 0, answered_late = 0, resolved = 0, resolved_late = 0;
	struct hr_check *check;
	struct hr_str message = { 0 };

	for (size_t i = 0; i < config->incident_count; i++) {
		const struct hr_incident *incident = &config->incidents[i];
		struct hr_response response = hr_incident_response(incident, reliability->end_s);

		if (response.respond_s == 0 ||
		    !hr_incident_touches(incident, reliability->start_s, reliability->end_s))
			continue;
		answered += response.responded != HR_VERDICT_INCONCLUSIVE;
		answered_late += response.responded == HR_VERDICT_FAIL;
		resolved += response.resolved != HR_VERDICT_INCONCLUSIVE;
		resolved_late += response.resolved == HR_VERDICT_FAIL;
	}
	if (answered + resolved == 0)
		return;
	check = hr_checks_add(checks, "reliability", "response", "incidents");
	check->severity = hr_strdup("warning");
	check->observed = (double)(answered_late + resolved_late);
	check->limit = 0;
	check->verdict = answered_late + resolved_late > 0 ? HR_VERDICT_WARN : HR_VERDICT_PASS;
	hr_str_printf(&message,
	              "%zu of %zu incidents were answered later, and %zu of %zu resolved later, "
	              "than their severity allows",
	              answered_late, answered, resolved_late, resolved);
	hr_check_add_evidence(check, "answered", (double)answered);
	hr_check_add_evidence(check, "answered_late", (double)answered_late);
	hr_check_add_evidence(check, "resolved", (double)resolved);
	hr_check_add_evidence(check, "resolved_late", (double)resolved_late);
	check->message = hr_str_detach(&message);
}

static void check_repair(const struct hr_reliability *reliability,
                         const struct hr_config_reliability *config, struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, "reliability", "mttr", "outages");
	bool open = reliability->finished < reliability->outage_count;
	struct hr_str message = { 0 };

	check->severity = hr_strdup("error");
	check->unit = hr_strdup("s");
	check->observed = reliability->mttr_s;
	check->limit = (double)config->mttr_target_s;
	check->verdict = reliability->finished > 0 && check->observed > check->limit
	                         ? HR_VERDICT_FAIL
	                 : open ? HR_VERDICT_WARN
	                        : HR_VERDICT_PASS;
	if (reliability->outage_count == 0)
		hr_str_printf(&message,
		              "no outage in %s: the mean time between failures is at least %s "
		              "(95\u202f%%)",
		              hr_shown_seconds((double)reliability->up_s).text,
		              hr_shown_seconds(reliability->mtbf_at_least_s).text);
	else if (reliability->finished == 0)
		hr_str_puts(&message, "an outage is not over: there is no time to repair yet");
	else
		hr_str_printf(&message, "the mean time to repair of %zu %s is %s, target %s%s",
		              reliability->finished,
		              reliability->finished == 1 ? "outage" : "outages",
		              hr_shown_seconds(reliability->mttr_s).text,
		              hr_shown_seconds(check->limit).text, open ? "; one is not over" : "");
	hr_check_add_evidence(check, "outages", (double)reliability->outage_count);
	hr_check_add_evidence(check, "down_s", (double)reliability->down_s);
	hr_check_add_evidence(check, "availability", reliability->availability);
	hr_check_add_evidence(check, "mtbf_s", reliability->mtbf_s);
	check->message = hr_str_detach(&message);
}

void hr_reliability_check(const struct hr_reliability *reliability,
                          const struct hr_config_reliability *config, struct hr_checks *checks)
{
	check_repair(reliability, config, checks);
	check_response(reliability, config, checks);
}

struct hr_response hr_incident_response(const struct hr_incident *incident, int64_t now_s)
{
	static const struct {
		const char *severity;
		int64_t respond_s, resolve_s;
	} table[] = {
		{ "SEV-1", 300, 3600 },
		{ "SEV-2", 900, 4 * 3600 },
		{ "SEV-3", 3600, 24 * 3600 },
		{ "SEV-4", 4 * 3600, 7 * 24 * 3600 },
	};
	struct hr_response out = { 0, 0, HR_VERDICT_INCONCLUSIVE, HR_VERDICT_INCONCLUSIVE };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t until_s = incident->end_s;

		if (incident->severity == NULL ||
		    strcmp(incident->severity, table[i].severity) != 0)
			continue;
		out.respond_s = table[i].respond_s;
		out.resolve_s = table[i].resolve_s;
		if (incident->acknowledged_s != HR_INCIDENT_UNKNOWN)
			out.responded = incident->acknowledged_s - incident->start_s <=
			                                out.respond_s
			                        ? HR_VERDICT_PASS
			                        : HR_VERDICT_FAIL;
		else if (until_s == HR_INCIDENT_UNKNOWN &&
		         now_s - incident->start_s > out.respond_s)
			out.responded = HR_VERDICT_FAIL; /* nobody has yet */
		if (until_s != HR_INCIDENT_UNKNOWN)
			out.resolved = until_s - incident->start_s <= out.resolve_s
			                       ? HR_VERDICT_PASS
			                       : HR_VERDICT_FAIL;
		else if (now_s - incident->start_s > out.resolve_s)
			out.resolved = HR_VERDICT_FAIL;
	}
	return out;
}
