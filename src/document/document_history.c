#include <config.h>
#include "document/document_history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/trend.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/zone.h"
#include "document/document_figures.h"
#include "document/folded_figures.h"
#include "document/jsonx.h"
#include "document/stored_run.h"

const char *const hr_trend_metrics[] = { "mean", "p50",         "p90",        "p95",
	                                 "p99",  "error_ratio", "throughput", NULL };

#define METRICS_MAX 32

struct row {
	struct hr_run_table *history;
	size_t index;
	const struct hr_metric *metrics[METRICS_MAX];
	struct hr_metric made[METRICS_MAX];
	size_t figures[METRICS_MAX]; /* which the metrics are; HR_FIGURES for none */
	size_t count;
	bool folded;       /* the labels in "(other)" stand apart: it is none of its own */
	bool errors_asked; /* else they are read to tell failed runs, and hidden */
};

static struct hr_table_key key_of(const struct row *row, const char *label, size_t i)
{
	const struct hr_metric *metric = row->metrics[i];

	return (struct hr_table_key){
		label,          metric->name, metric->quantity,
		metric->better, true,         !row->errors_asked && i + 1 == row->count
	};
}

static void put_stats(struct row *row, const json_t *stats, const char *label)
{
	double count = hr_json_number_at(stats, "count");

	if (stats == NULL || label == NULL)
		return;
	for (size_t i = 0; i < row->count; i++) {
		struct hr_table_key key = key_of(row, label, i);

		hr_run_table_put(row->history, row->index, &key,
		                 hr_json_number_at(stats, row->metrics[i]->key), count);
	}
}

/* @figure  that the metric is, or HR_FIGURES */
static double folded_value(const struct hr_folded_row *from, const struct hr_metric *metric,
                           size_t figure)
{
	if (figure < HR_FIGURES)
		return from->figures[figure].value;
	if (strcmp(metric->key, "count") == 0)
		return from->count;
	return strcmp(metric->key, "errors") == 0 ? from->errors : (double)NAN;
}

static void put_folded(struct row *row, const struct hr_folded *folded)
{
	struct hr_folded_row from;

	for (size_t i = 0; i < folded->count; i++) {
		if (!hr_folded_row(folded, i, &from) || strcmp(from.label, HR_TREND_TOTAL) == 0)
			continue;
		for (size_t k = 0; k < row->count; k++) {
			struct hr_table_key key = key_of(row, from.label, k);

			hr_run_table_put(row->history, row->index, &key,
			                 folded_value(&from, row->metrics[k], row->figures[k]),
			                 from.count);
		}
	}
}

/* A resource is a label of its own, "cpu shop-1", whose mean it is. */
static void put_resources(struct row *row, const json_t *document)
{
	struct hr_figures figures;

	hr_document_resource_figures(document, &figures);
	for (size_t i = 0; i < figures.count; i++) {
		const struct hr_figure_row *from = &figures.rows[i];
		bool higher = hr_resource_higher_is_better(from->name);
		const struct hr_table_key key = { from->name,
			                          "mean",
			                          HR_QUANTITY_NUMBER,
			                          higher ? HR_BETTER_HIGHER : HR_BETTER_LOWER,
			                          true,
			                          false };

		hr_run_table_put(row->history, row->index, &key,
		                 from->figures[HR_FIGURE_MEAN].value, (double)NAN);
	}
	hr_figures_release(&figures);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The labels of a list, sorted. */
static const char **labels_of(const json_t *list, size_t *count)
{
	const char **labels = hr_alloc_array(json_array_size(list) + 1, sizeof(*labels));
	const json_t *stats;
	size_t i, n = 0;

	json_array_foreach(list, i, stats)
	{
		const char *label = hr_json_text_at(stats, "label");

		if (label != NULL)
			labels[n++] = label;
	}
	if (n > 1)
		qsort(labels, n, sizeof(*labels), by_text);
	*count = n;
	return labels;
}

static bool has_text(const char **sorted, size_t count, const char *text)
{
	return count > 0 && bsearch(&text, sorted, count, sizeof(*sorted), by_text) != NULL;
}

/* Transactions that share a request's name are told apart by nothing: the request is kept. */
static void put_list(struct row *row, const json_t *list, const json_t *unless)
{
	size_t taken_count;
	const char **taken = labels_of(unless, &taken_count);
	const json_t *stats;
	size_t i;

	json_array_foreach(list, i, stats)
	{
		const char *label = hr_json_text_at(stats, "label");

		if (label != NULL && strcmp(label, HR_TREND_TOTAL) != 0 &&
		    !(row->folded && strcmp(label, HR_OTHER_LABEL) == 0) &&
		    !has_text(taken, taken_count, label))
			put_stats(row, stats, label);
	}
	free(taken);
}

static size_t figure_of(const struct hr_metric *metric)
{
	size_t i = 0;

	while (i < HR_FIGURES &&
	       strcmp(hr_figure_metric((enum hr_figure)i)->name, metric->name) != 0)
		i++;
	return i;
}

static int64_t started_of(const json_t *document)
{
	const char *text = hr_json_text_at(document, "run.started");
	int64_t started_ns;

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &started_ns, NULL) != HR_OK)
		return HR_INSTANT_NONE;
	return started_ns;
}

void hr_document_to_history(const json_t *document, const char *id, const char *const *metrics,
                            struct hr_run_table *history)
{
	const json_t *labels = hr_json_at(document, "run.labels");
	struct row row = { .history = history };
	struct hr_folded folded;
	bool means_asked = false;
	char computed[HR_STORED_RUN_ID_BYTES];

	if (id == NULL) {
		hr_stored_run_id(document, computed);
		id = computed;
	}
	for (size_t i = 0; metrics[i] != NULL && row.count + 1 < METRICS_MAX; i++) {
		row.metrics[row.count] = hr_metric_find(hr_slice_of(metrics[i]),
		                                        &row.made[row.count]);
		row.errors_asked = row.errors_asked || strcmp(metrics[i], "error_ratio") == 0;
		means_asked = means_asked || strcmp(metrics[i], "mean") == 0;
		row.count += row.metrics[row.count] != NULL;
	}
	if (!row.errors_asked)
		row.metrics[row.count++] = hr_metric_find(hr_slice_of("error_ratio"), NULL);
	for (size_t i = 0; i < row.count; i++)
		row.figures[i] = figure_of(row.metrics[i]);
	hr_folded_open(document, &folded);
	row.folded = folded.count > 0;
	row.index = hr_run_table_add(history, started_of(document), id,
	                             hr_json_text_at(document, "run.version"),
	                             hr_json_text_at(document, "run.environment"),
	                             hr_json_text_at(document, "run.workload"));
	put_stats(&row, hr_json_at(document, "run.total"), HR_TREND_TOTAL);
	put_list(&row, labels, NULL);
	put_list(&row, hr_json_at(document, "run.transactions"), labels);
	put_folded(&row, &folded);
	if (means_asked && json_array_size(hr_json_at(document, "run.resources")) > 0)
		put_resources(&row, document);
}
