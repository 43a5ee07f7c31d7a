/*
 * One row of a generic table, by field, into a sample or an observation. CSV and JSON lines differ
 * only in how they find the values; what a value means is decided here.
 */
#ifndef HR_READ_MAPPED_ROW_H
#define HR_READ_MAPPED_ROW_H

#include "read/reader.h"

/* The values of one row as text; ptr NULL where the row has none. JSON numbers and booleans are
 * given as they are written ("200", "1.5e3", "true"). */
struct hr_mapped_row {
	struct hr_slice values[HR_FIELD_COUNT];
	uint64_t line;
	struct hr_slice text; /* start of the row, for diagnostics */
};

/*
 * hr_mapped_row_push - make the record and push it into the context's sink, counting it; or count
 * the row as rejected or degraded with the reason.
 *   A sample is rejected when it has neither a usable time, elapsed nor success, or an elapsed time
 * that is negative or above HR_DURATION_MAX_NS; degraded when its time or elapsed is unusable.
 *   An observation is rejected when its time or value is unusable; without a name it is called as
 * the mapping's constant label, else as the column of its value, or, where that is called "value",
 * as the input's file without its endings.
 * @mapping  which fields the table has and in which units; borrowed
 * Cost: no allocation.
 */
void hr_mapped_row_push(struct hr_read_context *context, const struct hr_mapping *mapping,
                        const struct hr_mapped_row *row);

/*
 * hr_mapped_row_names - a mapping by well-known names, for tables that come without one: field
 * names of configurations and their usual spellings ("timestamp", "metric", "hostname", ...),
 * without regard to case. Durations are taken as milliseconds.
 * @find  is the table's column of that name there? called with each spelling
 * Returns false when the names make up neither samples nor a series. @mapping is initialised by the
 * call (hr_mapping_release()).
 */
bool hr_mapped_row_names(bool (*find)(void *table, const char *name), void *table,
                         struct hr_mapping *mapping);

/* Say in the context's assumptions which fields are read from where, in which units, and how times
 * are read. */
void hr_mapped_row_assume(struct hr_read_context *context, const struct hr_mapping *mapping);

#endif
