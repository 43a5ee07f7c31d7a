/*
 * Globs are compiled to tokens and matched with one point of return, that of the last star: an
 * earlier star never has to take more, so the cost is at most tokens times characters.
 */
#include <config.h>
#include "base/pattern.h"

#include <regex.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/utf8.h"

#define MAX_PATTERN_BYTES 1024
/* Of an expression, with the copies that repetitions ask of the C library. What it takes for
 * repetitions of what may be empty grows with the square of that: a tenth of a second for these. */
#define MAX_STATES 1000
/* How much more of them an optional item that may be empty already counts: behind ^ what it takes
 * grows with the cube of its copies, 1.7 GB for ^a??{255}. */
#define OPTIONAL_TWICE 4
/* Of repetitions without end around what holds something optional: behind ^ each doubles what it
 * takes, a second for ^(a*)*{20}. */
#define MAX_LOOPS 10

enum token_kind { TOKEN_CHARACTER, TOKEN_ANY, TOKEN_STAR, TOKEN_CLASS };

struct range {
	uint32_t first;
	uint32_t last;
};

struct token {
	enum token_kind kind;
	uint32_t character;
	bool negated;       /* class */
	size_t first_range; /* class: its ranges in the pattern's table */
	size_t range_count;
};

struct hr_pattern {
	char *text;
	bool is_expression;
	regex_t expression;
	struct token *tokens;
	size_t token_count;
	struct range *ranges;
	size_t range_count;
};

static uint32_t take_character(struct hr_slice *text)
{
	uint32_t character = 0;
	size_t n = hr_utf8_next(*text, &character);

	text->ptr += n;
	text->length -= n;
	return character;
}

static enum hr_err pattern_error(const struct hr_pattern *pattern, const char *why,
                                 struct hr_error *err)
{
	return hr_error_set(err, HR_EINVAL, "pattern '%s': %s", hr_quoted(pattern->text).text, why);
}

/* A character of a class or of the pattern itself, with a backslash taken off. */
static bool take_escaped(struct hr_slice *rest, uint32_t *character)
{
	if (rest->length == 0)
		return false;
	*character = take_character(rest);
	if (*character != '\\')
		return true;
	if (rest->length == 0)
		return false;
	*character = take_character(rest);
	return true;
}

static bool take_class_end(struct hr_slice *rest)
{
	if (rest->length == 0 || rest->ptr[0] != ']')
		return false;
	rest->ptr++;
	rest->length--;
	return true;
}

static enum hr_err compile_class(struct hr_pattern *pattern, struct hr_slice *rest,
                                 struct token *token, struct hr_error *err)
{
	token->kind = TOKEN_CLASS;
	token->first_range = pattern->range_count;
	if (rest->length > 0 && (rest->ptr[0] == '!' || rest->ptr[0] == '^')) {
		token->negated = true;
		take_character(rest);
	}
	/* A bracket that comes first stands for itself. */
	do {
		struct range *range = &pattern->ranges[pattern->range_count];

		if (!take_escaped(rest, &range->first))
			return pattern_error(pattern, "'[' without ']' (write \\[ for a bracket)",
			                     err);
		range->last = range->first;
		if (rest->length >= 2 && rest->ptr[0] == '-' && rest->ptr[1] != ']') {
			take_character(rest);
			if (!take_escaped(rest, &range->last))
				return pattern_error(pattern, "a range without an end", err);
		}
		if (range->last < range->first)
			return pattern_error(pattern, "a range from high to low", err);
		pattern->range_count++;
	} while (!take_class_end(rest));
	token->range_count = pattern->range_count - token->first_range;
	return HR_OK;
}

static enum hr_err compile_glob(struct hr_pattern *pattern, struct hr_slice text,
                                struct hr_error *err)
{
	/* Neither tokens nor ranges can be more than bytes. */
	pattern->tokens = hr_zalloc(text.length, sizeof(pattern->tokens[0]));
	pattern->ranges = hr_zalloc(text.length, sizeof(pattern->ranges[0]));
	while (text.length > 0) {
		struct token *token = &pattern->tokens[pattern->token_count];
		uint32_t character = take_character(&text);
		enum hr_err result = HR_OK;

		token->kind = TOKEN_CHARACTER;
		token->character = character;
		if (character == '*')
			token->kind = TOKEN_STAR;
		else if (character == '?')
			token->kind = TOKEN_ANY;
		else if (character == '[')
			result = compile_class(pattern, &text, token, err);
		else if (character == '\\' && text.length == 0)
			return pattern_error(pattern, "a backslash at the end", err);
		else if (character == '\\')
			token->character = take_character(&text);
		if (result != HR_OK)
			return result;
		if (token->kind != TOKEN_STAR || pattern->token_count == 0 ||
		    token[-1].kind != TOKEN_STAR)
			pattern->token_count++;
	}
	return HR_OK;
}

/* The upper bound of {m,n} at @c; on to its end. */
static uint64_t upper_bound(const char **c)
{
	uint64_t bound = 0;

	for ((*c)++; **c != '\0' && **c != '}'; (*c)++) {
		if (**c == ',' && (*c)[1] != '}')
			bound = 0;
		else if (**c >= '0' && **c <= '9' && bound <= MAX_STATES)
			bound = bound * 10 + (uint64_t)(**c - '0');
	}
	return bound > 0 ? bound : 1;
}

/* From '[' to its ']', or to the end. */
static const char *class_end(const char *c)
{
	c++;
	if (*c == '^')
		c++;
	if (*c == ']')
		c++;
	for (; *c != '\0' && *c != ']'; c++) {
		char form = c[1];

		if (*c != '[' || form == '\0' || strchr(":.=", form) == NULL)
			continue;
		for (c += 2; *c != '\0' && (*c != form || c[1] != ']'); c++)
			continue;
		if (*c == '\0')
			break;
		c++;
	}
	return c;
}

/* What the C library makes of a part of an expression. */
struct extent {
	uint64_t states;
	uint64_t loops; /* repetitions without end of what holds something optional */
	bool optional;  /* something in it */
};

static void extent_add(struct extent *to, const struct extent *more)
{
	to->states += more->states;
	to->loops += more->loops;
	to->optional |= more->optional;
}

static void extent_repeat(struct extent *extent, uint64_t times)
{
	extent->states *= times;
	extent->loops *= times;
}

static void extent_quantify(struct extent *extent, char quantifier)
{
	if (quantifier != '?' && extent->optional)
		extent->loops++;
	if (quantifier == '+') {
		extent_repeat(extent, 2);
		return;
	}
	extent->states++;
	if (extent->optional)
		extent->states *= OPTIONAL_TWICE;
	extent->optional = true;
}

static bool too_large(const struct extent *extent)
{
	return extent->states > MAX_STATES || extent->loops > MAX_LOOPS;
}

/* As it is, or more: the C library copies what {m,n} and + repeat. Faults of syntax are regcomp()'s
 * to find. */
static bool repeats_too_often(const char *text)
{
	static const struct extent one = { .states = 1 }, none = { .states = 0 };
	struct extent outside[MAX_PATTERN_BYTES]; /* of groups that are open: before each */
	struct extent before = none, last = none; /* the last item, and what is before it */
	size_t depth = 0;

	for (const char *c = text; *c != '\0' && !too_large(&last); c += *c != '\0') {
		if (*c == '(') {
			extent_add(&before, &last);
			outside[depth++] = before;
			before = last = none;
		} else if (*c == ')' && depth > 0) {
			extent_add(&last, &before);
			last.states++;
			before = outside[--depth];
		} else if (*c == '{') {
			extent_repeat(&last, upper_bound(&c));
		} else if (*c == '+' || *c == '*' || *c == '?') {
			extent_quantify(&last, *c);
		} else {
			if (*c == '[')
				c = class_end(c);
			else if (*c == '\\' && c[1] != '\0')
				c++;
			extent_add(&before, &last);
			last = one;
		}
	}
	extent_add(&last, &before);
	return too_large(&last);
}

/* Back references are no part of POSIX extended expressions, and matching them takes exponential
 * time. */
static bool has_back_reference(const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		if (*c != '\\')
			continue;
		c++;
		if (*c >= '1' && *c <= '9')
			return true;
		if (*c == '\0')
			break;
	}
	return false;
}

static enum hr_err compile_expression(struct hr_pattern *pattern, const char *text,
                                      struct hr_error *err)
{
	char why[128];
	int failure;

	if (has_back_reference(text))
		return pattern_error(pattern, "back references are not supported", err);
	if (repeats_too_often(text))
		return pattern_error(pattern,
		                     "its repetitions come to more than " HR_DIGITS(
		                             MAX_STATES) ", or nest too often",
		                     err);
	failure = regcomp(&pattern->expression, text, REG_EXTENDED | REG_NOSUB);
	if (failure != 0) {
		regerror(failure, &pattern->expression, why, sizeof(why));
		return pattern_error(pattern, why, err);
	}
	pattern->is_expression = true;
	return HR_OK;
}

enum hr_err hr_pattern_compile(struct hr_slice text, struct hr_pattern **out, struct hr_error *err)
{
	struct hr_pattern *pattern;
	enum hr_err result;

	if (text.length > MAX_PATTERN_BYTES)
		return hr_error_set(err, HR_ELIMIT, "pattern of more than %d bytes",
		                    MAX_PATTERN_BYTES);
	if (text.length > 0 && memchr(text.ptr, '\0', text.length) != NULL)
		return hr_error_set(err, HR_EINVAL, "pattern with a NUL character");
	pattern = hr_zalloc(1, sizeof(*pattern));
	pattern->text = hr_strndup(text.length > 0 ? text.ptr : "", text.length);
	if (pattern->text[0] == '~')
		result = compile_expression(pattern, pattern->text + 1, err);
	else
		result = compile_glob(pattern, text, err);
	if (result != HR_OK) {
		hr_pattern_free(pattern);
		return result;
	}
	*out = pattern;
	return HR_OK;
}

void hr_pattern_free(struct hr_pattern *pattern)
{
	if (pattern == NULL)
		return;
	if (pattern->is_expression)
		regfree(&pattern->expression);
	free(pattern->tokens);
	free(pattern->ranges);
	free(pattern->text);
	free(pattern);
}

const char *hr_pattern_text(const struct hr_pattern *pattern)
{
	return pattern->text;
}

static bool match_expression(const regex_t *expression, struct hr_slice text)
{
	int result;
#ifdef REG_STARTEND
	regmatch_t span = { 0, (regoff_t)text.length };

	result = regexec(expression, text.length > 0 ? text.ptr : "", 1, &span, REG_STARTEND);
#else
	char *copy = hr_strndup(text.length > 0 ? text.ptr : "", text.length);

	result = regexec(expression, copy, 0, NULL, 0);
	free(copy);
#endif
	return result == 0;
}

static bool token_takes(const struct hr_pattern *pattern, const struct token *token,
                        uint32_t character)
{
	switch (token->kind) {
	case TOKEN_CHARACTER:
		return token->character == character;
	case TOKEN_ANY:
		return true;
	case TOKEN_CLASS:
		for (size_t i = 0; i < token->range_count; i++) {
			const struct range *range = &pattern->ranges[token->first_range + i];

			if (character >= range->first && character <= range->last)
				return !token->negated;
		}
		return token->negated;
	case TOKEN_STAR:
		break;
	}
	return false;
}

static bool match_glob(const struct hr_pattern *pattern, struct hr_slice text)
{
	size_t token = 0;
	size_t star = SIZE_MAX; /* token after the last star met */
	struct hr_slice retry = { NULL, 0 };

	for (;;) {
		if (token < pattern->token_count && pattern->tokens[token].kind == TOKEN_STAR) {
			star = ++token;
			retry = text;
			if (star == pattern->token_count)
				return true;
			continue;
		}
		if (text.length == 0)
			return token == pattern->token_count;
		if (token < pattern->token_count &&
		    token_takes(pattern, &pattern->tokens[token], take_character(&text))) {
			token++;
			continue;
		}
		if (star == SIZE_MAX)
			return false;
		/* Let the star take one character more. */
		take_character(&retry);
		text = retry;
		token = star;
	}
}

bool hr_pattern_match(const struct hr_pattern *pattern, struct hr_slice text)
{
	if (pattern->is_expression)
		return match_expression(&pattern->expression, text);
	return match_glob(pattern, text);
}
