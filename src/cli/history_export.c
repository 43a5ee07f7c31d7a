#include <config.h>
#include "cli/history_export.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/pattern.h"
#include "cli/history_folder.h"
#include "document/jsonx.h"
#include "record/metric.h"
#include "render/escape.h"

#define METRICS_MAX 32

struct export
{
	const struct hr_metric *metrics[METRICS_MAX];
	struct hr_metric made[METRICS_MAX];
	size_t count;
	struct hr_pattern **labels; /* none: all labels and the total */
	size_t label_count;
	bool csv;
	struct hr_str *out;
	json_t *rows; /* of JSON */
};

void hr_history_date(int64_t instant_ns, char out[HR_HISTORY_DATE_BYTES])
{
	struct hr_civil civil;

	out[0] = '\0';
	if (instant_ns == HR_INSTANT_NONE)
		return;
	hr_instant_civil(instant_ns, hr_zone_utc(), &civil);
	snprintf(out, HR_HISTORY_DATE_BYTES, "%04" PRId32 "%02d%02dT%02d%02d%02dZ", civil.year,
	         civil.month, civil.day, civil.hour, civil.minute, civil.second);
}

enum hr_err hr_history_since_names(const struct hr_job *job, const struct hr_settings *settings,
                                   struct hr_store_names *runs, struct hr_error *err)
{
	char since[HR_HISTORY_DATE_BYTES];
	int64_t since_ns;
	size_t kept = 0;
	enum hr_err code;

	if (settings->since == NULL)
		return HR_OK;
	code = hr_history_since(job, settings->since, "--since", &since_ns, err);
	if (code != HR_OK)
		return code;
	hr_history_date(since_ns, since);
	for (size_t i = 0; i < runs->count; i++) {
		if (strcmp(runs->items[i], since) >= 0)
			runs->items[kept++] = runs->items[i];
		else
			free(runs->items[i]);
	}
	runs->count = kept;
	return HR_OK;
}

static enum hr_err find_metrics(struct export *export, const struct hr_texts *names,
                                struct hr_error *err)
{
	static const char *const usual[] = {
		"count",         "error_ratio", "mean", "p50",        "p90",
		"p95",           "p99",         "p999", "throughput", "received_kib_per_s",
		"sent_kib_per_s"
	};
	size_t n = names->count > 0 ? names->count : sizeof(usual) / sizeof(usual[0]);

	if (n > METRICS_MAX)
		return hr_error_set(err, HR_ELIMIT, "at most %d metrics are exported at once",
		                    METRICS_MAX);
	for (size_t i = 0; i < n; i++) {
		const char *name = names->count > 0 ? names->items[i] : usual[i];
		const char *nearest = hr_metric_suggest(hr_slice_of(name));

		export->metrics[i] = hr_metric_find(hr_slice_of(name), &export->made[i]);
		if (export->metrics[i] == NULL)
			return hr_error_set(err, HR_EINVAL, "unknown metric '%s'%s%s%s", name,
			                    nearest != NULL ? "; did you mean " : "",
			                    nearest != NULL ? nearest : "",
			                    nearest != NULL ? "?" : "");
	}
	export->count = n;
	return HR_OK;
}

static enum hr_err compile_labels(struct export *export, const struct hr_texts *patterns,
                                  struct hr_error *err)
{
	enum hr_err code = HR_OK;

	export->labels = hr_zalloc(patterns->count + 1, sizeof(struct hr_pattern *));
	for (size_t i = 0; code == HR_OK && i < patterns->count; i++) {
		code = hr_pattern_compile(hr_slice_of(patterns->items[i]),
		                          &export->labels[export->label_count], err);
		hr_error_locate(err, "--label");
		export->label_count += code == HR_OK;
	}
	return code;
}

static bool wants_label(const struct export *export, const char *name)
{
	for (size_t i = 0; i < export->label_count; i++)
		if (hr_pattern_match(export->labels[i], hr_slice_of(name)))
			return true;
	return export->label_count == 0;
}

/* The keys that name a row, in the order of the columns. */
static const char *const key_paths[] = { "run.started", "run.id", "run.version", "run.environment",
	                                 "run.workload" };
static const char *const key_names[] = { "started", "run", "version", "environment", "workload" };
#define KEYS (sizeof(key_paths) / sizeof(key_paths[0]))

static void csv_header(const struct export *export)
{
	for (size_t i = 0; i < KEYS; i++)
		hr_str_printf(export->out, "%s,", key_names[i]);
	hr_str_puts(export->out, "label");
	for (size_t i = 0; i < export->count; i++)
		hr_str_printf(export->out, ",%s", export->metrics[i]->key);
	hr_str_putc(export->out, '\n');
}

static void csv_row(const struct export *export, const json_t *document, const json_t *stats,
                    const char *label)
{
	for (size_t i = 0; i < KEYS; i++) {
		const char *text = hr_json_text_at(document, key_paths[i]);

		hr_escape_csv(hr_slice_of(text != NULL ? text : ""), export->out);
		hr_str_putc(export->out, ',');
	}
	hr_escape_csv(hr_slice_of(label), export->out);
	for (size_t i = 0; i < export->count; i++) {
		double value = hr_json_number_at(stats, export->metrics[i]->key);
		char text[32] = "";

		if (isfinite(value))
			hr_format_double(value, text, sizeof(text));
		hr_str_printf(export->out, ",%s", text);
	}
	hr_str_putc(export->out, '\n');
}

static void json_row(const struct export *export, const json_t *document, const json_t *stats,
                     const char *label)
{
	json_t *row = json_object();

	for (size_t i = 0; i < KEYS; i++)
		hr_json_set(row, key_names[i],
		            hr_json_text(hr_json_text_at(document, key_paths[i])));
	hr_json_set(row, "label", hr_json_text(label));
	for (size_t i = 0; i < export->count; i++)
		hr_json_set(row, export->metrics[i]->key,
		            hr_json_real(hr_json_number_at(stats, export->metrics[i]->key)));
	hr_json_append(export->rows, row);
}

static void export_stats(const struct export *export, const json_t *document, const json_t *stats,
                         const char *label)
{
	if (label == NULL || !wants_label(export, label))
		return;
	if (export->csv)
		csv_row(export, document, stats, label);
	else
		json_row(export, document, stats, label);
}

static void export_run(const struct export *export, const json_t *document)
{
	static const char *const lists[] = { "run.labels", "run.transactions" };
	const json_t *stats;
	size_t k;

	export_stats(export, document, hr_json_at(document, "run.total"), "total");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_array_foreach(hr_json_at(document, lists[i]), k, stats)
		{
			export_stats(export, document, stats, hr_json_text_at(stats, "label"));
		}
}

static enum hr_err export_all(struct export *export, const struct hr_store *store,
                              const struct hr_store_names *runs, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (export->csv)
		csv_header(export);
	for (size_t i = 0; code == HR_OK && i < runs->count; i++) {
		json_t *document = NULL;

		code = hr_store_load(store, HR_STORE_RUNS, runs->items[i], &document, err);
		if (code == HR_OK)
			export_run(export, document);
		json_decref(document);
	}
	if (code == HR_OK && !export->csv)
		hr_document_dump(export->rows, export->out);
	return code;
}

enum hr_err hr_history_export(const struct hr_store *store, const struct hr_store_names *runs,
                              const struct hr_settings *settings, struct hr_str *out,
                              struct hr_error *err)
{
	const char *form = settings->form != NULL ? settings->form : "csv";
	struct export export = { .out = out, .csv = strcmp(form, "csv") == 0 };
	enum hr_err code = HR_OK;

	if (!export.csv && strcmp(form, "json") != 0)
		return hr_error_set(err, HR_EINVAL, "history export writes csv or json, not '%s'",
		                    form);
	export.rows = json_array();
	code = find_metrics(&export, &settings->metrics, err);
	if (code == HR_OK)
		code = compile_labels(&export, &settings->labels, err);
	if (code == HR_OK)
		code = export_all(&export, store, runs, err);
	for (size_t i = 0; i < export.label_count; i++)
		hr_pattern_free(export.labels[i]);
	free(export.labels);
	json_decref(export.rows);
	return code;
}
