/*
 * The figures of a document's run, for comparing: read from its statistics, never recomputed, so
 * that what is compared is what is shown.
 */
#ifndef HR_DOCUMENT_DOCUMENT_FIGURES_H
#define HR_DOCUMENT_DOCUMENT_FIGURES_H

#include <jansson.h>

#include "analyse/figures.h"
#include "base/error.h"

/*
 * hr_document_figures - figures of the total, labels, transactions and resources.
 * @source      what messages call the run; copied
 * @histograms  read them, too: only for effects on the whole distribution
 * @out         initialised by the call; left released on error
 * A label without requests has a row; keys that are absent or null are not known. Errors: HR_EPARSE
 * when a value is of another type or a histogram is malformed. Cost: linear in the statistics; the
 * intervals are not looked at.
 */
enum hr_err hr_document_figures(const json_t *document, const char *source, bool histograms,
                                struct hr_figures *out, struct hr_error *err) HR_MUST_CHECK;

/* Only the resource series, each a row; what cannot be read is left out. @out ends with
 * hr_figures_release(). */
void hr_document_resource_figures(const json_t *document, struct hr_figures *out);

#endif
