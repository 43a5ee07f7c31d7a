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
#include "analyse/run_table.h"
#include "cli/history_folder.h"
#include "document/document.h"
#include "document/document_history.h"
#include "document/jsonx.h"
#include "record/metric.h"
#include "render/escape.h"

#define METRICS_MAX 32

enum layout { LAYOUT_CSV, LAYOUT_WIDE, LAYOUT_JSON, LAYOUTS };
static const char *const layouts[LAYOUTS] = { "csv", "wide", "json" };

/* A label with its series, one a metric; NULL where no run has the figure. */
struct subject {
	const char *label;
	const struct hr_table_series *series[METRICS_MAX];
};

struct export
{
	const struct hr_metric *metrics[METRICS_MAX];
	const char *names[METRICS_MAX + 1];
	struct hr_metric made[METRICS_MAX];
	size_t count;
	struct hr_pattern **labels; /* none: all labels and the total */
	size_t label_count;
	enum layout layout;
	struct hr_run_table table;
	struct subject *subjects; /* in the order they came up */
	size_t subject_count, subject_capacity;
	struct hr_str *out;
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

	if (n >= METRICS_MAX)
		return hr_error_set(err, HR_ELIMIT, "at most %d metrics are exported at once",
		                    METRICS_MAX - 1);
	for (size_t i = 0; i < n; i++) {
		const char *name = names->count > 0 ? names->items[i] : usual[i];
		const char *nearest = hr_metric_suggest(hr_slice_of(name));

		export->metrics[i] = hr_metric_find(hr_slice_of(name), &export->made[i]);
		if (export->metrics[i] == NULL)
			return hr_error_set(err, HR_EINVAL, "unknown metric '%s'%s%s%s", name,
			                    nearest != NULL ? "; did you mean " : "",
			                    nearest != NULL ? nearest : "",
			                    nearest != NULL ? "?" : "");
		export->names[i] = export->metrics[i]->name;
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

/* --- what is there --- */

static enum hr_err collect_runs(struct export *export, const struct hr_store *store,
                                const struct hr_store_names *runs, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < runs->count; i++) {
		json_t *document = NULL;

		code = hr_store_load(store, HR_STORE_RUNS, runs->items[i], &document, err);
		if (code == HR_OK)
			hr_document_to_history(document, runs->items[i], export->names,
			                       &export->table);
		json_decref(document);
	}
	return code;
}

static size_t metric_of(const struct export *export, const char *name)
{
	size_t i = 0;

	while (i < export->count && strcmp(export->names[i], name) != 0)
		i++;
	return i;
}

/* Series of one label stand together when a run brings them, later metrics of it may not. */
static struct subject *subject_of(struct export *export, const char *label)
{
	for (size_t i = export->subject_count; i-- > 0;)
		if (strcmp(export->subjects[i].label, label) == 0)
			return &export->subjects[i];
	export->subjects = hr_grow(export->subjects, export->subject_count,
	                           &export->subject_capacity, sizeof(*export->subjects));
	export->subjects[export->subject_count] = (struct subject){ .label = label };
	return &export->subjects[export->subject_count++];
}

static void collect_subjects(struct export *export)
{
	for (size_t i = 0; i < export->table.series_count; i++) {
		const struct hr_table_series *series = &export->table.series[i];
		size_t metric = metric_of(export, series->metric);

		if (!series->hidden && metric < export->count && wants_label(export, series->label))
			subject_of(export, series->label)->series[metric] = series;
	}
}

static double value_at(const struct subject *subject, size_t metric, size_t row)
{
	const struct hr_table_series *series = subject->series[metric];

	return series != NULL ? hr_table_value(series, row) : (double)NAN;
}

static bool is_in_run(const struct export *export, const struct subject *subject, size_t row)
{
	for (size_t i = 0; i < export->count; i++)
		if (!isnan(value_at(subject, i, row)))
			return true;
	return false;
}

/* --- rows --- */

/* What names a run, in the order of the columns. */
static const char *const key_names[] = { "started", "run", "version", "environment", "workload" };
#define KEYS (sizeof(key_names) / sizeof(key_names[0]))

static void keys_of(const struct hr_table_run *run, char started[HR_INSTANT_TEXT_SIZE],
                    const char *keys[KEYS])
{
	started[0] = '\0';
	if (run->started_ns != HR_INSTANT_NONE)
		hr_instant_format(run->started_ns, hr_zone_utc(), started);
	keys[0] = started[0] != '\0' ? started : NULL;
	keys[1] = run->id;
	keys[2] = run->version;
	keys[3] = run->environment;
	keys[4] = run->workload;
}

static void put_key_names(const struct export *export)
{
	for (size_t i = 0; i < KEYS; i++)
		hr_str_printf(export->out, "%s%s", i > 0 ? "," : "", key_names[i]);
}

static void put_keys(const struct export *export, size_t row)
{
	char started[HR_INSTANT_TEXT_SIZE];
	const char *keys[KEYS];

	keys_of(&export->table.runs[row], started, keys);
	for (size_t i = 0; i < KEYS; i++) {
		if (i > 0)
			hr_str_putc(export->out, ',');
		hr_escape_csv(hr_slice_of(keys[i] != NULL ? keys[i] : ""), export->out);
	}
}

static void put_number(const struct export *export, double value)
{
	char text[32] = "";

	if (isfinite(value))
		hr_format_double(value, text, sizeof(text));
	hr_str_printf(export->out, ",%s", text);
}

/* A row a run and label. */
static void put_csv(const struct export *export)
{
	put_key_names(export);
	hr_str_puts(export->out, ",label");
	for (size_t i = 0; i < export->count; i++)
		hr_str_printf(export->out, ",%s", export->metrics[i]->key);
	hr_str_putc(export->out, '\n');
	for (size_t row = 0; row < export->table.run_count; row++) {
		for (size_t k = 0; k < export->subject_count; k++) {
			const struct subject *subject = &export->subjects[k];

			if (!is_in_run(export, subject, row))
				continue;
			put_keys(export, row);
			hr_str_putc(export->out, ',');
			hr_escape_csv(hr_slice_of(subject->label), export->out);
			for (size_t i = 0; i < export->count; i++)
				put_number(export, value_at(subject, i, row));
			hr_str_putc(export->out, '\n');
		}
	}
}

/* A row a run, a column a label and metric: "p95_ms Checkout". */
static void put_wide(const struct export *export)
{
	struct hr_str name = { 0 };

	put_key_names(export);
	for (size_t k = 0; k < export->subject_count; k++)
		for (size_t i = 0; i < export->count; i++) {
			if (export->subjects[k].series[i] == NULL)
				continue;
			hr_str_truncate(&name, 0);
			hr_str_printf(&name, "%s %s", export->metrics[i]->key,
			              export->subjects[k].label);
			hr_str_putc(export->out, ',');
			hr_escape_csv(hr_str_slice(&name), export->out);
		}
	hr_str_putc(export->out, '\n');
	for (size_t row = 0; row < export->table.run_count; row++) {
		put_keys(export, row);
		for (size_t k = 0; k < export->subject_count; k++)
			for (size_t i = 0; i < export->count; i++)
				if (export->subjects[k].series[i] != NULL)
					put_number(export, value_at(&export->subjects[k], i, row));
		hr_str_putc(export->out, '\n');
	}
	hr_str_release(&name);
}

static void put_json(const struct export *export)
{
	json_t *rows = json_array();

	for (size_t row = 0; row < export->table.run_count; row++) {
		char started[HR_INSTANT_TEXT_SIZE];
		const char *keys[KEYS];

		keys_of(&export->table.runs[row], started, keys);
		for (size_t k = 0; k < export->subject_count; k++) {
			const struct subject *subject = &export->subjects[k];
			json_t *out;

			if (!is_in_run(export, subject, row))
				continue;
			out = json_object();
			for (size_t i = 0; i < KEYS; i++)
				hr_json_set(out, key_names[i], hr_json_text(keys[i]));
			hr_json_set(out, "label", hr_json_text(subject->label));
			for (size_t i = 0; i < export->count; i++)
				hr_json_set(out, export->metrics[i]->key,
				            hr_json_real(value_at(subject, i, row)));
			hr_json_append(rows, out);
		}
	}
	hr_document_dump(rows, export->out);
	json_decref(rows);
}

static enum hr_err find_layout(const char *form, enum layout *out, struct hr_error *err)
{
	for (enum layout i = 0; i < LAYOUTS; i++) {
		if (strcmp(form, layouts[i]) != 0)
			continue;
		*out = i;
		return HR_OK;
	}
	return hr_error_set(err, HR_EINVAL, "history export writes csv, wide or json, not '%s'",
	                    form);
}

enum hr_err hr_history_export(const struct hr_store *store, const struct hr_store_names *runs,
                              const struct hr_settings *settings, struct hr_str *out,
                              struct hr_error *err)
{
	static void (*const put[LAYOUTS])(const struct export *export) = { put_csv, put_wide,
		                                                           put_json };
	struct export export = { .out = out };
	enum hr_err code = find_layout(settings->form != NULL ? settings->form : "csv",
	                               &export.layout, err);

	if (code == HR_OK)
		code = find_metrics(&export, &settings->metrics, err);
	if (code == HR_OK)
		code = compile_labels(&export, &settings->labels, err);
	if (code == HR_OK)
		code = collect_runs(&export, store, runs, err);
	if (code == HR_OK) {
		collect_subjects(&export);
		put[export.layout](&export);
	}
	for (size_t i = 0; i < export.label_count; i++)
		hr_pattern_free(export.labels[i]);
	free(export.labels);
	free(export.subjects);
	hr_run_table_release(&export.table);
	return code;
}
