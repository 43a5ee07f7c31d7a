/*
 * Tests of objectives: a configuration of one objective, a run of its counters, and what follows.
 */
#ifndef HR_TESTS_SLO_SCENE_H
#define HR_TESTS_SLO_SCENE_H

#include "analyse/slo.h"
#include "config/config.h"

#define DAY   INT64_C(86400)
#define START INT64_C(1767571200) /* Monday 2026-01-05 00:00 UTC */

struct slo_scene {
	struct hr_config config;
	struct hr_run run;
	struct hr_sli *sli;
	struct hr_label *label;
	struct hr_slo_results results;
};

/* @slo  one or several objectives as JSON; counted is the first */
void slo_scene_open(struct slo_scene *scene, const char *slo);
void slo_scene_add(struct slo_scene *scene, int64_t second, uint32_t valid, uint32_t good);
/* The first objective's result. @zone NULL = UTC; @as_of_s HR_SLI_SECOND_NONE = the last event */
const struct hr_slo_result *slo_scene_evaluate(struct slo_scene *scene, const struct hr_zone *zone,
                                               int64_t as_of_s);
void slo_scene_close(struct slo_scene *scene);

#endif
