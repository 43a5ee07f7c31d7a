/*
 * Tables for a terminal of a given width: a first column of text that gives way, columns of
 * figures that keep their width or are left out, the least important first.
 */
#ifndef HR_RENDER_TEXT_TABLE_H
#define HR_RENDER_TEXT_TABLE_H

#include <stddef.h>

#include "base/str.h"

#define HR_TEXT_COLUMNS_MAX 12

struct hr_text_column {
	const char *title; /* borrowed */
	int rank;          /* columns with the largest are left out first */
};

struct hr_text_table;

/* @columns  what follows the first column; at most HR_TEXT_COLUMNS_MAX */
struct hr_text_table *hr_text_table_new(const struct hr_text_column *columns, size_t count);
void hr_text_table_free(struct hr_text_table *table);
/* A new row; @label and @cells (count of them) are terminal-safe text, copied. */
void hr_text_table_add(struct hr_text_table *table, const char *label, const char *const *cells);
/* Appends header and rows, no line wider than @width columns (at least 20); a label too long for
 * its column ends in @ellipsis. */
void hr_text_table_put(const struct hr_text_table *table, size_t width, const char *ellipsis,
                       struct hr_str *out);

/* @text cut to @width terminal columns, @ellipsis at the end when something was cut. */
void hr_text_put_cut(struct hr_str *out, const char *text, size_t width, const char *ellipsis);

#endif
