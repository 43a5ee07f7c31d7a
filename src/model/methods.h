/*
 * All forecasting methods: one table, which --model, help and the manual follow.
 */
#ifndef HR_MODEL_METHODS_H
#define HR_MODEL_METHODS_H

#include "base/slice.h"

struct hr_method;

extern const struct hr_method *const hr_methods[]; /* NULL-terminated, simple ones first */
const struct hr_method *hr_method_find(struct hr_slice name); /* NULL when unknown */

#endif
