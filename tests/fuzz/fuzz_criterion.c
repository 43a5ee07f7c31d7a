/*
 * The criterion grammar: whatever the text, an error with a column within it, or a criterion whose
 * folded text reads back as the same criterion.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>
#include <string.h>

#include "config/criterion.h"

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* Its parts make one about the same; quotes and backslashes in names may not be written again. */
static void remake(const struct hr_criterion *first)
{
	struct hr_criterion made;

	if (first->label != NULL && strpbrk(first->label, "\"\\") != NULL)
		return;
	if (hr_criterion_make(first->resource != NULL ? first->resource : first->metric.name,
	                      first->label, ">=", "1", &made, NULL) != HR_OK)
		return;
	require(first->label == NULL || strcmp(first->label, made.label) == 0);
	hr_criterion_release(&made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_criterion first, second;
	struct hr_error err = { 0 };

	if (hr_criterion_parse((struct hr_slice){ (const char *)data, size }, &first, &err) !=
	    HR_OK) {
		require(err.code != HR_OK && err.text[0] != '\0' && err.column <= size + 1);
		return 0;
	}
	require(hr_criterion_parse(hr_slice_of(first.text), &second, NULL) == HR_OK);
	require(strcmp(first.text, second.text) == 0 && first.op == second.op);
	require(strcmp(first.metric.name, second.metric.name) == 0);
	require((first.resource == NULL) == (second.resource == NULL));
	require(first.resource == NULL || strcmp(first.resource, second.resource) == 0);
	require(first.figure == second.figure && first.metric.quantity == second.metric.quantity);
	require((first.label == NULL) == (second.label == NULL));
	require(first.label == NULL || strcmp(first.label, second.label) == 0);
	require(first.limit >= second.limit && first.limit <= second.limit);
	hr_criterion_release(&second);
	remake(&first);
	hr_criterion_release(&first);
	return 0;
}
