/*
 * The tables of a report folder: every number of the page and more, one CSV file each. Cells are
 * quoted as in RFC 4180, lines end in a line feed for the tools of a shell; a header row names the
 * unit of each column; decimals are shortest round-trip with '.', instants ISO 8601 in UTC; what
 * the input lacks is an empty cell.
 */
#ifndef HR_RENDER_FORM_TABLES_H
#define HR_RENDER_FORM_TABLES_H

#include "base/str.h"
#include "render/scene.h"

struct hr_table {
	const char *file_name; /* "labels.csv" */
	const char *title;
	/* Appends the whole table, at least its header row. */
	void (*write)(const struct hr_scene *scene, struct hr_str *out);
};

extern const struct hr_table hr_tables[];
extern const size_t hr_table_count;

#endif
