#include <config.h>
#include "analyse/figures.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/slice.h"
#include "record/metric.h"
#include "stats/hist.h"

const struct hr_metric *hr_figure_metric(enum hr_figure figure)
{
	static const char *const names[HR_FIGURES] = {
		[HR_FIGURE_MEAN] = "mean",
		[HR_FIGURE_P50] = "p50",
		[HR_FIGURE_P90] = "p90",
		[HR_FIGURE_P95] = "p95",
		[HR_FIGURE_P99] = "p99",
		[HR_FIGURE_P999] = "p999",
		[HR_FIGURE_ERROR_RATIO] = "error_ratio",
		[HR_FIGURE_THROUGHPUT] = "throughput",
		[HR_FIGURE_RECEIVED] = "received_kib_per_s",
		[HR_FIGURE_SENT] = "sent_kib_per_s",
	};
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(hr_slice_of(names[figure]), &made);

	assert(metric != NULL && metric != &made);
	return metric;
}

const char *hr_row_kind_name(enum hr_row_kind kind)
{
	static const char *const names[] = {
		[HR_ROW_TOTAL] = "total",
		[HR_ROW_REQUEST] = "request",
		[HR_ROW_TRANSACTION] = "transaction",
		[HR_ROW_RESOURCE] = "resource",
	};

	return names[kind];
}

void hr_figures_release(struct hr_figures *figures)
{
	for (size_t i = 0; i < figures->count; i++) {
		free(figures->rows[i].name);
		free(figures->rows[i].unit);
		hr_hist_free(figures->rows[i].elapsed);
	}
	free(figures->rows);
	free(figures->source);
	free(figures->name);
	free(figures->environment);
	free(figures->version);
	free(figures->workload);
	free(figures->started);
	*figures = (struct hr_figures){ 0 };
}

struct hr_figure_row *hr_figures_add(struct hr_figures *figures)
{
	struct hr_figure_row *row;

	figures->rows = hr_grow(figures->rows, figures->count, &figures->capacity,
	                        sizeof(*figures->rows));
	row = &figures->rows[figures->count++];
	*row = (struct hr_figure_row){
		.dispersion = 1,
		.ok_mean_ms = NAN,
		.failed_mean_ms = NAN,
	};
	for (size_t i = 0; i < HR_FIGURES; i++)
		row->figures[i] = (struct hr_figure_value){ NAN, NAN };
	return row;
}

static int compare_keys(enum hr_row_kind a_kind, const char *a, enum hr_row_kind b_kind,
                        const char *b)
{
	return a_kind != b_kind ? (a_kind > b_kind) - (a_kind < b_kind) : strcmp(a, b);
}

static int by_key(const void *left, const void *right)
{
	const struct hr_figure_row *a = left, *b = right;

	return compare_keys(a->kind, a->name, b->kind, b->name);
}

void hr_figures_sort(struct hr_figures *figures)
{
	if (figures->count > 1)
		qsort(figures->rows, figures->count, sizeof(*figures->rows), by_key);
}

const struct hr_figure_row *hr_figures_find(const struct hr_figures *figures, enum hr_row_kind kind,
                                            const char *name)
{
	size_t low = 0, high = figures->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct hr_figure_row *row = &figures->rows[middle];
		int order = compare_keys(row->kind, row->name, kind, name);

		if (order == 0)
			return row;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool hr_resource_higher_is_better(const char *name)
{
	static const char *const good[] = { "hit", "free", "idle", "avail" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (strstr(name, good[i]) != NULL)
			return true;
	return false;
}
