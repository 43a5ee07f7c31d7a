/*
 * Patterns of labels that options give.
 */
#ifndef HR_CLI_PATTERNS_H
#define HR_CLI_PATTERNS_H

#include <stddef.h>

#include "base/error.h"
#include "cli/settings.h"

struct hr_pattern;

/* Zero-initialise. */
struct hr_patterns {
	struct hr_pattern **items; /* owned */
	size_t count, capacity;
};

/* Compile @text and add it. @option is what an error names, as in "--include: ...". */
enum hr_err hr_patterns_add(struct hr_patterns *patterns, const char *text, const char *option,
                            struct hr_error *err) HR_MUST_CHECK;
/* The same for each of @texts; those before a wrong one are added. */
enum hr_err hr_patterns_add_all(struct hr_patterns *patterns, const struct hr_texts *texts,
                                const char *option, struct hr_error *err) HR_MUST_CHECK;
void hr_patterns_release(struct hr_patterns *patterns);

#endif
