/*
 * What trackers of benchmarks take: github-action-benchmark (two files, for metrics where smaller
 * is better and where bigger is) and Bencher Metric Format.
 */
#include <config.h>

#include <math.h>

#include "document/jsonx.h"
#include "render/exported.h"
#include "render/form_part.h"
#include "render/model_part.h"

#define NS_PER_MS 1e6

/* One figure of STATS that is tracked. */
struct tracked {
	const char *key, *name, *unit; /* in STATS; in the title; of github-action-benchmark */
	const char *measure;           /* slug in BMF */
	double factor;                 /* to BMF's unit: its "latency" is in nanoseconds */
};

static const struct tracked smaller_is_better[] = {
	{ "mean_ms", "mean", "ms", "latency", NS_PER_MS },
	{ "p50_ms", "p50", "ms", "latency-p50", NS_PER_MS },
	{ "p95_ms", "p95", "ms", "latency-p95", NS_PER_MS },
	{ "p99_ms", "p99", "ms", "latency-p99", NS_PER_MS },
	{ "error_ratio", "error ratio", "ratio", "error-ratio", 1 },
};
static const struct tracked bigger_is_better[] = {
	{ "throughput_per_s", "throughput", "req/s", "throughput", 1 },
};
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void dump(json_t *value, struct hr_str *out)
{
	hr_json_dump(value, JSON_INDENT(2), out);
	hr_str_putc(out, '\n');
	json_decref(value);
}

static json_t *benchmark(const struct hr_exported_row *row, const struct tracked *tracked,
                         double value)
{
	json_t *entry = json_object();
	struct hr_str text = { 0 };

	hr_str_printf(&text, "%s %s", tracked->name, row->name);
	hr_json_set(entry, "name", hr_json_text(hr_str_text(&text)));
	hr_json_set(entry, "unit", json_string(tracked->unit));
	hr_json_set(entry, "value", hr_json_real(value));
	hr_str_truncate(&text, 0);
	hr_put_figure_count(&text, hr_stat(row->stats, "count"), "request", "requests");
	hr_json_set(entry, "extra", hr_json_text(hr_str_text(&text)));
	hr_str_release(&text);
	return entry;
}

static void put_benchmarks(const struct hr_scene *scene, const struct tracked *table, size_t count,
                           struct hr_str *out)
{
	struct hr_exported exported;
	json_t *list = json_array();

	hr_exported_init(&exported, scene);
	for (size_t i = 0; i < exported.count; i++) {
		for (size_t t = 0; t < count; t++) {
			double value = hr_stat(exported.rows[i].stats, table[t].key);

			if (!isnan(value))
				hr_json_append(list,
				               benchmark(&exported.rows[i], &table[t], value));
		}
	}
	hr_exported_release(&exported);
	dump(list, out);
}

enum hr_err hr_form_benchmark_action(const struct hr_scene *scene,
                                     const struct hr_render_options *options, struct hr_str *out,
                                     struct hr_error *err)
{
	(void)options;
	(void)err;
	put_benchmarks(scene, smaller_is_better, COUNT(smaller_is_better), out);
	return HR_OK;
}

enum hr_err hr_form_benchmark_action_bigger(const struct hr_scene *scene,
                                            const struct hr_render_options *options,
                                            struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	put_benchmarks(scene, bigger_is_better, COUNT(bigger_is_better), out);
	return HR_OK;
}

static void add_measures(json_t *measures, const json_t *stats, const struct tracked *table,
                         size_t count)
{
	for (size_t t = 0; t < count; t++) {
		double value = hr_stat(stats, table[t].key);
		json_t *measure;

		if (isnan(value))
			continue;
		measure = json_object();
		hr_json_set(measure, "value", hr_json_real(value * table[t].factor));
		hr_json_set(measures, table[t].measure, measure);
	}
}

enum hr_err hr_form_bencher(const struct hr_scene *scene, const struct hr_render_options *options,
                            struct hr_str *out, struct hr_error *err)
{
	struct hr_exported exported;
	json_t *all = json_object();

	(void)options;
	(void)err;
	hr_exported_init(&exported, scene);
	for (size_t i = 0; i < exported.count; i++) {
		const struct hr_exported_row *row = &exported.rows[i];
		json_t *measures = json_object();
		/* A benchmark must have a name. */
		const char *name = row->name[0] != '\0' ? row->name : HR_EMPTY_LABEL;

		add_measures(measures, row->stats, smaller_is_better, COUNT(smaller_is_better));
		add_measures(measures, row->stats, bigger_is_better, COUNT(bigger_is_better));
		hr_json_set(all, name, measures);
	}
	hr_exported_release(&exported);
	dump(all, out);
	return HR_OK;
}
