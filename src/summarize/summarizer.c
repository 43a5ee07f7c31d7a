/* The sink that makes a run, and the one that only looks at times. */
#include <config.h>
#include "summarize/summarizer.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "record/label.h"
#include "record/mask.h"
#include "summarize/add.h"

#define MEMO_MAX 65536 /* labels whose patterns were tried; more are tried each time */

/* What the options say about a label. */
struct verdict {
	bool excluded, transaction;
};

struct memo {
	uint64_t hash;
	char *label;
	size_t length;
	struct verdict verdict;
};

struct hr_summarizer {
	struct hr_sink sink; /* first: the sink is the summarizer */
	struct hr_run *run;
	struct hr_summarize_options options;
	bool has_patterns;
	struct memo *memos;
	size_t memo_count, memo_capacity;
	struct hr_slots memo_slots;
	struct hr_add_scratch scratch;
	struct hr_str masked[4]; /* label, code, message, failure of the sample at hand */
};

static struct hr_slice renamed(struct hr_summarizer *summarizer, struct hr_slice label)
{
	return summarizer->options.label_map != NULL
	               ? hr_label_map_apply(summarizer->options.label_map, label)
	               : label;
}

static struct verdict judge(struct hr_summarizer *summarizer, struct hr_slice label)
{
	const struct hr_summarize_options *options = &summarizer->options;
	struct verdict verdict = { .excluded = !hr_filter_label(&options->filter, label) };
	struct hr_slice name = renamed(summarizer, label);

	for (size_t i = 0; i < options->transaction_count && !verdict.transaction; i++)
		verdict.transaction = hr_pattern_match(options->transactions[i], label) ||
		                      hr_pattern_match(options->transactions[i], name);
	return verdict;
}

static struct verdict verdict_on(struct hr_summarizer *summarizer, struct hr_slice label)
{
	struct verdict verdict = { false, false };
	uint64_t hash;
	uint32_t at;
	size_t i;

	if (!summarizer->has_patterns)
		return verdict;
	hash = hr_digest64(label);
	at = (uint32_t)hash;
	while (hr_slots_next(&summarizer->memo_slots, hash, &at, &i)) {
		const struct memo *memo = &summarizer->memos[i];

		if (memo->hash == hash &&
		    hr_slice_equal((struct hr_slice){ memo->label, memo->length }, label))
			return memo->verdict;
	}
	verdict = judge(summarizer, label);
	if (summarizer->memo_count == MEMO_MAX || label.length > HR_LABEL_BYTES)
		return verdict;
	summarizer->memos = hr_grow(summarizer->memos, summarizer->memo_count,
	                            &summarizer->memo_capacity, sizeof(*summarizer->memos));
	hr_slots_put(&summarizer->memo_slots, hash, summarizer->memo_count);
	summarizer->memos[summarizer->memo_count++] = (struct memo){
		hash, hr_strndup(label.ptr, label.length), label.length, verdict
	};
	return verdict;
}

/* Secrets are masked before labels and texts are told apart: caps and intervals then depend on what
 * is kept, and runs merge as if they had been one. */
static struct hr_slice mask(const struct hr_summarizer *summarizer, struct hr_slice text,
                            struct hr_str *scratch)
{
	if (!hr_mask_possible(text, summarizer->options.drop_queries))
		return text;
	hr_str_truncate(scratch, 0);
	hr_mask_text(text, summarizer->options.drop_queries, scratch);
	return hr_str_slice(scratch);
}

static void mask_sample(struct hr_summarizer *summarizer, struct hr_sample *sample)
{
	sample->label = mask(summarizer, sample->label, &summarizer->masked[0]);
	sample->code = mask(summarizer, sample->code, &summarizer->masked[1]);
	if (sample->failed == 0)
		return; /* the texts of successes are not kept */
	sample->message = mask(summarizer, sample->message, &summarizer->masked[2]);
	sample->failure = mask(summarizer, sample->failure, &summarizer->masked[3]);
}

static void take_sample(struct hr_sink *sink, const struct hr_sample *recorded)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;
	struct hr_sample copy = *recorded;
	const struct hr_sample *sample = &copy;
	struct verdict verdict;

	if (!hr_filter_time(&summarizer->options.filter, sample->start_ns))
		return;
	mask_sample(summarizer, &copy);
	verdict = verdict_on(summarizer, sample->label);
	if (!verdict.excluded)
		hr_add_sample(summarizer->run, sample, renamed(summarizer, sample->label),
		              verdict.transaction ? HR_SAMPLE_TRANSACTION : sample->kind,
		              &summarizer->scratch);
}

static void take_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;

	if (hr_filter_time(&summarizer->options.filter, observation->time_ns))
		hr_add_observation(summarizer->run, observation);
}

/* Wholly inside the window? What has no times is only in an open one. */
static bool holds_span(const struct hr_filter *filter, int64_t start_ns, int64_t end_ns)
{
	return !hr_filter_has_window(filter) ||
	       (hr_filter_time(filter, start_ns) && end_ns != HR_INSTANT_NONE &&
	        (filter->to_ns == HR_INSTANT_NONE || end_ns <= filter->to_ns));
}

static void note_outside(struct hr_summarizer *summarizer, struct hr_slice label)
{
	hr_diag_add(&summarizer->run->diag, HR_DIAG_NOTE, "",
	            "left out: figures for a whole recording cannot be cut to a window", 0, label);
}

static void take_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;

	struct hr_slice label = mask(summarizer, histogram->label, &summarizer->masked[0]);

	if (verdict_on(summarizer, label).excluded)
		return;
	if (!holds_span(&summarizer->options.filter, histogram->start_ns, histogram->end_ns))
		note_outside(summarizer, label);
	else
		hr_add_histogram(summarizer->run, histogram, renamed(summarizer, label));
}

static void take_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;

	struct hr_slice label = mask(summarizer, aggregate->label, &summarizer->masked[0]);

	if (verdict_on(summarizer, label).excluded)
		return;
	if (hr_filter_has_window(&summarizer->options.filter))
		note_outside(summarizer, label);
	else
		hr_add_aggregate(summarizer->run, aggregate, renamed(summarizer, label));
}

static void take_event(struct hr_sink *sink, const struct hr_event *event)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;
	const struct hr_filter *filter = &summarizer->options.filter;

	if (event->start_ns == HR_INSTANT_NONE || event->end_ns == HR_INSTANT_NONE)
		return;
	/* whatever reaches into the window */
	if (filter->from_ns != HR_INSTANT_NONE && event->end_ns < filter->from_ns)
		return;
	if (filter->to_ns != HR_INSTANT_NONE && event->start_ns >= filter->to_ns)
		return;
	hr_run_add_event(summarizer->run, event->start_ns, event->end_ns, event->kind, event->text);
}

static const struct hr_sink_ops summarizer_ops = { take_sample, take_observation, take_histogram,
	                                           take_aggregate, take_event };

struct hr_summarizer *hr_summarizer_new(struct hr_run *run,
                                        const struct hr_summarize_options *options)
{
	struct hr_summarizer *summarizer = hr_zalloc(1, sizeof(*summarizer));

	summarizer->sink.ops = &summarizer_ops;
	summarizer->run = run;
	summarizer->options = *options;
	summarizer->has_patterns = options->filter.include_count > 0 ||
	                           options->filter.exclude_count > 0 ||
	                           options->transaction_count > 0;
	return summarizer;
}

struct hr_sink *hr_summarizer_sink(struct hr_summarizer *summarizer)
{
	return &summarizer->sink;
}

void hr_summarizer_free(struct hr_summarizer *summarizer)
{
	if (summarizer == NULL)
		return;
	for (size_t i = 0; i < summarizer->memo_count; i++)
		free(summarizer->memos[i].label);
	free(summarizer->memos);
	hr_slots_release(&summarizer->memo_slots);
	hr_str_release(&summarizer->scratch.key);
	hr_str_release(&summarizer->scratch.mask);
	hr_str_release(&summarizer->scratch.clean);
	for (size_t i = 0; i < sizeof(summarizer->masked) / sizeof(*summarizer->masked); i++)
		hr_str_release(&summarizer->masked[i]);
	free(summarizer);
}

static void span_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct hr_span *span = (struct hr_span *)sink;

	hr_span_add(&span->start_ns, &span->end_ns, sample->start_ns,
	            hr_end_of(sample->start_ns, sample->elapsed_ns));
}

static void span_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_span *span = (struct hr_span *)sink;

	hr_span_add(&span->start_ns, &span->end_ns, observation->time_ns, observation->time_ns);
}

static void span_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	struct hr_span *span = (struct hr_span *)sink;

	hr_span_add(&span->start_ns, &span->end_ns, histogram->start_ns, histogram->end_ns);
}

static void span_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	(void)sink;
	(void)aggregate;
}

static void span_event(struct hr_sink *sink, const struct hr_event *event)
{
	(void)sink;
	(void)event;
}

static const struct hr_sink_ops span_ops = { span_sample, span_observation, span_histogram,
	                                     span_aggregate, span_event };

void hr_span_init(struct hr_span *span)
{
	*span = (struct hr_span){ { &span_ops }, HR_INSTANT_NONE, HR_INSTANT_NONE };
}
