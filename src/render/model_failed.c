/*
 * Failed requests apart: a fast refusal or a slow timeout shifts the figures of a label, so both
 * parts are shown side by side.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/model_part.h"
#include "stats/quantile.h"

#define FAILED_ROWS_MAX 12

static const double probabilities[] = { 0.50, 0.95 };

/* Appends p50, p95 and the maximum. */
static void put_part(json_t *row, const char *part, const struct hr_timing *timing,
                     enum hr_quantile_method method)
{
	json_t *section = json_object();
	double quantiles[2] = { (double)NAN, (double)NAN };
	double max = (double)NAN;

	if (timing->moments.count > 0 && timing->hist != NULL) {
		hr_quantiles_ms(timing->hist, probabilities, quantiles, 2, method,
		                timing->moments.min_ns, timing->moments.max_ns);
		max = (double)timing->moments.max_ns / 1e6;
	}
	json_object_set_new(section, "count",
	                    hr_value_new((double)timing->moments.count, HR_QUANTITY_COUNT));
	json_object_set_new(section, "p50", hr_value_new(quantiles[0], HR_QUANTITY_DURATION_MS));
	json_object_set_new(section, "p95", hr_value_new(quantiles[1], HR_QUANTITY_DURATION_MS));
	json_object_set_new(section, "max", hr_value_new(max, HR_QUANTITY_DURATION_MS));
	json_object_set_new(row, part, section);
}

static json_t *row_of(const struct hr_label *label, enum hr_quantile_method method)
{
	json_t *row = json_object();
	struct hr_str name = { 0 };

	hr_put_cut(&name, hr_label_shown(label->name), HR_LABEL_SHOWN);
	json_object_set_new(row, "label", hr_value_text(hr_str_text(&name)));
	put_part(row, "failed", &label->failed, method);
	put_part(row, "ok", &label->ok, method);
	hr_str_release(&name);
	return row;
}

static int by_failed(const void *a, const void *b)
{
	const struct hr_label *x = *(const struct hr_label *const *)a;
	const struct hr_label *y = *(const struct hr_label *const *)b;

	if (x->failed.moments.count != y->failed.moments.count)
		return x->failed.moments.count < y->failed.moments.count ? 1 : -1;
	return hr_slice_is((struct hr_slice){ x->name, x->length }, y->name)
	               ? (int)x->kind - (int)y->kind
	               : strcmp(x->name, y->name);
}

json_t *hr_model_failed(const struct hr_scene *scene)
{
	const struct hr_run *run = &scene->run;
	const struct hr_label **sorted = hr_alloc_array(run->label_count + 1, sizeof(*sorted));
	json_t *section = NULL, *rows;
	size_t i, count = 0;

	for (i = 0; i < run->label_count; i++)
		if (run->labels[i]->failed.moments.count > 0)
			sorted[count++] = run->labels[i];
	if (count > 0) {
		qsort(sorted, count, sizeof(*sorted), by_failed);
		rows = json_array();
		for (i = 0; i < count && i < FAILED_ROWS_MAX; i++)
			json_array_append_new(rows, row_of(sorted[i], scene->options.method));
		hr_list_finish(rows);
		section = json_object();
		json_object_set_new(section, "rows", rows);
		hr_object_put(section, "left_out", hr_left_out(count, FAILED_ROWS_MAX));
	}
	free(sorted);
	return section;
}
