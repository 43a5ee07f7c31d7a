/*
 * Markdown for comments and step summaries: a marker that lets a bot find its old comment, the
 * verdict, what did not pass, and the rest folded. Cut at borders of rows to what a comment takes.
 */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "document/jsonx.h"
#include "record/words.h"
#include "render/error_groups.h"
#include "render/escape.h"
#include "render/exported.h"
#include "render/form_part.h"
#include "render/md_comparison.h"
#include "render/model_part.h"

#define COMMENT_CHARACTERS 65536 /* of GitHub's comments; a step summary takes 1 MiB */
#define TAIL_BYTES         400   /* kept for what closes a section */
#define CELL_CHARACTERS    120
#define MESSAGE_CHARACTERS 400
#define ERROR_ROWS_MAX     10

/* Bytes are at least as many as characters, so counting them is safe. */
static bool is_full(const struct hr_str *out, size_t row_bytes)
{
	return out->length + row_bytes + TAIL_BYTES > COMMENT_CHARACTERS;
}

static void put_text(struct hr_str *out, const char *text, size_t max)
{
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, text != NULL ? text : "", max);
	hr_escape_markdown(hr_str_slice(&cut), out);
	hr_str_release(&cut);
}

/* An HTML comment must not be ended from within. */
static void put_marker(struct hr_str *out, const char *suite)
{
	hr_str_puts(out, "<!-- headroom:");
	for (; *suite != '\0'; suite++) {
		unsigned char c = (unsigned char)*suite;

		if (isalnum(c) || c == '_' || c == '.' || (c == '-' && suite[1] != '-'))
			hr_str_putc(out, (char)c);
		else
			hr_str_printf(out, "%%%02X", c);
	}
	hr_str_puts(out, " -->\n");
}

static bool has_verdict(const json_t *check, const char *verdict)
{
	const char *text = hr_json_text_at(check, "verdict");

	return text != NULL && strcmp(text, verdict) == 0;
}

/* Checks that have a row here: those of a comparison stand in its own table. */
static bool is_listed(const struct hr_scene *scene, const json_t *check, const char *verdict)
{
	return has_verdict(check, verdict) &&
	       !hr_check_is_of_comparison(scene, hr_json_text_at(check, "kind"));
}

static size_t count_listed(const struct hr_scene *scene, const char *verdict)
{
	const json_t *check;
	size_t i, n = 0;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		n += is_listed(scene, check, verdict);
	}
	return n;
}

static void put_verdict(const struct hr_scene *scene, struct hr_str *out)
{
	json_t *bar = hr_model_verdict(scene), *run = hr_model_run(scene);

	hr_str_printf(out, "## %s %s ", hr_word_at(bar, "icon"), hr_word_at(bar, "word"));
	put_text(out, hr_value_get_text(json_object_get(run, "name")), CELL_CHARACTERS);
	hr_str_puts(out, "\n\n");
	put_text(out, hr_word_at(bar, "summary"), MESSAGE_CHARACTERS);
	hr_str_puts(out, ".\n");
	json_decref(bar);
	json_decref(run);
}

/* @verdict's checks as rows; gives how many did not fit. */
static size_t put_rows(const struct hr_scene *scene, const char *verdict, const char *mark,
                       struct hr_str *out)
{
	const json_t *checks = json_object_get(scene->document, "checks");
	const json_t *check;
	struct hr_str row = { 0 };
	size_t i, left_out = 0;

	json_array_foreach(checks, i, check)
	{
		if (!is_listed(scene, check, verdict))
			continue;
		hr_str_truncate(&row, 0);
		hr_str_printf(&row, "| %s | ", mark);
		put_text(&row, hr_json_text_at(check, "kind"), CELL_CHARACTERS);
		hr_str_puts(&row, " | ");
		put_text(&row, hr_json_text_at(check, "message"), MESSAGE_CHARACTERS);
		hr_str_puts(&row, " |\n");
		if (left_out > 0 || is_full(out, row.length))
			left_out++;
		else
			hr_str_add_slice(out, hr_str_slice(&row));
	}
	hr_str_release(&row);
	return left_out;
}

static void put_left_out(struct hr_str *out, size_t left_out)
{
	if (left_out > 0)
		hr_str_printf(out, "\n%zu more in the report.\n", left_out);
}

static void put_open_checks(const struct hr_scene *scene, struct hr_str *out)
{
	size_t left_out;

	if (count_listed(scene, "fail") + count_listed(scene, "warn") +
	            count_listed(scene, "inconclusive") ==
	    0)
		return;
	hr_str_puts(out, "\n| | kind | what was found |\n|---|---|---|\n");
	left_out = put_rows(scene, "fail", "\xe2\x9c\x96", out);
	left_out += put_rows(scene, "warn", "\xe2\x96\xb2", out);
	left_out += put_rows(scene, "inconclusive", "?", out);
	put_left_out(out, left_out);
}

static void put_passed_checks(const struct hr_scene *scene, struct hr_str *out)
{
	size_t passed = count_listed(scene, "pass");

	if (passed == 0)
		return;
	hr_str_printf(out,
	              "\n<details><summary>%zu passed</summary>\n\n"
	              "| | kind | what was found |\n|---|---|---|\n",
	              passed);
	put_left_out(out, put_rows(scene, "pass", "\xe2\x9c\x94", out));
	hr_str_puts(out, "\n</details>\n");
}

static void put_value(struct hr_str *out, const json_t *stats, const char *key,
                      enum hr_quantity quantity)
{
	hr_str_puts(out, " | ");
	hr_put_value(out, hr_stat(stats, key), quantity);
}

static void put_statistics_row(const struct hr_exported_row *row, struct hr_str *out)
{
	hr_str_puts(out, "| ");
	if (strcmp(row->name, HR_EXPORTED_TOTAL) == 0)
		hr_str_puts(out, hr_subject_words(HR_SUBJECT_TOTAL, HR_TOTAL));
	else if (row->name[0] != '\0')
		put_text(out, row->name, CELL_CHARACTERS);
	else
		hr_str_puts(out, HR_EMPTY_LABEL);
	put_value(out, row->stats, "count", HR_QUANTITY_COUNT);
	put_value(out, row->stats, "error_ratio", HR_QUANTITY_RATIO);
	put_value(out, row->stats, "p50_ms", HR_QUANTITY_DURATION_MS);
	put_value(out, row->stats, "p95_ms", HR_QUANTITY_DURATION_MS);
	put_value(out, row->stats, "p99_ms", HR_QUANTITY_DURATION_MS);
	put_value(out, row->stats, "throughput_per_s", HR_QUANTITY_PER_S);
	hr_str_puts(out, " |\n");
}

static void put_statistics(const struct hr_scene *scene, struct hr_str *out)
{
	struct hr_exported exported;
	struct hr_str row = { 0 };
	size_t shown = 0;

	hr_exported_init(&exported, scene);
	if (exported.count > 0)
		hr_str_puts(out, "\n<details><summary>Statistics</summary>\n\n"
		                 "| endpoint | requests | errors | p50 | p95 | p99 | rate |\n"
		                 "|---|---:|---:|---:|---:|---:|---:|\n");
	for (; shown < exported.count; shown++) {
		hr_str_truncate(&row, 0);
		put_statistics_row(&exported.rows[shown], &row);
		if (is_full(out, row.length))
			break;
		hr_str_add_slice(out, hr_str_slice(&row));
	}
	if (exported.count > 0) {
		put_left_out(out, exported.count - shown + exported.left_out);
		hr_str_puts(out, "\n</details>\n");
	}
	hr_str_release(&row);
	hr_exported_release(&exported);
}

/* What failed requests said, most frequent first. */
static void put_errors(const struct hr_scene *scene, struct hr_str *out)
{
	struct hr_error_groups groups;
	struct hr_str row = { 0 }, wordings = { 0 };
	size_t shown = 0;

	hr_error_groups_init(&groups, scene->total);
	if (groups.count > 0)
		hr_str_puts(out, "\n<details><summary>Errors</summary>\n\n"
		                 "| count | error |\n|---:|---|\n");
	for (; shown < groups.count && shown < ERROR_ROWS_MAX; shown++) {
		const struct hr_error_group *group = &groups.groups[shown];

		hr_str_truncate(&row, 0);
		hr_str_puts(&row, "| ");
		hr_put_value(&row, (double)group->count, HR_QUANTITY_COUNT);
		hr_str_puts(&row, " | ");
		put_text(&row, group->text, MESSAGE_CHARACTERS);
		if (hr_error_group_is_folded(group)) {
			hr_str_truncate(&wordings, 0);
			hr_error_group_put_wordings(group, true, &wordings);
			hr_str_puts(&row, " (");
			put_text(&row, hr_str_text(&wordings), CELL_CHARACTERS);
			hr_str_putc(&row, ')');
		}
		hr_str_puts(&row, " |\n");
		if (is_full(out, row.length))
			break;
		hr_str_add_slice(out, hr_str_slice(&row));
	}
	if (groups.count > 0) {
		put_left_out(out, groups.count - shown);
		hr_str_puts(out, "\n</details>\n");
	}
	hr_str_release(&row);
	hr_str_release(&wordings);
	hr_error_groups_release(&groups);
}

enum hr_err hr_form_markdown(const struct hr_scene *scene, const struct hr_render_options *options,
                             struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	put_marker(out, hr_exported_suite(scene));
	put_verdict(scene, out);
	put_open_checks(scene, out);
	hr_md_comparison(scene, COMMENT_CHARACTERS - TAIL_BYTES, out);
	put_statistics(scene, out);
	put_errors(scene, out);
	put_passed_checks(scene, out);
	return HR_OK;
}
