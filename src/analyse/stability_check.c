/* What is said of stability in a line each. */
#include <config.h>

#include <math.h>

#include "analyse/endurance.h"
#include "analyse/spike.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"
#include "record/series.h"

#define KIND "stability"

static void put_share(struct hr_str *out, double ratio)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(ratio, HR_QUANTITY_RATIO, HR_STYLE_UNICODE, text);
	hr_str_printf(out, "%s%s", ratio > 0 ? "+" : "", text);
}

void hr_spike_check(const struct hr_spike *spike, struct hr_checks *checks)
{
	const struct hr_chaos_result *result = &spike->result;
	struct hr_check *check;
	struct hr_str message = { 0 };

	if (spike->source == HR_SPIKE_NONE)
		return;
	check = hr_checks_add_total(checks, KIND, "spike_recovery");
	check->severity = hr_strdup("error");
	check->unit = hr_strdup("s");
	check->verdict = result->outcome == HR_CHAOS_VERIFIED   ? HR_VERDICT_PASS
	                 : result->outcome == HR_CHAOS_DEVIATED ? HR_VERDICT_FAIL
	                                                        : HR_VERDICT_INCONCLUSIVE;
	check->limit = hr_length_s(spike->experiment.recovery_within_ns);
	if (result->recovered)
		check->observed = hr_length_s(result->recovery_ns);
	hr_str_printf(&message, "spike of load: %s", result->reason);
	if (result->recovered && !(check->observed > 0))
		hr_str_puts(&message, "; as before at once");
	else if (result->recovered)
		hr_str_printf(&message, "; as before %s after it",
		              hr_shown_seconds(check->observed).text);
	hr_check_add_evidence(check, "load_before", spike->load_before);
	hr_check_add_evidence(check, "load_peak", spike->load_peak);
	hr_check_add_evidence(check, "mean_before_ms", spike->before_ms);
	check->message = hr_str_detach(&message);
}

/* @what  moved, for the sentence */
static void check_slope(const struct hr_endurance_slope *slope, const char *metric,
                        enum hr_subject_kind kind, const char *subject, const char *what,
                        struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add(checks, KIND, metric, subject);
	struct hr_str message = { 0 };

	hr_check_set_subject_kind(check, kind);
	check->severity = hr_strdup("error");
	check->unit = hr_strdup(hr_quantity_unit(HR_QUANTITY_RATIO));
	check->observed = slope->change;
	check->limit = slope->limit;
	check->interval_low = slope->change_low;
	check->interval_high = slope->change_high;
	if (slope->points < HR_ENDURANCE_BUCKETS_MIN || !isfinite(slope->change)) {
		hr_str_printf(&message, "%s: %zu values are too few to tell a trend from chance",
		              what, slope->points);
	} else {
		check->verdict = slope->creeps ? HR_VERDICT_FAIL : HR_VERDICT_PASS;
		hr_str_printf(&message, "%s %s ", what, slope->creeps ? "creeps:" : "holds:");
		put_share(&message, slope->change);
		hr_str_puts(&message, " over the time looked at (95\u202f% interval ");
		put_share(&message, slope->change_low);
		hr_str_puts(&message, " to ");
		put_share(&message, slope->change_high);
		hr_str_puts(&message, "), limit ");
		put_share(&message, slope->limit);
	}
	hr_check_add_evidence(check, "per_h", slope->per_h);
	hr_check_add_evidence(check, "level", slope->level);
	hr_check_add_evidence(check, "p", slope->p);
	hr_check_add_evidence(check, "points", (double)slope->points);
	check->message = hr_str_detach(&message);
}

static void check_rating(const struct hr_endurance *endurance,
                         const struct hr_config_endurance *config, struct hr_checks *checks)
{
	struct hr_check *check = hr_checks_add_total(checks, KIND, "rating");
	struct hr_str message = { 0 };

	check->severity = hr_strdup("error");
	if (endurance->reason != NULL) {
		hr_str_puts(&message, endurance->reason);
	} else {
		check->verdict = (int)endurance->rating >= config->min_rating ? HR_VERDICT_PASS
		                                                              : HR_VERDICT_FAIL;
		hr_str_printf(&message, "stability is %s, at least %s required: ",
		              hr_rating_words[endurance->rating],
		              hr_rating_words[config->min_rating]);
		hr_str_printf(&message, "%s of requests failed, p95 spreads by %s",
		              hr_shown(endurance->error_ratio, HR_QUANTITY_RATIO).text,
		              hr_shown(endurance->p95_spread_ms, HR_QUANTITY_DURATION_MS).text);
		if (endurance->rating != endurance->rated)
			hr_str_printf(&message, "; %s but for what creeps",
			              hr_rating_words[endurance->rated]);
	}
	hr_check_add_evidence(check, "error_ratio", endurance->error_ratio);
	hr_check_add_evidence(check, "p95_spread_ms", endurance->p95_spread_ms);
	check->message = hr_str_detach(&message);
}

void hr_endurance_check(const struct hr_endurance *endurance,
                        const struct hr_config_endurance *config, struct hr_checks *checks)
{
	static const struct {
		const char *metric, *what;
	} figures[HR_ENDURANCE_FIGURES] = {
		[HR_ENDURANCE_P95] = { "p95_drift", "p95" },
		[HR_ENDURANCE_ERRORS] = { "error_drift", "the share of failures" },
		[HR_ENDURANCE_THROUGHPUT] = { "throughput_drift", "throughput" },
	};

	check_rating(endurance, config, checks);
	if (endurance->reason != NULL)
		return;
	for (size_t i = 0; i < HR_ENDURANCE_FIGURES; i++)
		check_slope(&endurance->slopes[i], figures[i].metric, HR_SUBJECT_TOTAL, HR_TOTAL,
		            figures[i].what, checks);
	for (size_t i = 0; i < endurance->memory_count; i++) {
		const struct hr_series *series = endurance->memory[i].series;
		struct hr_str subject = { 0 };

		hr_str_printf(&subject, "%s%s%s", series->name, series->host[0] != '\0' ? " " : "",
		              series->host);
		check_slope(&endurance->memory[i].slope, "memory_growth", HR_SUBJECT_RESOURCE,
		            hr_str_text(&subject), hr_str_text(&subject), checks);
		hr_str_release(&subject);
	}
}
