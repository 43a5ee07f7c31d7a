/*
 * One reading of a configuration: the text taken apart, where in it the reader is, and all that is
 * wrong there, collected with its place.
 */
#ifndef HR_CONFIG_CONFIG_READER_H
#define HR_CONFIG_CONFIG_READER_H

#include <jansson.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"
#include "config/locate.h"

struct hr_config_trees;
struct hr_zone;

#define HR_CONFIG_ERRORS_MAX 100 /* listed; more are only counted */

/* One thing wrong. */
struct hr_config_error {
	uint64_t line, column; /* from 1 */
	char *pointer;         /* JSON pointer, "" = the whole text; owned */
	char *text;            /* what was found, what was expected, the nearest name; owned */
};

/* Zero-initialised is empty. */
struct hr_config_errors {
	struct hr_config_error *items; /* in the order of the file */
	size_t count, capacity;
	size_t omitted; /* beyond HR_CONFIG_ERRORS_MAX */
	/* What is no fault, but does not say here what it says elsewhere; as many at most. */
	struct hr_config_error *warnings;
	size_t warning_count, warning_capacity;
};

void hr_config_errors_release(struct hr_config_errors *errors);
/* Append one line an error, "PATH:LINE:COLUMN: /pointer: text". */
void hr_config_errors_format(const struct hr_config_errors *errors, const char *path,
                             struct hr_str *out);

/* The same of warnings, "PATH:LINE:COLUMN: warning: /pointer: text". */
void hr_config_warnings_format(const struct hr_config_errors *errors, const char *path,
                               struct hr_str *out);

/* State of one reading. */
struct hr_config_reader {
	struct hr_config_trees *trees; /* of the file, with places; owned */
	size_t document;               /* of them, the one being read */
	struct hr_config_errors *errors;
	struct hr_str pointer;      /* of the value being read */
	const struct hr_zone *zone; /* of times without one; NULL = UTC; borrowed */
};

/* What is wrong with the value being read; with its name. */
void hr_config_wrong(struct hr_config_reader *reader, const char *format, ...) HR_PRINTF(2, 3);
void hr_config_wrong_name(struct hr_config_reader *reader, const char *format, ...) HR_PRINTF(2, 3);
/* What is fine, but will not have the effect that it has elsewhere. */
void hr_config_warn(struct hr_config_reader *reader, const char *format, ...) HR_PRINTF(2, 3);
/* Where the value being read stands. */
struct hr_place hr_config_place(const struct hr_config_reader *reader);
/* What is wrong at a place known otherwise. */
void hr_config_wrong_at(struct hr_config_reader *reader, struct hr_place place, const char *format,
                        ...) HR_PRINTF(3, 4);
/*
 * hr_config_reader_open - take a text apart, JSON or YAML; what is wrong with it as a whole is
 * reported to @errors.
 * @text  borrowed until hr_config_reader_close()
 * Returns how many documents it holds, 0 on error.
 */
size_t hr_config_reader_open(struct hr_config_reader *reader, struct hr_slice text,
                             const char *path, struct hr_config_errors *errors);
void hr_config_reader_close(struct hr_config_reader *reader);
/* The root of a document, which is read from now on; borrowed. */
json_t *hr_config_reader_root(struct hr_config_reader *reader, size_t document);
/* HR_OK without errors, else HR_ECONFIG with the first of them. */
enum hr_err hr_config_errors_result(const struct hr_config_errors *errors, const char *path,
                                    struct hr_error *err) HR_MUST_CHECK;
/* "found the number 3, expected ..." */
void hr_config_wrong_type(struct hr_config_reader *reader, const json_t *value,
                          const char *expected);
/* Step into a member or element, and back: hr_config_leave(reader, hr_config_enter(...)). */
size_t hr_config_enter(struct hr_config_reader *reader, const char *name);
size_t hr_config_enter_index(struct hr_config_reader *reader, size_t index);
void hr_config_leave(struct hr_config_reader *reader, size_t mark);

#endif
