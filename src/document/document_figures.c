#include <config.h>
#include "document/document_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/precision.h"
#include "base/count.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "document/document_part.h"
#include "document/folded_figures.h"
#include "document/json_place.h"
#include "document/jsonx.h"
#include "record/metric.h"
#include "record/series.h"
#include "stats/batches.h"

struct reading {
	struct hr_figures *out;
	bool histograms;
	bool folded; /* the labels in "(other)" stand apart: it is none of its own */
};

/* An absent or null member is a value that is not known. */
static double number_of(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_number(&place);
}

static uint64_t count_of(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	return hr_place_is_null(&place) ? 0 : hr_place_count(&place);
}

static double mean_of(const struct hr_json_place *stats, const char *part)
{
	struct hr_json_place place = hr_place_member(stats, part);

	return hr_place_is_null(&place) ? (double)NAN : number_of(&place, "mean");
}

/* --- precision --- */

static double error_of(const struct hr_json_place *precision, const char *key, size_t batches)
{
	struct hr_json_place place = hr_place_member(precision, key);
	struct hr_json_place low, high;

	if (hr_place_is_null(&place))
		return (double)NAN;
	if (hr_place_array(&place, 2) != 2) {
		hr_place_fail(&place, "two bounds are expected");
		return (double)NAN;
	}
	low = hr_place_item(&place, 0);
	high = hr_place_item(&place, 1);
	return hr_precision_error(hr_place_number(&low), hr_place_number(&high), batches);
}

static void read_precision(const struct hr_json_place *stats, struct hr_figure_row *row)
{
	struct hr_json_place place = hr_place_member(stats, "precision");
	size_t batches;
	double dispersion;

	if (hr_place_is_null(&place))
		return;
	batches = (size_t)count_of(&place, "batches");
	for (enum hr_figure i = HR_FIGURE_MEAN; i <= HR_FIGURE_P999; i++)
		row->figures[i].error = error_of(&place, hr_figure_metric(i)->key, batches);
	row->figures[HR_FIGURE_THROUGHPUT].error = number_of(&place, "throughput_error");
	row->figures[HR_FIGURE_RECEIVED].error = row->figures[HR_FIGURE_THROUGHPUT].error;
	row->figures[HR_FIGURE_SENT].error = row->figures[HR_FIGURE_THROUGHPUT].error;
	dispersion = number_of(&place, "error_dispersion");
	if (dispersion > 1)
		row->dispersion = dispersion;
}

/* --- rows --- */

static void add_hist(const struct hr_json_place *histogram, const char *key, struct hr_hist *into)
{
	struct hr_json_place place = hr_place_member(histogram, key);
	struct hr_slice text = { 0 };

	if (!hr_place_is_null(&place))
		text = hr_place_text(&place, SIZE_MAX);
	if (text.length > 0 && !hr_hist_decode(into, text))
		hr_place_fail(&place, "the text is no coded histogram");
}

static void read_hist(const struct hr_json_place *stats, struct hr_figure_row *row)
{
	struct hr_json_place histogram = hr_place_member(stats, "histogram");

	if (hr_place_is_null(&histogram))
		return;
	row->elapsed = hr_hist_new();
	add_hist(&histogram, "ok", row->elapsed);
	add_hist(&histogram, "failed", row->elapsed);
}

/* Times are whole milliseconds when all that can tell are: the extremes and the sum's own digits
 * would not, but mean x count and the percentiles that are data do. */
static bool is_whole(double value)
{
	return isnan(value) || fabs(value - round(value)) < 1e-9;
}

static void read_stats(const struct hr_json_place *stats, enum hr_row_kind kind,
                       const struct reading *reading)
{
	struct hr_figure_row *row = hr_figures_add(reading->out);

	row->kind = kind;
	row->name = kind == HR_ROW_TOTAL ? hr_strdup("total")
	                                 : hr_member_copy(stats, "label", HR_LABEL_BYTES);
	if (row->name == NULL)
		row->name = hr_strdup("");
	row->count = count_of(stats, "count");
	row->errors = count_of(stats, "errors");
	for (enum hr_figure i = 0; i < HR_FIGURES; i++)
		row->figures[i].value = number_of(stats, hr_figure_metric(i)->key);
	row->ok_mean_ms = mean_of(stats, "ok_ms");
	row->failed_mean_ms = mean_of(stats, "failed_ms");
	row->whole_ms = is_whole(number_of(stats, "min_ms")) &&
	                is_whole(number_of(stats, "max_ms"));
	read_precision(stats, row);
	if (reading->histograms)
		read_hist(stats, row);
}

static void read_list(const struct hr_json_place *run, const char *key, enum hr_row_kind kind,
                      const struct reading *reading)
{
	struct hr_json_place list = hr_place_member(run, key);
	size_t n = hr_place_array(&list, HR_LABELS_MAX + 1);

	for (size_t i = 0; i < n && !hr_place_failed(run); i++) {
		struct hr_json_place item = hr_place_item(&list, i);

		if (!reading->folded ||
		    !hr_slice_is(hr_member_text(&item, "label", HR_LABEL_BYTES), HR_OTHER_LABEL))
			read_stats(&item, kind, reading);
	}
}

static void read_folded(const struct hr_folded *folded, struct hr_figures *out)
{
	struct hr_folded_row from;

	for (size_t i = 0; i < folded->count && i < HR_LABELS_MAX; i++) {
		struct hr_figure_row *row;

		if (!hr_folded_row(folded, i, &from))
			continue;
		row = hr_figures_add(out);
		row->kind = from.kind;
		row->name = hr_strdup(from.label);
		row->count = from.count > 0 ? (uint64_t)fmin(from.count, HR_COUNT_MAX) : 0;
		row->errors = from.errors > 0 ? (uint64_t)fmin(from.errors, HR_COUNT_MAX) : 0;
		row->dispersion = from.dispersion > 1 ? from.dispersion : 1;
		memcpy(row->figures, from.figures, sizeof(row->figures));
	}
}

/* --- resources --- */

/* The mean over all points, of a counter its mean rate, and its error over time. */
static void mean_of_series(const struct hr_series *series, struct hr_figure_value *out)
{
	double *sums = hr_alloc_array(series->count + 1, sizeof(*sums));
	double *counts = hr_alloc_array(series->count + 1, sizeof(*counts));
	struct hr_batch_ratio mean;
	size_t n = 0;

	for (size_t i = 0; i < series->count; i++) {
		double value = hr_series_value(series, i);

		if (!isfinite(value))
			continue;
		counts[n] = series->kind == HR_SERIES_GAUGE ? (double)series->points[i].count : 1;
		sums[n] = value * counts[n];
		n++;
	}
	mean = hr_batch_ratio(sums, counts, n);
	out->value = mean.ratio;
	out->error = mean.error / fabs(mean.ratio);
	free(sums);
	free(counts);
}

static void read_resources(const struct hr_json_place *place, const struct reading *reading)
{
	struct hr_json_place resources = hr_place_member(place, "resources");
	struct hr_run run;

	if (hr_place_is_null(&resources))
		return;
	hr_run_init(&run, 0);
	hr_document_read_resources(&resources, &run);
	for (size_t i = 0; i < run.series_count; i++) {
		const struct hr_series *series = &run.series[i];
		struct hr_figure_row *row = hr_figures_add(reading->out);
		struct hr_str name = { 0 };

		hr_str_puts(&name, series->name);
		if (series->host[0] != '\0')
			hr_str_printf(&name, " %s", series->host);
		row->name = hr_str_detach(&name);
		row->kind = HR_ROW_RESOURCE;
		row->unit = hr_strdup(series->unit);
		row->count = series->count;
		mean_of_series(series, &row->figures[HR_FIGURE_MEAN]);
	}
	hr_run_release(&run);
}

void hr_document_resource_figures(const json_t *document, struct hr_figures *out)
{
	const struct reading reading = { out, false, false };
	struct hr_json_read read = { 0 };
	struct hr_json_place root = hr_place_root(&read, document);
	struct hr_json_place run = hr_place_member(&root, "run");

	*out = (struct hr_figures){ .start_ns = HR_INSTANT_NONE };
	read_resources(&run, &reading);
}

/* --- the whole --- */

static void read_run(const struct hr_json_place *root, const struct reading *reading)
{
	struct hr_json_place run = hr_place_member(root, "run");
	struct hr_json_place total = hr_place_member(&run, "total");
	struct hr_figures *out = reading->out;

	out->name = hr_member_copy(&run, "name", HR_DOCUMENT_TEXT_BYTES);
	out->environment = hr_member_copy(&run, "environment", HR_DOCUMENT_TEXT_BYTES);
	out->version = hr_member_copy(&run, "version", HR_DOCUMENT_TEXT_BYTES);
	out->workload = hr_member_copy(&run, "workload", HR_DOCUMENT_TEXT_BYTES);
	out->started = hr_member_copy(&run, "started", HR_DOCUMENT_TEXT_BYTES);
	out->start_ns = hr_member_instant(&run, "started");
	out->duration_s = number_of(&run, "duration_s");
	out->users = number_of(&run, "users");
	read_stats(&total, HR_ROW_TOTAL, reading);
	read_list(&run, "labels", HR_ROW_REQUEST, reading);
	read_list(&run, "transactions", HR_ROW_TRANSACTION, reading);
	read_resources(&run, reading);
}

enum hr_err hr_document_figures(const json_t *document, const char *source, bool histograms,
                                struct hr_figures *out, struct hr_error *err)
{
	struct reading reading = { out, histograms, false };
	struct hr_folded folded;
	struct hr_json_read read = { .err = err };
	struct hr_json_place root = hr_place_root(&read, document);
	const char *verdict = hr_json_text_at(document, "verdict");

	*out = (struct hr_figures){ .source = hr_strdup(source), .start_ns = HR_INSTANT_NONE };
	out->failed = verdict != NULL && strcmp(verdict, "fail") == 0;
	hr_folded_open(document, &folded);
	reading.folded = folded.count > 0;
	read_run(&root, &reading);
	read_folded(&folded, out);
	hr_error_locate(err, source);
	if (read.status != HR_OK)
		hr_figures_release(out);
	else
		hr_figures_sort(out);
	return read.status;
}
