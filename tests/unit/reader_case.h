/*
 * Tables of small inputs and what a reader makes of them.
 */
#ifndef HR_TESTS_READER_CASE_H
#define HR_TESTS_READER_CASE_H

#include "recording_sink.h"

struct reader_case {
	const char *text;
	const char *records; /* see recording_sink.h */
	const char *figures; /* NULL: not looked at */
	const char *diag;    /* recording_diag_text() */
};

/* The same with what few cases need. */
struct reader_case_named {
	const char *name; /* to say which case failed */
	const char *text, *records, *figures, *diag;
	enum hr_err result; /* of reading */
	const char *error;  /* part of its message */
	const char *zone;   /* NULL: UTC */
};

/* In one piece, then byte by byte: both give what the case says, and no error. */
void reader_case_check(const struct reader_case *one, const struct hr_format *format);
/* The same, and the error the case says. */
void reader_case_check_named(const struct reader_case_named *one, const struct hr_format *format);
/* Reading @text ends with @code. */
void reader_case_error(const char *text, const struct hr_format *format, enum hr_err code);
/* The format that is sniffed for @text is @format; NULL: none is. */
void reader_case_sniff(const char *text, const struct hr_format *format);
/* The fixture tests/fixtures/formats/@name: sniffed as @format and with @count records of all
 * kinds; cut off anywhere it gives no more, and no crash. Gives all that was read. */
void reader_case_fixture(const char *name, const struct hr_format *format, uint64_t count,
                         struct recording *recording);
/* Append the text of tests/fixtures/formats/@name. */
void reader_case_load(const char *name, struct hr_str *out);

#endif
