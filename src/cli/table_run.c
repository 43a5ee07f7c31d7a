#include <config.h>
#include "cli/table_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "read/document_reader.h"
#include "summarize/add.h"

static void set_figure(struct hr_aggregate *aggregate, const char *metric, double value)
{
	const struct {
		const char *name;
		double *figure;
	} figures[] = {
		{ "mean", &aggregate->mean_ms },
		{ "p50", &aggregate->p50_ms },
		{ "p90", &aggregate->p90_ms },
		{ "p95", &aggregate->p95_ms },
		{ "p99", &aggregate->p99_ms },
		{ "p999", &aggregate->p999_ms },
		{ "throughput", &aggregate->throughput_per_s },
	};

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (strcmp(figures[i].name, metric) == 0)
			*figures[i].figure = value;
	if (strcmp(metric, "error_ratio") == 0 && aggregate->count > 0)
		aggregate->errors = (uint64_t)llround(value * (double)aggregate->count);
}

static int by_label(const void *left, const void *right)
{
	const struct hr_table_series *const *a = left, *const *b = right;
	int order = strcmp((*a)->label, (*b)->label);

	return order != 0 ? order : (*a > *b) - (*a < *b);
}

/* The series with a value in the run @row, those of one label side by side. Owned by the caller. */
static const struct hr_table_series **series_with(const struct hr_run_table *history, size_t row,
                                                  size_t *count)
{
	const struct hr_table_series **out = hr_alloc_array(history->series_count + 1,
	                                                    sizeof(*out));

	*count = 0;
	for (size_t i = 0; i < history->series_count; i++)
		if (!isnan(hr_table_value(&history->series[i], row)))
			out[(*count)++] = &history->series[i];
	if (*count > 1)
		qsort(out, *count, sizeof(const struct hr_table_series *), by_label);
	return out;
}

/* @series  @count of them, all of one label */
static void add_label(struct hr_run *run, const struct hr_table_series *const *series, size_t count,
                      size_t row)
{
	struct hr_slice label = hr_slice_of(series[0]->label);
	struct hr_aggregate aggregate = hr_document_no_figures(label);

	for (size_t i = 0; i < count; i++)
		if (hr_table_count_at(series[i], row) > 0)
			aggregate.count = (uint64_t)hr_table_count_at(series[i], row);
	for (size_t i = 0; i < count; i++)
		set_figure(&aggregate, series[i]->metric, hr_table_value(series[i], row));
	hr_add_aggregate(run, &aggregate, label);
}

void hr_table_run(const struct hr_run_table *history, struct hr_run *run)
{
	const struct hr_table_run *last;
	const struct hr_table_series **series;
	size_t row, count;

	hr_run_init(run, 0);
	if (history->run_count == 0)
		return;
	row = history->run_count - 1;
	last = &history->runs[row];
	run->start_ns = last->started_ns;
	run->version = last->version != NULL ? hr_strdup(last->version) : NULL;
	run->environment = last->environment != NULL ? hr_strdup(last->environment) : NULL;
	series = series_with(history, row, &count);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (strcmp(series[to]->label, series[from]->label) != 0)
				break;
		add_label(run, series + from, to - from, row);
	}
	free(series);
}
