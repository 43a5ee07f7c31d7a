/*
 * A comparison as the document's section "comparison".
 */
#ifndef HR_DOCUMENT_DOCUMENT_COMPARISON_H
#define HR_DOCUMENT_DOCUMENT_COMPARISON_H

#include <jansson.h>

#include "analyse/compare.h"
#include "analyse/compare_policy.h"

/* What is said beside the comparison itself. */
struct hr_document_comparison_options {
	bool provisional;    /* the named baseline has too few runs to show noise */
	bool graded;         /* --grade */
	const double *goals; /* by figure, NaN without; NULL */
};

/* Gives a reference. */
json_t *hr_document_comparison(const struct hr_comparison *comparison,
                               const struct hr_compare_input *input,
                               const struct hr_document_comparison_options *options);
/* settings.compare: what decided. Gives a reference. */
json_t *hr_document_compare_settings(const struct hr_compare_policy *policy);

#endif
