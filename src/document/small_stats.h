/*
 * Statistics of a label made smaller, for runs that are stored: coarser histograms, fewer texts.
 */
#ifndef HR_DOCUMENT_SMALL_STATS_H
#define HR_DOCUMENT_SMALL_STATS_H

#include <jansson.h>
#include <stddef.h>

/*
 * hr_small_stats - a copy of a label's statistics that takes less room.
 * @stats  as hr_document_stats() writes them, with "exact"; borrowed
 * @bits   significant binary digits that the values of its histograms keep
 * What is not known of its latencies and connects by value any more is known by their sums; texts
 * and codes that are left out are counted in the rest of their tally. Returns a new reference.
 */
json_t *hr_small_stats(const json_t *stats, unsigned bits);
/* Drop all but the first @most elements; NULL has none. */
void hr_small_array(json_t *array, size_t most);

#endif
