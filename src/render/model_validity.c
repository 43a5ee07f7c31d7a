/*
 * Can the figures be trusted: rows that were rejected or degraded, with place and text; notes;
 * inputs cut short; labels folded together.
 */
#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "render/model_part.h"

#define ENTRIES_MAX 100
#define TEXT_SHOWN  160

static const struct {
	enum hr_diag_severity severity;
	const char *word, *icon, *cls;
} severities[] = {
	{ HR_DIAG_REJECTED, "rejected", "\xe2\x9c\x96", "bad" },
	{ HR_DIAG_DEGRADED, "degraded", "\xe2\x96\xb2", "warn" },
	{ HR_DIAG_NOTE, "note", "\xe2\x97\x8b", "neutral" },
};
#define SEVERITIES (sizeof(severities) / sizeof(severities[0]))

static json_t *lines_of(const struct hr_diag_entry *entry)
{
	json_t *lines = json_array();
	size_t i;

	for (i = 0; i < entry->n_first; i++) {
		const struct hr_diag_line *line = &entry->first[i];
		json_t *item = json_object();
		struct hr_str text = { 0 };

		if (line->line == 0 && (line->text == NULL || *line->text == '\0')) {
			json_decref(item);
			continue;
		}
		hr_str_puts(&text, entry->path != NULL ? entry->path : "");
		if (line->line > 0)
			hr_str_printf(&text, ":%llu", (unsigned long long)line->line);
		json_object_set_new(item, "place", hr_value_text(hr_str_text(&text)));
		hr_str_truncate(&text, 0);
		hr_put_cut(&text, line->text != NULL ? line->text : "", TEXT_SHOWN);
		json_object_set_new(item, "text", hr_value_text(hr_str_text(&text)));
		json_array_append_new(lines, item);
		hr_str_release(&text);
	}
	hr_list_finish(lines);
	return lines;
}

static json_t *entry_of(const struct hr_diag_entry *entry, size_t s)
{
	json_t *item = json_object();
	json_t *lines = lines_of(entry);

	hr_object_put_text(item, "word", severities[s].word);
	hr_object_put_text(item, "icon", severities[s].icon);
	hr_object_put_text(item, "cls", severities[s].cls);
	json_object_set_new(item, "reason", hr_value_text(entry->reason));
	json_object_set_new(item, "path", hr_value_text(entry->path));
	json_object_set_new(item, "count", hr_value_new((double)entry->count, HR_QUANTITY_COUNT));
	json_object_set_new(item, "has_lines", json_boolean(json_array_size(lines) > 0));
	json_object_set_new(item, "lines", lines);
	return item;
}

static void put_row_count(struct hr_str *text, const struct hr_diag *diag,
                          enum hr_diag_severity severity, const char *what)
{
	uint64_t count = hr_diag_total(diag, severity, NULL);

	if (count == 0)
		return;
	if (text->length > 0)
		hr_str_puts(text, ", ");
	hr_put_count(text, count, "row", "rows");
	hr_str_printf(text, " %s", what);
}

static void add_remark(json_t *remarks, struct hr_str *text)
{
	json_array_append_new(remarks, json_pack("{s:s}", "text", hr_str_text(text)));
	hr_str_truncate(text, 0);
}

static json_t *remarks_of(const struct hr_scene *scene)
{
	const struct hr_run *run = &scene->run;
	json_t *remarks = json_array();
	struct hr_str text = { 0 };
	size_t i;

	for (i = 0; i < run->input_count; i++) {
		if (!run->inputs[i].truncated)
			continue;
		hr_put_cut(&text, run->inputs[i].path, HR_LABEL_SHOWN);
		hr_str_puts(&text, " ends too early; what it holds is counted");
		add_remark(remarks, &text);
	}
	if (run->inputs_rest.count > 0) {
		hr_put_count(&text, run->inputs_rest.count, "input", "inputs");
		hr_str_puts(&text, " beyond the first ");
		hr_put_value(&text, HR_INPUTS_MAX, HR_QUANTITY_COUNT);
		hr_str_puts(&text, " are counted and not listed");
		if (run->inputs_rest.truncated > 0)
			hr_str_printf(&text, "; %" PRIu64 " of them end too early",
			              run->inputs_rest.truncated);
		add_remark(remarks, &text);
	}
	if (run->labels_folded > 0) {
		hr_put_count(&text, run->labels_folded, "request", "requests");
		hr_str_puts(&text, " of labels beyond the first ");
		hr_put_value(&text, HR_LABELS_MAX, HR_QUANTITY_COUNT);
		hr_str_puts(&text, " are counted under " HR_OTHER_LABEL);
		add_remark(remarks, &text);
	}
	if (scene->options.window_snapped) {
		hr_str_puts(&text, "the window was cut at borders of intervals");
		add_remark(remarks, &text);
	}
	if (run->rebuilt) {
		hr_str_puts(&text, "percentiles are within 3.2 %, not 0.05 %: they and standard "
		                   "deviations were rebuilt from the histograms of intervals");
		add_remark(remarks, &text);
	}
	hr_str_release(&text);
	hr_list_finish(remarks);
	return remarks;
}

json_t *hr_model_validity(const struct hr_scene *scene)
{
	const struct hr_diag *diag = &scene->run.diag;
	json_t *entries = json_array(), *remarks = remarks_of(scene), *section;
	json_t *quality;
	struct hr_str summary = { 0 };
	size_t s, i;

	for (s = 0; s < SEVERITIES; s++)
		for (i = 0; i < diag->count; i++)
			if (diag->entries[i].severity == severities[s].severity &&
			    json_array_size(entries) < ENTRIES_MAX)
				json_array_append_new(entries, entry_of(&diag->entries[i], s));
	quality = hr_model_quality(scene);
	if (json_array_size(entries) == 0 && json_array_size(remarks) == 0 && quality == NULL) {
		json_decref(entries);
		json_decref(remarks);
		return NULL;
	}
	put_row_count(&summary, diag, HR_DIAG_REJECTED, "rejected");
	put_row_count(&summary, diag, HR_DIAG_DEGRADED, "counted in totals only");
	section = json_object();
	hr_list_finish(entries);
	hr_object_put_text(section, "summary", summary.length > 0 ? hr_str_text(&summary) : NULL);
	json_object_set_new(section, "entries", entries);
	json_object_set_new(section, "remarks", remarks);
	hr_object_put(section, "quality", quality);
	hr_object_put(section, "left_out", hr_left_out(diag->count, ENTRIES_MAX));
	hr_str_release(&summary);
	return section;
}
