/*
 * The text of a configuration as trees of values that know where they stand: JSON, or YAML when
 * libyaml is built in. Several documents in one text are several trees; a reader of configurations
 * sees no difference between the two languages.
 *
 * YAML is read by the core schema of YAML 1.2: plain scalars are null, true, false, decimal numbers
 * or texts ("yes" and "99.9%" are texts), quoted ones texts. Anchors and aliases work; tags other
 * than those of the core schema, names that are no scalars, and equal names in one mapping are
 * errors.
 */
#ifndef HR_CONFIG_CONFIG_TREE_H
#define HR_CONFIG_CONFIG_TREE_H

#include <jansson.h>

#include "config/locate.h"

#define HR_CONFIG_TREES_MAX  1000
#define HR_CONFIG_DEPTH_MAX  100    /* of nesting, in YAML; jansson has a limit of its own */
#define HR_CONFIG_VALUES_MAX 200000 /* in YAML, aliases written out */

struct hr_config_trees; /* of one text */

/* The first thing that is wrong with a text, as a whole. */
struct hr_config_syntax_error {
	struct hr_place place;
	char text[256];
};

/*
 * hr_config_trees_parse - all documents of a text.
 * @text  borrowed until hr_config_trees_free()
 * @path  decides what the text is where it ends in .json, .yaml or .yml; else its first character
 *        does: a brace or bracket is JSON
 * Returns NULL with @error filled when it cannot be read. A text without a document is an error.
 */
struct hr_config_trees *hr_config_trees_parse(struct hr_slice text, const char *path,
                                              struct hr_config_syntax_error *error);
void hr_config_trees_free(struct hr_config_trees *trees); /* NULL does no harm */
size_t hr_config_trees_count(const struct hr_config_trees *trees);
/* Borrowed; valid as long as @trees. */
json_t *hr_config_trees_root(const struct hr_config_trees *trees, size_t document);
/* As hr_locate(), in that document. Of a value behind an alias the place is that of the anchor. */
bool hr_config_trees_locate(const struct hr_config_trees *trees, size_t document,
                            const char *pointer, enum hr_locate_what what, struct hr_place *out);

#endif
