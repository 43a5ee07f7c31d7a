/*
 * The mechanism of configurations: tables of keys say which members an object may have, of which
 * type, and where in a struct they go. Everything wrong is collected with its place; reading goes
 * on with the next member. A part of the program that needs settings adds rows to a table.
 */
#ifndef HR_CONFIG_CONFIG_READ_H
#define HR_CONFIG_CONFIG_READ_H

#include "config/config_reader.h"

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

/* Members of @object by @keys into @target; unknown names are wrong, with the nearest known.
 * Names that begin with "x-", "$schema" and "_comment" are remarks, passed over. */
void hr_config_read_object(struct hr_config_reader *reader, json_t *object,
                           const struct hr_config_key *keys, void *target);

/* Single values; false (and reported) when they are of another type or form. Texts are new. */
bool hr_config_read_text(struct hr_config_reader *reader, const json_t *value, char **out);
/* The same as an element of hr_config_read_good(). @target  char ** */
bool hr_config_read_text_item(struct hr_config_reader *reader, json_t *item, void *target);
bool hr_config_read_duration(struct hr_config_reader *reader, const json_t *value, int64_t *out);
bool hr_config_read_word(struct hr_config_reader *reader, const json_t *value,
                         const char *const *words, int *out);
/* A text that is a label pattern; gives it compiled. */
struct hr_pattern;
bool hr_config_read_pattern(struct hr_config_reader *reader, const char *text,
                            struct hr_pattern **out);

#endif
