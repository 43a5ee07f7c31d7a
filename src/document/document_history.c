#include <config.h>
#include "document/document_history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/trend.h"
#include "base/instant.h"
#include "base/zone.h"
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
	size_t count;
	bool errors_asked; /* else they are read to tell failed runs, and hidden */
};

static void put_stats(struct row *row, const json_t *stats, const char *label)
{
	double count = hr_json_number_at(stats, "count");

	if (stats == NULL || label == NULL)
		return;
	for (size_t i = 0; i < row->count; i++) {
		const struct hr_metric *metric = row->metrics[i];
		struct hr_table_key key = {
			label,          metric->name, metric->quantity,
			metric->better, true,         !row->errors_asked && i + 1 == row->count
		};

		hr_run_table_put(row->history, row->index, &key,
		                 hr_json_number_at(stats, metric->key), count);
	}
}

/* Transactions that share a request's name are told apart by nothing: the request is kept. */
static void put_list(struct row *row, const json_t *list, const json_t *unless)
{
	const json_t *stats, *other;
	size_t i, k;

	json_array_foreach(list, i, stats)
	{
		const char *label = hr_json_text_at(stats, "label");
		bool taken = label != NULL && strcmp(label, HR_TREND_TOTAL) == 0;

		json_array_foreach(unless, k, other)
		{
			const char *name = hr_json_text_at(other, "label");

			taken = taken ||
			        (name != NULL && label != NULL && strcmp(name, label) == 0);
		}
		if (!taken)
			put_stats(row, stats, label);
	}
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
	char computed[HR_STORED_RUN_ID_BYTES];

	if (id == NULL) {
		hr_stored_run_id(document, computed);
		id = computed;
	}
	for (size_t i = 0; metrics[i] != NULL && row.count + 1 < METRICS_MAX; i++) {
		row.metrics[row.count] = hr_metric_find(hr_slice_of(metrics[i]),
		                                        &row.made[row.count]);
		row.errors_asked = row.errors_asked || strcmp(metrics[i], "error_ratio") == 0;
		row.count += row.metrics[row.count] != NULL;
	}
	if (!row.errors_asked)
		row.metrics[row.count++] = hr_metric_find(hr_slice_of("error_ratio"), NULL);
	row.index = hr_run_table_add(history, started_of(document), id,
	                             hr_json_text_at(document, "run.version"),
	                             hr_json_text_at(document, "run.environment"),
	                             hr_json_text_at(document, "run.workload"));
	put_stats(&row, hr_json_at(document, "run.total"), HR_TREND_TOTAL);
	put_list(&row, labels, NULL);
	put_list(&row, hr_json_at(document, "run.transactions"), labels);
}
