/*
 * Inside of the reader of OpenSLO: an SLO as objectives.
 */
#ifndef HR_CONFIG_OPENSLO_SLO_H
#define HR_CONFIG_OPENSLO_SLO_H

#include "config/openslo_part.h"

/* An objective each element of its "objectives"; the reader is at its spec. */
void hr_openslo_read_slo(struct hr_openslo *all, const struct hr_openslo_object *object,
                         struct hr_config_slos *slos, char **service_name);

#endif
