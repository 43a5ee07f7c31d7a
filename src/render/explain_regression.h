/*
 * The steps from the evidence of a regression check to its verdict, each with its numbers.
 */
#ifndef HR_RENDER_EXPLAIN_REGRESSION_H
#define HR_RENDER_EXPLAIN_REGRESSION_H

#include <jansson.h>

#include "base/str.h"

/* Appends nothing for a check of another kind, or without an interval. */
void hr_explain_regression(const json_t *check, struct hr_str *out);

#endif
