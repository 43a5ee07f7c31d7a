#include <config.h>
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

#define LENGTH_MAX 64

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

size_t hr_edit_distance(struct hr_slice a, struct hr_slice b)
{
	size_t rows[3][LENGTH_MAX + 1];
	size_t *before = rows[0];
	size_t *last = rows[1];
	size_t *row = rows[2];

	if (a.length > LENGTH_MAX || b.length > LENGTH_MAX)
		return LENGTH_MAX;
	for (size_t j = 0; j <= b.length; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *spare = before;

		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			char x = lower(a.ptr[i - 1]);
			char y = lower(b.ptr[j - 1]);

			row[j] = min3(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == lower(b.ptr[j - 2]) &&
			    lower(a.ptr[i - 2]) == y && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[b.length];
}

/* Names that fit, in the order they come; once one does not, no list is whole. */
static void note(struct hr_suggestion *suggestion, const char *candidate)
{
	size_t used = strlen(suggestion->list), length = strlen(candidate);

	if (suggestion->listed == suggestion->count &&
	    used + length + sizeof(", ") <= sizeof(suggestion->list)) {
		snprintf(suggestion->list + used, sizeof(suggestion->list) - used, "%s%s",
		         used > 0 ? ", " : "", candidate);
		suggestion->listed++;
	}
	suggestion->count++;
}

bool hr_suggest_try(struct hr_suggestion *suggestion, const char *candidate)
{
	struct hr_slice name = hr_slice_of(candidate);
	size_t allowed = suggestion->wrong.length / 3;
	size_t distance = hr_edit_distance(suggestion->wrong, name);

	note(suggestion, candidate);
	allowed = allowed < 1 ? 1 : allowed > 3 ? 3 : allowed;
	/* "k6" begins "k6-csv" as a word of it. */
	if (name.length > suggestion->wrong.length &&
	    suggestion->wrong.length >= (name.ptr[suggestion->wrong.length] == '-' ? 2 : 3) &&
	    hr_edit_distance(suggestion->wrong,
	                     (struct hr_slice){ name.ptr, suggestion->wrong.length }) == 0)
		distance = distance < allowed ? distance : allowed;
	if (distance > allowed || (suggestion->best != NULL && distance >= suggestion->distance))
		return false;
	suggestion->best = candidate;
	suggestion->distance = distance;
	return true;
}

const char *hr_suggest_hint(struct hr_suggestion *suggestion, const char *listed_by)
{
	char *out = suggestion->hint;
	size_t size = sizeof(suggestion->hint);

	out[0] = '\0';
	if (suggestion->best != NULL)
		snprintf(out, size, "; did you mean %s?", suggestion->best);
	else if (suggestion->count > 0 && suggestion->listed == suggestion->count)
		snprintf(out, size, "; there %s %s", suggestion->count == 1 ? "is" : "are",
		         suggestion->list);
	else if (suggestion->count > 0 && listed_by != NULL)
		snprintf(out, size, "; '%s' lists them", listed_by);
	return out;
}

const char *hr_suggest(struct hr_slice wrong, const char *const *names, size_t count)
{
	struct hr_suggestion suggestion = { .wrong = wrong };

	for (size_t i = 0; i < count; i++)
		hr_suggest_try(&suggestion, names[i]);
	return suggestion.best;
}
