/*
 * Counting for service level indicators: every sample is asked, before labels are folded, whether
 * it is valid and good. What is asked of labels is asked once a label, and what the samples of a
 * burst have in common once a burst.
 */
#ifndef HR_SUMMARIZE_SLI_COUNT_H
#define HR_SUMMARIZE_SLI_COUNT_H

#include "record/run.h"
#include "record/sample.h"
#include "record/sli.h"

#define HR_SLI_LABELS_MAX 65536 /* labels whose answers are remembered */

struct hr_sli_count; /* of one run and one thread */

/* @rules is borrowed, and so is what it points to. NULL when there is nothing to count. */
struct hr_sli_count *hr_sli_count_new(struct hr_run *run, const struct hr_sli_rule *rules,
                                      size_t count);
void hr_sli_count_free(struct hr_sli_count *counting);
/* What a label, under the name that reports show, answers to each rule. */
struct hr_sli_answers {
	uint64_t valid, good;
};
/* Those to each rule in *@answers, which is made when it is NULL (gives it: free()) and else
 * written anew. It stays as it is when no label is asked for. Labels are asked once, beyond the
 * first HR_SLI_LABELS_MAX of them each time. */
void hr_sli_count_label(struct hr_sli_count *counting, struct hr_slice label,
                        struct hr_sli_answers **answers);
/* A sample that is added alone. @kind  as it is counted; @answers of its label. Cost: two answers
 * and an addition a rule. */
void hr_sli_count_add(struct hr_sli_count *counting, const struct hr_sample *sample,
                      enum hr_sample_kind kind, const struct hr_sli_answers *answers);
struct hr_burst;
/* A sample that waits in a burst, for rules that ask what bursts do not keep. */
void hr_sli_count_waiting(struct hr_sli_count *counting, const struct hr_sample *sample,
                          enum hr_sample_kind kind, const struct hr_sli_answers *answers);
/* Are there such rules? */
bool hr_sli_count_needs_each(const struct hr_sli_count *counting);
/* A burst, for all other rules; the note of its target are the answers of its label. */
void hr_sli_count_burst(struct hr_sli_count *counting, const struct hr_burst *burst);

#endif
