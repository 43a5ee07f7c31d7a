/*
 * Inside of the summarizer: one record added to a run.
 */
#ifndef HR_SUMMARIZE_ADD_H
#define HR_SUMMARIZE_ADD_H

#include "base/instant.h"
#include "base/str.h"
#include "record/run.h"

/* Texts that are built for failures only; kept to be used again. */
struct hr_add_scratch {
	struct hr_str key, mask, clean;
};

/*
 * hr_add_sample - to the label called @name, whatever the sample says.
 * A row of weight n is n values that add up to its elapsed time: n - r times floor(t / n) and r
 * times one unit more, the unit being 1 ms when t is whole milliseconds, else 1 ns. In rising order
 * the first are the successes, the last the failures. Latency and connect time alike. Start and end
 * are those of the row.
 * A sample without a time is in no interval, one without elapsed time in no distribution.
 */
void hr_add_sample(struct hr_run *run, const struct hr_sample *sample, struct hr_slice name,
                   enum hr_sample_kind kind, struct hr_add_scratch *scratch);
struct hr_burst;
/* The same for each sample of a burst. */
void hr_add_burst(struct hr_run *run, const struct hr_burst *burst);
/* Sums of a histogram are those of its buckets' values; the extremes are exact where given. */
void hr_add_histogram(struct hr_run *run, const struct hr_histogram_record *histogram,
                      struct hr_slice name);
/* The first figures of a label count; others, and those of a label with samples, are rejected. */
void hr_add_aggregate(struct hr_run *run, const struct hr_aggregate *aggregate,
                      struct hr_slice name);
void hr_add_observation(struct hr_run *run, const struct hr_observation *observation);

/* When a sample ended: its start when it has no elapsed time. */
static inline int64_t hr_end_of(int64_t start_ns, int64_t elapsed_ns)
{
	int64_t end_ns;

	if (start_ns == HR_INSTANT_NONE || elapsed_ns < 0)
		return start_ns;
	return __builtin_add_overflow(start_ns, elapsed_ns, &end_ns) ? INT64_MAX : end_ns;
}

#endif
