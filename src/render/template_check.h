/*
 * What `headroom template check` finds in a template and in all it includes: tags that do not
 * parse, partials that do not exist, values written unescaped, names the model does not have, and
 * overrides of blocks that the parent does not have.
 */
#ifndef HR_RENDER_TEMPLATE_CHECK_H
#define HR_RENDER_TEMPLATE_CHECK_H

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"
#include "render/template_store.h"

struct hr_template_finding {
	bool is_error; /* else a warning */
	char *template_name;
	uint64_t line, column; /* 0 when the whole template is meant */
	char *message;         /* one sentence, lower case, no trailing dot */
};

/* Zero-initialise. */
struct hr_template_findings {
	struct hr_template_finding *items; /* in the order met; errors and warnings mixed */
	size_t count, capacity;
	size_t errors;
	bool more; /* beyond HR_TEMPLATE_FINDINGS_MAX, or a million nodes, nothing was noted */
};

#define HR_TEMPLATE_FINDINGS_MAX 1000

struct hr_template_check_options {
	/* An example of what the template is rendered with; NULL: names are not checked. */
	const json_t *model;
	/* Unescaped values other than chart.* and asset.*, unknown names and idle overrides are
	 * errors rather than warnings. */
	bool strict;
	/* Whether the lookup hook of the render knows a name ("chart.heat-map"). NULL: every name
	 * that begins with "chart." or "asset." passes. */
	bool (*known)(void *context, const char *name);
	void *context;
};

/*
 * hr_template_check - look at a template and, once in each place, at what it includes.
 * Names below a section over a value that the example leaves empty cannot be judged and pass.
 * Returns HR_OK however much was found; an error when @name itself cannot be read.
 */
enum hr_err hr_template_check(struct hr_template_store *store, const char *name,
                              const struct hr_template_check_options *options,
                              struct hr_template_findings *out, struct hr_error *err) HR_MUST_CHECK;
void hr_template_findings_release(struct hr_template_findings *findings);

#endif
