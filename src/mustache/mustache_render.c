#include <config.h>
#include "mustache/mustache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "mustache/mustache_tree.h"
#include "mustache/mustache_value.h"

/* Template text of one render, all partials together, and how many of them. */
#define TOTAL_TEMPLATE_BYTES (4 * HR_MUSTACHE_TEMPLATE_BYTES)
#define TEMPLATES_MAX        1024
/* Bytes looked at that cost as much as visiting a node. */
#define BYTES_PER_STEP 16
/* Sections within sections through all templates: bounds the stack. */
#define LEVELS_MAX 512

struct hr_mustache_template {
	char *name;
	bool found;
	struct hr_mustache_node *root;
};

/* One level of expansion: a template, or an override on behalf of the template it stands in. */
struct call {
	struct hr_mustache_template *template;
	const struct hr_mustache_node *parent; /* the {{<}} tag that called, else NULL */
};

struct renderer {
	const struct hr_mustache_options *options;
	struct hr_str *out;
	struct hr_error *err;
	struct hr_arena arena;
	struct hr_mustache_template **templates; /* sorted by name */
	size_t template_count, template_capacity, template_bytes;
	const json_t **contexts;
	size_t context_count, context_capacity;
	struct call calls[HR_MUSTACHE_DEPTH_MAX + 1];
	size_t call_count;
	size_t levels;
	struct hr_str indent;
	bool line_begun; /* the indentation of the line is written */
	uint64_t steps;
};

static enum hr_err render_nodes(struct renderer *r, struct hr_mustache_node *nodes);

static struct call *top_call(struct renderer *r)
{
	return &r->calls[r->call_count - 1];
}

static enum hr_err fail_at(struct renderer *r, const struct hr_mustache_node *node,
                           const char *text)
{
	return hr_error_at(r->err, HR_ELIMIT, top_call(r)->template->name, node->line, node->column,
	                   "%s", text);
}

static void tell_missing(struct renderer *r, struct hr_mustache_node *node)
{
	if (r->options->missing == NULL || node->told)
		return;
	node->told = true;
	r->options->missing(r->options->context, top_call(r)->template->name, node->line,
	                    node->column, node->text.ptr);
}

/* --- output --- */

static void begin_line(struct renderer *r)
{
	if (!r->line_begun)
		hr_str_add_slice(r->out, hr_str_slice(&r->indent));
	r->line_begun = true;
}

static void put_text(struct renderer *r, struct hr_slice text)
{
	if (text.length == 0)
		return;
	r->steps += text.length / BYTES_PER_STEP;
	if (r->indent.length == 0) {
		hr_str_add_slice(r->out, text);
		r->line_begun = text.ptr[text.length - 1] != '\n';
		return;
	}
	while (text.length > 0) {
		const char *end = memchr(text.ptr, '\n', text.length);
		size_t n = end != NULL ? (size_t)(end - text.ptr) + 1 : text.length;

		begin_line(r);
		hr_str_add(r->out, text.ptr, n);
		r->line_begun = end == NULL;
		text.ptr += n;
		text.length -= n;
	}
}

static void put_value(struct renderer *r, struct hr_slice text, bool raw)
{
	r->steps += text.length / BYTES_PER_STEP;
	if (raw)
		hr_str_add_slice(r->out, text);
	else if (r->options->escape != NULL)
		r->options->escape(text, r->out);
	else
		hr_mustache_escape_html(text, r->out);
}

/* --- names and values --- */

static const json_t *member(const json_t *object, struct hr_slice name)
{
	return json_is_object(object) ? json_object_getn(object, name.ptr, name.length) : NULL;
}

/* NULL when no object of the context has the name. */
static const json_t *resolve(struct renderer *r, struct hr_slice name)
{
	const json_t *value = NULL;
	struct hr_slice part;

	if (hr_slice_is(name, "."))
		return r->context_count > 0 ? r->contexts[r->context_count - 1] : NULL;
	part = hr_mustache_name_part(&name);
	for (size_t i = r->context_count; i > 0 && value == NULL; i--) {
		value = member(r->contexts[i - 1], part);
		r->steps++;
	}
	while (value != NULL && name.length > 0) {
		value = member(value, hr_mustache_name_part(&name));
		r->steps++;
	}
	return value;
}

static bool ask_lookup(struct renderer *r, const struct hr_mustache_node *node, struct hr_str *out)
{
	return r->options->lookup != NULL &&
	       r->options->lookup(r->options->context, node->text.ptr, out);
}

static void render_json(struct renderer *r, struct hr_mustache_node *node, const json_t *value)
{
	char number[HR_MUSTACHE_NUMBER_SIZE];

	if (json_is_object(value) || json_is_array(value))
		tell_missing(r, node);
	put_value(r, hr_mustache_text(value, number), node->kind == HR_MUSTACHE_RAW);
}

static void render_variable(struct renderer *r, struct hr_mustache_node *node)
{
	const json_t *value = resolve(r, node->text);

	begin_line(r);
	if (value != NULL) {
		render_json(r, node, value);
	} else {
		size_t before = r->out->length;

		if (!ask_lookup(r, node, r->out))
			tell_missing(r, node);
		r->steps += (r->out->length - before) / BYTES_PER_STEP;
	}
}

/* --- sections --- */

static enum hr_err render_with(struct renderer *r, struct hr_mustache_node *node,
                               const json_t *context)
{
	enum hr_err rc;

	r->contexts = hr_grow(r->contexts, r->context_count, &r->context_capacity,
	                      sizeof(*r->contexts));
	r->contexts[r->context_count++] = context;
	r->steps++;
	rc = render_nodes(r, node->children);
	r->context_count--;
	return rc;
}

static bool lookup_gives_text(struct renderer *r, const struct hr_mustache_node *node, bool *known)
{
	struct hr_str text = { .limit = HR_MUSTACHE_OUTPUT_BYTES };
	bool any;

	*known = ask_lookup(r, node, &text);
	any = *known && text.length > 0;
	r->steps += text.length;
	hr_str_release(&text);
	return any;
}

static enum hr_err render_section(struct renderer *r, struct hr_mustache_node *node)
{
	const json_t *value = resolve(r, node->text);
	const bool inverted = node->kind == HR_MUSTACHE_INVERTED;
	bool truth;

	if (value == NULL) {
		bool known;

		truth = lookup_gives_text(r, node, &known);
		if (!known && !inverted)
			tell_missing(r, node);
		return truth != inverted ? render_nodes(r, node->children) : HR_OK;
	}
	truth = hr_mustache_is_true(value);
	if (truth == inverted)
		return HR_OK;
	if (inverted)
		return render_nodes(r, node->children);
	if (!json_is_array(value))
		return render_with(r, node, value);
	for (size_t i = 0; i < json_array_size(value); i++) {
		enum hr_err rc = render_with(r, node, json_array_get(value, i));

		if (rc != HR_OK)
			return rc;
	}
	return HR_OK;
}

/* --- partials, parents, blocks --- */

/* Place of @name among the templates: where it is, or where it belongs. */
static size_t template_place(const struct renderer *r, const char *name, bool *there)
{
	size_t low = 0;
	size_t high = r->template_count;

	*there = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, r->templates[middle]->name);

		if (order == 0) {
			*there = true;
			return middle;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static enum hr_err compile(struct renderer *r, struct hr_mustache_template *template,
                           struct hr_slice text)
{
	template->found = true;
	r->template_bytes += text.length;
	if (r->template_bytes > TOTAL_TEMPLATE_BYTES)
		return hr_error_at(r->err, HR_ELIMIT, template->name, 0, 0,
		                   "the templates of one output hold more than %zu bytes",
		                   TOTAL_TEMPLATE_BYTES);
	return hr_mustache_parse(text, template->name, &r->arena, &template->root, r->err);
}

/* The template a tag names, compiled at its first use. */
static enum hr_err find_target(struct renderer *r, struct hr_mustache_node *node)
{
	bool there;
	size_t place = template_place(r, node->text.ptr, &there);
	struct hr_mustache_template *template;
	struct hr_slice text;

	if (there) {
		node->target = r->templates[place];
		return HR_OK;
	}
	if (r->template_count == TEMPLATES_MAX)
		return fail_at(
		        r, node,
		        "more than " HR_DIGITS(TEMPLATES_MAX) " different templates in one output");
	template = hr_arena_alloc(&r->arena, sizeof(*template));
	template->name = hr_arena_strndup(&r->arena, node->text.ptr, node->text.length);
	r->templates = hr_grow(r->templates, r->template_count, &r->template_capacity,
	                       sizeof(struct hr_mustache_template *));
	memmove(r->templates + place + 1, r->templates + place,
	        (r->template_count - place) * sizeof(struct hr_mustache_template *));
	r->templates[place] = template;
	r->template_count++;
	node->target = template;
	if (r->options->partial == NULL ||
	    !r->options->partial(r->options->context, template->name, &text))
		return HR_OK;
	return compile(r, template, text);
}

/* Too deep nearly always means that templates include each other in a circle: show it. */
static enum hr_err too_deep(struct renderer *r, const struct hr_mustache_node *node)
{
	struct hr_str chain = { .limit = 300 };
	enum hr_err rc;

	for (size_t i = 0; i < 8 && i < r->call_count; i++)
		hr_str_printf(&chain, "%s > ", hr_quoted(r->calls[i].template->name).text);
	rc = hr_error_at(r->err, HR_ELIMIT, top_call(r)->template->name, node->line, node->column,
	                 "templates nest too deep (%d levels, %d sections): %s...",
	                 HR_MUSTACHE_DEPTH_MAX, LEVELS_MAX, hr_str_text(&chain));
	hr_str_release(&chain);
	return rc;
}

static enum hr_err render_call(struct renderer *r, const struct hr_mustache_node *node,
                               struct call call, struct hr_mustache_node *nodes)
{
	const size_t indent = r->indent.length;
	enum hr_err rc;

	if (r->call_count > HR_MUSTACHE_DEPTH_MAX)
		return too_deep(r, node);
	hr_str_add_slice(&r->indent, node->indent);
	if (node->own_lines)
		r->line_begun = false;
	r->calls[r->call_count++] = call;
	rc = render_nodes(r, nodes);
	r->call_count--;
	hr_str_truncate(&r->indent, indent);
	if (node->ends_line)
		r->line_begun = false;
	return rc;
}

static enum hr_err render_partial(struct renderer *r, struct hr_mustache_node *node)
{
	struct call call = { NULL, node->kind == HR_MUSTACHE_PARENT ? node : NULL };

	if (node->target == NULL) {
		enum hr_err rc = find_target(r, node);

		if (rc != HR_OK)
			return rc;
	}
	if (!node->target->found)
		return HR_OK;
	call.template = node->target;
	return render_call(r, node, call, node->target->root);
}

/* The outermost caller that overrides a block decides; without one its own content stands. */
static enum hr_err render_block(struct renderer *r, struct hr_mustache_node *node)
{
	for (size_t i = 1; i < r->call_count; i++) {
		const struct hr_mustache_node *parent = r->calls[i].parent;
		const struct hr_mustache_node *override;
		struct call call = { r->calls[i - 1].template, NULL };

		r->steps++;
		override = parent != NULL ? hr_mustache_override(parent, node->text) : NULL;
		if (override != NULL)
			return render_call(r, node, call, override->children);
	}
	if (node->own_lines)
		return render_call(r, node, (struct call){ top_call(r)->template, NULL },
		                   node->children);
	return render_nodes(r, node->children);
}

static enum hr_err render_node(struct renderer *r, struct hr_mustache_node *node)
{
	switch (node->kind) {
	case HR_MUSTACHE_TEXT:
		put_text(r, node->text);
		return HR_OK;
	case HR_MUSTACHE_VARIABLE:
	case HR_MUSTACHE_RAW:
		render_variable(r, node);
		return HR_OK;
	case HR_MUSTACHE_SECTION:
	case HR_MUSTACHE_INVERTED:
		return render_section(r, node);
	case HR_MUSTACHE_PARTIAL:
	case HR_MUSTACHE_PARENT:
		return render_partial(r, node);
	case HR_MUSTACHE_BLOCK:
		return render_block(r, node);
	}
	return HR_OK;
}

static enum hr_err render_nodes(struct renderer *r, struct hr_mustache_node *nodes)
{
	if (nodes != NULL && ++r->levels > LEVELS_MAX)
		return too_deep(r, nodes);
	for (struct hr_mustache_node *node = nodes; node != NULL; node = node->next) {
		enum hr_err rc = render_node(r, node);

		if (rc != HR_OK)
			return rc;
		if (r->out->truncated)
			return fail_at(r, node, "the output grows beyond its limit");
		if (++r->steps > HR_MUSTACHE_STEPS_MAX)
			return fail_at(r, node,
			               "the templates ask for too much work: do "
			               "partials repeat each other?");
	}
	if (nodes != NULL)
		r->levels--;
	return HR_OK;
}

enum hr_err hr_mustache_render(struct hr_slice text, const json_t *data,
                               const struct hr_mustache_options *options, struct hr_str *out,
                               struct hr_error *err)
{
	const size_t start = out->length;
	const size_t limit = out->limit;
	struct renderer r = { .options = options, .out = out, .err = err };
	struct hr_mustache_template template = { .found = true };
	enum hr_err rc;

	template.name = hr_arena_strndup(&r.arena, options->name, strlen(options->name));
	r.calls[r.call_count++] = (struct call){ &template, NULL };
	if (data != NULL) {
		r.contexts = hr_grow(NULL, 0, &r.context_capacity, sizeof(*r.contexts));
		r.contexts[r.context_count++] = data;
	}
	if (limit == 0 || limit - start > HR_MUSTACHE_OUTPUT_BYTES)
		out->limit = start + HR_MUSTACHE_OUTPUT_BYTES;
	rc = compile(&r, &template, text);
	if (rc == HR_OK)
		rc = render_nodes(&r, template.root);
	out->limit = limit;
	if (rc != HR_OK)
		hr_str_truncate(out, start);
	hr_str_release(&r.indent);
	hr_arena_release(&r.arena);
	free(r.contexts);
	free(r.templates);
	return rc;
}
