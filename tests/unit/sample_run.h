/*
 * A run with something of everything, hostile labels included, for the tests of documents.
 */
#ifndef HR_TESTS_SAMPLE_RUN_H
#define HR_TESTS_SAMPLE_RUN_H

#include "base/instant.h"
#include "document/document.h"

#define SAMPLE_T0 (INT64_C(1763600000) * HR_NS_PER_S) /* 2025-11-20T00:53:20Z */

struct hr_document_options sample_options(void);
/* A generator of numbers; the same in every run of the tests. */
uint64_t sample_next(uint64_t *state);
/* One request as the summarizer would count it. */
void sample_count(struct hr_run *run, struct hr_label *label, int64_t end_ns, int64_t elapsed_ns,
                  bool ok);
void sample_run_fill(struct hr_run *run);
/* Texts to be freed; that of a run says a fixed moment. */
char *sample_dump(const json_t *document);
char *sample_run_dump(const struct hr_run *run);

#endif
