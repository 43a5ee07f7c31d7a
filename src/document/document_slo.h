/*
 * Objectives, alerts and the gate as sections of the document.
 */
#ifndef HR_DOCUMENT_DOCUMENT_SLO_H
#define HR_DOCUMENT_DOCUMENT_SLO_H

#include <jansson.h>

#include "analyse/alert_rules.h"
#include "analyse/gate.h"
#include "analyse/slo.h"

/* Each gives a reference. */
json_t *hr_document_slo(const struct hr_slo_results *results,
                        const struct hr_budget_policy *policy);
json_t *hr_document_alerts(const struct hr_slo_results *results,
                           const struct hr_alert_results *rules);
json_t *hr_document_gate(const struct hr_gate *gate, const struct hr_gate_options *options,
                         const struct hr_slo_results *results);

#endif
