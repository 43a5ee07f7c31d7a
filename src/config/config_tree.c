/* JSON and YAML behind one face. */
#include <config.h>
#include "config/config_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/yaml_tree.h"

struct tree {
	json_t *root;
	struct hr_yaml_document *yaml; /* NULL in JSON */
	size_t from;                   /* of JSON: where the document begins */
};

struct hr_config_trees {
	struct hr_slice text;
	struct tree *items;
	size_t count, capacity;
};

static void add(struct hr_config_trees *trees, struct tree tree)
{
	trees->items = hr_grow(trees->items, trees->count, &trees->capacity, sizeof(*trees->items));
	trees->items[trees->count++] = tree;
}

static bool is_full(const struct hr_config_trees *trees, struct hr_config_syntax_error *error)
{
	if (trees->count < HR_CONFIG_TREES_MAX)
		return false;
	snprintf(error->text, sizeof(error->text), "more than %d documents in one file",
	         HR_CONFIG_TREES_MAX);
	return true;
}

/* --- JSON --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_blanks(struct hr_slice text, size_t at)
{
	while (at < text.length && is_blank(text.ptr[at]))
		at++;
	return at;
}

/* A place in the text from one that counts from @from. */
static struct hr_place shifted(struct hr_slice text, size_t from, struct hr_place place)
{
	struct hr_place base = hr_place_of(text, from);

	if (place.line == 1)
		place.column += base.column - 1;
	place.line += base.line - 1;
	return place;
}

static void json_error(struct hr_slice text, size_t from, const json_error_t *syntax,
                       struct hr_config_syntax_error *error)
{
	struct hr_place place = { syntax->line > 0 ? (uint64_t)syntax->line : 1,
		                  syntax->column > 0 ? (uint64_t)syntax->column : 1 };

	error->place = shifted(text, from, place);
	snprintf(error->text, sizeof(error->text), "not valid JSON: %s", syntax->text);
}

/* What follows a document is another one when it looks like one, else an error. */
static bool parse_json(struct hr_config_trees *trees, struct hr_config_syntax_error *error)
{
	struct hr_slice text = trees->text;
	size_t at = text.length - hr_slice_skip_bom(text).length;

	do {
		struct hr_slice rest = { text.ptr + at, text.length - at };
		const char *start = rest.length > 0 ? rest.ptr : "";
		json_error_t syntax;
		json_t *root;
		size_t next;

		if (is_full(trees, error))
			return false;
		root = json_loadb(start, rest.length,
		                  JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &syntax);
		next = root != NULL ? skip_blanks(text, at + (size_t)syntax.position) : at;
		if (root != NULL && next < text.length && text.ptr[next] != '{' &&
		    text.ptr[next] != '[') {
			json_decref(root);
			root = json_loadb(start, rest.length, JSON_REJECT_DUPLICATES, &syntax);
		}
		if (root == NULL) {
			json_error(text, at, &syntax, error);
			return false;
		}
		add(trees, (struct tree){ .root = root, .from = at });
		at = next;
	} while (at < text.length);
	return true;
}

/* --- YAML --- */

static bool parse_yaml(struct hr_config_trees *trees, struct hr_config_syntax_error *error)
{
	struct hr_yaml_parser *parser = hr_yaml_parser_new(trees->text);
	struct tree tree = { 0 };

	while (!is_full(trees, error) &&
	       (tree.yaml = hr_yaml_next(parser, &tree.root, error)) != NULL)
		add(trees, tree);
	hr_yaml_parser_free(parser);
	if (trees->count == 0 && error->text[0] == '\0')
		snprintf(error->text, sizeof(error->text), "found no document in the file");
	return error->text[0] == '\0';
}

/* --- both --- */

static bool ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n > m && strcmp(path + n - m, end) == 0;
}

static bool is_yaml(struct hr_slice text, const char *path)
{
	size_t at;

	if (ends_in(path, ".yaml") || ends_in(path, ".yml"))
		return true;
	text = hr_slice_skip_bom(text);
	at = skip_blanks(text, 0);
	return !ends_in(path, ".json") && at < text.length && text.ptr[at] != '{' &&
	       text.ptr[at] != '[';
}

struct hr_config_trees *hr_config_trees_parse(struct hr_slice text, const char *path,
                                              struct hr_config_syntax_error *error)
{
	struct hr_config_trees *trees = hr_zalloc(1, sizeof(*trees));

	trees->text = text;
	*error = (struct hr_config_syntax_error){ .place = { 1, 1 } };
	if (is_yaml(text, path) ? parse_yaml(trees, error) : parse_json(trees, error))
		return trees;
	hr_config_trees_free(trees);
	return NULL;
}

void hr_config_trees_free(struct hr_config_trees *trees)
{
	if (trees == NULL)
		return;
	for (size_t i = 0; i < trees->count; i++) {
		json_decref(trees->items[i].root);
		hr_yaml_document_free(trees->items[i].yaml);
	}
	free(trees->items);
	free(trees);
}

size_t hr_config_trees_count(const struct hr_config_trees *trees)
{
	return trees->count;
}

json_t *hr_config_trees_root(const struct hr_config_trees *trees, size_t document)
{
	return trees->items[document].root;
}

bool hr_config_trees_locate(const struct hr_config_trees *trees, size_t document,
                            const char *pointer, enum hr_locate_what what, struct hr_place *out)
{
	const struct tree *tree = &trees->items[document];
	struct hr_slice text = { trees->text.ptr + tree->from, trees->text.length - tree->from };

	if (tree->yaml != NULL)
		return hr_yaml_locate(tree->yaml, pointer, what, out);
	if (!hr_locate(text, pointer, what, out))
		return false;
	*out = shifted(trees->text, tree->from, *out);
	return true;
}
