#include <config.h>
#include "mustache/mustache_tree.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/message.h"
#include "mustache/mustache.h"
#include "mustache/mustache_lex.h"

/* A tag that waits for its end. */
struct open_tag {
	struct hr_mustache_node *node;  /* NULL at the bottom */
	struct hr_mustache_node **tail; /* where its next child goes */
	struct hr_mustache_node *lead;  /* text node of the blanks before a parent */
	struct hr_slice indent;         /* blanks before the tag */
	struct hr_slice strip;          /* taken from the beginning of each line inside */
	bool first;                     /* the tag was first on its line */
};

struct parser {
	struct hr_mustache_lexer lexer;
	struct hr_arena *arena;
	struct open_tag stack[HR_MUSTACHE_DEPTH_MAX + 1];
	size_t depth;
};

static struct open_tag *top(struct parser *parser)
{
	return &parser->stack[parser->depth];
}

static struct hr_mustache_node *add_node(struct parser *parser, enum hr_mustache_kind kind)
{
	struct open_tag *in = top(parser);
	struct hr_mustache_node *node = hr_arena_alloc(parser->arena, sizeof(*node));

	node->kind = kind;
	*in->tail = node;
	in->tail = &node->next;
	return node;
}

/* Text between the blocks of a parent is ignored, by the specification. */
static bool is_ignored(struct parser *parser)
{
	const struct hr_mustache_node *node = top(parser)->node;

	return node != NULL && node->kind == HR_MUSTACHE_PARENT;
}

/* Whether the innermost open tag is a block that fills one of a parent. */
static bool is_override(const struct parser *parser)
{
	return parser->depth > 1 && parser->stack[parser->depth].node->kind == HR_MUSTACHE_BLOCK &&
	       parser->stack[parser->depth - 1].node->kind == HR_MUSTACHE_PARENT;
}

/* @line without the blanks it has in common with @strip. */
static struct hr_slice strip_line(struct hr_slice line, struct hr_slice strip)
{
	size_t n = 0;

	while (n < line.length && n < strip.length && line.ptr[n] == strip.ptr[n])
		n++;
	/* An empty line may have no address to add to. */
	return n > 0 ? (struct hr_slice){ line.ptr + n, line.length - n } : line;
}

static void add_slice(struct parser *parser, struct hr_slice text)
{
	if (text.length > 0)
		add_node(parser, HR_MUSTACHE_TEXT)->text = text;
}

static void add_text(struct parser *parser, struct hr_slice text)
{
	const struct hr_slice strip = top(parser)->strip;
	bool line_start = text.ptr == parser->lexer.text.ptr ||
	                  (text.length > 0 && text.ptr[-1] == '\n');

	if (is_ignored(parser))
		return;
	if (strip.length == 0) {
		add_slice(parser, text);
		return;
	}
	while (text.length > 0) {
		const char *end = memchr(text.ptr, '\n', text.length);
		size_t n = end != NULL ? (size_t)(end - text.ptr) + 1 : text.length;
		struct hr_slice line = { text.ptr, n };

		add_slice(parser, line_start ? strip_line(line, strip) : line);
		text.ptr += n;
		text.length -= n;
		line_start = true;
	}
}

/* Blanks that begin the first line that is not blank, from @position on. */
static struct hr_slice coming_indent(const struct parser *parser, size_t position)
{
	const struct hr_slice text = parser->lexer.text;
	size_t start = position;

	for (size_t i = position; i < text.length; i++) {
		if (text.ptr[i] == '\n')
			start = i + 1;
		else if (text.ptr[i] != ' ' && text.ptr[i] != '\t' && text.ptr[i] != '\r')
			return (struct hr_slice){ text.ptr + start, i - start };
	}
	return (struct hr_slice){ text.ptr, 0 };
}

static bool name_is_dotted_well(struct hr_slice name)
{
	bool after_dot = true;

	if (hr_slice_is(name, "."))
		return true;
	for (size_t i = 0; i < name.length; i++) {
		if (name.ptr[i] == '.' && after_dot)
			return false;
		after_dot = name.ptr[i] == '.';
	}
	return !after_dot;
}

static enum hr_err fail(const struct parser *parser, const struct hr_mustache_piece *piece,
                        const char *what, struct hr_error *err)
{
	return hr_error_at(err, HR_EPARSE, parser->lexer.source, piece->line, piece->column,
	                   "%s: '%s'", what, hr_quoted_slice(piece->name).text);
}

static struct hr_mustache_node *add_tag(struct parser *parser, enum hr_mustache_kind kind,
                                        const struct hr_mustache_piece *piece)
{
	struct hr_mustache_node *node = add_node(parser, kind);

	node->line = piece->line;
	node->column = piece->column;
	node->text.ptr = hr_arena_strndup(parser->arena, piece->name.ptr, piece->name.length);
	node->text.length = piece->name.length;
	return node;
}

static enum hr_err push(struct parser *parser, struct hr_mustache_node *node,
                        const struct hr_mustache_piece *piece, struct hr_error *err)
{
	struct hr_slice strip = top(parser)->strip;

	if (parser->depth == HR_MUSTACHE_DEPTH_MAX)
		return hr_error_at(err, HR_ELIMIT, parser->lexer.source, piece->line, piece->column,
		                   "tags nest deeper than %d levels", HR_MUSTACHE_DEPTH_MAX);
	parser->depth++;
	*top(parser) = (struct open_tag){
		.node = node,
		.tail = &node->children,
		.indent = piece->indent,
		.strip = strip,
		.first = piece->first,
	};
	return HR_OK;
}

static enum hr_err open_section(struct parser *parser, enum hr_mustache_kind kind,
                                const struct hr_mustache_piece *piece, struct hr_error *err)
{
	if (piece->first && piece->last)
		hr_mustache_lex_end_line(&parser->lexer);
	else
		add_text(parser, piece->indent);
	return push(parser, add_tag(parser, kind, piece), piece, err);
}

/* Whether a parent has its lines to itself is known at its end only: until then the blanks before
 * it are text. */
static enum hr_err open_parent(struct parser *parser, const struct hr_mustache_piece *piece,
                               struct hr_error *err)
{
	struct hr_mustache_node *lead = add_node(parser, HR_MUSTACHE_TEXT);
	enum hr_err rc;

	lead->text = strip_line(piece->indent, top(parser)->strip);
	rc = push(parser, add_tag(parser, HR_MUSTACHE_PARENT, piece), piece, err);
	if (rc == HR_OK)
		top(parser)->lead = lead;
	return rc;
}

/* A block whose tag ends its line has its content on lines of its own: their indentation is taken
 * off here and is the block's. What stands before an override inside its parent does not count. */
static enum hr_err open_block(struct parser *parser, const struct hr_mustache_piece *piece,
                              struct hr_error *err)
{
	const struct hr_slice outer = top(parser)->strip;
	const bool override = is_ignored(parser);
	struct hr_mustache_node *node;
	enum hr_err rc;

	if (piece->last && (piece->first || override)) {
		hr_mustache_lex_end_line(&parser->lexer);
		node = add_tag(parser, HR_MUSTACHE_BLOCK, piece);
		node->own_lines = true;
		rc = push(parser, node, piece, err);
		if (rc == HR_OK) {
			top(parser)->strip = coming_indent(parser, parser->lexer.position);
			node->indent = strip_line(top(parser)->strip, outer);
		}
		return rc;
	}
	add_text(parser, piece->indent);
	node = add_tag(parser, HR_MUSTACHE_BLOCK, piece);
	node->indent = strip_line(piece->indent, outer);
	return push(parser, node, piece, err);
}

static int compare_overrides(const void *a, const void *b)
{
	const struct hr_mustache_node *x = *(struct hr_mustache_node *const *)a;
	const struct hr_mustache_node *y = *(struct hr_mustache_node *const *)b;
	int order = strcmp(x->text.ptr, y->text.ptr);

	if (order != 0)
		return order;
	if (x->line != y->line)
		return x->line > y->line ? -1 : 1;
	return x->column > y->column ? -1 : x->column < y->column;
}

/* Keep the blocks among the children, the last of each name. */
static void keep_overrides(struct parser *parser, struct hr_mustache_node *node)
{
	struct hr_mustache_node **tail = &node->children;
	size_t kept = 0;
	size_t n = 0;

	for (struct hr_mustache_node *child = node->children; child != NULL; child = child->next) {
		if (child->kind != HR_MUSTACHE_BLOCK)
			continue;
		*tail = child;
		tail = &child->next;
		n++;
	}
	*tail = NULL;
	node->overrides = hr_arena_alloc(parser->arena, n * sizeof(struct hr_mustache_node *));
	n = 0;
	for (struct hr_mustache_node *child = node->children; child != NULL; child = child->next)
		node->overrides[n++] = child;
	qsort(node->overrides, n, sizeof(*node->overrides), compare_overrides);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 ||
		    !hr_slice_equal(node->overrides[kept - 1]->text, node->overrides[i]->text))
			node->overrides[kept++] = node->overrides[i];
	node->override_count = kept;
}

static enum hr_err check_close(const struct parser *parser, const struct hr_mustache_piece *piece,
                               struct hr_error *err)
{
	const struct hr_mustache_node *node = parser->stack[parser->depth].node;

	if (node == NULL)
		return fail(parser, piece, "closing tag without an opening one", err);
	if (!hr_slice_equal(node->text, piece->name))
		return hr_error_at(err, HR_EPARSE, parser->lexer.source, piece->line, piece->column,
		                   "closing tag '%s' where '%s' of line %" PRIu32
		                   " is to be closed",
		                   hr_quoted_slice(piece->name).text,
		                   hr_quoted_slice(node->text).text, node->line);
	return HR_OK;
}

static void close_parent(struct parser *parser, const struct open_tag *open, bool last)
{
	struct hr_mustache_node *node = open->node;

	keep_overrides(parser, node);
	/* Nothing before its beginning and after its end: its lines are its own. */
	node->own_lines = open->first && last;
	node->ends_line = node->own_lines;
	if (node->own_lines) {
		node->indent = open->lead->text;
		open->lead->text.length = 0;
		hr_mustache_lex_end_line(&parser->lexer);
	}
}

static enum hr_err close_tag(struct parser *parser, const struct hr_mustache_piece *piece,
                             struct hr_error *err)
{
	const struct open_tag open = *top(parser);
	struct hr_mustache_node *node = open.node;
	enum hr_err rc = check_close(parser, piece, err);

	if (rc != HR_OK)
		return rc;
	/* Blanks before the tag are the last of the content, unless the line counts as its own.
	 * Whatever follows an override on its line is ignored or ends the parent. */
	node->ends_line = piece->first && (piece->last || is_override(parser));
	if (!node->ends_line)
		add_text(parser, piece->indent);
	parser->depth--;
	if (node->kind == HR_MUSTACHE_PARENT) {
		close_parent(parser, &open, piece->last);
		return HR_OK;
	}
	if (piece->first && piece->last)
		hr_mustache_lex_end_line(&parser->lexer);
	if (node->own_lines && node->children == NULL)
		node->indent = strip_line(open.indent, top(parser)->strip);
	return HR_OK;
}

static void add_partial(struct parser *parser, const struct hr_mustache_piece *piece)
{
	struct hr_mustache_node *node;
	bool alone = piece->first && piece->last;

	if (alone)
		hr_mustache_lex_end_line(&parser->lexer);
	else
		add_text(parser, piece->indent);
	node = add_tag(parser, HR_MUSTACHE_PARTIAL, piece);
	node->own_lines = alone;
	node->ends_line = alone;
	if (alone)
		node->indent = strip_line(piece->indent, top(parser)->strip);
}

static enum hr_err add_variable(struct parser *parser, enum hr_mustache_kind kind,
                                const struct hr_mustache_piece *piece, struct hr_error *err)
{
	if (!name_is_dotted_well(piece->name))
		return fail(parser, piece, "name with an empty part", err);
	add_text(parser, piece->indent);
	add_tag(parser, kind, piece);
	return HR_OK;
}

static enum hr_err add_piece(struct parser *parser, const struct hr_mustache_piece *piece,
                             struct hr_error *err)
{
	switch (piece->sigil) {
	case '#':
	case '^':
		if (!name_is_dotted_well(piece->name))
			return fail(parser, piece, "name with an empty part", err);
		return open_section(
		        parser, piece->sigil == '#' ? HR_MUSTACHE_SECTION : HR_MUSTACHE_INVERTED,
		        piece, err);
	case '<':
		return open_parent(parser, piece, err);
	case '$':
		return open_block(parser, piece, err);
	case '/':
		return close_tag(parser, piece, err);
	case '>':
		add_partial(parser, piece);
		return HR_OK;
	case '!':
	case '=':
		if (piece->first && piece->last)
			hr_mustache_lex_end_line(&parser->lexer);
		else
			add_text(parser, piece->indent);
		return HR_OK;
	case '{':
	case '&':
		return add_variable(parser, HR_MUSTACHE_RAW, piece, err);
	default:
		return add_variable(parser, HR_MUSTACHE_VARIABLE, piece, err);
	}
}

enum hr_err hr_mustache_parse(struct hr_slice text, const char *name, struct hr_arena *arena,
                              struct hr_mustache_node **root, struct hr_error *err)
{
	struct parser parser = { .arena = arena };
	struct hr_mustache_piece piece;
	const struct hr_mustache_node *open;
	enum hr_err rc = HR_OK;

	*root = NULL;
	if (text.length > HR_MUSTACHE_TEMPLATE_BYTES)
		return hr_error_at(err, HR_ELIMIT, name, 0, 0,
		                   "template of %zu bytes; the limit is %zu", text.length,
		                   HR_MUSTACHE_TEMPLATE_BYTES);
	parser.stack[0].tail = root;
	hr_mustache_lexer_init(&parser.lexer, name, text);
	do {
		rc = hr_mustache_lex(&parser.lexer, &piece, err);
		if (rc != HR_OK)
			return rc;
		add_text(&parser, piece.text);
		if (piece.has_tag)
			rc = add_piece(&parser, &piece, err);
	} while (rc == HR_OK && piece.has_tag);
	open = top(&parser)->node;
	if (rc == HR_OK && open != NULL)
		rc = hr_error_at(err, HR_EPARSE, name, open->line, open->column,
		                 "'%s' is opened here and never closed",
		                 hr_quoted_slice(open->text).text);
	return rc;
}

const struct hr_mustache_node *hr_mustache_override(const struct hr_mustache_node *parent,
                                                    struct hr_slice name)
{
	size_t low = 0;
	size_t high = parent->override_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name.ptr, parent->overrides[middle]->text.ptr);

		if (order == 0)
			return parent->overrides[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
