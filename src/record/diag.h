/*
 * Diagnostics: bad rows are no errors. Each is counted by path and reason, and the first ten of
 * each (by line) are kept with their text, whatever the order they were reported in.
 */
#ifndef HR_RECORD_DIAG_H
#define HR_RECORD_DIAG_H

#include <stdint.h>

#include "base/slice.h"

#define HR_DIAG_FIRST       10
#define HR_DIAG_TEXT_BYTES  200
#define HR_DIAG_REASONS_MAX 1000 /* per run, those that sort first; more are "other reasons" */

enum hr_diag_severity {
	HR_DIAG_NOTE,     /* an assumption or a remark; costs nothing */
	HR_DIAG_DEGRADED, /* the row counts in totals, not in intervals or windows; or the run is
	                     full */
	HR_DIAG_REJECTED, /* the row counts nowhere */
};

struct hr_diag_line {
	uint64_t line; /* from 1; 0 unknown */
	char *text;    /* start of the row, repaired UTF-8, at most HR_DIAG_TEXT_BYTES */
};

struct hr_diag_entry {
	char *path;
	char *reason; /* one sentence, lower case */
	enum hr_diag_severity severity;
	uint64_t count;
	size_t n_first;
	struct hr_diag_line first[HR_DIAG_FIRST]; /* ascending by line */
};

struct hr_diag {
	struct hr_diag_entry *entries; /* sorted by path, reason, severity */
	size_t count, capacity;
};

/* @path  "" for the run as a whole    @line, @text  not kept when 0 and empty */
void hr_diag_add(struct hr_diag *diag, enum hr_diag_severity severity, const char *path,
                 const char *reason, uint64_t line, struct hr_slice text);
/* Many rows at once (merging, documents read back); copies. */
void hr_diag_add_entry(struct hr_diag *diag, const struct hr_diag_entry *entry);
void hr_diag_merge(struct hr_diag *into, const struct hr_diag *from);
/* Lines were counted from within a file: @lines came before. */
void hr_diag_move_lines(struct hr_diag *diag, uint64_t lines);
uint64_t hr_diag_total(const struct hr_diag *diag, enum hr_diag_severity severity,
                       const char *path); /* NULL path = all */
void hr_diag_release(struct hr_diag *diag);

#endif
