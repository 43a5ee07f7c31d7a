/*
 * The mechanism of configurations: tables of keys say which members an object may have, of which
 * type, and where in a struct they go. Everything wrong is collected with its place; reading goes
 * on with the next member. A part of the program that needs settings adds rows to a table.
 */
#ifndef HR_CONFIG_CONFIG_READ_H
#define HR_CONFIG_CONFIG_READ_H

#include <jansson.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/zone.h"
#include "config/config_tree.h"

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

/* A list of label patterns; items owned, in the form struct hr_filter borrows. */
struct hr_config_patterns {
	struct hr_pattern **items;
	size_t count;
};
void hr_config_patterns_release(struct hr_config_patterns *patterns);

/* A list of texts, which may be given as one text; owned. */
struct hr_config_texts {
	char **items;
	size_t count;
};
void hr_config_texts_release(struct hr_config_texts *texts);

enum hr_config_type {
	HR_CONFIG_TEXT,     /* char * */
	HR_CONFIG_BOOLEAN,  /* bool */
	HR_CONFIG_DURATION, /* int64_t ns, from text with a unit */
	HR_CONFIG_WORD,     /* int: the number of the word in `words` */
	HR_CONFIG_TEXTS,    /* struct hr_config_texts */
	HR_CONFIG_PATTERNS, /* struct hr_config_patterns */
	HR_CONFIG_OBJECT,   /* an object with `keys`; offset counts from the same struct */
	HR_CONFIG_CUSTOM,   /* `read` knows */
};

struct hr_config_reader;

struct hr_config_key {
	const char *name; /* NULL ends a table */
	enum hr_config_type type;
	size_t offset;            /* of the target in the struct */
	const char *const *words; /* of a WORD, NULL-terminated */
	/* Of an OBJECT; of a CUSTOM that reads one, or with @list a list of them, for the schema.
	 */
	const struct hr_config_key *keys;
	/* Of a CUSTOM: reads @value into @target, reporting by hr_config_wrong(). */
	void (*read)(struct hr_config_reader *reader, json_t *value, void *target);
	bool list;                           /* see keys */
	const struct hr_config_key *or_keys; /* the object may have these members instead */
	const char *form; /* of a CUSTOM without keys, for the schema: its JSON types */
};

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

/* Members of @object by @keys into @target; unknown names are wrong, with the nearest known.
 * Names that begin with "x-", "$schema" and "_comment" are remarks, passed over. */
void hr_config_read_object(struct hr_config_reader *reader, json_t *object,
                           const struct hr_config_key *keys, void *target);

/* Single values; false (and reported) when they are of another type or form. Texts are new. */
bool hr_config_read_text(struct hr_config_reader *reader, const json_t *value, char **out);
bool hr_config_read_duration(struct hr_config_reader *reader, const json_t *value, int64_t *out);
bool hr_config_read_word(struct hr_config_reader *reader, const json_t *value,
                         const char *const *words, int *out);
/* A text that is a label pattern; gives it compiled. */
struct hr_pattern;
bool hr_config_read_pattern(struct hr_config_reader *reader, const char *text,
                            struct hr_pattern **out);

#endif
