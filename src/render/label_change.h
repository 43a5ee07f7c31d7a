/*
 * What changed of each label against the baseline: its gravest change, for the endpoints table.
 */
#ifndef HR_RENDER_LABEL_CHANGE_H
#define HR_RENDER_LABEL_CHANGE_H

#include <jansson.h>

#include "render/comparison_rows.h"

#define HR_LABEL_UNCHANGED 9 /* rank of a label of which nothing changed */

struct hr_label_changes {
	struct hr_change_row *rows;          /* of the document, owned; NULL without a comparison */
	const struct hr_change_row **sorted; /* the changed ones by label, then gravity */
	size_t count;
};

/* The changes of a document's section "comparison" (borrowed), by label; none of NULL. */
void hr_label_changes_init(struct hr_label_changes *changes, const json_t *comparison);
void hr_label_changes_release(struct hr_label_changes *changes);
/* The gravest change of @label, borrowed; NULL when nothing changed. Cost: a binary search. */
const struct hr_change_row *hr_label_change(const struct hr_label_changes *changes,
                                            const char *label);
/* From 0, a regression, to HR_LABEL_UNCHANGED; @row may be NULL. */
int hr_label_change_rank(const struct hr_change_row *row);
/* {text, cls, icon, verdict, metric, role, colour, bar}, a new reference; @row not NULL. bar is
 * path data in a box of 60 by 10, from its middle to the left for less and to the right for more,
 * full at 100 %; null where no size is known. */
json_t *hr_label_change_model(const struct hr_change_row *row);

#endif
