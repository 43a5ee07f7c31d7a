/*
 * Label patterns: a glob over the whole text (* ? [a-z] [!a-z] \x), or, after a '~', a POSIX
 * extended regular expression that may match anywhere. Globs see UTF-8 characters, expressions see
 * bytes. No pattern and no text can make matching explode: globs cost at most pattern times text,
 * and back references and large repetition counts are refused.
 */
#ifndef HR_BASE_PATTERN_H
#define HR_BASE_PATTERN_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

struct hr_pattern;

/* Gives a pattern. HR_EINVAL says what is wrong with it, HR_ELIMIT beyond 1024 bytes. */
enum hr_err hr_pattern_compile(struct hr_slice text, struct hr_pattern **out,
                               struct hr_error *err) HR_MUST_CHECK;
void hr_pattern_free(struct hr_pattern *pattern);
bool hr_pattern_match(const struct hr_pattern *pattern, struct hr_slice text);
/* As it was written, with the '~'; borrowed. */
const char *hr_pattern_text(const struct hr_pattern *pattern);

#endif
