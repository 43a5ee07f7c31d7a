/*
 * Mustache 1.4 over JSON values: core (comments, delimiters, interpolation, inverted, partials,
 * sections) and inheritance. No lambdas: a template can run nothing. Depth and sizes are capped.
 */
#ifndef HR_MUSTACHE_MUSTACHE_H
#define HR_MUSTACHE_MUSTACHE_H

#include <jansson.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

/* Open tags in a template, and templates and overrides within each other. */
#define HR_MUSTACHE_DEPTH_MAX      64
#define HR_MUSTACHE_TEMPLATE_BYTES ((size_t)4 << 20)
#define HR_MUSTACHE_OUTPUT_BYTES   ((size_t)256 << 20)
/* Nodes visited and context levels searched in one render: a second or two. */
#define HR_MUSTACHE_STEPS_MAX UINT64_C(100000000)

/* How {{name}} is escaped. */
typedef void hr_escape_fn(struct hr_slice text, struct hr_str *out);

struct hr_mustache_options {
	const char *name;     /* of the main template, for messages */
	hr_escape_fn *escape; /* NULL: HTML */
	/* Text of a partial or parent; false when there is none (which renders as nothing).
	 * Borrowed until the render ends. */
	bool (*partial)(void *context, const char *name, struct hr_slice *out);
	/* Asked for a name no context object has ("chart.heat"); gives text that is inserted
	 * without escaping; false when unknown. A section over such a name is true when the text is
	 * not empty. May be NULL. */
	bool (*lookup)(void *context, const char *name, struct hr_str *out);
	/* Told, once per place, about each variable and section whose name is found nowhere, and
	 * each variable that is an object or list (which has no text). Not about {{^name}}: there
	 * absence is the question. May be NULL. */
	void (*missing)(void *context, const char *template_name, uint64_t line, uint64_t column,
	                const char *name);
	void *context;
};

/*
 * hr_mustache_render - a template and what it includes, over @data.
 * @text  borrowed, at most HR_MUSTACHE_TEMPLATE_BYTES      @data  any JSON value, or NULL
 * @out   appended to; as it was after an error
 * Values: numbers in their shortest exact form, true and false as words, null as nothing. False for
 * sections: null, false, 0, "" and the empty list.
 * Errors, with template name, line and column: HR_EPARSE; HR_ELIMIT beyond one of the limits above.
 * Cost: linear in the templates, once each, plus the steps taken.
 */
enum hr_err hr_mustache_render(struct hr_slice text, const json_t *data,
                               const struct hr_mustache_options *options, struct hr_str *out,
                               struct hr_error *err) HR_MUST_CHECK;

#endif
