/*
 * Resource series: extremes, mean and course of each; counters as rates.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/series.h"
#include "render/model_part.h"
#include "render/sparkline.h"

#define SERIES_ROWS_MAX 50
#define TREND_POINTS    40
#define TREND_WIDTH     120
#define TREND_HEIGHT    18

static json_t *row_of(const struct hr_series *series)
{
	double *values = hr_alloc_array(series->count + 1, sizeof(*values));
	double reduced[TREND_POINTS], low = INFINITY, high = -INFINITY, sum = 0, last = (double)NAN;
	bool counter = series->kind == HR_SERIES_COUNTER;
	struct hr_str text = { 0 };
	json_t *row = json_object();
	size_t i, n = 0, weight = 0;

	for (i = 0; i < series->count; i++) {
		const struct hr_point *point = &series->points[i];
		double w = counter ? 1 : (double)point->count;

		values[i] = hr_series_value(series, i);
		if (!isfinite(values[i]))
			continue;
		low = fmin(low, counter ? values[i] : (double)point->min_micro / 1e6);
		high = fmax(high, counter ? values[i] : (double)point->max_micro / 1e6);
		sum += values[i] * w;
		weight += (size_t)w;
		last = values[i];
	}
	hr_put_cut(&text, series->name, HR_LABEL_SHOWN);
	json_object_set_new(row, "name", hr_value_text(hr_str_text(&text)));
	json_object_set_new(row, "host", hr_value_text(series->host));
	hr_str_truncate(&text, 0);
	hr_put_cut(&text, series->unit, 20);
	if (counter)
		hr_str_puts(&text, text.length > 0 ? "/s" : "1/s");
	json_object_set_new(row, "unit", hr_value_text(hr_str_text(&text)));
	json_object_set_new(row, "min", hr_value_new(low, HR_QUANTITY_NUMBER));
	json_object_set_new(
	        row, "mean",
	        hr_value_new(weight > 0 ? sum / (double)weight : (double)NAN, HR_QUANTITY_NUMBER));
	json_object_set_new(row, "max", hr_value_new(high, HR_QUANTITY_NUMBER));
	json_object_set_new(row, "end", hr_value_new(last, HR_QUANTITY_NUMBER));
	n = hr_sparkline_reduce(values, series->count, reduced, TREND_POINTS);
	hr_str_truncate(&text, 0);
	hr_sparkline_path(reduced, n, TREND_WIDTH, TREND_HEIGHT, &text);
	hr_object_put(row, "trend", text.length > 0 ? json_string(hr_str_text(&text)) : NULL);
	hr_str_release(&text);
	free(values);
	return row;
}

json_t *hr_model_resources(const struct hr_scene *scene)
{
	const struct hr_run *run = &scene->run;
	bool hosts = false, trends = false;
	json_t *section, *rows;
	size_t i;

	if (run->series_count == 0)
		return NULL;
	rows = json_array();
	for (i = 0; i < run->series_count; i++) {
		hosts = hosts || *run->series[i].host != '\0';
		if (i < SERIES_ROWS_MAX) {
			json_t *row = row_of(&run->series[i]);

			trends = trends || json_is_string(json_object_get(row, "trend"));
			json_array_append_new(rows, row);
		}
	}
	hr_list_finish(rows);
	section = json_object();
	json_object_set_new(section, "rows", rows);
	json_object_set_new(section, "hosts", json_boolean(hosts));
	json_object_set_new(section, "trends", json_boolean(trends));
	hr_object_put(section, "left_out", hr_left_out(run->series_count, SERIES_ROWS_MAX));
	return section;
}
