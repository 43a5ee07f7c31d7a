/*
 * CSV rows from pieces of bytes, as libcsv reads them: quotes and newlines in fields, LF, CRLF or
 * CR, any delimiter; blank lines are skipped, blanks round fields kept. Rows arrive as arrays of
 * fields with the number of the line they begin on. What a row is libcsv decides, with one
 * exception: a quote that never ends costs one line, not the rest of the file.
 *
 * Bytes come in any pieces and are passed on in better ones (csv_pieces.h). Rows without quotes,
 * and those whose fields are quoted whole, are found by an index and read where they lie
 * (csv_indexed.h). All others go through libcsv: doubled and stray quotes, lone carriage returns,
 * rows longer than a stretch (csv_library.h).
 */
#ifndef HR_READ_CSV_H
#define HR_READ_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

struct hr_csv_index_row;

#define HR_CSV_FIELDS_MAX 1024        /* fields of a row; more are cut off and the row flagged */
#define HR_CSV_ROW_BYTES  (16u << 20) /* a longer row is cut and flagged */

struct hr_csv_row {
	const struct hr_slice *fields; /* borrowed for the call */
	size_t count;
	uint64_t line;     /* first line of the row, from 1 */
	bool too_long;     /* a cap was met: the fields are what fitted */
	bool unterminated; /* a quote was opened and never closed: this is its first line */
	bool at_end;       /* the input ended where the row's newline should be */
};

typedef void hr_csv_row_fn(void *context, const struct hr_csv_row *row);

struct hr_csv;
/* @delimiter 0: guessed from the first line that is not blank. */
struct hr_csv *hr_csv_new(char delimiter, hr_csv_row_fn *on_row, void *context);
void hr_csv_free(struct hr_csv *csv);
/* Read everything by libcsv: slower, the same rows. Before the first bytes. */
void hr_csv_use_reference(struct hr_csv *csv);

/* Rows one after another as the index has them: without quotes and lone carriage returns, or all
 * with each field in quotes and no quote nor line end within. */
struct hr_csv_plain {
	bool quoted;                         /* each field */
	const char *bytes;                   /* places count from here */
	uint32_t begin;                      /* where the first row begins */
	uint32_t *ends;                      /* places of the separators of all rows; lent: as they
	                                      * were when the call is over */
	uint32_t first;                      /* the number that rows[i].end gives ends[0] */
	const struct hr_csv_index_row *rows; /* rows[i].end - first is the end of row i in ends */
	size_t count;
	uint64_t line; /* of the first row */
};

/* Gives how many of the first rows were taken; the next one then comes as others do. */
typedef size_t hr_csv_plain_fn(void *context, const struct hr_csv_plain *rows);
/* Offer plain rows to @on_plain (with the context of on_row) before they are taken apart. A row may
 * end in a carriage return, and be blank. Before the first bytes. */
void hr_csv_take_plain(struct hr_csv *csv, hr_csv_plain_fn *on_plain);

/*
 * hr_csv_feed - the next bytes; @on_row is called for each row they complete. A BOM at the start is
 * skipped. Memory: the longest row twice, at most a few HR_CSV_ROW_BYTES.
 */
void hr_csv_feed(struct hr_csv *csv, struct hr_slice bytes);
/* The end: the last row may lack its newline. */
void hr_csv_finish(struct hr_csv *csv);
/* The delimiter in force; 0 while it is not known. */
char hr_csv_delimiter(const struct hr_csv *csv);

/* For reading in chunks (reader.h): may another parser begin here? Then hr_csv_fork() gives one
 * that reads on as this one would, with lines from 1. */
bool hr_csv_is_between_rows(const struct hr_csv *csv);
struct hr_csv *hr_csv_fork(const struct hr_csv *csv, void *context);
/* Both between rows: would they read what follows alike? */
bool hr_csv_reads_like(const struct hr_csv *a, const struct hr_csv *b);
/* Where in @bytes the first line begins that alone has as many fields as the last row of @csv;
 * SIZE_MAX when none is there as a whole. */
size_t hr_csv_guess_row(const struct hr_csv *csv, struct hr_slice bytes);
uint64_t hr_csv_lines(const struct hr_csv *csv);
void hr_csv_move_lines(struct hr_csv *csv, uint64_t lines);

/* Delimiter of a header or first line: of , ; tab | the one that splits it (outside quotes) into
 * most fields; 0 when none occurs. A BOM and blank lines are skipped. */
char hr_csv_guess_delimiter(struct hr_slice head);
/* Its name for people: "comma", "tab", ... */
const char *hr_csv_delimiter_name(char delimiter);
/* Call @on_row with the first row of @head (not at all when there is none, nor when it begins like
 * JSON or XML); @delimiter 0: guessed. */
void hr_csv_first_row(struct hr_slice head, char delimiter, hr_csv_row_fn *on_row, void *context);
/*
 * hr_csv_row_usable - how many fields of a row may be looked at where @expected should be there:
 * all of them when it has as many, or more of which the surplus is empty; 0 when the surplus is
 * not (nobody knows which field is one too many); of a row cut short by the end of the input all
 * but the last, which may have lost a part.
 */
size_t hr_csv_row_usable(const struct hr_csv_row *row, size_t expected);
/* Why a row of another number of fields than @expected is odd, without the numbers, and its start
 * as text for diagnostics with them: "3 fields of 5: a,b,c"; replaces @out. */
const char *hr_csv_misfit_reason(const struct hr_csv_row *row, size_t expected);
void hr_csv_row_misfit(const struct hr_csv_row *row, char delimiter, size_t expected,
                       struct hr_str *out);
/* The start of a row as text for diagnostics, its fields joined by @delimiter; replaces @out. */
void hr_csv_row_text(const struct hr_csv_row *row, char delimiter, struct hr_str *out);

#endif
