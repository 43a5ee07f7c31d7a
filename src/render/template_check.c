/* Walks templates as the renderer does, but into every section, over what the example model tells
 * about the values there. */
#include <config.h>
#include "render/template_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/suggest.h"
#include "mustache/mustache.h"
#include "mustache/mustache_tree.h"
#include "mustache/mustache_value.h"

/* Nodes visited; templates that include each other many times over are not checked to the end. */
#define STEPS_MAX  1000000
#define LEVELS_MAX 512

struct hr_mustache_template {
	struct hr_mustache_template *next;
	const char *name;
	struct hr_mustache_node *root;
	bool usable;
};

/* A level of the context: a value, any element of a list, or something the example does not show.
 */
struct frame {
	const json_t *value; /* NULL: not known */
	bool each;           /* value is a list, its elements are meant */
};

struct call {
	struct hr_mustache_template *template;
	struct hr_mustache_node *parent;
};

struct checker {
	struct hr_template_store *store;
	const struct hr_template_check_options *options;
	struct hr_template_findings *out;
	struct hr_arena arena;
	struct hr_mustache_template *templates;
	struct call calls[HR_MUSTACHE_DEPTH_MAX + 1];
	size_t call_count;
	struct frame *frames;
	size_t frame_count, frame_capacity;
	json_t *blocks; /* names of all blocks met, for suggestions */
	size_t steps, levels;
};

static void check_nodes(struct checker *checker, struct hr_mustache_node *nodes);

void hr_template_findings_release(struct hr_template_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].template_name);
		free(findings->items[i].message);
	}
	free(findings->items);
	*findings = (struct hr_template_findings){ 0 };
}

static void add_finding(struct checker *checker, bool is_error, const char *template_name,
                        uint64_t line, uint64_t column, const char *message)
{
	struct hr_template_findings *out = checker->out;

	if (out->count == HR_TEMPLATE_FINDINGS_MAX) {
		out->more = true;
		return;
	}
	out->items = hr_grow(out->items, out->count, &out->capacity, sizeof(*out->items));
	out->items[out->count++] = (struct hr_template_finding){
		.is_error = is_error,
		.template_name = hr_strdup(template_name),
		.line = line,
		.column = column,
		.message = hr_strdup(message),
	};
	out->errors += is_error;
}

static const char *current_name(const struct checker *checker)
{
	return checker->calls[checker->call_count - 1].template->name;
}

/* Once per place, however often the walk comes by. */
static void tell(struct checker *checker, struct hr_mustache_node *node, bool is_error,
                 const char *format, ...) HR_PRINTF(4, 5);
static void tell(struct checker *checker, struct hr_mustache_node *node, bool is_error,
                 const char *format, ...)
{
	char message[512];
	va_list args;

	if (node->told)
		return;
	node->told = true;
	va_start(args, format);
	hr_message_vprint(message, sizeof(message), format, args);
	va_end(args);
	add_finding(checker, is_error, current_name(checker), node->line, node->column, message);
}

/* --- names --- */

enum found { FOUND, NOT_FOUND, NOT_KNOWN };

/* Member @name of one frame. Of list elements the most telling one is taken. */
static enum found frame_member(const struct frame *frame, struct hr_slice name, const json_t **out)
{
	enum found found = NOT_FOUND;

	if (frame->value == NULL)
		return NOT_KNOWN;
	if (!frame->each) {
		*out = json_object_getn(frame->value, name.ptr, name.length);
		return *out != NULL ? FOUND : NOT_FOUND;
	}
	for (size_t i = 0; i < json_array_size(frame->value); i++) {
		const json_t *value = json_object_getn(json_array_get(frame->value, i), name.ptr,
		                                       name.length);

		if (value == NULL)
			continue;
		*out = value;
		found = FOUND;
		if (!json_is_null(value) && !(json_is_array(value) && json_array_size(value) == 0))
			break;
	}
	return found;
}

static void suggest_keys(struct hr_suggestion *suggestion, const json_t *object)
{
	for (void *at = json_object_iter((json_t *)(uintptr_t)object); at != NULL;
	     at = json_object_iter_next((json_t *)(uintptr_t)object, at))
		hr_suggest_try(suggestion, json_object_iter_key(at));
}

static void suggest_from_frames(struct checker *checker, struct hr_suggestion *suggestion)
{
	for (size_t i = checker->frame_count; i > 0; i--) {
		const struct frame *frame = &checker->frames[i - 1];

		if (!frame->each)
			suggest_keys(suggestion, frame->value);
		for (size_t k = 0; frame->each && k < json_array_size(frame->value); k++)
			suggest_keys(suggestion, json_array_get(frame->value, k));
	}
}

/* @near gets the part of the name that failed and its nearest neighbour. */
static enum found resolve(struct checker *checker, struct hr_slice name, const json_t **out,
                          struct hr_suggestion *near)
{
	enum found found = NOT_FOUND;
	struct hr_slice part = hr_mustache_name_part(&name);

	*near = (struct hr_suggestion){ .wrong = part };
	for (size_t i = checker->frame_count; i > 0 && found == NOT_FOUND; i--)
		found = frame_member(&checker->frames[i - 1], part, out);
	if (found == NOT_FOUND)
		suggest_from_frames(checker, near);
	while (found == FOUND && name.length > 0) {
		const json_t *object = *out;

		if (json_is_null(object))
			return NOT_KNOWN;
		part = hr_mustache_name_part(&name);
		*out = json_object_getn(object, part.ptr, part.length);
		if (*out != NULL)
			continue;
		found = NOT_FOUND;
		*near = (struct hr_suggestion){ .wrong = part };
		suggest_keys(near, object);
	}
	return found;
}

/* What the program itself draws or ships: never text of the input. */
static bool is_ours(const char *name)
{
	return strncmp(name, "chart.", 6) == 0 || strncmp(name, "asset.", 6) == 0;
}

static bool is_known_to_lookup(const struct checker *checker, const char *name)
{
	const struct hr_template_check_options *options = checker->options;

	return options->known != NULL ? options->known(options->context, name) : is_ours(name);
}

/* NOT_KNOWN, too, once an unknown name has been told. */
static enum found find_name(struct checker *checker, struct hr_mustache_node *node,
                            const json_t **out)
{
	struct hr_suggestion near;
	enum found found;

	if (checker->options->model == NULL || hr_slice_is(node->text, "."))
		return NOT_KNOWN;
	found = resolve(checker, node->text, out, &near);
	if (found != NOT_FOUND)
		return found;
	if (is_known_to_lookup(checker, node->text.ptr))
		return NOT_KNOWN;
	if (near.best != NULL)
		tell(checker, node, checker->options->strict,
		     "the model has no '%s': did you mean '%s' for '%s'?",
		     hr_quoted_slice(node->text).text, hr_quoted(near.best).text,
		     hr_quoted_slice(near.wrong).text);
	else
		tell(checker, node, checker->options->strict, "the model has no '%s'",
		     hr_quoted_slice(node->text).text);
	return NOT_KNOWN;
}

static void check_variable(struct checker *checker, struct hr_mustache_node *node)
{
	const json_t *value;

	if (node->kind == HR_MUSTACHE_RAW && !is_ours(node->text.ptr))
		tell(checker, node, checker->options->strict,
		     "'%s' is inserted unescaped: a label could become markup; "
		     "write {{%s}}",
		     hr_quoted_slice(node->text).text, hr_quoted_slice(node->text).text);
	if (find_name(checker, node, &value) != FOUND)
		return;
	if (json_is_object(value) && json_object_get(value, "text") != NULL)
		tell(checker, node, checker->options->strict,
		     "'%s' is an object, which has no text of its own: "
		     "did you mean '%s.text'?",
		     hr_quoted_slice(node->text).text, hr_quoted_slice(node->text).text);
	else if (json_is_object(value) || json_is_array(value))
		tell(checker, node, checker->options->strict, "'%s' is %s, which has no text",
		     hr_quoted_slice(node->text).text,
		     json_is_array(value) ? "a list" : "an object");
}

static void check_section(struct checker *checker, struct hr_mustache_node *node)
{
	struct frame frame = { 0 };
	const json_t *value;

	if (hr_slice_is(node->text, ".") && checker->frame_count > 0) {
		const struct frame *top = &checker->frames[checker->frame_count - 1];

		if (!top->each && json_is_array(top->value))
			frame = (struct frame){ top->value, true };
		else if (!top->each)
			frame = *top;
	} else if (find_name(checker, node, &value) == FOUND && !json_is_null(value) &&
	           !(json_is_array(value) && json_array_size(value) == 0)) {
		frame = (struct frame){ value, json_is_array(value) };
	}
	if (node->kind == HR_MUSTACHE_INVERTED) {
		check_nodes(checker, node->children);
		return;
	}
	checker->frames = hr_grow(checker->frames, checker->frame_count, &checker->frame_capacity,
	                          sizeof(*checker->frames));
	checker->frames[checker->frame_count++] = frame;
	check_nodes(checker, node->children);
	checker->frame_count--;
}

/* --- templates --- */

static struct hr_mustache_template *add_template(struct checker *checker, const char *name,
                                                 struct hr_slice text)
{
	struct hr_mustache_template *template = hr_arena_alloc(&checker->arena, sizeof(*template));
	struct hr_error err = { 0 };

	template->name = hr_arena_strndup(&checker->arena, name, strlen(name));
	template->next = checker->templates;
	checker->templates = template;
	template->usable = hr_mustache_parse(text, template->name, &checker->arena, &template->root,
	                                     &err) == HR_OK;
	if (!template->usable)
		add_finding(checker, true, name, err.line, err.column, err.text);
	return template;
}

/* NULL when it does not exist or does not parse, which has been told. */
static struct hr_mustache_template *find_target(struct checker *checker,
                                                struct hr_mustache_node *node)
{
	struct hr_mustache_template *template = checker->templates;
	struct hr_error err = { 0 };
	struct hr_slice text;
	enum hr_err rc;

	while (template != NULL && strcmp(template->name, node->text.ptr) != 0)
		template = template->next;
	if (template != NULL)
		return template->usable ? template : NULL;
	rc = hr_template_store_get(checker->store, node->text.ptr, &text, &err);
	if (rc != HR_OK) {
		tell(checker, node, true, "%s", err.text);
		return NULL;
	}
	template = add_template(checker, node->text.ptr, text);
	return template->usable ? template : NULL;
}

static bool is_running(const struct checker *checker, const struct hr_mustache_template *template)
{
	for (size_t i = 0; i < checker->call_count; i++)
		if (checker->calls[i].template == template)
			return true;
	return false;
}

static void check_call(struct checker *checker, struct call call, struct hr_mustache_node *nodes)
{
	if (checker->call_count > HR_MUSTACHE_DEPTH_MAX)
		return;
	checker->calls[checker->call_count++] = call;
	check_nodes(checker, nodes);
	checker->call_count--;
}

/* Overrides no block asked for: `told` marks those that were used. */
static void check_overrides(struct checker *checker, struct hr_mustache_node *parent)
{
	for (size_t i = 0; i < parent->override_count; i++) {
		struct hr_mustache_node *block = parent->overrides[i];
		struct hr_suggestion near = { .wrong = block->text };

		suggest_keys(&near, checker->blocks);
		tell(checker, block, checker->options->strict,
		     "no block '%s' in '%s' to override%s%s%s", hr_quoted_slice(block->text).text,
		     hr_quoted_slice(parent->text).text,
		     near.best != NULL ? ": did you mean '" : "", hr_quoted(near.best).text,
		     near.best != NULL ? "'?" : "");
	}
}

static void check_partial(struct checker *checker, struct hr_mustache_node *node)
{
	struct hr_mustache_template *target = find_target(checker, node);
	const bool is_parent = node->kind == HR_MUSTACHE_PARENT;

	/* A template within itself is recursion over data; its names are checked already. */
	if (target == NULL || is_running(checker, target))
		return;
	check_call(checker, (struct call){ target, is_parent ? node : NULL }, target->root);
	if (is_parent)
		check_overrides(checker, node);
}

static void check_block(struct checker *checker, struct hr_mustache_node *node)
{
	json_object_set_new_nocheck(checker->blocks, node->text.ptr, json_true());
	for (size_t i = 1; i < checker->call_count; i++) {
		const struct hr_mustache_node *parent = checker->calls[i].parent;
		const struct hr_mustache_node *override = parent != NULL
		                                                  ? hr_mustache_override(parent,
		                                                                         node->text)
		                                                  : NULL;

		if (override == NULL)
			continue;
		for (size_t k = 0; k < parent->override_count; k++)
			if (parent->overrides[k] == override)
				parent->overrides[k]->told = true;
		check_call(checker, (struct call){ checker->calls[i - 1].template, NULL },
		           override->children);
		return;
	}
	check_nodes(checker, node->children);
}

static void check_nodes(struct checker *checker, struct hr_mustache_node *nodes)
{
	if (++checker->levels > LEVELS_MAX)
		checker->out->more = true;
	for (struct hr_mustache_node *node = nodes;
	     node != NULL && checker->levels <= LEVELS_MAX && checker->steps < STEPS_MAX;
	     node = node->next) {
		if (++checker->steps == STEPS_MAX)
			checker->out->more = true;
		switch (node->kind) {
		case HR_MUSTACHE_TEXT:
			break;
		case HR_MUSTACHE_VARIABLE:
		case HR_MUSTACHE_RAW:
			check_variable(checker, node);
			break;
		case HR_MUSTACHE_SECTION:
		case HR_MUSTACHE_INVERTED:
			check_section(checker, node);
			break;
		case HR_MUSTACHE_PARTIAL:
		case HR_MUSTACHE_PARENT:
			check_partial(checker, node);
			break;
		case HR_MUSTACHE_BLOCK:
			check_block(checker, node);
			break;
		}
	}
	checker->levels--;
}

enum hr_err hr_template_check(struct hr_template_store *store, const char *name,
                              const struct hr_template_check_options *options,
                              struct hr_template_findings *out, struct hr_error *err)
{
	struct checker checker = { .store = store, .options = options, .out = out };
	struct hr_mustache_template *main_template;
	struct hr_slice text;
	enum hr_err rc = hr_template_store_get(store, name, &text, err);

	if (rc != HR_OK)
		return rc;
	checker.blocks = json_object();
	if (options->model != NULL) {
		checker.frames = hr_grow(NULL, 0, &checker.frame_capacity, sizeof(*checker.frames));
		checker.frames[checker.frame_count++] = (struct frame){ options->model, false };
	}
	main_template = add_template(&checker, name, text);
	if (main_template->usable)
		check_call(&checker, (struct call){ main_template, NULL }, main_template->root);
	free(checker.frames);
	json_decref(checker.blocks);
	hr_arena_release(&checker.arena);
	return HR_OK;
}
