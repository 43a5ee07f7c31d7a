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
/* "all requests" for the total, else @subject. */
const char *hr_subject_words(const char *subject);
/* Appends "p99.9 of all requests". */
void hr_words_put_figure(struct hr_str *out, const char *metric, const char *subject);

#endif
