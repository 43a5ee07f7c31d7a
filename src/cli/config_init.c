/* Targets from what was observed. */
#include <config.h>
#include "cli/config_init.h"

#include <math.h>

#include "record/metric.h"
#include "stats/binomial.h"

#define CONFIDENCE 0.95
#define MARGIN     1.1 /* a tenth above what was seen: latencies are only ever scaled up */
#define LABELS_MAX 5

/* Targets as people set them; a ratio is never scaled, or 99.9 % would become 109.9 %. */
static const struct {
	double ratio;
	const char *text;
} targets[] = {
	{ 0.9999, "99.99%" }, { 0.9995, "99.95%" }, { 0.999, "99.9%" }, { 0.995, "99.5%" },
	{ 0.99, "99%" },      { 0.98, "98%" },      { 0.95, "95%" },    { 0.9, "90%" },
};
#define TARGETS (sizeof(targets) / sizeof(targets[0]))

static const char *target_of(const struct hr_label *label)
{
	uint64_t count = hr_label_count(label), errors = hr_label_errors(label);
	double low = hr_binomial_interval(count - errors, count, CONFIDENCE).low;

	for (size_t i = 0; i < TARGETS; i++)
		if (low >= targets[i].ratio)
			return targets[i].text;
	return targets[TARGETS - 1].text;
}

/* Up to two significant digits: "320ms", "1500ms". */
static json_t *threshold_of(double p95_ms)
{
	double wanted = p95_ms * MARGIN, unit = 1;
	struct hr_str text = { 0 };
	json_t *value;

	while (wanted / unit >= 100)
		unit *= 10;
	hr_str_printf(&text, "%.0fms", fmax(ceil(wanted / unit), 1) * unit);
	value = json_string(hr_str_text(&text));
	hr_str_release(&text);
	return value;
}

static json_t *objective(const char *name, const char *type, const char *target)
{
	json_t *out = json_object(), *sli = json_object();

	json_object_set_new(out, "name", json_string(name));
	json_object_set_new(sli, "type", json_string(type));
	json_object_set_new(out, "sli", sli);
	json_object_set_new(out, "target", json_string(target));
	json_object_set_new(out, "window", json_string("run"));
	return out;
}

static void add_latency(json_t *slos, const struct hr_label *label, const char *name,
                        const char *valid, enum hr_quantile_method method)
{
	struct hr_metric made;
	const struct hr_metric *p95 = hr_metric_find(HR_SLICE_LITERAL("p95"), &made);
	double value = p95->value(label, p95, method);
	json_t *out, *sli;

	if (!isfinite(value) || value <= 0)
		return;
	out = objective(name, "latency", "95%");
	sli = json_object_get(out, "sli");
	if (valid != NULL)
		json_object_set_new(sli, "valid", json_string(valid));
	json_object_set_new(sli, "threshold", threshold_of(value));
	json_array_append_new(slos, out);
}

/* Labels with a quote of their own are left to their owner. */
static void add_labels(json_t *slos, const struct hr_run *run, enum hr_quantile_method method)
{
	size_t added = 0;

	for (size_t i = 0; i < run->label_count && added < LABELS_MAX; i++) {
		const struct hr_label *label = run->labels[i];
		struct hr_str name = { 0 }, valid = { 0 };

		if (label->kind == HR_SAMPLE_REQUEST && label->sub_result == false &&
		    label->source != HR_SOURCE_AGGREGATE && label->length > 0 &&
		    label->length < 200 && strpbrk(label->name, "'\"\\") == NULL) {
			hr_str_printf(&name, "latency of %s", label->name);
			hr_str_printf(&valid, "label == '%s'", label->name);
			add_latency(slos, label, hr_str_text(&name), hr_str_text(&valid), method);
			added++;
		}
		hr_str_release(&name);
		hr_str_release(&valid);
	}
}

json_t *hr_config_init(const struct hr_job *job, const struct hr_run *run)
{
	json_t *out = json_object(), *slos = json_array(), *availability;
	struct hr_label *total = hr_run_total(run, HR_TOTAL_REQUESTS, "Total");

	json_object_set_new(out, "_comment",
	                    json_string("Made by headroom config init from what was recorded: look "
	                                "at every target. man 5 headroom-config"));
	json_object_set_new(
	        out, "name",
	        json_string(job->settings->name != NULL ? job->settings->name : "service"));
	if (hr_label_count(total) > 0) {
		availability = objective("availability", "ratio", target_of(total));
		json_object_set_new(availability, "_comment",
		                    json_string("The highest usual target that this recording "
		                                "supports with 95 % confidence"));
		json_object_set_new(json_object_get(availability, "sli"), "good",
		                    json_string("success"));
		json_array_append_new(slos, availability);
		add_latency(slos, total, "latency", NULL, job->document.method);
		add_labels(slos, run, job->document.method);
	}
	json_object_set_new(out, "slos", slos);
	hr_label_free(total);
	return out;
}
