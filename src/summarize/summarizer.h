/*
 * The sink that makes a run of samples: window, filter, label folding, then one addition to the
 * label's sums. No allocation per sample once labels and pages exist.
 */
#ifndef HR_SUMMARIZE_SUMMARIZER_H
#define HR_SUMMARIZE_SUMMARIZER_H

#include "record/run.h"
#include "record/sink.h"
#include "summarize/select.h"

struct hr_summarizer; /* its first member is a struct hr_sink */

/* Adds to @run and looks at what @options point to (borrowed both). Patterns are tried on the label
 * as recorded, those of transactions on its new name too. */
struct hr_summarizer *hr_summarizer_new(struct hr_run *run,
                                        const struct hr_summarize_options *options);
/* Samples are added in bursts: until this is called, or the summarizer freed, some may wait. */
void hr_summarizer_flush(struct hr_summarizer *summarizer);
/* Where records go; borrowed, as long as the summarizer lives. */
struct hr_sink *hr_summarizer_sink(struct hr_summarizer *summarizer);
/* Adds what waits; NULL is fine. The run is the caller's. */
void hr_summarizer_free(struct hr_summarizer *summarizer);

/* A sink that only notes the earliest start and latest end: the first pass of windows with offsets.
 */
struct hr_span {
	struct hr_sink sink;
	int64_t start_ns, end_ns; /* HR_INSTANT_NONE */
};
void hr_span_init(struct hr_span *span);

#endif
