/*
 * The terminal: verdict first, then what failed, a table of labels, errors, rows that could not be
 * read, and what to do next in the last line.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "document/jsonx.h"
#include "render/error_groups.h"
#include "render/form_part.h"
#include "render/model_part.h"
#include "render/sparkline.h"
#include "render/text_page.h"
#include "render/text_table.h"
#include "render/timeline.h"

#define LABEL_ROWS_MAX 20
#define ERROR_ROWS_MAX 5
#define SPARK_COLUMNS  40
#define WIDTH_DEFAULT  80
#define MOSTLY_FAILED  0.5

static void put_colour(const struct hr_text_page *page, const char *cls)
{
	static const char *const colours[][2] = {
		{ "bad", "31" }, { "warn", "33" }, { "good", "32" }, { "neutral", "36" }
	};
	size_t i;

	for (i = 0; page->options->colour && i < sizeof(colours) / sizeof(colours[0]); i++)
		if (strcmp(colours[i][0], cls) == 0)
			hr_str_printf(page->out, "\033[1;%sm", colours[i][1]);
}

static void put_colour_end(const struct hr_text_page *page)
{
	if (page->options->colour)
		hr_str_puts(page->out, "\033[0m");
}

/* "FAIL  checkout-nightly  2 of 14 checks failed", which has lines of its own where it is long */
static void put_verdict(const struct hr_text_page *page)
{
	json_t *verdict = hr_model_verdict(page->scene);
	json_t *run = hr_model_run(page->scene);
	const char *word = hr_json_text_at(verdict, "word");
	const char *summary = hr_json_text_at(verdict, "summary");
	struct hr_str name = { 0 };
	size_t used = strlen(word);

	put_colour(page, hr_json_text_at(verdict, "cls"));
	hr_str_puts(page->out, word);
	put_colour_end(page);
	hr_str_puts(&name, "  ");
	hr_put_cut(&name, hr_value_get_text(json_object_get(run, "name")), 40);
	hr_text_put(page, hr_str_text(&name), page->width - used);
	used += hr_text_columns(hr_str_text(&name)) + 2;
	if (used + hr_text_columns(summary) <= page->width) {
		hr_str_puts(page->out, "  ");
		hr_text_line(page, summary);
	} else {
		hr_str_puts(page->out, "\n  ");
		hr_text_continue(page, summary, 2);
	}
	hr_str_release(&name);
	json_decref(verdict);
	json_decref(run);
}

/* Checks that did not pass. */
static void put_checks(const struct hr_text_page *page)
{
	json_t *section = hr_model_checks(page->scene);
	const json_t *rows = json_object_get(section, "rows");
	size_t i;

	for (i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const json_t *verdict = json_object_get(row, "verdict");
		const char *kind = hr_value_get_text(json_object_get(row, "kind"));
		char *icon;

		/* trends have a section of their own */
		if (strcmp(hr_json_text_at(verdict, "cls"), "good") == 0 ||
		    hr_check_is_of_trend(page->scene, kind))
			continue;
		icon = hr_text_plain(page, hr_json_text_at(verdict, "icon"));
		put_colour(page, hr_json_text_at(verdict, "cls"));
		hr_str_puts(page->out, icon);
		put_colour_end(page);
		hr_str_putc(page->out, ' ');
		hr_text_continue(page, hr_value_get_text(json_object_get(row, "message")), 2);
		free(icon);
	}
	json_decref(section);
}

static const struct label_column {
	struct hr_text_column column;
	const char *key;
	enum hr_quantity quantity;
} label_columns[] = {
	{ { "requests", 3 }, "count", HR_QUANTITY_COUNT },
	{ { "errors", 0 }, "error_ratio", HR_QUANTITY_RATIO },
	{ { "mean", 8 }, "mean_ms", HR_QUANTITY_DURATION_MS },
	{ { "p50", 2 }, "p50_ms", HR_QUANTITY_DURATION_MS },
	{ { "p90", 9 }, "p90_ms", HR_QUANTITY_DURATION_MS },
	{ { "p95", 0 }, "p95_ms", HR_QUANTITY_DURATION_MS },
	{ { "p99", 4 }, "p99_ms", HR_QUANTITY_DURATION_MS },
	{ { "max", 6 }, "max_ms", HR_QUANTITY_DURATION_MS },
	{ { "rate", 5 }, "throughput_per_s", HR_QUANTITY_PER_S },
};
#define LABEL_COLUMNS (sizeof(label_columns) / sizeof(label_columns[0]))

static void add_row(const struct hr_text_page *page, struct hr_text_table *table, const char *name,
                    const json_t *stats)
{
	char texts[LABEL_COLUMNS][HR_UNIT_TEXT_SIZE];
	const char *cells[LABEL_COLUMNS];
	char *label = hr_text_plain(page, hr_label_shown(name));
	size_t c;

	for (c = 0; c < LABEL_COLUMNS; c++) {
		double value = hr_stat(stats, label_columns[c].key);

		if (isfinite(value))
			hr_unit_format(value, label_columns[c].quantity,
			               page->options->unicode ? HR_STYLE_UNICODE : HR_STYLE_ASCII,
			               texts[c]);
		else
			texts[c][0] = '\0';
		cells[c] = texts[c];
	}
	hr_text_table_add(table, label, cells);
	free(label);
}

static int by_p95(const void *a, const void *b)
{
	const json_t *x = *(const json_t *const *)a, *y = *(const json_t *const *)b;
	double p = hr_stat(x, "p95_ms"), q = hr_stat(y, "p95_ms");

	if (isfinite(p) != isfinite(q))
		return isfinite(p) ? -1 : 1;
	if (p < q || p > q)
		return p < q ? 1 : -1;
	return strcmp(hr_json_text_at(x, "label"), hr_json_text_at(y, "label"));
}

/* Worst p95 first. Returns how many rows were left out. */
static size_t add_rows(const struct hr_text_page *page, struct hr_text_table *table,
                       const json_t *labels)
{
	size_t i, count = 0, n = json_array_size(labels);
	const json_t **sorted = hr_alloc_array(n + 1, sizeof(*sorted));

	for (i = 0; i < n; i++)
		if (hr_json_text_at(json_array_get(labels, i), "label") != NULL)
			sorted[count++] = json_array_get(labels, i);
	qsort(sorted, count, sizeof(*sorted), by_p95);
	for (i = 0; i < count && i < LABEL_ROWS_MAX; i++)
		add_row(page, table, hr_json_text_at(sorted[i], "label"), sorted[i]);
	free(sorted);
	return count > LABEL_ROWS_MAX ? count - LABEL_ROWS_MAX : 0;
}

static void put_labels(const struct hr_text_page *page)
{
	static const char *const groups[] = { "labels", "transactions" };
	const json_t *run = json_object_get(page->scene->document, "run");
	const json_t *total = json_object_get(run, "total");
	struct hr_text_column columns[LABEL_COLUMNS];
	size_t i, left_out;

	for (i = 0; i < LABEL_COLUMNS; i++)
		columns[i] = label_columns[i].column;
	for (i = 0; i < 2; i++) {
		const json_t *labels = json_object_get(run, groups[i]);
		struct hr_text_table *table;

		if (json_array_size(labels) == 0)
			continue;
		if (i > 0)
			hr_text_line(page, "transactions");
		table = hr_text_table_new(columns, LABEL_COLUMNS);
		left_out = add_rows(page, table, labels);
		if (i == 0 && json_array_size(labels) > 1 && hr_stat(total, "count") > 0)
			add_row(page, table, page->scene->total->name, total);
		hr_text_table_put(table, page->width, hr_text_ellipsis(page), page->out);
		hr_text_table_free(table);
		if (left_out > 0)
			hr_str_printf(page->out, "(%zu more: -f csv)\n", left_out);
	}
}

/* Unless the verdict says it already, for want of anything else. */
static void put_aggregates(const struct hr_text_page *page)
{
	const json_t *run = json_object_get(page->scene->document, "run");
	struct hr_str line = { 0 };

	if ((hr_stat(json_object_get(run, "total"), "count") > 0 ||
	     hr_scene_check_count(page->scene) > 0) &&
	    hr_scene_put_aggregates(page->scene, &line))
		hr_text_line(page, hr_str_text(&line));
	hr_str_release(&line);
}

static void put_course(const struct hr_text_page *page)
{
	const struct hr_scene *scene = page->scene;
	size_t room = page->width > 50 ? SPARK_COLUMNS : page->width / 2;
	struct hr_timeline timeline;
	char from[HR_INSTANT_TEXT_SIZE];
	struct hr_str line = { 0 };
	double *values;

	if (!page->options->unicode || scene->total->cells.count < 4 ||
	    !hr_timeline_init(&timeline, scene, hr_timeline_stretches(scene->total, room)))
		return;
	values = hr_alloc_array(timeline.count, sizeof(*values));
	hr_timeline_quantiles(&timeline, scene->total, 0.95, values);
	hr_str_puts(&line, "p95 ");
	hr_sparkline_text(values, timeline.count, &line);
	hr_instant_format_human(hr_timeline_ns(&timeline, 0), hr_scene_zone(scene), from);
	hr_str_puts(&line, " every ");
	hr_timeline_length(&timeline, &line);
	/* Half a date says nothing. */
	if (hr_text_columns(hr_str_text(&line)) + strlen(" from ") + hr_text_columns(from) <=
	    page->width)
		hr_str_printf(&line, " from %s", from);
	hr_text_line(page, hr_str_text(&line));
	hr_str_release(&line);
	free(values);
}

/* "960 x It took … milliseconds  (928 wordings, 3,076 to 31,691)". What does not fit is cut from
 * the text; the range is given only where nothing need be cut for it. */
static void put_error(const struct hr_text_page *page, const struct hr_error_group *group)
{
	struct hr_str line = { 0 }, wordings = { 0 };
	size_t room = page->width;

	hr_str_puts(&line, "  ");
	hr_put_value(&line, (double)group->count, HR_QUANTITY_COUNT);
	hr_str_printf(&line, " x %s", group->text);
	for (int in_full = 1; in_full >= 0 && hr_error_group_is_folded(group); in_full--) {
		hr_str_truncate(&wordings, 0);
		hr_str_puts(&wordings, "  (");
		hr_error_group_put_wordings(group, in_full != 0, &wordings);
		hr_str_putc(&wordings, ')');
		if (line.length + wordings.length <= page->width)
			break;
	}
	if (line.length + wordings.length <= room || wordings.length < room / 2)
		room -= wordings.length;
	hr_text_put(page, hr_str_text(&line), room);
	if (room < page->width)
		hr_text_put(page, hr_str_text(&wordings), page->width - room);
	hr_str_putc(page->out, '\n');
	hr_str_release(&line);
	hr_str_release(&wordings);
}

static void put_errors(const struct hr_text_page *page)
{
	struct hr_error_groups groups;
	size_t i;

	hr_error_groups_init(&groups, page->scene->total);
	if (groups.count > 0)
		hr_text_line(page, "errors");
	for (i = 0; i < groups.count && i < ERROR_ROWS_MAX; i++)
		put_error(page, &groups.groups[i]);
	if (groups.count > ERROR_ROWS_MAX)
		hr_str_printf(page->out, "  (%zu more)\n", groups.count - ERROR_ROWS_MAX);
	hr_error_groups_release(&groups);
}

/* The column that a note "no X column: what follows" is about; empty for any other. */
static struct hr_slice missing_column(const json_t *entry)
{
	struct hr_slice none = { 0 };
	const char *reason, *end;

	if (strcmp(hr_json_text_at(entry, "word"), "note") != 0)
		return none;
	reason = hr_value_get_text(json_object_get(entry, "reason"));
	end = strstr(reason, " column: ");
	if (end == NULL || strncmp(reason, "no ", 3) != 0 || end < reason + 3)
		return none;
	return (struct hr_slice){ reason + 3, (size_t)(end - reason) - 3 };
}

/* Gives where the next line starts. */
static size_t end_line(struct hr_str *text)
{
	hr_str_putc(text, '\n');
	return text->length;
}

/* Notes on missing columns of one file together: the page says what follows from each. Gives how
 * many of @entries from @i on it took; 0 when there are not several. */
static size_t put_missing_columns(const struct hr_text_page *page, const json_t *entries, size_t i)
{
	const char *path = hr_value_get_text(json_object_get(json_array_get(entries, i), "path"));
	struct hr_str line = { 0 };
	size_t n = 0, start = 0;

	for (; i + n < json_array_size(entries); n++) {
		const json_t *entry = json_array_get(entries, i + n);
		struct hr_slice column = missing_column(entry);

		if (column.length == 0 ||
		    strcmp(hr_value_get_text(json_object_get(entry, "path")), path) != 0)
			break;
		if (n > 0)
			hr_str_putc(&line, ',');
		if (n > 0 && start + page->width < line.length + column.length + sizeof(" columns"))
			start = end_line(&line);
		hr_str_puts(&line, n == 0 ? "note: no " : " ");
		hr_str_add_slice(&line, column);
	}
	if (n > 1) {
		hr_str_puts(&line, " columns");
		if (page->scene->run.input_count > 1)
			hr_str_printf(&line, ": %s", path);
		hr_str_add(page->out, hr_str_text(&line), start);
		hr_text_line(page, hr_str_text(&line) + start);
	}
	hr_str_release(&line);
	return n > 1 ? n : 0;
}

static void put_validity(const struct hr_text_page *page)
{
	json_t *section = hr_model_validity(page->scene);
	const json_t *entries = json_object_get(section, "entries");
	const json_t *remarks = json_object_get(section, "remarks");
	struct hr_str line = { 0 };
	size_t i, k;

	for (i = 0; i < json_array_size(entries); i++) {
		const json_t *entry = json_array_get(entries, i);
		const json_t *lines = json_object_get(entry, "lines");
		size_t joined = put_missing_columns(page, entries, i);

		if (joined > 0) {
			i += joined - 1;
			continue;
		}
		hr_str_truncate(&line, 0);
		hr_str_printf(&line, "%s %s: %s",
		              hr_value_get_text(json_object_get(entry, "count")),
		              hr_json_text_at(entry, "word"),
		              hr_value_get_text(json_object_get(entry, "reason")));
		hr_text_line(page, hr_str_text(&line));
		for (k = 0; k < json_array_size(lines); k++) {
			const json_t *item = json_array_get(lines, k);
			const char *text = hr_value_get_text(json_object_get(item, "text"));

			hr_str_truncate(&line, 0);
			hr_str_printf(&line, "  %s%s%s",
			              hr_value_get_text(json_object_get(item, "place")),
			              *text != '\0' ? ": " : "", text);
			hr_text_line(page, hr_str_text(&line));
		}
	}
	for (i = 0; i < json_array_size(remarks); i++) {
		hr_str_truncate(&line, 0);
		hr_str_printf(&line, "note: %s", hr_word_at(json_array_get(remarks, i), "text"));
		hr_text_line(page, hr_str_text(&line));
	}
	hr_str_release(&line);
	json_decref(section);
}

/* A limit a quarter above what was measured, with two digits: a start for a first criterion. */
static double suggested_limit(double value_ms)
{
	double step = pow(10, floor(log10(value_ms * 1.25)) - 1);

	return ceil(value_ms * 1.25 / step) * step;
}

/* An option to copy is kept on one line. */
static void put_limit(const struct hr_text_page *page, const char *option)
{
	static const char words[] = "next: set a limit, say";
	struct hr_str line = { 0 };

	hr_str_printf(&line, "%s %s", words, option);
	if (hr_text_columns(hr_str_text(&line)) > page->width) {
		hr_text_line(page, words);
		hr_str_truncate(&line, 0);
		hr_str_printf(&line, "  %s", option);
	}
	hr_text_line(page, hr_str_text(&line));
	hr_str_release(&line);
}

/* What to do about a run without a check. */
static void put_suggestion(const struct hr_text_page *page)
{
	const json_t *run = json_object_get(page->scene->document, "run");
	const json_t *total = json_object_get(run, "total");
	double p95 = hr_stat(total, "p95_ms");
	char option[64];

	if (hr_stat(total, "error_ratio") > MOSTLY_FAILED) {
		/* How fast it fails is no measure. */
		put_limit(page, "--check 'error_ratio < 1%'");
	} else if (p95 > 0) {
		snprintf(option, sizeof(option), "--check 'p95 < %gms'", suggested_limit(p95));
		put_limit(page, option);
	} else if (!hr_document_has_data(page->scene->document)) {
		if (hr_document_records(page->scene->document) == 0)
			hr_text_paragraph(page,
			                  "next: headroom help formats lists what can be read");
	} else if (page->options->report_path == NULL) {
		hr_text_paragraph(page, "next: headroom render -f html draws it");
	}
}

static void put_next_step(const struct hr_text_page *page)
{
	if (hr_scene_check_count(page->scene) == 0)
		put_suggestion(page);
	else if (page->options->report_path == NULL)
		hr_text_paragraph(page, "next: headroom render -f html shows it over time");
	if (page->options->report_path != NULL) {
		struct hr_str line = { 0 };

		/* A path is for copying: it is never cut. */
		hr_str_printf(&line, "report: %s", page->options->report_path);
		hr_text_put(page, hr_str_text(&line), SIZE_MAX);
		hr_str_putc(page->out, '\n');
		hr_str_release(&line);
	}
}

enum hr_err hr_form_text(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err)
{
	struct hr_text_page page = { scene, options,
		                     options->columns > 0 ? options->columns : WIDTH_DEFAULT, out };

	(void)err;
	if (page.width < 40)
		page.width = 40;
	put_verdict(&page);
	put_checks(&page);
	hr_text_comparison(&page);
	hr_text_trend(&page);
	put_labels(&page);
	put_aggregates(&page);
	put_course(&page);
	put_errors(&page);
	hr_text_slo(&page);
	hr_text_reliability(&page);
	hr_text_chaos(&page);
	hr_text_stability(&page);
	hr_text_stress(&page);
	hr_text_capacity(&page);
	hr_text_quality(&page);
	put_validity(&page);
	put_next_step(&page);
	return HR_OK;
}
