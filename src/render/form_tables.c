#include <config.h>
#include "render/form_tables.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/num.h"
#include "document/jsonx.h"
#include "record/series.h"
#include "render/escape.h"
#include "render/form_part.h"
#include "render/model_part.h"

static void put_separator(struct hr_str *out)
{
	if (out->length > 0 && out->data[out->length - 1] != '\n')
		hr_str_putc(out, ',');
}

static void put_text(struct hr_str *out, const char *text)
{
	put_separator(out);
	/* An empty first cell must not swallow the separator after it. */
	if ((text == NULL || *text == '\0') &&
	    (out->length == 0 || out->data[out->length - 1] == '\n'))
		hr_str_puts(out, "\"\"");
	else
		hr_escape_csv(hr_slice_of(text), out);
}

static void put_number(struct hr_str *out, double value)
{
	char text[32];

	put_separator(out);
	if (!isfinite(value))
		return;
	hr_format_double(hr_round15(value), text, sizeof(text));
	hr_str_puts(out, text);
}

static void put_count(struct hr_str *out, uint64_t value)
{
	put_separator(out);
	hr_str_printf(out, "%" PRIu64, value);
}

static void put_instant(struct hr_str *out, int64_t instant_ns)
{
	char text[HR_INSTANT_TEXT_SIZE] = "";

	if (instant_ns != HR_INSTANT_NONE)
		hr_instant_format(instant_ns, hr_zone_utc(), text);
	put_text(out, text);
}

static const char *kind_of(const struct hr_label *label)
{
	if (label->kind == HR_SAMPLE_TRANSACTION)
		return "transaction";
	return label->sub_result ? "sub-result" : "request";
}

static const char *const stat_keys[] = {
	"count",          "errors",
	"error_ratio",    "mean_ms",
	"stddev_ms",      "min_ms",
	"p50_ms",         "p75_ms",
	"p90_ms",         "p95_ms",
	"p99_ms",         "p999_ms",
	"max_ms",         "throughput_per_s",
	"success_per_s",  "received_kib_per_s",
	"sent_kib_per_s", "apdex",
};
#define STAT_KEYS (sizeof(stat_keys) / sizeof(stat_keys[0]))

static void put_stats(const struct hr_scene *scene, const json_t *stats, const char *kind,
                      struct hr_str *out)
{
	const struct hr_label *label;
	size_t i;

	if (kind == NULL) {
		label = hr_stats_label(scene, stats, HR_SAMPLE_REQUEST);
		kind = label != NULL ? kind_of(label) : "request";
	}
	put_text(out, kind);
	put_text(out, hr_json_text_at(stats, "label"));
	put_text(out, hr_json_text_at(stats, "source"));
	for (i = 0; i < STAT_KEYS; i++)
		put_number(out, hr_stat(stats, stat_keys[i]));
	hr_str_putc(out, '\n');
}

static void write_labels(const struct hr_scene *scene, struct hr_str *out)
{
	const json_t *run = json_object_get(scene->document, "run");
	const json_t *labels = json_object_get(run, "labels");
	const json_t *transactions = json_object_get(run, "transactions");
	const json_t *total = json_object_get(run, "total");
	size_t i;

	hr_str_puts(out, "kind,label,source");
	for (i = 0; i < STAT_KEYS; i++)
		hr_str_printf(out, ",%s", stat_keys[i]);
	hr_str_putc(out, '\n');
	if (hr_stat(total, "count") > 0)
		put_stats(scene, total, "total", out);
	for (i = 0; i < json_array_size(labels); i++)
		put_stats(scene, json_array_get(labels, i), NULL, out);
	for (i = 0; i < json_array_size(transactions); i++)
		put_stats(scene, json_array_get(transactions, i), "transaction", out);
}

static double mean_ms(uint64_t count, hr_u128 sum_ns)
{
	return count > 0 ? (double)sum_ns / (double)count / 1e6 : (double)NAN;
}

static void put_cells(const struct hr_run *run, const struct hr_label *label, const char *kind,
                      struct hr_str *out)
{
	const struct hr_cells *cells = &label->cells;
	size_t i;

	for (i = 0; i < cells->count; i++) {
		const struct hr_cell *cell = &cells->cells[i];
		bool timed = cell->timed > 0;

		if (cell->count == 0)
			continue;
		put_instant(out, (cells->first + (int64_t)i) * run->grid.step_ns);
		put_text(out, kind);
		put_text(out, label->name);
		put_count(out, cell->count);
		put_count(out, cell->errors);
		put_number(out, mean_ms(cell->timed, cell->sum_ns));
		put_number(out, timed ? (double)cell->min_ns / 1e6 : (double)NAN);
		put_number(out, hr_cell_quantile_ms(cell, 0.50));
		put_number(out, hr_cell_quantile_ms(cell, 0.95));
		put_number(out, hr_cell_quantile_ms(cell, 0.99));
		put_number(out, timed ? (double)cell->max_ns / 1e6 : (double)NAN);
		put_number(out, mean_ms(cell->latency_count, cell->latency_sum_ns));
		put_number(out, mean_ms(cell->connect_count, cell->connect_sum_ns));
		put_count(out, cell->received_bytes);
		put_count(out, cell->sent_bytes);
		hr_str_putc(out, '\n');
	}
}

static void write_intervals(const struct hr_scene *scene, struct hr_str *out)
{
	size_t i;

	hr_str_puts(out, "start,kind,label,count,errors,mean_ms,min_ms,p50_ms,p95_ms,p99_ms,max_ms,"
	                 "latency_mean_ms,connect_mean_ms,received_bytes,sent_bytes\n");
	put_cells(&scene->run, scene->total, "total", out);
	for (i = 0; i < scene->run.label_count; i++)
		put_cells(&scene->run, scene->run.labels[i], kind_of(scene->run.labels[i]), out);
}

static void put_errors(const struct hr_label *label, const char *kind, struct hr_str *out)
{
	const struct hr_tally_entry **entries = hr_tally_sorted(&label->errors_exact);
	size_t i;

	for (i = 0; i <= label->errors_exact.count; i++) {
		bool others = i == label->errors_exact.count;
		uint64_t count = others ? label->errors_exact.rest : entries[i]->count;

		if (count == 0)
			continue;
		put_text(out, kind);
		put_text(out, label->name);
		put_text(out, others ? "(other texts)" : entries[i]->text);
		put_count(out, count);
		put_number(out, (double)count / (double)label->errors);
		put_number(out, (double)count / (double)label->count);
		hr_str_putc(out, '\n');
	}
	free(entries);
}

static void write_errors(const struct hr_scene *scene, struct hr_str *out)
{
	size_t i;

	hr_str_puts(out, "kind,label,error,count,of_errors_ratio,of_requests_ratio\n");
	put_errors(scene->total, "total", out);
	for (i = 0; i < scene->run.label_count; i++)
		put_errors(scene->run.labels[i], kind_of(scene->run.labels[i]), out);
}

static void write_checks(const struct hr_scene *scene, struct hr_str *out)
{
	static const char *const texts[] = { "id",     "kind",    "subject",
		                             "metric", "verdict", "severity" };
	static const char *const numbers[] = { "observed", "limit", "baseline", "change" };
	const json_t *checks = json_object_get(scene->document, "checks");
	size_t i, k;

	hr_str_puts(out, "id,kind,subject,metric,verdict,severity,required,observed,limit,baseline,"
	                 "change,unit,message\n");
	for (i = 0; i < json_array_size(checks); i++) {
		const json_t *check = json_array_get(checks, i);

		for (k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			put_text(out, hr_json_text_at(check, texts[k]));
		put_text(out, json_is_true(json_object_get(check, "required")) ? "true" : "false");
		for (k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
			put_number(out, hr_stat(check, numbers[k]));
		put_text(out, hr_json_text_at(check, "unit"));
		put_text(out, hr_json_text_at(check, "message"));
		hr_str_putc(out, '\n');
	}
}

static void put_series(const struct hr_series *series, struct hr_str *out)
{
	bool counter = series->kind == HR_SERIES_COUNTER;
	size_t i;

	for (i = 0; i < series->count; i++) {
		const struct hr_point *point = &series->points[i];

		put_instant(out, point->interval * series->step_ns);
		put_text(out, series->name);
		put_text(out, series->host);
		put_text(out, series->unit);
		put_text(out, counter ? "counter" : "gauge");
		put_count(out, point->count);
		put_number(out, hr_series_value(series, i));
		put_number(out, (double)point->min_micro / 1e6);
		put_number(out, (double)point->max_micro / 1e6);
		hr_str_putc(out, '\n');
	}
}

static void write_series(const struct hr_scene *scene, struct hr_str *out)
{
	size_t i;

	hr_str_puts(out, "start,name,host,unit,kind,count,value,min,max\n");
	for (i = 0; i < scene->run.series_count; i++)
		put_series(&scene->run.series[i], out);
}

const struct hr_table hr_tables[] = {
	{ "labels.csv", "statistics of each label", write_labels },
	{ "intervals.csv", "labels over time", write_intervals },
	{ "errors.csv", "error texts of each label", write_errors },
	{ "checks.csv", "checks", write_checks },
	{ "series.csv", "resource series", write_series },
};

const size_t hr_table_count = sizeof(hr_tables) / sizeof(hr_tables[0]);

enum hr_err hr_form_csv(const struct hr_scene *scene, const struct hr_render_options *options,
                        struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	write_labels(scene, out);
	return HR_OK;
}
