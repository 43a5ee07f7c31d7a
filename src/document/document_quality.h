/*
 * run.quality and run.coordinated_omission: how far a run can be trusted.
 */
#ifndef HR_DOCUMENT_DOCUMENT_QUALITY_H
#define HR_DOCUMENT_DOCUMENT_QUALITY_H

#include <jansson.h>

#include "analyse/run_quality.h"

/* Replaces both members of the document's run. Texts are those of the run, which is masked. */
void hr_document_set_quality(json_t *document, const struct hr_run_quality *quality);

#endif
