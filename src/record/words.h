/*
 * What figures, and what they are about, are called in sentences, tables and charts. Documents keep
 * the keys.
 */
#ifndef HR_RECORD_WORDS_H
#define HR_RECORD_WORDS_H

#include "base/str.h"

#define HR_TOTAL "total" /* the subject of figures of all requests together, in documents */

/* "error ratio" for error_ratio; what is no metric of requests stays as it is. */
const char *hr_metric_words(const char *metric);
/* What a subject is: its name does not tell, for a label may be called "total", too. */
enum hr_subject_kind {
	HR_SUBJECT_OTHER, /* an objective, a scenario, an experiment ... */
	HR_SUBJECT_TOTAL, /* all requests together */
	HR_SUBJECT_REQUEST,
	HR_SUBJECT_TRANSACTION,
	HR_SUBJECT_RESOURCE
};
/* As documents name it: "total", "request" ...; NULL for another. */
const char *hr_subject_kind_name(enum hr_subject_kind kind);
/* HR_SUBJECT_OTHER for what none of them is called. */
enum hr_subject_kind hr_subject_kind_find(const char *name);
/* "all requests" for the total, else @subject. */
const char *hr_subject_words(enum hr_subject_kind kind, const char *subject);
/* Appends "p99.9 of all requests". */
void hr_words_put_figure(struct hr_str *out, const char *metric, enum hr_subject_kind kind,
                         const char *subject);

#endif
