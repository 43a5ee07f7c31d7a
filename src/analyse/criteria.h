/*
 * Criteria against a run: one check per criterion and matching label or host. What is not there,
 * was not recorded, or is in another unit is inconclusive, never a pass.
 */
#ifndef HR_ANALYSE_CRITERIA_H
#define HR_ANALYSE_CRITERIA_H

#include "analyse/check.h"
#include "config/criterion.h"
#include "record/run.h"
#include "stats/quantile.h"

/*
 * hr_criteria_check - add checks of the kind "criterion" to @out, in the order of @criteria.
 * @run    its labels and series are looked up as hr_subjects_find() says
 * @total  the run's total, as the document prints it
 * Values are judged rounded to 15 digits, as the document shows them. Of several criteria about one
 * figure of one label the ids of the later ones end in "%2F2", "%2F3".
 */
void hr_criteria_check(const struct hr_criterion *criteria, size_t count, const struct hr_run *run,
                       const struct hr_label *total, enum hr_quantile_method method,
                       struct hr_checks *out);

#endif
