/* Objectives as suggested, with what they rest on. */
#include <config.h>
#include "cli/config_init.h"

#include <math.h>
#include <string.h>

#include "analyse/slo_suggest.h"
#include "analyse/trend.h"
#include "document/jsonx.h"

#define LABELS_MAX      5
#define LABEL_BYTES_MAX 200

static json_t *objective(const char *name, const char *type, const char *target,
                         struct hr_str *evidence)
{
	json_t *out = json_object(), *sli = json_object();

	hr_json_set(out, "_comment", hr_json_text(hr_str_text(evidence)));
	hr_json_set(out, "name", hr_json_text(name));
	hr_json_set(sli, "type", json_string(type));
	hr_json_set(out, "sli", sli);
	hr_json_set(out, "target", json_string(target));
	hr_json_set(out, "window", json_string("run"));
	hr_str_release(evidence);
	return out;
}

static void add_availability(json_t *slos, const struct hr_slo_suggestion *suggestion,
                             const struct hr_suggest_units *units)
{
	struct hr_str evidence = { 0 };
	json_t *out;

	if (suggestion->target == NULL)
		return;
	if (suggestion->units > 0)
		hr_str_printf(&evidence, "Nine of ten of %zu %s reached %.6g %%", suggestion->units,
		              units->name, 100 * suggestion->ratio);
	else
		hr_str_printf(&evidence,
		              "The recording shows at least %.6g %% with 95 %% confidence",
		              100 * suggestion->ratio);
	out = objective("availability", "ratio", suggestion->target, &evidence);
	hr_json_set(json_object_get(out, "sli"), "good", json_string("success"));
	json_array_append_new(slos, out);
}

static void add_latency(json_t *slos, const char *name, const char *valid,
                        const struct hr_slo_suggestion *suggestion,
                        const struct hr_suggest_units *units)
{
	struct hr_str evidence = { 0 }, threshold = { 0 };
	json_t *out, *sli;

	if (!isfinite(suggestion->threshold_ms))
		return;
	if (suggestion->units > 0)
		hr_str_printf(&evidence, "On nine of ten of %zu %s p95 was at most %.4g ms",
		              suggestion->units, units->name, suggestion->p95_ms);
	else
		hr_str_printf(&evidence, "p95 of the recording is %.4g ms", suggestion->p95_ms);
	hr_str_puts(&evidence, "; a tenth more");
	out = objective(name, "latency", "95%", &evidence);
	sli = json_object_get(out, "sli");
	if (valid != NULL)
		hr_json_set(sli, "valid", hr_json_text(valid));
	hr_str_printf(&threshold, "%.0fms", suggestion->threshold_ms);
	hr_json_set(sli, "threshold", hr_json_text(hr_str_text(&threshold)));
	hr_str_release(&threshold);
	json_array_append_new(slos, out);
}

/* Labels with a quote of their own are left to their owner. */
static bool can_be_named(const char *label)
{
	return label[0] != '\0' && strlen(label) < LABEL_BYTES_MAX &&
	       strpbrk(label, "'\"\\") == NULL;
}

static void add_label(json_t *slos, const char *label, const struct hr_slo_suggestion *suggestion,
                      const struct hr_suggest_units *units)
{
	struct hr_str name = { 0 }, valid = { 0 };

	hr_str_printf(&name, "latency of %s", label);
	hr_str_printf(&valid, "label == '%s'", label);
	add_latency(slos, hr_str_text(&name), hr_str_text(&valid), suggestion, units);
	hr_str_release(&name);
	hr_str_release(&valid);
}

static json_t *frame(const struct hr_job *job, json_t *slos)
{
	json_t *out = json_object();

	hr_json_set(out, "_comment",
	            json_string("Made by headroom from what was recorded: look at every target, "
	                        "what was is not what users need. man 5 headroom-config"));
	hr_json_set(out, "name",
	            hr_json_text(job->settings->name != NULL ? job->settings->name : "service"));
	hr_json_set(out, "slos", slos);
	return out;
}

static void suggest_for(const struct hr_job *job, const struct hr_run *run,
                        const struct hr_label *label, struct hr_suggest_units *units,
                        struct hr_slo_suggestion *out)
{
	hr_suggest_days(run, label, job->read.zone, units);
	hr_slo_suggest(units, label, job->document.method, out);
}

json_t *hr_config_init(const struct hr_job *job, const struct hr_run *run)
{
	json_t *slos = json_array();
	struct hr_label *total = hr_run_total(run, HR_TOTAL_REQUESTS, "Total");
	struct hr_suggest_units units;
	struct hr_slo_suggestion suggestion;
	size_t added = 0;

	if (hr_label_count(total) > 0) {
		suggest_for(job, run, total, &units, &suggestion);
		add_availability(slos, &suggestion, &units);
		add_latency(slos, "latency", NULL, &suggestion, &units);
		hr_suggest_units_release(&units);
	}
	for (size_t i = 0; i < run->label_count && added < LABELS_MAX; i++) {
		const struct hr_label *label = run->labels[i];

		if (label->kind != HR_SAMPLE_REQUEST || label->sub_result ||
		    label->source == HR_SOURCE_AGGREGATE || !can_be_named(label->name))
			continue;
		suggest_for(job, run, label, &units, &suggestion);
		add_label(slos, label->name, &suggestion, &units);
		hr_suggest_units_release(&units);
		added++;
	}
	hr_label_free(total);
	return frame(job, slos);
}

json_t *hr_config_init_history(const struct hr_job *job, const struct hr_run_table *history)
{
	json_t *slos = json_array();
	struct hr_suggest_units units;
	struct hr_slo_suggestion suggestion;
	size_t added = 0;

	hr_suggest_runs(history, HR_TREND_TOTAL, &units);
	hr_slo_suggest(&units, NULL, job->document.method, &suggestion);
	add_availability(slos, &suggestion, &units);
	add_latency(slos, "latency", NULL, &suggestion, &units);
	hr_suggest_units_release(&units);
	for (size_t i = 0; i < history->series_count && added < LABELS_MAX; i++) {
		const struct hr_table_series *series = &history->series[i];

		if (strcmp(series->metric, "p95") != 0 ||
		    strcmp(series->label, HR_TREND_TOTAL) == 0 || !can_be_named(series->label))
			continue;
		hr_suggest_runs(history, series->label, &units);
		hr_slo_suggest(&units, NULL, job->document.method, &suggestion);
		add_label(slos, series->label, &suggestion, &units);
		hr_suggest_units_release(&units);
		added++;
	}
	return frame(job, slos);
}
