/*
 * Which column of a JTL CSV is what: by the names of its header, or, without one, by the sets of
 * columns JMeter has written over the years and the look of the first row.
 */
#ifndef HR_READ_JTL_COLUMNS_H
#define HR_READ_JTL_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "read/csv.h"

enum hr_jtl_column {
	HR_JTL_TIME,
	HR_JTL_ELAPSED,
	HR_JTL_LABEL,
	HR_JTL_CODE,
	HR_JTL_MESSAGE,
	HR_JTL_THREAD,
	HR_JTL_DATA_TYPE,
	HR_JTL_SUCCESS,
	HR_JTL_FAILURE,
	HR_JTL_BYTES,
	HR_JTL_SENT,
	HR_JTL_GROUP_USERS,
	HR_JTL_ALL_USERS,
	HR_JTL_URL,
	HR_JTL_FILENAME,
	HR_JTL_LATENCY,
	HR_JTL_ENCODING,
	HR_JTL_WEIGHT,
	HR_JTL_ERRORS,
	HR_JTL_HOST,
	HR_JTL_IDLE,
	HR_JTL_CONNECT,
	HR_JTL_COLUMN_COUNT
};

#define HR_JTL_ABSENT (-1)

/* Plain data, free to copy: a chunk of a file starts with the columns of its header. */
struct hr_jtl_columns {
	int16_t at[HR_JTL_COLUMN_COUNT]; /* index in the row, HR_JTL_ABSENT */
	size_t count;                    /* fields a row must have */
};

/* By name, whatever its case; also a few spellings of the manual and of other writers. */
bool hr_jtl_column_find(struct hr_slice name, enum hr_jtl_column *out);
/* A row of column names: three known ones at least, or two and no other, one of which is JMeter's
 * own. Cheap when the first field is no such name. */
bool hr_jtl_columns_is_header(const struct hr_csv_row *row);
/* Of two columns of the same name the first counts; unknown names are user variables. */
void hr_jtl_columns_from_header(struct hr_jtl_columns *columns, const struct hr_csv_row *row);
bool hr_jtl_columns_equal(const struct hr_jtl_columns *a, const struct hr_jtl_columns *b);
/*
 * hr_jtl_columns_infer - the columns of a file without header, from its first row.
 * Returns how sure that is: 0 this is no row of JMeter's, 40 by content alone, 60 one of JMeter's
 * default sets of columns.
 */
int hr_jtl_columns_infer(struct hr_jtl_columns *columns, const struct hr_csv_row *row);
/* "timeStamp, elapsed, label, -, success" into @out ("-" is a column not understood); appends. */
void hr_jtl_columns_describe(const struct hr_jtl_columns *columns, struct hr_str *out);

#endif
