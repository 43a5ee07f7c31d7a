/*
 * OpenSLO v1 objects (github.com/OpenSLO/OpenSLO) as objectives of recorded traffic: SLO, SLI,
 * Service, DataSource, AlertPolicy, AlertCondition and AlertNotificationTarget, several in a file,
 * in any order, as JSON (also one list) or YAML.
 *
 * Queries of monitoring systems cannot be asked of recorded files, so a metric source has the type
 * "headroom" (itself or by its DataSource) and a filter instead:
 *   ratioMetric      good | bad and total: {metricSource: {type: headroom, spec: {filter: ...}}}
 *   thresholdMetric  spec: {metric: elapsed | latency | connect | throughput | age, filter, unit}
 * What cannot be meant here is an error at its place; what has no effect here a warning.
 */
#ifndef HR_CONFIG_OPENSLO_H
#define HR_CONFIG_OPENSLO_H

#include "config/config_slo.h"

/* Is this the root of a file of OpenSLO objects? */
bool hr_openslo_is(const json_t *root);
/*
 * hr_openslo_read - all objects of @documents documents.
 * @slos  gets an objective each objective of each SLO, with alert rules of its own
 * @name  of the run: when NULL it becomes that of the first service
 */
void hr_openslo_read(struct hr_config_reader *reader, size_t documents, struct hr_config_slos *slos,
                     char **name);

#endif
