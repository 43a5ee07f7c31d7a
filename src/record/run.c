/* A run: its labels and the cap on them, what else it holds, its beginning and end. */
#include <config.h>
#include "record/run.h"

#include <stdlib.h>

#include "base/count.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/mem.h"
#include "record/clean.h"
#include "record/grid.h"
#include "record/label.h"
#include "record/series.h"

void hr_run_init(struct hr_run *run, int64_t interval_ns)
{
	*run = (struct hr_run){ .start_ns = HR_INSTANT_NONE, .end_ns = HR_INSTANT_NONE };
	run->grid.forced = interval_ns > 0;
	run->grid.step_ns = interval_ns > 0 ? interval_ns : HR_NS_PER_S;
	run->grid.last = -1;
	hr_tracks_init(&run->codes, HR_TRACK_SUM, HR_CODES_MAX);
	hr_tracks_init(&run->users, HR_TRACK_MAX, HR_HOSTS_MAX);
}

static void release_input(struct hr_run_input *input)
{
	free(input->path);
	free(input->format);
}

void hr_run_release(struct hr_run *run)
{
	free(run->name);
	free(run->environment);
	free(run->version);
	free(run->workload);
	for (size_t i = 0; i < run->label_count; i++)
		hr_label_free(run->labels[i]);
	free(run->labels);
	hr_slots_release(&run->label_slots);
	hr_arena_release(&run->sketches);
	hr_tracks_release(&run->codes);
	hr_tracks_release(&run->users);
	hr_slis_release(&run->slis);
	for (size_t i = 0; i < run->series_count; i++)
		hr_series_release(&run->series[i]);
	free(run->series);
	for (size_t i = 0; i < run->event_count; i++) {
		free(run->events[i].kind);
		free(run->events[i].text);
	}
	free(run->events);
	for (size_t i = 0; i < run->input_count; i++)
		release_input(&run->inputs[i]);
	free(run->inputs);
	hr_plans_release(&run->plans);
	hr_diag_release(&run->diag);
	*run = (struct hr_run){ 0 };
}

static struct hr_slice name_of(const struct hr_label *label)
{
	return (struct hr_slice){ label->name, label->length };
}

static uint64_t place_of(struct hr_slice name, enum hr_sample_kind kind)
{
	return hr_table_hash(name) + (uint64_t)kind * UINT64_C(0x9e3779b97f4a7c15);
}

static bool find(const struct hr_run *run, struct hr_slice name, enum hr_sample_kind kind,
                 size_t *position)
{
	uint64_t place = place_of(name, kind);
	uint32_t at = (uint32_t)place;

	while (hr_slots_next(&run->label_slots, place, &at, position)) {
		const struct hr_label *label = run->labels[*position];

		if (label->kind == kind && hr_slice_equal(name_of(label), name))
			return true;
	}
	return false;
}

static int compare_keys(const struct hr_label *a, uint64_t hash, enum hr_sample_kind kind,
                        struct hr_slice name)
{
	if (a->hash != hash)
		return a->hash < hash ? -1 : 1;
	if (a->kind != kind)
		return a->kind < kind ? -1 : 1;
	return hr_text_compare(name_of(a), name);
}

static struct hr_label *append(struct hr_run *run, struct hr_slice name, uint64_t hash,
                               enum hr_sample_kind kind)
{
	struct hr_label *label = hr_label_new(name, hash, kind);

	run->labels = hr_grow(run->labels, run->label_count, &run->label_capacity,
	                      sizeof(*run->labels));
	hr_slots_put(&run->label_slots, place_of(name, kind), run->label_count);
	run->labels[run->label_count++] = label;
	return label;
}

static struct hr_label *other_of(struct hr_run *run, enum hr_sample_kind kind)
{
	struct hr_slice name = HR_SLICE_LITERAL(HR_OTHER_LABEL);

	if (run->others[kind] == NULL) {
		run->others[kind] = append(run, name, hr_digest64(name), kind);
		hr_grid_fit(run);
	}
	return run->others[kind];
}

static bool is_other(const struct hr_run *run, const struct hr_label *label)
{
	return label == run->others[label->kind];
}

static size_t kept_count(const struct hr_run *run)
{
	return run->label_count - (run->others[0] != NULL) - (run->others[1] != NULL);
}

static void find_largest(struct hr_run *run)
{
	for (size_t i = 0; i < run->label_count; i++) {
		struct hr_label *label = run->labels[i];

		if (is_other(run, label))
			continue;
		if (run->label_largest == NULL ||
		    compare_keys(run->label_largest, label->hash, label->kind, name_of(label)) < 0)
			run->label_largest = label;
	}
}

void hr_run_drop_label(struct hr_run *run, struct hr_label *label)
{
	size_t at = 0, end = run->label_count - 1;

	find(run, name_of(label), label->kind, &at);
	hr_slots_remove(&run->label_slots, place_of(name_of(label), label->kind), at);
	if (at != end) {
		struct hr_label *last = run->labels[end];
		uint64_t place = place_of(name_of(last), last->kind);

		hr_slots_remove(&run->label_slots, place, end);
		hr_slots_put(&run->label_slots, place, at);
		run->labels[at] = last;
	}
	run->label_count--;
	run->label_largest = NULL;
	if (is_other(run, label))
		run->others[label->kind] = NULL;
	hr_label_free(label);
}

/* Put a label's sums into the other one and take it out. */
static void fold(struct hr_run *run, struct hr_label *label)
{
	struct hr_label *other = other_of(run, label->kind);

	if (label->source != HR_SOURCE_AGGREGATE) {
		hr_label_merge(other, label);
		run->labels_folded = hr_count_add(run->labels_folded, label->count);
	}
	hr_run_drop_label(run, label);
}

/* @name is clean and has no label. */
static struct hr_label *make(struct hr_run *run, struct hr_slice name, enum hr_sample_kind kind)
{
	uint64_t hash = hr_digest64(name);
	struct hr_label *label;

	if (hr_slice_is(name, HR_OTHER_LABEL))
		return other_of(run, kind);
	if (kept_count(run) >= HR_LABELS_MAX) {
		if (run->label_largest == NULL)
			find_largest(run);
		if (compare_keys(run->label_largest, hash, kind, name) < 0)
			return other_of(run, kind);
		fold(run, run->label_largest);
	}
	run->label_largest = NULL;
	label = append(run, name, hash, kind);
	hr_grid_fit(run);
	return label;
}

struct hr_label *hr_run_label(struct hr_run *run, struct hr_slice name, enum hr_sample_kind kind)
{
	struct hr_str scratch = { 0 };
	struct hr_label *label;
	struct hr_slice clean;
	size_t at;

	if (find(run, name, kind, &at))
		return run->labels[at];
	clean = hr_clean_text(name, HR_LABEL_BYTES, &scratch);
	label = find(run, clean, kind, &at) ? run->labels[at] : make(run, clean, kind);
	hr_str_release(&scratch);
	return label;
}

const struct hr_label *hr_run_find(const struct hr_run *run, struct hr_slice name,
                                   enum hr_sample_kind kind)
{
	struct hr_str scratch = { 0 };
	struct hr_slice clean = hr_clean_text(name, HR_LABEL_BYTES, &scratch);
	size_t at;
	bool found = find(run, clean, kind, &at);

	hr_str_release(&scratch);
	return found ? run->labels[at] : NULL;
}

int hr_label_order(const void *left, const void *right)
{
	const struct hr_label *a = *(const struct hr_label *const *)left;
	const struct hr_label *b = *(const struct hr_label *const *)right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return hr_text_compare(name_of(a), name_of(b));
}

static bool is_sub_result(const struct hr_run *run, const struct hr_label *label)
{
	size_t end = label->length;
	const struct hr_label *parent;

	while (end > 0 && label->name[end - 1] >= '0' && label->name[end - 1] <= '9')
		end--;
	if (label->kind != HR_SAMPLE_REQUEST || end == label->length || end < 2 ||
	    label->name[end - 1] != '-')
		return false;
	parent = hr_run_find(run, (struct hr_slice){ label->name, end - 1 }, HR_SAMPLE_REQUEST);
	return parent != NULL && hr_label_count(label) <= hr_label_count(parent);
}

/* A share of @all for each label, within @least and @most. It only falls as labels are added. */
static size_t share(size_t all, size_t labels, size_t least, size_t most)
{
	size_t each = labels > 0 ? all / labels : most;

	return each < least ? least : each > most ? most : each;
}

/* Error texts are what makes a run of many labels large: the more labels, the fewer for each. */
static void trim_errors(struct hr_run *run)
{
	size_t exact = share(HR_ERRORS_ALL, run->label_count, 10, HR_ERRORS_MAX);
	size_t groups = share(HR_ERROR_GROUPS_ALL, run->label_count, 5, HR_ERROR_GROUPS_MAX);

	for (size_t i = 0; i < run->label_count; i++) {
		hr_tally_trim(&run->labels[i]->errors_exact, exact);
		hr_tally_trim(&run->labels[i]->error_groups, groups);
	}
}

const struct hr_label **hr_run_labels_in_order(const struct hr_run *run)
{
	const struct hr_label **sorted = hr_alloc_array(run->label_count, sizeof(*sorted));

	for (size_t i = 0; i < run->label_count; i++)
		sorted[i] = run->labels[i];
	if (run->label_count > 1)
		qsort(sorted, run->label_count, sizeof(*sorted), hr_label_order);
	return sorted;
}

void hr_run_classify(struct hr_run *run)
{
	trim_errors(run);
	if (run->label_count > 0)
		qsort(run->labels, run->label_count, sizeof(struct hr_label *), hr_label_order);
	hr_slots_clear(&run->label_slots);
	for (size_t i = 0; i < run->label_count; i++)
		hr_slots_put(&run->label_slots,
		             place_of(name_of(run->labels[i]), run->labels[i]->kind), i);
	for (size_t i = 0; i < run->label_count; i++)
		run->labels[i]->sub_result = is_sub_result(run, run->labels[i]);
}

void hr_run_settle_span(struct hr_run *run)
{
	int64_t start_ns = HR_INSTANT_NONE, end_ns = HR_INSTANT_NONE;

	for (size_t i = 0; i < run->label_count; i++)
		hr_span_add(&start_ns, &end_ns, run->labels[i]->start_ns, run->labels[i]->end_ns);
	if (start_ns == HR_INSTANT_NONE)
		return;
	run->start_ns = start_ns;
	run->end_ns = end_ns;
}

const struct hr_label *hr_run_total_row(const struct hr_run *run)
{
	for (size_t i = 0; i < run->label_count; i++)
		if (run->labels[i]->source != HR_SOURCE_AGGREGATE)
			return NULL;
	return hr_run_find(run, HR_SLICE_LITERAL(HR_TOTAL_ROW), HR_SAMPLE_REQUEST);
}

struct hr_label *hr_run_total(const struct hr_run *run, enum hr_total_of what, const char *name)
{
	enum hr_sample_kind kind = what == HR_TOTAL_TRANSACTIONS ? HR_SAMPLE_TRANSACTION
	                                                         : HR_SAMPLE_REQUEST;
	struct hr_slice text = hr_slice_of(name);
	struct hr_label *total = hr_label_new(text, hr_digest64(text), kind);
	const struct hr_label *row = hr_run_total_row(run);

	if (row != NULL && what != HR_TOTAL_TRANSACTIONS) {
		total->source = HR_SOURCE_AGGREGATE;
		total->aggregate = hr_alloc(sizeof(*total->aggregate));
		*total->aggregate = *row->aggregate;
		return total;
	}
	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];

		if (label->kind != kind || label->source == HR_SOURCE_AGGREGATE ||
		    (what == HR_TOTAL_WITHOUT_SUBS && label->sub_result))
			continue;
		hr_label_merge(total, label);
	}
	return total;
}

void hr_run_add_inputs_rest(struct hr_run *run, const struct hr_run_inputs_rest *rest)
{
	struct hr_run_inputs_rest *sum = &run->inputs_rest;

	sum->count = hr_count_add(sum->count, rest->count);
	sum->truncated = hr_count_add(sum->truncated, rest->truncated);
	sum->bytes = hr_count_add(sum->bytes, rest->bytes);
	sum->records = hr_count_add(sum->records, rest->records);
	sum->rejected = hr_count_add(sum->rejected, rest->rejected);
	sum->degraded = hr_count_add(sum->degraded, rest->degraded);
}

void hr_run_add_input(struct hr_run *run, const struct hr_run_input *input)
{
	struct hr_run_inputs_rest one = {
		1, input->truncated, input->bytes, input->records, input->rejected, input->degraded
	};
	struct hr_run_input *copy;

	if (run->input_count == HR_INPUTS_MAX) {
		hr_run_add_inputs_rest(run, &one);
		return;
	}
	run->inputs = hr_grow(run->inputs, run->input_count, &run->input_capacity,
	                      sizeof(*run->inputs));
	copy = &run->inputs[run->input_count++];
	*copy = *input;
	copy->path = hr_strdup(input->path);
	copy->format = hr_strdup(input->format);
}

uint64_t hr_run_all_inputs(const struct hr_run *run)
{
	return run->input_count + run->inputs_rest.count;
}
