/*
 * Splits a Mustache template into pieces: text up to the next tag, and the tag. One pass, each byte
 * looked at a bounded number of times. Knows delimiters and line ends, not what tags mean.
 */
#ifndef HR_MUSTACHE_MUSTACHE_LEX_H
#define HR_MUSTACHE_MUSTACHE_LEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct hr_mustache_lexer {
	const char *source; /* name of the template, for messages */
	struct hr_slice text;
	size_t position;
	struct hr_slice open, close; /* delimiters in force */
	uint32_t line;               /* of position, from 1 */
	size_t line_start;           /* offset of that line */
};

struct hr_mustache_piece {
	struct hr_slice text;   /* before the tag, without @indent */
	struct hr_slice indent; /* blanks before a tag that is first on its line, else empty */
	bool has_tag;           /* false: the template ends after @text */
	char sigil;             /* one of # ^ / > < $ & { ! = or 0 for {{name}} */
	struct hr_slice name;   /* trimmed; empty for comments and delimiters */
	uint32_t line, column;  /* of the tag, from 1, column in bytes */
	bool first;             /* nothing but blanks before it on its line */
	bool last;              /* nothing but blanks behind it on its line */
};

void hr_mustache_lexer_init(struct hr_mustache_lexer *lexer, const char *source,
                            struct hr_slice text);
/* Slices point into the template. HR_EPARSE with the place. */
enum hr_err hr_mustache_lex(struct hr_mustache_lexer *lexer, struct hr_mustache_piece *out,
                            struct hr_error *err) HR_MUST_CHECK;
/* Skip the rest of a line whose last tag was just read; only when it was `last`. */
void hr_mustache_lex_end_line(struct hr_mustache_lexer *lexer);

#endif
