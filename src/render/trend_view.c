#include <config.h>
#include "render/trend_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "document/jsonx.h"
#include "record/metric.h"
#include "record/words.h"
#include "render/model_part.h"

static bool is(const json_t *object, const char *key, const char *text)
{
	const char *value = hr_json_text_at(object, key);

	return value != NULL && strcmp(value, text) == 0;
}

/* What is worth looking at first. */
static int rank_of(const json_t *series)
{
	static const char *const verdicts[] = { "regressed", "machine",  "suspect", "known",
		                                "vanished",  "improved", "changed" };
	int count = (int)(sizeof(verdicts) / sizeof(verdicts[0]));

	for (int i = 0; i < count; i++)
		if (is(series, "verdict", verdicts[i]))
			return i;
	return is(series, "label", "total") ? count : count + 1;
}

struct ranked {
	const json_t *series;
	int rank;
	size_t place;
};

static int by_rank(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

bool hr_trend_view_init(struct hr_trend_view *view, const struct hr_scene *scene)
{
	const json_t *trend = json_object_get(scene->document, "trend"), *series, *item;
	struct ranked *ranked;
	size_t i;

	*view = (struct hr_trend_view){ .trend = trend, .runs = json_object_get(trend, "runs") };
	series = json_object_get(trend, "series");
	if (json_array_size(view->runs) < 2 || json_array_size(series) == 0)
		return false;
	ranked = hr_alloc_array(json_array_size(series), sizeof(*ranked));
	json_array_foreach(series, i, item)
	{
		ranked[view->count++] = (struct ranked){ item, rank_of(item), i };
	}
	qsort(ranked, view->count, sizeof(*ranked), by_rank);
	view->series = hr_alloc_array(view->count, sizeof(*view->series));
	for (i = 0; i < view->count; i++)
		view->series[i] = ranked[i].series;
	free(ranked);
	return true;
}

void hr_trend_view_release(struct hr_trend_view *view)
{
	free(view->series);
	*view = (struct hr_trend_view){ 0 };
}

const json_t *hr_trend_view_event(const struct hr_trend_view *view, const json_t *series)
{
	const char *id = hr_json_text_at(series, "event");
	const json_t *event;
	size_t i;

	if (id == NULL)
		return NULL;
	json_array_foreach(json_object_get(view->trend, "events"), i, event)
	{
		if (is(event, "id", id))
			return event;
	}
	return NULL;
}

static void blank(const json_t *series, const char *key, double *values, size_t n)
{
	const json_t *place;
	size_t i;

	json_array_foreach(json_object_get(series, key), i, place)
	{
		size_t run = (size_t)json_integer_value(place);

		if (run < n)
			values[run] = (double)NAN;
	}
}

double *hr_trend_view_values(const struct hr_trend_view *view, const json_t *series, bool all)
{
	const json_t *values = json_object_get(series, "values");
	size_t n = json_array_size(view->runs);
	double *out;

	if (!json_is_array(values))
		return NULL;
	out = hr_alloc_array(n, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		const json_t *value = json_array_get(values, i);

		out[i] = json_is_number(value) ? json_number_value(value) : (double)NAN;
	}
	if (!all) {
		blank(series, "outliers", out, n);
		blank(series, "excluded", out, n);
	}
	return out;
}

enum hr_quantity hr_trend_view_quantity(const json_t *series)
{
	const char *name = hr_json_text_at(series, "metric");
	struct hr_metric made;
	const struct hr_metric *metric = name != NULL ? hr_metric_find(hr_slice_of(name), &made)
	                                              : NULL;

	return metric != NULL ? metric->quantity : HR_QUANTITY_NUMBER;
}

int64_t hr_trend_view_start(const struct hr_trend_view *view, size_t run)
{
	const char *text = hr_json_text_at(json_array_get(view->runs, run), "started");
	int64_t started_ns;

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &started_ns, NULL) != HR_OK)
		return HR_INSTANT_NONE;
	return started_ns;
}

void hr_trend_view_name(const json_t *series, struct hr_str *out)
{
	const char *metric = hr_json_text_at(series, "metric"),
	           *label = hr_json_text_at(series, "label");

	hr_str_puts(out, metric != NULL ? hr_metric_words(metric) : "?");
	hr_str_puts(out, " of ");
	hr_put_cut(out,
	           label != NULL && strcmp(label, HR_TOTAL) == 0
	                   ? hr_subject_words(HR_SUBJECT_TOTAL, label)
	                   : hr_label_shown(label),
	           HR_LABEL_SHOWN);
}

/* The day a change began, with its version. */
void hr_trend_view_put_since(const json_t *event, struct hr_str *out)
{
	const char *since = hr_json_text_at(event, "since"),
	           *version = hr_json_text_at(event, "version");

	if (since != NULL)
		hr_str_add(out, since, strcspn(since, "T"));
	else
		hr_str_printf(out, "run %.0f", hr_json_number_at(event, "run") + 1);
	if (version != NULL)
		hr_str_printf(out, ", version %s", version);
}
