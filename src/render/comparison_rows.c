#include <config.h>
#include "render/comparison_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/shown.h"
#include "base/str.h"
#include "document/jsonx.h"
#include "record/metric.h"
#include "record/words.h"
#include "render/model_part.h"

#define TIMES_FROM 2.0 /* a change above is said as a factor */

static const struct word {
	const char *verdict, *cls, *icon;
	bool changed;
} words[] = {
	{ "regressed", "bad", "\xe2\x9c\x96", true },
	{ "suspect", "warn", "\xe2\x96\xb2", true },
	{ "vanished", "warn", "\xe2\x96\xb2", true },
	{ "improved", "good", "\xe2\x9c\x94", true },
	{ "new", "neutral", "+", true },
	{ "unchanged", "", "~", false },
	{ "inconclusive", "", "?", false },
	{ "no baseline", "", "?", false },
	{ "not comparable", "", "?", false },
};
#define WORDS (sizeof(words) / sizeof(words[0]))

static const struct word *word_of(const char *verdict)
{
	for (size_t i = 0; i < WORDS; i++)
		if (verdict != NULL && strcmp(words[i].verdict, verdict) == 0)
			return &words[i];
	return &words[WORDS - 1];
}

static void copy(char *out, size_t size, const char *text)
{
	hr_message_print(out, size, "%s", text);
}

static void put_value(const json_t *change, const char *key, enum hr_unit_style style, char *out,
                      size_t size)
{
	const char *kind = hr_json_text_at(change, "kind"), *unit = hr_json_text_at(change, "unit");
	const char *name = hr_json_text_at(change, "metric");
	bool resource = kind != NULL && strcmp(kind, "resource") == 0;
	double value = hr_json_number_at(change, key);
	const struct hr_metric *metric = NULL;
	enum hr_quantity quantity;
	struct hr_metric made;
	char text[HR_UNIT_TEXT_SIZE];

	if (name != NULL && !resource)
		metric = hr_metric_find(hr_slice_of(name), &made);
	quantity = metric != NULL ? metric->quantity : HR_QUANTITY_NUMBER;
	hr_unit_format(value, quantity, style, text);
	if (quantity == HR_QUANTITY_NUMBER && unit != NULL && isfinite(value))
		hr_message_print(out, size, "%s %s", text, unit);
	else
		copy(out, size, text);
}

/* "+54.8", with the sign of the style. */
static void put_signed(double value, enum hr_unit_style style, struct hr_str *out)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(fabs(value), HR_QUANTITY_NUMBER, style, text);
	if (value < 0)
		hr_str_puts(out, style == HR_STYLE_UNICODE ? "\xe2\x88\x92" : "-");
	else
		hr_str_putc(out, '+');
	hr_str_puts(out, text);
}

static bool in_points(const json_t *change)
{
	const char *metric = hr_json_text_at(change, "metric");

	return metric != NULL && strcmp(metric, "error_ratio") == 0;
}

static void put_effect(const json_t *change, const struct word *word, enum hr_unit_style style,
                       char *out, size_t size)
{
	double value = hr_json_number_at(change, "change");
	struct hr_str text = { .limit = size - 1 };

	if (!word->changed) {
		copy(out, size, strcmp(word->icon, "~") == 0 ? "~" : "?");
		return;
	}
	if (isnan(value)) {
		copy(out, size, "");
		return;
	}
	if (!in_points(change) && value > TIMES_FROM) {
		char factor[HR_UNIT_TEXT_SIZE];

		hr_unit_format(value + 1, HR_QUANTITY_NUMBER, style, factor);
		hr_str_printf(&text, "%s%s", style == HR_STYLE_UNICODE ? "\xc3\x97" : "x", factor);
	} else {
		put_signed(value * 100, style, &text);
		hr_str_puts(&text, in_points(change) ? " pt" : " %");
	}
	copy(out, size, hr_str_text(&text));
	hr_str_release(&text);
}

static void put_interval(const json_t *change, enum hr_unit_style style, char *out, size_t size)
{
	double low = hr_json_number_at(change, "low"), high = hr_json_number_at(change, "high");
	struct hr_str text = { .limit = size - 1 };

	out[0] = '\0';
	if (!isfinite(low) || !isfinite(high))
		return;
	hr_str_putc(&text, '[');
	put_signed(low * 100, style, &text);
	hr_str_puts(&text, ", ");
	put_signed(high * 100, style, &text);
	hr_str_putc(&text, ']');
	copy(out, size, hr_str_text(&text));
	hr_str_release(&text);
}

/* The day, and the version where there is one. */
static void put_since(const json_t *change, char *out, size_t size)
{
	const char *started = hr_json_text_at(change, "since.started"),
	           *version = hr_json_text_at(change, "since.version");
	struct hr_str text = { .limit = size - 1 };

	if (started != NULL)
		hr_str_puts(&text, hr_shown_day(started).text);
	if (started != NULL && version != NULL)
		hr_str_printf(&text, ", %s", version);
	copy(out, size, hr_str_text(&text));
	hr_str_release(&text);
}

static const char *figure_of(const char *metric)
{
	if (metric == NULL || strcmp(metric, "presence") == 0)
		return "";
	return hr_metric_words(metric);
}

static void fill(struct hr_change_row *row, const json_t *change, const struct word *word,
                 enum hr_unit_style style)
{
	const char *label = hr_json_text_at(change, "label");
	const char *metric = hr_json_text_at(change, "metric");
	const char *kind = hr_json_text_at(change, "kind");
	bool all = kind != NULL && strcmp(kind, HR_TOTAL) == 0;

	*row = (struct hr_change_row){
		.change = change,
		.label = label != NULL ? label : "",
		.total = all,
		.name = all ? hr_subject_words(HR_SUBJECT_TOTAL, HR_TOTAL) : hr_label_shown(label),
		.metric = metric != NULL ? metric : "",
		.figure = figure_of(metric),
		.verdict = word->verdict,
		.cls = word->cls,
		.icon = word->icon,
		.changed = word->changed,
	};
	if (json_object_get(change, "observed") == NULL)
		return;
	put_value(change, "baseline", style, row->baseline, sizeof(row->baseline));
	put_value(change, "observed", style, row->observed, sizeof(row->observed));
	put_effect(change, word, style, row->effect, sizeof(row->effect));
	put_interval(change, style, row->interval, sizeof(row->interval));
	put_since(change, row->since, sizeof(row->since));
}

struct hr_change_row *hr_change_rows(const json_t *comparison, enum hr_unit_style style,
                                     size_t *count)
{
	const json_t *changes = json_object_get(comparison, "changes"), *change;
	struct hr_change_row *rows;
	size_t k;

	*count = 0;
	if (json_array_size(changes) == 0)
		return NULL;
	rows = hr_alloc_array(json_array_size(changes), sizeof(*rows));
	for (size_t w = 0; w < WORDS; w++) {
		json_array_foreach(changes, k, change)
		{
			if (word_of(hr_json_text_at(change, "verdict")) == &words[w])
				fill(&rows[(*count)++], change, &words[w], style);
		}
	}
	return rows;
}

char *hr_comparison_baseline(const json_t *comparison)
{
	const json_t *runs = hr_json_at(comparison, "baseline.runs");
	const char *name = hr_json_text_at(comparison, "baseline.name");
	const char *source = hr_json_text_at(json_array_get(runs, 0), "source");
	size_t n = json_array_size(runs);
	struct hr_str out = { 0 };

	if (n == 0) {
		hr_str_puts(&out, "fixed values");
	} else if (name != NULL && name[0] != '\0') {
		hr_str_printf(&out, "%s, %zu %s", name, n, n == 1 ? "run" : "runs");
	} else if (n == 1 && source != NULL) {
		const char *slash = strrchr(source, '/');

		hr_str_puts(&out, slash != NULL ? slash + 1 : source);
	} else {
		hr_str_printf(&out, "%zu runs", n);
	}
	return hr_str_detach(&out);
}

char *hr_comparison_summary(const json_t *comparison)
{
	const json_t *summary = json_object_get(comparison, "summary");
	struct hr_str out = { 0 };

	for (size_t i = 0; i < WORDS; i++) {
		double n = hr_json_number_at(summary, words[i].verdict);

		if (n > 0)
			hr_str_printf(&out, "%s%.0f %s", out.length > 0 ? ", " : "", n,
			              words[i].verdict);
	}
	return hr_str_detach(&out);
}
