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

#define HR_MUSTACHE_DEPTH_MAX      64
#define HR_MUSTACHE_TEMPLATE_BYTES ((size_t)4 << 20)
#define HR_MUSTACHE_OUTPUT_BYTES   ((size_t)256 << 20)

/* How {{name}} is escaped. */
typedef void hr_escape_fn(struct hr_slice text, struct hr_str *out);

struct hr_mustache_options {
	const char *name;     /* of the main template, for messages */
	hr_escape_fn *escape; /* NULL: HTML */
	/* Text of a partial or parent; false when there is none (which renders as nothing).
	 * Borrowed until the render ends. */
	bool (*partial)(void *context, const char *name, struct hr_slice *out);
	/* Asked for a dotted name no context object has ("chart.heat"); gives text that is inserted
	 * without escaping; false when unknown. May be NULL. */
	bool (*lookup)(void *context, const char *name, struct hr_str *out);
	/* Told about each name found nowhere, once per place. May be NULL. */
	void (*missing)(void *context, const char *template_name, uint64_t line, uint64_t column,
	                const char *name);
	void *context;
};

/* Appends to @out. Errors: HR_EPARSE with template name, line and column; HR_ELIMIT. */
enum hr_err hr_mustache_render(struct hr_slice text, const json_t *data,
                               const struct hr_mustache_options *options, struct hr_str *out,
                               struct hr_error *err) HR_MUST_CHECK;
/* Parse only. @unescaped is told about each {{{name}}} and {{&name}}; may be NULL. */
enum hr_err hr_mustache_check(struct hr_slice text, const char *name,
                              void (*unescaped)(void *context, uint64_t line, uint64_t column,
                                                const char *name),
                              void *context, struct hr_error *err) HR_MUST_CHECK;

#endif
