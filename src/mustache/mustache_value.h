/*
 * What the values of a context are to a template: parts of names, truth, text.
 */
#ifndef HR_MUSTACHE_MUSTACHE_VALUE_H
#define HR_MUSTACHE_MUSTACHE_VALUE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_MUSTACHE_NUMBER_SIZE 64

/* The part before the first dot; @rest goes on behind it, empty after the last part. */
struct hr_slice hr_mustache_name_part(struct hr_slice *rest);
/* As JavaScript has it, which the specification appeals to; but an empty list is false. */
bool hr_mustache_is_true(const json_t *value);
/* Unescaped text: of the value itself (borrowed), or in @number. Empty for null, objects, lists. */
struct hr_slice hr_mustache_text(const json_t *value, char number[HR_MUSTACHE_NUMBER_SIZE]);
/* The engine's own escape, for callers that name none: & < > and both quotes. */
void hr_mustache_escape_html(struct hr_slice text, struct hr_str *out);

#endif
