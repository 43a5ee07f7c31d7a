/*
 * Changes of the section "comparison" as texts for people: the terminal, Markdown and the page show
 * the same words.
 */
#ifndef HR_RENDER_COMPARISON_ROWS_H
#define HR_RENDER_COMPARISON_ROWS_H

#include <jansson.h>
#include <stdbool.h>

#include "base/unit.h"

struct hr_change_row {
	const json_t *change; /* of the document; borrowed */
	const char *label, *metric, *verdict;
	bool total;         /* of all requests together */
	const char *name;   /* the label for people: "all requests" */
	const char *figure; /* the metric as people call it; "" where there is nothing to compare */
	const char *cls, *icon; /* "bad" and so on; a mark of one character */
	bool changed;           /* regressed, suspect, improved, new, vanished */
	char baseline[HR_UNIT_TEXT_SIZE * 2], observed[HR_UNIT_TEXT_SIZE * 2];
	char effect[HR_UNIT_TEXT_SIZE]; /* "+54.8 %", "+6.01 pt", "~" where nothing changed, "?" */
	char since[HR_UNIT_TEXT_SIZE];  /* "2025-03-01, 4.11"; "" not known */
	char interval[HR_UNIT_TEXT_SIZE]; /* "[+35, +77.6]"; "" where nothing is known */
};

/* Of a document with a comparison, the changed ones first, each group in the document's order.
 * Gives an array (free()); NULL when nothing was compared. */
struct hr_change_row *hr_change_rows(const json_t *comparison, enum hr_unit_style style,
                                     size_t *count);
/* "main, 10 runs", "night.jtl". Gives a text (free()). */
char *hr_comparison_baseline(const json_t *comparison);
/* "4 regressed, 1 suspect, 8 unchanged, 77 inconclusive". Gives a text (free()). */
char *hr_comparison_summary(const json_t *comparison);

#endif
