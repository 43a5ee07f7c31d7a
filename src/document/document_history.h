/*
 * Documents of runs as rows of a history of numbers. Only figures are read, no histogram is
 * decoded: a year of nightly runs takes a moment.
 */
#ifndef HR_DOCUMENT_DOCUMENT_HISTORY_H
#define HR_DOCUMENT_DOCUMENT_HISTORY_H

#include <jansson.h>

#include "analyse/run_table.h"

/* The metrics a trend looks at where nothing else is asked for. */
extern const char *const hr_trend_metrics[]; /* NULL-terminated */

/*
 * hr_document_to_history - add a document's run: total, labels and transactions; with the metric
 * "mean" its resource series, too.
 * @id       of the run in the store; NULL: computed from what it measured
 * @metrics  NULL-terminated names; figures that documents do not carry are missing
 */
void hr_document_to_history(const json_t *document, const char *id, const char *const *metrics,
                            struct hr_run_table *history);

#endif
