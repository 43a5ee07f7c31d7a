/*
 * Which labels of a run a criterion is about: the same answer wherever criteria are judged.
 */
#ifndef HR_ANALYSE_CRITERION_LABELS_H
#define HR_ANALYSE_CRITERION_LABELS_H

#include "config/criterion.h"
#include "record/run.h"

/*
 * hr_criterion_labels - @total without a label; the label of exactly that name, requests before
 * transactions; else all that match the pattern, sorted; else @total for the name "total". Gives an
 * array of borrowed labels (free()), 0 of them when nothing matches.
 */
const struct hr_label **hr_criterion_labels(const struct hr_run *run, const struct hr_label *total,
                                            const struct hr_criterion *criterion, size_t *count);
/* What messages call @label: "total", or its name. */
const char *hr_criterion_subject(const struct hr_label *label, const struct hr_label *total);

#endif
