/*
 * The tiles: the figures of the whole run. Each has below it the most telling of what there is (a
 * check that did not pass, the change against the baseline, a check that passed, the range within
 * the run), and its course: over the history where there is one, else within the run.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/shown.h"
#include "document/jsonx.h"
#include "render/comparison_rows.h"
#include "render/model_part.h"
#include "render/sparkline.h"
#include "render/timeline.h"

#define SPARK_POINTS 60
#define SPARK_LEAST  8
#define SPARK_WIDTH  140
#define SPARK_HEIGHT 28
/* With fewer intervals than this the cut ones are too large a part to leave out. */
#define WHOLE_FROM 5
/* Runs of the history that are a course. */
#define RUNS_LEAST 5
#define RUNS_SHOWN 30
/* A sixth tile is APDEX, where the headroom has not taken its place. */
#define TILES_BEFORE_APDEX 5

/* What a tile's figure did within the run. */
struct course {
	double (*value)(const struct hr_cell *cell, const struct course *course,
	                const struct hr_scene *scene);
	double p;          /* of a percentile */
	unsigned requests; /* that a stretch needs for its value to be no single request's */
};

static double cell_percentile(const struct hr_cell *cell, const struct course *course,
                              const struct hr_scene *scene)
{
	(void)scene;
	return hr_cell_quantile_ms(cell, course->p);
}

static double cell_error_ratio(const struct hr_cell *cell, const struct course *course,
                               const struct hr_scene *scene)
{
	(void)course;
	(void)scene;
	return cell->count > 0 ? (double)cell->errors / (double)cell->count : (double)NAN;
}

static double cell_apdex(const struct hr_cell *cell, const struct course *course,
                         const struct hr_scene *scene)
{
	const struct hr_document_options *options = &scene->options;
	double score = 0;

	(void)course;
	if (cell->timed == 0)
		return (double)NAN;
	for (uint32_t bucket = 0, n; (n = hr_sketch_next(&cell->sketch, &bucket)) > 0; bucket++) {
		int64_t value = hr_sketch_value_ns((uint16_t)bucket);

		if (value <= options->apdex_satisfied_ns)
			score += n;
		else if (value <= options->apdex_tolerated_ns)
			score += 0.5 * n;
	}
	/* Which of the failures were fast is not known in a cell: they leave in proportion. */
	return score / (double)cell->timed *
	       (1 - (double)cell->errors / (double)(cell->count > 0 ? cell->count : 1));
}

/* Beyond the 99th percentile lies one request of a hundred. */
static const struct course course_p50 = { cell_percentile, 0.50, 10 };
static const struct course course_p95 = { cell_percentile, 0.95, 20 };
static const struct course course_p99 = { cell_percentile, 0.99, 100 };
static const struct course course_errors = { cell_error_ratio, 0, 1 };
static const struct course course_apdex = { cell_apdex, 0, 10 };

struct range {
	double low, high;
	size_t count; /* stretches in it */
};

/* Twice as many requests in a stretch as it needs, since some have fewer than others. */
static size_t stretches_of(const struct hr_label *label, const struct course *course)
{
	uint64_t enough = label->count / (2 * course->requests);

	if (enough < SPARK_LEAST)
		return SPARK_LEAST;
	return enough < SPARK_POINTS ? (size_t)enough : SPARK_POINTS;
}

static void put_spark(json_t *tile, const struct hr_timeline *timeline, const double *values)
{
	struct hr_str text = { 0 };

	hr_sparkline_path(values, timeline->count, SPARK_WIDTH, SPARK_HEIGHT, &text);
	if (text.length > 0) {
		hr_object_put_text(tile, "spark", hr_str_text(&text));
		hr_str_truncate(&text, 0);
		hr_str_puts(&text, "this run, every ");
		hr_timeline_length(timeline, &text);
		hr_object_put_text(tile, "course", hr_str_text(&text));
	}
	hr_str_release(&text);
}

/* Sets tile.spark (null when there is no course) and gives the range over the stretches that hold
 * requests enough. */
static struct range put_course(json_t *tile, const struct hr_scene *scene,
                               const struct course *course)
{
	struct range range = { INFINITY, -INFINITY, 0 };
	struct hr_timeline timeline;
	double *values;

	if (!hr_timeline_init(&timeline, scene, stretches_of(scene->total, course)))
		return range;
	values = hr_alloc_array(timeline.count, sizeof(*values));
	for (size_t i = 0; i < timeline.count; i++) {
		struct hr_cell cell;

		hr_timeline_join(&timeline, scene->total, i, &cell);
		values[i] = course->value(&cell, course, scene);
		if (isfinite(values[i]) && cell.timed >= course->requests) {
			range.low = fmin(range.low, values[i]);
			range.high = fmax(range.high, values[i]);
			range.count++;
		}
		hr_sketch_release(&cell.sketch);
	}
	put_spark(tile, &timeline, values);
	free(values);
	return range;
}

/* Sets tile.spark and gives the rate of the busiest single interval, 0 without one. */
static double put_rate(json_t *tile, const struct hr_scene *scene)
{
	const struct hr_cells *cells = &scene->total->cells;
	/* The first and the last interval are cut by the run's ends. */
	size_t cut = cells->count >= WHOLE_FROM ? 1 : 0;
	struct hr_timeline timeline;
	uint64_t most = 0;
	double *values;

	if (!hr_timeline_init(&timeline, scene, SPARK_POINTS))
		return 0;
	values = hr_alloc_array(timeline.count, sizeof(*values));
	hr_timeline_values(&timeline, scene->total, HR_PER_REQUESTS_PER_S, values);
	put_spark(tile, &timeline, values);
	free(values);
	for (size_t i = cut; i + cut < cells->count; i++)
		most = cells->cells[i].count > most ? cells->cells[i].count : most;
	return (double)most / ((double)timeline.step_ns / 1e9);
}

/* The series of the history for a metric of the whole run; NULL without one worth drawing. */
static const json_t *history_of(const struct hr_scene *scene, const char *metric)
{
	const json_t *series;
	size_t i;

	json_array_foreach(hr_json_at(scene->document, "trend.series"), i, series)
	{
		const char *label = hr_json_text_at(series, "label");
		const char *name = hr_json_text_at(series, "metric");

		if (label != NULL && name != NULL && strcmp(label, "total") == 0 &&
		    strcmp(name, metric) == 0)
			return json_array_size(json_object_get(series, "values")) >= RUNS_LEAST
			               ? json_object_get(series, "values")
			               : NULL;
	}
	return NULL;
}

/* The last runs take the place of the course within this one. */
static void put_history(json_t *tile, const struct hr_scene *scene, const char *metric)
{
	const json_t *list = history_of(scene, metric);
	size_t count = json_array_size(list);
	size_t shown = count < RUNS_SHOWN ? count : RUNS_SHOWN;
	struct hr_str text = { 0 };
	double values[RUNS_SHOWN];

	if (list == NULL)
		return;
	for (size_t i = 0; i < shown; i++) {
		const json_t *value = json_array_get(list, count - shown + i);

		values[i] = json_is_number(value) ? json_number_value(value) : (double)NAN;
	}
	hr_sparkline_path(values, shown, SPARK_WIDTH, SPARK_HEIGHT, &text);
	if (text.length > 0) {
		hr_object_put_text(tile, "spark", hr_str_text(&text));
		hr_str_truncate(&text, 0);
		hr_str_printf(&text, "last %zu runs", shown);
		hr_object_put_text(tile, "course", hr_str_text(&text));
	}
	hr_str_release(&text);
}

static json_t *tile_new(const char *name, const char *title, json_t *value)
{
	json_t *tile = json_object();

	hr_object_put_text(tile, "name", name);
	hr_object_put_text(tile, "title", title);
	json_object_set_new(tile, "value", value);
	hr_object_put_text(tile, "sub", "");
	hr_object_put_text(tile, "cls", "");
	hr_object_put(tile, "spark", NULL);
	hr_object_put(tile, "course", NULL);
	return tile;
}

static void put_sub(json_t *tile, const char *cls, struct hr_str *text)
{
	hr_object_put_text(tile, "sub", hr_str_text(text));
	hr_object_put_text(tile, "cls", cls);
	hr_str_release(text);
}

/* Of this metric on the whole run, and no result of a comparison, whose limit is the baseline's? */
static bool is_limit_of(const json_t *check, const char *metric)
{
	const char *name = hr_json_text_at(check, "metric"), *kind = hr_json_text_at(check, "kind");

	return name != NULL && strcmp(name, metric) == 0 &&
	       (hr_json_text_at(check, "subject") == NULL ||
	        hr_subject_kind_of(check) == HR_SUBJECT_TOTAL) &&
	       (kind == NULL || (strcmp(kind, "regression") != 0 && strcmp(kind, "trend") != 0));
}

/* The first check of @metric with that verdict. */
static bool put_check(json_t *tile, const struct hr_scene *scene, const char *metric,
                      const char *verdict)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		const char *word = hr_json_text_at(check, "verdict");
		struct hr_str text = { 0 };
		json_t *mark, *limit;

		if (word == NULL || strcmp(word, verdict) != 0 || !is_limit_of(check, metric))
			continue;
		mark = hr_verdict_mark(verdict);
		limit = hr_check_value(check, "limit");
		hr_str_printf(&text, "%s limit %s", hr_json_text_at(mark, "icon"),
		              hr_value_get_text(limit));
		put_sub(tile, hr_json_text_at(mark, "cls"), &text);
		json_decref(mark);
		json_decref(limit);
		return true;
	}
	return false;
}

/* "+54.8 % [+35, +77.6]", "no change [-3.3, +9.8]" against the baseline. */
static bool put_change(json_t *tile, const struct hr_scene *scene, const char *metric)
{
	const json_t *comparison = json_object_get(scene->document, "comparison");
	size_t count;
	struct hr_change_row *rows = hr_change_rows(comparison, HR_STYLE_UNICODE, &count);
	bool found = false;

	for (size_t i = 0; i < count && !found; i++) {
		const struct hr_change_row *row = &rows[i];
		struct hr_str text = { 0 };

		if (!row->total || strcmp(row->metric, metric) != 0 || row->interval[0] == '\0')
			continue;
		if (strcmp(row->effect, "~") == 0)
			hr_str_puts(&text, "no change");
		else if (strcmp(row->effect, "?") == 0)
			hr_str_puts(&text, "unclear");
		else
			hr_str_printf(&text, "%s %s", row->icon, row->effect);
		/* A percentage of the change says what its bounds are. */
		if (strchr(row->effect, '%') == NULL && strstr(row->effect, "pt") == NULL)
			hr_str_printf(&text, ", in %s",
			              strcmp(metric, "error_ratio") == 0 ? "pt" : "%");
		hr_str_putc(&text, ' ');
		/* The two bounds stay on one line. */
		for (const char *at = row->interval; *at != '\0'; at++)
			hr_str_puts(&text, *at == ' ' ? "\xc2\xa0" : (char[]){ *at, '\0' });
		put_sub(tile, row->changed ? row->cls : "", &text);
		found = true;
	}
	free(rows);
	return found;
}

/* What says more than the range within the run. */
static bool put_verdict(json_t *tile, const struct hr_scene *scene, const char *metric)
{
	return put_check(tile, scene, metric, "fail") || put_check(tile, scene, metric, "warn") ||
	       put_change(tile, scene, metric) || put_check(tile, scene, metric, "pass");
}

static void put_range(json_t *tile, const struct range *range, enum hr_quantity quantity)
{
	struct hr_str text = { 0 };

	if (range->count < 2)
		return;
	hr_put_value(&text, range->low, quantity);
	hr_str_puts(&text, " to ");
	hr_put_value(&text, range->high, quantity);
	hr_object_put_text(tile, "sub", hr_str_text(&text));
	hr_str_release(&text);
}

static void add_percentile(json_t *list, const struct hr_scene *scene, const json_t *total,
                           const char *name, const char *key, const char *title,
                           const struct course *course)
{
	double value = hr_stat(total, key);
	struct range range;
	json_t *tile;

	if (!isfinite(value))
		return;
	tile = tile_new(name, title, hr_value_new(value, HR_QUANTITY_DURATION_MS));
	range = put_course(tile, scene, course);
	put_history(tile, scene, name);
	if (!put_verdict(tile, scene, name))
		put_range(tile, &range, HR_QUANTITY_DURATION_MS);
	json_array_append_new(list, tile);
}

static void add_rate(json_t *list, const struct hr_scene *scene, const json_t *total)
{
	double value = hr_stat(total, "throughput_per_s");
	struct hr_str text = { 0 };
	double peak;
	json_t *tile;

	if (!isfinite(value))
		return;
	tile = tile_new("throughput", "throughput", hr_value_new(value, HR_QUANTITY_PER_S));
	peak = put_rate(tile, scene);
	put_history(tile, scene, "throughput");
	/* a short recording may have no whole interval with a request in it */
	if (!put_verdict(tile, scene, "throughput") && peak > value) {
		hr_str_puts(&text, "peak ");
		hr_put_value(&text, peak, HR_QUANTITY_PER_S);
		hr_object_put_text(tile, "sub", hr_str_text(&text));
	}
	hr_str_release(&text);
	json_array_append_new(list, tile);
}

static void add_errors(json_t *list, const struct hr_scene *scene, const json_t *total)
{
	double count = hr_stat(total, "count"), errors = hr_stat(total, "errors");
	struct hr_str text = { 0 };
	json_t *tile;

	if (!(count > 0))
		return;
	tile = tile_new("errors", "errors",
	                hr_value_new(hr_stat(total, "error_ratio"), HR_QUANTITY_RATIO));
	if (errors > 0)
		put_course(tile, scene, &course_errors);
	put_history(tile, scene, "error_ratio");
	if (!put_verdict(tile, scene, "error_ratio") && !put_verdict(tile, scene, "errors")) {
		hr_put_value(&text, errors, HR_QUANTITY_COUNT);
		hr_str_puts(&text, " of ");
		hr_put_value(&text, count, HR_QUANTITY_COUNT);
		hr_object_put_text(tile, "sub", hr_str_text(&text));
	}
	hr_str_release(&text);
	json_array_append_new(list, tile);
}

static void add_apdex(json_t *list, const struct hr_scene *scene, const json_t *total)
{
	double value = hr_stat(total, "apdex");
	struct hr_str text = { 0 };
	json_t *tile;

	if (!isfinite(value))
		return;
	tile = tile_new("apdex", "APDEX", hr_value_fixed(value, 1, 2, ""));
	put_course(tile, scene, &course_apdex);
	if (!put_verdict(tile, scene, "apdex")) {
		hr_str_puts(&text, "T ");
		hr_put_value(&text, (double)scene->options.apdex_satisfied_ns / 1e6,
		             HR_QUANTITY_DURATION_MS);
		hr_str_puts(&text, ", F ");
		hr_put_value(&text, (double)scene->options.apdex_tolerated_ns / 1e6,
		             HR_QUANTITY_DURATION_MS);
		hr_object_put_text(tile, "sub", hr_str_text(&text));
	}
	hr_str_release(&text);
	json_array_append_new(list, tile);
}

/* What of the tightest limit is left, and when it is reached. */
static void add_headroom(json_t *list, const struct hr_scene *scene)
{
	const json_t *row, *tightest = NULL;
	struct hr_str text = { 0 };
	const char *state, *expected;
	json_t *tile;
	size_t i;

	json_array_foreach(hr_json_at(scene->document, "capacity.rows"), i, row)
	{
		double left = hr_stat(row, "headroom_ratio");

		if (isfinite(left) &&
		    (tightest == NULL || left < hr_stat(tightest, "headroom_ratio")))
			tightest = row;
	}
	if (tightest == NULL)
		return;
	tile = tile_new("headroom", "headroom",
	                hr_value_new(hr_stat(tightest, "headroom_ratio"), HR_QUANTITY_RATIO));
	hr_put_cut(&text, hr_json_text_at(tightest, "resource"), 20);
	state = hr_json_text_at(tightest, "at_limit.state");
	expected = hr_json_text_at(tightest, "at_limit.expected");
	if (state != NULL && strcmp(state, "already_crossed") == 0)
		hr_str_puts(&text, ": limit passed");
	else if (expected != NULL)
		hr_str_printf(&text, ": limit %s", hr_shown_day(expected).text);
	else
		hr_str_puts(&text, ": limit not in sight");
	put_sub(tile, hr_stat(tightest, "headroom_ratio") <= 0 ? "bad" : "", &text);
	json_array_append_new(list, tile);
}

json_t *hr_model_tiles(const struct hr_scene *scene)
{
	const json_t *total = json_object_get(json_object_get(scene->document, "run"), "total");
	json_t *list = json_array();

	add_percentile(list, scene, total, "p50", "p50_ms", "p50", &course_p50);
	add_percentile(list, scene, total, "p95", "p95_ms", "p95", &course_p95);
	add_percentile(list, scene, total, "p99", "p99_ms", "p99", &course_p99);
	add_rate(list, scene, total);
	add_errors(list, scene, total);
	add_headroom(list, scene);
	if (json_array_size(list) <= TILES_BEFORE_APDEX)
		add_apdex(list, scene, total);
	if (json_array_size(list) == 0) {
		json_decref(list);
		return NULL;
	}
	hr_list_finish(list);
	return list;
}
