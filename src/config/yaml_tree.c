/* libyaml's documents as JSON. */
#include <config.h>
#include "config/yaml_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#ifdef HAVE_LIBYAML

#include <yaml.h>

#include "base/num.h"

#define YAML_BYTES_MAX ((size_t)4 << 20)
#define TAG            "tag:yaml.org,2002:"

/* libyaml takes quadratic time in these. */
#define ANCHORS_MAX    1000
#define DIRECTIVES_MAX 100

struct hr_yaml_parser {
	struct hr_slice text;
	yaml_parser_t parser;
	bool in_bounds; /* as looked at before the first document */
};

struct hr_yaml_document {
	yaml_document_t document;
};

static struct hr_place place_of(yaml_mark_t mark)
{
	return (struct hr_place){ (uint64_t)mark.line + 1, (uint64_t)mark.column + 1 };
}

/* --- a document as JSON --- */

struct conversion {
	yaml_document_t *document;
	struct hr_config_syntax_error *error;
	size_t values;
};

static json_t *fail(struct conversion *conversion, const yaml_node_t *node, const char *text)
{
	conversion->error->place = place_of(node->start_mark);
	snprintf(conversion->error->text, sizeof(conversion->error->text), "%s", text);
	return NULL;
}

static bool is_one_of(struct hr_slice text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (hr_slice_is(text, *words))
			return true;
	return false;
}

static size_t skip_digits(struct hr_slice text, size_t at)
{
	while (at < text.length && text.ptr[at] >= '0' && text.ptr[at] <= '9')
		at++;
	return at;
}

static size_t skip_sign(struct hr_slice text, size_t at)
{
	return at < text.length && (text.ptr[at] == '-' || text.ptr[at] == '+') ? at + 1 : at;
}

/* Decimal numbers of the core schema: [-+] digits [. digits] [e [-+] digits]. */
static bool is_number(struct hr_slice text)
{
	size_t start = skip_sign(text, 0), at = skip_digits(text, start), digits = at - start;

	if (at < text.length && text.ptr[at] == '.') {
		start = at + 1;
		at = skip_digits(text, start);
		digits += at - start;
	}
	if (digits == 0)
		return false;
	if (at < text.length && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
		start = skip_sign(text, at + 1);
		at = skip_digits(text, start);
		digits = at - start;
	}
	return digits > 0 && at == text.length;
}

/* NULL when @text is a text. */
static json_t *plain_value(struct hr_slice text)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
	static const char *const yes[] = { "true", "True", "TRUE", NULL };
	static const char *const no[] = { "false", "False", "FALSE", NULL };
	int64_t whole;
	double number;

	if (is_one_of(text, nulls))
		return json_null();
	if (is_one_of(text, yes))
		return json_true();
	if (is_one_of(text, no))
		return json_false();
	if (!is_number(text))
		return NULL;
	if (hr_parse_i64(text, &whole))
		return json_integer(whole);
	return hr_parse_double(text, &number) ? json_real(number) : NULL;
}

static struct hr_slice scalar_text(const yaml_node_t *node)
{
	return (struct hr_slice){ (const char *)node->data.scalar.value, node->data.scalar.length };
}

static json_t *scalar(struct conversion *conversion, const yaml_node_t *node)
{
	struct hr_slice text = scalar_text(node);
	const char *tag = (const char *)node->tag;
	json_t *value = NULL;

	/* libyaml gives the tag of texts to all without one of their own */
	if (strcmp(tag, TAG "str") != 0 || node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		value = plain_value(text);
	if (value == NULL && memchr(text.ptr, '\0', text.length) != NULL)
		return fail(conversion, node, "found a NUL character in a text");
	if (value == NULL)
		value = json_stringn(text.ptr, text.length);
	return value != NULL ? value : fail(conversion, node, "found a text that is not UTF-8");
}

static json_t *convert(struct conversion *conversion, int number, int depth);

static json_t *sequence(struct conversion *conversion, const yaml_node_t *node, int depth)
{
	json_t *out = json_array();

	for (const yaml_node_item_t *item = node->data.sequence.items.start;
	     item < node->data.sequence.items.top; item++) {
		json_t *value = convert(conversion, *item, depth + 1);

		if (value == NULL) {
			json_decref(out);
			return NULL;
		}
		json_array_append_new(out, value);
	}
	return out;
}

static bool add_member(struct conversion *conversion, json_t *object, const yaml_node_pair_t *pair,
                       int depth)
{
	const yaml_node_t *key = yaml_document_get_node(conversion->document, pair->key);
	struct hr_slice name;
	json_t *value;

	if (key->type != YAML_SCALAR_NODE) {
		fail(conversion, key, "found a list or mapping as a name, expected a text");
		return false;
	}
	name = scalar_text(key);
	if (memchr(name.ptr, '\0', name.length) != NULL) {
		fail(conversion, key, "found a NUL character in a name");
		return false;
	}
	if (json_object_getn(object, name.ptr, name.length) != NULL) {
		fail(conversion, key, "found this name twice in one mapping");
		return false;
	}
	value = convert(conversion, pair->value, depth + 1);
	if (value == NULL)
		return false;
	if (json_object_setn_new(object, name.ptr, name.length, value) == 0)
		return true;
	fail(conversion, key, "found a name that is not UTF-8");
	return false;
}

static json_t *mapping(struct conversion *conversion, const yaml_node_t *node, int depth)
{
	json_t *out = json_object();

	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++)
		if (!add_member(conversion, out, pair, depth)) {
			json_decref(out);
			return NULL;
		}
	return out;
}

static bool is_core_tag(const char *tag)
{
	static const char *const tags[] = { TAG "str",   TAG "null", TAG "bool", TAG "int",
		                            TAG "float", TAG "seq",  TAG "map",  NULL };

	return is_one_of(hr_slice_of(tag), tags);
}

static json_t *convert(struct conversion *conversion, int number, int depth)
{
	const yaml_node_t *node = yaml_document_get_node(conversion->document, number);

	if (depth > HR_CONFIG_DEPTH_MAX)
		return fail(conversion, node, "values nest too deep here, or hold themselves");
	if (++conversion->values > HR_CONFIG_VALUES_MAX)
		return fail(conversion, node, "too many values, with what aliases repeat");
	if (!is_core_tag((const char *)node->tag))
		return fail(conversion, node, "found a tag of its own, expected a plain value");
	switch (node->type) {
	case YAML_SCALAR_NODE:
		return scalar(conversion, node);
	case YAML_SEQUENCE_NODE:
		return sequence(conversion, node, depth);
	case YAML_MAPPING_NODE:
		return mapping(conversion, node, depth);
	case YAML_NO_NODE:
		break;
	}
	return json_null();
}

/* --- bounds, looked at before libyaml builds anything --- */

/* Lines that begin as directives do. */
static size_t count_directives(struct hr_slice text)
{
	size_t count = text.length > 0 && text.ptr[0] == '%' ? 1 : 0;

	for (size_t at = 1; at < text.length; at++)
		count += text.ptr[at] == '%' && text.ptr[at - 1] == '\n' ? 1 : 0;
	return count;
}

/* Why an event leaves the bounds, NULL when it does not. */
static const char *count_event(const yaml_event_t *event, int *depth, int *anchors)
{
	const yaml_char_t *anchor = NULL;

	switch (event->type) {
	case YAML_SEQUENCE_START_EVENT:
		anchor = event->data.sequence_start.anchor;
		++*depth;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = event->data.mapping_start.anchor;
		++*depth;
		break;
	case YAML_SCALAR_EVENT:
		anchor = event->data.scalar.anchor;
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		--*depth;
		break;
	default:
		break;
	}
	*anchors += anchor != NULL ? 1 : 0;
	return *depth > HR_CONFIG_DEPTH_MAX ? "values nest too deep here"
	       : *anchors > ANCHORS_MAX     ? "more anchors than a configuration may have"
	                                    : NULL;
}

/* What is no YAML keeps the bounds: the documents before it can be read, and say what is wrong. */
static bool keeps_bounds(struct hr_slice text, struct hr_config_syntax_error *error)
{
	const char *fault = NULL;
	int depth = 0, anchors = 0;
	bool ended = false;
	yaml_parser_t parser;

	if (count_directives(text) > DIRECTIVES_MAX) {
		snprintf(error->text, sizeof(error->text), "more than %d directives of YAML",
		         DIRECTIVES_MAX);
		return false;
	}
	if (!yaml_parser_initialize(&parser))
		hr_out_of_memory();
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.length);
	while (fault == NULL && !ended) {
		yaml_event_t event;

		if (!yaml_parser_parse(&parser, &event))
			break;
		fault = count_event(&event, &depth, &anchors);
		if (fault != NULL) {
			error->place = place_of(event.start_mark);
			snprintf(error->text, sizeof(error->text), "%s", fault);
		}
		ended = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return fault == NULL;
}

/* --- documents --- */

struct hr_yaml_parser *hr_yaml_parser_new(struct hr_slice text)
{
	struct hr_yaml_parser *parser = hr_zalloc(1, sizeof(*parser));

	parser->text = text;
	if (!yaml_parser_initialize(&parser->parser))
		hr_out_of_memory();
	yaml_parser_set_input_string(&parser->parser, (const unsigned char *)text.ptr, text.length);
	return parser;
}

void hr_yaml_parser_free(struct hr_yaml_parser *parser)
{
	yaml_parser_delete(&parser->parser);
	free(parser);
}

static void syntax_error(const yaml_parser_t *parser, struct hr_config_syntax_error *error)
{
	bool has_mark = parser->error != YAML_READER_ERROR && parser->error != YAML_MEMORY_ERROR;

	if (parser->error == YAML_MEMORY_ERROR)
		hr_out_of_memory();
	error->place = place_of(has_mark ? parser->problem_mark : parser->mark);
	snprintf(error->text, sizeof(error->text), "not valid YAML: %s%s%s", parser->problem,
	         parser->context != NULL ? " " : "",
	         parser->context != NULL ? parser->context : "");
}

struct hr_yaml_document *hr_yaml_next(struct hr_yaml_parser *parser, json_t **root,
                                      struct hr_config_syntax_error *error)
{
	struct hr_yaml_document *out;
	struct conversion conversion = { .error = error };

	if (parser->text.length > YAML_BYTES_MAX) {
		snprintf(error->text, sizeof(error->text), "more than %zu bytes of YAML",
		         YAML_BYTES_MAX);
		return NULL;
	}
	if (!parser->in_bounds && !keeps_bounds(parser->text, error))
		return NULL;
	parser->in_bounds = true;
	out = hr_zalloc(1, sizeof(*out));
	conversion.document = &out->document;
	if (!yaml_parser_load(&parser->parser, &out->document)) {
		syntax_error(&parser->parser, error);
		free(out);
		return NULL;
	}
	if (yaml_document_get_root_node(&out->document) != NULL) {
		*root = convert(&conversion, 1, 0);
		if (*root != NULL)
			return out;
	}
	hr_yaml_document_free(out);
	return NULL;
}

void hr_yaml_document_free(struct hr_yaml_document *document)
{
	if (document == NULL)
		return;
	yaml_document_delete(&document->document);
	free(document);
}

/* --- places --- */

/* On to a member or element; *key is the node of its name, or its own. */
static bool enter(yaml_document_t *document, struct hr_slice name, int *value, int *key)
{
	const yaml_node_t *node = yaml_document_get_node(document, *value);
	uint64_t index;

	if (node->type == YAML_SEQUENCE_NODE) {
		size_t count = (size_t)(node->data.sequence.items.top -
		                        node->data.sequence.items.start);

		if (!hr_parse_u64(name, &index) || index >= count)
			return false;
		*value = *key = node->data.sequence.items.start[index];
		return true;
	}
	if (node->type != YAML_MAPPING_NODE)
		return false;
	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		if (!hr_slice_equal(scalar_text(yaml_document_get_node(document, pair->key)), name))
			continue;
		*value = pair->value;
		*key = pair->key;
		return true;
	}
	return false;
}

bool hr_yaml_locate(const struct hr_yaml_document *document, const char *pointer,
                    enum hr_locate_what what, struct hr_place *out)
{
	/* libyaml looks up nodes through pointers that are not const */
	yaml_document_t view = document->document;
	struct hr_str name = { 0 };
	int value = 1, key = 1;
	bool found = true;

	while (found && *pointer == '/') {
		pointer = hr_pointer_next(pointer, &name);
		found = enter(&view, hr_str_slice(&name), &value, &key);
	}
	hr_str_release(&name);
	if (found)
		*out = place_of(yaml_document_get_node(&view, what == HR_LOCATE_KEY ? key : value)
		                        ->start_mark);
	return found;
}

#else

struct hr_yaml_parser {
	int none;
};

struct hr_yaml_parser *hr_yaml_parser_new(struct hr_slice text)
{
	(void)text;
	return hr_zalloc(1, sizeof(struct hr_yaml_parser));
}

void hr_yaml_parser_free(struct hr_yaml_parser *parser)
{
	free(parser);
}

struct hr_yaml_document *hr_yaml_next(struct hr_yaml_parser *parser, json_t **root,
                                      struct hr_config_syntax_error *error)
{
	(void)parser;
	(void)root;
	snprintf(error->text, sizeof(error->text),
	         "this is YAML, and this headroom was built without libyaml (configure "
	         "--with-yaml): write JSON");
	return NULL;
}

bool hr_yaml_locate(const struct hr_yaml_document *document, const char *pointer,
                    enum hr_locate_what what, struct hr_place *out)
{
	(void)document;
	(void)pointer;
	(void)what;
	(void)out;
	return false;
}

void hr_yaml_document_free(struct hr_yaml_document *document)
{
	(void)document;
}

#endif
