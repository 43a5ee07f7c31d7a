/*
 * The figures of labels that a stored run has no room for: their sums are in "(other)", what they
 * are compared by stands in a table, a label a row. So a history of a thousand series still fits.
 */
#ifndef HR_DOCUMENT_FOLDED_FIGURES_H
#define HR_DOCUMENT_FOLDED_FIGURES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyse/figures.h"
#include "record/run.h"

/*
 * hr_folded_write - the table of all labels of a document that @kept does not have.
 * @document  borrowed: its figures are rounded to 7 digits, errors to 3
 * @most      rows; those of the labels with the most requests
 * Gives a reference: an array whose first row names the columns; null when there are no rows.
 */
json_t *hr_folded_write(const json_t *document, const struct hr_run *kept, size_t most);

/* A row that was read. What is absent or of another type is NaN. */
struct hr_folded_row {
	const char *label; /* borrowed from the document */
	enum hr_row_kind kind;
	double count, errors, dispersion;
	struct hr_figure_value figures[HR_FIGURES];
};

#define HR_FOLDED_COLUMNS (2 * HR_FIGURES + 5)

struct hr_folded {
	const json_t *table;
	size_t count;                      /* rows; 0 when the run has no such table */
	size_t columns[HR_FOLDED_COLUMNS]; /* where each stands; SIZE_MAX absent */
};

/* The table of a document; valid as long as it. */
void hr_folded_open(const json_t *document, struct hr_folded *out);
/* Row @i of 0 .. count - 1; false when it has no label. */
bool hr_folded_row(const struct hr_folded *folded, size_t i, struct hr_folded_row *out);

#endif
