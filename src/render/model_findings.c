/*
 * At most three findings as sentences: failed checks first; without any, the most notable facts.
 * They state figures and places, never causes.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "document/jsonx.h"
#include "render/error_groups.h"
#include "render/model_part.h"
#include "render/trend_view.h"

#define FINDINGS_MAX 3
/* Fewer requests than this say little about a 95th percentile or an interval. */
#define NOTABLE_COUNT 20
/* An interval is worth a sentence when its p95 is this many times that of the run. */
#define NOTABLE_RATIO 1.5

static void add(json_t *list, struct hr_str *subject, struct hr_str *text, const char *cls,
                const char *href, const char *link)
{
	json_t *item = json_object();

	hr_object_put_text(item, "subject", hr_str_text(subject));
	hr_object_put_text(item, "text", hr_str_text(text));
	hr_object_put_text(item, "cls", cls);
	hr_object_put_text(item, "href", href);
	hr_object_put_text(item, "page", "");
	hr_object_put_text(item, "link", link);
	json_array_append_new(list, item);
	hr_str_release(subject);
	hr_str_release(text);
}

/* Where the page tells more of a check: the section its stage writes. */
static const struct place {
	const char *kind, *section, *anchor, *link;
} places[] = {
	{ "regression", "comparison", "comparison", "comparison" },
	{ "trend", "trend", "trend", "history" },
	{ "slo", "slo", "objectives", "objectives" },
	{ "alert", "slo", "objectives", "objectives" },
	{ "capacity", "capacity", "capacity", "capacity" },
	{ "stress", "stress", "stress", "load limits" },
	{ NULL, NULL, "checks", "checks" },
};

static const struct place *place_of(const struct hr_scene *scene, const char *kind)
{
	const struct place *place = places;

	while (place->kind != NULL &&
	       (kind == NULL || strcmp(kind, place->kind) != 0 ||
	        !json_is_object(json_object_get(scene->document, place->section))))
		place++;
	return place;
}

static bool is_same(const json_t *a, const json_t *b, const char *key, const char *other)
{
	const char *x = hr_json_text_at(a, key), *y = hr_json_text_at(b, other);

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

/* Since when, and with which version, the history saw the change that a comparison found. */
static void put_onset(const struct hr_scene *scene, const json_t *check, struct hr_str *text)
{
	struct hr_trend_view view;

	if (!hr_trend_view_init(&view, scene))
		return;
	for (size_t i = 0; i < view.count; i++) {
		const json_t *event = hr_trend_view_event(&view, view.series[i]);

		if (event == NULL || !is_same(check, view.series[i], "subject", "label") ||
		    !is_same(check, view.series[i], "metric", "metric"))
			continue;
		hr_str_puts(text, ", since ");
		hr_trend_view_put_since(event, text);
	}
	hr_trend_view_release(&view);
}

/* Which label the added time of a slower whole lies with. */
static void put_share(const struct hr_scene *scene, struct hr_str *text)
{
	const json_t *share, *largest = NULL;
	size_t i;

	json_array_foreach(hr_json_at(scene->document, "comparison.added_time"), i, share)
	{
		if (hr_stat(share, "ratio") > 0 &&
		    (largest == NULL || hr_stat(share, "ratio") > hr_stat(largest, "ratio")))
			largest = share;
	}
	if (largest == NULL || hr_json_text_at(largest, "label") == NULL)
		return;
	hr_str_puts(text, "; ");
	hr_put_cut(text, hr_json_text_at(largest, "label"), HR_LABEL_SHOWN);
	hr_str_puts(text, " carries ");
	hr_put_value(text, hr_stat(largest, "ratio"), HR_QUANTITY_RATIO);
	hr_str_puts(text, " of the added time");
}

/* What else the document knows of where a regression comes from. */
static void put_cause(const struct hr_scene *scene, const json_t *check, struct hr_str *text)
{
	const char *kind = hr_json_text_at(check, "kind");
	const char *subject = hr_json_text_at(check, "subject");
	const char *metric = hr_json_text_at(check, "metric");

	if (kind == NULL || strcmp(kind, "regression") != 0)
		return;
	/* The comparison itself may know when it began. */
	if (hr_json_text_at(check, "since") == NULL)
		put_onset(scene, check, text);
	if (subject != NULL && strcmp(subject, "total") == 0 && metric != NULL &&
	    (strcmp(metric, "mean") == 0 || metric[0] == 'p'))
		put_share(scene, text);
}

static void add_check(json_t *list, const struct hr_scene *scene, const json_t *check,
                      const char *cls)
{
	const char *message = hr_json_text_at(check, "message");
	const struct place *place = place_of(scene, hr_json_text_at(check, "kind"));
	struct hr_str subject = { 0 }, text = { 0 }, whole = { 0 };

	hr_check_put_name(check, &subject);
	/* A message that begins with the name is not repeated after it. */
	if (message != NULL) {
		hr_put_cut(&whole, message, 2 * HR_LABEL_SHOWN);
		if (strncmp(hr_str_text(&whole), hr_str_text(&subject), subject.length) == 0)
			hr_str_puts(&text, hr_str_text(&whole) + subject.length);
		else
			hr_str_printf(&text, ": %s", hr_str_text(&whole));
	}
	hr_str_release(&whole);
	put_cause(scene, check, &text);
	add(list, &subject, &text, cls, place->anchor, place->link);
}

/* The gravest first; what does not say how grave it is stands between major and minor. */
static int gravity(const json_t *check)
{
	static const char *const words[] = { "critical", "major", "minor" };
	const char *severity = hr_json_text_at(check, "severity");

	for (int i = 0; severity != NULL && i < 3; i++)
		if (strcmp(severity, words[i]) == 0)
			return i == 2 ? 3 : i;
	return 2;
}

/* A comparison and a trend may find the same: it is told once. */
static bool is_told(const json_t *const *told, size_t count, const json_t *check)
{
	for (size_t i = 0; i < count; i++)
		if (is_same(told[i], check, "subject", "subject") &&
		    is_same(told[i], check, "metric", "metric"))
			return true;
	return false;
}

static void add_checks(json_t *list, const struct hr_scene *scene, const char *verdict,
                       const char *cls)
{
	const json_t *checks = json_object_get(scene->document, "checks");
	const json_t *told[FINDINGS_MAX];
	size_t i, n = 0;

	for (int grave = 0; grave <= 3; grave++) {
		for (i = 0; i < json_array_size(checks); i++) {
			const json_t *check = json_array_get(checks, i);
			const char *word = hr_json_text_at(check, "verdict");

			if (json_array_size(list) < FINDINGS_MAX && word != NULL &&
			    strcmp(word, verdict) == 0 && gravity(check) == grave &&
			    !hr_check_is_quality(check) && !is_told(told, n, check)) {
				add_check(list, scene, check, cls);
				told[n++] = check;
			}
		}
	}
}

static const json_t *largest_by(const json_t *labels, const char *key, double at_least)
{
	const json_t *best = NULL;
	size_t i;

	for (i = 0; i < json_array_size(labels); i++) {
		const json_t *stats = json_array_get(labels, i);

		if (hr_stat(stats, "count") < at_least || !(hr_stat(stats, key) > 0))
			continue;
		if (best == NULL || hr_stat(stats, key) > hr_stat(best, key))
			best = stats;
	}
	return best;
}

static void put_label(const json_t *stats, struct hr_str *out)
{
	const char *name = hr_json_text_at(stats, "label");

	hr_put_cut(out, hr_label_shown(name), HR_LABEL_SHOWN);
}

static void put_most_frequent_error(const struct hr_label *label, struct hr_str *text)
{
	struct hr_error_groups groups;

	hr_error_groups_init(&groups, label);
	if (groups.count > 0) {
		hr_str_puts(text, ", most often \xe2\x80\x9c");
		hr_put_cut(text, groups.groups[0].text, 100);
		hr_str_puts(text, "\xe2\x80\x9d");
	}
	hr_error_groups_release(&groups);
}

static void add_errors(json_t *list, const struct hr_scene *scene, const json_t *labels)
{
	const json_t *worst = largest_by(labels, "errors", 1);
	const struct hr_label *label;
	const char *section;
	struct hr_str subject = { 0 }, text = { 0 };

	if (worst == NULL)
		return;
	put_label(worst, &subject);
	hr_str_puts(&text,
	            json_array_size(labels) > 1 ? " has the most errors: " : " has errors: ");
	hr_put_value(&text, hr_stat(worst, "errors"), HR_QUANTITY_COUNT);
	hr_str_puts(&text, " of ");
	hr_put_count(&text, (uint64_t)hr_stat(worst, "count"), "request", "requests");
	hr_str_puts(&text, " failed (");
	hr_put_value(&text, hr_stat(worst, "error_ratio"), HR_QUANTITY_RATIO);
	hr_str_putc(&text, ')');
	label = hr_stats_label(scene, worst, HR_SAMPLE_REQUEST);
	if (label != NULL)
		put_most_frequent_error(label, &text);
	section = scene->total->errors_exact.count > 0 ? "errors" : "statistics";
	add(list, &subject, &text, "bad", section, section);
}

static void add_slowest(json_t *list, const json_t *labels, const json_t *total)
{
	const json_t *worst = largest_by(labels, "p95_ms", NOTABLE_COUNT);
	double all = hr_stat(total, "p95_ms");
	struct hr_str subject = { 0 }, text = { 0 };

	if (worst == NULL || json_array_size(labels) < 2)
		return;
	put_label(worst, &subject);
	hr_str_puts(&text, " is the slowest: p95 ");
	hr_put_value(&text, hr_stat(worst, "p95_ms"), HR_QUANTITY_DURATION_MS);
	if (isfinite(all)) {
		hr_str_puts(&text, ", all requests together ");
		hr_put_value(&text, all, HR_QUANTITY_DURATION_MS);
	}
	add(list, &subject, &text, "", "statistics", "statistics");
}

static void add_interval(json_t *list, const struct hr_scene *scene, const json_t *total)
{
	const struct hr_cells *cells = &scene->total->cells;
	double all = hr_stat(total, "p95_ms"), worst = 0;
	int64_t step_ns = scene->run.grid.step_ns;
	struct hr_str subject = { 0 }, text = { 0 };
	char when[HR_INSTANT_TEXT_SIZE];
	size_t i, at = 0;

	for (i = 0; i < cells->count; i++) {
		double p95 = hr_cell_quantile_ms(&cells->cells[i], 0.95);

		if (cells->cells[i].timed >= NOTABLE_COUNT && p95 > worst) {
			worst = p95;
			at = i;
		}
	}
	if (!(worst >= NOTABLE_RATIO * all))
		return;
	hr_instant_format_human((cells->first + (int64_t)at) * step_ns, hr_scene_zone(scene), when);
	hr_str_puts(&subject, when);
	hr_str_puts(&text, " begins the slowest interval (");
	hr_put_value(&text, (double)step_ns / 1e6, HR_QUANTITY_DURATION_MS);
	hr_str_puts(&text, "): p95 ");
	hr_put_value(&text, worst, HR_QUANTITY_DURATION_MS);
	hr_str_puts(&text, ", whole run ");
	hr_put_value(&text, all, HR_QUANTITY_DURATION_MS);
	add(list, &subject, &text, "", "latency", "latency");
}

json_t *hr_model_findings(const struct hr_scene *scene)
{
	const json_t *run = json_object_get(scene->document, "run");
	const json_t *total = json_object_get(run, "total");
	const json_t *labels = json_object_get(run, "labels");
	json_t *list = json_array();

	add_checks(list, scene, "fail", "bad");
	if (json_array_size(list) < FINDINGS_MAX)
		add_checks(list, scene, "warn", "warn");
	if (json_array_size(list) == 0) {
		add_checks(list, scene, "inconclusive", "warn");
		if (json_array_size(list) == 0) {
			add_errors(list, scene, labels);
			add_slowest(list, labels, total);
			add_interval(list, scene, total);
		}
	}
	if (json_array_size(list) == 0) {
		json_decref(list);
		return NULL;
	}
	hr_list_finish(list);
	return list;
}
