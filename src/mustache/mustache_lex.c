#include <config.h>
#include "mustache/mustache_lex.h"

#include <string.h>

#include "base/message.h"

#define DELIMITER_BYTES 16

void hr_mustache_lexer_init(struct hr_mustache_lexer *lexer, const char *source,
                            struct hr_slice text)
{
	*lexer = (struct hr_mustache_lexer){
		.source = source,
		.text = text,
		.open = HR_SLICE_LITERAL("{{"),
		.close = HR_SLICE_LITERAL("}}"),
		.line = 1,
	};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
	return is_blank(c) || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static struct hr_slice trim_space(struct hr_slice a)
{
	while (a.length > 0 && is_space(a.ptr[0])) {
		a.ptr++;
		a.length--;
	}
	while (a.length > 0 && is_space(a.ptr[a.length - 1]))
		a.length--;
	return a;
}

/* Offset of @what at or after @from, or the length of the text. @what is short, which bounds the
 * cost. */
static size_t find(const struct hr_mustache_lexer *lexer, size_t from, struct hr_slice what)
{
	const char *base = lexer->text.ptr;

	while (from < lexer->text.length && lexer->text.length - from >= what.length) {
		const char *hit = memchr(base + from, what.ptr[0],
		                         lexer->text.length - from - what.length + 1);

		if (hit == NULL)
			break;
		if (memcmp(hit, what.ptr, what.length) == 0)
			return (size_t)(hit - base);
		from = (size_t)(hit - base) + 1;
	}
	return lexer->text.length;
}

/* Move on to @to, counting lines. */
static void advance(struct hr_mustache_lexer *lexer, size_t to)
{
	const char *base = lexer->text.ptr;

	while (lexer->position < to) {
		const char *end = memchr(base + lexer->position, '\n', to - lexer->position);

		if (end == NULL) {
			lexer->position = to;
			return;
		}
		lexer->position = (size_t)(end - base) + 1;
		lexer->line_start = lexer->position;
		lexer->line++;
	}
}

/* Offset behind the blanks and the line end that follow @from; false when something else follows.
 */
static bool rest_of_line(struct hr_slice text, size_t from, size_t *after)
{
	while (from < text.length && is_blank(text.ptr[from]))
		from++;
	if (from < text.length && text.ptr[from] == '\r')
		from++;
	if (from < text.length && text.ptr[from] != '\n')
		return false;
	*after = from < text.length ? from + 1 : from;
	return true;
}

void hr_mustache_lex_end_line(struct hr_mustache_lexer *lexer)
{
	size_t after;

	if (rest_of_line(lexer->text, lexer->position, &after))
		advance(lexer, after);
}

/* {{=<% %>=}}: @inside lies between the two '='. */
static enum hr_err set_delimiters(struct hr_mustache_lexer *lexer,
                                  const struct hr_mustache_piece *piece, struct hr_slice inside,
                                  struct hr_error *err)
{
	struct hr_slice both = trim_space(inside);
	struct hr_slice open = { both.ptr, 0 };
	struct hr_slice close;

	while (open.length < both.length && !is_space(both.ptr[open.length]))
		open.length++;
	close = trim_space((struct hr_slice){ both.ptr + open.length, both.length - open.length });
	for (size_t i = 0; i < both.length; i++)
		if (both.ptr[i] == '=' ||
		    (i >= both.length - close.length && is_space(both.ptr[i])))
			close.length = 0;
	if (open.length > DELIMITER_BYTES || close.length > DELIMITER_BYTES)
		return hr_error_at(err, HR_ELIMIT, lexer->source, piece->line, piece->column,
		                   "delimiters hold at most %d bytes each", DELIMITER_BYTES);
	if (open.length == 0 || close.length == 0)
		return hr_error_at(
		        err, HR_EPARSE, lexer->source, piece->line, piece->column,
		        "delimiters are set by two words without '=', such as {{=<%% %%>=}}");
	lexer->open = open;
	lexer->close = close;
	return HR_OK;
}

static enum hr_err check_name(const struct hr_mustache_lexer *lexer,
                              const struct hr_mustache_piece *piece, struct hr_error *err)
{
	struct hr_slice name = piece->name;

	if (name.length == 0)
		return hr_error_at(err, HR_EPARSE, lexer->source, piece->line, piece->column,
		                   "tag without a name");
	for (size_t i = 0; i < name.length; i++)
		if (is_space(name.ptr[i]) || name.ptr[i] == '\0')
			return hr_error_at(err, HR_EPARSE, lexer->source, piece->line,
			                   piece->column, "blank inside the name of a tag: '%s'",
			                   hr_quoted_slice(name).text);
	return HR_OK;
}

/* The tag at the lexer's position. */
static enum hr_err lex_tag(struct hr_mustache_lexer *lexer, struct hr_mustache_piece *piece,
                           struct hr_error *err)
{
	size_t start = lexer->position + lexer->open.length;
	struct hr_slice text = lexer->text;
	struct hr_slice inside;
	enum hr_err rc = HR_OK;
	size_t end;
	size_t after;

	piece->has_tag = true;
	if (start < text.length && memchr("#^/><$&{!=", text.ptr[start], 10) != NULL)
		piece->sigil = text.ptr[start++];
	end = start;
	if (piece->sigil == '{' || piece->sigil == '=') {
		/* These end with a sign of their own before the delimiter. */
		const char sign = piece->sigil == '{' ? '}' : '=';

		for (end = find(lexer, start + 1, lexer->close);
		     end < text.length && text.ptr[end - 1] != sign;)
			end = find(lexer, end + 1, lexer->close);
	} else {
		end = find(lexer, start, lexer->close);
	}
	if (end >= text.length)
		return hr_error_at(err, HR_EPARSE, lexer->source, piece->line, piece->column,
		                   "tag is not closed: expected '%s'",
		                   hr_quoted_slice(lexer->close).text);
	inside = (struct hr_slice){ text.ptr + start, end - start };
	advance(lexer, end + lexer->close.length);
	piece->last = rest_of_line(text, lexer->position, &after);
	if (piece->sigil == '{' || piece->sigil == '=')
		inside.length--;
	if (piece->sigil == '=') {
		rc = set_delimiters(lexer, piece, inside, err);
	} else if (piece->sigil != '!') {
		piece->name = trim_space(inside);
		rc = check_name(lexer, piece, err);
	}
	return rc;
}

enum hr_err hr_mustache_lex(struct hr_mustache_lexer *lexer, struct hr_mustache_piece *out,
                            struct hr_error *err)
{
	size_t start = lexer->position;
	size_t tag = find(lexer, start, lexer->open);
	size_t blanks = tag;

	*out = (struct hr_mustache_piece){ .text = { lexer->text.ptr + start, tag - start } };
	advance(lexer, tag);
	if (tag >= lexer->text.length)
		return HR_OK;
	while (blanks > lexer->line_start && blanks > start &&
	       is_blank(lexer->text.ptr[blanks - 1]))
		blanks--;
	if (blanks == lexer->line_start) {
		out->first = true;
		out->text.length = blanks - start;
		out->indent = (struct hr_slice){ lexer->text.ptr + blanks, tag - blanks };
	}
	out->line = lexer->line;
	out->column = (uint32_t)(tag - lexer->line_start) + 1;
	return lex_tag(lexer, out, err);
}
