/*
 * Reliability and incidents as sections of the document.
 */
#ifndef HR_DOCUMENT_DOCUMENT_RELIABILITY_H
#define HR_DOCUMENT_DOCUMENT_RELIABILITY_H

#include <jansson.h>

#include "analyse/reliability.h"

/* Each gives a reference. */
json_t *hr_document_reliability(const struct hr_reliability *reliability,
                                const struct hr_config_reliability *config);
json_t *hr_document_incidents(const struct hr_config_reliability *config, int64_t now_s);

#endif
