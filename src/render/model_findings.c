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
#include "record/words.h"
#include "render/error_groups.h"
#include "render/model_part.h"
#include "render/trend_view.h"

#define FINDINGS_MAX 3
/* Fewer requests than this say little about a 95th percentile or an interval. */
#define NOTABLE_COUNT 20
/* An interval is worth a sentence when its p95 is this many times that of the run. */
#define NOTABLE_RATIO 1.5
/* A label is slower than the others from this many times the p95 of all on. */
#define SLOWER_RATIO 1.1

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

/* The history keeps the name of the total for it: a label that is called so is not in it. */
static bool is_series_of(const json_t *check, const json_t *series)
{
	return is_same(check, series, "subject", "label") &&
	       (hr_json_text_at(series, "label") == NULL ||
	        (strcmp(hr_json_text_at(series, "label"), HR_TOTAL) == 0) ==
	                (hr_subject_kind_of(check) == HR_SUBJECT_TOTAL));
}

/* Since when, and with which version, the history saw the change that a comparison found. */
static void put_onset(const struct hr_scene *scene, const json_t *check, struct hr_str *text)
{
	struct hr_trend_view view;

	if (!hr_trend_view_init(&view, scene))
		return;
	for (size_t i = 0; i < view.count; i++) {
		const json_t *event = hr_trend_view_event(&view, view.series[i]);

		if (event == NULL || !is_series_of(check, view.series[i]) ||
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
	const char *metric = hr_json_text_at(check, "metric");

	if (kind == NULL || strcmp(kind, "regression") != 0)
		return;
	/* The comparison itself may know when it began. */
	if (hr_json_text_at(check, "since") == NULL)
		put_onset(scene, check, text);
	if (hr_subject_kind_of(check) == HR_SUBJECT_TOTAL && metric != NULL &&
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
	if (message != NULL) {
		hr_put_cut(&whole, message, 2 * HR_LABEL_SHOWN);
		hr_check_put_rest(check, hr_str_text(&whole), &text);
	}
	hr_str_release(&whole);
	put_cause(scene, check, &text);
	hr_findings_add(list, &subject, &text, cls, place->anchor, place->link);
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

/* Of what is equally grave, what is about all requests goes before a part of them, and what the
 * load brings about by itself comes last. */
static int rank_of(const json_t *check)
{
	static const char *const consequences[] = { "received_kib_per_s", "sent_kib_per_s",
		                                    "budget" };
	const char *metric = hr_json_text_at(check, "metric");
	int rank = 4 * gravity(check);

	for (size_t i = 0; metric != NULL && i < 3; i++)
		rank += strcmp(metric, consequences[i]) == 0 ? 2 : 0;
	return hr_subject_kind_of(check) == HR_SUBJECT_TOTAL ? rank : rank + 1;
}

/* Of two with one rank, what comes sooner. */
static double days_of(const json_t *check)
{
	double days = hr_json_number_at(check, "evidence.days_to_earliest");

	return isfinite(days) ? days : (double)INFINITY;
}

/* Questions that a page is opened with: one finding each before any has two. */
static int question_of(const json_t *check)
{
	static const struct {
		const char *kind;
		int question;
	} table[] = {
		{ "regression", 1 }, { "trend", 1 }, { "slo", 2 },      { "criterion", 2 },
		{ "alert", 2 },      { "gate", 2 },  { "capacity", 3 },
	};
	const char *kind = hr_json_text_at(check, "kind");

	for (size_t i = 0; kind != NULL && i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].kind, kind) == 0)
			return table[i].question;
	return 0;
}

/* Those told so far. */
struct told {
	const json_t *checks[FINDINGS_MAX];
	size_t count;
	bool answered; /* what changed was told altogether */
};

/* How near a check is to one that was told: a new question, something new about a question, another
 * figure of the same, or the same, which a comparison and a trend may both find. */
enum nearness { NEW_QUESTION, NEW_SUBJECT, NEW_FIGURE, SAME };

/* What a trend is about has no kind but that of the total. */
static bool is_same_subject(const json_t *a, const json_t *b)
{
	return is_same(a, b, "subject", "subject") &&
	       (hr_subject_kind_of(a) == HR_SUBJECT_TOTAL) ==
	               (hr_subject_kind_of(b) == HR_SUBJECT_TOTAL);
}

static enum nearness nearness_of(const struct told *told, const json_t *check)
{
	enum nearness nearest = NEW_QUESTION;

	for (size_t i = 0; i < told->count; i++) {
		const json_t *other = told->checks[i];
		enum nearness here = NEW_QUESTION;

		if (is_same_subject(other, check))
			here = is_same(other, check, "metric", "metric")  ? SAME
			       : question_of(other) == question_of(check) ? NEW_FIGURE
			                                                  : NEW_QUESTION;
		else if (question_of(other) == question_of(check))
			here = NEW_SUBJECT;
		nearest = here > nearest ? here : nearest;
	}
	return nearest;
}

/* The gravest, and of those the soonest, that is no nearer to what was told than @nearness. */
static const json_t *next_check(const struct hr_scene *scene, const struct told *told,
                                const char *verdict, enum nearness nearness)
{
	const json_t *check, *best = NULL;
	size_t i;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		const char *word = hr_json_text_at(check, "verdict");

		if (word == NULL || strcmp(word, verdict) != 0 || hr_check_is_quality(check) ||
		    (told->answered && question_of(check) == 1) ||
		    nearness_of(told, check) > nearness)
			continue;
		if (best == NULL || rank_of(check) < rank_of(best) ||
		    (rank_of(check) == rank_of(best) && days_of(check) < days_of(best)))
			best = check;
	}
	return best;
}

/* Findings of that verdict, as different as there are; @max in all. */
static void add_checks(json_t *list, const struct hr_scene *scene, struct told *told,
                       const char *verdict, const char *cls, enum nearness last, size_t max)
{
	for (enum nearness nearness = NEW_QUESTION; nearness <= last; nearness++) {
		const json_t *check;

		while (json_array_size(list) < max &&
		       (check = next_check(scene, told, verdict, nearness)) != NULL) {
			add_check(list, scene, check, cls);
			told->checks[told->count++] = check;
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
		bool tied = groups.count > 1 && groups.groups[1].count == groups.groups[0].count;

		hr_str_puts(text, tied ? ", such as \xe2\x80\x9c" : ", most often \xe2\x80\x9c");
		hr_put_cut(text, groups.groups[0].text, 100);
		hr_str_puts(text, "\xe2\x80\x9d");
	}
	hr_error_groups_release(&groups);
}

/* Is there another label with as many errors? */
static bool is_tied(const json_t *labels, const json_t *worst)
{
	const json_t *stats;
	size_t i;

	json_array_foreach(labels, i, stats)
	{
		if (stats != worst && !(hr_stat(stats, "errors") < hr_stat(worst, "errors")) &&
		    isfinite(hr_stat(stats, "errors")))
			return true;
	}
	return false;
}

/* "10 of 148 requests failed (6.76 %)" */
static void put_failed(const json_t *stats, struct hr_str *text)
{
	hr_put_value(text, hr_stat(stats, "errors"), HR_QUANTITY_COUNT);
	hr_str_puts(text, " of ");
	hr_put_figure_count(text, hr_stat(stats, "count"), "request", "requests");
	hr_str_puts(text, " failed (");
	hr_put_value(text, hr_stat(stats, "error_ratio"), HR_QUANTITY_RATIO);
	hr_str_putc(text, ')');
}

/* The label with the most; all requests together where no label stands out. */
static void add_errors(json_t *list, const struct hr_scene *scene, const json_t *labels,
                       const json_t *total)
{
	const json_t *worst = largest_by(labels, "errors", 1);
	bool all = worst != NULL && is_tied(labels, worst) && hr_stat(total, "errors") > 0;
	const struct hr_label *label;
	const char *section;
	struct hr_str subject = { 0 }, text = { 0 };

	if (worst == NULL)
		return;
	if (all) {
		hr_str_puts(&subject, "Errors");
		hr_str_puts(&text, ": ");
	} else {
		put_label(worst, &subject);
		hr_str_puts(&text, json_array_size(labels) > 1 ? " has the most errors: "
		                                               : " has errors: ");
	}
	put_failed(all ? total : worst, &text);
	label = all ? scene->total : hr_stats_label(scene, worst, HR_SAMPLE_REQUEST);
	if (label != NULL)
		put_most_frequent_error(label, &text);
	section = scene->total->errors_exact.count > 0 ? "errors" : "statistics";
	hr_findings_add(list, &subject, &text, "bad", section, section);
}

static void add_slowest(json_t *list, const json_t *labels, const json_t *total)
{
	const json_t *worst = largest_by(labels, "p95_ms", NOTABLE_COUNT);
	double all = hr_stat(total, "p95_ms");
	struct hr_str subject = { 0 }, text = { 0 };

	if (worst == NULL || json_array_size(labels) < 2 ||
	    hr_stat(worst, "p95_ms") < SLOWER_RATIO * all)
		return;
	put_label(worst, &subject);
	hr_str_puts(&text, " is the slowest: p95 ");
	hr_put_value(&text, hr_stat(worst, "p95_ms"), HR_QUANTITY_DURATION_MS);
	if (isfinite(all)) {
		hr_str_puts(&text, ", all requests together ");
		hr_put_value(&text, all, HR_QUANTITY_DURATION_MS);
	}
	hr_findings_add(list, &subject, &text, "", "statistics", "statistics");
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
	hr_findings_add(list, &subject, &text, "", "latency", "latency");
}

/* Without checks that have something to say. */
static void add_facts(json_t *list, const struct hr_scene *scene)
{
	const json_t *run = json_object_get(scene->document, "run");
	const json_t *total = json_object_get(run, "total");
	const json_t *labels = json_object_get(run, "labels");

	add_errors(list, scene, labels, total);
	if (json_array_size(list) < FINDINGS_MAX)
		add_slowest(list, labels, total);
	if (json_array_size(list) < FINDINGS_MAX)
		add_interval(list, scene, total);
}

json_t *hr_model_findings(const struct hr_scene *scene)
{
	json_t *list = json_array(), *capacity = json_array();
	bool answered = hr_model_capacity_answer(scene, capacity);
	size_t max = FINDINGS_MAX - (answered ? 1 : 0);
	struct told told = { 0 };

	add_checks(list, scene, &told, "fail", "bad", NEW_FIGURE, max);
	add_checks(list, scene, &told, "warn", "warn", NEW_FIGURE, max);
	json_array_extend(list, capacity);
	json_decref(capacity);
	if (strcmp(hr_document_verdict(scene->document), "pass") == 0) {
		hr_model_answers(scene, list, FINDINGS_MAX);
		told.answered = true;
	}
	if (told.count == 0)
		add_checks(list, scene, &told, "inconclusive", "warn", NEW_SUBJECT, FINDINGS_MAX);
	if (told.count == 0 && json_array_size(list) < FINDINGS_MAX)
		add_facts(list, scene);
	if (json_array_size(list) == 0) {
		json_decref(list);
		return NULL;
	}
	hr_list_finish(list);
	return list;
}
