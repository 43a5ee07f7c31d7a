/*
 * Criteria against a run: one check per criterion and matching label. A label that is not there, or
 * a metric the input lacks, is inconclusive, never a pass.
 */
#ifndef HR_ANALYSE_CRITERIA_H
#define HR_ANALYSE_CRITERIA_H

#include "analyse/check.h"
#include "config/criterion.h"
#include "record/run.h"

/* @total  the run's total, as the document prints it */
void hr_criteria_check(const struct hr_criterion *criteria, size_t count, const struct hr_run *run,
                       const struct hr_label *total, enum hr_quantile_method method,
                       struct hr_checks *out);

#endif
