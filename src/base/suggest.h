/*
 * What is said to a name that nobody knows: the nearest one that is known, or else which there are.
 */
#ifndef HR_BASE_SUGGEST_H
#define HR_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

#define HR_SUGGEST_LIST_SIZE 160 /* of all names in a message; more are listed elsewhere */
#define HR_SUGGEST_HINT_SIZE 240

/* Feed candidates one by one; zero-initialise with the wrong name set. */
struct hr_suggestion {
	struct hr_slice wrong;
	const char *best; /* NULL until a candidate is near enough */
	size_t distance;
	/* Of hr_suggest_hint() */
	size_t count,
	        listed; /* candidates, and those of them in the list: all, or it is too short */
	char list[HR_SUGGEST_LIST_SIZE];
	char hint[HR_SUGGEST_HINT_SIZE];
};

/* Optimal string alignment distance (insert, delete, replace, swap neighbours), case-insensitive;
 * longer texts than 64 bytes count as far. */
size_t hr_edit_distance(struct hr_slice a, struct hr_slice b);
/* Keeps the nearest candidate at most a third of the wrong name's length (at least 1, at most 3
 * edits) away, or one it is the beginning of; the first of equals. @candidate is borrowed. True
 * when it is kept. */
bool hr_suggest_try(struct hr_suggestion *suggestion, const char *candidate);
/*
 * hr_suggest_hint - how a message about the wrong name ends, after all candidates were tried.
 * @listed_by  what lists them where they are too many for a line, such as "headroom help forms";
 *             NULL: nothing does
 * Returns "; did you mean NAME?", else "; there are A, B, C", else "; 'LISTED_BY' lists them", or
 * "" without candidates; borrowed from @suggestion.
 */
const char *hr_suggest_hint(struct hr_suggestion *suggestion, const char *listed_by);
/* The nearest of an array, or NULL. */
const char *hr_suggest(struct hr_slice wrong, const char *const *names, size_t count);

#endif
