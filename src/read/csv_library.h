/*
 * CSV rows as libcsv reads them, line by line, with one exception: a quote that never ends costs
 * its line, not the rest of the file. Such a quote shows when the input ends inside it, when its
 * row meets the cap, or when its row has swallowed others (csv_look.h). Then the first line of the
 * row is given out as a row of its own, flagged, and the lines after it are handed back: they are
 * to be read again, as if nothing had happened.
 */
#ifndef HR_READ_CSV_LIBRARY_H
#define HR_READ_CSV_LIBRARY_H

#include <csv.h>

#include "base/str.h"
#include "read/csv_rows.h"

struct hr_csv_library {
	struct csv_parser parser;
	struct hr_csv_rows *rows;
	char delimiter;

	/* The row being read: its fields' bytes one after another. */
	char *bytes;
	size_t used, capacity; /* a few more are allocated */
	size_t count;
	size_t ends[HR_CSV_FIELDS_MAX];
	bool too_long, unterminated;
	uint64_t lost_breaks; /* line ends in parts of it that were dropped */

	/* The same row as it came, while it is open and began at the start of a line: what is read
	 * again when its quote turns out to have no end. The budget keeps that linear. */
	struct hr_str raw;
	bool raw_valid;
	size_t reread_left;
	bool suspect;                 /* the row that just ended has to be read again */
	struct hr_str again;          /* what must be read again, from the start of a line on */
	struct hr_slice line_at_hand; /* what libcsv is being given */
	uint64_t ended_before;        /* rows and blank lines before it */
};

/* @library  all zero   @rows  where they go, borrowed until release */
void hr_csv_library_init(struct hr_csv_library *library, char delimiter, struct hr_csv_rows *rows);
void hr_csv_library_release(struct hr_csv_library *library);
/* Is a row begun, and its end still to come? */
bool hr_csv_library_is_open(const struct hr_csv_library *library);
/*
 * hr_csv_library_feed - the next line, or a part of one.
 * @begins  its first byte is the first of a line
 * True when a quote has no end: what is in library->again must be read next. Memory: the row twice,
 * at most a few HR_CSV_ROW_BYTES.
 */
bool hr_csv_library_feed(struct hr_csv_library *library, struct hr_slice line, bool begins);
/* The end of the input. True likewise, and then to be asked again. */
bool hr_csv_library_finish(struct hr_csv_library *library);
/* Gives what must be read again to the caller, who releases it. */
struct hr_str hr_csv_library_take_again(struct hr_csv_library *library);

#endif
