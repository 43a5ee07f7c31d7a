/*
 * "Did you mean": the known name nearest to a misspelt one.
 */
#ifndef HR_BASE_SUGGEST_H
#define HR_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Feed candidates one by one; zero-initialise with the wrong name set. */
struct hr_suggestion {
	struct hr_slice wrong;
	const char *best; /* NULL until a candidate is near enough */
	size_t distance;
};

/* Optimal string alignment distance (insert, delete, replace, swap neighbours), case-insensitive;
 * longer texts than 64 bytes count as far. */
size_t hr_edit_distance(struct hr_slice a, struct hr_slice b);
/* Keeps the nearest candidate at most a third of the wrong name's length (at least 1, at most 3
 * edits) away, or one it is the beginning of; the first of equals. @candidate is borrowed. True
 * when it is kept. */
bool hr_suggest_try(struct hr_suggestion *suggestion, const char *candidate);
/* The nearest of an array, or NULL. */
const char *hr_suggest(struct hr_slice wrong, const char *const *names, size_t count);

#endif
