/*
 * Spike and endurance as the section "stability" of the document.
 */
#ifndef HR_DOCUMENT_DOCUMENT_STABILITY_H
#define HR_DOCUMENT_DOCUMENT_STABILITY_H

#include <jansson.h>

#include "analyse/endurance.h"
#include "analyse/spike.h"

/* The section "stability": {spike, endurance}, null for what is NULL. Gives a reference. */
json_t *hr_document_stability(const struct hr_spike *spike, const struct hr_endurance *endurance);

#endif
