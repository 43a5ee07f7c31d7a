/*
 * A compiled Mustache template: what the renderer walks and template checks inspect.
 * Line-wise matters (standalone tags, indentation) are settled here, so that rendering only has to
 * know the indentation in force. Blocks and partials that own their lines say how far they stand
 * in, and their own text is without that indentation.
 */
#ifndef HR_MUSTACHE_MUSTACHE_TREE_H
#define HR_MUSTACHE_MUSTACHE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/slice.h"

enum hr_mustache_kind {
	HR_MUSTACHE_TEXT,
	HR_MUSTACHE_VARIABLE, /* {{name}} */
	HR_MUSTACHE_RAW,      /* {{{name}}}, {{&name}} */
	HR_MUSTACHE_SECTION,  /* {{#name}} */
	HR_MUSTACHE_INVERTED, /* {{^name}} */
	HR_MUSTACHE_PARTIAL,  /* {{>name}} */
	HR_MUSTACHE_PARENT,   /* {{<name}}; its children are the blocks that override */
	HR_MUSTACHE_BLOCK,    /* {{$name}} */
};

struct hr_mustache_template;

struct hr_mustache_node {
	enum hr_mustache_kind kind;
	uint32_t line, column;  /* of the tag */
	bool own_lines;         /* the opening tag stands alone: content starts on a new line */
	bool ends_line;         /* the closing tag stands alone: what follows starts a line */
	bool told;              /* the renderer has reported the name as missing */
	struct hr_slice text;   /* text, or the name (also terminated by NUL); never both */
	struct hr_slice indent; /* of partial, parent, block */
	struct hr_mustache_node *next, *children;
	/* Parents: the children again, sorted by name, the last of equal names first. */
	struct hr_mustache_node **overrides;
	size_t override_count;
	struct hr_mustache_template *target; /* the renderer's, of partial and parent */
};

/*
 * hr_mustache_parse - compile one template.
 * @text    borrowed: nodes point into it         @name  for messages
 * @arena   owns the nodes                        @root  first node, NULL when empty
 * Cost: linear in the text. Errors: HR_EPARSE with name, line, column; HR_ELIMIT beyond
 * HR_MUSTACHE_TEMPLATE_BYTES or HR_MUSTACHE_DEPTH_MAX open tags.
 */
enum hr_err hr_mustache_parse(struct hr_slice text, const char *name, struct hr_arena *arena,
                              struct hr_mustache_node **root, struct hr_error *err) HR_MUST_CHECK;

/* The block of @parent that overrides @name, or NULL. Cost: logarithmic. */
const struct hr_mustache_node *hr_mustache_override(const struct hr_mustache_node *parent,
                                                    struct hr_slice name);

#endif
