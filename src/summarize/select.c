#include <config.h>
#include "summarize/select.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "record/mask.h"
#include "record/run.h"
#include "summarize/label_map.h"

#define MEMO_MAX 65536 /* labels whose patterns were tried; more are tried each time */

/* What the options say about a label. */
struct verdict {
	bool excluded, transaction;
};

struct hr_selection_memo {
	uint64_t hash;
	char *label;
	size_t length;
	struct verdict verdict;
};

void hr_selection_init(struct hr_selection *selection, const struct hr_summarize_options *options)
{
	*selection = (struct hr_selection){ .options = *options };
	selection->has_patterns = options->filter.include_count > 0 ||
	                          options->filter.exclude_count > 0 ||
	                          options->transaction_count > 0;
}

void hr_selection_release(struct hr_selection *selection)
{
	for (size_t i = 0; i < selection->memo_count; i++)
		free(selection->memos[i].label);
	free(selection->memos);
	hr_slots_release(&selection->memo_slots);
	for (size_t i = 0; i < sizeof(selection->masked) / sizeof(*selection->masked); i++)
		hr_str_release(&selection->masked[i]);
}

static struct hr_slice renamed(struct hr_selection *selection, struct hr_slice label)
{
	return selection->options.label_map != NULL
	               ? hr_label_map_apply(selection->options.label_map, label)
	               : label;
}

static struct verdict judge(struct hr_selection *selection, struct hr_slice label)
{
	const struct hr_summarize_options *options = &selection->options;
	struct verdict verdict = { .excluded = !hr_filter_label(&options->filter, label) };
	struct hr_slice name = renamed(selection, label);

	for (size_t i = 0; i < options->transaction_count && !verdict.transaction; i++)
		verdict.transaction = hr_pattern_match(options->transactions[i], label) ||
		                      hr_pattern_match(options->transactions[i], name);
	return verdict;
}

static struct verdict verdict_on(struct hr_selection *selection, struct hr_slice label)
{
	struct verdict verdict = { false, false };
	uint64_t hash;
	uint32_t at;
	size_t i;

	if (!selection->has_patterns)
		return verdict;
	hash = hr_table_hash(label);
	at = (uint32_t)hash;
	while (hr_slots_next(&selection->memo_slots, hash, &at, &i)) {
		const struct hr_selection_memo *memo = &selection->memos[i];

		if (memo->hash == hash &&
		    hr_slice_equal((struct hr_slice){ memo->label, memo->length }, label))
			return memo->verdict;
	}
	verdict = judge(selection, label);
	if (selection->memo_count == MEMO_MAX || label.length > HR_LABEL_BYTES)
		return verdict;
	selection->memos = hr_grow(selection->memos, selection->memo_count,
	                           &selection->memo_capacity, sizeof(*selection->memos));
	hr_slots_put(&selection->memo_slots, hash, selection->memo_count);
	selection->memos[selection->memo_count++] = (struct hr_selection_memo){
		hash, hr_strndup(label.ptr, label.length), label.length, verdict
	};
	return verdict;
}

/* Secrets are masked before labels and texts are told apart: caps and intervals then depend on what
 * is kept, and runs merge as if they had been one. */
static struct hr_slice mask(const struct hr_selection *selection, struct hr_slice text,
                            struct hr_str *scratch)
{
	if (!hr_mask_possible(text, selection->options.drop_queries))
		return text;
	hr_str_truncate(scratch, 0);
	hr_mask_text(text, selection->options.drop_queries, scratch);
	return hr_str_slice(scratch);
}

static void mask_texts(struct hr_selection *selection, struct hr_sample *sample)
{
	sample->code = mask(selection, sample->code, &selection->masked[1]);
	if (sample->failed == 0 && !selection->all_texts)
		return;
	sample->message = mask(selection, sample->message, &selection->masked[2]);
	sample->failure = mask(selection, sample->failure, &selection->masked[3]);
}

bool hr_select_label(struct hr_selection *selection, struct hr_slice label, struct hr_slice *name,
                     enum hr_sample_kind *kind)
{
	struct hr_slice masked = mask(selection, label, &selection->masked[0]);
	struct verdict verdict = verdict_on(selection, masked);

	if (verdict.transaction)
		*kind = HR_SAMPLE_TRANSACTION;
	*name = renamed(selection, masked);
	return !verdict.excluded;
}

bool hr_select_sample(struct hr_selection *selection, const struct hr_sample *sample,
                      struct hr_sample *out)
{
	if (!hr_filter_time(&selection->options.filter, sample->start_ns))
		return false;
	*out = *sample;
	mask_texts(selection, out);
	return hr_select_label(selection, sample->label, &out->label, &out->kind);
}

bool hr_select_observation(const struct hr_selection *selection,
                           const struct hr_observation *observation)
{
	return hr_filter_time(&selection->options.filter, observation->time_ns);
}

bool hr_select_event(const struct hr_selection *selection, const struct hr_event *event)
{
	const struct hr_filter *filter = &selection->options.filter;

	if (event->start_ns == HR_INSTANT_NONE || event->end_ns == HR_INSTANT_NONE)
		return false;
	if (filter->from_ns != HR_INSTANT_NONE && event->end_ns < filter->from_ns)
		return false;
	return filter->to_ns == HR_INSTANT_NONE || event->start_ns < filter->to_ns;
}

/* Wholly inside the window? What has no times is only in an open one. */
static bool holds_span(const struct hr_filter *filter, int64_t start_ns, int64_t end_ns)
{
	return !hr_filter_has_window(filter) ||
	       (hr_filter_time(filter, start_ns) && end_ns != HR_INSTANT_NONE &&
	        (filter->to_ns == HR_INSTANT_NONE || end_ns <= filter->to_ns));
}

/* The label of a record of a whole recording; @inside the window. */
static enum hr_selected select_whole(struct hr_selection *selection, bool inside,
                                     struct hr_slice *label)
{
	*label = mask(selection, *label, &selection->masked[0]);
	if (verdict_on(selection, *label).excluded)
		return HR_NOT_SELECTED;
	if (!inside)
		return HR_OUTSIDE;
	*label = renamed(selection, *label);
	return HR_SELECTED;
}

enum hr_selected hr_select_histogram(struct hr_selection *selection,
                                     const struct hr_histogram_record *histogram,
                                     struct hr_histogram_record *out)
{
	*out = *histogram;
	return select_whole(
	        selection,
	        holds_span(&selection->options.filter, histogram->start_ns, histogram->end_ns),
	        &out->label);
}

enum hr_selected hr_select_aggregate(struct hr_selection *selection,
                                     const struct hr_aggregate *aggregate, struct hr_aggregate *out)
{
	*out = *aggregate;
	return select_whole(selection, !hr_filter_has_window(&selection->options.filter),
	                    &out->label);
}

/* --- the sink that hands on --- */

static void pass_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct hr_select_sink *select = (struct hr_select_sink *)sink;
	struct hr_sample selected;

	if (hr_select_sample(&select->selection, sample, &selected))
		hr_sink_sample(select->next, &selected);
}

static void pass_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_select_sink *select = (struct hr_select_sink *)sink;

	if (hr_select_observation(&select->selection, observation))
		hr_sink_observation(select->next, observation);
}

static void pass_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	struct hr_select_sink *select = (struct hr_select_sink *)sink;
	struct hr_histogram_record selected;
	enum hr_selected verdict = hr_select_histogram(&select->selection, histogram, &selected);

	select->outside += verdict == HR_OUTSIDE;
	if (verdict == HR_SELECTED)
		hr_sink_histogram(select->next, &selected);
}

static void pass_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	struct hr_select_sink *select = (struct hr_select_sink *)sink;
	struct hr_aggregate selected;
	enum hr_selected verdict = hr_select_aggregate(&select->selection, aggregate, &selected);

	select->outside += verdict == HR_OUTSIDE;
	if (verdict == HR_SELECTED)
		hr_sink_aggregate(select->next, &selected);
}

static void pass_event(struct hr_sink *sink, const struct hr_event *event)
{
	struct hr_select_sink *select = (struct hr_select_sink *)sink;

	if (hr_select_event(&select->selection, event))
		hr_sink_event(select->next, event);
}

void hr_select_sink_init(struct hr_select_sink *select, const struct hr_summarize_options *options,
                         struct hr_sink *next)
{
	static const struct hr_sink_ops ops = {
		.sample = pass_sample,
		.observation = pass_observation,
		.histogram = pass_histogram,
		.aggregate = pass_aggregate,
		.event = pass_event,
	};

	*select = (struct hr_select_sink){ .sink = { &ops }, .next = next };
	hr_selection_init(&select->selection, options);
	select->selection.all_texts = true;
}
