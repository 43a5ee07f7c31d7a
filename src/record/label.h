/*
 * Inside of the run: how labels come into being and spans grow.
 */
#ifndef HR_RECORD_LABEL_H
#define HR_RECORD_LABEL_H

#include "base/instant.h"
#include "record/run.h"

/* @name  clean text    @hash  hr_digest64() of it    Gives an empty label. */
struct hr_label *hr_label_new(struct hr_slice name, uint64_t hash, enum hr_sample_kind kind);
/* Drop its times, codes and errors; counters and cells stay. */
void hr_label_clear_details(struct hr_label *label);

/* As hr_label_merge when an interval of @into covers @factor of @from's; cells below interval
 * @floor are dropped. Gives the number of requests in those. The second one may take from @from,
 * which is fit to be released only. */
uint64_t hr_label_merge_coarser(struct hr_label *into, const struct hr_label *from, int64_t factor,
                                int64_t floor);
uint64_t hr_label_take_coarser(struct hr_label *into, struct hr_label *from, int64_t factor,
                               int64_t floor);

/* Widen *@start_ns .. *@end_ns; HR_INSTANT_NONE on either side is nothing. */
static inline void hr_span_add(int64_t *start_ns, int64_t *end_ns, int64_t more_start_ns,
                               int64_t more_end_ns)
{
	if (more_start_ns != HR_INSTANT_NONE &&
	    (*start_ns == HR_INSTANT_NONE || more_start_ns < *start_ns))
		*start_ns = more_start_ns;
	/* HR_INSTANT_NONE is the smallest number */
	if (more_end_ns > *end_ns)
		*end_ns = more_end_ns;
}

#endif
