#include <config.h>
#include "analyse/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/compare_estimate.h"
#include "analyse/compare_part.h"
#include "analyse/compare_policy.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"
#include "stats/false_discovery.h"

#define LOAD_DIFFERENCE                                                                            \
	0.25 /* of users or throughput a user that makes runs doubtful to compare                  \
	      */
#define LABELS_SHARED 0.8

static const char chance[] = "one of many comparisons: it may be chance";
static const char failed_faster[] = "more requests failed, and that is no improvement";
static const char machine[] = "the control changed: this is the machine";

const char *hr_change_verdict_name(enum hr_change_verdict verdict)
{
	static const char *const names[HR_CHANGES] = {
		[HR_CHANGE_REGRESSED] = "regressed",
		[HR_CHANGE_SUSPECT] = "suspect",
		[HR_CHANGE_IMPROVED] = "improved",
		[HR_CHANGE_UNCHANGED] = "unchanged",
		[HR_CHANGE_INCONCLUSIVE] = "inconclusive",
		[HR_CHANGE_NO_BASELINE] = "no baseline",
		[HR_CHANGE_NOT_COMPARABLE] = "not comparable",
		[HR_CHANGE_NEW] = "new",
		[HR_CHANGE_VANISHED] = "vanished",
	};

	return names[verdict];
}

const char *hr_change_severity_name(enum hr_change_severity severity)
{
	static const char *const names[] = {
		[HR_SEVERITY_NONE] = "none",
		[HR_SEVERITY_MINOR] = "minor",
		[HR_SEVERITY_MAJOR] = "major",
		[HR_SEVERITY_CRITICAL] = "critical",
	};

	return names[severity];
}

const char *hr_compare_design_name(enum hr_compare_design design)
{
	static const char *const names[] = {
		[HR_DESIGN_NONE] = "none",         [HR_DESIGN_FEW] = "few_runs",
		[HR_DESIGN_BASELINE] = "baseline", [HR_DESIGN_SEVERAL] = "several_runs",
		[HR_DESIGN_PAIRED] = "paired",     [HR_DESIGN_STATIC] = "static",
	};

	return names[design];
}

/* --- refusals and notes --- */

static void add_note(struct hr_comparison *out, struct hr_str *text)
{
	out->notes = hr_grow(out->notes, out->note_count, &out->note_capacity, sizeof(*out->notes));
	out->notes[out->note_count++] = hr_str_detach(text);
}

static bool differ(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) != 0;
}

static char *mismatch(const char *what, const char *run, const char *baseline, const char *source)
{
	struct hr_str text = { 0 };

	hr_str_printf(&text, "not comparable: the %s of the run is '%s', that of %s '%s'", what,
	              run, source, baseline);
	return hr_str_detach(&text);
}

/* Why no metric is compared at all; NULL when they are. */
static char *refuse(const struct hr_compare_input *input)
{
	const struct hr_figures *run = &input->runs[0];

	if (input->baseline_count == 0 && !input->policy->has_fixed)
		return hr_strdup(input->missing_baseline != NULL ? input->missing_baseline
		                                                 : "no baseline was given");
	for (size_t i = 0; i < input->baseline_count; i++) {
		const struct hr_figures *old = &input->baselines[i];

		if (differ(run->environment, old->environment))
			return mismatch("environment", run->environment, old->environment,
			                old->source);
		if (differ(run->workload, old->workload))
			return mismatch("workload", run->workload, old->workload, old->source);
	}
	return NULL;
}

static double throughput_of(const struct hr_figures *figures)
{
	const struct hr_figure_row *total = hr_figures_find(figures, HR_ROW_TOTAL, "total");

	return total != NULL ? total->figures[HR_FIGURE_THROUGHPUT].value : (double)NAN;
}

static void note_difference(const char *what, double run, double old, const char *source,
                            struct hr_comparison *out)
{
	struct hr_str text = { 0 };

	if (!(run > 0) || !(old > 0) || fmax(run, old) <= (1 + LOAD_DIFFERENCE) * fmin(run, old))
		return;
	hr_str_printf(&text, "%s: %s in the run, %s in %s", what,
	              hr_shown(run, HR_QUANTITY_NUMBER).text,
	              hr_shown(old, HR_QUANTITY_NUMBER).text, source);
	add_note(out, &text);
}

static void note_labels(const struct hr_figures *run, const struct hr_figures *old,
                        struct hr_comparison *out)
{
	size_t shared = 0, all = 0, more = 0;
	struct hr_str text = { 0 };

	for (size_t i = 0; i < run->count; i++) {
		if (run->rows[i].kind != HR_ROW_REQUEST)
			continue;
		all++;
		shared += hr_figures_find(old, HR_ROW_REQUEST, run->rows[i].name) != NULL;
	}
	for (size_t i = 0; i < old->count; i++)
		more += old->rows[i].kind == HR_ROW_REQUEST &&
		        hr_figures_find(run, HR_ROW_REQUEST, old->rows[i].name) == NULL;
	all += more;
	if (all == 0 || (double)shared >= LABELS_SHARED * (double)all)
		return;
	hr_str_printf(&text, "%zu of %zu labels are in the run and in %s", shared, all,
	              old->source);
	add_note(out, &text);
}

/* Without a workload key only the data can tell that the load was another one. */
static void note_load(const struct hr_compare_input *input, struct hr_comparison *out)
{
	const struct hr_figures *run = &input->runs[0];

	for (size_t i = 0; i < input->baseline_count; i++) {
		const struct hr_figures *old = &input->baselines[i];
		struct hr_str text = { 0 };

		if (old->failed) {
			hr_str_printf(&text, "the checks of %s failed", old->source);
			add_note(out, &text);
		}
		if (run->workload != NULL && old->workload != NULL)
			continue;
		note_difference("active users", run->users, old->users, old->source, out);
		note_difference("requests per second and user", throughput_of(run) / run->users,
		                throughput_of(old) / old->users, old->source, out);
		note_labels(run, old, out);
	}
	if (input->policy->rule == HR_RULE_THRESHOLD) {
		struct hr_str text = { 0 };

		hr_str_puts(&text, "the plain rule ignores noise: some of this may be chance");
		add_note(out, &text);
	}
	if (input->baseline_count > 0 && input->baseline_count < HR_ESTIMATE_BASELINE_MIN &&
	    input->policy->rule == HR_RULE_STATISTICS) {
		struct hr_str text = { 0 };

		hr_str_printf(&text,
		              "the baseline has %zu %s and is provisional: "
		              "%d show how much runs vary",
		              input->baseline_count, input->baseline_count == 1 ? "run" : "runs",
		              HR_ESTIMATE_BASELINE_MIN);
		add_note(out, &text);
	}
}

/* --- rows --- */

/* A name that occurs in a run or a baseline, with what orders it. */
struct subject {
	enum hr_row_kind kind;
	const char *name;
	double weight; /* time its requests took in all */
};

struct subjects {
	struct subject *items;
	size_t count, capacity;
};

static int by_key(const void *left, const void *right)
{
	const struct subject *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int by_weight(const void *left, const void *right)
{
	const struct subject *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->weight < b->weight || a->weight > b->weight)
		return a->weight > b->weight ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void collect(const struct hr_figures *figures, size_t count, struct subjects *out)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < figures[i].count; k++) {
			const struct hr_figure_row *row = &figures[i].rows[k];
			double mean = row->figures[HR_FIGURE_MEAN].value;

			out->items = hr_grow(out->items, out->count, &out->capacity,
			                     sizeof(*out->items));
			out->items[out->count++] = (struct subject){
				row->kind, row->name,
				isfinite(mean) && row->kind != HR_ROW_RESOURCE
				        ? mean * (double)row->count
				        : 0
			};
		}
	}
}

/* Every name once, with the largest weight, the heaviest first. */
static struct subjects subjects_of(const struct hr_compare_input *input)
{
	struct subjects all = { 0 };
	size_t kept = 0;

	collect(input->runs, input->run_count, &all);
	collect(input->baselines, input->baseline_count, &all);
	qsort(all.items, all.count, sizeof(*all.items), by_key);
	for (size_t i = 0; i < all.count; i++) {
		if (kept > 0 && by_key(&all.items[kept - 1], &all.items[i]) == 0)
			all.items[kept - 1].weight = fmax(all.items[kept - 1].weight,
			                                  all.items[i].weight);
		else
			all.items[kept++] = all.items[i];
	}
	all.count = kept;
	qsort(all.items, all.count, sizeof(*all.items), by_weight);
	return all;
}

static const struct hr_figure_row **find_rows(const struct hr_figures *figures, size_t count,
                                              enum hr_row_kind kind, const char *name)
{
	const struct hr_figure_row **rows = hr_alloc_array(count + 1, sizeof(*rows));

	for (size_t i = 0; i < count; i++)
		rows[i] = hr_figures_find(&figures[i], kind, name);
	return rows;
}

static void init_rows(struct hr_compare_rows *rows, const struct hr_compare_input *input,
                      enum hr_row_kind kind, const char *name)
{
	*rows = (struct hr_compare_rows){
		.kind = kind,
		.name = name,
		.runs = find_rows(input->runs, input->run_count, kind, name),
		.baselines = find_rows(input->baselines, input->baseline_count, kind, name),
		.history = find_rows(input->history, input->history_count, kind, name),
		.input = input,
	};
}

static void release_rows(struct hr_compare_rows *rows)
{
	free(rows->runs);
	free(rows->baselines);
	free(rows->history);
}

static const struct hr_figure_row *first_of(const struct hr_figure_row **rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i] != NULL)
			return rows[i];
	return NULL;
}

static struct hr_change *new_change(struct hr_comparison *out, const struct hr_figure_row *row,
                                    enum hr_figure figure)
{
	struct hr_change *change;

	out->changes = hr_grow(out->changes, out->count, &out->capacity, sizeof(*out->changes));
	change = &out->changes[out->count++];
	change->row = row;
	change->figure = figure;
	return change;
}

static void compare_rows(const struct hr_compare_rows *rows, struct hr_comparison *out)
{
	const struct hr_compare_input *input = rows->input;
	const struct hr_figure_row *now = first_of(rows->runs, input->run_count);
	const struct hr_figure_row *old = first_of(rows->baselines, input->baseline_count);
	size_t figures = rows->kind == HR_ROW_RESOURCE ? 1 : HR_FIGURES;

	if (rows->kind != HR_ROW_TOTAL && (now == NULL || old == NULL)) {
		struct hr_change *change = new_change(out, now != NULL ? now : old, HR_FIGURE_MEAN);

		/* A fixed baseline knows the total only. */
		if (input->baseline_count == 0) {
			out->count--;
			return;
		}
		hr_change_clear(change);
		change->presence = true;
		hr_change_conclude(change, now != NULL ? HR_CHANGE_NEW : HR_CHANGE_VANISHED, NULL);
		return;
	}
	for (enum hr_figure i = 0; i < figures; i++) {
		struct hr_change *change = new_change(out, now != NULL ? now : old, i);

		if (i == HR_FIGURE_ERROR_RATIO ? !hr_compare_errors(rows, change)
		                               : !hr_compare_change(rows, change))
			out->count--;
	}
}

/* --- all together --- */

/* Of many comparisons some look bad by chance: those that may be are suspect at most. */
static void control_false_discoveries(const struct hr_compare_policy *policy,
                                      struct hr_comparison *out)
{
	double *p = hr_alloc_array(out->count + 1, sizeof(*p));

	for (size_t i = 0; i < out->count; i++)
		p[i] = out->changes[i].tested ? out->changes[i].p_value : (double)NAN;
	hr_false_discovery(p, out->count, p);
	for (size_t i = 0; i < out->count; i++) {
		struct hr_change *change = &out->changes[i];

		change->rejected = p[i] <= policy->false_discovery;
		if (!change->tested || change->rejected)
			continue;
		if (change->verdict == HR_CHANGE_REGRESSED)
			hr_change_conclude(change, HR_CHANGE_SUSPECT, chance);
		else if (change->verdict == HR_CHANGE_SUSPECT ||
		         change->verdict == HR_CHANGE_IMPROVED)
			hr_change_conclude(change, HR_CHANGE_INCONCLUSIVE, chance);
		if (change->verdict == HR_CHANGE_INCONCLUSIVE)
			change->severity = HR_SEVERITY_NONE;
	}
	free(p);
}

/* Changes of one row stand together, so its errors are near. */
static bool errors_rose(const struct hr_comparison *out, const struct hr_figure_row *row)
{
	for (size_t i = 0; i < out->count; i++) {
		const struct hr_change *change = &out->changes[i];

		if (change->row == row && change->figure == HR_FIGURE_ERROR_RATIO &&
		    !change->presence)
			return change->verdict == HR_CHANGE_REGRESSED ||
			       change->verdict == HR_CHANGE_SUSPECT;
	}
	return false;
}

/* A run that is fast because it failed is not better. */
static void judge_errors_and_times_together(struct hr_comparison *out)
{
	for (size_t i = 0; i < out->count; i++) {
		struct hr_change *change = &out->changes[i];

		if (change->verdict == HR_CHANGE_IMPROVED &&
		    change->figure != HR_FIGURE_ERROR_RATIO && errors_rose(out, change->row))
			hr_change_conclude(change, HR_CHANGE_SUSPECT, failed_faster);
	}
}

static void judge_control(const struct hr_compare_policy *policy, struct hr_comparison *out)
{
	for (size_t i = 0; policy->control != NULL && i < out->count; i++) {
		struct hr_change *change = &out->changes[i];
		struct hr_str text = { 0 };

		if (change->row->kind != HR_ROW_REQUEST ||
		    strcmp(change->row->name, policy->control) != 0)
			continue;
		if (change->verdict == HR_CHANGE_REGRESSED || change->verdict == HR_CHANGE_IMPROVED)
			hr_change_conclude(change, HR_CHANGE_SUSPECT, machine);
		if (change->figure == HR_FIGURE_MEAN && change->verdict == HR_CHANGE_SUSPECT) {
			hr_str_printf(
			        &text,
			        "the control %s changed by %+.3g\u202f%%: that is the machine, "
			        "and taken off the others",
			        policy->control, change->change * 100);
			add_note(out, &text);
		}
	}
}

static enum hr_compare_design design_of(const struct hr_compare_input *input)
{
	if (input->baseline_count == 0)
		return HR_DESIGN_STATIC;
	if (input->paired && input->run_count > 1)
		return HR_DESIGN_PAIRED;
	if (input->baseline_count < HR_ESTIMATE_BASELINE_MIN)
		return HR_DESIGN_FEW;
	return input->run_count < HR_ESTIMATE_BASELINE_MIN ? HR_DESIGN_BASELINE : HR_DESIGN_SEVERAL;
}

static void compare_all(const struct hr_compare_input *input, struct hr_comparison *out)
{
	struct subjects subjects = subjects_of(input);
	const char *control = input->policy->control;
	struct hr_compare_rows control_rows;

	if (control != NULL)
		init_rows(&control_rows, input, HR_ROW_REQUEST, control);
	for (size_t i = 0; i < subjects.count; i++) {
		const struct subject *subject = &subjects.items[i];
		bool is_control = control != NULL && subject->kind == HR_ROW_REQUEST &&
		                  strcmp(subject->name, control) == 0;
		struct hr_compare_rows rows;

		init_rows(&rows, input, subject->kind, subject->name);
		rows.control = control != NULL && !is_control ? &control_rows : NULL;
		compare_rows(&rows, out);
		release_rows(&rows);
	}
	if (control != NULL)
		release_rows(&control_rows);
	free(subjects.items);
}

void hr_compare(const struct hr_compare_input *input, struct hr_comparison *out)
{
	*out = (struct hr_comparison){ .refusal = refuse(input) };
	if (out->refusal != NULL)
		return;
	out->design = design_of(input);
	note_load(input, out);
	compare_all(input, out);
	control_false_discoveries(input->policy, out);
	judge_errors_and_times_together(out);
	judge_control(input->policy, out);
	for (size_t i = 0; i < out->count; i++)
		out->tally[out->changes[i].verdict]++;
	hr_compare_effects(input, out);
	hr_compare_since(input, out);
}

void hr_comparison_release(struct hr_comparison *comparison)
{
	free(comparison->changes);
	free(comparison->refusal);
	for (size_t i = 0; i < comparison->note_count; i++)
		free(comparison->notes[i]);
	free(comparison->notes);
	hr_hist_free(comparison->baseline);
	free(comparison->label_effects);
	*comparison = (struct hr_comparison){ 0 };
}

const struct hr_change *hr_comparison_worst(const struct hr_comparison *comparison)
{
	const struct hr_change *worst = NULL;

	for (size_t i = 0; i < comparison->count; i++) {
		const struct hr_change *change = &comparison->changes[i];

		if (worst == NULL || change->verdict < worst->verdict ||
		    (change->verdict == worst->verdict && change->severity > worst->severity))
			worst = change;
	}
	return worst;
}
