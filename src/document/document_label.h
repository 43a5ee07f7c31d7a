/*
 * A document narrowed to one label: what a page of its own says of it.
 */
#ifndef HR_DOCUMENT_DOCUMENT_LABEL_H
#define HR_DOCUMENT_DOCUMENT_LABEL_H

#include <jansson.h>
#include <stdbool.h>

/*
 * hr_document_of_label - the document as if its run had been this label alone: its figures are the
 * total, and of comparison, trend and checks what is about it remains; the verdict is that of these
 * checks. What is about the whole run only (inputs, resources, objectives, plans, remarks on its
 * quality) is left out; begin, end and active users stay those of the run. A transaction becomes a
 * request, so that it counts in the total. The run is named after both.
 * @label        its name as in run.labels, or in run.transactions when @transaction
 * Gives a reference, NULL when there is no such label. It shares values with @document and must
 * not be changed. Cost: one walk over labels, changes, series and checks.
 */
json_t *hr_document_of_label(const json_t *document, const char *label, bool transaction);

#endif
