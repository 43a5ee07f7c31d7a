/*
 * The terminal on a history: what changed, each with its course; the groups with their ids.
 */
#include <config.h>
#include "render/form.h"
#include "render/text_page.h"

#include <stdlib.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/sparkline.h"
#include "render/trend_view.h"

#define SPARK_COLUMNS 24
#define SERIES_MAX    12

static bool is(const json_t *object, const char *key, const char *text)
{
	const char *value = hr_json_text_at(object, key);

	return value != NULL && text != NULL && strcmp(value, text) == 0;
}

static const json_t *check_of(const struct hr_text_page *page, const json_t *series)
{
	const json_t *check;
	size_t i;

	json_array_foreach(json_object_get(page->scene->document, "checks"), i, check)
	{
		if (is(check, "kind", "trend") &&
		    is(check, "metric", hr_json_text_at(series, "metric")) &&
		    is(check, "subject", hr_json_text_at(series, "label")))
			return check;
	}
	return NULL;
}

/* What passed is told only where it changed. */
static bool says_something(const json_t *series, const json_t *check)
{
	return check != NULL &&
	       (!is(check, "verdict", "pass") || json_is_string(json_object_get(series, "event")));
}

static void put_series(const struct hr_text_page *page, const struct hr_trend_view *view,
                       const json_t *series, const json_t *check)
{
	json_t *mark = hr_verdict_mark(hr_json_text_at(check, "verdict"));
	double *values = hr_trend_view_values(view, series, false), reduced[SPARK_COLUMNS];
	struct hr_str line = { 0 };

	hr_str_printf(&line, "%s ", hr_json_text_at(mark, "icon"));
	if (values != NULL && page->options->unicode) {
		size_t n = hr_sparkline_reduce(values, json_array_size(view->runs), reduced,
		                               SPARK_COLUMNS);

		hr_sparkline_text(reduced, n, &line);
		hr_str_putc(&line, ' ');
	}
	hr_str_puts(&line, hr_json_text_at(check, "message"));
	hr_text_paragraph(page, hr_str_text(&line));
	hr_str_release(&line);
	json_decref(mark);
	free(values);
}

void hr_text_trend(const struct hr_text_page *page)
{
	json_t *section = hr_model_trend(page->scene);
	struct hr_trend_view view;
	const json_t *sentence;
	size_t i, shown = 0, left_out = 0;

	if (section == NULL || !hr_trend_view_init(&view, page->scene)) {
		json_decref(section);
		return;
	}
	json_array_foreach(json_object_get(section, "sentences"), i, sentence)
	{
		struct hr_str line = { 0 };

		hr_str_printf(&line, "%s%s", i == 0 ? "history: " : "",
		              hr_json_text_at(sentence, "text"));
		hr_text_paragraph(page, hr_str_text(&line));
		hr_str_release(&line);
	}
	for (i = 0; i < view.count; i++) {
		const json_t *check = check_of(page, view.series[i]);

		if (!says_something(view.series[i], check))
			continue;
		if (shown++ < SERIES_MAX)
			put_series(page, &view, view.series[i], check);
		else
			left_out++;
	}
	if (left_out > 0)
		hr_str_printf(page->out, "(%zu more: -f json)\n", left_out);
	hr_trend_view_release(&view);
	json_decref(section);
}
