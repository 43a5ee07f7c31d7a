#include <config.h>
#include "document/mask_run.h"
#include "record/mask.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/series.h"

static bool needs(const char *text, bool drop)
{
	return text != NULL && hr_mask_needed(hr_slice_of(text), drop);
}

static bool tally_needs(const struct hr_tally *tally, bool drop)
{
	for (size_t i = 0; i < tally->count; i++)
		if (needs(tally->entries[i].text, drop))
			return true;
	return false;
}

static bool label_needs(const struct hr_label *label, bool drop)
{
	return needs(label->name, drop) || tally_needs(&label->codes, drop) ||
	       tally_needs(&label->errors_exact, drop) || tally_needs(&label->error_groups, drop);
}

static bool tracks_need(const struct hr_tracks *tracks, bool drop)
{
	for (size_t i = 0; i < tracks->count; i++)
		if (needs(tracks->tracks[i].text, drop))
			return true;
	return false;
}

static bool diag_needs(const struct hr_diag *diag, bool drop)
{
	for (size_t i = 0; i < diag->count; i++) {
		const struct hr_diag_entry *entry = &diag->entries[i];

		if (needs(entry->path, drop) || needs(entry->reason, drop))
			return true;
		for (size_t k = 0; k < entry->n_first; k++)
			if (needs(entry->first[k].text, drop))
				return true;
	}
	return false;
}

struct plan_need {
	bool drop, found;
};

static void note_plan_text(void *context, char **text)
{
	struct plan_need *need = context;

	need->found = need->found || needs(*text, need->drop);
}

static bool plans_need(const struct hr_plans *plans, bool drop)
{
	struct plan_need need = { .drop = drop };

	for (size_t i = 0; i < plans->count; i++)
		hr_plan_texts(&plans->items[i], note_plan_text, &need);
	return need.found;
}

bool hr_mask_run_needed(const struct hr_run *run, bool drop)
{
	bool found = needs(run->name, drop) || needs(run->environment, drop) ||
	             needs(run->version, drop) || needs(run->workload, drop) ||
	             tracks_need(&run->codes, drop) || tracks_need(&run->users, drop) ||
	             diag_needs(&run->diag, drop) || plans_need(&run->plans, drop);

	for (size_t i = 0; i < run->label_count && !found; i++)
		found = label_needs(run->labels[i], drop);
	for (size_t i = 0; i < run->series_count && !found; i++)
		found = needs(run->series[i].name, drop) || needs(run->series[i].host, drop) ||
		        needs(run->series[i].unit, drop);
	for (size_t i = 0; i < run->event_count && !found; i++)
		found = needs(run->events[i].kind, drop) || needs(run->events[i].text, drop);
	for (size_t i = 0; i < run->input_count && !found; i++)
		found = needs(run->inputs[i].path, drop);
	return found;
}

/* Masked copy; NULL for NULL. */
static char *masked(const char *text, bool drop)
{
	struct hr_str out = { 0 };

	if (text == NULL)
		return NULL;
	hr_mask_text(hr_slice_of(text), drop, &out);
	return hr_str_detach(&out);
}

static void mask_tally(struct hr_tally *into, const struct hr_tally *from, size_t max_bytes,
                       bool drop)
{
	for (size_t i = 0; i < from->count; i++) {
		char *text = masked(from->entries[i].text, drop);

		hr_tally_add(into, hr_slice_of(text), max_bytes, from->entries[i].count);
		free(text);
	}
	into->rest += from->rest;
}

/* A name that no label has yet, for figures that cannot be added to those of another label. */
static struct hr_label *fresh_label(struct hr_run *out, const char *name, enum hr_sample_kind kind)
{
	struct hr_str numbered = { 0 };
	struct hr_label *label;

	hr_str_puts(&numbered, name);
	for (unsigned i = 2; hr_run_find(out, hr_str_slice(&numbered), kind) != NULL; i++) {
		hr_str_truncate(&numbered, 0);
		hr_str_printf(&numbered, "%s (%u)", name, i);
	}
	label = hr_run_label(out, hr_str_slice(&numbered), kind);
	hr_str_release(&numbered);
	return label;
}

/* Tallies are masked one by one, everything else is the label's sum. */
static void mask_label(struct hr_run *out, const struct hr_label *from, bool drop)
{
	char *name = masked(from->name, drop);
	struct hr_label sums = *from;
	struct hr_label *into;

	if (from->aggregate != NULL) {
		into = fresh_label(out, name, from->kind);
		into->aggregate = hr_alloc(sizeof(*into->aggregate));
		*into->aggregate = *from->aggregate;
		into->count = from->count;
		into->errors = from->errors;
		into->start_ns = from->start_ns;
		into->end_ns = from->end_ns;
		into->source = from->source;
	} else {
		into = hr_run_label(out, hr_slice_of(name), from->kind);
		hr_tally_init(&sums.codes, HR_CODES_MAX);
		hr_tally_init(&sums.errors_exact, HR_ERRORS_MAX);
		hr_tally_init(&sums.error_groups, HR_ERROR_GROUPS_MAX);
		hr_label_merge(into, &sums);
		hr_tally_release(&sums.codes);
		hr_tally_release(&sums.errors_exact);
		hr_tally_release(&sums.error_groups);
		if (from->source > into->source)
			into->source = from->source;
	}
	mask_tally(&into->codes, &from->codes, HR_ERROR_BYTES, drop);
	mask_tally(&into->errors_exact, &from->errors_exact, HR_ERROR_BYTES, drop);
	mask_tally(&into->error_groups, &from->error_groups, HR_ERROR_BYTES, drop);
	free(name);
}

static void mask_tracks(struct hr_tracks *into, const struct hr_tracks *from, bool drop)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct hr_track *track = &from->tracks[i];
		char *text = masked(track->text, drop);

		hr_tracks_add(into, hr_slice_of(text), track->first, 0);
		for (size_t k = 0; k < track->count; k++)
			hr_tracks_add(into, hr_slice_of(text), track->first + (int64_t)k,
			              track->values[k]);
		free(text);
	}
	if (from->rest.count > 0) {
		struct hr_tracks rest = { .join = from->join,
			                  .cap = from->cap,
			                  .rest = from->rest };

		hr_tracks_merge(into, &rest);
	}
}

static void mask_series(struct hr_run *out, const struct hr_series *from, bool drop)
{
	char *name = masked(from->name, drop), *host = masked(from->host, drop);
	char *unit = masked(from->unit, drop);
	struct hr_observation key = { .kind = from->kind,
		                      .name = hr_slice_of(name),
		                      .host = hr_slice_of(host),
		                      .unit = hr_slice_of(unit) };
	struct hr_series *into = hr_run_series(out, &key);

	if (into != NULL)
		hr_series_merge(into, from);
	free(name);
	free(host);
	free(unit);
}

static void mask_diag(struct hr_run *out, const struct hr_diag *from, bool drop)
{
	for (size_t i = 0; i < from->count; i++) {
		struct hr_diag_entry entry = from->entries[i];

		entry.path = masked(entry.path, drop);
		entry.reason = masked(entry.reason, drop);
		for (size_t k = 0; k < entry.n_first; k++)
			entry.first[k].text = masked(entry.first[k].text, drop);
		hr_diag_add_entry(&out->diag, &entry);
		for (size_t k = 0; k < entry.n_first; k++)
			free(entry.first[k].text);
		free(entry.path);
		free(entry.reason);
	}
}

static void mask_inputs_and_events(struct hr_run *out, const struct hr_run *run, bool drop)
{
	for (size_t i = 0; i < run->input_count; i++) {
		struct hr_run_input input = run->inputs[i];

		input.path = masked(input.path, drop);
		hr_run_add_input(out, &input);
		free(input.path);
	}
	hr_run_add_inputs_rest(out, &run->inputs_rest);
	for (size_t i = 0; i < run->event_count; i++) {
		const struct hr_run_event *from = &run->events[i];
		char *kind = masked(from->kind, drop), *text = masked(from->text, drop);

		hr_run_add_event(out, from->start_ns, from->end_ns, hr_slice_of(kind),
		                 hr_slice_of(text));
		free(kind);
		free(text);
	}
}

static void mask_plan_text(void *context, char **text)
{
	const bool *drop = context;
	char *clear = *text;

	*text = masked(clear, *drop);
	free(clear);
}

static void mask_plans(struct hr_run *out, const struct hr_run *run, bool drop)
{
	hr_plans_merge(&out->plans, &run->plans);
	for (size_t i = 0; i < out->plans.count; i++)
		hr_plan_texts(&out->plans.items[i], mask_plan_text, &drop);
}

void hr_mask_run(const struct hr_run *run, bool drop, struct hr_run *out)
{
	hr_run_init(out, run->grid.forced ? run->grid.step_ns : 0);
	out->grid = run->grid;
	out->name = masked(run->name, drop);
	out->environment = masked(run->environment, drop);
	out->version = masked(run->version, drop);
	out->workload = masked(run->workload, drop);
	out->start_ns = run->start_ns;
	out->end_ns = run->end_ns;
	out->sample_count = run->sample_count;
	out->observation_count = run->observation_count;
	out->labels_folded = run->labels_folded;
	out->rebuilt = run->rebuilt;
	for (size_t i = 0; i < run->label_count; i++)
		mask_label(out, run->labels[i], drop);
	mask_tracks(&out->codes, &run->codes, drop);
	mask_tracks(&out->users, &run->users, drop);
	hr_slis_merge(&out->slis, &run->slis);
	for (size_t i = 0; i < run->series_count; i++)
		mask_series(out, &run->series[i], drop);
	mask_diag(out, &run->diag, drop);
	mask_inputs_and_events(out, run, drop);
	mask_plans(out, run, drop);
	hr_run_classify(out);
}
