/* The sink that makes a run, and the one that only looks at times. */
#include <config.h>
#include "summarize/summarizer.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/label.h"
#include "summarize/add.h"
#include "summarize/burst.h"
#include "summarize/sli_count.h"

struct hr_summarizer {
	struct hr_sink sink; /* first: the sink is the summarizer */
	struct hr_run *run;
	struct hr_selection selection;
	struct hr_bursts *bursts;
	struct hr_sli_count *slis;      /* NULL without objectives */
	struct hr_sli_answers *answers; /* of the label of a sample that is added alone */
	struct hr_add_scratch scratch;
};

/* For a burst: everything that a label decides. */
static void find_target(void *context, struct hr_slice label, enum hr_sample_kind kind,
                        struct hr_burst_target *out)
{
	struct hr_summarizer *summarizer = context;
	struct hr_slice name;

	out->kind = kind;
	out->excluded = !hr_select_label(&summarizer->selection, label, &name, &out->kind);
	hr_str_add_slice(&out->name, name);
	if (summarizer->slis != NULL && !out->excluded) {
		struct hr_sli_answers *answers = out->note;

		hr_sli_count_label(summarizer->slis, name, &answers);
		out->note = answers;
	}
}

static void count_burst(void *context, const struct hr_burst *burst)
{
	struct hr_summarizer *summarizer = context;

	hr_sli_count_burst(summarizer->slis, burst);
}

static void take_sample(struct hr_sink *sink, const struct hr_sample *recorded)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;
	struct hr_sample sample;
	const struct hr_burst_target *target;

	if (!hr_filter_time(&summarizer->selection.options.filter, recorded->start_ns))
		return;
	target = hr_bursts_take(summarizer->bursts, recorded);
	if (target != NULL) {
		if (summarizer->slis != NULL && !target->excluded)
			hr_sli_count_waiting(summarizer->slis, recorded, target->kind,
			                     target->note);
		return;
	}
	if (!hr_select_sample(&summarizer->selection, recorded, &sample))
		return;
	hr_add_sample(summarizer->run, &sample, sample.label, sample.kind, &summarizer->scratch);
	if (summarizer->slis != NULL) {
		hr_sli_count_label(summarizer->slis, sample.label, &summarizer->answers);
		hr_sli_count_add(summarizer->slis, &sample, sample.kind, summarizer->answers);
	}
}

static void take_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;

	if (hr_select_observation(&summarizer->selection, observation))
		hr_add_observation(summarizer->run, observation);
}

static void note_outside(struct hr_summarizer *summarizer, struct hr_slice label)
{
	hr_diag_add(&summarizer->run->diag, HR_DIAG_NOTE, "",
	            "left out: figures for a whole recording cannot be cut to a window", 0, label);
}

static void take_histogram(struct hr_sink *sink, const struct hr_histogram_record *recorded)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;
	struct hr_histogram_record histogram;
	enum hr_selected selected = hr_select_histogram(&summarizer->selection, recorded,
	                                                &histogram);

	if (selected == HR_OUTSIDE)
		note_outside(summarizer, histogram.label);
	else if (selected == HR_SELECTED)
		hr_add_histogram(summarizer->run, &histogram, histogram.label);
}

static void take_aggregate(struct hr_sink *sink, const struct hr_aggregate *recorded)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;
	struct hr_aggregate aggregate;
	enum hr_selected selected = hr_select_aggregate(&summarizer->selection, recorded,
	                                                &aggregate);

	hr_summarizer_flush(summarizer); /* what came first decides whether figures go together */
	if (selected == HR_OUTSIDE)
		note_outside(summarizer, aggregate.label);
	else if (selected == HR_SELECTED)
		hr_add_aggregate(summarizer->run, &aggregate, aggregate.label);
}

static void take_event(struct hr_sink *sink, const struct hr_event *event)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;

	if (hr_select_event(&summarizer->selection, event))
		hr_run_add_event(summarizer->run, event->start_ns, event->end_ns, event->kind,
		                 event->text);
}

/* Rows that a window may cut, or of which objectives ask more, are for take_sample(). */
static uint32_t find_group(struct hr_sink *sink, const struct hr_plain_group *group)
{
	struct hr_summarizer *summarizer = (struct hr_summarizer *)sink;

	if (hr_filter_has_window(&summarizer->selection.options.filter) ||
	    (summarizer->slis != NULL && hr_sli_count_needs_each(summarizer->slis)))
		return HR_PLAIN_NONE;
	return hr_bursts_group(summarizer->bursts, group);
}

static void take_rows(struct hr_sink *sink, const struct hr_plain_row *rows, size_t count)
{
	hr_bursts_take_rows(((struct hr_summarizer *)sink)->bursts, rows, count);
}

static const struct hr_sink_ops summarizer_ops = {
	.sample = take_sample,
	.observation = take_observation,
	.histogram = take_histogram,
	.aggregate = take_aggregate,
	.event = take_event,
	.group = find_group,
	.rows = take_rows,
};

struct hr_summarizer *hr_summarizer_new(struct hr_run *run,
                                        const struct hr_summarize_options *options)
{
	struct hr_summarizer *summarizer = hr_zalloc(1, sizeof(*summarizer));

	summarizer->sink.ops = &summarizer_ops;
	summarizer->run = run;
	hr_selection_init(&summarizer->selection, options);
	summarizer->slis = hr_sli_count_new(run, options->sli_rules, options->sli_rule_count);
	summarizer->bursts = hr_bursts_new(
	        run, find_target, summarizer->slis != NULL ? count_burst : NULL, summarizer);
	return summarizer;
}

void hr_summarizer_flush(struct hr_summarizer *summarizer)
{
	hr_bursts_flush(summarizer->bursts);
}

struct hr_sink *hr_summarizer_sink(struct hr_summarizer *summarizer)
{
	return &summarizer->sink;
}

void hr_summarizer_free(struct hr_summarizer *summarizer)
{
	if (summarizer == NULL)
		return;
	hr_bursts_free(summarizer->bursts);
	hr_selection_release(&summarizer->selection);
	hr_sli_count_free(summarizer->slis);
	free(summarizer->answers);
	hr_str_release(&summarizer->scratch.key);
	hr_str_release(&summarizer->scratch.mask);
	hr_str_release(&summarizer->scratch.clean);
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

static const struct hr_sink_ops span_ops = {
	.sample = span_sample,
	.observation = span_observation,
	.histogram = span_histogram,
	.aggregate = span_aggregate,
	.event = span_event,
};

void hr_span_init(struct hr_span *span)
{
	*span = (struct hr_span){ { &span_ops }, HR_INSTANT_NONE, HR_INSTANT_NONE };
}
