/*
 * The filter language of objectives: a question about one sample, as text.
 *   success && status < 500          label == 'checkout' || label ~ 'GET *'
 *   elapsed <= 300ms                 status in (200..299, 304)          not (message ~ '*timeout*')
 * Fields    success; texts: label code message failure host; numbers: status elapsed latency
 *           connect received sent
 * Operators == != ~ !~ (a pattern as in base/pattern) for texts, == != < <= > >= for numbers, `in`
 *           with a list for both, `a..b` in a list of numbers; ! not, && and, || or, brackets
 * A test of what a sample lacks says no, and so does its opposite. Nothing is ever executed.
 */
#ifndef HR_CONFIG_EXPRESSION_H
#define HR_CONFIG_EXPRESSION_H

#include "base/error.h"
#include "record/predicate.h"

#define HR_EXPRESSION_BYTES_MAX 4096

/*
 * hr_expression_compile - @out is filled (hr_predicate_release()), or left empty on error.
 * Errors: HR_EPARSE with the column (in characters, also in the text) and what was expected there;
 * misspelt fields get the nearest name. HR_ELIMIT beyond HR_EXPRESSION_BYTES_MAX, nesting of 50,
 * HR_PREDICATE_TESTS_MAX tests or HR_PREDICATE_LABELS_MAX tests of the label.
 */
enum hr_err hr_expression_compile(struct hr_slice text, struct hr_predicate *out,
                                  struct hr_error *err) HR_MUST_CHECK;

#endif
