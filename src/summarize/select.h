/*
 * Which records count, and under which name: window, label patterns, label map, transactions,
 * masking of secrets. The summarizer adds up what is selected; `headroom convert` writes it out.
 */
#ifndef HR_SUMMARIZE_SELECT_H
#define HR_SUMMARIZE_SELECT_H

#include "base/str.h"
#include "record/filter.h"
#include "record/sink.h"
#include "record/slots.h"

struct hr_label_map;
struct hr_pattern;
struct hr_selection_memo;
struct hr_sli_rule;

struct hr_summarize_options {
	struct hr_filter filter;
	struct hr_label_map *label_map;   /* borrowed; NULL for none */
	struct hr_pattern **transactions; /* labels counted as transactions; borrowed */
	size_t transaction_count;
	const struct hr_sli_rule *sli_rules; /* what a summary counts for objectives; borrowed */
	size_t sli_rule_count;
	bool drop_queries; /* --mask: query strings go, not only the values of secret parameters */
};

/* What the options say about the labels met so far, and texts of the record at hand. */
struct hr_selection {
	struct hr_summarize_options options;
	bool has_patterns;
	bool all_texts; /* mask the messages of successes too, which a summary does not keep */
	struct hr_selection_memo *memos;
	size_t memo_count, memo_capacity;
	struct hr_slots memo_slots;
	struct hr_str masked[4]; /* label, code, message, failure */
};

/* What is to be done with a record of a whole recording (a histogram, figures of a tool). */
enum hr_selected {
	HR_SELECTED,
	HR_NOT_SELECTED,
	HR_OUTSIDE, /* it cannot be cut to the window: left out, and worth a remark */
};

/* @options are looked at as long as the selection lives (borrowed). Patterns are tried on the label
 * as recorded, those of transactions on its new name too. */
void hr_selection_init(struct hr_selection *selection, const struct hr_summarize_options *options);
void hr_selection_release(struct hr_selection *selection);

/* False when the sample does not count; else @out is it with its new label, its kind, and secrets
 * masked. Its texts are valid until the next call. Cost: no allocation once its label is known. */
bool hr_select_sample(struct hr_selection *selection, const struct hr_sample *sample,
                      struct hr_sample *out);
/* The same for a label alone, whatever the times: the name, valid until the next call, and kind
 * that samples called @label count under; false when they do not. */
bool hr_select_label(struct hr_selection *selection, struct hr_slice label, struct hr_slice *name,
                     enum hr_sample_kind *kind);
/* @out likewise; of HR_OUTSIDE its label only. */
enum hr_selected hr_select_histogram(struct hr_selection *selection,
                                     const struct hr_histogram_record *histogram,
                                     struct hr_histogram_record *out);
enum hr_selected hr_select_aggregate(struct hr_selection *selection,
                                     const struct hr_aggregate *aggregate,
                                     struct hr_aggregate *out);
bool hr_select_observation(const struct hr_selection *selection,
                           const struct hr_observation *observation);
/* Whatever reaches into the window. */
bool hr_select_event(const struct hr_selection *selection, const struct hr_event *event);

/* A sink that hands on what is selected. */
struct hr_select_sink {
	struct hr_sink sink; /* first */
	struct hr_selection selection;
	struct hr_sink *next; /* borrowed */
	uint64_t outside;     /* records of HR_OUTSIDE */
};
/* Release its selection at the end. */
void hr_select_sink_init(struct hr_select_sink *select, const struct hr_summarize_options *options,
                         struct hr_sink *next);

#endif
