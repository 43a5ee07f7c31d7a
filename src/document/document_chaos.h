/*
 * Verified experiments as the section "chaos" of the document.
 */
#ifndef HR_DOCUMENT_DOCUMENT_CHAOS_H
#define HR_DOCUMENT_DOCUMENT_CHAOS_H

#include <jansson.h>

#include "analyse/chaos.h"

/* Both give a reference. */
json_t *hr_document_experiment(const struct hr_chaos_result *result);
json_t *hr_document_chaos(const struct hr_chaos_result *results, size_t count);

#endif
