/*
 * The section "capacity" of a document.
 */
#ifndef HR_DOCUMENT_DOCUMENT_CAPACITY_H
#define HR_DOCUMENT_DOCUMENT_CAPACITY_H

#include <jansson.h>

#include "analyse/advice.h"
#include "analyse/capacity.h"

/* The section: the fleet in numbers, the worst rows, demand, scenarios, cost. Gives a reference. */
json_t *hr_document_capacity(const struct hr_capacity *capacity,
                             const struct hr_config_capacity *config,
                             const struct hr_config_cost *cost);
/* Its member "recommendations"; gives a reference. */
json_t *hr_document_advice(const struct hr_advice *advice);
/* settings.capacity; gives a reference. */
json_t *hr_document_capacity_settings(const struct hr_config_capacity *config, uint64_t seed);
/* What the section "stress" of a document says of the capacity of the system that was tested. */
struct hr_capacity_measured hr_document_capacity_measured(const json_t *document);

#endif
