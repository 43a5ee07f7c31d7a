/*
 * The section "stress" of a document.
 */
#ifndef HR_DOCUMENT_DOCUMENT_STRESS_H
#define HR_DOCUMENT_DOCUMENT_STRESS_H

#include <jansson.h>

#include "analyse/stress.h"

/* The section; gives a reference. */
json_t *hr_document_stress(const struct hr_stress *stress, const struct hr_stress_options *options);
/* What steps are found and judged by, for settings.stress; gives a reference. */
json_t *hr_document_stress_settings(const struct hr_stress_options *options);
/* The fit of a section: @out as far as curves and inverses need it. False when there is none. */
bool hr_document_stress_usl(const json_t *stress, struct hr_usl *out);

#endif
