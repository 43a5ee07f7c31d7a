/* One label's sums. */
#include <config.h>
#include "record/label.h"

#include <stdlib.h>

#include "base/mem.h"

void hr_timing_add(struct hr_timing *timing, int64_t value_ns, uint64_t weight)
{
	if (weight == 0)
		return;
	if (timing->hist == NULL)
		timing->hist = hr_hist_new();
	hr_moments_add(&timing->moments, value_ns, weight);
	hr_hist_add(timing->hist, value_ns, weight);
}

void hr_timing_merge(struct hr_timing *into, const struct hr_timing *from)
{
	hr_moments_merge(&into->moments, &from->moments);
	if (from->hist == NULL)
		return;
	if (into->hist == NULL)
		into->hist = hr_hist_new();
	hr_hist_merge(into->hist, from->hist);
}

void hr_timing_release(struct hr_timing *timing)
{
	hr_hist_free(timing->hist);
	*timing = (struct hr_timing){ 0 };
}

bool hr_timing_is_complete(const struct hr_timing *timing)
{
	uint64_t known = timing->hist != NULL ? hr_hist_count(timing->hist) : 0;

	return known == timing->moments.count;
}

const char *hr_label_source_name(enum hr_label_source source)
{
	static const char *const names[] = {
		[HR_SOURCE_SAMPLES] = "samples",
		[HR_SOURCE_HISTOGRAM] = "histogram",
		[HR_SOURCE_AGGREGATE] = "aggregate",
	};

	return names[source];
}

struct hr_label *hr_label_new(struct hr_slice name, uint64_t hash, enum hr_sample_kind kind)
{
	struct hr_label *label = hr_zalloc(1, sizeof(*label));

	label->name = hr_strndup(name.ptr, name.length);
	label->length = name.length;
	label->hash = hash;
	label->kind = kind;
	label->start_ns = HR_INSTANT_NONE;
	label->end_ns = HR_INSTANT_NONE;
	hr_tally_init(&label->codes, HR_CODES_MAX);
	hr_tally_init(&label->errors_exact, HR_ERRORS_MAX);
	hr_tally_init(&label->error_groups, HR_ERROR_GROUPS_MAX);
	return label;
}

void hr_label_clear_details(struct hr_label *label)
{
	hr_timing_release(&label->ok);
	hr_timing_release(&label->failed);
	hr_timing_release(&label->latency);
	hr_timing_release(&label->connect);
	hr_tally_release(&label->codes);
	hr_tally_release(&label->errors_exact);
	hr_tally_release(&label->error_groups);
}

void hr_label_free(struct hr_label *label)
{
	if (label == NULL)
		return;
	hr_label_clear_details(label);
	hr_cells_release(&label->cells);
	free(label->aggregate);
	free(label->name);
	free(label);
}

/* All but the cells. */
static void merge_sums(struct hr_label *into, const struct hr_label *from)
{
	if (from->source > into->source)
		into->source = from->source;
	into->count += from->count;
	into->errors += from->errors;
	hr_timing_merge(&into->ok, &from->ok);
	hr_timing_merge(&into->failed, &from->failed);
	hr_timing_merge(&into->latency, &from->latency);
	hr_timing_merge(&into->connect, &from->connect);
	into->received_count += from->received_count;
	into->sent_count += from->sent_count;
	into->received_bytes += from->received_bytes;
	into->sent_bytes += from->sent_bytes;
	hr_span_add(&into->start_ns, &into->end_ns, from->start_ns, from->end_ns);
	hr_tally_merge(&into->codes, &from->codes);
	hr_tally_merge(&into->errors_exact, &from->errors_exact);
	hr_tally_merge(&into->error_groups, &from->error_groups);
}

uint64_t hr_label_merge_coarser(struct hr_label *into, const struct hr_label *from, int64_t factor,
                                int64_t floor)
{
	merge_sums(into, from);
	return hr_cells_merge_coarser(&into->cells, &from->cells, factor, floor);
}

uint64_t hr_label_take_coarser(struct hr_label *into, struct hr_label *from, int64_t factor,
                               int64_t floor)
{
	merge_sums(into, from);
	return hr_cells_take_coarser(&into->cells, &from->cells, factor, floor);
}

void hr_label_merge(struct hr_label *into, const struct hr_label *from)
{
	hr_label_merge_coarser(into, from, 1, INT64_MIN);
}

uint64_t hr_label_count(const struct hr_label *label)
{
	return label->aggregate != NULL ? label->aggregate->count : label->count;
}

uint64_t hr_label_errors(const struct hr_label *label)
{
	return label->aggregate != NULL ? label->aggregate->errors : label->errors;
}

struct hr_timing hr_label_elapsed(const struct hr_label *label)
{
	struct hr_timing all = { 0 };

	hr_timing_merge(&all, &label->ok);
	hr_timing_merge(&all, &label->failed);
	return all;
}

double hr_label_span_s(const struct hr_label *label)
{
	return hr_span_s(label->start_ns, label->end_ns);
}
