/*
 * The arithmetic behind a check, step by step, from what the document says of it.
 */
#ifndef HR_RENDER_EXPLAIN_STEPS_H
#define HR_RENDER_EXPLAIN_STEPS_H

#include <jansson.h>

#include "base/str.h"

/*
 * hr_explain_steps - the steps that lead to a check's figures, appended; nothing where none are
 * known for its kind.
 * @method  "R6" and so on: how percentiles of the document are defined; NULL unknown
 * A step that computes a figure of the check is shown only if it gives that figure.
 */
void hr_explain_steps(const json_t *check, const char *method, struct hr_str *out);

/*
 * hr_explain_value - the value of a formula: numbers, names, + - * / and parentheses.
 * @get  gives what a name stands for; NaN when unknown, and then the value is NaN
 */
double hr_explain_value(const char *formula, double (*get)(void *context, const char *name),
                        void *context);

#endif
