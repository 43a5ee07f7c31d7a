#include <config.h>
#include "read/jmx_property.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "record/clean.h"
#include "read/xml_library.h"

#define VARIABLES_MAX  2000
#define EXPAND_DEPTH   8    /* variables that name others */
#define REFERENCES_MAX 1000 /* in one text: beyond, the rest is left out */
#define EXPAND_BYTES   4096 /* of a text with its variables put in */
#define COUNT_MAX      1e9  /* threads or loops above are no plan */

void hr_jmx_release(struct hr_jmx *jmx)
{
	for (size_t i = 0; i < jmx->variable_count; i++) {
		free(jmx->variables[i].name);
		free(jmx->variables[i].value);
	}
	free(jmx->variables);
}

/* --- elements --- */

const xmlNode *hr_jmx_element(const xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

bool hr_jmx_is(const xmlNode *element, const char *name)
{
	return strcmp((const char *)element->name, name) == 0;
}

char *hr_jmx_attribute(const xmlNode *element, const char *name)
{
	return (char *)hr_xml()->attribute(element, (const xmlChar *)name);
}

static bool attribute_is(const xmlNode *element, const char *name, const char *value)
{
	char *text = hr_jmx_attribute(element, name);
	bool same = text != NULL && strcmp(text, value) == 0;

	free(text);
	return same;
}

bool hr_jmx_enabled(const xmlNode *element)
{
	return !attribute_is(element, "enabled", "false");
}

static const xmlNode *child(const xmlNode *element, const char *name)
{
	const xmlNode *node = hr_jmx_element(element->children);

	while (node != NULL && !hr_jmx_is(node, name))
		node = hr_jmx_element(node->next);
	return node;
}

static bool content_is(const xmlNode *node, const char *text)
{
	char *content = node != NULL ? (char *)hr_xml()->content(node) : NULL;
	bool same = content != NULL && strcmp(content, text) == 0;

	free(content);
	return same;
}

/* Properties carry their name as an attribute; those of numbers with a fraction as an element. */
const xmlNode *hr_jmx_property(const xmlNode *element, const char *name)
{
	const xmlNode *node = hr_jmx_element(element->children);

	for (; node != NULL; node = hr_jmx_element(node->next)) {
		if (attribute_is(node, "name", name))
			return node;
		if (hr_xml()->has_attribute(node, (const xmlChar *)"name") == NULL &&
		    content_is(child(node, "name"), name))
			return child(node, "value");
	}
	return NULL;
}

/* --- variables --- */

static void add_variable(struct hr_jmx *jmx, const xmlNode *argument)
{
	const xmlNode *name = hr_jmx_property(argument, "Argument.name");
	const xmlNode *value = hr_jmx_property(argument, "Argument.value");
	xmlChar *text;

	if (name == NULL || value == NULL || jmx->variable_count == VARIABLES_MAX)
		return;
	jmx->variables = hr_grow(jmx->variables, jmx->variable_count, &jmx->variable_capacity,
	                         sizeof(*jmx->variables));
	text = hr_xml()->content(name);
	jmx->variables[jmx->variable_count].name = hr_strdup(text != NULL ? (char *)text : "");
	free(text);
	text = hr_xml()->content(value);
	jmx->variables[jmx->variable_count++].value = hr_strdup(text != NULL ? (char *)text : "");
	free(text);
}

void hr_jmx_add_variables(struct hr_jmx *jmx, const xmlNode *element)
{
	const xmlNode *list = hr_jmx_property(element, "Arguments.arguments");
	const xmlNode *argument = list != NULL ? hr_jmx_element(list->children) : NULL;

	for (; argument != NULL; argument = hr_jmx_element(argument->next))
		add_variable(jmx, argument);
}

/* The first definition counts, as in JMeter's tree from the top. */
static const char *find_variable(const struct hr_jmx *jmx, struct hr_slice name)
{
	for (size_t i = 0; i < jmx->variable_count; i++)
		if (hr_slice_is(name, jmx->variables[i].name))
			return jmx->variables[i].value;
	return NULL;
}

/* --- expansion --- */

struct expansion {
	struct hr_jmx *jmx;
	struct hr_str out;
	size_t references; /* put in so far */
	bool unresolved;
};

static void expand(struct expansion *expansion, struct hr_slice text, int depth);

/* Where the reference at text.ptr[0..1] == "${" ends: past its '}'; 0 when it does not. */
static size_t reference_length(struct hr_slice text)
{
	size_t depth = 0;

	for (size_t i = 0; i + 1 < text.length; i++) {
		if (text.ptr[i] == '$' && text.ptr[i + 1] == '{')
			depth++;
		else if (text.ptr[i] == '}' && --depth == 0)
			return i + 1;
	}
	if (depth == 1 && text.length > 0 && text.ptr[text.length - 1] == '}')
		return text.length;
	return 0;
}

/* Split "a,b,c" outside of references and without regard to "\,"; gives the number of parts. */
static size_t split(struct hr_slice text, struct hr_slice *parts, size_t max)
{
	size_t count = 0, start = 0, depth = 0;

	for (size_t i = 0; i <= text.length && count < max; i++) {
		if (i < text.length && text.ptr[i] == '{')
			depth++;
		else if (i < text.length && text.ptr[i] == '}' && depth > 0)
			depth--;
		else if (i == text.length || (text.ptr[i] == ',' && depth == 0)) {
			parts[count++] = hr_slice_trim(
			        (struct hr_slice){ text.ptr + start, i - start });
			start = i + 1;
		}
	}
	return count;
}

static bool call_of(struct hr_slice call, const char *name, struct hr_slice *arguments)
{
	size_t length = strlen(name);

	if (!hr_slice_starts(call, name))
		return false;
	call.ptr += length;
	call.length -= length;
	if (call.length < 2 || call.ptr[0] != '(' || call.ptr[call.length - 1] != ')')
		return false;
	*arguments = (struct hr_slice){ call.ptr + 1, call.length - 2 };
	return true;
}

/* The default of a property: what JMeter takes when nobody gives it on its command line. */
static bool property_default(struct expansion *expansion, struct hr_slice call, int depth)
{
	struct hr_slice arguments, parts[3] = { { NULL, 0 } }, given = HR_SLICE_LITERAL("1");
	struct hr_str note = { .limit = HR_PLAN_TEXT_BYTES };
	size_t at = expansion->out.length, count;

	if (call_of(call, "__P", &arguments)) {
		count = split(arguments, parts, 3);
		if (count >= 2)
			given = parts[1]; /* without one __P gives 1 */
	} else if (call_of(call, "__property", &arguments)) {
		count = split(arguments, parts, 3);
		if (count < 3)
			return false; /* the text of the call, in JMeter too */
		given = parts[2];
	} else {
		return false;
	}
	expand(expansion, given, depth + 1);
	hr_str_printf(&note, "property %.*s: its default, %s", (int)parts[0].length, parts[0].ptr,
	              hr_str_text(&expansion->out) + at);
	hr_plan_add_assumed(expansion->jmx->plan, hr_str_slice(&note));
	hr_str_release(&note);
	return true;
}

static void expand_reference(struct expansion *expansion, struct hr_slice reference, int depth)
{
	struct hr_slice inside = { reference.ptr + 2, reference.length - 3 };
	const char *value = find_variable(expansion->jmx, hr_slice_trim(inside));

	if (expansion->out.truncated || expansion->references++ == REFERENCES_MAX)
		depth = EXPAND_DEPTH;
	if (depth < EXPAND_DEPTH && value != NULL) {
		expand(expansion, hr_slice_of(value), depth + 1);
		return;
	}
	if (depth < EXPAND_DEPTH && property_default(expansion, hr_slice_trim(inside), depth))
		return;
	expansion->unresolved = true;
	hr_str_add_slice(&expansion->out, reference);
}

static void expand(struct expansion *expansion, struct hr_slice text, int depth)
{
	while (text.length > 0) {
		const char *dollar = memmem(text.ptr, text.length, "${", 2);
		size_t plain = dollar != NULL ? (size_t)(dollar - text.ptr) : text.length;
		size_t length;

		if (expansion->references > REFERENCES_MAX) {
			expansion->unresolved = true;
			return;
		}
		hr_str_add(&expansion->out, text.ptr, plain);
		text.ptr += plain;
		text.length -= plain;
		if (text.length == 0)
			return;
		length = reference_length(text);
		if (length == 0) {
			hr_str_add_slice(&expansion->out, text);
			return;
		}
		expand_reference(expansion, (struct hr_slice){ text.ptr, length }, depth);
		text.ptr += length;
		text.length -= length;
	}
}

char *hr_jmx_expand(struct hr_jmx *jmx, const char *text, const char *what)
{
	struct expansion expansion = { .jmx = jmx, .out = { .limit = EXPAND_BYTES } };
	struct hr_str note = { .limit = HR_PLAN_TEXT_BYTES };
	char *result;

	expand(&expansion, hr_slice_of(text), 0);
	if (expansion.unresolved) {
		hr_str_printf(&note, "%s: %s", what, hr_str_text(&expansion.out));
		hr_plan_add_unresolved(jmx->plan, hr_str_slice(&note));
		hr_str_release(&note);
	}
	result = hr_clean_copy(hr_str_slice(&expansion.out), HR_PLAN_TEXT_BYTES);
	hr_str_release(&expansion.out);
	return result;
}

/* --- typed properties --- */

char *hr_jmx_text(struct hr_jmx *jmx, const xmlNode *element, const char *name, const char *what)
{
	const xmlNode *property = hr_jmx_property(element, name);
	xmlChar *content = property != NULL ? hr_xml()->content(property) : NULL;
	char *text = NULL;

	if (content != NULL && content[0] != '\0')
		text = hr_jmx_expand(jmx, (char *)content, what);
	free(content);
	return text;
}

double hr_jmx_number(struct hr_jmx *jmx, const xmlNode *element, const char *name, const char *what)
{
	char *text = hr_jmx_text(jmx, element, name, what);
	double value = NAN;

	if (text != NULL && !hr_parse_double(hr_slice_trim(hr_slice_of(text)), &value))
		value = NAN;
	free(text);
	return value;
}

int64_t hr_jmx_count(struct hr_jmx *jmx, const xmlNode *element, const char *name, const char *what)
{
	double value = hr_jmx_number(jmx, element, name, what);

	if (!(value >= 0) || value > COUNT_MAX || floor(value) < value)
		return -1;
	return (int64_t)value;
}

bool hr_jmx_flag(const xmlNode *element, const char *name)
{
	return content_is(hr_jmx_property(element, name), "true");
}

char *hr_jmx_name(struct hr_jmx *jmx, const xmlNode *element)
{
	char *attribute = hr_jmx_attribute(element, "testname");
	char *name = hr_jmx_expand(jmx, attribute != NULL ? attribute : "", "name");

	free(attribute);
	return name;
}
